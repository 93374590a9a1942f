//! The assignment against trying every one.
//!
//! For any award, rules and record: the ledger credits as much as the best of *all* ways of giving each held thing to one
//! rule or to none; each thing stands in one line at most; no limit is passed; and the same question has the same answer.

use std::collections::{BTreeMap, BTreeSet};

use proptest::prelude::*;

use super::*;
use crate::course::Equivalence;
use crate::credit::{CreditBasis, Percent, Validity};
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

fn check_units(case: &UnitsCase) -> Result<(), TestCaseError> {
    let ledger = case.ledger();
    let [all, guaranteed, by_application] = case.best(false).map(Amount::Units);
    let said = ledger.totals;
    prop_assert_eq!([said.if_all_granted, said.guaranteed, said.by_application], [all, guaranteed, by_application]);
    prop_assert_eq!(ledger.guaranteed_alone, Amount::Units(case.best(true)[0]));
    prop_assert!(ledger.proved);
    prop_assert!(each_item_once(&ledger));
    prop_assert!(ledger.limits.iter().all(|limit| limit.used <= limit.most));
    prop_assert_eq!(&ledger, &case.ledger());
    Ok(())
}

fn each_item_once(ledger: &Ledger) -> bool {
    let items: Vec<&str> = ledger.lines.iter().flat_map(|line| &line.items).map(|item| item.code.as_str()).collect();
    let different: BTreeSet<&str> = items.iter().copied().collect();
    items.len() == different.len()
}

/// A made-up award of units: groups with a least and a most, units from elsewhere, and every limit there is.
#[derive(Debug, Clone)]
struct UnitsCase {
    core: u16,
    electives: u16,
    elsewhere: u16,
    /// The kind of the group of each of nine units; 3: in none.
    group_of: Vec<usize>,
    /// By kind: core, elective, listed.
    least: [u16; 3],
    most: [Option<u16>; 3],
    held: BTreeSet<usize>,
    /// Of those, the ones that rest on a claim, and whether it is granted.
    claimed: BTreeMap<usize, bool>,
    /// Of those, the ones that were studied with the provider that awards.
    studied: BTreeSet<usize>,
    /// Of those, the ones that were completed or granted more than five years ago.
    old: BTreeSet<usize>,
    five_years: bool,
    /// At most so much by recognition, by prior learning, and at least so much studied there, in per cent.
    limits: [Option<i64>; 3],
    /// Several may exchange the same for the same, on other grounds.
    rules: Vec<UnitRule>,
    /// Whether the last unit was replaced by the one before it, and how.
    replaced: Option<Equivalence>,
}

/// A unit rule from one course to another.
#[derive(Debug, Clone, Copy)]
struct UnitRule {
    from: usize,
    unit: usize,
    holds: bool,
    /// It is about prior learning.
    by_rpl: bool,
    sure: bool,
}

/// How a unit fills a place.
#[derive(Debug, Clone, Copy)]
enum By {
    Itself,
    Rule(UnitRule),
}

/// The unit that another may have replaced, and that other.
const OLD: usize = 8;
const NEW: usize = 7;

fn units_case() -> impl Strategy<Value = UnitsCase> {
    let packaging = (0u16..4, 0u16..5, 0u16..3);
    let groups = prop::collection::vec(0usize..4, 9);
    let some_of = |most| prop::collection::btree_set(0usize..9, 0..most);
    let held = (some_of(8), some_of(4), some_of(6));
    let terms = prop::collection::vec((prop::bool::weighted(0.8), any::<bool>(), any::<bool>()), 1..3);
    let rules = prop::collection::vec((0usize..9, 0usize..9, terms), 0..3);
    let least = prop::array::uniform3(0u16..4);
    // Where listed units have a most, neither core nor electives have: a catalogue refuses packaging that nobody completes.
    let some = || prop::option::of(0u16..4);
    let most =
        prop_oneof![(some(), some()).prop_map(|(core, of)| [core, of, None]), some().prop_map(|of| [None, None, of])];
    let claims = prop::collection::btree_map(0usize..9, any::<bool>(), 0..4);
    let replaced = prop::option::of(prop_oneof![Just(Equivalence::Equivalent), Just(Equivalence::NotEquivalent)]);
    let limits = (prop::array::uniform3(prop::option::weighted(0.3, 0i64..=100)), any::<bool>(), replaced);
    (packaging, groups, (least, most), held, rules, claims, limits).prop_map(
        |((core, electives, elsewhere), group_of, (least, most), (held, old, studied), rules, claimed, limits)| {
            let (limits, five_years, replaced) = limits;
            // A catalogue refuses more core units than an award has, leasts that there is no room for or that are more than a
            // most, and a rule to a unit that it does not list.
            let core = core.max(u16::try_from(group_of.iter().filter(|group| **group == 0).count()).expect("nine"));
            let elsewhere = elsewhere.min(electives);
            let least_of = |kind: usize, room: u16| least[kind].min(room).min(most[kind].unwrap_or(u16::MAX));
            let (of_core, of_electives) = (least_of(0, core), least_of(1, electives));
            let least = [of_core, of_electives, least_of(2, core + electives - of_core - of_electives)];
            let listed = |unit: &usize| group_of[*unit] != 3;
            let rules = rules.into_iter().filter(|(from, unit, _)| from != unit && listed(unit));
            let of_terms = |(from, unit, terms): (usize, usize, Vec<(bool, bool, bool)>)| {
                terms.into_iter().map(move |(holds, by_rpl, sure)| UnitRule { from, unit, holds, by_rpl, sure })
            };
            UnitsCase {
                core,
                rules: rules.flat_map(of_terms).collect(),
                electives,
                elsewhere,
                least,
                most,
                held,
                claimed,
                studied,
                old,
                five_years,
                limits,
                group_of,
                replaced,
            }
        },
    )
}

/// The same where rules exchange what is held on two grounds each, and little of the award may rest on prior learning.
fn two_grounds_case() -> impl Strategy<Value = UnitsCase> {
    let rules = prop::collection::vec((0usize..8, 0usize..9, any::<bool>(), any::<bool>()), 1..4);
    (units_case(), rules, 0i64..70).prop_map(|(mut case, rules, most)| {
        let held: Vec<usize> = case.held.iter().copied().collect();
        for (from, unit, rpl_sure, sure) in rules {
            let Some(&from) = held.get(from % held.len().max(1)) else { continue };
            if from != unit && case.group_of[unit] != 3 {
                let terms = [(true, rpl_sure), (false, sure)];
                let rules = terms.map(|(by_rpl, sure)| UnitRule { from, unit, holds: true, by_rpl, sure });
                case.rules.extend(rules);
            }
        }
        case.limits[1] = Some(most);
        case
    })
}

impl UnitsCase {
    fn ledger(&self) -> Ledger {
        let codes = names("u", 9);
        let kinds = [GroupKind::Core, GroupKind::Elective, GroupKind::Listed];
        let groups = kinds.iter().enumerate().map(|(index, kind)| {
            let units: Vec<String> =
                (0..9).filter(|unit| self.group_of[*unit] == index).map(|unit| codes[unit].clone()).collect();
            let least = Some(self.least[index]).filter(|least| *least > 0);
            PackagingGroup { least, most: self.most[index], ..group(kind.name(), *kind, &units) }
        });
        let mut award = certificate(groups.collect());
        if let Some(packaging) = &mut award.packaging {
            packaging.core = self.core;
            packaging.electives = self.electives;
            packaging.electives_elsewhere_max = Some(self.elsewhere);
            packaging.electives_listed_min = Some(self.electives - self.elsewhere);
        }
        let [most, rpl_most, residency_least] = self.limits.map(|share| Percent::new(share?).ok());
        let study_years_max = self.five_years.then_some(5);
        let provenance = source();
        award.recognition = Some(RecognitionLimits { most, rpl_most, residency_least, study_years_max, provenance });
        let mut all = parts(units(&codes));
        if let Some(equivalence) = self.replaced {
            all.courses[OLD] = crate::sample::replaced(all.courses[OLD].clone(), &codes[NEW], equivalence);
        }
        all.qualifications = vec![award];
        for (index, UnitRule { from, unit, holds, by_rpl, sure }) in self.rules.iter().copied().enumerate() {
            let exchange = CreditExchange::Unit { from: read(&codes[from]), unit: read(&codes[unit]) };
            let valid = Validity { from: (!holds).then(|| day("2027-02-02")), until: None };
            let standing = if sure { CreditStanding::Guaranteed } else { CreditStanding::Discretionary };
            let basis = if by_rpl { CreditBasis::Rpl } else { CreditBasis::CreditTransfer };
            let rule = rule(&format!("r{index}"), "CHC43515", exchange, standing);
            all.credit_rules.push(CreditRule { valid, basis, ..rule });
        }
        let on = |unit: &usize| day(if self.old.contains(unit) { "2019-06-01" } else { "2026-06-01" });
        let held = self.held.iter().filter(|unit| !self.claimed.contains_key(unit));
        let held = held.map(|unit| {
            let (course, version) = (read(&codes[*unit]), read("1.0.0"));
            Held::Course { course, version, completed: on(unit) }
        });
        let claims = self.held.iter().filter_map(|unit| Some((unit, *self.claimed.get(unit)?)));
        let rpl = claims.map(|(unit, granted)| RplClaim {
            of: Claimed::Course { course: read(&codes[*unit]), version: read("1.0.0") },
            status: if granted { RplStatus::Granted { on: on(unit) } } else { RplStatus::Claimed { on: on(unit) } },
            evidence: vec![],
        });
        let (held, rpl) = (held.collect(), rpl.collect());
        let record = LearnerRecord::new(LearnerRecordParts { held, rpl, ..LearnerRecordParts::empty(day(TODAY)) });
        let record = record.expect("a record");
        let studied = self.studied.iter().map(|unit| read(&codes[*unit])).collect();
        ledger_of_studied(&build(all), &record, &studied, &read("CHC43515"), day(TODAY)).expect("an award")
    }

    /// How many places units fill by trying each place for each: the most, of those most that are guaranteed, then most by
    /// application. `surely`: only where it is guaranteed.
    fn best(&self, surely: bool) -> [u32; 3] {
        let open = |unit: &usize| self.claimed.get(unit) == Some(&false);
        let counts = |unit: &&usize| {
            let is_old = self.five_years && self.old.contains(unit) && !open(unit);
            !(is_old || surely && open(unit))
        };
        let held: Vec<usize> = self.held.iter().filter(counts).copied().collect();
        self.go(&held, surely, &mut BTreeSet::new(), &mut [0; 7])
    }

    fn counts_as(&self, unit: usize, as_unit: usize) -> bool {
        unit == as_unit || (unit == OLD && as_unit == NEW && self.replaced == Some(Equivalence::Equivalent))
    }

    /// A share of the units of the award, rounded down.
    fn share(&self, share: Option<i64>) -> u16 {
        let of = |share: i64| u16::try_from(i64::from(self.core + self.electives) * share / 100).expect("few");
        share.map_or(u16::MAX, of)
    }

    /// `filled`: units of the award that are taken. `sums`: core, electives of the group, listed as core, listed as
    /// elective, from elsewhere; by prior learning; and studied in the award.
    fn go(&self, held: &[usize], surely: bool, filled: &mut BTreeSet<usize>, sums: &mut [u16; 7]) -> [u32; 3] {
        let Some((&unit, rest)) = held.split_first() else { return [0; 3] };
        let mut best = self.go(rest, surely, filled, sums);
        let mut keep = |[all, sure, asked]: [u32; 3], [is_sure, is_asked]: [bool; 2]| {
            best = best.max([1 + all, sure + u32::from(is_sure), asked + u32::from(is_asked)]);
        };
        let (claimed, open) = (self.claimed.contains_key(&unit), self.claimed.get(&unit) == Some(&false));
        let named = |target: &usize| self.group_of[*target] < 3;
        let itself = (0..9).filter(|target| named(target) && self.counts_as(unit, *target));
        // By what it fills a place: itself, or by a rule that holds today.
        let mut targets: Vec<(usize, By)> = itself.map(|target| (target, By::Itself)).collect();
        // A unit from elsewhere is none of the award's, whatever rules make of it; it is current, or stands for what replaced
        // it.
        let replaced = self.replaced.filter(|_| unit == OLD);
        let from_elsewhere = targets.is_empty() && !surely && replaced != Some(Equivalence::NotEquivalent);
        let counts_for = if replaced.is_some() && self.held.contains(&NEW) { NEW } else { unit };
        let of_rules = self.rules.iter().filter(|rule| {
            self.counts_as(unit, rule.from) && named(&rule.unit) && rule.holds && (rule.sure || !surely)
        });
        targets.extend(of_rules.map(|rule| (rule.unit, By::Rule(*rule))));
        for (target, by) in targets {
            if filled.contains(&target) {
                continue;
            }
            let kinds: &[usize] = [&[0][..], &[1], &[2, 3]][self.group_of[target]];
            let (is_sure, by_rpl) = match by {
                By::Itself => (true, claimed),
                By::Rule(rule) => (rule.sure, claimed || rule.by_rpl),
            };
            let in_the_award = matches!(by, By::Itself) && self.studied.contains(&unit) && !claimed;
            sums[5] += u16::from(by_rpl);
            sums[6] += u16::from(in_the_award);
            for &kind in kinds {
                sums[kind] += 1;
                if self.sound(sums) {
                    filled.insert(target);
                    keep(self.go(rest, surely, filled, sums), [is_sure && !open, is_sure && open]);
                    filled.remove(&target);
                }
                sums[kind] -= 1;
            }
            sums[5] -= u16::from(by_rpl);
            sums[6] -= u16::from(in_the_award);
        }
        sums[5] += u16::from(claimed);
        if from_elsewhere && !filled.contains(&counts_for) {
            sums[4] += 1;
            if self.sound(sums) {
                filled.insert(counts_for);
                keep(self.go(rest, surely, filled, sums), [false, true]);
                filled.remove(&counts_for);
            }
            sums[4] -= 1;
        }
        sums[5] -= u16::from(claimed);
        best
    }

    fn sound(&self, [core, group, listed_core, listed, elsewhere, rpl, studied]: &[u16; 7]) -> bool {
        let [most, rpl_most, residency] = self.limits;
        let recognised = core + group + listed_core + listed + elsewhere - studied;
        let in_groups = [*core, *group, listed_core + listed];
        // What a group still asks for is kept for it: of the core, of the electives, and of either for listed units.
        let core = (*core).max(self.least[0]);
        let electives = (*group).max(self.least[1]) + elsewhere;
        let kept = (listed_core + listed).max(self.least[2]);
        core + listed_core <= self.core
            && electives + listed <= self.electives
            && core + electives + kept <= self.core + self.electives
            && *elsewhere <= self.elsewhere
            && *rpl <= self.share(rpl_most)
            && recognised <= self.share(most)
            && recognised <= self.share(residency.map(|share| 100 - share))
            && self.most.iter().zip(in_groups).all(|(most, units)| most.is_none_or(|most| units <= most))
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
        check_units(&case)?;
    }

    #[test]
    fn no_assignment_on_other_grounds_fills_more_units(case in two_grounds_case()) {
        check_units(&case)?;
    }

    /// A rule more never makes a ledger poorer.
    #[test]
    fn a_rule_more_never_gives_less(case in units_case()) {
        let more = case.ledger().totals.if_all_granted;
        for left_out in 0..case.rules.len() {
            let mut fewer = case.clone();
            fewer.rules.remove(left_out);
            prop_assert!(fewer.ledger().totals.if_all_granted <= more);
        }
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
