//! What an operator does in the workspace: choose a provider to act for, register one, and look at all that was done.

use registry_core::id::ProviderCode;
use registry_core::provider::{Provider, ProviderKind};
use registry_core::publish::Change;
use registry_core::source::{Confidence, Provenance};

use super::desk::{Held, REGISTRY, Seat, enter_office, enter_office_form, own_word};
use super::home::{ENTRIES_MAX, Logged, log};
use super::sheet::{Choice, Field, Part, Sheet, Wrong};
use super::{fault, later, outcome};
use crate::access::Scope;
use crate::ops;
use crate::ops::publish::{PublishOutcome, PublishedBy};
use crate::web::answer::Answer;
use crate::web::browse::Link;
use crate::web::endpoint::{Asked, Later};
use crate::web::words::{self as site, workspace as words};
use crate::web::zone::local;

/// The most providers that are shown to choose from. Of more, one is chosen by its code.
const CHOICES_MAX: usize = 100;

/// The longest name of a provider, in characters, as everywhere.
const TITLE_MAX: usize = 200;

/// What an operator may do.
pub(super) fn home<'a>(asked: &'a Asked<'a>) -> Later<'a> {
    later(async move { Ok(home_sheet(&enter_office(asked).await?, Vec::new())) })
}

fn home_sheet(seat: &Seat<'_>, wrong: Vec<Wrong>) -> Answer {
    let sheet = Sheet::new(words::OPERATOR_TITLE).wrong(wrong).with(Part::Lead(words::OPERATOR_LEAD.to_owned()));
    let ways = [
        (Some(Scope::Publish), words::REGISTER, "/workspace/registry/provider"),
        (Some(Scope::ManageTokens), words::ALL_TOKENS, "/workspace/registry/tokens"),
        (None, words::ALL_ACTIVITY, "/workspace/registry/activity"),
    ];
    let ways = ways.into_iter().filter(|(scope, ..)| scope.is_none_or(|scope| seat.viewer.has(scope)));
    let ways = ways.map(|(_, text, address)| Link::to(text, address.to_owned())).collect();
    let act = seat.form("/workspace/registry/act", vec![which(seat)], words::ACT);
    let ends = words::signed_in_until(local(seat.session.expires));
    let out = seat.form("/workspace/sign-out", Vec::new(), words::SIGN_OUT);
    let sheet = sheet.with(Part::List(ways)).heading(words::ACT_FOR).text(words::ACT_LEAD).with(Part::Form(act));
    sheet.heading(words::SIGN_OUT).text(ends).with(Part::Form(out)).answer()
}

fn which(seat: &Seat<'_>) -> Field {
    let now = seat.held.acting_for.as_ref().map(ProviderCode::as_str).unwrap_or_default();
    let providers: Vec<&Provider> = seat.asked.at.catalogue().providers().collect();
    if providers.len() > CHOICES_MAX {
        return Field::short(words::ACT_FOR_CODE, now);
    }
    let choice = |one: &Provider| Choice {
        value: one.code.to_string(),
        text: one.title.clone(),
        chosen: one.code.as_str() == now,
    };
    Field::one_of(words::ACT_FOR_ONE, providers.into_iter().map(choice).collect())
}

/// Acts for a provider from now on.
pub(super) fn act<'a>(asked: &'a Asked<'a>) -> Later<'a> {
    later(async move {
        let seat = enter_office_form(asked).await?;
        let code = asked.form.one(words::ACT_FOR_ONE.0);
        let known = ProviderCode::new(code).ok().filter(|code| asked.at.catalogue().provider(code).is_some());
        let Some(known) = known else {
            let text = if code.is_empty() { words::CHOOSE_PROVIDER.to_owned() } else { words::no_provider(code) };
            return Ok(home_sheet(&seat, vec![Wrong::field(words::ACT_FOR_ONE.0, text)]));
        };
        let held = Held { acting_for: Some(known), ..seat.held.clone() };
        let set = asked.web.sessions.holding(&seat.session, &held.bytes(), asked.now).map_err(fault)?;
        let set = set.ok_or_else(|| fault("a provider's code does not fit into a cookie"))?;
        Ok(Answer::See("/workspace".to_owned()).with_cookie(set))
    })
}

/// Asks what a new provider is.
pub(super) fn provider<'a>(asked: &'a Asked<'a>) -> Later<'a> {
    later(async move {
        let seat = enter_office(asked).await?;
        seat.needs(Scope::Publish)?;
        Ok(provider_sheet(&seat, Vec::new()))
    })
}

fn provider_sheet(seat: &Seat<'_>, wrong: Vec<Wrong>) -> Answer {
    let form = seat.asked.form;
    let kinds = ProviderKind::ALL.map(|kind| Choice {
        value: kind.name().to_owned(),
        text: site::provider_kind(kind).to_owned(),
        chosen: form.one(words::PROVIDER_KIND.0) == kind.name(),
    });
    let fields = vec![
        Field::short(words::PROVIDER_CODE, form.one(words::PROVIDER_CODE.0)),
        Field::text(words::PROVIDER_TITLE, form.one(words::PROVIDER_TITLE.0)),
        Field::one_of(words::PROVIDER_KIND, kinds.into()),
        Field::text(words::PROVIDER_SOURCE, form.one(words::PROVIDER_SOURCE.0)),
        Field::text(words::PROVIDER_PLACE, form.one(words::PROVIDER_PLACE.0)),
        Field::text(words::REASON, form.one(words::REASON.0)),
    ];
    let mut register = seat.form("/workspace/registry/provider", fields, words::REGISTER);
    register.hidden.push((outcome::KEY_FIELD, outcome::new_key()));
    let sheet = Sheet::new(words::REGISTER).back(REGISTRY, words::BACK).wrong(wrong);
    sheet.text(words::REGISTER_LEAD).with(Part::Form(register)).answer()
}

/// Registers a provider.
pub(super) fn register<'a>(asked: &'a Asked<'a>) -> Later<'a> {
    later(async move {
        let seat = enter_office_form(asked).await?;
        seat.needs(Scope::Publish)?;
        let provider = match read(asked) {
            Ok(provider) => provider,
            Err(wrong) => return Ok(provider_sheet(&seat, wrong)),
        };
        let by = PublishedBy::token(seat.held.token, None);
        let change = Change::RegisterProvider(provider);
        let reason = asked.form.one(words::REASON.0).to_owned();
        match outcome::make_by(&seat, by, change, Some(reason)).await? {
            PublishOutcome::Done(receipt) => {
                let sheet = Sheet::new(words::REGISTERED).back(REGISTRY, words::BACK);
                Ok(sheet.text(words::REGISTERED_NEXT).with(outcome::receipt(&receipt)).answer())
            }
            PublishOutcome::KeyReused => Ok(provider_sheet(&seat, vec![Wrong::at("", words::SENT_BEFORE)])),
            PublishOutcome::Refused(violations) => {
                let place = |field: &[String]| match field.first().map(String::as_str) {
                    Some("title") => words::PROVIDER_TITLE.0,
                    _ => words::PROVIDER_CODE.0,
                };
                let wrong = violations.iter();
                let wrong = wrong.map(|one| Wrong::field(place(&one.field), words::sentence(&one.to_string())));
                Ok(provider_sheet(&seat, wrong.collect()))
            }
        }
    })
}

fn read(asked: &Asked<'_>) -> Result<Provider, Vec<Wrong>> {
    let form = asked.form;
    let mut wrong = Vec::new();
    let code = ProviderCode::new(form.one(words::PROVIDER_CODE.0))
        .map_err(|error| wrong.push(Wrong::field(words::PROVIDER_CODE.0, words::sentence(&error.to_string()))));
    let title = form.one(words::PROVIDER_TITLE.0).to_owned();
    if title.is_empty() {
        wrong.push(Wrong::field(words::PROVIDER_TITLE.0, words::NO_PROVIDER_TITLE));
    } else if title.chars().count() > TITLE_MAX {
        wrong.push(Wrong::field(words::PROVIDER_TITLE.0, words::too_long(TITLE_MAX)));
    }
    let kind = ProviderKind::ALL.into_iter().find(|kind| kind.name() == form.one(words::PROVIDER_KIND.0));
    if kind.is_none() {
        wrong.push(Wrong::field(words::PROVIDER_KIND.0, words::CHOOSE_PROVIDER_KIND));
    }
    let provenance = match (form.one(words::PROVIDER_SOURCE.0), form.one(words::PROVIDER_PLACE.0)) {
        ("", "") => Some(own_word(words::THE_REGISTRY)),
        (source, place) => Provenance::external(source, place, Confidence::High)
            .map_err(|_| wrong.push(Wrong::field(words::PROVIDER_SOURCE.0, words::SOURCE_AND_PLACE)))
            .ok(),
    };
    match (code, kind, provenance) {
        (Ok(code), Some(kind), Some(provenance)) if wrong.is_empty() => Ok(Provider { code, title, kind, provenance }),
        _ => Err(wrong),
    }
}

/// All that was done, from the audit log.
pub(super) fn activity<'a>(asked: &'a Asked<'a>) -> Later<'a> {
    later(async move {
        enter_office(asked).await?;
        let entries = ops::read_audit::audit_newest(&asked.web.state, ENTRIES_MAX).await.map_err(fault)?;
        let sheet = Sheet::new(words::ALL_ACTIVITY).back(REGISTRY, words::BACK).text(words::ACTIVITY_LEAD);
        Ok(log(sheet, &entries, Logged::OfAll).answer())
    })
}
