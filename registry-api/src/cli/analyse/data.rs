//! An analysis as data (docs/COMMAND_LINE.md).

use registry_core::analysis::{
    CatalogueHealth, EntryHealth, PlacedRequisite, ProvenanceCount, RedundantRequisite, Succession, UnmetRequirement,
    UnpublishedRange, Unreachable, VolumeNote, WhyNot,
};
use registry_core::catalogue::Catalogue;
use registry_core::graph::NodeKey;
use registry_core::words;
use semver::Version;
use serde::Serialize;

use crate::cli::recommend::SourceData;

/// The analysis as one object, on lines of its own.
pub(super) fn json(catalogue: &Catalogue, health: &CatalogueHealth) -> Result<String, serde_json::Error> {
    let mut text = serde_json::to_string_pretty(&HealthData::of(catalogue, health))?;
    text.push('\n');
    Ok(text)
}

#[derive(Debug, Serialize)]
struct HealthData<'a> {
    entries: Vec<EntryData>,
    waits_counted: bool,
    unreachable: Vec<UnreachableData<'a>>,
    unmet_advice: Vec<UnmetData<'a>>,
    bottlenecks: Vec<BottleneckData>,
    removals_tried: usize,
    removals_possible: usize,
    redundant: Vec<RedundantData<'a>>,
    redundancy_unsettled: usize,
    assumed: Vec<PlacedData<'a>>,
    unpublished_ranges: Vec<RangeData<'a>>,
    successions: Vec<SuccessionData<'a>>,
    isolated: Vec<String>,
    without_credit: Vec<String>,
    without_aqf_alignment: Vec<String>,
    volumes: Vec<VolumeData>,
    provenance: Vec<ProvenanceData>,
}

#[derive(Debug, Serialize)]
struct VolumeData {
    entry: String,
    note: String,
}

impl VolumeData {
    fn of(note: &VolumeNote) -> Self {
        Self { entry: note.entry().to_string(), note: note.to_string() }
    }
}

#[derive(Debug, Serialize)]
struct EntryData {
    name: String,
    title: String,
    reachable: bool,
    unlocks: Vec<String>,
    waits_behind: usize,
    longest_chain: usize,
}

#[derive(Debug, Serialize)]
struct UnreachableData<'a> {
    name: String,
    title: String,
    why: Vec<WhyData<'a>>,
}

#[derive(Debug, Serialize)]
#[serde(tag = "reason", rename_all = "kebab-case")]
enum WhyData<'a> {
    Unmet(UnmetData<'a>),
    NotOffered { unit_of: Vec<String> },
    NotPublished,
    Replaced { by: String },
}

#[derive(Debug, Serialize)]
struct UnmetData<'a> {
    name: String,
    version: Option<&'a Version>,
    requirement: &'a str,
    strength: &'static str,
    missing: Vec<String>,
    source: SourceData<'a>,
}

#[derive(Debug, Serialize)]
struct BottleneckData {
    name: String,
    title: String,
    lost_count: usize,
    lost: Vec<String>,
}

#[derive(Debug, Serialize)]
struct PlacedData<'a> {
    name: String,
    version: Option<&'a Version>,
    requirement: &'a str,
    kind: &'static str,
    strength: &'static str,
    source: SourceData<'a>,
}

#[derive(Debug, Serialize)]
struct RedundantData<'a> {
    #[serde(flatten)]
    of: PlacedData<'a>,
    /// What the requisite asks for in all, where this is a part of it.
    part_of: Option<&'a str>,
    implied_by: Vec<ImplyingData<'a>>,
}

#[derive(Debug, Serialize)]
struct ImplyingData<'a> {
    requirement: &'a str,
    kind: &'static str,
    source: SourceData<'a>,
}

#[derive(Debug, Serialize)]
struct RangeData<'a> {
    name: String,
    version: Option<&'a Version>,
    requirement: &'a str,
    matches: Vec<MatchData<'a>>,
    source: SourceData<'a>,
}

#[derive(Debug, Serialize)]
struct MatchData<'a> {
    version: &'a Version,
    status: &'static str,
}

#[derive(Debug, Serialize)]
struct SuccessionData<'a> {
    name: String,
    by: String,
    equivalence: &'static str,
    last: String,
    steps: usize,
    counts_as_last: bool,
    source: SourceData<'a>,
}

#[derive(Debug, Serialize)]
struct ProvenanceData {
    kind: &'static str,
    document: usize,
    external: usize,
    assumption: usize,
    invented: usize,
}

fn names(keys: &[NodeKey]) -> Vec<String> {
    keys.iter().map(NodeKey::name).collect()
}

impl<'a> HealthData<'a> {
    fn of(catalogue: &Catalogue, health: &'a CatalogueHealth) -> Self {
        let without = |lacks: fn(&registry_core::analysis::Unstated) -> bool| {
            health.unstated.iter().filter(|course| lacks(course)).map(|course| course.key.name()).collect()
        };
        let bottleneck = |of: &registry_core::analysis::Bottleneck| BottleneckData {
            name: of.key.name(),
            title: words::entry(catalogue, &of.key),
            lost_count: of.lost_count,
            lost: names(&of.lost),
        };
        Self {
            entries: health.entries.iter().map(|entry| EntryData::of(catalogue, entry)).collect(),
            waits_counted: health.waits_counted,
            unreachable: health.unreachable.iter().map(|entry| UnreachableData::of(catalogue, entry)).collect(),
            unmet_advice: health.unmet_advice.iter().map(UnmetData::of).collect(),
            bottlenecks: health.bottlenecks.iter().map(bottleneck).collect(),
            removals_tried: health.removals_tried,
            removals_possible: health.removals_possible,
            redundant: health.redundant.iter().map(RedundantData::of).collect(),
            redundancy_unsettled: health.redundancy_unsettled,
            assumed: health.assumed.iter().map(PlacedData::of).collect(),
            unpublished_ranges: health.unpublished_ranges.iter().map(RangeData::of).collect(),
            successions: health.successions.iter().map(SuccessionData::of).collect(),
            isolated: names(&health.isolated),
            without_credit: without(|course| course.credit),
            without_aqf_alignment: without(|course| course.aqf_alignment),
            volumes: health.volumes.iter().map(VolumeData::of).collect(),
            provenance: health.provenance.iter().map(ProvenanceData::of).collect(),
        }
    }
}

impl EntryData {
    fn of(catalogue: &Catalogue, entry: &EntryHealth) -> Self {
        Self {
            name: entry.key.name(),
            title: words::entry(catalogue, &entry.key),
            reachable: entry.is_reachable,
            unlocks: names(&entry.unlocks),
            waits_behind: entry.waits_behind,
            longest_chain: entry.longest_chain,
        }
    }
}

impl<'a> UnreachableData<'a> {
    fn of(catalogue: &Catalogue, entry: &'a Unreachable) -> Self {
        let why = |why: &'a WhyNot| match why {
            WhyNot::Unmet(unmet) => WhyData::Unmet(UnmetData::of(unmet)),
            WhyNot::NotOffered { unit_of } => WhyData::NotOffered { unit_of: names(unit_of) },
            WhyNot::NotPublished => WhyData::NotPublished,
            WhyNot::Replaced { by } => WhyData::Replaced { by: by.name() },
        };
        let title = words::entry(catalogue, &entry.key);
        Self { name: entry.key.name(), title, why: entry.why.iter().map(why).collect() }
    }
}

impl<'a> UnmetData<'a> {
    fn of(unmet: &'a UnmetRequirement) -> Self {
        Self {
            name: unmet.key.name(),
            version: unmet.version.as_ref(),
            requirement: &unmet.requirement,
            strength: unmet.strength.name(),
            missing: names(&unmet.missing),
            source: SourceData::of(&unmet.provenance),
        }
    }
}

impl<'a> PlacedData<'a> {
    fn of(placed: &'a PlacedRequisite) -> Self {
        Self {
            name: placed.key.name(),
            version: placed.version.as_ref(),
            requirement: &placed.requirement,
            kind: placed.requisite.kind().name(),
            strength: placed.requisite.strength().name(),
            source: SourceData::of(placed.requisite.provenance()),
        }
    }
}

impl<'a> RedundantData<'a> {
    fn of(redundant: &'a RedundantRequisite) -> Self {
        let implied_by = redundant.implied_by.iter().map(|by| ImplyingData {
            requirement: &by.requirement,
            kind: by.kind.name(),
            source: SourceData::of(&by.provenance),
        });
        let part_of = redundant.part_of.as_deref();
        Self { of: PlacedData::of(&redundant.of), part_of, implied_by: implied_by.collect() }
    }
}

impl<'a> RangeData<'a> {
    fn of(range: &'a UnpublishedRange) -> Self {
        let matches = range.matches.iter().map(|(version, status)| MatchData { version, status: status.name() });
        Self {
            name: range.key.name(),
            version: range.version.as_ref(),
            requirement: &range.requirement,
            matches: matches.collect(),
            source: SourceData::of(&range.provenance),
        }
    }
}

impl<'a> SuccessionData<'a> {
    fn of(step: &'a Succession) -> Self {
        Self {
            name: step.key.name(),
            by: step.by.name(),
            equivalence: step.equivalence.name(),
            last: step.last.name(),
            steps: step.steps,
            counts_as_last: step.counts_as_last,
            source: SourceData::of(&step.provenance),
        }
    }
}

impl ProvenanceData {
    fn of(row: &ProvenanceCount) -> Self {
        let ProvenanceCount { kind, document, external, assumption, invented } = *row;
        Self { kind, document, external, assumption, invented }
    }
}
