//! Small problem files of every kind, answered by trying every plan against the rules of the file itself.

use registry_core::solver::file::{
    Answer, CapEntry, CountedEntry, CreditEntry, ItemEntry, Levels, Measure, Measured, PeriodEntry, PlannedItem,
    ProblemFile, Requirement, Selection, Span, Status, TermEntry, WayEntry,
};
use registry_tests::instances::Numbers;
use registry_tests::plan_rules::broken;

const NAMES: [&str; 5] = ["a", "b", "c", "d", "e"];

fn requirement(numbers: &mut Numbers, below: usize, timed: bool, depth: usize) -> Requirement {
    let parts = |numbers: &mut Numbers, least: usize| -> Vec<Requirement> {
        (0..least + numbers.below(2)).map(|_| requirement(numbers, below, timed, depth - 1)).collect()
    };
    match numbers.below(if depth == 0 { 6 } else { 12 }) {
        0 if timed => Requirement::FromTerm(numbers.between(0, 2)),
        1 => Requirement::Course { course: "x".to_owned(), range: ["*", "^1"][numbers.below(2)].to_owned() },
        2 if numbers.percent(30) => Requirement::Never("it is over".to_owned()),
        0..6 => Requirement::item(NAMES[numbers.below(below.max(1))]),
        6 | 7 => Requirement::All(parts(numbers, 1)),
        8..10 => Requirement::Any(parts(numbers, 1)),
        _ => {
            let of =
                vec![Requirement::item(NAMES[0]), Requirement::item(NAMES[1]), Requirement::All(parts(numbers, 1))];
            Requirement::AtLeast { least: numbers.between(1, 3), of }
        }
    }
}

fn selection(numbers: &mut Numbers) -> Selection {
    match numbers.below(4) {
        0 => Selection::default(),
        1 => Selection { groups: vec!["g".to_owned()], ..Selection::default() },
        2 => Selection { levels: Some(Levels { from: Some(1), to: None }), ..Selection::default() },
        _ => Selection { transferred: Some(numbers.percent(50)), ..Selection::default() },
    }
}

fn way(numbers: &mut Numbers, terms: usize) -> WayEntry {
    let way = WayEntry {
        cost: numbers.between(0, 6),
        hours: numbers.between(0, 3),
        days: numbers.between(0, 2),
        ..WayEntry::default()
    };
    let last = terms.saturating_sub(1) as i64;
    match numbers.below(5) {
        _ if terms == 0 => WayEntry { hours: 0, ..way },
        0 => WayEntry { terms: Some(vec![0, last]), ..way },
        1 => WayEntry { from_term: Some(numbers.between(0, last)), ..way },
        2 => WayEntry { start_tick: Some(last), end_tick: Some(last), ..way },
        3 => WayEntry { length: Some(2), ..way },
        _ => way,
    }
}

/// A small file of every kind there is. Some contradict themselves and are refused.
pub(crate) fn file(numbers: &mut Numbers) -> ProblemFile {
    let terms = [0, 2, 3][numbers.below(3)];
    let count = 3 + numbers.below(if terms == 0 { 3 } else { 2 });
    let mut items: Vec<ItemEntry> = Vec::new();
    for (index, name) in NAMES.iter().enumerate().take(count) {
        let timed = terms > 0;
        let asked =
            |numbers: &mut Numbers| (index > 0 && numbers.percent(40)).then(|| requirement(numbers, index, timed, 2));
        let single = ItemEntry { cost: numbers.between(0, 6), ..ItemEntry::default() };
        let ways = if numbers.percent(50) { vec![] } else { vec![way(numbers, terms), way(numbers, terms)] };
        items.push(ItemEntry {
            id: (*name).to_owned(),
            cost: if ways.is_empty() { single.cost } else { 0 },
            ways,
            credit: numbers.between(0, 4),
            level: numbers.percent(60).then(|| numbers.between(0, 2)),
            groups: if numbers.percent(50) { vec!["g".to_owned()] } else { vec![] },
            transferred: numbers.percent(30),
            held: numbers.percent(12),
            prerequisite: asked(numbers),
            corequisite: asked(numbers),
            ..ItemEntry::default()
        });
    }
    items[0].groups = vec!["g".to_owned()];
    for (item, version) in [(0, "1.1.0"), (1, "2.0.0")] {
        items[item].course = Some("x".to_owned());
        items[item].version = Some(version.to_owned());
    }
    items[1].refused = !items[1].held && numbers.percent(8);
    if numbers.percent(20) {
        items[0].excludes = vec![NAMES[2].to_owned()];
    }
    if numbers.percent(25) {
        // Two that are always taken together.
        for (item, other) in [(0, 1), (1, 0)] {
            items[item].ways.clear();
            items[item].corequisite = Some(Requirement::item(NAMES[other]));
        }
    }
    let counting = |numbers: &mut Numbers| {
        let of = Selection { groups: vec!["g".to_owned()], ..Selection::default() };
        if numbers.percent(50) { vec![CountedEntry { most: numbers.between(0, 4), of }] } else { vec![] }
    };
    let sum = |numbers: &mut Numbers| CreditEntry {
        name: "sum".to_owned(),
        least: numbers.between(1, 8),
        of: selection(numbers),
        counting_at_most: counting(numbers),
    };
    let percent = numbers.percent(50);
    let cap = CapEntry {
        most: (!percent).then(|| numbers.between(0, 8)),
        most_percent: percent.then(|| numbers.between(20, 80)),
        within: percent.then(|| selection(numbers)),
        of: selection(numbers),
        ..CapEntry::default()
    };
    let period = |numbers: &mut Numbers, from: i64| PeriodEntry {
        from_term: Some(from),
        money: Some(numbers.between(2, 12)),
        days: numbers.percent(50).then(|| numbers.between(0, 3)),
        ..PeriodEntry::default()
    };
    let limits = TermEntry { hours: Some(numbers.between(2, 6)), ..TermEntry::default() };
    let mut limits = vec![limits; terms];
    if let Some(term) = limits.last_mut().filter(|_| numbers.percent(15)) {
        term.least_hours = numbers.between(1, 2);
    }
    ProblemFile {
        terms: limits,
        periods: if terms > 0 && numbers.percent(30) { vec![period(numbers, 0), period(numbers, 1)] } else { vec![] },
        budget: numbers.percent(30).then(|| numbers.between(2, 14)),
        goal: numbers.percent(80).then(|| requirement(numbers, count, terms > 0, 2)),
        credit: if numbers.percent(60) { vec![sum(numbers)] } else { vec![] },
        caps: if numbers.percent(40) { vec![cap] } else { vec![] },
        equivalent: if numbers.percent(25) { vec![vec![NAMES[1].to_owned(), NAMES[2].to_owned()]] } else { vec![] },
        items,
        prefer: vec![Measure::Cost],
        ..ProblemFile::default()
    }
}

/// Every way and time of an item, as far as the file lets it be written.
fn options(file: &ProblemFile, index: usize) -> Vec<PlannedItem> {
    let item = &file.items[index];
    let ways = if item.ways.is_empty() { 1 } else { item.ways.len() };
    let mut options = Vec::new();
    for number in 0..ways {
        let way = item.ways.get(number);
        let length = way.and_then(|way| way.length).unwrap_or(1);
        let spans: Vec<Option<Span>> = match file.terms.len() as i64 {
            0 => vec![None],
            terms => (0..=terms - length)
                .map(|start| {
                    let end = start + length - 1;
                    Some(Span { start_tick: start, end_tick: end, start_term: start, end_term: end })
                })
                .collect(),
        };
        options.extend(spans.into_iter().map(|span| PlannedItem {
            item: index,
            id: item.id.clone(),
            title: item.id.clone(),
            way: number,
            span,
            cost: way.map_or(item.cost, |way| way.cost),
            hours: way.map_or(item.hours, |way| way.hours),
            days: way.map_or(item.days, |way| way.days),
            credit: item.credit,
        }));
    }
    options
}

/// How many plans there are to try.
pub(crate) fn plans_to_try(file: &ProblemFile) -> usize {
    (0..file.items.len()).map(|index| 1 + options(file, index).len()).product()
}

fn answer_of(plan: &[PlannedItem]) -> Answer {
    let measures = Measured {
        cost: plan.iter().map(|planned| planned.cost).sum(),
        finish: plan.iter().filter_map(|planned| planned.span).map(|span| span.end_tick).max().unwrap_or(0),
        heaviest_term: 0,
        lacking: 0,
        items: plan.len() as i64,
        credit: plan.iter().map(|planned| planned.credit).sum(),
    };
    Answer {
        status: Status::Proved,
        already_met: false,
        plan: plan.to_vec(),
        measures: Some(measures),
        first: Measure::Cost,
        bound: None,
        steps_used: 0,
        items_of_use: plan.len(),
    }
}

/// The least cost of all plans that keep the rules.
pub(crate) fn least(file: &ProblemFile, index: usize, plan: &mut Vec<PlannedItem>, best: &mut Option<i64>) {
    if index == file.items.len() {
        let cost = plan.iter().map(|planned| planned.cost).sum();
        if best.is_none_or(|best| cost < best) && broken(file, &answer_of(plan)).is_empty() {
            *best = Some(cost);
        }
        return;
    }
    least(file, index + 1, plan, best);
    for option in options(file, index) {
        plan.push(option);
        least(file, index + 1, plan, best);
        plan.pop();
    }
}

/// A requirement with the operands of each list the other way round.
fn turned_within(requirement: &Requirement) -> Requirement {
    let turned = |of: &[Requirement]| of.iter().rev().map(turned_within).collect();
    match requirement {
        Requirement::All(of) => Requirement::All(turned(of)),
        Requirement::Any(of) => Requirement::Any(turned(of)),
        Requirement::AtLeast { least, of } => Requirement::AtLeast { least: *least, of: turned(of) },
        leaf => leaf.clone(),
    }
}

/// The file with everything the other way round of which the order says nothing: items, their ways, operands, sums, caps and sets.
fn turned(file: &ProblemFile) -> ProblemFile {
    let mut file = file.clone();
    file.items.reverse();
    for item in &mut file.items {
        item.ways.reverse();
        item.excludes.reverse();
        item.prerequisite = item.prerequisite.as_ref().map(turned_within);
        item.corequisite = item.corequisite.as_ref().map(turned_within);
    }
    file.goal = file.goal.as_ref().map(turned_within);
    file.credit.reverse();
    file.caps.reverse();
    file.equivalent.reverse();
    file.equivalent.iter_mut().for_each(|set| set.reverse());
    file
}

fn measured(found: &Measured, measure: Measure) -> i64 {
    match measure {
        Measure::Cost => found.cost,
        Measure::Credit => found.credit,
        Measure::Items => found.items,
        other => panic!("{other:?} is not compared here"),
    }
}

/// Asked twice, a file has the same answer to the byte. Written in another order it has an answer as good.
#[test]
fn the_order_in_which_a_file_is_written_does_not_matter() {
    let mut plans = 0;
    for seed in 0..1_000 {
        let file = file(&mut Numbers::new(seed));
        let turned = turned(&file);
        let (Ok(posed), Ok(other)) = (file.posed(), turned.posed()) else {
            assert!(file.posed().is_err() && turned.posed().is_err(), "{seed}: one of them is refused");
            continue;
        };
        let orders = [&[Measure::Cost, Measure::Items][..], &[Measure::Credit, Measure::Cost]];
        for order in orders {
            let answer = posed.plan(order, 5_000_000);
            assert_eq!(format!("{answer:?}"), format!("{:?}", posed.plan(order, 5_000_000)), "{seed}");
            let other = other.plan(order, 5_000_000);
            assert_eq!(broken(&turned, &other), Vec::<String>::new(), "{seed}");
            let shown = |answer: &Answer| {
                let by = |found: Measured| order.iter().map(|measure| measured(&found, *measure)).collect::<Vec<_>>();
                (answer.status, answer.already_met, answer.measures.map(by))
            };
            assert_eq!(shown(&answer), shown(&other), "{seed}: {}", serde_json::to_string(&file).expect("text"));
        }
        plans += 1;
    }
    assert!(plans > 400, "{plans} files are sound");
}

#[test]
fn small_files_have_the_answer_that_trying_every_plan_has() {
    let (mut plans, mut none, mut refused, mut met) = (0, 0, 0, 0);
    for seed in 0..2_500 {
        let file = file(&mut Numbers::new(seed));
        let Ok(posed) = file.posed() else {
            refused += 1;
            continue;
        };
        let answer = posed.plan(&file.prefer, 5_000_000);
        assert_eq!(broken(&file, &answer), Vec::<String>::new(), "{seed}: {file:#?}");
        let mut best = None;
        least(&file, 0, &mut Vec::new(), &mut best);
        let wanted = if best.is_some() { Status::Proved } else { Status::None };
        let cost = answer.measures.map(|measures| measures.cost);
        assert_eq!((answer.status, cost), (wanted, best), "{seed}: {}", serde_json::to_string(&file).expect("text"));
        match (best, answer.already_met) {
            (None, _) => none += 1,
            (Some(_), false) => plans += 1,
            (Some(_), true) => met += 1,
        }
    }
    // All sorts of answers came up, so the files are worth something.
    let sorts = (plans > 400, none > 400, met > 60, refused < 1_200);
    assert_eq!(sorts, (true, true, true, true), "{plans} plans, {none} none, {met} met, {refused} refused");
}
