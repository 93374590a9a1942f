//! The assignment against trying every one.
//!
//! For any award, rules and record: the ledger credits as much as the best of *all* ways of giving each held thing to one
//! rule or to none; each thing stands in one line at most; no limit is passed; and the same question has the same answer.

use std::collections::{BTreeMap, BTreeSet};

use proptest::prelude::*;

use super::*;
use crate::credit::Percent;
use crate::learner_record::{LearnerRecord, LearnerRecordParts};
use crate::qualification::RecognitionLimits;
use crate::rpl::{Claimed, RplClaim, RplStatus};

/// A made-up award of points: series over some of eight courses, and a cap.
#[derive(Debug, Clone)]
struct PointsCase {
    /// By rule: which courses, how many make a series, what one gives.
    rules: Vec<(BTreeSet<usize>, u32, u32)>,
    held: BTreeSet<usize>,
    size: u32,
    most: Option<i64>,
}

fn points_case() -> impl Strategy<Value = PointsCase> {
    let rule = (prop::collection::btree_set(0usize..8, 1..6), 1u32..4, 1u32..9);
    let held = prop::collection::btree_set(0usize..8, 0..8);
    (prop::collection::vec(rule, 1..4), held, 10u32..30, prop::option::of(0i64..=100)).prop_map(
        |(mut rules, held, size, most)| {
            for (of, needs, gives) in &mut rules {
                *needs = (*needs).min(u32::try_from(of.len()).unwrap_or(1));
                *gives = (*gives).min(size);
            }
            PointsCase { rules, held, size, most }
        },
    )
}

impl PointsCase {
    fn ledger(&self) -> Ledger {
        let codes = names("c", 8);
        let mut all = parts(codes.iter().map(|code| course(code, vec![])).collect());
        all.credit_schemes = vec![scheme("s", "100")];
        let recognition = self.most.map(|most| RecognitionLimits {
            most: Some(Percent::new(most).expect("a share")),
            rpl_most: None,
            residency_least: None,
            study_years_max: None,
            provenance: source(),
        });
        all.qualifications = vec![Qualification { recognition, ..award_of("q", &self.size.to_string(), "s") }];
        for (index, (of, needs, gives)) in self.rules.iter().enumerate() {
            let of: Vec<String> = of.iter().map(|course| codes[*course].clone()).collect();
            let standing = CreditStanding::ALL[index % 4];
            all.credit_rules.push(rule(&format!("r{index}"), "q", series(&of, *needs, &gives.to_string()), standing));
        }
        let held: Vec<String> = self.held.iter().map(|course| codes[*course].clone()).collect();
        counted(all, "q", &held).1
    }

    /// The most of all assignments of held courses to rules.
    fn best(&self) -> u32 {
        let held: Vec<usize> = self.held.iter().copied().collect();
        let mut best = 0;
        let ways = self.rules.len() + 1;
        for code in 0..ways.pow(u32::try_from(held.len()).expect("few")) {
            let mut counts = vec![0u32; self.rules.len()];
            let mut rest = code;
            let mut sound = true;
            for course in &held {
                let way = rest % ways;
                rest /= ways;
                if way > 0 {
                    sound &= self.rules[way - 1].0.contains(course);
                    counts[way - 1] += 1;
                }
            }
            if sound {
                best = best.max(self.most_within(&counts));
            }
        }
        best
    }

    /// The most of so many series of each rule that the award has room for: any fewer of each may be used.
    fn most_within(&self, counts: &[u32]) -> u32 {
        let cap = self.most.map_or(i64::from(self.size), |most| i64::from(self.size) * most / 100);
        let room = u32::try_from(cap.min(i64::from(self.size))).unwrap_or(0);
        let mut reachable: BTreeSet<u32> = BTreeSet::from([0]);
        for (count, (_, needs, gives)) in counts.iter().zip(&self.rules) {
            reachable = reachable
                .iter()
                .flat_map(|sum| (0..=count / needs).map(move |times| sum + times * gives))
                .filter(|sum| *sum <= room)
                .collect();
        }
        reachable.into_iter().max().unwrap_or(0)
    }
}

fn held_since(code: &str) -> Held {
    held(code, "1.0.0")
}

fn each_item_once(ledger: &Ledger) -> bool {
    let items: Vec<&str> = ledger.lines.iter().flat_map(|line| &line.items).map(|item| item.code.as_str()).collect();
    let different: BTreeSet<&str> = items.iter().copied().collect();
    items.len() == different.len()
}

/// A made-up award of units: groups, a least and a most for some, and units from elsewhere.
#[derive(Debug, Clone)]
struct UnitsCase {
    core: u16,
    electives: u16,
    elsewhere: u16,
    /// The kind of the group of each of nine units; 3: in none.
    group_of: Vec<usize>,
    most: Option<u16>,
    /// By kind: core, elective, listed.
    least: [u16; 3],
    held: BTreeSet<usize>,
    /// Of those, the ones that rest on a claim, and whether it is granted.
    claimed: BTreeMap<usize, bool>,
    /// At most so many units by prior learning, of a cap that is a share in per cent.
    rpl_most: Option<i64>,
    /// Unit rules from one course to another.
    rules: Vec<(usize, usize)>,
}

fn units_case() -> impl Strategy<Value = UnitsCase> {
    let packaging = (0u16..4, 0u16..5, 0u16..3);
    let groups = prop::collection::vec(0usize..4, 9);
    let held = prop::collection::btree_set(0usize..9, 0..8);
    let rules = prop::collection::vec((0usize..9, 0usize..9), 0..3);
    let least = prop::array::uniform3(0u16..4);
    let claims = (prop::collection::btree_map(0usize..9, any::<bool>(), 0..4), prop::option::of(0i64..=100));
    (packaging, groups, prop::option::of(0u16..3), least, held, rules, claims).prop_map(
        |((core, electives, elsewhere), group_of, most, least, held, rules, (claimed, rpl_most))| {
            // A catalogue refuses more core units than an award has, leasts that there is no room for, and a rule to a unit
            // that it does not list.
            let core = core.max(u16::try_from(group_of.iter().filter(|group| **group == 0).count()).expect("nine"));
            let of_core = least[0].min(core);
            // Nor electives that all come from groups which allow too few.
            let most = most.map(|most| most.max(electives - elsewhere.min(electives)));
            let of_electives = least[1].min(electives).min(most.unwrap_or(u16::MAX));
            let least = [of_core, of_electives, least[2].min(core + electives - of_core - of_electives)];
            UnitsCase {
                core,
                rules: rules.into_iter().filter(|(from, unit)| from != unit && group_of[*unit] != 3).collect(),
                electives,
                elsewhere: elsewhere.min(electives),
                least,
                most,
                held,
                claimed,
                rpl_most,
                group_of,
            }
        },
    )
}

impl UnitsCase {
    fn ledger(&self) -> Ledger {
        let codes = names("u", 9);
        let kinds = [GroupKind::Core, GroupKind::Elective, GroupKind::Listed];
        let groups = kinds.iter().enumerate().map(|(index, kind)| {
            let units: Vec<String> =
                (0..9).filter(|unit| self.group_of[*unit] == index).map(|unit| codes[unit].clone()).collect();
            let most = self.most.filter(|_| *kind == GroupKind::Elective);
            let least = Some(self.least[index]).filter(|least| *least > 0);
            PackagingGroup { least, most, ..group(kind.name(), *kind, &units) }
        });
        let mut award = certificate(groups.collect());
        if let Some(packaging) = &mut award.packaging {
            packaging.core = self.core;
            packaging.electives = self.electives;
            packaging.electives_elsewhere_max = Some(self.elsewhere);
            packaging.electives_listed_min = Some(self.electives - self.elsewhere);
        }
        award.recognition = self.rpl_most.map(|most| RecognitionLimits {
            most: None,
            rpl_most: Percent::new(most).ok(),
            residency_least: None,
            study_years_max: None,
            provenance: source(),
        });
        let mut all = parts(units(&codes));
        all.qualifications = vec![award];
        for (index, (from, unit)) in self.rules.iter().enumerate() {
            let exchange = CreditExchange::Unit { from: read(&codes[*from]), unit: read(&codes[*unit]) };
            all.credit_rules.push(rule(&format!("r{index}"), "CHC43515", exchange, CreditStanding::Discretionary));
        }
        let held = self.held.iter().filter(|unit| !self.claimed.contains_key(unit));
        let held = held.map(|unit| held_since(&codes[*unit])).collect();
        let on = day("2026-06-01");
        let claims = self.held.iter().filter_map(|unit| Some((unit, *self.claimed.get(unit)?)));
        let rpl = claims.map(|(unit, granted)| RplClaim {
            of: Claimed::Course { course: read(&codes[*unit]), version: read("1.0.0") },
            status: if granted { RplStatus::Granted { on } } else { RplStatus::Claimed { on } },
            evidence: vec![],
        });
        let rpl = rpl.collect();
        let record = LearnerRecord::new(LearnerRecordParts { held, rpl, ..LearnerRecordParts::empty(day(TODAY)) });
        ledger(&build(all), &record.expect("a record"), &read("CHC43515"), day(TODAY)).expect("an award")
    }

    /// The most places that units fill, by trying each place for each. `surely`: only where it is guaranteed.
    fn best(&self, surely: bool) -> u32 {
        let counts = |unit: &&usize| !surely || self.claimed.get(unit) != Some(&false);
        let held: Vec<usize> = self.held.iter().filter(counts).copied().collect();
        self.go(&held, surely, &mut BTreeSet::new(), &mut [0; 6])
    }

    /// At most so many units by prior learning.
    fn rpl_units(&self) -> u16 {
        let share = |share: i64| i64::from(self.core + self.electives) * share / 100;
        self.rpl_most.map_or(u16::MAX, |most| u16::try_from(share(most)).expect("few"))
    }

    /// `filled`: units of the award that are taken. `sums`: core, electives of the group, listed as core, listed as
    /// elective, from elsewhere; and by prior learning.
    fn go(&self, held: &[usize], surely: bool, filled: &mut BTreeSet<usize>, sums: &mut [u16; 6]) -> u32 {
        let Some((&unit, rest)) = held.split_first() else { return 0 };
        let mut best = self.go(rest, surely, filled, sums);
        let named = |unit: usize| self.group_of[unit] < 3;
        let by_rules = self.rules.iter().filter(|(from, to)| *from == unit && named(*to) && !surely).map(|(_, to)| *to);
        sums[5] += u16::from(self.claimed.contains_key(&unit));
        let mut targets: Vec<usize> = by_rules.collect();
        targets.extend(named(unit).then_some(unit));
        let from_elsewhere = targets.is_empty() && !surely;
        for target in targets {
            if filled.contains(&target) {
                continue;
            }
            let kinds: &[usize] = [&[0][..], &[1], &[2, 3]][self.group_of[target]];
            for &kind in kinds {
                sums[kind] += 1;
                if self.sound(sums) {
                    filled.insert(target);
                    best = best.max(1 + self.go(rest, surely, filled, sums));
                    filled.remove(&target);
                }
                sums[kind] -= 1;
            }
        }
        if from_elsewhere {
            sums[4] += 1;
            if self.sound(sums) {
                best = best.max(1 + self.go(rest, surely, filled, sums));
            }
            sums[4] -= 1;
        }
        sums[5] -= u16::from(self.claimed.contains_key(&unit));
        best
    }

    fn sound(&self, [core, group, listed_core, listed, elsewhere, rpl]: &[u16; 6]) -> bool {
        // What a group still asks for is kept for it: of the core, of the electives, and of either for listed units.
        let core = (*core).max(self.least[0]);
        let electives = (*group).max(self.least[1]) + elsewhere;
        let kept = (listed_core + listed).max(self.least[2]);
        core + listed_core <= self.core
            && electives + listed <= self.electives
            && core + electives + kept <= self.core + self.electives
            && *elsewhere <= self.elsewhere
            && *rpl <= self.rpl_units()
            && self.most.is_none_or(|most| *group <= most)
    }
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::with_cases(400) })]

    #[test]
    fn no_assignment_gives_more_points(case in points_case()) {
        let ledger = case.ledger();
        prop_assert_eq!(ledger.totals.if_all_granted, points(&case.best().to_string()));
        prop_assert!(each_item_once(&ledger));
        prop_assert!(ledger.proved);
        prop_assert!(ledger.guaranteed_alone >= ledger.totals.guaranteed);
        prop_assert!(ledger.limits.iter().all(|limit| limit.used <= limit.most));
        prop_assert_eq!(&ledger, &case.ledger());
    }

    #[test]
    fn no_assignment_fills_more_units(case in units_case()) {
        let ledger = case.ledger();
        prop_assert_eq!(ledger.totals.if_all_granted, Amount::Units(case.best(false)));
        prop_assert_eq!(ledger.guaranteed_alone, Amount::Units(case.best(true)));
        prop_assert!(each_item_once(&ledger));
        prop_assert!(ledger.limits.iter().all(|limit| limit.used <= limit.most));
        prop_assert_eq!(&ledger, &case.ledger());
    }

    /// What is held more never makes a ledger poorer.
    #[test]
    fn holding_more_never_gives_less(case in points_case(), more in 0usize..8) {
        let before = case.ledger().totals.if_all_granted;
        let mut larger = case;
        larger.held.insert(more);
        prop_assert!(larger.ledger().totals.if_all_granted >= before);
    }
}
