//! What a publisher is told: kept with the idempotency key, so that the same request has the same answer.

use chrono::NaiveDate;
use registry_core::catalogue::EntryRef;
use registry_core::publish::{
    BestPathways, Difference, Impact, PathwayEffect, PathwayImpact, Plan, UnresolvedRequisite,
};
use registry_core::recognition::Amount;
use serde::{Deserialize, Serialize};

/// What became of a change.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Receipt {
    /// What was changed, and of a course which version.
    pub subject: String,
    /// The revision of the catalogue with the change; of a trial the one it was judged against.
    pub revision: i64,
    /// The number of its entry in the audit log; `None` for a trial, or where nothing had to change.
    pub sequence: Option<u64>,
    /// How far the number of a version had to move.
    pub bump: Option<BumpReceipt>,
    /// How a new version differs from the one it was compared with.
    pub differences: Vec<DifferenceReceipt>,
    /// What it does to others; `None` where that was not asked for.
    pub impact: Option<ImpactReceipt>,
}

/// How far a number had to move.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct BumpReceipt {
    /// `patch`, `minor` or `major`.
    pub bump: String,
    /// The version it was compared with.
    pub compared_with: String,
    /// The least number that would do.
    pub least: String,
}

/// One difference between two versions.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct DifferenceReceipt {
    /// The field.
    pub field: String,
    /// The bump it requires: `patch`, `minor` or `major`.
    pub bump: String,
    /// What it is, in a sentence without its full stop.
    pub sentence: String,
    /// What it was.
    pub before: Option<String>,
    /// What it is.
    pub after: Option<String>,
}

/// What a change does to others.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ImpactReceipt {
    /// Requisites that nobody new can meet any more.
    pub requisites: Vec<RequisiteReceipt>,
    /// Qualifications towards which less can be credited.
    pub credit: Vec<CreditReceipt>,
    /// Standard questions whose answer is another.
    pub pathways: Vec<PathwayReceipt>,
    /// How many standard questions there are.
    pub asked: usize,
    /// Of those, how many nothing in the change bears on.
    pub untouched: usize,
    /// Of those, how many have the same answer.
    pub unchanged: usize,
    /// How many credentials were issued of each of the versions concerned.
    #[serde(default)]
    pub credentials: Vec<CredentialsReceipt>,
    /// The revision of the catalogue that all this was worked out beside; 0 in answers from before it was said.
    #[serde(default)]
    pub revision: i64,
}

/// How many credentials were issued of a version, and not revoked.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct CredentialsReceipt {
    /// The course.
    pub course: String,
    /// Which of its versions.
    pub version: String,
    /// How many.
    pub issued: u64,
}

/// A requisite that nobody new can meet any more.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct RequisiteReceipt {
    /// What sort of entry asks for it.
    pub kind: String,
    /// Its code.
    pub code: String,
    /// Its title.
    pub title: String,
    /// The whole requirement, in words.
    pub requirement: String,
    /// The course that can no longer be learned in a version that would do.
    pub course: String,
    /// The versions that would do.
    pub range: String,
    /// Whether it can be met in another way.
    pub other_ways: bool,
}

/// Less credit towards a qualification.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct CreditReceipt {
    /// The code of the qualification.
    pub qualification: String,
    /// Its title.
    pub title: String,
    /// Promised before, in words.
    pub guaranteed_before: String,
    /// Promised after, in words.
    pub guaranteed_after: String,
    /// If everything possible is granted, before, in words.
    pub possible_before: String,
    /// If everything possible is granted, after, in words.
    pub possible_after: String,
}

/// What becomes of one standard question.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct PathwayReceipt {
    /// Who asks.
    pub persona: String,
    /// What they want: `tier:2`.
    pub goal: String,
    /// Its title.
    pub goal_title: String,
    /// What becomes of it.
    pub effect: Effect,
    /// The best before.
    pub before: Option<BestReceipt>,
    /// The best after.
    pub after: Option<BestReceipt>,
    /// Whether both answers are proved.
    pub proved: bool,
}

/// What becomes of the best pathways to a goal.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Effect {
    /// There was a pathway, and there is none.
    BecameImpossible,
    /// There was none, and there is one.
    BecamePossible,
    /// The least cost or the soonest finish is another.
    Changed,
    /// The search stopped before it was settled.
    NotSettled,
}

/// The best pathways to a goal.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct BestReceipt {
    /// The least cost, in cents.
    pub cost_cents: i64,
    /// The soonest finish; `None`: the goal is met already.
    pub finish: Option<NaiveDate>,
}

impl Receipt {
    /// Of a plan that is not written yet.
    pub fn of(subject: String, plan: &Plan, impact: Option<ImpactReceipt>, revision: i64) -> Self {
        let bump = plan.bump.as_ref().map(|required| BumpReceipt {
            bump: required.bump.name().to_owned(),
            compared_with: required.compared_with.to_string(),
            least: required.least.to_string(),
        });
        Self {
            subject,
            revision,
            sequence: None,
            bump,
            differences: plan.differences.iter().map(DifferenceReceipt::from).collect(),
            impact,
        }
    }
}

impl From<&Difference> for DifferenceReceipt {
    fn from(difference: &Difference) -> Self {
        Self {
            field: difference.field.to_owned(),
            bump: difference.bump.name().to_owned(),
            sentence: difference.sentence.clone(),
            before: difference.before.clone(),
            after: difference.after.clone(),
        }
    }
}

impl ImpactReceipt {
    /// Of an impact that was worked out beside the catalogue of a revision, with what was issued.
    pub fn of(impact: &Impact, credentials: Vec<CredentialsReceipt>, revision: i64) -> Self {
        let shown = Amount::to_string;
        let credit = impact.credit.iter().map(|credit| CreditReceipt {
            qualification: credit.qualification.to_string(),
            title: credit.title.clone(),
            guaranteed_before: shown(&credit.guaranteed_before),
            guaranteed_after: shown(&credit.guaranteed_after),
            possible_before: shown(&credit.possible_before),
            possible_after: shown(&credit.possible_after),
        });
        Self {
            requisites: impact.requisites.iter().map(RequisiteReceipt::from).collect(),
            credit: credit.collect(),
            pathways: impact.pathways.iter().map(PathwayReceipt::from).collect(),
            asked: impact.asked,
            untouched: impact.untouched,
            unchanged: impact.unchanged,
            credentials,
            revision,
        }
    }
}

impl From<&UnresolvedRequisite> for RequisiteReceipt {
    fn from(requisite: &UnresolvedRequisite) -> Self {
        let EntryRef { kind, code } = &requisite.entry;
        Self {
            kind: (*kind).to_owned(),
            code: code.clone(),
            title: requisite.title.clone(),
            requirement: requisite.requirement.clone(),
            course: requisite.course.to_string(),
            range: requisite.range.clone(),
            other_ways: requisite.other_ways,
        }
    }
}

impl From<&PathwayImpact> for PathwayReceipt {
    fn from(impact: &PathwayImpact) -> Self {
        let (effect, before, after) = match &impact.effect {
            PathwayEffect::BecameImpossible { before } => (Effect::BecameImpossible, Some(before), None),
            PathwayEffect::BecamePossible { after } => (Effect::BecamePossible, None, Some(after)),
            PathwayEffect::Changed { before, after } => (Effect::Changed, Some(before), Some(after)),
            PathwayEffect::NotSettled => (Effect::NotSettled, None, None),
        };
        Self {
            persona: impact.persona.to_owned(),
            goal: impact.goal.clone(),
            goal_title: impact.goal_title.clone(),
            effect,
            before: before.map(BestReceipt::from),
            after: after.map(BestReceipt::from),
            proved: impact.proved,
        }
    }
}

impl From<&BestPathways> for BestReceipt {
    fn from(best: &BestPathways) -> Self {
        Self { cost_cents: best.cost.cents(), finish: best.finish }
    }
}
