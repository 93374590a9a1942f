//! What is left of each term beside what is certain to be going on in it.
//!
//! An item that cannot start late enough to miss a term, nor early enough, is going on there in every plan. What such
//! items leave of the term is all that others can take: nothing else can be where too little is left, so that windows
//! shrink. This is known as time-table filtering. Near a deadline most of a plan is certain, and much of what is left
//! fits nowhere.

use super::energy::{Resource, Span};
use super::expr::NEVER;
use super::problem::Problem;
use super::windows::{Edges, Windows};

/// Moves the times of every item to where terms have room for it beside what is certain; whether any moved. An item
/// that fits nowhere is given no time. `None`: a term has no room for what is certain, or an item that is needed fits
/// nowhere.
pub(super) fn tighten(
    problem: &Problem,
    resources: &[Resource],
    spans: &[Vec<Span>],
    windows: &Windows,
    edges: &mut Edges,
) -> Option<bool> {
    let mut moved = false;
    for resource in resources {
        let mut left = resource.caps.clone();
        for item in windows.needed.ones() {
            for term in certain_terms(&spans[item]) {
                let left = usize::try_from(term).ok().and_then(|term| left.get_mut(term))?;
                *left -= certain(resource, item, &spans[item], term);
            }
        }
        if left.iter().any(|&left| left < 0) {
            return None;
        }
        for item in windows.timely.ones() {
            if edges.from[item] == NEVER {
                continue;
            }
            let needed = windows.needed.contains(item);
            let room = |term: i32| {
                let left = usize::try_from(term).ok().and_then(|term| left.get(term)).copied().unwrap_or(0);
                left + if needed { certain(resource, item, &spans[item], term) } else { 0 }
            };
            let Some((first, last)) = fitting(resource, item, &spans[item], &room) else {
                if needed {
                    return None;
                }
                (edges.from[item], moved) = (NEVER, true);
                continue;
            };
            if first > spans[item].iter().map(|span| span.first).min()? {
                let from = problem.first_tick(first);
                moved |= from > edges.from[item];
                edges.from[item] = edges.from[item].max(from);
            }
            let until = problem.first_tick(last.saturating_add(1)).saturating_sub(1);
            moved |= until < edges.until[item];
            edges.until[item] = edges.until[item].min(until);
        }
    }
    Some(moved)
}

/// The terms in which an item is going on for certain, whichever of its ways it is done in.
fn certain_terms(spans: &[Span]) -> std::ops::Range<i32> {
    let from = spans.iter().map(|span| span.last).max().unwrap_or(0);
    let to = spans.iter().map(|span| span.first.saturating_add(span.terms)).min().unwrap_or(0);
    from..to.max(from)
}

/// What an item is certain to take of a term.
fn certain(resource: &Resource, item: usize, spans: &[Span], term: i32) -> i64 {
    if !certain_terms(spans).contains(&term) {
        return 0;
    }
    spans.iter().map(|span| resource.weight[item][span.way]).min().unwrap_or(0)
}

/// The first term in which an item can start, and the last in which it can be going on; `None`: it fits nowhere.
fn fitting(resource: &Resource, item: usize, spans: &[Span], room: &dyn Fn(i32) -> i64) -> Option<(i32, i32)> {
    let of_span = |span: &Span| {
        let weight = resource.weight[item][span.way];
        let fits = |start: &i32| (*start..start.saturating_add(span.terms)).all(|term| weight <= room(term));
        let first = (span.first..=span.last).find(fits)?;
        let last = (first..=span.last).rev().find(fits)?;
        Some((first, last.saturating_add(span.terms - 1)))
    };
    spans.iter().filter_map(of_span).reduce(|one, other| (one.0.min(other.0), one.1.max(other.1)))
}
