//! The words of pages that do not stand in a template, in one place so that they can be translated.

pub(in crate::web) mod browse;
pub(in crate::web) mod checks;
pub(in crate::web) mod pathway;
pub(in crate::web) mod questions;
pub(in crate::web) mod record;
pub(in crate::web) mod verify;
pub(in crate::web) mod workspace;

use registry_core::course::{CourseKind, Equivalence};
use registry_core::credit::CreditPoints;
use registry_core::money::Aud;
use registry_core::provider::ProviderKind;
use registry_core::role::{Perspective, RoleFamily};
use registry_core::tier::Tier;
use registry_core::words::counted;
pub(in crate::web) use registry_core::words::hours;

use super::head::Section;

/// A heading and what is said below it.
pub(in crate::web) type Said = (&'static str, &'static [&'static str]);

/// Section, address and name of each part of the site, in the order in which they are shown.
pub(in crate::web) const SECTIONS: [(Section, &str, &str); 4] = [
    (Section::Plan, "/plan", "Plan"),
    (Section::Record, "/record", "Record"),
    (Section::Verify, "/verify", "Check"),
    (Section::Courses, "/courses", "Browse"),
];

/// The same of the parts of what can be browsed.
pub(in crate::web) const BROWSE: [(Section, &str, &str); 5] = [
    (Section::Courses, "/courses", "Courses"),
    (Section::Roles, "/roles", "Roles"),
    (Section::Tiers, "/tiers", "Tiers"),
    (Section::Qualifications, "/qualifications", "Qualifications"),
    (Section::Providers, "/providers", "Providers"),
];

pub(in crate::web) const START: &str = "Find training";
pub(in crate::web) const ABOUT: &str = "About these pages";
pub(in crate::web) const TO_START: (&str, &str) = ("/", "Go to the start page");

pub(in crate::web) const NOTHING_HERE: Said = (
    "There is nothing at this address",
    &["It may be mistyped, or what was here is no longer listed. Start again, or search the courses."],
);
pub(in crate::web) const NOTHING_HERE_LINE: &str = "There is nothing here. The list of what there is: /";
pub(in crate::web) const ONLY_READ: Said =
    ("This address is only read", &["It takes nothing that is sent to it. Go back, or start again."]);
pub(in crate::web) const ONLY_READ_LINE: &str = "This address is only read. Send GET.";
pub(in crate::web) const TOO_LARGE: Said =
    ("That is too much at once", &["It is more than a form here holds. Go back and send less."]);
pub(in crate::web) const NOT_ALL_CAME: Said =
    ("Not all of it reached us", &["The connection is slow, or it broke. Go back and send it again."]);
pub(in crate::web) const FROM_ELSEWHERE: Said = (
    "This form came from another site",
    &["We only take what is sent from our own pages. Open the page here and fill it in again."],
);
pub(in crate::web) const FAULT: Said = (
    "Something went wrong in the registry",
    &["Ask again; if it goes wrong again, tell whoever runs it.", "Nothing you told us was kept."],
);
pub(in crate::web) const TOO_FAST: Said = (
    "Many pages were asked for from where you are",
    &["We answer only so many in a minute, so that there is room for all."],
);

/// How long to wait.
pub(in crate::web) fn wait(seconds: u64) -> String {
    format!("Wait {}, then load this page again.", counted(seconds, "second", "seconds"))
}

/// A day and the time of it; pages say which zone it is.
pub(in crate::web) fn day_and_time(day: &str, time: &str) -> String {
    format!("{day}, {time}")
}

/// The first and the last day of something.
pub(in crate::web) fn from_to(from: &str, to: &str) -> String {
    format!("{from} to {to}")
}

// What there is.

pub(in crate::web) const COURSES: &str = "Courses";
pub(in crate::web) const ROLES: &str = "Roles";
pub(in crate::web) const TIERS: &str = "The four tiers";
pub(in crate::web) const QUALIFICATIONS: (&str, &str) = (
    "Qualifications",
    "Awards of the Australian Qualifications Framework (AQF). Each page says what the award needs, and what it leads to.",
);
pub(in crate::web) const PROVIDERS: (&str, &str) =
    ("Providers", "These teach what is listed here. Each page says what, when, where and for how much.");
pub(in crate::web) const MISTYPED: &str = "It may be mistyped, or it is no longer listed.";
pub(in crate::web) const NOT_OFFERED: &str = "nobody offers it now";
pub(in crate::web) const SUPERSEDED: &str = "; superseded";
pub(in crate::web) const SUPERSEDED_FACT: &str = "Superseded. If you hold it, it stays yours.";
pub(in crate::web) const ASSUMED: &str = " (our assumption)";
pub(in crate::web) const ASSESSED: &str = "Yes";
pub(in crate::web) const NOT_ASSESSED: &str = "No. You get a certificate of completion.";
pub(in crate::web) const RELEASED: &str = " that your employer releases you for";
pub(in crate::web) const NO_TIME: &str = "Nobody has said how much time it takes";
pub(in crate::web) const INVENTED_NOTE: &str = "; invented, to show how the registry works";
pub(in crate::web) const NEEDED_BEFORE: &str = "Needed first";
pub(in crate::web) const NEEDED_BESIDE: &str = "Needed first, or at the same time";
pub(in crate::web) const ADVISED_BEFORE: &str = "Advised first";
pub(in crate::web) const ADVISED_BESIDE: &str = "Advised first, or at the same time";
pub(in crate::web) const ALL_OF: &str = "All of these:";
pub(in crate::web) const ANY_OF: &str = "Any one of these:";
pub(in crate::web) const LEADS_NEEDED: &str = "may need it";
pub(in crate::web) const LEADS_ADVISED: &str = "advises it";
pub(in crate::web) const GROUP_CORE: &str = "All of these";

pub(in crate::web) const KINDS: [(CourseKind, &str); 8] = [
    (CourseKind::Workshop, "Workshop"),
    (CourseKind::Internship, "Internship"),
    (CourseKind::ProfessionalDevelopment, "Professional development"),
    (CourseKind::ReflectivePractice, "Reflective practice"),
    (CourseKind::MicroCredential, "Micro-credential"),
    (CourseKind::SkillSet, "Skill set"),
    (CourseKind::UnitOfCompetency, "Unit of competency"),
    (CourseKind::Subject, "Subject of an award"),
];

pub(in crate::web) fn kind(kind: CourseKind) -> &'static str {
    KINDS.iter().find(|(known, _)| *known == kind).map_or("", |(_, name)| name)
}

pub(in crate::web) fn kind_named(name: &str) -> Option<CourseKind> {
    KINDS.iter().map(|(kind, _)| *kind).find(|kind| kind.name() == name)
}

pub(in crate::web) fn family(family: RoleFamily) -> &'static str {
    match family {
        RoleFamily::PeerSupport => "Peer support",
        RoleFamily::ConsumerPerspective => "Changing systems",
        RoleFamily::Leadership => "Leading and supervising",
        RoleFamily::Education => "Teaching and training",
        RoleFamily::Research => "Research",
    }
}

pub(in crate::web) fn provider_kind(kind: ProviderKind) -> &'static str {
    match kind {
        ProviderKind::Rto => "Registered training organisation",
        ProviderKind::University => "University",
        ProviderKind::ConsumerLed => "Consumer-led organisation",
        ProviderKind::Peak => "Peak body",
        ProviderKind::Government => "Government",
        ProviderKind::Service => "Service",
    }
}

/// Whose workers something is for.
pub(in crate::web) fn workforce(perspective: Perspective) -> &'static str {
    match perspective {
        Perspective::Consumer => "Consumer workers",
        Perspective::FamilyCarer => "Family carer workers",
    }
}

pub(in crate::web) fn equivalence(equivalence: Equivalence) -> &'static str {
    match equivalence {
        Equivalence::Equivalent => "If you hold the old one, it counts as the new one.",
        Equivalence::NotEquivalent => "Holding the old one does not count as the new one.",
        Equivalence::NotStated => "Nobody has said whether the old one counts as the new one. Ask the provider.",
    }
}

pub(in crate::web) fn not_listed(what: &str) -> String {
    format!("We have no {what} with that code")
}

pub(in crate::web) fn courses_found(found: usize, page: usize, pages: usize) -> String {
    let courses = counted(found as u64, "course", "courses");
    if pages > 1 { format!("{courses}, page {page} of {pages}") } else { courses }
}

pub(in crate::web) fn from_price(price: &str) -> String {
    if price.starts_with('$') { format!("from {price}") } else { price.to_owned() }
}

pub(in crate::web) fn price_up_to(dollars: u32) -> String {
    if dollars == 0 {
        "Nothing to pay".to_owned()
    } else {
        format!("Up to {}", Aud::from_cents(i64::from(dollars) * 100).unwrap_or_default())
    }
}

/// The label of a filter, and what it says where nothing is chosen.
pub(in crate::web) fn filter(name: &str) -> (&'static str, &'static str) {
    match name {
        "topic" => ("Topic", "Any topic"),
        "tier" => ("Tier", "Any tier"),
        "role" => ("Role", "Any role"),
        "kind" => ("Kind", "Any kind"),
        "level" => ("Level", "Any level"),
        "price" => ("Price", "Any price"),
        _ => ("How it is taught", "Any way"),
    }
}

pub(in crate::web) fn at_least_of(least: u32) -> String {
    format!("At least {} of these:", registry_core::words::number(least as usize))
}

pub(in crate::web) fn series(size: u32, points: CreditPoints) -> String {
    let courses = if size == 1 { "course".to_owned() } else { counted(size.into(), "course", "courses") };
    format!("Every {courses} may give {points} credit points.")
}

pub(in crate::web) fn block(title: &str, points: CreditPoints) -> String {
    format!("{title} may give {points} credit points.")
}

pub(in crate::web) fn counts_as_unit(unit: &str) -> String {
    format!("It may count as {unit}.")
}

pub(in crate::web) fn for_unit(course: &str, unit: &str) -> String {
    format!("{course} may count as {unit}.")
}

pub(in crate::web) fn part_of(group: &str) -> String {
    format!("It is listed there, under {group}.")
}

pub(in crate::web) fn units(core: u16, electives: u16) -> String {
    let units = u32::from(core) + u32::from(electives);
    format!("{units} units: {core} core and {electives} elective.")
}

/// That not every unit is listed here; nothing where all are, or more.
pub(in crate::web) fn units_listed(listed: usize, of: u32) -> String {
    match u32::try_from(listed) {
        Ok(listed) if listed < of => format!(" We list {listed} of them. Ask the provider for the others."),
        _ => String::new(),
    }
}

pub(in crate::web) fn points_of_subjects(points: CreditPoints) -> String {
    format!("Subjects worth {points} credit points.")
}

/// How much of a group counts: `At least 2 units`.
pub(in crate::web) fn between(least: Option<String>, most: Option<String>, what: &str) -> String {
    match (least, most) {
        (Some(least), Some(most)) if least == most => format!("{least} {what} of these"),
        (Some(least), Some(most)) => format!("{least} to {most} {what} of these"),
        (Some(least), None) => format!("At least {least} {what} of these"),
        (None, Some(most)) => format!("At most {most} {what} of these"),
        (None, None) => "Choose from these".to_owned(),
    }
}

/// How much of a level counts, and of it with the levels above it: `Choose from these. At least 180 credit points of these
/// and of the levels above`.
pub(in crate::web) fn with_above(rule: String, above: Option<String>, what: &str) -> String {
    match above {
        Some(above) => format!("{rule}. At least {above} {what} of these and of the levels above"),
        None => rule,
    }
}

/// How many courses and qualifications a provider offers.
pub(in crate::web) fn on_offer(count: usize) -> String {
    match count {
        0 => "nothing on offer now".to_owned(),
        _ => counted(count as u64, "course or qualification", "courses and qualifications"),
    }
}

pub(in crate::web) fn left_out(count: usize) -> String {
    match count {
        0 => String::new(),
        _ => format!("{} more are not shown here.", counted(count as u64, "offering", "offerings")),
    }
}

// Planning.

pub(in crate::web) const PLAN: &str = "Plan";
pub(in crate::web) const CHECK: &str = "Check your answers";
pub(in crate::web) const OR: &str = "Or";
pub(in crate::web) const SEARCH_MORE: &str = "Search for something that is not in the list";
pub(in crate::web) const TICKED: &str = "Ticked so far";
pub(in crate::web) const BEARS_ON_GOAL: &str = "These bear on your goal";
pub(in crate::web) const NOT_ANSWERED: &str = "Not answered yet";
pub(in crate::web) const NOTHING_YET: &str = "Nothing yet";
pub(in crate::web) const NONE_YET: &str = "None yet";
pub(in crate::web) const START_AGAIN: Said = (
    "We cannot open that pathway",
    &[
        "The address is not complete, or it was made by another registry.",
        "Copy the whole address and try again. Or answer the questions once more; it takes about five minutes.",
    ],
);
pub(in crate::web) const TOO_MUCH: Said =
    ("That is more than we can carry", &["Go back and tick less of what you hold. What bears on your goal is enough."]);
pub(in crate::web) const TO_PLAN: (&str, &str) = ("/plan", "Plan my training");

/// Where somebody stands whom a tier is for.
pub(in crate::web) fn stage(tier: Tier) -> &'static str {
    match tier {
        Tier::One => "I am interested in this work",
        Tier::Two => "I have just started in this work",
        Tier::Three => "I have done this work for over a year",
        Tier::Four => "I have done this work for over five years",
    }
}

pub(in crate::web) fn supervisor(perspective: Perspective) -> &'static str {
    match perspective {
        Perspective::Consumer => "A supervisor from the consumer perspective",
        Perspective::FamilyCarer => "A supervisor from the family and carer perspective",
    }
}

pub(in crate::web) fn found(search: &str) -> String {
    format!("Found for “{search}”")
}

pub(in crate::web) fn nothing_found(search: &str) -> String {
    format!("Nothing is found for “{search}”. Try another word.")
}

pub(in crate::web) fn place_in_questions(number: usize, of: usize) -> String {
    format!("Question {number} of {of}")
}

/// A blocker barred by one thing within another.
pub(in crate::web) fn in_turn(what: &[String]) -> String {
    what.join(", then ")
}

pub(in crate::web) const ERROR_PREFIX: &str = "Error: ";
pub(in crate::web) const MET: &str = "You have this.";
pub(in crate::web) const NOT_SAID: &str = "You were not sure, so we do not know.";
pub(in crate::web) const MISSING: &str = "Not yet.";

pub(in crate::web) fn met_from(day: &str) -> String {
    format!("You have this from {day}.")
}

pub(in crate::web) fn asked_for_by(title: &str) -> String {
    format!("It is asked for by {title}.")
}

pub(in crate::web) fn asked_for_within(title: &str, within: &str) -> String {
    format!("It is asked for by {title}, which you need for {within}.")
}

pub(in crate::web) fn possible_by(day: &str) -> String {
    format!("With more time and nothing else, you could finish by {day}.")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn amounts_and_counts_are_said_as_everywhere_else() {
        assert_eq!([0, 50, 1_000].map(price_up_to), ["Nothing to pay", "Up to $50", "Up to $1,000"]);
        let points: CreditPoints = "12.5".parse().expect("points");
        assert_eq!(series(4, points), "Every 4 courses may give 12.5 credit points.");
        assert_eq!(series(1, points), "Every course may give 12.5 credit points.");
    }
}
