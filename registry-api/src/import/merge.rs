//! What an import comes to beside a catalogue: what is new, what changes, what is there already.

use std::collections::BTreeMap;

use chrono::NaiveDate;
use registry_core::catalogue::{Catalogue, CatalogueParts, EntryRef};
use registry_core::course::{Course, CourseVersion, VersionStatus};
use registry_core::publish::{Delta, Fault, Publisher, Violation, day_faults, number_faults};

use super::owner::{Owned, refusal};
use crate::format::Draft;

/// What becomes of the entries of one kind.
#[derive(Debug, Clone, Default, PartialEq, Eq, serde::Serialize)]
pub struct Fate {
    /// Entries that the catalogue does not have yet, by code.
    pub new: Vec<String>,
    /// Entries of which something changes.
    pub changed: Vec<String>,
    /// How many are there already, just so.
    pub unchanged: usize,
}

/// What is made of a draft.
pub(super) struct Merged {
    pub(super) delta: Delta,
    /// By kind, as sentences name it.
    pub(super) fates: BTreeMap<&'static str, Fate>,
}

/// One kind of entry beside those of the catalogue.
struct Kind<'m> {
    kind: &'static str,
    /// The codes there are, by their small letters.
    known: BTreeMap<String, String>,
    by: &'m Publisher,
    draft: &'m mut Draft,
    fates: &'m mut BTreeMap<&'static str, Fate>,
}

/// Joins entries with the catalogue. What may not be changed is reported to the draft, and so is a new version of a day that
/// cannot be that of its publication.
pub(super) fn merge(
    parts: CatalogueParts,
    draft: &mut Draft,
    catalogue: &Catalogue,
    (by, today): (&Publisher, NaiveDate),
) -> Merged {
    for course in &parts.courses {
        days(course, draft, catalogue, (by, today));
    }
    let mut put = CatalogueParts::default();
    let mut fates = BTreeMap::new();
    macro_rules! kinds {
        ($($list:ident, $one:ident, $kind:literal, $key:ident;)+) => {
            $(let known = by_letters(catalogue.$list().map(|entry| entry.$key.as_str()));
            put.$list = Kind { kind: $kind, known, by, draft: &mut *draft, fates: &mut fates }.join(
                parts.$list,
                |entry| entry.$key.to_string(),
                |entry| catalogue.$one(&entry.$key).cloned(),
                |new, _, _| new,
            );)+
        };
    }
    kinds! {
        documents, document, "document", code;
        tags, tag, "tag", code;
        regions, region, "region", code;
        workforces, workforce, "workforce", code;
        roles, role, "role", code;
        providers, provider, "provider", code;
        qualifications, qualification, "qualification", code;
        credit_schemes, credit_scheme, "credit scheme", code;
        credit_rules, credit_rule, "credit rule", code;
        funding_sources, funding_source, "funding source", code;
        support_commitments, support_commitment, "support commitment", code;
        offerings, offering, "offering", code;
    }
    put.tiers = Kind { kind: "tier", known: BTreeMap::new(), by, draft: &mut *draft, fates: &mut fates }.join(
        parts.tiers,
        |entry| entry.tier.number().to_string(),
        |entry| catalogue.tier(&entry.tier).cloned(),
        |new, _, _| new,
    );
    let readiness = catalogue.readiness_tiers();
    put.readiness_tiers =
        Kind { kind: "readiness tier", known: BTreeMap::new(), by, draft: &mut *draft, fates: &mut fates }.join(
            parts.readiness_tiers,
            |entry| entry.readiness_tier.number().to_string(),
            |entry| readiness.iter().find(|old| old.readiness_tier == entry.readiness_tier).cloned(),
            |new, _, _| new,
        );
    let known = by_letters(catalogue.courses().map(|course| course.code.as_str()));
    put.courses = Kind { kind: "course", known, by, draft, fates: &mut fates }.join(
        parts.courses,
        |course| course.code.to_string(),
        |course| catalogue.course(&course.code).cloned(),
        |new, old, draft| {
            // Of what is somebody else's it is said that it is, and nothing more.
            let may_change = refusal(by, old, Some(old)).is_none();
            let joined = with_old_versions(new, old, may_change.then_some(&mut *draft));
            if may_change {
                let named = EntryRef::new("course", &joined.code);
                for violation in number_faults(catalogue, old, &joined) {
                    draft.report(&named, of_version(&violation).as_ref(), violation);
                }
            }
            joined
        },
    );
    Merged { delta: Delta { put, remove_offerings: Vec::new() }, fates }
}

impl Kind<'_> {
    fn join<T: Owned + PartialEq>(
        mut self,
        entries: Vec<T>,
        code: impl Fn(&T) -> String,
        old: impl Fn(&T) -> Option<T>,
        join: impl Fn(T, &T, &mut Draft) -> T,
    ) -> Vec<T> {
        let mut put = Vec::new();
        let mut fate = Fate::default();
        let mut seen = std::collections::BTreeSet::new();
        for mut entry in entries {
            let code = code(&entry);
            let named = EntryRef::new(self.kind, &code);
            entry.settle();
            let again = !seen.insert(code.clone());
            let old = old(&entry);
            // What is there already, just so, is nobody's to claim.
            if old.as_ref() != Some(&entry) {
                entry.claim(self.by);
            }
            let joined = match &old {
                Some(old) => join(entry, old, self.draft),
                None => entry,
            };
            if old.as_ref() == Some(&joined) && !again {
                fate.unchanged += 1;
                continue;
            }
            if let Some(message) = refusal(self.by, &joined, old.as_ref()) {
                self.draft.report(&named, None, message);
            }
            if old.is_some() {
                fate.changed.push(code)
            } else {
                let like = self.known.entry(code.to_ascii_lowercase()).or_insert_with(|| code.clone());
                if *like != code {
                    let fault = Fault::CodeAlike { code: code.clone(), like: like.clone() };
                    self.draft.report(&named, None, fault);
                }
                fate.new.push(code)
            }
            put.push(joined);
        }
        if fate != Fate::default() {
            self.fates.insert(self.kind, fate);
        }
        put
    }
}

fn by_letters<'c>(codes: impl Iterator<Item = &'c str>) -> BTreeMap<String, String> {
    codes.map(|code| (code.to_ascii_lowercase(), code.to_owned())).collect()
}

/// Reports new versions of days that cannot be theirs. Of what is somebody else's it is said that it is, and nothing more.
fn days(course: &Course, draft: &mut Draft, catalogue: &Catalogue, (by, today): (&Publisher, NaiveDate)) {
    let before = catalogue.course(&course.code);
    if before.is_some_and(|before| refusal(by, before, Some(before)).is_some()) {
        return;
    }
    for (version, fault) in day_faults(before, course, today) {
        let (course, version) = (EntryRef::new("course", &course.code), EntryRef::new("version", version));
        draft.report(&course, Some(&version), format_args!("published: {fault}"));
    }
}

/// A course with the versions it has already and those of the file. A published version stays as it is, but that it may
/// come to be superseded and then withdrawn. What would change is reported to the draft, where there is one to tell.
fn with_old_versions(mut new: Course, old: &Course, mut draft: Option<&mut Draft>) -> Course {
    let mut report = |entry: &EntryRef, about: &EntryRef, message: String| {
        if let Some(draft) = draft.as_deref_mut() {
            draft.report(entry, Some(about), message);
        }
    };
    let named = EntryRef::new("course", &new.code);
    for was in &old.versions {
        let Some(is) = new.versions.iter().find(|version| version.version == was.version) else {
            new.versions.push(was.clone());
            continue;
        };
        let about = EntryRef::new("version", &was.version);
        let differs = differences(was, is);
        if !differs.is_empty() {
            let (version, differs) = (&was.version, differs.join(" and "));
            let message = format!(
                "version {version} is published and its {differs} would change; what is published stays, so give the change a new version"
            );
            report(&named, &about, message);
        } else if age(is.status) < age(was.status) {
            let (version, from, to) = (&was.version, was.status.name(), is.status.name());
            let message = format!("version {version} is {from} and cannot become {to} again; publish a new version");
            report(&named, &about, message);
        }
    }
    new.versions.sort_by(|a, b| a.version.cmp(&b.version));
    new
}

/// The version whose number is wrong, where one is.
fn of_version(violation: &Violation) -> Option<EntryRef> {
    match &*violation.fault {
        Fault::BumpTooSmall { version, .. }
        | Fault::VersionOutOfOrder { version, .. }
        | Fault::VersionThere { version, .. } => Some(EntryRef::new("version", version)),
        _ => None,
    }
}

fn age(status: VersionStatus) -> u8 {
    match status {
        VersionStatus::Published => 0,
        VersionStatus::Superseded => 1,
        VersionStatus::Withdrawn => 2,
    }
}

/// In what two texts of one version differ, as files name it; the status is not compared.
fn differences(was: &CourseVersion, is: &CourseVersion) -> Vec<&'static str> {
    [
        ("published", was.published == is.published),
        ("outcomes", was.outcomes == is.outcomes),
        ("volume_of_learning_hours", was.volume_of_learning == is.volume_of_learning),
        ("assessed", was.assessed == is.assessed),
        ("credit", was.credit == is.credit),
        ("requisites", was.requisites == is.requisites),
        ("sessions", was.sessions == is.sessions),
    ]
    .into_iter()
    .filter_map(|(name, same)| (!same).then_some(name))
    .collect()
}
