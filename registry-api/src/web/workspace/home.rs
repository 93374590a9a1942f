//! What a provider has here: courses and their versions, and what was done.

use registry_core::course::{Course, CourseVersion, VersionStatus};
use registry_core::date::in_words;
use registry_core::words::counted;

use super::sheet::{Part, Sheet, Table};
use super::{Desk, enter, fault, later};
use crate::access::Scope;
use crate::ops;
use crate::web::browse::Link;
use crate::web::endpoint::{Asked, Later};
use crate::web::words::{kind, workspace as words};

/// The most entries of the audit log that one page shows.
const ENTRIES_MAX: u64 = 100;

/// What this provider has.
pub(super) fn home<'a>(asked: &'a Asked<'a>) -> Later<'a> {
    later(async move {
        let desk = enter(asked).await?;
        let catalogue = asked.at.catalogue();
        let own: Vec<Link> =
            catalogue.courses().filter(|course| course.publisher.as_ref() == Some(desk.code())).map(entry).collect();
        let mut taught: Vec<Link> = Vec::new();
        for course in catalogue.courses() {
            let count = catalogue.offerings_of_course(&course.code).filter(|one| one.provider == *desk.code()).count();
            if count > 0 {
                let address = format!("/workspace/offerings/{}", course.code);
                taught.push(Link::to(&course.title, address).noting(counted(count as u64, "offering", "offerings")));
            }
        }
        let mut sheet = Sheet::new(&desk.provider.title).with(Part::Lead(words::HOME_LEAD.to_owned()));
        let mut ways = vec![
            Link::to(words::NEW_COURSE, "/workspace/new".to_owned()),
            Link::to(words::IMPORT, "/workspace/import".to_owned()),
            Link::to(words::ACTIVITY, "/workspace/activity".to_owned()),
        ];
        if desk.may(Scope::Issue) {
            ways.push(Link::to(words::CREDENTIALS, "/workspace/issue".to_owned()));
        }
        if desk.may(Scope::ManageTokens) {
            ways.push(Link::to(words::TOKENS, "/workspace/tokens".to_owned()));
        }
        sheet = sheet.with(Part::List(ways)).heading(words::OWN_COURSES);
        sheet = if own.is_empty() { sheet.text(words::NO_COURSES) } else { sheet.with(Part::Entries(own)) };
        sheet = sheet.heading(words::TAUGHT);
        sheet = if taught.is_empty() { sheet.text(words::NOTHING_TAUGHT) } else { sheet.with(Part::List(taught)) };
        let ends = words::signed_in_until(&desk.session.expires.format("%H:%M").to_string());
        let out = desk.form("/workspace/sign-out", Vec::new(), words::SIGN_OUT);
        Ok(sheet.heading(words::SIGN_OUT).text(ends).with(Part::Form(out)).answer())
    })
}

fn entry(course: &Course) -> Link {
    let number =
        course.current().map_or_else(|| words::NONE_TAUGHT.to_owned(), |version| words::version(&version.version));
    let note = format!("{}, {number}", kind(course.kind));
    Link::to(&course.title, format!("/workspace/courses/{}", course.code)).noting(note)
}

/// One course of this provider.
pub(super) fn course<'a>(asked: &'a Asked<'a>) -> Later<'a> {
    later(async move {
        let desk = enter(asked).await?;
        let course = desk.own_course(asked.code)?;
        Ok(sheet_of(&desk, course).answer())
    })
}

fn sheet_of(desk: &Desk<'_>, course: &Course) -> Sheet {
    let code = &course.code;
    let draft = super::draft::Draft::of(desk.code(), code);
    let new = draft.address(desk.asked, "draft").unwrap_or_else(|_| "/workspace".to_owned());
    let rows = course.versions.iter().rev().map(row).collect();
    let table = Table { caption: words::VERSIONS.to_owned(), columns: words::VERSION_COLUMNS.to_vec(), rows };
    let ways = vec![
        Link::to(words::SET_OFFERINGS, format!("/workspace/offerings/{code}")),
        Link::to(words::WITHDRAW, format!("/workspace/withdraw/{code}")),
        Link::to(words::SUPERSEDE, format!("/workspace/supersede/{code}")),
        Link::to(words::PUBLIC_PAGE, format!("/courses/{code}")),
    ];
    Sheet::new(&course.title)
        .back("/workspace", words::BACK_HOME)
        .text(&course.description)
        .with(Part::Button(new, words::NEW_VERSION))
        .with(Part::Table(table))
        .with(Part::List(ways))
}

fn row(version: &CourseVersion) -> Vec<Link> {
    let status = match version.status {
        VersionStatus::Published => words::PUBLISHED,
        VersionStatus::Superseded => words::SUPERSEDED,
        VersionStatus::Withdrawn => words::WITHDRAWN,
    };
    let outcomes = counted(version.outcomes.len() as u64, "outcome", "outcomes");
    let cells = [
        version.version.to_string(),
        status.to_owned(),
        in_words(version.published),
        version.volume_of_learning.to_string(),
        outcomes,
    ];
    cells.into_iter().map(Link::only).collect()
}

/// What was done for this provider, from the audit log.
pub(super) fn activity<'a>(asked: &'a Asked<'a>) -> Later<'a> {
    later(async move {
        let desk = enter(asked).await?;
        let entries = ops::read_audit::audit_of(&asked.web.state, desk.code(), ENTRIES_MAX).await.map_err(fault)?;
        let rows: Vec<Vec<Link>> = entries
            .iter()
            .map(|entry| {
                let event = &entry.event;
                let cells = [
                    entry.sequence.to_string(),
                    event.at.to_string(),
                    words::action(event.action).to_owned(),
                    event.subject.to_string(),
                    event.actor.to_string(),
                    event.reason.clone().unwrap_or_default(),
                ];
                cells.into_iter().map(Link::only).collect()
            })
            .collect();
        let sheet = Sheet::new(words::ACTIVITY).back("/workspace", words::BACK_HOME).text(words::ACTIVITY_LEAD);
        if rows.is_empty() {
            return Ok(sheet.text(words::NOTHING_DONE).answer());
        }
        let (caption, columns) = (words::newest(ENTRIES_MAX), words::ACTIVITY_COLUMNS.to_vec());
        Ok(sheet.with(Part::Table(Table { caption, columns, rows })).answer())
    })
}

/// Where somebody goes after a change.
pub(super) fn after(code: &str) -> Part {
    Part::List(vec![
        Link::to(words::BACK_COURSE, format!("/workspace/courses/{code}")),
        Link::to(words::PUBLIC_PAGE, format!("/courses/{code}")),
        Link::to(words::BACK_HOME, "/workspace".to_owned()),
    ])
}
