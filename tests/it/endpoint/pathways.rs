//! Pathways over the API: the figures are those of core, and what is wrong with a question is said.

use std::collections::BTreeSet;

use registry_core::course::Mode;
use registry_core::enrolment::Enrolment;
use registry_core::learner_record::{Employment, Held, PartnerRelease};
use registry_core::pathway::request::Wish;
use registry_core::pathway::{Budget, Goal, Recommendation, Request};
use registry_core::role::Perspective;
use registry_tests::seeds::{catalogue, people};
use registry_tests::server::Server;
use registry_tests::validator::recommended;
use serde_json::{Value, json};

use super::RECOMMEND;

/// The question of an invented person as the API takes it.
fn input_of(request: &Request) -> Value {
    let (record, limits) = (&request.record, &request.limits);
    let enrolled = |enrolment: &Enrolment| match enrolment {
        Enrolment::Offering { offering, ends } => json!({ "offering": { "code": offering, "ends": ends } }),
        Enrolment::Course { course, version, ends, takes } => json!({ "course": {
            "code": course, "version": version, "ends": ends,
            "hoursPerWeek": takes.hours_per_week.as_f64(), "days": takes.days,
        } }),
        Enrolment::Qualification { qualification, ends, takes } => json!({ "qualification": {
            "code": qualification, "ends": ends,
            "hoursPerWeek": takes.hours_per_week.as_f64(), "days": takes.days,
        } }),
    };
    let held = |held: &Held| match held {
        Held::Course { course, version, completed } => {
            json!({ "course": { "code": course.as_str(), "version": version.to_string(), "completed": completed } })
        }
        Held::Qualification { qualification, completed } => {
            json!({ "qualification": { "code": qualification.as_str(), "completed": completed } })
        }
    };
    let perspective = |perspective: Perspective| match perspective {
        Perspective::Consumer => "CONSUMER",
        Perspective::FamilyCarer => "FAMILY_CARER",
    };
    let (employment, from) = match record.employment() {
        Employment::Employed => ("EMPLOYED", None),
        Employment::Starting { from } => ("STARTING", Some(from)),
        Employment::NotEmployed => ("NOT_EMPLOYED", None),
    };
    let goal = match &request.goal {
        Goal::Role(code) => json!({ "role": code.as_str() }),
        Goal::Tier(tier) => json!({ "tier": tier.number() }),
        Goal::Course(code) => json!({ "course": code.as_str() }),
        Goal::Qualification(code) => json!({ "qualification": code.as_str() }),
        Goal::Credit { points, towards } => {
            json!({ "credit": { "points": points.to_string(), "towards": towards.as_str() } })
        }
    };
    let mode_name = |mode: Mode| match mode {
        Mode::Online => "ONLINE",
        Mode::InPerson => "IN_PERSON",
        Mode::Blended => "BLENDED",
    };
    let wish = |wish: Wish| match wish {
        Wish::Indifferent => "INDIFFERENT",
        Wish::Prefer => "PREFER",
        Wish::Only => "ONLY",
    };
    json!({ "input": {
        "learner": {
            "held": record.held().iter().map(held).collect::<Vec<_>>(),
            "enrolled": record.enrolled().iter().map(enrolled).collect::<Vec<_>>(),
            "experienceMonths": record.experience_months(),
            "employment": employment,
            "employmentFrom": from,
            "partnerRelease": record.partner_release() == PartnerRelease::Agreed,
            "supervision": record.supervision().iter().copied().map(perspective).collect::<Vec<_>>(),
            "placementHours": record.placement().as_f64(),
        },
        "goal": goal,
        "limits": {
            "earliestStart": limits.earliest_start,
            "deadline": limits.deadline,
            "hoursPerWeek": limits.hours_per_week.as_f64(),
            "daysPerYear": limits.days_per_year,
            "budgetPerYear": limits.budget_per_year.map(String::from),
            "funding": limits.funding.iter().map(|code| code.as_str()).collect::<Vec<_>>(),
            "regions": limits.regions.iter().map(|code| code.as_str()).collect::<Vec<_>>(),
            "modes": limits.modes.iter().copied().map(mode_name).collect::<Vec<_>>(),
            "perspective": limits.perspective.map(perspective),
            "exclude": limits.exclude.iter().map(|code| code.as_str()).collect::<Vec<_>>(),
        },
        "peerWishes": {
            "led": wish(request.wishes.led),
            "developed": wish(request.wishes.developed),
            "delivered": wish(request.wishes.delivered),
        },
    } })
}

/// What core answers, in the words of the API: as far as figures go.
fn figures(answer: &Recommendation) -> Value {
    match answer {
        Recommendation::Pathways(found) => json!({
            "__typename": "Pathways",
            "goal": found.goal.to_string(),
            "alsoNeeded": found.also_needed.iter().map(|advice| json!([advice.requirement, advice.followed])).collect::<Vec<_>>(),
            "pathways": found.pathways.iter().map(|pathway| json!({
                "cost": String::from(pathway.cost),
                "finish": pathway.finish,
                "heaviestWeekHours": pathway.heaviest_week.as_f64(),
                "ownTimeHours": pathway.own_time.as_f64(),
                "days": pathway.days,
                "proved": pathway.proved,
                "steps": pathway.steps.iter().map(|step| json!([step.offering.as_str(), step.start, step.end])).collect::<Vec<_>>(),
            })).collect::<Vec<_>>(),
        }),
        Recommendation::NoPathway(none) => json!({
            "__typename": "NoPathway",
            "goal": none.goal.to_string(),
            "blockers": none.blockers.iter().map(|blocker| blocker.missing.clone()).collect::<Vec<_>>(),
            "conflict": none.conflict.len(),
            "relaxations": none.relaxations.iter().map(|change| change.change.clone()).collect::<Vec<_>>(),
            "proved": none.proved,
        }),
    }
}

/// The same figures out of the API's answer.
fn shown(outcome: &Value) -> Value {
    let list = |value: &Value, show: &dyn Fn(&Value) -> Value| {
        value.as_array().into_iter().flatten().map(show).collect::<Value>()
    };
    let list = |value: &Value, show: &dyn Fn(&Value) -> Value| match list(value, show) {
        Value::Null => json!([]),
        items => items,
    };
    if outcome["__typename"] == "NoPathway" {
        return json!({
            "__typename": "NoPathway", "goal": outcome["goal"], "proved": outcome["proved"],
            "blockers": list(&outcome["blockers"], &|blocker| blocker["missing"].clone()),
            "conflict": outcome["conflict"].as_array().map(Vec::len),
            "relaxations": list(&outcome["relaxations"], &|change| change["change"].clone()),
        });
    }
    json!({
        "__typename": outcome["__typename"], "goal": outcome["goal"],
        "alsoNeeded": list(&outcome["alsoNeeded"], &|advice| json!([advice["requirement"], advice["followed"]])),
        "pathways": list(&outcome["pathways"], &|pathway| json!({
            "cost": pathway["cost"], "finish": pathway["finish"], "heaviestWeekHours": pathway["heaviestWeekHours"],
            "ownTimeHours": pathway["ownTimeHours"], "days": pathway["days"], "proved": pathway["proved"],
            "steps": list(&pathway["steps"], &|step| json!([step["offering"]["code"], step["start"], step["end"]])),
        })),
    })
}

#[test]
fn the_planner_answers_over_the_api_as_it_does_within() {
    let catalogue = catalogue();
    let mut kinds = BTreeSet::new();
    for (name, person) in people() {
        let budget = Budget { steps: registry_api::ops::recommend::SHARED.steps };
        let expected = recommended(&catalogue, &person.request, budget);
        // One for each: the answers to all of them cost more than one client has in a minute.
        let server = Server::in_memory();
        let found = server.client.data(RECOMMEND, input_of(&person.request));
        let payload = &found["recommendPathways"];
        assert_eq!(payload["userErrors"], json!([]), "{name}");
        let outcome = &payload["outcome"];
        assert_eq!(shown(outcome), figures(&expected), "{name}");
        kinds.insert(outcome["__typename"].to_string());
    }
    assert_eq!(kinds.len(), 2, "both kinds of answer are among the people: {kinds:?}");
}

#[test]
fn what_is_wrong_with_a_question_is_said_in_sentences() {
    let server = Server::in_memory();
    let variables = json!({ "input": {
        "learner": {
            "experienceMonths": 601, "employment": "STARTING", "partnerRelease": true, "placementHours": -0.1,
            "held": [
                { "course": { "code": "no such", "version": "1", "completed": "yesterday" } },
                { "qualification": { "code": "CHC4351", "completed": "2026-01-01" } },
                { "qualification": { "code": "CHC4351", "completed": "2026-01-01" } },
            ],
        },
        "goal": { "tier": 9 },
        "limits": { "hoursPerWeek": 61, "budgetPerYear": "$5", "regions": ["melborne-metro"], "deadline": "2000-01-01" },
    } });
    let found = server.client.data(RECOMMEND, variables);
    let payload = &found["recommendPathways"];
    assert_eq!(payload["outcome"], Value::Null);
    let errors = payload["userErrors"].as_array().expect("errors");
    assert!(errors.len() >= 9, "{errors:?}");
    for error in errors {
        let message = error["message"].as_str().expect("a message");
        assert!(message.starts_with(char::is_uppercase) && message.ends_with('.'), "{message}");
    }
}
