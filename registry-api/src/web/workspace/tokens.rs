//! Tokens: made, shown once, revoked. A provider sees its own; an operator those of everybody, and the registry's.

use std::collections::BTreeSet;

use registry_core::audit::TokenId;
use registry_core::id::ProviderCode;

use super::desk::{REGISTRY, Seat, enter_office, enter_office_form};
use super::sheet::{Choice, Field, Form, Part, Sheet, Table, Wrong};
use super::{Desk, enter, enter_form, fault, later};
use crate::access::{Scope, TokenDraft, TokenProblem, TokenRecord};
use crate::ops::manage_tokens::{MakeOutcome, MakeProblem, list_tokens, make_token, revoke_token};
use crate::web::answer::Answer;
use crate::web::browse::Link;
use crate::web::endpoint::{Asked, Later};
use crate::web::words::workspace as words;
use crate::web::zone::local;

/// The most tokens that one page lists.
const LISTED_MAX: usize = 100;

/// Shows the tokens of a provider, and the form of a new one.
pub(super) fn show<'a>(asked: &'a Asked<'a>) -> Later<'a> {
    later(async move {
        let desk = enter(asked).await?;
        desk.needs(Scope::ManageTokens)?;
        Tokens::of(&desk).sheet(Vec::new()).await
    })
}

/// Makes a token of a provider, and shows it this once.
pub(super) fn make<'a>(asked: &'a Asked<'a>) -> Later<'a> {
    later(async move { Tokens::of(&enter_form(asked, Scope::ManageTokens).await?).make().await })
}

/// Revokes a token of a provider.
pub(super) fn revoke<'a>(asked: &'a Asked<'a>) -> Later<'a> {
    later(async move { Tokens::of(&enter_form(asked, Scope::ManageTokens).await?).revoke().await })
}

/// Shows all tokens, to an operator.
pub(super) fn show_all<'a>(asked: &'a Asked<'a>) -> Later<'a> {
    later(async move { Tokens::of_all(&enter_office(asked).await?)?.sheet(Vec::new()).await })
}

/// Makes a token of any provider, or of the operator.
pub(super) fn make_any<'a>(asked: &'a Asked<'a>) -> Later<'a> {
    later(async move { Tokens::of_all(&enter_office_form(asked).await?)?.make().await })
}

/// Revokes any token.
pub(super) fn revoke_any<'a>(asked: &'a Asked<'a>) -> Later<'a> {
    later(async move { Tokens::of_all(&enter_office_form(asked).await?)?.revoke().await })
}

/// The page of some tokens.
struct Tokens<'s, 'a> {
    seat: &'s Seat<'a>,
    /// Whose they are; everybody's where there is none.
    desk: Option<&'s Desk<'a>>,
    address: &'static str,
    back: &'static str,
}

impl<'s, 'a> Tokens<'s, 'a> {
    fn of(desk: &'s Desk<'a>) -> Self {
        Self { seat: &desk.seat, desk: Some(desk), address: "/workspace/tokens", back: "/workspace" }
    }

    /// # Errors
    /// A token that may not manage tokens: the page that says so.
    fn of_all(seat: &'s Seat<'a>) -> Result<Self, Answer> {
        seat.needs(Scope::ManageTokens)?;
        Ok(Self { seat, desk: None, address: "/workspace/registry/tokens", back: REGISTRY })
    }

    fn form(&self, action: String, fields: Vec<Field>, button: &'static str) -> Form {
        match self.desk {
            Some(desk) => desk.form(action, fields, button),
            None => self.seat.form(action, fields, button),
        }
    }

    async fn all(&self) -> Result<Vec<TokenRecord>, Answer> {
        let asked = self.seat.asked;
        let mut all = list_tokens(&asked.web.state, Some(&self.seat.viewer)).await.map_err(fault)?;
        // An operator who acts for a provider sees here what that provider would.
        if let Some(desk) = self.desk {
            all.retain(|one| one.provider.as_ref() == Some(desk.code()));
        }
        // The newest are those that somebody is looking for; one that is good comes before one that is not.
        all.reverse();
        all.sort_by_key(|one| !one.is_good(self.seat.asked.now));
        Ok(all)
    }

    async fn sheet(&self, wrong: Vec<Wrong>) -> Result<Answer, Answer> {
        let (asked, all) = (self.seat.asked, self.all().await?);
        let mut columns = words::TOKEN_COLUMNS.to_vec();
        if self.desk.is_none() {
            columns.insert(1, words::OF_PROVIDER);
        }
        let (caption, shown) = (words::tokens(all.len(), LISTED_MAX), all.iter().take(LISTED_MAX));
        let rows = shown.clone().map(|one| self.row(one)).collect();
        let title = if self.desk.is_some() { words::TOKENS } else { words::ALL_TOKENS };
        let sheet = Sheet::new(title).back(self.back, words::BACK).wrong(wrong);
        let sheet = sheet.text(words::TOKENS_LEAD).with(Part::Table(Table { caption, columns, rows }));
        let good = shown.filter(|one| one.is_good(asked.now));
        let options = good.map(|one| Choice {
            value: one.id.to_string(),
            text: match self.desk {
                Some(_) => format!("{} ({})", one.label, one.id),
                None => format!("{}, {} ({})", one.label, whose(one), one.id),
            },
            chosen: false,
        });
        let which = vec![Field::one_of(words::REVOKE, options.collect())];
        let revoke = self.form(format!("{}/revoke", self.address), which, words::REVOKE_BUTTON);
        let make = self.form(self.address.to_owned(), self.fields(), words::MAKE_TOKEN);
        let sheet = sheet.heading(words::MAKE_TOKEN).with(Part::Form(make));
        Ok(sheet.heading(words::REVOKE_BUTTON).text(words::REVOKE_LEAD).with(Part::Form(revoke)).answer())
    }

    fn fields(&self) -> Vec<Field> {
        let form = self.seat.asked.form;
        let scopes = Scope::ALL.into_iter().filter(|scope| self.seat.viewer.has(*scope)).map(|scope| Choice {
            value: scope.name().to_owned(),
            text: words::scope(scope).to_owned(),
            chosen: form.all(words::SCOPES.0).any(|one| one == scope.name()),
        });
        let mut fields = vec![
            Field::text(words::LABEL, form.one(words::LABEL.0)),
            Field::some_of(words::SCOPES, scopes.collect()),
            Field::short(words::LIFE, if form.has(words::LIFE.0) { form.one(words::LIFE.0) } else { "90" }),
        ];
        if self.desk.is_none() {
            fields.insert(0, Field::short(words::TOKEN_OF, form.one(words::TOKEN_OF.0)));
        }
        fields
    }

    fn row(&self, one: &TokenRecord) -> Vec<Link> {
        let scopes: Vec<&str> = one.scopes.iter().map(|scope| scope.name()).collect();
        let state = match (one.revoked.is_some(), one.is_good(self.seat.asked.now)) {
            (true, _) => words::REVOKED.to_owned(),
            (false, false) => words::EXPIRED.to_owned(),
            (false, true) => words::good_until(local(one.expires)),
        };
        let used = one.last_used.map(|at| words::moment(local(at)));
        let used = used.unwrap_or_else(|| words::NEVER_USED.to_owned());
        let mut cells = vec![one.label.clone(), one.id.to_string(), scopes.join(", "), state, used];
        if self.desk.is_none() {
            cells.insert(1, whose(one));
        }
        cells.into_iter().map(Link::only).collect()
    }

    async fn make(&self) -> Result<Answer, Answer> {
        let asked = self.seat.asked;
        let form = asked.form;
        let scopes: BTreeSet<Scope> = form.all(words::SCOPES.0).filter_map(|name| name.parse().ok()).collect();
        let mut wrong = Vec::new();
        let provider = match (self.desk, form.one(words::TOKEN_OF.0)) {
            (Some(desk), _) => Some(desk.code().clone()),
            (None, "") => None,
            (None, code) => ProviderCode::new(code)
                .map_err(|_| wrong.push(Wrong::field(words::TOKEN_OF.0, words::no_provider(code))))
                .ok(),
        };
        let days = form.one(words::LIFE.0).parse::<i64>();
        if days.is_err() {
            wrong.push(Wrong::field(words::LIFE.0, words::NOT_DAYS));
        }
        let (Ok(days), true) = (days, wrong.is_empty()) else { return self.sheet(wrong).await };
        let draft = TokenDraft { label: form.one(words::LABEL.0).to_owned(), provider, scopes, days };
        match make_token(&asked.web.state, Some(&self.seat.viewer), draft, asked.now).await.map_err(fault)? {
            MakeOutcome::Refused(problems) => self.sheet(problems.iter().map(said).collect()).await,
            MakeOutcome::Made(record, secret) => {
                let sheet = Sheet::new(words::TOKEN_MADE).back(self.address, words::BACK);
                let sheet = sheet.text(words::SHOWN_ONCE).with(Part::Secret(secret.reveal()));
                Ok(sheet.text(words::sentence(&words::good_until(local(record.expires)))).answer())
            }
        }
    }

    async fn revoke(&self) -> Result<Answer, Answer> {
        let asked = self.seat.asked;
        let id = asked.form.one(words::REVOKE.0).parse::<TokenId>().ok();
        // One of another provider is not there for an operator who acts for this one, either.
        let here = self.all().await?.into_iter().map(|one| one.id).find(|one| Some(*one) == id);
        let revoked = match here {
            Some(id) => revoke_token(&asked.web.state, Some(&self.seat.viewer), id, asked.now).await.map_err(fault)?,
            None => false,
        };
        if revoked {
            Ok(Answer::See(self.address.to_owned()))
        } else {
            self.sheet(vec![Wrong::field(words::REVOKE.0, words::CHOOSE_TOKEN)]).await
        }
    }
}

fn whose(one: &TokenRecord) -> String {
    one.provider.as_ref().map_or_else(|| words::OPERATOR.to_owned(), ToString::to_string)
}

fn said(problem: &MakeProblem) -> Wrong {
    let place = match problem {
        MakeProblem::Draft(TokenProblem::Days { .. }) => words::LIFE.0,
        MakeProblem::Draft(TokenProblem::NoScope) | MakeProblem::ScopeNotYours(_) => words::SCOPES.0,
        MakeProblem::Draft(TokenProblem::Label { .. }) => words::LABEL.0,
        MakeProblem::NotYours(code) => return Wrong::field(words::TOKEN_OF.0, words::no_provider(code.as_str())),
    };
    Wrong::field(place, words::sentence(&problem.to_string()))
}
