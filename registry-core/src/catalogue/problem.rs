//! What can be wrong with a catalogue, each problem with the entry it stands in.

use std::fmt;

use chrono::NaiveDate;
use semver::{Version, VersionReq};

use crate::course::DELIVERY_WEEKS_MAX;
use crate::graph::{Cycle, NodeKey};
use crate::id::{CourseCode, CreditSchemeCode, QualificationCode};
use crate::money::Aud;
use crate::qualification::SubjectLevel;
use crate::volume::{HOURS_MAX, Hours};
use crate::words::counted;

/// The most entries that may come one after another. A whole career on the ladder of the seeds takes about ten; the
/// bound keeps every walk along requisites shallow.
pub const CHAIN_MAX: usize = 200;

/// The most courses and qualifications that ask for one another as corequisites; real ones are two or three.
pub const MUTUAL_MAX: usize = 8;

/// Which entry of a catalogue is meant: its kind and its code.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct EntryRef {
    /// The kind, in the singular, as a sentence says it: `course`, `credit rule`.
    pub kind: &'static str,
    /// The code, or the number of a tier.
    pub code: String,
}

impl EntryRef {
    /// Names an entry.
    pub fn new(kind: &'static str, code: impl fmt::Display) -> Self {
        Self { kind, code: code.to_string() }
    }

    /// The entry a node of the requisite graph stands for.
    pub fn of_node(key: &NodeKey) -> Self {
        match key {
            NodeKey::Course(code) => Self::new("course", code),
            NodeKey::Qualification(code) => Self::new("qualification", code),
            NodeKey::Tier(tier) => Self::new("tier", tier.number()),
            NodeKey::Role(code) => Self::new("role", code),
        }
    }
}

impl fmt::Display for EntryRef {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} {}", self.kind, self.code)
    }
}

/// One thing that is wrong with a catalogue.
#[derive(Debug, Clone, PartialEq, thiserror::Error)]
#[error("{entry}: {fault}")]
pub struct CatalogueProblem {
    /// Where.
    pub entry: EntryRef,
    /// What.
    pub fault: CatalogueFault,
}

/// What is wrong with an entry.
#[derive(Debug, Clone, PartialEq, thiserror::Error)]
pub enum CatalogueFault {
    /// Two entries of one kind with one code.
    #[error("this code stands twice; give one of the two another code")]
    Duplicate,
    /// A reference to an entry that is not there.
    #[error("{field} names {target}, which is not in the catalogue; add it or correct the code")]
    Unknown {
        /// The field the reference stands in.
        field: &'static str,
        /// What it names.
        target: EntryRef,
    },
    /// One reference twice where it counts once: two fees of one funding source.
    #[error("{field} names {target} twice; keep one of the two")]
    NamedTwice {
        /// The field the references stand in.
        field: &'static str,
        /// What they name.
        target: EntryRef,
    },
    /// One thing twice in one join of an expression.
    #[error("{field} asks for {what} twice in one list of alternatives; write it once")]
    OperandTwice {
        /// The field the expression stands in.
        field: &'static str,
        /// What is asked for.
        what: String,
    },
    /// A course without a version.
    #[error("the course has no version; add one under [[courses.versions]]")]
    NoVersion,
    /// Two versions that differ at most in build metadata.
    #[error(
        "version {version} stands twice; {}", if version.build.is_empty() { "keep one of the two" } else { "build metadata does not make a version another one" }
    )]
    DuplicateVersion {
        /// The number.
        version: Version,
    },
    /// A version range that no version of the course satisfies.
    #[error(
        "{field} asks for {course} {range}, but its versions are {versions}; widen the range or publish such a version"
    )]
    RangeMatchesNothing {
        /// The field it stands in.
        field: &'static str,
        /// The course asked for.
        course: CourseCode,
        /// The range.
        range: VersionReq,
        /// The versions there are, joined by commas.
        versions: String,
    },
    /// An offering of a version that the course does not have.
    #[error("it teaches version {version} of {course}, whose versions are {versions}; name one of those")]
    UnknownVersion {
        /// The course.
        course: CourseCode,
        /// The version named.
        version: Version,
        /// The versions there are, joined by commas.
        versions: String,
    },
    /// A micro-credential without assessment.
    #[error(
        "version {version} of this micro-credential is not assessed; attendance alone is a workshop (National Microcredentials Framework)"
    )]
    MicroCredentialNotAssessed {
        /// Which version.
        version: Version,
    },
    /// A micro-credential under one hour, or any course of no time at all.
    #[error("version {version} takes {hours}; the least is 1 h")]
    VolumeTooSmall {
        /// Which version.
        version: Version,
        /// Its volume of learning.
        hours: Hours,
    },
    /// Requisites that come one after another without end.
    #[error("{length} things come one after another, this one last; at most {CHAIN_MAX} may, so take requisites away")]
    ChainTooLong {
        /// How many there are in the longest chain.
        length: usize,
    },
    /// Requisites that go round in a circle that nobody can enter: not of corequisites alone.
    #[error("{cycle}; {remedy}", remedy = cycle.remedy())]
    Cycle {
        /// The circle.
        cycle: Cycle,
    },
    /// More mutual corequisites than a plan could have begin in one week.
    #[error(
        "{members} things ask for one another as corequisites; at most {MUTUAL_MAX} may, so take one of these requisites away"
    )]
    TooManyTogether {
        /// How many do.
        members: usize,
    },
    /// An offering whose last day is before its first.
    #[error("it ends on {end}, before it starts on {start}")]
    EndsBeforeStart {
        /// First day.
        start: NaiveDate,
        /// Last day.
        end: NaiveDate,
    },
    /// An offering of no weeks, or of more than five years.
    #[error("it takes {weeks} weeks; it must be 1 to {DELIVERY_WEEKS_MAX}")]
    WeeksOutOfRange {
        /// How many weeks were given.
        weeks: u16,
    },
    /// An offering in a room that says no region.
    #[error("it is taught {mode} but names no region; say where")]
    NoRegion {
        /// How it is taught.
        mode: &'static str,
    },
    /// An offering with more working days than it has days.
    #[error("it takes {days} working days within {span} days")]
    TooManyDays {
        /// The working days.
        days: u16,
        /// From first to last day.
        span: i64,
    },
    /// A series rule that can never be complete, or that lists a course twice.
    #[error(
        "a series of {size} out of {listed} different courses can never be complete; list more courses or make the series smaller"
    )]
    SeriesTooSmall {
        /// How many make a series.
        size: u32,
        /// How many different courses are listed.
        listed: usize,
    },
    /// Credit of more than the qualification has.
    #[error("the rule gives {points} towards an award of {award}; correct one of them")]
    MoreThanTheAward {
        /// What the rule gives.
        points: String,
        /// The award's size.
        award: String,
    },
    /// A scheme with no points in a year.
    #[error("a full-time year has 0 points; it needs more than 0")]
    EmptyScheme,
    /// Packaging that asks for more than can be had.
    #[error(
        "at least {listed} listed + at most {elsewhere} from elsewhere = {}, but the award has {}; correct one of them",
        u32::from(*listed) + u32::from(*elsewhere),
        counted(u64::from(*electives), "elective", "electives")
    )]
    PackagingDoesNotAddUp {
        /// Electives from the list, at least.
        listed: u16,
        /// Electives from elsewhere, at most.
        elsewhere: u16,
        /// Electives in all.
        electives: u16,
    },
    /// More core units are listed than the award has.
    #[error(
        "the core groups list {}, but the award has {}; correct one of them",
        counted(u64::try_from(*listed).unwrap_or(u64::MAX), "unit", "units"),
        counted(u64::from(*core), "core unit", "core units")
    )]
    MoreCoreThanCore {
        /// How many are listed.
        listed: usize,
        /// How many the award has.
        core: u16,
    },
    /// Groups that ask for more than the award has.
    #[error("the groups ask for at least {sum} {part}, but {whole}; ask for less or correct the size")]
    GroupsAskForMore {
        /// The sum of what they ask for, with its parts: `30 + 25 = 55`.
        sum: String,
        /// Units or points.
        part: &'static str,
        /// What there is: `there are 50 points`.
        whole: String,
    },
    /// Levels that ask for more than the award has.
    #[error("the levels ask for at least {sum} points, but {whole}; ask for less or correct the size")]
    LevelsAskForMore {
        /// The sum of what they ask for, with its parts.
        sum: String,
        /// What there is.
        whole: String,
    },
    /// Groups that together allow less than the award takes, so that nobody could complete it.
    #[error(
        "the groups allow at most {sum} {part}, but the award needs {whole}; allow more, or leave a most out where a group may hold any number"
    )]
    GroupsAllowLess {
        /// The sum of what they allow, with its parts: `2 + 2 + 2 = 6`.
        sum: String,
        /// Units or points.
        part: &'static str,
        /// What is needed: `7 electives`.
        whole: String,
    },
    /// A series that is larger than the part of the award it fills, so that it would never count.
    #[error(
        "one series gives {points}, {over} more than the {most} that {part} allows at most; a series is whole or nothing, so allow more there or give fewer"
    )]
    SeriesAboveMost {
        /// What one gives.
        points: String,
        /// The field that names the part: `group` or `level`.
        field: &'static str,
        /// The part.
        part: String,
        /// What that allows.
        most: String,
        /// By how much it is too large.
        over: String,
    },
    /// A level that asks for more than it allows.
    #[error("{level} asks for at least {least} and allows at most {most}; correct one of them")]
    LevelLeastAboveMost {
        /// Which level.
        level: SubjectLevel,
        /// At least.
        least: String,
        /// At most.
        most: String,
    },
    /// A level that asks, with those above it, for more than all of them allow.
    #[error("{level} and above ask for at least {least} and allow at most {most}; correct one of them")]
    LevelsAboveAllowLess {
        /// The lowest of them.
        level: SubjectLevel,
        /// At least.
        least: String,
        /// At most, with its parts: `60 + 75 = 135`.
        most: String,
    },
    /// One level twice.
    #[error("{level} stands twice; give one entry with all its subjects")]
    LevelTwice {
        /// Which.
        level: SubjectLevel,
    },
    /// A subject at two levels of one award.
    #[error("{course} stands at {first} and at {second}; it is of one level, so keep it in one of them")]
    AtTwoLevels {
        /// Which.
        course: CourseCode,
        /// The one level.
        first: SubjectLevel,
        /// The other.
        second: SubjectLevel,
    },
    /// A credit rule at a level that the award has no rule for.
    #[error(
        "level names {level}, for which points_packaging of {qualification} has no entry; add it there or take the level away"
    )]
    UnknownLevel {
        /// The level given.
        level: SubjectLevel,
        /// The award.
        qualification: QualificationCode,
    },
    /// A block that would be cut to a group and to a level at once.
    #[error("the block fills group {group} and {level}; it may be cut to one of them, so name one")]
    BlockInGroupAndLevel {
        /// The group.
        group: String,
        /// The level.
        level: SubjectLevel,
    },
    /// A subject whose points have no exact amount in the scheme of the award.
    #[error(
        "{course} states {stated}, which is no exact amount in {scheme}: {arithmetic}; state its points in {scheme}, or correct them"
    )]
    NoExactPoints {
        /// Which subject.
        course: CourseCode,
        /// Its points and their scheme.
        stated: String,
        /// The scheme of the award.
        scheme: CreditSchemeCode,
        /// `1 × 100 ÷ 120`.
        arithmetic: String,
    },
    /// A group that asks for more than it allows.
    #[error("group {group} asks for at least {least} and allows at most {most}; correct one of them")]
    LeastAboveMost {
        /// Which group.
        group: String,
        /// At least.
        least: String,
        /// At most.
        most: String,
    },
    /// A unit or subject in two groups of one award: it would count twice.
    #[error("{course} stands in group {first} and in group {second}; it counts once, so keep it in one of them")]
    InTwoGroups {
        /// Which.
        course: CourseCode,
        /// The one group.
        first: String,
        /// The other.
        second: String,
    },
    /// An award that is no whole number of subjects.
    #[error(
        "the award has {size} points and a subject {subject}, which is no whole number of subjects; correct one of them"
    )]
    NoWholeSubjects {
        /// Points of the award.
        size: String,
        /// Points of a subject.
        subject: String,
    },
    /// Shares or points of an award whose size is not stated.
    #[error(
        "{field} speaks of parts of the award, but its size is not stated; add credit_points and credit_scheme, or packaging"
    )]
    SharesOfNothing {
        /// Which field.
        field: &'static str,
    },
    /// A credit rule towards a group that the award does not have.
    #[error("group names \"{group}\", which points_packaging of {qualification} does not have; correct the code")]
    UnknownGroup {
        /// The code given.
        group: String,
        /// The award.
        qualification: QualificationCode,
    },
    /// A credit rule towards a unit that the award does not list.
    #[error("unit names {unit}, which no group of {qualification} lists; add it there or correct the code")]
    UnitNotInTheAward {
        /// Which unit.
        unit: CourseCode,
        /// The award.
        qualification: QualificationCode,
    },
    /// A credit rule that exchanges something for itself.
    #[error("{course} counts as itself without a rule; take the rule away")]
    CreditForItself {
        /// Which course.
        course: CourseCode,
    },
    /// Credit that goes round in a circle.
    #[error("credit goes round in a circle: {circle}; take one of these rules away")]
    CreditInACircle {
        /// What each member gives towards the next: `a gives 15 points towards b, b gives 1 point towards a`.
        circle: String,
    },
    /// Successors that go round in a circle.
    #[error("superseded_by goes round in a circle: {circle}; take one of these away")]
    SupersededInACircle {
        /// The members, joined by "by", the first again at the end.
        circle: String,
    },
    /// An amount no course costs, so large that sums of it could not be trusted.
    #[error("{field} is {amount}; at most {most} is allowed", most = Aud::MAX)]
    AmountTooLarge {
        /// Which field.
        field: &'static str,
        /// The amount.
        amount: Aud,
    },
    /// More time than the longest award takes.
    #[error("{field} is {hours}; at most {HOURS_MAX} h are allowed")]
    TimeTooLong {
        /// Which field.
        field: &'static str,
        /// The time.
        hours: Hours,
    },
    /// A text that must not be empty.
    #[error("{field} is empty; write it")]
    EmptyText {
        /// Which field.
        field: &'static str,
    },
}
