//! The integration tests: one binary.

mod attacks;
mod catalogue_health;
mod endpoint;
mod personas;
mod planner_cases;
mod planner_properties;
mod planner_regressions;
mod readme;
mod schemas;
mod sources;
mod tidy;
