//! Courses, requisites, credit and pathways for the consumer mental-health workforce.
pub mod aqf;
pub mod catalogue;
pub mod course;
pub mod credit;
pub mod date;
pub mod eligibility;
pub mod graph;
pub mod id;
pub mod learner_record;
pub mod money;
pub mod pathway;
pub mod provider;
pub mod qualification;
pub mod requisite;
pub mod role;
pub mod source;
pub mod tier;
pub mod volume;
pub mod words;

#[cfg(test)]
mod sample;
