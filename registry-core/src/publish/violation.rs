//! What is wrong with a change: a code, where, and a sentence.

use std::fmt;

use chrono::NaiveDate;
use semver::{Version, VersionReq};

use super::bump::Bump;
use super::difference::Difference;
use crate::catalogue::{CatalogueFault, CatalogueProblem, EntryRef};
use crate::id::{CourseCode, ProviderCode};
use crate::words;

/// One thing that is wrong with a change.
#[derive(Debug, Clone, PartialEq)]
pub struct Violation {
    /// Where in the change: names of fields as in the types of this crate, and places in a list counted from 0.
    /// `["version", "requisites", "0"]`. Within what a requisite asks for, down to the value, by the names of its parts:
    /// `["version", "requisites", "0", "requires", "all", "1", "course", "range"]`. Empty: the change as a whole.
    pub field: Vec<String>,
    /// What.
    pub fault: Box<Fault>,
}

impl Violation {
    pub(super) fn new(field: &[&str], fault: Fault) -> Self {
        Self { field: field.iter().map(|part| (*part).to_owned()).collect(), fault: Box::new(fault) }
    }

    /// Which of the closed set of codes it has.
    pub fn code(&self) -> ViolationCode {
        self.fault.code()
    }
}

impl fmt::Display for Violation {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.fault.fmt(f)
    }
}

/// The closed set of codes of what is wrong with a change.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[expect(missing_docs, reason = "each is said by the faults that have it")]
pub enum ViolationCode {
    NotFound,
    CodeTaken,
    OperatorOnly,
    VersionUnreadable,
    RangeUnreadable,
    VersionThere,
    VersionIdentical,
    VersionOutOfOrder,
    BumpTooSmall,
    DateOutOfOrder,
    DateInFuture,
    UnknownReference,
    RangeMatchesNothing,
    RequiresItself,
    RequisiteCycle,
    VolumeTooSmall,
    NotAssessed,
    ContentChanged,
    WithdrawnAlready,
    SupersededAlready,
    EquivalenceNotYours,
    NothingToChange,
    TextMissing,
    Mismatch,
    DoesNotFit,
}

impl ViolationCode {
    /// Every code.
    pub const ALL: [ViolationCode; 25] = [
        Self::NotFound,
        Self::CodeTaken,
        Self::OperatorOnly,
        Self::VersionUnreadable,
        Self::RangeUnreadable,
        Self::VersionThere,
        Self::VersionIdentical,
        Self::VersionOutOfOrder,
        Self::BumpTooSmall,
        Self::DateOutOfOrder,
        Self::DateInFuture,
        Self::UnknownReference,
        Self::RangeMatchesNothing,
        Self::RequiresItself,
        Self::RequisiteCycle,
        Self::VolumeTooSmall,
        Self::NotAssessed,
        Self::ContentChanged,
        Self::WithdrawnAlready,
        Self::SupersededAlready,
        Self::EquivalenceNotYours,
        Self::NothingToChange,
        Self::TextMissing,
        Self::Mismatch,
        Self::DoesNotFit,
    ];
}

/// What is wrong, with its data.
#[derive(Debug, Clone, PartialEq, thiserror::Error)]
pub enum Fault {
    /// A course that is not there, or is somebody else's: the same answer.
    #[error("{target} is not among what you may change; correct the code")]
    NotFound {
        /// What was named.
        target: EntryRef,
    },
    /// A version that the course does not have.
    #[error("course {course} has no version {version}; its versions are {versions}")]
    NoSuchVersion {
        /// The course.
        course: CourseCode,
        /// The version named.
        version: Version,
        /// Those there are, joined by commas.
        versions: String,
    },
    /// A code that somebody else has.
    #[error("the code {code} cannot be used for {kind}; choose another")]
    CodeTaken {
        /// `a course`, `an offering`.
        kind: &'static str,
        /// The code.
        code: String,
    },
    /// A new code that only capitals tell from one that is there.
    #[error(
        "the code {code} differs from {like} in capitals alone, and people would take one for the other; choose another"
    )]
    CodeAlike {
        /// The new code.
        code: String,
        /// The code that is there.
        like: String,
    },
    /// A provider that speaks for another one, or registers one.
    #[error("only the operator of the registry may {what}")]
    OperatorOnly {
        /// What was to be done.
        what: &'static str,
    },
    /// `"1.0"`, `"v1"`.
    #[error("\"{text}\" is not a version number; write three whole numbers such as 1.0.0")]
    VersionUnreadable {
        /// What was given, shortened.
        text: String,
    },
    /// `"1000000.0.0"`: no later version could be counted.
    #[error("\"{text}\" is too large a version number; each of its three numbers is at most {VERSION_PART_MAX}")]
    VersionTooLarge {
        /// What was given, shortened.
        text: String,
    },
    /// `"1 or 2"`.
    #[error("\"{text}\" is not a range of versions; write one such as ^1.2, or * for any version")]
    RangeUnreadable {
        /// What was given, shortened.
        text: String,
    },
    /// A number that is taken by other content.
    #[error(
        "course {course} {version} is published already, with other content, and what is published never changes; call this one {least} or later"
    )]
    VersionThere {
        /// The course.
        course: CourseCode,
        /// The number.
        version: Version,
        /// The least number that would do.
        least: Version,
    },
    /// The same version once more.
    #[error("course {course} {version} is published already, word for word the same; there is nothing to publish")]
    VersionIdentical {
        /// The course.
        course: CourseCode,
        /// The number.
        version: Version,
    },
    /// A number before one that is there.
    #[error("{version} comes before {newest}, the newest version of {course}; call this one {least} or later")]
    VersionOutOfOrder {
        /// The course.
        course: CourseCode,
        /// The number.
        version: Version,
        /// The newest one there.
        newest: Version,
        /// The least number that would do.
        least: Version,
    },
    /// A number that does not move far enough.
    #[error(
        "{version} is too small a step from {old}: this is a {} change, so the number must be {least} or later; {}", bump.name(), because(differences)
    )]
    BumpTooSmall {
        /// The number.
        version: Version,
        /// What it was compared with.
        old: Version,
        /// What is required.
        bump: Bump,
        /// The least number that would do.
        least: Version,
        /// The differences that require it.
        differences: Vec<Difference>,
    },
    /// More than the words of a course changed, without a version that says so.
    #[error(
        "course {course} changes without a new version: this is a {} change, so it takes a version {least} or later; {}", bump.name(), because(differences)
    )]
    VersionNeeded {
        /// Which course.
        course: CourseCode,
        /// What is required.
        bump: Bump,
        /// The least number that would do.
        least: Version,
        /// The differences that require it.
        differences: Vec<Difference>,
    },
    /// A version published before the one it comes after.
    #[error("{version} is said to be published on {published}, before {old}, which was published on {before}")]
    DateOutOfOrder {
        /// The number.
        version: Version,
        /// Its day.
        published: NaiveDate,
        /// The version before it.
        old: Version,
        /// The day of that one.
        before: NaiveDate,
    },
    /// A day that has not come yet.
    #[error("{published} is in the future; today is {today}, and a version is published on the day it is published")]
    DateInFuture {
        /// The day given.
        published: NaiveDate,
        /// Today.
        today: NaiveDate,
    },
    /// A requisite on something that is not there.
    #[error("it asks for {target}, which is not in the catalogue{hint}")]
    UnknownReference {
        /// What it names.
        target: EntryRef,
        /// `; did you mean …?` or what to do.
        hint: String,
    },
    /// Something that is named beside requisites and is not there: a successor, what is offered, a source.
    #[error("there is no {target}{hint}")]
    NotThere {
        /// What is named.
        target: EntryRef,
        /// `; did you mean …?` or what to do.
        hint: String,
    },
    /// A requisite on versions that do not exist.
    #[error("it asks for {course} {range}, but its versions are {versions}; widen the range")]
    RangeMatchesNothing {
        /// The course asked for.
        course: CourseCode,
        /// The range.
        range: VersionReq,
        /// The versions there are, joined by commas.
        versions: String,
    },
    /// A course that asks for itself.
    #[error("{target} would have to come before itself; take this requisite away")]
    RequiresItself {
        /// What asks.
        target: EntryRef,
    },
    /// Requisites that go round, perhaps by way of other providers.
    #[error("requisites would go round in a circle: {circle}; take this requisite away{others}")]
    RequisiteCycle {
        /// The members by code and title, joined by "before", the first again at the end.
        circle: String,
        /// `, or ask … to open it`: who else is in it; empty where nobody else is.
        others: String,
    },
    /// Content of a published version that would become another.
    #[error("course {course} {version} is published, and its {field} would change; what is published never changes")]
    ContentChanged {
        /// The course.
        course: CourseCode,
        /// The version.
        version: Version,
        /// The first field that differs.
        field: &'static str,
    },
    /// A published version that would be gone.
    #[error(
        "course {course} {version} is published and would be gone; withdraw it, and what people hold of it stays theirs"
    )]
    VersionGone {
        /// The course.
        course: CourseCode,
        /// The version.
        version: Version,
    },
    /// A version that would be taught again.
    #[error("course {course} {version} is {was} and would be {becomes} again; publish a new version")]
    StatusBackwards {
        /// The course.
        course: CourseCode,
        /// The version.
        version: Version,
        /// What it is.
        was: &'static str,
        /// What it would be.
        becomes: &'static str,
    },
    /// A version that is withdrawn already.
    #[error("course {course} {version} is withdrawn already; there is nothing to withdraw")]
    WithdrawnAlready {
        /// The course.
        course: CourseCode,
        /// The version.
        version: Version,
    },
    /// A course that another has replaced already.
    #[error("course {course} is superseded by {by} already; supersede {by} where that one is replaced, too")]
    SupersededAlready {
        /// The course.
        course: CourseCode,
        /// By which.
        by: CourseCode,
    },
    /// A claim that holding one's own course counts as holding somebody else's.
    #[error(
        "only who publishes {by} can say that {held} is equivalent to it; write not-equivalent or not-stated, or ask them"
    )]
    EquivalenceNotYours {
        /// What is one's own.
        held: EntryRef,
        /// What it would count as.
        by: EntryRef,
    },
    /// A change that changes nothing.
    #[error("{what}; there is nothing to change")]
    NothingToChange {
        /// What is so already.
        what: String,
    },
    /// A text that must be there.
    #[error("{what} is missing; write it in a sentence")]
    TextMissing {
        /// Which.
        what: &'static str,
    },
    /// An offering of something else, or by somebody else, than what is set.
    #[error("offering {offering} is {is}, but the offerings set here are {wanted}; put it where it belongs")]
    OfferingElsewhere {
        /// The offering.
        offering: String,
        /// Of what or by whom it is.
        is: String,
        /// Of what or by whom it should be.
        wanted: String,
    },
    /// A credit rule of another provider.
    #[error("credit rule {rule} gives credit in the name of {named}; your own code is {own}")]
    RuleOfAnother {
        /// The rule.
        rule: String,
        /// Whom it names; `nobody` where it names nobody.
        named: String,
        /// Who asks.
        own: ProviderCode,
    },
    /// A new offering of a version that is withdrawn.
    #[error("offering {offering} teaches {course} {version}, which is withdrawn; offer a version that is published")]
    Withdrawn {
        /// The offering.
        offering: String,
        /// The course.
        course: CourseCode,
        /// The version.
        version: Version,
    },
    /// What the catalogue as a whole refuses.
    #[error("{0}")]
    Catalogue(CatalogueProblem),
}

fn because(differences: &[Difference]) -> String {
    words::joined(&differences.iter().map(|difference| difference.sentence.as_str()).collect::<Vec<_>>())
}

impl Fault {
    fn code(&self) -> ViolationCode {
        use ViolationCode as Code;
        match self {
            Self::NotFound { .. } | Self::NoSuchVersion { .. } => Code::NotFound,
            Self::CodeTaken { .. } | Self::CodeAlike { .. } => Code::CodeTaken,
            Self::OperatorOnly { .. } => Code::OperatorOnly,
            Self::VersionUnreadable { .. } | Self::VersionTooLarge { .. } => Code::VersionUnreadable,
            Self::RangeUnreadable { .. } => Code::RangeUnreadable,
            Self::VersionThere { .. } => Code::VersionThere,
            Self::VersionIdentical { .. } => Code::VersionIdentical,
            Self::VersionOutOfOrder { .. } => Code::VersionOutOfOrder,
            Self::BumpTooSmall { .. } | Self::VersionNeeded { .. } => Code::BumpTooSmall,
            Self::DateOutOfOrder { .. } => Code::DateOutOfOrder,
            Self::DateInFuture { .. } => Code::DateInFuture,
            Self::UnknownReference { .. } | Self::NotThere { .. } => Code::UnknownReference,
            Self::RangeMatchesNothing { .. } => Code::RangeMatchesNothing,
            Self::RequiresItself { .. } => Code::RequiresItself,
            Self::RequisiteCycle { .. } => Code::RequisiteCycle,
            Self::ContentChanged { .. } | Self::VersionGone { .. } | Self::StatusBackwards { .. } => {
                Code::ContentChanged
            }
            Self::WithdrawnAlready { .. } => Code::WithdrawnAlready,
            Self::SupersededAlready { .. } => Code::SupersededAlready,
            Self::EquivalenceNotYours { .. } => Code::EquivalenceNotYours,
            Self::NothingToChange { .. } => Code::NothingToChange,
            Self::TextMissing { .. } => Code::TextMissing,
            Self::OfferingElsewhere { .. } | Self::RuleOfAnother { .. } => Code::Mismatch,
            Self::Withdrawn { .. } => Code::DoesNotFit,
            Self::Catalogue(problem) => code_of(&problem.fault),
        }
    }
}

fn code_of(fault: &CatalogueFault) -> ViolationCode {
    match fault {
        CatalogueFault::Unknown { .. } | CatalogueFault::UnknownVersion { .. } => ViolationCode::UnknownReference,
        CatalogueFault::RangeMatchesNothing { .. } => ViolationCode::RangeMatchesNothing,
        CatalogueFault::MicroCredentialNotAssessed { .. } => ViolationCode::NotAssessed,
        CatalogueFault::VolumeTooSmall { .. } => ViolationCode::VolumeTooSmall,
        CatalogueFault::Cycle { .. } => ViolationCode::RequisiteCycle,
        CatalogueFault::EmptyText { .. } => ViolationCode::TextMissing,
        _ => ViolationCode::DoesNotFit,
    }
}

/// The largest of the three numbers of a version. Versions are counted in steps of one: what is larger is a date or a mistake,
/// and after the largest number of all no later version could be published.
pub const VERSION_PART_MAX: u64 = 999_999;

/// Whether each of the three numbers of a version is at most [`VERSION_PART_MAX`].
pub fn can_be_counted(version: &Version) -> bool {
    [version.major, version.minor, version.patch].into_iter().all(|part| part <= VERSION_PART_MAX)
}

/// Reads a version number.
///
/// # Errors
/// `"1.0"`, `"v1"`, `""`, `"1000000.0.0"`.
///
/// ```
/// use registry_core::publish::read_version;
///
/// assert_eq!(read_version("1.0.0", &["version"]).expect("a number").major, 1);
/// let violation = read_version("1.0", &["version"]).expect_err("two numbers");
/// assert_eq!(violation.to_string(), "\"1.0\" is not a version number; write three whole numbers such as 1.0.0");
/// assert_eq!(violation.field, ["version"]);
/// ```
pub fn read_version(text: &str, field: &[&str]) -> Result<Version, Violation> {
    let unreadable = || Fault::VersionUnreadable { text: words::shortened(text) };
    let version = Version::parse(text).map_err(|_| Violation::new(field, unreadable()))?;
    if can_be_counted(&version) {
        Ok(version)
    } else {
        Err(Violation::new(field, Fault::VersionTooLarge { text: words::shortened(text) }))
    }
}

/// Reads a range of versions as Cargo writes it.
///
/// # Errors
/// `"1 or 2"`, `""`.
pub fn read_range(text: &str, field: &[&str]) -> Result<VersionReq, Violation> {
    let unreadable = || Fault::RangeUnreadable { text: words::shortened(text) };
    VersionReq::parse(text).map_err(|_| Violation::new(field, unreadable()))
}
