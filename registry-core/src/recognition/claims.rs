//! Claims of prior learning that nothing shows yet: what evidence is still to be found for.

use crate::catalogue::Catalogue;
use crate::learner_record::LearnerRecord;
use crate::rpl::{Claimed, RplClaim, RplStatus};

/// A claim that nobody has answered, and what of it no evidence is for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Unshown {
    /// What is claimed.
    pub of: Claimed,
    /// Its title.
    pub title: String,
    /// How far it has come: planned or claimed.
    pub status: RplStatus,
    /// How many outcomes the version has; 0: it is a whole qualification, whose outcomes are not listed here.
    pub outcomes: usize,
    /// The outcomes that no evidence is for, each with its number, counted from 1.
    pub without: Vec<(u16, String)>,
    /// Whether no evidence is named at all.
    pub no_evidence: bool,
}

impl Unshown {
    /// Whether something is still to be shown.
    pub fn is_open(&self) -> bool {
        self.no_evidence || !self.without.is_empty()
    }
}

/// Every claim that is planned or claimed, in order of record, with what of it no evidence is for. What is granted or
/// refused is answered, and left out.
pub fn claims_without_evidence(catalogue: &Catalogue, record: &LearnerRecord) -> Vec<Unshown> {
    let open = |claim: &&RplClaim| matches!(claim.status, RplStatus::Planned | RplStatus::Claimed { .. });
    record.rpl().iter().filter(open).map(|claim| unshown(catalogue, claim)).collect()
}

fn unshown(catalogue: &Catalogue, claim: &RplClaim) -> Unshown {
    let (title, version) = match &claim.of {
        Claimed::Course { course, version } => {
            let entry = catalogue.course(course);
            (entry.map(|entry| &entry.title), entry.and_then(|entry| entry.version(version)))
        }
        Claimed::Qualification(code) => (catalogue.qualification(code).map(|entry| &entry.title), None),
    };
    let without = version.map_or(Vec::new(), |version| {
        let text = |number: &u16| version.outcomes.get(usize::from(*number) - 1).cloned().unwrap_or_default();
        claim.outcomes_without_evidence(version).into_iter().map(|number| (number, text(&number))).collect()
    });
    Unshown {
        of: claim.of.clone(),
        title: title.cloned().unwrap_or_else(|| claim.of.code().to_owned()),
        status: claim.status,
        outcomes: version.map_or(0, |version| version.outcomes.len()),
        without,
        no_evidence: claim.evidence.is_empty(),
    }
}
