//! The reader of one file: its text as a tree of TOML, its lines, and the problems found so far.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Display;

use registry_core::catalogue::EntryRef;
use toml::de::DeTable;

use super::problem::Problem;
use super::stand_in::{Lost, StandIns};
use super::value::Code;
use super::{FILE_BYTES_MAX, PROBLEMS_MAX};

/// A file to read: what to call it in messages, and its text.
#[derive(Debug, Clone, Copy)]
pub struct SourceFile<'a> {
    /// Its name, as messages show it.
    pub name: &'a str,
    /// Its text.
    pub text: &'a str,
}

/// Collects the problems of one file while its tree is walked.
pub(super) struct Reader<'a> {
    file: SourceFile<'a>,
    positions: Positions,
    line_starts: Vec<usize>,
    problems: Vec<Problem>,
    /// Lines on which the text is not TOML, in order.
    damage: Vec<u32>,
    /// From which line on problems are ignored: what stands in text that is not TOML, or is lost by it, follows
    /// from that.
    muted_from: u32,
    /// What is being read, as messages name it: `course suite-a`.
    pub(super) entry: String,
    /// Whether what has neither source nor assumption is invented.
    pub(super) invented: bool,
    mentions: BTreeMap<EntryRef, u32>,
    lost: BTreeSet<Lost>,
    /// What stands for what could not be read.
    pub(super) stand_ins: StandIns,
    /// The stand-in for the code of what is being read, once it is needed.
    own_code: Option<String>,
    /// What stand-ins are called in messages.
    called: BTreeMap<String, String>,
}

/// What the spans of a tree count.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Positions {
    /// Bytes of the text. A problem stands on a line.
    Bytes,
    /// Cells of tables, as whoever made the tree numbers them. A problem's line is the number of a cell.
    Cells,
}

/// The reader of a file whose text is parsed elsewhere.
pub(super) fn reader<'a>(file: &SourceFile<'a>, positions: Positions, stand_ins: StandIns) -> Reader<'a> {
    let after_breaks = file.text.bytes().enumerate().filter(|(_, byte)| *byte == b'\n').map(|(at, _)| at + 1);
    let line_starts = match positions {
        Positions::Bytes => after_breaks.collect(),
        Positions::Cells => Vec::new(),
    };
    Reader {
        file: *file,
        positions,
        line_starts,
        problems: Vec::new(),
        damage: Vec::new(),
        muted_from: u32::MAX,
        entry: String::new(),
        invented: false,
        mentions: BTreeMap::new(),
        lost: BTreeSet::new(),
        stand_ins,
        own_code: None,
        called: BTreeMap::new(),
    }
}

/// Reads the text as TOML, as far as it is.
pub(super) fn parse<'a>(file: &SourceFile<'a>, stand_ins: StandIns) -> (DeTable<'a>, Reader<'a>) {
    let bytes = file.text.len();
    if bytes > FILE_BYTES_MAX {
        let unread = SourceFile { text: "", ..*file };
        let mut reader = reader(&unread, Positions::Bytes, stand_ins);
        let message = format!("the file has {bytes} bytes; at most {FILE_BYTES_MAX} are read, so split it");
        reader.push(None, message);
        reader.damage.push(1);
        return (DeTable::new(), reader);
    }
    let mut reader = reader(file, Positions::Bytes, stand_ins);
    let (root, errors) = DeTable::parse_recoverable(file.text);
    for error in &errors {
        reader.syntax(error);
    }
    reader.damage.sort_unstable();
    (root.into_inner(), reader)
}

impl Reader<'_> {
    /// The line of a byte of the text, counted from 1.
    pub(super) fn line_of(&self, byte: usize) -> u32 {
        if self.positions == Positions::Cells {
            return u32::try_from(byte).unwrap_or(u32::MAX);
        }
        let breaks = self.line_starts.partition_point(|start| *start <= byte);
        u32::try_from(breaks + 1).unwrap_or(u32::MAX)
    }

    /// Reports what is wrong with the text itself, where spans say.
    pub(super) fn damaged(&mut self, at: usize, message: String) {
        let line = self.line_of(at);
        self.push(Some(line), message);
    }

    fn syntax(&mut self, error: &toml::de::Error) {
        let span = error.span().unwrap_or(0..0);
        let line = self.line_of(span.start);
        if error.message() != "duplicate key" {
            self.damage.push(line);
            return self.push(Some(line), format!("this is not TOML: {}", error.message()));
        }
        let key = self.file.text.get(span).unwrap_or_default();
        let start =
            (line as usize).checked_sub(2).and_then(|before| self.line_starts.get(before)).copied().unwrap_or(0);
        if self.file.text[start..].trim_start().starts_with('[') {
            self.damage.push(line);
        }
        self.push(Some(line), format!("{key} stands twice in one table; take one of the two away"));
    }

    /// Whether some of the text is not TOML, so that entries may have been lost.
    pub(super) fn is_damaged(&self) -> bool {
        !self.damage.is_empty()
    }

    /// Ignores problems from now on when some line from `from` up to, but without, `until` is not TOML; says whether
    /// it does.
    pub(super) fn mute_if_damaged(&mut self, from: u32, until: u32) -> bool {
        let first = self.damage.partition_point(|line| *line < from);
        let damaged = self.damage.get(first).is_some_and(|line| *line < until);
        self.muted_from = if damaged { 0 } else { u32::MAX };
        damaged
    }

    /// Ignores problems below the first line that is not TOML from now on.
    pub(super) fn mute_below_damage(&mut self) {
        self.muted_from = self.damage.first().map_or(u32::MAX, |line| line.saturating_add(1));
    }

    /// Reports a problem of what is being read.
    pub(super) fn report(&mut self, line: u32, message: impl Display) {
        if line >= self.muted_from {
            return;
        }
        let message = if self.entry.is_empty() { message.to_string() } else { format!("{}: {message}", self.entry) };
        self.push(Some(line), message);
    }

    fn push(&mut self, line: Option<u32>, message: String) {
        if self.problems.len() > PROBLEMS_MAX {
            return;
        }
        if self.problems.len() == PROBLEMS_MAX {
            let message = format!("the file has more than {PROBLEMS_MAX} problems; correct these and check again");
            return self.problems.push(Problem { file: self.file.name.to_owned(), line: None, message });
        }
        self.problems.push(Problem { file: self.file.name.to_owned(), line, message: printable(&message) });
    }

    /// Remembers on which line something is named, for problems that are found later. The first line stays.
    pub(super) fn mention(&mut self, what: EntryRef, line: u32) {
        self.mentions.entry(what).or_insert(line);
    }

    /// Remembers where something is named under the first word, and where it is named again under the second.
    pub(super) fn mention_or_again(&mut self, (first, again): (&'static str, &'static str), code: &str, line: u32) {
        let known = self.mentions.contains_key(&EntryRef::new(first, code));
        self.mention(EntryRef::new(if known { again } else { first }, code), line);
    }

    /// What has been named since the last call, and on which lines.
    pub(super) fn take_mentions(&mut self) -> BTreeMap<EntryRef, u32> {
        std::mem::take(&mut self.mentions)
    }

    /// Notes that some of an entry could not be read.
    pub(super) fn lose(&mut self, what: Lost) {
        self.lost.insert(what);
    }

    /// What of an entry could not be read since the last call.
    pub(super) fn take_lost(&mut self) -> BTreeSet<Lost> {
        std::mem::take(&mut self.lost)
    }

    /// Stands for the code of the entry that is being read.
    pub(super) fn own_code<C: Code>(&mut self) -> Option<C> {
        let code: C = self.stand_ins.code()?;
        self.own_code = Some(code.to_string());
        Some(code)
    }

    /// The stand-in for the code of an entry, if one was needed since the last call.
    pub(super) fn take_own_code(&mut self) -> Option<String> {
        self.own_code.take()
    }

    /// Says what a stand-in is called in messages: `versions#2`.
    pub(super) fn call(&mut self, stand_in: impl Display, name: &str) {
        self.called.insert(stand_in.to_string(), name.to_owned());
    }

    /// What stand-ins are called in messages.
    pub(super) fn take_called(&mut self) -> BTreeMap<String, String> {
        std::mem::take(&mut self.called)
    }

    /// Ends the reading: every problem, in order of line.
    pub(super) fn finish(mut self) -> Vec<Problem> {
        self.problems.sort();
        self.problems.dedup();
        self.problems
    }
}

/// The message with control characters written out, so that no file can steer the terminal it is shown on.
pub(crate) fn printable(message: &str) -> String {
    let mut shown = String::with_capacity(message.len());
    for character in message.chars() {
        if character.is_control() { shown.extend(character.escape_default()) } else { shown.push(character) }
    }
    shown
}
