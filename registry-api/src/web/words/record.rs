//! The words of records, shares and claims.

use registry_core::verify::{Outcome, Verdict};
use registry_core::words::{counted, shortened};

use super::Said;
use crate::holding::ShareProblem;
use crate::ops::hold::Missing;

pub(in crate::web) const RECORD: &str = "Record";
pub(in crate::web) const CREDENTIAL: &str = "Credential";
pub(in crate::web) const ADD: &str = "Add a credential";
pub(in crate::web) const SHARE: &str = "Share";
pub(in crate::web) const SHARED: &str = "Shared credentials";
pub(in crate::web) const TO_RECORD: (&str, &str) = ("/record", "Go to the record");
pub(in crate::web) const NO_TITLE: &str = "A credential without a title";

/// A page with one field for a link or its code.
#[derive(Debug, Clone, Copy)]
pub(in crate::web) struct Door {
    pub(in crate::web) title: &'static str,
    pub(in crate::web) heading: &'static str,
    pub(in crate::web) sentences: &'static [&'static str],
    pub(in crate::web) label: &'static str,
    pub(in crate::web) action: &'static str,
    pub(in crate::web) button: &'static str,
    /// Whether the page sends the code of a link by itself.
    pub(in crate::web) sends: bool,
}

pub(in crate::web) const RECORD_DOOR: Door = Door {
    title: RECORD,
    heading: "Open your record",
    sentences: &[
        "Your record keeps what you have earned. It has no account and no password.",
        "You open it with your own link. Open the link, or paste it here.",
    ],
    label: "Your record link, or its code",
    action: "/record",
    button: "Open",
    sends: true,
};
pub(in crate::web) const CLAIM_DOOR: Door = Door {
    title: "Claim",
    heading: "Keep what you have earned",
    sentences: &[
        "A training provider gave you a claim link. With it you get your credential.",
        "You can use a claim link once. If it does not work, ask the provider for a new one.",
    ],
    label: "Your claim link, or its code",
    action: "/claim",
    button: "Keep it in a new record",
    sends: false,
};
pub(in crate::web) const SHARE_DOOR: Door = Door {
    title: SHARED,
    heading: "See what was shared with you",
    sentences: &["Somebody gave you a link. Open the link, or paste it here."],
    label: "The link, or its code",
    action: "/share",
    button: "Show",
    sends: true,
};
pub(in crate::web) const OPENS_NOTHING: &str =
    "This opens nothing. The link may not be whole, or it was changed. Copy all of it and try again.";
pub(in crate::web) const CLAIMS_NOTHING: &str =
    "This claims nothing. The link may not be whole, or it was used before. Ask the provider for a new one.";
pub(in crate::web) const SHOWS_NOTHING: &str =
    "This shows nothing. The link may not be whole, or it has ended. Ask the person who gave it to you.";

/// The heading of a page with a new link, and its first sentence.
pub(in crate::web) const MADE: (&str, &str) = ("Your record is ready", "It is empty for now.");
pub(in crate::web) const CLAIMED: (&str, &str) =
    ("Your credential is in your record", "We made a record for you, with your credential in it.");
pub(in crate::web) const SEVERAL_CLAIMED: (&str, &str) =
    ("Your credentials are in your record", "We made a record for you, with your credentials in it.");
pub(in crate::web) const SOME_JOINED: &str = "Some of your credentials are in your record";

/// What a link for several credentials did not hand over; empty where it was all of it.
pub(in crate::web) fn missing(Missing { count, of }: Missing) -> String {
    if count == 0 {
        return String::new();
    }
    let verb = if count == 1 { "is" } else { "are" };
    format!(
        "This link is for {of} credentials, and {count} of them {verb} not here. A claim is used once, so they may be in another record. \
         If you cannot open that, ask the provider for a new link."
    )
}

pub(in crate::web) const CHANGED: (&str, &str) = ("Your link is changed", "The link you had before opens nothing now.");

pub(in crate::web) const OPEN_AGAIN: Said = (
    "Open your record again",
    &["Your record was closed, or this page was open for a long time. Nothing was changed."],
);
pub(in crate::web) const NO_RECORDS: Said =
    ("This registry keeps no records", &["It runs without a database. Ask the person who runs it."]);
pub(in crate::web) const NOT_HELD: Said =
    ("That is not in this record", &["It may have been taken out. Nothing was changed."]);
pub(in crate::web) const CLOSED: Said =
    ("Your record is closed", &["This browser does not open it any more. Your link opens it again."]);
pub(in crate::web) const DELETED: Said = (
    "Your record is deleted",
    &[
        "Everything that was in it is gone from here, and your links show nothing now.",
        "Training providers keep their own list of what they issued. You can ask them for it.",
    ],
);
pub(in crate::web) const FULL: Said = (
    "Your record is full",
    &["A record holds up to 100 credentials. Save one as a file and take it out. Then try again."],
);
pub(in crate::web) const TOO_MANY_LINKS: Said =
    ("You have 30 links", &["That is as many as one record can have. Stop one, or take one off the list."]);
pub(in crate::web) const NO_PICTURE: Said =
    ("We cannot draw this badge", &["Its text cannot be read. You can still save the signed file."]);

/// A question before something that cannot be taken back.
#[derive(Debug, Clone, Copy)]
pub(in crate::web) struct Question {
    pub(in crate::web) heading: &'static str,
    pub(in crate::web) goes: &'static [&'static str],
    pub(in crate::web) stays: &'static [&'static str],
    pub(in crate::web) button: &'static str,
}

const KEPT_BY_PROVIDERS: &str = "The training provider keeps its own list of what it issued. \
     Rules for training ask it to keep that for 30 years, so that you can get a new copy.";

pub(in crate::web) const REMOVE: Question = Question {
    heading: "Take this out of your record?",
    goes: &["It goes out of your record.", "It goes out of every link you have shared."],
    stays: &[
        KEPT_BY_PROVIDERS,
        "We cannot delete that list for you. You can ask the provider what it keeps.",
        "Files you have saved or sent to others stay as they are.",
    ],
    button: "Take it out",
};
pub(in crate::web) const DELETE_RECORD: Question = Question {
    heading: "Delete your record?",
    goes: &[
        "Everything in your record goes.",
        "Your record link opens nothing.",
        "All links you have shared show nothing.",
    ],
    stays: &[
        KEPT_BY_PROVIDERS,
        "We cannot delete that list for you. You can ask the provider what it keeps.",
        "Files you have saved or sent to others stay as they are.",
    ],
    button: "Delete my record",
};
pub(in crate::web) const CHANGE_LINK: Question = Question {
    heading: "Change your record link?",
    goes: &["The link you have now opens nothing.", "Your record closes on every other phone or computer."],
    stays: &["Everything in your record stays.", "Links you have shared with others go on working."],
    button: "Change the link",
};

pub(in crate::web) const NO_FILE: &str = "Choose a file, or paste the text of one.";
pub(in crate::web) const TOO_LARGE: &str = "The text in this file is too long. We keep up to 256 KiB of it.";

pub(in crate::web) fn not_a_credential(why: &str) -> String {
    format!("We cannot keep this file: it is not an Open Badges 3.0 credential. {}.", shortened(why))
}

// One credential.

pub(in crate::web) const NAME: &str = "Name in it";
pub(in crate::web) const FROM: &str = "From";
pub(in crate::web) const AWARDED: &str = "Awarded";
pub(in crate::web) const UNTIL: &str = "Good until";
pub(in crate::web) const LEVEL: &str = "Level";
pub(in crate::web) const CREDIT: &str = "Credit";
pub(in crate::web) const RESULT: &str = "Result";
pub(in crate::web) const VERSION: &str = "Course version";

/// The name that a credential gives its issuer, where the registry gives none; `looked_at` is how the check of the issuer ended.
pub(in crate::web) fn not_listed(name: &str, looked_at: Outcome) -> String {
    match looked_at {
        Outcome::Failed => format!("{name} (it says so; do not rely on it)"),
        Outcome::NotRun => format!("{name} (it says so; that was not looked at)"),
        Outcome::Passed | Outcome::CouldNotCheck => {
            format!("{name} (it says so; this registry does not know the issuer)")
        }
    }
}

pub(in crate::web) fn verdict(verdict: Verdict) -> &'static str {
    match verdict {
        Verdict::Valid => "It is as its issuer signed it. The issuer is listed here and has not taken it back.",
        Verdict::NotValid => "Something is wrong with it. Do not rely on what it says.",
        Verdict::CouldNotCheck => "We could not check all of it. That does not mean it is false.",
    }
}

pub(in crate::web) fn came_by_claim(day: &str) -> String {
    format!("Given to you here, {day}")
}

pub(in crate::web) fn came_as_file(day: &str) -> String {
    format!("Added by you, {day}")
}

// Shares.

pub(in crate::web) const WITH_NAME: &str = "with the name";
pub(in crate::web) const WITHOUT_NAME: &str = "without the name";
pub(in crate::web) const FILE_TELLS: &str = "Its signed file may tell who you are.";
pub(in crate::web) const FILE_TELLS_NOT: &str = "Its signed file does not hold your name.";
pub(in crate::web) const NAME_UNSEEN: &str = "They do not see your name on the page.";

pub(in crate::web) const TITLE_UNSEEN: &str =
    "Where you chose the neutral title, they get another signed file. It does not hold the full title.";

/// The choice to show a credential under its neutral title.
pub(in crate::web) fn show_as(title: &str) -> String {
    format!("Show it as “{title}” instead")
}

/// A credential in the list of a link that shows it under its neutral title.
pub(in crate::web) fn under_neutral_title(title: &str) -> String {
    format!("{title} (shown under its neutral title)")
}

pub(in crate::web) fn file_kept_back(title: &str) -> String {
    format!(
        "They cannot save the signed file of “{title}”. It may tell who you are, and we cannot change what was signed."
    )
}

pub(in crate::web) fn days(days: u16) -> &'static str {
    match days {
        1 => "One day",
        7 => "One week",
        30 => "30 days",
        90 => "90 days",
        _ => "One year",
    }
}

/// The field that is wrong, and what is.
pub(in crate::web) fn share_problem(problem: &ShareProblem) -> (&'static str, &'static str) {
    match problem {
        ShareProblem::Nothing => ("held", "Choose at least one credential"),
        ShareProblem::TooMany(_) => ("held", "Choose up to 30 credentials"),
        ShareProblem::NotHeld => ("held", "One of these is not in your record any more. Choose again"),
        ShareProblem::NoNeutralTitle => ("held", "One of these has no neutral title. Choose again"),
        ShareProblem::Days(_) => ("days", "Choose how long the link works"),
        ShareProblem::Full => ("held", "You have 30 links. Stop one first"),
    }
}

pub(in crate::web) fn open_until(day: &str) -> String {
    format!("Works until {day}")
}

pub(in crate::web) fn stopped_on(day: &str) -> String {
    format!("You stopped it on {day}")
}

pub(in crate::web) fn ended_on(day: &str) -> String {
    format!("Ended on {day}")
}

pub(in crate::web) fn views(count: u64) -> String {
    match count {
        0 => "not opened yet".to_owned(),
        _ => format!("opened {}", counted(count, "time", "times")),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_issuer_is_called_unknown_only_where_the_registry_looked_and_does_not_know_it() {
        let said = |looked_at| not_listed("Example College", looked_at);
        assert_eq!(said(Outcome::NotRun), "Example College (it says so; that was not looked at)");
        assert_eq!(said(Outcome::Failed), "Example College (it says so; do not rely on it)");
        let unknown = "Example College (it says so; this registry does not know the issuer)";
        assert_eq!(said(Outcome::CouldNotCheck), unknown);
    }
}
