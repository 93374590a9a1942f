//! Words about the draft of a new version.

use registry_core::id::CourseCode;
use registry_core::provider::TagKind;
use registry_core::words::joined;

use crate::web::words::Said;
use crate::web::workspace::{Named, Section};

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
            "Write each thing that is needed on a line of its own. Put “or” between ways to meet it.",
        ),
        Section::Audience => ("Whom it is for", "Tick whom it is for. With no tick it is for all."),
        Section::Tags => ("What it deals with", "Tick what applies. People look for courses by these."),
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
        "needed-before" => (name, "Needed first", "Such as: t1-consumer-values or employed."),
        "needed-beside" => (name, "Needed first, or at the same time", ""),
        "advised-before" => (name, "Advised first", ""),
        _ => (name, "Advised first, or at the same time", ""),
    }
}

pub(in crate::web) fn tags(kind: TagKind) -> Named {
    match kind {
        TagKind::Value => ("values", "Values of consumer work", ""),
        TagKind::InclusiveContent => ("content", "Content that must be included", ""),
        TagKind::Topic => ("topics", "Topics", ""),
        TagKind::Framework => ("frameworks", "Frameworks", ""),
    }
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
