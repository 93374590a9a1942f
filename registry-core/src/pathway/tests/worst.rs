//! The worst that can be asked: no panic, and an answer that keeps to the limits.

use chrono::{Days, NaiveDate};
use proptest::prelude::*;

use super::*;
use crate::course::{Course, Delivery, Offering};
use crate::credit::{CreditExchange, CreditRule, CreditStanding};
use crate::date::add_months;
use crate::learner_record::{Employment, HELD_MAX, LearnerRecord, LearnerRecordParts};
use crate::money::Aud;
use crate::requisite::{Gate, RequisiteExpr};
use crate::sample::{
    any_version, before, beside, course, day, held, hours, parts, qualification, read, request, role, source, tier,
    version,
};
use crate::tier::Tier;
use crate::volume::{HOURS_MAX, Hours};

/// Offerings on the edges of time and of every amount.
fn extreme(start: NaiveDate) -> CatalogueParts {
    let months = Gate::ExperienceOver { months: u16::MAX };
    let mut all = parts(vec![
        course("a", vec![]),
        course("b", vec![before(any_version("a"))]),
        course("c", vec![beside(any_version("a")), before(RequisiteExpr::Gate(Gate::Employed))]),
        course("never", vec![before(RequisiteExpr::Gate(months))]),
    ]);
    let last = add_months(start, 120).unwrap_or(NaiveDate::MAX);
    let before_last = last.pred_opt().unwrap_or(last);
    let dated = |start, end| Delivery::Dated { start, end };
    let rolling = |from, until, weeks| Delivery::Rolling { from, until, weeks };
    let deliveries = [
        ("a", dated(NaiveDate::MIN, NaiveDate::MAX)),
        ("a", dated(start, start)),
        ("a", dated(start.pred_opt().unwrap_or(start), last)),
        ("b", dated(last, last)),
        ("b", dated(before_last, before_last)),
        ("b", dated(NaiveDate::MAX, NaiveDate::MAX)),
        ("b", rolling(NaiveDate::MIN, Some(NaiveDate::MAX), 260)),
        ("c", rolling(NaiveDate::MIN, Some(NaiveDate::MIN), 1)),
        ("c", rolling(NaiveDate::MAX, None, 1)),
        ("c", rolling(start, Some(start), 260)),
        ("c", dated(before_last, before_last)),
    ];
    for (index, (code, delivery)) in deliveries.into_iter().enumerate() {
        let like = all.offerings.iter().find(|offering| offering.code.as_str() == code).expect("a weekly one");
        all.offerings.push(Offering {
            code: read(&format!("{code}-{index}")),
            delivery,
            price: if index % 2 == 0 { Aud::MAX } else { Aud::ZERO },
            own_time: if index % 4 == 0 { hours(HOURS_MAX) } else { Hours::ZERO },
            days: u16::try_from(index % 2).unwrap_or(0),
            ..like.clone()
        });
    }
    all.tiers = vec![tier(Tier::One, vec![before(RequisiteExpr::Gate(Gate::Employed))], any_version("c"))];
    all.roles = vec![role("r", vec![before(any_version("b")), before(any_version("c"))])];
    all.qualifications = vec![qualification("q", vec![])];
    all.credit_rules = vec![CreditRule::new(
        read("rule"),
        read("q"),
        CreditExchange::Series {
            of: vec![read("a"), read("b"), read("c")],
            size: 1,
            points_each_series: read("0.000001"),
        },
        CreditStanding::Guaranteed,
        source(),
    )];
    all
}

fn dates(start: NaiveDate) -> impl Strategy<Value = NaiveDate> {
    prop_oneof![
        Just(start),
        Just(NaiveDate::MIN),
        Just(NaiveDate::MAX),
        (0u64..4_000).prop_map(move |ahead| start.checked_add_days(Days::new(ahead)).unwrap_or(start)),
        Just(add_months(start, 120).unwrap_or(start)),
    ]
}

fn starts() -> impl Strategy<Value = NaiveDate> {
    prop_oneof![
        Just(day("2000-01-01")),
        Just(day("2028-02-29")),
        Just(day("2200-12-31")),
        Just(day("2027-02-01")),
        Just(day("2027-02-07")),
    ]
}

fn requests() -> impl Strategy<Value = Request> {
    let goal = prop_oneof![
        Just("course:b"),
        Just("course:never"),
        Just("role:r"),
        Just("tier:1"),
        Just("qualification:q"),
        Just("credit:0.000003@q"),
        Just("credit:10000@q"),
    ];
    let money = prop_oneof![
        Just(None),
        Just(Some(Aud::ZERO)),
        Just(Some(Aud::MAX)),
        Just(Aud::from_cents(i64::MAX)),
        Just(Aud::from_cents(1)),
    ];
    let days = prop_oneof![Just(None), Just(Some(0)), Just(Some(1)), Just(Some(367)), Just(Some(u16::MAX))];
    let week = prop_oneof![Just(Hours::ZERO), Just(Hours::from_minutes(1)), Just(hours(2)), Just(hours(60))];
    let person = (prop_oneof![Just(0u16), Just(12), Just(600)], 0u8..3);
    (starts(), goal, money, days, week, person).prop_flat_map(|(start, goal, money, days, week, (months, work))| {
        (dates(start), dates(start), prop::option::of(dates(start))).prop_map(move |(as_at, first_day, deadline)| {
            let employment = match work {
                0 => Employment::NotEmployed,
                1 if first_day > as_at => Employment::Starting { from: first_day },
                _ => Employment::Employed,
            };
            let parts =
                LearnerRecordParts { experience_months: months, employment, ..LearnerRecordParts::empty(as_at) };
            let mut asked = request(goal);
            asked.record = LearnerRecord::new(parts).expect("no contradiction");
            asked.limits = Limits::open(start, week);
            asked.limits.deadline = deadline.map(|day| day.max(start));
            asked.limits.days_per_year = days;
            asked.limits.budget_per_year = money;
            asked
        })
    })
}

/// What every pathway keeps to, whatever is asked.
fn keeps_to_the_limits(pathway: &Pathway, asked: &Request) -> Result<(), TestCaseError> {
    let limits = &asked.limits;
    prop_assert!(!pathway.best_at.is_empty());
    prop_assert!(pathway.heaviest_week <= limits.hours_per_week);
    for step in &pathway.steps {
        prop_assert!(step.start >= limits.earliest_start && step.start <= step.end);
        prop_assert!(limits.deadline.is_none_or(|deadline| step.end <= deadline));
        prop_assert!(add_months(limits.earliest_start, 120).is_none_or(|after| step.end < after));
        prop_assert!(!step.reasons.is_empty());
    }
    for year in &pathway.years {
        prop_assert!(year.from <= year.to);
        prop_assert!(limits.budget_per_year.is_none_or(|most| year.cost <= most));
        prop_assert!(limits.days_per_year.is_none_or(|most| year.days <= u32::from(most)));
    }
    prop_assert_eq!(pathway.cost, pathway.years.iter().map(|year| year.cost).sum::<Aud>());
    prop_assert_eq!(pathway.finish, pathway.steps.iter().map(|step| step.end).max());
    Ok(())
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 192, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn extreme_limits_get_an_answer_and_never_a_panic(asked in requests(), steps in 0u64..3_000) {
        let catalogue = build(extreme(asked.limits.earliest_start));
        match recommend(&catalogue, &asked, Budget { steps }).expect("a sound request") {
            Recommendation::Pathways(found) => {
                prop_assert!((1..=3).contains(&found.pathways.len()));
                for pathway in &found.pathways {
                    keeps_to_the_limits(pathway, &asked)?;
                }
            }
            Recommendation::NoPathway(why) => {
                prop_assert!(why.blockers.is_empty() || why.conflict.is_empty());
            }
        }
    }
}

#[test]
fn a_day_ten_years_after_the_start_is_in_no_plan_year() {
    let mut all = parts(vec![course("a", vec![])]);
    let on = |text: &str| Delivery::Dated { start: day(text), end: day(text) };
    all.offerings[0].delivery = on("2037-02-01");
    let why = no_pathway(all.clone(), &request("course:a"));
    assert_eq!(why.blockers[0].missing, "an offering of Course A that starts within the ten years a plan looks ahead");
    all.offerings[0].delivery = on("2037-01-31");
    let found = pathways(all, &request("course:a"));
    let last = found.pathways[0].years.last().map(|year| (year.from, year.to));
    assert_eq!(last, Some((day("2036-02-01"), day("2037-01-31"))));
}

#[test]
fn a_request_at_the_calendars_ends_is_refused_and_not_a_panic() {
    let catalogue = build(extreme(day("2027-02-01")));
    for start in [NaiveDate::MIN, NaiveDate::MAX] {
        let mut asked = request("role:r");
        asked.limits.earliest_start = start;
        asked.limits.deadline = Some(NaiveDate::MIN);
        asked.limits.hours_per_week = Hours::from_minutes(u32::MAX);
        let found = recommend(&catalogue, &asked, Budget { steps: u64::MAX }).expect_err("refused");
        assert!(found.contains(&RequestProblem::StartOutOfRange { date: start }));
    }
}

#[test]
fn five_hundred_things_held_are_read() {
    let courses: Vec<Course> = (0..HELD_MAX).map(|number| course(&format!("c{number}"), vec![])).collect();
    let all = courses.iter().map(|course| any_version(course.code.as_str()));
    let joined: Vec<_> = all.collect::<Vec<_>>().chunks(50).map(|part| RequisiteExpr::all(part.to_vec())).collect();
    let joined: Result<Vec<_>, _> = joined.into_iter().collect();
    let everything = RequisiteExpr::all(joined.expect("fifty each")).expect("ten");
    let holds: Vec<_> = courses.iter().map(|course| held(course.code.as_str(), "1.0.0")).collect();
    let mut all = courses;
    all.push(course("last", vec![before(everything)]));
    let mut asked = request("course:last");
    let record = LearnerRecordParts { held: holds, ..LearnerRecordParts::empty(day("2027-02-01")) };
    asked.record = LearnerRecord::new(record).expect("no more than can be read");
    assert_eq!(steps(&pathways(parts(all), &asked).pathways[0]), ["last 2027-02-01 to 2027-02-07"]);
}

#[test]
fn a_long_chain_of_requisites_is_walked_to_its_end() {
    let chain = |number: usize| match number {
        0 => course("c0", vec![]),
        _ => course(&format!("c{number}"), vec![before(any_version(&format!("c{}", number - 1)))]),
    };
    let mut long: Vec<Course> = (0..200).map(chain).collect();
    long[7].versions.push(version("2.0.0"));
    let found = pathways(parts(long), &request("course:c199"));
    assert_eq!(found.pathways[0].steps.len(), 200);
}
