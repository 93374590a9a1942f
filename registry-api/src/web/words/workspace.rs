//! The words of the workspace of a provider.

use registry_core::audit::AuditAction;
use registry_core::id::CourseCode;
use registry_core::requisite::{Requisite, RequisiteKind};
use registry_core::words::{counted, joined, sentence_start};
use semver::Version;

use crate::access::Scope;
use crate::ops::receipt::{CreditReceipt, Effect, PathwayReceipt, RequisiteReceipt};
use crate::web::words::Said;
use crate::web::workspace::{Named, Section};

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
pub(in crate::web) const TOKEN_OPERATOR: &str =
    "This token is of the operator, who works on the command line; sign in with a token of a provider";
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
pub(in crate::web) const TAUGHT: &str = "What you teach";
pub(in crate::web) const NOTHING_TAUGHT: &str = "You have no offerings yet. Open a course of yours to add one.";
pub(in crate::web) const NONE_TAUGHT: &str = "no version is taught now";
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

pub(in crate::web) fn version(version: &Version) -> String {
    format!("version {version}")
}

pub(in crate::web) fn signed_in_until(time: &str) -> String {
    format!("You are signed in until {time} UTC at most.")
}

pub(in crate::web) fn newest(most: u64) -> String {
    format!("The newest {most} entries of the audit log")
}

pub(in crate::web) fn action(action: AuditAction) -> &'static str {
    match action {
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
        other => other.name(),
    }
}

// Drafts.

pub(in crate::web) const CODE: Named = (
    "code",
    "The code of the course",
    "Letters, digits, hyphens and full stops, such as suite-advocacy. It never changes.",
);
pub(in crate::web) const DRAFT_CLOSED: Said = (
    "We cannot open that draft",
    &["The address is not complete, or the draft is another provider’s. Open the course and begin again."],
);
pub(in crate::web) const DRAFT_TOO_LONG: Said = (
    "That is more than an address can carry",
    &["Go back and shorten the texts. Or import the course from a spreadsheet, which has room for more."],
);
pub(in crate::web) const TASKS_LEAD: &str = "Change only what is to be different. Everything else stays as it is now.";
pub(in crate::web) const TASKS_NEW_LEAD: &str = "Say what the course is. You can do the tasks in any order.";
pub(in crate::web) const TASK_DONE: &str = "Done";
pub(in crate::web) const TASK_AS_NOW: &str = "As it is now";
pub(in crate::web) const TASK_OPEN: &str = "To do";
pub(in crate::web) const TASK_MAY: &str = "If it applies";
pub(in crate::web) const CHECK_AND_PUBLISH: &str = "Check and publish";
pub(in crate::web) const KEEP_DRAFT: &str = "The draft is in the address of this page and nowhere else. To keep it, keep the address. Only your organisation can open it.";

pub(in crate::web) fn code_taken(code: &CourseCode) -> String {
    format!("The code {code} cannot be used; choose another")
}

pub(in crate::web) fn still_open(missing: &[Section]) -> String {
    let names: Vec<&str> = missing.iter().map(|one| section(*one).0).collect();
    format!("Before you can publish, do: {}.", joined(&names))
}

pub(in crate::web) fn section(section: Section) -> (&'static str, &'static str) {
    match section {
        Section::About => ("What the course is", "People read this when they choose."),
        Section::Learning => ("How long it takes", "Count everything: sessions, reading, practice and assessment."),
        Section::Outcomes => ("What people can do afterwards", "Each line is one outcome. Begin with a verb."),
        Section::Level => ("Level and credit", "Leave it empty where nobody has said so."),
        Section::Before => (
            "What comes before it",
            "Each line is one thing that is needed. Write the code of a course, and “or” between ways to meet it.",
        ),
        Section::Audience => ("Whom it is for", "Tick what applies. Nothing ticked means everybody."),
    }
}

pub(in crate::web) const COURSE_TITLE: Named = ("title", "Title", "");
pub(in crate::web) const NEUTRAL_TITLE: Named = (
    "neutral-title",
    "Neutral title",
    "For certificates and letters. It does not disclose lived experience. You may leave it empty.",
);
pub(in crate::web) const DESCRIPTION: Named = ("description", "Description", "A sentence or two.");
pub(in crate::web) const KIND: Named = ("kind", "What kind of course is it?", "");
pub(in crate::web) const HOURS: Named = ("hours", "Hours of learning", "Such as 6 or 2.5.");
pub(in crate::web) const ASSESSED: Named =
    ("assessed", "Is the learning assessed?", "Attendance alone is not assessment.");
pub(in crate::web) const YES: &str = "Yes";
pub(in crate::web) const NO: &str = "No";
pub(in crate::web) const OUTCOMES: Named = ("outcomes", "Outcomes", "One on each line.");
pub(in crate::web) const SESSIONS: Named =
    ("sessions", "Sessions", "The named sessions, one on each line. You may leave it empty.");
pub(in crate::web) const LEVEL: Named =
    ("level", "AQF level", "1 to 10. A course is aligned to a level, not awarded at it.");
pub(in crate::web) const BASIS: Named = ("basis", "On what basis", "Who aligned it, and how.");
pub(in crate::web) const POINTS: Named = ("points", "Credit points", "Such as 12.5.");
pub(in crate::web) const SCHEME: Named = ("scheme", "Whose credit points", "");
pub(in crate::web) const NO_SCHEME: &str = "None";
pub(in crate::web) const KEPT: Named = ("kept", "Also needed, as it is now", "Untick what is to fall away.");
pub(in crate::web) const FOR_TIERS: Named = ("tiers", "Tiers", "");
pub(in crate::web) const FOR_ROLES: Named = ("roles", "Roles", "");
pub(in crate::web) const FOR_WORKERS: Named = ("workers", "Workers", "");
pub(in crate::web) const CHOOSE_KIND: &str = "Choose what kind of course it is";
pub(in crate::web) const CHOOSE_ASSESSED: &str = "Choose whether the learning is assessed";
pub(in crate::web) const NOT_HOURS: &str = "Write a number of hours, such as 6 or 2.5";
pub(in crate::web) const NOT_DAYS: &str = "Write a whole number of days, such as 2";
pub(in crate::web) const NOT_PLACES: &str = "Write a whole number of places, or leave it empty";
pub(in crate::web) const NO_OUTCOMES: &str = "Write at least one outcome";
pub(in crate::web) const NOT_A_LEVEL: &str = "Write a level from 1 to 10, or leave it empty";
pub(in crate::web) const BASIS_ALONE: &str = "Write the level that the basis is for, or leave both empty";
pub(in crate::web) const SCHEME_ALONE: &str = "Write how many points, or choose no scheme";
pub(in crate::web) const POINTS_ALONE: &str = "Choose whose credit points these are";

pub(in crate::web) fn place(name: &'static str) -> Named {
    match name {
        "needed-before" => (name, "Needed first", "Such as t1-consumer-values ^1 or suite-advocacy."),
        "needed-beside" => (name, "Needed first, or at the same time", ""),
        "advised-before" => (name, "Advised first", ""),
        _ => (name, "Advised first, or at the same time", ""),
    }
}

pub(in crate::web) fn kept(requisite: &Requisite, said: &str) -> String {
    let beside = if requisite.kind() == RequisiteKind::Corequisite { ", or at the same time" } else { "" };
    let strength = if requisite.is_required() { "needed" } else { "advised" };
    format!("{} ({strength}{beside})", sentence_start(said))
}

pub(in crate::web) fn missing(name: &str) -> &'static str {
    match name {
        "title" => "Write a title",
        "description" => "Write a description",
        "basis" => "Write on what basis it is aligned to that level",
        _ => "Write something here",
    }
}

pub(in crate::web) fn too_long(most: usize) -> String {
    format!("Write at most {most} characters")
}

pub(in crate::web) fn too_many_lines(most: usize) -> String {
    format!("write at most {most} lines")
}

pub(in crate::web) fn on_line(line: &str, problem: &str) -> String {
    format!("“{line}”: {problem}")
}

pub(in crate::web) fn no_range(way: &str) -> String {
    format!("“{way}” names no versions; write a code and a range such as ^1")
}

pub(in crate::web) fn no_course(code: &str, near: Option<&str>) -> String {
    match near {
        Some(near) => format!("there is no course “{code}”; did you mean {near}?"),
        None => format!("there is no course “{code}”; look up its code among the courses"),
    }
}

// The last look.

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

pub(in crate::web) fn published(subject: &str) -> String {
    format!("{subject} is published. Everybody sees it from now on.")
}

/// A sentence of core, with its capital and full stop.
pub(in crate::web) fn sentence(text: &str) -> String {
    let text = sentence_start(text);
    if text.ends_with(['.', '?', '!']) { text } else { format!("{text}.") }
}

pub(in crate::web) fn requisite(one: &RequisiteReceipt) -> String {
    let RequisiteReceipt { title, course, range, .. } = one;
    let ways = if one.other_ways { "It can be met in another way." } else { "There is no other way to meet it." };
    format!("{title} asks for {course} {range}, which nobody new can learn any more. {ways}")
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

// Ends.

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

// Offerings.

pub(in crate::web) const SET_OFFERINGS: &str = "Your offerings";
pub(in crate::web) const NO_OFFERINGS: &str = "You have none of this course yet.";
pub(in crate::web) const TAKE_AWAY: Named = ("away", "Which are no longer offered?", "");
pub(in crate::web) const TAKE_AWAY_BUTTON: &str = "Take offerings away";
pub(in crate::web) const ADD_OFFERING: &str = "Add an offering";
pub(in crate::web) const ADD_LEAD: &str = "One delivery on fixed dates. An offering of the same code is replaced. Rolling dates, fees and release days come by spreadsheet.";
pub(in crate::web) const ADD_BUTTON: &str = "Add this offering";
pub(in crate::web) const CHOOSE_OFFERING: &str = "Choose what is no longer offered";
pub(in crate::web) const OFFERING_CODE: Named = ("offering", "A code for it", "Such as advocacy-may-2027.");
pub(in crate::web) const MODE: Named = ("mode", "How is it taught?", "");
pub(in crate::web) const ONLINE: &str = "Online";
pub(in crate::web) const IN_PERSON: &str = "In person";
pub(in crate::web) const BLENDED: &str = "Partly online, partly in person";
pub(in crate::web) const REGION: Named = ("region", "Where?", "Not needed where it is online.");
pub(in crate::web) const START: Named = ("start", "First day", "Such as 2027-05-03.");
pub(in crate::web) const END: Named = ("end", "Last day", "Such as 2027-05-04.");
pub(in crate::web) const PRICE: Named =
    ("price", "Price in dollars", "What a person without funding pays, such as 420.00.");
pub(in crate::web) const DAYS: Named = ("days", "Working days away from work", "0 where none are needed.");
pub(in crate::web) const OWN_TIME: Named = ("own-time", "Hours in a person’s own time", "Over the whole delivery.");
pub(in crate::web) const CAPACITY: Named = ("capacity", "Places", "You may leave it empty.");
pub(in crate::web) const PEERS: Named = ("peers", "What of it is in peers’ hands?", "");
pub(in crate::web) const PEERS_LED: &str = "Peers lead it";
pub(in crate::web) const PEERS_DEVELOPED: &str = "Peers developed it";
pub(in crate::web) const PEERS_DELIVERED: &str = "Peers deliver it";
pub(in crate::web) const CHOOSE_MODE: &str = "Choose how it is taught";
pub(in crate::web) const CHOOSE_REGION: &str = "Choose where it is taught";
pub(in crate::web) const NOT_A_DAY: &str = "Write a day such as 2027-05-03";
pub(in crate::web) const END_BEFORE_START: &str = "The last day is before the first; correct one of them";

// Files.

pub(in crate::web) const IMPORT_LEAD: [&str; 2] = [
    "Take the tables of courses, versions and offerings, in CSV. JSON and TOML will do as well. All files together hold at most 2 MB.",
    "Nothing is written before you have seen what would happen.",
];
pub(in crate::web) const FILES: Named = ("files", "Your files", "You may choose several at once.");
pub(in crate::web) const LOOK: &str = "Look at the files";
pub(in crate::web) const NO_FILE: &str = "Choose at least one file";
pub(in crate::web) const IMPORT_WOULD: &str = "What would happen";
pub(in crate::web) const IMPORT_NOW: &str = "Import";
pub(in crate::web) const IMPORTED: &str = "Imported";
pub(in crate::web) const ALL_THERE: &str = "Everything in these files is there already. Nothing would change.";
pub(in crate::web) const CHOOSE_AGAIN: &str =
    "These files are too large for this page to carry. Choose the same files again.";
pub(in crate::web) const FATES: &str = "What becomes of the entries";
pub(in crate::web) const FATE_COLUMNS: [&str; 4] = ["Entries", "New", "Changed", "There already"];
pub(in crate::web) const PROBLEM_COLUMNS: [&str; 4] = ["File", "Row", "Column", "What to do"];

pub(in crate::web) fn and_more(count: usize) -> String {
    format!("and {count} more")
}

pub(in crate::web) fn problems(count: usize, most: usize) -> String {
    let all = counted(count as u64, "problem", "problems");
    if count > most { format!("{all}, of which these are the first {most}") } else { all }
}

pub(in crate::web) fn nothing_written(count: usize) -> String {
    format!(
        "Nothing was written: the files have {}; correct them and choose the files again",
        counted(count as u64, "problem", "problems")
    )
}

// Tokens.

pub(in crate::web) const TOKENS: &str = "Tokens";
pub(in crate::web) const TOKENS_LEAD: &str =
    "A token lets a person or a program act for you. Give each its own, with no more than it needs.";
pub(in crate::web) const TOKEN_COLUMNS: [&str; 5] = ["For what", "Number", "Scopes", "State", "Last used"];
pub(in crate::web) const REVOKED: &str = "revoked";
pub(in crate::web) const EXPIRED: &str = "ended";
pub(in crate::web) const NEVER_USED: &str = "never";
pub(in crate::web) const MAKE_TOKEN: &str = "Make a token";
pub(in crate::web) const LABEL: Named = ("label", "What is it for?", "Such as: website of the college. Name nobody.");
pub(in crate::web) const SCOPES: Named = ("scopes", "What may it do?", "");
pub(in crate::web) const LIFE: Named = ("days", "For how many days?", "1 to 366.");
pub(in crate::web) const REVOKE: Named = ("revoke", "Which token?", "");
pub(in crate::web) const REVOKE_BUTTON: &str = "Revoke a token";
pub(in crate::web) const REVOKE_LEAD: &str =
    "It lets nobody in from then on. Whoever is signed in with it is signed out.";
pub(in crate::web) const CHOOSE_TOKEN: &str = "Choose a token that is still good";
pub(in crate::web) const TOKEN_MADE: &str = "The token is made";
pub(in crate::web) const SHOWN_ONCE: &str = "Copy it now. It is shown this once, and nobody can show it again.";

pub(in crate::web) fn scope(scope: Scope) -> &'static str {
    match scope {
        Scope::Publish => "Publish: courses, offerings, imports",
        Scope::Issue => "Issue: give and revoke credentials",
        Scope::ManageTokens => "Manage tokens: make and revoke them",
    }
}

pub(in crate::web) fn good_until(day: &str) -> String {
    format!("good until {day}")
}

// Credentials.

pub(in crate::web) const CREDENTIALS: &str = "Credentials";
pub(in crate::web) const ISSUE_LEAD: &str = "A credential is signed with your organisation’s key. It says what one person has completed, and can be verified by anybody.";
pub(in crate::web) const ISSUE_ONE: &str = "Issue one";
pub(in crate::web) const ISSUE_ROSTER: &str = "Issue those of a roster";
pub(in crate::web) const ROSTER_LEAD: &str =
    "A table with a row for each person, at most 200. Nothing is issued before you have seen what would be.";
pub(in crate::web) const EARNED: Named =
    ("earned", "The code of the course or qualification", "You must publish or teach it.");
pub(in crate::web) const EARNED_VERSION: Named =
    ("earned-version", "Version of the course", "Left empty: the newest one of that day.");
pub(in crate::web) const COMPLETED: Named = ("completed", "The day it was completed", "Such as 2027-05-04.");
pub(in crate::web) const HOLDER: Named =
    ("holder", "Name of the person", "It becomes part of what is signed. Left empty, nobody is named in it.");
pub(in crate::web) const TITLE_SHOWN: Named = ("title-shown", "Under which title?", "It cannot be changed afterwards.");
pub(in crate::web) const TITLE_FULL: &str = "The full title, with what was learned";
pub(in crate::web) const TITLE_NEUTRAL: &str = "The neutral title, which does not disclose lived experience";
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
pub(in crate::web) const CREDENTIAL_COLUMNS: [&str; 5] = ["Number", "Of what", "Completed", "State", "Why"];
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
pub(in crate::web) const WHICH_OFFERED: Named =
    ("offer", "The number of the credential to offer", "It stands in the table.");
pub(in crate::web) const OFFER_AGAIN: &str = "Offer a credential again";
pub(in crate::web) const OFFER_AGAIN_LEAD: &str =
    "For somebody who has lost the link or the record. The link from before opens nothing then.";
pub(in crate::web) const OFFERED_AGAIN: &str = "Offered again";
pub(in crate::web) const OFFERED_LEAD: &str = "Hand this link to the person, and to nobody else. Copy it now: it is shown this once. Opened, it takes the credential out of the record it was in.";
pub(in crate::web) const REVOKE_CREDENTIAL: &str = "Revoke a credential";
pub(in crate::web) const REVOKE_CREDENTIAL_LEAD: &str =
    "Whoever verifies it then sees that it was revoked. This cannot be taken back.";
pub(in crate::web) const NO_SUCH_CREDENTIAL: &str = "You have issued no credential of that number; correct it";
pub(in crate::web) const CREDENTIAL_REVOKED: &str = "Revoked";
pub(in crate::web) const REVOKED_LEAD: &str = "From now on whoever verifies it sees that it was revoked.";
pub(in crate::web) const NUMBER_OF_CREDENTIAL: &str = "Credential";

pub(in crate::web) fn newest_credentials(most: u64) -> String {
    format!("The newest {most} credentials")
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

pub(in crate::web) fn nothing_issued(count: usize) -> String {
    format!(
        "Nothing was issued: the roster has {}; correct it and choose it again",
        counted(count as u64, "problem", "problems")
    )
}

pub(in crate::web) fn too_many_rows(rows: usize, most: usize) -> String {
    format!("The roster has {rows} rows, and a page issues at most {most}; split it, or use the command line")
}
