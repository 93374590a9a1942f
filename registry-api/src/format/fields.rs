//! A table of a file, asked for one key after another; what was never asked for is unknown.

use toml::Spanned;
use toml::de::{DeTable, DeValue};

use super::reader::Reader;
use super::value::{Value, hint, shown};

/// A table whose keys are being read.
pub(super) struct Fields<'t> {
    table: &'t DeTable<'t>,
    /// The line it begins on.
    pub(super) line: u32,
    /// What stands before its keys in messages: `superseded_by.` or nothing.
    path: String,
    asked: Vec<&'static str>,
}

impl<'t> Fields<'t> {
    /// The keys of an entry, or of the file.
    pub(super) fn top(table: &'t DeTable<'t>, line: u32) -> Self {
        Self { table, line, path: String::new(), asked: Vec::new() }
    }

    /// The keys of a table that is a value; anything else is refused.
    pub(super) fn of(r: &mut Reader<'_>, value: &Value<'t>) -> Option<Self> {
        match value.get() {
            DeValue::Table(table) => {
                let path = format!("{}.", value.path);
                Some(Self { table, line: value.line(r), path, asked: Vec::new() })
            }
            _ => value.instead(r, "a table such as { key = \"value\" }"),
        }
    }

    /// Whether the key is there. Does not make it a known one.
    pub(super) fn has(&self, key: &str) -> bool {
        self.table.contains_key(key)
    }

    /// The value of the key, if it is there.
    pub(super) fn value(&mut self, key: &'static str) -> Option<Value<'t>> {
        self.asked.push(key);
        let spanned: &'t Spanned<DeValue<'t>> = self.table.get(key)?;
        Some(Value { spanned, path: format!("{}{key}", self.path) })
    }

    /// Reads a key that must be there.
    pub(super) fn required<T>(
        &mut self,
        r: &mut Reader<'_>,
        key: &'static str,
        read: impl FnOnce(&mut Reader<'_>, Value<'t>) -> Option<T>,
    ) -> Option<T> {
        match self.value(key) {
            Some(value) => read(r, value),
            None => self.report(r, &format!("{key} is missing; add it")),
        }
    }

    /// Reads a key that may be left out. The outer `None` is a refusal.
    pub(super) fn optional<T>(
        &mut self,
        r: &mut Reader<'_>,
        key: &'static str,
        read: impl FnOnce(&mut Reader<'_>, Value<'t>) -> Option<T>,
    ) -> Option<Option<T>> {
        match self.value(key) {
            Some(value) => read(r, value).map(Some),
            None => Some(None),
        }
    }

    /// Reads a key that stands for its type's default when it is left out: an empty list, `false`, nothing.
    pub(super) fn or_default<T: Default>(
        &mut self,
        r: &mut Reader<'_>,
        key: &'static str,
        read: impl FnOnce(&mut Reader<'_>, Value<'t>) -> Option<T>,
    ) -> Option<T> {
        self.optional(r, key, read).map(Option::unwrap_or_default)
    }

    /// Reports a problem of the table as a whole, beginning with its path.
    pub(super) fn report<T>(&self, r: &mut Reader<'_>, message: &str) -> Option<T> {
        r.report(self.line, format!("{}{message}", self.path));
        None
    }

    /// Reports a problem of the table as a whole, for which nothing need stand in.
    pub(super) fn refuse(&self, r: &mut Reader<'_>, message: &str) {
        self.report::<()>(r, message);
    }

    /// The table's path without the last full stop, and ` `, to begin a sentence with; nothing for an entry.
    pub(super) fn subject(&self) -> String {
        match self.path.strip_suffix('.') {
            Some(path) => format!("{path} "),
            None => "it ".to_owned(),
        }
    }

    /// The line of a key, or of the table when the key is not there.
    pub(super) fn line_of(&self, r: &Reader<'_>, key: &str) -> u32 {
        match self.table.get(key) {
            Some(spanned) => r.line_of(spanned.span().start),
            None => self.line,
        }
    }

    /// The keys that were never asked for.
    pub(super) fn more(&self) -> impl Iterator<Item = &str> {
        self.table.keys().map(|key| -> &str { key.get_ref() }).filter(move |key| !self.asked.contains(key))
    }

    /// Reports every key that was never asked for.
    pub(super) fn finish(self, r: &mut Reader<'_>) {
        let bare =
            |name: &str| name.len() <= 40 && name.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'-' || b == b'_');
        for (key, _) in self.table {
            let name: &str = key.get_ref();
            if self.asked.contains(&name) {
                continue;
            }
            let line = r.line_of(key.span().start);
            let hint = match hint(name, self.asked.iter().copied()) {
                hint if hint.is_empty() => "; take it away".to_owned(),
                hint => hint,
            };
            let name = if bare(name) { name.to_owned() } else { shown(name) };
            r.report(line, format!("{}{name} is not a key here{hint}", self.path));
        }
    }
}
