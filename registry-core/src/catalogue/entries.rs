//! What a catalogue is built from, with the entries shared of which there may be very many.

use std::sync::Arc;

use super::{Catalogue, CatalogueParts};
use crate::course::{Course, Offering};
use crate::credit::{CreditRule, CreditScheme};
use crate::provider::{FundingSource, Provider, Region, SupportCommitment, Tag};
use crate::qualification::Qualification;
use crate::role::{Role, Workforce};
use crate::source::SourceDocument;
use crate::tier::{ReadinessTierDefinition, TierDefinition};

/// Unchecked, in any order, but for the versions of each course, which are in theirs.
#[derive(Debug)]
pub(crate) struct Entries {
    pub(crate) documents: Vec<SourceDocument>,
    pub(crate) tags: Vec<Tag>,
    pub(crate) regions: Vec<Region>,
    pub(crate) workforces: Vec<Workforce>,
    pub(crate) tiers: Vec<TierDefinition>,
    pub(crate) readiness_tiers: Vec<ReadinessTierDefinition>,
    pub(crate) roles: Vec<Role>,
    pub(crate) providers: Vec<Provider>,
    pub(crate) courses: Vec<Arc<Course>>,
    pub(crate) qualifications: Vec<Qualification>,
    pub(crate) credit_schemes: Vec<CreditScheme>,
    pub(crate) credit_rules: Vec<CreditRule>,
    pub(crate) funding_sources: Vec<FundingSource>,
    pub(crate) support_commitments: Vec<SupportCommitment>,
    pub(crate) offerings: Vec<Arc<Offering>>,
}

/// A course as it is shared.
pub(crate) fn shared(mut course: Course) -> Arc<Course> {
    course.versions.sort_by(|a, b| a.version.cmp(&b.version));
    Arc::new(course)
}

impl From<CatalogueParts> for Entries {
    fn from(parts: CatalogueParts) -> Self {
        Self {
            documents: parts.documents,
            tags: parts.tags,
            regions: parts.regions,
            workforces: parts.workforces,
            tiers: parts.tiers,
            readiness_tiers: parts.readiness_tiers,
            roles: parts.roles,
            providers: parts.providers,
            courses: parts.courses.into_iter().map(shared).collect(),
            qualifications: parts.qualifications,
            credit_schemes: parts.credit_schemes,
            credit_rules: parts.credit_rules,
            funding_sources: parts.funding_sources,
            support_commitments: parts.support_commitments,
            offerings: parts.offerings.into_iter().map(Arc::new).collect(),
        }
    }
}

impl Catalogue {
    /// What the catalogue was joined from, each list in order of code. Courses and offerings are shared with it.
    pub(crate) fn entries(&self) -> Entries {
        Entries {
            documents: self.documents.values().cloned().collect(),
            tags: self.tags.values().cloned().collect(),
            regions: self.regions.values().cloned().collect(),
            workforces: self.workforces.values().cloned().collect(),
            tiers: self.tiers.values().cloned().collect(),
            readiness_tiers: self.readiness_tiers.clone(),
            roles: self.roles.values().cloned().collect(),
            providers: self.providers.values().cloned().collect(),
            courses: self.courses.values().cloned().collect(),
            qualifications: self.qualifications.values().cloned().collect(),
            credit_schemes: self.credit_schemes.values().cloned().collect(),
            credit_rules: self.credit_rules.values().cloned().collect(),
            funding_sources: self.funding_sources.values().cloned().collect(),
            support_commitments: self.support_commitments.values().cloned().collect(),
            offerings: self.offerings.values().cloned().collect(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::publish::Delta;
    use crate::sample::{build, course, parts};

    #[test]
    fn what_a_change_leaves_alone_is_shared_and_not_copied() {
        let before = build(parts(vec![course("a", vec![]), course("b", vec![])]));
        let mut changed = course("b", vec![]);
        changed.title = "Another".to_owned();
        let put = CatalogueParts { courses: vec![changed], ..CatalogueParts::default() };
        let after = before.with(&Delta { put, ..Delta::default() }).expect("sound");
        let same = |of: &Catalogue, code: &str| {
            of.courses.iter().find(|(key, _)| key.as_str() == code).map(|(_, it)| Arc::as_ptr(it))
        };
        assert_eq!(same(&before, "a"), same(&after, "a"));
        assert_ne!(same(&before, "b"), same(&after, "b"));
        assert!(before.offerings.values().zip(after.offerings.values()).all(|(was, is)| Arc::ptr_eq(was, is)));
        let copy = after.clone();
        assert_eq!(same(&copy, "b"), same(&after, "b"));
    }
}
