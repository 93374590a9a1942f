//! Why a plan is as it is, or why there is none, in words.

use registry_core::solver::file::{
    Answer, Asker, Blocked, Conflict, Limit, Measure, Measured, Meets, NoPlan, ProblemFile, Reason, Relaxation, Wanted,
    WhyNot, Without,
};

use super::text::{hours, plain};
use crate::cli::page::{Page, counted};

/// What an item of the plan meets: `Why: the goal, as one of 2; before rights-2026`.
pub(super) fn reasons(page: &mut Page, meets: &[Meets]) {
    let words: Vec<String> = meets.iter().map(reason).collect();
    if !words.is_empty() {
        page.hanging("      Why: ", &words.join("; "));
    }
}

fn reason(meets: &Meets) -> String {
    let asker = match &meets.asker {
        Asker::Goal => "the goal".to_owned(),
        Asker::Prerequisite(id) => format!("before {}", plain(id)),
        Asker::Corequisite(id) => format!("beside {}", plain(id)),
        Asker::Credit(sum) => format!("adds to credit[{sum}]"),
        Asker::Minimum(term) => format!("fills term {term}"),
    };
    if meets.one_of > 1 { format!("{asker}, as one of {}", meets.one_of) } else { asker }
}

/// What the plan would be without an item: `Without it: cost 320 (40 more)`.
pub(super) fn without(page: &mut Page, answer: &Answer, without: &Without) {
    let words = match without {
        Without::Another { measures, proved } => {
            let all = if *proved { "" } else { "; nothing better was found before the steps ran out" };
            format!("{}{all}", compared(answer, measures))
        }
        Without::Nothing => "no plan".to_owned(),
        Without::NotSettled => "not settled before the steps ran out; raise --budget".to_owned(),
    };
    page.hanging("      Without it: ", &words);
}

/// What another plan comes to, beside this one: the first measure, and the cost.
fn compared(answer: &Answer, other: &Measured) -> String {
    let mut shown = vec![answer.first];
    if answer.first != Measure::Cost {
        shown.push(Measure::Cost);
    }
    let one = |preference: &Measure| {
        let value = other.of(*preference);
        let name = preference.name().replace('-', " ");
        let difference = answer.measures.map_or(0, |own| value - own.of(*preference));
        match difference {
            0 => format!("{name} {value}, the same"),
            more @ 1.. => format!("{name} {value}, {more} more"),
            less => format!("{name} {value}, {} less", less.unsigned_abs()),
        }
    };
    shown.iter().map(one).collect::<Vec<String>>().join("; ")
}

/// Why an item is not in the plan.
pub(super) fn why_not(page: &mut Page, file: &ProblemFile, answer: &Answer, id: &str, why: &WhyNot) {
    let id = plain(id);
    page.gap();
    page.paragraph(&match why {
        WhyNot::Planned => format!("{id} is in the plan."),
        WhyNot::Held => format!("{id} is held already, so it is not chosen again."),
        WhyNot::EquivalentHeld { held } => {
            format!("{} is held, which is equivalent, so {id} is not chosen.", plain(held))
        }
        WhyNot::NoPlan => format!("There is no plan, with {id} or without it."),
        WhyNot::Never(_) => format!("There is no plan with {id}."),
        WhyNot::Others { measures, proved } => {
            let sure = if *proved { "The best plan with it" } else { "The best plan found with it" };
            format!("{id} can be planned, and is not needed. {sure}: {}.", compared(answer, measures))
        }
        WhyNot::NotSettled => {
            format!("Whether there is a plan with {id} was not settled before the steps ran out; raise --budget.")
        }
    });
    if let WhyNot::Never(never) = why {
        none(page, file, never);
    }
}

/// Why there is no plan.
pub(super) fn none(page: &mut Page, file: &ProblemFile, none: &NoPlan) {
    if !none.blocked.is_empty() {
        page.heading("What cannot be met");
        none.blocked.iter().for_each(|blocked| branch(page, file, blocked, "  "));
    }
    match &none.conflict {
        Conflict::Limits { limits, minimal, relaxations, unsettled } => {
            page.heading(match (limits.len(), minimal) {
                (1, _) => "The limit that leaves no plan",
                (_, true) => "Limits that conflict, none of which can be spared",
                (_, false) => "Limits that conflict (not proved that all of them matter)",
            });
            limits.iter().for_each(|limit| page.hanging("  ", &limit_in_words(file, limit)));
            changes(page, file, relaxations, unsettled);
        }
        Conflict::NoLimit if none.blocked.is_empty() => {
            page.gap();
            page.paragraph(
                "No limit is the reason: what the items ask for, when they are, and which of them are equivalent \
                 contradict one another.",
            );
        }
        Conflict::NoLimit => {
            page.gap();
            page.paragraph("No change of a limit helps.");
        }
        Conflict::NotSettled => {
            page.gap();
            page.paragraph(
                "Which limits conflict was not settled before the steps ran out; raise --budget to find out.",
            );
        }
    }
}

fn changes(page: &mut Page, file: &ProblemFile, relaxations: &[Relaxation], unsettled: &[Limit]) {
    if relaxations.is_empty() && unsettled.is_empty() {
        page.gap();
        page.paragraph("No change of a single limit is enough.");
    }
    if !relaxations.is_empty() {
        page.heading(if relaxations.len() == 1 { "This change is enough" } else { "Any one of these is enough" });
    }
    for change in relaxations {
        page.hanging("  ", &change_in_words(file, change));
    }
    if !unsettled.is_empty() {
        let limits: Vec<String> = unsettled.iter().map(|limit| limit_in_words(file, limit)).collect();
        page.heading("Not settled before the steps ran out, whether a change of these is enough");
        limits.iter().for_each(|limit| page.hanging("  ", limit));
    }
}

/// `2027, first half (term 0): 130 hours instead of 120`.
fn change_in_words(file: &ProblemFile, change: &Relaxation) -> String {
    let what = limit_name(file, &change.limit);
    let sure = if change.least { "" } else { ", or less" };
    match (&change.limit, change.enough) {
        (Limit::Excludes(..) | Limit::Refused(_), _) => format!("not this: {what}"),
        (_, None) => format!("{what}: none at all"),
        (limit, Some(enough)) => {
            let now = change.now.map(|now| format!(" instead of {}", amount(limit, now))).unwrap_or_default();
            format!("{what}: {}{now}{sure}", amount(limit, enough))
        }
    }
}

/// `2027, first half (term 0): at most 120 hours`.
fn limit_in_words(file: &ProblemFile, limit: &Limit) -> String {
    let what = limit_name(file, limit);
    let now = match limit {
        Limit::Budget => file.budget,
        Limit::Deadline => Some(last_tick(file)),
        Limit::PeriodMoney(period) => file.periods.get(*period).and_then(|period| period.money),
        Limit::PeriodDays(period) => file.periods.get(*period).and_then(|period| period.days),
        Limit::TermHours(term) => file.terms.get(*term).and_then(|term| term.hours),
        Limit::TermItems(term) => file.terms.get(*term).and_then(|term| term.most_items),
        Limit::TermLeastHours(term) => file.terms.get(*term).map(|term| term.least_hours),
        Limit::TermLeastItems(term) => file.terms.get(*term).map(|term| term.least_items),
        Limit::Credit(sum) => file.credit.get(*sum).map(|sum| sum.least),
        Limit::Counted { sum, part } => {
            file.credit.get(*sum).and_then(|sum| sum.counting_at_most.get(*part)).map(|part| part.most)
        }
        Limit::Cap(cap) => file.caps.get(*cap).and_then(|cap| cap.most_percent.or(cap.most)),
        Limit::Excludes(..) | Limit::Refused(_) => None,
    };
    now.map_or(what.clone(), |now| format!("{what}: {}", amount(limit, now)))
}

fn last_tick(file: &ProblemFile) -> i64 {
    let terms = i64::try_from(file.terms.len()).unwrap_or(i64::MAX);
    file.last_tick.unwrap_or(terms.saturating_mul(file.ticks_per_term.unwrap_or(1)) - 1)
}

fn amount(limit: &Limit, amount: i64) -> String {
    let items = |amount: i64| counted(amount.unsigned_abs(), "item", "items");
    match limit {
        Limit::TermHours(_) => format!("at most {}", hours(amount)),
        Limit::TermLeastHours(_) => format!("at least {}", hours(amount)),
        Limit::TermItems(_) => format!("at most {}", items(amount)),
        Limit::TermLeastItems(_) => format!("at least {}", items(amount)),
        Limit::PeriodDays(_) => format!("at most {}", counted(amount.unsigned_abs(), "day", "days")),
        Limit::Deadline => format!("tick {amount}"),
        Limit::Credit(_) => format!("at least {amount}"),
        _ => format!("at most {amount}"),
    }
}

fn limit_name(file: &ProblemFile, limit: &Limit) -> String {
    let named = |name: Option<&str>, place: String| match name.filter(|name| !name.is_empty()) {
        Some(name) => format!("{} ({place})", plain(name)),
        None => place,
    };
    let term = |number: usize| named(file.terms.get(number).map(|term| term.name.as_str()), format!("term {number}"));
    let sum = |number: usize| named(file.credit.get(number).map(|sum| sum.name.as_str()), format!("credit[{number}]"));
    match limit {
        Limit::Budget => "budget".to_owned(),
        Limit::Deadline => "the end".to_owned(),
        Limit::PeriodMoney(period) => format!("money of period {period}"),
        Limit::PeriodDays(period) => format!("days of period {period}"),
        Limit::TermHours(number)
        | Limit::TermItems(number)
        | Limit::TermLeastHours(number)
        | Limit::TermLeastItems(number) => term(*number),
        Limit::Credit(number) => sum(*number),
        Limit::Counted { sum: number, part } => format!("{}, counting_at_most[{part}]", sum(*number)),
        Limit::Cap(number) => {
            let percent = file.caps.get(*number).is_some_and(|cap| cap.most_percent.is_some());
            let place = format!("caps[{number}]{}", if percent { ", per cent" } else { "" });
            named(file.caps.get(*number).map(|cap| cap.name.as_str()), place)
        }
        Limit::Excludes(one, other) => format!("{} and {} exclude one another", plain(one), plain(other)),
        Limit::Refused(id) => format!("{} is refused", plain(id)),
    }
}

/// One thing that has no way, and below it what it asks for that has none.
fn branch(page: &mut Page, file: &ProblemFile, blocked: &Blocked, indent: &str) {
    page.hanging(indent, &format!("{}{}", wanted(file, &blocked.wanted), because(file, &blocked.reason)));
    let below = format!("{indent}  ");
    blocked.parts.iter().for_each(|part| branch(page, file, part, &below));
    if blocked.more > 0 {
        page.hanging(&below, &format!("and {} more", blocked.more));
    }
}

fn wanted(file: &ProblemFile, wanted: &Wanted) -> String {
    match wanted {
        Wanted::Item(id) => plain(id),
        Wanted::OneOf { least: 1, of: 0 | 1 } => "the only one there is".to_owned(),
        Wanted::OneOf { least: 1, of } => format!("any of {of}"),
        Wanted::OneOf { least, of } => format!("at least {least} of {of}"),
        Wanted::Course { course, range } => format!("a version of {} in the range {}", plain(course), plain(range)),
        Wanted::From { tick } => format!("tick {tick}"),
        Wanted::Never { why } => plain(why),
        Wanted::Credit { sum } => limit_name(file, &Limit::Credit(*sum)),
    }
}

fn because(file: &ProblemFile, reason: &Reason) -> String {
    let when = |tick: i64| match file.ticks_per_term.unwrap_or(1) {
        1 => format!("term {tick}"),
        _ => format!("tick {tick}"),
    };
    match reason {
        Reason::Asks => ", which asks for".to_owned(),
        Reason::Refused => ": refused".to_owned(),
        Reason::ExcludedBy { held } => format!(": {} is held and excludes it", plain(held)),
        Reason::Apart { with } => format!(": must be taken together with {}, which it excludes", plain(with)),
        Reason::NoTime { first, last } => {
            format!(": no way of it starts and ends between {} and {}", when(*first), when(*last))
        }
        Reason::TooEarly { ready, latest } => {
            format!(": starts in {} at the latest, and what it needs is over only for {}", when(*latest), when(*ready))
        }
        Reason::Never => ": never within this problem".to_owned(),
        Reason::AtMost { least, reachable } => {
            format!(": {least} are asked for, and at most {reachable} can be reached")
        }
        Reason::Above => ": see above".to_owned(),
    }
}
