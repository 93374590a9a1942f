//! What people hold, and show to others: records, the documents in them, and shares of some of them.
//!
//! Nobody has an account. Whoever has the secret of a record may do with it what its holder may; whoever has the secret of a
//! share may look at what was chosen for it (docs/adr/0014). Only digests of secrets are kept, and days rather than times
//! wherever a day will do.

use std::collections::BTreeSet;
use std::fmt;
use std::str::FromStr;

use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use chrono::{DateTime, NaiveDate, TimeDelta, Utc};
use registry_core::credential::badge::TitleShown;
use sha2::{Digest, Sha256};

use crate::access::NoRandomness;

/// The most documents in one record.
pub const HELD_MAX: usize = 100;
/// The largest document that is kept, in bytes. One of ours has about 5,000; one with its picture inside, 200,000.
pub const HELD_BYTES_MAX: usize = 256 * 1024;
/// The most bytes of all documents in one record.
pub const RECORD_BYTES_MAX: usize = 4 * 1024 * 1024;
/// The most shares of one record, those that have ended and are still listed with them.
pub const SHARES_MAX: usize = 30;
/// The most documents in one share: as many as are verified while somebody waits.
pub const SHARED_MAX: usize = 30;
/// For how many days a record with nothing in it is kept after it was last opened.
pub const EMPTY_DAYS: u16 = 30;
/// For how many days something may be shared: the choices of the page.
pub const SHARE_DAYS: [u16; 5] = [1, 7, 30, 90, 365];

/// The secret of a claim, a record or a share: 256 random bits. Nothing but [`reveal`](Self::reveal) shows it.
#[derive(Clone, PartialEq, Eq)]
pub struct LinkSecret([u8; 32]);

/// A text that is not the secret of a link. It is not repeated: it may be one with a letter missing.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("this is not the code of a link; it has 43 letters, digits, hyphens and underscores")]
pub struct NotALinkSecret;

impl LinkSecret {
    /// A new secret, of the system's randomness.
    ///
    /// # Errors
    /// A system that gives none.
    pub fn generate() -> Result<Self, NoRandomness> {
        random().map(Self)
    }

    /// Its text, to be shown once: 43 characters of base64url.
    pub fn reveal(&self) -> String {
        URL_SAFE_NO_PAD.encode(self.0)
    }

    /// What is kept of it.
    pub fn digest(&self) -> LinkDigest {
        LinkDigest(Sha256::digest(self.0).into())
    }
}

impl FromStr for LinkSecret {
    type Err = NotALinkSecret;

    /// Reads a secret, or a whole link that ends in one: what stands behind the last `#`.
    ///
    /// # Errors
    /// `""`, 42 characters, padding, a link without a `#`.
    fn from_str(text: &str) -> Result<Self, NotALinkSecret> {
        let text = text.trim();
        let secret = text.rsplit_once('#').map_or(text, |(_, secret)| secret);
        let bytes = URL_SAFE_NO_PAD.decode(secret).map_err(|_| NotALinkSecret)?;
        bytes.try_into().map(Self).map_err(|_| NotALinkSecret)
    }
}

impl fmt::Debug for LinkSecret {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("LinkSecret(…)")
    }
}

/// The SHA-256 of a secret. It finds what the secret opens, and opens nothing.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct LinkDigest([u8; 32]);

impl LinkDigest {
    /// Its bytes.
    pub fn as_bytes(&self) -> &[u8; 32] {
        &self.0
    }

    /// From the bytes that a session kept.
    pub fn from_bytes(bytes: [u8; 32]) -> Self {
        Self(bytes)
    }
}

impl fmt::Display for LinkDigest {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.iter().try_for_each(|byte| write!(f, "{byte:02x}"))
    }
}

/// What names a record, a document in it or a share: 128 random bits as hexadecimal digits. It opens nothing.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct HoldingId(String);

/// A text that names nothing.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("it is not 32 hexadecimal digits")]
pub struct NotAHoldingId;

impl HoldingId {
    /// A new one, of the system's randomness.
    ///
    /// # Errors
    /// A system that gives none.
    pub fn generate() -> Result<Self, NoRandomness> {
        let bytes: [u8; 16] = random()?;
        Ok(Self(bytes.iter().map(|byte| format!("{byte:02x}")).collect()))
    }

    /// As text.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl FromStr for HoldingId {
    type Err = NotAHoldingId;

    /// # Errors
    /// `""`, `"1"`, capital letters.
    fn from_str(text: &str) -> Result<Self, NotAHoldingId> {
        let digits = text.len() == 32 && text.bytes().all(|byte| matches!(byte, b'0'..=b'9' | b'a'..=b'f'));
        if digits { Ok(Self(text.to_owned())) } else { Err(NotAHoldingId) }
    }
}

impl fmt::Display for HoldingId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

fn random<const N: usize>() -> Result<[u8; N], NoRandomness> {
    let mut bytes = [0; N];
    getrandom::fill(&mut bytes).map_err(NoRandomness::from)?;
    Ok(bytes)
}

/// What one person holds. It knows nothing of the person but what the documents say.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Record {
    /// Its name within the database.
    pub id: HoldingId,
    /// The day it was made.
    pub created: NaiveDate,
    /// The last day it was opened with its secret.
    pub last_used: NaiveDate,
    /// The day its secret was last changed.
    pub rotated: Option<NaiveDate>,
}

/// Where a document in a record came from.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum HeldFrom {
    /// A provider issued it here; the id of the credential.
    Claim(String),
    /// The holder added the file.
    File,
}

/// One document in a record.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Held {
    /// Its name on pages: random, and the same nowhere else.
    pub id: HoldingId,
    /// The signed document, byte for byte as it came.
    pub document: Vec<u8>,
    /// The same under its neutral title, where its issuer signed one: another document, which names no course.
    pub neutral: Option<Vec<u8>>,
    /// Where it came from.
    pub from: HeldFrom,
    /// The day it came into the record.
    pub added: NaiveDate,
}

impl Held {
    /// How much is kept of it, in bytes.
    pub fn bytes(&self) -> usize {
        self.document.len() + self.neutral.as_ref().map_or(0, Vec::len)
    }

    /// What others see of it: the document under that title alone, and nothing of the other one. None where there is no
    /// document under a neutral title.
    pub fn under(mut self, title: TitleShown) -> Option<Self> {
        let neutral = self.neutral.take();
        if title == TitleShown::Neutral {
            self.document = neutral?;
        }
        Some(self)
    }
}

/// Whether a share shows names.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Names {
    /// The name that each document holds is shown, and its file handed out.
    Shown,
    /// No name is shown, and no file that could tell it is handed out.
    Hidden,
}

/// Some documents of a record, for whoever has a link.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Share {
    /// Its name on the pages of the holder.
    pub id: HoldingId,
    /// Whether it shows names.
    pub names: Names,
    /// The documents that were chosen and are still there, in no order that tells anything.
    pub chosen: Vec<HoldingId>,
    /// Those of them that are shown under their neutral title.
    pub neutral: BTreeSet<HoldingId>,
    /// When it was made.
    pub created: DateTime<Utc>,
    /// From when on it shows nothing.
    pub expires: DateTime<Utc>,
    /// When its holder stopped it.
    pub revoked: Option<DateTime<Utc>>,
    /// How often it was opened. Nothing is kept of who opened it.
    pub views: u64,
}

impl Share {
    /// Under which title it shows a document.
    pub fn title(&self, of: &HoldingId) -> TitleShown {
        if self.neutral.contains(of) { TitleShown::Neutral } else { TitleShown::Full }
    }

    /// Whether it shows anything at `now`.
    pub fn is_open(&self, now: DateTime<Utc>) -> bool {
        self.revoked.is_none() && now < self.expires
    }
}

/// What somebody chose to share.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ShareDraft {
    /// Which documents of the record.
    pub chosen: Vec<HoldingId>,
    /// Which of them under their neutral title; what was not chosen is not looked at.
    pub neutral: BTreeSet<HoldingId>,
    /// Whether names are shown.
    pub names: Names,
    /// For how many days: one of [`SHARE_DAYS`].
    pub days: u16,
}

/// Why something cannot be shared so.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum ShareProblem {
    /// Nothing was chosen.
    #[error("nothing is chosen; choose at least one credential")]
    Nothing,
    /// 31 documents.
    #[error("{0} credentials are chosen; at most {SHARED_MAX} go into one link")]
    TooMany(usize),
    /// A document that the record does not hold.
    #[error("one of the credentials is not in this record")]
    NotHeld,
    /// A document of which the issuer signed nothing under a neutral title.
    #[error("one of the credentials has no neutral title that its issuer has signed")]
    NoNeutralTitle,
    /// 2 days.
    #[error("{0} days is not one of the choices (1, 7, 30, 90, 365)")]
    Days(u16),
    /// A 31st share.
    #[error("this record has {SHARES_MAX} links; remove one that has ended, or stop one")]
    Full,
}

impl ShareDraft {
    /// The share that is made of this at `now`. Whether the record holds what was chosen is for the store to say.
    ///
    /// # Errors
    /// All that is wrong: nothing chosen, too much, a number of days that is no choice.
    pub fn share(mut self, id: HoldingId, now: DateTime<Utc>) -> Result<Share, Vec<ShareProblem>> {
        self.chosen.sort();
        self.chosen.dedup();
        let mut problems = Vec::new();
        match self.chosen.len() {
            0 => problems.push(ShareProblem::Nothing),
            count if count > SHARED_MAX => problems.push(ShareProblem::TooMany(count)),
            _ => {}
        }
        if !SHARE_DAYS.contains(&self.days) {
            problems.push(ShareProblem::Days(self.days));
        }
        let expires = now.checked_add_signed(TimeDelta::days(self.days.into())).unwrap_or(now);
        let Self { chosen, mut neutral, names, .. } = self;
        neutral.retain(|id| chosen.contains(id));
        let share = Share { id, names, chosen, neutral, created: now, expires, revoked: None, views: 0 };
        if problems.is_empty() { Ok(share) } else { Err(problems) }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn now() -> DateTime<Utc> {
        "2027-02-01T00:00:00Z".parse().expect("time")
    }

    #[test]
    fn a_secret_reads_back_from_its_text_and_from_a_whole_link() {
        let secret = LinkSecret::generate().expect("randomness");
        let text = secret.reveal();
        assert_eq!(text.len(), 43);
        for link in [text.clone(), format!(" {text}\n"), format!("https://registry.example/share#{text}")] {
            assert_eq!(link.parse::<LinkSecret>(), Ok(secret.clone()), "{link}");
        }
        assert_ne!(LinkSecret::generate().expect("randomness"), secret);
        assert_eq!(format!("{secret:?}"), "LinkSecret(…)");
    }

    #[test]
    fn what_is_no_secret_is_not_repeated() {
        let text = LinkSecret([7; 32]).reveal();
        for wrong in ["", "#", &text[1..], &format!("{text}A"), &format!("{text}="), &format!("{text}#"), "https://x/y"]
        {
            let error = wrong.parse::<LinkSecret>().expect_err(wrong).to_string();
            assert_eq!(error, "this is not the code of a link; it has 43 letters, digits, hyphens and underscores");
        }
    }

    #[test]
    fn everything_wrong_with_a_share_is_said_at_once() {
        let id = || HoldingId::generate().expect("randomness");
        let draft =
            |chosen: Vec<HoldingId>, days| ShareDraft { chosen, neutral: BTreeSet::new(), names: Names::Hidden, days };
        let problems = draft(Vec::new(), 2).share(id(), now()).expect_err("refused");
        assert_eq!(problems, [ShareProblem::Nothing, ShareProblem::Days(2)]);
        let many = (0..=SHARED_MAX).map(|_| id()).collect();
        assert_eq!(draft(many, 1).share(id(), now()), Err(vec![ShareProblem::TooMany(31)]));
        let one = id();
        let twice = draft(vec![one.clone(), one.clone()], 7).share(id(), now()).expect("sound");
        assert_eq!((twice.chosen, twice.expires), (vec![one], now() + TimeDelta::days(7)));
    }

    #[test]
    fn a_share_is_open_until_its_end_and_until_it_is_stopped() {
        let id = HoldingId::generate().expect("randomness");
        let draft = ShareDraft { chosen: vec![id.clone()], neutral: BTreeSet::new(), names: Names::Shown, days: 1 };
        let mut share = draft.share(id, now()).expect("sound");
        let end = now() + TimeDelta::days(1);
        assert!(share.is_open(end - TimeDelta::seconds(1)) && !share.is_open(end));
        share.revoked = Some(now());
        assert!(!share.is_open(now()));
    }
}
