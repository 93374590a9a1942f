//! Small questions for the planner, made at random: a few numbers that shrink well, and the catalogue and request that
//! they stand for.

mod any;
mod award;
mod catalogue;
mod generate;
mod request;
mod requisites;

use chrono::NaiveDate;
use registry_core::catalogue::{Catalogue, CatalogueParts};
use registry_core::id::{CourseCode, QualificationCode, RegionCode, RoleCode};
use registry_core::money::Aud;
use registry_core::pathway::Request;
use registry_core::source::Provenance;
use registry_core::volume::Hours;

pub(crate) use self::any::{AnyCase, Kind, any_case};
pub(crate) use self::award::{AwardCase, award_case};
pub(crate) use self::generate::{aging_case, case, credit_case};

/// So many weeks a plan may take where what is late is taught more than a year after what is not.
pub(crate) const APART_WEEKS: u8 = 75;

/// A question, in small numbers.
#[derive(Debug, Clone)]
pub(crate) struct Case {
    pub(crate) courses: Vec<CourseCase>,
    /// Offerings of the one qualification that is taught.
    pub(crate) taught: Vec<OfferingCase>,
    /// Entry to the one qualification that is taught.
    pub(crate) entry: Vec<Asked>,
    pub(crate) tier_entry: Vec<Asked>,
    pub(crate) completion: Asks,
    pub(crate) preparation: Vec<Asked>,
    pub(crate) rules: Vec<RuleCase>,
    /// The most points by recognition of the ten that the award has to which rules lead.
    pub(crate) most: Option<u8>,
    /// Study counts for a year towards that award, where it is limited.
    pub(crate) a_year: bool,
    pub(crate) pots: Vec<PotCase>,
    pub(crate) mutual: Option<MutualCase>,
    pub(crate) goal: u8,
    pub(crate) person: PersonCase,
    pub(crate) limits: LimitsCase,
}

#[derive(Debug, Clone)]
pub(crate) struct CourseCase {
    /// 0: published alone; 1: an old version is superseded; 2: two are published; 3: none is published.
    pub(crate) versions: u8,
    pub(crate) asks: Vec<Asked>,
    /// 0 and 1: everyone's; 2: consumers'; 3: families' and carers'.
    pub(crate) perspective: u8,
    /// Replaced by the course before it, as an equivalent or not.
    pub(crate) replaced: Option<bool>,
    /// Requires the course before it, before or beside.
    pub(crate) next: Option<bool>,
    pub(crate) offerings: Vec<OfferingCase>,
}

/// Courses that stand next to one another and ask for one another as corequisites.
#[derive(Debug, Clone)]
pub(crate) struct MutualCase {
    /// The last of them.
    pub(crate) last: u8,
    /// Three in a round, where there are so many; otherwise two.
    pub(crate) three: bool,
    /// The first of them asks for the last or for a course before all of them, where there is one.
    pub(crate) otherwise: bool,
}

#[derive(Debug, Clone)]
pub(crate) struct Asked {
    pub(crate) required: bool,
    pub(crate) before: bool,
    pub(crate) asks: Asks,
}

#[derive(Debug, Clone)]
pub(crate) enum Asks {
    Course(u8, u8),
    Qualification,
    Gate(u8),
    /// The tier; only a role asks for it.
    Tier,
    All(Vec<Asks>),
    Any(Vec<Asks>),
    AtLeast(u8, Vec<(bool, u8)>),
}

#[derive(Debug, Clone)]
pub(crate) struct OfferingCase {
    pub(crate) newer: bool,
    /// The first day on which it is taught; a week later for each course before it.
    pub(crate) from: u8,
    /// About the end of the first plan year, where the deadline is that late; where it is later still, more than a year later.
    pub(crate) late: bool,
    /// Length in days when dated; weeks and window when rolling.
    pub(crate) timing: Result<u8, (u8, Option<u16>)>,
    pub(crate) price: u8,
    pub(crate) fee: Option<u8>,
    pub(crate) days: u8,
    pub(crate) released: bool,
    pub(crate) quarters: u8,
    pub(crate) mode: u8,
    pub(crate) region: bool,
    pub(crate) peer: [bool; 3],
    /// Recognition of prior learning, and the gate it asks for.
    pub(crate) rpl: Option<u8>,
}

#[derive(Debug, Clone)]
pub(crate) struct RuleCase {
    pub(crate) of: u8,
    pub(crate) size: u8,
    pub(crate) points: u8,
    pub(crate) block: bool,
    /// It can be used from so many days after 3 February 2027; plans start on one of the first seven days of that month.
    pub(crate) from: Option<u8>,
    /// It can be used until so many days after the later of 3 February and its first day.
    pub(crate) until: Option<u8>,
}

/// Funding with an amount, or that makes free, which the person has where they have funding at all.
#[derive(Debug, Clone)]
pub(crate) struct PotCase {
    /// A set of courses; after them, the qualification that is taught.
    pub(crate) of: u8,
    /// In fifties; `None`: all of it.
    pub(crate) amount: Option<u8>,
    pub(crate) per_year: bool,
    /// Only for those who work when the plan begins.
    pub(crate) employed: bool,
}

#[derive(Debug, Clone)]
pub(crate) struct PersonCase {
    pub(crate) as_at: i8,
    pub(crate) held: Vec<(u8, bool)>,
    pub(crate) enrolled: Vec<EnrolledCase>,
    /// 1: the old qualification; 2: the one that is taught.
    pub(crate) qualification: u8,
    pub(crate) months: u16,
    pub(crate) employment: u8,
    pub(crate) released: bool,
    pub(crate) supervision: u8,
    pub(crate) placement: bool,
}

#[derive(Debug, Clone)]
pub(crate) struct EnrolledCase {
    /// A course, or after the last the qualification that is taught.
    pub(crate) of: u8,
    pub(crate) newer: bool,
    /// In its first offering, where it has one.
    pub(crate) offered: bool,
    /// Days from the start of the plan to its end; before 0 it has ended by then.
    pub(crate) ends: i16,
    pub(crate) quarters: u8,
    pub(crate) days: u8,
}

#[derive(Debug, Clone)]
pub(crate) struct LimitsCase {
    pub(crate) weekday: u8,
    pub(crate) weeks: u8,
    pub(crate) quarters: u8,
    pub(crate) days: Option<u8>,
    pub(crate) budget: Option<u8>,
    pub(crate) funded: bool,
    pub(crate) region: bool,
    pub(crate) modes: u8,
    pub(crate) perspective: u8,
    pub(crate) exclude: Option<u8>,
    pub(crate) wishes: [u8; 3],
}

/// What a case stands for.
#[derive(Debug, Clone)]
pub(crate) struct Question {
    pub(crate) parts: CatalogueParts,
    pub(crate) request: Request,
}

impl Question {
    pub(crate) fn catalogue(&self) -> Catalogue {
        Catalogue::build(self.parts.clone()).expect("a sound catalogue")
    }
}

impl Case {
    /// What the case stands for.
    pub(crate) fn question(&self) -> Question {
        Question { parts: self.parts(), request: self.request() }
    }
}

fn day(text: &str) -> NaiveDate {
    text.parse().expect("a date")
}

fn code(index: usize) -> CourseCode {
    CourseCode::new(&format!("course-{index}")).expect("a code")
}

fn qualification(name: &str) -> QualificationCode {
    QualificationCode::new(name).expect("a code")
}

fn quoted() -> Provenance {
    let document = "document".parse().expect("a code");
    Provenance::document(document, "page 1", "as it stands there").expect("a quote")
}

fn dollars(fifties: u8) -> Aud {
    Aud::from_cents(i64::from(fifties) * 5_000).expect("not negative")
}

fn quarter_hours(quarters: u8) -> Hours {
    Hours::from_minutes(u32::from(quarters) * 15)
}

fn region(far: bool) -> RegionCode {
    RegionCode::new(if far { "far" } else { "near" }).expect("a code")
}

fn role() -> RoleCode {
    RoleCode::new("role").expect("a code")
}
