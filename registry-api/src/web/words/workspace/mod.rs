//! The words of the workspace of a provider.

mod change;
mod credentials;
mod draft;
mod offerings;
mod operator;
mod requisites;
mod tokens;

use chrono::NaiveDateTime;
use registry_core::audit::{AuditAction, AuditSubject};
use registry_core::date::in_words;
use registry_core::id::CourseCode;
use registry_core::words::{counted, sentence_start};
use semver::Version;

use crate::web::words::Said;
use crate::web::workspace::Named;

pub(in crate::web) use self::change::*;
pub(in crate::web) use self::credentials::*;
pub(in crate::web) use self::draft::*;
pub(in crate::web) use self::offerings::*;
pub(in crate::web) use self::operator::*;
pub(in crate::web) use self::requisites::*;
pub(in crate::web) use self::tokens::*;

pub(in crate::web) const TITLE: &str = "Workspace";
pub(in crate::web) const TO_WORKSPACE: (&str, &str) = ("/workspace", "Go to the workspace");
pub(in crate::web) const BACK: &str = "Back";
pub(in crate::web) const BACK_HOME: &str = "Back to the workspace";
pub(in crate::web) const BACK_COURSE: &str = "Back to the course";
pub(in crate::web) const BACK_TASKS: &str = "Back to the tasks";
pub(in crate::web) const CONTINUE: &str = "Continue";

// Signing in.

pub(in crate::web) const TOKEN: Named = ("token", "Your token", "It begins with mcr_. It is not shown, and not kept.");
pub(in crate::web) const SIGN_IN: &str = "Sign in";
pub(in crate::web) const SIGN_IN_LEAD: &str = "Here providers publish their courses.";
pub(in crate::web) const SIGN_IN_HELP_HEADING: &str = "If you have no token";
pub(in crate::web) const SIGN_IN_HELP: [&str; 2] = [
    "Ask the person in your organisation who looks after tokens. If nobody does, ask whoever runs this registry.",
    "Signing in sets one cookie. It goes when you sign out, and after eight hours.",
];
pub(in crate::web) const TOKEN_MISSING: &str = "Paste your token";
pub(in crate::web) const TOKEN_SHAPE: &str = "This is not a whole token; copy all of it, from mcr_ to the end";
pub(in crate::web) const TOKEN_UNKNOWN: &str =
    "No token that is good reads so; it may have ended or been revoked, so ask for a new one";
pub(in crate::web) const GUARD: Said = (
    "This form is not from your session",
    &["It may be from before you signed in again. Go back, load the page again, and send the form once more."],
);
pub(in crate::web) const SCOPE: Said = ("Your token does not let you do that", &[]);
pub(in crate::web) const NOT_YOURS: Said = (
    "You have no course with that code",
    &["It may be mistyped, or it is another provider’s. Your courses are listed in the workspace."],
);

pub(in crate::web) fn needs(scope: &str) -> String {
    format!("It takes a token with the scope {scope}. Ask whoever looks after tokens.")
}

// What there is.

pub(in crate::web) const HOME_LEAD: &str =
    "What you publish here is seen by everybody, and never changes once it is published.";
pub(in crate::web) const OWN_COURSES: &str = "Your courses";
pub(in crate::web) const NO_COURSES: &str = "You have published no course yet.";
pub(in crate::web) const OWN_QUALIFICATIONS: &str = "Your qualifications and credit rules";
pub(in crate::web) const NO_QUALIFICATIONS: &str = "You have none here.";
pub(in crate::web) const QUALIFICATIONS_BY_FILE: &str = "Bring in qualifications and credit rules";
pub(in crate::web) const TAUGHT: &str = "What you teach";
pub(in crate::web) const NOTHING_TAUGHT: &str = "You have no offerings yet.";
pub(in crate::web) const NONE_TAUGHT: &str = "no version is taught now";
pub(in crate::web) const PAGE_BEFORE: &str = "Page before";
pub(in crate::web) const PAGE_AFTER: &str = "Next page";
pub(in crate::web) const SIGN_OUT: &str = "Sign out";
pub(in crate::web) const NEW_COURSE: &str = "Publish a new course";
pub(in crate::web) const NEW_VERSION: &str = "Publish a new version";
pub(in crate::web) const IMPORT: &str = "Import from a spreadsheet";
pub(in crate::web) const ACTIVITY: &str = "What was done";
pub(in crate::web) const ACTIVITY_LEAD: &str =
    "Every change and every token is written down for ever. Tokens are named by number; no person is named.";
pub(in crate::web) const NOTHING_DONE: &str = "Nothing yet.";
pub(in crate::web) const ACTIVITY_COLUMNS: [&str; 6] = ["Number", "When", "What", "Of what", "By", "Why"];
pub(in crate::web) const VERSIONS: &str = "Versions";
pub(in crate::web) const VERSION_COLUMNS: [&str; 5] = ["Version", "State", "Published", "Hours", "Outcomes"];
pub(in crate::web) const PUBLISHED: &str = "taught";
pub(in crate::web) const SUPERSEDED: &str = "superseded";
pub(in crate::web) const WITHDRAWN: &str = "withdrawn";
pub(in crate::web) const PUBLIC_PAGE: &str = "See the page that everybody sees";

/// Where something stands that a provider says here and nowhere else.
pub(in crate::web) const PUBLISHED_HERE: &str = "as published in this registry";

/// A time, to the minute, in the one zone of pages.
pub(in crate::web) fn moment(at: NaiveDateTime) -> String {
    format!("{}, {}", in_words(at.date()), clock(at))
}

fn clock(at: NaiveDateTime) -> String {
    format!("{} (UTC+10)", at.format("%H:%M"))
}

pub(in crate::web) fn offerings(count: usize) -> String {
    counted(count as u64, "offering", "offerings")
}

pub(in crate::web) fn outcomes(count: usize) -> String {
    counted(count as u64, "outcome", "outcomes")
}

pub(in crate::web) fn code(code: &str) -> String {
    format!("code {code}")
}

pub(in crate::web) fn credit_towards(title: &str) -> String {
    format!("Credit towards {title}")
}

/// What sort of course it is, the version that is taught, and its code: two courses may have one title.
pub(in crate::web) fn entry(kind: &str, number: &str, code: &CourseCode) -> String {
    format!("{kind}, {number}. Code {code}.")
}

/// What an entry of the audit log is about.
pub(in crate::web) fn subject(subject: &AuditSubject) -> String {
    match subject {
        AuditSubject::Catalogue => "several entries".to_owned(),
        AuditSubject::Course(code) => format!("course {code}"),
        AuditSubject::CourseVersion(code, version) => format!("course {code}, version {version}"),
        AuditSubject::Qualification(code) => format!("qualification {code}"),
        AuditSubject::CreditRules => "credit rules".to_owned(),
        AuditSubject::Provider(code) => format!("provider {code}"),
        AuditSubject::Token(id) => format!("token {id}"),
    }
}

pub(in crate::web) fn version(version: &Version) -> String {
    format!("version {version}")
}

pub(in crate::web) fn signed_in_until(at: NaiveDateTime) -> String {
    format!("You are signed in until {} at most.", clock(at))
}

pub(in crate::web) fn newest(most: u64) -> String {
    format!("The newest {most} entries of the audit log")
}

pub(in crate::web) fn action(action: AuditAction) -> &'static str {
    match action {
        AuditAction::Seed => "built-in catalogue read",
        AuditAction::Import => "files imported",
        AuditAction::PublishVersion => "version published",
        AuditAction::WithdrawVersion => "version withdrawn",
        AuditAction::SupersedeCourse => "course superseded",
        AuditAction::SetOfferings => "offerings set",
        AuditAction::PublishQualification => "qualification published",
        AuditAction::PublishCreditRules => "credit rules published",
        AuditAction::RegisterProvider => "provider registered",
        AuditAction::IssueCredentials => "credentials issued",
        AuditAction::OfferClaim => "credential offered again",
        AuditAction::RevokeCredentials => "credentials revoked",
        AuditAction::SuspendCredentials => "credentials suspended",
        AuditAction::ReinstateCredentials => "credentials reinstated",
        AuditAction::CreateToken => "token made",
        AuditAction::RevokeToken => "token revoked",
        AuditAction::CreateKey => "key for signing made",
        AuditAction::CompromiseKey => "key no longer trusted",
    }
}

/// A sentence of core, with its capital and full stop.
pub(in crate::web) fn sentence(text: &str) -> String {
    let text = sentence_start(text);
    if text.ends_with(['.', '?', '!']) { text } else { format!("{text}.") }
}
