//! The limits of a file that somebody might change, lifted and set one by one.

use std::collections::BTreeMap;

use super::bounds::{COST_MAX, CREDIT_SUM_MAX, TERMS_MAX, TICK_MAX};
use super::{ProblemFile, TermEntry};

/// At most so many further terms are looked at when the terms end too early.
const FURTHER_TERMS_MAX: usize = 1_000;

/// A limit of a problem file. Terms, periods, sums, caps and parts are counted from 0, as in the file.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Limit {
    /// The budget.
    Budget,
    /// The last tick, or where there is none, the end of the terms.
    Deadline,
    /// The money of a period.
    PeriodMoney(usize),
    /// The days of a period.
    PeriodDays(usize),
    /// The most hours of a term.
    TermHours(usize),
    /// The most items of a term.
    TermItems(usize),
    /// The fewest hours of a term.
    TermLeastHours(usize),
    /// The fewest items of a term.
    TermLeastItems(usize),
    /// A sum of credit that must be reached.
    Credit(usize),
    /// A part of such a sum that counts for no more than so much.
    Counted {
        /// Which sum.
        sum: usize,
        /// Which of its parts.
        part: usize,
    },
    /// A sum of credit that must not be passed.
    Cap(usize),
    /// Two items that exclude one another, by their ids.
    Excludes(String, String),
    /// An item that is refused, by its id.
    Refused(String),
}

/// What a limit is, and how far it can be moved: from `now` up or down to `most`, where nothing is left of it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Amount {
    pub(super) now: i64,
    pub(super) most: i64,
}

/// The limits of a file, with the way to vary it.
#[derive(Debug)]
pub(super) struct Limits<'f> {
    file: &'f ProblemFile,
    ids: BTreeMap<&'f str, usize>,
}

impl<'f> Limits<'f> {
    pub(super) fn of(file: &'f ProblemFile) -> Self {
        Self { file, ids: file.items.iter().enumerate().map(|(index, item)| (item.id.as_str(), index)).collect() }
    }

    /// Every limit, in order.
    pub(super) fn all(&self) -> Vec<Limit> {
        let file = self.file;
        let mut limits = Vec::new();
        limits.extend(file.budget.map(|_| Limit::Budget));
        limits.extend((!file.terms.is_empty()).then_some(Limit::Deadline));
        for (number, period) in file.periods.iter().enumerate() {
            limits.extend(period.money.map(|_| Limit::PeriodMoney(number)));
            limits.extend(period.days.map(|_| Limit::PeriodDays(number)));
        }
        for (number, term) in file.terms.iter().enumerate() {
            limits.extend(term.hours.map(|_| Limit::TermHours(number)));
            limits.extend(term.most_items.map(|_| Limit::TermItems(number)));
            limits.extend((term.least_hours > 0).then_some(Limit::TermLeastHours(number)));
            limits.extend((term.least_items > 0).then_some(Limit::TermLeastItems(number)));
        }
        for (sum, entry) in file.credit.iter().enumerate() {
            limits.extend((entry.least > 0).then_some(Limit::Credit(sum)));
            limits.extend((0..entry.counting_at_most.len()).map(|part| Limit::Counted { sum, part }));
        }
        let caps = file.caps.iter().enumerate().filter(|(_, cap)| cap.most.is_none_or(|most| most < CREDIT_SUM_MAX));
        limits.extend(caps.map(|(cap, _)| Limit::Cap(cap)));
        for item in &file.items {
            for other in &item.excludes {
                let [one, two] = if item.id < *other { [&item.id, other] } else { [other, &item.id] };
                limits.push(Limit::Excludes(one.clone(), two.clone()));
            }
            limits.extend(item.refused.then(|| Limit::Refused(item.id.clone())));
        }
        limits.sort_unstable();
        limits.dedup();
        limits
    }

    /// The amount of a limit; `None`: it can only be lifted.
    pub(super) fn amount(&self, limit: &Limit) -> Option<Amount> {
        let file = self.file;
        let most = |of: &dyn Fn(&super::WayEntry) -> i64| {
            let of_item = |item: &super::ItemEntry| item.all_ways().iter().map(of).max().unwrap_or(0);
            file.items.iter().map(of_item).fold(0, i64::saturating_add)
        };
        let (now, most) = match *limit {
            Limit::Budget => (file.budget?, most(&|way| way.cost).min(COST_MAX)),
            Limit::Deadline => (last_tick(file), self.horizon()),
            Limit::PeriodMoney(period) => (file.periods[period].money?, most(&|way| way.cost).min(COST_MAX)),
            Limit::PeriodDays(period) => (file.periods[period].days?, most(&|way| way.days)),
            Limit::TermHours(term) => (file.terms[term].hours?, most(&|way| way.hours)),
            Limit::TermItems(term) => (file.terms[term].most_items?, count(file.items.len())),
            Limit::TermLeastHours(term) => (file.terms[term].least_hours, 0),
            Limit::TermLeastItems(term) => (file.terms[term].least_items, 0),
            Limit::Credit(sum) => (file.credit[sum].least, 0),
            Limit::Counted { sum, part } => (file.credit[sum].counting_at_most[part].most, self.credit()),
            Limit::Cap(cap) => match file.caps[cap].most_percent {
                Some(percent) => (percent, 100),
                None => (file.caps[cap].most?, self.credit()),
            },
            Limit::Excludes(..) | Limit::Refused(_) => return None,
        };
        Some(Amount { now, most })
    }

    fn credit(&self) -> i64 {
        self.file.items.iter().map(|item| item.credit).fold(0, i64::saturating_add)
    }

    /// The last tick by which everything could be over one after another, as far as is looked.
    fn horizon(&self) -> i64 {
        let (file, per_term) = (self.file, self.file.ticks_per_term.unwrap_or(1));
        let ways = || file.items.iter().flat_map(|item| item.all_ways().into_owned());
        let fixed = ways().filter_map(|way| way.end_tick).max().unwrap_or(0).max(latest_gate(file)) / per_term + 1;
        let length = |item: &super::ItemEntry| item.all_ways().iter().filter_map(|way| way.length).max().unwrap_or(1);
        let lengths = file.items.iter().map(length).fold(0, i64::saturating_add);
        let terms = count(file.terms.len());
        let most = (terms + count(FURTHER_TERMS_MAX)).min(count(TERMS_MAX)).min(TICK_MAX / per_term).max(terms);
        let wanted = terms.max(fixed).saturating_add(lengths).min(most);
        (wanted * per_term - 1).max(last_tick(file))
    }

    /// The file with some limits lifted.
    pub(super) fn without<'l>(&self, lifted: impl IntoIterator<Item = &'l Limit>) -> ProblemFile {
        let mut file = self.file.clone();
        let mut counted = Vec::new();
        let mut until = None;
        for limit in lifted {
            match limit {
                Limit::Deadline => until = Some(self.horizon()),
                Limit::Counted { sum, part } => counted.push((*sum, *part)),
                other => self.lift(&mut file, other),
            }
        }
        // From the last on, so that those before it keep their places.
        counted.sort_unstable();
        for (sum, part) in counted.into_iter().rev() {
            file.credit[sum].counting_at_most.remove(part);
        }
        if let Some(last) = until {
            extend(&mut file, last);
        }
        file
    }

    fn lift(&self, file: &mut ProblemFile, limit: &Limit) {
        match limit {
            Limit::Budget => file.budget = None,
            Limit::PeriodMoney(period) => file.periods[*period].money = None,
            Limit::PeriodDays(period) => file.periods[*period].days = None,
            Limit::TermHours(term) => file.terms[*term].hours = None,
            Limit::TermItems(term) => file.terms[*term].most_items = None,
            Limit::TermLeastHours(term) => file.terms[*term].least_hours = 0,
            Limit::TermLeastItems(term) => file.terms[*term].least_items = 0,
            Limit::Credit(sum) => file.credit[*sum].least = 0,
            Limit::Cap(cap) => {
                file.caps[*cap] = super::CapEntry { most: Some(CREDIT_SUM_MAX), ..super::CapEntry::default() };
            }
            Limit::Excludes(one, other) => {
                for (of, id) in [(one, other), (other, one)] {
                    file.items[self.ids[of.as_str()]].excludes.retain(|excluded| excluded != id);
                }
            }
            Limit::Refused(id) => file.items[self.ids[id.as_str()]].refused = false,
            Limit::Deadline | Limit::Counted { .. } => {}
        }
    }

    /// The file with one limit set to another amount; one that can only be lifted is lifted.
    pub(super) fn with(&self, limit: &Limit, amount: i64) -> ProblemFile {
        let mut file = self.file.clone();
        match limit {
            Limit::Budget => file.budget = Some(amount),
            Limit::Deadline => extend(&mut file, amount),
            Limit::PeriodMoney(period) => file.periods[*period].money = Some(amount),
            Limit::PeriodDays(period) => file.periods[*period].days = Some(amount),
            Limit::TermHours(term) => file.terms[*term].hours = Some(amount),
            Limit::TermItems(term) => file.terms[*term].most_items = Some(amount),
            Limit::TermLeastHours(term) => file.terms[*term].least_hours = amount,
            Limit::TermLeastItems(term) => file.terms[*term].least_items = amount,
            Limit::Credit(sum) => file.credit[*sum].least = amount,
            Limit::Counted { sum, part } => file.credit[*sum].counting_at_most[*part].most = amount,
            Limit::Cap(cap) => match &mut file.caps[*cap] {
                super::CapEntry { most_percent: Some(percent), .. } => *percent = amount,
                cap => cap.most = Some(amount),
            },
            Limit::Excludes(..) | Limit::Refused(_) => self.lift(&mut file, limit),
        }
        file
    }
}

fn count(number: usize) -> i64 {
    i64::try_from(number).unwrap_or(i64::MAX)
}

fn last_tick(file: &ProblemFile) -> i64 {
    file.last_tick.unwrap_or(count(file.terms.len()) * file.ticks_per_term.unwrap_or(1) - 1)
}

/// The latest tick from which any requirement holds.
fn latest_gate(file: &ProblemFile) -> i64 {
    fn of(requirement: &super::Requirement) -> i64 {
        let inside = requirement.operands().iter().map(of).max().unwrap_or(0);
        if let super::Requirement::FromTick(tick) = requirement { *tick } else { inside }
    }
    let asked = file.items.iter().flat_map(|item| [&item.prerequisite, &item.corequisite]).flatten();
    asked.chain(&file.goal).map(of).max().unwrap_or(0)
}

/// Moves the end to a tick. Terms that are missing are like the last one, without a minimum.
fn extend(file: &mut ProblemFile, last: i64) {
    let per_term = file.ticks_per_term.unwrap_or(1);
    let terms = usize::try_from(last.div_euclid(per_term) + 1).unwrap_or(0);
    if let Some(term) = file.terms.last() {
        let further = TermEntry { name: String::new(), least_hours: 0, least_items: 0, ..term.clone() };
        file.terms.resize(terms.max(file.terms.len()), further);
    }
    file.last_tick = Some(last);
}
