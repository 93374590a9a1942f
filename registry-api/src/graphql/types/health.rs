//! What the requisites of the catalogue come to.

use async_graphql::{Enum, Object, SimpleObject};
use registry_core::analysis as core;
use registry_core::graph::NodeKey;
use registry_core::words::sentence_start;

use super::course::Equivalence;
use super::graph::GraphNode;
use super::requisite::{RequisiteKind, Strength};
use super::source::Provenance;
use crate::graphql::cursors::Window;
use crate::graphql::scalars::SemVer;
use crate::snapshot::Snapshot;

/// Most entries of a list within an entry of a list.
const WITHIN_MAX: usize = 10;

fn nodes(at: &Snapshot, keys: &[NodeKey]) -> Vec<GraphNode> {
    keys.iter().take(WITHIN_MAX).map(|key| GraphNode::of(at, key)).collect()
}

/// What the requisites of the catalogue come to.
pub(crate) struct CatalogueHealth<'a> {
    pub(crate) at: &'a Snapshot,
    pub(crate) health: &'a core::CatalogueHealth,
}

/// What the requisites of the whole catalogue come to, for whoever looks after it. Something is *reached* when
/// somebody who holds nothing yet and passes every gate can study it, at any time.
#[Object]
impl<'a> CatalogueHealth<'a> {
    /// How many courses, qualifications, tiers and roles nobody can reach.
    async fn unreachable_count(&self) -> usize {
        self.health.unreachable.len()
    }

    /// What nobody can reach: first for want of a requirement, then of an offering, then what is replaced.
    async fn unreachable(
        &self,
        #[graphql(desc = "How many, from the start; 20 when left out, at most 100.")] first: Option<i32>,
    ) -> async_graphql::Result<Vec<UnreachableEntry<'a>>> {
        let of = Window::beginning(&self.health.unreachable, first)?;
        Ok(of.iter().map(|entry| UnreachableEntry::new(self.at, entry)).collect())
    }

    /// How many courses and qualifications there is no way round.
    async fn bottleneck_count(&self) -> usize {
        self.health.bottlenecks.len()
    }

    /// Courses and qualifications without which something could no longer be reached; most lost first.
    async fn bottlenecks(
        &self,
        #[graphql(desc = "How many, from the start; 20 when left out, at most 100.")] first: Option<i32>,
    ) -> async_graphql::Result<Vec<Bottleneck>> {
        let of = Window::beginning(&self.health.bottlenecks, first)?;
        Ok(of.iter().map(|entry| Bottleneck::new(self.at, entry)).collect())
    }

    /// Whether every course and qualification that something needs was looked at for bottlenecks.
    async fn bottlenecks_complete(&self) -> bool {
        self.health.removals_tried == self.health.removals_possible
    }

    /// How many courses and qualifications something waits behind.
    async fn waited_for_count(&self) -> usize {
        self.health.entries.iter().filter(|entry| entry.waits_behind > 0).count()
    }

    /// Courses and qualifications that something waits behind, by any requisite; those with most behind them first.
    async fn waited_for(
        &self,
        #[graphql(desc = "How many, from the start; 20 when left out, at most 100.")] first: Option<i32>,
    ) -> async_graphql::Result<Vec<WaitedForEntry>> {
        let mut waited: Vec<_> = self.health.entries.iter().filter(|entry| entry.waits_behind > 0).collect();
        waited.sort_by_key(|entry| std::cmp::Reverse((entry.waits_behind, entry.longest_chain)));
        let of = Window::beginning(&waited, first)?;
        Ok(of.iter().map(|entry| WaitedForEntry::new(self.at, entry)).collect())
    }

    /// Whether `waitsBehind` was counted to its end; otherwise each number is the least there are.
    async fn waits_counted(&self) -> bool {
        self.health.waits_counted
    }

    /// How many requisites others of the same entry imply.
    async fn redundant_count(&self) -> usize {
        self.health.redundant.len()
    }

    /// Requisites that others of the same entry imply, in order of kind, code and version.
    async fn redundant(
        &self,
        #[graphql(desc = "How many, from the start; 20 when left out, at most 100.")] first: Option<i32>,
    ) -> async_graphql::Result<Vec<RedundantRequisite<'a>>> {
        let of = Window::beginning(&self.health.redundant, first)?;
        Ok(of.iter().map(|entry| RedundantRequisite::new(self.at, entry)).collect())
    }

    /// How many advised requisites nothing meets.
    async fn unmet_advice_count(&self) -> usize {
        self.health.unmet_advice.len()
    }

    /// Advised requisites that nothing published and offered meets, in order of kind, code and version.
    async fn unmet_advice(
        &self,
        #[graphql(desc = "How many, from the start; 20 when left out, at most 100.")] first: Option<i32>,
    ) -> async_graphql::Result<Vec<UnmetRequirement<'a>>> {
        let of = Window::beginning(&self.health.unmet_advice, first)?;
        Ok(of.iter().map(|entry| UnmetRequirement::new(self.at, entry)).collect())
    }

    /// How many requisites rest on an assumption, an invention or an unverified page.
    async fn assumed_count(&self) -> usize {
        self.health.assumed.len()
    }

    /// Requisites that rest on an assumption, an invention or an unverified page, in order of kind, code and version.
    async fn assumed(
        &self,
        #[graphql(desc = "How many, from the start; 20 when left out, at most 100.")] first: Option<i32>,
    ) -> async_graphql::Result<Vec<PlacedRequisite<'a>>> {
        let of = Window::beginning(&self.health.assumed, first)?;
        Ok(of.iter().map(|entry| PlacedRequisite::new(self.at, entry)).collect())
    }

    /// How many version ranges match no published version.
    async fn unpublished_range_count(&self) -> usize {
        self.health.unpublished_ranges.len()
    }

    /// Version ranges that match no published version, in order of kind, code and version.
    async fn unpublished_ranges(
        &self,
        #[graphql(desc = "How many, from the start; 20 when left out, at most 100.")] first: Option<i32>,
    ) -> async_graphql::Result<Vec<UnpublishedRange<'a>>> {
        let of = Window::beginning(&self.health.unpublished_ranges, first)?;
        Ok(of.iter().map(|entry| UnpublishedRange::new(self.at, entry)).collect())
    }

    /// How many courses and qualifications have been replaced.
    async fn succession_count(&self) -> usize {
        self.health.successions.len()
    }

    /// What has been replaced, in order of kind and code.
    async fn successions(
        &self,
        #[graphql(desc = "How many, from the start; 20 when left out, at most 100.")] first: Option<i32>,
    ) -> async_graphql::Result<Vec<Succession<'a>>> {
        let of = Window::beginning(&self.health.successions, first)?;
        Ok(of.iter().map(|entry| Succession::new(self.at, entry)).collect())
    }

    /// How many courses stand alone.
    async fn isolated_count(&self) -> usize {
        self.health.isolated.len()
    }

    /// Courses that stand alone, in order of code: without a requisite on either side, in no packaging and no series of
    /// a credit rule.
    async fn isolated(
        &self,
        #[graphql(desc = "How many, from the start; 20 when left out, at most 100.")] first: Option<i32>,
    ) -> async_graphql::Result<Vec<GraphNode>> {
        let of = Window::beginning(&self.health.isolated, first)?;
        Ok(of.iter().map(|key| GraphNode::of(self.at, key)).collect())
    }

    /// How many courses say no credit points.
    async fn without_credit_count(&self) -> usize {
        self.health.unstated.iter().filter(|course| course.credit).count()
    }

    /// How many courses are aligned to no AQF level.
    async fn without_aqf_alignment_count(&self) -> usize {
        self.health.unstated.iter().filter(|course| course.aqf_alignment).count()
    }

    /// How many volumes of learning do not sit with the framework's.
    async fn volume_note_count(&self) -> usize {
        self.health.volumes.len()
    }

    /// Volumes of learning that do not sit with the framework's: qualifications outside the usual range of such awards,
    /// then courses as long as a whole award of the level they are aligned to; each in order of code. Worth a look, and
    /// refused nowhere.
    async fn volume_notes(
        &self,
        #[graphql(desc = "How many, from the start; 20 when left out, at most 100.")] first: Option<i32>,
    ) -> async_graphql::Result<Vec<VolumeNote>> {
        let of = Window::beginning(&self.health.volumes, first)?;
        Ok(of.iter().map(|note| VolumeNote::new(self.at, note)).collect())
    }

    /// What entries rest on: one row for each of 14 kinds, requisites last.
    async fn provenance(&self) -> Vec<ProvenanceCount> {
        self.health.provenance.iter().map(ProvenanceCount::from).collect()
    }
}

/// A volume of learning that does not sit with the framework's.
#[derive(SimpleObject)]
pub(crate) struct VolumeNote {
    /// Whose.
    entry: GraphNode,
    /// In which version; null where the entry has none.
    version: Option<SemVer>,
    /// Its volume of learning in hours.
    hours: f64,
    /// What is noted, with the arithmetic, in words.
    words: String,
}

impl VolumeNote {
    fn new(at: &Snapshot, note: &core::VolumeNote) -> Self {
        let (key, version, hours) = match note {
            core::VolumeNote::OutsideRange { qualification, hours, .. } => {
                (NodeKey::Qualification(qualification.clone()), None, hours)
            }
            core::VolumeNote::AsLongAsAnAward { course, version, hours, .. } => {
                (NodeKey::Course(course.clone()), Some(SemVer(version.clone())), hours)
            }
        };
        Self {
            entry: GraphNode::of(at, &key),
            version,
            hours: hours.as_f64(),
            words: sentence_start(&format!("{note}.")),
        }
    }
}

/// The plainest reason why something cannot be reached. New values can come.
#[derive(Enum, Debug, Clone, Copy, PartialEq, Eq)]
#[graphql(remote = "core::OutOfReach")]
pub(crate) enum OutOfReach {
    /// A requirement that nothing published and offered meets.
    Requirement,
    /// Nobody offers it.
    Offering,
    /// It is only taught as a unit of a qualification that is offered.
    UnitOnly,
    /// It is replaced, or no longer published.
    Gone,
}

/// Something that nobody can reach.
#[derive(SimpleObject)]
pub(crate) struct UnreachableEntry<'a> {
    /// What.
    entry: GraphNode,
    /// The plainest reason.
    reason: OutOfReach,
    /// Its requirements that nothing meets: the first 10.
    unmet: Vec<UnmetRequirement<'a>>,
    /// Offered qualifications of which it is a unit, where `reason` is `UNIT_ONLY`: the first 10.
    unit_of: Vec<GraphNode>,
    /// What has replaced it; null when nothing has, or when it is offered all the same.
    replaced_by: Option<GraphNode>,
}

impl<'a> UnreachableEntry<'a> {
    fn new(at: &'a Snapshot, of: &'a core::Unreachable) -> Self {
        let unmet = of.why.iter().filter_map(|why| match why {
            core::WhyNot::Unmet(unmet) => Some(UnmetRequirement::new(at, unmet)),
            _ => None,
        });
        let unit_of = of.why.iter().filter_map(|why| match why {
            core::WhyNot::NotOffered { unit_of } => Some(nodes(at, unit_of)),
            _ => None,
        });
        let replaced_by = of.why.iter().find_map(|why| match why {
            core::WhyNot::Replaced { by } => Some(GraphNode::of(at, by)),
            _ => None,
        });
        Self {
            entry: GraphNode::of(at, &of.key),
            reason: of.sort().into(),
            unmet: unmet.take(WITHIN_MAX).collect(),
            unit_of: unit_of.flatten().collect(),
            replaced_by,
        }
    }
}

/// A requirement that nothing published and offered meets.
#[derive(SimpleObject)]
pub(crate) struct UnmetRequirement<'a> {
    /// Whose requirement it is.
    entry: GraphNode,
    /// In which version; null where the entry has none.
    version: Option<SemVer>,
    /// What is asked for, in words.
    requirement: &'a str,
    /// Required or advised.
    strength: Strength,
    /// What it names that cannot be reached: the first 10.
    missing: Vec<GraphNode>,
    /// Who asks for it.
    provenance: Provenance<'a>,
}

impl<'a> UnmetRequirement<'a> {
    fn new(at: &'a Snapshot, of: &'a core::UnmetRequirement) -> Self {
        Self {
            entry: GraphNode::of(at, &of.key),
            version: of.version.clone().map(SemVer),
            requirement: &of.requirement,
            strength: of.strength.into(),
            missing: nodes(at, &of.missing),
            provenance: Provenance::new(at, &of.provenance),
        }
    }
}

/// A course or qualification that there is no way round.
#[derive(SimpleObject)]
pub(crate) struct Bottleneck {
    /// Which.
    entry: GraphNode,
    /// How many courses, qualifications, tiers and roles could no longer be reached if nobody taught it.
    lost_count: usize,
    /// Which, in order of kind and code: the first 10.
    lost: Vec<GraphNode>,
}

impl Bottleneck {
    fn new(at: &Snapshot, of: &core::Bottleneck) -> Self {
        Self { entry: GraphNode::of(at, &of.key), lost_count: of.lost_count, lost: nodes(at, &of.lost) }
    }
}

/// A course or qualification that something waits behind.
#[derive(SimpleObject)]
pub(crate) struct WaitedForEntry {
    /// Which.
    entry: GraphNode,
    /// Whether it can be reached.
    reachable: bool,
    /// How many courses, qualifications, tiers and roles come after it by any requisite, directly or not.
    waits_behind: usize,
    /// The most courses and qualifications that come one after another with this one among them; at least 1.
    longest_chain: usize,
}

impl WaitedForEntry {
    fn new(at: &Snapshot, of: &core::EntryHealth) -> Self {
        Self {
            entry: GraphNode::of(at, &of.key),
            reachable: of.is_reachable,
            waits_behind: of.waits_behind,
            longest_chain: of.longest_chain,
        }
    }
}

/// A requisite and where it is written.
#[derive(SimpleObject)]
pub(crate) struct PlacedRequisite<'a> {
    /// Whose requisite it is.
    entry: GraphNode,
    /// In which version; null where the entry has none.
    version: Option<SemVer>,
    /// What it asks for, in words.
    requirement: &'a str,
    /// Before, or at the same time.
    kind: RequisiteKind,
    /// Required or advised.
    strength: Strength,
    /// Who asks for it.
    provenance: Provenance<'a>,
}

impl<'a> PlacedRequisite<'a> {
    fn new(at: &'a Snapshot, of: &'a core::PlacedRequisite) -> Self {
        Self {
            entry: GraphNode::of(at, &of.key),
            version: of.version.clone().map(SemVer),
            requirement: &of.requirement,
            kind: of.requisite.kind().into(),
            strength: of.requisite.strength().into(),
            provenance: Provenance::new(at, of.requisite.provenance()),
        }
    }
}

/// A requisite that could be left out: whoever meets the others meets it.
#[derive(SimpleObject)]
pub(crate) struct RedundantRequisite<'a> {
    /// The requisite, or the part alone, and where it is written.
    requisite: PlacedRequisite<'a>,
    /// All that the requisite asks for, in words, where this is only a part of it; null where it is the whole.
    part_of: Option<&'a str>,
    /// What the required requisites of the same entry that imply it ask for, or their parts, in words; all are needed: the
    /// first 10.
    implied_by: Vec<&'a str>,
}

impl<'a> RedundantRequisite<'a> {
    fn new(at: &'a Snapshot, of: &'a core::RedundantRequisite) -> Self {
        let implied_by = of.implied_by.iter().take(WITHIN_MAX).map(|by| by.requirement.as_str());
        let part_of = of.part_of.as_deref();
        Self { requisite: PlacedRequisite::new(at, &of.of), part_of, implied_by: implied_by.collect() }
    }
}

/// A version range that matches no published version.
#[derive(SimpleObject)]
pub(crate) struct UnpublishedRange<'a> {
    /// Whose requirement it is.
    entry: GraphNode,
    /// In which version; null where the entry has none.
    version: Option<SemVer>,
    /// What is asked for, in words.
    requirement: &'a str,
    /// The versions it does match, oldest first: the first 10.
    matches: Vec<SemVer>,
    /// Who asks for it.
    provenance: Provenance<'a>,
}

impl<'a> UnpublishedRange<'a> {
    fn new(at: &'a Snapshot, of: &'a core::UnpublishedRange) -> Self {
        Self {
            entry: GraphNode::of(at, &of.key),
            version: of.version.clone().map(SemVer),
            requirement: &of.requirement,
            matches: of.matches.iter().take(WITHIN_MAX).map(|(version, _)| SemVer(version.clone())).collect(),
            provenance: Provenance::new(at, &of.provenance),
        }
    }
}

/// What has replaced something.
#[derive(SimpleObject)]
pub(crate) struct Succession<'a> {
    /// What has been replaced.
    entry: GraphNode,
    /// By what.
    by: GraphNode,
    /// Whether the one counts as the other.
    equivalence: Equivalence,
    /// What stands at the end of the chain: nothing has replaced it yet.
    last: GraphNode,
    /// How many steps lead there; at least 1.
    steps: usize,
    /// Whether holding it counts as holding the last.
    counts_as_last: bool,
    /// Who says that it is replaced.
    provenance: Provenance<'a>,
}

impl<'a> Succession<'a> {
    fn new(at: &'a Snapshot, of: &'a core::Succession) -> Self {
        Self {
            entry: GraphNode::of(at, &of.key),
            by: GraphNode::of(at, &of.by),
            equivalence: of.equivalence.into(),
            last: GraphNode::of(at, &of.last),
            steps: of.steps,
            counts_as_last: of.counts_as_last,
            provenance: Provenance::new(at, &of.provenance),
        }
    }
}

/// On what the entries of one kind rest.
#[derive(SimpleObject)]
pub(crate) struct ProvenanceCount {
    /// The kind, as a sentence says it: `course`, `credit rule`, `requisite`.
    kind: &'static str,
    /// How many rest on a quoted document.
    document: usize,
    /// How many on an outside page.
    external: usize,
    /// How many on an assumption.
    assumption: usize,
    /// How many are made up.
    invented: usize,
}

impl From<&core::ProvenanceCount> for ProvenanceCount {
    fn from(of: &core::ProvenanceCount) -> Self {
        let core::ProvenanceCount { kind, document, external, assumption, invented } = *of;
        Self { kind, document, external, assumption, invented }
    }
}
