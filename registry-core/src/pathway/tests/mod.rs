//! What the planner says of small hand-made catalogues. Whether it finds the best is for the oracle to say.

mod advice;
mod advised;
mod age;
mod award_oracle;
mod awards;
mod choosing;
mod credit;
mod explain;
mod export;
mod funding;
mod gained;
mod gained_oracle;
mod goal;
mod mutual;
mod none;
mod places;
mod recognition;
mod trade;
mod under_way;
mod worst;

use super::*;
use crate::catalogue::CatalogueParts;
use crate::sample::build;

/// The answer, given a million steps.
#[track_caller]
fn answer(parts: CatalogueParts, request: &Request) -> Recommendation {
    recommend(&build(parts), request, Budget::default()).expect("a sound request")
}

/// The pathways to the goal.
#[track_caller]
fn pathways(parts: CatalogueParts, request: &Request) -> Pathways {
    match answer(parts, request) {
        Recommendation::Pathways(found) => found,
        Recommendation::NoPathway(why) => panic!("no pathway: {why:?}"),
    }
}

/// Why there is none.
#[track_caller]
fn no_pathway(parts: CatalogueParts, request: &Request) -> NoPathway {
    match answer(parts, request) {
        Recommendation::NoPathway(why) => why,
        Recommendation::Pathways(found) => panic!("there is one: {found:?}"),
    }
}

/// The steps of a pathway: `a 2027-02-01 to 2027-02-07`.
fn steps(pathway: &Pathway) -> Vec<String> {
    pathway.steps.iter().map(|step| format!("{} {} to {}", step.item.code(), step.start, step.end)).collect()
}
