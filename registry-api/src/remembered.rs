//! Answers of the planner that are asked for again: a plan is looked at as a page, a table, a letter and a calendar within
//! minutes.
//!
//! The planner is deterministic, so an answer is as good as a new one while the catalogue is the same; it goes with its snapshot.
//! A question is kept as its SHA-256 alone. Answers are forgotten after ten minutes, and the oldest when there are many.

use std::any::Any;
use std::collections::VecDeque;
use std::fmt;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::{Duration, Instant};

use registry_core::pathway::Recommendation;
use sha2::{Digest, Sha256};

/// How long an answer is kept.
const KEPT_FOR: Duration = Duration::from_secs(600);

/// How many are kept. One takes some tens of kilobytes.
const KEPT_MAX: usize = 64;

/// What was asked, as its digest.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) struct Question([u8; 32]);

impl Question {
    /// Of everything that the answer depends on beside the catalogue.
    pub(crate) fn of(asked: &impl fmt::Debug) -> Self {
        Self(Sha256::digest(format!("{asked:?}")).into())
    }
}

/// What was made of answers, whose type whoever made it knows.
pub(crate) type Made = dyn Any + Send + Sync;

/// The answers of late, the oldest first.
pub(crate) struct Remembered<T: ?Sized = Recommendation>(Mutex<VecDeque<(Question, Instant, Arc<T>)>>);

impl<T: ?Sized> Default for Remembered<T> {
    fn default() -> Self {
        Self(Mutex::default())
    }
}

impl<T: ?Sized> fmt::Debug for Remembered<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Remembered")
    }
}

impl<T: ?Sized> Remembered<T> {
    /// The answer to a question, where it was given in the last ten minutes.
    pub(crate) fn answer(&self, question: &Question, now: Instant) -> Option<Arc<T>> {
        // A panic elsewhere cannot leave an entry half written: carry on.
        let mut kept = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        kept.retain(|(_, at, _)| now.saturating_duration_since(*at) < KEPT_FOR);
        kept.iter().find(|(known, ..)| known == question).map(|(.., answer)| Arc::clone(answer))
    }

    /// Keeps an answer.
    pub(crate) fn keep(&self, question: Question, answer: &Arc<T>, now: Instant) {
        let mut kept = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        if kept.len() >= KEPT_MAX {
            kept.pop_front();
        }
        kept.push_back((question, now, Arc::clone(answer)));
    }
}

#[cfg(test)]
mod tests {
    use registry_core::learner_record::{LearnerRecord, LearnerRecordParts};
    use registry_core::pathway::{Limits, PeerWishes, Request};
    use registry_core::volume::Hours;

    use super::*;
    use crate::ops;
    use crate::ops::recommend::{SHARED, recommend, recommend_once};

    fn request(goal: &str) -> Request {
        let day = "2027-02-01".parse().expect("a day");
        Request {
            record: LearnerRecord::new(LearnerRecordParts::empty(day)).expect("a record"),
            goal: goal.parse().expect("a goal"),
            limits: Limits::open(day, Hours::from_minutes(300)),
            wishes: PeerWishes::default(),
            objectives: Vec::new(),
        }
    }

    #[test]
    fn an_answer_that_is_given_again_is_the_one_that_would_be_worked_out() {
        let snapshot = ops::built_in_catalogue().expect("the built-in catalogue");
        for goal in ["tier:1", "course:suite-advocacy"] {
            let request = request(goal);
            let first = recommend_once(&snapshot, &request, SHARED).expect("an answer");
            let again = recommend_once(&snapshot, &request, SHARED).expect("an answer");
            assert!(Arc::ptr_eq(&first, &again), "{goal}");
            assert_eq!(*again, recommend(&snapshot, &request, SHARED).expect("an answer"), "{goal}");
        }
    }

    #[test]
    fn answers_are_forgotten_after_ten_minutes_and_the_oldest_when_there_are_many() {
        let snapshot = ops::built_in_catalogue().expect("the built-in catalogue");
        let answer = Arc::new(recommend(&snapshot, &request("tier:1"), SHARED).expect("an answer"));
        let (remembered, start) = (<Remembered>::default(), Instant::now());
        for number in 0..=KEPT_MAX {
            remembered.keep(Question::of(&number), &answer, start);
        }
        assert!(remembered.answer(&Question::of(&0), start).is_none());
        let (before, after) = (start + KEPT_FOR - Duration::from_secs(1), start + KEPT_FOR);
        assert!(remembered.answer(&Question::of(&1), before).is_some());
        assert!(remembered.answer(&Question::of(&1), after).is_none());
    }
}
