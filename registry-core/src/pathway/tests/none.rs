//! Why there is no pathway, in words.

use super::*;
use crate::course::{Mode, PeerShare, VersionStatus};
use crate::pathway::answer::Limit;
use crate::provider::Region;
use crate::requisite::{Gate, RequisiteExpr};
use crate::role::Perspective;
use crate::sample::{any_version, before, course, day, hours, parts, read, request, source};

/// `a`, and `b` that needs `a`, as they are offered every week; one week in person in Perth where `change` says so.
fn two() -> CatalogueParts {
    let mut parts = parts(vec![course("a", vec![]), course("b", vec![before(any_version("a"))])]);
    parts.regions = vec![Region { code: read("perth"), title: "Perth".to_owned(), provenance: source() }];
    parts
}

/// Every change that is named opens a pathway when it is made, and nothing else is.
#[track_caller]
fn each_change_opens_a_pathway(parts: &CatalogueParts, asked: &Request, why: &NoPathway) {
    let catalogue = Catalogue::build(parts.clone()).expect("sound");
    for relaxation in &why.relaxations {
        let changed = relaxation.to.of(asked).expect("nothing contradicts");
        let answer = recommend(&catalogue, &changed, Budget::default()).expect("a question");
        assert!(matches!(answer, Recommendation::Pathways(_)), "{}", relaxation.change);
    }
}

/// Asks for `course:b` under changed limits and expects these limits in conflict, and these changes that would help.
#[track_caller]
fn check(parts: CatalogueParts, change: impl FnOnce(&mut Request), conflict: &[Limit], relaxations: &[&str]) {
    let mut asked = request("course:b");
    change(&mut asked);
    let why = no_pathway(parts.clone(), &asked);
    each_change_opens_a_pathway(&parts, &asked, &why);
    assert_eq!(why.blockers, []);
    assert_eq!(why.conflict, conflict);
    assert_eq!(why.relaxations.iter().map(|change| change.change.as_str()).collect::<Vec<_>>(), relaxations);
    assert!(why.proved);
}

/// Asks for `course:b` and expects these blockers: what is barred, and what is missing.
#[track_caller]
fn blocked(parts: CatalogueParts, blockers: &[(&str, &str)], relaxations: &[&str]) {
    let why = no_pathway(parts.clone(), &request("course:b"));
    each_change_opens_a_pathway(&parts, &request("course:b"), &why);
    let found: Vec<_> =
        why.blockers.iter().map(|blocker| (blocker.barred.join(" < "), blocker.missing.clone())).collect();
    let wanted: Vec<_> =
        blockers.iter().map(|(barred, missing)| ((*barred).to_owned(), (*missing).to_owned())).collect();
    assert_eq!(found, wanted);
    assert_eq!(why.conflict, []);
    assert_eq!(why.relaxations.iter().map(|change| change.change.as_str()).collect::<Vec<_>>(), relaxations);
}

#[test]
fn too_few_hours_days_or_dollars_are_answered_with_the_least_that_would_do() {
    check(
        two(),
        |asked| asked.limits.hours_per_week = hours(0),
        &[Limit::HoursPerWeek],
        &["2 hours a week instead of no own time"],
    );
    check(two(), |asked| asked.limits.days_per_year = Some(0), &[Limit::DaysPerYear], &["1 day a year instead of 0"]);
    check(
        two(),
        |asked| asked.limits.budget_per_year = Some(read("99.99")),
        &[Limit::BudgetPerYear],
        &["$100 a year instead of $99.99, or funding that pays for it"],
    );
}

#[test]
fn too_little_time_is_answered_with_the_day_it_would_be_finished() {
    check(
        two(),
        |asked| asked.limits.deadline = Some(day("2027-02-13")),
        &[Limit::Deadline],
        &["finishing by 14 February 2027 instead of 13 February 2027"],
    );
    check(
        two(),
        |asked| asked.limits.deadline = Some(asked.limits.earliest_start),
        &[Limit::Deadline],
        &["finishing by 14 February 2027 instead of 1 February 2027"],
    );
}

#[test]
fn limits_that_conflict_only_together_are_named_together() {
    check(
        two(),
        |asked| {
            asked.limits.budget_per_year = Some(read("100"));
            asked.limits.deadline = Some(day("2027-12-31"));
        },
        &[Limit::BudgetPerYear, Limit::Deadline],
        &[
            "$200 a year instead of $100, or funding that pays for it",
            "finishing by 13 February 2028 instead of 31 December 2027",
        ],
    );
}

#[test]
fn who_where_and_how_are_limits_too() {
    let in_perth = || {
        let mut parts = two();
        parts.offerings[0].mode = Mode::InPerson;
        parts.offerings[0].region = Some(read("perth"));
        parts
    };
    check(in_perth(), |_| {}, &[Limit::Regions], &["being able to get to Perth"]);
    check(
        in_perth(),
        |asked| {
            asked.limits.regions = vec![read("perth")];
            asked.limits.modes = vec![Mode::Online];
        },
        &[Limit::Modes],
        &["being taught in person as well"],
    );
    check(
        two(),
        |asked| asked.limits.exclude = vec![read("a")],
        &[Limit::Exclusions],
        &["taking Course A off the list of what you will not do"],
    );
    check(
        {
            let mut parts = two();
            parts.offerings[1].peer = PeerShare { led: true, developed: true, delivered: true };
            parts
        },
        |asked| asked.wishes.led = Wish::Only,
        &[Limit::PeerOnly],
        &["training that is not only in peers' hands"],
    );
    check(
        {
            let mut parts = two();
            parts.courses[0].perspectives = vec![Perspective::FamilyCarer];
            parts
        },
        |asked| asked.limits.perspective = Some(Perspective::Consumer),
        &[Limit::Perspective],
        &["training that is meant for the other perspective"],
    );
}

/// Both are excluded and both are needed; `c` is excluded, too, and nothing asks for it.
#[test]
fn what_has_to_come_off_the_list_is_named_and_nothing_else() {
    let asks = vec![before(any_version("a")), before(any_version("d"))];
    let mut all = parts(vec![course("a", vec![]), course("b", asks), course("c", vec![]), course("d", vec![])]);
    all.regions = vec![Region { code: read("perth"), title: "Perth".to_owned(), provenance: source() }];
    (all.offerings[1].mode, all.offerings[1].region) = (Mode::Blended, Some(read("perth")));
    check(
        all.clone(),
        |asked| {
            asked.limits.regions = vec![read("perth")];
            asked.limits.exclude = ["a", "c", "d"].map(read).to_vec();
        },
        &[Limit::Exclusions],
        &["taking Course A and Course D off the list of what you will not do"],
    );
    check(
        all,
        |asked| {
            asked.limits.regions = vec![read("perth")];
            asked.limits.modes = vec![Mode::Online];
        },
        &[Limit::Modes],
        &["being taught partly online as well"],
    );
}

#[test]
fn what_nobody_offers_or_publishes_is_named_from_the_goal_down() {
    let mut unoffered = two();
    unoffered.offerings.remove(0);
    blocked(unoffered, &[("Course B", "an offering of Course A: nobody offers it in this catalogue")], &[]);
    let mut withdrawn = two();
    withdrawn.courses[0].versions[0].status = VersionStatus::Withdrawn;
    blocked(withdrawn, &[("Course B", "Course A: no published version of it")], &[]);
}

#[test]
fn a_goal_that_was_replaced_is_answered_with_what_replaced_it() {
    let mut parts = two();
    parts.offerings.remove(1);
    parts.courses.push(course("c", vec![]));
    let b = parts.courses.remove(1);
    parts.courses.push(crate::sample::replaced(b, "c", crate::course::Equivalence::NotStated));
    let missing = "an offering of Course B: nobody offers it in this catalogue; c Course C has replaced it; plan for that instead";
    blocked(parts.clone(), &[("", missing)], &[]);
    let missing =
        "an offering of Course B: nobody offers it in this catalogue; c Course C has replaced it, and you hold that";
    let why = no_pathway(parts, &Request { record: holding_c(), ..request("course:b") });
    assert_eq!(why.blockers.iter().map(|blocker| blocker.missing.as_str()).collect::<Vec<_>>(), [missing]);
}

fn holding_c() -> crate::learner_record::LearnerRecord {
    let held = vec![crate::sample::held("c", "1.0.0")];
    crate::sample::learner(0, crate::learner_record::Employment::NotEmployed, held)
}

/// Nothing asks for the goal but the question.
#[test]
fn a_goal_that_is_not_published_is_not_asked_for_by_itself() {
    let mut withdrawn = two();
    withdrawn.courses[1].versions[0].status = VersionStatus::Withdrawn;
    blocked(withdrawn, &[("", "Course B: no published version of it")], &[]);
}

/// B asks for A; C, which has replaced A and is equivalent, is held. The goal was not replaced.
#[test]
fn what_replaced_a_requirement_is_no_other_goal() {
    let mut all = two();
    all.offerings.remove(0);
    all.courses.push(course("c", vec![]));
    let a = all.courses.remove(0);
    all.courses.push(crate::sample::replaced(a, "c", crate::course::Equivalence::Equivalent));
    let blocked_by = |asked: &Request| {
        let why = no_pathway(all.clone(), asked);
        why.blockers.iter().map(|blocker| blocker.missing.clone()).collect::<Vec<_>>()
    };
    let unoffered = "an offering of Course A: nobody offers it in this catalogue";
    let ask = "what replaced it does not meet this by itself, so ask the provider whether it is accepted";
    let asked = request("course:b");
    assert_eq!(blocked_by(&asked), [format!("{unoffered}; c Course C has replaced it; {ask}")]);
    let asked = Request { record: holding_c(), ..asked };
    assert_eq!(blocked_by(&asked), [format!("{unoffered}; you hold c Course C, which has replaced it; {ask}")]);
}

#[test]
fn a_bound_that_any_pathway_keeps_says_nothing() {
    use crate::pathway::bound::Bound;
    let start = day("2027-02-01");
    let trivial = [Bound::Cost(read("0")), Bound::Finish(start), Bound::HeaviestWeek(0), Bound::NotLed(0)];
    assert!(trivial.into_iter().all(|bound| bound.says_nothing(start)));
    let some = [Bound::Cost(read("0.01")), Bound::Finish(day("2027-02-02")), Bound::HeaviestWeek(1), Bound::NotLed(1)];
    assert!(some.into_iter().all(|bound| !bound.says_nothing(start)));
}

#[test]
fn a_gate_that_never_holds_is_named_with_what_would_meet_it() {
    let gate = |gate| vec![before(RequisiteExpr::Gate(gate))];
    let mut parts = two();
    parts.courses[0] = course("a", gate(Gate::Placement { hours: hours(80) }));
    blocked(
        parts,
        &[("Course B < Course A", "a placement, or work, of 80 hours")],
        &["working as a consumer worker from 1 February 2027", "having a placement, or work, of 80 hours"],
    );
    let mut parts = two();
    parts.courses[0] = course("a", gate(Gate::Supervision { perspective: Some(Perspective::Consumer) }));
    blocked(
        parts,
        &[("Course B < Course A", "regular supervision from the consumer perspective")],
        &["having regular supervision from the consumer perspective"],
    );
    let mut parts = two();
    parts.courses[0] = course("a", gate(Gate::Employed));
    blocked(
        parts,
        &[("Course B < Course A", "employment as a consumer worker")],
        &["working as a consumer worker from 1 February 2027"],
    );
}

#[test]
fn a_placement_that_helps_only_with_something_else_is_no_longer_than_is_needed() {
    let gate = |gate| before(RequisiteExpr::Gate(gate));
    let placement = |length| gate(Gate::Placement { hours: hours(length) });
    let mut parts = two();
    parts.courses[0] = course("a", vec![placement(80), gate(Gate::Supervision { perspective: None })]);
    parts.courses.push(course("c", vec![placement(160)]));
    let why = no_pathway(parts, &request("course:b"));
    assert_eq!(why.relaxations, []);
    assert_eq!(
        why.together.iter().map(|change| change.change.as_str()).collect::<Vec<_>>(),
        ["having a placement, or work, of 80 hours", "having regular supervision from the consumer perspective"]
    );
}

#[test]
fn what_begins_after_ten_years_is_too_late() {
    let mut parts = two();
    let from = day("2037-01-26");
    parts.offerings[1].delivery = crate::course::Delivery::Rolling { from, until: None, weeks: 2 };
    blocked(parts, &[("", "an offering of Course B that starts within the ten years a plan looks ahead")], &[]);
}

/// With any budget: what is named in conflict conflicts, what is named as a change helps, what was left out is said, and no
/// more steps are taken than the budget allows for three objectives and for the reasons, a quarter of each of the solver.
#[test]
fn reasons_take_no_more_than_their_budget_and_say_what_was_not_looked_at() {
    let parts = two();
    let mut asked = request("course:b");
    asked.limits.budget_per_year = Some(read("100"));
    asked.limits.deadline = Some(day("2027-12-31"));
    let (mut cut, mut whole) = (0, 0);
    for steps in (0..40).chain([100, 1_000, 10_000]) {
        let catalogue = build(parts.clone());
        let answer = recommend(&catalogue, &asked, Budget { steps }).expect("a sound request");
        let Recommendation::NoPathway(why) = answer else { panic!("there is none") };
        assert!(why.steps_used <= 5 * steps + 20, "{} of {steps}", why.steps_used);
        each_change_opens_a_pathway(&parts, &asked, &why);
        assert!(why.conflict.is_empty() || (why.conflict.contains(&Limit::BudgetPerYear) && why.proved), "{why:?}");
        let is_said = why.notes.iter().any(|note| note.contains("used up its steps"));
        assert_eq!(is_said, !why.all_looked_at, "{steps}: {why:?}");
        *(if why.all_looked_at { &mut whole } else { &mut cut }) += 1;
        if why.all_looked_at {
            assert_eq!(
                (why.conflict.as_slice(), why.relaxations.len()),
                (&[Limit::BudgetPerYear, Limit::Deadline][..], 2)
            );
        }
    }
    assert!(cut > 5 && whole > 2, "{cut} {whole}");
}

/// `a` takes much time online and little in person, and neither is within reach. What is named of the one must not be counted
/// with the other.
#[test]
fn what_is_named_together_opens_a_pathway_when_all_of_it_is_made() {
    for heavy in [Mode::Online, Mode::InPerson] {
        let mut all = two();
        let light = if heavy == Mode::Online { Mode::InPerson } else { Mode::Online };
        let perth = |offering: &mut crate::course::Offering, mode: Mode, time: u32| {
            let region = (mode != Mode::Online).then(|| read("perth"));
            (offering.mode, offering.region, offering.own_time) = (mode, region, hours(time));
        };
        perth(&mut all.offerings[0], heavy, 20);
        perth(&mut all.offerings[1], Mode::Blended, 1);
        let mut other = crate::course::Offering { code: read("a-light"), ..all.offerings[0].clone() };
        perth(&mut other, light, 1);
        // Dearer, or the other would never be chosen.
        other.price = read("900");
        all.offerings.push(other);
        let mut asked = request("course:b");
        (asked.limits.regions, asked.limits.modes) = (vec![read("perth")], vec![Mode::Blended]);
        asked.limits.hours_per_week = hours(0);
        let why = no_pathway(all.clone(), &asked);
        assert_eq!(why.together.len(), 2, "{why:?}");
        let changed = why.together.iter().fold(asked, |asked, change| change.to.of(&asked).expect("no contradiction"));
        let answer = recommend(&Catalogue::build(all).expect("sound"), &changed, Budget::default());
        assert!(matches!(answer, Ok(Recommendation::Pathways(_))), "{:?}", why.together);
    }
}
