//! A change of a question, as a value: what a relaxation does besides being said.

use chrono::NaiveDate;

use super::request::{Request, Wish};
use crate::course::Mode;
use crate::id::{CourseCode, RegionCode};
use crate::learner_record::{Employment, LearnerRecord, LearnerRecordParts, LearnerRecordProblem, PartnerRelease};
use crate::money::Aud;
use crate::role::Perspective;
use crate::volume::Hours;

/// One thing of a question that would be otherwise.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum ChangeTo {
    /// Own time in any one week.
    HoursPerWeek(Hours),
    /// Professional-development days in any plan year.
    DaysPerYear(u16),
    /// Money in any plan year.
    BudgetPerYear(Aud),
    /// The day by which everything is finished.
    Deadline(NaiveDate),
    /// Regions the person can get to besides.
    Regions(Vec<RegionCode>),
    /// Ways of being taught besides.
    Modes(Vec<Mode>),
    /// Courses that are excluded no more.
    Included(Vec<CourseCode>),
    /// Peers' hands are preferred and no longer asked for.
    PeersPreferred,
    /// Training for either perspective.
    EitherPerspective,
    /// Working as a consumer worker.
    Employed,
    /// Working for a partner organisation that agrees to release the worker.
    Released,
    /// Supervision from a perspective, besides what there is.
    Supervised(Perspective),
    /// A placement, or work, of so many hours.
    Placed(Hours),
}

impl ChangeTo {
    /// The question with this change made and nothing else.
    ///
    /// # Errors
    /// A change that contradicts the learner record. None that the planner names does.
    pub fn of(&self, request: &Request) -> Result<Request, Vec<LearnerRecordProblem>> {
        let mut changed = request.clone();
        let limits = &mut changed.limits;
        match self {
            Self::HoursPerWeek(hours) => limits.hours_per_week = *hours,
            Self::DaysPerYear(days) => limits.days_per_year = Some(*days),
            Self::BudgetPerYear(amount) => limits.budget_per_year = Some(*amount),
            Self::Deadline(day) => limits.deadline = Some(*day),
            Self::Regions(regions) => limits.regions.extend(regions.iter().cloned()),
            Self::Modes(modes) => limits.modes.extend(modes),
            Self::Included(courses) => limits.exclude.retain(|code| !courses.contains(code)),
            Self::PeersPreferred => {
                let wishes = &mut changed.wishes;
                for wish in [&mut wishes.led, &mut wishes.developed, &mut wishes.delivered] {
                    if *wish == Wish::Only {
                        *wish = Wish::Prefer;
                    }
                }
            }
            Self::EitherPerspective => limits.perspective = None,
            Self::Employed | Self::Released | Self::Supervised(_) | Self::Placed(_) => {
                let mut parts = changed.record.to_parts();
                self.pass(&mut parts);
                changed.record = LearnerRecord::new(parts)?;
            }
        }
        Ok(changed)
    }

    /// Passes the gate this is; a limit changes nothing of a record.
    pub(super) fn pass(&self, parts: &mut LearnerRecordParts) {
        match self {
            Self::Employed => parts.employment = Employment::Employed,
            Self::Released => {
                parts.employment = Employment::Employed;
                parts.partner_release = PartnerRelease::Agreed;
            }
            Self::Supervised(perspective) => parts.supervision.push(*perspective),
            Self::Placed(hours) => parts.placement = *hours,
            _ => {}
        }
    }
}
