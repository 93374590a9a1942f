//! An answer of the planner as text that a person can review.

use std::fmt::{self, Write};

use registry_core::course::PeerShare;
use registry_core::date::in_words;
use registry_core::pathway::answer::{Absence, Advice, AskedBy, Reason, UnderWayStep};
use registry_core::pathway::{NoPathway, Pathway, Pathways, Recommendation, Step, words};
use registry_core::requisite::Strength;
use registry_core::volume::Hours;
use registry_core::words::counted;

/// The whole answer.
pub fn rendering(answer: &Recommendation) -> String {
    let mut text = String::new();
    let written = match answer {
        Recommendation::Pathways(pathways) => all(&mut text, pathways),
        Recommendation::NoPathway(none) => why(&mut text, none),
    };
    written.expect("a text takes everything");
    text
}

fn all(text: &mut String, answer: &Pathways) -> fmt::Result {
    writeln!(text, "Goal: {} ({})", answer.goal_title, answer.goal)?;
    for pathway in &answer.pathways {
        writeln!(text)?;
        one(text, pathway)?;
    }
    for note in &answer.notes {
        writeln!(text, "note: {note}")?;
    }
    if !answer.also_needed.is_empty() {
        writeln!(text, "\nAlso needed")?;
        advice(text, &answer.also_needed, "  ")?;
    }
    Ok(())
}

fn one(text: &mut String, pathway: &Pathway) -> fmt::Result {
    let labels: Vec<&str> = pathway.best_at.iter().map(|objective| objective.words()).collect();
    let proved = if pathway.proved { "" } else { " (not proved)" };
    writeln!(text, "== {}{proved}", labels.join(", "))?;
    for bound in pathway.bounds.iter().filter(|_| !pathway.proved) {
        writeln!(text, "{}", words::bound(*bound, Some(pathway)))?;
    }
    match pathway.finish {
        None => writeln!(text, "Nothing to do: the goal is met.")?,
        Some(finish) => writeln!(
            text,
            "{} in all, finished by {}, {}, {}, {} released",
            pathway.cost,
            in_words(finish),
            own_time(pathway),
            days(pathway.days),
            days(pathway.released_days)
        )?,
    }
    for year in &pathway.years {
        let (from, to) = (in_words(year.from), in_words(year.to));
        writeln!(text, "  {from} to {to}: {}, {}", year.cost, days(year.days))?;
    }
    for gained in &pathway.credit {
        let of = gained.of.map_or(String::new(), |of| format!(" of {of}"));
        let (points, title) = (gained.points, &gained.qualification_title);
        let standing = gained.standing.name();
        writeln!(text, "  credit: {points}{of} points towards {title} ({standing}; {})", gained.provenance)?;
    }
    for statement in &pathway.attestations {
        writeln!(text, "  to be confirmed: “{statement}”")?;
    }
    for competitive in &pathway.competitive {
        writeln!(text, "  {}", words::competitive(competitive))?;
    }
    for ask in &pathway.to_ask {
        writeln!(text, "  {}", words::to_ask(ask))?;
    }
    for part in &pathway.under_way {
        under_way(text, part)?;
    }
    for (index, part) in pathway.steps.iter().enumerate() {
        step(text, index + 1, part)?;
    }
    Ok(())
}

fn days(count: u32) -> String {
    counted(count.into(), "day", "days")
}

fn own_time(pathway: &Pathway) -> String {
    match pathway.heaviest_week {
        Hours::ZERO => "no own time".to_owned(),
        hours => format!("{} of own time, at most {hours} in a week", pathway.own_time),
    }
}

fn weekly(step: &Step) -> String {
    let weeks = if step.weeks == 1 { "1 week".to_owned() } else { format!("{} weeks", step.weeks) };
    match step.weekly {
        Hours::ZERO => format!("no own time in {weeks}"),
        hours => format!("{hours} a week for {weeks}"),
    }
}

fn under_way(text: &mut String, part: &UnderWayStep) -> fmt::Result {
    let offering = part.offering.as_ref().map_or(String::new(), |code| format!(" [{code}]"));
    writeln!(text, "\nunder way: {}{offering}, {}", part.title, words::until(part))?;
    writeln!(text, "   {} a week, {}", part.weekly, days(part.days.into()))?;
    if !part.needed {
        writeln!(text, "   nothing in this plan needs it")?;
    }
    part.reasons.iter().try_for_each(|part| reason(text, part))?;
    if !part.unlocks.is_empty() {
        writeln!(text, "   unlocks {}", part.unlocks.join("; "))?;
    }
    Ok(())
}

fn reason(text: &mut String, reason: &Reason) -> fmt::Result {
    let who = match &reason.asked_by {
        AskedBy::Goal { title } => format!("the goal, {title},"),
        AskedBy::Step { title } => title.clone(),
    };
    let asks = match reason.strength {
        Strength::Required => "requires",
        Strength::Advised => "advises",
    };
    writeln!(text, "   because {who} {asks} {}", reason.requirement)?;
    writeln!(text, "     source: {}", reason.provenance)
}

fn step(text: &mut String, number: usize, step: &Step) -> fmt::Result {
    writeln!(text, "\n{number}. {} [{}]", step.title, step.offering)?;
    writeln!(
        text,
        "   {} to {}, {}{}, {} ({})",
        in_words(step.start),
        in_words(step.end),
        step.mode.words(),
        step.region.as_ref().map_or(String::new(), |region| format!(" in {region}")),
        step.provider_title,
        step.offering_provenance
    )?;
    let price = if step.cost == step.price { String::new() } else { format!(" instead of {}", step.price) };
    let credit = step.credit.map_or(String::new(), |points| format!(", {points} credit points"));
    writeln!(
        text,
        "   {}{price}, {}, {}, {} released, peers {}{credit}",
        step.cost,
        weekly(step),
        days(step.days.into()),
        days(step.released_days.into()),
        peers(step.peer)
    )?;
    for paid in &step.paid_by {
        writeln!(text, "   {} pays {}", paid.title, paid.amount)?;
    }
    step.reasons.iter().try_for_each(|part| reason(text, part))?;
    if !step.together_with.is_empty() {
        writeln!(text, "   together with {}", step.together_with.join("; "))?;
    }
    if !step.unlocks.is_empty() {
        writeln!(text, "   unlocks {}", step.unlocks.join("; "))?;
    }
    if let Some(wait) = &step.waits_for {
        writeln!(text, "   waits for {}, from {}", wait.gate, in_words(wait.from))?;
        writeln!(text, "     source: {}", wait.provenance)?;
    }
    advice(text, &step.advice, "   ")
}

fn advice(text: &mut String, advice: &[Advice], indent: &str) -> fmt::Result {
    for advice in advice {
        let strength = advice.strength.name();
        let followed = if advice.followed { "met" } else { "not met" };
        writeln!(text, "{indent}{strength}, {followed}: {}", advice.requirement)?;
        let absence = advice.absence.map_or("", Absence::words);
        if !absence.is_empty() {
            writeln!(text, "{indent}  {absence}")?;
        }
        writeln!(text, "{indent}  source: {}", advice.provenance)?;
    }
    Ok(())
}

fn peers(share: PeerShare) -> String {
    let parts = [(share.led, "lead"), (share.developed, "developed"), (share.delivered, "deliver")];
    let words: Vec<&str> = parts.iter().filter(|part| part.0).map(|part| part.1).collect();
    if words.is_empty() { "have no part".to_owned() } else { words.join(", ") }
}

fn why(text: &mut String, none: &NoPathway) -> fmt::Result {
    let proved = if none.proved { "" } else { " (not proved)" };
    writeln!(text, "Goal: {} ({})\n", none.goal_title, none.goal)?;
    writeln!(text, "No pathway{proved}")?;
    for blocker in &none.blockers {
        match blocker.barred.as_slice() {
            [] => writeln!(text, "  missing: {}", blocker.missing)?,
            barred => writeln!(text, "  {} needs {}", barred.join(" > "), blocker.missing)?,
        }
        if let Some(provenance) = &blocker.provenance {
            writeln!(text, "    source: {provenance}")?;
        }
    }
    let conflict: Vec<&str> = none.conflict.iter().map(|limit| limit.words()).collect();
    if !conflict.is_empty() {
        writeln!(text, "  in conflict: {}", conflict.join("; "))?;
    }
    for other in &none.other_conflicts {
        let other: Vec<&str> = other.iter().map(|limit| limit.words()).collect();
        writeln!(text, "  also in conflict: {}", other.join("; "))?;
    }
    for relaxation in &none.relaxations {
        writeln!(text, "  would help: {}", relaxation.change)?;
    }
    if none.relaxations.is_empty() && !words::changes(none).is_empty() {
        writeln!(text, "  {}", words::changes(none))?;
    }
    for relaxation in &none.together {
        writeln!(text, "    {}", relaxation.change)?;
    }
    for bound in &none.bounds {
        writeln!(text, "  {}", words::bound(*bound, None))?;
    }
    for note in &none.notes {
        writeln!(text, "  note: {note}")?;
    }
    if let Some(day) = none.possible_by {
        writeln!(text, "  with more time: by {}", in_words(day))?;
    }
    Ok(())
}
