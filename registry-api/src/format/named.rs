//! What a profile names in the catalogue, as far as it could be read.

use std::collections::BTreeSet;

use chrono::NaiveDate;
use registry_core::LearnerRecord;
use registry_core::catalogue::{Catalogue, EntryRef};
use registry_core::enrolment::{ENROLLED_MAX, Enrolment};
use registry_core::learner_record::{HELD_MAX, Held, LearnerRecordParts};
use registry_core::pathway::request::{Goal, Limits, PeerWishes, Request, RequestProblem};
use registry_core::rpl::RplClaim;
use registry_core::tier::Tier;
use registry_core::volume::Hours;

use super::reader::Reader;
use super::stand_in::StandIns;
use super::value::{Code, Value, code};

/// What is named, so that it can be looked up although other answers were refused.
#[derive(Default)]
pub(super) struct Named {
    pub(super) goal: Option<Goal>,
    pub(super) held: Vec<Held>,
    pub(super) claims: Vec<RplClaim>,
    pub(super) enrolled: Vec<Enrolment>,
    pub(super) limits: Option<Limits>,
}

impl Named {
    /// What of it the catalogue does not have.
    pub(super) fn unknown(self, catalogue: &Catalogue, stand_ins: &StandIns) -> Vec<RequestProblem> {
        let day = NaiveDate::MAX;
        let undated = |held| match held {
            Held::Course { course, version, .. } => Held::Course { course, version, completed: NaiveDate::MIN },
            Held::Qualification { qualification, .. } => {
                Held::Qualification { qualification, completed: NaiveDate::MIN }
            }
        };
        let held: BTreeSet<_> = self.held.into_iter().map(undated).collect();
        // As at the calendar's first day nothing under way has ended.
        let parts = LearnerRecordParts {
            held: held.into_iter().take(HELD_MAX).collect(),
            enrolled: self.enrolled.into_iter().take(ENROLLED_MAX).collect(),
            ..LearnerRecordParts::empty(NaiveDate::MIN)
        };
        let Ok(record) = LearnerRecord::new(parts) else {
            return Vec::new();
        };
        let limits = self.limits.unwrap_or_else(|| Limits::open(day, Hours::ZERO));
        let has_goal = self.goal.is_some();
        let goal = self.goal.unwrap_or(Goal::Tier(Tier::One));
        let wishes = PeerWishes::default();
        let mut problems = Request { record, goal, limits, wishes, objectives: Vec::new() }.problems(catalogue);
        problems.extend(self.claims.iter().flat_map(|claim| RequestProblem::of_claim(claim, catalogue)));
        problems.retain(|problem| match problem {
            RequestProblem::Unknown { field, target, .. } => {
                (has_goal || *field != "goal") && !stand_ins.are_in(&target.code)
            }
            RequestProblem::UnknownVersion { version, .. } => !stand_ins.are_in(version),
            RequestProblem::UnknownOutcome { .. } => true,
            RequestProblem::EnrolledAndHeld { .. }
            | RequestProblem::EnrolledTwice { .. }
            | RequestProblem::EnrolmentEndsBeforeStart { .. } => true,
            // Said already, when the answers were read.
            _ => false,
        });
        problems
    }
}

/// Reads a code of a field, and remembers where the field names it.
pub(super) fn noted<C: Code>(field: &'static str) -> impl Fn(&mut Reader<'_>, Value<'_>) -> Option<C> {
    move |r, value| {
        let line = value.line(r);
        let read: C = code(r, value)?;
        r.mention(EntryRef::new(field, &read), line);
        Some(read)
    }
}
