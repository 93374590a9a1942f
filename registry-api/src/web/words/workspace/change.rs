//! Words about the last look at a change, and about the end of a version.

use registry_core::words::{counted, sentence_start};

use crate::ops::receipt::{CredentialsReceipt, CreditReceipt, Effect, PathwayReceipt, RequisiteReceipt};
use crate::web::words::Said;
use crate::web::workspace::Named;

pub(in crate::web) const PREVIEW: &str = "How its page will look";
pub(in crate::web) const PREVIEW_CALLED: &str = "The page of the course, as everybody will see it";
pub(in crate::web) const COST_LATER: &str =
    "When, where and at what price it is taught you say with its offerings, once it is published.";
pub(in crate::web) const FIRST_NUMBER_HEADING: &str = "The number it needs";
pub(in crate::web) const FIRST_NUMBER: &str = "The course is new, so there is nothing to compare it with. Any number will do; a first version is most often 1.0.0.";
pub(in crate::web) const DIFFERENCES: &str = "What is different";
pub(in crate::web) const NO_DIFFERENCE: &str = "Nothing is different yet.";
pub(in crate::web) const DIFFERENCE_COLUMNS: [&str; 5] = ["Field", "What", "Before", "Now", "Step"];
pub(in crate::web) const NOTHING: &str = "–";
pub(in crate::web) const IMPACT: &str = "What it does to others";
pub(in crate::web) const NO_IMPACT: &str = "Nobody loses anything, as far as we can tell.";
pub(in crate::web) const PUBLISH: &str = "Publish";
pub(in crate::web) const PUBLISH_LEAD: &str = "Once it is published, everybody sees it and it never changes.";
pub(in crate::web) const LOOK_AGAIN: &str = "Look again with this number";
pub(in crate::web) const CHANGE_FIRST: &str = "Put this right first. Each line leads to the page where you can.";
pub(in crate::web) const NUMBER: Named =
    ("number", "Number of the version", "The least that will do is filled in. A greater one is allowed.");
pub(in crate::web) const EARLIER: Named = ("earlier", "What becomes of the versions before?", "");
pub(in crate::web) const EARLIER_STAY: &str = "They stay taught until you withdraw them";
pub(in crate::web) const EARLIER_SUPERSEDED: &str = "This one replaces them";
pub(in crate::web) const REASON: Named =
    ("reason", "Why", "Public, in the audit log. Name nobody. You may leave it empty.");
pub(in crate::web) const REASON_NEEDED: Named =
    ("reason", "Why", "A sentence. It is public, in the audit log. Name nobody.");
pub(in crate::web) const REASON_TOO_LONG: Said =
    ("That reason is too long", &["Go back and write at most 500 characters."]);
pub(in crate::web) const SENT_BEFORE: &str =
    "This form was sent before with something else in it; look at it again, and send it once more";
pub(in crate::web) const PUBLISHED_HEADING: &str = "Published";
pub(in crate::web) const DONE_HEADING: &str = "Done";
pub(in crate::web) const WHAT_NEXT: &str = "What next";
pub(in crate::web) const SUBJECT: &str = "What was changed";
pub(in crate::web) const REVISION: &str = "Revision of the catalogue";
pub(in crate::web) const AUDIT_ENTRY: &str = "Entry in the audit log";
pub(in crate::web) const NOTHING_WRITTEN: &str = "none: it was so already";
pub(in crate::web) const MET_ALREADY: &str = "met already";

pub(in crate::web) fn check_title(title: &str) -> String {
    format!("Check: {title}")
}

pub(in crate::web) fn not_a_number(text: &str) -> String {
    format!("“{text}” is not the number of a version; write one such as 1.2.0")
}

pub(in crate::web) fn bump(bump: &str, compared_with: &str, least: &str) -> String {
    let why = match bump {
        "major" => "somebody may lose something",
        "minor" => "there is more, and nobody loses anything",
        _ => "only words changed",
    };
    format!("Since {compared_with} this is a {bump} change: {why}. The number must be {least} or later.")
}

pub(in crate::web) fn compared_with(version: &str) -> String {
    format!("Compared with {version}")
}

pub(in crate::web) fn step(bump: &str) -> &'static str {
    match bump {
        "major" => "major",
        "minor" => "minor",
        _ => "patch",
    }
}

/// A field of a change, as people call it.
pub(in crate::web) fn field(field: &str) -> String {
    sentence_start(&field.replace('_', " "))
}

pub(in crate::web) fn published(named: &str) -> String {
    format!("{named} is published. Everybody sees it from now on.")
}

pub(in crate::web) fn requisite(one: &RequisiteReceipt) -> String {
    let RequisiteReceipt { title, course, range, .. } = one;
    let ways = if one.other_ways { "It can be met in another way." } else { "There is no other way to meet it." };
    format!("{title} asks for {course} {range}, which nobody new can learn any more. {ways}")
}

/// How many people keep a version as it is.
pub(in crate::web) fn held(one: &CredentialsReceipt) -> String {
    let CredentialsReceipt { course, version, issued } = one;
    let issued = counted(*issued, "credential", "credentials");
    format!("Issued so far for {course} {version}: {issued}. What is issued stays good.")
}

pub(in crate::web) fn credit(one: &CreditReceipt) -> String {
    let CreditReceipt { title, possible_before, possible_after, .. } = one;
    format!("Towards {title} at most {possible_after} can be credited, not {possible_before}.")
}

pub(in crate::web) fn pathway(one: &PathwayReceipt, before: Option<String>, after: Option<String>) -> String {
    let PathwayReceipt { persona, goal_title, .. } = one;
    let who = format!("{}, who wants {goal_title}", sentence_start(persona));
    let (before, after) = (before.unwrap_or_default(), after.unwrap_or_default());
    match one.effect {
        Effect::BecameImpossible => format!("{who}: no longer possible. Before: {before}."),
        Effect::BecamePossible => format!("{who}: possible now, {after}."),
        Effect::Changed => format!("{who}: {after}, not {before}."),
        Effect::NotSettled => format!("{who}: we could not settle it."),
    }
}

pub(in crate::web) fn cost_and_finish(cost: &str, finish: &str) -> String {
    format!("{cost}, by {finish} at the soonest")
}

pub(in crate::web) fn asked(asked: usize, untouched: usize, unchanged: usize) -> String {
    let goals = counted(asked as u64, "goal", "goals");
    match asked.saturating_sub(untouched) {
        0 => format!("We looked at {goals} of four invented people. The change bears on none of them."),
        bears => format!(
            "We looked at {goals} of four invented people. The change bears on {bears} of them; {unchanged} come out the same."
        ),
    }
}

pub(in crate::web) const WITHDRAW: &str = "Withdraw a version";
pub(in crate::web) const WITHDRAW_LEAD: &str = "It is no longer taught or planned. Whoever has it keeps it, and it can still be verified. This cannot be taken back.";
pub(in crate::web) const ALL_WITHDRAWN: &str = "Every version is withdrawn already.";
pub(in crate::web) const WHICH: Named = ("version", "Which version?", "");
pub(in crate::web) const CHOOSE_VERSION: &str = "Choose a version";
pub(in crate::web) const SUPERSEDE: &str = "Replace the course by another";
pub(in crate::web) const SUPERSEDE_LEAD: &str =
    "Another course takes its place. Say whether holding the old one counts as the new one.";
pub(in crate::web) const SUCCESSOR: Named = ("by", "The code of the course that takes its place", "");
pub(in crate::web) const EQUIVALENCE: Named = ("equivalence", "Does the old one count as the new one?", "");
pub(in crate::web) const CHOOSE_EQUIVALENCE: &str = "Choose whether the old one counts as the new one";
pub(in crate::web) const SEE_IMPACT: &str = "See what it would do";
