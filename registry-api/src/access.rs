//! Who may do what: tokens, their scopes, and who is asking.
//!
//! A token is 256 random bits. Its text, `mcr_` and 43 characters of base64url, is shown once, when it is made; only its
//! SHA-256 is kept. It needs no slow hash: nobody guesses 256 bits.

use std::collections::BTreeSet;
use std::fmt;
use std::str::FromStr;

use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use chrono::{DateTime, TimeDelta, Utc};
use registry_core::audit::TokenId;
use registry_core::id::ProviderCode;
use sha2::{Digest, Sha256};

/// What the text of a token begins with, so that people and scanners of leaked secrets know one when they see it.
pub const TOKEN_PREFIX: &str = "mcr_";

/// The longest life of a token, in days: a year and a day, so that it can be renewed on the same date.
pub const TOKEN_DAYS_MAX: i64 = 366;

/// The longest label, in characters.
pub const LABEL_LENGTH_MAX: usize = 80;

/// One thing that a token lets its holder do.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Scope {
    /// Publish, withdraw and supersede; set offerings and credit rules; import.
    Publish,
    /// Issue and revoke credentials.
    Issue,
    /// Make, list and revoke tokens.
    ManageTokens,
}

impl Scope {
    /// Every scope.
    pub const ALL: [Self; 3] = [Self::Publish, Self::Issue, Self::ManageTokens];

    /// Its name: `publish`, `issue`, `manage-tokens`.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Publish => "publish",
            Self::Issue => "issue",
            Self::ManageTokens => "manage-tokens",
        }
    }
}

impl fmt::Display for Scope {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name())
    }
}

/// A text that names no scope: `"write"`.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("\"{0}\" is not a scope; choose from publish, issue, manage-tokens")]
pub struct UnknownScope(String);

impl FromStr for Scope {
    type Err = UnknownScope;

    /// # Errors
    /// `"write"`, `"Publish"`.
    fn from_str(text: &str) -> Result<Self, UnknownScope> {
        let found = Self::ALL.into_iter().find(|scope| scope.name() == text);
        found.ok_or_else(|| UnknownScope(text.chars().take(40).collect()))
    }
}

/// The secret of a token. Nothing but [`reveal`](Self::reveal) shows it.
#[derive(Clone)]
pub struct TokenSecret([u8; 32]);

/// A text that is no token. It is not repeated: it may be one with a character too many.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("this is not the text of a token; it is {TOKEN_PREFIX} and 43 characters")]
pub struct NotAToken;

/// The system has no random numbers.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("the system gives no random numbers: {0}")]
pub struct NoRandomness(#[from] pub(crate) getrandom::Error);

impl TokenSecret {
    /// A new secret, of the system's randomness.
    ///
    /// # Errors
    /// A system that gives none.
    pub fn generate() -> Result<Self, NoRandomness> {
        let mut bytes = [0; 32];
        getrandom::fill(&mut bytes).map_err(NoRandomness)?;
        Ok(Self(bytes))
    }

    /// Its text, to be shown once.
    pub fn reveal(&self) -> String {
        format!("{TOKEN_PREFIX}{}", URL_SAFE_NO_PAD.encode(self.0))
    }

    /// What is kept of it.
    pub fn hash(&self) -> TokenHash {
        TokenHash(Sha256::digest(self.0).into())
    }
}

impl FromStr for TokenSecret {
    type Err = NotAToken;

    /// # Errors
    /// `"secret"`, 42 characters after the prefix, padding.
    fn from_str(text: &str) -> Result<Self, NotAToken> {
        let encoded = text.strip_prefix(TOKEN_PREFIX).ok_or(NotAToken)?;
        let bytes = URL_SAFE_NO_PAD.decode(encoded).map_err(|_| NotAToken)?;
        bytes.try_into().map(Self).map_err(|_| NotAToken)
    }
}

impl fmt::Debug for TokenSecret {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("TokenSecret(…)")
    }
}

/// The SHA-256 of a secret. It finds the token, and lets nobody in.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct TokenHash([u8; 32]);

impl fmt::Display for TokenHash {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.iter().try_for_each(|byte| write!(f, "{byte:02x}"))
    }
}

/// A new number for a token, of the system's randomness.
///
/// # Errors
/// A system that gives none.
pub fn new_token_id() -> Result<TokenId, NoRandomness> {
    getrandom::u64().map(TokenId::new).map_err(NoRandomness)
}

/// A token as it is kept, without its secret.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TokenRecord {
    /// Its public number.
    pub id: TokenId,
    /// What it is for, in the words of whoever made it: `website of the college`. Not public; at most [`LABEL_LENGTH_MAX`]
    /// characters.
    pub label: String,
    /// Whose it is; none for an operator's.
    pub provider: Option<ProviderCode>,
    /// What it lets its holder do.
    pub scopes: BTreeSet<Scope>,
    /// When it was made.
    pub created: DateTime<Utc>,
    /// From when on it lets nobody in; at most [`TOKEN_DAYS_MAX`] days after it was made.
    pub expires: DateTime<Utc>,
    /// When it was last used, to the minute.
    pub last_used: Option<DateTime<Utc>>,
    /// When it was revoked.
    pub revoked: Option<DateTime<Utc>>,
}

/// Why a token cannot be made as it was asked for.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum TokenProblem {
    /// No scope at all.
    #[error("a token needs at least one scope; choose from publish, issue, manage-tokens")]
    NoScope,
    /// 367 days.
    #[error("a token lives 1 to {TOKEN_DAYS_MAX} days, not {days}")]
    Days {
        /// The days asked for.
        days: i64,
    },
    /// An empty label, or one of 81 characters.
    #[error("the label of a token has 1 to {LABEL_LENGTH_MAX} characters, not {length}")]
    Label {
        /// Its length in characters.
        length: usize,
    },
}

/// What somebody who makes a token says about it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TokenDraft {
    /// What it is for.
    pub label: String,
    /// Whose it is to be; none for an operator's.
    pub provider: Option<ProviderCode>,
    /// What it is to let its holder do.
    pub scopes: BTreeSet<Scope>,
    /// How many days it is to live.
    pub days: i64,
}

impl TokenDraft {
    /// The token that is made of this draft at `now`.
    ///
    /// # Errors
    /// Everything wrong at once: no scope, 0 or 367 days, an empty label.
    pub fn record(self, id: TokenId, now: DateTime<Utc>) -> Result<TokenRecord, Vec<TokenProblem>> {
        let Self { label, provider, scopes, days } = self;
        let length = label.chars().count();
        let mut problems = Vec::new();
        if scopes.is_empty() {
            problems.push(TokenProblem::NoScope);
        }
        if !(1..=TOKEN_DAYS_MAX).contains(&days) {
            problems.push(TokenProblem::Days { days });
        }
        if !(1..=LABEL_LENGTH_MAX).contains(&length) {
            problems.push(TokenProblem::Label { length });
        }
        let expires = TimeDelta::try_days(days).and_then(|days| now.checked_add_signed(days)).unwrap_or(now);
        let record = TokenRecord { id, label, provider, scopes, created: now, expires, last_used: None, revoked: None };
        if problems.is_empty() { Ok(record) } else { Err(problems) }
    }
}

impl TokenRecord {
    /// Whether it lets its holder in at `now`.
    pub fn is_good(&self, now: DateTime<Utc>) -> bool {
        self.revoked.is_none() && now < self.expires
    }

    /// Who asks with this token at `now`: nobody known, where it is revoked or expired.
    pub fn viewer(&self, now: DateTime<Utc>) -> Viewer {
        if !self.is_good(now) {
            return Viewer::Anonymous;
        }
        let (token, scopes) = (self.id, self.scopes.clone());
        match self.provider.clone() {
            None => Viewer::Operator { token, scopes },
            Some(provider) => Viewer::Provider { provider, token, scopes },
        }
    }
}

/// Who is asking.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Viewer {
    /// Somebody without a token, or with one that lets nobody in.
    Anonymous,
    /// Whoever runs the registry.
    Operator {
        /// The token.
        token: TokenId,
        /// What it lets its holder do.
        scopes: BTreeSet<Scope>,
    },
    /// A provider.
    Provider {
        /// Which.
        provider: ProviderCode,
        /// The token.
        token: TokenId,
        /// What it lets its holder do.
        scopes: BTreeSet<Scope>,
    },
}

impl Viewer {
    /// The token that was shown.
    pub fn token(&self) -> Option<TokenId> {
        match self {
            Self::Anonymous => None,
            Self::Operator { token, .. } | Self::Provider { token, .. } => Some(*token),
        }
    }

    /// Whether the viewer has a token with that scope.
    pub fn has(&self, scope: Scope) -> bool {
        match self {
            Self::Anonymous => false,
            Self::Operator { scopes, .. } | Self::Provider { scopes, .. } => scopes.contains(&scope),
        }
    }

    /// Whether the viewer may do what takes that scope for a provider; for the registry itself where `provider` is none.
    /// An operator may for everybody.
    pub fn may(&self, scope: Scope, provider: Option<&ProviderCode>) -> bool {
        match self {
            Self::Anonymous => false,
            Self::Operator { scopes, .. } => scopes.contains(&scope),
            Self::Provider { provider: own, scopes, .. } => scopes.contains(&scope) && provider == Some(own),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn now() -> DateTime<Utc> {
        "2027-02-01T00:00:00Z".parse().expect("time")
    }

    fn draft(provider: Option<&str>, scopes: &[Scope], days: i64) -> TokenDraft {
        TokenDraft {
            label: "website".to_owned(),
            provider: provider.map(|code| code.parse().expect("code")),
            scopes: scopes.iter().copied().collect(),
            days,
        }
    }

    #[test]
    fn a_secret_is_256_bits_and_reads_back_from_its_text() {
        let secret = TokenSecret::generate().expect("randomness");
        let text = secret.reveal();
        assert_eq!((text.len(), &text[..4]), (47, "mcr_"));
        assert_eq!(text.parse::<TokenSecret>().expect("a token").hash(), secret.hash());
        assert_ne!(TokenSecret::generate().expect("randomness").hash(), secret.hash());
    }

    #[test]
    fn a_secret_is_never_shown_by_accident() {
        let secret = TokenSecret([7; 32]);
        assert_eq!(format!("{secret:?}"), "TokenSecret(…)");
        let text = secret.reveal();
        for wrong in [&text[..46], &format!("{text}A"), &format!("{text}="), &text[4..], "mcr_", ""] {
            let error = wrong.parse::<TokenSecret>().expect_err(wrong);
            assert_eq!(error.to_string(), "this is not the text of a token; it is mcr_ and 43 characters");
        }
    }

    #[test]
    fn everything_wrong_with_a_draft_is_said_at_once() {
        let wrong = TokenDraft { label: String::new(), ..draft(None, &[], 367) };
        let problems = wrong.record(TokenId::new(1), now()).expect_err("refused");
        assert_eq!(
            problems,
            [TokenProblem::NoScope, TokenProblem::Days { days: 367 }, TokenProblem::Label { length: 0 }]
        );
        for days in [i64::MIN, 0, i64::MAX] {
            assert!(draft(None, &[Scope::Issue], days).record(TokenId::new(1), now()).is_err(), "{days}");
        }
    }

    #[test]
    fn a_token_lets_in_until_its_end_and_until_it_is_revoked() {
        let mut record = draft(Some("college"), &[Scope::Publish], 2).record(TokenId::new(1), now()).expect("made");
        let (second_day, end) = (now() + TimeDelta::days(1), now() + TimeDelta::days(2));
        assert!(record.viewer(second_day).token().is_some());
        assert_eq!(record.viewer(end), Viewer::Anonymous);
        record.revoked = Some(second_day);
        assert_eq!(record.viewer(second_day), Viewer::Anonymous);
    }

    #[test]
    fn a_provider_may_do_for_itself_what_its_scopes_say_and_an_operator_for_all() {
        let [college, other]: [ProviderCode; 2] = ["college", "other"].map(|code| code.parse().expect("code"));
        let viewer = |provider| {
            let record = draft(provider, &[Scope::Publish], 1).record(TokenId::new(1), now()).expect("made");
            record.viewer(now())
        };
        let (provider, operator) = (viewer(Some("college")), viewer(None));
        let cases = [
            (&provider, Scope::Publish, Some(&college), true),
            (&provider, Scope::Issue, Some(&college), false),
            (&provider, Scope::Publish, Some(&other), false),
            (&provider, Scope::Publish, None, false),
            (&operator, Scope::Publish, Some(&other), true),
            (&operator, Scope::Publish, None, true),
            (&operator, Scope::Issue, None, false),
            (&Viewer::Anonymous, Scope::Publish, None, false),
        ];
        for (viewer, scope, of, may) in cases {
            assert_eq!(viewer.may(scope, of), may, "{viewer:?} {scope} {of:?}");
        }
    }

    #[test]
    fn scopes_are_read_by_their_names() {
        for scope in Scope::ALL {
            assert_eq!(scope.name().parse(), Ok(scope));
        }
        let message = "\"write\" is not a scope; choose from publish, issue, manage-tokens";
        assert_eq!("write".parse::<Scope>().expect_err("none").to_string(), message);
    }
}
