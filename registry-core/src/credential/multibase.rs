//! Bytes as text: multibase base58btc (`z…`) and base64url without padding (`u…`), each in its one canonical spelling.

use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;

/// The longest base58 text that is read. Decoding it takes time that grows with the square of its length, and keys and
/// signatures have at most 90 characters.
const BASE58_MAX: usize = 128;

/// `z` and base58btc.
pub(crate) fn base58(bytes: &[u8]) -> String {
    format!("z{}", bs58::encode(bytes).into_string())
}

/// The bytes of `z…`; `None` for another base, a character that base58 does not have, or more than 128 characters.
pub(crate) fn from_base58(text: &str) -> Option<Vec<u8>> {
    let digits = text.strip_prefix('z').filter(|digits| digits.len() <= BASE58_MAX)?;
    bs58::decode(digits).into_vec().ok()
}

/// `u` and base64url without padding.
pub(crate) fn base64url(bytes: &[u8]) -> String {
    format!("u{}", URL_SAFE_NO_PAD.encode(bytes))
}

/// The bytes of `u…`; `None` for another base, padding, or bits left over that are not zero.
pub(crate) fn from_base64url(text: &str) -> Option<Vec<u8>> {
    URL_SAFE_NO_PAD.decode(text.strip_prefix('u')?).ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_spelling_but_one_is_refused() {
        for bytes in [&b""[..], b"\0\0a", b"registry", &[255; 64]] {
            assert_eq!(from_base58(&base58(bytes)).as_deref(), Some(bytes));
            assert_eq!(from_base64url(&base64url(bytes)).as_deref(), Some(bytes));
        }
        // "QQ" is one byte; "QR" has the same byte and other bits behind it.
        assert_eq!(from_base64url("uQQ"), Some(b"A".to_vec()));
        for wrong in ["uQR", "uQQ==", "QQ", "u+/", "", "u\u{e9}"] {
            assert_eq!(from_base64url(wrong), None, "{wrong}");
        }
        for wrong in ["z0", "zO", "abc", "", &format!("z{}", "2".repeat(129))] {
            assert_eq!(from_base58(wrong), None, "{wrong}");
        }
    }
}
