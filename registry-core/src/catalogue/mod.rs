//! The catalogue: an immutable snapshot of everything published, checked as a whole.

mod check;
mod check_credit;
mod check_packaging;
pub(crate) mod entries;
mod problem;
mod succession;
mod twice;

use std::collections::BTreeMap;
use std::sync::Arc;

use entries::Entries;
use serde::{Deserialize, Serialize};

use crate::course::{Course, Equivalence, Offering, OfferingOf};
use crate::credit::{CreditRule, CreditScheme};
use crate::graph::RequisiteGraph;
use crate::id::{
    CourseCode, CreditRuleCode, CreditSchemeCode, DocumentCode, FundingCode, OfferingCode, ProviderCode,
    QualificationCode, RegionCode, RoleCode, SupportCode, TagCode, WorkforceCode,
};
use crate::provider::{FundingSource, Provider, Region, SupportCommitment, Tag};
use crate::qualification::Qualification;
use crate::role::{Role, Workforce};
use crate::source::SourceDocument;
use crate::tier::{ReadinessTierDefinition, Tier, TierDefinition};

pub use problem::{CHAIN_MAX, CatalogueFault, CatalogueProblem, EntryRef, MUTUAL_MAX};

/// Everything a catalogue is built from, unchecked and in any order.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[expect(missing_docs, reason = "each field is the list of the entries it names")]
pub struct CatalogueParts {
    pub documents: Vec<SourceDocument>,
    pub tags: Vec<Tag>,
    pub regions: Vec<Region>,
    pub workforces: Vec<Workforce>,
    pub tiers: Vec<TierDefinition>,
    pub readiness_tiers: Vec<ReadinessTierDefinition>,
    pub roles: Vec<Role>,
    pub providers: Vec<Provider>,
    pub courses: Vec<Course>,
    pub qualifications: Vec<Qualification>,
    pub credit_schemes: Vec<CreditScheme>,
    pub credit_rules: Vec<CreditRule>,
    pub funding_sources: Vec<FundingSource>,
    pub support_commitments: Vec<SupportCommitment>,
    pub offerings: Vec<Offering>,
}

impl CatalogueParts {
    /// Adds everything of `other`.
    pub fn extend(&mut self, other: CatalogueParts) {
        self.documents.extend(other.documents);
        self.tags.extend(other.tags);
        self.regions.extend(other.regions);
        self.workforces.extend(other.workforces);
        self.tiers.extend(other.tiers);
        self.readiness_tiers.extend(other.readiness_tiers);
        self.roles.extend(other.roles);
        self.providers.extend(other.providers);
        self.courses.extend(other.courses);
        self.qualifications.extend(other.qualifications);
        self.credit_schemes.extend(other.credit_schemes);
        self.credit_rules.extend(other.credit_rules);
        self.funding_sources.extend(other.funding_sources);
        self.support_commitments.extend(other.support_commitments);
        self.offerings.extend(other.offerings);
    }
}

/// A checked catalogue. Every reference in it resolves, every range matches a version, no requisites go round in a
/// circle but corequisites. Iteration is in order of code.
///
/// Courses and offerings are many and large: a copy, and the catalogue [with](Catalogue::with) a change, share those that are the
/// same.
#[derive(Debug, Clone)]
pub struct Catalogue {
    documents: BTreeMap<DocumentCode, SourceDocument>,
    tags: BTreeMap<TagCode, Tag>,
    regions: BTreeMap<RegionCode, Region>,
    workforces: BTreeMap<WorkforceCode, Workforce>,
    tiers: BTreeMap<Tier, TierDefinition>,
    readiness_tiers: Vec<ReadinessTierDefinition>,
    roles: BTreeMap<RoleCode, Role>,
    providers: BTreeMap<ProviderCode, Provider>,
    courses: BTreeMap<CourseCode, Arc<Course>>,
    qualifications: BTreeMap<QualificationCode, Qualification>,
    credit_schemes: BTreeMap<CreditSchemeCode, CreditScheme>,
    credit_rules: BTreeMap<CreditRuleCode, CreditRule>,
    funding_sources: BTreeMap<FundingCode, FundingSource>,
    support_commitments: BTreeMap<SupportCode, SupportCommitment>,
    offerings: BTreeMap<OfferingCode, Arc<Offering>>,
    offerings_of_course: BTreeMap<CourseCode, Vec<OfferingCode>>,
    offerings_of_qualification: BTreeMap<QualificationCode, Vec<OfferingCode>>,
    credit_rules_towards: BTreeMap<QualificationCode, Vec<CreditRuleCode>>,
    graph: RequisiteGraph,
}

/// An entry, shared or not.
fn borrowed<T>(entry: &impl std::borrow::Borrow<T>) -> &T {
    entry.borrow()
}

macro_rules! keyed {
    ($one:ident, $all:ident, $key:ty, $value:ty, $what:literal) => {
        #[doc = concat!("The ", $what, " of that code.")]
        pub fn $one(&self, code: &$key) -> Option<&$value> {
            self.$all.get(code).map(borrowed)
        }

        #[doc = concat!("Every ", $what, ", in order of code.")]
        pub fn $all(&self) -> impl ExactSizeIterator<Item = &$value> {
            self.$all.values().map(borrowed)
        }
    };
}

impl Catalogue {
    /// Checks the parts and joins them.
    ///
    /// # Errors
    /// Every problem of the parts at once: two entries with one code, a reference to nothing, a range that matches
    /// no version, a micro-credential that is not assessed, requisites that go round in a circle, an offering that
    /// ends before it starts, …; see [`CatalogueFault`].
    ///
    /// ```
    /// use registry_core::provider::Region;
    /// use registry_core::source::Provenance;
    /// use registry_core::{Catalogue, CatalogueParts};
    ///
    /// let perth = || Region {
    ///     code: "perth".parse().expect("a code"),
    ///     title: "Perth".to_owned(),
    ///     provenance: Provenance::Invented,
    /// };
    /// let catalogue = Catalogue::build(CatalogueParts { regions: vec![perth()], ..CatalogueParts::default() });
    /// assert_eq!(catalogue.expect("sound").regions().len(), 1);
    ///
    /// let twice = CatalogueParts { regions: vec![perth(), perth()], ..CatalogueParts::default() };
    /// let problems = Catalogue::build(twice).expect_err("one code, two regions");
    /// assert_eq!(problems[0].to_string(), "region perth: this code stands twice; give one of the two another code");
    /// ```
    pub fn build(parts: CatalogueParts) -> Result<Self, Vec<CatalogueProblem>> {
        Self::of(parts.into())
    }

    pub(crate) fn of(entries: Entries) -> Result<Self, Vec<CatalogueProblem>> {
        let mut problems = check::problems(&entries);
        let graph = RequisiteGraph::with_courses(&entries.rest, entries.courses.iter().map(Arc::as_ref));
        problems.extend(check::cycles(&graph));
        if problems.is_empty() { Ok(Self::join(entries, graph)) } else { Err(problems) }
    }

    fn join(parts: Entries, graph: RequisiteGraph) -> Self {
        let mut offerings_of_course: BTreeMap<CourseCode, Vec<OfferingCode>> = BTreeMap::new();
        let mut offerings_of_qualification: BTreeMap<QualificationCode, Vec<OfferingCode>> = BTreeMap::new();
        let offerings: BTreeMap<_, _> = parts.offerings.into_iter().map(|o| (o.code.clone(), o)).collect();
        for offering in offerings.values() {
            match &offering.of {
                OfferingOf::Course { course, .. } => {
                    offerings_of_course.entry(course.clone()).or_default().push(offering.code.clone());
                }
                OfferingOf::Qualification(code) => {
                    offerings_of_qualification.entry(code.clone()).or_default().push(offering.code.clone());
                }
            }
        }
        let mut credit_rules_towards: BTreeMap<QualificationCode, Vec<CreditRuleCode>> = BTreeMap::new();
        let credit_rules: BTreeMap<_, _> = parts.rest.credit_rules.into_iter().map(|e| (e.code.clone(), e)).collect();
        for rule in credit_rules.values() {
            credit_rules_towards.entry(rule.qualification.clone()).or_default().push(rule.code.clone());
        }
        Self {
            documents: parts.rest.documents.into_iter().map(|e| (e.code.clone(), e)).collect(),
            tags: parts.rest.tags.into_iter().map(|e| (e.code.clone(), e)).collect(),
            regions: parts.rest.regions.into_iter().map(|e| (e.code.clone(), e)).collect(),
            workforces: parts.rest.workforces.into_iter().map(|e| (e.code.clone(), e)).collect(),
            tiers: parts.rest.tiers.into_iter().map(|e| (e.tier, e)).collect(),
            readiness_tiers: parts.rest.readiness_tiers,
            roles: parts.rest.roles.into_iter().map(|e| (e.code.clone(), e)).collect(),
            providers: parts.rest.providers.into_iter().map(|e| (e.code.clone(), e)).collect(),
            courses: parts.courses.into_iter().map(|e| (e.code.clone(), e)).collect(),
            qualifications: parts.rest.qualifications.into_iter().map(|e| (e.code.clone(), e)).collect(),
            credit_schemes: parts.rest.credit_schemes.into_iter().map(|e| (e.code.clone(), e)).collect(),
            credit_rules,
            credit_rules_towards,
            funding_sources: parts.rest.funding_sources.into_iter().map(|e| (e.code.clone(), e)).collect(),
            support_commitments: parts.rest.support_commitments.into_iter().map(|e| (e.code.clone(), e)).collect(),
            offerings,
            offerings_of_course,
            offerings_of_qualification,
            graph,
        }
    }

    keyed!(document, documents, DocumentCode, SourceDocument, "source document");
    keyed!(tag, tags, TagCode, Tag, "tag");
    keyed!(region, regions, RegionCode, Region, "region");
    keyed!(workforce, workforces, WorkforceCode, Workforce, "workforce");
    keyed!(tier, tiers, Tier, TierDefinition, "tier");
    keyed!(role, roles, RoleCode, Role, "role");
    keyed!(provider, providers, ProviderCode, Provider, "provider");
    keyed!(course, courses, CourseCode, Course, "course");
    keyed!(qualification, qualifications, QualificationCode, Qualification, "qualification");
    keyed!(credit_scheme, credit_schemes, CreditSchemeCode, CreditScheme, "credit scheme");
    keyed!(credit_rule, credit_rules, CreditRuleCode, CreditRule, "credit rule");
    keyed!(funding_source, funding_sources, FundingCode, FundingSource, "funding source");
    keyed!(support_commitment, support_commitments, SupportCode, SupportCommitment, "support commitment");
    keyed!(offering, offerings, OfferingCode, Offering, "offering");

    /// The two readiness tiers of organisations, as far as the catalogue describes them.
    pub fn readiness_tiers(&self) -> &[ReadinessTierDefinition] {
        &self.readiness_tiers
    }

    /// The offerings of a course, in order of code.
    pub fn offerings_of_course(&self, code: &CourseCode) -> impl Iterator<Item = &Offering> {
        self.offerings_of_course.get(code).into_iter().flatten().filter_map(|code| self.offering(code))
    }

    /// The offerings of a whole qualification, in order of code.
    pub fn offerings_of_qualification(&self, code: &QualificationCode) -> impl Iterator<Item = &Offering> {
        self.offerings_of_qualification.get(code).into_iter().flatten().filter_map(|code| self.offering(code))
    }

    /// The credit rules towards a qualification, in order of code; those that do not hold today, too.
    pub fn credit_rules_towards(&self, code: &QualificationCode) -> impl Iterator<Item = &CreditRule> {
        self.credit_rules_towards.get(code).into_iter().flatten().filter_map(|code| self.credit_rules.get(code))
    }

    /// The requisite graph of the catalogue.
    pub fn graph(&self) -> &RequisiteGraph {
        &self.graph
    }

    /// Whether holding `held` counts as holding `wanted`: they are the same, or `held` was replaced, step by step,
    /// by equivalents up to `wanted`.
    pub fn qualification_counts_as(&self, held: &QualificationCode, wanted: &QualificationCode) -> bool {
        let mut at = held;
        for _ in 0..=self.qualifications.len() {
            if at == wanted {
                return true;
            }
            match self.qualifications.get(at).and_then(|entry| entry.superseded_by.as_ref()) {
                Some(next) if next.equivalence == Equivalence::Equivalent => at = &next.qualification,
                _ => return false,
            }
        }
        false
    }

    /// Whether holding `held` counts as holding `wanted`, by equivalent successors. Versions are not looked at.
    pub fn course_counts_as(&self, held: &CourseCode, wanted: &CourseCode) -> bool {
        let mut at = held;
        for _ in 0..=self.courses.len() {
            if at == wanted {
                return true;
            }
            match self.courses.get(at).and_then(|entry| entry.superseded_by.as_ref()) {
                Some(next) if next.equivalence == Equivalence::Equivalent => at = &next.course,
                _ => return false,
            }
        }
        false
    }

    /// The parts the catalogue was joined from, each list in order of code.
    pub fn to_parts(&self) -> CatalogueParts {
        CatalogueParts {
            courses: self.courses().cloned().collect(),
            offerings: self.offerings().cloned().collect(),
            ..self.without_shared()
        }
    }

    /// The parts without what is shared: no courses and no offerings.
    fn without_shared(&self) -> CatalogueParts {
        CatalogueParts {
            documents: self.documents.values().cloned().collect(),
            tags: self.tags.values().cloned().collect(),
            regions: self.regions.values().cloned().collect(),
            workforces: self.workforces.values().cloned().collect(),
            tiers: self.tiers.values().cloned().collect(),
            readiness_tiers: self.readiness_tiers.clone(),
            roles: self.roles.values().cloned().collect(),
            providers: self.providers.values().cloned().collect(),
            courses: Vec::new(),
            qualifications: self.qualifications.values().cloned().collect(),
            credit_schemes: self.credit_schemes.values().cloned().collect(),
            credit_rules: self.credit_rules.values().cloned().collect(),
            funding_sources: self.funding_sources.values().cloned().collect(),
            support_commitments: self.support_commitments.values().cloned().collect(),
            offerings: Vec::new(),
        }
    }
}

#[cfg(test)]
mod tests;
