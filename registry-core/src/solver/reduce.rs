//! Making a model smaller without losing its best selection: what follows, what never helps, what goes together, and
//! what another variable does as well.
//!
//! All of this holds for choices alone. In time a dearer item may be the one that is offered soon enough.

use super::marks::{Mark, Marks};
use super::rows::{Model, Rows, TooLarge};

/// What has become of a variable of the larger model.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Fate {
    In,
    Out,
    /// It is, or goes with, this variable of the smaller one.
    Now(u32),
}

/// A smaller model, and the way back.
#[derive(Debug)]
pub(crate) struct Reduced {
    pub(crate) model: Model,
    /// By variable of the larger model.
    pub(crate) fate: Vec<Fate>,
    /// By row of the smaller model, its row in the larger one.
    pub(crate) rows: Vec<Option<u32>>,
}

/// How many comparisons of two variables are made at most in one round.
const MOST_COMPARISONS: usize = 40_000;

/// How often reductions are tried again after one has done something.
const MOST_ROUNDS: usize = 8;

/// Where this part of the variables is settled, they are left out before anything is compared.
const MUCH: usize = 4;

/// A round that leaves out less than this part of the variables is the last.
const NOT_WORTH_A_ROUND: usize = 8;

/// The model without what is settled by `marks` and by reductions; `None`: nothing meets its rows.
///
/// # Errors
/// Sums that cannot be counted with; not of a model that could be.
pub(crate) fn reduce(model: &Model, marks: Marks) -> Result<Option<Reduced>, TooLarge> {
    let same = || (0..model.variables() as u32).collect::<Vec<u32>>();
    let (mut reduced, mut quiet) = if marks.depth() * MUCH >= model.variables() {
        (compact(model, &marks, &same(), &[])?, false)
    } else {
        let Some(first) = round(model, marks, false)? else { return Ok(None) };
        first
    };
    for round_number in 1..MOST_ROUNDS {
        if quiet {
            break;
        }
        let mut marks = Marks::new(&reduced.model);
        if !marks.follow(&reduced.model) {
            return Ok(None);
        }
        let last = round_number + 1 == MOST_ROUNDS;
        let Some((next, nothing)) = round(&reduced.model, marks, last)? else { return Ok(None) };
        quiet = nothing;
        for fate in &mut reduced.fate {
            if let Fate::Now(variable) = *fate {
                *fate = next.fate[variable as usize];
            }
        }
        let rows = next.rows.iter().map(|row| row.and_then(|row| reduced.rows[row as usize])).collect();
        reduced = Reduced { model: next.model, fate: reduced.fate, rows };
    }
    Ok(Some(reduced))
}

/// One round, and whether it found next to nothing to leave out. Rows that say which of two variables comes first hide what else
/// could go, so that they are written only then, or in the last round.
fn round(model: &Model, mut marks: Marks, last: bool) -> Result<Option<(Reduced, bool)>, TooLarge> {
    if !settle_useless(model, &mut marks) {
        return Ok(None);
    }
    let mut pairs = Vec::new();
    if !settle_dominated(model, &mut marks, &mut pairs) {
        return Ok(None);
    }
    let leader = leaders(model, &marks);
    let led = leader.iter().enumerate().filter(|(at, first)| **first as usize != *at).count();
    let quiet = (marks.depth() + led) * NOT_WORTH_A_ROUND <= model.variables();
    if !quiet && !last {
        pairs.clear();
    }
    Ok(Some((compact(model, &marks, &leader, &pairs)?, quiet)))
}

/// Leaves out what no row asks for, and takes what is wanted and does no harm.
fn settle_useless(model: &Model, marks: &mut Marks) -> bool {
    for variable in 0..model.variables() as u32 {
        if !marks.is_open(variable) {
            continue;
        }
        let weight = model.weight[variable as usize];
        let column = model.columns.of(variable as usize);
        if weight >= 0 && column.iter().all(|entry| entry.1 < 0) {
            marks.set(model, variable, Mark::Out);
        } else if weight < 0 && column.iter().all(|entry| entry.1 > 0) {
            marks.set(model, variable, Mark::In);
        }
    }
    marks.follow(model)
}

/// Leaves out what another variable does at least as well; where both may be needed, notes that the better comes
/// first.
fn settle_dominated(model: &Model, marks: &mut Marks, pairs: &mut Vec<(u32, u32)>) -> bool {
    let negative: Vec<i64> =
        (0..model.rows.len()).map(|row| model.rows.of(row).iter().map(|entry| entry.1.min(0)).sum()).collect();
    let mut rivals = Rivals::of(model, marks);
    let mut left = MOST_COMPARISONS;
    for worse in 0..model.variables() as u32 {
        if !marks.is_open(worse) || model.weight[worse as usize] < 0 {
            continue;
        }
        let column = model.columns.of(worse as usize);
        let mut paired = false;
        for &better in rivals.find(model, worse) {
            let heavier = model.weight[better as usize] > model.weight[worse as usize];
            if better == worse || heavier || !marks.is_open(better) {
                continue;
            }
            let Some(fewer) = left.checked_sub(1) else { return marks.follow(model) };
            left = fewer;
            if !dominates(model, better, worse) || (better > worse && dominates(model, worse, better)) {
                continue;
            }
            let alone = |entry: &(u32, i64)| {
                let row = entry.0 as usize;
                entry.1 < 0 || amount_in(model, better, entry.0) + negative[row] >= model.least[row]
            };
            if column.iter().all(alone) {
                marks.set(model, worse, Mark::Out);
                break;
            }
            // One is enough: what it dominates in turn comes after it all the same.
            if !paired {
                pairs.push((better, worse));
                paired = true;
            }
        }
    }
    marks.follow(model)
}

/// What might do as well as a variable: what helps every row that it helps.
///
/// Rows of many variables keep them as bits, so that what several rows have in common is found 64 variables at a time. A
/// row has bits where they are no more words than it has amounts, so that they take no more memory than the model.
struct Rivals {
    words: usize,
    /// The variables that harm no row, as bits.
    harmless: Vec<u64>,
    /// By variable, in which rows its amount is below 0, 64 rows to a bit.
    harmed: Vec<u64>,
    /// By row, where its bits begin, if it has any.
    first: Vec<Option<usize>>,
    bits: Vec<u64>,
    common: Vec<u64>,
    found: Vec<u32>,
}

impl Rivals {
    fn of(model: &Model, marks: &Marks) -> Self {
        let words = model.variables().div_ceil(64);
        let mut bits = Vec::new();
        let mut first = vec![None; model.rows.len()];
        for (row, first) in first.iter_mut().enumerate() {
            let amounts = model.rows.of(row);
            if amounts.len() < words {
                continue;
            }
            let start = bits.len();
            bits.resize(start + words, 0);
            for &(variable, amount) in amounts {
                if amount > 0 && marks.is_open(variable) {
                    bits[start + variable as usize / 64] |= 1 << (variable % 64);
                }
            }
            *first = Some(start);
        }
        let harmed: Vec<u64> = (0..model.variables())
            .map(|variable| {
                let below = model.columns.of(variable).iter().filter(|entry| entry.1 < 0);
                below.fold(0, |rows, entry| rows | 1 << (entry.0 % 64))
            })
            .collect();
        let mut harmless = vec![0; words];
        for (variable, _) in harmed.iter().enumerate().filter(|(_, rows)| **rows == 0) {
            harmless[variable / 64] |= 1 << (variable % 64);
        }
        Self { words, harmless, harmed, first, bits, common: vec![0; words], found: Vec::new() }
    }

    /// All that do as well, and perhaps others; none for what helps no row.
    fn find(&mut self, model: &Model, variable: u32) -> &[u32] {
        self.found.clear();
        let column = model.columns.of(variable as usize);
        let helped = || column.iter().filter(|entry| entry.1 > 0).map(|entry| entry.0 as usize);
        let Some(shortest) = helped().min_by_key(|&row| model.rows.of(row).len()) else { return &self.found };
        let ours = self.harmed[variable as usize];
        let may = |other: u32| self.harmed[other as usize] & !ours == 0;
        if self.first[shortest].is_none() {
            let amounts = model.rows.of(shortest).iter();
            self.found.extend(amounts.filter(|entry| entry.1 > 0 && may(entry.0)).map(|entry| entry.0));
            return &self.found;
        }
        if ours == 0 {
            self.common.copy_from_slice(&self.harmless);
        } else {
            self.common.fill(u64::MAX);
        }
        for start in helped().filter_map(|row| self.first[row]) {
            for (common, bits) in self.common.iter_mut().zip(&self.bits[start..start + self.words]) {
                *common &= bits;
            }
        }
        for (place, &word) in self.common.iter().enumerate() {
            let mut word = word;
            while word != 0 {
                let other = place as u32 * 64 + word.trailing_zeros();
                word &= word - 1;
                if may(other) {
                    self.found.push(other);
                }
            }
        }
        &self.found
    }
}

fn amount_in(model: &Model, variable: u32, row: u32) -> i64 {
    let column = model.columns.of(variable as usize);
    column.binary_search_by_key(&row, |entry| entry.0).map_or(0, |place| column[place].1)
}

/// Whether in every selection one variable could stand where the other does.
fn dominates(model: &Model, better: u32, worse: u32) -> bool {
    if model.weight[better as usize] > model.weight[worse as usize] {
        return false;
    }
    let (mut ours, mut theirs) = (model.columns.of(better as usize), model.columns.of(worse as usize));
    loop {
        match (ours.first(), theirs.first()) {
            (None, None) => return true,
            (Some(our), Some(their)) if our.0 == their.0 => {
                if our.1 < their.1 {
                    return false;
                }
                (ours, theirs) = (&ours[1..], &theirs[1..]);
            }
            (Some(our), Some(their)) if their.0 < our.0 => {
                if their.1 > 0 {
                    return false;
                }
                theirs = &theirs[1..];
            }
            (Some(our), _) => {
                if our.1 < 0 {
                    return false;
                }
                ours = &ours[1..];
            }
            (None, Some(their)) => {
                if their.1 > 0 {
                    return false;
                }
                theirs = &theirs[1..];
            }
        }
    }
}

/// With whom each variable goes: what only one other needs is in when that one is.
fn leaders(model: &Model, marks: &Marks) -> Vec<u32> {
    let mut leader: Vec<u32> = (0..model.variables() as u32).collect();
    for variable in 0..model.variables() as u32 {
        if !marks.is_open(variable) || model.weight[variable as usize] < 0 {
            continue;
        }
        let mut rows = model.columns.of(variable as usize).iter().filter(|entry| entry.1 > 0);
        let (Some(&(row, _)), None) = (rows.next(), rows.next()) else { continue };
        let row = row as usize;
        let needs = match *model.rows.of(row) {
            [(one, 1), (other, -1)] if one == variable => other,
            [(other, -1), (one, 1)] if one == variable => other,
            _ => continue,
        };
        if model.least[row] != 0 || !marks.is_open(needs) {
            continue;
        }
        let mut first = needs;
        while leader[first as usize] != first {
            first = leader[first as usize];
        }
        if first != variable {
            leader[variable as usize] = first;
        }
    }
    for variable in 0..leader.len() {
        let mut first = leader[variable];
        while leader[first as usize] != first {
            first = leader[first as usize];
        }
        leader[variable] = first;
    }
    leader
}

fn compact(model: &Model, marks: &Marks, leader: &[u32], pairs: &[(u32, u32)]) -> Result<Reduced, TooLarge> {
    let mut fate = vec![Fate::Out; model.variables()];
    let mut weight = Vec::new();
    let mut origin = Vec::new();
    for variable in 0..model.variables() {
        match marks.mark[variable] {
            Mark::In => fate[variable] = Fate::In,
            Mark::Out => {}
            Mark::Open if leader[variable] as usize == variable => {
                fate[variable] = Fate::Now(weight.len() as u32);
                weight.push(model.weight[variable]);
                origin.push(model.origin[variable]);
            }
            Mark::Open => {}
        }
    }
    for (variable, &first) in leader.iter().enumerate() {
        if marks.mark[variable] == Mark::Open
            && first as usize != variable
            && let Fate::Now(now) = fate[first as usize]
        {
            fate[variable] = fate[first as usize];
            weight[now as usize] += model.weight[variable];
        }
    }
    let now = |variable: u32| match fate[variable as usize] {
        Fate::Now(now) => Some(now),
        Fate::In | Fate::Out => None,
    };
    let mut rows = Rows::with_room(model.rows.len() + pairs.len(), model.rows.entries() + 2 * pairs.len());
    for row in 0..model.rows.len() {
        let amounts = model.rows.of(row).iter().filter_map(|&(variable, amount)| Some((now(variable)?, amount)));
        // What is in has paid for its part: at = sum of what is in − least.
        rows.add(amounts, -marks.at[row])?;
    }
    for &(better, worse) in pairs {
        if let (Some(better), Some(worse)) = (now(better), now(worse)) {
            rows.add([(better, 1), (worse, -1)], 0)?;
        }
    }
    let known = model.rows.len();
    let (model, kept) = Model::of(weight, origin, marks.weight, rows)?;
    let rows = kept.into_iter().map(|row| ((row as usize) < known).then_some(row)).collect();
    Ok(Reduced { model, fate, rows })
}
