//! How the planner's answers are shown, whatever planner gave them.

use std::sync::Arc;

use async_graphql::{Context, EmptyMutation, EmptySubscription, Object, Request, Schema};
use registry_core::course::{Mode, PeerShare};
use registry_core::pathway::answer::{
    Absence, Advice, AskedBy, Blocker, CreditGained, ItemKey, Limit, NoPathway, Objective, Pathway, Pathways, PlanYear,
    Reason, Recommendation, Relaxation, Step, Wait,
};
use registry_core::pathway::{Bound, ChangeTo, Limits, PeerWishes};
use registry_core::requisite::Strength;
use registry_core::source::Provenance;
use registry_core::volume::Hours;
use registry_core::{LearnerRecord, LearnerRecordParts};
use serde_json::{Value, json};

use crate::graphql::sample::{day, read, snapshot};
use crate::graphql::types::pathway::PathwayOutcome;
use crate::snapshot::Snapshot;

/// Shows an answer that is given as data.
struct Shown;

#[Object]
impl Shown {
    async fn outcome<'ctx>(&self, context: &Context<'ctx>) -> async_graphql::Result<PathwayOutcome<'ctx>> {
        let answer = context.data::<Recommendation>()?.clone();
        let question = registry_core::Request {
            record: LearnerRecord::new(LearnerRecordParts::empty(day("2027-02-01"))).expect("a record"),
            goal: "tier:3".parse().expect("goal"),
            limits: Limits::open(day("2027-02-01"), Hours::from_minutes(240)),
            wishes: PeerWishes::default(),
            objectives: Vec::new(),
        };
        Ok(PathwayOutcome::new(context.data::<Arc<Snapshot>>()?, question, answer))
    }
}

async fn shown(answer: Recommendation, selection: &str) -> Value {
    let request = Request::new(format!("{{ outcome {{ {selection} }} }}")).data(answer).data(Arc::new(snapshot()));
    let response = Schema::new(Shown, EmptyMutation, EmptySubscription).execute(request).await;
    assert_eq!(response.errors, [], "{selection}");
    response.data.into_json().expect("JSON")["outcome"].clone()
}

fn note() -> Provenance {
    Provenance::assumption("all of it").expect("note")
}

fn advice(strength: Strength) -> Advice {
    let requirement = "regular supervision".to_owned();
    let absence = (strength == Strength::Required).then_some(Absence::NoTraining);
    Advice { requirement, strength, followed: false, absence, missing: None, provenance: note() }
}

fn step() -> Step {
    Step {
        item: ItemKey::Course(read("peer-support"), "1.1.0".parse().expect("version")),
        title: "Peer support".to_owned(),
        offering: read("peer-support-1"),
        provider: read("acme"),
        provider_title: "ACME".to_owned(),
        mode: Mode::Online,
        region: None,
        start: day("2027-03-01"),
        end: day("2027-03-05"),
        cost: read("0.00"),
        price: read("420.00"),
        paid_by: Vec::new(),
        price_provenance: None,
        days: 1,
        released_days: 0,
        own_time: Hours::from_minutes(240),
        weekly: Hours::from_minutes(240),
        weeks: 1,
        credit: Some(read("3.125")),
        peer: PeerShare { led: true, developed: false, delivered: true },
        reasons: vec![Reason {
            asked_by: AskedBy::Goal { title: "Tier 3".to_owned() },
            requirement: "Peer support".to_owned(),
            counts_towards: None,
            strength: Strength::Required,
            provenance: note(),
        }],
        together_with: Vec::new(),
        unlocks: vec!["Supervision".to_owned()],
        advice: vec![advice(Strength::Advised)],
        attestations: vec!["interest".to_owned()],
        waits_for: Some(Wait { gate: "employment".to_owned(), from: day("2027-02-20"), provenance: note() }),
        not_earlier: None,
        provenance: note(),
        by_rpl: false,
        offering_provenance: Provenance::Invented,
    }
}

fn pathway() -> Pathway {
    Pathway {
        counted: None,
        best_at: vec![Objective::LeastCost, Objective::Soonest],
        bounds: vec![Bound::Cost(read("0.00")), Bound::Finish(day("2027-03-01"))],
        steps: vec![step()],
        under_way: Vec::new(),
        waits_for: None,
        competitive: Vec::new(),
        to_ask: Vec::new(),
        cost: read("0.00"),
        finish: Some(day("2027-03-05")),
        heaviest_week: Hours::from_minutes(240),
        own_time: Hours::from_minutes(240),
        days: 1,
        released_days: 0,
        years: vec![PlanYear { from: day("2027-02-01"), to: day("2028-01-31"), cost: read("0.00"), days: 1 }],
        credit: vec![CreditGained {
            rule: read("suite"),
            qualification: read("gc"),
            qualification_title: "Graduate Certificate".to_owned(),
            today: registry_core::credit::CreditPoints::ZERO,
            points: read("12.5"),
            of: Some(read("50")),
            standing: registry_core::credit::CreditStanding::Discretionary,
            provenance: note(),
        }],
        attestations: vec!["interest".to_owned()],
        proved: false,
    }
}

#[tokio::test]
async fn a_pathway_says_what_when_why_and_for_how_much() {
    let goal = "tier:3".parse().expect("goal");
    let answer = Pathways {
        unweighed: Vec::new(),
        goal,
        goal_title: "Tier 3".to_owned(),
        pathways: vec![pathway()],
        also_needed: vec![advice(Strength::Required)],
        notes: vec!["you hold something near".to_owned()],
        steps_used: 12_345,
    };
    let selection = "... on Pathways { goal goalTitle stepsUsed alsoNeeded { requirement strength followed absence provenance { note } } pathways {
        bestAt bounds { objective summary cost costGap finish finishGapDays } summary cost finish heaviestWeekHours ownTimeHours days releasedDays proved years { from to cost days }
        credit { rule { code } qualification { code } points of standing provenance { kind } }
        steps { item { ... on CourseVersion { version } } title offering { code } provider { title } mode
            region { code } start end cost price weeklyHours weeks creditPoints peerLed peerDeveloped invented
            reasons { askedBy askedByTitle requirement strength provenance { note } } unlocks
            advice { requirement strength followed } attestations waitsFor { gate from } offeringProvenance { kind } } } }";
    let step = json!({
        "item": { "version": "1.1.0" }, "title": "Peer support", "offering": { "code": "peer-support-1" },
        "provider": { "title": "ACME" }, "mode": "ONLINE", "region": null, "start": "2027-03-01", "end": "2027-03-05",
        "cost": "0.00", "price": "420.00", "weeklyHours": 4.0, "weeks": 1, "creditPoints": "3.125", "peerLed": true,
        "peerDeveloped": false, "invented": true,
        "reasons": [{ "askedBy": "GOAL", "askedByTitle": "Tier 3", "requirement": "Peer support",
            "strength": "REQUIRED", "provenance": { "note": "all of it" } }],
        "unlocks": ["Supervision"], "advice": [{ "requirement": "regular supervision", "strength": "ADVISED", "followed": false }],
        "attestations": ["interest"], "waitsFor": { "gate": "employment", "from": "2027-02-20" },
        "offeringProvenance": { "kind": "INVENTED" },
    });
    let also_needed = json!({ "requirement": "regular supervision", "strength": "REQUIRED", "followed": false, "absence": "NO_TRAINING",
        "provenance": { "note": "all of it" } });
    let expected = json!({ "goal": "tier:3", "goalTitle": "Tier 3", "stepsUsed": 12_345, "alsoNeeded": [also_needed], "pathways": [{
        "bestAt": ["LEAST_COST", "SOONEST"],
        "bounds": [
            { "objective": "LEAST_COST", "summary": "No pathway costs less than $0, and neither does this one.",
                "cost": "0.00", "costGap": "0.00", "finish": null, "finishGapDays": null },
            { "objective": "SOONEST",
                "summary": "No pathway finishes before 1 March 2027; this one may be up to 4 days later than the best.",
                "cost": null, "costGap": null, "finish": "2027-03-01", "finishGapDays": 4 },
        ],
        "summary": "One step, within one week at up to 4 hours a week, nothing to pay. Least cost and soonest. You finish on 5 March 2027. The search stopped early, so there may be a better one. No pathway costs less than $0, and neither does this one. No pathway finishes before 1 March 2027; this one may be up to 4 days later than the best.",
        "cost": "0.00", "finish": "2027-03-05", "heaviestWeekHours": 4.0, "ownTimeHours": 4.0, "days": 1,
        "releasedDays": 0, "proved": false,
        "years": [{ "from": "2027-02-01", "to": "2028-01-31", "cost": "0.00", "days": 1 }],
        "credit": [{ "rule": { "code": "suite" }, "qualification": { "code": "gc" }, "points": "12.5", "of": "50",
            "standing": "DISCRETIONARY", "provenance": { "kind": "ASSUMPTION" } }],
        "steps": [step],
    }] });
    assert_eq!(shown(Recommendation::Pathways(answer), selection).await, expected);
}

#[tokio::test]
async fn no_pathway_says_what_stands_in_the_way_and_what_would_help() {
    let answer = NoPathway {
        unweighed: Vec::new(),
        goal: "role:peer-worker".parse().expect("goal"),
        goal_title: "Peer worker".to_owned(),
        blockers: Vec::new(),
        conflict: vec![Limit::HoursPerWeek, Limit::BudgetPerYear],
        other_conflicts: vec![vec![Limit::Regions]],
        together: vec![Relaxation {
            change: "6 h a week".to_owned(),
            to: ChangeTo::PeersPreferred,
            limit: Some(Limit::HoursPerWeek),
        }],
        relaxations: vec![Relaxation {
            change: "5 h a week".to_owned(),
            to: ChangeTo::PeersPreferred,
            limit: Some(Limit::HoursPerWeek),
        }],
        notes: Vec::new(),
        possible_by: Some(day("2028-05-01")),
        proved: true,
        all_looked_at: true,
        bounds: vec![Bound::Cost(read("120.00"))],
        steps_used: 678,
    };
    let selection = "... on NoPathway { goal summary conflict otherConflicts relaxations { change limit }
        together { change limit } possibleBy proved bounds { summary cost costGap } stepsUsed
        blockers { barred missing provenance { kind } } }";
    let expected = json!({
        "goal": "role:peer-worker",
        "summary": "There is no pathway to Peer worker with what you have told us. These limits do not fit together: hours a week, money a year.",
        "conflict": ["HOURS_PER_WEEK", "BUDGET_PER_YEAR"],
        "relaxations": [{ "change": "5 h a week", "limit": "HOURS_PER_WEEK" }], "possibleBy": "2028-05-01",
        "proved": true, "blockers": [], "otherConflicts": [["REGIONS"]],
        "together": [{ "change": "6 h a week", "limit": "HOURS_PER_WEEK" }], "stepsUsed": 678,
        "bounds": [{ "summary": "No pathway costs less than $120.", "cost": "120.00", "costGap": null }],
    });
    assert_eq!(shown(Recommendation::NoPathway(answer.clone()), selection).await, expected);

    let blocker = Blocker { barred: vec!["Tier 3".to_owned()], missing: "employment".to_owned(), provenance: None };
    let barred = NoPathway { blockers: vec![blocker], conflict: Vec::new(), ..answer };
    let found = shown(Recommendation::NoPathway(barred), selection).await;
    assert_eq!(
        found["summary"],
        "There is no pathway to Peer worker with what you have told us. Employment is missing."
    );
    assert_eq!(found["blockers"], json!([{ "barred": ["Tier 3"], "missing": "employment", "provenance": null }]));
}
