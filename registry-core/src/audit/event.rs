//! What one entry of the log says.

use std::fmt;
use std::str::FromStr;

use chrono::{NaiveDateTime, SubsecRound};
use semver::Version;
use serde::{Deserialize, Serialize};

use super::text::{AuditTextError, as_text};
use crate::id::{CourseCode, ProviderCode, QualificationCode};

/// The longest reason, in characters: two sentences.
pub const REASON_LENGTH_MAX: usize = 500;

/// One change: who, what, when and why.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct AuditEvent {
    /// When.
    pub at: AuditTime,
    /// Who.
    pub actor: Actor,
    /// What was done.
    pub action: AuditAction,
    /// To what.
    pub subject: AuditSubject,
    /// For which provider; none for the registry itself.
    pub provider: Option<ProviderCode>,
    /// Why, in the words of whoever did it. At most [`REASON_LENGTH_MAX`] characters; public, so it names nobody.
    pub reason: Option<String>,
    /// What else there is to say, as the text of a JSON object; `{}` where there is nothing.
    pub details: String,
}

/// A moment in UTC, in whole milliseconds, rounded down. Written `2027-02-01T09:30:00.000Z`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct AuditTime(NaiveDateTime);

const TIME_FORMAT: &str = "%Y-%m-%dT%H:%M:%S%.3fZ";

impl AuditTime {
    /// The moment that is `at` in UTC.
    pub fn new(at: NaiveDateTime) -> Self {
        Self(at.trunc_subsecs(3))
    }

    /// The same as date and time in UTC.
    pub fn in_utc(self) -> NaiveDateTime {
        self.0
    }
}

impl fmt::Display for AuditTime {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}", self.0.format(TIME_FORMAT))
    }
}

impl FromStr for AuditTime {
    type Err = AuditTextError;

    /// # Errors
    /// `"yesterday"`, `"2027-02-01T09:30:00Z"` (no milliseconds), `"2027-02-01 09:30:00.000Z"`.
    fn from_str(text: &str) -> Result<Self, AuditTextError> {
        let read = NaiveDateTime::parse_from_str(text, TIME_FORMAT).ok().map(Self::new);
        let same = read.filter(|time| time.to_string() == text);
        same.ok_or_else(|| AuditTextError::new("a time such as 2027-02-01T09:30:00.000Z", text))
    }
}

as_text!(AuditTime);

/// The public number of a token. It is drawn at random, tells nothing, and lets nobody in. Written `t-` and sixteen
/// hexadecimal digits in lower case.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct TokenId(u64);

impl TokenId {
    /// The token of that number.
    pub const fn new(number: u64) -> Self {
        Self(number)
    }
}

impl fmt::Display for TokenId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "t-{:016x}", self.0)
    }
}

impl FromStr for TokenId {
    type Err = AuditTextError;

    /// # Errors
    /// `"t-1"`, `"T-00000000000000AB"`, the secret text of a token.
    fn from_str(text: &str) -> Result<Self, AuditTextError> {
        let digits = text.strip_prefix("t-").and_then(|digits| u64::from_str_radix(digits, 16).ok());
        let same = digits.map(Self).filter(|id| id.to_string() == text);
        // The text is not repeated: somebody may have put the secret of a token in place of its number.
        same.ok_or_else(|| AuditTextError::new("the number of a token, such as t-00000000000000ab", "…"))
    }
}

as_text!(TokenId);

/// Who made a change: never a person.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub enum Actor {
    /// The program itself, or whoever runs it, on its command line. Written `program`.
    Program,
    /// Whoever holds this token.
    Token(TokenId),
}

impl fmt::Display for Actor {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Program => f.write_str("program"),
            Self::Token(id) => id.fmt(f),
        }
    }
}

impl FromStr for Actor {
    type Err = AuditTextError;

    /// # Errors
    /// `"somebody"`, what [`TokenId`] refuses.
    fn from_str(text: &str) -> Result<Self, AuditTextError> {
        if text == "program" { Ok(Self::Program) } else { text.parse().map(Self::Token) }
    }
}

as_text!(Actor);

macro_rules! actions {
    ($($(#[$doc:meta])* $action:ident = $name:literal,)+) => {
        /// What was done.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
        #[serde(try_from = "String", into = "String")]
        pub enum AuditAction {
            $($(#[$doc])* $action,)+
        }

        impl AuditAction {
            /// Every action.
            pub const ALL: &[Self] = &[$(Self::$action),+];

            /// Its name in the log.
            pub const fn name(self) -> &'static str {
                match self {
                    $(Self::$action => $name,)+
                }
            }
        }
    };
}

actions! {
    /// The built-in catalogue was written, or a newer one put in its place.
    Seed = "seed",
    /// A file was imported.
    Import = "import",
    /// A version of a course was published.
    PublishVersion = "publish-version",
    /// A version of a course was withdrawn.
    WithdrawVersion = "withdraw-version",
    /// A course was superseded by another.
    SupersedeCourse = "supersede-course",
    /// The offerings of a course or qualification were set.
    SetOfferings = "set-offerings",
    /// A qualification was published.
    PublishQualification = "publish-qualification",
    /// Credit rules were published.
    PublishCreditRules = "publish-credit-rules",
    /// A provider was registered.
    RegisterProvider = "register-provider",
    /// A token was made.
    CreateToken = "create-token",
    /// A token was revoked.
    RevokeToken = "revoke-token",
    /// A key of a provider was made or imported; the one before it was retired.
    CreateKey = "create-key",
    /// A key of a provider was noted as compromised.
    CompromiseKey = "compromise-key",
    /// Credentials were issued; the details say how many.
    IssueCredentials = "issue-credentials",
    /// A credential was offered again to whoever it is about.
    OfferClaim = "offer-claim",
    /// Credentials were revoked; the details say how many.
    RevokeCredentials = "revoke-credentials",
    /// Credentials were suspended; the details say how many.
    SuspendCredentials = "suspend-credentials",
    /// Credentials were reinstated; the details say how many.
    ReinstateCredentials = "reinstate-credentials",
}

impl fmt::Display for AuditAction {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name())
    }
}

impl FromStr for AuditAction {
    type Err = AuditTextError;

    /// # Errors
    /// `"delete"`, `"Seed"`.
    fn from_str(text: &str) -> Result<Self, AuditTextError> {
        let found = Self::ALL.iter().copied().find(|action| action.name() == text);
        found.ok_or_else(|| AuditTextError::new("an action of the audit log", text))
    }
}

as_text!(AuditAction);

/// To what something was done: never a person.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub enum AuditSubject {
    /// Several entries of the catalogue. Written `catalogue`.
    Catalogue,
    /// A course. Written `course:CODE`.
    Course(CourseCode),
    /// A version of a course. Written `course-version:CODE@1.0.0`.
    CourseVersion(CourseCode, Version),
    /// A qualification. Written `qualification:CODE`.
    Qualification(QualificationCode),
    /// Credit rules. Written `credit-rules`.
    CreditRules,
    /// A provider. Written `provider:CODE`.
    Provider(ProviderCode),
    /// A token. Written `token:t-…`.
    Token(TokenId),
}

impl fmt::Display for AuditSubject {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Catalogue => f.write_str("catalogue"),
            Self::Course(code) => write!(f, "course:{code}"),
            Self::CourseVersion(code, version) => write!(f, "course-version:{code}@{version}"),
            Self::Qualification(code) => write!(f, "qualification:{code}"),
            Self::CreditRules => f.write_str("credit-rules"),
            Self::Provider(code) => write!(f, "provider:{code}"),
            Self::Token(id) => write!(f, "token:{id}"),
        }
    }
}

impl FromStr for AuditSubject {
    type Err = AuditTextError;

    /// # Errors
    /// `"person:7"`, `"course:"`, `"course-version:a"`.
    fn from_str(text: &str) -> Result<Self, AuditTextError> {
        subject(text).ok_or_else(|| AuditTextError::new("a subject of the audit log", text))
    }
}

as_text!(AuditSubject);

fn subject(text: &str) -> Option<AuditSubject> {
    let Some((kind, key)) = text.split_once(':') else {
        return match text {
            "catalogue" => Some(AuditSubject::Catalogue),
            "credit-rules" => Some(AuditSubject::CreditRules),
            _ => None,
        };
    };
    match kind {
        "course" => key.parse().ok().map(AuditSubject::Course),
        "course-version" => {
            let (code, version) = key.split_once('@')?;
            Some(AuditSubject::CourseVersion(code.parse().ok()?, version.parse().ok()?))
        }
        "qualification" => key.parse().ok().map(AuditSubject::Qualification),
        "provider" => key.parse().ok().map(AuditSubject::Provider),
        "token" => key.parse().ok().map(AuditSubject::Token),
        _ => None,
    }
}
