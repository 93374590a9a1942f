//! Status lists: whether a credential was revoked or suspended, as one bit among many (*Bitstring Status List 1.0*).
//!
//! Whoever reads a list learns nothing about a single credential, and whoever serves it does not learn which one was
//! looked up, because a list always has at least [`STATUS_ENTRIES_MIN`] entries.

use miniz_oxide::deflate::compress_to_vec;
use miniz_oxide::inflate::TINFLStatus;
use miniz_oxide::inflate::core::{DecompressorOxide, decompress, inflate_flags};

use super::contexts::CREDENTIALS;
use super::json::{Json, JsonProblem};
use super::key::KeyPair;
use super::moment::Moment;
use super::multibase;
use super::proof::{Cryptosuite, ProofProblem, Signed, sign, signed_by};
use crate::words::shortened;

/// The fewest entries of a list: 16 KiB of bits (*Bitstring Status List 1.0*, 1.1, *Conceptual Framework*: enough for the
/// privacy of the group).
pub const STATUS_ENTRIES_MIN: u32 = 131_072;
/// The most entries that are read: 1 MiB of bits. A list is expanded to no more than that.
pub const STATUS_ENTRIES_MAX: u32 = 8_388_608;
/// Harder compression saves nothing worth its time: a list with few entries set is a few hundred bytes.
const COMPRESSION: u8 = 6;

/// What a set entry means.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Purpose {
    /// Withdrawn for good.
    Revocation,
    /// Not good for now.
    Suspension,
}

impl Purpose {
    /// Both.
    pub const ALL: [Purpose; 2] = [Self::Revocation, Self::Suspension];

    /// The name in documents: `revocation`.
    pub fn name(self) -> &'static str {
        match self {
            Self::Revocation => "revocation",
            Self::Suspension => "suspension",
        }
    }

    /// The purpose of that name.
    pub fn named(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|purpose| purpose.name() == name)
    }
}

/// Why there is no status list in a text.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum StatusListProblem {
    /// Not a document.
    #[error(transparent)]
    Json(#[from] JsonProblem),
    /// Another sort of document.
    #[error("it is not a status list: {0}")]
    NotAList(String),
    /// Not signed, or not by this text.
    #[error(transparent)]
    Proof(#[from] ProofProblem),
    /// Signed by somebody other than the issuer it names.
    #[error("it names {issuer} as its issuer and was signed by {signer}")]
    Issuer {
        /// Whom it names.
        issuer: String,
        /// Who signed.
        signer: String,
    },
    /// Entries that cannot be read.
    #[error("its entries cannot be read: {0}")]
    Bits(&'static str),
}

/// The entries of a status list.
#[derive(Clone, PartialEq, Eq)]
pub struct StatusBits(Vec<u8>);

impl StatusBits {
    /// So many entries, none set: rounded **up** to a multiple of eight, and to [`STATUS_ENTRIES_MIN`] and
    /// [`STATUS_ENTRIES_MAX`].
    pub fn new(entries: u32) -> Self {
        let entries = entries.clamp(STATUS_ENTRIES_MIN, STATUS_ENTRIES_MAX);
        Self(vec![0; entries.div_ceil(8) as usize])
    }

    /// How many entries there are.
    pub fn entries(&self) -> u32 {
        u32::try_from(self.0.len() * 8).unwrap_or(u32::MAX)
    }

    /// Whether that entry is set; `None` past the end.
    pub fn get(&self, index: u32) -> Option<bool> {
        self.0.get(index as usize / 8).map(|byte| byte & mask(index) != 0)
    }

    /// Sets or clears an entry; `false` past the end, where nothing happens.
    #[must_use]
    pub fn put(&mut self, index: u32, set: bool) -> bool {
        let Some(byte) = self.0.get_mut(index as usize / 8) else { return false };
        if set {
            *byte |= mask(index)
        } else {
            *byte &= !mask(index)
        }
        true
    }

    /// The entries as a document holds them: gzip, base64url, multibase.
    pub fn encode(&self) -> String {
        // A gzip member without name or time, so that equal lists are equal texts.
        let mut bytes = vec![0x1f, 0x8b, 8, 0, 0, 0, 0, 0, 0, 255];
        bytes.extend(compress_to_vec(&self.0, COMPRESSION));
        bytes.extend(crc32fast::hash(&self.0).to_le_bytes());
        bytes.extend(u32::try_from(self.0.len()).unwrap_or(u32::MAX).to_le_bytes());
        multibase::base64url(&bytes)
    }

    /// Reads what [`encode`](Self::encode) writes, by whomever. It never holds more than 1 MiB.
    ///
    /// # Errors
    /// Another base; not gzip; fewer entries than 131,072; a bomb that would expand to gigabytes.
    pub fn decode(text: &str) -> Result<Self, StatusListProblem> {
        let bytes =
            multibase::from_base64url(text).ok_or(StatusListProblem::Bits("they are not base64url after a u"))?;
        let bits = expanded(&bytes)?;
        if bits.len() < STATUS_ENTRIES_MIN as usize / 8 {
            return Err(StatusListProblem::Bits("there are fewer than 131072, too few to hide which one is looked up"));
        }
        Ok(Self(bits))
    }
}

impl std::fmt::Debug for StatusBits {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let set: u32 = self.0.iter().map(|byte| byte.count_ones()).sum();
        write!(f, "StatusBits({set} of {} set)", self.entries())
    }
}

/// The first entry is the leftmost bit of the first byte.
fn mask(index: u32) -> u8 {
    0x80 >> (index % 8)
}

/// The one member of a gzip file.
fn expanded(bytes: &[u8]) -> Result<Vec<u8>, StatusListProblem> {
    let refused = StatusListProblem::Bits;
    let body = gzip_body(bytes).ok_or(refused("they are not compressed with gzip"))?;
    let (body, trailer) = body.split_at_checked(body.len().saturating_sub(8)).unwrap_or_default();
    let word = |at: usize| trailer.get(at..at + 4).and_then(|word| word.try_into().ok()).map(u32::from_le_bytes);
    let (Some(check), Some(length)) = (word(0), word(4)) else { return Err(refused("they end too early")) };
    if length > STATUS_ENTRIES_MAX / 8 {
        return Err(refused("there are more than 8388608"));
    }
    let mut out = vec![0; length as usize];
    let flags = inflate_flags::TINFL_FLAG_USING_NON_WRAPPING_OUTPUT_BUF;
    let (status, read, written) = decompress(&mut DecompressorOxide::new(), body, &mut out, 0, flags);
    let whole = status == TINFLStatus::Done && read == body.len() && written == out.len();
    if !whole || crc32fast::hash(&out) != check {
        return Err(refused("their compression is damaged"));
    }
    Ok(out)
}

/// What comes after the header of RFC 1952: the compressed data and the trailer.
fn gzip_body(bytes: &[u8]) -> Option<&[u8]> {
    const EXTRA: u8 = 4;
    let (header, mut rest) = bytes.split_first_chunk::<10>()?;
    if header[..3] != [0x1f, 0x8b, 8] || header[3] & 0xe0 != 0 {
        return None;
    }
    let flags = header[3];
    if flags & EXTRA != 0 {
        let (length, after) = rest.split_first_chunk::<2>()?;
        rest = after.get(usize::from(u16::from_le_bytes(*length))..)?;
    }
    for text in [8, 16] {
        if flags & text != 0 {
            let end = rest.iter().position(|byte| *byte == 0)?;
            rest = &rest[end + 1..];
        }
    }
    if flags & 2 != 0 {
        rest = rest.get(2..)?;
    }
    Some(rest)
}

/// A status list, before it is signed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct StatusList {
    /// Its address, at which it is served.
    pub id: String,
    /// What a set entry means.
    pub purpose: Purpose,
    /// From when it holds: when it was made.
    pub valid_from: Moment,
    /// Until when a verifier may rely on it.
    pub valid_until: Moment,
    /// Its entries.
    pub bits: StatusBits,
}

impl StatusList {
    /// The signed document. The key is that of the provider whose credentials the list is for.
    ///
    /// # Errors
    /// An `id` that is not a whole address.
    pub fn sign(&self, key: &KeyPair, created: Moment) -> Result<Json, ProofProblem> {
        let document = Json::object([
            ("@context", Json::texts([CREDENTIALS])),
            ("id", Json::text(&self.id)),
            ("type", Json::texts(["VerifiableCredential", "BitstringStatusListCredential"])),
            ("issuer", Json::text(key.public().did())),
            ("validFrom", Json::text(self.valid_from.to_string())),
            ("validUntil", Json::text(self.valid_until.to_string())),
            (
                "credentialSubject",
                Json::object([
                    ("id", Json::text(format!("{}#list", self.id))),
                    ("type", Json::text("BitstringStatusList")),
                    ("statusPurpose", Json::text(self.purpose.name())),
                    ("encodedList", Json::text(self.bits.encode())),
                ]),
            ),
        ]);
        sign(document, key, created, Cryptosuite::Statements)
    }
}

/// A status list whose signature was found to hold. Whether its signer is whoever issued a credential, and whether it
/// is still good, is another question ([`verify`](mod@crate::verify)).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SignedStatusList {
    /// What it says.
    pub list: StatusList,
    /// Who says it.
    pub signed: Signed,
}

impl SignedStatusList {
    /// Reads a signed list.
    ///
    /// # Errors
    /// Not JSON; another document; one bit changed; signed by someone else; entries that expand to too much.
    pub fn read(bytes: &[u8]) -> Result<Self, StatusListProblem> {
        let document = Json::read(bytes)?;
        let lacks = |what: &str| StatusListProblem::NotAList(what.to_owned());
        if !document.has("type", "BitstringStatusListCredential") {
            return Err(lacks("its type is another"));
        }
        let signed = signed_by(&document, Cryptosuite::Statements)?;
        let issuer = issuer_of(&document).ok_or_else(|| lacks("it names no issuer"))?;
        if issuer != signed.key.did() {
            return Err(StatusListProblem::Issuer { issuer: shortened(issuer), signer: signed.key.did() });
        }
        let moment = |key: &str| document.text_of(key).and_then(|text| text.parse().ok());
        let subject = document.get("credentialSubject").ok_or_else(|| lacks("it has no entries"))?;
        let purpose = subject.text_of("statusPurpose").unwrap_or_default();
        Ok(Self {
            list: StatusList {
                id: document.text_of("id").ok_or_else(|| lacks("it has no id"))?.to_owned(),
                purpose: Purpose::named(purpose)
                    .ok_or_else(|| lacks(&format!("its purpose is \"{}\"", shortened(purpose))))?,
                valid_from: moment("validFrom").ok_or_else(|| lacks("it does not say from when it holds"))?,
                valid_until: moment("validUntil").ok_or_else(|| lacks("it does not say until when it holds"))?,
                bits: StatusBits::decode(subject.text_of("encodedList").unwrap_or_default())?,
            },
            signed,
        })
    }
}

/// The `id` of the issuer, whether it is a text or an object.
pub(crate) fn issuer_of(document: &Json) -> Option<&str> {
    let issuer = document.get("issuer")?;
    issuer.as_text().or_else(|| issuer.text_of("id"))
}
