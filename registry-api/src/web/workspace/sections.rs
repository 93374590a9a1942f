//! The pages of a draft, one for each task.

mod read;
mod written;

use registry_core::catalogue::Catalogue;
use registry_core::provider::TagKind;
use registry_core::role::Perspective;
use registry_core::tier::Tier;
use registry_core::words::expression;

use super::before::PLACES;
use super::draft::{DRAFT_FIELD, Draft, Section};
use super::sheet::{Choice, Field, Part, Sheet, Wrong};
use super::{Desk, enter, enter_form, later};
use crate::access::Scope;
use crate::web::answer::Answer;
use crate::web::browse::Link;
use crate::web::endpoint::{Asked, Later, not_there};
use crate::web::fields::Fields;
use crate::web::message::Message;
use crate::web::words::{self as site, workspace as words};

/// The highest field, in lines.
const LINES_HIGH_MAX: usize = 16;

/// Shows a task.
pub(super) fn show<'a>(asked: &'a Asked<'a>) -> Later<'a> {
    later(async move {
        let desk = enter(asked).await?;
        desk.needs(Scope::Publish)?;
        let (section, draft) = (named(asked)?, Draft::sent(&desk)?);
        let so_far = draft.so_far(asked.at.catalogue());
        sheet(&desk, &draft, section, &written::written(asked.at.catalogue(), section, &so_far), Vec::new())
    })
}

/// Takes what a task asks for, and leads back to the list.
pub(super) fn take<'a>(asked: &'a Asked<'a>) -> Later<'a> {
    later(async move {
        let desk = enter_form(asked, Scope::Publish).await?;
        let (section, draft) = (named(asked)?, Draft::sent(&desk)?);
        match read::read(asked.form, asked.at.catalogue(), &desk.own_word(), section, &draft) {
            Ok(draft) => Ok(Answer::See(draft.address(asked, "draft")?)),
            Err(wrong) => sheet(&desk, &draft, section, asked.form, wrong),
        }
    })
}

fn named(asked: &Asked<'_>) -> Result<Section, Answer> {
    let found = Section::ALL.into_iter().find(|section| section.name() == asked.code);
    found.ok_or_else(|| not_there(Message::nothing_here()))
}

fn sheet(
    desk: &Desk<'_>,
    draft: &Draft,
    section: Section,
    shown: &Fields,
    wrong: Vec<Wrong>,
) -> Result<Answer, Answer> {
    let sealed = draft.sealed(desk.asked)?;
    let (title, lead) = words::section(section);
    let fields = fields(desk.asked.at.catalogue(), section, shown);
    let mut form = desk.form(format!("/workspace/draft/{}", section.name()), fields, words::CONTINUE);
    form.hidden.push((DRAFT_FIELD, sealed));
    let sheet = Sheet::new(title).back(draft.address(desk.asked, "draft")?, words::BACK_TASKS);
    let sheet = sheet.wrong(wrong).text(lead).with(Part::Form(form));
    Ok(if section == Section::Before { in_words(desk, draft, sheet) } else { sheet }.answer())
}

/// What the requisites say in words, and how one is written.
fn in_words(desk: &Desk<'_>, draft: &Draft, mut sheet: Sheet) -> Sheet {
    let catalogue = desk.asked.at.catalogue();
    let so_far = draft.so_far(catalogue).before;
    if !so_far.is_empty() {
        let said = so_far.iter().map(|one| Link::only(words::asked_for(one, &expression(catalogue, one.requires()))));
        sheet = sheet.heading(words::IN_WORDS).with(Part::List(said.collect()));
    }
    sheet.heading(words::HOW_TO_WRITE).with(Part::Examples(words::REQUISITE_EXAMPLES.into()))
}

fn fields(catalogue: &Catalogue, section: Section, shown: &Fields) -> Vec<Field> {
    let text = |named: super::sheet::Named| Field::text(named, shown.one(named.0));
    // As high as what is in it, within reason.
    let lines = |named: super::sheet::Named, least: usize| {
        let text = shown.one(named.0);
        Field::lines(named, (text.lines().count() + 1).clamp(least, LINES_HIGH_MAX), text)
    };
    let choice = |named: super::sheet::Named, value: String, text: &str| {
        let chosen = shown.all(named.0).any(|one| one == value);
        Choice { value, text: text.to_owned(), chosen }
    };
    match section {
        Section::About => {
            let kinds = site::KINDS.iter().map(|(kind, name)| choice(words::KIND, kind.name().to_owned(), name));
            vec![
                text(words::COURSE_TITLE),
                text(words::NEUTRAL_TITLE),
                lines(words::DESCRIPTION, 5),
                Field::one_of(words::KIND, kinds.collect()),
            ]
        }
        Section::Learning => {
            let assessed = [("yes", words::YES), ("no", words::NO)];
            let assessed = assessed.map(|(value, text)| choice(words::ASSESSED, value.to_owned(), text));
            vec![Field::short(words::HOURS, shown.one(words::HOURS.0)), Field::one_of(words::ASSESSED, assessed.into())]
        }
        Section::Outcomes => vec![lines(words::OUTCOMES, 8), lines(words::SESSIONS, 4)],
        Section::Level => {
            let mut schemes = vec![choice(words::SCHEME, String::new(), words::NO_SCHEME)];
            let known = catalogue.credit_schemes();
            schemes.extend(known.map(|one| choice(words::SCHEME, one.code.to_string(), &one.title)));
            vec![
                Field::short(words::LEVEL, shown.one(words::LEVEL.0)),
                text(words::BASIS),
                Field::short(words::POINTS, shown.one(words::POINTS.0)),
                Field::one_of(words::SCHEME, schemes),
            ]
        }
        Section::Before => PLACES.iter().map(|(name, _)| lines(words::place(name), 3)).collect(),
        Section::Audience => {
            let tiers = Tier::ALL.iter().map(|tier| {
                let title = registry_core::words::tier(catalogue, *tier);
                choice(words::FOR_TIERS, tier.number().to_string(), &registry_core::words::sentence_start(&title))
            });
            let roles = catalogue.roles().map(|role| choice(words::FOR_ROLES, role.code.to_string(), &role.title));
            let workers = Perspective::ALL;
            let workers =
                workers.iter().map(|one| choice(words::FOR_WORKERS, one.name().to_owned(), site::workforce(*one)));
            vec![
                Field::some_of(words::FOR_TIERS, tiers.collect()),
                Field::some_of(words::FOR_ROLES, roles.collect()),
                Field::some_of(words::FOR_WORKERS, workers.collect()),
            ]
        }
        Section::Tags => {
            let of = |kind: TagKind| {
                let tags = catalogue.tags().filter(|tag| tag.kind == kind);
                tags.map(|tag| choice(words::tags(kind), tag.code.to_string(), &tag.title)).collect::<Vec<_>>()
            };
            let some = TagKind::ALL.into_iter().map(|kind| (kind, of(kind))).filter(|(_, of)| !of.is_empty());
            some.map(|(kind, of)| Field::some_of(words::tags(kind), of)).collect()
        }
    }
}
