//! The tokens of a provider: made, shown once, revoked.

use std::collections::BTreeSet;

use registry_core::audit::TokenId;

use super::sheet::{Choice, Field, Part, Sheet, Table, Wrong};
use super::{Desk, enter, enter_form, fault, later};
use crate::access::{Scope, TokenDraft, TokenProblem, TokenRecord};
use crate::ops::manage_tokens::{MakeOutcome, MakeProblem, list_tokens, make_token, revoke_token};
use crate::web::answer::Answer;
use crate::web::browse::Link;
use crate::web::endpoint::{Asked, Later};
use crate::web::words::workspace as words;

/// Shows the tokens, and the form of a new one.
pub(super) fn show<'a>(asked: &'a Asked<'a>) -> Later<'a> {
    later(async move {
        let desk = enter(asked).await?;
        desk.needs(Scope::ManageTokens)?;
        sheet(&desk, Vec::new()).await
    })
}

async fn sheet(desk: &Desk<'_>, wrong: Vec<Wrong>) -> Result<Answer, Answer> {
    let all = list_tokens(&desk.asked.web.state, Some(&desk.viewer)).await.map_err(fault)?;
    let rows = all.iter().map(|one| row(one, desk)).collect();
    let (caption, columns) = (words::TOKENS.to_owned(), words::TOKEN_COLUMNS.to_vec());
    let mut sheet = Sheet::new(words::TOKENS).back("/workspace", words::BACK_HOME).wrong(wrong);
    sheet = sheet.text(words::TOKENS_LEAD).with(Part::Table(Table { caption, columns, rows }));
    let good = all.iter().filter(|one| one.is_good(desk.asked.now));
    let options: Vec<Choice> = good
        .map(|one| Choice { value: one.id.to_string(), text: format!("{} ({})", one.label, one.id), chosen: false })
        .collect();
    let revoke =
        desk.form("/workspace/tokens/revoke", vec![Field::one_of(words::REVOKE, options)], words::REVOKE_BUTTON);
    let form = desk.asked.form;
    let scopes = Scope::ALL.into_iter().filter(|scope| desk.may(*scope)).map(|scope| Choice {
        value: scope.name().to_owned(),
        text: words::scope(scope).to_owned(),
        chosen: form.all(words::SCOPES.0).any(|one| one == scope.name()),
    });
    let fields = vec![
        Field::text(words::LABEL, form.one(words::LABEL.0)),
        Field::some_of(words::SCOPES, scopes.collect()),
        Field::short(words::LIFE, if form.has(words::LIFE.0) { form.one(words::LIFE.0) } else { "90" }),
    ];
    let make = desk.form("/workspace/tokens", fields, words::MAKE_TOKEN);
    sheet = sheet.heading(words::MAKE_TOKEN).with(Part::Form(make));
    Ok(sheet.heading(words::REVOKE_BUTTON).text(words::REVOKE_LEAD).with(Part::Form(revoke)).answer())
}

fn row(one: &TokenRecord, desk: &Desk<'_>) -> Vec<Link> {
    let scopes: Vec<&str> = one.scopes.iter().map(|scope| scope.name()).collect();
    let state = match (one.revoked.is_some(), one.is_good(desk.asked.now)) {
        (true, _) => words::REVOKED.to_owned(),
        (false, false) => words::EXPIRED.to_owned(),
        (false, true) => words::good_until(&one.expires.format("%Y-%m-%d").to_string()),
    };
    let used =
        one.last_used.map_or_else(|| words::NEVER_USED.to_owned(), |at| at.format("%Y-%m-%d %H:%M UTC").to_string());
    [one.label.clone(), one.id.to_string(), scopes.join(", "), state, used].into_iter().map(Link::only).collect()
}

/// Makes a token, and shows it this once.
pub(super) fn make<'a>(asked: &'a Asked<'a>) -> Later<'a> {
    later(async move {
        let desk = enter_form(asked, Scope::ManageTokens).await?;
        let form = asked.form;
        let scopes: BTreeSet<Scope> = form.all(words::SCOPES.0).filter_map(|name| name.parse().ok()).collect();
        let Ok(days) = form.one(words::LIFE.0).parse::<i64>() else {
            return sheet(&desk, vec![Wrong::field(words::LIFE.0, words::NOT_DAYS)]).await;
        };
        let label = form.one(words::LABEL.0).to_owned();
        let draft = TokenDraft { label, provider: Some(desk.code().clone()), scopes, days };
        match make_token(&asked.web.state, Some(&desk.viewer), draft, asked.now).await.map_err(fault)? {
            MakeOutcome::Refused(problems) => {
                let wrong = problems.iter().map(|one| Wrong::field(place(one), words::sentence(&one.to_string())));
                sheet(&desk, wrong.collect()).await
            }
            MakeOutcome::Made(record, secret) => {
                let sheet = Sheet::new(words::TOKEN_MADE).back("/workspace/tokens", words::BACK);
                let sheet = sheet.text(words::SHOWN_ONCE).with(Part::Secret(secret.reveal()));
                Ok(sheet.text(words::good_until(&record.expires.format("%Y-%m-%d").to_string())).answer())
            }
        }
    })
}

fn place(problem: &MakeProblem) -> &'static str {
    match problem {
        MakeProblem::Draft(TokenProblem::Days { .. }) => words::LIFE.0,
        MakeProblem::Draft(TokenProblem::NoScope) | MakeProblem::ScopeNotYours(_) => words::SCOPES.0,
        MakeProblem::Draft(TokenProblem::Label { .. }) | MakeProblem::NotYours(_) => words::LABEL.0,
    }
}

/// Revokes a token of this provider.
pub(super) fn revoke<'a>(asked: &'a Asked<'a>) -> Later<'a> {
    later(async move {
        let desk = enter_form(asked, Scope::ManageTokens).await?;
        let revoked = match asked.form.one(words::REVOKE.0).parse::<TokenId>() {
            Ok(id) => revoke_token(&asked.web.state, Some(&desk.viewer), id, asked.now).await.map_err(fault)?,
            Err(_) => false,
        };
        if revoked {
            Ok(Answer::See("/workspace/tokens".to_owned()))
        } else {
            sheet(&desk, vec![Wrong::field(words::REVOKE.0, words::CHOOSE_TOKEN)]).await
        }
    })
}
