//! Made-up awards, and what a person holds and may learn towards them.

use proptest::prelude::*;

use super::{COURSES, Case, OLD, RuleCase};
use crate::credit::CreditStanding;

fn series() -> impl Strategy<Value = RuleCase> {
    let series = (prop::collection::btree_set(0..=OLD, 1..6), 1u32..4, 2u32..25, any::<bool>());
    series.prop_map(|(of, size, gives, group)| RuleCase::Series(of, size, gives, group))
}

fn rule_case() -> impl Strategy<Value = (RuleCase, CreditStanding, bool, bool)> {
    let rule = prop_oneof![
        3 => series(),
        1 => (5u32..40).prop_map(RuleCase::Block),
        3 => (0..COURSES, 0..COURSES).prop_map(|(from, unit)| RuleCase::Unit(from, unit)),
    ];
    let standing = prop::sample::select(vec![CreditStanding::Guaranteed, CreditStanding::Discretionary]);
    (rule, standing, prop::bool::weighted(0.85), prop::bool::weighted(0.15))
}

pub(super) fn case() -> impl Strategy<Value = Case> {
    unsettled().prop_map(Case::settled)
}

/// An award of points that limits what is recognised, of which much may be assessed for less than it costs to be taught.
pub(super) fn points_within_limits() -> impl Strategy<Value = Case> {
    let assessed = prop::collection::btree_map(0..=OLD, 1u32..40, 3..7);
    let rule = (series(), Just(CreditStanding::Guaranteed), Just(true), prop::bool::weighted(0.2));
    let rules = prop::collection::vec(rule, 1..4);
    let limits = (prop::option::of(20i64..80), prop::option::of(20i64..80), 0i64..60);
    // What another award is worth, and what it costs to be taught it and to be assessed.
    let other = prop::option::weighted(0.4, (15u32..40, 10u32..40, 1u32..10));
    (unsettled(), assessed, (rules, other), limits, 2u16..6, any::<bool>()).prop_map(
        |(mut case, assessed, (mut rules, other), (most, rpl_most, residency), size, is_open)| {
            if let Some((worth, price, price_assessed)) = other {
                rules[0] = (RuleCase::Block(worth), CreditStanding::Guaranteed, true, false);
                case.prices[COURSES + 1] = price;
                case.other_assessed = Some(price_assessed);
            }
            let (residency_least, wanted) = (Some(residency), case.wanted / 2 + u32::from(size) * 5);
            let bounds = if is_open { vec![(0, None); 3] } else { case.bounds };
            let case = Case {
                in_points: true,
                assessed,
                rules,
                most,
                rpl_most,
                residency_least,
                size,
                wanted,
                bounds,
                ..case
            };
            case.settled()
        },
    )
}

fn unsettled() -> impl Strategy<Value = Case> {
    let award = (any::<bool>(), prop::collection::vec(0usize..4, COURSES), 1u16..6);
    let rules = prop::collection::vec(rule_case(), 0..4);
    let share = || prop::option::weighted(0.4, 0i64..=100);
    let most = (share(), share(), prop::option::weighted(0.3, 0i64..=100));
    let held = (0..COURSES, prop::bool::weighted(0.3), prop::bool::weighted(0.4));
    let person = (prop::collection::vec(held, 0..4), prop::option::of(any::<bool>()));
    let assessed = prop::collection::btree_map(0..=OLD, 5u32..120, 0..5);
    let whole = prop::option::weighted(0.6, 5u32..100);
    let old_price = prop::option::weighted(0.4, 5u32..120);
    let goal = (prop::collection::vec(10u32..200, COURSES + 2), (assessed, whole, old_price), 5u32..60, any::<bool>());
    let level = (prop::collection::vec(prop::option::weighted(0.8, 0usize..2), COURSES), bounds_of(2));
    let goal = (goal, prop::option::weighted(0.4, level));
    (award, bounds_of(3), rules, most, person, goal).prop_map(
        |((in_points, group_of, size), bounds, rules, limits, (held, old_held), (goal, levels))| {
            let (prices, (assessed, other_assessed, old_price), wanted, whole) = goal;
            let (most, rpl_most, residency_least) = limits;
            Case {
                in_points,
                group_of,
                bounds,
                size,
                rules,
                most,
                rpl_most,
                residency_least,
                held,
                old_held,
                prices,
                assessed,
                other_assessed,
                old_price,
                levels,
                wanted,
                whole,
            }
        },
    )
}

/// By part of an award, its least and its most.
fn bounds_of(parts: usize) -> impl Strategy<Value = Vec<(u16, Option<u16>)>> {
    prop::collection::vec((0u16..3, prop::option::of(1u16..4)), parts)
}
