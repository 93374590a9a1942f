//! The words of the checks of a credential, wherever they are shown.

use registry_core::verify::{Check, Checked, Outcome};
use registry_core::words::sentence_start;

/// What each check asks, as a question a person would ask.
pub(in crate::web) fn asks(check: Check) -> &'static str {
    match check {
        Check::Structure => "Can it be read?",
        Check::Schema => "Does it have the form of a badge?",
        Check::Proof => "Is it as it was signed?",
        Check::Issuer => "Is the issuer a provider we know?",
        Check::Dates => "Is it in force today?",
        Check::Status => "Has it been taken back?",
        Check::CourseVersion => "Do we know this version of the course?",
    }
}

/// How a check ended, in short.
pub(in crate::web) fn ended(outcome: Outcome) -> &'static str {
    match outcome {
        Outcome::Passed => "Passed",
        Outcome::Failed => "Failed",
        Outcome::CouldNotCheck => "Could not check",
        Outcome::NotRun => "Not looked at, because of an earlier check",
    }
}

/// What a check found, as a sentence; empty where it was not run, for how it ended says why.
pub(in crate::web) fn found(one: &Checked) -> String {
    if one.outcome == Outcome::NotRun { String::new() } else { sentence(&one.sentence) }
}

/// As a sentence: a large letter at the start, a full stop at the end.
pub(in crate::web) fn sentence(text: &str) -> String {
    let text = sentence_start(text);
    if text.ends_with(['.', '?', '!']) { text } else { format!("{text}.") }
}

/// Why a verdict is not *Valid*, where the check's own sentence speaks to whoever wrote the document; `None` where that
/// sentence says it to anybody.
pub(in crate::web) fn because(check: Check, outcome: Outcome) -> Option<&'static str> {
    match (check, outcome) {
        (Check::Structure, Outcome::CouldNotCheck) => Some("It uses terms that this registry does not know."),
        (Check::Structure, Outcome::Failed) => Some("It cannot be read as a credential."),
        (Check::Schema, Outcome::Failed) => Some("It does not have the form of a badge."),
        _ => None,
    }
}
