//! Catalogue files: every entry read, placed, and checked as a whole.

use std::collections::BTreeMap;
use std::sync::Arc;

use registry_core::analysis::knots;
use registry_core::catalogue::{Catalogue, CatalogueFault, CatalogueParts, CatalogueProblem, EntryRef};
use registry_core::graph::Knot;

use super::pass::{Pass, pass};
use super::problem::Problem;
use super::reader::SourceFile;

/// What problems of entries that no file holds are filed under.
pub(crate) const BUILT_IN: &str = "the built-in catalogue";

/// Where an entry stands.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Place {
    /// The file, as it was given.
    pub file: Arc<str>,
    /// The line on which the entry begins.
    pub line: u32,
    /// Lines on which the entry names others, and its own versions, in order of what is named.
    mentions: Box<[(EntryRef, u32)]>,
}

impl Place {
    /// A line of a file on which an entry stands that names no others.
    pub(crate) fn new(file: Arc<str>, line: u32) -> Self {
        Self::naming(file, line, BTreeMap::new())
    }

    /// A line of a file on which an entry stands, and the lines on which that names others.
    pub(super) fn naming(file: Arc<str>, line: u32, mentions: BTreeMap<EntryRef, u32>) -> Self {
        Self { file, line, mentions: mentions.into_iter().collect() }
    }

    /// The line on which the entry names something.
    fn line_naming(&self, named: &EntryRef) -> Option<u32> {
        let at = self.mentions.binary_search_by(|(mentioned, _)| mentioned.cmp(named)).ok()?;
        self.mentions.get(at).map(|(_, line)| *line)
    }
}

/// The entries of some catalogue files, read but not yet checked together.
#[derive(Debug, Clone, Default)]
pub struct ReadCatalogue {
    /// The entries, those of the first file first.
    pub parts: CatalogueParts,
    /// Where each entry stands; more than one place when a code is used twice. In order of file and line.
    pub places: BTreeMap<EntryRef, Vec<Place>>,
}

/// Reads catalogue files into the parts of one catalogue.
///
/// # Errors
/// Every problem of every file, in order: text that is not TOML, an unknown or missing key, a value of the wrong
/// type, a code with a space, a required requisite that rests on an assumption.
///
/// ```
/// use registry_api::format::{SourceFile, read_catalogue};
///
/// let text = "[[workforces]]\ncode = \"consumer\"\ntitle = \"Consumer\"\nassumption = true\nnote = \"For show.\"\n";
/// let read = read_catalogue(&[SourceFile { name: "workforces.toml", text }]).expect("nothing is wrong");
/// let catalogue = read.build().expect("it fits together");
/// assert_eq!(catalogue.workforces().len(), 1);
/// ```
pub fn read_catalogue(files: &[SourceFile<'_>]) -> Result<ReadCatalogue, Vec<Problem>> {
    let pass = pass(files);
    if pass.problems.is_empty() { Ok(pass.read) } else { Err(pass.problems) }
}

/// Everything that is wrong with catalogue files, in order of file and line: what cannot be read, and what does not
/// fit together. Empty when they are sound.
///
/// Entries of `beside`, the built-in catalogue, stand in where the files have no entry of that kind and code. Whatever
/// of an entry can be read is checked, though a value beside it is refused; what merely follows from a refused value
/// is not reported again.
///
/// ```
/// use registry_api::format::{SourceFile, check_catalogue};
///
/// let text = "[[regions]]\ncode = \"melbourne metro\"\nassumption = true\nnote = \"For show.\"\n";
/// let problems = check_catalogue(&[SourceFile { name: "regions.toml", text }], None);
/// assert_eq!(problems[0].to_string(), "regions.toml:1: region number 1 of this file: title is missing; add it");
/// assert_eq!(problems[1].line, Some(2));
/// ```
pub fn check_catalogue(files: &[SourceFile<'_>], beside: Option<&CatalogueParts>) -> Vec<Problem> {
    join_catalogue(files, beside).err().map(|unsound| unsound.problems).unwrap_or_default()
}

/// Why some files are no catalogue.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Unsound {
    /// Every problem, in order of file and line.
    pub problems: Vec<Problem>,
    /// Every knot of requisites with all its members; a problem names one circle of each.
    pub knots: Vec<Knot>,
}

/// The catalogue of some files. Entries of `beside` stand in where the files have no entry of that kind and code.
///
/// # Errors
/// Everything that is wrong, as [`check_catalogue`] says it.
pub fn join_catalogue(files: &[SourceFile<'_>], beside: Option<&CatalogueParts>) -> Result<Catalogue, Unsound> {
    let Pass { mut read, mut problems, broken } = pass(files);
    if let Some(beside) = beside {
        read.parts.extend(missing(beside, |entry| read.places.contains_key(entry) || broken.entries.contains(entry)));
    }
    let knots = knots(&read.parts);
    let built = Catalogue::build(std::mem::take(&mut read.parts)).map_err(|faults| {
        let own = faults.into_iter().filter(|problem| !broken.explains(problem)).collect();
        problems.extend(read.placed(own, |problem| broken.words(problem)));
    });
    match built {
        Ok(catalogue) if problems.is_empty() => Ok(catalogue),
        _ => {
            problems.sort();
            Err(Unsound { problems, knots })
        }
    }
}

impl ReadCatalogue {
    /// Checks the parts together.
    ///
    /// # Errors
    /// Every problem [`Catalogue::build`] finds, with the file and line it stands on. A second use of a code stands
    /// at the second place and says where the first is.
    pub fn build(self) -> Result<Catalogue, Vec<Problem>> {
        let Self { parts, places } = self;
        let of_places = Self { parts: CatalogueParts::default(), places };
        Catalogue::build(parts).map_err(|problems| of_places.placed(problems, CatalogueProblem::to_string))
    }

    /// The file of an entry, and the line on which it names something, or else the line on which it begins; `None` when
    /// no file holds it.
    pub fn line_of(&self, entry: &EntryRef, named: Option<&EntryRef>) -> Option<(&str, u32)> {
        let place = self.places.get(entry)?.first()?;
        let line = named.and_then(|named| place.line_naming(named)).unwrap_or(place.line);
        Some((&place.file, line))
    }

    /// The problems in the words given, with their files and lines, in order.
    pub(super) fn placed(
        &self,
        problems: Vec<CatalogueProblem>,
        words: impl Fn(&CatalogueProblem) -> String,
    ) -> Vec<Problem> {
        let mut used_again: BTreeMap<EntryRef, usize> = BTreeMap::new();
        let mut placed: Vec<_> = problems
            .into_iter()
            .map(|problem| {
                let again = used_again.entry(problem.entry.clone()).or_default();
                *again += usize::from(problem.fault == CatalogueFault::Duplicate);
                self.place(&problem, *again, words(&problem))
            })
            .collect();
        placed.sort();
        placed.dedup();
        placed
    }

    fn place(&self, problem: &CatalogueProblem, again: usize, message: String) -> Problem {
        let places = self.places_of(problem);
        let Some(first) = places.first() else {
            return Problem { file: BUILT_IN.to_owned(), line: None, message };
        };
        if problem.fault == CatalogueFault::Duplicate {
            let at = places.get(again).unwrap_or(first);
            let message = format!("{message}; the first stands at {}:{}", first.file, first.line);
            return Problem { file: at.file.to_string(), line: Some(at.line), message };
        }
        let mentioned = named_by(&problem.fault);
        let found = mentioned
            .and_then(|named| places.iter().find_map(|place| place.line_naming(&named).map(|line| (place, line))));
        let (place, line) = found.unwrap_or((first, first.line));
        Problem { file: place.file.to_string(), line: Some(line), message }
    }

    fn places_of(&self, problem: &CatalogueProblem) -> &[Place] {
        let of_circle = match &problem.fault {
            CatalogueFault::Cycle { cycle } => cycle.members.iter().map(EntryRef::of_node).collect(),
            _ => Vec::new(),
        };
        let places = of_circle.iter().chain([&problem.entry]).find_map(|entry| self.places.get(entry));
        places.map(Vec::as_slice).unwrap_or_default()
    }
}

/// What a fault is about, when that is something the entry names.
fn named_by(fault: &CatalogueFault) -> Option<EntryRef> {
    let key = |key: &str| Some(EntryRef::new("key", key));
    match fault {
        CatalogueFault::Unknown { target, .. } | CatalogueFault::NamedTwice { target, .. } => Some(target.clone()),
        CatalogueFault::RangeMatchesNothing { course, .. } => Some(EntryRef::new("course", course)),
        CatalogueFault::UnknownVersion { version, .. }
        | CatalogueFault::DuplicateVersion { version }
        | CatalogueFault::MicroCredentialNotAssessed { version }
        | CatalogueFault::VolumeTooSmall { version, .. } => Some(EntryRef::new("version", version)),
        CatalogueFault::LeastAboveMost { group, .. } => Some(EntryRef::new("group", group)),
        CatalogueFault::InTwoGroups { second, .. } => Some(EntryRef::new("group", second)),
        CatalogueFault::UnitNotInTheAward { unit, .. } => Some(EntryRef::new("course", unit)),
        CatalogueFault::PackagingDoesNotAddUp { .. } | CatalogueFault::MoreCoreThanCore { .. } => key("packaging"),
        CatalogueFault::GroupsAskForMore { part: "units", .. }
        | CatalogueFault::GroupsAllowLess { part: "units", .. } => key("packaging"),
        CatalogueFault::GroupsAskForMore { .. }
        | CatalogueFault::GroupsAllowLess { .. }
        | CatalogueFault::LevelsAskForMore { .. }
        | CatalogueFault::NoWholeSubjects { .. } => key("points_packaging"),
        CatalogueFault::NoExactPoints { course, .. } => Some(EntryRef::new("course", course)),
        CatalogueFault::LevelLeastAboveMost { level, .. }
        | CatalogueFault::LevelsAboveAllowLess { level, .. }
        | CatalogueFault::AtTwoLevels { second: level, .. } => Some(EntryRef::new("level", level.get())),
        CatalogueFault::LevelTwice { level } => Some(EntryRef::new("level again", level.get())),
        CatalogueFault::UnknownLevel { .. } => key("level"),
        CatalogueFault::SeriesAboveMost { field, .. } => key(field),
        CatalogueFault::BlockInGroupAndLevel { .. } => key("level"),
        CatalogueFault::SharesOfNothing { field } => key(field),
        CatalogueFault::UnknownGroup { .. } => key("group"),
        // Of an offering no such key is remembered, and the problem stands at its first line.
        CatalogueFault::EndsBeforeStart { .. } => key("valid_until"),
        _ => None,
    }
}

/// The entries of the built-in catalogue that are not `there` yet.
fn missing(beside: &CatalogueParts, there: impl Fn(&EntryRef) -> bool) -> CatalogueParts {
    let mut parts = beside.clone();
    parts.documents.retain(|e| !there(&EntryRef::new("document", &e.code)));
    parts.tags.retain(|e| !there(&EntryRef::new("tag", &e.code)));
    parts.regions.retain(|e| !there(&EntryRef::new("region", &e.code)));
    parts.workforces.retain(|e| !there(&EntryRef::new("workforce", &e.code)));
    parts.tiers.retain(|e| !there(&EntryRef::new("tier", e.tier.number())));
    parts.readiness_tiers.retain(|e| !there(&EntryRef::new("readiness tier", e.readiness_tier.number())));
    parts.roles.retain(|e| !there(&EntryRef::new("role", &e.code)));
    parts.providers.retain(|e| !there(&EntryRef::new("provider", &e.code)));
    parts.courses.retain(|e| !there(&EntryRef::new("course", &e.code)));
    parts.qualifications.retain(|e| !there(&EntryRef::new("qualification", &e.code)));
    parts.credit_schemes.retain(|e| !there(&EntryRef::new("credit scheme", &e.code)));
    parts.credit_rules.retain(|e| !there(&EntryRef::new("credit rule", &e.code)));
    parts.funding_sources.retain(|e| !there(&EntryRef::new("funding source", &e.code)));
    parts.support_commitments.retain(|e| !there(&EntryRef::new("support commitment", &e.code)));
    parts.offerings.retain(|e| !there(&EntryRef::new("offering", &e.code)));
    parts
}
