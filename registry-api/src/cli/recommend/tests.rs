//! What people and programs read, from answers made by hand.

use chrono::NaiveDate;
use registry_core::catalogue::Catalogue;
use registry_core::course::{Mode, PeerShare};
use registry_core::credit::CreditStanding;
use registry_core::learner_record::Employment;
use registry_core::money::Aud;
use registry_core::pathway::answer::{
    Absence, Advice, AskedBy, Blocker, Counted, CreditGained, ItemKey, Limit, Objective, PlanYear, Reason, Relaxation,
    Wait,
};
use registry_core::pathway::{Bound, ChangeTo, Goal, NoPathway, Pathway, Pathways, Recommendation, Step, Without};
use registry_core::recognition::Amount;
use registry_core::requisite::{Gate, RequisiteExpr, Strength};
use registry_core::source::Provenance;
use registry_core::volume::Hours;

use super::{data, text, timeline};
use crate::cli::page::WIDTH;
use crate::ops;

fn day(text: &str) -> NaiveDate {
    text.parse().expect(text)
}

fn reader(name: Option<&str>) -> text::Reader<'_> {
    text::Reader { name, employment: Employment::Employed }
}

fn aud(text: &str) -> Aud {
    text.parse().expect(text)
}

fn quoted() -> Provenance {
    let document = "leading-the-change".parse().expect("code");
    Provenance::document(document, "Figure 6, Tier 3", "worked for over one year").expect("source")
}

fn step(title: &str, start: &str, end: &str) -> Step {
    Step {
        item: ItemKey::Course("listening".parse().expect("code"), "1.0.0".parse().expect("version")),
        title: title.to_owned(),
        offering: "listening-1".parse().expect("code"),
        provider: "college".parse().expect("code"),
        provider_title: "The College".to_owned(),
        mode: Mode::Online,
        region: None,
        start: day(start),
        end: day(end),
        cost: aud("120"),
        price: aud("420"),
        paid_by: Vec::new(),
        price_provenance: None,
        days: 1,
        released_days: 0,
        own_time: Hours::new(20.0).expect("hours"),
        weekly: Hours::new(4.5).expect("hours"),
        weeks: 5,
        credit: Some("3.125".parse().expect("points")),
        peer: PeerShare::default(),
        reasons: vec![Reason {
            asked_by: AskedBy::Goal { title: "Tier 3".to_owned() },
            requirement: "any of: Listening; Intentional Peer Support".to_owned(),
            counts_towards: None,
            strength: Strength::Required,
            provenance: quoted(),
        }],
        together_with: Vec::new(),
        unlocks: vec!["Supervision".to_owned()],
        advice: vec![Advice {
            requirement: "Consumer values".to_owned(),
            strength: Strength::Advised,
            followed: false,
            absence: None,
            missing: None,
            provenance: Provenance::assumption("it comes first in the list").expect("note"),
        }],
        attestations: vec!["I am ready".to_owned()],
        waits_for: Some(Wait {
            gate: "more than 12 months of experience as a consumer worker".to_owned(),
            from: day("2027-02-02"),
            provenance: quoted(),
        }),
        not_earlier: None,
        provenance: quoted(),
        by_rpl: false,
        offering_provenance: Provenance::Invented,
    }
}

fn pathway(best_at: Vec<Objective>, steps: Vec<Step>) -> Pathway {
    Pathway {
        best_at,
        bounds: Vec::new(),
        cost: aud("420"),
        finish: steps.iter().map(|step| step.end).max(),
        heaviest_week: Hours::from_minutes(260),
        own_time: Hours::new(40.0).expect("hours"),
        days: 2,
        released_days: 0,
        years: vec![PlanYear { from: day("2027-02-01"), to: day("2028-01-31"), cost: aud("420"), days: 2 }],
        counted: None,
        credit: vec![CreditGained {
            rule: "melbourne-series".parse().expect("code"),
            qualification: "graduate-certificate".parse().expect("code"),
            qualification_title: "Graduate Certificate".to_owned(),
            today: registry_core::credit::CreditPoints::ZERO,
            points: "12.5".parse().expect("points"),
            of: Some("50".parse().expect("points")),
            standing: CreditStanding::Discretionary,
            provenance: quoted(),
        }],
        attestations: vec!["I am ready".to_owned()],
        proved: true,
        steps,
        under_way: Vec::new(),
        waits_for: None,
        competitive: Vec::new(),
        to_ask: Vec::new(),
    }
}

fn found(pathways: Vec<Pathway>) -> Recommendation {
    let goal: Goal = "tier:3".parse().expect("goal");
    Recommendation::Pathways(Pathways {
        goal,
        goal_title: "Tier 3".to_owned(),
        pathways,
        also_needed: vec![also_needed(false)],
        notes: Vec::new(),
        unweighed: Vec::new(),
        steps_used: 1_234,
    })
}

/// Supervision, which no training gives.
fn also_needed(followed: bool) -> Advice {
    let strength = Strength::Required;
    let absence = Some(Absence::NoTraining);
    Advice {
        requirement: "regular supervision".to_owned(),
        strength,
        followed,
        absence,
        missing: Some(RequisiteExpr::Gate(Gate::Supervision { perspective: None })),
        provenance: quoted(),
    }
}

fn catalogue() -> Catalogue {
    ops::built_in_catalogue().expect("built-in catalogue").catalogue().clone()
}

#[test]
fn a_pathway_reads_as_a_letter() {
    let steps = vec![step("Listening", "2027-03-01", "2027-04-02"), step("Supervision", "2027-10-04", "2027-11-26")];
    let shown = pathway(vec![Objective::LeastCost, Objective::LightestLoad], steps.clone());
    let other = pathway(vec![Objective::Soonest], steps[..1].to_vec());
    let written = text::text(&catalogue(), reader(Some("Amira (invented)")), &found(vec![shown, other]), &[]);
    let expected = "\
For Amira (invented)

To reach: Tier 3

Two steps, about 9 months at up to 4.5 hours a week, $420.
Least cost and lightest load. You finish on 26 November 2027.

1. Listening
   When        1 March 2027 to 2 April 2027 (5 weeks)
   Where       online, with The College (invented)
   Cost        $120 (the full price is $420)
   Your time   4.5 hours a week, 20 hours in all
   Days        1 day for training
   Credit      3.125 credit points
";
    assert!(written.starts_with(expected), "{written}");
    assert!(written.lines().all(|line| line.chars().count() <= WIDTH), "{written}");
    for part in [
        "   Waits for   more than 12 months of experience as a consumer worker, which you\n               have from 2 February 2027 (Leading the Change, Figure 6, Tier 3:\n",
        "   Why         Tier 3 asks for any of: Listening; Intentional Peer Support.\n",
        "   Opens       Supervision\n",
        "   Advised     Consumer values (not in this plan; it does not stop you). Our\n               assumption: it comes first in the list\n",
        "\nProviders ask for these statements on enrolment; we do not ask or keep them\n   - “I am ready”\n",
        "\nBeside these steps\n   - Regular supervision (asked for; not in this plan). Leading the Change,\n     Figure 6, Tier 3: “worked for over one year”\n",
        "\nEach year\n   1 February 2027 to 31 January 2028: $420 and 2 days for training\n",
        "   12.5 of 50 credit points towards Graduate Certificate. The provider decides\n   each time.\n",
        "\nPathway 2: One step, about 5 weeks at up to 4.5 hours a week, $420.\nSoonest. You finish on 2 April 2027.\n",
    ] {
        assert!(written.contains(part), "{part}\n---\n{written}");
    }
}

#[test]
fn each_pathway_at_whose_end_too_little_counts_says_so() {
    let amount = |points: &str| Amount::Points(points.parse().expect("points"));
    let with = |points, reached, steps| Pathway {
        counted: Some(Counted {
            qualification: "graduate-certificate".parse().expect("code"),
            at: day("2027-04-02"),
            waits_for: None,
            wanted: amount("25"),
            counted: amount(points),
            guaranteed: amount("0"),
            reached,
            studied_apart: Vec::new(),
        }),
        ..pathway(vec![Objective::Soonest], steps)
    };
    let one = || vec![listening()];
    let found = found(vec![with("12.5", false, one()), with("25", true, one()), with("18.75", false, one())]);
    let written = text::text(&catalogue(), reader(None), &found, &[]).split_whitespace().collect::<Vec<_>>().join(" ");
    let parts: Vec<&str> = written.split(" Pathway ").collect();
    let [first, second, third] = parts.as_slice() else { panic!("three pathways: {written}") };
    assert!(first.contains("12.5 of the 25 points asked for were found to count"), "{first}");
    assert!(!second.contains("asked for"), "{second}");
    let enough = text::text(&catalogue(), reader(None), &self::found(vec![with("25", true, one())]), &[]);
    assert!(
        enough.contains("25 of the 25 points asked for count if all of it is granted."),
        "the first says how much counts: {enough}"
    );
    assert!(third.contains("18.75 of the 25 points asked for were found to count"), "{third}");
    let nothing_to_do = self::found(vec![with("12.5", false, Vec::new())]);
    let written = text::text(&catalogue(), reader(None), &nothing_to_do, &[]);
    assert!(written.contains("12.5 of the 25 points"), "{written}");
}

#[test]
fn a_goal_already_met_is_said_at_once() {
    let none_left = Pathway { credit: Vec::new(), finish: None, ..pathway(Objective::ALL.to_vec(), Vec::new()) };
    let met = |followed| {
        let Recommendation::Pathways(mut found) = found(vec![none_left.clone()]) else { unreachable!() };
        found.also_needed = vec![also_needed(followed)];
        text::text(&catalogue(), reader(None), &Recommendation::Pathways(found), &[])
    };
    let start = "To reach: Tier 3\n\nYou are there already. There is nothing left to do for this goal.\n";
    assert!(met(true).starts_with(start), "{}", met(true));
    let start =
        "To reach: Tier 3\n\nThere is no training left to do for this goal.\n\nWhat it asks for or advises besides\n";
    assert!(met(false).starts_with(start), "{}", met(false));
}

#[test]
fn no_pathway_says_what_stands_in_the_way_and_what_would_change_it() {
    let answer = Recommendation::NoPathway(NoPathway {
        goal: "tier:2".parse().expect("goal"),
        goal_title: "Tier 2".to_owned(),
        blockers: vec![Blocker {
            barred: vec!["Tier 2".to_owned(), "Internship".to_owned()],
            missing: "an employer that is a partner organisation and agrees to release you".to_owned(),
            provenance: Some(quoted()),
        }],
        conflict: vec![Limit::HoursPerWeek, Limit::Deadline],
        other_conflicts: Vec::new(),
        together: Vec::new(),
        relaxations: vec![Relaxation {
            to: ChangeTo::PeersPreferred,
            change: "5 hours a week instead of 2".to_owned(),
            limit: Some(Limit::HoursPerWeek),
        }],
        notes: Vec::new(),
        unweighed: Vec::new(),
        possible_by: Some(day("2028-05-01")),
        proved: true,
        all_looked_at: true,
        bounds: Vec::new(),
        steps_used: 678,
    });
    let expected = "\
There is no pathway to Tier 2 with what you have told us.
This is about what is offered and the limits given. It says nothing about you.

What stands in the way
   - Missing: an employer that is a partner organisation and agrees to release
     you.
     It is asked for by Internship, needed for Tier 2.
     Leading the Change, Figure 6, Tier 3: “worked for over one year”

What does not fit together
   Hours a week and the time there is: together they leave no pathway, whatever
   the others.

One change that would open a pathway
   - 5 hours a week instead of 2

With more time and nothing else, it could be finished by 1 May 2028.

Figures and dates rest on offerings that are (invented): nobody offers them.
They show how the registry works.
";
    assert_eq!(text::text(&catalogue(), reader(None), &answer, &[]), expected);
    let data = data::json(&answer, &[Without::Nothing]).expect("data");
    let data: serde_json::Value = serde_json::from_str(&data).expect("JSON");
    assert_eq!(data["answer"], "no-pathway");
    assert_eq!(data["conflict"], serde_json::json!(["hours_per_week", "deadline"]));
    assert_eq!(data["relaxations"][0]["limit"], "hours_per_week");
}

fn listening() -> Step {
    step("Listening", "2027-03-01", "2027-04-02")
}

/// No pathway, and only changes that help together.
fn only_together() -> NoPathway {
    let change = |change: &str, limit| Relaxation {
        change: change.to_owned(),
        to: ChangeTo::PeersPreferred,
        limit: Some(limit),
    };
    NoPathway {
        goal: "tier:2".parse().expect("goal"),
        goal_title: "Tier 2".to_owned(),
        blockers: Vec::new(),
        conflict: vec![Limit::HoursPerWeek],
        other_conflicts: vec![vec![Limit::DaysPerYear, Limit::Regions], vec![Limit::BudgetPerYear]],
        relaxations: Vec::new(),
        together: vec![
            change("5 hours a week instead of 2 hours", Limit::HoursPerWeek),
            change("$300 a year instead of $100, or funding that pays for it", Limit::BudgetPerYear),
        ],
        possible_by: None,
        notes: Vec::new(),
        unweighed: Vec::new(),
        proved: true,
        all_looked_at: true,
        bounds: Vec::new(),
        steps_used: 678,
    }
}

#[test]
fn changes_that_help_only_together_are_named_together() {
    let answer = Recommendation::NoPathway(only_together());
    let expected = "\
What does not fit together
   Hours a week: this limit alone leaves no pathway, whatever the others.
   Days for training a year and the places you can get to: together these leave
   no pathway either.
   Money a year: this leaves no pathway either.

No single change is enough. These open a pathway, all of them together
   - 5 hours a week instead of 2 hours
   - $300 a year instead of $100, or funding that pays for it

Figures and dates rest on offerings that are (invented): nobody offers them.
They show how the registry works.
";
    let written = text::text(&catalogue(), reader(None), &answer, &[]);
    assert!(written.ends_with(expected), "{written}");
    let data: serde_json::Value = serde_json::from_str(&data::json(&answer, &[]).expect("data")).expect("JSON");
    assert_eq!(data["other_conflicts"], serde_json::json!([["days_per_year", "regions"], ["budget_per_year"]]));
    assert_eq!(data["together"][1]["limit"], "budget_per_year");
    assert_eq!(data["steps_used"], 678);
}

#[test]
fn an_answer_that_is_not_proved_says_what_is() {
    let bounds = vec![Bound::Cost(aud("400")), Bound::HeaviestWeek(5)];
    let best = Pathway {
        proved: false,
        bounds,
        ..pathway(vec![Objective::LeastCost, Objective::LightestLoad], vec![listening()])
    };
    let written = text::text(&catalogue(), reader(None), &found(vec![best.clone()]), &[]);
    let said = "The search stopped early, so there may be a better one. No pathway costs less than $400; this one may be up to \
        $20 dearer than the best. No pathway has a heaviest week under 5 hours, and neither does this one.";
    assert!(written.split_whitespace().collect::<Vec<_>>().join(" ").contains(said), "{written}");
    let data: serde_json::Value =
        serde_json::from_str(&data::json(&found(vec![best]), &[]).expect("data")).expect("JSON");
    let bounds = serde_json::json!([
        { "objective": "least-cost", "bound": "400.00", "gap": "20.00" },
        { "objective": "lightest-load", "bound": 5, "gap": 0 },
    ]);
    assert_eq!(data["pathways"][0]["bounds"], bounds);

    let none = NoPathway {
        proved: false,
        bounds: vec![Bound::Cost(aud("90")), Bound::Finish(day("2027-06-06"))],
        ..only_together()
    };
    let written = text::text(&catalogue(), reader(None), &Recommendation::NoPathway(none), &[]);
    let said = "We found no pathway to Tier 2 in 678 steps of search. It stopped early, so there may be one. No pathway costs \
        less than $90. No pathway finishes before 6 June 2027.";
    assert!(written.split_whitespace().collect::<Vec<_>>().join(" ").starts_with(said), "{written}");
}

#[test]
fn a_reason_is_told_once_and_then_referred_to() {
    let written = text::text(
        &catalogue(),
        reader(None),
        &found(vec![pathway(Objective::ALL.to_vec(), vec![listening(), listening()])]),
        &[],
    );
    assert_eq!(written.matches("For the same reason as step 1.").count(), listening().reasons.len(), "{written}");
}

#[test]
fn a_price_that_a_document_gives_is_told_with_the_document() {
    let with = |price_provenance| {
        let step = Step { price_provenance, ..listening() };
        text::text(&catalogue(), reader(None), &found(vec![pathway(vec![Objective::Soonest], vec![step])]), &[])
    };
    assert!(with(Some(quoted())).contains("   Price from  Leading the Change"), "{}", with(Some(quoted())));
    assert!(!with(None).contains("Price from"));
}

#[test]
fn credit_that_no_step_states_is_not_called_the_most() {
    let without = Step { credit: None, ..listening() };
    let written =
        text::text(&catalogue(), reader(None), &found(vec![pathway(vec![Objective::MostCredit], vec![without])]), &[]);
    assert!(written.contains("Most credit (no step states any)."), "{written}");
}

#[test]
fn the_data_has_the_fields_that_are_documented() {
    let answer = found(vec![pathway(vec![Objective::Soonest], vec![step("Listening", "2027-03-01", "2027-04-02")])]);
    let data: serde_json::Value =
        serde_json::from_str(&data::json(&answer, &[Without::Nothing]).expect("data")).expect("JSON");
    let documented = include_str!("../../../../docs/COMMAND_LINE.md");
    let mut open = vec![&data];
    while let Some(value) = open.pop() {
        match value {
            serde_json::Value::Object(fields) => {
                for (name, value) in fields {
                    assert!(documented.contains(&format!("`{name}`")), "{name} is not in docs/COMMAND_LINE.md");
                    open.push(value);
                }
            }
            serde_json::Value::Array(values) => open.extend(values),
            _ => {}
        }
    }
    let step = &data["pathways"][0]["steps"][0];
    assert_eq!((&step["cost"], &step["own_time_minutes"]), (&"120.00".into(), &1200.into()));
    assert_eq!((&step["invented"], &step["start"]), (&true.into(), &"2027-03-01".into()));
}

#[test]
fn bars_stand_under_their_months() {
    let steps = [step("a", "2027-03-01", "2027-04-30"), step("b", "2027-11-15", "2028-02-10")];
    let lines = timeline::lines(&steps);
    let expected = [
        "     2027                                    2028",
        "     Mar Apr May Jun Jul Aug Sep Oct Nov Dec Jan Feb",
        "  1  ████████",
        "  2                                   ███████████████",
    ];
    assert_eq!(lines.len(), 4);
    assert_eq!(lines[..3], expected[..3], "{}", lines.join("\n"));
    assert!(lines[3].starts_with(&expected[3][..36]), "{}", lines.join("\n"));
}

#[test]
fn ten_years_of_steps_keep_to_the_page() {
    for end in ["2027-03-02", "2029-06-30", "2031-12-31", "2033-01-31", "2037-02-28"] {
        let lines = timeline::lines(&[step("a", "2027-03-01", "2027-04-30"), step("b", "2027-03-01", end)]);
        assert!(lines.iter().all(|line| line.chars().count() <= WIDTH), "{}", lines.join("\n"));
    }
    assert_eq!(timeline::lines(&[]), Vec::<String>::new());
}
