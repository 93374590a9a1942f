//! The words of verification.

use registry_core::eligibility;
use registry_core::pathway::Goal;
use registry_core::verify::{Outcome, Remaining, Verdict, WhatRemains};
use registry_core::words::{counted, shortened};

use super::Said;
use crate::web::verify::CREDENTIALS_MAX;

pub(in crate::web) const CHECK: &str = "Check a credential";
pub(in crate::web) const RESULT: &str = "Result of a check";
pub(in crate::web) const TO_CHECK: (&str, &str) = ("/verify", "Check a credential");
pub(in crate::web) const BODY: &str = "the body";
pub(in crate::web) const PASTED: &str = "What you pasted";
pub(in crate::web) const NOTHING_GIVEN: &str = "Paste a credential, or choose a file.";
/// The same for every link that shows nothing, whatever the reason.
pub(in crate::web) const SHOWS_NOTHING: &str = "This link shows nothing. It may not be whole, or it has ended. Ask the person who gave it to you. If it leads to a file, save the file and choose it here.";
pub(in crate::web) const NOT_NOW: &str = "We could not open this link just now. Try again later.";
pub(in crate::web) const TOO_LARGE: Said =
    ("That is too much at once", &["At most 9 MiB are checked at once.", "Send fewer files, or a smaller picture."]);

pub(in crate::web) fn too_many(count: usize) -> String {
    format!("There are {count} credentials. At most {CREDENTIALS_MAX} are checked at once. Send fewer.")
}

/// What one of the credentials behind a link is called.
pub(in crate::web) fn shared(number: usize, alone: bool) -> String {
    if alone { "What was shared".to_owned() } else { format!("What was shared, number {}", number + 1) }
}

pub(in crate::web) fn no_subject(given: &str) -> String {
    format!("“{}” is not a role or a tier. Write role: and its code, or tier: and 1 to 4.", shortened(given))
}

pub(in crate::web) fn wait(seconds: u64) -> String {
    format!("Many credentials were sent from where you are. Wait {}.", counted(seconds, "second", "seconds"))
}

pub(in crate::web) const NAMES_NOBODY: &str = "It names nobody. Ask the person how they got it.";
pub(in crate::web) const NAME_HIDDEN: &str = "The person chose not to show a name. Ask them.";

/// What a verdict means for somebody who has to decide something.
pub(in crate::web) fn means(verdict: Verdict) -> &'static str {
    match verdict {
        Verdict::Valid => "It is what its issuer signed. It is in force today.",
        Verdict::NotValid => "Do not rely on it. Ask the person for a new copy, or ask the issuer.",
        Verdict::CouldNotCheck => {
            "This is not a yes and not a no. Something that we need was not there. Ask the issuer, or try again later."
        }
    }
}

/// The heading for several: `3 of 5 are valid`.
pub(in crate::web) fn of_several(valid: usize, all: usize) -> String {
    match valid {
        0 => format!("None of {all} is valid"),
        _ if valid == all => format!("All {all} are valid"),
        1 => format!("1 of {all} is valid"),
        _ => format!("{valid} of {all} are valid"),
    }
}

pub(in crate::web) fn sum(not_valid: usize, unchecked: usize) -> String {
    format!("{not_valid} not valid, {unchecked} could not be checked.")
}

// The names of facts.

pub(in crate::web) const WHAT: &str = "What";
pub(in crate::web) const KIND: &str = "Sort of document";
pub(in crate::web) const WHO: &str = "Who";
pub(in crate::web) const ISSUER: &str = "Issuer";
pub(in crate::web) const AWARDED: &str = "Awarded";
pub(in crate::web) const SIGNED: &str = "Signed";
pub(in crate::web) const UNTIL: &str = "In force until";
pub(in crate::web) const LEVEL: &str = "Level";
pub(in crate::web) const CREDIT: &str = "Credit";
pub(in crate::web) const RESULT_OF: &str = "Result";
pub(in crate::web) const COURSE: &str = "Course";
pub(in crate::web) const NO_END: &str = "no end";

/// The name that a credential gives its issuer, where the registry gives none; `looked_at` is how the check of the issuer ended.
pub(in crate::web) fn calls_itself(name: &str, looked_at: Outcome) -> String {
    match looked_at {
        Outcome::Failed => format!("calls itself {name}; do not rely on it"),
        Outcome::NotRun => format!("calls itself {name}; we did not look at that"),
        Outcome::Passed | Outcome::CouldNotCheck => format!("calls itself {name}; we do not know it"),
    }
}

pub(in crate::web) fn course_version(course: &str, version: &str) -> String {
    format!("{course}, version {version}")
}

// Whether they are enough.

pub(in crate::web) const MET: &str = "Met";
pub(in crate::web) const MET_LATER: &str = "Met later";
pub(in crate::web) const IN_NO_CREDENTIAL: &str = "No credential can say this";
pub(in crate::web) const NOT_AMONG_THESE: &str = "Not among these";
pub(in crate::web) const MISSING: &str = "Missing";
pub(in crate::web) const ADVISED: &str = " (advised)";

/// `some_count`: one of the credentials is valid. `requires`: something is required, and not only advised.
pub(in crate::web) fn enough(verdict: &eligibility::Verdict, some_count: bool, requires: bool) -> &'static str {
    match verdict {
        eligibility::Verdict::Yes if !requires && !some_count => {
            "Nothing is required here. None of these is valid, so none of them counts for what is advised."
        }
        eligibility::Verdict::Yes if !requires => "Nothing is required here. Below is what is advised.",
        eligibility::Verdict::NotSaid if !some_count => {
            "None of these is valid, so none of them counts. What is required is in no credential. Ask the person about it."
        }
        eligibility::Verdict::No if !some_count => "No. None of these is valid, so none of them counts.",
        eligibility::Verdict::Yes => "Yes. The valid credentials meet everything that is required.",
        eligibility::Verdict::NotYet { .. } => "Not yet. What is required will be met later.",
        eligibility::Verdict::NotSaid => {
            "As far as credentials go, yes. The rest is not in any credential. Ask the person about it."
        }
        eligibility::Verdict::No => "No. Something that is required is missing.",
    }
}

// What is left.

pub(in crate::web) const ALSO_NEEDED: &str = "This is needed too. No training gives it, so ask the person about it:";

/// What the planner says is left to learn, before the steps are listed.
pub(in crate::web) fn remaining(remaining: &Remaining) -> String {
    let whole = match remaining.goal {
        Goal::Tier(_) => "to complete this tier",
        _ => "to be ready for it",
    };
    match &remaining.what {
        WhatRemains::Nothing => format!("Nothing is left to learn {whole}."),
        WhatRemains::Training { proved: true, .. } => {
            format!("This is left to learn {whole}, on the way that costs least:")
        }
        WhatRemains::Training { proved: false, .. } => {
            format!("This is left to learn {whole}, on the cheapest way that we found. There may be a cheaper one:")
        }
        WhatRemains::NoPathway(_) => format!("We found no pathway from these {whole}. This is in the way:"),
    }
}
