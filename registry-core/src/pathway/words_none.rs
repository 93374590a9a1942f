//! The words for why there is no pathway, what would open one, and why a course is in none.

use super::answer::{Compared, Limit, NoPathway, NotPlanned, Objective, WhyNot};
use super::words::{bound, difference, limit};
use crate::date::in_words;
use crate::learner_record::Employment;
use crate::words::{counted, joined, sentence_start};

/// That there is no pathway, in a sentence.
pub fn no_pathway(none: &NoPathway) -> String {
    let title = &none.goal_title;
    if none.proved {
        format!("There is no pathway to {title} with what you have told us.")
    } else {
        let steps = counted(none.steps_used, "step", "steps");
        let bounds: String = none.bounds.iter().map(|one| format!(" {}", bound(*one, None))).collect();
        format!("We found no pathway to {title} in {steps} of search. It stopped early, so there may be one.{bounds}")
    }
}

/// Which limits do not fit together; empty when there are none.
pub fn conflict(none: &NoPathway, employment: Employment) -> String {
    let limits: Vec<_> = none.conflict.iter().map(|one| limit(*one, employment)).collect();
    let named = sentence_start(&joined(&limits));
    match limits.len() {
        0 => String::new(),
        1 => format!("{named}: this limit alone leaves no pathway, whatever the others."),
        _ => format!("{named}: together they leave no pathway, whatever the others."),
    }
}

/// Which other limits do not fit together either, each conflict in a sentence.
pub fn other_conflicts(none: &NoPathway, employment: Employment) -> Vec<String> {
    let sentence = |conflict: &Vec<Limit>| {
        let limits: Vec<_> = conflict.iter().map(|one| limit(*one, employment)).collect();
        let leave = if limits.len() == 1 { "this leaves" } else { "together these leave" };
        format!("{}: {leave} no pathway either.", sentence_start(&joined(&limits)))
    };
    none.other_conflicts.iter().map(sentence).collect()
}

/// What stands over the changes that would help.
pub fn changes(none: &NoPathway) -> &'static str {
    match none.relaxations.len() {
        0 if !none.together.is_empty() && !none.all_looked_at => "Changes that open a pathway, all of them together",
        0 if !none.together.is_empty() => "No single change is enough. These open a pathway, all of them together",
        0 if none.conflict.is_empty() || !none.all_looked_at => "",
        0 => "No single change is enough: other limits stand in the way as well.",
        1 => "One change that would open a pathway",
        _ => "Changes that would open a pathway; any one of them is enough",
    }
}

/// Why a course is not planned, in sentences.
pub fn why_not(why_not: &WhyNot) -> Vec<String> {
    let title = &why_not.title;
    let labels = |objectives: &[Objective]| {
        let labels: Vec<_> = objectives.iter().map(|objective| objective.words()).collect();
        joined(&labels)
    };
    match &why_not.why {
        NotPlanned::Held => vec![format!("You have {title} already, or something that counts as it.")],
        NotPlanned::UnderWay(ends) => {
            vec![format!("You are doing {title} now, or something that counts as it, until {}.", in_words(*ends))]
        }
        NotPlanned::Planned(best_at) => vec![format!("{title} is in the plan: {}.", labels(best_at))],
        NotPlanned::NoPathway(none) => vec![no_pathway(none)],
        NotPlanned::Never(none) => vec![if none.proved {
            format!("There is no pathway to {} that has {title}.", none.goal_title)
        } else {
            format!("We found no pathway to {} that has {title}. The search stopped early.", none.goal_title)
        }],
        NotPlanned::Instead { beside, compared } => {
            let lead = if *beside {
                format!("Nothing that your goal may need asks for {title}; it would be a step more.")
            } else {
                format!("Your goal can be reached with {title}, and other pathways are at least as good.")
            };
            let one = |one: &Compared| {
                let sure = if one.proved { "" } else { " (as far as the search went)" };
                let label = sentence_start(one.objective.words());
                format!("{label} with it: {}{sure}.", difference(one.difference))
            };
            std::iter::once(lead).chain(compared.iter().map(one)).collect()
        }
    }
}
