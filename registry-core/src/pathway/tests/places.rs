//! What it takes to fill an award of units, against trying every way of giving things to places.
//!
//! For any small award, its groups with what they ask for and the most that counts, its limits on what is recognised and on
//! prior learning, things that may fill several places on one ground or on another, and things that are held: what is asked
//! for is met by a choice of things exactly when some way of giving each chosen thing to one place fills the award.

use proptest::prelude::*;

use super::super::award::of_units;
use super::super::credit::WAYS_MAX;
use super::super::reading::Reading;
use crate::qualification::{GroupKind, Packaging, PackagingGroup};
use crate::recognition::reach::{UnitsPlace, UnitsReach};
use crate::sample::source;
use crate::solver::expr::Expr;

const THINGS: usize = 6;

const KINDS: [GroupKind; 3] = [GroupKind::Core, GroupKind::Elective, GroupKind::Listed];

/// On what ground a thing fills a place.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Ground {
    Studied,
    Recognised,
    /// Recognised, and studied where it is learned again.
    Again,
    Rpl,
}

/// A place: its group, and what may fill it.
type Place = (usize, Vec<(usize, Ground)>);

#[derive(Debug, Clone)]
struct Case {
    core: u16,
    electives: u16,
    /// By group: its kind, its least and its most.
    groups: Vec<(usize, u16, Option<u16>)>,
    places: Vec<Place>,
    most: u32,
    most_rpl: u32,
    held: Vec<bool>,
}

impl Case {
    /// Whether what groups ask for fits into what holds them.
    fn is_sound(&self) -> bool {
        let least = |kind: usize| self.groups.iter().filter(|group| group.0 == kind).map(|group| group.1).sum::<u16>();
        let of_whole = least(0) + least(1) + least(2) <= self.core + self.electives;
        let is_open = |group: &(usize, u16, Option<u16>)| group.2.is_none_or(|most| group.1 <= most);
        least(0) <= self.core && least(1) <= self.electives && of_whole && self.groups.iter().all(is_open)
    }

    fn packaging(&self) -> Packaging {
        let group = |(index, (kind, least, most)): (usize, &(usize, u16, Option<u16>))| PackagingGroup {
            code: format!("g{index}"),
            title: format!("Group {index}"),
            kind: KINDS[*kind],
            least: Some(*least).filter(|least| *least > 0),
            most: *most,
            units: (0..9).map(|unit| format!("u-{index}-{unit}").parse().expect("a code")).collect(),
        };
        Packaging {
            core: self.core,
            electives: self.electives,
            electives_listed_min: None,
            electives_elsewhere_max: None,
            work_hours_min: None,
            groups: self.groups.iter().enumerate().map(group).collect(),
            provenance: source(),
        }
    }

    fn reach<'a>(&self, packaging: &'a Packaging) -> UnitsReach<'a> {
        let place = |(group, by): &Place| {
            let on = |grounds: &[Ground]| {
                by.iter().filter(|(_, ground)| grounds.contains(ground)).map(|(thing, _)| *thing).collect()
            };
            UnitsPlace {
                group: *group,
                by: by.iter().map(|(thing, _)| *thing).collect(),
                recognised: on(&[Ground::Recognised, Ground::Again, Ground::Rpl]),
                by_rpl: on(&[Ground::Rpl]),
                again: on(&[Ground::Again]),
            }
        };
        UnitsReach {
            packaging,
            places: self.places.iter().map(place).collect(),
            most: self.most,
            most_rpl: self.most_rpl,
        }
    }

    /// Whether the award can be filled by giving each thing from `thing` on to one place, or to none.
    fn fills(&self, chosen: usize, thing: usize, given: &mut Vec<Option<Ground>>) -> bool {
        let is_chosen = |thing: usize| chosen >> thing & 1 == 1;
        if thing == THINGS {
            return self.is_full(given);
        }
        if self.fills(chosen, thing + 1, given) {
            return true;
        }
        if !self.held[thing] && !is_chosen(thing) {
            return false;
        }
        for place in 0..self.places.len() {
            for &(_, ground) in self.places[place].1.iter().filter(|(own, _)| *own == thing) {
                if given[place].is_some() {
                    continue;
                }
                let studied = ground == Ground::Again && self.held[thing] && is_chosen(thing);
                given[place] = Some(if studied { Ground::Studied } else { ground });
                let fills = self.fills(chosen, thing + 1, given);
                given[place] = None;
                if fills {
                    return true;
                }
            }
        }
        false
    }

    fn is_full(&self, given: &[Option<Ground>]) -> bool {
        let filled =
            |group: usize| (0..given.len()).filter(|&p| given[p].is_some() && self.places[p].0 == group).count();
        let counts: Vec<usize> = (0..self.groups.len()).map(filled).collect();
        let of =
            |kind: usize| (0..counts.len()).filter(|&g| self.groups[g].0 == kind).map(|g| counts[g]).sum::<usize>();
        let within = |(count, (_, least, most)): (&usize, &(usize, u16, Option<u16>))| {
            *count >= usize::from(*least) && most.is_none_or(|most| *count <= usize::from(most))
        };
        let on = |grounds: &[Ground]| given.iter().flatten().filter(|ground| grounds.contains(ground)).count();
        of(0) <= usize::from(self.core)
            && of(1) <= usize::from(self.electives)
            && of(0) + of(1) + of(2) == usize::from(self.core + self.electives)
            && counts.iter().zip(&self.groups).all(within)
            && on(&[Ground::Recognised, Ground::Again, Ground::Rpl]) <= self.most as usize
            && on(&[Ground::Rpl]) <= self.most_rpl as usize
    }
}

fn cases() -> impl Strategy<Value = Case> {
    let group = (0..3usize, prop_oneof![2 => Just(0u16), 1 => 1..3u16], proptest::option::weighted(0.4, 0..4u16));
    let ground = prop_oneof![
        3 => Just(Ground::Studied),
        2 => Just(Ground::Recognised),
        1 => Just(Ground::Again),
        2 => Just(Ground::Rpl),
    ];
    // A thing has a ground of its own, which some places do not share.
    let by = proptest::collection::vec((0..THINGS, proptest::option::weighted(0.2, ground.clone())), 1..4);
    let places = proptest::collection::vec((0..3usize, by), 1..8);
    let grounds = proptest::collection::vec(ground, THINGS);
    let held = proptest::collection::vec(proptest::bool::weighted(0.2), THINGS);
    let sizes = (0..4u16, 0..3u16, 0..6u32, 0..6u32);
    let groups = proptest::collection::vec(group, 1..4);
    (sizes, groups, places, grounds, held).prop_map(
        |((core, electives, most, most_rpl), groups, places, grounds, held)| {
            let place = |(group, by): (usize, Vec<(usize, Option<Ground>)>)| {
                let mut things: Vec<(usize, Ground)> = Vec::new();
                for (thing, ground) in by {
                    if !things.iter().any(|(known, _)| *known == thing) {
                        things.push((thing, ground.unwrap_or(grounds[thing])));
                    }
                }
                (group % groups.len(), things)
            };
            let places = places.into_iter().map(place).collect();
            Case { core, electives, groups, places, most, most_rpl: most_rpl.min(most), held }
        },
    )
}

fn is_asked_for_what_fills(case: &Case) {
    let packaging = case.packaging();
    let exprs: Vec<Expr> =
        (0..THINGS).map(|thing| if case.held[thing] { Expr::True } else { Expr::Item(thing) }).collect();
    let again: Vec<Expr> =
        (0..THINGS).map(|thing| if case.held[thing] { Expr::Item(thing) } else { Expr::Never }).collect();
    // What is not held is recognised whenever it was learned.
    let (asked, complete) = of_units(&case.reach(&packaging), [&exprs, &again], &mut Reading::default());
    for chosen in 0..1usize << THINGS {
        let met = asked.met(&|thing| chosen >> thing & 1 == 1);
        let fills = case.fills(chosen, 0, &mut vec![None; case.places.len()]);
        assert!(met <= fills, "{chosen:06b} is taken to fill the award: {asked:?}");
        assert!(!complete || met == fills, "{chosen:06b} fills the award, and is not taken to: {asked:?}");
    }
    let named = |thing: usize| case.places.iter().filter(|(_, by)| by.iter().any(|(own, _)| *own == thing)).count();
    let ways: usize = (0..THINGS).map(|thing| named(thing).max(1)).product();
    assert!(complete || ways > WAYS_MAX, "so few ways are all looked at: {ways}");
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::with_cases(2_000) })]

    #[test]
    fn an_award_is_asked_for_exactly_what_fills_it(case in cases().prop_filter("sound", Case::is_sound)) {
        is_asked_for_what_fills(&case);
    }
}

/// A thing that counts on two grounds is in one place at a time, however many such things there are.
#[test]
fn with_too_many_ways_nothing_is_counted_twice() {
    let places = |thing: usize| [(0, vec![(thing, Ground::Rpl)]), (0, vec![(thing, Ground::Studied)])];
    let case = Case {
        core: 20,
        electives: 0,
        groups: vec![(0, 0, None)],
        places: (0..10).flat_map(places).collect(),
        most: 15,
        most_rpl: 15,
        held: vec![false; 10],
    };
    let packaging = case.packaging();
    let exprs: Vec<Expr> = (0..10).map(Expr::Item).collect();
    let (asked, _) = of_units(&case.reach(&packaging), [&exprs, &[]], &mut Reading::default());
    assert!(!asked.met(&|_| true), "ten things do not fill twenty places: {asked:?}");
}
