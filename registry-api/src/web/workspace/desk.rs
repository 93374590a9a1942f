//! Who is signed in, and for which provider.
//!
//! A provider's token acts for that provider. An operator's acts for the registry, and for a provider once one is chosen; then it
//! is judged as that provider would be, and the audit log names the operator's token.

use poem::http::StatusCode;
use registry_core::audit::TokenId;
use registry_core::course::Course;
use registry_core::id::{CourseCode, ProviderCode};
use registry_core::provider::Provider;
use registry_core::source::{Confidence, Provenance};

use super::sheet::{Button, Field, Form};
use super::{fault, not_yours, said};
use crate::access::{Scope, Viewer};
use crate::ops;
use crate::ops::publish::PublishedBy;
use crate::web::answer::Answer;
use crate::web::endpoint::{Asked, not_there};
use crate::web::message::Message;
use crate::web::session::{self, GUARD_FIELD, Session, SessionKind};
use crate::web::words::workspace as words;

/// Where an operator chooses what to do.
pub(super) const REGISTRY: &str = "/workspace/registry";

/// What the cookie holds: the number of a token, and the provider that an operator acts for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Held {
    pub(super) token: TokenId,
    pub(super) acting_for: Option<ProviderCode>,
}

impl Held {
    pub(super) fn bytes(&self) -> Vec<u8> {
        let acting_for = self.acting_for.as_ref().map(|code| format!(" {code}")).unwrap_or_default();
        format!("{}{acting_for}", self.token).into_bytes()
    }

    fn of(bytes: &[u8]) -> Option<Self> {
        let text = std::str::from_utf8(bytes).ok()?;
        let (token, acting_for) = text.split_once(' ').map_or((text, None), |(token, code)| (token, Some(code)));
        let acting_for = acting_for.map(ProviderCode::new).transpose().ok()?;
        Some(Self { token: token.parse().ok()?, acting_for })
    }
}

/// Somebody who is signed in.
pub(super) struct Seat<'a> {
    pub(super) asked: &'a Asked<'a>,
    pub(super) session: Session,
    pub(super) viewer: Viewer,
    pub(super) held: Held,
}

impl<'a> Seat<'a> {
    /// Whoever is signed in.
    ///
    /// # Errors
    /// Nobody: the way to the page where one signs in.
    async fn taken(asked: &'a Asked<'a>) -> Result<Self, Answer> {
        let sign_in = || Answer::See("/workspace/sign-in".to_owned());
        let gone = || sign_in().with_cookie(session::end(SessionKind::Workspace));
        let session = session::opened(asked, SessionKind::Workspace).ok_or_else(sign_in)?;
        let held = Held::of(&session.held).ok_or_else(gone)?;
        let viewer = ops::manage_tokens::viewer_of(&asked.web.state, held.token, asked.now).await.map_err(fault)?;
        if viewer.token().is_none() {
            return Err(gone());
        }
        Ok(Self { asked, session, viewer, held })
    }

    /// Whoever sent a form.
    ///
    /// # Errors
    /// Nobody who is signed in; a form without the guard of the session.
    async fn sent(asked: &'a Asked<'a>) -> Result<Self, Answer> {
        let seat = Self::taken(asked).await?;
        if seat.session.sent_by_us(asked.form.one(GUARD_FIELD)) {
            Ok(seat)
        } else {
            Err(said(StatusCode::FORBIDDEN, words::GUARD))
        }
    }

    /// The seat of an operator.
    ///
    /// # Errors
    /// A provider's: the page of an address where nothing is.
    fn of_operator(self) -> Result<Self, Answer> {
        match self.viewer {
            Viewer::Operator { .. } => Ok(self),
            _ => Err(not_there(Message::nothing_here())),
        }
    }

    /// # Errors
    /// A token without that scope: the page that says so.
    pub(super) fn needs(&self, scope: Scope) -> Result<(), Answer> {
        if self.viewer.has(scope) {
            return Ok(());
        }
        let (heading, sentences) = words::SCOPE;
        let mut message = Message::new(heading, sentences, words::TO_WORKSPACE);
        message.sentences.push(words::needs(scope.name()));
        Err(message.answer(StatusCode::FORBIDDEN))
    }

    /// A form with the guard of the session.
    pub(super) fn form(&self, action: impl Into<String>, fields: Vec<Field>, button: &'static str) -> Form {
        let hidden = vec![(GUARD_FIELD, self.session.guard())];
        Form { action: action.into(), hidden, fields, buttons: vec![Button::main(button)], ..Form::default() }
    }
}

/// Whoever is signed in as an operator.
///
/// # Errors
/// Nobody; a provider.
pub(super) async fn enter_office<'a>(asked: &'a Asked<'a>) -> Result<Seat<'a>, Answer> {
    Seat::taken(asked).await?.of_operator()
}

/// Whoever sent a form as an operator.
///
/// # Errors
/// Nobody; a provider; a form without the guard of the session.
pub(super) async fn enter_office_form<'a>(asked: &'a Asked<'a>) -> Result<Seat<'a>, Answer> {
    Seat::sent(asked).await?.of_operator()
}

/// Somebody who is signed in, and acts for a provider.
pub(super) struct Desk<'a> {
    pub(super) asked: &'a Asked<'a>,
    pub(super) seat: Seat<'a>,
    pub(super) provider: &'a Provider,
}

/// Whoever is signed in for a provider.
///
/// # Errors
/// Nobody; an operator who has chosen none.
pub(super) async fn enter<'a>(asked: &'a Asked<'a>) -> Result<Desk<'a>, Answer> {
    Desk::of(Seat::taken(asked).await?)
}

/// Whoever sent a form for a provider.
///
/// # Errors
/// Nobody; an operator who has chosen none; a form without the guard of the session; a token without the scope.
pub(super) async fn enter_form<'a>(asked: &'a Asked<'a>, scope: Scope) -> Result<Desk<'a>, Answer> {
    let desk = Desk::of(Seat::sent(asked).await?)?;
    desk.needs(scope)?;
    Ok(desk)
}

impl<'a> Desk<'a> {
    fn of(seat: Seat<'a>) -> Result<Self, Answer> {
        let asked = seat.asked;
        let code = match &seat.viewer {
            Viewer::Provider { provider, .. } => Some(provider),
            _ => seat.held.acting_for.as_ref(),
        };
        match code.and_then(|code| asked.at.catalogue().provider(code)) {
            Some(provider) => Ok(Self { asked, seat, provider }),
            None if matches!(seat.viewer, Viewer::Operator { .. }) => Err(Answer::See(REGISTRY.to_owned())),
            None => Err(Answer::See("/workspace/sign-in".to_owned()).with_cookie(session::end(SessionKind::Workspace))),
        }
    }

    pub(super) fn code(&self) -> &ProviderCode {
        &self.provider.code
    }

    pub(super) fn token(&self) -> TokenId {
        self.seat.held.token
    }

    pub(super) fn is_operators(&self) -> bool {
        matches!(self.seat.viewer, Viewer::Operator { .. })
    }

    pub(super) fn may(&self, scope: Scope) -> bool {
        self.seat.viewer.may(scope, Some(self.code()))
    }

    /// # Errors
    /// A token without that scope: the page that says so.
    pub(super) fn needs(&self, scope: Scope) -> Result<(), Answer> {
        self.seat.needs(scope)
    }

    /// A course of this provider.
    ///
    /// # Errors
    /// One that is not there, or is another's: the same page.
    pub(super) fn own_course(&self, code: &str) -> Result<&'a Course, Answer> {
        let code = CourseCode::new(code).ok();
        let course = code.and_then(|code| self.asked.at.catalogue().course(&code));
        course.filter(|course| course.publisher.as_ref() == Some(self.code())).ok_or_else(not_yours)
    }

    pub(super) fn publishes(&self) -> PublishedBy {
        PublishedBy::token(self.token(), Some(self.code().clone()))
    }

    /// Where something stands that this provider says itself.
    pub(super) fn own_word(&self) -> Provenance {
        own_word(&self.provider.title)
    }

    /// A form with the guard of the session. One that an operator sends says for whom.
    pub(super) fn form(&self, action: impl Into<String>, fields: Vec<Field>, button: &'static str) -> Form {
        let acting = self.is_operators().then(|| words::acting_for(&self.provider.title));
        Form { acting, ..self.seat.form(action, fields, button) }
    }
}

/// Where something stands that somebody says here, and nowhere else.
pub(super) fn own_word(who: &str) -> Provenance {
    let own = Provenance::external(who, words::PUBLISHED_HERE, Confidence::High);
    own.unwrap_or_else(|_| Provenance::unsaid())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_a_cookie_holds_reads_back_and_anything_else_opens_nothing() {
        for acting_for in [None, Some(ProviderCode::new("a-college").expect("a code"))] {
            let held = Held { token: TokenId::new(7), acting_for };
            assert_eq!(Held::of(&held.bytes()), Some(held));
        }
        let number = TokenId::new(7).to_string();
        for odd in ["", "x", &format!("{number} "), &format!("{number} -a"), &format!("{number} a b")] {
            assert_eq!(Held::of(odd.as_bytes()), None, "{odd}");
        }
        assert_eq!(Held::of(&[0xff]), None);
    }
}
