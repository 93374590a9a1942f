//! The last look at a new version, and its publication.
//!
//! The change is tried against the catalogue of the moment: the page as it will look, differences, the number it needs and why,
//! and what it does to others. The form then carries an idempotency key, so that a page loaded twice publishes once.

use registry_core::id::CourseCode;
use registry_core::publish::{Change, EarlierVersions, Fault, Violation};
use semver::Version;

use super::draft::{DRAFT_FIELD, Draft, Numbered, Section};
use super::outcome::{self, Tried};
use super::sheet::{Button, Choice, Field, Part, Preview, Sheet, Wrong};
use super::{Desk, enter, enter_form, fault, home, later};
use crate::access::Scope;
use crate::beside::beside_others;
use crate::ops;
use crate::ops::publish::PublishOutcome;
use crate::ops::receipt::Receipt;
use crate::web::answer::Answer;
use crate::web::browse::course::CourseView;
use crate::web::endpoint::{Asked, Later};
use crate::web::words::workspace as words;

/// Tries the draft and shows what it comes to.
pub(super) fn show<'a>(asked: &'a Asked<'a>) -> Later<'a> {
    later(async move {
        let desk = enter(asked).await?;
        desk.needs(Scope::Publish)?;
        let draft = Draft::sent(&desk)?;
        looked_at(&desk, &draft, &Chosen::of(asked)).await
    })
}

/// Publishes, or looks again under another number.
pub(super) fn take<'a>(asked: &'a Asked<'a>) -> Later<'a> {
    later(async move {
        let desk = enter_form(asked, Scope::Publish).await?;
        let (draft, chosen) = (Draft::sent(&desk)?, Chosen::of(asked));
        if asked.form.has("again") {
            return looked_at(&desk, &draft, &chosen).await;
        }
        let Ok(version) = chosen.number.parse::<Version>() else {
            let wrong = Wrong::field(words::NUMBER.0, words::not_a_number(&chosen.number));
            return looked_at_with(&desk, &draft, &chosen, vec![wrong]).await;
        };
        let Some(change) = draft.to_publish(asked.at.catalogue(), chosen.numbered(&desk, version)) else {
            return Ok(Answer::See(draft.address(asked, "draft")?));
        };
        let change = Change::PublishVersion(Box::new(change));
        match outcome::make(&desk, change, Some(chosen.reason.clone())).await? {
            PublishOutcome::Done(receipt) => {
                let named = format!("{} {}", draft.title(asked.at.catalogue()), chosen.number);
                Ok(published(&draft.code, &named, &receipt))
            }
            PublishOutcome::KeyReused => {
                looked_at_with(&desk, &draft, &chosen, vec![Wrong::at("", words::SENT_BEFORE)]).await
            }
            PublishOutcome::Refused(violations) => {
                let wrong = wrong_with(&desk, &draft, &violations)?;
                looked_at_with(&desk, &draft, &chosen, wrong).await
            }
        }
    })
}

/// What somebody chose on the page.
struct Chosen {
    number: String,
    earlier: EarlierVersions,
    reason: String,
}

impl Chosen {
    fn of(asked: &Asked<'_>) -> Self {
        let earlier = match asked.form.one(words::EARLIER.0) {
            "superseded" => EarlierVersions::AreSuperseded,
            _ => EarlierVersions::StayPublished,
        };
        let (number, reason) = (asked.form.one(words::NUMBER.0).to_owned(), asked.form.one(words::REASON.0).to_owned());
        Self { number, earlier, reason }
    }

    fn numbered(&self, desk: &Desk<'_>, version: Version) -> Numbered {
        Numbered { version, today: desk.asked.today, own: desk.own_word(), earlier: self.earlier }
    }
}

async fn looked_at(desk: &Desk<'_>, draft: &Draft, chosen: &Chosen) -> Result<Answer, Answer> {
    looked_at_with(desk, draft, chosen, Vec::new()).await
}

/// The page. Where no number was chosen it is the least that will do.
async fn looked_at_with(
    desk: &Desk<'_>,
    draft: &Draft,
    chosen: &Chosen,
    mut wrong: Vec<Wrong>,
) -> Result<Answer, Answer> {
    let catalogue = desk.asked.at.catalogue();
    let back = draft.address(desk.asked, "draft")?;
    let change = |version: Version| {
        let change = draft.to_publish(catalogue, chosen.numbered(desk, version));
        change.map(|change| Change::PublishVersion(Box::new(change)))
    };
    let Some(first) = change(draft.far_enough(catalogue)) else { return Ok(Answer::See(back)) };
    let mut sheet = Sheet::new(words::check_title(&draft.title(catalogue))).back(back, words::BACK_TASKS);
    let far = outcome::try_out(desk, first, Tried::Differences).await?;
    let receipt = match far {
        PublishOutcome::Done(receipt) => *receipt,
        PublishOutcome::Refused(violations) => {
            wrong.extend(wrong_with(desk, draft, &violations)?);
            return Ok(sheet.wrong(wrong).text(words::CHANGE_FIRST).answer());
        }
        PublishOutcome::KeyReused => return Err(fault("a trial has no key")),
    };
    let least =
        receipt.bump.as_ref().map_or_else(|| draft.far_enough(catalogue).to_string(), |bump| bump.least.clone());
    let number = if chosen.number.is_empty() { least } else { chosen.number.clone() };
    let tried = match number.parse::<Version>().ok().and_then(change) {
        Some(change) => Some(outcome::try_out(desk, change, Tried::Impact).await?),
        None => None,
    };
    let shown = match tried {
        Some(PublishOutcome::Done(tried)) => *tried,
        Some(PublishOutcome::Refused(violations)) => {
            if wrong.is_empty() {
                wrong = wrong_with(desk, draft, &violations)?;
            }
            receipt
        }
        _ => receipt,
    };
    let is_new = catalogue.course(&draft.code).is_none();
    let numbers = [number.parse().ok(), Some(draft.far_enough(catalogue))];
    let view = numbers.into_iter().flatten().filter_map(change).find_map(|change| preview(desk, &draft.code, &change));
    sheet = sheet.wrong(wrong);
    if let Some(view) = view {
        let preview = Preview { called: words::PREVIEW_CALLED, view: Box::new(view), open: is_new };
        sheet = sheet.heading(words::PREVIEW).with(Part::Course(preview));
    }
    if is_new {
        sheet = sheet.text(words::COST_LATER).heading(words::FIRST_NUMBER_HEADING).text(words::FIRST_NUMBER);
    }
    for part in outcome::parts(&shown) {
        sheet = sheet.with(part);
    }
    let form = form(desk, draft, chosen, (&number, is_new))?;
    Ok(sheet.heading(words::PUBLISH).text(words::PUBLISH_LEAD).with(Part::Form(form)).answer())
}

/// The page of the course as it will look, where the change can be made.
fn preview(desk: &Desk<'_>, code: &CourseCode, change: &Change) -> Option<CourseView> {
    let (catalogue, by) = (desk.asked.at.catalogue(), desk.publishes());
    let next = beside_others(|| ops::publish::preview(catalogue, change, &by, desk.asked.today)).ok()?;
    CourseView::of(&next, next.course(code)?, desk.asked.today, 4)
}

fn form(
    desk: &Desk<'_>,
    draft: &Draft,
    chosen: &Chosen,
    (number, is_new): (&str, bool),
) -> Result<super::sheet::Form, Answer> {
    let option = |value: &str, text: &str, is: EarlierVersions| Choice {
        value: value.to_owned(),
        text: text.to_owned(),
        chosen: chosen.earlier == is,
    };
    let earlier = vec![
        option("stay", words::EARLIER_STAY, EarlierVersions::StayPublished),
        option("superseded", words::EARLIER_SUPERSEDED, EarlierVersions::AreSuperseded),
    ];
    let mut fields = vec![Field::short(words::NUMBER, number)];
    if !is_new {
        fields.push(Field::one_of(words::EARLIER, earlier));
    }
    fields.push(Field::text(words::REASON, &chosen.reason));
    let mut form = desk.form("/workspace/check", fields, words::PUBLISH);
    form.hidden.push((DRAFT_FIELD, draft.sealed(desk.asked)?));
    form.hidden.push((outcome::KEY_FIELD, outcome::new_key()));
    form.buttons.push(Button::second("again", words::LOOK_AGAIN));
    Ok(form)
}

/// Each violation, and the page where it is put right.
fn wrong_with(desk: &Desk<'_>, draft: &Draft, violations: &[Violation]) -> Result<Vec<Wrong>, Answer> {
    let mut wrong = Vec::new();
    for violation in violations {
        let text = words::sentence(&violation.to_string());
        let number = matches!(
            *violation.fault,
            Fault::BumpTooSmall { .. } | Fault::VersionThere { .. } | Fault::VersionOutOfOrder { .. }
        );
        let link = match Section::of_field(&violation.field) {
            _ if number => format!("#{}", words::NUMBER.0),
            Some(section) => draft.address(desk.asked, &format!("draft/{}", section.name()))?,
            None => String::new(),
        };
        wrong.push(Wrong::at(link, text));
    }
    Ok(wrong)
}

fn published(code: &CourseCode, named: &str, receipt: &Receipt) -> Answer {
    let mut sheet = Sheet::new(words::PUBLISHED_HEADING).back("/workspace", words::BACK_HOME);
    sheet = sheet.with(Part::Lead(words::published(named)));
    sheet = sheet.with(outcome::receipt(receipt));
    for part in outcome::parts(receipt) {
        sheet = sheet.with(part);
    }
    sheet.heading(words::WHAT_NEXT).with(home::after(code.as_str())).answer()
}
