//! The page of a pathway: the verdict, the steps, pictures with their lists, credit, support, other pathways.

use askama::Template;
use registry_core::catalogue::Catalogue;
use registry_core::date::in_words;
use registry_core::learner_record::Employment;
use registry_core::pathway::answer::{Advice, ItemKey, Reason};
use registry_core::pathway::{Goal, Pathway, Pathways, Step, words as said};
use registry_core::source::Provenance;
use registry_core::volume::Hours;
use registry_core::words::{sentence_start, source};

use super::address;
use super::drawing::{self, Arrow, Graph, Timeline};
use super::none;
use super::outcome::{Outcome, Shown, shown};
use super::support::support;
use crate::web::answer::Answer;
use crate::web::browse::Link;
use crate::web::endpoint::Asked;
use crate::web::head::{Head, Section};
use crate::web::links;
use crate::web::words::browse::{in_region, points as points_in_words};
use crate::web::words::pathway as words;

#[derive(Template)]
#[template(path = "pathway.html")]
struct PathwayPage {
    head: Head,
    goal: String,
    verdict: String,
    best_at: String,
    notes: Vec<String>,
    /// That the plan is of an earlier day, and the address of the same from today.
    earlier: Option<(String, String)>,
    under_way: Vec<String>,
    steps: Vec<StepView>,
    timeline: Option<Timeline>,
    graph: Option<Graph>,
    /// What each step is for, in words.
    purposes: Vec<(String, Vec<String>)>,
    years: Vec<String>,
    /// What is asked for beside the steps, and who says so.
    beside: Vec<(String, String)>,
    /// What the ledger makes of the goal once all is finished, where it is enough; empty otherwise.
    counted: String,
    credit: Vec<(String, String)>,
    leads_to: Vec<Link>,
    support: Vec<String>,
    attestations: Vec<String>,
    others: Vec<Other>,
    /// The address of the page, to be copied.
    link: String,
    sealed: String,
    number: usize,
    invented: bool,
}

/// A step as a page shows it.
#[derive(Debug, Clone)]
pub(super) struct StepView {
    pub(super) link: Link,
    pub(super) invented: bool,
    pub(super) facts: Vec<(&'static str, String)>,
    /// Why it is there.
    pub(super) why: Vec<Why>,
}

/// Why a step is there.
#[derive(Debug, Clone)]
pub(super) struct Why {
    /// Whose requirement it is, as a sentence.
    pub(super) said: String,
    /// The requirement; empty where it is the step itself.
    pub(super) asked: String,
    /// Who says so.
    pub(super) who: String,
}

impl PathwayPage {
    fn others_in_short(&self) -> String {
        words::others(self.others.len())
    }
}

/// Another pathway in short.
struct Other {
    number: usize,
    label: String,
    verdict: String,
}

/// The pathway, or why there is none.
pub(super) fn pathway(asked: &Asked<'_>) -> Answer {
    shown(asked, page, none::page)
}

fn page(asked: &Asked<'_>, shown: Shown<'_>) -> Answer {
    let Shown { outcome, found, number, pathway, sealed } = shown;
    let catalogue = asked.at.catalogue();
    let employment = outcome.request.record.employment();
    let others = found.pathways.iter().enumerate().filter(|(index, _)| index + 1 != number);
    let others = others.map(|(index, other)| Other {
        number: index + 1,
        label: words::label(other),
        verdict: said::verdict(other),
    });
    Answer::personal(&PathwayPage {
        head: Head::new(Section::Plan, words::TITLE),
        goal: found.goal_title.clone(),
        verdict: verdict(found, pathway),
        best_at: said::best_at(pathway),
        notes: notes(found, pathway),
        earlier: earlier(asked, outcome),
        under_way: pathway.under_way.iter().map(|step| format!("{}: {}.", step.title, said::until(step))).collect(),
        steps: pathway.steps.iter().map(|step| step_view(catalogue, employment, step)).collect(),
        timeline: drawing::timeline(pathway),
        graph: drawing::graph(pathway, &found.goal_title),
        purposes: purposes(pathway),
        years: pathway.years.iter().map(|year| year_line(year, employment)).collect(),
        beside: found.also_needed.iter().map(|advice| beside(catalogue, advice)).collect(),
        counted: pathway
            .counted
            .as_ref()
            .filter(|counted| !counted.is_out_of_the_ordinary())
            .map_or(String::new(), said::counted_at_the_end),
        credit: pathway
            .credit
            .iter()
            .filter(|gained| gained.is_new())
            .map(|gained| (said::credit(gained), sentence_start(&source(catalogue, &gained.provenance))))
            .collect(),
        leads_to: leads_to(catalogue, &outcome.request.goal),
        support: support(catalogue, pathway, &found.also_needed, employment),
        attestations: pathway.attestations.clone(),
        others: others.collect(),
        link: format!("{}/plan/pathway?a={sealed}&show={number}", asked.address()),
        sealed,
        number,
        invented: pathway.steps.iter().any(|step| step.offering_provenance == Provenance::Invented),
    })
}

/// What is said below the verdict: first what is waited for at the end, or that too little was found to count then.
pub(super) fn notes(found: &Pathways, pathway: &Pathway) -> Vec<String> {
    let worth_saying = pathway.counted.iter().filter(|counted| counted.is_out_of_the_ordinary());
    let short = worth_saying.map(said::counted_at_the_end);
    let notes = found.notes.iter().map(|note| sentence_start(&format!("{note}.")));
    short.chain(notes).chain(found.unweighed.iter().map(said::unweighed)).collect()
}

/// The verdict in a sentence.
pub(super) fn verdict(found: &Pathways, pathway: &Pathway) -> String {
    let nothing = pathway.steps.is_empty() && pathway.finish.is_none();
    match (nothing, found.also_needed.iter().all(|advice| advice.followed)) {
        (true, true) => words::NOTHING_LEFT.to_owned(),
        (true, false) => words::NO_TRAINING_LEFT.to_owned(),
        (false, _) => said::verdict(pathway),
    }
}

/// That the answers are of an earlier day, and the address of the same plan from today.
pub(super) fn earlier(asked: &Asked<'_>, outcome: &Outcome) -> Option<(String, String)> {
    if outcome.answers.on >= asked.today {
        return None;
    }
    let again = address(asked, "pathway", &outcome.answers.as_of(asked.today)).ok()?;
    Some((in_words(outcome.answers.on), again))
}

/// A step with its facts.
pub(super) fn step_view(catalogue: &Catalogue, employment: Employment, step: &Step) -> StepView {
    let mut facts = vec![(
        words::WHEN,
        if step.start == step.end {
            in_words(step.start)
        } else {
            words::over_weeks(&in_words(step.start), &in_words(step.end), step.weeks)
        },
    )];
    let region = step.region.as_ref();
    let region = region.map(|code| catalogue.region(code).map_or(code.as_str(), |region| region.title.as_str()));
    facts.push((words::WHERE, sentence_start(&in_region(step.mode.words(), region))));
    facts.push((words::WITH, step.provider_title.clone()));
    if step.by_rpl {
        facts.push((words::HOW, words::BY_RPL.to_owned()));
    }
    facts.push((words::COST, cost(step)));
    if step.own_time > Hours::ZERO {
        let (weekly, all) = (said::hours_in_words(step.weekly), said::hours_in_words(step.own_time));
        let spread = if step.weeks > 1 { words::spread_over_weeks(&weekly, &all) } else { all };
        facts.push((words::YOUR_TIME, spread));
    }
    if step.days > 0 {
        facts.push((words::DAYS, said::days(step.days.into(), employment)));
    }
    if step.released_days > 0 {
        facts.push((words::RELEASE, words::released(step.released_days.into())));
    }
    if let Some(points) = step.credit {
        facts.push((words::CREDIT, points_in_words(points)));
    }
    if let Some(wait) = &step.waits_for {
        facts.push((words::WAITS_FOR, words::have_from(&wait.gate, &in_words(wait.from))));
    }
    if let Some(why) = &step.not_earlier {
        facts.push((words::NOT_EARLIER, said::not_earlier(why)));
    }
    if !step.unlocks.is_empty() {
        facts.push((words::OPENS, step.unlocks.join("; ")));
    }
    let who = |provenance: &Provenance| sentence_start(&source(catalogue, provenance));
    let why = |reason: &Reason| {
        let is_itself = reason.requirement == step.title;
        Why {
            said: words::reason(&step.title, reason),
            asked: if is_itself { String::new() } else { asked(reason) },
            who: who(&reason.provenance),
        }
    };
    let why = step.reasons.iter().map(why).collect();
    StepView { link: link(step), invented: step.offering_provenance == Provenance::Invented, facts, why }
}

/// What a requirement asks for, and the award in it that the step counts towards.
fn asked(reason: &Reason) -> String {
    let requirement = sentence_start(&format!("{}.", reason.requirement));
    match said::counts_towards(reason) {
        None => requirement,
        Some(award) => format!("{requirement} {award}"),
    }
}

fn link(step: &Step) -> Link {
    let address = match &step.item {
        ItemKey::Course(code, _) => links::course(code),
        ItemKey::Qualification(code) => links::qualification(code),
    };
    Link::to(&step.title, address)
}

/// What a step costs the learner, the full price, and who pays the difference.
fn cost(step: &Step) -> String {
    let paid: Vec<String> =
        step.paid_by.iter().map(|paid| words::paid_by(&paid.amount.to_string(), &paid.title)).collect();
    let own = sentence_start(&said::money(step.cost));
    if step.price == step.cost { own } else { words::of_price(&own, &step.price.to_string(), &paid) }
}

fn year_line(year: &registry_core::pathway::answer::PlanYear, employment: Employment) -> String {
    let days = (year.days > 0).then(|| said::days(year.days, employment));
    words::year(&in_words(year.from), &in_words(year.to), &said::money(year.cost), days.as_deref())
}

fn beside(catalogue: &Catalogue, advice: &Advice) -> (String, String) {
    let requirement = sentence_start(&advice.requirement);
    let who = sentence_start(&source(catalogue, &advice.provenance));
    (words::beside(&requirement, &said::beside(advice)), who)
}

/// What each step is for, in words: the list beside the picture of requisites.
pub(super) fn purposes(pathway: &Pathway) -> Vec<(String, Vec<String>)> {
    let arrows = drawing::arrows(pathway);
    let target = |arrow: &Arrow| {
        let step = pathway.steps.get(arrow.to).map(|step| (arrow.to + 1, step.title.as_str()));
        words::is_for(arrow.advised, step)
    };
    let of = |index: usize| arrows.iter().filter(|arrow| arrow.from == index).map(target).collect();
    pathway.steps.iter().enumerate().map(|(index, step)| (step.title.clone(), of(index))).collect()
}

/// What comes after the goal.
fn leads_to(catalogue: &Catalogue, goal: &Goal) -> Vec<Link> {
    let award = |code| {
        let entry = catalogue.qualification(code);
        let rungs = entry.into_iter().flat_map(|entry| &entry.leads_to);
        let rungs = rungs.filter_map(|rung| catalogue.qualification(&rung.qualification));
        rungs.map(|next| Link::to(&next.title, links::qualification(&next.code))).collect()
    };
    match goal {
        Goal::Qualification(code) | Goal::Credit { towards: code, .. } => award(code),
        Goal::Tier(tier) => {
            let next = catalogue.tiers().filter(|entry| entry.tier > *tier).take(1);
            next.map(|entry| Link::to(format!("{}: {}", entry.tier, entry.title), links::tier(entry.tier))).collect()
        }
        Goal::Course(_) | Goal::Role(_) => Vec::new(),
    }
}

#[cfg(test)]
pub(super) mod tests {
    use registry_core::credit::CreditPoints;
    use registry_core::money::Aud;
    use registry_core::pathway::answer::{Counted, LastWait};
    use registry_core::recognition::Amount;

    use super::*;

    pub(in crate::web::plan) fn counted(points: &str, reached: bool, waits_for: Option<LastWait>) -> Counted {
        let amount = |text: &str| Amount::Points(text.parse::<CreditPoints>().expect("points"));
        Counted {
            qualification: "graduate-certificate".parse().expect("a code"),
            at: "2027-02-07".parse().expect("a day"),
            waits_for,
            wanted: amount("25"),
            counted: amount(points),
            guaranteed: amount("0"),
            reached,
            studied_apart: Vec::new(),
        }
    }

    pub(in crate::web::plan) fn pathway(counted: Counted) -> Pathway {
        Pathway {
            best_at: Vec::new(),
            bounds: Vec::new(),
            steps: Vec::new(),
            under_way: Vec::new(),
            waits_for: counted.waits_for.clone(),
            competitive: Vec::new(),
            to_ask: Vec::new(),
            cost: Aud::ZERO,
            finish: None,
            heaviest_week: Hours::ZERO,
            own_time: Hours::ZERO,
            days: 0,
            released_days: 0,
            years: Vec::new(),
            counted: Some(counted),
            credit: Vec::new(),
            attestations: Vec::new(),
            proved: false,
        }
    }

    pub(in crate::web::plan) fn found() -> Pathways {
        Pathways {
            goal: "qualification:graduate-certificate".parse().expect("a goal"),
            goal_title: "Graduate Certificate".to_owned(),
            pathways: Vec::new(),
            also_needed: Vec::new(),
            notes: vec!["you hold something near".to_owned()],
            unweighed: Vec::new(),
            steps_used: 1,
        }
    }

    #[test]
    fn a_page_says_first_what_is_waited_for_and_that_too_little_counts_at_the_end() {
        let found = found();
        let near = "You hold something near.";
        let short = "On 7 February 2027 12.5 of the 25 points asked for were found to count if all of it is granted. There \
                     are more ways of counting than were looked at, so ask the provider.";
        assert_eq!(notes(&found, &pathway(counted("12.5", false, None))), [short, near]);
        assert_eq!(notes(&found, &pathway(counted("25", true, None))), [near]);
        let waits = "On 7 February 2027, the day on which a rule begins that this takes, 25 of the 25 points asked for count if \
                     all of it is granted.";
        assert_eq!(notes(&found, &pathway(counted("25", true, Some(LastWait::Rules)))), [waits, near]);
    }
}
