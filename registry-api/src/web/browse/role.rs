//! Roles: the list, and what people in a role learned.

use askama::Template;
use registry_core::course::CourseKind;
use registry_core::id::RoleCode;
use registry_core::role::{Role, RoleFamily};
use registry_core::words::{sentence_start, source};

use super::requirement::Requirement;
use super::{Link, course_link, unknown};
use crate::web::answer::Answer;
use crate::web::endpoint::Asked;
use crate::web::head::{Head, Section};
use crate::web::words::browse as said;
use crate::web::{links, words};

#[derive(Template)]
#[template(path = "roles.html")]
struct Roles {
    head: Head,
    families: Vec<(&'static str, Vec<Link>)>,
}

#[derive(Template)]
#[template(path = "role.html")]
struct RolePage {
    head: Head,
    title: String,
    description: String,
    family: &'static str,
    workforces: Vec<String>,
    preparation: Vec<Requirement>,
    /// The courses made for it, of each kind.
    courses: Vec<(String, Vec<Link>)>,
    source: String,
    plan: String,
}

/// The most courses that are shown without a fold.
const UNFOLDED_MAX: usize = 8;

impl RolePage {
    fn is_short(&self) -> bool {
        self.courses.iter().map(|(_, links)| links.len()).sum::<usize>() <= UNFOLDED_MAX
    }
}

/// Every role, by the kind of work.
pub(super) fn roles(asked: &Asked<'_>) -> Answer {
    let catalogue = asked.at.catalogue();
    let link = |role: &Role| Link::to(&role.title, links::role(&role.code)).noting(&role.description);
    let of = |family: RoleFamily| catalogue.roles().filter(move |role| role.family == family).map(link).collect();
    let families = RoleFamily::ALL.into_iter().map(|family| (words::family(family), of(family)));
    Answer::public(&Roles {
        head: Head::new(Section::Roles, words::ROLES),
        families: families.filter(|(_, roles): &(_, Vec<Link>)| !roles.is_empty()).collect(),
    })
}

/// One role.
pub(super) fn role(asked: &Asked<'_>) -> Answer {
    let catalogue = asked.at.catalogue();
    let Some(role) = RoleCode::new(asked.code).ok().and_then(|code| catalogue.role(&code)) else {
        return unknown(said::ROLE);
    };
    let workforces = role.workforces.iter();
    let workforces = workforces.map(|code| catalogue.workforce(code).map_or(code.to_string(), |w| w.title.clone()));
    let of_kind = |(kind, name): (CourseKind, &str)| {
        let courses = catalogue.courses().filter(|course| course.kind == kind && course.roles.contains(&role.code));
        let links: Vec<Link> = courses.map(course_link).collect();
        (said::of_kind(name, links.len()), links)
    };
    let courses = words::KINDS.into_iter().map(of_kind);
    Answer::public(&RolePage {
        head: Head::new(Section::Roles, &role.title),
        title: role.title.clone(),
        description: role.description.clone(),
        family: words::family(role.family),
        workforces: workforces.collect(),
        preparation: role.preparation.iter().map(|requisite| Requirement::of(catalogue, requisite)).collect(),
        courses: courses.filter(|(_, links)| !links.is_empty()).collect(),
        source: sentence_start(&source(catalogue, &role.provenance)),
        plan: format!("/plan/from?goal=role:{}", role.code),
    })
}
