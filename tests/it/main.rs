//! The integration tests: one binary.

mod attacks;
mod backup;
mod bad_database;
mod bad_input;
mod catalogue_health;
mod credentials;
mod credit_pages;
mod endpoint;
mod facts;
mod impact;
mod instances;
mod personas;
mod planner_cases;
mod planner_properties;
mod planner_regressions;
mod problem_files;
mod problem_none_oracle;
mod problem_oracle;
mod publishing;
mod readme;
mod schemas;
mod sources;
mod tidy;
mod two_processes;
