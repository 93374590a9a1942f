//! One pass over catalogue files: every entry read and placed, every problem collected.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use registry_core::catalogue::{CatalogueFault, CatalogueParts, CatalogueProblem, EntryRef};
use registry_core::id::CourseCode;
use registry_core::words::nearest;
use toml::de::{DeTable, DeValue};

use super::catalogue::{Place, ReadCatalogue};
use super::fields::Fields;
use super::problem::Problem;
use super::reader::{Positions, Reader, SourceFile, parse, reader};
use super::stand_in::{Lost, StandIns};
use super::value::{Value, flag};
use super::{LIST_MAX, entry_course, entry_credit, entry_description, entry_offering, entry_qualification, entry_role};

/// What one pass over the files gives. A broken entry is among the others, with a stand-in for each value that could
/// not be read.
pub(super) struct Pass {
    pub(super) read: ReadCatalogue,
    pub(super) problems: Vec<Problem>,
    pub(super) broken: Broken,
}

/// A file in another notation than TOML, as trees of TOML.
pub(crate) struct Document<'a> {
    /// What messages call it.
    pub(crate) name: &'a str,
    /// Its text, or those of the files it is made of.
    pub(crate) texts: Vec<&'a str>,
    /// What the spans of the trees count.
    pub(crate) positions: Positions,
    /// Its trees, each with some of its entries, in order.
    pub(crate) roots: Box<dyn Roots<'a> + 'a>,
}

/// Makes the trees of a file one after another, so that no more than one need be in memory.
pub(crate) trait Roots<'a> {
    /// The next tree.
    fn next(&mut self) -> Option<DeTable<'a>>;

    /// How many trees are still to come, or a little more.
    fn left(&self) -> usize;

    /// What was wrong with the text since the last call: where, as spans count, and what.
    fn take_damage(&mut self) -> Vec<(usize, String)>;
}

/// A file that is one tree.
struct Whole<'a>(Option<DeTable<'a>>);

impl<'a> Roots<'a> for Whole<'a> {
    fn next(&mut self) -> Option<DeTable<'a>> {
        self.0.take()
    }

    fn left(&self) -> usize {
        usize::from(self.0.is_some())
    }

    fn take_damage(&mut self) -> Vec<(usize, String)> {
        Vec::new()
    }
}

/// What could not be read, so that nobody is told that it is missing.
pub(super) struct Broken {
    /// Entries of which nothing is kept: tables that are none, or are lost in text that is not TOML.
    pub(super) entries: BTreeSet<EntryRef>,
    /// Kinds with an entry whose code could not be read.
    kinds: BTreeSet<&'static str>,
    /// Some text was not TOML, or stood under a key nobody knows: any entry may have been lost.
    text: bool,
    /// What could not be read of entries that are kept.
    parts: BTreeSet<(EntryRef, Lost)>,
    stand_ins: StandIns,
    /// What stand-ins are called in messages.
    called: BTreeMap<String, String>,
}

impl Broken {
    /// Whether a problem merely follows from what could not be read.
    pub(super) fn explains(&self, problem: &CatalogueProblem) -> bool {
        let unread = |text: &str| self.stand_ins.are_in(text);
        let lost = |entry: &EntryRef, what: Lost| self.parts.contains(&(entry.clone(), what));
        match &problem.fault {
            CatalogueFault::Unknown { target, .. } => {
                self.text || self.kinds.contains(target.kind) || self.entries.contains(target) || unread(&target.code)
            }
            CatalogueFault::RangeMatchesNothing { range, versions, .. } => {
                unread(&range.to_string()) || unread(versions)
            }
            CatalogueFault::UnknownVersion { version, versions, .. } => {
                unread(&version.to_string()) || unread(versions)
            }
            CatalogueFault::UnknownGroup { qualification, .. } | CatalogueFault::UnknownLevel { qualification, .. } => {
                lost(&EntryRef::new("qualification", qualification), Lost::Groups)
            }
            CatalogueFault::UnitNotInTheAward { unit, qualification } => {
                unread(unit.as_str()) || lost(&EntryRef::new("qualification", qualification), Lost::Groups)
            }
            CatalogueFault::NoWholeSubjects { .. } => lost(&problem.entry, Lost::Size),
            CatalogueFault::GroupsAskForMore { .. } => lost(&problem.entry, Lost::Kinds),
            CatalogueFault::LevelsAboveAllowLess { .. } => lost(&problem.entry, Lost::Groups),
            CatalogueFault::GroupsAllowLess { .. } => {
                lost(&problem.entry, Lost::Kinds) || lost(&problem.entry, Lost::Groups)
            }
            CatalogueFault::SharesOfNothing { .. } => lost(&problem.entry, Lost::Units),
            _ => false,
        }
    }

    /// Whether a text names something that could not be read.
    pub(super) fn is_unread(&self, text: &str) -> bool {
        self.stand_ins.are_in(text)
    }

    /// What to say of a problem: no stand-in is named, but the place of what could not be read.
    pub(super) fn words(&self, problem: &CatalogueProblem) -> String {
        let entry = problem.entry.to_string();
        let fault = problem.fault.to_string();
        let named = match &problem.fault {
            CatalogueFault::MicroCredentialNotAssessed { version } | CatalogueFault::VolumeTooSmall { version, .. } => {
                vec![format!("version {version}")]
            }
            CatalogueFault::LeastAboveMost { group, .. } => vec![format!("group {group}")],
            CatalogueFault::InTwoGroups { first, second, .. } => {
                vec![format!("group {first}"), format!("group {second}")]
            }
            _ => Vec::new(),
        };
        let called = named.iter().filter_map(|unread| Some((unread, self.called.get(unread)?)));
        let fault = called.fold(fault, |fault, (unread, name)| fault.replacen(unread.as_str(), name, 1));
        format!("{}: {fault}", self.called.get(&entry).unwrap_or(&entry))
    }
}

/// Reads every entry of every file that can be read.
pub(super) fn pass(files: &[SourceFile<'_>]) -> Pass {
    let mut pass = Pass::new(files.iter().map(|file| file.text));
    for file in files {
        let (root, reader) = parse(file, pass.broken.stand_ins.clone());
        pass.of_roots(file.name, reader, &mut Whole(Some(root)));
    }
    pass.in_order()
}

/// Reads every entry of documents whose trees were made of another notation than TOML.
pub(super) fn pass_documents<'a>(documents: Vec<Document<'a>>) -> Pass {
    let mut pass = Pass::new(documents.iter().flat_map(|document| document.texts.iter().copied()));
    for Document { name, texts, positions, mut roots } in documents {
        let text = texts.first().copied().unwrap_or_default();
        let reader = reader(&SourceFile { name, text }, positions, pass.broken.stand_ins.clone());
        pass.of_roots(name, reader, &mut *roots);
    }
    pass.in_order()
}

/// Reads each list of the file into the list of the same name: what one entry is called, the key that tells entries
/// apart, and the reader of one.
macro_rules! read_each {
    ($entries:ident, $kinds:ident: $($list:ident, $kind:literal, $identity:literal, $read:path;)+) => {
        $($entries.read(stringify!($list), $kind, $identity, $read, |parts| &mut parts.$list);)+
        let $kinds: &[(&'static str, &'static str)] = &[$((stringify!($list), $kind)),+];
    };
}

impl Pass {
    /// A pass over such texts, before it has begun.
    pub(super) fn new<'a>(texts: impl IntoIterator<Item = &'a str>) -> Self {
        let broken = Broken {
            entries: BTreeSet::new(),
            kinds: BTreeSet::new(),
            text: false,
            parts: BTreeSet::new(),
            stand_ins: StandIns::outside(texts),
            called: BTreeMap::new(),
        };
        Self { read: ReadCatalogue::default(), problems: Vec::new(), broken }
    }

    /// Reads the trees of one file.
    fn of_roots<'t>(&mut self, name: &str, mut reader: Reader<'_>, roots: &mut dyn Roots<'t>) {
        let mut before = BTreeMap::new();
        let name: Arc<str> = name.into();
        while let Some(root) = roots.next() {
            self.damage(&mut reader, roots);
            self.broken.text |= reader.is_damaged();
            self.file(name.clone(), &root, &mut reader, &mut before);
        }
        self.damage(&mut reader, roots);
        self.broken.stand_ins = reader.stand_ins.clone();
        self.broken.called.extend(reader.take_called());
        self.problems.extend(reader.finish());
    }

    /// Reports what is wrong with the text so far. Entries may be lost by it.
    fn damage<'t>(&mut self, reader: &mut Reader<'_>, roots: &mut dyn Roots<'t>) {
        for (at, message) in roots.take_damage() {
            self.broken.text = true;
            reader.damaged(at, message);
        }
    }

    fn in_order(mut self) -> Self {
        self.problems.sort();
        for places in self.read.places.values_mut() {
            places.sort_by(|a, b| (&a.file, a.line).cmp(&(&b.file, b.line)));
        }
        self
    }

    /// Reads one tree. `before` says how many entries of each list earlier trees of the file had.
    fn file(
        &mut self,
        name: Arc<str>,
        root: &DeTable<'_>,
        r: &mut Reader<'_>,
        before: &mut BTreeMap<&'static str, usize>,
    ) {
        let mut f = Fields::top(root, 1);
        r.invented = f.or_default(r, "invented", flag).unwrap_or(true);
        let starts = entry_lines(root, r);
        let mut entries = Entries { pass: self, file: name, starts, before, r, f };
        read_each! { entries, kinds:
            documents, "document", "code", entry_description::document;
            tags, "tag", "code", entry_description::tag;
            regions, "region", "code", entry_description::region;
            workforces, "workforce", "code", entry_description::workforce;
            tiers, "tier", "tier", entry_role::tier_definition;
            readiness_tiers, "readiness tier", "readiness_tier", entry_role::readiness_tier;
            roles, "role", "code", entry_role::role;
            providers, "provider", "code", entry_description::provider;
            courses, "course", "code", entry_course::course;
            qualifications, "qualification", "code", entry_qualification::qualification;
            credit_schemes, "credit scheme", "code", entry_credit::credit_scheme;
            credit_rules, "credit rule", "code", entry_credit::credit_rule;
            funding_sources, "funding source", "code", entry_description::funding_source;
            support_commitments, "support commitment", "code", entry_description::support_commitment;
            offerings, "offering", "code", entry_offering::offering;
        }
        let Entries { r, f, pass, .. } = entries;
        // Under a mistyped header such as [[course]] stand entries that others refer to: those of the list that is
        // called nearly the same, or of any.
        for key in f.more() {
            let list = nearest(key, kinds.iter().map(|(list, _)| *list));
            match kinds.iter().find(|(name, _)| Some(*name) == list) {
                Some((_, kind)) => {
                    pass.broken.kinds.insert(*kind);
                }
                None => pass.broken.text = true,
            }
        }
        r.mute_below_damage();
        f.finish(r);
    }
}

/// The lines on which entries begin, in order.
fn entry_lines(root: &DeTable<'_>, r: &Reader<'_>) -> Vec<u32> {
    let arrays = root.iter().filter_map(|(_, value)| value.get_ref().as_array());
    let mut lines: Vec<_> = arrays.flat_map(|array| array.iter()).map(|entry| r.line_of(entry.span().start)).collect();
    lines.sort_unstable();
    lines
}

/// The entries of one file while they are read.
struct Entries<'p, 'r, 'f, 't> {
    pass: &'p mut Pass,
    file: Arc<str>,
    starts: Vec<u32>,
    before: &'r mut BTreeMap<&'static str, usize>,
    r: &'r mut Reader<'f>,
    f: Fields<'t>,
}

impl<'t> Entries<'_, '_, '_, 't> {
    /// Reads every entry of one kind; `identity` is the key that tells them apart.
    fn read<T>(
        &mut self,
        key: &'static str,
        kind: &'static str,
        identity: &'static str,
        read: impl Fn(&mut Reader<'_>, &mut Fields<'t>) -> Option<T>,
        list: impl Fn(&mut CatalogueParts) -> &mut Vec<T>,
    ) {
        let Some(value) = self.f.value(key) else { return };
        self.r.entry.clear();
        let Some(array) = value.get().as_array() else {
            value.instead::<()>(self.r, &format!("[[{key}]] with two brackets before each {kind}"));
            self.pass.broken.kinds.insert(kind);
            return;
        };
        let before = self.before.insert(key, self.before.get(key).copied().unwrap_or(0) + array.len()).unwrap_or(0);
        if before + array.len() > LIST_MAX {
            let count = before + array.len();
            value.refuse::<()>(self.r, format_args!("there are {count} entries; at most {LIST_MAX} are read"));
            self.pass.broken.kinds.insert(kind);
            return;
        }
        for (index, spanned) in (before..).zip(array.iter()) {
            let value = Value { spanned, path: format!("{key}#{}", index + 1) };
            let line = value.line(self.r);
            let entry = identity_of(&value, identity).map(|code| EntryRef::new(kind, code));
            self.r.entry = match &entry {
                Some(entry) => entry.to_string(),
                None => format!("{kind} number {} of this file", index + 1),
            };
            let next = self.starts.partition_point(|start| *start <= line);
            let until = self.starts.get(next).copied().unwrap_or(u32::MAX);
            let damaged = self.r.mute_if_damaged(line, until);
            let read = self.entry(&value, &read).filter(|_| !damaged);
            self.keep(entry, kind, line, read, &list);
        }
        self.r.entry.clear();
        self.r.mute_if_damaged(0, 0);
    }

    fn entry<T>(
        &mut self,
        value: &Value<'t>,
        read: &impl Fn(&mut Reader<'_>, &mut Fields<'t>) -> Option<T>,
    ) -> Option<T> {
        let DeValue::Table(table) = value.get() else {
            return value.instead(self.r, "a table");
        };
        let mut fields = Fields::top(table, value.line(self.r));
        let entry = read(self.r, &mut fields);
        fields.finish(self.r);
        entry
    }

    fn keep<T>(
        &mut self,
        entry: Option<EntryRef>,
        kind: &'static str,
        line: u32,
        read: Option<T>,
        list: impl Fn(&mut CatalogueParts) -> &mut Vec<T>,
    ) {
        let mentions = self.r.take_mentions();
        let lost = self.r.take_lost();
        let broken = &mut self.pass.broken;
        let own_code = self.r.take_own_code();
        if entry.is_none() || own_code.is_some() {
            broken.kinds.insert(kind);
        }
        let entry = match own_code.map(|code| EntryRef::new(kind, code)) {
            Some(unread) => {
                self.r.call(&unread, &self.r.entry.clone());
                Some(unread)
            }
            None => entry,
        };
        match (entry, read) {
            (Some(entry), Some(read)) => {
                broken.parts.extend(lost.into_iter().map(|what| (entry.clone(), what)));
                list(&mut self.pass.read.parts).push(read);
                let place = Place::naming(self.file.clone(), line, mentions);
                // Nearly every entry stands once.
                self.pass.read.places.entry(entry).or_insert_with(|| Vec::with_capacity(1)).push(place);
            }
            (Some(entry), None) => {
                broken.entries.insert(entry);
            }
            (None, _) => {}
        }
    }
}

/// The code or number of an entry, if it can be read: a whole number, or a text that is a code.
fn identity_of(value: &Value<'_>, identity: &str) -> Option<String> {
    match value.get().as_table()?.get(identity)?.get_ref() {
        DeValue::String(text) => CourseCode::new(text).ok().map(String::from),
        DeValue::Integer(number) => {
            let number = i64::from_str_radix(number.as_str(), number.radix()).ok()?;
            Some(number.to_string())
        }
        _ => None,
    }
}
