//! What somebody may have that bears on some requisites: the atoms over which they are compared.

use std::collections::{BTreeMap, BTreeSet};

use semver::{Comparator, Op, Prerelease, Version, VersionReq};

use crate::catalogue::Catalogue;
use crate::id::{CourseCode, QualificationCode};
use crate::requisite::{Gate, RequisiteExpr};
use crate::role::Perspective;
use crate::tier::Tier;
use crate::volume::Hours;
use crate::words;

/// One thing that somebody may have.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Fact {
    /// A version of a course that those of the ranges asked for admit, counted by their place, and no others.
    Course { course: CourseCode, admitted_by: BTreeSet<usize>, example: Version },
    /// A qualification.
    Qualification(QualificationCode),
    /// A tier, completed.
    Tier(Tier),
    /// Months worked: so many, or more than so many.
    Experience { months: u16, over: bool },
    /// Employed as a consumer worker.
    Employed,
    /// Released by a partner organisation.
    PartnerRelease,
    /// Supervised from a perspective, or from any.
    Supervision(Option<Perspective>),
    /// A placement of so many hours.
    Placement(Hours),
    /// What somebody confirms.
    Attested(String),
}

/// Every fact that bears on some leaves, and what is known of the courses among them.
pub(super) struct Facts<'a> {
    catalogue: &'a Catalogue,
    ranges: BTreeMap<CourseCode, Vec<VersionReq>>,
    /// The facts in order.
    pub(super) all: Vec<Fact>,
}

impl<'a> Facts<'a> {
    /// The facts that those expressions ask for.
    pub(super) fn of<'e>(catalogue: &'a Catalogue, expressions: impl Iterator<Item = &'e RequisiteExpr>) -> Self {
        let mut ranges: BTreeMap<CourseCode, Vec<VersionReq>> = BTreeMap::new();
        let mut all = BTreeSet::new();
        for expression in expressions {
            expression.visit_leaves(&mut |leaf| match leaf {
                RequisiteExpr::Course(wanted) => {
                    let known = ranges.entry(wanted.course.clone()).or_default();
                    if !known.contains(&wanted.range) {
                        known.push(wanted.range.clone());
                    }
                }
                RequisiteExpr::Qualification(code) => {
                    all.insert(Fact::Qualification(code.clone()));
                }
                RequisiteExpr::Tier(tier) => {
                    all.insert(Fact::Tier(*tier));
                }
                RequisiteExpr::Gate(gate) => {
                    all.insert(of_gate(gate));
                }
                RequisiteExpr::All(_) | RequisiteExpr::Any(_) | RequisiteExpr::AtLeast(_) => {}
            });
        }
        for (course, ranges) in &ranges {
            all.extend(versions_told_apart(catalogue, course, ranges));
        }
        Self { catalogue, ranges, all: all.into_iter().collect() }
    }

    /// The places of the facts each of which meets a leaf.
    pub(super) fn that_meet(&self, leaf: &RequisiteExpr) -> Vec<usize> {
        (0..self.all.len()).filter(|place| self.meets(&self.all[*place], leaf)).collect()
    }

    /// A fact in words.
    pub(super) fn words(&self, fact: &Fact) -> String {
        let catalogue = self.catalogue;
        match fact {
            Fact::Course { course, admitted_by, example } => {
                let title = catalogue.course(course).map_or(course.to_string(), |entry| entry.title.clone());
                let ranges = self.ranges.get(course).map_or(&[][..], Vec::as_slice);
                let first = admitted_by.first().and_then(|place| ranges.get(*place));
                match first {
                    Some(range) if admitted_by.len() < ranges.len() && !is_readable(example) => {
                        format!("{title} (version {range})")
                    }
                    _ if admitted_by.len() < ranges.len() => format!("{title} (version {example})"),
                    _ => title,
                }
            }
            Fact::Qualification(code) => words::expression(catalogue, &RequisiteExpr::Qualification(code.clone())),
            Fact::Tier(tier) => words::tier(catalogue, *tier),
            Fact::Experience { months, over: true } => words::gate(&Gate::ExperienceOver { months: *months }),
            Fact::Experience { months, over: false } => words::gate(&Gate::ExperienceAtLeast { months: *months }),
            Fact::Employed => words::gate(&Gate::Employed),
            Fact::PartnerRelease => words::gate(&Gate::PartnerRelease),
            Fact::Supervision(perspective) => words::gate(&Gate::Supervision { perspective: *perspective }),
            Fact::Placement(hours) => words::gate(&Gate::Placement { hours: *hours }),
            Fact::Attested(statement) => words::gate(&Gate::Attested { statement: statement.clone() }),
        }
    }

    fn meets(&self, fact: &Fact, leaf: &RequisiteExpr) -> bool {
        match (leaf, fact) {
            (RequisiteExpr::Course(wanted), Fact::Course { course, admitted_by, .. }) if *course == wanted.course => {
                let ranges = self.ranges.get(course).map_or(&[][..], Vec::as_slice);
                admitted_by.iter().any(|place| ranges.get(*place) == Some(&wanted.range))
            }
            (RequisiteExpr::Course(wanted), Fact::Course { course, .. }) => {
                self.catalogue.course_counts_as(course, &wanted.course)
            }
            (RequisiteExpr::Qualification(wanted), Fact::Qualification(held)) => {
                held == wanted || self.catalogue.qualification_counts_as(held, wanted)
            }
            (RequisiteExpr::Tier(wanted), Fact::Tier(held)) => held == wanted,
            (RequisiteExpr::Gate(gate), fact) => passes(fact, gate),
            _ => false,
        }
    }
}

impl Fact {
    /// Whether it can be learned, so that it may also be learned beside something.
    pub(super) fn is_learned(&self) -> bool {
        matches!(self, Self::Course { .. } | Self::Qualification(_) | Self::Tier(_))
    }
}

fn of_gate(gate: &Gate) -> Fact {
    match gate {
        Gate::ExperienceOver { months } => Fact::Experience { months: *months, over: true },
        Gate::ExperienceAtLeast { months } => Fact::Experience { months: *months, over: false },
        Gate::Employed => Fact::Employed,
        Gate::PartnerRelease => Fact::PartnerRelease,
        Gate::Supervision { perspective } => Fact::Supervision(*perspective),
        Gate::Placement { hours } => Fact::Placement(*hours),
        Gate::Attested { statement } => Fact::Attested(statement.clone()),
    }
}

/// Whether somebody of whom the fact is so passes a gate.
fn passes(fact: &Fact, gate: &Gate) -> bool {
    match (gate, fact) {
        (Gate::ExperienceOver { months: wanted }, Fact::Experience { months, over }) => {
            months > wanted || (months == wanted && *over)
        }
        (Gate::ExperienceAtLeast { months: wanted }, Fact::Experience { months, .. }) => months >= wanted,
        (Gate::Supervision { perspective: None }, Fact::Supervision(_)) => true,
        // The work of a consumer worker is a placement of any length.
        (Gate::Placement { .. }, Fact::Employed) => true,
        (Gate::Placement { hours: wanted }, Fact::Placement(hours)) => hours >= wanted,
        (gate, fact) => of_gate(gate) == *fact,
    }
}

/// One fact for every way in which a version may be admitted by some of the ranges and not by others.
///
/// Where ranges begin and end, and just before and after, something may change; in between nothing does. So the versions
/// there stand for all.
fn versions_told_apart(catalogue: &Catalogue, course: &CourseCode, ranges: &[VersionReq]) -> Vec<Fact> {
    let mut versions: Vec<Version> = Vec::new();
    // Those that exist come first, so that an example is a real one where there is one.
    versions.extend(catalogue.course(course).into_iter().flat_map(|entry| &entry.versions).map(|v| v.version.clone()));
    versions.extend([Version::new(0, 0, 0), Version::new(u64::MAX, u64::MAX, u64::MAX)]);
    versions.extend(ranges.iter().flat_map(|range| &range.comparators).flat_map(around));
    // A number that people can read is the better example.
    versions.sort_by_key(|version| !is_readable(version));
    let mut seen: BTreeMap<BTreeSet<usize>, Version> = BTreeMap::new();
    for version in versions {
        let admitted: BTreeSet<usize> = (0..ranges.len()).filter(|place| ranges[*place].matches(&version)).collect();
        if !admitted.is_empty() {
            seen.entry(admitted).or_insert(version);
        }
    }
    let fact = |(admitted_by, example)| Fact::Course { course: course.clone(), admitted_by, example };
    seen.into_iter().map(fact).collect()
}

/// Whether a number is one that somebody might publish.
fn is_readable(version: &Version) -> bool {
    [version.major, version.minor, version.patch].into_iter().all(|number| number < 1_000_000)
}

/// The versions around the bounds of a comparator.
fn around(comparator: &Comparator) -> Vec<Version> {
    let (major, minor) = (comparator.major, comparator.minor.unwrap_or(0));
    let patch = comparator.patch.unwrap_or(0);
    let most = u64::MAX;
    let mut found = vec![
        Version::new(major, minor, patch),
        Version::new(major, minor, patch.saturating_add(1)),
        Version::new(major, minor, most),
        Version::new(major, minor.saturating_add(1), 0),
        Version::new(major, most, most),
        Version::new(major.saturating_add(1), 0, 0),
    ];
    found.extend(patch.checked_sub(1).map(|patch| Version::new(major, minor, patch)));
    found.extend(minor.checked_sub(1).map(|minor| Version::new(major, minor, most)));
    found.extend(major.checked_sub(1).map(|major| Version::new(major, most, most)));
    // A pre-release is admitted only where a range names one of the same three numbers.
    let at = Version::new(major, minor, patch);
    if !comparator.pre.is_empty() {
        found.push(Version { pre: comparator.pre.clone(), ..at.clone() });
        found.extend(Prerelease::new(&format!("{}.0", comparator.pre)).ok().map(|pre| Version { pre, ..at.clone() }));
        found.extend(Prerelease::new("0").ok().map(|pre| Version { pre, ..at.clone() }));
        if matches!(comparator.op, Op::Less | Op::Greater) {
            found.extend(Prerelease::new("zzzz").ok().map(|pre| Version { pre, ..at }));
        }
    }
    found
}
