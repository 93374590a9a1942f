//! Why small problem files have no plan, held against trying every plan: of the limits that conflict none can be
//! spared, each change that is named helps, and one unit less does not.

use std::collections::BTreeMap;

use registry_core::solver::file::{Conflict, Limit, NoPlan, ProblemFile, Question, Relaxation, Status, TermEntry};
use registry_tests::instances::Numbers;

use crate::problem_oracle::{file, least, plans_to_try};

/// More plans than this are not tried for one file.
const TRIED_MAX: usize = 20_000;

fn possible(file: &ProblemFile) -> bool {
    let mut best = None;
    least(file, 0, &mut Vec::new(), &mut best);
    best.is_some()
}

/// Every limit that is written in a file.
fn limits(file: &ProblemFile) -> Vec<Limit> {
    let mut limits = Vec::new();
    limits.extend(file.budget.map(|_| Limit::Budget));
    for (number, term) in file.terms.iter().enumerate() {
        limits.push(Limit::Deadline);
        limits.extend(term.hours.map(|_| Limit::TermHours(number)));
        limits.extend(term.most_items.map(|_| Limit::TermItems(number)));
        limits.extend([Limit::TermLeastHours(number), Limit::TermLeastItems(number)]);
    }
    for (number, period) in file.periods.iter().enumerate() {
        limits.extend(period.money.map(|_| Limit::PeriodMoney(number)));
        limits.extend(period.days.map(|_| Limit::PeriodDays(number)));
    }
    for (sum, entry) in file.credit.iter().enumerate() {
        limits.push(Limit::Credit(sum));
        limits.extend((0..entry.counting_at_most.len()).map(|part| Limit::Counted { sum, part }));
    }
    limits.extend((0..file.caps.len()).map(Limit::Cap));
    for item in &file.items {
        limits.extend(item.refused.then(|| Limit::Refused(item.id.clone())));
        for other in &item.excludes {
            limits.push(Limit::Excludes(item.id.clone().min(other.clone()), item.id.clone().max(other.clone())));
        }
    }
    limits.sort();
    limits.dedup();
    limits
}

/// Those of them that can be lifted: what is refused may hide a circle, and then it stays.
fn liftable(file: &ProblemFile) -> Vec<Limit> {
    let all = limits(file);
    let mut free = file.clone();
    all.iter().filter(|limit| **limit != Limit::Deadline).for_each(|limit| changed(&mut free, limit, None));
    match free.posed_for_goals() {
        Ok(_) => all,
        Err(_) => all.into_iter().filter(|limit| !matches!(limit, Limit::Refused(_) | Limit::Excludes(..))).collect(),
    }
}

/// The file with one limit lifted, or set to an amount.
fn changed(file: &mut ProblemFile, limit: &Limit, amount: Option<i64>) {
    match limit {
        Limit::Budget => file.budget = amount,
        Limit::Deadline => {
            let last = amount.unwrap_or(file.terms.len() as i64 + 4);
            let like = TermEntry { least_hours: 0, least_items: 0, ..file.terms[file.terms.len() - 1].clone() };
            while (file.terms.len() as i64) <= last {
                file.terms.push(like.clone());
            }
            file.last_tick = Some(last);
        }
        Limit::PeriodMoney(number) => file.periods[*number].money = amount,
        Limit::PeriodDays(number) => file.periods[*number].days = amount,
        Limit::TermHours(number) => file.terms[*number].hours = amount,
        Limit::TermItems(number) => file.terms[*number].most_items = amount,
        Limit::TermLeastHours(number) => file.terms[*number].least_hours = amount.unwrap_or(0),
        Limit::TermLeastItems(number) => file.terms[*number].least_items = amount.unwrap_or(0),
        Limit::Credit(sum) => file.credit[*sum].least = amount.unwrap_or(0),
        Limit::Counted { sum, part } => file.credit[*sum].counting_at_most[*part].most = amount.unwrap_or(1_000),
        Limit::Cap(cap) => match (file.caps[*cap].most_percent, amount) {
            (Some(_), Some(percent)) => file.caps[*cap].most_percent = Some(percent),
            (_, amount) => {
                (file.caps[*cap].most_percent, file.caps[*cap].within) = (None, None);
                file.caps[*cap].most = Some(amount.unwrap_or(1_000));
            }
        },
        Limit::Refused(id) => {
            file.items.iter_mut().filter(|item| item.id == *id).for_each(|item| item.refused = false);
        }
        Limit::Excludes(one, other) => {
            for item in &mut file.items {
                let excluded = if item.id == *one { other } else { one };
                if item.id == *one || item.id == *other {
                    item.excludes.retain(|id| id != excluded);
                }
            }
        }
    }
}

/// The file with all limits lifted but these. The end of the terms is moved last: terms that are added are like the
/// last one then is.
fn with_only(file: &ProblemFile, standing: &[Limit]) -> ProblemFile {
    let mut free = file.clone();
    let mut lifted: Vec<Limit> = liftable(file).into_iter().filter(|limit| !standing.contains(limit)).collect();
    lifted.sort_by_key(|limit| *limit == Limit::Deadline);
    lifted.iter().for_each(|limit| changed(&mut free, limit, None));
    free
}

fn with(file: &ProblemFile, limit: &Limit, amount: Option<i64>) -> ProblemFile {
    let mut other = file.clone();
    changed(&mut other, limit, amount);
    other
}

#[track_caller]
fn check_relaxation(file: &ProblemFile, change: &Relaxation, said: &str) {
    assert!(change.least, "{said}");
    assert!(possible(&with(file, &change.limit, change.enough)), "{change:?} does not help: {said}");
    if let (Some(now), Some(enough)) = (change.now, change.enough) {
        let less = enough - (enough - now).signum();
        assert!(!possible(&with(file, &change.limit, Some(less))), "{change:?} is more than enough: {said}");
    }
}

fn check(file: &ProblemFile, none: &NoPlan, counts: &mut BTreeMap<&'static str, usize>) {
    let said = format!("{none:?}\n{}", serde_json::to_string(file).expect("text"));
    let mut count = |what| *counts.entry(what).or_default() += 1;
    match &none.conflict {
        Conflict::NotSettled => panic!("{said}"),
        Conflict::NoLimit => {
            assert!(!possible(&with_only(file, &[])), "{said}");
            count("no limit");
        }
        Conflict::Limits { limits, minimal, relaxations, unsettled } => {
            assert!(*minimal && unsettled.is_empty() && !limits.is_empty(), "{said}");
            assert!(!possible(&with_only(file, limits)), "they do not conflict: {said}");
            for spared in limits {
                let rest: Vec<Limit> = limits.iter().filter(|limit| *limit != spared).cloned().collect();
                assert!(possible(&with_only(file, &rest)), "{spared:?} can be spared: {said}");
                let change = relaxations.iter().find(|change| change.limit == *spared);
                match change {
                    Some(change) => check_relaxation(file, change, &said),
                    None => assert!(!possible(&with(file, spared, None)), "{spared:?} helps alone: {said}"),
                }
            }
            count(if limits.len() > 1 { "several limits" } else { "one limit" });
            count(if relaxations.is_empty() { "none alone" } else { "one alone" });
        }
    }
    if !none.blocked.is_empty() {
        count("blocked");
    }
}

#[test]
fn conflicts_cannot_be_made_smaller_and_changes_help_by_trying_every_plan() {
    let mut counts = BTreeMap::new();
    for seed in 0..1_000 {
        let file = file(&mut Numbers::new(seed));
        let Ok(posed) = file.posed() else { continue };
        if posed.plan(&file.prefer, 5_000_000).status != Status::None
            || plans_to_try(&with_only(&file, &[])) > TRIED_MAX
        {
            continue;
        }
        let none = posed.why_none(&Question { goal: None, order: &file.prefer, steps: 5_000_000 });
        check(&file, &none, &mut counts);
    }
    for (what, least) in [
        ("no limit", 20),
        ("one limit", 20),
        ("several limits", 20),
        ("one alone", 20),
        ("none alone", 3),
        ("blocked", 20),
    ] {
        assert!(counts.get(what).is_some_and(|count| *count >= least), "{what}: {counts:?}");
    }
}
