//! The answer for people: a verdict, the plan by term, what it comes to.

use std::collections::BTreeMap;

use registry_core::solver::file::{Answer, Measure, PlannedItem, ProblemFile, Size, Status};

use super::explained;
use crate::cli::page::{Page, counted, sentence_start};
use crate::ops::plan::{Explained, Planned};
use registry_core::words::number;

/// From so many items on it is said how much memory they take.
const MANY: usize = 10_000;

/// The whole answer; one after another for several goals.
pub(super) fn text(file: &ProblemFile, planned: &Planned) -> String {
    let mut page = Page::default();
    if !file.title.is_empty() {
        page.paragraph(&plain(&file.title));
        page.gap();
    }
    for (place, explained) in planned.answers.iter().enumerate() {
        if place > 0 {
            page.gap();
        }
        if let Some(goal) = &explained.goal {
            page.paragraph(&format!("Goal: {}", plain(goal)));
            page.gap();
        }
        write_answer(&mut page, file, explained);
    }
    if planned.size.items >= MANY {
        page.paragraph(&memory(planned.size));
    }
    page.into_text()
}

fn write_answer(page: &mut Page, file: &ProblemFile, explained: &Explained) {
    let answer = &explained.answer;
    page.paragraph(&verdict(answer));
    if answer.measures.is_some() && !answer.plan.is_empty() {
        write_plan(page, file, explained);
        page.heading("In all");
        write_measures(page, file, answer);
    }
    if let Some(none) = &explained.none {
        explained::none(page, file, none);
    }
    if let Some((id, why)) = &explained.why_not {
        explained::why_not(page, file, answer, id, why);
    }
    page.gap();
    let items = counted(file.items.len() as u64, "item", "items");
    let steps = counted(answer.steps_used, "step", "steps");
    page.paragraph(&format!("{items} in the file, {} of use; {steps}.", answer.items_of_use));
}

/// `Memory: about 56 bytes for each of 10000 items, and 8 for what it needs.`
fn memory(size: Size) -> String {
    let each = |bytes: usize| (bytes + size.items / 2) / size.items;
    let (own, needs) = (each(size.item_bytes), each(size.requisite_bytes));
    format!("Memory: about {own} bytes for each of {} items, and {needs} for what it needs.", size.items)
}

/// Text that cannot steer a terminal: control characters are written out.
pub(super) fn plain(text: &str) -> String {
    text.chars()
        .flat_map(|letter| if letter.is_control() { letter.escape_default().collect() } else { vec![letter] })
        .collect()
}

fn verdict(answer: &Answer) -> String {
    let what = match answer.first {
        Measure::Cost => "costs less",
        Measure::Finish => "ends sooner",
        Measure::HeaviestTerm => "has a lighter heaviest term",
        Measure::Lacking => "fulfils more wishes",
        Measure::Items => "has fewer items",
        Measure::Credit => "gives more credit",
    };
    match answer.status {
        _ if answer.already_met => "Everything is met already. There is nothing to choose.".to_owned(),
        Status::None => {
            "There is no plan: what is asked for cannot be met within the limits. That is proved.".to_owned()
        }
        Status::NotProved => "No plan was found before the steps ran out. There may be one; raise --budget to look \
            further."
            .to_owned(),
        Status::Proved => format!("{}. It is proved best: no plan {what}.", size(answer)),
        Status::BestFound => match answer.gap_permille() {
            Some(0) => format!("{}. No plan {what}, but not all that is compared next is settled.", size(answer)),
            Some(gap) => format!(
                "{}. It is the best found before the steps ran out, at most {} % from the best.",
                size(answer),
                percent(gap)
            ),
            None => format!(
                "{}. It is the best found before the steps ran out; how far it is from the best is not known.",
                size(answer)
            ),
        },
    }
}

/// `Four items at a cost of 12, ending in term 3`.
fn size(answer: &Answer) -> String {
    let items = answer.plan.len();
    let noun = if items == 1 { "item" } else { "items" };
    let cost = answer.measures.map_or(0, |measures| measures.cost);
    let end = answer.plan.iter().filter_map(|planned| planned.span).map(|span| span.end_term).max();
    let end = end.map(|term| format!(", ending in term {term}")).unwrap_or_default();
    sentence_start(&format!("{} {noun} at a cost of {cost}{end}", number(items)))
}

fn write_plan(page: &mut Page, file: &ProblemFile, explained: &Explained) {
    let answer = &explained.answer;
    let mut terms: BTreeMap<Option<i64>, Vec<(usize, &PlannedItem)>> = BTreeMap::new();
    for (place, planned) in answer.plan.iter().enumerate() {
        terms.entry(planned.span.map(|span| span.start_term)).or_default().push((place, planned));
    }
    for (term, items) in terms {
        if let Some(term) = term {
            page.heading(&term_heading(file, answer, term));
        } else {
            page.gap();
        }
        for (place, planned) in items {
            write_item(page, file, planned);
            explained::reasons(page, explained.reasons.get(place).map_or(&[][..], Vec::as_slice));
            if let Some(without) = explained.worth.get(place) {
                explained::without(page, answer, without);
            }
        }
    }
}

/// `Term 2 (Autumn): 140 of 200 hours`.
fn term_heading(file: &ProblemFile, answer: &Answer, term: i64) -> String {
    let entry = usize::try_from(term).ok().and_then(|term| file.terms.get(term));
    let name = entry.filter(|entry| !entry.name.is_empty()).map(|entry| format!(" ({})", plain(&entry.name)));
    let going_on = answer
        .plan
        .iter()
        .filter(|planned| planned.span.is_some_and(|span| (span.start_term..=span.end_term).contains(&term)));
    let load: i64 = going_on.map(|planned| planned.hours).sum();
    let hours = match entry.and_then(|entry| entry.hours) {
        Some(most) => format!(": {load} of {most} hours"),
        None if load > 0 => format!(": {}", hours(load)),
        None => String::new(),
    };
    format!("Term {term}{}{hours}", name.unwrap_or_default())
}

pub(super) fn hours(amount: i64) -> String {
    counted(amount.unsigned_abs(), "hour", "hours")
}

fn write_item(page: &mut Page, file: &ProblemFile, planned: &PlannedItem) {
    let mut facts = vec![format!("cost {}", planned.cost)];
    if planned.hours > 0 {
        facts.push(hours(planned.hours));
    }
    if planned.days > 0 {
        facts.push(counted(planned.days.unsigned_abs(), "day", "days"));
    }
    if planned.credit > 0 {
        facts.push(format!("credit {}", planned.credit));
    }
    if let Some(span) = planned.span {
        if file.ticks_per_term.unwrap_or(1) > 1 {
            facts.push(format!("ticks {} to {}", span.start_tick, span.end_tick));
        }
        if span.end_term > span.start_term {
            facts.push(format!("until term {}", span.end_term));
        }
    }
    if file.items.get(planned.item).is_some_and(|item| item.ways.len() > 1) {
        facts.push(format!("way {}", planned.way));
    }
    let title = match planned.title == planned.id {
        true => String::new(),
        false => format!(" {}", plain(&planned.title)),
    };
    page.hanging("  ", &format!("{}{title}: {}", plain(&planned.id), facts.join(", ")));
}

fn write_measures(page: &mut Page, file: &ProblemFile, answer: &Answer) {
    let Some(measures) = answer.measures else {
        return;
    };
    let timed = !file.terms.is_empty();
    for preference in Measure::ALL {
        let value = measures.of(preference);
        let of_time = matches!(preference, Measure::Finish | Measure::HeaviestTerm);
        let silent = value == 0 && matches!(preference, Measure::Lacking | Measure::Credit);
        if (of_time && !timed) || (silent && preference != answer.first) {
            continue;
        }
        let bound = answer.bound.filter(|_| preference == answer.first && answer.status == Status::BestFound);
        let bound = bound.map(|bound| format!(" (no plan is better than {bound})")).unwrap_or_default();
        let name = sentence_start(&preference.name().replace('-', " "));
        let value = if preference == Measure::Finish { format!("tick {value}") } else { value.to_string() };
        page.hanging(&format!("  {name:<14}"), &format!("{value}{bound}"));
    }
}

/// Tenths of a per cent as people write them: `1.3`.
pub(super) fn percent(permille: i64) -> String {
    format!("{}.{}", permille / 10, permille % 10)
}
