//! Withdrawing a version, and saying that another course takes the place of one.

use registry_core::course::{Course, CourseSuccessor, Equivalence, VersionStatus};
use registry_core::id::CourseCode;
use registry_core::publish::Change;
use semver::Version;

use super::outcome::{self, Tried};
use super::sheet::{Button, Choice, Field, Form, Part, Sheet, Wrong};
use super::{Desk, enter, enter_form, home, later};
use crate::access::Scope;
use crate::ops::publish::PublishOutcome;
use crate::web::answer::Answer;
use crate::web::endpoint::{Asked, Later};
use crate::web::words::workspace as words;

/// Asks which version is withdrawn.
pub(super) fn withdraw<'a>(asked: &'a Asked<'a>) -> Later<'a> {
    later(async move {
        let desk = enter(asked).await?;
        desk.needs(Scope::Publish)?;
        let course = desk.own_course(asked.code)?;
        Ok(withdraw_sheet(&desk, course, Vec::new(), Vec::new()))
    })
}

fn withdraw_sheet(desk: &Desk<'_>, course: &Course, wrong: Vec<Wrong>, looked: Vec<Part>) -> Answer {
    let taught = course.versions.iter().rev().filter(|version| version.status != VersionStatus::Withdrawn);
    let sent = desk.asked.form.one(words::WHICH.0);
    let options: Vec<Choice> = taught
        .map(|version| {
            let value = version.version.to_string();
            Choice { chosen: sent == value, text: words::version(&version.version), value }
        })
        .collect();
    let sheet = Sheet::new(words::WITHDRAW).back(format!("/workspace/courses/{}", course.code), words::BACK_COURSE);
    let sheet = sheet.wrong(wrong).with(Part::Lead(course.title.clone())).text(words::WITHDRAW_LEAD);
    if options.is_empty() {
        return sheet.text(words::ALL_WITHDRAWN).answer();
    }
    let was_looked = !looked.is_empty();
    let sheet = looked.into_iter().fold(sheet, Sheet::with);
    let fields = vec![
        Field::one_of(words::WHICH, options),
        Field::text(words::REASON_NEEDED, desk.asked.form.one(words::REASON_NEEDED.0)),
    ];
    let action = format!("/workspace/withdraw/{}", course.code);
    let seen = was_looked.then(|| sent.to_owned());
    sheet.with(Part::Form(looked_at_first(desk.form(action, fields, words::WITHDRAW), seen))).answer()
}

/// What cannot be taken back is looked at first: only the page that shows what it would do has the button that does it. `seen` is what was looked at.
fn looked_at_first(mut form: Form, seen: Option<String>) -> Form {
    match seen {
        Some(seen) => {
            form.hidden.push((outcome::KEY_FIELD, outcome::new_key()));
            form.hidden.push((SEEN_FIELD, seen));
            form.buttons.push(Button::second("try", words::SEE_IMPACT));
        }
        None => form.buttons = vec![Button { name: "try", text: words::SEE_IMPACT, second: false }],
    }
    form
}

/// Withdraws, or shows what it would do.
pub(super) fn take_withdraw<'a>(asked: &'a Asked<'a>) -> Later<'a> {
    later(async move {
        let desk = enter_form(asked, Scope::Publish).await?;
        let course = desk.own_course(asked.code)?;
        let Ok(version) = asked.form.one(words::WHICH.0).parse::<Version>() else {
            return Ok(withdraw_sheet(
                &desk,
                course,
                vec![Wrong::field(words::WHICH.0, words::CHOOSE_VERSION)],
                Vec::new(),
            ));
        };
        let reason = asked.form.one(words::REASON_NEEDED.0).to_owned();
        let change = Change::WithdrawVersion { course: course.code.clone(), version, reason: reason.clone() };
        let place = |field: &[String]| match field.first().map(String::as_str) {
            Some("reason") => words::REASON_NEEDED.0,
            _ => words::WHICH.0,
        };
        let seen = asked.form.one(words::WHICH.0);
        match tried_or_made(&desk, change, Some(reason), seen, place).await? {
            Ended::Made(answer) => Ok(answer),
            Ended::Not(wrong, looked) => Ok(withdraw_sheet(&desk, course, wrong, looked)),
        }
    })
}

/// Asks which course takes the place of one.
pub(super) fn supersede<'a>(asked: &'a Asked<'a>) -> Later<'a> {
    later(async move {
        let desk = enter(asked).await?;
        desk.needs(Scope::Publish)?;
        let course = desk.own_course(asked.code)?;
        Ok(supersede_sheet(&desk, course, Vec::new(), Vec::new()))
    })
}

fn supersede_sheet(desk: &Desk<'_>, course: &Course, wrong: Vec<Wrong>, looked: Vec<Part>) -> Answer {
    let sent = desk.asked.form.one(words::EQUIVALENCE.0);
    let options = [Equivalence::Equivalent, Equivalence::NotEquivalent, Equivalence::NotStated].map(|one| Choice {
        value: one.name().to_owned(),
        text: crate::web::words::equivalence(one).to_owned(),
        chosen: sent == one.name(),
    });
    let fields = vec![
        Field::short(words::SUCCESSOR, desk.asked.form.one(words::SUCCESSOR.0)),
        Field::one_of(words::EQUIVALENCE, options.into()),
        Field::text(words::REASON, desk.asked.form.one(words::REASON.0)),
    ];
    let sheet = Sheet::new(words::SUPERSEDE).back(format!("/workspace/courses/{}", course.code), words::BACK_COURSE);
    let sheet = sheet.wrong(wrong).with(Part::Lead(course.title.clone())).text(words::SUPERSEDE_LEAD);
    let seen = (!looked.is_empty()).then(|| place_taken_by(desk));
    let sheet = looked.into_iter().fold(sheet, Sheet::with);
    let action = format!("/workspace/supersede/{}", course.code);
    sheet.with(Part::Form(looked_at_first(desk.form(action, fields, words::SUPERSEDE), seen))).answer()
}

/// What of the form says which course takes the place, and how.
fn place_taken_by(desk: &Desk<'_>) -> String {
    let form = &desk.asked.form;
    format!("{} {}", form.one(words::SUCCESSOR.0), form.one(words::EQUIVALENCE.0))
}

/// Supersedes, or shows what it would do.
pub(super) fn take_supersede<'a>(asked: &'a Asked<'a>) -> Later<'a> {
    later(async move {
        let desk = enter_form(asked, Scope::Publish).await?;
        let course = desk.own_course(asked.code)?;
        let mut wrong = Vec::new();
        let by = match CourseCode::new(asked.form.one(words::SUCCESSOR.0)) {
            Ok(by) => Some(by),
            Err(error) => {
                wrong.push(Wrong::field(words::SUCCESSOR.0, error.to_string()));
                None
            }
        };
        let all = [Equivalence::Equivalent, Equivalence::NotEquivalent, Equivalence::NotStated];
        let equivalence = all.into_iter().find(|one| one.name() == asked.form.one(words::EQUIVALENCE.0));
        if equivalence.is_none() {
            wrong.push(Wrong::field(words::EQUIVALENCE.0, words::CHOOSE_EQUIVALENCE));
        }
        let Some((by, equivalence)) = by.zip(equivalence) else {
            return Ok(supersede_sheet(&desk, course, wrong, Vec::new()));
        };
        let by = CourseSuccessor { course: by, equivalence, provenance: desk.own_word() };
        let change = Change::SupersedeCourse { course: course.code.clone(), by };
        let place = |field: &[String]| match field.last().map(String::as_str) {
            Some("equivalence") => words::EQUIVALENCE.0,
            _ => words::SUCCESSOR.0,
        };
        let reason = asked.form.one(words::REASON.0).to_owned();
        match tried_or_made(&desk, change, Some(reason), &place_taken_by(&desk), place).await? {
            Ended::Made(answer) => Ok(answer),
            Ended::Not(wrong, looked) => Ok(supersede_sheet(&desk, course, wrong, looked)),
        }
    })
}

/// Holds what was looked at. If something else is sent, that is looked at first.
const SEEN_FIELD: &str = "seen";

enum Ended {
    Made(Answer),
    /// What is wrong, or what it would do.
    Not(Vec<Wrong>, Vec<Part>),
}

async fn tried_or_made(
    desk: &Desk<'_>,
    change: Change,
    reason: Option<String>,
    what: &str,
    place: impl Fn(&[String]) -> &'static str,
) -> Result<Ended, Answer> {
    let only_try = desk.asked.form.has("try") || desk.asked.form.one(SEEN_FIELD) != what;
    let done = if only_try {
        outcome::try_out(desk, change, Tried::Impact).await?
    } else {
        outcome::make(desk, change, reason).await?
    };
    Ok(match done {
        PublishOutcome::Done(receipt) if only_try => Ended::Not(Vec::new(), outcome::parts(&receipt)),
        PublishOutcome::Done(receipt) => {
            let sheet = Sheet::new(words::DONE_HEADING).back("/workspace", words::BACK_HOME);
            let sheet = sheet.with(outcome::receipt(&receipt)).heading(words::WHAT_NEXT);
            Ended::Made(sheet.with(home::after(desk.asked.code)).answer())
        }
        PublishOutcome::Refused(violations) => {
            let wrong = violations.iter().map(|one| Wrong::field(place(&one.field), words::sentence(&one.to_string())));
            Ended::Not(wrong.collect(), Vec::new())
        }
        PublishOutcome::KeyReused => Ended::Not(vec![Wrong::at("", words::SENT_BEFORE)], Vec::new()),
    })
}
