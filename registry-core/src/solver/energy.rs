//! What terms can hold: sums of load, and of counts, that must fit into every run of terms.
//!
//! A *resource* gives each way a weight and each term a cap, such that the weights of what is going on in a term never
//! exceed its cap. Load is one, the number of items another. The rest are bounds for packing derived from load: of
//! items with at least a load *m*, at most ⌊cap / *m*⌋ fit in a term; and, where all caps are one *C*, for any *a* a
//! load above *C* − *a* may as well count as *C* if loads below *a* count as nothing (both are dual feasible functions).

use fixedbitset::FixedBitSet;

use super::expr::Tick;
use super::problem::{Problem, Timing, Way};
use super::windows::{Edges, Windows, earliest_of, latest_of};

/// The longest time over which every run of terms is checked; beyond it, runs from the first and to the last.
const RUNS_MAX: usize = 40;

/// How many bounds derived from load are kept.
const DERIVED_MAX: usize = 5;

/// Something of which each term has only so much.
#[derive(Debug, Clone)]
pub(super) struct Resource {
    /// By item and way, what it takes of every term it touches.
    pub(super) weight: Vec<Vec<i64>>,
    /// By term, how much there is.
    pub(super) caps: Vec<i64>,
}

/// When one way of an item can be, in terms.
#[derive(Debug, Clone, Copy)]
pub(super) struct Span {
    /// Which way.
    pub(super) way: usize,
    /// The earliest term in which it starts.
    pub(super) first: i32,
    /// The latest term in which it starts.
    pub(super) last: i32,
    /// How many terms it touches.
    pub(super) terms: i32,
}

/// The resources that may be short by the end of `horizon`: load, count, then those derived from load that are likeliest
/// to be.
pub(super) fn resources(problem: &Problem, most_load: u32, required: &FixedBitSet, horizon: Tick) -> Vec<Resource> {
    let count = usize::try_from(problem.term(horizon) + 1).unwrap_or(0).min(problem.terms.len());
    let terms = &problem.terms[..count];
    let loads: Vec<i64> = terms.iter().map(|term| term.most_load.min(most_load).into()).collect();
    let mut resources = vec![
        Resource { weight: weigh(problem, &|load| load), caps: loads.clone() },
        Resource { weight: weigh(problem, &|_| 1), caps: terms.iter().map(|term| term.most_items.into()).collect() },
    ];
    let mut derived = derived(problem, loads, required);
    derived.retain(|resource| {
        let (weight, caps) = resource.full(required);
        weight * 2 > caps || count > RUNS_MAX
    });
    resources.extend(derived);
    // What fits into one term all together is never short.
    resources.retain(|resource| {
        let most = |item: usize| resource.weight[item].iter().copied().max().unwrap_or(0);
        required.ones().map(most).sum::<i64>() > resource.caps.iter().copied().filter(|&cap| cap > 0).min().unwrap_or(0)
    });
    resources
}

fn weigh(problem: &Problem, weight: &dyn Fn(i64) -> i64) -> Vec<Vec<i64>> {
    let of_ways = |ways: &Vec<Way>| ways.iter().map(|way| weight(way.load.into())).collect();
    problem.items.iter().map(|item| of_ways(&item.ways)).collect()
}

/// Resources derived from load, fullest first.
fn derived(problem: &Problem, loads: Vec<i64>, required: &FixedBitSet) -> Vec<Resource> {
    let most = loads.iter().copied().max().unwrap_or(0);
    let least = |item: usize| problem.items[item].ways.iter().map(|way| i64::from(way.load)).min().unwrap_or(0);
    let mut known: Vec<i64> = required.ones().map(least).filter(|&load| load > 0).collect();
    known.sort_unstable();
    known.dedup();
    if most <= 0 || most >= i64::from(u32::MAX) || known.is_empty() {
        return Vec::new();
    }
    let mut derived: Vec<Resource> = Vec::new();
    let short = loads.len() <= RUNS_MAX;
    for apiece in 1..=if short { 4 } else { 1 } {
        let from = most / (apiece + 1) + 1;
        let caps = loads.iter().map(|cap| cap / from).collect();
        derived.push(Resource { weight: weigh(problem, &|load| i64::from(load >= from)), caps });
    }
    if short && loads.iter().all(|&cap| cap == most || cap == 0) {
        for &from in known.iter().filter(|&&load| 2 * load <= most) {
            let weight = |load: i64| match load {
                load if load > most - from => most,
                load if load < from => 0,
                load => load,
            };
            derived.push(Resource { weight: weigh(problem, &weight), caps: loads.clone() });
        }
    }
    // Ratios are compared as products, so that nothing is rounded.
    derived.sort_by(|a, b| {
        let ((a, of_a), (b, of_b)) = (a.full(required), b.full(required));
        (i128::from(b) * i128::from(of_a)).cmp(&(i128::from(a) * i128::from(of_b)))
    });
    derived.truncate(DERIVED_MAX);
    derived
}

/// By item, when each of its ways can be; `None`: an item that is needed has no way.
pub(super) fn spans(problem: &Problem, windows: &Windows, most_load: u32) -> Option<Vec<Vec<Span>>> {
    let mut spans = Vec::with_capacity(problem.items.len());
    for (index, item) in problem.items.iter().enumerate() {
        let (latest, until) = (windows.latest_start[index], windows.latest_end[index]);
        let ready = windows.ready[index];
        let mut of_item = Vec::new();
        for (number, way) in item.ways.iter().enumerate().filter(|_| windows.timely.contains(index)) {
            let first = earliest_of(problem, way, ready, until, most_load);
            let last = latest_of(problem, way, (ready, latest, until), most_load);
            if let (Some((first, _)), Some(last)) = (first, last)
                && first <= last
            {
                let (first, last) = (problem.term(first), problem.term(last));
                of_item.push(Span { way: number, first, last, terms: touched(problem, way) });
            }
        }
        if of_item.is_empty() && windows.needed.contains(index) {
            return None;
        }
        spans.push(of_item);
    }
    Some(spans)
}

/// How many terms a way touches.
pub(super) fn touched(problem: &Problem, way: &Way) -> i32 {
    match way.timing {
        Timing::Dated { start, end } => problem.term(end) - problem.term(start) + 1,
        Timing::Rolling { terms, .. } => terms,
    }
}

impl Resource {
    /// At least so much an item takes of the terms up to `term`.
    pub(super) fn least_by(&self, item: usize, spans: &[Span], term: i32) -> i64 {
        let taken = |span: &Span| (term - span.last + 1).clamp(0, span.terms);
        self.least(item, spans, &taken)
    }

    /// At least so much an item takes of the terms from `term` on.
    fn least_from(&self, item: usize, spans: &[Span], term: i32) -> i64 {
        let taken = |span: &Span| (span.first + span.terms - term).clamp(0, span.terms);
        self.least(item, spans, &taken)
    }

    /// At least so much an item takes of the terms from `from` to `to`.
    fn least_in(&self, item: usize, spans: &[Span], from: i32, to: i32) -> i64 {
        let taken = |span: &Span| {
            (span.first + span.terms - from).min(to - span.last + 1).min(to - from + 1).clamp(0, span.terms)
        };
        self.least(item, spans, &taken)
    }

    fn least(&self, item: usize, spans: &[Span], taken: &dyn Fn(&Span) -> i32) -> i64 {
        spans.iter().map(|span| self.weight[item][span.way] * i64::from(taken(span))).min().unwrap_or(0)
    }

    /// What the required items take at least, of how much there is.
    fn full(&self, required: &FixedBitSet) -> (i64, i64) {
        let weight = |item: usize| self.weight[item].iter().copied().min().unwrap_or(0);
        (required.ones().map(weight).sum(), self.caps.iter().sum::<i64>().max(1))
    }

    /// The terms in which there is any.
    fn terms(&self) -> std::ops::Range<i32> {
        0..i32::try_from(self.caps.len()).unwrap_or(i32::MAX)
    }

    /// The last term, not after `last`, after which there is room for all of a set.
    fn last_before(&self, upto: &dyn Fn(i32) -> i64, set: &FixedBitSet, spans: &[Vec<Span>], last: i32) -> i32 {
        let must = |to: i32| set.ones().map(|other| self.least_by(other, &spans[other], to)).sum();
        let must: Vec<i64> = self.terms().map(must).collect();
        let fits = |end: i32| self.terms().zip(&must).all(|(to, &must)| must <= (upto(to) - upto(end)).max(0));
        (0..=last).rev().find(|&end| fits(end)).unwrap_or(-1)
    }

    /// The first term, not before `first`, before which there is room for all of a set.
    fn first_after(&self, upto: &dyn Fn(i32) -> i64, set: &FixedBitSet, spans: &[Vec<Span>], first: i32) -> i32 {
        let must = |from: i32| set.ones().map(|other| self.least_from(other, &spans[other], from)).sum();
        let must: Vec<i64> = self.terms().map(must).collect();
        let room = |from: i32, start: i32| (upto(start - 1) - upto(from - 1)).max(0);
        let fits = |start: i32| self.terms().zip(&must).all(|(from, &must)| must <= room(from, start));
        (first..self.terms().end).find(|&start| fits(start)).unwrap_or(self.terms().end)
    }

    /// By term, how much there is up to it.
    fn sums(&self) -> Vec<i64> {
        let add = |sum: &mut i64, cap: &i64| {
            *sum += cap;
            Some(*sum)
        };
        self.caps.iter().scan(0, add).collect()
    }
}

fn at<T: Copy>(values: &[T], term: i32) -> Option<T> {
    usize::try_from(term).ok().and_then(|term| values.get(term)).copied()
}

/// `None`: what must be done in some run of terms does not fit there.
pub(super) fn check(resources: &[Resource], spans: &[Vec<Span>], windows: &Windows) -> Option<()> {
    let needed: Vec<usize> = windows.needed.ones().collect();
    for resource in resources {
        let sums = resource.sums();
        let all_runs = sums.len() <= RUNS_MAX;
        for to in resource.terms() {
            let must: i64 = needed.iter().map(|&item| resource.least_by(item, &spans[item], to)).sum();
            if must > at(&sums, to)? {
                return None;
            }
            for from in 1..=to {
                if !all_runs && to + 1 < resource.terms().end {
                    break;
                }
                let must: i64 = needed.iter().map(|&item| resource.least_in(item, &spans[item], from, to)).sum();
                if must > at(&sums, to)? - at(&sums, from - 1)? {
                    return None;
                }
            }
        }
    }
    Some(())
}

/// Moves the end of an item back as far as what comes after it needs room, and its start on likewise; whether any
/// moved. `None`: one moved out of time.
pub(super) fn tighten(
    problem: &Problem,
    resources: &[Resource],
    spans: &[Vec<Span>],
    windows: &Windows,
    edges: &mut Edges,
) -> Option<bool> {
    let (after, before) = relatives(problem, windows);
    let mut moved = false;
    for resource in resources {
        let sums = resource.sums();
        let upto = |term: i32| at(&sums, term).unwrap_or(0);
        for item in windows.needed.ones() {
            if after[item].count_ones(..) > 1 {
                let last = problem.term(windows.latest_end[item]);
                let until = problem.first_tick(resource.last_before(&upto, &after[item], spans, last) + 1) - 1;
                moved |= until < edges.until[item];
                edges.until[item] = edges.until[item].min(until);
            }
            if before[item].count_ones(..) > 1 {
                let first = problem.term(windows.earliest_start[item]);
                let start = resource.first_after(&upto, &before[item], spans, first);
                if start > first {
                    moved |= problem.first_tick(start) > edges.from[item];
                    edges.from[item] = edges.from[item].max(problem.first_tick(start));
                }
            }
            if edges.from[item] > edges.until[item] {
                return None;
            }
        }
    }
    Some(moved)
}

/// By item, the items that every plan has in later terms than it, and in earlier ones.
fn relatives(problem: &Problem, windows: &Windows) -> (Vec<FixedBitSet>, Vec<FixedBitSet>) {
    let count = problem.items.len();
    let dated = |item: usize| problem.items[item].ways.iter().any(|way| matches!(way.timing, Timing::Dated { .. }));
    // One may end and the other start in one term only if both are dated.
    let apart = |a: usize, b: usize| problem.ticks_per_term == 1 || !dated(a) || !dated(b);
    let mut after = vec![FixedBitSet::with_capacity(count); count];
    let mut before = after.clone();
    let mut order = windows.order.clone();
    order.sort_unstable_by_key(|&(first, second)| (second, first));
    order.dedup();
    for &(first, second) in &order {
        let mut set = before[first].clone();
        set.set(first, apart(first, second));
        before[second].union_with(&set);
    }
    for &(first, second) in order.iter().rev() {
        let mut set = after[second].clone();
        set.set(second, apart(first, second));
        after[first].union_with(&set);
    }
    (after, before)
}
