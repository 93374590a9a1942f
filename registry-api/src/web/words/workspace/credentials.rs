//! Words about issuing credentials.

use registry_core::words::{counted, shortened};

use crate::web::workspace::Named;

pub(in crate::web) const CREDENTIALS: &str = "Credentials";
pub(in crate::web) const ISSUE_LEAD: &str = "A credential is signed with your organisation’s key. It says what one person has completed, and can be verified by anybody.";
pub(in crate::web) const ISSUE_OF_COURSE: &str = "Issue a credential for it";
pub(in crate::web) const ISSUE_ONE: &str = "Issue one";
pub(in crate::web) const ISSUE_ROSTER: &str = "Issue those of a roster";
pub(in crate::web) const ROSTER_LEAD: &str =
    "A table with a row for each person, at most 200. Nothing is issued before you have seen what would be.";
pub(in crate::web) const ROSTER_TABLE: &str = "a table to fill in";
pub(in crate::web) const LOOK_AT_ROSTER: &str = "Look at the roster";
pub(in crate::web) const EARNED: Named =
    ("earned", "The code of the course or qualification", "You must publish or teach it.");
pub(in crate::web) const EARNED_VERSION: Named =
    ("earned-version", "Version of the course", "Left empty: the newest one of that day.");
pub(in crate::web) const COMPLETED: Named =
    ("completed", "The day it was completed", "Day, month and year, such as 4/5/2027.");
pub(in crate::web) const HOLDER: Named =
    ("holder", "Name of the person", "It becomes part of what is signed. Left empty, nobody is named in it.");
pub(in crate::web) const TITLE_SHOWN: Named = ("title-shown", "Under which title?", "It cannot be changed afterwards.");
pub(in crate::web) const TITLE_FULL: &str = "The full title, with what was learned";
pub(in crate::web) const TITLE_NEUTRAL: &str = "The neutral title, which does not disclose lived experience";
pub(in crate::web) const RESULT: Named =
    ("result", "Result of the assessment", "Only where it says more than that it was passed. You may leave it empty.");
pub(in crate::web) const SUSPENDABLE: Named = ("suspendable", "May it be suspended?", "");
pub(in crate::web) const MAY_BE_SUSPENDED: &str = "You may set it aside for a time, and reinstate it";
pub(in crate::web) const USI: Named = (
    "usi",
    "Unique student identifier (USI)",
    "You may leave it empty. We check that it is well formed, and keep it nowhere.",
);
pub(in crate::web) const VALID_UNTIL: Named =
    ("valid-until", "Last day on which it holds", "Left empty, it does not end.");
pub(in crate::web) const NOTHING_EARNED: &str = "There is no course or qualification of that code; correct it";
pub(in crate::web) const ISSUE: &str = "Issue the credential";
pub(in crate::web) const ISSUE_ALL: &str = "Issue them";
pub(in crate::web) const ROSTER: Named = (
    "file",
    "Your roster",
    "CSV with the columns course and completed, and if you like reference, version, name and title. Or NAT00120, NAT00130.",
);
pub(in crate::web) const ISSUED_SO_FAR: &str = "What you have issued";
pub(in crate::web) const NONE_ISSUED: &str = "Nothing yet.";
pub(in crate::web) const CREDENTIAL_COLUMNS: [&str; 6] =
    ["Number", "Of what", "Completed", "State", "Why", "What to do"];
pub(in crate::web) const OFFER_OR_REVOKE: &str = "Offer again or revoke";
pub(in crate::web) const ROSTER_PROBLEM_COLUMNS: [&str; 3] = ["Row", "Column", "What to do"];
pub(in crate::web) const PREVIEW_COLUMNS: [&str; 5] = ["Row", "Reference", "Title", "Completed", "Note"];
pub(in crate::web) const ISSUED_COLUMNS: [&str; 4] = ["Number", "Reference", "Title", "Link for the person"];
pub(in crate::web) const PASSED_OVER: &str = "Rows of which nothing is issued";
pub(in crate::web) const ISSUED: &str = "Issued";
pub(in crate::web) const CLAIM_ONCE: &str = "Hand each link to its person, and to nobody else. Whoever opens it first holds the credential. Copy them now: they are shown this once.";
pub(in crate::web) const CLAIMED: &str = "claimed";
pub(in crate::web) const NOT_CLAIMED: &str = "not claimed yet";
pub(in crate::web) const SUSPENDED: &str = "suspended";
pub(in crate::web) const WHICH_CREDENTIAL: Named =
    ("credential", "The number of the credential", "It stands in the table.");
pub(in crate::web) const REVOKE_REASON: Named =
    ("revoke-reason", "Why", "It stays with you: sealed, in no list and no log.");
pub(in crate::web) const WHICH_OFFERED: Named = (
    "offer",
    "The number of the credential to offer",
    "It stands in the table. Write each on a line of its own. One link then hands over all of them, so they must be one person's.",
);
pub(in crate::web) const OFFER_AGAIN: &str = "Offer a credential again";
pub(in crate::web) const OFFER_AGAIN_LEAD: &str =
    "For somebody who has lost the link or the record. The link from before opens nothing then.";
pub(in crate::web) const OFFERED_AGAIN: &str = "Offered again";
pub(in crate::web) const OFFERED_LEAD: &str = "Hand this link to the person, and to nobody else. Copy it now: it is shown this once. Opened, it takes the credential out of the record it was in.";
pub(in crate::web) const REVOKE_CREDENTIAL: &str = "Revoke a credential";
pub(in crate::web) const REVOKE_CREDENTIAL_LEAD: &str =
    "Whoever verifies it then sees that it was revoked. This cannot be taken back.";
pub(in crate::web) const SUSPEND: &str = "Suspend or reinstate a credential";
pub(in crate::web) const SUSPEND_LEAD: &str =
    "For a time, where it was issued so that it may be suspended. Whoever verifies it then sees that it is suspended.";
pub(in crate::web) const WHICH_SUSPENDED: Named =
    ("suspended", "The number of the credential", "It stands in the table.");
pub(in crate::web) const SUSPEND_WHAT: Named = ("suspend-what", "What is to be done?", "");
pub(in crate::web) const SUSPEND_IT: &str = "Suspend it";
pub(in crate::web) const REINSTATE_IT: &str = "Reinstate it";
pub(in crate::web) const SUSPEND_REASON: Named =
    ("suspend-reason", "Why", "It stays with you: sealed, in no list and no log.");
pub(in crate::web) const CHOOSE_SUSPEND: &str = "Choose whether to suspend or to reinstate it";
pub(in crate::web) const NOT_SUSPENDABLE: &str =
    "It was issued so that it cannot be suspended; you can revoke it, which is for good";
pub(in crate::web) const REVOKED_FOR_GOOD: &str = "It was revoked, which is for good; you can issue another";
pub(in crate::web) const CREDENTIAL_SUSPENDED: &str = "Suspended";
pub(in crate::web) const SUSPENDED_LEAD: &str = "From now on whoever verifies it sees that it is suspended.";
pub(in crate::web) const CREDENTIAL_REINSTATED: &str = "Reinstated";
pub(in crate::web) const REINSTATED_LEAD: &str = "From now on it holds again for whoever verifies it.";
pub(in crate::web) const NO_SUCH_CREDENTIAL: &str = "You have issued no credential of that number; correct it";
pub(in crate::web) const NO_NUMBER: &str = "Write the number of a credential";

/// What is said where none of `unknown`, at least one, was issued by this provider.
pub(in crate::web) fn no_such_credentials(unknown: &[&str]) -> String {
    format!("You have issued no credential with the number {}; correct it", named(unknown))
}

/// What is said where `others`, at least one, carry another name than the first that carries one.
pub(in crate::web) fn other_names(others: &[&str]) -> String {
    format!(
        "A link is for one person. These carry another name than the first: {}; make a link of their own for them",
        named(others)
    )
}

fn named(numbers: &[&str]) -> String {
    let some: Vec<String> = numbers.iter().take(NAMED_MAX).map(|text| shortened(text)).collect();
    let more = match numbers.len().saturating_sub(NAMED_MAX) {
        0 => String::new(),
        more => format!(" and {more} more"),
    };
    format!("{}{more}", some.join(", "))
}

/// The most numbers that are named in one sentence.
const NAMED_MAX: usize = 10;

pub(in crate::web) fn too_many_offered(count: usize, most: usize) -> String {
    format!("One link hands over at most {most} credentials, and you wrote {count}; make several links")
}

pub(in crate::web) const CREDENTIAL_REVOKED: &str = "Revoked";
pub(in crate::web) const REVOKED_LEAD: &str = "From now on whoever verifies it sees that it was revoked.";
pub(in crate::web) const NUMBER_OF_CREDENTIAL: &str = "Credential";

pub(in crate::web) fn newest_credentials(most: u64) -> String {
    format!("The newest {most} credentials")
}

pub(in crate::web) fn same_as(line: u64) -> String {
    format!("It says the same as line {line}. If that is the same person, leave one out.")
}

pub(in crate::web) fn would_issue(count: usize) -> String {
    format!("{} would be issued", counted(count as u64, "credential", "credentials"))
}

pub(in crate::web) fn issued(count: usize) -> String {
    counted(count as u64, "credential", "credentials")
}

pub(in crate::web) fn passed_over(line: u64, reason: &str) -> String {
    format!("Row {line}: {reason}")
}

pub(in crate::web) fn not_utf8(line: usize) -> String {
    format!("Line {line} of the file is not text in UTF-8, so letters could be lost; save it as CSV UTF-8")
}

pub(in crate::web) fn nothing_issued(count: usize) -> String {
    format!(
        "Nothing was issued: the roster has {}; correct it and choose it again",
        counted(count as u64, "problem", "problems")
    )
}

pub(in crate::web) fn too_many_rows(rows: usize, most: usize) -> String {
    format!("The roster has {rows} rows, and a page issues at most {most}; split it, or use the command line")
}
