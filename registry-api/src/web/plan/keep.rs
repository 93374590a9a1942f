//! What of a plan can be kept: a calendar, plain text, data. File names say nothing about the reader.

use chrono::NaiveDate;
use registry_core::date::next_day;
use registry_core::pathway::answer::{AskedBy, ItemKey, Reason};
use registry_core::pathway::{Pathway, Pathways, Step, words as said};
use serde_json::{Value, json};
use sha2::{Digest, Sha256};

use super::outcome::{Outcome, of_pathway};
use super::pathway::{notes, step_view, verdict};
use super::support::support;
use crate::snapshot::Snapshot;
use crate::web::answer::Answer;
use crate::web::endpoint::Asked;
use crate::web::words::pathway as words;

/// What is kept of a pathway, from the same answers as its page.
type Kept = fn(&Asked<'_>, &Outcome, &Pathways, &Pathway) -> Answer;

fn kept(asked: &Asked<'_>, keep: Kept) -> Answer {
    of_pathway(asked, |asked, shown| keep(asked, shown.outcome, shown.found, shown.pathway))
}

/// A title that tells nothing of the reader, where the provider has one.
pub(super) fn neutral_title<'a>(at: &'a Snapshot, step: &'a Step) -> &'a str {
    let course = match &step.item {
        ItemKey::Course(code, _) => at.catalogue().course(code),
        ItemKey::Qualification(_) => None,
    };
    course.and_then(|course| course.neutral_title.as_deref()).unwrap_or(&step.title)
}

/// A calendar file (RFC 5545): each step from its first to its last day.
pub(super) fn calendar(asked: &Asked<'_>) -> Answer {
    kept(asked, |asked, outcome, _, pathway| {
        let event = |step: &Step| event(neutral_title(asked.at, step), step, outcome.answers.on);
        let mut lines: Vec<String> =
            ["BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:-//Training registry//Plan//EN", "CALSCALE:GREGORIAN"]
                .map(str::to_owned)
                .into();
        lines.extend(pathway.steps.iter().flat_map(event));
        lines.push("END:VCALENDAR".to_owned());
        let text = lines.iter().map(|line| folded(line)).collect();
        Answer::File { kind: "text/calendar; charset=utf-8", name: "plan.ics", text }
    })
}

fn event(title: &str, step: &Step, on: NaiveDate) -> Vec<String> {
    let day = |day: NaiveDate| day.format("%Y%m%d").to_string();
    let key = format!("{} {}", step.offering, day(step.start));
    let uid: String = Sha256::digest(key.as_bytes()).iter().take(12).map(|byte| format!("{byte:02x}")).collect();
    vec![
        "BEGIN:VEVENT".to_owned(),
        format!("UID:{uid}@plan.invalid"),
        format!("DTSTAMP:{}T000000Z", day(on)),
        format!("DTSTART;VALUE=DATE:{}", day(step.start)),
        // The last day is the first that the event does not touch.
        format!("DTEND;VALUE=DATE:{}", day(next_day(step.end))),
        format!("SUMMARY:{}", escaped(title)),
        format!("DESCRIPTION:{}", escaped(&format!("{}, {}", step.mode.words(), said::hours_in_words(step.own_time)))),
        "TRANSP:TRANSPARENT".to_owned(),
        "END:VEVENT".to_owned(),
    ]
}

/// A text value of a calendar file.
fn escaped(text: &str) -> String {
    let mut out = String::new();
    for character in text.chars() {
        match character {
            '\\' | ';' | ',' => out.extend(['\\', character]),
            '\n' => out.push_str("\\n"),
            other if other.is_control() => out.push(' '),
            other => out.push(other),
        }
    }
    out
}

/// A line of a calendar file: at most 75 bytes, the rest on lines that begin with a space.
fn folded(line: &str) -> String {
    let mut out = String::new();
    let mut used = 0;
    for character in line.chars() {
        if used + character.len_utf8() > 75 {
            out.push_str("\r\n ");
            used = 1;
        }
        out.push(character);
        used += character.len_utf8();
    }
    out + "\r\n"
}

/// The plan as plain text.
pub(super) fn text(asked: &Asked<'_>) -> Answer {
    kept(asked, |asked, outcome, found, pathway| {
        let employment = outcome.request.record.employment();
        let mut text = opening(found, pathway);
        for (index, step) in pathway.steps.iter().enumerate() {
            let view = step_view(asked.at.catalogue(), employment, step);
            let invented = if view.invented { words::INVENTED } else { "" };
            text.push_str(&format!("\n{}. {}{invented}\n", index + 1, step.title));
            view.facts.iter().for_each(|(name, fact)| text.push_str(&format!("   {name}: {fact}\n")));
            view.why
                .iter()
                .for_each(|why| text.push_str(&format!("   {}\n", words::why(&[&why.said, &why.asked, &why.who]))));
        }
        for ask in support(asked.at.catalogue(), pathway, &found.also_needed, employment) {
            text.push_str(&format!("\n{}\n", words::ask_for(&ask)));
        }
        Answer::File { kind: "text/plain; charset=utf-8", name: "plan.txt", text }
    })
}

/// What stands first: the verdict, what is said below it on the page, the goal.
fn opening(found: &Pathways, pathway: &Pathway) -> String {
    let notes: String = notes(found, pathway).iter().map(|note| format!("{note}\n")).collect();
    let (verdict, goal) = (verdict(found, pathway), words::goal(&found.goal_title));
    format!("{verdict}\n{notes}\n{goal}\n{}\n", said::best_at(pathway))
}

/// What counts towards the award that is the goal when the plan ends, as data and in words.
fn counted_data(pathway: &Pathway) -> Option<Value> {
    let counted = pathway.counted.as_ref()?;
    Some(json!({
        "qualification": counted.qualification.as_str(), "at": counted.at, "wanted": counted.wanted.to_string(),
        "counted": counted.counted.to_string(), "guaranteed": counted.guaranteed.to_string(), "reached": counted.reached,
        "words": said::counted_at_the_end(counted),
    }))
}

/// Why a step is there: what asks for it (a step by its title, or the goal), and how strongly.
fn reason(reason: &Reason) -> Value {
    let (asked_by, title) = match &reason.asked_by {
        AskedBy::Goal { title } => ("goal", title),
        AskedBy::Step { title } => ("step", title),
    };
    let strength = reason.strength.name();
    let towards = &reason.counts_towards;
    json!({ "askedBy": asked_by, "title": title, "requirement": reason.requirement, "countsTowards": towards,
        "strength": strength })
}

/// The plan as data. Amounts are cents and minutes, days are ISO 8601.
pub(super) fn data(asked: &Asked<'_>) -> Answer {
    kept(asked, |_, outcome, found, pathway| {
        let step = |step: &Step| {
            let (kind, code, version) = match &step.item {
                ItemKey::Course(code, version) => ("course", code.as_str(), Some(version.to_string())),
                ItemKey::Qualification(code) => ("qualification", code.as_str(), None),
            };
            json!({
                "kind": kind, "code": code, "version": version, "title": step.title,
                "offering": step.offering.as_str(), "provider": step.provider.as_str(), "mode": step.mode.name(),
                "region": step.region.as_ref().map(|region| region.as_str()),
                "start": step.start, "end": step.end,
                "costCents": step.cost.cents(), "ownTimeMinutes": step.own_time.minutes(), "days": step.days,
                "releasedDays": step.released_days, "creditPoints": step.credit.map(|points| points.to_string()),
                "unlocks": step.unlocks, "reasons": step.reasons.iter().map(reason).collect::<Vec<_>>(),
            })
        };
        let plan = json!({
            "goal": found.goal.to_string(), "goalTitle": found.goal_title, "answersOf": outcome.answers.on,
            "verdict": said::verdict(pathway), "proved": pathway.proved,
            "bestAt": pathway.best_at.iter().map(|one| one.name()).collect::<Vec<_>>(),
            "costCents": pathway.cost.cents(), "finish": pathway.finish,
            "heaviestWeekMinutes": pathway.heaviest_week.minutes(), "ownTimeMinutes": pathway.own_time.minutes(),
            "days": pathway.days, "releasedDays": pathway.released_days, "counted": counted_data(pathway),
            "steps": pathway.steps.iter().map(step).collect::<Vec<_>>(),
        });
        let text = serde_json::to_string_pretty(&plan).unwrap_or_default() + "\n";
        Answer::File { kind: "application/json", name: "plan.json", text }
    })
}

#[cfg(test)]
mod tests {
    use super::super::pathway::tests::{counted, found, pathway};
    use super::*;

    #[test]
    fn what_is_kept_says_that_too_little_counts_at_the_end() {
        let short = pathway(counted("12.5", false, None));
        let words = "On 7 February 2027 12.5 of the 25 points asked for were found to count";
        let text = opening(&found(), &short);
        let (before, goal) = text.split_once("\n\nGoal: Graduate Certificate\n").expect("the goal comes after");
        assert!(before.contains(words) && !goal.contains(words), "{text}");
        let data = counted_data(&short).expect("counted");
        assert_eq!(
            (&data["wanted"], &data["counted"], &data["guaranteed"], &data["reached"]),
            (&json!("25 points"), &json!("12.5 points"), &json!("0 points"), &json!(false))
        );
        assert!(data["words"].as_str().is_some_and(|said| said.starts_with(words)), "{data}");
        let whole = pathway(counted("25", true, None));
        assert!(!opening(&found(), &whole).contains("asked for"), "nothing is short");
        assert_eq!(counted_data(&whole).map(|data| data["reached"].clone()), Some(json!(true)));
    }

    #[test]
    fn a_calendar_line_is_folded_at_75_bytes_and_its_text_escaped() {
        let line = folded(&format!("SUMMARY:{}", escaped(&"Values, hope; care\\é\n".repeat(8))));
        assert!(line.ends_with("\r\n") && line.split("\r\n").all(|part| part.len() <= 75), "{line}");
        let whole = line.replace("\r\n ", "");
        assert!(whole.starts_with("SUMMARY:Values\\, hope\\; care\\\\é\\nValues"), "{whole}");
    }
}
