//! Eligibility: may this person start this, and if not, from when, or what is missing?

use std::collections::BTreeSet;

use chrono::NaiveDate;

use crate::catalogue::{Catalogue, EntryRef};
use crate::enrolment::Enrolment;
use crate::graph::NodeKey;
use crate::id::{CourseCode, QualificationCode, RoleCode};
use crate::learner_record::{Held, LearnerRecord};
use crate::requisite::{CourseRequirement, Requisite, RequisiteExpr, RequisiteKind, Strength};
use crate::source::Provenance;
use crate::tier::Tier;
use crate::words;

mod gates;
mod missing;

pub use gates::{gate_from, gate_standing};
pub use missing::still_missing;

/// What somebody may be eligible for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Subject {
    /// To start a course, in its current version.
    Course(CourseCode),
    /// To enter a qualification.
    Qualification(QualificationCode),
    /// To enter a tier of the internship model.
    Tier(Tier),
    /// To work in a role, as far as training goes.
    Role(RoleCode),
}

impl Subject {
    fn node(&self) -> NodeKey {
        match self {
            Self::Course(code) => NodeKey::Course(code.clone()),
            Self::Qualification(code) => NodeKey::Qualification(code.clone()),
            Self::Tier(tier) => NodeKey::Tier(*tier),
            Self::Role(code) => NodeKey::Role(code.clone()),
        }
    }
}

/// A subject that the catalogue does not have: the role `advocat`, where it is called `advocate`.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{target} is not in the catalogue{hint}")]
pub struct UnknownSubject {
    /// What was asked for.
    pub target: EntryRef,
    /// `; did you mean …?` or nothing.
    pub hint: String,
}

impl UnknownSubject {
    /// Says that `subject` is unknown, and what of its kind in the catalogue is called nearly the same.
    pub fn new(catalogue: &Catalogue, subject: &Subject) -> Self {
        let near = match subject {
            Subject::Course(code) => words::nearest(code.as_str(), catalogue.courses().map(|e| e.code.as_str())),
            Subject::Qualification(code) => {
                words::nearest(code.as_str(), catalogue.qualifications().map(|e| e.code.as_str()))
            }
            Subject::Tier(_) => None,
            Subject::Role(code) => words::nearest(code.as_str(), catalogue.roles().map(|e| e.code.as_str())),
        };
        let target = match subject {
            Subject::Course(code) => EntryRef::new("course", code),
            Subject::Qualification(code) => EntryRef::new("qualification", code),
            Subject::Tier(tier) => EntryRef::new("tier", tier.number()),
            Subject::Role(code) => EntryRef::new("role", code),
        };
        Self {
            target,
            hint: near.map_or_else(|| "; correct the code".to_owned(), |near| format!("; did you mean {near}?")),
        }
    }
}

/// The answer, with a finding for every requisite.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Eligibility {
    /// Yes, not yet, no, or not to be told yet.
    pub verdict: Verdict,
    /// What was found for each requisite, in the order in which they are written.
    pub findings: Vec<Finding>,
}

/// Yes, not yet, no, or not to be told yet.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Verdict {
    /// Everything required is met.
    Yes,
    /// Everything required will be met from this day on, if the person keeps working and finishes what is under way.
    NotYet {
        /// The first day.
        from: NaiveDate,
    },
    /// Whether everything required is met rests on answers that were not given: nothing that was said rules it out.
    NotSaid,
    /// Something required is missing, and time alone does not bring it.
    No,
}

/// What was found for one requisite.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Finding {
    /// What it asks for, in words.
    pub requirement: String,
    /// Before, or at the same time.
    pub kind: RequisiteKind,
    /// Required or advised; an advised one never changes the verdict.
    pub strength: Strength,
    /// Whether it is met.
    pub standing: Standing,
    /// How far it bars the start, which is what the verdict goes by. An advised one never does. Of a corequisite only
    /// the gates do: what can be learned may be studied at the same time, but a gate holds on the day or does not.
    pub bars: Standing,
    /// Why it stands so: what is missing, what was nearly right.
    pub notes: Vec<String>,
    /// Who asks for it.
    pub provenance: Provenance,
}

/// Whether a requirement is met.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Standing {
    /// It is.
    Met,
    /// It will be, from that day on.
    MetFrom(NaiveDate),
    /// It rests on an answer that was not given.
    NotSaid,
    /// It is not, and time alone does not change that.
    Missing,
}

/// Whether the person may start `subject` on the day `at`.
///
/// A tier's entry, a course's current version, a qualification's entry or a role's preparation is looked at.
/// Corequisites that are not held yet do not bar the start: they may be studied at the same time. That is said of
/// learning; a corequisite that is a gate, such as supervision, bars the start while it does not hold. Of corequisites that
/// ask for one another a note says so: the two start together.
///
/// # Errors
/// A subject that the catalogue does not have: the role `advocat`, where it is called `advocate`.
///
/// ```
/// # use chrono::NaiveDate;
/// # use registry_core::requisite::{Gate, Requisite, RequisiteExpr, RequisiteKind, RequisiteParts, Strength};
/// # use registry_core::role::{Role, RoleFamily};
/// # use registry_core::source::{Confidence, Provenance};
/// # use registry_core::{Catalogue, CatalogueParts};
/// # let source = Provenance::external("example.org", "page 7", Confidence::High).expect("a source");
/// # let over_a_year = Requisite::new(RequisiteParts {
/// #     kind: RequisiteKind::Prerequisite,
/// #     strength: Strength::Required,
/// #     requires: RequisiteExpr::Gate(Gate::ExperienceOver { months: 12 }),
/// #     provenance: source.clone(),
/// # })
/// # .expect("a requisite");
/// # let role = Role {
/// #     code: "advocate".parse().expect("a code"),
/// #     title: "Advocate".to_owned(),
/// #     description: "Speaks up.".to_owned(),
/// #     family: RoleFamily::ConsumerPerspective,
/// #     perspectives: vec![],
/// #     workforces: vec![],
/// #     preparation: vec![over_a_year],
/// #     provenance: source,
/// # };
/// # let catalogue = Catalogue::build(CatalogueParts { roles: vec![role], ..CatalogueParts::default() }).expect("sound");
/// use registry_core::eligibility::{Subject, Verdict};
/// use registry_core::learner_record::Employment;
/// use registry_core::{LearnerRecord, LearnerRecordParts, eligibility};
///
/// // The role asks for more than twelve months of experience; this person has exactly twelve.
/// let today = NaiveDate::from_ymd_opt(2027, 2, 1).expect("a day");
/// let record = LearnerRecord::new(LearnerRecordParts {
///     experience_months: 12,
///     employment: Employment::Employed,
///     ..LearnerRecordParts::empty(today)
/// })
/// .expect("nothing contradicts");
/// let subject = Subject::Role("advocate".parse().expect("a code"));
/// let answer = eligibility(&catalogue, &record, &subject, today).expect("the role is there");
/// assert_eq!(answer.verdict, Verdict::NotYet { from: today.succ_opt().expect("a day") });
/// ```
pub fn eligibility(
    catalogue: &Catalogue,
    record: &LearnerRecord,
    subject: &Subject,
    at: NaiveDate,
) -> Result<Eligibility, UnknownSubject> {
    let requisites = requisites_of(catalogue, subject)?;
    let mutual = catalogue.graph().mutual(&subject.node());
    let look = |requisite: &Requisite| {
        let found = finding(catalogue, record, requisite, at);
        Finding { notes: beside_one_another(catalogue, requisite, &mutual, found.notes), ..found }
    };
    let findings: Vec<Finding> = requisites.iter().map(look).collect();
    Ok(Eligibility { verdict: verdict_of(&findings), findings })
}

/// What the findings come to: as the worst of what bars.
pub(crate) fn verdict_of(findings: &[Finding]) -> Verdict {
    match findings.iter().map(|finding| finding.bars).max().unwrap_or(Standing::Met) {
        Standing::Met => Verdict::Yes,
        Standing::MetFrom(from) => Verdict::NotYet { from },
        Standing::NotSaid => Verdict::NotSaid,
        Standing::Missing => Verdict::No,
    }
}

/// Whether the catalogue has a subject at all, before anything else is asked about it.
///
/// # Errors
/// A subject that it does not have: the role `advocat`, where it is called `advocate`.
pub fn known(catalogue: &Catalogue, subject: &Subject) -> Result<(), UnknownSubject> {
    requisites_of(catalogue, subject).map(|_| ())
}

/// What a subject asks for, in the order of its findings.
///
/// # Errors
/// A subject that the catalogue does not have.
pub fn requisites_of<'a>(catalogue: &'a Catalogue, subject: &Subject) -> Result<&'a [Requisite], UnknownSubject> {
    let found = match subject {
        Subject::Course(code) => catalogue
            .course(code)
            .map(|course| course.current().or(course.versions.last()).map_or(&[][..], |version| &version.requisites)),
        Subject::Qualification(code) => catalogue.qualification(code).map(|entry| &entry.entry[..]),
        Subject::Tier(tier) => catalogue.tier(tier).map(|entry| &entry.entry[..]),
        Subject::Role(code) => catalogue.role(code).map(|entry| &entry.preparation[..]),
    };
    found.ok_or_else(|| UnknownSubject::new(catalogue, subject))
}

/// What a note on an answer that was not given begins with. It ends with the answer's [name](crate::learner_record::LearnerAnswer::name).
pub const NOT_SAID: &str = "not said: ";

/// What a note on something that counts as what is asked for says.
const COUNTS_AS: &str = ", which counts as ";

fn finding(catalogue: &Catalogue, record: &LearnerRecord, requisite: &Requisite, at: NaiveDate) -> Finding {
    let mut notes = Vec::new();
    let standing = standing_of(catalogue, record, requisite.requires(), at, &mut notes);
    if standing == Standing::Met {
        notes.retain(|note| note.contains(COUNTS_AS) || note.starts_with("you confirm"));
    }
    // Alternatives often ask for the same thing, and that it is missing is said once.
    let mut said = BTreeSet::new();
    notes.retain(|note| said.insert(note.clone()));
    let bars = match (requisite.strength(), requisite.kind()) {
        (Strength::Advised, _) => Standing::Met,
        (Strength::Required, RequisiteKind::Prerequisite) => standing,
        (Strength::Required, RequisiteKind::Corequisite) => gates_of(catalogue, record, requisite.requires(), at),
    };
    Finding {
        requirement: words::expression(catalogue, requisite.requires()),
        kind: requisite.kind(),
        strength: requisite.strength(),
        standing,
        bars,
        notes,
        provenance: requisite.provenance().clone(),
    }
}

/// The notes on a corequisite, where what is missing asks for the subject as well: then the two begin together.
fn beside_one_another(
    catalogue: &Catalogue,
    requisite: &Requisite,
    mutual: &BTreeSet<&NodeKey>,
    mut notes: Vec<String>,
) -> Vec<String> {
    if requisite.kind() == RequisiteKind::Prerequisite {
        return notes;
    }
    requisite.requires().visit_leaves(&mut |leaf| {
        let key = match leaf {
            RequisiteExpr::Course(wanted) => NodeKey::Course(wanted.course.clone()),
            RequisiteExpr::Qualification(code) => NodeKey::Qualification(code.clone()),
            RequisiteExpr::Tier(_) | RequisiteExpr::Gate(_) => return,
            RequisiteExpr::All(_) | RequisiteExpr::Any(_) | RequisiteExpr::AtLeast(_) => return,
        };
        let title = words::expression(catalogue, leaf);
        let missing = is_missing(&title);
        for note in notes.iter_mut().filter(|note| mutual.contains(&key) && **note == missing) {
            *note = format!("you may start it together with {title}, which asks for it as well");
        }
    });
    notes
}

fn is_missing(what: &str) -> String {
    format!("{what} is missing")
}

/// Whether an expression is met on the day `at`, and from when, with notes on the leaves that are not.
///
/// *All* is met from the latest of its parts, *any* from the earliest, *at least n* from the n-th earliest.
pub fn standing_of(
    catalogue: &Catalogue,
    record: &LearnerRecord,
    expression: &RequisiteExpr,
    at: NaiveDate,
    notes: &mut Vec<String>,
) -> Standing {
    match expression {
        RequisiteExpr::All(_) | RequisiteExpr::Any(_) | RequisiteExpr::AtLeast(_) => {
            joined(expression, |part| standing_of(catalogue, record, part, at, notes))
        }
        RequisiteExpr::Course(wanted) => held_course(catalogue, record, wanted, at, notes),
        RequisiteExpr::Qualification(code) => held_qualification(catalogue, record, code, at, notes),
        RequisiteExpr::Tier(tier) => match catalogue.tier(tier) {
            Some(definition) => standing_of(catalogue, record, &definition.completion, at, notes),
            None => Standing::Missing,
        },
        RequisiteExpr::Gate(gate) => gate_standing(record, gate, at, notes),
    }
}

/// The standing of a joined expression from those of its parts.
pub(crate) fn joined(expression: &RequisiteExpr, part: impl FnMut(&RequisiteExpr) -> Standing) -> Standing {
    let mut standings: Vec<_> = expression.operands().iter().map(part).collect();
    standings.sort();
    let place = match expression {
        RequisiteExpr::AtLeast(of) => of.least() as usize - 1,
        RequisiteExpr::All(_) => standings.len().saturating_sub(1),
        _ => 0,
    };
    standings.get(place).copied().unwrap_or(Standing::Missing)
}

/// How an expression stands when everything in it that can be learned is studied at the same time: by its gates.
fn gates_of(catalogue: &Catalogue, record: &LearnerRecord, expression: &RequisiteExpr, at: NaiveDate) -> Standing {
    match expression {
        RequisiteExpr::All(_) | RequisiteExpr::Any(_) | RequisiteExpr::AtLeast(_) => {
            joined(expression, |part| gates_of(catalogue, record, part, at))
        }
        RequisiteExpr::Course(_) | RequisiteExpr::Qualification(_) => Standing::Met,
        RequisiteExpr::Tier(tier) => match catalogue.tier(tier) {
            Some(definition) => gates_of(catalogue, record, &definition.completion, at),
            None => Standing::Missing,
        },
        RequisiteExpr::Gate(gate) => gate_standing(record, gate, at, &mut Vec::new()),
    }
}

/// What is held in order of code: the order in which it was told says nothing.
fn in_order(record: &LearnerRecord) -> Vec<&Held> {
    let mut held: Vec<&Held> = record.held().iter().collect();
    held.sort();
    held
}

fn held_course(
    catalogue: &Catalogue,
    record: &LearnerRecord,
    wanted: &CourseRequirement,
    at: NaiveDate,
    notes: &mut Vec<String>,
) -> Standing {
    let title = |code: &CourseCode| catalogue.course(code).map_or(code.to_string(), |course| course.title.clone());
    // What is held and does not count is of no interest beside something that does.
    let said = notes.len();
    for held in in_order(record) {
        let Held::Course { course, version, completed } = held else {
            continue;
        };
        if *completed > at {
            continue;
        }
        if *course == wanted.course {
            if wanted.range.matches(version) {
                notes.truncate(said);
                return Standing::Met;
            }
            notes.push(format!(
                "you hold {} in version {version}; version {} is asked for",
                title(course),
                wanted.range
            ));
        } else if catalogue.course_counts_as(course, &wanted.course) {
            notes.truncate(said);
            notes.push(format!("you hold {}{COUNTS_AS}{}", title(course), title(&wanted.course)));
            return Standing::Met;
        } else if let Some(next) = catalogue.course(course).and_then(|entry| entry.superseded_by.as_ref())
            && next.course == wanted.course
        {
            let why = not_counted(next.equivalence);
            notes.push(format!("you hold {}, replaced by {}, but {why}", title(course), title(&wanted.course)));
        } else if catalogue.course_counts_as(&wanted.course, course) {
            notes.push(held_instead(&title(course), &title(&wanted.course)));
        }
    }
    let leaf = RequisiteExpr::Course(wanted.clone());
    under_way(catalogue, record, &leaf, at, notes).unwrap_or_else(|| {
        notes.push(is_missing(&words::expression(catalogue, &leaf)));
        Standing::Missing
    })
}

fn held_qualification(
    catalogue: &Catalogue,
    record: &LearnerRecord,
    wanted: &QualificationCode,
    at: NaiveDate,
    notes: &mut Vec<String>,
) -> Standing {
    let title = |code: &QualificationCode| catalogue.qualification(code).map_or(code.to_string(), |q| q.title.clone());
    for held in in_order(record) {
        let Held::Qualification { qualification, completed } = held else {
            continue;
        };
        if *completed > at {
            continue;
        }
        if qualification == wanted {
            return Standing::Met;
        }
        if catalogue.qualification_counts_as(qualification, wanted) {
            notes.push(format!("you hold {qualification} {}{COUNTS_AS}{wanted}", title(qualification)));
            return Standing::Met;
        }
        if let Some(next) = catalogue.qualification(qualification).and_then(|entry| entry.superseded_by.as_ref())
            && next.qualification == *wanted
        {
            let why = not_counted(next.equivalence);
            notes.push(format!("you hold {qualification} {}, replaced by {wanted}, but {why}", title(qualification)));
        } else if catalogue.qualification_counts_as(wanted, qualification) {
            notes.push(held_instead(&format!("{qualification} {}", title(qualification)), wanted.as_str()));
        }
    }
    let leaf = RequisiteExpr::Qualification(wanted.clone());
    under_way(catalogue, record, &leaf, at, notes).unwrap_or_else(|| {
        notes.push(format!("{} is missing", title(wanted)));
        Standing::Missing
    })
}

/// The standing of something that the person is enrolled in: held from the day after its end.
fn under_way(
    catalogue: &Catalogue,
    record: &LearnerRecord,
    wanted: &RequisiteExpr,
    at: NaiveDate,
    notes: &mut Vec<String>,
) -> Option<Standing> {
    let counts = record.enrolled().iter().filter(|enrolment| enrolment.counts_as(catalogue, wanted));
    let ends = counts.map(Enrolment::ends).min()?;
    if ends < at {
        return Some(Standing::Met);
    }
    let until = crate::date::in_words(ends);
    notes.push(format!("you are doing {} now, until {until}", words::expression(catalogue, wanted)));
    Some(Standing::MetFrom(crate::date::next_day(ends)))
}

/// That what has replaced something is held, which does not count as what it replaced.
fn held_instead(held: &str, wanted: &str) -> String {
    format!(
        "you hold {held}, which replaced {wanted}; that does not meet this by itself, so ask the provider whether it is accepted"
    )
}

fn not_counted(equivalence: crate::course::Equivalence) -> &'static str {
    match equivalence {
        crate::course::Equivalence::NotEquivalent => "the two are not equivalent, so it does not count",
        _ => "nobody has said that the two are equivalent; ask the provider whether it counts",
    }
}

#[cfg(test)]
mod tests;
