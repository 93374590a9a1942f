//! What an analysis says of a catalogue: values alone.

use semver::Version;

use super::volume::VolumeNote;
use crate::course::{Equivalence, VersionStatus};
use crate::graph::NodeKey;
use crate::requisite::{Requisite, RequisiteKind, Strength};
use crate::source::Provenance;

/// The most entries a [`Bottleneck`] names; it counts all.
pub const LOST_MAX: usize = 100;

/// What the requisites of a catalogue come to, for whoever looks after it. Every list is in a fixed order.
#[derive(Debug, Clone, PartialEq)]
pub struct CatalogueHealth {
    /// Every course and qualification, in order of kind and code.
    pub entries: Vec<EntryHealth>,
    /// Whether `waits_behind` was counted to its end; otherwise each number is the least there are.
    pub waits_counted: bool,
    /// Courses, qualifications, tiers and roles that nobody can reach, the most surprising first ([`OutOfReach`]), then
    /// by kind and code.
    pub unreachable: Vec<Unreachable>,
    /// Advised requisites that nothing meets, in order of their place.
    pub unmet_advice: Vec<UnmetRequirement>,
    /// Courses and qualifications without which something could no longer be reached; most lost first.
    pub bottlenecks: Vec<Bottleneck>,
    /// How many courses and qualifications were taken away to find bottlenecks.
    pub removals_tried: usize,
    /// How many are needed by something and could have been taken away.
    pub removals_possible: usize,
    /// Requisites that others of the same entry already imply, in order of their place.
    pub redundant: Vec<RedundantRequisite>,
    /// How many requisites could not be looked at for redundancy: more than 64 ways to leave them unmet, or the work
    /// was over its bound.
    pub redundancy_unsettled: usize,
    /// Requisites that rest on an assumption, an invention or an unverified page: advised ones, in order of place.
    pub assumed: Vec<PlacedRequisite>,
    /// Version ranges that match no published version, in order of place.
    pub unpublished_ranges: Vec<UnpublishedRange>,
    /// What has been replaced, in order of kind and code.
    pub successions: Vec<Succession>,
    /// Courses without a requisite on either side, that no award is packaged from and no credit rule counts; in order
    /// of code.
    pub isolated: Vec<NodeKey>,
    /// Courses that say no credit or no AQF alignment, in order of code.
    pub unstated: Vec<Unstated>,
    /// Volumes of learning that do not sit with the framework's, as [`volume_notes`](super::volume_notes) has them.
    pub volumes: Vec<VolumeNote>,
    /// How many entries of each kind rest on what.
    pub provenance: Vec<ProvenanceCount>,
}

/// Where a course or qualification stands among the others.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct EntryHealth {
    /// Which.
    pub key: NodeKey,
    /// Whether somebody who holds nothing yet and passes every gate can reach it.
    pub is_reachable: bool,
    /// What names it, required or advised, in order of kind and code.
    pub unlocks: Vec<NodeKey>,
    /// How many courses, qualifications, tiers and roles come after it by any requisite, directly or not.
    pub waits_behind: usize,
    /// The most courses and qualifications that come one after another with this one among them; at least 1.
    pub longest_chain: usize,
}

/// Something that cannot be reached without this one.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Bottleneck {
    /// The course or qualification.
    pub key: NodeKey,
    /// How many entries could no longer be reached if nobody taught it, itself not counted; at least 1.
    pub lost_count: usize,
    /// Which, in order of kind and code; the first [`LOST_MAX`].
    pub lost: Vec<NodeKey>,
}

/// Something that nobody can reach by study, and every reason.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Unreachable {
    /// What.
    pub key: NodeKey,
    /// Why, at least one reason; those of requirements in order of version and place.
    pub why: Vec<WhyNot>,
}

/// The plainest sort of reason why something cannot be reached, the most surprising first.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum OutOfReach {
    /// A requirement that nothing meets.
    Requirement,
    /// Nobody offers it.
    Offering,
    /// It is only taught as a unit of a qualification that is offered.
    UnitOnly,
    /// It is replaced, or no longer published.
    Gone,
}

impl Unreachable {
    /// The most surprising of its reasons.
    pub fn sort(&self) -> OutOfReach {
        let one = |why: &WhyNot| match why {
            WhyNot::Unmet(_) => OutOfReach::Requirement,
            WhyNot::NotOffered { unit_of } if unit_of.is_empty() => OutOfReach::Offering,
            WhyNot::NotOffered { .. } => OutOfReach::UnitOnly,
            WhyNot::NotPublished | WhyNot::Replaced { .. } => OutOfReach::Gone,
        };
        self.why.iter().map(one).min().unwrap_or(OutOfReach::Gone)
    }
}

/// Why something cannot be reached.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum WhyNot {
    /// A requirement that nothing taught meets.
    Unmet(UnmetRequirement),
    /// No offering teaches a published version of it.
    NotOffered {
        /// Offered qualifications of which it is a unit, in order of code.
        unit_of: Vec<NodeKey>,
    },
    /// None of its versions is published.
    NotPublished,
    /// It has been replaced, and nobody offers it any more.
    Replaced {
        /// By what.
        by: NodeKey,
    },
}

/// A requirement that nothing published and offered meets.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct UnmetRequirement {
    /// Whose requirement it is.
    pub key: NodeKey,
    /// In which version, of a course.
    pub version: Option<Version>,
    /// What is asked for, in words.
    pub requirement: String,
    /// Required or advised; completing a tier is required.
    pub strength: Strength,
    /// What it names that cannot be reached, in order of kind and code; at least one.
    pub missing: Vec<NodeKey>,
    /// Who asks for it.
    pub provenance: Provenance,
}

/// A requisite and where it is written.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PlacedRequisite {
    /// Whose requisite it is.
    pub key: NodeKey,
    /// In which version, of a course.
    pub version: Option<Version>,
    /// What it asks for, in words.
    pub requirement: String,
    /// The requisite.
    pub requisite: Requisite,
}

/// A requisite, or a part of one, that could be left out: whoever meets the others meets it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RedundantRequisite {
    /// The requisite, or the part alone.
    pub of: PlacedRequisite,
    /// All that the requisite asks for, in words, where this is only a part of it. A part must hold wherever the rest of
    /// it does: one way among others is none.
    pub part_of: Option<String>,
    /// The required requisites of the same entry that imply it, or their parts, or other parts of its own requisite;
    /// together, and none of them could be left out of this list.
    pub implied_by: Vec<Implying>,
}

/// A requisite, or a part of one, that implies another.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Implying {
    /// What it asks for, in words.
    pub requirement: String,
    /// Before, or at the same time.
    pub kind: RequisiteKind,
    /// Who asks for it.
    pub provenance: Provenance,
}

/// A version range that matches only versions that are no longer taught.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct UnpublishedRange {
    /// Whose requirement it is.
    pub key: NodeKey,
    /// In which version, of a course.
    pub version: Option<Version>,
    /// What is asked for, in words.
    pub requirement: String,
    /// The versions it matches and their status, oldest first; at least one.
    pub matches: Vec<(Version, VersionStatus)>,
    /// Who asks for it.
    pub provenance: Provenance,
}

/// What has replaced something, and what stands at the end of the chain.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Succession {
    /// What has been replaced.
    pub key: NodeKey,
    /// By what.
    pub by: NodeKey,
    /// Whether the one counts as the other.
    pub equivalence: Equivalence,
    /// What nothing has replaced yet.
    pub last: NodeKey,
    /// How many steps lead there; at least 1.
    pub steps: usize,
    /// Whether holding it counts as holding the last: every step is said to be equivalent.
    pub counts_as_last: bool,
    /// Who says that it is replaced.
    pub provenance: Provenance,
}

/// What a course does not say.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Unstated {
    /// The course.
    pub key: NodeKey,
    /// Its current version, or its newest where none is published, has no credit.
    pub credit: bool,
    /// It is aligned to no AQF level.
    pub aqf_alignment: bool,
}

/// On what the entries of one kind rest.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ProvenanceCount {
    /// The kind, in the singular, as [`crate::catalogue::EntryRef`] says it; `requisite` for the requisites of all.
    pub kind: &'static str,
    /// A quoted document.
    pub document: usize,
    /// An outside page.
    pub external: usize,
    /// An assumption.
    pub assumption: usize,
    /// Made up.
    pub invented: usize,
}
