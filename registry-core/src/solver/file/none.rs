//! Why a file has no plan: what has no way whatever is chosen, which limits conflict, and which single change helps.

use super::blocked::{Blocked, blocked};
use super::cut::{Cut, Question};
use super::limit::Limits;
use super::pose::Posed;
use super::{Limit, ProblemFile};
use crate::solver::expr::Expr;
use crate::solver::problem::Measure;
use crate::solver::solve::solve;

/// Why there is no plan.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NoPlan {
    /// What has no way by requirements, times and what may be chosen alone, from the goal and the sums down. Empty:
    /// each requirement by itself has one.
    pub blocked: Vec<Blocked>,
    /// Which limits conflict.
    pub conflict: Conflict,
    /// How many steps it took to find this out.
    pub steps_used: u64,
}

/// Which limits leave no plan.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Conflict {
    /// These, whatever the others are.
    Limits {
        /// They, in order.
        limits: Vec<Limit>,
        /// Without any one of them there is a plan, if the others that are not named are lifted too. `false`: the steps
        /// ran out before each was tried, and some of them may not matter.
        minimal: bool,
        /// For each of the limits that helps alone, the least change of it that makes a plan possible.
        relaxations: Vec<Relaxation>,
        /// Limits of which it is not settled whether they help alone.
        unsettled: Vec<Limit>,
    },
    /// None: without any limit there is no plan either.
    NoLimit,
    /// The steps ran out before it was known.
    NotSettled,
}

/// A change of one limit that makes a plan possible while all else stays.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Relaxation {
    /// Which limit.
    pub limit: Limit,
    /// What it is now; `None`: it has no amount.
    pub now: Option<i64>,
    /// What is enough; `None`: nothing less than lifting it.
    pub enough: Option<i64>,
    /// It is proved that one unit less does not help.
    pub least: bool,
}

/// Whether there is any plan.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Possible {
    Yes,
    No,
    NotSettled,
}

impl Posed<'_> {
    /// Why there is no plan, where that is proved. All attempts together take no more than the steps of the question;
    /// each takes at least one for every item that is looked at.
    pub fn why_none(&self, question: &Question<'_>) -> NoPlan {
        let mut steps = question.steps;
        let (blocked, conflict) = match Cut::of(self, question.goal, question.order, &mut steps) {
            Some(cut) => {
                let mut why = Why { limits: Limits::of(&cut.file), size: cut.size, steps };
                let conflict = why.conflict();
                steps = why.steps;
                (blocked(&cut.file), conflict)
            }
            None => (Vec::new(), Conflict::NotSettled),
        };
        NoPlan { blocked, conflict, steps_used: question.steps - steps }
    }
}

struct Why<'f> {
    limits: Limits<'f>,
    size: u64,
    steps: u64,
}

impl Why<'_> {
    fn possible(&mut self, file: &ProblemFile) -> Possible {
        let further = file.terms.len() as u64;
        let Some(steps) = self.steps.checked_sub(self.size + further) else {
            self.steps = 0;
            return Possible::NotSettled;
        };
        let (found, left) = any_plan(file, steps);
        self.steps = left;
        found
    }

    /// Whether there is a plan when only these limits stand.
    fn with_only(&mut self, all: &[Limit], standing: &[Limit]) -> Possible {
        let file = self.limits.without(all.iter().filter(|limit| standing.binary_search(limit).is_err()));
        self.possible(&file)
    }

    /// The limits that may be lifted. What is refused may hide a circle; where all of it together does, it and what
    /// is excluded stay as they are.
    fn liftable(&mut self) -> Vec<Limit> {
        let mut all = self.limits.all();
        let opens = |limit: &Limit| matches!(limit, Limit::Refused(_) | Limit::Excludes(..));
        if all.iter().any(opens) {
            self.steps = self.steps.saturating_sub(self.size);
            if self.limits.without(&all).drawn(false).is_err() {
                all.retain(|limit| !opens(limit));
            }
        }
        all
    }

    fn conflict(&mut self) -> Conflict {
        let all = self.liftable();
        match self.with_only(&all, &[]) {
            Possible::Yes => {}
            Possible::No => return Conflict::NoLimit,
            Possible::NotSettled => return Conflict::NotSettled,
        }
        let (limits, minimal) = self.smallest(&all);
        let (mut relaxations, mut unsettled) = (Vec::new(), Vec::new());
        for limit in &limits {
            match self.relax(limit) {
                Relaxed::Helps(relaxation) => relaxations.push(relaxation),
                Relaxed::NotAlone => {}
                Relaxed::NotSettled => unsettled.push(limit.clone()),
            }
        }
        Conflict::Limits { limits, minimal, relaxations, unsettled }
    }

    /// Limits that leave no plan and of which none can be spared, and whether the latter is proved. Halves, quarters …
    /// are tried first, so that a few among thousands are found in few attempts.
    fn smallest(&mut self, all: &[Limit]) -> (Vec<Limit>, bool) {
        let mut standing = all.to_vec();
        let mut run = standing.len() / 2;
        while run > 1 {
            self.spare(all, &mut standing, run);
            run = run.min(standing.len()) / 2;
        }
        let minimal = self.spare(all, &mut standing, 1);
        (standing, minimal)
    }

    /// Takes out every run of so many limits without which there is no plan either, from the last on. Whether every
    /// attempt was settled.
    fn spare(&mut self, all: &[Limit], standing: &mut Vec<Limit>, run: usize) -> bool {
        let (mut end, mut settled) = (standing.len(), true);
        while end > 0 {
            let start = end.saturating_sub(run);
            let rest: Vec<Limit> = standing[..start].iter().chain(&standing[end..]).cloned().collect();
            match self.with_only(all, &rest) {
                Possible::No => *standing = rest,
                Possible::Yes => {}
                Possible::NotSettled => settled = false,
            }
            end = start;
        }
        settled
    }

    /// The least change of one limit with which there is a plan, by halving: more never makes it impossible again.
    fn relax(&mut self, limit: &Limit) -> Relaxed {
        match self.possible(&self.limits.without([limit])) {
            Possible::Yes => {}
            Possible::No => return Relaxed::NotAlone,
            Possible::NotSettled => return Relaxed::NotSettled,
        }
        let amount = self.limits.amount(limit);
        let lifted =
            |least| Relaxation { limit: limit.clone(), now: amount.map(|amount| amount.now), enough: None, least };
        let Some(amount) = amount else { return Relaxed::Helps(lifted(true)) };
        match self.possible(&self.limits.with(limit, amount.most)) {
            Possible::Yes => {}
            found => return Relaxed::Helps(lifted(found == Possible::No)),
        }
        let (mut short, mut enough, mut least) = (amount.now, amount.most, true);
        while short.abs_diff(enough) > 1 {
            let middle = short + (enough - short) / 2;
            match self.possible(&self.limits.with(limit, middle)) {
                Possible::Yes => enough = middle,
                Possible::No => short = middle,
                Possible::NotSettled => {
                    // Nothing between is known to be too little or enough; what was found stands.
                    least = false;
                    break;
                }
            }
        }
        Relaxed::Helps(Relaxation { enough: Some(enough), least, ..lifted(true) })
    }
}

enum Relaxed {
    Helps(Relaxation),
    NotAlone,
    NotSettled,
}

/// Whether a file has any plan, and how many of the steps are left.
fn any_plan(file: &ProblemFile, steps: u64) -> (Possible, u64) {
    let Ok(posed) = file.posed_for_goals() else {
        return (Possible::NotSettled, steps);
    };
    let mut problem = posed.own.problem;
    if problem.goal == Expr::Never {
        return (Possible::No, steps);
    }
    // All plans measure the same in this, so that the first that is found ends the search.
    problem.items.iter_mut().flat_map(|item| &mut item.ways).for_each(|way| way.lacking = 0);
    match solve(&problem, &[Measure::Lacking], steps) {
        Ok(outcome) => {
            let found = match (outcome.plan, outcome.proved) {
                (Some(_), _) => Possible::Yes,
                (None, true) => Possible::No,
                (None, false) => Possible::NotSettled,
            };
            (found, steps.saturating_sub(outcome.steps_used))
        }
        Err(_) => (Possible::NotSettled, steps),
    }
}
