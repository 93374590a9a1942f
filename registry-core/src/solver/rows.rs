//! A selection problem as rows: Σ amount · variable ≥ least over variables that are in or out.
//!
//! Variables stand for items, for ways of an item where ways measure differently, and for parts of nested
//! requirements, which are free. Every requirement, sum and limit is one row, so that everything after it knows one
//! kind of thing. A requirement of an item is a row with the item itself at a negative amount.

/// Sums of amounts, costs and least values stay below this, so that no arithmetic of the solver overflows.
const MOST_SUM: i128 = 1 << 56;

/// The sums of a problem are beyond what the solver counts with: about seven times ten to the sixteenth.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("the amounts of one row, or all costs together, add up to more than {} in size; use a larger unit", MOST_SUM)]
pub(crate) struct TooLarge;

/// What a variable stands for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Origin {
    /// An item, learned in this way or one that measures no more.
    Item { item: usize, way: usize },
    /// An item whose ways are variables of their own.
    Choice { item: usize },
    /// A way of such an item, or one that measures no more.
    Way { item: usize, way: usize },
    /// A part of a nested requirement, or a milestone of an item.
    Part,
}

/// Lists of (index, amount) in one run of memory.
#[derive(Debug, Clone, Default)]
pub(crate) struct Lists {
    start: Vec<u32>,
    entries: Vec<(u32, i64)>,
}

impl Lists {
    pub(crate) fn of(&self, index: usize) -> &[(u32, i64)] {
        &self.entries[self.start[index] as usize..self.start[index + 1] as usize]
    }

    pub(crate) fn len(&self) -> usize {
        self.start.len() - 1
    }

    /// How many entries all lists have together.
    pub(crate) fn entries(&self) -> usize {
        self.entries.len()
    }

    /// The same entries, listed by what they were indexed to.
    fn turned(&self, count: usize) -> Self {
        let mut start = vec![0u32; count + 1];
        for (to, _) in &self.entries {
            start[*to as usize + 1] += 1;
        }
        for at in 0..count {
            start[at + 1] += start[at];
        }
        let mut next = start.clone();
        let mut entries = vec![(0, 0); self.entries.len()];
        for from in 0..self.len() {
            for &(to, amount) in self.of(from) {
                let place = &mut next[to as usize];
                entries[*place as usize] = (index(from), amount);
                *place += 1;
            }
        }
        Self { start, entries }
    }
}

/// Rows over variables, with what each variable weighs; the least total weight is wanted.
#[derive(Debug, Clone)]
pub(crate) struct Model {
    /// What each variable weighs; negative: it is wanted for itself.
    pub(crate) weight: Vec<i64>,
    /// What each variable stands for.
    pub(crate) origin: Vec<Origin>,
    /// What every selection weighs besides.
    pub(crate) base: i64,
    /// The rows: variables and their amounts.
    pub(crate) rows: Lists,
    /// The least sum of each row.
    pub(crate) least: Vec<i64>,
    /// The rows of each variable.
    pub(crate) columns: Lists,
}

impl Model {
    /// A model of these rows. Rows are put in lowest terms; those that always hold are left out.
    pub(crate) fn new(weight: Vec<i64>, origin: Vec<Origin>, base: i64, rows: Vec<Draft>) -> Result<Self, TooLarge> {
        let mut written = Rows::with_room(rows.len(), rows.iter().map(|draft| draft.amounts.len()).sum());
        for draft in rows {
            written.add(draft.amounts, draft.least)?;
        }
        Self::of(weight, origin, base, written).map(|(model, _)| model)
    }

    /// A model of rows that are in lowest terms, with the place each had among those given.
    pub(crate) fn of(
        weight: Vec<i64>,
        origin: Vec<Origin>,
        base: i64,
        rows: Rows,
    ) -> Result<(Self, Vec<u32>), TooLarge> {
        check_sum(weight.iter().copied().chain([base]))?;
        let columns = rows.lists.turned(weight.len());
        Ok((Self { weight, origin, base, rows: rows.lists, least: rows.least, columns }, rows.kept))
    }

    pub(crate) fn variables(&self) -> usize {
        self.weight.len()
    }
}

/// A row that is being written.
#[derive(Debug, Clone, Default)]
pub(crate) struct Draft {
    pub(crate) amounts: Vec<(u32, i64)>,
    pub(crate) least: i64,
}

/// Rows in lowest terms: each variable once, no amount larger than it need be, none that always holds.
#[derive(Debug)]
pub(crate) struct Rows {
    lists: Lists,
    least: Vec<i64>,
    kept: Vec<u32>,
    given: u32,
}

impl Rows {
    /// No rows yet, and room for so many with so many amounts together.
    pub(crate) fn with_room(rows: usize, amounts: usize) -> Self {
        let mut start = Vec::with_capacity(rows + 1);
        start.push(0);
        let lists = Lists { start, entries: Vec::with_capacity(amounts) };
        Self { lists, least: Vec::with_capacity(rows), kept: Vec::with_capacity(rows), given: 0 }
    }

    /// Adds a row, unless it always holds.
    ///
    /// # Errors
    /// Amounts that together are beyond what is counted with.
    pub(crate) fn add(&mut self, amounts: impl IntoIterator<Item = (u32, i64)>, least: i64) -> Result<(), TooLarge> {
        let place = self.given;
        self.given += 1;
        let entries = &mut self.lists.entries;
        let first = entries.len();
        entries.extend(amounts);
        check_sum(entries[first..].iter().map(|entry| entry.1).chain([least]))?;
        let count = merge(&mut entries[first..]);
        entries.truncate(first + count);
        match tighten(&mut entries[first..], least) {
            Some(least) => {
                self.lists.start.push(index(self.lists.entries.len()));
                self.least.push(least);
                self.kept.push(place);
            }
            None => self.lists.entries.truncate(first),
        }
        Ok(())
    }
}

/// Puts each variable once, in order, and leaves out what has come to 0: how many are left, at the front.
fn merge(amounts: &mut [(u32, i64)]) -> usize {
    if amounts.is_sorted_by(|one, next| one.0 < next.0) && amounts.iter().all(|entry| entry.1 != 0) {
        return amounts.len();
    }
    amounts.sort_unstable_by_key(|entry| entry.0);
    let (mut count, mut at) = (0, 0);
    while let Some(&(variable, _)) = amounts.get(at) {
        let same = amounts[at..].iter().take_while(|entry| entry.0 == variable);
        let (sum, members) = same.fold((0, 0), |(sum, members), entry| (sum + entry.1, members + 1));
        at += members;
        if sum != 0 {
            amounts[count] = (variable, sum);
            count += 1;
        }
    }
    count
}

/// Makes amounts no larger than they need be, in lowest terms: the least sum then; `None`: it is always reached.
fn tighten(amounts: &mut [(u32, i64)], least: i64) -> Option<i64> {
    let negative: i64 = amounts.iter().map(|entry| entry.1.min(0)).sum();
    if negative >= least {
        return None;
    }
    let enough = least - negative;
    let mut divisor = 0;
    for entry in amounts.iter_mut() {
        entry.1 = entry.1.min(enough);
        divisor = if divisor == 1 { 1 } else { gcd(divisor, entry.1) };
    }
    if divisor <= 1 {
        return Some(least);
    }
    for entry in amounts.iter_mut() {
        entry.1 /= divisor;
    }
    Some(least.div_euclid(divisor) + i64::from(least.rem_euclid(divisor) > 0))
}

/// The greatest common divisor of the sizes of two numbers; 0 only of two zeros.
pub(crate) fn gcd(one: i64, other: i64) -> i64 {
    let (mut one, mut other) = (one.saturating_abs(), other.saturating_abs());
    while other != 0 {
        (one, other) = (other, one % other);
    }
    one
}

fn check_sum(amounts: impl IntoIterator<Item = i64>) -> Result<(), TooLarge> {
    let sum: i128 = amounts.into_iter().map(|amount| i128::from(amount).abs()).sum();
    if sum < MOST_SUM { Ok(()) } else { Err(TooLarge) }
}

pub(super) fn index(value: usize) -> u32 {
    u32::try_from(value).unwrap_or(u32::MAX)
}
