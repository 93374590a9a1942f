//! What is done with a credential after it was issued: offered again, revoked, suspended, reinstated.

use super::{REASON_MAX, by, claim_link, sheet};
use crate::access::Scope;
use crate::claim::CredentialId;
use crate::holding::HELD_MAX;
use crate::ops;
use crate::ops::Offered;
use crate::ops::credential_status::ChangeStatus;
use crate::store::{StatusChange, StatusOutcome};
use crate::web::answer::Answer;
use crate::web::endpoint::{Asked, Later};
use crate::web::words::workspace as words;
use crate::web::workspace::sheet::{Choice, Field, Form, Part, Sheet, Wrong};
use crate::web::workspace::{Desk, Named, enter_form, fault, later};

/// The forms below the list of what was issued, with the numbers that a link of the list fills in.
pub(super) fn forms(desk: &Desk<'_>, sheet: Sheet) -> Sheet {
    let number = |named: Named| Field::text(named, super::sent(desk.asked, named));
    let offer = vec![Field::lines(words::WHICH_OFFERED, 3, super::sent(desk.asked, words::WHICH_OFFERED))];
    let revoke = vec![number(words::WHICH_CREDENTIAL), Field::text(words::REVOKE_REASON, "")];
    let asked_for = desk.asked.form.one(words::SUSPEND_WHAT.0);
    let what = [("suspend", words::SUSPEND_IT), ("reinstate", words::REINSTATE_IT)].map(|(value, text)| Choice {
        value: value.to_owned(),
        text: text.to_owned(),
        chosen: value == asked_for,
    });
    let suspend = vec![
        number(words::WHICH_SUSPENDED),
        Field::one_of(words::SUSPEND_WHAT, what.into()),
        Field::text(words::SUSPEND_REASON, ""),
    ];
    let form = |action: &str, fields: Vec<Field>, button: &'static str| -> Form {
        desk.form(format!("/workspace/issue/{action}"), fields, button)
    };
    let sheet = sheet.heading(words::OFFER_AGAIN).text(words::OFFER_AGAIN_LEAD);
    let sheet = sheet.with(Part::Form(form("offer", offer, words::OFFER_AGAIN)));
    let sheet = sheet.heading(words::SUSPEND).text(words::SUSPEND_LEAD);
    let sheet = sheet.with(Part::Form(form("suspend", suspend, words::SUSPEND)));
    let sheet = sheet.heading(words::REVOKE_CREDENTIAL).text(words::REVOKE_CREDENTIAL_LEAD);
    sheet.with(Part::Form(form("revoke", revoke, words::REVOKE_CREDENTIAL)))
}

/// Makes a new claim for somebody who has lost the link, or the record.
pub(in crate::web::workspace) fn offer<'a>(asked: &'a Asked<'a>) -> Later<'a> {
    later(async move {
        let desk = enter_form(asked, Scope::Issue).await?;
        let apart = |letter: char| letter.is_whitespace() || matches!(letter, ',' | ';');
        let written: Vec<&str> =
            asked.form.one(words::WHICH_OFFERED.0).split(apart).filter(|part| !part.is_empty()).collect();
        let ids: Vec<Option<CredentialId>> = written.iter().map(|part| part.parse().ok()).collect();
        let offered = match ids.len() {
            0 => Err(words::NO_NUMBER.to_owned()),
            count if count > HELD_MAX => Err(words::too_many_offered(count, HELD_MAX)),
            _ => match ops::offer_again(&asked.web.state, &by(&desk), &ids, asked.now).await.map_err(fault)? {
                Offered::Again(claims) => Ok(claims),
                Offered::NotThere(places) => {
                    let unknown: Vec<&str> = places.iter().filter_map(|at| written.get(*at).copied()).collect();
                    Err(words::no_such_credentials(&unknown))
                }
                Offered::OtherNames(places) => {
                    let others: Vec<&str> = places.iter().filter_map(|at| written.get(*at).copied()).collect();
                    Err(words::other_names(&others))
                }
            },
        };
        let claims = match offered {
            Ok(claims) => claims,
            Err(text) => return sheet(&desk, vec![Wrong::field(words::WHICH_OFFERED.0, text)]).await,
        };
        let sheet = Sheet::new(words::OFFERED_AGAIN).back("/workspace/issue", words::BACK).text(words::OFFERED_LEAD);
        Ok(sheet.with(Part::Secret(claim_link(&desk, &claims))).answer())
    })
}

/// Revokes a credential of this provider.
pub(in crate::web::workspace) fn revoke<'a>(asked: &'a Asked<'a>) -> Later<'a> {
    later(async move {
        let desk = enter_form(asked, Scope::Issue).await?;
        change(&desk, StatusChange::Revoke, (words::WHICH_CREDENTIAL, words::REVOKE_REASON)).await
    })
}

/// Suspends a credential of this provider, or reinstates it.
pub(in crate::web::workspace) fn suspend<'a>(asked: &'a Asked<'a>) -> Later<'a> {
    later(async move {
        let desk = enter_form(asked, Scope::Issue).await?;
        let wish = match asked.form.one(words::SUSPEND_WHAT.0) {
            "suspend" => StatusChange::Suspend,
            "reinstate" => StatusChange::Reinstate,
            _ => return sheet(&desk, vec![Wrong::field(words::SUSPEND_WHAT.0, words::CHOOSE_SUSPEND)]).await,
        };
        change(&desk, wish, (words::WHICH_SUSPENDED, words::SUSPEND_REASON)).await
    })
}

/// Changes the status of the credential that one field names, for the reason in the other.
async fn change(desk: &Desk<'_>, change: StatusChange, (which, why): (Named, Named)) -> Result<Answer, Answer> {
    let form = desk.asked.form;
    let wrong = |text: &str| vec![Wrong::field(which.0, text)];
    let Ok(id) = form.one(which.0).parse::<CredentialId>() else {
        return sheet(desk, wrong(words::NO_SUCH_CREDENTIAL)).await;
    };
    let reason = form.one(why.0);
    if reason.chars().count() > REASON_MAX {
        return sheet(desk, vec![Wrong::field(why.0, words::too_long(REASON_MAX))]).await;
    }
    let wish = ChangeStatus {
        by: by(desk),
        change,
        credentials: vec![id],
        reason: (!reason.is_empty()).then(|| reason.to_owned()),
        idempotent: None,
        dry_run: false,
        now: desk.asked.now,
    };
    let changed = ops::change_status(&desk.asked.web.state, wish).await.map_err(fault)?;
    let (heading, lead) = match change {
        StatusChange::Revoke => (words::CREDENTIAL_REVOKED, words::REVOKED_LEAD),
        StatusChange::Suspend => (words::CREDENTIAL_SUSPENDED, words::SUSPENDED_LEAD),
        StatusChange::Reinstate => (words::CREDENTIAL_REINSTATED, words::REINSTATED_LEAD),
    };
    match changed.and_then(|outcomes| outcomes.into_iter().next()) {
        Some(StatusOutcome::NotSuspendable) => sheet(desk, wrong(words::NOT_SUSPENDABLE)).await,
        Some(StatusOutcome::RevokedForGood) if change != StatusChange::Revoke => {
            sheet(desk, wrong(words::REVOKED_FOR_GOOD)).await
        }
        Some(StatusOutcome::Changed | StatusOutcome::AlreadySo | StatusOutcome::RevokedForGood) => {
            let sheet = Sheet::new(heading).back("/workspace/issue", words::BACK).text(lead);
            Ok(sheet.with(Part::Facts(vec![(words::NUMBER_OF_CREDENTIAL, id.to_string())])).answer())
        }
        _ => sheet(desk, wrong(words::NO_SUCH_CREDENTIAL)).await,
    }
}
