//! What a profile names in the catalogue, as far as it could be read.

use std::cell::RefCell;
use std::collections::BTreeSet;

use chrono::NaiveDate;
use registry_core::LearnerRecord;
use registry_core::catalogue::{Catalogue, EntryRef};
use registry_core::enrolment::{ENROLLED_MAX, Enrolment};
use registry_core::id::{CourseCode, FundingCode, RegionCode};
use registry_core::learner_record::{HELD_MAX, Held, LearnerRecordParts};
use registry_core::pathway::request::{Goal, Limits, PeerWishes, Request, RequestProblem};
use registry_core::tier::Tier;
use registry_core::volume::Hours;
use semver::{BuildMetadata, Prerelease, Version};

use super::reader::Reader;
use super::value::{Code, Value, code};

/// What is named, so that it can be looked up although other answers were refused.
#[derive(Default)]
pub(super) struct Named {
    pub(super) goal: Option<Goal>,
    /// The days of completion mean nothing.
    pub(super) held: Vec<Held>,
    /// A day of an end that was refused means nothing.
    pub(super) enrolled: Vec<Enrolment>,
    pub(super) funding: Vec<FundingCode>,
    pub(super) regions: Vec<RegionCode>,
    pub(super) exclude: Vec<CourseCode>,
}

impl Named {
    /// What of it the catalogue does not have.
    pub(super) fn unknown(self, catalogue: &Catalogue) -> Vec<RequestProblem> {
        // As at the calendar's first day, what is under way has not ended, and everything was completed by then.
        let first = LearnerRecordParts::empty(NaiveDate::MIN);
        let enrolled = self.enrolled.into_iter().take(ENROLLED_MAX).collect();
        let day = NaiveDate::MAX;
        let held: BTreeSet<_> = self.held.into_iter().collect();
        let parts = LearnerRecordParts { held: held.into_iter().take(HELD_MAX).collect(), enrolled, ..first };
        let Ok(record) = LearnerRecord::new(parts) else {
            return Vec::new();
        };
        let (funding, regions, exclude) = (self.funding, self.regions, self.exclude);
        let limits = Limits { funding, regions, exclude, ..Limits::open(day, Hours::ZERO) };
        let has_goal = self.goal.is_some();
        let goal = self.goal.unwrap_or(Goal::Tier(Tier::One));
        let unread = unread_version().to_string();
        let mut problems =
            Request { record, goal, limits, wishes: PeerWishes::default(), objectives: Vec::new() }.problems(catalogue);
        problems.retain(|problem| match problem {
            RequestProblem::Unknown { field, .. } => has_goal || *field != "goal",
            RequestProblem::UnknownVersion { version, .. } => *version != unread,
            RequestProblem::EnrolledAndHeld { .. }
            | RequestProblem::EnrolledTwice { .. }
            | RequestProblem::EnrolmentEndsBeforeStart { .. } => true,
            _ => false,
        });
        problems
    }
}

/// Stands for a version that was refused, so that its course is still looked up.
pub(super) fn unread_version() -> Version {
    Version {
        major: 0,
        minor: 0,
        patch: 0,
        pre: Prerelease::EMPTY,
        build: BuildMetadata::new("unread").unwrap_or_default(),
    }
}

/// Reads a code of a field, and puts it into `named` even where another of its list is refused.
pub(super) fn noted<C: Code + Clone>(
    field: &'static str,
    named: &RefCell<Vec<C>>,
) -> impl Fn(&mut Reader<'_>, Value<'_>) -> Option<C> {
    move |r, value| {
        let line = value.line(r);
        let read: C = code(r, value)?;
        r.mention(EntryRef::new(field, &read), line);
        named.borrow_mut().push(read.clone());
        Some(read)
    }
}
