//! The catalogue as linked data: CTDL, the vocabulary of Credential Engine, in JSON-LD.
//!
//! Courses and awards stand with what they require and recommend; each tier and each role is a `Pathway` of components
//! with their conditions. Terms stand where CTDL's own schema lets them (docs/IMPORT.md). It lets a logical operator stand
//! nowhere, so *all* and *any* are said by the number that is required.

mod condition;
mod pathway;

use registry_core::Catalogue;
use registry_core::aqf::AqfType;
use registry_core::course::{Course, CourseKind};
use registry_core::credit::{CreditExchange, CreditRule};
use registry_core::id::CourseCode;
use registry_core::provider::Provider;
use registry_core::qualification::Qualification;
use registry_core::requisite::{Requisite, Strength};
use serde_json::{Map, Value, json};
use uuid::Uuid;

/// The context CTDL is published under.
const CONTEXT: &str = "https://credreg.net/ctdl/schema/context/json";

/// The language of the catalogue.
const LANGUAGE: &str = "en-AU";

/// The name space of our identifiers in linked data (a random UUID, drawn once).
const NAME_SPACE: Uuid = Uuid::from_u128(0x2f0c_8a53_91d7_4e0b_b6a4_7d31_5c9e_e802);

/// The catalogue as one JSON-LD document.
///
/// # Errors
/// What cannot be written as data: a fault of the program.
pub fn ctdl(catalogue: &Catalogue) -> Result<String, serde_json::Error> {
    let mut graph: Vec<Value> = Vec::new();
    graph.extend(catalogue.providers().map(provider));
    graph.extend(catalogue.courses().filter_map(|entry| course(catalogue, entry)));
    graph.extend(catalogue.qualifications().map(|award| qualification(catalogue, award)));
    pathway::add(&mut graph, catalogue);
    let mut text = serde_json::to_string_pretty(&json!({ "@context": CONTEXT, "@graph": graph }))?;
    text.push('\n');
    Ok(text)
}

/// A resource: `urn:uuid:` and a UUID of its kind and key, the same in every installation.
struct Name {
    uuid: Uuid,
}

impl Name {
    fn new(kind: &str, key: impl std::fmt::Display) -> Self {
        Self { uuid: Uuid::new_v5(&NAME_SPACE, format!("{kind}:{key}").as_bytes()) }
    }

    /// The UUID in the form of version 4, which CTDL asks of a CTID.
    fn ctid(&self) -> Uuid {
        uuid::Builder::from_random_bytes(self.uuid.into_bytes()).into_uuid()
    }

    fn uri(&self) -> String {
        self.uuid.urn().to_string()
    }

    /// The beginning of a resource of that type.
    fn resource(&self, of_type: &str, name: &str) -> Map<String, Value> {
        let mut resource = Map::new();
        resource.insert("@id".to_owned(), self.uri().into());
        resource.insert("@type".to_owned(), of_type.into());
        resource.insert("ceterms:ctid".to_owned(), format!("ce-{}", self.ctid()).into());
        resource.insert("ceterms:name".to_owned(), words(name));
        resource
    }
}

/// A text and its language.
fn words(text: &str) -> Value {
    json!({ LANGUAGE: text })
}

fn course_name(code: impl std::fmt::Display) -> Name {
    Name::new("course", code)
}

fn award_name(code: impl std::fmt::Display) -> Name {
    Name::new("qualification", code)
}

fn provider(provider: &Provider) -> Value {
    let name = Name::new("provider", &provider.code);
    name.resource("ceterms:CredentialOrganization", &provider.title).into()
}

/// Whether CTDL takes a course for a credential.
fn is_credential(course: &Course) -> bool {
    course.kind == CourseKind::MicroCredential
}

/// Courses as what a condition asks for: CTDL keeps credentials and other learning apart.
fn targets<'c>(catalogue: &Catalogue, codes: impl IntoIterator<Item = &'c CourseCode>) -> Map<String, Value> {
    let (credentials, others): (Vec<_>, Vec<_>) =
        codes.into_iter().partition(|code| catalogue.course(code).is_some_and(is_credential));
    let mut targets = Map::new();
    for (key, codes) in [("ceterms:targetLearningOpportunity", others), ("ceterms:targetCredential", credentials)] {
        if !codes.is_empty() {
            targets.insert(key.to_owned(), codes.into_iter().map(|code| course_name(code).uri()).collect());
        }
    }
    targets
}

/// A course as of its current version; as of its last where none is current, since others may still name it.
fn course(catalogue: &Catalogue, course: &Course) -> Option<Value> {
    let version = course.current().or(course.versions.last())?;
    // Of a credential CTDL calls its code otherwise than of a course.
    let (of_type, code) = match is_credential(course) {
        true => ("ceterms:MicroCredential", "ceterms:credentialId"),
        false => ("ceterms:Course", "ceterms:codedNotation"),
    };
    let mut resource = course_name(&course.code).resource(of_type, &course.title);
    let description = format!("{} Version {}.", course.description, version.version);
    resource.insert("ceterms:description".to_owned(), words(&description));
    resource.insert(code.to_owned(), course.code.as_str().into());
    resource.insert("ceterms:inLanguage".to_owned(), json!([LANGUAGE]));
    if let Some(publisher) = &course.publisher {
        resource.insert("ceterms:ownedBy".to_owned(), json!([Name::new("provider", publisher).uri()]));
    }
    conditions(catalogue, &mut resource, &version.requisites);
    Some(resource.into())
}

fn qualification(catalogue: &Catalogue, award: &Qualification) -> Value {
    let of_type = match award.aqf_type {
        AqfType::Diploma | AqfType::AdvancedDiploma | AqfType::GraduateDiploma => "ceterms:Diploma",
        AqfType::AssociateDegree => "ceterms:AssociateDegree",
        AqfType::Bachelor | AqfType::BachelorHonours => "ceterms:BachelorDegree",
        AqfType::Masters => "ceterms:MasterDegree",
        AqfType::Doctorate => "ceterms:DoctoralDegree",
        _ => "ceterms:Certificate",
    };
    let mut resource = award_name(&award.code).resource(of_type, &award.title);
    let level = award.aqf_type.level().get();
    let description = format!("{}, level {level} of the Australian Qualifications Framework.", award.aqf_type.title());
    resource.insert("ceterms:description".to_owned(), words(&description));
    resource.insert("ceterms:credentialId".to_owned(), award.code.as_str().into());
    resource.insert("ceterms:inLanguage".to_owned(), json!([LANGUAGE]));
    if let Some(publisher) = &award.publisher {
        resource.insert("ceterms:ownedBy".to_owned(), json!([Name::new("provider", publisher).uri()]));
    }
    conditions(catalogue, &mut resource, &award.entry);
    let rules = catalogue.credit_rules().filter(|rule| rule.qualification == award.code);
    let standing: Vec<_> = rules.map(|rule| advanced_standing(catalogue, rule)).collect();
    if !standing.is_empty() {
        resource.insert("ceterms:advancedStandingFrom".to_owned(), standing.into());
    }
    resource.into()
}

/// Requisites as condition profiles: what is required, and what is recommended.
fn conditions(catalogue: &Catalogue, resource: &mut Map<String, Value>, requisites: &[Requisite]) {
    for (key, strength) in [("ceterms:requires", Strength::Required), ("ceterms:recommends", Strength::Advised)] {
        let of = requisites.iter().filter(|requisite| requisite.strength() == strength);
        let profiles: Vec<_> = of.map(|requisite| condition::profile_of(catalogue, requisite)).collect();
        if !profiles.is_empty() {
            resource.insert(key.to_owned(), profiles.into());
        }
    }
}

/// What a credit rule counts, as a condition profile.
fn advanced_standing(catalogue: &Catalogue, rule: &CreditRule) -> Value {
    let (mut profile, description) = match &rule.exchange {
        CreditExchange::Series { of, size, points_each_series } => {
            let description = format!("Every {size} of these courses count {points_each_series} credit points");
            (targets(catalogue, of), description)
        }
        CreditExchange::Block { from, points } => {
            let from = json!([award_name(from).uri()]);
            let targets = Map::from_iter([("ceterms:targetCredential".to_owned(), from)]);
            (targets, format!("This award counts {points} credit points"))
        }
        CreditExchange::Unit { from, unit } => {
            (targets(catalogue, [from]), format!("This course counts as the unit {unit}"))
        }
    };
    profile.insert("@type".to_owned(), "ceterms:ConditionProfile".into());
    let standing = rule.standing.name();
    profile.insert("ceterms:description".to_owned(), words(&format!("{description} ({standing}).")));
    profile.into()
}
