//! Looks at the bytes of a request before any parser does.
//!
//! Both parsers recurse once per bracket: about 1,500 nested object literals
//! in 6 KB overflow the GraphQL parser's stack and abort the whole process.
//! These scans are one pass, need no stack and no memory, and read strings and
//! comments exactly as the parsers do, so a bracket inside a description does
//! not count and a bracket cannot hide.

/// Longest query text, in bytes. The standard introspection query has 1.5 KB
/// and the longest page query of the product under 4 KB; 16 KiB is four times that.
pub const MAX_QUERY_BYTES: usize = 16 * 1024;

/// Deepest nesting of `{`, `[` and `(` in a query. The parser's stack holds
/// about 1,000 in a release build and fewer in a debug build; the selection
/// depth is held lower by [`super::budget::MAX_DEPTH`].
pub const MAX_QUERY_NESTING: usize = 64;

/// Most opening brackets in a query. Below the 1,500 that overflow the parser,
/// so that even a nesting this scan misjudged could not reach the end of the stack.
pub const MAX_QUERY_OPENERS: usize = 1_000;

/// Longest name (of a field, an alias, a type …), in bytes. An alias is sent
/// back once per item, so its length multiplies the answer.
pub const MAX_NAME_BYTES: usize = 100;

/// Deepest nesting of a request body. `serde_json` stops at 128 by itself.
pub const MAX_JSON_NESTING: usize = 64;

/// Most values in a request body. A value takes up to 72 bytes once parsed:
/// 8,192 × 72 B < 600 KB.
pub const MAX_JSON_VALUES: usize = 8_192;

/// Why a text was refused unread.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum ScanRefusal {
    /// More bytes than allowed.
    #[error("The query has {bytes} bytes; at most {max} are taken.")]
    TooLong {
        /// Bytes given.
        bytes: usize,
        /// Bytes allowed.
        max: usize,
    },
    /// Brackets nested deeper than allowed.
    #[error("Brackets are nested deeper than {max}.")]
    TooDeep {
        /// Levels allowed.
        max: usize,
    },
    /// More opening brackets than allowed.
    #[error("There are more than {max} opening brackets.")]
    TooManyOpeners {
        /// Brackets allowed.
        max: usize,
    },
    /// A name longer than allowed.
    #[error("A name is longer than {max} bytes.")]
    NameTooLong {
        /// Bytes allowed.
        max: usize,
    },
    /// More values in the JSON than allowed.
    #[error("The request body has more than {max} values.")]
    TooManyValues {
        /// Values allowed.
        max: usize,
    },
    /// A string that does not end. Refused here, since what follows it could
    /// be read in two ways.
    #[error("A string does not end.")]
    UnterminatedString,
}

/// Checks the text of a GraphQL query against the caps above.
///
/// # Errors
/// The first cap exceeded, or a string that does not end. A text that passes
/// may still not be GraphQL.
pub fn scan_query(query: &str) -> Result<(), ScanRefusal> {
    let bytes = query.as_bytes();
    if bytes.len() > MAX_QUERY_BYTES {
        return Err(ScanRefusal::TooLong { bytes: bytes.len(), max: MAX_QUERY_BYTES });
    }
    let (mut at, mut depth, mut openers, mut name_start) = (0, 0_usize, 0_usize, 0);
    while let Some(&byte) = bytes.get(at) {
        let in_name = byte.is_ascii_alphanumeric() || byte == b'_';
        if in_name && at - name_start >= MAX_NAME_BYTES {
            return Err(ScanRefusal::NameTooLong { max: MAX_NAME_BYTES });
        }
        match byte {
            b'{' | b'[' | b'(' => {
                depth += 1;
                openers += 1;
                if depth > MAX_QUERY_NESTING {
                    return Err(ScanRefusal::TooDeep { max: MAX_QUERY_NESTING });
                }
                if openers > MAX_QUERY_OPENERS {
                    return Err(ScanRefusal::TooManyOpeners { max: MAX_QUERY_OPENERS });
                }
                at += 1;
            }
            b'}' | b']' | b')' => {
                depth = depth.saturating_sub(1);
                at += 1;
            }
            b'#' => at = end_of_line(bytes, at),
            b'"' if bytes[at..].starts_with(b"\"\"\"") => at = end_of_block_string(bytes, at + 3)?,
            b'"' => at = end_of_string(bytes, at + 1)?,
            _ => at += 1,
        }
        if !in_name {
            name_start = at;
        }
    }
    Ok(())
}

/// Checks a JSON text against the caps above.
///
/// # Errors
/// The first cap exceeded, or a string that does not end. A text that passes
/// may still not be JSON.
pub fn scan_json(bytes: &[u8]) -> Result<(), ScanRefusal> {
    let (mut at, mut depth, mut values) = (0, 0_usize, 1_usize);
    while let Some(&byte) = bytes.get(at) {
        match byte {
            b'{' | b'[' => {
                depth += 1;
                values += 1;
                if depth > MAX_JSON_NESTING {
                    return Err(ScanRefusal::TooDeep { max: MAX_JSON_NESTING });
                }
            }
            b'}' | b']' => depth = depth.saturating_sub(1),
            b',' => values += 1,
            b'"' => {
                at = end_of_string(bytes, at + 1)?;
                continue;
            }
            _ => {}
        }
        if values > MAX_JSON_VALUES {
            return Err(ScanRefusal::TooManyValues { max: MAX_JSON_VALUES });
        }
        at += 1;
    }
    Ok(())
}

fn end_of_line(bytes: &[u8], from: usize) -> usize {
    let rest = &bytes[from..];
    from + rest.iter().position(|byte| matches!(byte, b'\n' | b'\r')).unwrap_or(rest.len())
}

/// The position after the closing quote. A line break ends the search: neither
/// language allows one in a string.
fn end_of_string(bytes: &[u8], mut at: usize) -> Result<usize, ScanRefusal> {
    while let Some(&byte) = bytes.get(at) {
        match byte {
            b'"' => return Ok(at + 1),
            b'\n' | b'\r' => return Err(ScanRefusal::UnterminatedString),
            // An escape is two bytes as far as the closing quote goes.
            b'\\' => at += 2,
            _ => at += 1,
        }
    }
    Err(ScanRefusal::UnterminatedString)
}

/// The position after the closing `"""`; `\"""` does not close.
fn end_of_block_string(bytes: &[u8], mut at: usize) -> Result<usize, ScanRefusal> {
    while at < bytes.len() {
        let rest = &bytes[at..];
        if rest.starts_with(b"\"\"\"") {
            return Ok(at + 3);
        }
        at += if rest.starts_with(b"\\\"\"\"") { 4 } else { 1 };
    }
    Err(ScanRefusal::UnterminatedString)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn brackets_in_strings_block_strings_and_comments_do_not_count() {
        let many = "{[(".repeat(2_000);
        for query in [
            format!("{{ a(b: \"{many}\") }}"),
            format!("{{ a(b: \"\"\"{many} \\\"\"\" {many}\"\"\") }}"),
            format!("{{ a }} # {many}"),
            format!("{{ a(b: \"\\\\\\\"{many}\") }}"),
        ] {
            assert_eq!(scan_query(&query), Ok(()), "{}", &query[..20]);
        }
    }

    #[test]
    fn a_bracket_cannot_hide_behind_what_looks_like_a_string_or_a_comment() {
        let deep = "[".repeat(65);
        for hidden in [
            format!("{{ a(b: \"#\" {deep}"),
            format!("{{ a #\"\n {deep}"),
            format!("{{ a #\"\"\"\r {deep}"),
            format!("{{ a(b: \"\" {deep}"),
            format!("{{ a(b: \"\\\\\" {deep}"),
            format!("{{ a(b: \"\"\"\\\\\"\"\"\"\"\" {deep}"),
        ] {
            assert_eq!(scan_query(&hidden), Err(ScanRefusal::TooDeep { max: 64 }), "{hidden}");
        }
        for endless in ["{ a(b: \"", "{ a(b: \"\"\"x\"\"", "{ a(b: \"x\ny\")}", "{ a(b: \"x\n) }", "{ a(b: \"\\"] {
            assert_eq!(scan_query(endless), Err(ScanRefusal::UnterminatedString), "{endless}");
        }
    }

    #[test]
    fn each_cap_takes_its_bound_and_refuses_one_more() {
        let nested = |n: usize| "{".repeat(n) + &"}".repeat(n);
        let wide = |n: usize| "{}".repeat(n);
        let named = |n: usize| format!("{{ {} b }}", "a".repeat(n));
        let long = |n: usize| " ".repeat(n);
        assert_eq!(scan_query(&nested(MAX_QUERY_NESTING)), Ok(()));
        assert!(scan_query(&nested(MAX_QUERY_NESTING + 1)).is_err());
        assert_eq!(scan_query(&wide(MAX_QUERY_OPENERS)), Ok(()));
        assert!(scan_query(&wide(MAX_QUERY_OPENERS + 1)).is_err());
        assert_eq!(scan_query(&named(MAX_NAME_BYTES)), Ok(()));
        assert!(scan_query(&named(MAX_NAME_BYTES + 1)).is_err());
        assert_eq!(scan_query(&long(MAX_QUERY_BYTES)), Ok(()));
        assert!(scan_query(&long(MAX_QUERY_BYTES + 1)).is_err());
    }

    #[test]
    fn a_body_is_held_to_its_nesting_and_its_number_of_values() {
        let nested = |n: usize| "[".repeat(n) + &"]".repeat(n);
        assert_eq!(scan_json(nested(MAX_JSON_NESTING).as_bytes()), Ok(()));
        assert!(scan_json(nested(MAX_JSON_NESTING + 1).as_bytes()).is_err());
        let list = |n: usize| format!("[{}1]", "1,".repeat(n));
        assert_eq!(scan_json(list(MAX_JSON_VALUES - 2).as_bytes()), Ok(()));
        assert!(scan_json(list(MAX_JSON_VALUES - 1).as_bytes()).is_err());
        assert_eq!(scan_json(br#"{"query":"[[[\"[[["}"#), Ok(()));
    }
}
