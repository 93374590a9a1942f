//! The words of verification that do not stand in a template.

use registry_core::pathway::Goal;
use registry_core::verify::{Remaining, Verdict, WhatRemains};
use registry_core::words::{counted, shortened};

use super::endpoint::CREDENTIALS_MAX;
use crate::web::words::Said;

pub(super) const CHECK: &str = "Check a credential";
pub(super) const RESULT: &str = "Result of a check";
pub(super) const TO_CHECK: (&str, &str) = ("/verify", "Check a credential");
pub(super) const BODY: &str = "the body";
pub(super) const PASTED: &str = "What you pasted";
pub(super) const NOTHING_GIVEN: &str = "Paste a credential, or choose a file.";
/// The same for every link that shows nothing, whatever the reason.
pub(super) const SHOWS_NOTHING: &str = "This link shows nothing. It may not be whole, or it has ended. Ask the person who gave it to you. If it leads to a file, save the file and choose it here.";
pub(super) const NOT_NOW: &str = "We could not open this link just now. Try again later.";
pub(super) const TOO_LARGE: Said =
    ("That is too much at once", &["At most 9 MiB are checked at once.", "Send fewer files, or a smaller picture."]);

pub(super) fn too_many(count: usize) -> String {
    format!("There are {count} credentials. At most {CREDENTIALS_MAX} are checked at once. Send fewer.")
}

/// What one of the credentials behind a link is called.
pub(super) fn shared(number: usize, alone: bool) -> String {
    if alone { "What was shared".to_owned() } else { format!("What was shared, number {}", number + 1) }
}

pub(super) fn no_subject(given: &str) -> String {
    format!("“{}” is not a role or a tier. Write role: and its code, or tier: and 1 to 4.", shortened(given))
}

pub(super) fn wait(seconds: u64) -> String {
    format!("Many credentials were sent from where you are. Wait {}.", counted(seconds, "second", "seconds"))
}

pub(super) const NAMES_NOBODY: &str = "It names nobody. Ask the person how they got it.";
pub(super) const NAME_HIDDEN: &str = "The person chose not to show a name. Ask them.";

/// What a verdict means for somebody who has to decide something.
pub(super) fn means(verdict: Verdict) -> &'static str {
    match verdict {
        Verdict::Valid => "It is what its issuer signed. It is in force today.",
        Verdict::NotValid => "Do not rely on it. Ask the person for a new copy, or ask the issuer.",
        Verdict::CouldNotCheck => {
            "This is not a yes and not a no. Something that we need was not there. Ask the issuer, or try again later."
        }
    }
}

/// What the planner says is left to learn, before the steps are listed.
pub(super) fn remaining(remaining: &Remaining) -> String {
    let whole = match remaining.goal {
        Goal::Tier(_) => "to complete this tier",
        _ => "to be ready for it",
    };
    match &remaining.what {
        WhatRemains::Nothing => format!("Nothing is left to learn {whole}."),
        WhatRemains::Training(_) => format!("This is left to learn {whole}, on the way that costs least:"),
        WhatRemains::NoPathway(_) => format!("We found no pathway from these {whole}. This is in the way:"),
    }
}

/// The heading for several: `3 of 5 are valid`.
pub(super) fn of_several(valid: usize, all: usize) -> String {
    match valid {
        0 => format!("None of {all} is valid"),
        _ if valid == all => format!("All {all} are valid"),
        1 => format!("1 of {all} is valid"),
        _ => format!("{valid} of {all} are valid"),
    }
}

pub(super) fn sum(not_valid: usize, unchecked: usize) -> String {
    format!("{not_valid} not valid, {unchecked} could not be checked.")
}
