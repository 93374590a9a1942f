//! Who is signed in, or has a record open: one sealed cookie for each, and the guard of their forms.
//!
//! A cookie is set only once somebody signs in or opens a record, and goes when they leave or its time is over. Nobody but this
//! registry reads or makes one: XChaCha20-Poly1305 under a key of its own, with the kind of the session among what is
//! authenticated, so that one kind never passes for another. What it holds is short: the number of a token, say, never its secret.
//!
//! A form of somebody with a session carries that session's guard, which another site cannot know.

use std::fmt;

use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use chacha20poly1305::aead::{Aead, KeyInit, Payload};
use chacha20poly1305::{XChaCha20Poly1305, XNonce};
use chrono::{DateTime, TimeDelta, Utc};
use sha2::{Digest, Sha256};
use zeroize::Zeroizing;

use super::endpoint::Asked;
use crate::access::NoRandomness;
use crate::keys::Keys;

/// The name of the field in which a form carries the guard.
pub(super) const GUARD_FIELD: &str = "guard";

/// The most bytes that a session holds.
const HELD_BYTES_MAX: usize = 256;

/// The longest cookie that is looked at.
const SEALED_LENGTH_MAX: usize = 1_024;

const NONCE_BYTES: usize = 24;
const GUARD_BYTES: usize = 16;
const EXPIRY_BYTES: usize = 8;

/// What a session is for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum SessionKind {
    /// Somebody's own record.
    Record,
    /// The workspace of a publisher.
    Workspace,
}

impl SessionKind {
    /// The name of its cookie. Browsers take a `__Host-` cookie only from this very host, over a safe connection.
    pub(super) const fn cookie(self) -> &'static str {
        match self {
            Self::Record => "__Host-record",
            Self::Workspace => "__Host-workspace",
        }
    }

    /// How long it lasts: the day of work, or an evening.
    pub(super) const fn hours(self) -> i64 {
        match self {
            Self::Record => 2,
            Self::Workspace => 8,
        }
    }
}

/// A session that is open.
#[derive(Clone, PartialEq, Eq)]
pub(super) struct Session {
    kind: SessionKind,
    /// What it holds.
    pub(super) held: Zeroizing<Vec<u8>>,
    /// When it ends.
    pub(super) expires: DateTime<Utc>,
    guard: [u8; GUARD_BYTES],
}

impl fmt::Debug for Session {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Session({:?}, until {})", self.kind, self.expires)
    }
}

impl Session {
    /// What each form of this session carries in the field [`GUARD_FIELD`].
    pub(super) fn guard(&self) -> String {
        URL_SAFE_NO_PAD.encode(self.guard)
    }

    /// Whether a form carried the guard of this session. Digests are compared, so that the time it takes tells nothing.
    pub(super) fn sent_by_us(&self, guard: &str) -> bool {
        Sha256::digest(self.guard()) == Sha256::digest(guard)
    }
}

/// Opens and seals sessions.
pub(super) struct Sessions {
    cipher: XChaCha20Poly1305,
}

impl Sessions {
    pub(super) fn new(keys: &Keys) -> Self {
        Self { cipher: XChaCha20Poly1305::new((&*keys.sessions()).into()) }
    }

    /// Begins a session at `now`: the value of the `Set-Cookie` header. `None`: more than 256 bytes to hold.
    ///
    /// # Errors
    /// A system without random numbers.
    pub(super) fn begin(
        &self,
        kind: SessionKind,
        held: &[u8],
        now: DateTime<Utc>,
    ) -> Result<Option<String>, NoRandomness> {
        if held.len() > HELD_BYTES_MAX {
            return Ok(None);
        }
        let mut guard = [0; GUARD_BYTES];
        getrandom::fill(&mut guard).map_err(NoRandomness::from)?;
        let expires = now + TimeDelta::hours(kind.hours());
        self.sealed(&Session { kind, held: Zeroizing::new(held.to_vec()), expires, guard }, now)
    }

    /// The same session holding something else, with the same guard and until the same end: the value of the `Set-Cookie` header.
    /// `None`: more than 256 bytes to hold.
    ///
    /// # Errors
    /// A system without random numbers.
    pub(super) fn holding(
        &self,
        session: &Session,
        held: &[u8],
        now: DateTime<Utc>,
    ) -> Result<Option<String>, NoRandomness> {
        if held.len() > HELD_BYTES_MAX {
            return Ok(None);
        }
        self.sealed(&Session { held: Zeroizing::new(held.to_vec()), ..session.clone() }, now)
    }

    fn sealed(&self, session: &Session, now: DateTime<Utc>) -> Result<Option<String>, NoRandomness> {
        let Session { kind, held, expires, guard } = session;
        let mut nonce = [0; NONCE_BYTES];
        getrandom::fill(&mut nonce).map_err(NoRandomness::from)?;
        let seconds = (*expires - now).num_seconds();
        let expires = expires.timestamp();
        let plain = Zeroizing::new([&expires.to_be_bytes()[..], guard, held].concat());
        let payload = Payload { msg: &plain, aad: kind.cookie().as_bytes() };
        let Ok(sealed) = self.cipher.encrypt(&XNonce::from(nonce), payload) else { return Ok(None) };
        let value = URL_SAFE_NO_PAD.encode([&nonce[..], &sealed].concat());
        Ok(Some(set_cookie(*kind, &value, seconds)))
    }

    /// The session of that kind in a `Cookie` header, while it lasts.
    pub(super) fn opened(&self, cookies: &str, kind: SessionKind, now: DateTime<Utc>) -> Option<Session> {
        let pairs = cookies.split(';').filter_map(|pair| pair.trim().split_once('='));
        let (_, value) = pairs.into_iter().find(|(name, _)| *name == kind.cookie())?;
        if value.len() > SEALED_LENGTH_MAX {
            return None;
        }
        let whole = URL_SAFE_NO_PAD.decode(value).ok()?;
        let (nonce, sealed) = whole.split_at_checked(NONCE_BYTES)?;
        let nonce: [u8; NONCE_BYTES] = nonce.try_into().ok()?;
        let payload = Payload { msg: sealed, aad: kind.cookie().as_bytes() };
        let plain = Zeroizing::new(self.cipher.decrypt(&XNonce::from(nonce), payload).ok()?);
        let (expires, rest) = plain.split_at_checked(EXPIRY_BYTES)?;
        let (guard, held) = rest.split_at_checked(GUARD_BYTES)?;
        let expires = DateTime::from_timestamp(i64::from_be_bytes(expires.try_into().ok()?), 0)?;
        let session = Session { kind, held: Zeroizing::new(held.to_vec()), expires, guard: guard.try_into().ok()? };
        (now < expires).then_some(session)
    }
}

/// Ends a session: the value of the `Set-Cookie` header that takes its cookie away.
pub(super) fn end(kind: SessionKind) -> String {
    set_cookie(kind, "", 0)
}

fn set_cookie(kind: SessionKind, value: &str, seconds: i64) -> String {
    let name = kind.cookie();
    format!("{name}={value}; Path=/; Max-Age={seconds}; Secure; HttpOnly; SameSite=Strict")
}

/// The session of that kind that the request shows, while it lasts.
pub(super) fn opened(asked: &Asked<'_>, kind: SessionKind) -> Option<Session> {
    asked.web.sessions.opened(asked.cookies, kind, asked.now)
}

/// The session whose form this is: one that is open, and whose guard the form carries.
pub(super) fn guarded(asked: &Asked<'_>, kind: SessionKind) -> Option<Session> {
    opened(asked, kind).filter(|session| session.sent_by_us(asked.form.one(GUARD_FIELD)))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn sessions(secret: u8) -> Sessions {
        Sessions::new(&Keys::from_bytes([secret; 32]))
    }

    fn now() -> DateTime<Utc> {
        "2027-02-01T09:00:00Z".parse().expect("time")
    }

    fn begun(kind: SessionKind, held: &[u8]) -> String {
        sessions(1).begin(kind, held, now()).expect("randomness").expect("short enough")
    }

    /// What a browser sends back of a `Set-Cookie` header.
    fn sent(set: &str) -> &str {
        set.split(';').next().unwrap_or_default()
    }

    #[test]
    fn a_cookie_is_for_this_host_alone_and_no_script_or_other_site_has_it() {
        for kind in [SessionKind::Record, SessionKind::Workspace] {
            let set = begun(kind, b"held");
            assert!(set.starts_with("__Host-"), "{set}");
            let seconds = kind.hours() * 3_600;
            let attributes = format!("; Path=/; Max-Age={seconds}; Secure; HttpOnly; SameSite=Strict");
            assert!(set.ends_with(&attributes) && !set.contains("Domain"), "{set}");
            assert_eq!(end(kind), format!("{}=; Path=/; Max-Age=0; Secure; HttpOnly; SameSite=Strict", kind.cookie()));
        }
    }

    #[test]
    fn a_session_opens_until_its_end_beside_other_cookies_and_holds_what_it_was_given() {
        let kind = SessionKind::Workspace;
        let set = begun(kind, b"0123456789abcdef");
        let cookies = format!("other=1; {}; more=2", sent(&set));
        let open = |at| sessions(1).opened(&cookies, kind, at);
        let session = open(now()).expect("open");
        assert_eq!((&session.held[..], session.expires), (&b"0123456789abcdef"[..], now() + TimeDelta::hours(8)));
        assert!(open(now() + TimeDelta::hours(8) - TimeDelta::seconds(1)).is_some());
        assert_eq!(open(now() + TimeDelta::hours(8)), None);
        assert_eq!(format!("{session:?}"), "Session(Workspace, until 2027-02-01 17:00:00 UTC)");
    }

    #[test]
    fn a_session_that_holds_something_else_keeps_its_guard_and_its_end() {
        let kind = SessionKind::Workspace;
        let open = |set: &str| sessions(1).opened(sent(set), kind, now()).expect("open");
        let first = open(&begun(kind, b"one"));
        let later = now() + TimeDelta::hours(3);
        let set = sessions(1).holding(&first, b"another", later).expect("randomness").expect("short enough");
        assert!(set.contains("Max-Age=18000;"), "{set}");
        let second = open(&set);
        assert_eq!((&second.held[..], second.expires, second.guard()), (&b"another"[..], first.expires, first.guard()));
        assert_eq!(sessions(1).holding(&first, &[0; 257], later), Ok(None));
    }

    #[test]
    fn another_registry_another_kind_and_any_change_of_a_cookie_open_nothing() {
        let kind = SessionKind::Workspace;
        let set = begun(kind, b"held");
        assert_eq!(sessions(2).opened(sent(&set), kind, now()), None);
        let renamed = sent(&set).replace("workspace", "record");
        assert_eq!(sessions(1).opened(&renamed, SessionKind::Record, now()), None);
        let value = sent(&set).split_once('=').expect("a value").1;
        let bytes = URL_SAFE_NO_PAD.decode(value).expect("bytes");
        for bit in 0..bytes.len() * 8 {
            let mut changed = bytes.clone();
            changed[bit / 8] ^= 1 << (bit % 8);
            let cookie = format!("{}={}", kind.cookie(), URL_SAFE_NO_PAD.encode(changed));
            assert_eq!(sessions(1).opened(&cookie, kind, now()), None, "bit {bit}");
        }
        for odd in ["", "__Host-workspace", "__Host-workspace=", "__Host-workspace=%%%", &"a".repeat(5_000)] {
            assert_eq!(sessions(1).opened(odd, kind, now()), None, "{odd}");
        }
        assert_eq!(sessions(1).begin(kind, &[0; 257], now()), Ok(None));
    }

    #[test]
    fn each_session_has_a_guard_of_its_own_that_its_cookie_does_not_show() {
        let kind = SessionKind::Record;
        let open = |set: &str| sessions(1).opened(sent(set), kind, now()).expect("open");
        let (first, second) = (begun(kind, b"same"), begun(kind, b"same"));
        let (one, other) = (open(&first), open(&second));
        assert!(one.sent_by_us(&one.guard()) && !one.sent_by_us(&other.guard()));
        assert!(!one.sent_by_us("") && !first.contains(&one.guard()));
        assert_ne!(first, second);
    }
}
