//! What else would open a pathway where no change of a limit does: other answers, most of all about oneself, such as how long
//! somebody has worked. Each set is tried before it is offered, and no answer of it could be left out.

use std::cell::Cell;
use std::collections::BTreeSet;
use std::sync::Arc;
use std::time::Instant;

use registry_core::catalogue::Catalogue;
use registry_core::course::Mode;
use registry_core::learner_record::{EXPERIENCE_MONTHS_MAX, PartnerRelease};
use registry_core::pathway::request::HOURS_PER_WEEK_MAX;
use registry_core::pathway::{Budget, Recommendation, Wish};
use registry_core::requisite::{Gate, Requisite, RequisiteExpr};
use registry_core::role::Perspective;
use registry_core::volume::Hours;

use super::answers::{PlanAnswers, Work};
use super::question::Question;
use super::request::request;
use crate::ops;
use crate::remembered::{self, Made};
use crate::snapshot::Snapshot;

/// What one try may take; all together may take no more than one question.
const EACH: Budget = Budget { steps: 50_000 };

/// Another answer to a question.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Other {
    Months(u16),
    Works,
    Released,
    Supervised,
    Placed(Hours),
    /// The question has no limit, or as wide a one as there is.
    Open(Question),
}

const LIMITS: [Question; 7] = [
    Question::Finish,
    Question::Hours,
    Question::Days,
    Question::Money,
    Question::Place,
    Question::Mode,
    Question::Matters,
];

impl Other {
    fn question(self) -> Question {
        match self {
            Self::Months(_) => Question::Experience,
            Self::Works => Question::Work,
            Self::Released => Question::Release,
            Self::Supervised => Question::Supervision,
            Self::Placed(_) => Question::Placement,
            Self::Open(question) => question,
        }
    }

    fn give(self, answers: &mut PlanAnswers) {
        match self {
            Self::Months(months) => answers.experience_months = Some(months),
            Self::Works => (answers.work, answers.works_from) = (Some(Work::Now), None),
            Self::Released => answers.release = Some(PartnerRelease::Agreed),
            Self::Supervised => answers.supervision = Perspective::ALL.into(),
            Self::Placed(hours) => answers.placement = Some(hours),
            Self::Open(Question::Finish) => answers.finish = None,
            Self::Open(Question::Hours) => answers.hours = Some(Hours::from_minutes(HOURS_PER_WEEK_MAX * 60)),
            Self::Open(Question::Days) => answers.days = None,
            Self::Open(Question::Money) => answers.money = None,
            Self::Open(Question::Place) => answers.places = None,
            Self::Open(Question::Mode) => answers.modes = Mode::ALL.into(),
            Self::Open(_) => {
                (answers.peer_led, answers.perspective) = (Wish::Prefer.min(answers.peer_led), None);
            }
        }
        answers.asked.insert(self.question());
        answers.not_sure.remove(&self.question());
    }

    /// Whether it says anything that was not said.
    fn is_new(self, answers: &PlanAnswers) -> bool {
        let mut given = answers.clone();
        self.give(&mut given);
        (given.asked, given.not_sure) = (answers.asked.clone(), answers.not_sure.clone());
        given != *answers
    }
}

/// The questions whose other answers would open a pathway, all of them together, and the answers with these.
pub(super) type Supposed = (Vec<Question>, PlanAnswers);

/// The same as [`tried`], which is not tried again for ten minutes.
pub(super) fn supposed(at: &Snapshot, answers: &PlanAnswers) -> Option<Supposed> {
    let question = remembered::Question::of(answers);
    let known = at.made().answer(&question, Instant::now()).and_then(|made| made.downcast::<Option<Supposed>>().ok());
    let supposed = known.unwrap_or_else(|| {
        let tried = Arc::new(tried(at, answers));
        let made: Arc<Made> = Arc::clone(&tried) as Arc<Made>;
        at.made().keep(question, &made, Instant::now());
        tried
    });
    supposed.as_ref().clone()
}

/// What would open a pathway; `None` where nothing was found that would. Where the budget ends, what was not tried stays in.
fn tried(at: &Snapshot, answers: &PlanAnswers) -> Option<Supposed> {
    let left = Cell::new(ops::recommend::SHARED.steps);
    let asked_for = Asked::of(at.catalogue());
    let most = asked_for.months.last().copied().unwrap_or_default();
    let mut about_oneself = vec![
        Other::Months(most.max(answers.experience_months.unwrap_or(0))),
        Other::Works,
        Other::Released,
        Other::Supervised,
        Other::Placed(asked_for.placement.max(answers.placement.unwrap_or(Hours::ZERO))),
    ];
    about_oneself.retain(|other| other.is_new(answers));
    let opens = |others: &[Other]| opens(at, &with(answers, others), &left);
    let mut others = about_oneself;
    if !opens(&others) {
        others.extend(LIMITS.map(Other::Open).into_iter().filter(|other| other.is_new(answers)));
        if !opens(&others) {
            return None;
        }
    }
    // What is not needed is left out, limits first.
    let mut place = others.len();
    while place > 0 {
        place -= 1;
        let fewer: Vec<Other> = others.iter().enumerate().filter(|(at, _)| *at != place).map(|(_, one)| *one).collect();
        if opens(&fewer) {
            others = fewer;
        }
    }
    // No more experience than is needed.
    if let Some(place) = others.iter().position(|other| matches!(other, Other::Months(_))) {
        let least = asked_for.months.iter().find(|months| {
            let mut fewer = others.clone();
            fewer[place] = Other::Months(**months);
            opens(&fewer)
        });
        others[place] = least.map_or(others[place], |months| Other::Months(*months));
    }
    Some((others.iter().map(|other| other.question()).collect(), with(answers, &others)))
}

fn with(answers: &PlanAnswers, others: &[Other]) -> PlanAnswers {
    let mut given = answers.clone();
    others.iter().for_each(|other| other.give(&mut given));
    given
}

/// Whether there is a pathway, as far as what is left of the steps shows; what it takes is taken off.
fn opens(at: &Snapshot, answers: &PlanAnswers, left: &Cell<u64>) -> bool {
    let budget = Budget { steps: EACH.steps.min(left.get()) };
    let request = request(answers, at.catalogue()).filter(|_| budget.steps > 0);
    let found = request.and_then(|request| ops::recommend::recommend(at, &request, budget).ok());
    let (used, opens) = match &found {
        Some(Recommendation::Pathways(found)) => (found.steps_used, !found.pathways.is_empty()),
        Some(Recommendation::NoPathway(none)) => (none.steps_used, false),
        None => (0, false),
    };
    left.set(left.get().saturating_sub(used));
    opens
}

/// How much of oneself the catalogue asks for anywhere.
struct Asked {
    /// Months of experience with which a gate holds, the least first.
    months: BTreeSet<u16>,
    placement: Hours,
}

impl Asked {
    fn of(catalogue: &Catalogue) -> Self {
        let mut asked = Self { months: BTreeSet::new(), placement: Hours::ZERO };
        let mut leaf = |leaf: &RequisiteExpr| match leaf {
            RequisiteExpr::Gate(Gate::ExperienceOver { months }) => {
                asked.months.insert(months.saturating_add(1).min(EXPERIENCE_MONTHS_MAX));
            }
            RequisiteExpr::Gate(Gate::ExperienceAtLeast { months }) => {
                asked.months.insert(*months);
            }
            RequisiteExpr::Gate(Gate::Placement { hours }) => asked.placement = asked.placement.max(*hours),
            _ => {}
        };
        let versions = catalogue.courses().flat_map(|course| &course.versions);
        let requisites = versions.flat_map(|version| &version.requisites);
        let requisites = requisites.chain(catalogue.qualifications().flat_map(|award| &award.entry));
        let requisites = requisites.chain(catalogue.roles().flat_map(|role| &role.preparation));
        let requisites = requisites.chain(catalogue.tiers().flat_map(|tier| &tier.entry));
        for requisite in requisites.map(Requisite::requires) {
            requisite.visit_leaves(&mut leaf);
        }
        for tier in catalogue.tiers() {
            tier.completion.visit_leaves(&mut leaf);
        }
        asked
    }
}

#[cfg(test)]
mod tests {
    use registry_core::credit::CreditExchange;
    use registry_core::learner_record::Employment;
    use registry_core::pathway::Goal;

    use super::super::credit;
    use super::super::outcome::changed;
    use super::*;
    use crate::format::{SourceFile, read_profile};

    /// Somebody who is not sure of anything but the goal.
    fn unsure(goal: &Goal) -> PlanAnswers {
        let mut answers = PlanAnswers::new("2027-02-01".parse().expect("a day"));
        answers.reach(goal.clone());
        answers.asked = Question::ALL.into();
        answers.not_sure = Question::ALL.into();
        answers
    }

    /// What an invented person would answer.
    fn answers_of(text: &str) -> PlanAnswers {
        let file = SourceFile { name: "person", text };
        let request = read_profile(&file, "2027-02-01".parse().expect("a day"), None).expect("sound").request;
        let (record, limits) = (&request.record, request.limits);
        let mut answers = PlanAnswers::new(record.as_at());
        answers.reach(request.goal);
        answers.asked = Question::ALL.into();
        answers.work = Some(if record.employment() == Employment::NotEmployed { Work::No } else { Work::Now });
        answers.experience_months = Some(record.experience_months());
        answers.release = Some(record.partner_release());
        answers.supervision = record.supervision().to_vec();
        answers.placement = Some(record.placement());
        (answers.start, answers.finish) = (Some(limits.earliest_start), limits.deadline);
        answers.hours = Some(limits.hours_per_week);
        (answers.days, answers.money) = (limits.days_per_year, limits.budget_per_year);
        (answers.funding, answers.modes) = (limits.funding, limits.modes);
        answers.places = Some(limits.regions);
        (answers.peer_led, answers.perspective) = (request.wishes.led, limits.perspective);
        answers
    }

    /// Whether there is a pathway, within what one question may take.
    fn opens_alone(at: &Snapshot, answers: &PlanAnswers) -> bool {
        let request = request(answers, at.catalogue());
        let found = request.and_then(|request| ops::recommend::recommend(at, &request, ops::recommend::SHARED).ok());
        matches!(found, Some(Recommendation::Pathways(found)) if !found.pathways.is_empty())
    }

    /// The least credit that one rule gives towards each award that counts points.
    fn credit_goals(catalogue: &Catalogue) -> Vec<Goal> {
        credit::awards(catalogue).map(|award| credit::goal(catalogue, award, None)).collect()
    }

    fn goals(catalogue: &Catalogue) -> Vec<Goal> {
        let tiers = catalogue.tiers().map(|entry| Goal::Tier(entry.tier));
        tiers.chain(catalogue.roles().map(|role| Goal::Role(role.code.clone()))).collect()
    }

    /// Whether there is a pathway, a change that opens one, or an answer that does; each change is tried.
    fn is_helped(at: &Snapshot, answers: &PlanAnswers) -> bool {
        let request = request(answers, at.catalogue()).expect("a question");
        let found = ops::recommend::recommend(at, &request, ops::recommend::SHARED).expect("known");
        let Recommendation::NoPathway(none) = found else { return true };
        for change in &none.relaxations {
            let opens = opens_alone(at, &changed(answers, &change.to));
            assert!(opens, "{}: {change:?}", none.goal);
        }
        if !none.relaxations.is_empty() || !none.together.is_empty() {
            return true;
        }
        let Some((questions, given)) = supposed(at, answers) else { return false };
        assert!(!questions.is_empty() && opens_alone(at, &given), "{}: {questions:?}", none.goal);
        true
    }

    #[test]
    fn whoever_has_no_pathway_is_shown_what_would_open_one() {
        let at = ops::built_in_catalogue().expect("the built-in catalogue");
        let mut unhelped = Vec::new();
        let courses = at.catalogue().courses().map(|course| Goal::Course(course.code.clone()));
        let awards = at.catalogue().qualifications().map(|award| Goal::Qualification(award.code.clone()));
        let credit = credit_goals(at.catalogue());
        assert!(!credit.is_empty());
        for goal in goals(at.catalogue()).into_iter().chain(courses).chain(awards).chain(credit) {
            if !is_helped(&at, &unsure(&goal)) {
                unhelped.push(goal);
            }
        }
        // Where no answer opens a pathway, nobody offers it: the page says so, and what to do instead.
        let is_offered = |goal: &Goal| match goal {
            Goal::Course(code) => at.catalogue().offerings_of_course(code).next().is_some(),
            Goal::Qualification(code) => at.catalogue().offerings_of_qualification(code).next().is_some(),
            Goal::Credit { towards, .. } => {
                let mut rules = at.catalogue().credit_rules_towards(towards);
                rules.any(|rule| !matches!(rule.exchange, CreditExchange::Unit { .. }))
            }
            Goal::Role(_) | Goal::Tier(_) => true,
        };
        let offered: Vec<&Goal> = unhelped.iter().filter(|goal| is_offered(goal)).collect();
        assert!(!unhelped.is_empty() && offered.is_empty(), "{offered:?}");
    }

    #[test]
    fn every_invented_person_is_shown_what_would_open_every_tier_and_role() {
        let at = ops::built_in_catalogue().expect("the built-in catalogue");
        let folder = concat!(env!("CARGO_MANIFEST_DIR"), "/../seeds/invented/people");
        let mut asked = 0;
        for entry in std::fs::read_dir(folder).expect("a folder") {
            let path = entry.expect("an entry").path();
            let person = answers_of(&std::fs::read_to_string(&path).expect("a text"));
            for goal in goals(at.catalogue()) {
                let mut answers = person.clone();
                answers.reach(goal.clone());
                assert!(is_helped(&at, &answers), "{}: {goal}", path.display());
                asked += 1;
            }
        }
        assert!(asked > 200, "{asked}");
    }

    #[test]
    fn no_more_is_supposed_than_opens_a_pathway() {
        let at = ops::built_in_catalogue().expect("the built-in catalogue");
        let (questions, given) = supposed(&at, &unsure(&Goal::Tier(registry_core::tier::Tier::Four))).expect("helped");
        assert_eq!((questions, given.experience_months), (vec![Question::Experience], Some(61)));
    }

    #[test]
    fn all_tries_share_what_one_question_may_take_and_are_made_once() {
        let at = ops::built_in_catalogue().expect("the built-in catalogue");
        let answers = unsure(&Goal::Tier(registry_core::tier::Tier::Four));
        let left = Cell::new(1);
        let open = with(&answers, &[Other::Months(61)]);
        assert!(!opens(&at, &open, &Cell::new(0)) && opens(&at, &open, &Cell::new(EACH.steps)));
        opens(&at, &open, &left);
        assert_eq!(left.get(), 0);
        assert!(at.made().answer(&remembered::Question::of(&answers), Instant::now()).is_none());
        let first = supposed(&at, &answers);
        let kept = at.made().answer(&remembered::Question::of(&answers), Instant::now()).expect("kept");
        assert_eq!(kept.downcast_ref::<Option<Supposed>>(), Some(&first));
        assert_eq!(supposed(&at, &answers), first);
    }
}
