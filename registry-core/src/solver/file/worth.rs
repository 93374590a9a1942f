//! What an item of a plan is worth, and why another is not in it: the same question again without the one or with the
//! other.

use super::cut::{Cut, Question};
use super::pose::Posed;
use super::{Answer, FileProblem, Measured, NoPlan, Requirement, Status};

/// The best plan without an item.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Without {
    /// There is another.
    Another {
        /// What it comes to.
        measures: Measured,
        /// It is proved best.
        proved: bool,
    },
    /// There is none.
    Nothing,
    /// None was found before the steps ran out.
    NotSettled,
}

/// Why an item is not in a plan.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum WhyNot {
    /// It is.
    Planned,
    /// The person has it.
    Held,
    /// The person has what is equivalent.
    EquivalentHeld {
        /// The id of that.
        held: String,
    },
    /// There is no plan at all, with it or without.
    NoPlan,
    /// There is no plan with it.
    Never(Box<NoPlan>),
    /// There is a plan with it, and others are as good or better.
    Others {
        /// What the best plan with it comes to.
        measures: Measured,
        /// It is proved that no plan with it is better.
        proved: bool,
    },
    /// None was found with it before the steps ran out.
    NotSettled,
}

impl Posed<'_> {
    /// For each item of an answer, the best plan when it is refused. All searches together take no more than the steps
    /// of the question, one after another in the order of the plan.
    pub fn without_each(&self, question: &Question<'_>, answer: &Answer) -> Vec<Without> {
        let mut steps = question.steps;
        let Some(cut) = Cut::of(self, question.goal, question.order, &mut steps) else {
            return vec![Without::NotSettled; answer.plan.len()];
        };
        let mut file = cut.file;
        let each = answer.plan.iter().map(|planned| {
            let Some(place) = file.items.iter().position(|item| item.id == planned.id) else {
                return Without::NotSettled;
            };
            let Some(left) = steps.checked_sub(cut.size) else { return Without::NotSettled };
            file.items[place].refused = true;
            let found = file.posed_for_goals().map(|posed| posed.plan(question.order, left));
            file.items[place].refused = false;
            let Ok(found) = found else { return Without::NotSettled };
            steps = left.saturating_sub(found.steps_used);
            match (found.status, found.measures) {
                (Status::None, _) => Without::Nothing,
                (status, Some(measures)) => Without::Another { measures, proved: status == Status::Proved },
                _ => Without::NotSettled,
            }
        });
        each.collect()
    }

    /// Why an item is not in an answer, or that it is. All searches together take no more than the steps of the
    /// question.
    ///
    /// # Errors
    /// An id that no item has.
    pub fn why_not(&mut self, question: &Question<'_>, id: &str, answer: &Answer) -> Result<WhyNot, Vec<FileProblem>> {
        self.check_goal(&Requirement::item(id))?;
        let item = self.names.ids.checked(id);
        let file = self.file;
        if answer.plan.iter().any(|planned| planned.item == item) {
            return Ok(WhyNot::Planned);
        }
        if file.items[item].held {
            return Ok(WhyNot::Held);
        }
        let others = || self.names.set(item).unwrap_or_default().iter().filter(|other| **other != item);
        if let Some(held) = others().find(|other| file.items[**other].held) {
            return Ok(WhyNot::EquivalentHeld { held: file.items[*held].id.clone() });
        }
        if answer.status == Status::None {
            return Ok(WhyNot::NoPlan);
        }
        let own = question.goal.or(file.goal.as_ref());
        let goal = Requirement::All(own.cloned().into_iter().chain([Requirement::item(id)]).collect());
        let mut steps = question.steps;
        let Some(cut) = Cut::of(self, Some(&goal), question.order, &mut steps) else {
            return Ok(WhyNot::NotSettled);
        };
        let mut forced = cut.file;
        // One that is equivalent would meet the goal too, and is never chosen beside it.
        let others: Vec<&str> = others().map(|other| file.items[*other].id.as_str()).collect();
        for other in forced.items.iter_mut().filter(|item| others.contains(&item.id.as_str())) {
            other.prerequisite = Some(Requirement::Never(format!("{id} is to be chosen in its place")));
        }
        // A goal that is as deep as it may be has no room for another.
        let Ok(posed) = forced.posed_for_goals() else { return Ok(WhyNot::NotSettled) };
        let found = posed.plan(question.order, steps);
        let left = steps.saturating_sub(found.steps_used);
        Ok(match (found.status, found.measures) {
            (Status::None, _) => {
                WhyNot::Never(Box::new(posed.why_none(&Question { goal: None, steps: left, ..*question })))
            }
            (status, Some(measures)) => WhyNot::Others { measures, proved: status == Status::Proved },
            _ => WhyNot::NotSettled,
        })
    }
}
