//! The words of a pathway, beside those that core has for every interface.

use registry_core::credit::CreditStanding;
use registry_core::learner_record::Employment;
use registry_core::pathway::Pathway;
use registry_core::pathway::answer::{CreditGained, Objective};
use registry_core::words::{counted, joined, sentence_start};

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

pub(in crate::web) fn letter_cost(cost: &str) -> String {
    format!("The cost to me would be: {cost}.")
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

/// What credit may be gained, as a sentence.
pub(in crate::web) fn credit(gained: &CreditGained) -> String {
    let of = gained.of.map(|of| format!(" of {of}")).unwrap_or_default();
    let standing = match gained.standing {
        CreditStanding::Guaranteed => "The provider promises it.",
        CreditStanding::ByApplication => "You apply for it, and get it if their conditions are met.",
        CreditStanding::Discretionary => "The provider decides each time.",
        CreditStanding::Assumption => "Nobody has said so; we assume it.",
    };
    format!("{}{of} credit points towards {}. {standing}", gained.points, gained.qualification_title)
}

/// What is asked for, without whose perspective it is about: a letter tells nothing about who writes it.
pub(in crate::web) fn without_perspective(ask: &str) -> &str {
    ask.strip_suffix(" perspective").and_then(|rest| rest.rsplit_once(" from the ")).map_or(ask, |(before, _)| before)
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
