//! The answer for people: plain words, second person, 80 columns.

use registry_core::catalogue::Catalogue;
use registry_core::credit::CreditScheme;
use registry_core::date::in_words;
use registry_core::learner_record::Employment;
use registry_core::pathway::answer::{Absence, Advice, Blocker, CreditGained, ItemKey, NotPlanned, PlanYear, Reason};
use registry_core::pathway::{Front, NoPathway, Pathway, Pathways, Recommendation, Step, WhyNot, Without, words};
use registry_core::requisite::Strength;
use registry_core::source::Provenance;
use registry_core::volume::Hours;

use super::{counted, funding, timeline, under_way};
use crate::cli::page::{Page, counted, sentence_start, source};

/// Whom an answer is for.
#[derive(Debug, Clone, Copy)]
pub(super) struct Reader<'a> {
    /// The name, where the profile is of somebody invented.
    pub(super) name: Option<&'a str>,
    /// Whether they have an employer who gives professional-development days.
    pub(super) employment: Employment,
}

/// The whole answer, with what the first pathway would be without each of its steps.
pub(super) fn text(catalogue: &Catalogue, reader: Reader<'_>, answer: &Recommendation, without: &[Without]) -> String {
    let employment = reader.employment;
    let mut page = page_for(reader);
    match answer {
        Recommendation::Pathways(found) => write_pathways(&mut page, catalogue, employment, found, without),
        Recommendation::NoPathway(none) => write_none(&mut page, catalogue, employment, none),
    }
    page.into_text()
}

fn page_for(reader: Reader<'_>) -> Page {
    let mut page = Page::default();
    if let Some(name) = reader.name {
        page.paragraph(&format!("For {name}"));
        page.gap();
    }
    page
}

/// Why a course is not planned.
pub(super) fn why_not(catalogue: &Catalogue, reader: Reader<'_>, answer: &WhyNot) -> String {
    let mut page = page_for(reader);
    words::why_not(answer).iter().for_each(|sentence| page.paragraph(sentence));
    if let NotPlanned::Never(none) | NotPlanned::NoPathway(none) = &answer.why {
        write_obstacles(&mut page, catalogue, reader.employment, none);
    }
    page.into_text()
}

/// The pathways that trade cost against finish, each in short.
pub(super) fn front(reader: Reader<'_>, front: &Front) -> String {
    let mut page = page_for(reader);
    page.paragraph(if front.complete {
        "Every trade of cost against finish. No other pathway is cheaper and as soon, or sooner and as cheap."
    } else {
        "Trades of cost against finish. There may be more of them than these."
    });
    for (place, pathway) in front.pathways.iter().enumerate() {
        page.heading(&format!("{}. {}", words::on_front(front, place), words::verdict(pathway)));
        if let Some(finish) = words::finish(pathway) {
            page.paragraph(&finish);
        }
        write_short(&mut page, pathway);
    }
    page.into_text()
}

fn write_pathways(
    page: &mut Page,
    catalogue: &Catalogue,
    employment: Employment,
    found: &Pathways,
    without: &[Without],
) {
    let Some((first, others)) = found.pathways.split_first() else {
        return;
    };
    page.paragraph(&format!("To reach: {}", found.goal_title));
    page.gap();
    if first.steps.is_empty() && first.under_way.iter().all(|step| !step.needed) {
        let left_out = |advice: &Advice| advice.absence.is_some_and(|absence| absence != Absence::NoTraining);
        page.paragraph(if found.also_needed.iter().all(|advice| advice.followed) {
            "You are there already. There is nothing left to do for this goal."
        } else if found.also_needed.iter().any(left_out) {
            "This goal requires no training that you do not have, and none of the training it advises fits your limits."
        } else {
            "There is no training left to do for this goal."
        });
        counted::write(page, first.counted.as_ref(), &found.unweighed);
        write_also_needed(page, catalogue, &found.also_needed, false);
        write_credit(page, catalogue, &first.credit);
        return;
    }
    page.paragraph(&words::verdict(first));
    page.paragraph(&words::best_at(first));
    for note in &found.notes {
        page.gap();
        page.paragraph(&format!("{}.", sentence_start(note)));
    }
    counted::write(page, first.counted.as_ref(), &found.unweighed);
    under_way::write(page, catalogue, employment, first);
    for (index, step) in first.steps.iter().enumerate() {
        page.gap();
        write_step(page, catalogue, employment, index + 1, step);
        write_because(page, catalogue, &first.steps[..index], step);
        // Without the goal itself there is nothing, and nobody has to be told.
        let without = without.get(index).filter(|_| !words::is_the_goal(step));
        let without = without.map_or(String::new(), |without| words::without(*without));
        if !without.is_empty() {
            page.fact("If not", &without);
        }
    }
    write_attestations(page, first);
    write_also_needed(page, catalogue, &found.also_needed, true);
    if !first.steps.is_empty() {
        write_years(page, first, employment);
    }
    funding::write(page, first);
    write_credit(page, catalogue, &first.credit);
    if !first.steps.is_empty() {
        page.heading("Month by month");
        timeline::lines(&first.steps).iter().for_each(|line| page.line(line));
    }
    for (index, other) in others.iter().enumerate() {
        write_other(page, index + 2, other);
    }
    if found.pathways.iter().flat_map(|pathway| &pathway.steps).any(is_invented) {
        page.heading("(invented): nobody offers this. It shows how the registry works.");
    }
}

fn is_invented(step: &Step) -> bool {
    step.offering_provenance == Provenance::Invented
}

fn write_step(page: &mut Page, catalogue: &Catalogue, employment: Employment, number: usize, step: &Step) {
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
    if step.by_rpl {
        page.fact(
            "How",
            "recognition of prior learning: nothing is taught, what you have already is assessed. Bring evidence.",
        );
    }
    page.fact("Cost", &funding::cost(step));
    if let Some(provenance) = &step.price_provenance {
        page.fact("Price from", &sentence_start(&source(catalogue, provenance)));
    }
    if step.own_time > Hours::ZERO {
        let (weekly, all) = (words::hours_in_words(step.weekly), words::hours_in_words(step.own_time));
        let spread = if step.weeks > 1 { format!("{weekly} a week, {all} in all") } else { all };
        page.fact("Your time", &spread);
    }
    write_days(page, employment, step);
    if let Some(points) = step.credit {
        let scheme =
            scheme_of(catalogue, &step.item).map(|scheme| format!(", where {} are a year", scheme.points_per_year));
        page.fact("Credit", &format!("{points} credit points{}", scheme.unwrap_or_default()));
    }
}

/// The scheme in whose points a course states its credit: the award that is the goal may count in another.
fn scheme_of<'a>(catalogue: &'a Catalogue, item: &ItemKey) -> Option<&'a CreditScheme> {
    let ItemKey::Course(code, version) = item else { return None };
    let credit = catalogue.course(code)?.version(version)?.credit.as_ref()?;
    catalogue.credit_scheme(&credit.scheme)
}

/// Why a step is there and when it is, what it opens, and what is advised or confirmed. A reason that an earlier step
/// has is not told again.
fn write_because(page: &mut Page, catalogue: &Catalogue, earlier: &[Step], step: &Step) {
    if let Some(wait) = &step.waits_for {
        let from = in_words(wait.from);
        let who = source(catalogue, &wait.provenance);
        page.fact("Waits for", &format!("{}, which you have from {from} ({who})", wait.gate));
    }
    if let Some(why) = &step.not_earlier {
        page.fact("Not earlier", &words::not_earlier(why));
    }
    for reason in &step.reasons {
        match earlier.iter().position(|other| other.reasons.contains(reason)) {
            Some(place) => page.fact("Why", &format!("For the same reason as step {}.", place + 1)),
            None => page.fact("Why", &why(catalogue, &step.title, reason)),
        }
    }
    if let Some(together) = words::together_with(step) {
        page.fact("Together", &together);
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
}

/// What providers ask the person to confirm, once for the whole pathway.
fn write_attestations(page: &mut Page, pathway: &Pathway) {
    if pathway.attestations.is_empty() {
        return;
    }
    page.heading("Providers ask for these statements on enrolment; we do not ask or keep them");
    for statement in &pathway.attestations {
        page.hanging("   - ", &format!("“{statement}”"));
    }
}

/// What belongs to the goal beside the steps.
fn write_also_needed(page: &mut Page, catalogue: &Catalogue, needed: &[Advice], steps: bool) {
    if needed.is_empty() {
        return;
    }
    page.heading(if steps { "Beside these steps" } else { "What it asks for or advises besides" });
    for advice in needed {
        let standing = words::beside(advice);
        let who = sentence_start(&source(catalogue, &advice.provenance));
        let requirement = sentence_start(&advice.requirement);
        page.hanging("   - ", &format!("{requirement} ({standing}). {who}"));
    }
}

fn write_days(page: &mut Page, employment: Employment, step: &Step) {
    if step.days > 0 {
        page.fact("Days", &words::days(step.days.into(), employment));
    }
    if step.released_days > 0 {
        let days = counted(step.released_days.into(), "working day", "working days");
        page.fact("Days", &format!("{days} that your employer releases you for"));
    }
}

pub(super) fn why(catalogue: &Catalogue, step: &str, reason: &Reason) -> String {
    format!("{} {}", words::reason(step, reason), sentence_start(&source(catalogue, &reason.provenance)))
}

fn write_years(page: &mut Page, pathway: &Pathway, employment: Employment) {
    page.heading("Each year");
    for PlanYear { from, to, cost, days } in &pathway.years {
        let days = match days {
            0 => String::new(),
            days => format!(" and {}", words::days(*days, employment)),
        };
        page.hanging("   ", &format!("{} to {}: {}{days}", in_words(*from), in_words(*to), words::money(*cost)));
    }
}

fn write_credit(page: &mut Page, catalogue: &Catalogue, credit: &[CreditGained]) {
    let new: Vec<&CreditGained> = credit.iter().filter(|gained| gained.is_new()).collect();
    if new.is_empty() {
        return;
    }
    page.heading("Credit it may give you");
    for gained in new {
        page.hanging("   ", &words::credit(gained));
        page.hanging("   ", &sentence_start(&source(catalogue, &gained.provenance)));
    }
}

/// Another pathway in short; `--json` has all of it.
fn write_other(page: &mut Page, number: usize, pathway: &Pathway) {
    page.heading(&format!("Pathway {number}: {}", words::verdict(pathway)));
    page.paragraph(&words::best_at(pathway));
    write_short(page, pathway);
}

fn write_short(page: &mut Page, pathway: &Pathway) {
    let counted = pathway.counted.as_ref().filter(|counted| counted.is_out_of_the_ordinary());
    counted::write(page, counted, &[]);
    for (index, step) in pathway.steps.iter().enumerate() {
        let invented = if is_invented(step) { " (invented)" } else { "" };
        let what = format!(
            "{}: {} to {}, with {}{invented}, {}",
            step.title,
            in_words(step.start),
            in_words(step.end),
            step.provider_title,
            words::money(step.cost)
        );
        page.hanging(&format!("   {}. ", index + 1), &what);
    }
}

fn write_none(page: &mut Page, catalogue: &Catalogue, employment: Employment, none: &NoPathway) {
    page.paragraph(&words::no_pathway(none));
    page.paragraph("This is about what is offered and the limits given. It says nothing about you.");
    for note in &none.notes {
        page.gap();
        page.paragraph(&format!("{}.", sentence_start(note)));
    }
    counted::write(page, None, &none.unweighed);
    write_obstacles(page, catalogue, employment, none);
}

/// What stands in the way of a pathway, and what would change that.
fn write_obstacles(page: &mut Page, catalogue: &Catalogue, employment: Employment, none: &NoPathway) {
    if !none.blockers.is_empty() {
        page.heading("What stands in the way");
        none.blockers.iter().for_each(|blocker| write_blocker(page, catalogue, blocker));
    }
    if !none.conflict.is_empty() {
        page.heading("What does not fit together");
        page.hanging("   ", &words::conflict(none, employment));
        for other in words::other_conflicts(none, employment) {
            page.hanging("   ", &other);
        }
    }
    let changes = words::changes(none);
    if !changes.is_empty() {
        page.heading(changes);
        let opening = none.relaxations.iter().chain(&none.together);
        opening.for_each(|relaxation| page.hanging("   - ", &relaxation.change));
    }
    if let Some(day) = none.possible_by {
        page.gap();
        page.paragraph(&format!("With more time and nothing else, it could be finished by {}.", in_words(day)));
    }
    let figures = !changes.is_empty() || none.possible_by.is_some() || !none.bounds.is_empty();
    if figures && catalogue.offerings().any(|offering| offering.provenance == Provenance::Invented) {
        page.heading("Figures and dates rest on offerings that are (invented): nobody offers them. They show how the registry works.");
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
