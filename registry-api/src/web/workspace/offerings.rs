//! The offerings that a provider has of a course: what there is, one more, one less.

use registry_core::catalogue::Catalogue;
use registry_core::course::{Course, DaysFrom, Delivery, Mode, Offering, OfferingOf, PeerShare};
use registry_core::id::{CourseCode, OfferingCode, RegionCode};
use registry_core::money::Aud;
use registry_core::publish::{Change, OfferingsOf};
use registry_core::volume::Hours;

use super::sheet::{Choice, Field, Part, Sheet, Wrong};
use super::{Desk, enter, enter_form, later, not_yours, outcome};
use crate::access::Scope;
use crate::day;
use crate::ops::publish::PublishOutcome;
use crate::web::answer::Answer;
use crate::web::browse::Link;
use crate::web::browse::offering::OfferingView;
use crate::web::endpoint::{Asked, Later};
use crate::web::fields::Fields;
use crate::web::words::workspace as words;

/// Shows the offerings of this provider, and the form of another.
pub(super) fn show<'a>(asked: &'a Asked<'a>) -> Later<'a> {
    later(async move {
        let desk = enter(asked).await?;
        desk.needs(Scope::Publish)?;
        Ok(sheet(&desk, course(&desk)?, Vec::new()))
    })
}

/// A course of anybody: who teaches it need not be its publisher.
fn course<'a>(desk: &Desk<'a>) -> Result<&'a Course, Answer> {
    let code = CourseCode::new(desk.asked.code).ok();
    code.and_then(|code| desk.asked.at.catalogue().course(&code)).ok_or_else(not_yours)
}

fn own(desk: &Desk<'_>, course: &Course) -> Vec<Offering> {
    let all = desk.asked.at.catalogue().offerings_of_course(&course.code);
    all.filter(|offering| offering.provider == *desk.code()).cloned().collect()
}

fn sheet(desk: &Desk<'_>, course: &Course, wrong: Vec<Wrong>) -> Answer {
    let catalogue = desk.asked.at.catalogue();
    let own = own(desk, course);
    let action = format!("/workspace/offerings/{}", course.code);
    let mut sheet = Sheet::new(words::SET_OFFERINGS).back("/workspace", words::BACK_HOME).wrong(wrong);
    sheet = sheet.with(Part::Lead(course.title.clone()));
    if own.is_empty() {
        sheet = sheet.text(words::NO_OFFERINGS);
    } else {
        let line = |offering: &Offering| {
            let view = OfferingView::of(catalogue, offering, Link::only(""));
            Link::only(offering.code.as_str()).noting(words::offering(&view.when, &view.place, &view.price))
        };
        sheet = sheet.heading(words::OFFERED_NOW).with(Part::Entries(own.iter().map(line).collect()));
        let options =
            own.iter().map(|one| Choice { value: one.code.to_string(), text: one.code.to_string(), chosen: false });
        let mut form =
            desk.form(&action, vec![Field::some_of(words::TAKE_AWAY, options.collect())], words::TAKE_AWAY_BUTTON);
        form.hidden.push(("what", "away".to_owned()));
        form.hidden.push((outcome::KEY_FIELD, outcome::new_key()));
        sheet = sheet.heading(words::TAKE_AWAY_BUTTON).with(Part::Form(form));
    }
    let shown = desk.asked.form;
    let mut form = desk.form(&action, fields(catalogue, course, shown), words::ADD_BUTTON);
    form.hidden.push(("what", "add".to_owned()));
    form.hidden.push((outcome::KEY_FIELD, outcome::new_key()));
    sheet.heading(words::ADD_OFFERING).text(words::ADD_LEAD).with(Part::Form(form)).answer()
}

fn fields(catalogue: &Catalogue, course: &Course, shown: &Fields) -> Vec<Field> {
    let choice = |named: super::sheet::Named, value: &str, text: &str| Choice {
        value: value.to_owned(),
        text: text.to_owned(),
        chosen: shown.all(named.0).any(|one| one == value),
    };
    let versions = course.versions.iter().rev().map(|one| {
        let text = words::version(&one.version);
        choice(words::WHICH, &one.version.to_string(), &text)
    });
    let modes = [(Mode::Online, words::ONLINE), (Mode::InPerson, words::IN_PERSON), (Mode::Blended, words::BLENDED)];
    let regions = catalogue.regions().map(|one| choice(words::REGION, one.code.as_str(), &one.title));
    let peers =
        [("led", words::PEERS_LED), ("developed", words::PEERS_DEVELOPED), ("delivered", words::PEERS_DELIVERED)];
    let short = |named: super::sheet::Named| Field::short(named, shown.one(named.0));
    vec![
        short(words::OFFERING_CODE),
        Field::one_of(words::WHICH, versions.collect()),
        Field::one_of(words::MODE, modes.map(|(mode, text)| choice(words::MODE, mode.name(), text)).into()),
        Field::one_of(words::REGION, regions.collect()),
        short(words::START),
        short(words::END),
        short(words::PRICE),
        short(words::DAYS),
        short(words::OWN_TIME),
        short(words::CAPACITY),
        Field::some_of(words::PEERS, peers.map(|(value, text)| choice(words::PEERS, value, text)).into()),
    ]
}

/// Adds an offering, or takes some away.
pub(super) fn take<'a>(asked: &'a Asked<'a>) -> Later<'a> {
    later(async move {
        let desk = enter_form(asked, Scope::Publish).await?;
        let course = course(&desk)?;
        let mut offerings = own(&desk, course);
        if asked.form.one("what") == "away" {
            let gone: Vec<&str> = asked.form.all(words::TAKE_AWAY.0).collect();
            if gone.is_empty() {
                return Ok(sheet(&desk, course, vec![Wrong::field(words::TAKE_AWAY.0, words::CHOOSE_OFFERING)]));
            }
            offerings.retain(|one| !gone.contains(&one.code.as_str()));
        } else {
            match read(&desk, course) {
                Ok(added) => {
                    offerings.retain(|one| one.code != added.code);
                    offerings.push(added);
                }
                Err(wrong) => return Ok(sheet(&desk, course, wrong)),
            }
        }
        let of = OfferingsOf::Course(course.code.clone());
        let change = Change::SetOfferings { of, provider: desk.code().clone(), offerings };
        match outcome::make(&desk, change, None).await? {
            PublishOutcome::Done(receipt) => {
                let sheet = Sheet::new(words::DONE_HEADING).back("/workspace", words::BACK_HOME);
                let again = Link::to(words::SET_OFFERINGS, format!("/workspace/offerings/{}", course.code));
                let page = Link::to(words::PUBLIC_PAGE, format!("/courses/{}", course.code));
                Ok(sheet.with(outcome::receipt(&receipt)).with(Part::List(vec![again, page])).answer())
            }
            PublishOutcome::Refused(violations) => {
                let text = |one: &registry_core::publish::Violation| words::sentence(&one.to_string());
                Ok(sheet(&desk, course, violations.iter().map(|one| Wrong::at("", text(one))).collect()))
            }
            PublishOutcome::KeyReused => Ok(sheet(&desk, course, vec![Wrong::at("", words::SENT_BEFORE)])),
        }
    })
}

fn read(desk: &Desk<'_>, course: &Course) -> Result<Offering, Vec<Wrong>> {
    let (form, catalogue) = (desk.asked.form, desk.asked.at.catalogue());
    let mut wrong = Vec::new();
    let mut or = |name: &'static str, text: String| wrong.push(Wrong::field(name, text));
    let code = OfferingCode::new(form.one(words::OFFERING_CODE.0))
        .map_err(|error| or(words::OFFERING_CODE.0, error.to_string()))
        .ok();
    let version = course.versions.iter().find(|one| one.version.to_string() == form.one(words::WHICH.0));
    if version.is_none() {
        or(words::WHICH.0, words::CHOOSE_VERSION.to_owned());
    }
    let mode = Mode::ALL.into_iter().find(|mode| mode.name() == form.one(words::MODE.0));
    if mode.is_none() {
        or(words::MODE.0, words::CHOOSE_MODE.to_owned());
    }
    let region = RegionCode::new(form.one(words::REGION.0)).ok().filter(|code| catalogue.region(code).is_some());
    if region.is_none() && mode.is_some_and(|mode| mode != Mode::Online) {
        or(words::REGION.0, words::CHOOSE_REGION.to_owned());
    }
    let mut on = |name: &'static str| {
        let read = day::read(form.one(name));
        if read.is_none() {
            or(name, words::NOT_A_DAY.to_owned());
        }
        read
    };
    let (start, end) = (on(words::START.0), on(words::END.0));
    if start.zip(end).is_some_and(|(start, end)| end < start) {
        or(words::END.0, words::END_BEFORE_START.to_owned());
    }
    let price = form.one(words::PRICE.0).trim_start_matches('$').replace(',', "").parse::<Aud>();
    let price = price.map_err(|error| or(words::PRICE.0, error.to_string())).ok();
    let days = form.one(words::DAYS.0).parse::<u16>().map_err(|_| or(words::DAYS.0, words::NOT_DAYS.to_owned())).ok();
    let own_time = form.one(words::OWN_TIME.0).parse::<f64>().ok().and_then(|hours| Hours::new(hours).ok());
    if own_time.is_none() {
        or(words::OWN_TIME.0, words::NOT_HOURS.to_owned());
    }
    let capacity = match form.one(words::CAPACITY.0) {
        "" => None,
        text => text.parse::<u32>().map_err(|_| or(words::CAPACITY.0, words::NOT_PLACES.to_owned())).ok(),
    };
    let peers = |name: &str| form.all(words::PEERS.0).any(|one| one == name);
    let read = || {
        Some(Offering {
            code: code?,
            of: OfferingOf::Course { course: course.code.clone(), version: version?.version.clone() },
            provider: desk.code().clone(),
            mode: mode?,
            region: region.filter(|_| mode != Some(Mode::Online)),
            delivery: Delivery::Dated { start: start?, end: end? },
            price: price?,
            price_provenance: None,
            fees: Vec::new(),
            days: days?,
            days_from: DaysFrom::Allowance,
            own_time: own_time?,
            capacity,
            peer: PeerShare { led: peers("led"), developed: peers("developed"), delivered: peers("delivered") },
            rpl: None,
            provenance: desk.own_word(),
        })
    };
    match read() {
        Some(offering) if wrong.is_empty() => Ok(offering),
        _ => Err(wrong),
    }
}
