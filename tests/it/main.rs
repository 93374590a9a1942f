//! The integration tests: one binary.

mod personas;
mod planner_cases;
mod planner_properties;
mod planner_regressions;
