//! When an expression is met: by what is held, by gates, and by the steps that count.

use chrono::{Days, Months, NaiveDate};
use registry_core::course::Equivalence;
use registry_core::id::{CourseCode, QualificationCode};
use registry_core::learner_record::{Employment, Held, LearnerRecord, PartnerRelease};
use registry_core::pathway::answer::ItemKey;
use registry_core::requisite::{Gate, Requisite, RequisiteExpr, RequisiteKind};
use registry_core::tier::TierDefinition;

use super::{Planned, Rules, monday};

/// Which steps of a plan count when a requirement is looked at.
#[derive(Debug, Clone, Copy)]
pub enum Counting {
    /// Those that end before that day.
    Before(NaiveDate),
    /// Those that end before that day, or start in its week or earlier.
    Beside(NaiveDate),
    /// Those that end by that day.
    On(NaiveDate),
    /// All of them, at the end of the time there is.
    Finally,
}

impl<'a> Rules<'a> {
    /// Whether a requisite of something that starts on a day is met by a plan.
    pub fn met_for(&self, requisite: &Requisite, start: NaiveDate, plan: &[Planned<'_>]) -> bool {
        let counting = match requisite.kind() {
            RequisiteKind::Prerequisite => Counting::Before(start),
            RequisiteKind::Corequisite => Counting::Beside(start),
        };
        self.met(requisite.requires(), plan, counting)
    }

    /// Whether an expression is met by what is held, by gates, and by the steps that count.
    pub fn met(&self, expression: &RequisiteExpr, plan: &[Planned<'_>], counting: Counting) -> bool {
        let part = |part: &RequisiteExpr| self.met(part, plan, counting);
        match expression {
            RequisiteExpr::All(of) => of.as_slice().iter().all(part),
            RequisiteExpr::Any(of) => of.as_slice().iter().any(part),
            RequisiteExpr::AtLeast(of) => {
                let met = of.of().iter().filter(|operand| part(operand)).count();
                met >= usize::try_from(of.least()).expect("a small number")
            }
            RequisiteExpr::Tier(tier) => self.catalogue.tier(tier).is_some_and(|tier| {
                let entered: Vec<Planned<'_>> = self.entered(tier, plan);
                self.met(&tier.completion, &entered, counting)
            }),
            RequisiteExpr::Gate(gate) => {
                let day = match counting {
                    Counting::Before(day) | Counting::Beside(day) | Counting::On(day) => day,
                    Counting::Finally => self.last_day(),
                };
                gate_opens(&self.request.record, gate).is_some_and(|opens| opens <= day)
            }
            RequisiteExpr::Course(_) | RequisiteExpr::Qualification(_) => {
                let under_way = self.stands_for(expression);
                let is_taught = || plan.iter().any(|step| counts(step, counting) && teaches(&step.item, expression));
                if !under_way.is_empty() {
                    return self.holds(expression)
                        || under_way.into_iter().any(|enrolment| self.has_come(enrolment, counting))
                        || (self.of_advice && is_taught());
                }
                self.holds(expression) || is_taught() || self.is_gained(expression, plan, counting)
            }
        }
    }

    /// Whether an award is gained by its parts. On the day after it is there to begin something with; beside something are the
    /// parts that have begun.
    fn is_gained(&self, leaf: &RequisiteExpr, plan: &[Planned<'_>], counting: Counting) -> bool {
        let RequisiteExpr::Qualification(code) = leaf else { return false };
        if matches!(counting, Counting::Beside(_)) {
            let begun: Vec<Planned<'_>> = plan.iter().filter(|step| counts(step, counting)).cloned().collect();
            if begun.len() < plan.len() {
                return self.is_gained(leaf, &begun, counting);
            }
        }
        self.gained_by_parts(code, plan).is_some_and(|gained| match counting {
            Counting::Before(day) => gained < day,
            Counting::Beside(day) => gained < day || !plan.is_empty(),
            Counting::On(day) => gained <= day,
            Counting::Finally => true,
        })
    }

    /// The steps that count for a tier: those that start once what it asks of those who enter it is met.
    pub fn entered<'b>(&self, tier: &TierDefinition, plan: &[Planned<'b>]) -> Vec<Planned<'b>> {
        let may_enter = |step: &&Planned<'_>| {
            let mut required = tier.entry.iter().filter(|requisite| requisite.is_required());
            required.all(|requisite| self.met_for(requisite, step.start, plan))
        };
        plan.iter().filter(may_enter).cloned().collect()
    }

    pub(super) fn holds(&self, leaf: &RequisiteExpr) -> bool {
        self.request.record.held().iter().any(|held| self.is_met_by(held, leaf))
    }

    /// Whether one thing that is held meets a leaf.
    pub(super) fn is_met_by(&self, held: &Held, leaf: &RequisiteExpr) -> bool {
        match (held, leaf) {
            (Held::Course { course, version, .. }, RequisiteExpr::Course(wanted)) => {
                if *course == wanted.course {
                    wanted.range.matches(version)
                } else {
                    self.course_becomes(course, &wanted.course)
                }
            }
            (Held::Qualification { qualification, .. }, RequisiteExpr::Qualification(wanted)) => {
                qualification == wanted || self.qualification_becomes(qualification, wanted)
            }
            _ => false,
        }
    }

    pub(super) fn course_becomes(&self, held: &CourseCode, wanted: &CourseCode) -> bool {
        let mut at = held.clone();
        for _ in 0..self.catalogue.courses().len() {
            let entry = self.catalogue.course(&at).expect("a course of the catalogue");
            match &entry.superseded_by {
                Some(next) if next.equivalence == Equivalence::Equivalent => at = next.course.clone(),
                _ => return false,
            }
            if at == *wanted {
                return true;
            }
        }
        false
    }

    pub(super) fn qualification_becomes(&self, held: &QualificationCode, wanted: &QualificationCode) -> bool {
        let mut at = held.clone();
        for _ in 0..self.catalogue.qualifications().len() {
            let entry = self.catalogue.qualification(&at).expect("one of the catalogue");
            match &entry.superseded_by {
                Some(next) if next.equivalence == Equivalence::Equivalent => at = next.qualification.clone(),
                _ => return false,
            }
            if at == *wanted {
                return true;
            }
        }
        false
    }
}

fn counts(step: &Planned<'_>, counting: Counting) -> bool {
    match counting {
        Counting::Before(day) => step.end < day,
        Counting::Beside(day) => step.end < day || monday(step.start) <= monday(day),
        Counting::On(day) => step.end <= day,
        Counting::Finally => true,
    }
}

/// Whether learning an item meets a leaf.
pub fn teaches(item: &ItemKey, leaf: &RequisiteExpr) -> bool {
    match (item, leaf) {
        (ItemKey::Course(code, version), RequisiteExpr::Course(wanted)) => {
            *code == wanted.course && wanted.range.matches(version)
        }
        (ItemKey::Qualification(code), RequisiteExpr::Qualification(wanted)) => code == wanted,
        _ => false,
    }
}

/// Whether an expression asks for no learning at all.
pub fn gates_only(expression: &RequisiteExpr) -> bool {
    match expression {
        RequisiteExpr::Gate(_) => true,
        joined => !joined.operands().is_empty() && joined.operands().iter().all(gates_only),
    }
}

/// The first day on which a gate is open; `None`: never, as things stand.
pub fn gate_opens(record: &LearnerRecord, gate: &Gate) -> Option<NaiveDate> {
    let today = record.as_at();
    let now_if = |holds: bool| holds.then_some(today);
    let work = match record.employment() {
        Employment::Employed => Some(today),
        Employment::Starting { from } => Some(from),
        Employment::NotEmployed => None,
    };
    let worked = record.experience_months();
    match gate {
        Gate::ExperienceAtLeast { months } if worked >= *months => Some(today),
        Gate::ExperienceAtLeast { months } => work.map(|work| work + Months::new((months - worked).into())),
        Gate::ExperienceOver { months } if worked > *months => Some(today),
        // Full on the day so many months after; more than that from the day after.
        Gate::ExperienceOver { months } => work.map(|work| work + Months::new((months - worked).into()) + Days::new(1)),
        Gate::Employed => work,
        Gate::PartnerRelease if record.partner_release() == PartnerRelease::Agreed => work,
        Gate::PartnerRelease => None,
        Gate::Supervision { perspective: None } => now_if(!record.supervision().is_empty()),
        Gate::Supervision { perspective: Some(wanted) } => now_if(record.supervision().contains(wanted)),
        Gate::Placement { hours } if record.placement().minutes() < hours.minutes() => work,
        Gate::Placement { .. } => Some(today),
        Gate::Attested { .. } => Some(today),
    }
}
