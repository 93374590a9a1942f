//! The words of pages that do not stand in a template, in one place so that they can be translated.

use registry_core::course::{CourseKind, Equivalence};
use registry_core::credit::{CreditPoints, CreditStanding};
use registry_core::provider::ProviderKind;
use registry_core::role::{Perspective, RoleFamily};
use registry_core::words::{counted, joined};

use super::head::Section;

/// A heading and what is said below it.
pub(super) type Said = (&'static str, &'static [&'static str]);

/// Section, address and name of each part of the site, in the order in which they are shown.
pub(super) const SECTIONS: [(Section, &str, &str); 6] = [
    (Section::Plan, "/plan", "Plan"),
    (Section::Courses, "/courses", "Courses"),
    (Section::Roles, "/roles", "Roles"),
    (Section::Tiers, "/tiers", "Tiers"),
    (Section::Qualifications, "/qualifications", "Qualifications"),
    (Section::Providers, "/providers", "Providers"),
];

pub(super) const START: &str = "Find training";
pub(super) const ABOUT: &str = "About these pages";
pub(super) const TO_START: (&str, &str) = ("/", "Go to the start page");

pub(super) const NOTHING_HERE: Said = (
    "There is nothing at this address",
    &["It may be mistyped, or what was here is no longer listed. Start again, or search the courses."],
);
pub(super) const NOTHING_HERE_LINE: &str = "There is nothing here. The list of what there is: /";
pub(super) const ONLY_READ: Said =
    ("This address is only read", &["It takes nothing that is sent to it. Go back, or start again."]);
pub(super) const ONLY_READ_LINE: &str = "This address is only read. Send GET.";
pub(super) const TOO_LARGE: Said = ("That is too much at once", &["A form here holds 16 KiB. Go back and send less."]);
pub(super) const FROM_ELSEWHERE: Said = (
    "This form came from another site",
    &["We only take what is sent from our own pages. Open the page here and fill it in again."],
);
pub(super) const FAULT: Said = (
    "Something went wrong in the registry",
    &["Ask again; if it goes wrong again, tell whoever runs it.", "Nothing you told us was kept."],
);
pub(super) const TOO_FAST: Said = (
    "Many pages were asked for from where you are",
    &["We answer only so many in a minute, so that there is room for all."],
);

/// How long to wait.
pub(super) fn wait(seconds: u64) -> String {
    format!("Wait {}, then load this page again.", counted(seconds, "second", "seconds"))
}

// What there is.

pub(super) const COURSES: &str = "Courses";
pub(super) const ROLES: &str = "Roles";
pub(super) const TIERS: &str = "The four tiers";
pub(super) const QUALIFICATIONS: (&str, &str) = (
    "Qualifications",
    "Awards of the Australian Qualifications Framework (AQF). Each page says what the award needs, and what it leads to.",
);
pub(super) const PROVIDERS: (&str, &str) = ("Providers", "Who offers the courses and qualifications listed here.");
pub(super) const MISTYPED: &str = "It may be mistyped, or it is no longer listed.";
pub(super) const NOT_OFFERED: &str = "nobody offers it now";
pub(super) const SUPERSEDED: &str = "; superseded";
pub(super) const SUPERSEDED_FACT: &str = "Superseded. If you hold it, it stays yours.";
pub(super) const ASSUMED: &str = " (our assumption)";
pub(super) const ASSESSED: &str = "Yes";
pub(super) const NOT_ASSESSED: &str = "No. You get a certificate of completion.";
pub(super) const RELEASED: &str = " that your employer releases you for";
pub(super) const NO_TIME: &str = "Nobody has said how much time it takes";
pub(super) const INVENTED_NOTE: &str = "; invented, to show how the registry works";
pub(super) const NEEDED_BEFORE: &str = "Needed first";
pub(super) const NEEDED_BESIDE: &str = "Needed first, or at the same time";
pub(super) const ADVISED_BEFORE: &str = "Advised first";
pub(super) const ADVISED_BESIDE: &str = "Advised first, or at the same time";
pub(super) const ALL_OF: &str = "All of these:";
pub(super) const ANY_OF: &str = "Any one of these:";
pub(super) const LEADS_NEEDED: &str = "may need it";
pub(super) const LEADS_ADVISED: &str = "advises it";
pub(super) const GROUP_CORE: &str = "All of these";
pub(super) const VERSION_CURRENT: &str = "the current one";
pub(super) const VERSION_SUPERSEDED: &str = "replaced by a newer one; if you hold it, it stays yours";
pub(super) const VERSION_WITHDRAWN: &str = "no longer offered; if you hold it, it stays yours";

pub(super) const KINDS: [(CourseKind, &str); 8] = [
    (CourseKind::Workshop, "Workshop"),
    (CourseKind::Internship, "Internship"),
    (CourseKind::ProfessionalDevelopment, "Professional development"),
    (CourseKind::ReflectivePractice, "Reflective practice"),
    (CourseKind::MicroCredential, "Micro-credential"),
    (CourseKind::SkillSet, "Skill set"),
    (CourseKind::UnitOfCompetency, "Unit of competency"),
    (CourseKind::Subject, "Subject of an award"),
];

pub(super) fn kind(kind: CourseKind) -> &'static str {
    KINDS.iter().find(|(known, _)| *known == kind).map_or("", |(_, name)| name)
}

pub(super) fn kind_named(name: &str) -> Option<CourseKind> {
    KINDS.iter().map(|(kind, _)| *kind).find(|kind| kind.name() == name)
}

pub(super) fn family(family: RoleFamily) -> &'static str {
    match family {
        RoleFamily::PeerSupport => "Peer support",
        RoleFamily::ConsumerPerspective => "Changing systems",
        RoleFamily::Leadership => "Leading and supervising",
        RoleFamily::Education => "Teaching and training",
        RoleFamily::Research => "Research",
    }
}

pub(super) fn provider_kind(kind: ProviderKind) -> &'static str {
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
pub(super) fn workforce(perspective: Perspective) -> &'static str {
    match perspective {
        Perspective::Consumer => "Consumer workers",
        Perspective::FamilyCarer => "Family carer workers",
    }
}

pub(super) fn equivalence(equivalence: Equivalence) -> &'static str {
    match equivalence {
        Equivalence::Equivalent => "If you hold the old one, it counts as the new one.",
        Equivalence::NotEquivalent => "Holding the old one does not count as the new one.",
        Equivalence::NotStated => "Nobody has said whether the old one counts as the new one. Ask the provider.",
    }
}

pub(super) fn credit_standing(standing: CreditStanding) -> &'static str {
    match standing {
        CreditStanding::Guaranteed => "The provider promises it.",
        CreditStanding::ByApplication => "You apply for it, and get it if their conditions are met.",
        CreditStanding::Discretionary => "The provider decides each time.",
        CreditStanding::Assumption => "Nobody has said so; we assume it.",
    }
}

pub(super) fn not_listed(what: &str) -> String {
    format!("We have no {what} with that code")
}

pub(super) fn courses_found(found: usize, page: usize, pages: usize) -> String {
    let courses = counted(found as u64, "course", "courses");
    if pages > 1 { format!("{courses}, page {page} of {pages}") } else { courses }
}

pub(super) fn from_price(price: &str) -> String {
    if price.starts_with('$') { format!("from {price}") } else { price.to_owned() }
}

pub(super) fn price_up_to(dollars: u32) -> String {
    if dollars == 0 { "Nothing to pay".to_owned() } else { format!("Up to ${dollars}") }
}

/// The label of a filter, and what it says where nothing is chosen.
pub(super) fn filter(name: &str) -> (&'static str, &'static str) {
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

pub(super) fn at_least_of(least: u32) -> String {
    format!("At least {} of these:", registry_core::words::number(least as usize))
}

pub(super) fn series(size: u32, points: CreditPoints) -> String {
    let courses = counted(size.into(), "course", "courses");
    format!("Each {courses} may give {points} credit points.")
}

pub(super) fn of_these(titles: &[&str]) -> String {
    format!("These count: {}.", joined(titles))
}

pub(super) fn block(title: &str, points: CreditPoints) -> String {
    format!("{title} may give {points} credit points.")
}

pub(super) fn counts_as_unit(unit: &str) -> String {
    format!("It may count as {unit}.")
}

pub(super) fn for_unit(course: &str, unit: &str) -> String {
    format!("{course} may count as {unit}.")
}

pub(super) fn part_of(group: &str) -> String {
    format!("It is listed there, under {group}.")
}

pub(super) fn units(core: u16, electives: u16) -> String {
    let units = u32::from(core) + u32::from(electives);
    format!("{units} units: {core} core and {electives} elective.")
}

pub(super) fn points_of_subjects(points: CreditPoints) -> String {
    format!("Subjects worth {points} credit points.")
}

/// How much of a group counts: `At least 2 units`.
pub(super) fn between(least: Option<String>, most: Option<String>, what: &str) -> String {
    match (least, most) {
        (Some(least), Some(most)) if least == most => format!("{least} {what} of these"),
        (Some(least), Some(most)) => format!("{least} to {most} {what} of these"),
        (Some(least), None) => format!("At least {least} {what} of these"),
        (None, Some(most)) => format!("At most {most} {what} of these"),
        (None, None) => "Choose from these".to_owned(),
    }
}

pub(super) fn left_out(count: usize) -> String {
    match count {
        0 => String::new(),
        _ => format!("{} more are not shown here.", counted(count as u64, "offering", "offerings")),
    }
}
