//! The offerings that a provider has of a course or a qualification: what there is, one more, one changed, one less.

mod form;
mod taught;

use registry_core::course::Offering;
use registry_core::publish::Change;

use super::sheet::{Choice, Field, Part, Sheet, Wrong};
use super::{Desk, enter, enter_form, later, outcome};
use crate::access::Scope;
use crate::ops::publish::PublishOutcome;
use crate::web::answer::Answer;
use crate::web::browse::Link;
use crate::web::browse::offering::OfferingView;
use crate::web::endpoint::{Asked, Later};
use crate::web::words::workspace as words;

use self::taught::Sort;
pub(super) use self::taught::Taught;

/// What the address of the page names to be changed.
const CHANGE: &str = "change";

/// Asks what is to be offered.
pub(super) fn ask<'a>(asked: &'a Asked<'a>) -> Later<'a> {
    later(async move {
        let desk = enter(asked).await?;
        desk.needs(Scope::Publish)?;
        Ok(which(&desk, Vec::new()))
    })
}

fn which(desk: &Desk<'_>, wrong: Vec<Wrong>) -> Answer {
    let fields = vec![Field::short(words::OFFER_CODE, desk.asked.form.one(words::OFFER_CODE.0))];
    let form = desk.form("/workspace/offerings", fields, words::OFFER_NEXT);
    let sheet = Sheet::new(words::OFFER).back("/workspace", words::BACK_HOME).wrong(wrong);
    sheet.text(words::OFFER_LEAD).with(Part::Form(form)).answer()
}

/// Leads to the offerings of what was named.
pub(super) fn choose<'a>(asked: &'a Asked<'a>) -> Later<'a> {
    later(async move {
        let desk = enter_form(asked, Scope::Publish).await?;
        let code = asked.form.one(words::OFFER_CODE.0);
        match Taught::named(asked.at.catalogue(), code) {
            Some(taught) => Ok(Answer::See(taught.address())),
            None => Ok(which(&desk, vec![Wrong::field(words::OFFER_CODE.0, words::nothing_to_offer(code))])),
        }
    })
}

/// Shows the offerings of a course that this provider has, and the form of another.
pub(super) fn show<'a>(asked: &'a Asked<'a>) -> Later<'a> {
    page(asked, Sort::Course)
}

/// The same of a qualification.
pub(super) fn show_program<'a>(asked: &'a Asked<'a>) -> Later<'a> {
    page(asked, Sort::Qualification)
}

/// Adds or changes an offering of a course, or takes some away.
pub(super) fn take<'a>(asked: &'a Asked<'a>) -> Later<'a> {
    sent(asked, Sort::Course)
}

/// The same of a qualification.
pub(super) fn take_program<'a>(asked: &'a Asked<'a>) -> Later<'a> {
    sent(asked, Sort::Qualification)
}

fn page<'a>(asked: &'a Asked<'a>, sort: Sort) -> Later<'a> {
    later(async move {
        let desk = enter(asked).await?;
        desk.needs(Scope::Publish)?;
        Ok(sheet(&desk, Taught::at(&desk, sort)?, Vec::new()))
    })
}

fn sheet(desk: &Desk<'_>, taught: Taught<'_>, wrong: Vec<Wrong>) -> Answer {
    let catalogue = desk.asked.at.catalogue();
    let own = taught.offered(desk);
    let action = taught.address();
    let mut sheet = Sheet::new(words::SET_OFFERINGS).back("/workspace", words::BACK_HOME).wrong(wrong);
    sheet = sheet.with(Part::Lead(taught.title().to_owned()));
    if own.is_empty() {
        sheet = sheet.text(words::NO_OFFERINGS);
    } else {
        let line = |offering: &&Offering| {
            let view = OfferingView::of(catalogue, offering);
            let address = format!("{action}?{CHANGE}={}#{}", offering.code, words::OFFERING_CODE.0);
            Link::to(offering.code.as_str(), address).noting(words::offering(&view.when, &view.place, &view.price))
        };
        sheet = sheet.heading(words::OFFERED_NOW).text(words::CHANGE_ONE);
        sheet = sheet.with(Part::Entries(own.iter().map(line).collect()));
        let options =
            own.iter().map(|one| Choice { value: one.code.to_string(), text: one.code.to_string(), chosen: false });
        let mut form =
            desk.form(&action, vec![Field::some_of(words::TAKE_AWAY, options.collect())], words::TAKE_AWAY_BUTTON);
        form.hidden.push(("what", "away".to_owned()));
        form.hidden.push((outcome::KEY_FIELD, outcome::new_key()));
        sheet = sheet.heading(words::TAKE_AWAY_BUTTON).with(Part::Form(form));
    }
    let changed = own.iter().find(|one| one.code.as_str() == desk.asked.query.one(CHANGE));
    let filled = changed.map(|offering| form::written(offering));
    let shown = if desk.asked.form.has("what") { desk.asked.form } else { filled.as_ref().unwrap_or(desk.asked.form) };
    let (heading, button) = match changed {
        Some(_) => (words::CHANGE_OFFERING, words::CHANGE_BUTTON),
        None => (words::ADD_OFFERING, words::ADD_BUTTON),
    };
    let mut form = desk.form(&action, form::fields(catalogue, taught, shown), button);
    form.hidden.push(("what", "add".to_owned()));
    form.hidden.push((outcome::KEY_FIELD, outcome::new_key()));
    let funding = catalogue.funding_sources().map(|one| Link::only(one.code.as_str()).noting(&one.title));
    sheet = sheet.heading(heading).text(words::ADD_LEAD).with(Part::Form(form));
    sheet.heading(words::FUNDING_CODES).with(Part::List(funding.collect())).answer()
}

fn sent<'a>(asked: &'a Asked<'a>, sort: Sort) -> Later<'a> {
    later(async move {
        let desk = enter_form(asked, Scope::Publish).await?;
        let taught = Taught::at(&desk, sort)?;
        let known = taught.offered(&desk);
        let mut offerings: Vec<Offering> = known.iter().map(|one| (*one).clone()).collect();
        if asked.form.one("what") == "away" {
            let gone: Vec<&str> = asked.form.all(words::TAKE_AWAY.0).collect();
            if gone.is_empty() {
                return Ok(sheet(&desk, taught, vec![Wrong::field(words::TAKE_AWAY.0, words::CHOOSE_OFFERING)]));
            }
            offerings.retain(|one| !gone.contains(&one.code.as_str()));
        } else {
            let by = (desk.code(), desk.own_word());
            match form::read(asked.at.catalogue(), by, (taught, &known), asked.form) {
                Ok(added) => {
                    offerings.retain(|one| one.code != added.code);
                    offerings.push(added);
                }
                Err(wrong) => return Ok(sheet(&desk, taught, wrong)),
            }
        }
        let change = Change::SetOfferings { of: taught.set(), provider: desk.code().clone(), offerings };
        match outcome::make(&desk, change, None).await? {
            PublishOutcome::Done(receipt) => {
                let sheet = Sheet::new(words::DONE_HEADING).back("/workspace", words::BACK_HOME);
                let again = Link::to(words::SET_OFFERINGS, taught.address());
                let page = Link::to(words::PUBLIC_PAGE, taught.page());
                Ok(sheet.with(outcome::receipt(&receipt)).with(Part::List(vec![again, page])).answer())
            }
            PublishOutcome::Refused(violations) => {
                let text = |one: &registry_core::publish::Violation| words::sentence(&one.to_string());
                Ok(sheet(&desk, taught, violations.iter().map(|one| Wrong::at("", text(one))).collect()))
            }
            PublishOutcome::KeyReused => Ok(sheet(&desk, taught, vec![Wrong::at("", words::SENT_BEFORE)])),
        }
    })
}
