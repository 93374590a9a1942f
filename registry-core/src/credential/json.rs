//! JSON documents as they are read and written here: nothing said twice, nothing that two readers read differently.

use std::cell::RefCell;
use std::collections::BTreeMap;
use std::fmt;

use serde::de::{DeserializeSeed, Deserializer, MapAccess, SeqAccess, Visitor};

use crate::words::shortened;

/// The longest document, in bytes. A badge with its picture inside has a few hundred kilobytes.
pub const DOCUMENT_BYTES_MAX: usize = 1_048_576;
/// The deepest nesting of lists and objects. Credentials have about ten levels.
pub const DOCUMENT_DEPTH_MAX: usize = 32;
/// The most values one document holds, the lists and objects themselves included.
pub const DOCUMENT_VALUES_MAX: usize = 20_000;
/// The largest whole number that every reader of JSON reads alike: 2^53 − 1.
const WHOLE_MAX: u64 = (1 << 53) - 1;

/// A JSON value. Keys are in order of their bytes, so equal values are written alike.
#[derive(Debug, Clone, PartialEq)]
pub enum Json {
    /// `null`.
    Null,
    /// `true` or `false`.
    Bool(bool),
    /// A number; whole ones within ±(2^53 − 1).
    Number(serde_json::Number),
    /// A text.
    Text(String),
    /// A list.
    List(Vec<Json>),
    /// An object.
    Object(BTreeMap<String, Json>),
}

/// Why bytes are not a document.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum JsonProblem {
    /// More than [`DOCUMENT_BYTES_MAX`].
    #[error("it has {0} bytes; at most {DOCUMENT_BYTES_MAX} are read")]
    TooLong(usize),
    /// `{"name": }`.
    #[error("it is not JSON: {0}")]
    Malformed(String),
    /// More than [`DOCUMENT_DEPTH_MAX`] levels.
    #[error("it is nested more than {DOCUMENT_DEPTH_MAX} levels deep")]
    TooDeep,
    /// More than [`DOCUMENT_VALUES_MAX`].
    #[error("it holds more than {DOCUMENT_VALUES_MAX} values")]
    TooMany,
    /// `{"name": "a", "name": "b"}`.
    #[error("\"{0}\" stands twice in one object, so two readers may read two different things")]
    Repeated(String),
    /// `9007199254740993`.
    #[error("the number {0} is larger than every reader reads alike; at most 9007199254740991")]
    Inexact(String),
}

impl JsonProblem {
    /// Whether nothing is known to be wrong: it is beyond a bound of this program. Anything else is a failure.
    pub fn is_inconclusive(&self) -> bool {
        match self {
            Self::TooLong(_) | Self::TooDeep | Self::TooMany | Self::Inexact(_) => true,
            Self::Malformed(_) | Self::Repeated(_) => false,
        }
    }
}

impl Json {
    /// Reads a document.
    ///
    /// # Errors
    /// `{"a": }`; `{"a": 1, "a": 2}`; 33 levels of `[`; `9007199254740993`; a megabyte and a byte.
    pub fn read(bytes: &[u8]) -> Result<Json, JsonProblem> {
        if bytes.len() > DOCUMENT_BYTES_MAX {
            return Err(JsonProblem::TooLong(bytes.len()));
        }
        let seen = Seen { values: RefCell::new(0), problem: RefCell::new(None) };
        let mut reader = serde_json::Deserializer::from_slice(bytes);
        let read = Reading { seen: &seen, depth: 0 }.deserialize(&mut reader).and_then(|json| {
            reader.end()?;
            Ok(json)
        });
        read.map_err(|error| seen.problem.take().unwrap_or_else(|| JsonProblem::Malformed(error.to_string())))
    }

    /// A text.
    pub fn text(text: impl Into<String>) -> Json {
        Json::Text(text.into())
    }

    /// A list of texts.
    pub fn texts<T: Into<String>>(texts: impl IntoIterator<Item = T>) -> Json {
        Json::List(texts.into_iter().map(Json::text).collect())
    }

    /// An object of these members; of two with one key the later stands.
    pub fn object<const N: usize>(members: [(&str, Json); N]) -> Json {
        Json::Object(members.into_iter().map(|(key, value)| (key.to_owned(), value)).collect())
    }

    /// The member of that key, of an object.
    pub fn get(&self, key: &str) -> Option<&Json> {
        match self {
            Json::Object(members) => members.get(key),
            _ => None,
        }
    }

    /// The text, of a text.
    pub fn as_text(&self) -> Option<&str> {
        match self {
            Json::Text(text) => Some(text),
            _ => None,
        }
    }

    /// The text of the member of that key.
    pub fn text_of(&self, key: &str) -> Option<&str> {
        self.get(key).and_then(Json::as_text)
    }

    /// The members, of an object.
    pub fn members(&self) -> Option<&BTreeMap<String, Json>> {
        match self {
            Json::Object(members) => Some(members),
            _ => None,
        }
    }

    /// The values of a list, or the one value itself: JSON-LD writes a list of one either way.
    pub fn each(&self) -> &[Json] {
        match self {
            Json::List(values) => values,
            one => std::slice::from_ref(one),
        }
    }

    /// The values of the member of that key, one or many; none where it is absent or `null`.
    pub fn each_of(&self, key: &str) -> &[Json] {
        self.get(key).filter(|value| **value != Json::Null).map_or(&[], Json::each)
    }

    /// Whether the member of that key is this text, or a list that holds it.
    pub fn has(&self, key: &str, text: &str) -> bool {
        self.each_of(key).iter().any(|value| value.as_text() == Some(text))
    }

    /// The object with one member more, or another value for it. Anything but an object stays as it is.
    #[must_use]
    pub fn with(mut self, key: &str, value: Json) -> Json {
        if let Json::Object(members) = &mut self {
            members.insert(key.to_owned(), value);
        }
        self
    }

    /// The object without one of its members.
    #[must_use]
    pub fn without(mut self, key: &str) -> Json {
        if let Json::Object(members) = &mut self {
            members.remove(key);
        }
        self
    }

    /// Writes the document without white space, keys in the order that `rank` and then their bytes give.
    pub(crate) fn write(&self, out: &mut String, rank: fn(&str) -> u8) {
        match self {
            Json::Null => out.push_str("null"),
            Json::Bool(value) => out.push_str(if *value { "true" } else { "false" }),
            Json::Number(number) => out.push_str(&number.to_string()),
            Json::Text(text) => write_text(text, out),
            Json::List(values) => {
                out.push('[');
                for (index, value) in values.iter().enumerate() {
                    if index > 0 {
                        out.push(',');
                    }
                    value.write(out, rank);
                }
                out.push(']');
            }
            Json::Object(members) => {
                let mut members: Vec<_> = members.iter().collect();
                members.sort_by_key(|(key, _)| rank(key));
                out.push('{');
                for (index, (key, value)) in members.into_iter().enumerate() {
                    if index > 0 {
                        out.push(',');
                    }
                    write_text(key, out);
                    out.push(':');
                    value.write(out, rank);
                }
                out.push('}');
            }
        }
    }
}

/// As the canonical form of RFC 8785 writes a text.
fn write_text(text: &str, out: &mut String) {
    use fmt::Write;
    out.push('"');
    for c in text.chars() {
        match c {
            '"' => out.push_str("\\\""),
            '\\' => out.push_str("\\\\"),
            '\u{8}' => out.push_str("\\b"),
            '\t' => out.push_str("\\t"),
            '\n' => out.push_str("\\n"),
            '\u{c}' => out.push_str("\\f"),
            '\r' => out.push_str("\\r"),
            c if c < ' ' => {
                // Writing to a text cannot fail.
                let _ = write!(out, "\\u{:04x}", u32::from(c));
            }
            c => out.push(c),
        }
    }
    out.push('"');
}

impl fmt::Display for Json {
    /// Without white space, keys in order of their bytes.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut out = String::new();
        self.write(&mut out, |_| 0);
        f.write_str(&out)
    }
}

/// What has been read so far, and the problem that ended it.
struct Seen {
    values: RefCell<usize>,
    problem: RefCell<Option<JsonProblem>>,
}

impl Seen {
    fn ends<T, E: serde::de::Error>(&self, problem: JsonProblem) -> Result<T, E> {
        let error = E::custom(&problem);
        *self.problem.borrow_mut() = Some(problem);
        Err(error)
    }
}

#[derive(Clone, Copy)]
struct Reading<'a> {
    seen: &'a Seen,
    depth: usize,
}

impl Reading<'_> {
    fn count<E: serde::de::Error>(&self) -> Result<(), E> {
        let mut values = self.seen.values.borrow_mut();
        *values += 1;
        if *values > DOCUMENT_VALUES_MAX { self.seen.ends(JsonProblem::TooMany) } else { Ok(()) }
    }

    fn deeper<E: serde::de::Error>(&self) -> Result<Self, E> {
        if self.depth >= DOCUMENT_DEPTH_MAX {
            return self.seen.ends(JsonProblem::TooDeep);
        }
        Ok(Self { seen: self.seen, depth: self.depth + 1 })
    }
}

impl<'de> DeserializeSeed<'de> for Reading<'_> {
    type Value = Json;

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<Json, D::Error> {
        self.count()?;
        deserializer.deserialize_any(self)
    }
}

impl<'de> Visitor<'de> for Reading<'_> {
    type Value = Json;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a JSON value")
    }

    fn visit_unit<E>(self) -> Result<Json, E> {
        Ok(Json::Null)
    }

    fn visit_bool<E>(self, value: bool) -> Result<Json, E> {
        Ok(Json::Bool(value))
    }

    fn visit_u64<E: serde::de::Error>(self, value: u64) -> Result<Json, E> {
        if value > WHOLE_MAX {
            return self.seen.ends(JsonProblem::Inexact(shortened(&value.to_string())));
        }
        Ok(Json::Number(value.into()))
    }

    fn visit_i64<E: serde::de::Error>(self, value: i64) -> Result<Json, E> {
        if value.unsigned_abs() > WHOLE_MAX {
            return self.seen.ends(JsonProblem::Inexact(shortened(&value.to_string())));
        }
        Ok(Json::Number(value.into()))
    }

    fn visit_f64<E: serde::de::Error>(self, value: f64) -> Result<Json, E> {
        if value.fract() == 0.0 && value.abs() > 9_007_199_254_740_991.0 {
            return self.seen.ends(JsonProblem::Inexact(shortened(&value.to_string())));
        }
        serde_json::Number::from_f64(value).map(Json::Number).ok_or_else(|| E::custom("a number is not finite"))
    }

    fn visit_str<E>(self, value: &str) -> Result<Json, E> {
        Ok(Json::text(value))
    }

    fn visit_string<E>(self, value: String) -> Result<Json, E> {
        Ok(Json::Text(value))
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut values: A) -> Result<Json, A::Error> {
        let deeper = self.deeper()?;
        let mut list = Vec::new();
        while let Some(value) = values.next_element_seed(deeper)? {
            list.push(value);
        }
        Ok(Json::List(list))
    }

    fn visit_map<A: MapAccess<'de>>(self, mut members: A) -> Result<Json, A::Error> {
        let deeper = self.deeper()?;
        let mut object = BTreeMap::new();
        while let Some(key) = members.next_key::<String>()? {
            if object.contains_key(&key) {
                return self.seen.ends(JsonProblem::Repeated(shortened(&key)));
            }
            let value = members.next_value_seed(deeper)?;
            object.insert(key, value);
        }
        Ok(Json::Object(object))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn refused(text: &str, message: &str) {
        assert_eq!(Json::read(text.as_bytes()).expect_err(text).to_string(), message);
    }

    #[test]
    fn what_two_readers_may_read_differently_is_refused() {
        refused(
            r#"{"name":"a","name":"b"}"#,
            "\"name\" stands twice in one object, so two readers may read two different things",
        );
        refused(
            r#"{"a":{"\u006eame":1,"name":2}}"#,
            "\"name\" stands twice in one object, so two readers may read two different things",
        );
        let large = "the number 9007199254740993 is larger than every reader reads alike; at most 9007199254740991";
        refused("9007199254740993", large);
        assert!(Json::read(b"9007199254740991").is_ok());
    }

    #[test]
    fn size_depth_and_number_of_values_are_bounded() {
        refused(&"[".repeat(DOCUMENT_DEPTH_MAX + 1), "it is nested more than 32 levels deep");
        let levels = format!("{}{}", "[".repeat(DOCUMENT_DEPTH_MAX), "]".repeat(DOCUMENT_DEPTH_MAX));
        assert!(Json::read(levels.as_bytes()).is_ok());
        refused(&format!("[{}0]", "0,".repeat(DOCUMENT_VALUES_MAX)), "it holds more than 20000 values");
        refused(&" ".repeat(DOCUMENT_BYTES_MAX + 1), "it has 1048577 bytes; at most 1048576 are read");
    }

    #[test]
    fn what_is_not_json_says_where() {
        refused("{\"name\": }", "it is not JSON: expected value at line 1 column 10");
        refused("{} {}", "it is not JSON: trailing characters at line 1 column 4");
        assert!(Json::read(b"\"\xff\"").is_err());
    }

    #[test]
    fn equal_documents_are_written_alike() {
        let one = Json::read(r#"{ "b": [1, 2.5, null, true], "a": "x\u000a\u0001\"é" }"#.as_bytes()).expect("one");
        assert_eq!(one.to_string(), "{\"a\":\"x\\n\\u0001\\\"é\",\"b\":[1,2.5,null,true]}");
        assert_eq!(Json::read(one.to_string().as_bytes()), Ok(one));
    }
}
