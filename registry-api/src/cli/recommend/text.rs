//! The answer for people: plain words, second person, 80 columns.

use chrono::NaiveDate;
use registry_core::catalogue::Catalogue;
use registry_core::credit::CreditStanding;
use registry_core::date::in_words;
use registry_core::learner_record::Employment;
use registry_core::money::Aud;
use registry_core::pathway::answer::{Advice, AskedBy, Blocker, CreditGained, Objective, PlanYear, Reason};
use registry_core::pathway::{NoPathway, Pathway, Pathways, Recommendation, Step};
use registry_core::requisite::Strength;
use registry_core::source::Provenance;
use registry_core::volume::Hours;

use super::timeline;
use crate::cli::page::{Page, counted, joined, number, sentence_start, source};

/// For whom the answer is.
pub(super) struct Reader<'a> {
    /// Their name; only ever that of somebody invented.
    pub(super) name: Option<&'a str>,
    /// Whether an employer gives them professional-development days, now or when they start.
    pub(super) employment: Employment,
}

impl Reader<'_> {
    fn has_employer(&self) -> bool {
        self.employment != Employment::NotEmployed
    }
}

/// The whole answer.
pub(super) fn text(catalogue: &Catalogue, reader: &Reader<'_>, answer: &Recommendation) -> String {
    let mut page = Page::default();
    if let Some(name) = reader.name {
        page.paragraph(&format!("For {name}"));
        page.gap();
    }
    match answer {
        Recommendation::Pathways(found) => write_pathways(&mut page, catalogue, reader, found),
        Recommendation::NoPathway(none) => write_none(&mut page, catalogue, none),
    }
    page.into_text()
}

fn write_pathways(page: &mut Page, catalogue: &Catalogue, reader: &Reader<'_>, found: &Pathways) {
    let Some((first, others)) = found.pathways.split_first() else {
        return;
    };
    page.paragraph(&format!("To reach: {}", found.goal_title));
    page.gap();
    if first.steps.is_empty() {
        page.paragraph(if found.also_needed.iter().all(|advice| advice.followed) {
            "You are there already. There is nothing left to do for this goal."
        } else {
            "There is no training left to do for this goal."
        });
        write_also_needed(page, catalogue, &found.also_needed);
        write_credit(page, catalogue, &first.credit);
        return;
    }
    page.paragraph(&verdict(first));
    page.paragraph(&best_at(first));
    for note in &found.notes {
        page.gap();
        page.paragraph(&format!("{}.", sentence_start(note)));
    }
    for (index, step) in first.steps.iter().enumerate() {
        page.gap();
        write_step(page, catalogue, reader, index + 1, step);
    }
    write_also_needed(page, catalogue, &found.also_needed);
    write_years(page, reader, first);
    write_credit(page, catalogue, &first.credit);
    page.heading("Month by month");
    timeline::lines(&first.steps).iter().for_each(|line| page.line(line));
    for (index, other) in others.iter().enumerate() {
        write_other(page, index + 2, other);
    }
    if found.pathways.iter().flat_map(|pathway| &pathway.steps).any(is_invented) {
        page.heading("(invented): nobody offers this. It shows how the registry works.");
    }
}

/// `Four steps, about 9 months at up to 4.5 hours a week, $420.`
fn verdict(pathway: &Pathway) -> String {
    let count = pathway.steps.len();
    let steps = format!("{} {}", number(count), if count == 1 { "step" } else { "steps" });
    let start = pathway.steps.iter().map(|step| step.start).min();
    let length = match (start, pathway.finish) {
        (Some(start), Some(finish)) => format!(", {}", length(start, finish)),
        _ => String::new(),
    };
    let load = match pathway.heaviest_week {
        Hours::ZERO => String::new(),
        hours => format!(" at up to {} a week", hours_in_words(hours)),
    };
    sentence_start(&format!("{steps}{length}{load}, {}.", money(pathway.cost)))
}

/// How long it is from the first day to the last: `5 days`, `about 6 weeks`, `about 9 months`, `about 3 years`.
fn length(start: NaiveDate, finish: NaiveDate) -> String {
    let days = u64::try_from((finish - start).num_days() + 1).unwrap_or(1);
    match days {
        0..=13 => counted(days, "day", "days"),
        14..=62 => format!("about {} weeks", (days + 3) / 7),
        // A month is 30.4 days on average, a year 365.
        63..=700 => format!("about {} months", (days * 10 + 152) / 304),
        _ => match (days * 2 + 182) / 365 {
            halves if halves % 2 == 0 => format!("about {} years", halves / 2),
            halves => format!("about {} and a half years", halves / 2),
        },
    }
}

/// `4.5 hours`, `1 hour`; rounded **up** to a quarter hour, in which people give their hours too.
fn hours_in_words(hours: Hours) -> String {
    let quarters = Hours::from_minutes(hours.minutes().div_ceil(15).saturating_mul(15));
    let shown = quarters.to_string();
    let amount = shown.trim_end_matches(" h");
    format!("{amount} {}", if amount == "1" { "hour" } else { "hours" })
}

fn money(amount: Aud) -> String {
    if amount == Aud::ZERO { "nothing to pay".to_owned() } else { amount.to_string() }
}

fn best_at(pathway: &Pathway) -> String {
    let labels: Vec<_> = pathway.best_at.iter().map(|objective| objective.words()).collect();
    let labels = sentence_start(&joined(&labels));
    let alone = Objective::ALL.iter().all(|objective| pathway.best_at.contains(objective));
    let finish = pathway.finish.map(|day| format!(" You finish on {}.", in_words(day))).unwrap_or_default();
    let proved = match (pathway.proved, alone) {
        (true, true) => " No pathway is better in any of these.",
        (true, false) => "",
        (false, _) => " The search stopped early, so there may be a better one.",
    };
    format!("{labels}.{finish}{proved}")
}

fn is_invented(step: &Step) -> bool {
    step.offering_provenance == Provenance::Invented
}

fn write_step(page: &mut Page, catalogue: &Catalogue, reader: &Reader<'_>, number: usize, step: &Step) {
    page.hanging(&format!("{number}. "), &step.title);
    let weeks = counted(step.weeks.into(), "week", "weeks");
    page.fact(
        "When",
        &if step.start == step.end {
            in_words(step.start)
        } else {
            format!("{} to {} ({weeks})", in_words(step.start), in_words(step.end))
        },
    );
    let place = step.region.as_ref().map_or(String::new(), |code| {
        format!(" in {}", catalogue.region(code).map_or(code.as_str(), |region| region.title.as_str()))
    });
    let invented = if is_invented(step) { " (invented)" } else { "" };
    page.fact("Where", &format!("{}{place}, with {}{invented}", step.mode.words(), step.provider_title));
    let full = if step.price == step.cost { String::new() } else { format!(" (the full price is {})", step.price) };
    page.fact("Cost", &format!("{}{full}", money(step.cost)));
    if step.own_time > Hours::ZERO {
        let (weekly, all) = (hours_in_words(step.weekly), hours_in_words(step.own_time));
        let spread = if step.weeks > 1 { format!("{weekly} a week, {all} in all") } else { all };
        page.fact("Your time", &spread);
    }
    write_days(page, reader, step);
    if let Some(points) = step.credit {
        page.fact("Credit", &format!("{points} credit points"));
    }
    write_because(page, catalogue, step);
}

/// Why a step is there and when it is, what it opens, and what is advised or confirmed.
fn write_because(page: &mut Page, catalogue: &Catalogue, step: &Step) {
    if let Some(wait) = &step.waits_for {
        let from = in_words(wait.from);
        let who = source(catalogue, &wait.provenance);
        page.fact("Waits for", &format!("{}, which you have from {from} ({who})", wait.gate));
    }
    for reason in &step.reasons {
        page.fact("Why", &why(catalogue, reason));
    }
    if !step.unlocks.is_empty() {
        page.fact("Opens", &step.unlocks.join("; "));
    }
    for advice in &step.advice {
        let followed =
            if advice.followed { "you have this, or the plan does" } else { "not in this plan; it does not stop you" };
        let who = source(catalogue, &advice.provenance);
        let strength = match advice.strength {
            Strength::Required => "Asked for",
            Strength::Advised => "Advised",
        };
        page.fact(strength, &format!("{} ({followed}). {}", advice.requirement, sentence_start(&who)));
    }
    for statement in &step.attestations {
        page.fact("You confirm", &format!("{statement} (to the provider; we do not ask or keep it)"));
    }
}

/// What belongs to the goal beside the steps.
fn write_also_needed(page: &mut Page, catalogue: &Catalogue, needed: &[Advice]) {
    if needed.is_empty() {
        return;
    }
    page.heading("Beside these steps");
    for advice in needed {
        let strength = match advice.strength {
            Strength::Required => "asked for",
            Strength::Advised => "advised",
        };
        let standing = if advice.followed { "you have this" } else { "not in this plan" };
        let who = sentence_start(&source(catalogue, &advice.provenance));
        let requirement = sentence_start(&advice.requirement);
        page.hanging("   - ", &format!("{requirement} ({strength}; {standing}). {who}"));
    }
}

fn write_days(page: &mut Page, reader: &Reader<'_>, step: &Step) {
    if step.days > 0 {
        let days = counted(step.days.into(), "day", "days");
        // Professional-development days are an employer's: without one they are days like others.
        let whose = if reader.has_employer() { " of your professional-development days" } else { "" };
        page.fact("Days", &format!("{days}{whose}"));
    }
    if step.released_days > 0 {
        let days = counted(step.released_days.into(), "working day", "working days");
        page.fact("Days", &format!("{days} that your employer releases you for"));
    }
}

fn why(catalogue: &Catalogue, reason: &Reason) -> String {
    let strength = match reason.strength {
        Strength::Required => "asks for",
        Strength::Advised => "advises",
    };
    let requirement = &reason.requirement;
    let words = match &reason.asked_by {
        AskedBy::Goal { title } if title == requirement => "It counts towards your goal".to_owned(),
        AskedBy::Goal { title } | AskedBy::Step { title } => format!("{title} {strength} {requirement}"),
    };
    let who = source(catalogue, &reason.provenance);
    format!("{words}. {}", sentence_start(&who))
}

fn write_years(page: &mut Page, reader: &Reader<'_>, pathway: &Pathway) {
    page.heading("Each year");
    for PlanYear { from, to, cost, days } in &pathway.years {
        let days = match days {
            0 => String::new(),
            days if reader.has_employer() => format!(
                " and {}",
                counted((*days).into(), "professional-development day", "professional-development days")
            ),
            days => format!(" and {}", counted((*days).into(), "day", "days")),
        };
        page.hanging("   ", &format!("{} to {}: {}{days}", in_words(*from), in_words(*to), money(*cost)));
    }
}

fn write_credit(page: &mut Page, catalogue: &Catalogue, credit: &[CreditGained]) {
    if credit.is_empty() {
        return;
    }
    page.heading("Credit it may give you");
    for gained in credit {
        let of = gained.of.map(|of| format!(" of {of}")).unwrap_or_default();
        let standing = match gained.standing {
            CreditStanding::Guaranteed => "the provider promises it",
            CreditStanding::ByApplication => "given when you apply, if their conditions are met",
            CreditStanding::Discretionary => "the provider decides each time",
            CreditStanding::Assumption => "nobody has said so; we assume it",
        };
        let (points, title) = (gained.points, &gained.qualification_title);
        page.hanging("   ", &format!("{points}{of} points towards {title}: {standing}."));
        page.hanging("   ", &sentence_start(&source(catalogue, &gained.provenance)));
    }
}

/// Another pathway in short; `--json` has all of it.
fn write_other(page: &mut Page, number: usize, pathway: &Pathway) {
    page.heading(&format!("Pathway {number}: {}", verdict(pathway)));
    page.paragraph(&best_at(pathway));
    for (index, step) in pathway.steps.iter().enumerate() {
        let invented = if is_invented(step) { " (invented)" } else { "" };
        let what = format!(
            "{}: {} to {}, with {}{invented}, {}",
            step.title,
            in_words(step.start),
            in_words(step.end),
            step.provider_title,
            money(step.cost)
        );
        page.hanging(&format!("   {}. ", index + 1), &what);
    }
}

fn write_none(page: &mut Page, catalogue: &Catalogue, none: &NoPathway) {
    let title = &none.goal_title;
    if none.proved {
        page.paragraph(&format!("There is no pathway to {title} with what you have told us."));
    } else {
        page.paragraph(&format!("We found no pathway to {title}. The search stopped early, so there may be one."));
    }
    page.paragraph("This is about what is offered and the limits given. It says nothing about you.");
    if !none.blockers.is_empty() {
        page.heading("What stands in the way");
        none.blockers.iter().for_each(|blocker| write_blocker(page, catalogue, blocker));
    }
    if !none.conflict.is_empty() {
        page.heading("What does not fit together");
        let limits: Vec<_> = none.conflict.iter().map(|limit| limit.words()).collect();
        let limits = sentence_start(&joined(&limits));
        page.hanging(
            "   ",
            &match none.conflict.len() {
                1 => format!("{limits}: this limit alone leaves no pathway. Without it there is one."),
                _ => {
                    format!("{limits}: together they leave no pathway. Without any one of them there is one.")
                }
            },
        );
    }
    if !none.relaxations.is_empty() {
        page.heading(match none.relaxations.len() {
            1 => "One change that would open a pathway",
            _ => "Changes that would open a pathway; any one of them is enough",
        });
        none.relaxations.iter().for_each(|relaxation| page.hanging("   - ", &relaxation.change));
    }
}

fn write_blocker(page: &mut Page, catalogue: &Catalogue, blocker: &Blocker) {
    page.hanging("   - ", &format!("Missing: {}.", blocker.missing));
    if let [from @ .., last] = blocker.barred.as_slice() {
        let within = if from.is_empty() { String::new() } else { format!(", needed for {}", from.join(", then ")) };
        page.hanging("     ", &format!("It is asked for by {last}{within}."));
    }
    if let Some(provenance) = &blocker.provenance {
        page.hanging("     ", &sentence_start(&source(catalogue, provenance)));
    }
}
