//! Courses, requisites, credit and pathways for the consumer mental-health workforce.
pub mod id;
pub mod source;
pub mod money;
pub mod volume;
pub mod aqf;
pub mod credit;
pub mod tier;
pub mod role;
pub mod requisite;
pub mod course;
pub mod qualification;
pub mod provider;
pub mod catalogue;
pub mod graph;
pub mod date;
pub mod learner_record;
pub mod pathway;
