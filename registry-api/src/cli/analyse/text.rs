//! An analysis as a page that a curator reads: the verdict first, then what is most surprising.

use registry_core::analysis::{
    CatalogueHealth, OutOfReach, PlacedRequisite, Succession, UnmetRequirement, Unreachable, WhyNot,
};
use registry_core::catalogue::Catalogue;
use registry_core::course::Equivalence;
use registry_core::graph::NodeKey;
use registry_core::source::Provenance;
use registry_core::words;
use semver::Version;

use crate::cli::page::{self, Page, counted, sentence_start};

/// How many entries of a list are shown without `--all`.
pub(super) const SHOWN: usize = 10;

/// How many names a line of a list spells out.
const NAMES: usize = 6;

/// The whole page, each list cut after `shown` entries.
pub(super) fn text(catalogue: &Catalogue, health: &CatalogueHealth, shown: usize) -> String {
    let mut writer = Writer { catalogue, page: Page::default(), shown };
    writer.page.paragraph(&verdict(catalogue, health));
    writer.out_of_reach(health);
    writer.bottlenecks(health);
    writer.ranges(health);
    writer.redundant(health);
    writer.unmet_advice(health);
    writer.waits(health);
    writer.assumed(health);
    writer.successions(health);
    writer.names("Stands alone: no requisite, award or credit names it", &health.isolated);
    writer.unstated(health);
    writer.volumes(health);
    writer.provenance(health);
    writer.page.into_text()
}

fn verdict(catalogue: &Catalogue, health: &CatalogueHealth) -> String {
    let of = |sort: OutOfReach| health.unreachable.iter().filter(|entry| entry.sort() == sort).count();
    let said = [
        counted(catalogue.courses().len() as u64, "course", "courses"),
        format!("{} cannot be reached for want of a requirement", of(OutOfReach::Requirement)),
        format!("{} for want of an offering", of(OutOfReach::Offering)),
        counted(health.bottlenecks.len() as u64, "bottleneck", "bottlenecks"),
        counted(health.redundant.len() as u64, "requisite said twice", "requisites said twice"),
        counted(health.unmet_advice.len() as u64, "advised requisite", "advised requisites") + " that nothing meets",
    ];
    format!("{}.", said.join("; "))
}

struct Writer<'a> {
    catalogue: &'a Catalogue,
    page: Page,
    shown: usize,
}

impl Writer<'_> {
    /// A heading with a count, and the beginning of a list. Nothing when the list is empty.
    fn list<T>(&mut self, heading: &str, of: &[T], mut one: impl FnMut(&mut Self, &T)) {
        if of.is_empty() {
            return;
        }
        self.page.heading(&format!("{heading} ({})", of.len()));
        for entry in of.iter().take(self.shown) {
            one(self, entry);
        }
        if of.len() > self.shown {
            self.page.hanging("- ", &format!("and {} more (--all shows them)", of.len() - self.shown));
        }
    }

    fn title(&self, key: &NodeKey) -> String {
        words::entry(self.catalogue, key)
    }

    /// A title with its key, and the version where it is said for one.
    fn name(&self, key: &NodeKey, version: Option<&Version>) -> String {
        let version = version.map_or(String::new(), |version| format!(" {version}"));
        format!("{} ({key}{version})", self.title(key))
    }

    /// Some titles, the first few spelled out.
    fn titles(&self, keys: &[NodeKey], count: usize) -> String {
        let mut named: Vec<String> = keys.iter().take(NAMES).map(|key| self.title(key)).collect();
        if count > named.len() {
            named.push(format!("{} more", count - named.len()));
        }
        words::joined(&named.iter().map(String::as_str).collect::<Vec<_>>())
    }

    fn item(&mut self, text: &str) {
        self.page.hanging("- ", text);
    }

    fn source(&mut self, provenance: &Provenance) {
        self.page.hanging("  ", &format!("Source: {}", page::source(self.catalogue, provenance)));
    }

    fn names(&mut self, heading: &str, keys: &[NodeKey]) {
        self.list(heading, keys, |writer, key| writer.item(&writer.name(key, None)));
    }

    fn out_of_reach(&mut self, health: &CatalogueHealth) {
        for (sort, heading) in [
            (OutOfReach::Requirement, "Cannot be reached: a requirement that nothing taught meets"),
            (OutOfReach::Offering, "Cannot be reached: nobody offers it"),
            (OutOfReach::UnitOnly, "Not offered alone: a unit of a qualification that is offered"),
            (OutOfReach::Gone, "Replaced, or no longer published"),
        ] {
            let of: Vec<&Unreachable> = health.unreachable.iter().filter(|entry| entry.sort() == sort).collect();
            self.list(heading, &of, |writer, entry| writer.unreachable(entry));
        }
    }

    fn unreachable(&mut self, entry: &Unreachable) {
        let also: Vec<String> = entry.why.iter().filter_map(|why| self.plain_reason(why)).collect();
        let name = self.name(&entry.key, None);
        let also = if also.is_empty() { String::new() } else { format!(": {}", also.join("; ")) };
        self.item(&format!("{name}{also}"));
        for why in &entry.why {
            if let WhyNot::Unmet(unmet) = why {
                self.unmet(unmet);
            }
        }
    }

    fn plain_reason(&self, why: &WhyNot) -> Option<String> {
        match why {
            WhyNot::Unmet(_) => None,
            WhyNot::NotOffered { unit_of } if unit_of.is_empty() => Some("no offering".to_owned()),
            WhyNot::NotOffered { unit_of } => Some(format!("unit of {}", self.titles(unit_of, unit_of.len()))),
            WhyNot::NotPublished => Some("no version is published".to_owned()),
            WhyNot::Replaced { by } => Some(format!("replaced by {}", self.name(by, None))),
        }
    }

    fn unmet(&mut self, unmet: &UnmetRequirement) {
        let version = unmet.version.as_ref().map_or(String::new(), |version| format!("version {version} "));
        let missing = self.titles(&unmet.missing, unmet.missing.len());
        let line = format!("{version}needs {}; out of reach: {missing}", unmet.requirement);
        self.page.hanging("  ", &sentence_start(&line));
        self.source(&unmet.provenance);
    }

    fn bottlenecks(&mut self, health: &CatalogueHealth) {
        self.list("Bottlenecks: there is no way round them", &health.bottlenecks, |writer, found| {
            let lost = writer.titles(&found.lost, found.lost_count);
            writer.item(&format!("{}: without it nobody reaches {lost}", writer.name(&found.key, None)));
        });
        if health.removals_tried < health.removals_possible {
            let (tried, of) = (health.removals_tried, health.removals_possible);
            self.item(&format!(
                "{tried} of {of} courses and qualifications were looked at; the others would take too long"
            ));
        }
    }

    fn ranges(&mut self, health: &CatalogueHealth) {
        self.list("Version ranges that match no published version", &health.unpublished_ranges, |writer, range| {
            let matches: Vec<_> =
                range.matches.iter().map(|(version, status)| format!("{version} {}", status.name())).collect();
            let name = writer.name(&range.key, range.version.as_ref());
            writer.item(&format!("{name} asks for {}: {}", range.requirement, matches.join(", ")));
            writer.source(&range.provenance);
        });
    }

    fn redundant(&mut self, health: &CatalogueHealth) {
        self.list("Said twice: requisites that others of the same entry imply", &health.redundant, |writer, found| {
            let of = &found.of;
            let by: Vec<&str> = found.implied_by.iter().map(|by| by.requirement.as_str()).collect();
            let (name, sort) = (writer.name(&of.key, of.version.as_ref()), sort(of));
            let whole = found.part_of.as_ref().map_or_else(String::new, |whole| format!(", a part of {whole}"));
            let by = by.join(" together with ");
            writer.item(&format!("{name}: {sort} {}{whole}; implied by {by}", of.requirement));
            writer.source(of.requisite.provenance());
        });
        if health.redundancy_unsettled > 0 {
            let count = counted(health.redundancy_unsettled as u64, "requisite was", "requisites were");
            self.page.hanging("- ", &format!("{count} not looked at: there are too many ways to leave them unmet"));
        }
    }

    fn unmet_advice(&mut self, health: &CatalogueHealth) {
        self.list("Advised, and nothing taught meets it", &health.unmet_advice, |writer, unmet| {
            writer.item(&writer.name(&unmet.key, unmet.version.as_ref()));
            writer.unmet(unmet);
        });
    }

    fn waits(&mut self, health: &CatalogueHealth) {
        let mut waited: Vec<_> = health.entries.iter().filter(|entry| entry.waits_behind > 0).collect();
        waited.sort_by_key(|entry| std::cmp::Reverse((entry.waits_behind, entry.longest_chain)));
        let least = if health.waits_counted { "" } else { "at least " };
        self.list("What most waits behind, by any requisite", &waited, |writer, entry| {
            let unlocks = writer.titles(&entry.unlocks, entry.unlocks.len());
            let name = writer.name(&entry.key, None);
            let (waits, chain) = (entry.waits_behind, entry.longest_chain);
            writer.item(&format!("{name}: {least}{waits}, in chains of up to {chain}; leads to {unlocks}"));
        });
    }

    fn assumed(&mut self, health: &CatalogueHealth) {
        self.list("Requisites that rest on an assumption", &health.assumed, |writer, assumed| {
            let (name, sort) = (writer.name(&assumed.key, assumed.version.as_ref()), sort(assumed));
            writer.item(&format!("{name}: {sort} {}", assumed.requirement));
            writer.source(assumed.requisite.provenance());
        });
    }

    fn successions(&mut self, health: &CatalogueHealth) {
        self.list("What has been replaced", &health.successions, |writer, step| {
            let mut line =
                format!("{} by {}, {}", writer.name(&step.key, None), writer.name(&step.by, None), said(step));
            if step.steps > 1 {
                let counts = if step.counts_as_last { "which it counts as" } else { "which it does not count as" };
                line += &format!("; in {} steps by {}, {counts}", step.steps, writer.name(&step.last, None));
            }
            writer.item(&line);
            writer.source(&step.provenance);
        });
    }

    fn volumes(&mut self, health: &CatalogueHealth) {
        self.list("Volume of learning beside the framework's", &health.volumes, |writer, note| {
            writer.page.hanging("- ", &format!("{}: {note}", note.entry()));
        });
    }

    fn unstated(&mut self, health: &CatalogueHealth) {
        let credit = health.unstated.iter().filter(|course| course.credit).count();
        let level = health.unstated.iter().filter(|course| course.aqf_alignment).count();
        if health.unstated.is_empty() {
            return;
        }
        self.page.heading("Not stated");
        self.item(&format!("{} no credit points", counted(credit as u64, "course says", "courses say")));
        self.item(&format!("{} no AQF level", counted(level as u64, "course says", "courses say")));
    }

    fn provenance(&mut self, health: &CatalogueHealth) {
        self.page.heading("What entries rest on");
        self.page.line(&format!("{:<20}{:>10}{:>10}{:>12}{:>10}", "", "document", "outside", "assumption", "invented"));
        for row in &health.provenance {
            let (document, external) = (row.document, row.external);
            let (assumption, invented) = (row.assumption, row.invented);
            self.page.line(&format!("{:<20}{document:>10}{external:>10}{assumption:>12}{invented:>10}", row.kind));
        }
    }
}

fn sort(of: &PlacedRequisite) -> String {
    format!("{} {}", of.requisite.strength().name(), of.requisite.kind().name())
}

fn said(step: &Succession) -> &'static str {
    match step.equivalence {
        Equivalence::Equivalent => "an equivalent",
        Equivalence::NotEquivalent => "not an equivalent",
        Equivalence::NotStated => "and nobody has said whether it is an equivalent",
    }
}
