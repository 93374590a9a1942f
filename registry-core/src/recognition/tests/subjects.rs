//! Every rule that packaging in points knows, against trying each way of giving each held thing to each place.
//!
//! For any award with groups, levels and levels together, subjects whose points are stated in another scheme, caps,
//! residency, an age of study, successors, rules with validity dates and claims however far they have come: no way credits
//! more, or as much and more of it surely; each thing stands in one line; and no cap, group or level is passed.

mod trying;

use std::cell::Cell;
use std::collections::BTreeSet;

use proptest::prelude::*;
use proptest::test_runner::TestRunner;

use self::trying::Trying;
use super::*;
use crate::course::Equivalence;
use crate::credit::{CreditBasis, Percent, Validity};
use crate::learner_record::{LearnerRecord, LearnerRecordParts};
use crate::qualification::{PointsGroup, PointsLevel, PointsPackaging, RecognitionLimits, SubjectLevel};
use crate::rpl::{Claimed, RplClaim, RplStatus};

/// The award takes so many points; a share of 5 % is one of them.
const SIZE: u32 = 20;

/// A subject that states no points is worth so many.
const STANDARD: u32 = 5;

const CASES: u32 = 500;

/// Three subjects, two micro-credentials, a qualification.
const THINGS: usize = 6;

const QUALIFICATION: usize = 5;

/// How somebody has a thing, the surest first. `old`: it was completed more than five years ago.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Has {
    Held { old: bool },
    Granted { old: bool },
    Planned,
    Refused,
}

#[derive(Debug, Clone, Copy)]
struct Subject {
    /// 2: in none.
    group: usize,
    /// 3: at none.
    level: usize,
    /// Its points, stated in a scheme of twice as many a year; `None`: it is a standard subject.
    points: Option<u32>,
}

#[derive(Debug, Clone)]
struct Gives {
    /// The courses of a series and how many make one; `None`: a block from the qualification.
    series: Option<(Vec<usize>, u32)>,
    points: u32,
    group: usize,
    level: usize,
    rpl: bool,
    standing: usize,
    /// Whether it holds today; 1: not yet, 2: no more.
    when: usize,
}

#[derive(Debug, Clone)]
struct Case {
    has: Vec<Option<Has>>,
    subjects: [Subject; 3],
    /// Whether the third subject was replaced by the second, and how.
    replaced: Option<Equivalence>,
    rules: Vec<Gives>,
    groups: [(u32, u32); 2],
    /// Least, most, and the least with those above.
    levels: [(u32, u32, u32); 3],
    most: Option<u32>,
    rpl_most: Option<u32>,
    residency: Option<u32>,
    five_years: bool,
}

fn case() -> impl Strategy<Value = Case> {
    let old = || prop::bool::weighted(0.3);
    let has = prop_oneof![
        4 => old().prop_map(|old| Some(Has::Held { old })),
        2 => old().prop_map(|old| Some(Has::Granted { old })),
        2 => Just(Some(Has::Planned)),
        1 => Just(Some(Has::Refused)),
        1 => Just(None),
    ];
    let subject = || {
        (0usize..3, 0usize..4, prop::option::of(1u32..9)).prop_map(|(group, level, points)| Subject {
            group,
            level,
            points,
        })
    };
    let series = (prop::sample::subsequence(vec![0usize, 1, 2, 3, 4], 1..=4), 1u32..3)
        .prop_map(|(of, size)| Some((of.clone(), size.min(u32::try_from(of.len()).expect("few")))));
    let part = (0usize..3, 0usize..4);
    let when = prop_oneof![4 => Just(0usize), 1 => Just(1), 1 => Just(2)];
    let gives = (prop_oneof![series, Just(None)], 1u32..9, part, any::<bool>(), 0usize..4, when).prop_map(
        |(series, points, (group, level), rpl, standing, when)| {
            let group = if series.is_none() && level < 3 { 2 } else { group };
            Gives { series, points, group, level, rpl, standing, when }
        },
    );
    let group = || (0u32..6, 0u32..8).prop_map(|(least, more)| (least, (least + more).max(1)));
    let level = || (0u32..4, 0u32..9, 0u32..9).prop_map(|(least, more, above)| (least, (least + more).max(1), above));
    let cap = || prop::option::of(2u32..=SIZE);
    let replaced = prop::option::of(prop_oneof![Just(Equivalence::Equivalent), Just(Equivalence::NotEquivalent)]);
    let things = (prop::collection::vec(has, THINGS), [subject(), subject(), subject()], replaced);
    let parts = ([group(), group()], [level(), level(), level()]);
    let limits = (cap(), cap(), prop::option::of(0u32..15), any::<bool>());
    (things, prop::collection::vec(gives, 0..3), parts, limits).prop_map(
        |((has, subjects, replaced), rules, (groups, levels), (most, rpl_most, residency, five_years))| {
            let mut case =
                Case { has, subjects, replaced, rules, groups, levels, most, rpl_most, residency, five_years };
            case.mend();
            case
        },
    )
}

fn code(thing: usize) -> String {
    format!("{}{thing}", ["s", "s", "s", "i", "i", "q"][thing])
}

fn level_of(index: usize) -> SubjectLevel {
    SubjectLevel::new(i64::try_from(index).expect("small") + 1).expect("a level")
}

/// How much is credited, by part, ground and standing.
#[derive(Debug, Clone, Copy, Default)]
struct Sums {
    groups: [u32; 3],
    levels: [u32; 4],
    recognised: u32,
    rpl: u32,
    standing: [u32; 4],
}

/// A place that one thing fills: of a subject or of a rule, by number.
#[derive(Debug, Clone, Copy)]
enum Place {
    Subject(usize),
    Rule(usize),
}

impl Case {
    /// A catalogue refuses a series that is larger than its part, and levels that allow less than they ask for together.
    fn mend(&mut self) {
        for lowest in 0..3 {
            let allowed: u32 = self.levels[lowest..].iter().map(|(_, most, _)| most).sum();
            let above = &mut self.levels[lowest].2;
            *above = (*above).min(allowed);
        }
        for gives in self.rules.iter_mut().filter(|gives| gives.series.is_some()) {
            let of_group = self.groups.get(gives.group).map_or(SIZE, |(_, most)| *most);
            let of_level = self.levels.get(gives.level).map_or(SIZE, |(_, most, _)| *most);
            gives.points = gives.points.min(of_group).min(of_level);
        }
    }

    fn catalogue(&self) -> Catalogue {
        let mut all = parts((0..QUALIFICATION).map(|thing| course(&code(thing), vec![])).collect());
        for (index, subject) in self.subjects.iter().enumerate() {
            let stated =
                subject.points.map(|points| Credit { points: read(&(2 * points).to_string()), scheme: read("t") });
            all.courses[index].versions[0].credit = stated;
        }
        if let Some(equivalence) = self.replaced {
            all.courses[2] = crate::sample::replaced(all.courses[2].clone(), &code(1), equivalence);
        }
        all.credit_schemes = vec![scheme("s", "100"), scheme("t", "200")];
        let award = award_of("award", &SIZE.to_string(), "s");
        all.qualifications = vec![
            Qualification { points_packaging: Some(self.packaging()), recognition: self.recognition(), ..award },
            qualification(&code(QUALIFICATION), vec![]),
        ];
        all.credit_rules = self.rules.iter().enumerate().map(|(index, gives)| credit_rule(index, gives)).collect();
        build(all)
    }

    fn packaging(&self) -> PointsPackaging {
        let some = |points: u32| (points > 0).then(|| read(&points.to_string()));
        let of = |is_in: &dyn Fn(&Subject) -> bool| {
            let subjects = self.subjects.iter().enumerate().filter(|(_, subject)| is_in(subject));
            subjects.map(|(index, _)| read(&code(index))).collect::<Vec<_>>()
        };
        let groups = self.groups.iter().enumerate().map(|(index, (least, most))| PointsGroup {
            code: format!("g{index}"),
            title: format!("Group {index}"),
            least: some(*least),
            most: some(*most),
            subjects: of(&|subject| subject.group == index),
        });
        let free = PointsGroup {
            code: "free".to_owned(),
            title: "Free".to_owned(),
            least: None,
            most: None,
            subjects: vec![],
        };
        let levels = self.levels.iter().enumerate().map(|(index, (least, most, above))| PointsLevel {
            level: level_of(index),
            least: some(*least),
            most: some(*most),
            least_and_above: some(*above),
            subjects: of(&|subject| subject.level == index),
        });
        PointsPackaging {
            subject_points: read(&STANDARD.to_string()),
            groups: groups.chain([free]).collect(),
            levels: levels.collect(),
            provenance: source(),
        }
    }

    fn recognition(&self) -> Option<RecognitionLimits> {
        let percent = |points: Option<u32>| points.map(|points| Percent::new(i64::from(points * 5)).expect("a share"));
        Some(RecognitionLimits {
            most: percent(self.most),
            rpl_most: percent(self.rpl_most),
            residency_least: percent(self.residency),
            study_years_max: self.five_years.then_some(5),
            provenance: source(),
        })
    }

    fn record(&self) -> LearnerRecord {
        let on = |old: bool| day(if old { "2019-06-01" } else { "2026-06-01" });
        let (mut held, mut rpl) = (Vec::new(), Vec::new());
        for (thing, has) in self.has.iter().enumerate().filter_map(|(thing, has)| Some((thing, (*has)?))) {
            let status = match has {
                Has::Held { old } => {
                    let (completed, version) = (on(old), read("1.0.0"));
                    held.push(match thing {
                        QUALIFICATION => Held::Qualification { qualification: read(&code(thing)), completed },
                        _ => Held::Course { course: read(&code(thing)), version, completed },
                    });
                    continue;
                }
                Has::Granted { old } => RplStatus::Granted { on: on(old) },
                Has::Planned => RplStatus::Planned,
                Has::Refused => RplStatus::Refused { on: on(false) },
            };
            let of = match thing {
                QUALIFICATION => Claimed::Qualification(read(&code(thing))),
                _ => Claimed::Course { course: read(&code(thing)), version: read("1.0.0") },
            };
            rpl.push(RplClaim { of, status, evidence: vec![] });
        }
        LearnerRecord::new(LearnerRecordParts { held, rpl, ..LearnerRecordParts::empty(day(TODAY)) }).expect("a record")
    }

    fn ledger(&self) -> Ledger {
        ledger(&self.catalogue(), &self.record(), &read("award"), day(TODAY)).expect("an award")
    }

    /// By what ground a thing counts, 0 studied, 1 granted, 2 only planned; `None`: it does not count.
    fn ground(&self, thing: usize) -> Option<usize> {
        let recent = |old: bool| !(old && self.five_years);
        match self.has[thing]? {
            Has::Held { old } => recent(old).then_some(0),
            Has::Granted { old } => recent(old).then_some(1),
            Has::Planned => Some(2),
            Has::Refused => None,
        }
    }

    fn counts_as(&self, thing: usize, course: usize) -> bool {
        thing == course || (thing == 2 && course == 1 && self.replaced == Some(Equivalence::Equivalent))
    }

    fn places(&self) -> Vec<(Place, usize)> {
        let named = |index: &usize| self.subjects[*index].group < 2 || self.subjects[*index].level < 3;
        let mut places: Vec<(Place, usize)> =
            (0..3).filter(named).map(|index| (Place::Subject(index), index)).collect();
        for (rule, gives) in self.rules.iter().enumerate().filter(|(_, gives)| gives.when == 0) {
            let of = gives.series.as_ref().map_or(vec![QUALIFICATION], |(of, _)| of.clone());
            places.extend(of.into_iter().map(|course| (Place::Rule(rule), course)));
        }
        places
    }
}

fn credit_rule(index: usize, gives: &Gives) -> CreditRule {
    let points = gives.points.to_string();
    let exchange = match &gives.series {
        Some((of, size)) => series(&of.iter().map(|thing| code(*thing)).collect::<Vec<_>>(), *size, &points),
        None => CreditExchange::Block { from: read(&code(QUALIFICATION)), points: read(&points) },
    };
    let valid = [
        Validity { from: Some(day(TODAY)), until: Some(day(TODAY)) },
        Validity { from: Some(day("2027-02-02")), until: None },
        Validity { from: None, until: Some(day("2027-01-31")) },
    ];
    CreditRule {
        basis: if gives.rpl { CreditBasis::Rpl } else { CreditBasis::CreditTransfer },
        group: (gives.group < 2).then(|| format!("g{}", gives.group)),
        level: (gives.level < 3).then(|| level_of(gives.level)),
        valid: valid[gives.when],
        ..rule(&format!("r{index}"), "award", exchange, CreditStanding::ALL[gives.standing])
    }
}

impl Sums {
    fn add(&mut self, (group, level): (usize, usize), amount: u32, standing: usize, (recognised, rpl): (bool, bool)) {
        self.groups[group] += amount;
        self.levels[level] += amount;
        self.recognised += if recognised { amount } else { 0 };
        self.rpl += if rpl { amount } else { 0 };
        self.standing[standing] += amount;
    }
}

/// What the lines of a ledger come to, told from the lines alone.
fn of_lines(case: &Case, ledger: &Ledger) -> Sums {
    let mut sums = Sums::default();
    for line in &ledger.lines {
        let Amount::Points(amount) = line.amount else { panic!("an award of points") };
        let amount = u32::try_from(amount.millionths() / 1_000_000).expect("few");
        let (group, level) = match &line.counts_for {
            CountsFor::Component { group, level, .. }
            | CountsFor::Series { group, level, .. }
            | CountsFor::Block { group, level } => (group, level),
        };
        let group = group.as_ref().map_or(2, |title| usize::from(title.ends_with('1')));
        let level = level.map_or(3, |level| usize::from(level.get()) - 1);
        let rpl = line.basis == CreditBasis::Rpl;
        sums.add((group, level), amount, line.standing as usize, (rpl || line.rule.is_some(), rpl));
        for item in &line.items {
            let thing = (0..THINGS).find(|thing| item.code.eq_ignore_ascii_case(&code(*thing))).expect("a thing");
            assert!(case.ground(thing).is_some(), "{} does not count", item.code);
        }
    }
    sums
}

#[test]
fn no_way_of_counting_subjects_and_rules_gives_more() {
    let config = ProptestConfig { failure_persistence: None, ..ProptestConfig::with_cases(CASES) };
    let unproved = Cell::new(0);
    let seen: Cell<[u32; 4]> = Cell::new([0; 4]);
    let ran = TestRunner::new(config).run(&case(), |case| {
        let ledger = case.ledger();
        let items: Vec<&str> =
            ledger.lines.iter().flat_map(|line| &line.items).map(|item| item.code.as_str()).collect();
        prop_assert_eq!(items.len(), items.iter().collect::<BTreeSet<_>>().len(), "each thing once");
        let lines = of_lines(&case, &ledger);
        prop_assert!(Trying::of(&case, 3).is_sound(&lines), "no cap, group or level is passed: {:?}", lines);
        let shown = |amount: u32| points(&amount.to_string());
        let said = ledger.totals;
        prop_assert_eq!(said.if_all_granted, shown(lines.standing.iter().sum::<u32>()));
        let best = Trying::best(&case, 3);
        if !ledger.proved {
            unproved.set(unproved.get() + 1);
            prop_assert!(said.if_all_granted <= shown(best.iter().sum::<u32>()));
            return Ok(());
        }
        prop_assert_eq!([said.guaranteed, said.by_application, said.discretionary, said.assumption], best.map(shown));
        prop_assert_eq!(ledger.guaranteed_alone, shown(Trying::best(&case, 0)[0]));
        // That the cases have in them what they are for.
        let bites = ledger.limits.iter().filter(|limit| limit.effect == LimitEffect::Bites).count();
        let old = ledger.not_counted.iter().filter(|not| matches!(not.reason, Reason::TooOld { .. })).count();
        let not_valid =
            ledger.not_counted.iter().filter(|not| matches!(not.reason, Reason::RuleNotValid { .. })).count();
        let above =
            ledger.parts.iter().filter(|part| matches!(part.of, PartOf::LevelAndAbove(_)) && !part.asked.is_none());
        let of_case = [bites, old, not_valid, above.count()];
        let mut all = seen.get();
        all.iter_mut().zip(of_case).for_each(|(sum, some)| *sum += u32::from(some > 0));
        seen.set(all);
        Ok(())
    });
    ran.unwrap_or_else(|failed| panic!("{failed}"));
    assert!(
        seen.get().iter().all(|cases| *cases >= CASES / 50),
        "limits that bite, too old, not valid, above: {seen:?}"
    );
    assert!(unproved.get() <= CASES / 100, "{} of {CASES} are not proved", unproved.get());
}
