//! What a national file states of an entry, and the entry made of it: what the file leaves open is said, not made up.

use std::collections::BTreeMap;
use std::sync::Arc;

use chrono::NaiveDate;
use registry_core::aqf::AqfType;
use registry_core::catalogue::{Catalogue, CatalogueParts, EntryRef};
use registry_core::course::{Course, CourseKind, CourseSuccessor, CourseVersion, Equivalence, VersionStatus};
use registry_core::id::{CourseCode, QualificationCode};
use registry_core::qualification::{Currency, Packaging, Qualification, QualificationSuccessor};
use registry_core::source::{Confidence, Provenance};
use registry_core::volume::Hours;
use semver::Version;

use super::problem::{Column, ImportProblem};
use crate::format::{Draft, Place};

/// What the text of an entry says where the file says nothing.
const NO_DESCRIPTION: &str = "Not described in the file this was imported from.";

/// What a file states of one entry.
#[derive(Debug, Clone)]
pub(super) struct Stated {
    /// Its code.
    pub(super) code: String,
    /// Its title.
    pub(super) title: String,
    /// What it is.
    pub(super) what: What,
    /// What it is about.
    pub(super) description: Option<String>,
    /// Its nominal hours.
    pub(super) hours: Option<Hours>,
    /// The day it was released.
    pub(super) released: Option<NaiveDate>,
    /// What a learner can do afterwards.
    pub(super) outcomes: Option<Vec<String>>,
    /// What has replaced it.
    pub(super) superseded_by: Option<(String, Equivalence)>,
    /// Which file says so: `AVETMISS 8.0 NAT00060`.
    pub(super) external: &'static str,
    /// What else there is to say of what is stated.
    pub(super) remark: Option<String>,
    /// Its line.
    pub(super) line: u32,
}

/// What sort of entry it is.
#[derive(Debug, Clone)]
pub(super) enum What {
    /// A course of that kind.
    Course(CourseKind),
    /// A qualification.
    Qualification {
        /// Which award.
        aqf_type: AqfType,
        /// Whether it is still current; `None`: not stated.
        currency: Option<Currency>,
        /// What it is made of.
        packaging: Option<Packaging>,
    },
}

/// Entries of national files, on their way into a draft.
#[derive(Default)]
pub(super) struct Statements {
    parts: CatalogueParts,
    places: BTreeMap<EntryRef, Vec<Place>>,
    pub(super) problems: Vec<ImportProblem>,
}

impl Statements {
    /// Adds an entry of a file. Where the catalogue has it already, it keeps whatever the file does not state.
    pub(super) fn add(&mut self, file: &Arc<str>, stated: Stated, catalogue: &Catalogue, today: NaiveDate) {
        let line = stated.line;
        let added = match &stated.what {
            What::Course(kind) => self.course(&stated, *kind, catalogue, today),
            What::Qualification { .. } => self.qualification(&stated, catalogue),
        };
        match added {
            Ok(entry) => {
                self.places.entry(entry).or_default().push(Place::new(Arc::clone(file), line));
            }
            Err(message) => self.refuse(file, line, None, format!("{}: {message}", stated.code)),
        }
    }

    /// Reports a problem of a line.
    pub(super) fn refuse(&mut self, file: &str, line: u32, column: Option<usize>, message: String) {
        let column = column.map(Column::Character);
        self.problems.push(ImportProblem { file: file.to_owned(), line: Some(line), column, message });
    }

    /// What was added, to be judged, and what is wrong with lines.
    pub(super) fn into_draft(self) -> (Draft, Vec<ImportProblem>) {
        (Draft::of_entries(self.parts, self.places, Vec::new()), self.problems)
    }

    fn course(
        &mut self,
        stated: &Stated,
        kind: CourseKind,
        catalogue: &Catalogue,
        today: NaiveDate,
    ) -> Result<EntryRef, String> {
        let code = CourseCode::new(&stated.code).map_err(|error| error.to_string())?;
        let entry = EntryRef::new("course", &code);
        let provenance = provenance(stated, "whether it is assessed, requisites and credit")?;
        let mut course = match catalogue.course(&code) {
            Some(old) => kept(old, stated, &provenance),
            None => new_course(code, stated, kind, provenance.clone(), today)?,
        };
        if let Some((next, equivalence)) = &stated.superseded_by {
            let next = CourseCode::new(next).map_err(|error| format!("superseded by: {error}"))?;
            let same =
                course.superseded_by.as_ref().is_some_and(|old| old.course == next && old.equivalence == *equivalence);
            if !same {
                course.superseded_by = Some(CourseSuccessor { course: next, equivalence: *equivalence, provenance });
            }
        }
        self.parts.courses.push(course);
        Ok(entry)
    }

    fn qualification(&mut self, stated: &Stated, catalogue: &Catalogue) -> Result<EntryRef, String> {
        let What::Qualification { aqf_type, currency, packaging } = &stated.what else {
            return Err("this is no qualification".to_owned());
        };
        let code = QualificationCode::new(&stated.code).map_err(|error| error.to_string())?;
        let entry = EntryRef::new("qualification", &code);
        let provenance = provenance(stated, "entry, credit and the ladder")?;
        let mut award = match catalogue.qualification(&code) {
            Some(old) => old.clone(),
            None => Qualification {
                code,
                title: stated.title.clone(),
                aqf_type: *aqf_type,
                volume_of_learning: stated.hours,
                volume_of_learning_assumed: stated.hours.is_some(),
                currency: Currency::Current,
                superseded_by: None,
                entry: Vec::new(),
                credit: None,
                leads_to: Vec::new(),
                packaging: packaging.clone(),
                points_packaging: None,
                recognition: None,
                publisher: None,
                provenance: provenance.clone(),
            },
        };
        if award.aqf_type != *aqf_type {
            let (is, was) = (aqf_type.title(), award.aqf_type.title());
            return Err(format!(
                "the file makes it a {is}, but in the catalogue it is a {was}; correct one of the two"
            ));
        }
        retitle(&mut award.title, &stated.title);
        award.currency = currency.unwrap_or(award.currency);
        if let Some((next, equivalence)) = &stated.superseded_by {
            let next = QualificationCode::new(next).map_err(|error| format!("superseded by: {error}"))?;
            award.currency = Currency::Superseded;
            let same = award
                .superseded_by
                .as_ref()
                .is_some_and(|old| old.qualification == next && old.equivalence == *equivalence);
            if !same {
                let equivalence = *equivalence;
                award.superseded_by = Some(QualificationSuccessor { qualification: next, equivalence, provenance });
            }
        }
        self.parts.qualifications.push(award);
        Ok(entry)
    }
}

/// Where the entry comes from, and what its file leaves open.
fn provenance(stated: &Stated, open: &str) -> Result<Provenance, String> {
    let missing = [
        (stated.outcomes.is_none(), "outcomes"),
        (stated.released.is_none(), "day of publication"),
        (stated.hours.is_none(), "nominal hours"),
    ];
    let missing: Vec<_> = missing.iter().filter_map(|(missing, what)| missing.then_some(*what)).collect();
    let missing = if missing.is_empty() { String::new() } else { format!("{}, ", missing.join(", ")) };
    let remark = stated.remark.as_deref().map(|remark| format!("; {remark}")).unwrap_or_default();
    let place = format!("{}; not stated: {missing}{open}{remark}", stated.code);
    Provenance::external(stated.external, &place, Confidence::Medium).map_err(|error| error.to_string())
}

/// A course that is there already, with what the file states of it. Its hours are compared only where they came from such
/// a file: elsewhere they are a volume of learning, of which nominal hours say nothing.
fn kept(old: &Course, stated: &Stated, provenance: &Provenance) -> Course {
    let mut course = old.clone();
    retitle(&mut course.title, &stated.title);
    let of_such_a_file = matches!(
        (&course.provenance, provenance),
        (Provenance::External { external: a, .. }, Provenance::External { external: b, .. }) if a == b
    );
    if let (true, Some(last)) = (of_such_a_file, course.versions.last_mut()) {
        last.volume_of_learning = stated.hours.unwrap_or(last.volume_of_learning);
        last.published = stated.released.unwrap_or(last.published);
        if let Some(outcomes) = &stated.outcomes {
            last.outcomes.clone_from(outcomes);
        }
    }
    course
}

/// Takes the title of the file, unless it differs in capitals alone: some programs write everything in capitals.
fn retitle(title: &mut String, stated: &str) {
    if title.to_lowercase() != stated.to_lowercase() {
        *title = stated.to_owned();
    }
}

fn new_course(
    code: CourseCode,
    stated: &Stated,
    kind: CourseKind,
    provenance: Provenance,
    today: NaiveDate,
) -> Result<Course, String> {
    let hours =
        stated.hours.ok_or("the nominal hours are not stated, and a course needs hours; write them into the file")?;
    let version = CourseVersion {
        version: Version::new(1, 0, 0),
        published: stated.released.unwrap_or(today),
        status: VersionStatus::Published,
        outcomes: stated.outcomes.clone().unwrap_or_default(),
        volume_of_learning: hours,
        // A unit of competency is what is assessed; of anything else the files do not say.
        assessed: kind == CourseKind::UnitOfCompetency,
        credit: None,
        requisites: Vec::new(),
        sessions: Vec::new(),
    };
    Ok(Course {
        code,
        title: stated.title.clone(),
        neutral_title: None,
        kind,
        description: stated.description.clone().unwrap_or_else(|| NO_DESCRIPTION.to_owned()),
        tiers: Vec::new(),
        roles: Vec::new(),
        perspectives: Vec::new(),
        tags: Vec::new(),
        aqf_alignment: None,
        superseded_by: None,
        versions: vec![version],
        publisher: None,
        provenance,
    })
}

/// The award a title begins with: `Certificate IV in …`, `Diploma of …`; capitals do not matter.
pub(super) fn award_of_title(title: &str) -> Option<AqfType> {
    let title = title.to_lowercase();
    let begins = |aqf_type: &AqfType| {
        let rest = title.strip_prefix(&aqf_type.title().to_lowercase())?;
        rest.chars().next().is_none_or(|next| !next.is_alphanumeric()).then(|| aqf_type.title().len())
    };
    AqfType::ALL.iter().copied().max_by_key(|aqf_type| begins(aqf_type)).filter(|aqf_type| begins(aqf_type).is_some())
}
