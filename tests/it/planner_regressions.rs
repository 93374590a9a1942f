//! What the planner once got wrong, each as small as it can be.

use registry_api::format::{SourceFile, read_catalogue, read_profile};
use registry_core::catalogue::Catalogue;
use registry_core::money::Aud;
use registry_core::pathway::answer::{Limit, Objective};
use registry_core::pathway::{Budget, NoPathway, Pathways, Recommendation, Request};
use registry_tests::seeds;
use registry_tests::validator::recommended;

const BASE: &str = r#"
    invented = true
    documents = [{ code = "document", title = "A document", publisher = "Somebody" }]
    [[providers]]
    code = "provider"
    title = "A provider"
    kind = "rto"
"#;

/// A course of an hour, and what it requires.
fn course(code: &str, requisites: &str) -> String {
    format!(
        r#"
        [[courses]]
        code = "{code}"
        title = "Course {code}"
        kind = "workshop"
        description = "A course."
        tiers = []
        roles = []
        perspectives = []
        tags = []
        assumption = true
        note = "made for a test"
        [[courses.versions]]
        version = "1.0.0"
        published = "2026-01-01"
        outcomes = []
        volume_of_learning_hours = 1
        assessed = false
        requisites = [{requisites}]
        "#
    )
}

/// A free online offering of a course.
fn offering(course: &str, delivery: &str) -> String {
    format!(
        r#"
        [[offerings]]
        code = "{course}-online"
        course = "{course}"
        version = "1.0.0"
        provider = "provider"
        mode = "online"
        delivery = {{ {delivery} }}
        price = "0.00"
        days = 0
        own_time_hours = 1
        peer_led = false
        peer_developed = false
        peer_delivered = false
        "#
    )
}

/// A role and its preparation.
fn role(preparation: &str) -> String {
    format!(
        r#"
        [[roles]]
        code = "role"
        title = "A role"
        description = "Work."
        family = "research"
        perspectives = []
        workforces = []
        preparation = [{preparation}]
        assumption = true
        note = "made for a test"
        "#
    )
}

fn required(expression: &str) -> String {
    format!(
        r#"{{ kind = "prerequisite", strength = "required", requires = {expression}, source = {{ document = "document", place = "1", quote = "as it says" }} }},"#
    )
}

fn advised(expression: &str) -> String {
    format!(
        r#"{{ kind = "prerequisite", strength = "advised", requires = {expression}, assumption = true, note = "it seems a help" }},"#
    )
}

#[track_caller]
fn question(entries: &[String], profile: &str) -> (Catalogue, Request) {
    let text = format!("{BASE}{}", entries.concat());
    let file = SourceFile { name: "test.toml", text: &text };
    let catalogue = read_catalogue(&[file]).and_then(|read| read.build()).expect("a sound catalogue");
    let text =
        format!("[profile]\nearliest_start = \"2027-02-01\"\nexperience_months = 0\nhours_per_week = 5\n{profile}");
    let file = SourceFile { name: "person.toml", text: &text };
    let today = "2027-02-01".parse().expect("a date");
    let profile = read_profile(&file, today, None).expect("a sound profile");
    (catalogue, profile.request)
}

#[track_caller]
fn answered((catalogue, request): &(Catalogue, Request)) -> Recommendation {
    recommended(catalogue, request, Budget::default())
}

#[track_caller]
fn planned(question: &(Catalogue, Request)) -> Pathways {
    match answered(question) {
        Recommendation::Pathways(found) => found,
        Recommendation::NoPathway(none) => panic!("{none:#?}"),
    }
}

#[track_caller]
fn refused(question: &(Catalogue, Request)) -> NoPathway {
    match answered(question) {
        Recommendation::NoPathway(none) => none,
        Recommendation::Pathways(found) => panic!("{found:#?}"),
    }
}

const PERSON: &str = "goal = \"role:role\"\nemployment = \"employed\"\n";
const ROLLING: &str = r#"rolling_from = "2027-01-04", weeks = 1"#;

#[test]
fn steps_of_one_week_stand_in_order_of_day() {
    let entries = [
        course("first", ""),
        course("second", ""),
        offering("first", r#"start = "2027-02-03", end = "2027-02-03""#),
        offering("second", ROLLING),
        role(&required(r#"{ all = [{ course = "first" }, { course = "second" }] }"#)),
    ];
    let found = planned(&question(&entries, PERSON));
    let starts = found.pathways[0].steps.iter().map(|step| step.start);
    assert!(starts.is_sorted(), "{found:#?}");
}

#[test]
fn a_window_without_a_monday_is_no_offering() {
    let entries = [
        course("never", ""),
        offering("never", r#"rolling_from = "2027-02-02", rolling_until = "2027-02-05", weeks = 1"#),
        role(&advised(r#"{ course = "never" }"#)),
    ];
    let found = planned(&question(&entries, PERSON));
    assert_eq!(found.also_needed.len(), 1, "{found:#?}");
}

#[test]
fn gates_that_open_on_one_day_all_count() {
    let both = r#"{ at_least = 2, of = [{ gate = "employed" }, { gate = "partner-release" }] }"#;
    let entries =
        [course("only", &required(both)), offering("only", ROLLING), role(&required(r#"{ course = "only" }"#))];
    let starting =
        "goal = \"role:role\"\nemployment = \"starting\"\nemployment_from = \"2027-03-01\"\npartner_release = true\n";
    let found = planned(&question(&entries, starting));
    assert_eq!(found.pathways[0].steps[0].start.to_string(), "2027-03-01");
}

#[test]
fn a_step_does_not_wait_for_a_gate_it_can_do_without() {
    let either = r#"{ any = [{ gate = "experience-over", months = 3 }, { course = "first" }] }"#;
    let entries = [
        course("first", ""),
        course("second", &required(either)),
        offering("first", ROLLING),
        offering("second", r#"start = "2027-06-07", end = "2027-06-07""#),
        role(&required(r#"{ all = [{ course = "first" }, { course = "second" }] }"#)),
    ];
    let found = planned(&question(&entries, PERSON));
    let last = found.pathways[0].steps.last().expect("two steps");
    assert_eq!(last.waits_for, None);
}

#[test]
fn dates_that_never_fit_are_named_as_what_stands_in_the_way() {
    let entries = [
        course("first", ""),
        course("second", &required(r#"{ course = "first" }"#)),
        offering("first", r#"start = "2027-03-01", end = "2027-03-05""#),
        offering("second", r#"start = "2027-03-05", end = "2027-03-12""#),
        role(&required(r#"{ course = "second" }"#)),
    ];
    let none = refused(&question(&entries, PERSON));
    let missing: Vec<&str> = none.blockers.iter().map(|blocker| blocker.missing.as_str()).collect();
    assert_eq!(
        missing,
        ["an offering of Course second that starts after what it needs: those there are start too early"]
    );
    assert!(none.blockers[0].provenance.is_some());
}

#[test]
fn a_later_deadline_is_one_on_which_a_gate_has_opened() {
    let either = r#"{ any = [{ gate = "experience-at-least", months = 6 }, { course = "nowhere" }] }"#;
    let entries = [course("nowhere", ""), role(&required(either))];
    let none = refused(&question(&entries, &format!("{PERSON}deadline = \"2027-05-31\"\n")));
    assert_eq!(none.conflict, [Limit::Deadline]);
    assert_eq!(none.relaxations[0].change, "finishing by 1 August 2027 instead of 31 May 2027");
}

#[test]
fn a_gate_in_the_goal_does_not_hide_cheaper_plans() {
    let entries = [
        course("first", ""),
        course("second", ""),
        offering("first", r#"start = "2027-02-02", end = "2027-02-08""#),
        offering("first", r#"start = "2027-02-01", end = "2027-02-01""#)
            .replace("first-online", "first-dear")
            .replace("0.00", "100.00"),
        offering("second", r#"start = "2027-02-09", end = "2027-02-09""#),
        role(&required(
            r#"{ all = [{ course = "first" }, { course = "second" }, { gate = "experience-at-least", months = 1 }] }"#,
        )),
    ];
    let found = planned(&question(&entries, PERSON));
    let soonest = &found.pathways[0];
    assert_eq!(soonest.best_at, [Objective::LeastCost, Objective::Soonest]);
    assert_eq!(soonest.cost, Aud::ZERO);
}

/// The second course can do with either other one, and of those the one that the role asks for too ends too late for it. So
/// both are in every plan, and neither is one too many where credit is compared.
#[test]
fn a_step_that_only_the_dates_make_needful_is_planned() {
    let entries = [
        course("early", ""),
        course("late", ""),
        course("second", &required(r#"{ any = [{ course = "early" }, { course = "late" }] }"#)),
        offering("early", r#"start = "2027-02-01", end = "2027-02-02""#),
        offering("late", r#"start = "2027-02-01", end = "2027-03-02""#),
        offering("second", r#"start = "2027-02-10", end = "2027-02-10""#),
        role(&required(r#"{ all = [{ course = "late" }, { course = "second" }] }"#)),
    ];
    let (catalogue, mut request) = question(&entries, PERSON);
    let usual = planned(&(catalogue.clone(), request.clone()));
    assert_eq!((usual.pathways[0].steps.len(), usual.pathways[0].proved), (3, true));
    request.objectives = vec![vec![Objective::MostCredit]];
    let found = planned(&(catalogue, request));
    assert_eq!((found.pathways[0].steps.len(), found.pathways[0].proved), (3, true));
}

#[test]
fn what_is_held_counts_in_whatever_order_it_was_told() {
    let newer = course("first", "");
    let entries = [
        newer.clone() + &newer[newer.find("[[courses.versions]]").expect("versions")..].replace("1.0.0", "2.0.0"),
        offering("first", ROLLING),
        role(&required(r#"{ course = "first", version = "^2" }"#)),
    ];
    let held = |first: &str, second: &str| {
        let one = |version: &str| format!(r#"{{ course = "first", version = "{version}", completed = "2027-01-04" }}"#);
        let (catalogue, request) = question(&entries, &format!("{PERSON}held = [{}, {}]\n", one(first), one(second)));
        planned(&(catalogue, request))
    };
    assert_eq!(held("1.0.0", "2.0.0"), held("2.0.0", "1.0.0"));
    assert_eq!(held("1.0.0", "2.0.0").notes, Vec::<String>::new());
}

/// Each course could start in time alone; two on the same evening cannot both come before the other.
#[test]
fn dates_that_do_not_fit_together_are_named_where_none_is_too_early_alone() {
    let entries = [
        course("first", ""),
        course("other", ""),
        course("second", &required(r#"{ at_least = 2, of = [{ course = "first" }, { course = "other" }] }"#)),
        offering("first", r#"start = "2027-02-01", end = "2027-02-12""#),
        offering("other", r#"start = "2027-02-01", end = "2027-03-12""#),
        offering("second", r#"start = "2027-02-22", end = "2027-02-23""#),
        role(&required(r#"{ course = "second" }"#)),
    ];
    let none = refused(&question(&entries, PERSON));
    assert_eq!(none.blockers.len(), 1, "{none:#?}");
}

#[test]
fn offerings_that_start_before_a_gate_opens_name_the_gate_and_its_day() {
    let entries = [
        course("first", &required(r#"{ gate = "experience-over", months = 12 }"#)),
        offering("first", r#"start = "2027-02-10", end = "2027-02-10""#),
        role(&required(r#"{ course = "first" }"#)),
    ];
    let person = PERSON.to_owned();
    let (catalogue, mut request) = question(&entries, &person);
    let mut record = request.record.to_parts();
    record.experience_months = 11;
    request.record = registry_core::LearnerRecord::new(record).expect("a sound record");
    let none = refused(&(catalogue, request));
    assert_eq!(
        none.blockers[0].missing,
        "an offering of Course first that starts on 2 March 2027 or later, when you have more than 12 months of experience as a consumer worker: those there are start too early"
    );
}

/// What somebody is doing already is there beside a step, also where it ends only after the day by which all is to be finished:
/// advice to learn both together is followed. A plan that needs it cannot be finished by then.
#[test]
fn advice_is_followed_by_what_is_under_way_beside_a_step_however_late_it_ends() {
    let asked = |strength: fn(&str) -> String, ends: &str| {
        let entries = [
            course("first", ""),
            course("second", &strength(r#"{ course = "first" }"#).replace("prerequisite", "corequisite")),
            offering("second", ROLLING),
            role(&required(r#"{ course = "second" }"#)),
        ];
        let doing = format!(
            r#"enrolled = [{{ course = "first", version = "1.0.0", ends = "{ends}", hours_per_week = 1, days = 0 }}]"#
        );
        question(&entries, &format!("{PERSON}deadline = \"2027-05-31\"\n{doing}\n"))
    };
    for ends in ["2027-05-31", "2027-06-01", "2027-09-30"] {
        let found = planned(&asked(advised, ends));
        let [step] = &found.pathways[0].steps[..] else { panic!("{found:#?}") };
        let followed: Vec<bool> = step.advice.iter().map(|advice| advice.followed).collect();
        assert_eq!((step.start.to_string(), followed), ("2027-02-01".to_owned(), vec![true]), "{ends}");
    }
    assert_eq!(
        planned(&asked(required, "2027-05-31")).pathways[0].finish.map(|day| day.to_string()),
        Some("2027-05-31".to_owned())
    );
    assert_eq!(refused(&asked(required, "2027-06-01")).conflict, [Limit::Deadline]);
}

/// A unit is held in one version and assessed in another, which a role asks for, on the way to an award by its units: it counts
/// once, as it was completed last.
#[test]
fn what_is_held_in_one_version_may_be_assessed_in_another() {
    let first = course("first", "").replace("workshop", "unit-of-competency");
    let version = first[first.find("[[courses.versions]]").expect("versions")..].replace("1.0.0", "2.0.0");
    let assessed = r#"rpl_asks = [{ gate = "employed" }]"#;
    let award = r#"
        [[qualifications]]
        code = "award"
        title = "An award"
        aqf_type = "certificate-iv"
        currency = "current"
        source = { external = "example.org", place = "Handbook", confidence = "high" }
        [qualifications.packaging]
        core = 2
        electives = 0
        groups = [{ code = "core", title = "Core", kind = "core", units = ["first", "second"] }]
        source = { external = "example.org", place = "Handbook", confidence = "high" }
        [qualifications.recognition]
        rpl_most_percent = 50
        source = { external = "example.org", place = "Handbook", confidence = "high" }
        "#;
    let entries = [
        first.clone() + &version,
        course("second", "").replace("workshop", "unit-of-competency"),
        offering("first", ROLLING).replace("1.0.0", "2.0.0") + assessed + "\n",
        offering("second", ROLLING),
        award.to_owned(),
        role(&required(r#"{ all = [{ course = "first", version = "^2" }, { qualification = "award" }] }"#)),
    ];
    let held = r#"held = [{ course = "first", version = "1.0.0", completed = "2026-05-01" }]"#;
    let found = planned(&question(&entries, &format!("{PERSON}{held}\n")));
    let steps = found.pathways[0].steps.iter().map(|step| (step.offering.as_str(), step.by_rpl));
    let steps: Vec<_> = steps.collect();
    assert_eq!(steps, [("first-online", true), ("second-online", false)]);
}

/// A search that is cut short has a plan for every objective, if it has any, and no step that nothing needs.
#[test]
fn people_get_sound_answers_however_few_the_search_steps() {
    let catalogue = seeds::catalogue();
    for (name, person) in seeds::people() {
        for steps in [0, 1, 3, 10, 30, 100, 300, 1_000] {
            let answer = recommended(&catalogue, &person.request, Budget { steps });
            let is_of_goal = matches!(&answer, Recommendation::Pathways(found) if found.goal == person.request.goal);
            assert!(is_of_goal || matches!(answer, Recommendation::NoPathway(_)), "{name}, {steps} steps");
        }
    }
}
