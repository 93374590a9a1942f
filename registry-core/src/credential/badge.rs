//! The document of a credential: an Open Badges 3.0 `OpenBadgeCredential`.

use chrono::{NaiveDate, TimeDelta};
use rust_decimal::prelude::ToPrimitive;

use super::contexts::{CREDENTIALS, OPEN_BADGES, OPEN_BADGES_EXTENSIONS};
use super::json::Json;
use super::key::KeyPair;
use super::moment::Moment;
use super::proof::{Cryptosuite, ProofProblem, sign};
use super::status::Purpose;
use crate::achievement::{Achievement, AchievementOf, AqfStanding};
use crate::course::Credit;
use crate::date;
use crate::visible::{is_blank, turning_mark};
use crate::words::shortened;

/// After how many days past completion an issuer is warned. Registered Training Organisations must issue within 30
/// calendar days of completion (2025 Standards for RTOs, *Compliance Standards*, 9, *Issuance of AQF certification
/// documentation*; before them *Standards for RTOs 2015*, 3.3).
pub const ISSUE_WITHIN_DAYS: i64 = 30;
/// The schema the document says it follows.
pub const SCHEMA: &str =
    "https://purl.imsglobal.org/spec/ob/v3p0/schema/json/ob_v3p0_achievementcredential_schema.json";
/// The type of identifiers with which an issuer names itself as a provider of the registry.
pub const PROVIDER_CODE: &str = "ext:ProviderCode";
/// The type of identifiers that name the course or qualification.
pub const COURSE_CODE: &str = "ext:CourseCode";
/// The longest name of a person, in characters.
const NAME_CHARACTERS_MAX: usize = 200;

/// Which title a credential carries. What was signed cannot be renamed later.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum TitleShown {
    /// The title of the course, with its description, outcomes and code.
    Full,
    /// The provider's neutral title; description, outcomes, basis of alignment and code are left out.
    Neutral,
}

/// One place in one status list.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct StatusEntry {
    /// The address of the list, which is also its `id`.
    pub list: String,
    /// Which entry.
    pub index: u32,
    /// What an entry that is set means.
    pub purpose: Purpose,
}

/// What is issued to one person.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Issuance {
    /// The credential's own address, such as `urn:uuid:…`; random, never used twice.
    pub id: String,
    /// The address that stands for the person in this one credential; random, so that two credentials do not show that
    /// they belong to one person.
    pub holder: String,
    /// The person's name, where it is to be part of what is signed.
    pub holder_name: Option<String>,
    /// The address of the achievement: the same in all credentials for it, and for a neutral title another than for the
    /// full one, which does not say which course it is.
    pub achievement_id: String,
    /// Which title it carries.
    pub title: TitleShown,
    /// The day the learning was completed.
    pub completed: NaiveDate,
    /// The result, where it was assessed and a result is more than having passed, such as `Distinction`.
    pub result: Option<String>,
    /// From when it holds.
    pub valid_from: Moment,
    /// Until when, where it ends.
    pub valid_until: Option<Moment>,
    /// Where its status can be read; more than one is allowed by the W3C's data model and not by the schema of 1EdTech.
    pub status: Vec<StatusEntry>,
}

/// Why something cannot be issued. All that is wrong is said at once.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum IssueProblem {
    /// `TitleShown::Neutral` for a course that has none.
    #[error("\"{0}\" has no neutral title; give the course one, or issue it under its full title")]
    NoNeutralTitle(String),
    /// A day after the one on which it is issued.
    #[error("the learning was completed on {} and is issued on {}; issue it once it is completed", date::in_words(*.completed), date::in_words(*.issued))]
    NotCompleted {
        /// The day given.
        completed: NaiveDate,
        /// The day of issue, where the registry is.
        issued: NaiveDate,
    },
    /// `valid_until` at or before `valid_from`.
    #[error("its last day, {}, is over when it begins, on {}; give a later day", date::in_words(last_day(*.until)), date::in_words(.from.day_here()))]
    EndsBefore {
        /// From when.
        from: Moment,
        /// Until when.
        until: Moment,
    },
    /// An assessed result for learning that is not assessed.
    #[error("the result \"{0}\" is given, and the learning is not assessed; leave the result out")]
    NotAssessed(String),
    /// A name of 201 characters, or of none.
    #[error("a name has {0} characters; 1 to {NAME_CHARACTERS_MAX} are allowed")]
    Name(usize),
    /// A name with a mark that turns around what is read after it, as U+202E does.
    #[error("the name has the mark U+{:04X}, which turns around what is read after it; take it out", u32::from(*.0))]
    NameTurned(char),
    /// Two entries of one purpose.
    #[error("two status entries are for {0}; one of each is allowed")]
    StatusTwice(&'static str),
    /// The document would not be signed whole.
    #[error("the document cannot be signed: {0}")]
    Proof(ProofProblem),
}

/// What an issuer should know and may go on in spite of.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum IssueWarning {
    /// It is issued later than providers must: so many days after completion.
    Late {
        /// Days from completion to issue.
        days: i64,
    },
}

impl IssueWarning {
    /// The warning, where issuing on that day is later than [`ISSUE_WITHIN_DAYS`] after completion.
    pub fn late(completed: NaiveDate, issued: NaiveDate) -> Option<Self> {
        let days = (issued - completed).num_days();
        (days > ISSUE_WITHIN_DAYS).then_some(Self::Late { days })
    }
}

impl std::fmt::Display for IssueWarning {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let Self::Late { days } = self;
        write!(f, "it is issued {days} days after completion; providers must issue within {ISSUE_WITHIN_DAYS}")
    }
}

/// A signed credential, and what its issuer should know.
#[derive(Debug, Clone, PartialEq)]
pub struct Issued {
    /// The document.
    pub document: Json,
    /// What to be warned of.
    pub warnings: Vec<IssueWarning>,
}

/// Makes and signs a credential.
///
/// The same achievement, issuance, key and moment always give the same bytes.
///
/// # Errors
/// Every problem at once: a neutral title that the course does not have; completion after `created`; an end before the
/// beginning; a result of learning that is not assessed; an `id` that is not a whole address.
pub fn issue(
    achievement: &Achievement,
    issuance: &Issuance,
    key: &KeyPair,
    created: Moment,
) -> Result<Issued, Vec<IssueProblem>> {
    let mut problems = problems(achievement, issuance, created);
    let document = document(achievement, issuance, &key.public().did());
    match sign(document, key, created, Cryptosuite::Statements) {
        Ok(document) if problems.is_empty() => {
            let late = IssueWarning::late(issuance.completed, created.day());
            Ok(Issued { document, warnings: late.into_iter().collect() })
        }
        Ok(_) => Err(problems),
        Err(problem) => {
            problems.push(IssueProblem::Proof(problem));
            Err(problems)
        }
    }
}

/// Everything that stands against issuing this, short of signing it: for a preview.
pub fn problems(achievement: &Achievement, issuance: &Issuance, created: Moment) -> Vec<IssueProblem> {
    let mut problems = Vec::new();
    if issuance.title == TitleShown::Neutral && achievement.neutral_title.is_none() {
        problems.push(IssueProblem::NoNeutralTitle(shortened(&achievement.title)));
    }
    // A day has begun somewhere on Earth, at UTC+14, up to 14 hours before it does in UTC.
    let begun = created.in_utc().checked_add_signed(TimeDelta::hours(14)).unwrap_or_else(|| created.in_utc());
    if issuance.completed > begun.date() {
        problems.push(IssueProblem::NotCompleted { completed: issuance.completed, issued: created.day_here() });
    }
    if let Some(until) = issuance.valid_until.filter(|until| *until <= issuance.valid_from) {
        problems.push(IssueProblem::EndsBefore { from: issuance.valid_from, until });
    }
    if let Some(result) = issuance.result.as_ref().filter(|_| !achievement.assessed) {
        problems.push(IssueProblem::NotAssessed(shortened(result)));
    }
    if let Some(name) = &issuance.holder_name {
        let characters = if is_blank(name) { 0 } else { plain(name).chars().count() };
        if characters == 0 || characters > NAME_CHARACTERS_MAX {
            problems.push(IssueProblem::Name(characters));
        } else if let Some(mark) = turning_mark(name) {
            problems.push(IssueProblem::NameTurned(mark));
        }
    }
    for purpose in Purpose::ALL {
        if issuance.status.iter().filter(|entry| entry.purpose == purpose).count() > 1 {
            problems.push(IssueProblem::StatusTwice(purpose.name()));
        }
    }
    problems
}

/// The last day of what ends at a moment: at midnight it is the day that ends then.
fn last_day(until: Moment) -> NaiveDate {
    until.in_utc().checked_sub_signed(TimeDelta::seconds(1)).unwrap_or(until.in_utc()).date()
}

/// The text without control characters, about which programs disagree when they sign.
fn plain(text: &str) -> String {
    let spaced = text.chars().map(|c| if c.is_control() { ' ' } else { c }).collect::<String>();
    spaced.split_whitespace().collect::<Vec<_>>().join(" ")
}

fn plain_text(text: &str) -> Json {
    Json::Text(plain(text))
}

/// The document before it is signed.
fn document(achievement: &Achievement, issuance: &Issuance, issuer: &str) -> Json {
    let title = title(achievement, issuance.title);
    let mut document = Json::object([
        ("@context", Json::texts([CREDENTIALS, OPEN_BADGES, OPEN_BADGES_EXTENSIONS])),
        ("id", Json::text(&issuance.id)),
        ("type", Json::texts(["VerifiableCredential", "OpenBadgeCredential"])),
        ("name", Json::text(format!("{}: {title}", achievement.document.title()))),
        ("issuer", profile(achievement, issuer)),
        ("validFrom", Json::text(issuance.valid_from.to_string())),
        ("awardedDate", Json::text(Moment::start_of(issuance.completed).to_string())),
        ("credentialSubject", subject(achievement, issuance, &title)),
        (
            "credentialSchema",
            Json::List(vec![Json::object([
                ("id", Json::text(SCHEMA)),
                ("type", Json::text("1EdTechJsonSchemaValidator2019")),
            ])]),
        ),
    ]);
    if let Some(until) = issuance.valid_until {
        document = document.with("validUntil", Json::text(until.to_string()));
    }
    match issuance.status.iter().map(status).collect::<Vec<_>>() {
        entries if entries.is_empty() => document,
        mut entries if entries.len() == 1 => document.with("credentialStatus", entries.remove(0)),
        entries => document.with("credentialStatus", Json::List(entries)),
    }
}

fn title(achievement: &Achievement, shown: TitleShown) -> String {
    let neutral = achievement.neutral_title.as_ref().filter(|_| shown == TitleShown::Neutral);
    plain(neutral.unwrap_or(&achievement.title))
}

fn profile(achievement: &Achievement, issuer: &str) -> Json {
    Json::object([
        ("id", Json::text(issuer)),
        ("type", Json::texts(["Profile"])),
        ("name", plain_text(&achievement.provider_title)),
        ("otherIdentifier", Json::List(vec![identifier(achievement.provider.as_str(), PROVIDER_CODE)])),
    ])
}

fn identifier(text: &str, kind: &str) -> Json {
    Json::object([
        ("type", Json::text("IdentifierEntry")),
        ("identifier", Json::text(text)),
        ("identifierType", Json::text(kind)),
    ])
}

fn status(entry: &StatusEntry) -> Json {
    Json::object([
        ("id", Json::text(format!("{}#{}", entry.list, entry.index))),
        ("type", Json::text("BitstringStatusListEntry")),
        ("statusPurpose", Json::text(entry.purpose.name())),
        ("statusListIndex", Json::text(entry.index.to_string())),
        ("statusListCredential", Json::text(&entry.list)),
    ])
}

fn subject(achievement: &Achievement, issuance: &Issuance, title: &str) -> Json {
    let mut subject = Json::object([
        ("id", Json::text(&issuance.holder)),
        ("type", Json::texts(["AchievementSubject"])),
        ("achievement", earned(achievement, issuance, title)),
        ("activityEndDate", Json::text(Moment::start_of(issuance.completed).to_string())),
    ]);
    if let Some(name) = &issuance.holder_name {
        let person = Json::object([
            ("type", Json::text("IdentityObject")),
            ("hashed", Json::Bool(false)),
            ("identityHash", plain_text(name)),
            ("identityType", Json::text("name")),
        ]);
        subject = subject.with("identifier", Json::List(vec![person]));
    }
    if let Some(points) = achievement.credit.as_ref().and_then(points) {
        subject = subject.with("creditsEarned", points);
    }
    if achievement.assessed {
        let mut result = Json::object([
            ("type", Json::texts(["Result"])),
            ("resultDescription", Json::text(result_id(issuance))),
            ("status", Json::text("Completed")),
        ]);
        if let Some(value) = &issuance.result {
            result = result.with("value", plain_text(value));
        }
        subject = subject.with("result", Json::List(vec![result]));
    }
    subject
}

fn result_id(issuance: &Issuance) -> String {
    format!("{}#result", issuance.achievement_id)
}

/// The points as a number. What a number cannot hold exactly stands in the alignment as text as well.
fn points(credit: &Credit) -> Option<Json> {
    let points = credit.points.decimal().normalize();
    let whole = points.is_integer().then(|| points.to_u64()).flatten().map(serde_json::Number::from);
    whole.or_else(|| points.to_f64().and_then(serde_json::Number::from_f64)).map(Json::Number)
}

/// The achievement, as the credential shows it.
fn earned(achievement: &Achievement, issuance: &Issuance, title: &str) -> Json {
    let neutral = issuance.title == TitleShown::Neutral;
    let hours = achievement.volume_of_learning.map(|hours| format!("{hours} of learning"));
    let mut about = vec![achievement.document.title().to_owned()];
    about.extend(hours);
    let about = about.join(", ");
    let description =
        if neutral { format!("{title}. {about}.") } else { format!("{} {about}.", achievement.description) };
    let how = if achievement.assessed { "Completed and assessed by" } else { "Attended at" };
    let mut narrative = vec![format!("{how} {}.", achievement.provider_title)];
    if !neutral {
        narrative.extend(achievement.outcomes.iter().cloned());
    }
    let mut earned = Json::object([
        ("id", Json::text(&issuance.achievement_id)),
        ("type", Json::texts(["Achievement"])),
        ("name", Json::text(title)),
        ("description", plain_text(&description)),
        ("criteria", Json::object([("narrative", plain_text(&narrative.join(" ")))])),
        ("achievementType", Json::text(achievement.document.achievement_type())),
        ("inLanguage", Json::text("en-AU")),
    ]);
    let (code, version) = match &achievement.of {
        AchievementOf::Course { course, version } => (course.as_str(), Some(version.to_string())),
        AchievementOf::Qualification(code) => (code.as_str(), None),
    };
    if let Some(version) = version {
        earned = earned.with("version", Json::Text(version));
    }
    if !neutral {
        earned = earned.with("otherIdentifier", Json::List(vec![identifier(code, COURSE_CODE)]));
    }
    if let Some(points) = achievement.credit.as_ref().and_then(points) {
        earned = earned.with("creditsAvailable", points);
    }
    let alignments = alignments(achievement, neutral);
    if !alignments.is_empty() {
        earned = earned.with("alignment", Json::List(alignments));
    }
    if achievement.assessed {
        let result = Json::object([
            ("id", Json::text(result_id(issuance))),
            ("type", Json::texts(["ResultDescription"])),
            ("name", Json::text("Result of the assessment")),
            ("resultType", Json::text("Result")),
        ]);
        earned = earned.with("resultDescription", Json::List(vec![result]));
    }
    earned
}

fn alignments(achievement: &Achievement, neutral: bool) -> Vec<Json> {
    let mut found = Vec::new();
    match &achievement.aqf {
        Some(AqfStanding::Aligned(level, basis)) => {
            let basis = if neutral { String::new() } else { format!(" {basis}") };
            found.push(
                alignment(&format!("Aligned to AQF level {}", level.get()), AQF, "CFItem", &level.get().to_string())
                    .with(
                        "targetDescription",
                        plain_text(&format!("Aligned to this level, not awarded at it.{basis}")),
                    ),
            );
        }
        Some(AqfStanding::Awarded(award)) => {
            let name = format!("{}, AQF level {}", award.title(), award.level().get());
            let code = if let AchievementOf::Qualification(code) = &achievement.of { code.as_str() } else { "" };
            found.push(alignment(&name, AQF, "ceterms:Credential", code));
        }
        None => {}
    }
    if let Some(credit) = &achievement.credit {
        let exact = format!("{} credit points in the scheme {}", credit.points.decimal().normalize(), credit.scheme);
        found.push(alignment(&exact, CREDIT, "ext:CreditPoints", &credit.points.decimal().normalize().to_string()));
    }
    found
}

const AQF: &str = "https://www.aqf.edu.au/framework/aqf-levels";
const CREDIT: &str = "urn:x-registry:credit-points";

fn alignment(name: &str, url: &str, kind: &str, code: &str) -> Json {
    Json::object([
        ("type", Json::texts(["Alignment"])),
        ("targetName", plain_text(name)),
        ("targetUrl", Json::text(url)),
        ("targetType", Json::text(kind)),
        ("targetCode", Json::text(code)),
    ])
}
