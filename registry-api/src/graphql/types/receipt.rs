//! What a publisher is told: what a change required, how it differs, and what it does to others.

use async_graphql::{Enum, Object, SimpleObject};
use registry_core::publish as core;

use crate::graphql::scalars::{Aud, Date};
use crate::ops::receipt;

/// How far the number of a version must move.
#[derive(Enum, Debug, Clone, Copy, PartialEq, Eq)]
#[graphql(remote = "core::Bump")]
pub(crate) enum Bump {
    /// Words alone changed: 1.2.3 to 1.2.4.
    Patch,
    /// There is more, and nobody loses: 1.2.3 to 1.3.0.
    Minor,
    /// Somebody may lose: 1.2.3 to 2.0.0.
    Major,
}

/// The bump of that name. Names are written by core alone, so any other is a major one of a later program.
fn bump_named(name: &str) -> Bump {
    core::Bump::ALL.into_iter().find(|bump| bump.name() == name).map_or(Bump::Major, Bump::from)
}

/// The receipt of a change to the catalogue.
pub(crate) struct ChangeReceipt(pub(crate) receipt::Receipt);

/// What became of a change to the catalogue.
#[Object]
impl ChangeReceipt {
    /// What was changed, by kind and code, and of a course which version: `course suite-advocacy 1.1.0`.
    async fn subject(&self) -> &str {
        &self.0.subject
    }

    /// The revision of the catalogue that has the change; of a dry run the one it was judged against.
    async fn catalogue_revision(&self) -> i64 {
        self.0.revision
    }

    /// The number of its entry in the audit log; null for a dry run, and where nothing had to change.
    async fn audit_sequence(&self) -> Option<u64> {
        self.0.sequence
    }

    /// How far the number of a new version had to move; null for the first of a course, and where no version is published.
    async fn required_bump(&self) -> Option<RequiredBump<'_>> {
        self.0.bump.as_ref().map(RequiredBump)
    }

    /// How a new version differs from the one it was compared with, in the order of the fields. At most 50 are given.
    async fn differences(&self) -> Vec<VersionDifference> {
        self.0.differences.iter().take(LISTED_MAX).cloned().map(VersionDifference).collect()
    }

    /// What the change does to others. A repeated request has it where the first one asked for it.
    async fn impact(&self) -> Option<ChangeImpact<'_>> {
        self.0.impact.as_ref().map(ChangeImpact)
    }
}

/// Most differences, requisites, qualifications or questions of one answer.
pub(crate) const LISTED_MAX: usize = 50;

/// Most standard questions of one answer; there are four for each tier and role.
pub(crate) const QUESTIONS_MAX: usize = 100;

/// How far a number must move, and from which version.
pub(crate) struct RequiredBump<'a>(&'a receipt::BumpReceipt);

/// How far a number must move, and from which version.
#[Object]
impl RequiredBump<'_> {
    /// How far.
    async fn bump(&self) -> Bump {
        bump_named(&self.0.bump)
    }

    /// The version that the new one was compared with.
    async fn compared_with(&self) -> &str {
        &self.0.compared_with
    }

    /// The least number, without pre-release, that is enough.
    async fn least(&self) -> &str {
        &self.0.least
    }
}

/// One difference between two versions of a course.
pub(crate) struct VersionDifference(pub(crate) receipt::DifferenceReceipt);

/// One difference between two versions of a course.
#[Object]
impl VersionDifference {
    /// The field that differs.
    async fn field(&self) -> &str {
        &self.0.field
    }

    /// The bump that it requires.
    async fn requires(&self) -> Bump {
        bump_named(&self.0.bump)
    }

    /// What it is, as part of a sentence: `the outcome "Listen" is gone`.
    async fn words(&self) -> &str {
        &self.0.sentence
    }

    /// What it was; null: there was nothing.
    async fn before(&self) -> Option<&str> {
        self.0.before.as_deref()
    }

    /// What it is; null: there is nothing.
    async fn after(&self) -> Option<&str> {
        self.0.after.as_deref()
    }
}

/// What a change does to others.
pub(crate) struct ChangeImpact<'a>(&'a receipt::ImpactReceipt);

/// What a change does to others. Standard questions are invented people, each asking for every tier and role.
#[Object]
impl<'a> ChangeImpact<'a> {
    /// Parts of requisites that nobody new can meet any more; at most 50 are given.
    async fn requisites(&self) -> Vec<UnresolvedRequisite<'a>> {
        self.0.requisites.iter().take(LISTED_MAX).map(UnresolvedRequisite).collect()
    }

    /// Qualifications towards which less can be credited; at most 50 are given.
    async fn credit(&self) -> Vec<CreditImpact<'a>> {
        self.0.credit.iter().take(LISTED_MAX).map(CreditImpact).collect()
    }

    /// Standard questions whose answer is another, or was not settled; at most 100 are given.
    async fn pathways(&self) -> Vec<PathwayImpact<'a>> {
        self.0.pathways.iter().take(QUESTIONS_MAX).map(PathwayImpact).collect()
    }

    /// How many standard questions there are.
    async fn asked(&self) -> usize {
        self.0.asked
    }

    /// Of those, how many nothing in the change bears on.
    async fn untouched(&self) -> usize {
        self.0.untouched
    }

    /// Of those, how many were answered again and have the same answer.
    async fn unchanged(&self) -> usize {
        self.0.unchanged
    }

    /// How many credentials were issued of each version concerned; what is held stays what it is. At most 50 are given.
    async fn credentials(&self) -> Vec<IssuedCredentials<'a>> {
        self.0.credentials.iter().take(LISTED_MAX).map(IssuedCredentials).collect()
    }

    /// The revision of the catalogue that all this was worked out beside. Where another change came in between, that of the
    /// receipt is more than one later.
    async fn catalogue_revision(&self) -> i64 {
        self.0.revision
    }
}

/// How many credentials were issued of a version.
pub(crate) struct IssuedCredentials<'a>(&'a receipt::CredentialsReceipt);

/// How many credentials were issued of a version.
#[Object]
impl IssuedCredentials<'_> {
    /// The code of the course.
    async fn course_code(&self) -> &str {
        &self.0.course
    }

    /// Which of its versions.
    async fn version(&self) -> &str {
        &self.0.version
    }

    /// How many were issued and not revoked.
    async fn issued(&self) -> u64 {
        self.0.issued
    }
}

/// A part of a requisite that nobody new can meet any more.
pub(crate) struct UnresolvedRequisite<'a>(&'a receipt::RequisiteReceipt);

/// A part of a requisite that nobody new can meet any more.
#[Object]
impl UnresolvedRequisite<'_> {
    /// What sort of entry asks for it: `course`, `qualification`, `tier`, `role`.
    async fn kind(&self) -> &str {
        &self.0.kind
    }

    /// Its code.
    async fn code(&self) -> &str {
        &self.0.code
    }

    /// Its title.
    async fn title(&self) -> &str {
        &self.0.title
    }

    /// The whole requirement, in words.
    async fn requirement(&self) -> &str {
        &self.0.requirement
    }

    /// The code of the course that can no longer be learned in a version that would do.
    async fn course(&self) -> &str {
        &self.0.course
    }

    /// The versions that would do, as a range.
    async fn range(&self) -> &str {
        &self.0.range
    }

    /// Whether the requirement can be met in another way.
    async fn other_ways(&self) -> bool {
        self.0.other_ways
    }
}

/// Less credit towards a qualification.
pub(crate) struct CreditImpact<'a>(&'a receipt::CreditReceipt);

/// Less credit towards a qualification, for somebody who holds everything that counts towards it.
#[Object]
impl CreditImpact<'_> {
    /// The code of the qualification.
    async fn qualification(&self) -> &str {
        &self.0.qualification
    }

    /// Its title.
    async fn title(&self) -> &str {
        &self.0.title
    }

    /// Promised before: `12.5 points`.
    async fn guaranteed_before(&self) -> &str {
        &self.0.guaranteed_before
    }

    /// Promised after.
    async fn guaranteed_after(&self) -> &str {
        &self.0.guaranteed_after
    }

    /// If everything possible is granted, before. It is not certain.
    async fn possible_before(&self) -> &str {
        &self.0.possible_before
    }

    /// If everything possible is granted, after. It is not certain.
    async fn possible_after(&self) -> &str {
        &self.0.possible_after
    }
}

/// What becomes of the best pathways to a goal.
#[derive(Enum, Debug, Clone, Copy, PartialEq, Eq)]
#[graphql(remote = "receipt::Effect")]
pub(crate) enum PathwayEffect {
    /// There was a pathway, and there is none.
    BecameImpossible,
    /// There was none, and there is one.
    BecamePossible,
    /// The least cost or the soonest finish is another.
    Changed,
    /// The search stopped before it was settled.
    NotSettled,
}

/// What becomes of one standard question.
pub(crate) struct PathwayImpact<'a>(&'a receipt::PathwayReceipt);

/// What becomes of one standard question.
#[Object]
impl PathwayImpact<'_> {
    /// Who asks, an invented person: `somebody new, not employed`.
    async fn persona(&self) -> &str {
        &self.0.persona
    }

    /// What they want, by kind and code: `tier:2`.
    async fn goal(&self) -> &str {
        &self.0.goal
    }

    /// Its title.
    async fn goal_title(&self) -> &str {
        &self.0.goal_title
    }

    /// What becomes of it.
    async fn effect(&self) -> PathwayEffect {
        self.0.effect.into()
    }

    /// The best pathways before; null where there was none, or it is not settled.
    async fn before(&self) -> Option<BestPathways> {
        self.0.before.as_ref().and_then(BestPathways::of)
    }

    /// The best pathways after; null where there is none, or it is not settled.
    async fn after(&self) -> Option<BestPathways> {
        self.0.after.as_ref().and_then(BestPathways::of)
    }

    /// Whether both answers are proved; otherwise they are the best found.
    async fn proved(&self) -> bool {
        self.0.proved
    }
}

/// The best of the pathways to a goal.
#[derive(SimpleObject)]
pub(crate) struct BestPathways {
    /// What the cheapest costs the person.
    least_cost: Aud,
    /// When the soonest ends; null: the goal is met already.
    soonest_finish: Option<Date>,
}

impl BestPathways {
    fn of(best: &receipt::BestReceipt) -> Option<Self> {
        let cost = registry_core::money::Aud::from_cents(best.cost_cents)?;
        Some(Self { least_cost: cost.into(), soonest_finish: best.finish.map(Into::into) })
    }
}
