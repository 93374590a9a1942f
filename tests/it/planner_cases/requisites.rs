//! What is asked for before or beside something, and the expressions it is asked in.

use registry_core::requisite::{
    CourseRequirement, Gate, Requisite, RequisiteExpr, RequisiteKind, RequisiteParts, Strength,
};
use registry_core::role::Perspective;
use registry_core::source::Provenance;
use registry_core::tier::Tier;
use semver::VersionReq;

use super::{Asked, Asks, Case, code, qualification, quarter_hours, quoted};

impl Case {
    /// The courses that ask for one another, from the first to the last.
    fn round(&self) -> Option<(usize, usize)> {
        let case = self.mutual.as_ref().filter(|_| self.courses.len() > 1)?;
        let last = 1 + usize::from(case.last) % (self.courses.len() - 1);
        Some((last.saturating_sub(if case.three { 2 } else { 1 }), last))
    }

    /// What a course asks for. Of those that ask for one another nothing is asked before another, which nobody could meet.
    pub(super) fn requisites_of_course(&self, asked: &[Asked], index: usize) -> Vec<Requisite> {
        let Some((first, last)) = self.round().filter(|(first, last)| (first..=last).contains(&&index)) else {
            return self.requisites(asked, index, index > 1);
        };
        let asked: Vec<Asked> = asked.iter().cloned().map(|asked| Asked { before: false, ..asked }).collect();
        let mut requisites = self.requisites(&asked, index, false);
        let course = |index: usize| RequisiteExpr::course(code(index));
        let beside = match index.checked_sub(1) {
            Some(before) if index > first => course(before),
            Some(other) if self.mutual.as_ref().is_some_and(|case| case.otherwise) => {
                RequisiteExpr::any(vec![course(last), course(other)]).expect("two")
            }
            _ => course(last),
        };
        let (kind, strength, provenance) = (RequisiteKind::Corequisite, Strength::Required, quoted());
        let parts = RequisiteParts { kind, strength, requires: beside, provenance };
        requisites.push(Requisite::new(parts).expect("a sound requisite"));
        requisites
    }

    pub(super) fn requisites(&self, asked: &[Asked], below: usize, qualified: bool) -> Vec<Requisite> {
        let requisite = |asked: &Asked| {
            let (strength, provenance) = if asked.required {
                (Strength::Required, quoted())
            } else {
                (Strength::Advised, Provenance::assumption("it seems a help").expect("a note"))
            };
            Requisite::new(RequisiteParts {
                kind: if asked.before { RequisiteKind::Prerequisite } else { RequisiteKind::Corequisite },
                strength,
                requires: self.expression(&asked.asks, below, qualified),
                provenance,
            })
            .expect("a sound requisite")
        };
        asked.iter().map(requisite).collect()
    }

    /// An expression over the courses below `below`, and the qualification where it may be named.
    pub(super) fn expression(&self, asks: &Asks, below: usize, qualified: bool) -> RequisiteExpr {
        let part = |asks: &Asks| self.expression(asks, below, qualified);
        match asks {
            Asks::Course(_, range) if below == 0 => self.gate(*range),
            Asks::Course(index, range) => {
                let course = usize::from(*index) % below;
                let two = matches!(self.courses[course].versions, 1 | 2);
                let range = match range {
                    2 => "^1",
                    3 if two => "^2",
                    _ => "*",
                };
                RequisiteExpr::Course(CourseRequirement {
                    course: code(course),
                    range: VersionReq::parse(range).expect("a range"),
                })
            }
            Asks::Qualification if qualified => RequisiteExpr::Qualification(qualification("taught")),
            Asks::Qualification => self.gate(6),
            Asks::Gate(gate) => self.gate(*gate),
            Asks::Tier => RequisiteExpr::Tier(Tier::One),
            Asks::All(of) => RequisiteExpr::all(once(of.iter().map(part))).expect("1 to 3"),
            Asks::Any(of) => RequisiteExpr::any(once(of.iter().map(part))).expect("1 to 3"),
            Asks::AtLeast(least, of) => {
                let mut operands: Vec<RequisiteExpr> = Vec::new();
                for (gate, index) in of {
                    let operand = if *gate || below == 0 {
                        self.gate(*index)
                    } else {
                        part(&Asks::Course(index / 2, index % 2 * 2))
                    };
                    if !operands.contains(&operand) {
                        operands.push(operand);
                    }
                }
                let count = u32::try_from(operands.len()).expect("1 to 3");
                RequisiteExpr::at_least(u32::from(*least).min(count), operands).expect("within range")
            }
        }
    }

    fn gate(&self, gate: u8) -> RequisiteExpr {
        RequisiteExpr::Gate(gate_of(gate))
    }
}

/// One of ten gates.
pub(super) fn gate_of(gate: u8) -> Gate {
    match gate {
        0 => Gate::ExperienceOver { months: 1 },
        1 => Gate::ExperienceOver { months: 2 },
        2 => Gate::ExperienceAtLeast { months: 2 },
        3 => Gate::Employed,
        4 => Gate::PartnerRelease,
        5 => Gate::Supervision { perspective: None },
        6 => Gate::Supervision { perspective: Some(Perspective::Consumer) },
        7 => Gate::Placement { hours: quarter_hours(40) },
        8 => Gate::ExperienceAtLeast { months: 3 },
        10 => Gate::Placement { hours: quarter_hours(80) },
        _ => Gate::Attested { statement: "so it is".to_owned() },
    }
}

/// The parts without those that stand before: a catalogue refuses a part that stands twice in one join.
fn once(parts: impl Iterator<Item = RequisiteExpr>) -> Vec<RequisiteExpr> {
    let mut kept: Vec<RequisiteExpr> = Vec::new();
    for part in parts {
        if !kept.iter().any(|other| alone(other) == alone(&part)) {
            kept.push(part);
        }
    }
    kept
}

/// The expression without joins of a single part.
fn alone(expression: &RequisiteExpr) -> &RequisiteExpr {
    match expression.operands() {
        [only] => alone(only),
        _ => expression,
    }
}
