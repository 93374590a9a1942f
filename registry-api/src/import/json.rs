//! JSON as the trees that the reader of catalogue files walks, each value with the byte it begins at.

use std::borrow::Cow;
use std::fmt;

use serde::de::{self, Deserialize, Deserializer, MapAccess, Visitor};
use serde_json::value::RawValue;
use toml::Spanned;
use toml::de::{DeTable, DeValue};

use crate::format::{Document, Positions, Roots};

/// How deep values may be nested: twice what the deepest requisite needs.
const DEPTH_MAX: usize = 64;

/// How many entries one tree has.
const ENTRIES_AT_ONCE: usize = 500;

/// A catalogue file in JSON. `null` is a key that is left out.
pub(super) fn document<'a>(name: &'a str, text: &'a str) -> Document<'a> {
    Document { name, texts: vec![text], positions: Positions::Bytes, roots: Box::new(Chunks::of(text)) }
}

/// One value of JSON that stands in a cell: everything of it is at that cell.
pub(super) fn cell(text: &str, at: usize) -> Result<Spanned<DeValue<'_>>, String> {
    let raw: &RawValue = serde_json::from_str(text).map_err(|error| not_json(text, &error).1)?;
    let mut tree = Tree { text, at: Some(at), damage: Vec::new() };
    let value = tree.value(raw, 0);
    match (value, tree.damage.pop()) {
        (_, Some((_, message))) => Err(message),
        (Some(value), None) => Ok(value),
        (None, None) => Err("it is null; leave the cell empty".to_owned()),
    }
}

/// Where JSON ends to be JSON, in bytes, and why.
fn not_json(text: &str, error: &serde_json::Error) -> (usize, String) {
    let before = text.split_inclusive('\n').take(error.line().saturating_sub(1)).map(str::len).sum::<usize>();
    let said = error.to_string();
    let reason = said.split(" at line ").next().unwrap_or(&said);
    (before, format!("this is not JSON: {reason}, at column {}", error.column()))
}

/// Lists of a file, of which some entries at a time become a tree.
struct Chunks<'a> {
    tree: Tree<'a>,
    /// What every tree has: `invented`.
    every: Vec<(Cow<'a, str>, &'a RawValue)>,
    /// What only the first has.
    once: Vec<(Cow<'a, str>, &'a RawValue)>,
    /// The lists of entries that are left.
    lists: Vec<(Cow<'a, str>, usize, std::vec::IntoIter<&'a RawValue>)>,
}

impl<'a> Chunks<'a> {
    fn of(text: &'a str) -> Self {
        let tree = Tree { text, at: None, damage: Vec::new() };
        let mut chunks = Self { tree, every: Vec::new(), once: Vec::new(), lists: Vec::new() };
        let raw: &RawValue = match serde_json::from_str(text) {
            Ok(raw) => raw,
            Err(error) => {
                chunks.tree.damage.push(not_json(text, &error));
                return chunks;
            }
        };
        let Ok(Members(members)) = serde_json::from_str(raw.get()) else {
            let message = "the file is not an object; write { \"courses\": [ … ] }".to_owned();
            chunks.tree.damage.push((0, message));
            return chunks;
        };
        for (key, raw) in chunks.tree.distinct(members) {
            let at = chunks.tree.offset(raw);
            match serde_json::from_str::<Vec<&RawValue>>(raw.get()) {
                _ if key == "invented" => chunks.every.push((key, raw)),
                Ok(entries) => chunks.lists.push((key, at, entries.into_iter())),
                Err(_) => chunks.once.push((key, raw)),
            }
        }
        chunks.lists.reverse();
        chunks
    }
}

impl<'a> Roots<'a> for Chunks<'a> {
    fn next(&mut self) -> Option<DeTable<'a>> {
        if self.lists.is_empty() && self.once.is_empty() {
            return None;
        }
        let mut root = DeTable::new();
        let once = std::mem::take(&mut self.once);
        for (key, raw) in self.every.iter().cloned().chain(once) {
            let at = self.tree.offset(raw);
            if let Some(value) = self.tree.value(raw, 0) {
                root.insert(Spanned::new(at..at, key), value);
            }
        }
        if let Some((key, at, entries)) = self.lists.last_mut() {
            let (key, at) = (key.clone(), *at);
            let some: Vec<_> = entries.by_ref().take(ENTRIES_AT_ONCE).collect();
            if some.len() < ENTRIES_AT_ONCE {
                self.lists.pop();
            }
            let values = some.into_iter().map(|raw| self.tree.item(raw, 0)).collect();
            root.insert(Spanned::new(at..at, key), Spanned::new(at..at, DeValue::Array(values)));
        }
        Some(root)
    }

    fn left(&self) -> usize {
        self.lists.iter().map(|(_, _, entries)| entries.len() / ENTRIES_AT_ONCE + 1).sum()
    }

    fn take_damage(&mut self) -> Vec<(usize, String)> {
        std::mem::take(&mut self.tree.damage)
    }
}

/// Turns values of one text into trees.
struct Tree<'a> {
    text: &'a str,
    /// Where all of it is, when it stands in one cell.
    at: Option<usize>,
    damage: Vec<(usize, String)>,
}

impl<'a> Tree<'a> {
    /// Where a value begins. It is a part of the text, so the addresses tell.
    fn offset(&self, raw: &RawValue) -> usize {
        self.at.unwrap_or_else(|| (raw.get().as_ptr() as usize).saturating_sub(self.text.as_ptr() as usize))
    }

    /// The members, each key once.
    fn distinct(&mut self, members: Vec<(Cow<'a, str>, &'a RawValue)>) -> Vec<(Cow<'a, str>, &'a RawValue)> {
        let mut kept: Vec<(Cow<'a, str>, &'a RawValue)> = Vec::with_capacity(members.len());
        let mut seen = std::collections::BTreeSet::new();
        for (key, raw) in members {
            if seen.insert(key.clone()) {
                kept.push((key, raw));
            } else {
                self.damage
                    .push((self.offset(raw), format!("{key} stands twice in one object; take one of the two away")));
            }
        }
        kept
    }

    /// A value of a list, where `null` stands for nothing.
    fn item(&mut self, raw: &'a RawValue, depth: usize) -> Spanned<DeValue<'a>> {
        let at = self.offset(raw);
        self.value(raw, depth).unwrap_or_else(|| Spanned::new(at..at, DeValue::String(Cow::Borrowed(""))))
    }

    /// A value; nothing for `null` and for what cannot be read, which is then damage.
    fn value(&mut self, raw: &'a RawValue, depth: usize) -> Option<Spanned<DeValue<'a>>> {
        let text = raw.get();
        let at = self.offset(raw);
        if depth > DEPTH_MAX {
            self.damage.push((at, format!("this is nested more than {DEPTH_MAX} deep; take some of it out")));
            return None;
        }
        let value = match text.as_bytes().first()? {
            b'{' => {
                let Members(members) = serde_json::from_str(text).map_err(|error| self.refuse(at, &error)).ok()?;
                let mut table = DeTable::new();
                for (key, raw) in self.distinct(members) {
                    let at = self.offset(raw);
                    if let Some(value) = self.value(raw, depth + 1) {
                        table.insert(Spanned::new(at..at, key), value);
                    }
                }
                DeValue::Table(table)
            }
            b'[' => {
                let items: Vec<&RawValue> = serde_json::from_str(text).map_err(|error| self.refuse(at, &error)).ok()?;
                DeValue::Array(items.into_iter().map(|raw| self.item(raw, depth + 1)).collect())
            }
            b'"' => {
                let Text(text) = serde_json::from_str(text).map_err(|error| self.refuse(at, &error)).ok()?;
                DeValue::String(text)
            }
            b'n' => return None,
            // Numbers and flags are written alike in both; one that TOML does not know is shown as it stands.
            _ => match DeValue::parse(text) {
                Ok(value) => value.into_inner(),
                Err(_) => DeValue::String(Cow::Borrowed(text)),
            },
        };
        Some(Spanned::new(at..at + 1, value))
    }

    fn refuse(&mut self, at: usize, error: &serde_json::Error) {
        let said = error.to_string();
        let reason = said.split(" at line ").next().unwrap_or(&said);
        self.damage.push((at, format!("this is not JSON: {reason}")));
    }
}

/// A text, borrowed where nothing in it is escaped.
struct Text<'a>(Cow<'a, str>);

impl<'de> Deserialize<'de> for Text<'de> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct OfText;
        impl<'de> Visitor<'de> for OfText {
            type Value = Text<'de>;
            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("a text")
            }
            fn visit_borrowed_str<E: de::Error>(self, text: &'de str) -> Result<Self::Value, E> {
                Ok(Text(Cow::Borrowed(text)))
            }
            fn visit_str<E: de::Error>(self, text: &str) -> Result<Self::Value, E> {
                Ok(Text(Cow::Owned(text.to_owned())))
            }
        }
        deserializer.deserialize_str(OfText)
    }
}

/// The members of an object in their order, a key as often as it stands.
struct Members<'a>(Vec<(Cow<'a, str>, &'a RawValue)>);

impl<'de> Deserialize<'de> for Members<'de> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct OfMembers;
        impl<'de> Visitor<'de> for OfMembers {
            type Value = Members<'de>;
            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("an object")
            }
            fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Self::Value, A::Error> {
                let mut members = Vec::new();
                while let Some((Text(key), value)) = map.next_entry::<Text<'de>, &'de RawValue>()? {
                    members.push((key, value));
                }
                Ok(Members(members))
            }
        }
        deserializer.deserialize_map(OfMembers)
    }
}
