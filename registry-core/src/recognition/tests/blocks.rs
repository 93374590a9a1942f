//! Blocks, groups, levels, caps and claims against trying every use of every held thing, and every cut of every block.
//!
//! For any award of points: no use credits more, or as much and more of it surely; a line has one basis, that of a claim
//! wherever it rests on one; and no cap, group or level is passed.

use std::cell::Cell;

use proptest::prelude::*;
use proptest::test_runner::TestRunner;

use super::*;
use crate::course::Equivalence;
use crate::credit::{CreditBasis, Percent};
use crate::learner_record::{LearnerRecord, LearnerRecordParts};
use crate::qualification::{PointsGroup, PointsLevel, PointsPackaging, RecognitionLimits, SubjectLevel};
use crate::rpl::{Claimed, RplClaim, RplStatus};

/// The award takes so many points.
const SIZE: u32 = 20;

const CASES: u32 = 600;

/// How somebody has a thing: surest first.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Has {
    Held,
    Granted,
    Planned,
}

#[derive(Debug, Clone)]
struct Gives {
    /// The courses of a series and how many make one; a qualification: of a block.
    of: Result<(Vec<usize>, u32), usize>,
    points: u32,
    /// 2: none.
    group: usize,
    /// 2: none; a block fills a group or a level.
    level: usize,
    rpl: bool,
    standing: usize,
}

#[derive(Debug, Clone)]
struct Case {
    /// Three courses, then three qualifications.
    has: Vec<Option<Has>>,
    rules: Vec<Gives>,
    /// Least and most of two groups.
    groups: [(u32, u32); 2],
    /// Least and most of two levels.
    levels: [(u32, u32); 2],
    /// In twentieths of the award, which are points.
    most: Option<u32>,
    rpl_most: Option<u32>,
    /// The last course is replaced by the second, and counts as it, too.
    replaced: bool,
}

/// The parts of a case as they are drawn.
type Drawn = (Vec<Option<Has>>, Vec<Gives>, ([(u32, u32); 2], [(u32, u32); 2]), Option<u32>, Option<u32>, bool);

fn case() -> impl Strategy<Value = Case> {
    let has = prop_oneof![
        2 => Just(Some(Has::Held)),
        1 => Just(None),
        1 => Just(Some(Has::Granted)),
        1 => Just(Some(Has::Planned)),
    ];
    let series = (prop::sample::subsequence(vec![0usize, 1, 2], 1..=3), 1u32..3)
        .prop_map(|(of, size)| Ok((of.clone(), size.min(u32::try_from(of.len()).expect("few")))));
    let of = prop_oneof![1 => series, 2 => (3usize..6).prop_map(Err)];
    let gives = (of, 1u32..11, (0usize..3, 0usize..3), any::<bool>(), 0usize..4).prop_map(
        |(of, points, (group, level), rpl, standing)| {
            let group = if of.is_err() && level < 2 { 2 } else { group };
            Gives { of, points, group, level, rpl, standing }
        },
    );
    let group = || (0u32..6, 0u32..8).prop_map(|(least, more)| (least, (least + more).max(1)));
    let cap = || prop::option::of(2u32..=SIZE);
    let parts = ([group(), group()], [group(), group()]);
    (prop::collection::vec(has, 6), prop::collection::vec(gives, 1..5), parts, cap(), cap(), any::<bool>()).prop_map(
        |(has, mut rules, (groups, levels), most, rpl_most, replaced): Drawn| {
            // A catalogue refuses a series that is larger than the part it fills.
            for gives in rules.iter_mut().filter(|gives| gives.of.is_ok()) {
                let of = |parts: &[(u32, u32); 2], part: usize| parts.get(part).map_or(SIZE, |(_, most)| *most);
                gives.points = gives.points.min(of(&groups, gives.group)).min(of(&levels, gives.level));
            }
            Case { has, rules, groups, levels, most, rpl_most, replaced }
        },
    )
}

fn level_of(index: usize) -> SubjectLevel {
    SubjectLevel::new(i64::try_from(index).expect("small") + 1).expect("a level")
}

fn code(thing: usize) -> String {
    format!("{}{thing}", if thing < 3 { "c" } else { "s" })
}

impl Case {
    fn catalogue(&self) -> Catalogue {
        let codes: Vec<String> = (0..3).map(code).collect();
        let mut all = parts(codes.iter().map(|code| course(code, vec![])).collect());
        if self.replaced {
            all.courses[2] = crate::sample::replaced(all.courses[2].clone(), &codes[1], Equivalence::Equivalent);
        }
        all.credit_schemes = vec![scheme("s", "100")];
        let percent = |points: Option<u32>| points.map(|points| Percent::new(i64::from(points * 5)).expect("a share"));
        let recognition = RecognitionLimits {
            most: percent(self.most),
            rpl_most: percent(self.rpl_most),
            residency_least: None,
            study_years_max: None,
            provenance: source(),
        };
        let group = |(index, (least, most)): (usize, &(u32, u32))| PointsGroup {
            code: format!("g{index}"),
            title: format!("Group {index}"),
            least: (*least > 0).then(|| read(&least.to_string())),
            most: Some(read(&most.to_string())),
            subjects: vec![],
        };
        let level = |(index, (least, most)): (usize, &(u32, u32))| PointsLevel {
            level: level_of(index),
            least: (*least > 0).then(|| read(&least.to_string())),
            most: Some(read(&most.to_string())),
            least_and_above: None,
            subjects: vec![],
        };
        let free = PointsGroup { code: "free".to_owned(), most: None, ..group((2, &(0, 0))) };
        let packaging = PointsPackaging {
            subject_points: read("5"),
            groups: self.groups.iter().enumerate().map(group).chain([free]).collect(),
            levels: self.levels.iter().enumerate().map(level).collect(),
            provenance: source(),
        };
        let award = award_of("q", &SIZE.to_string(), "s");
        let recognition = (self.most.is_some() || self.rpl_most.is_some()).then_some(recognition);
        all.qualifications = vec![Qualification { recognition, points_packaging: Some(packaging), ..award }];
        all.qualifications.extend((3..6).map(|thing| qualification(&code(thing), vec![])));
        all.credit_rules = self.rules.iter().enumerate().map(|(index, gives)| self.rule(index, gives)).collect();
        build(all)
    }

    fn rule(&self, index: usize, gives: &Gives) -> CreditRule {
        let exchange = match &gives.of {
            Ok((of, size)) => {
                series(&of.iter().map(|thing| code(*thing)).collect::<Vec<_>>(), *size, &gives.points.to_string())
            }
            Err(from) => CreditExchange::Block { from: read(&code(*from)), points: read(&gives.points.to_string()) },
        };
        CreditRule {
            basis: if gives.rpl { CreditBasis::Rpl } else { CreditBasis::CreditTransfer },
            group: (gives.group < 2).then(|| format!("g{}", gives.group)),
            level: (gives.level < 2).then(|| level_of(gives.level)),
            ..rule(&format!("r{index}"), "q", exchange, CreditStanding::ALL[gives.standing])
        }
    }

    fn record(&self) -> LearnerRecord {
        let things = || self.has.iter().enumerate().filter_map(|(thing, has)| Some((thing, (*has)?)));
        let held = things().filter(|(_, has)| *has == Has::Held).map(|(thing, _)| match thing {
            0..3 => held(&code(thing), "1.0.0"),
            _ => Held::Qualification { qualification: read(&code(thing)), completed: day("2026-06-01") },
        });
        let claims = things().filter(|(_, has)| *has != Has::Held).map(|(thing, has)| RplClaim {
            of: match thing {
                0..3 => Claimed::Course { course: read(&code(thing)), version: read("1.0.0") },
                _ => Claimed::Qualification(read(&code(thing))),
            },
            status: if has == Has::Granted { RplStatus::Granted { on: day("2026-06-01") } } else { RplStatus::Planned },
            evidence: vec![],
        });
        let (held, rpl) = (held.collect(), claims.collect());
        LearnerRecord::new(LearnerRecordParts { held, rpl, ..LearnerRecordParts::empty(day(TODAY)) }).expect("a record")
    }

    fn ledger(&self) -> Ledger {
        ledger(&self.catalogue(), &self.record(), &read("q"), day(TODAY)).expect("an award")
    }

    /// What the best of all uses credits, by standing, of standings that are as sure as `surest`.
    fn best(&self, surest: usize) -> [u32; 4] {
        let mut best = [0; 4];
        self.give(0, &mut vec![[0; 4]; self.rules.len()], surest, &mut best);
        best
    }

    /// Gives each thing to each rule that names it, and to none. `given`: by rule, by how somebody has them, how many; and
    /// whether the second course is one of them.
    fn give(&self, thing: usize, given: &mut Vec<[u32; 4]>, surest: usize, best: &mut [u32; 4]) {
        if thing == self.has.len() {
            self.use_rule(0, given, Sums::default(), surest, best);
            return;
        }
        self.give(thing + 1, given, surest, best);
        let Some(has) = self.has[thing] else { return };
        for rule in 0..self.rules.len() {
            let names = match &self.rules[rule].of {
                // The place of the second course is free for what it replaced.
                Ok((of, _)) => {
                    let instead = self.replaced && thing == 2 && of.contains(&1) && given[rule][3] == 0;
                    of.contains(&thing) || instead
                }
                Err(from) => *from == thing,
            };
            if names {
                given[rule][has as usize] += 1;
                given[rule][3] += u32::from(thing == 1);
                self.give(thing + 1, given, surest, best);
                given[rule][has as usize] -= 1;
                given[rule][3] -= u32::from(thing == 1);
            }
        }
    }

    fn use_rule(&self, index: usize, given: &[[u32; 4]], sums: Sums, surest: usize, best: &mut [u32; 4]) {
        let Some(gives) = self.rules.get(index) else {
            let value = |of: &[u32; 4]| [of.iter().sum(), of[0], of[1], of[2]];
            if value(&sums.standing) > value(best) {
                *best = sums.standing;
            }
            return;
        };
        let [held, granted, planned, _] = given[index];
        let mut go = |uses: [u32; 3]| {
            let mut sums = sums;
            for (has, amount) in [Has::Held, Has::Granted, Has::Planned].into_iter().zip(uses) {
                let standing = gives.standing.max(usize::from(has == Has::Planned));
                sums.standing[standing] += amount;
                if amount > 0 && standing > surest {
                    return;
                }
                sums.groups[gives.group] += amount;
                sums.levels[gives.level] += amount;
                sums.rpl += if gives.rpl || has > Has::Held { amount } else { 0 };
            }
            if self.sound(&sums) {
                self.use_rule(index + 1, given, sums, surest, best);
            }
        };
        match &gives.of {
            // So many series of held things alone, of these and granted ones, and of any.
            Ok((_, size)) => {
                let all = (held + granted + planned) / size;
                for sure in 0..=held / size {
                    for settled in 0..=(held + granted) / size - sure {
                        for open in 0..=all - sure - settled {
                            go([sure, settled, open].map(|count| count * gives.points));
                        }
                    }
                }
            }
            Err(_) => {
                for amount in 0..=gives.points * (held + granted + planned) {
                    go([held, granted, planned].map(|has| has * amount));
                }
            }
        }
    }

    fn sound(&self, sums: &Sums) -> bool {
        let [one, two, none] = sums.groups;
        let recognised = one + two + none;
        let [first, second, unlevelled] = sums.levels;
        // One subject may be of a group and of a level, so what each family asks for is kept by itself.
        one.max(self.groups[0].0) + two.max(self.groups[1].0) + none <= SIZE
            && first.max(self.levels[0].0) + second.max(self.levels[1].0) + unlevelled <= SIZE
            && one <= self.groups[0].1
            && two <= self.groups[1].1
            && first <= self.levels[0].1
            && second <= self.levels[1].1
            && self.most.is_none_or(|most| recognised <= most)
            && self.rpl_most.is_none_or(|most| sums.rpl <= most)
    }
}

#[derive(Debug, Clone, Copy, Default)]
struct Sums {
    groups: [u32; 3],
    levels: [u32; 3],
    rpl: u32,
    standing: [u32; 4],
}

/// Nor does any as much and more of it surely. Where what is kept for a level crosses the cap on prior learning, a cut may be
/// said to be left unproved: that is rare, and gives no more than there is.
#[test]
fn no_use_of_blocks_groups_and_claims_gives_more() {
    let config = ProptestConfig { failure_persistence: None, ..ProptestConfig::with_cases(CASES) };
    let unproved = Cell::new(0);
    let ran = TestRunner::new(config).run(&case(), |case| {
        let (ledger, best) = (case.ledger(), case.best(3));
        let said = ledger.totals;
        let all = points(&best.iter().sum::<u32>().to_string());
        if !ledger.proved {
            unproved.set(unproved.get() + 1);
            prop_assert!(said.if_all_granted <= all);
            return Ok(());
        }
        prop_assert_eq!(said.if_all_granted, all);
        prop_assert_eq!(
            [said.guaranteed, said.by_application, said.discretionary, said.assumption],
            best.map(|amount| points(&amount.to_string()))
        );
        prop_assert_eq!(ledger.guaranteed_alone, points(&case.best(0)[0].to_string()));
        Ok(())
    });
    ran.unwrap_or_else(|failed| panic!("{failed}"));
    assert!(unproved.get() <= CASES / 100, "{} of {CASES} are not proved", unproved.get());
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::with_cases(CASES) })]

    /// However it is cut: what rests on a claim is recognition of prior learning, and under its cap.
    #[test]
    fn what_rests_on_a_claim_is_under_the_cap_on_prior_learning(case in case()) {
        let ledger = case.ledger();
        let of_rule = |line: &LedgerLine| {
            let index: usize = line.rule.as_ref().and_then(|code| code.as_str()[1..].parse().ok()).expect("a rule");
            case.rules[index].rpl
        };
        let mut sum = 0;
        for line in &ledger.lines {
            let rpl = of_rule(line) || line.items.iter().any(|item| item.by_rpl);
            prop_assert_eq!(line.basis == CreditBasis::Rpl, rpl, "{:?}", line);
            if let (true, Amount::Points(amount)) = (rpl, line.amount) {
                sum += amount.millionths();
            }
        }
        for limit in &ledger.limits {
            prop_assert!(limit.used <= limit.most);
            let Amount::Points(used) = limit.used else { panic!("an award of points") };
            prop_assert!(limit.kind != LimitKind::Rpl || used.millionths() == sum);
        }
    }
}

/// A 10 by prior learning and B 6 share a group of 10, A and C 6 a cap of 10: 4, 6 and 6.
#[test]
fn blocks_that_share_a_group_and_a_cap_are_cut_together() {
    let block = |from, points, group, rpl| Gives { of: Err(from), points, group, level: 2, rpl, standing: 0 };
    let case = Case {
        has: vec![None, None, None, Some(Has::Held), Some(Has::Held), Some(Has::Held)],
        rules: vec![block(3, 10, 0, true), block(4, 6, 0, false), block(5, 6, 2, true)],
        groups: [(0, 10), (0, 10)],
        levels: [(0, 20), (0, 20)],
        most: None,
        rpl_most: Some(10),
        replaced: false,
    };
    let ledger = case.ledger();
    assert_eq!((ledger.totals.if_all_granted, ledger.proved), (points("16"), true));
}

/// Two held things and a planned claim, a series of two: the held two are guaranteed.
#[test]
fn settled_things_make_a_series_before_claims() {
    let case = Case {
        has: vec![Some(Has::Planned), Some(Has::Held), Some(Has::Held), None, None, None],
        rules: vec![Gives { of: Ok((vec![0, 1, 2], 2)), points: 5, group: 2, level: 2, rpl: false, standing: 0 }],
        groups: [(0, 10), (0, 10)],
        levels: [(0, 20), (0, 20)],
        most: None,
        rpl_most: None,
        replaced: false,
    };
    let ledger = case.ledger();
    assert_eq!((ledger.totals.guaranteed, ledger.totals.if_all_granted), (points("5"), points("5")));
}

/// A granted claim counts under the cap on prior learning, whatever the rule gives credit for.
#[test]
fn a_granted_claim_of_a_block_is_prior_learning() {
    let case = Case {
        has: vec![None, None, None, Some(Has::Granted), None, None],
        rules: vec![Gives { of: Err(3), points: 8, group: 2, level: 2, rpl: false, standing: 0 }],
        groups: [(0, 10), (0, 10)],
        levels: [(0, 20), (0, 20)],
        most: None,
        rpl_most: Some(2),
        replaced: false,
    };
    let ledger = case.ledger();
    assert_eq!((ledger.lines[0].basis, ledger.totals.guaranteed), (CreditBasis::Rpl, points("2")));
    assert_eq!(ledger.limits[0].effect, LimitEffect::Bites);
}

/// Of 20 points at least 6 at the second level: a block of 18 at no level is cut to 20 − 6 = 14, and one at the second level
/// beside it fills what is kept for it.
#[test]
fn what_a_level_asks_for_is_kept_for_it() {
    let block = |from, points, level| Gives { of: Err(from), points, group: 2, level, rpl: false, standing: 0 };
    let case = |rules: Vec<Gives>| Case {
        has: vec![None, None, None, Some(Has::Held), Some(Has::Held), None],
        rules,
        groups: [(0, 10), (0, 10)],
        levels: [(0, 20), (6, 20)],
        most: None,
        rpl_most: None,
        replaced: false,
    };
    let alone = case(vec![block(3, 18, 2)]).ledger();
    assert_eq!((alone.totals.guaranteed, alone.proved), (points("14"), true));
    let part = alone.parts.iter().find(|part| part.of == PartOf::Level(level_of(1))).expect("level 2");
    assert_eq!(
        words::part(part),
        "Level 2: at least 6 points and at most 20 points. Counted: 0 points. Still asked for: 6 points."
    );
    let both = case(vec![block(3, 18, 2), block(4, 4, 1)]).ledger();
    assert_eq!((both.totals.guaranteed, both.proved), (points("18"), true));
}

/// Two courses make a series each: the second is assessed, and the third, which was studied, counts as it too. The third has
/// to fill its own place for both to count.
#[test]
fn what_is_surer_leaves_a_place_to_what_is_granted() {
    let mut all = parts(vec![
        course("first", vec![]),
        course("second", vec![]),
        crate::sample::replaced(course("third", vec![]), "second", Equivalence::Equivalent),
    ]);
    all.credit_schemes = vec![scheme("s", "100")];
    all.qualifications = vec![award_of("q", "4", "s")];
    let of = ["second", "third"].map(str::to_owned);
    all.credit_rules = vec![rule("each", "q", series(&of, 1, "2"), CreditStanding::Guaranteed)];
    let on = day("2026-06-01");
    let claim = RplClaim {
        of: Claimed::Course { course: read("second"), version: read("1.0.0") },
        status: RplStatus::Granted { on },
        evidence: vec![],
    };
    let held = holds(&["third".to_owned()]);
    let record =
        LearnerRecord::new(LearnerRecordParts { held, rpl: vec![claim], ..LearnerRecordParts::empty(day(TODAY)) });
    let ledger = ledger(&build(all), &record.expect("a record"), &read("q"), day(TODAY)).expect("an award");
    assert_eq!((ledger.totals.if_all_granted, ledger.proved), (points("4"), true));
    assert_eq!(ledger.not_counted, []);
}
