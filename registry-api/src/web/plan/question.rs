//! The questions, their order, and which of them apply.

use registry_core::pathway::Goal;
use serde::{Deserialize, Serialize};

use super::answers::{PlanAnswers, Work};

/// A question of the plan, in the order in which they are asked.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub(in crate::web) enum Question {
    /// What sort of goal.
    Goal,
    /// Which one.
    Which,
    /// How many points of credit.
    Points,
    /// What is held.
    Held,
    /// When it was completed.
    When,
    /// Whether they work as a consumer worker.
    Work,
    /// From which day.
    Starting,
    /// How long they have worked.
    Experience,
    /// Whether the employer releases them.
    Release,
    /// From whose perspective they have supervision.
    Supervision,
    /// How much placement they can secure.
    Placement,
    /// From when.
    Start,
    /// By when.
    Finish,
    /// Hours a week.
    Hours,
    /// Days a year.
    Days,
    /// Money a year.
    Money,
    /// Funding.
    Funding,
    /// Where they can get to.
    Place,
    /// How they can be taught.
    Mode,
    /// What matters to them.
    Matters,
}

impl Question {
    /// Every question, in order.
    pub(in crate::web) const ALL: [Self; 20] = [
        Self::Goal,
        Self::Which,
        Self::Points,
        Self::Held,
        Self::When,
        Self::Work,
        Self::Starting,
        Self::Experience,
        Self::Release,
        Self::Supervision,
        Self::Placement,
        Self::Start,
        Self::Finish,
        Self::Hours,
        Self::Days,
        Self::Money,
        Self::Funding,
        Self::Place,
        Self::Mode,
        Self::Matters,
    ];

    /// Its name in addresses.
    pub(in crate::web) fn name(self) -> &'static str {
        match self {
            Self::Goal => "goal",
            Self::Which => "which",
            Self::Points => "points",
            Self::Held => "held",
            Self::When => "when",
            Self::Work => "work",
            Self::Starting => "starting",
            Self::Experience => "experience",
            Self::Release => "release",
            Self::Supervision => "supervision",
            Self::Placement => "placement",
            Self::Start => "start",
            Self::Finish => "finish",
            Self::Hours => "hours",
            Self::Days => "days",
            Self::Money => "money",
            Self::Funding => "funding",
            Self::Place => "place",
            Self::Mode => "mode",
            Self::Matters => "matters",
        }
    }

    /// The question of that name.
    pub(in crate::web) fn named(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|question| question.name() == name)
    }

    /// Whether it is asked of somebody who has answered so far.
    pub(in crate::web) fn applies(self, answers: &PlanAnswers) -> bool {
        let works = matches!(answers.work, Some(Work::Now | Work::Starting));
        match self {
            Self::Points => matches!(answers.goal, Some(Goal::Credit { .. })),
            Self::When => !answers.held.is_empty(),
            Self::Starting => answers.work == Some(Work::Starting),
            Self::Release | Self::Supervision => works,
            Self::Placement => !works,
            _ => true,
        }
    }

    /// The questions that are asked, in order.
    pub(in crate::web) fn asked_of(answers: &PlanAnswers) -> impl DoubleEndedIterator<Item = Self> {
        Self::ALL.into_iter().filter(|question| question.applies(answers))
    }

    /// The one asked after this; `None` after the last.
    pub(in crate::web) fn after(self, answers: &PlanAnswers) -> Option<Self> {
        Self::asked_of(answers).find(|question| *question > self)
    }

    /// The one asked before this; `None` before the first.
    pub(in crate::web) fn before(self, answers: &PlanAnswers) -> Option<Self> {
        Self::asked_of(answers).rfind(|question| *question < self)
    }
}
