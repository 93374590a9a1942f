//! The invented people: what the planner tells each of them, reviewed, and what must be true of all.
//!
//! The reviewed answers are in `snapshots/people`. To write them anew, run the tests with `UPDATE_SNAPSHOTS=1` and read
//! the difference.

use registry_core::catalogue::Catalogue;
use registry_core::course::OfferingOf;
use registry_core::date::next_day;
use registry_core::eligibility::{Standing, standing_of};
use registry_core::id::QualificationCode;
use registry_core::pathway::{Budget, Goal, Recommendation, Request};
use registry_core::requisite::RequisiteExpr;
use registry_core::tier::Tier;
use registry_tests::rendering::rendering;
use registry_tests::seeds;
use registry_tests::validator::recommended;

fn answer(catalogue: &Catalogue, request: &Request) -> Recommendation {
    recommended(catalogue, request, Budget::default())
}

fn person(name: &str) -> Request {
    let found = seeds::people().into_iter().find(|(file, _)| file == name);
    found.expect(name).1.request
}

/// Compares a text with its reviewed file, or writes the file when `UPDATE_SNAPSHOTS` is set.
#[track_caller]
fn reviewed(name: &str, text: &str) -> Result<(), String> {
    let path = seeds::root().join("tests/it/snapshots/people").join(format!("{name}.txt"));
    if std::env::var_os("UPDATE_SNAPSHOTS").is_some() {
        std::fs::write(&path, text).expect("the folder can be written");
    }
    let known = std::fs::read_to_string(&path).unwrap_or_default();
    let mut lines = known.lines().zip(text.lines()).enumerate();
    if known == text {
        return Ok(());
    }
    let place = match lines.find(|(_, (known, now))| known != now) {
        Some((line, (known, now))) => format!("line {}:\n  was {known}\n  is  {now}", line + 1),
        None => format!("{} lines instead of {}", text.lines().count(), known.lines().count()),
    };
    Err(format!("{name} differs from its reviewed answer, {place}\n"))
}

#[test]
fn every_person_gets_the_reviewed_answer() {
    let catalogue = seeds::catalogue();
    let mut differences = String::new();
    for (name, person) in seeds::people() {
        let text = rendering(&answer(&catalogue, &person.request));
        if let Err(difference) = reviewed(&name, &text) {
            differences.push_str(&difference);
        }
    }
    assert!(differences.is_empty(), "{differences}UPDATE_SNAPSHOTS=1 writes the answers of today; read what changes");
}

#[test]
fn every_persons_answer_keeps_to_the_rules_and_is_proved() {
    let catalogue = seeds::catalogue();
    for (name, person) in seeds::people() {
        let answer = answer(&catalogue, &person.request);
        let proved = match &answer {
            Recommendation::Pathways(found) => found.pathways.iter().all(|pathway| pathway.proved),
            Recommendation::NoPathway(none) => none.proved,
        };
        assert!(proved, "{name}");
    }
}

/// "Consumer workers who have been working for over one year" (Leading the Change, Figure 6, tier 3): at twelve months to the day,
/// tier 3 opens the day after.
#[test]
fn at_exactly_twelve_months_tier_three_waits_for_the_next_day() {
    let catalogue = seeds::catalogue();
    let grace = person("grace-twelve-months");
    let Recommendation::Pathways(found) = answer(&catalogue, &grace) else {
        panic!("Grace has a pathway");
    };
    let opens = next_day(grace.limits.earliest_start);
    for step in found.pathways.iter().flat_map(|pathway| &pathway.steps) {
        let wait = step.waits_for.as_ref().expect("it waits");
        assert_eq!(wait.from, opens, "{}", step.offering);
        assert!(step.start >= opens, "{}", step.offering);
    }
}

#[test]
fn without_a_partner_organisation_the_internship_names_the_release_agreement() {
    let catalogue = seeds::catalogue();
    let Recommendation::NoPathway(none) = answer(&catalogue, &person("dana-regional")) else {
        panic!("Dana has no pathway");
    };
    let release = "an employer that is a partner organisation and agrees to release you";
    let missing: Vec<&str> = none.blockers.iter().map(|blocker| blocker.missing.as_str()).collect();
    assert_eq!(missing, [release]);
    let source = none.blockers[0].provenance.as_ref().expect("a source").to_string();
    assert!(source.contains("partner organisations agree to release"), "{source}");
    let changes: Vec<&str> = none.relaxations.iter().map(|change| change.change.as_str()).collect();
    assert_eq!(changes, [format!("having {release}")]);
}

/// For every person, role and tier: whoever has a pathway has one when nobody offers the Certificate IV. It may be
/// chosen, as where funding makes it free, and is never required.
#[test]
fn the_certificate_iv_is_never_a_required_step() {
    let certificate = QualificationCode::new("CHC43515").expect("a code");
    let catalogue = seeds::catalogue();
    let mut parts = catalogue.to_parts();
    let taught = OfferingOf::Qualification(certificate);
    parts.offerings.retain(|offering| offering.of != taught);
    let without = Catalogue::build(parts).expect("a sound catalogue");
    let roles = catalogue.roles().map(|role| Goal::Role(role.code.clone()));
    let goals: Vec<Goal> = roles.chain(Tier::ALL.map(Goal::Tier)).collect();
    let budget = Budget { steps: 2_000 };
    for (name, person) in seeds::people() {
        for goal in &goals {
            let request = Request { goal: goal.clone(), ..person.request.clone() };
            let planned = |catalogue| matches!(recommended(catalogue, &request, budget), Recommendation::Pathways(_));
            assert!(!planned(&catalogue) || planned(&without), "{name}, {goal}");
        }
    }
}

#[test]
fn a_superseded_unit_that_is_not_equivalent_is_taken_again_and_the_answer_says_why() {
    let catalogue = seeds::catalogue();
    let Recommendation::Pathways(found) = answer(&catalogue, &person("kim-superseded-unit")) else {
        panic!("Kim has a pathway");
    };
    let steps: Vec<&str> = found.pathways[0].steps.iter().map(|step| step.title.as_str()).collect();
    assert_eq!(steps, ["Apply peer work practices in the mental health sector"]);
    let said = found.notes.iter().any(|note| note.contains("replaced by") && note.contains("not equivalent"));
    assert!(said, "{:?}", found.notes);
}

/// The planner's answer does not speak of what is held; the eligibility check does.
#[test]
fn a_superseded_qualification_that_does_not_count_is_explained() {
    let catalogue = seeds::catalogue();
    let ivan = person("ivan-superseded");
    let wanted = RequisiteExpr::Qualification(QualificationCode::new("CHC43515").expect("a code"));
    let mut notes = Vec::new();
    let at = ivan.limits.earliest_start;
    let standing = standing_of(&catalogue, &ivan.record, &wanted, at, &mut notes);
    assert_eq!(standing, Standing::Missing);
    assert_eq!(
        notes,
        [
            "you hold CHC42912 Certificate IV in Mental Health Peer Work, replaced by CHC43515, but nobody has said that the two are equivalent; ask the provider whether it counts",
            "Certificate IV in Mental Health Peer Work is missing",
        ]
    );
    let Recommendation::Pathways(found) = answer(&catalogue, &ivan) else {
        panic!("Ivan has a pathway");
    };
    assert_eq!(found.pathways[0].steps.len(), 1);
}
