//! Plans, how they are measured and compared, and what a search for one must keep to.

use super::answer::Objective;
use crate::solver::expr::Day;

/// The measures of a plan, least first in each.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(crate) struct Measures {
    /// Cents paid.
    pub(crate) cost: i64,
    /// Peer shares that were wished for and are lacking.
    pub(crate) lacking: i64,
    /// The day it is finished.
    pub(crate) finish: i64,
    /// Minutes of own time in the heaviest week.
    pub(crate) heaviest: i64,
    /// How many steps.
    pub(crate) steps: i64,
    /// How often advice on the order is not followed.
    pub(crate) unadvised: i64,
    /// Millionths of credit points of the steps, negative; 0 where nobody compares credit.
    pub(crate) credit: i64,
    /// Steps that peers do not lead; 0 where nobody compares that.
    pub(crate) not_led: i64,
}

/// One thing by which plans are compared.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Measure {
    Cost,
    Lacking,
    Finish,
    /// The heaviest week in whole hours, rounded up.
    Hours,
    /// The heaviest week in minutes.
    Minutes,
    Steps,
    Unadvised,
    Credit,
    NotLed,
}

/// How many measures an order has at most.
const MEASURES: usize = 10;

/// The order in which measures are compared: what it is about, then a fixed rest.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Order {
    by: [Option<Measure>; MEASURES],
}

impl Order {
    /// What the objectives are about, first to last; then wishes lacking, cost, finish, heaviest week, steps and advice
    /// not followed.
    pub(crate) fn of(objectives: &[Objective]) -> Self {
        let leads = objectives.iter().map(|objective| match objective {
            Objective::LeastCost => Measure::Cost,
            Objective::Soonest => Measure::Finish,
            Objective::LightestLoad => Measure::Hours,
            Objective::MostCredit => Measure::Credit,
            Objective::MostPeerLed => Measure::NotLed,
        });
        let rest =
            [Measure::Lacking, Measure::Cost, Measure::Finish, Measure::Minutes, Measure::Steps, Measure::Unadvised];
        Self::by(leads.chain(rest))
    }

    fn by(measures: impl Iterator<Item = Measure>) -> Self {
        let mut by = [None; MEASURES];
        let mut used = 0;
        for measure in measures {
            if !by.contains(&Some(measure)) && used < MEASURES {
                by[used] = Some(measure);
                used += 1;
            }
        }
        Self { by }
    }

    /// Whether plans are compared by it.
    pub(crate) fn has(&self, measure: Measure) -> bool {
        self.by.contains(&Some(measure))
    }

    /// What is compared, first to last.
    pub(crate) fn measures(&self) -> impl Iterator<Item = Measure> {
        self.by.into_iter().flatten()
    }

    /// What is compared first.
    pub(crate) fn first(&self) -> Measure {
        self.by[0].unwrap_or(Measure::Cost)
    }

    /// The places of the measures of the heaviest week, with each.
    pub(crate) fn heavy(&self) -> Vec<(usize, Measure)> {
        let places = self.by.iter().enumerate().filter_map(|(place, measure)| measure.map(|measure| (place, measure)));
        places.filter(|(_, measure)| matches!(measure, Measure::Hours | Measure::Minutes)).collect()
    }

    /// Bounds the measures compared before `place` by those of a plan.
    pub(crate) fn fix(&self, most: &mut Measures, measured: &Measures, place: usize) {
        for measure in self.by[..place].iter().flatten() {
            match measure {
                Measure::Cost => most.cost = measured.cost,
                Measure::Lacking => most.lacking = measured.lacking,
                Measure::Finish => most.finish = measured.finish,
                Measure::Steps => most.steps = measured.steps,
                Measure::Unadvised => most.unadvised = measured.unadvised,
                Measure::Credit => most.credit = measured.credit,
                Measure::NotLed => most.not_led = measured.not_led,
                Measure::Hours | Measure::Minutes => {}
            }
        }
    }
}

impl Measures {
    /// The measures in an order.
    pub(crate) fn vector(&self, order: &Order) -> [i64; MEASURES] {
        order.by.map(|measure| measure.map_or(0, |measure| self.get(measure)))
    }

    /// One of the measures.
    pub(crate) fn get(&self, measure: Measure) -> i64 {
        match measure {
            Measure::Cost => self.cost,
            Measure::Lacking => self.lacking,
            Measure::Finish => self.finish,
            Measure::Hours => hours(self.heaviest),
            Measure::Minutes => self.heaviest,
            Measure::Steps => self.steps,
            Measure::Unadvised => self.unadvised,
            Measure::Credit => self.credit,
            Measure::NotLed => self.not_led,
        }
    }

    pub(crate) fn no_worse(&self, other: &Measures) -> bool {
        self.cost <= other.cost
            && self.lacking <= other.lacking
            && self.finish <= other.finish
            && self.heaviest <= other.heaviest
            && self.steps <= other.steps
            && self.unadvised <= other.unadvised
            && self.credit <= other.credit
            && self.not_led <= other.not_led
    }
}

/// Whole hours of so many minutes, rounded up.
pub(crate) fn hours(minutes: i64) -> i64 {
    minutes.div_euclid(60) + i64::from(minutes.rem_euclid(60) > 0)
}

/// One item, placed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Placed {
    pub(crate) start: Day,
    pub(crate) end: Day,
    pub(crate) item: usize,
    pub(crate) choice: usize,
}

/// What a search found.
#[derive(Debug, Clone)]
pub(crate) struct Found {
    /// The best plan, in order of start; `None`: none was found.
    pub(crate) plan: Option<(Measures, Vec<Placed>)>,
    /// Whether nothing better exists (or, without a plan, nothing at all).
    pub(crate) proved: bool,
    /// No plan within the bounds measures less by what is compared first; `i64::MIN`: nothing is known.
    pub(crate) bound: i64,
}

impl Found {
    /// Nothing was looked at.
    pub(crate) const UNKNOWN: Found = Found { plan: None, proved: false, bound: i64::MIN };

    /// Whether there is none.
    pub(crate) fn is_none(&self) -> bool {
        self.plan.is_none() && self.proved
    }

    /// Whether it is not known if there is a plan.
    pub(crate) fn is_unknown(&self) -> bool {
        self.plan.is_none() && !self.proved
    }
}

/// What is left of a budget of search steps, and what was used of it and beside it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Meter {
    pub(crate) left: u64,
    pub(crate) used: u64,
}

impl Meter {
    pub(crate) fn of(steps: u64) -> Self {
        Self { left: steps, used: 0 }
    }

    /// Takes steps from the budget.
    pub(crate) fn take(&mut self, steps: u64) {
        self.left = self.left.saturating_sub(steps);
        self.used = self.used.saturating_add(steps);
    }
}

/// What a search must keep to, beyond the problem.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Bounds {
    /// At most so much in each measure.
    pub(crate) most: Measures,
    /// Stop at the first plan.
    pub(crate) first: bool,
}

impl Bounds {
    /// No bounds.
    pub(crate) const NONE: Bounds = Bounds {
        most: Measures {
            cost: i64::MAX,
            lacking: i64::MAX,
            finish: i64::MAX,
            heaviest: i64::MAX,
            steps: i64::MAX,
            unadvised: i64::MAX,
            credit: i64::MAX,
            not_led: i64::MAX,
        },
        first: false,
    };

    /// Whether there are none.
    pub(crate) fn is_none(&self) -> bool {
        !self.first && self.most == Self::NONE.most
    }
}
