//! The words of a pathway, beside those that core has for every interface.

use registry_core::learner_record::Employment;
use registry_core::pathway::Pathway;
use registry_core::pathway::answer::{AskedBy, Objective, Reason};
use registry_core::requisite::{Gate, RequisiteExpr, Strength};
use registry_core::words::{counted, joined, number, sentence_start};

pub(in crate::web) const TITLE: &str = "Your pathway";
pub(in crate::web) const NO_TITLE: &str = "No pathway fits yet";
pub(in crate::web) const WHY: &str = "Ask about this pathway";
pub(in crate::web) const NOT_WEIGHED: &str = "We could not settle it in the time we take.";
pub(in crate::web) const COMPARE: &str = "Compare pathways";
pub(in crate::web) const LETTER: &str = "A letter to ask for support";
/// The letter, but for the lists after its third and fourth part, and what the training costs after the fourth.
pub(in crate::web) const LETTER_TEXT: [&str; 7] = [
    "Dear [name],",
    "I am planning training for my work. I would like to ask for your support.",
    "The training is:",
    "What would help me:",
    "I am happy to talk about what the training brings to our team, and about dates that suit.",
    "Kind regards,",
    "[your name]",
];
pub(in crate::web) const LETTER_SUBJECT: &str = "Support for training";

/// What is left for the learner to pay, of which some may hang on what the letter asks for.
pub(in crate::web) fn letter_cost(cost: &str, with_support: bool) -> String {
    let start = if with_support { "With this support, the" } else { "The" };
    format!("{start} cost to me would be: {cost}.")
}

// What a letter asks an employer for. It names no funding, tier or perspective.

pub(in crate::web) const FUNDING_HAS_FEW_PLACES: &str =
    "an early answer, because there are few places for the outside funding";

pub(in crate::web) fn money_of_employer(amount: &str, title: &str) -> String {
    format!("{amount} for {title}, from our training budget")
}

pub(in crate::web) fn money_of_employer_unstated(titles: &str) -> String {
    format!("a part of the cost of {titles}, from our training budget")
}

pub(in crate::web) fn money_of_others(amount: &str, title: &str) -> String {
    format!("your backing when I apply for {amount} of outside funding for {title}")
}

pub(in crate::web) fn money_of_others_unstated(titles: &str) -> String {
    format!("your backing when I apply for outside funding for {titles}")
}

pub(in crate::web) fn offering_has_few_places(title: &str, places: u32) -> String {
    format!("an early answer about {title}, because it has {}", counted(places.into(), "place", "places"))
}

/// What the goal asks for beside training, as asks of an employer: what is needed together each by itself, and a choice in
/// one. Without whose perspective it is about, and without what no employer gives, such as experience.
pub(in crate::web) fn asked_of_employer(missing: &RequisiteExpr) -> Vec<String> {
    match missing {
        RequisiteExpr::All(all) => each_once(all.as_slice().iter().flat_map(asked_of_employer)),
        RequisiteExpr::Any(any) => choice(1, any.as_slice()),
        RequisiteExpr::AtLeast(of) => choice(of.least() as usize, of.of()),
        RequisiteExpr::Gate(gate) => asked_of_employer_by(gate).into_iter().collect(),
        RequisiteExpr::Course(_) | RequisiteExpr::Qualification(_) | RequisiteExpr::Tier(_) => Vec::new(),
    }
}

/// So many of some, where an employer has the choice; all of them where there are no more.
fn choice(least: usize, of: &[RequisiteExpr]) -> Vec<String> {
    let together = |part: &RequisiteExpr| {
        let asks = asked_of_employer(part);
        let asks: Vec<&str> = asks.iter().map(String::as_str).collect();
        (!asks.is_empty()).then(|| joined(&asks))
    };
    let parts = each_once(of.iter().filter_map(together));
    if parts.len() <= least {
        return parts;
    }
    vec![format!("{} of these: {}", number(least), parts.join("; or "))]
}

fn asked_of_employer_by(gate: &Gate) -> Option<String> {
    match gate {
        Gate::Supervision { .. } => Some("regular supervision".to_owned()),
        Gate::PartnerRelease => Some("release for the training".to_owned()),
        Gate::Placement { hours } => Some(format!("a placement or work of {}", super::hours(*hours))),
        Gate::ExperienceOver { .. } | Gate::ExperienceAtLeast { .. } | Gate::Employed | Gate::Attested { .. } => None,
    }
}

/// Each in its first place.
pub(in crate::web) fn each_once(asks: impl Iterator<Item = String>) -> Vec<String> {
    asks.fold(Vec::new(), |mut once, ask| {
        if !once.contains(&ask) {
            once.push(ask);
        }
        once
    })
}

pub(in crate::web) const BY_RPL: &str =
    "Recognition of prior learning. Nothing is taught; what you have learned already is assessed. Bring evidence.";
pub(in crate::web) const YOUR_GOAL: &str = "your goal";
pub(in crate::web) const NOTHING_LEFT: &str = "You are there already. There is nothing left to do for this goal.";
pub(in crate::web) const NO_TRAINING_LEFT: &str = "There is no training left to do for this goal.";

/// What a pathway is best at, as a short label: `Least cost and soonest`.
pub(in crate::web) fn label(pathway: &Pathway) -> String {
    let words: Vec<&str> = pathway.best_at.iter().map(|objective: &Objective| objective.words()).collect();
    sentence_start(&joined(&words))
}

/// Who pays how much of a step.
pub(in crate::web) fn paid_by(amount: &str, funding: &str) -> String {
    format!("{amount} paid by: {funding}")
}

/// Money that a pathway counts on, as something to ask for.
pub(in crate::web) fn paid_for(amount: &str, title: &str, funding: &str) -> String {
    format!("{amount} for {title}, paid by: {funding}")
}

/// Days to ask an employer for.
pub(in crate::web) fn days_to_ask(pathway: &Pathway, employment: Employment) -> Vec<String> {
    if employment == Employment::NotEmployed {
        return Vec::new();
    }
    let mut asks = Vec::new();
    if pathway.days > 0 {
        let days = counted(pathway.days.into(), "day", "days");
        asks.push(format!("{days} of professional development in all"));
    }
    if pathway.released_days > 0 {
        let days = counted(pathway.released_days.into(), "working day", "working days");
        asks.push(format!("release for {days} of training"));
    }
    asks
}

// The facts of a step.

pub(in crate::web) const WHEN: &str = "When";
pub(in crate::web) const WHERE: &str = "Where";
pub(in crate::web) const WITH: &str = "With";
pub(in crate::web) const HOW: &str = "How";
pub(in crate::web) const COST: &str = "Cost";
pub(in crate::web) const YOUR_TIME: &str = "Your time";
pub(in crate::web) const DAYS: &str = "Days";
pub(in crate::web) const RELEASE: &str = "Release";
pub(in crate::web) const CREDIT: &str = "Credit";
pub(in crate::web) const WAITS_FOR: &str = "Waits for";
pub(in crate::web) const NOT_EARLIER: &str = "Not earlier";
pub(in crate::web) const OPENS: &str = "Opens";

pub(in crate::web) fn over_weeks(from: &str, to: &str, weeks: u32) -> String {
    format!("{} ({})", super::from_to(from, to), counted(weeks.into(), "week", "weeks"))
}

pub(in crate::web) fn spread_over_weeks(weekly: &str, all: &str) -> String {
    format!("{weekly} a week, {all} in all")
}

pub(in crate::web) fn released(days: u32) -> String {
    format!("{}{}", counted(days.into(), "working day", "working days"), super::RELEASED)
}

pub(in crate::web) fn have_from(what: &str, day: &str) -> String {
    format!("{what}, which you have from {day}")
}

/// What somebody pays of a price, where others may pay the rest.
pub(in crate::web) fn of_price(own: &str, price: &str, others: &[String]) -> String {
    match others {
        [] => format!("{own} (the full price is {price})"),
        _ => format!("{own} (of {price}; {})", others.join("; ")),
    }
}

pub(in crate::web) fn year(from: &str, to: &str, cost: &str, days: Option<&str>) -> String {
    let days = days.map_or(String::new(), |days| format!(" and {days}"));
    format!("{}: {cost}{days}", super::from_to(from, to))
}

/// What a step is for: another step, or the goal.
pub(in crate::web) fn is_for(advised: bool, step: Option<(usize, &str)>) -> String {
    let what = step.map_or(YOUR_GOAL.to_owned(), |(number, title)| format!("step {number}, {title}"));
    format!("{} for {what}", if advised { "advised" } else { "needed" })
}

/// What is asked for beside the steps, and how it stands.
pub(in crate::web) fn beside(requirement: &str, standing: &str) -> String {
    format!("{requirement} ({standing}).")
}

/// That there are other pathways, as a link to them.
pub(in crate::web) fn others(count: usize) -> String {
    format!("There {}", if count == 1 { "is one other pathway" } else { "are other pathways" })
}

/// The goal, as its box in the picture has it.
pub(in crate::web) fn goal(title: &str) -> String {
    format!("Goal: {title}")
}

pub(in crate::web) const MONTHS: [&str; 12] =
    ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"];

// What is compared.

pub(in crate::web) const YOU_PAY: &str = "You pay";
pub(in crate::web) const YOU_FINISH: &str = "You finish";
pub(in crate::web) const HEAVIEST_WEEK: &str = "Heaviest week";
pub(in crate::web) const TIME_IN_ALL: &str = "Your time in all";
pub(in crate::web) const DAYS_FOR_TRAINING: &str = "Days for training";
pub(in crate::web) const RELEASE_DAYS: &str = "Days your employer releases you for";
pub(in crate::web) const STEPS: &str = "Steps";
pub(in crate::web) const PEER_LED_STEPS: &str = "Steps that peers lead";
pub(in crate::web) const IS_PROVED: &str = "Is it proved best?";
pub(in crate::web) const PROVED: &str = "Yes";
pub(in crate::web) const NOT_PROVED: &str = "No, the search stopped early";

// A letter and a text to keep.

pub(in crate::web) fn training_on(title: &str, day: &str) -> String {
    format!("{title}, on {day}")
}

pub(in crate::web) fn training_over(title: &str, from: &str, to: &str) -> String {
    format!("{title}, from {from} to {to}")
}

pub(in crate::web) const INVENTED: &str = " (invented)";

pub(in crate::web) fn why(parts: &[&str]) -> String {
    let said: Vec<&str> = parts.iter().filter(|part| !part.is_empty()).copied().collect();
    format!("Why: {}", said.join(" "))
}

/// Whose requirement puts a step into a pathway. What it asks for stands behind it, for it may be a long list.
pub(in crate::web) fn reason(step: &str, reason: &Reason) -> String {
    let (AskedBy::Goal { title } | AskedBy::Step { title }) = &reason.asked_by;
    let is_goal = matches!(reason.asked_by, AskedBy::Goal { .. });
    match (is_goal && *title == reason.requirement, reason.strength) {
        (true, _) if title == step => "It is your goal.".to_owned(),
        (true, _) => "It counts towards your goal.".to_owned(),
        (false, Strength::Required) if reason.requirement == step => format!("{title} asks for it."),
        (false, Strength::Advised) if reason.requirement == step => format!("{title} advises it."),
        (false, Strength::Required) => format!("{title} asks for this:"),
        (false, Strength::Advised) => format!("{title} advises this:"),
    }
}

pub(in crate::web) fn ask_for(what: &str) -> String {
    format!("Ask for: {what}")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn placement(hours: u32) -> RequisiteExpr {
        let hours = registry_core::volume::Hours::from_minutes(hours * 60);
        RequisiteExpr::Gate(Gate::Placement { hours })
    }

    #[test]
    fn an_employer_is_asked_for_all_that_is_needed_and_offered_a_choice_where_one_will_do() {
        let supervision = |perspective| RequisiteExpr::Gate(Gate::Supervision { perspective });
        let [consumer, family] = registry_core::role::Perspective::ALL.map(|one| supervision(Some(one)));
        let [plain, release] = [supervision(None), RequisiteExpr::Gate(Gate::PartnerRelease)];
        let experience = RequisiteExpr::Gate(Gate::ExperienceOver { months: 12 });
        let all =
            |of: &[&RequisiteExpr]| RequisiteExpr::all(of.iter().map(|one| (*one).clone()).collect()).expect("sound");
        let any =
            |of: &[&RequisiteExpr]| RequisiteExpr::any(of.iter().map(|one| (*one).clone()).collect()).expect("sound");
        let least = |n, of: &[&RequisiteExpr]| {
            RequisiteExpr::at_least(n, of.iter().map(|one| (*one).clone()).collect()).expect("sound")
        };
        let placed = placement(60);
        for (missing, wanted) in [
            (plain.clone(), vec!["regular supervision"]),
            (experience.clone(), vec![]),
            (all(&[&plain, &experience, &placed]), vec!["regular supervision", "a placement or work of 60 hours"]),
            (any(&[&plain, &release]), vec!["one of these: regular supervision; or release for the training"]),
            (any(&[&consumer, &family]), vec!["regular supervision"]),
            (any(&[&experience, &release]), vec!["release for the training"]),
            (
                any(&[&all(&[&plain, &placed]), &release]),
                vec![
                    "one of these: regular supervision and a placement or work of 60 hours; or release for the training",
                ],
            ),
            (
                least(2, &[&plain, &release, &placed]),
                vec![
                    "two of these: regular supervision; or release for the training; or a placement or work of 60 hours",
                ],
            ),
            (least(2, &[&plain, &release, &experience]), vec!["regular supervision", "release for the training"]),
        ] {
            assert_eq!(asked_of_employer(&missing), wanted, "{missing:?}");
        }
    }
}
