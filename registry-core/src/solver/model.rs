//! The rows of a problem: its items, requirements, sums and limits, written for one aim.

use super::expr::{Expr, Tick};
use super::problem::{Item, Measure, Problem, Timing};
use super::rows::{Draft, Model, Origin, TooLarge, index};
use super::timed::{Asks, Says, Times};

/// What a way of an item adds to a measure that adds up; 0 for those that do not.
pub(crate) fn measured(item: &Item, way: usize, measure: Measure) -> i64 {
    match measure {
        Measure::Cost => item.ways[way].cost,
        Measure::Lacking => item.ways[way].lacking.into(),
        Measure::Items => 1,
        Measure::Credit => item.credit.saturating_neg(),
        Measure::Finish | Measure::HeaviestTerm => 0,
    }
}

/// What each item of a selection weighs.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Weight {
    /// What it adds to a measure.
    Of(Measure),
    /// Its load, in every term it touches.
    Load,
    /// How many terms it takes.
    Terms,
}

impl Weight {
    fn of(self, problem: &Problem, item: usize, way: usize) -> i64 {
        let chosen = &problem.items[item].ways[way];
        let terms = || match chosen.timing {
            Timing::Dated { start, end } => i64::from(problem.term(end)) - i64::from(problem.term(start)) + 1,
            Timing::Rolling { terms, .. } => i64::from(terms),
        };
        match self {
            Weight::Of(measure) => measured(&problem.items[item], way, measure),
            Weight::Load => i64::from(chosen.load).saturating_mul(terms()),
            Weight::Terms => terms(),
        }
    }
}

/// What a selection is to be least in, and what it may measure at most.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Aim<'a> {
    /// What is to be least.
    pub(crate) least: Weight,
    /// The most of other measures.
    pub(crate) most: &'a [(Measure, i64)],
}

/// The rows of a problem.
///
/// # Errors
/// Sums that cannot be counted with, such as two costs of `i64::MAX`.
pub(crate) fn model(problem: &Problem, aim: &Aim<'_>) -> Result<Model, TooLarge> {
    written(problem, aim, None)
}

/// The rows of a problem, with those that say by when what is needed must be over.
///
/// # Errors
/// The same.
pub(crate) fn timed_model(problem: &Problem, aim: &Aim<'_>, times: &Times<'_>) -> Result<Model, TooLarge> {
    written(problem, aim, Some(times))
}

fn written(problem: &Problem, aim: &Aim<'_>, times: Option<&Times<'_>>) -> Result<Model, TooLarge> {
    let mut writer = Writer::new(problem, aim, times);
    for item in 0..problem.items.len() {
        writer.item(item);
    }
    // What only a day to come meets is met in the end.
    writer.asks = Asks::Met(Tick::MAX);
    writer.require(None, &problem.goal);
    for row in &problem.rows {
        let amounts = row.amounts.iter().map(|&(item, amount)| (writer.of_item[item], amount)).collect();
        writer.rows.push(Draft { amounts, least: row.least });
    }
    writer.limits();
    Model::new(writer.weight, writer.origin, 0, writer.rows)
}

struct Writer<'a> {
    problem: &'a Problem,
    aim: &'a Aim<'a>,
    times: Option<&'a Times<'a>>,
    /// What is asked of the items that are named now. Days to come after its tick are not waited for.
    asks: Asks,
    weight: Vec<i64>,
    origin: Vec<Origin>,
    rows: Vec<Draft>,
    of_item: Vec<u32>,
    /// By item, the variable of its first milestone, if it has any.
    milestones: Vec<u32>,
}

impl<'a> Writer<'a> {
    fn new(problem: &'a Problem, aim: &'a Aim<'a>, times: Option<&'a Times<'a>>) -> Self {
        let asks = Asks::Met(if problem.terms.is_empty() { Tick::MAX } else { problem.last });
        let items = problem.items.len();
        Self {
            problem,
            aim,
            times,
            asks,
            weight: Vec::with_capacity(items),
            origin: Vec::with_capacity(items),
            rows: Vec::with_capacity(items),
            of_item: Vec::with_capacity(items),
            milestones: Vec::with_capacity(items),
        }
    }

    fn variable(&mut self, origin: Origin) -> u32 {
        let weight = match origin {
            Origin::Item { item, way } | Origin::Way { item, way } => self.aim.least.of(self.problem, item, way),
            Origin::Choice { .. } | Origin::Part => 0,
        };
        self.weight.push(weight);
        self.origin.push(origin);
        index(self.origin.len() - 1)
    }

    fn item(&mut self, item: usize) {
        let ways = self.ways(item);
        let itself = match ways[..] {
            [] => {
                let itself = self.variable(Origin::Choice { item });
                self.rows.push(Draft { amounts: vec![(itself, -1)], least: 0 });
                itself
            }
            [way] => self.variable(Origin::Item { item, way }),
            _ => {
                let ways: Vec<u32> = ways.iter().map(|&way| self.variable(Origin::Way { item, way })).collect();
                let itself = self.variable(Origin::Choice { item });
                self.rows.push(Draft { amounts: ways.iter().map(|&way| (way, -1)).collect(), least: -1 });
                let some = ways.iter().map(|&way| (way, 1)).chain([(itself, -1)]).collect();
                self.rows.push(Draft { amounts: some, least: 0 });
                itself
            }
        };
        self.of_item.push(itself);
        self.milestones.push(index(self.origin.len()));
        let of = &self.problem.items[item];
        let Some(times) = self.times else {
            self.require(Some(itself), &of.before);
            self.require(Some(itself), &of.beside);
            return;
        };
        if !times.timely(item) {
            self.rows.push(Draft { amounts: vec![(itself, -1)], least: 0 });
            return;
        }
        let milestones = times.milestones(item);
        let variables: Vec<u32> = milestones.iter().map(|_| self.variable(Origin::Part)).collect();
        for (place, &variable) in variables.iter().enumerate() {
            let later = variables.get(place + 1).copied().unwrap_or(itself);
            self.rows.push(Draft { amounts: vec![(later, 1), (variable, -1)], least: 0 });
        }
        let starts = milestones.iter().map(|milestone| milestone.start).chain([times.latest_start(item)]);
        for (variable, start) in variables.into_iter().chain([itself]).zip(starts) {
            self.asks = Asks::Over(start);
            self.require(Some(variable), &of.before);
            self.asks = Asks::Begun(start);
            self.require(Some(variable), &of.beside);
        }
    }

    /// The ways that must be told apart: those no other is at least as good as. In time one stands for all: which of
    /// them fits, and what they then cost, is for the schedule to say.
    fn ways(&self, item: usize) -> Vec<usize> {
        let of = &self.problem.items[item];
        if of.ways.len() == 1 {
            return vec![0];
        }
        let active = |measure: Measure| self.aim.most.iter().any(|most| most.0 == measure);
        let other = if self.aim.least == Weight::Of(Measure::Lacking) { Measure::Cost } else { Measure::Lacking };
        let key = |way: usize| {
            let second = if active(other) { measured(of, way, other) } else { 0 };
            (self.aim.least.of(self.problem, item, way), second)
        };
        let mut ways: Vec<usize> = (0..of.ways.len()).collect();
        ways.sort_by_key(|&way| (key(way), way));
        if !self.problem.terms.is_empty() {
            ways.truncate(1);
        }
        let mut least = i64::MAX;
        ways.retain(|&way| {
            let better = key(way).1 < least;
            least = least.min(key(way).1);
            better
        });
        ways
    }

    /// Writes the rows by which `when`, or the whole, asks for a requirement.
    fn require(&mut self, when: Option<u32>, expr: &Expr) {
        match expr {
            Expr::True => {}
            Expr::From(tick) if self.asks.met_from(*tick) => {}
            Expr::Never | Expr::From(_) => self.at_least(when, 1, Vec::new()),
            Expr::Item(item) => {
                let mut amounts = Vec::with_capacity(2);
                amounts.extend(self.says(*item).map(|variable| (variable, 1)));
                self.at_least(when, 1, amounts);
            }
            Expr::All(parts) => parts.iter().for_each(|part| self.require(when, part)),
            Expr::AtLeast(least, parts) => {
                let mut least = i64::try_from(*least).unwrap_or(i64::MAX);
                // One more for what asks.
                let mut amounts = Vec::with_capacity(parts.len() + 1);
                for part in parts {
                    match self.part(part) {
                        Part::Always => least -= 1,
                        Part::Never => {}
                        Part::When(variable) => amounts.push((variable, 1)),
                    }
                }
                self.at_least(when, least, amounts);
            }
        }
    }

    fn at_least(&mut self, when: Option<u32>, least: i64, mut amounts: Vec<(u32, i64)>) {
        let most = i64::try_from(amounts.len()).unwrap_or(i64::MAX);
        // One more than there are is as much out of reach as any number.
        let least = least.min(most.saturating_add(1));
        if least <= 0 {
            return;
        }
        let Some(when) = when else {
            self.rows.push(Draft { amounts, least });
            return;
        };
        amounts.push((when, -least));
        self.rows.push(Draft { amounts, least: 0 });
    }

    fn part(&mut self, expr: &Expr) -> Part {
        match expr {
            Expr::True => Part::Always,
            Expr::From(tick) if self.asks.met_from(*tick) => Part::Always,
            Expr::Never | Expr::From(_) => Part::Never,
            Expr::Item(item) => self.says(*item).map_or(Part::Never, Part::When),
            Expr::All(parts) | Expr::AtLeast(1, parts) if parts.len() == 1 => self.part(&parts[0]),
            Expr::All(_) | Expr::AtLeast(..) => {
                let variable = self.variable(Origin::Part);
                self.require(Some(variable), expr);
                Part::When(variable)
            }
        }
    }

    /// The variable that says that an item does what is asked now; `None`: it cannot.
    fn says(&self, item: usize) -> Option<u32> {
        match self.times.map_or(Says::Chosen, |times| times.says(item, self.asks)) {
            Says::Never => None,
            Says::Chosen => Some(self.of_item[item]),
            Says::Milestone(place) => Some(self.milestones[item] + index(place)),
        }
    }

    /// Writes the rows of the most that other measures may be.
    fn limits(&mut self) {
        for &(measure, most) in self.aim.most {
            let amount = |origin: &Origin| match *origin {
                Origin::Item { item, .. } if !self.problem.terms.is_empty() => {
                    let of = &self.problem.items[item];
                    let least = (0..of.ways.len()).map(|way| measured(of, way, measure)).min();
                    least.unwrap_or(0).saturating_neg()
                }
                Origin::Item { item, way } | Origin::Way { item, way } => {
                    measured(&self.problem.items[item], way, measure).saturating_neg()
                }
                Origin::Choice { .. } | Origin::Part => 0,
            };
            let amounts = self.origin.iter().enumerate().map(|(at, origin)| (index(at), amount(origin)));
            self.rows.push(Draft { amounts: amounts.collect(), least: most.saturating_neg() });
        }
    }
}

enum Part {
    Always,
    Never,
    When(u32),
}
