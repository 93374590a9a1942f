//! The pages of a draft, one for each task.

use registry_core::aqf::AqfLevel;
use registry_core::catalogue::Catalogue;
use registry_core::course::{AqfAlignment, Credit};
use registry_core::credit::CreditPoints;
use registry_core::id::{CreditSchemeCode, RoleCode};
use registry_core::role::Perspective;
use registry_core::tier::Tier;
use registry_core::volume::Hours;
use registry_core::words::expression;

use super::before::{self, PLACES};
use super::draft::{About, Audience, DRAFT_FIELD, Draft, Learning, Level, Outcomes, Section, SoFar};
use super::sheet::{Choice, Field, Part, Sheet, Wrong};
use super::{Desk, enter, enter_form, later};
use crate::access::Scope;
use crate::web::answer::Answer;
use crate::web::endpoint::{Asked, Later, not_there};
use crate::web::fields::Fields;
use crate::web::message::Message;
use crate::web::words::{self as site, workspace as words};

/// The longest title, in characters.
const TITLE_MAX: usize = 200;
/// The longest text, in characters.
const TEXT_MAX: usize = 2_000;
/// The most outcomes, and the most sessions.
const LINES_MAX: usize = 100;

/// Shows a task.
pub(super) fn show<'a>(asked: &'a Asked<'a>) -> Later<'a> {
    later(async move {
        let desk = enter(asked).await?;
        desk.needs(Scope::Publish)?;
        let (section, draft) = (named(asked)?, Draft::sent(&desk)?);
        let so_far = draft.so_far(asked.at.catalogue());
        sheet(&desk, &draft, section, &written(section, &so_far), Vec::new())
    })
}

/// Takes what a task asks for, and leads back to the list.
pub(super) fn take<'a>(asked: &'a Asked<'a>) -> Later<'a> {
    later(async move {
        let desk = enter_form(asked, Scope::Publish).await?;
        let (section, mut draft) = (named(asked)?, Draft::sent(&desk)?);
        match read(&desk, section, &mut draft) {
            Ok(()) => Ok(Answer::See(draft.address(asked, "draft")?)),
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
    let fields = fields(desk.asked.at.catalogue(), draft, section, shown);
    let mut form = desk.form(format!("/workspace/draft/{}", section.name()), fields, words::CONTINUE);
    form.hidden.push((DRAFT_FIELD, sealed));
    let sheet = Sheet::new(title).back(draft.address(desk.asked, "draft")?, words::BACK_TASKS);
    Ok(sheet.wrong(wrong).text(lead).with(Part::Form(form)).answer())
}

/// What the fields of a task hold, as a form would send it.
fn written(section: Section, so_far: &SoFar) -> Fields {
    let mut fields = Fields::default();
    let SoFar { about, learning, outcomes, level, before, audience } = so_far;
    match section {
        Section::About => {
            if let Some(about) = about {
                fields.add(words::COURSE_TITLE.0, &about.title);
                fields.add(words::NEUTRAL_TITLE.0, about.neutral_title.as_deref().unwrap_or_default());
                fields.add(words::DESCRIPTION.0, &about.description);
                fields.add(words::KIND.0, about.kind.name());
            }
        }
        Section::Learning => {
            if let Some(learning) = learning {
                let hours = Hours::from_minutes(learning.minutes).as_f64();
                fields.add(words::HOURS.0, &registry_core::volume::number_shown(hours));
                fields.add(words::ASSESSED.0, if learning.assessed { "yes" } else { "no" });
            }
        }
        Section::Outcomes => {
            if let Some(one) = outcomes {
                fields.add(words::OUTCOMES.0, &one.outcomes.join("\n"));
                fields.add(words::SESSIONS.0, &one.sessions.join("\n"));
            }
        }
        Section::Level => {
            if let Some(aqf) = &level.aqf {
                fields.add(words::LEVEL.0, &aqf.level.get().to_string());
                fields.add(words::BASIS.0, &aqf.basis);
            }
            if let Some(credit) = &level.credit {
                fields.add(words::POINTS.0, &credit.points.to_string());
                fields.add(words::SCHEME.0, credit.scheme.as_str());
            }
        }
        Section::Before => {
            for (name, place) in PLACES {
                fields.add(name, &before::lines(before, place));
            }
            for (index, one) in before.iter().enumerate() {
                if before::line(one).is_none() {
                    fields.add(words::KEPT.0, &index.to_string());
                }
            }
        }
        Section::Audience => {
            audience.tiers.iter().for_each(|tier| fields.add(words::FOR_TIERS.0, &tier.number().to_string()));
            audience.roles.iter().for_each(|role| fields.add(words::FOR_ROLES.0, role.as_str()));
            audience.perspectives.iter().for_each(|one| fields.add(words::FOR_WORKERS.0, one.name()));
        }
    }
    fields
}

fn fields(catalogue: &Catalogue, draft: &Draft, section: Section, shown: &Fields) -> Vec<Field> {
    let text = |named: super::sheet::Named| Field::text(named, shown.one(named.0));
    let lines = |named: super::sheet::Named, rows| Field::lines(named, rows, shown.one(named.0));
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
        Section::Before => {
            let mut all: Vec<Field> = PLACES.iter().map(|(name, _)| lines(words::place(name), 3)).collect();
            let so_far = draft.so_far(catalogue).before;
            let others = so_far.iter().enumerate().filter(|(_, one)| before::line(one).is_none());
            let others: Vec<Choice> = others
                .map(|(index, one)| {
                    choice(words::KEPT, index.to_string(), &words::kept(one, &expression(catalogue, one.requires())))
                })
                .collect();
            if !others.is_empty() {
                all.push(Field::some_of(words::KEPT, others));
            }
            all
        }
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
    }
}

/// Reads a task into the draft.
fn read(desk: &Desk<'_>, section: Section, draft: &mut Draft) -> Result<(), Vec<Wrong>> {
    let (form, catalogue) = (desk.asked.form, desk.asked.at.catalogue());
    let mut wrong = Vec::new();
    match section {
        Section::About => {
            let title = text(form, words::COURSE_TITLE.0, TITLE_MAX, &mut wrong);
            let description = text(form, words::DESCRIPTION.0, TEXT_MAX, &mut wrong);
            let neutral = form.one(words::NEUTRAL_TITLE.0);
            if neutral.chars().count() > TITLE_MAX {
                wrong.push(Wrong::field(words::NEUTRAL_TITLE.0, words::too_long(TITLE_MAX)));
            }
            let kind = site::kind_named(form.one(words::KIND.0));
            if kind.is_none() {
                wrong.push(Wrong::field(words::KIND.0, words::CHOOSE_KIND));
            }
            let neutral_title = (!neutral.is_empty()).then(|| neutral.to_owned());
            draft.about = kind.map(|kind| About { title, neutral_title, description, kind });
        }
        Section::Learning => {
            let hours = form.one(words::HOURS.0).parse::<f64>().ok().and_then(|hours| Hours::new(hours).ok());
            if hours.is_none() {
                wrong.push(Wrong::field(words::HOURS.0, words::NOT_HOURS));
            }
            let assessed = match form.one(words::ASSESSED.0) {
                "yes" => Some(true),
                "no" => Some(false),
                _ => None,
            };
            if assessed.is_none() {
                wrong.push(Wrong::field(words::ASSESSED.0, words::CHOOSE_ASSESSED));
            }
            draft.learning =
                hours.zip(assessed).map(|(hours, assessed)| Learning { minutes: hours.minutes(), assessed });
        }
        Section::Outcomes => {
            let outcomes = list(form, words::OUTCOMES.0, &mut wrong);
            if outcomes.is_empty() {
                wrong.push(Wrong::field(words::OUTCOMES.0, words::NO_OUTCOMES));
            }
            draft.outcomes = Some(Outcomes { outcomes, sessions: list(form, words::SESSIONS.0, &mut wrong) });
        }
        Section::Level => draft.level = Some(read_level(form, catalogue, &mut wrong)),
        Section::Before => {
            let known = draft.so_far(catalogue).before;
            let mut all = Vec::new();
            for (name, place) in PLACES {
                match before::read(form.one(name), place, &known, &desk.own_word(), catalogue) {
                    Ok(found) => all.extend(found),
                    Err(texts) => wrong.extend(texts.into_iter().map(|text| Wrong::field(name, text))),
                }
            }
            for (index, one) in known.iter().enumerate().filter(|(_, one)| before::line(one).is_none()) {
                if form.all(words::KEPT.0).any(|kept| kept == index.to_string()) {
                    all.push(one.clone());
                }
            }
            draft.before = Some(all);
        }
        Section::Audience => {
            let role = |code: &str| RoleCode::new(code).ok().filter(|code| catalogue.role(code).is_some());
            let ticked = |name: &'static str| form.all(name).collect::<Vec<_>>();
            let (tiers, workers) = (ticked(words::FOR_TIERS.0), ticked(words::FOR_WORKERS.0));
            draft.audience = Some(Audience {
                tiers: Tier::ALL
                    .into_iter()
                    .filter(|tier| tiers.contains(&tier.number().to_string().as_str()))
                    .collect(),
                roles: form.all(words::FOR_ROLES.0).filter_map(role).collect(),
                perspectives: Perspective::ALL.into_iter().filter(|one| workers.contains(&one.name())).collect(),
            });
        }
    }
    if wrong.is_empty() { Ok(()) } else { Err(wrong) }
}

fn read_level(form: &Fields, catalogue: &Catalogue, wrong: &mut Vec<Wrong>) -> Level {
    let (level, basis) = (form.one(words::LEVEL.0), form.one(words::BASIS.0));
    let aqf = match level {
        "" => None,
        level => match level.parse().ok().and_then(|level| AqfLevel::new(level).ok()) {
            Some(level) => {
                let basis = text(form, words::BASIS.0, TEXT_MAX, wrong);
                Some(AqfAlignment { level, basis })
            }
            None => {
                wrong.push(Wrong::field(words::LEVEL.0, words::NOT_A_LEVEL));
                None
            }
        },
    };
    if level.is_empty() && !basis.is_empty() {
        wrong.push(Wrong::field(words::LEVEL.0, words::BASIS_ALONE));
    }
    let (points, scheme) = (form.one(words::POINTS.0), form.one(words::SCHEME.0));
    let known = CreditSchemeCode::new(scheme).ok().filter(|code| catalogue.credit_scheme(code).is_some());
    let credit = match (points, known) {
        ("", None) => None,
        ("", Some(_)) => {
            wrong.push(Wrong::field(words::POINTS.0, words::SCHEME_ALONE));
            None
        }
        (_, None) => {
            wrong.push(Wrong::field(words::SCHEME.0, words::POINTS_ALONE));
            None
        }
        (points, Some(scheme)) => match points.parse::<CreditPoints>() {
            Ok(points) => Some(Credit { points, scheme }),
            Err(error) => {
                wrong.push(Wrong::field(words::POINTS.0, error.to_string()));
                None
            }
        },
    };
    Level { aqf, credit }
}

/// A text that must be there.
fn text(form: &Fields, name: &str, most: usize, wrong: &mut Vec<Wrong>) -> String {
    let given = form.one(name).to_owned();
    if given.is_empty() {
        wrong.push(Wrong::field(name, words::missing(name)));
    } else if given.chars().count() > most {
        wrong.push(Wrong::field(name, words::too_long(most)));
    }
    given
}

/// The lines of a text that say something.
fn list(form: &Fields, name: &str, wrong: &mut Vec<Wrong>) -> Vec<String> {
    let lines: Vec<String> =
        form.one(name).lines().map(|line| line.trim().to_owned()).filter(|line| !line.is_empty()).collect();
    if lines.len() > LINES_MAX {
        wrong.push(Wrong::field(name, words::too_many_lines(LINES_MAX)));
    }
    if lines.iter().any(|line| line.chars().count() > TEXT_MAX) {
        wrong.push(Wrong::field(name, words::too_long(TEXT_MAX)));
    }
    lines
}
