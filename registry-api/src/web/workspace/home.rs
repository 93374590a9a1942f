//! What a provider has here: courses and their versions, and what was done.

use registry_core::audit::AuditEntry;
use registry_core::course::{Course, CourseVersion, VersionStatus};
use registry_core::date::in_words;

use super::desk::REGISTRY;
use super::offerings::Taught;
use super::sheet::{Part, Sheet, Table};
use super::{Desk, enter, fault, later};
use crate::access::Scope;
use crate::ops;
use crate::web::browse::Link;
use crate::web::endpoint::{Asked, Later};
use crate::web::links;
use crate::web::words::{kind, workspace as words};
use crate::web::zone::local;

/// The most entries of the audit log that one page shows.
pub(super) const ENTRIES_MAX: u64 = 100;

/// The most courses that one page lists.
const LISTED_MAX: usize = 100;

/// What this provider has.
pub(super) fn home<'a>(asked: &'a Asked<'a>) -> Later<'a> {
    later(async move {
        let desk = enter(asked).await?;
        let catalogue = asked.at.catalogue();
        let own = catalogue.courses().filter(|course| course.publisher.as_ref() == Some(desk.code())).map(entry);
        let (own, own_pages) = paged(own.collect(), asked.query.one("page"), "page");
        let all = catalogue.courses().map(Taught::Course).chain(catalogue.qualifications().map(Taught::Qualification));
        let taught = all.filter_map(|taught| taught_here(&desk, taught)).collect();
        let mut sheet = Sheet::new(&desk.provider.title).with(Part::Lead(words::HOME_LEAD.to_owned()));
        if desk.is_operators() {
            sheet = sheet.with(Part::Note(words::acting_for(&desk.provider.title)));
        }
        // Only what the token may do: a page that would refuse it is no way on.
        let ways = [
            (Some(Scope::Publish), words::IMPORT, "/workspace/import"),
            (Some(Scope::Issue), words::CREDENTIALS, "/workspace/issue"),
            (Some(Scope::ManageTokens), words::TOKENS, "/workspace/tokens"),
            (None, words::ACTIVITY, "/workspace/activity"),
        ];
        let ways = ways.into_iter().filter(|(scope, ..)| scope.is_none_or(|scope| desk.may(scope)));
        let mut ways: Vec<Link> = ways.map(|(_, text, address)| Link::to(text, address.to_owned())).collect();
        if desk.is_operators() {
            ways.push(Link::to(words::OTHER_PROVIDER, REGISTRY.to_owned()));
        }
        if desk.may(Scope::Publish) {
            sheet = sheet.with(Part::Button("/workspace/new".to_owned(), words::NEW_COURSE));
        }
        sheet = sheet.with(Part::List(ways)).heading(words::OWN_COURSES);
        sheet = if own.is_empty() { sheet.text(words::NO_COURSES) } else { sheet.with(Part::Entries(own)) };
        if !own_pages.is_empty() {
            sheet = sheet.with(Part::List(own_pages));
        }
        sheet = qualifications(&desk, sheet.heading(words::OWN_QUALIFICATIONS)).heading(words::TAUGHT);
        let (taught, taught_pages) = paged(taught, asked.query.one("taught"), "taught");
        sheet = if taught.is_empty() { sheet.text(words::NOTHING_TAUGHT) } else { sheet.with(Part::List(taught)) };
        if desk.may(Scope::Publish) {
            let offer = Link::to(words::OFFER, "/workspace/offerings".to_owned());
            sheet = sheet.with(Part::List(vec![offer]));
        }
        if !taught_pages.is_empty() {
            sheet = sheet.with(Part::List(taught_pages));
        }
        let ends = words::signed_in_until(local(desk.seat.session.expires));
        let out = desk.form("/workspace/sign-out", Vec::new(), words::SIGN_OUT);
        Ok(sheet.heading(words::SIGN_OUT).text(ends).with(Part::Form(out)).answer())
    })
}

/// What this provider offers of something, where it offers any.
fn taught_here(desk: &Desk<'_>, taught: Taught<'_>) -> Option<Link> {
    let count = taught.offered(desk).len();
    let address = if desk.may(Scope::Publish) { taught.address() } else { taught.page() };
    (count > 0).then(|| Link::to(taught.title(), address).noting(words::offerings(count)))
}

/// The qualifications and credit rules of this provider, and the way in which they come.
fn qualifications(desk: &Desk<'_>, sheet: Sheet) -> Sheet {
    let catalogue = desk.asked.at.catalogue();
    let own = catalogue.qualifications().filter(|one| one.publisher.as_ref() == Some(desk.code()));
    let own =
        own.map(|one| Link::to(&one.title, links::qualification(&one.code)).noting(words::code(one.code.as_str())));
    let rules = catalogue.credit_rules().filter(|rule| rule.provider.as_ref() == Some(desk.code()));
    let rules = rules.map(|rule| {
        let title = catalogue.qualification(&rule.qualification).map_or(rule.qualification.as_str(), |one| &one.title);
        Link::to(words::credit_towards(title), links::qualification(&rule.qualification))
            .noting(words::code(rule.code.as_str()))
    });
    let mut all: Vec<Link> = own.chain(rules).collect();
    let sheet = if all.is_empty() { sheet.text(words::NO_QUALIFICATIONS) } else { sheet };
    if desk.may(Scope::Publish) {
        all.push(Link::to(words::QUALIFICATIONS_BY_FILE, "/workspace/import".to_owned()));
    }
    if all.is_empty() { sheet } else { sheet.with(Part::List(all)) }
}

/// The entries of a page, counted from 1, and links to those before and after it.
fn paged(all: Vec<Link>, page: &str, name: &str) -> (Vec<Link>, Vec<Link>) {
    let last = all.len().div_ceil(LISTED_MAX).max(1);
    let page = page.parse::<usize>().unwrap_or(1).clamp(1, last);
    let to = |text: &str, page: usize| Link::to(text, format!("/workspace?{name}={page}"));
    let before = (page > 1).then(|| to(words::PAGE_BEFORE, page - 1));
    let after = (page < last).then(|| to(words::PAGE_AFTER, page + 1));
    let shown = all.into_iter().skip((page - 1) * LISTED_MAX).take(LISTED_MAX).collect();
    (shown, before.into_iter().chain(after).collect())
}

fn entry(course: &Course) -> Link {
    let number =
        course.current().map_or_else(|| words::NONE_TAUGHT.to_owned(), |version| words::version(&version.version));
    let note = words::entry(kind(course.kind), &number, &course.code);
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
    let mut sheet = Sheet::new(&course.title).back("/workspace", words::BACK_HOME).text(&course.description);
    let mut ways = Vec::new();
    if desk.may(Scope::Publish) {
        sheet = sheet.with(Part::Button(new, words::NEW_VERSION));
        ways = vec![
            Link::to(words::SET_OFFERINGS, format!("/workspace/offerings/{code}")),
            Link::to(words::WITHDRAW, format!("/workspace/withdraw/{code}")),
            Link::to(words::SUPERSEDE, format!("/workspace/supersede/{code}")),
        ];
    }
    if desk.may(Scope::Issue) {
        ways.push(Link::to(words::ISSUE_OF_COURSE, format!("/workspace/issue?{}={code}", words::EARNED.0)));
    }
    ways.push(Link::to(words::PUBLIC_PAGE, format!("/courses/{code}")));
    sheet.with(Part::Table(table)).with(Part::List(ways))
}

fn row(version: &CourseVersion) -> Vec<Link> {
    let status = match version.status {
        VersionStatus::Published => words::PUBLISHED,
        VersionStatus::Superseded => words::SUPERSEDED,
        VersionStatus::Withdrawn => words::WITHDRAWN,
    };
    let outcomes = words::outcomes(version.outcomes.len());
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
        let sheet = Sheet::new(words::ACTIVITY).back("/workspace", words::BACK_HOME).text(words::ACTIVITY_LEAD);
        Ok(log(sheet, &entries, Logged::OfOne).answer())
    })
}

/// Whose entries a table shows.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Logged {
    OfOne,
    /// With a column that says whose.
    OfAll,
}

/// The entries of the audit log as a table.
pub(super) fn log(sheet: Sheet, entries: &[AuditEntry], logged: Logged) -> Sheet {
    if entries.is_empty() {
        return sheet.text(words::NOTHING_DONE);
    }
    let row = |entry: &AuditEntry| {
        let event = &entry.event;
        let mut cells = vec![
            entry.sequence.to_string(),
            words::moment(local(event.at.in_utc().and_utc())),
            words::action(event.action).to_owned(),
            words::subject(&event.subject),
            event.actor.to_string(),
            event.reason.clone().unwrap_or_default(),
        ];
        if logged == Logged::OfAll {
            cells.insert(3, event.provider.as_ref().map(ToString::to_string).unwrap_or_default());
        }
        cells.into_iter().map(Link::only).collect()
    };
    let mut columns = words::ACTIVITY_COLUMNS.to_vec();
    if logged == Logged::OfAll {
        columns.insert(3, words::OF_PROVIDER);
    }
    let (caption, rows) = (words::newest(ENTRIES_MAX), entries.iter().map(row).collect());
    sheet.with(Part::Table(Table { caption, columns, rows }))
}

/// Where somebody goes after a change.
pub(super) fn after(code: &str) -> Part {
    Part::List(vec![
        Link::to(words::BACK_COURSE, format!("/workspace/courses/{code}")),
        Link::to(words::SET_OFFERINGS, format!("/workspace/offerings/{code}")),
        Link::to(words::PUBLIC_PAGE, format!("/courses/{code}")),
        Link::to(words::BACK_HOME, "/workspace".to_owned()),
    ])
}
