//! Reads an answer from a form, and writes one as a form would send it: each is the other's way back.

use chrono::{Datelike, NaiveDate};
use registry_core::catalogue::Catalogue;
use registry_core::course::Mode;
use registry_core::credit::CreditPoints;
use registry_core::date::in_words;
use registry_core::id::{FundingCode, RegionCode};
use registry_core::learner_record::{EXPERIENCE_MONTHS_MAX, PartnerRelease};
use registry_core::money::Aud;
use registry_core::pathway::request::HOURS_PER_WEEK_MAX;
use registry_core::pathway::{Goal, Wish};
use registry_core::role::Perspective;
use registry_core::volume::Hours;

use super::answers::{GoalKind, HeldAnswer, PlanAnswers, Work};
use super::controls::Wrong;
use super::credit;
use super::question::Question;
use crate::web::fields::Fields;
use crate::web::words::questions as words;

/// The most things held that a page takes.
pub(super) const HELD_MAX: usize = 60;

/// The value of the option *none of these*, and of *no limit*.
pub(super) const NONE: &str = "none";

/// Reads the answer to a question into the answers.
///
/// # Errors
/// Everything wrong with the form at once; the answers are then not to be used.
pub(super) fn read(
    question: Question,
    form: &Fields,
    answers: &mut PlanAnswers,
    catalogue: &Catalogue,
) -> Result<(), Vec<Wrong>> {
    let mut wrong = Vec::new();
    match question {
        Question::Goal => match GoalKind::ALL.into_iter().find(|kind| kind.name() == form.one("goal")) {
            Some(kind) => {
                answers.choose(kind);
            }
            None => wrong.push(Wrong::new("goal", words::CHOOSE_GOAL)),
        },
        Question::Which => match form.one("which").parse::<Goal>().ok().filter(|goal| is_listed(catalogue, goal)) {
            Some(goal) if answers.kind.is_none_or(|kind| kind.fits(&goal)) => answers.aim_at(goal),
            _ => wrong.push(Wrong::new("which", words::CHOOSE_ONE)),
        },
        Question::Points => read_points(form, answers, catalogue, &mut wrong),
        Question::Held => read_held(form, answers, catalogue, &mut wrong),
        Question::When => {
            for held in &mut answers.held {
                let said = form.one(&format!("year-{}", held.code)).parse().ok();
                let year = said.filter(|year| *year <= answers.on.year());
                // The day that a credential gives is of one year; somebody who changes the year knows better.
                if year != held.year {
                    (held.year, held.day) = (year, None);
                }
            }
        }
        Question::Work => match Work::ALL.into_iter().find(|work| work.name() == form.one("work")) {
            Some(work) => {
                answers.work = Some(work);
                if work != Work::Starting {
                    answers.works_from = None;
                }
                if work == Work::No {
                    answers.release = None;
                    answers.supervision.clear();
                }
            }
            None => wrong.push(Wrong::new("work", words::CHOOSE_ONE)),
        },
        Question::Starting => match date(form, "from") {
            Ok(from) if from > answers.on => answers.works_from = Some(from),
            Ok(from) => wrong.push(Wrong::new("from", words::not_after_today(&in_words(from)))),
            Err(text) => wrong.push(Wrong::new("from", text)),
        },
        Question::Experience => match months(form) {
            Ok(months) => answers.experience_months = Some(months),
            Err(problem) => wrong.push(problem),
        },
        Question::Release => match form.one("release") {
            "yes" => answers.release = Some(PartnerRelease::Agreed),
            "no" => answers.release = Some(PartnerRelease::NotAgreed),
            _ => wrong.push(Wrong::new("release", words::CHOOSE_ONE)),
        },
        Question::Supervision => match chosen(form, "supervision") {
            Some(names) => {
                answers.supervision = Perspective::ALL.into_iter().filter(|one| names.contains(&one.name())).collect();
            }
            None => wrong.push(Wrong::new("supervision", words::TICK_OR_NONE)),
        },
        Question::Placement => match hours(form.one("placement"), 10_000) {
            Ok(hours) => answers.placement = Some(hours),
            Err(text) => wrong.push(Wrong::new("placement", text)),
        },
        Question::Start | Question::Finish => read_day(question, form, answers, &mut wrong),
        Question::Hours => match hours(form.one("hours"), HOURS_PER_WEEK_MAX) {
            Ok(hours) => answers.hours = Some(hours),
            Err(text) => wrong.push(Wrong::new("hours", text)),
        },
        Question::Days | Question::Money => read_limit(question, form, answers, &mut wrong),
        Question::Funding => match chosen(form, "funding") {
            Some(codes) => {
                let known = codes.iter().filter_map(|code| FundingCode::new(code).ok());
                answers.funding = known.filter(|code| catalogue.funding_source(code).is_some()).collect();
            }
            None => wrong.push(Wrong::new("funding", words::TICK_OR_NONE)),
        },
        Question::Place => match chosen(form, "place") {
            Some(codes) => {
                let known = codes.iter().filter_map(|code| RegionCode::new(code).ok());
                answers.places = Some(known.filter(|code| catalogue.region(code).is_some()).collect());
            }
            None => wrong.push(Wrong::new("place", words::TICK_PLACE)),
        },
        Question::Mode => {
            let modes = Mode::ALL.into_iter().filter(|mode| form.all("mode").any(|name| name == mode.name()));
            answers.modes = modes.collect();
            if answers.modes.is_empty() {
                wrong.push(Wrong::new("mode", words::TICK_ONE));
            }
        }
        Question::Matters => {
            answers.peer_led = match form.one("peers") {
                "only" => Wish::Only,
                "prefer" => Wish::Prefer,
                _ => Wish::Indifferent,
            };
            answers.aim = form.one("aim").parse().ok();
            answers.perspective = Perspective::ALL.into_iter().find(|one| one.name() == form.one("workforce"));
        }
    }
    if !wrong.is_empty() {
        return Err(wrong);
    }
    answers.asked.insert(question);
    answers.not_sure.remove(&question);
    Ok(())
}

fn is_listed(catalogue: &Catalogue, goal: &Goal) -> bool {
    match goal {
        Goal::Role(code) => catalogue.role(code).is_some(),
        Goal::Tier(tier) => catalogue.tier(tier).is_some(),
        Goal::Course(code) => catalogue.course(code).is_some(),
        Goal::Qualification(code) | Goal::Credit { towards: code, .. } => catalogue.qualification(code).is_some(),
    }
}

fn read_points(form: &Fields, answers: &mut PlanAnswers, catalogue: &Catalogue, wrong: &mut Vec<Wrong>) {
    // Without a goal of credit the question is not asked, and its answer says nothing.
    let Some(Goal::Credit { points, towards }) = &mut answers.goal else { return };
    let text = form.one("points");
    let number = text.trim_end_matches(|c: char| c.is_alphabetic() || c == ' ').replace(',', ".");
    let read = number.parse::<CreditPoints>().ok().filter(|points| *points > CreditPoints::ZERO);
    match (read, credit::whole(catalogue, towards)) {
        (None, _) => wrong.push(Wrong::new("points", words::not_points(text))),
        (Some(asked), Some(whole)) if asked > whole => {
            wrong.push(Wrong::new("points", words::more_than_whole(asked, whole)));
        }
        (Some(asked), _) => *points = asked,
    }
}

/// What was ticked of a list with *none of these*: an empty list for none; `None` when nothing was ticked, or both.
fn chosen<'a>(form: &'a Fields, name: &str) -> Option<Vec<&'a str>> {
    let ticked: Vec<&str> = form.all(name).collect();
    match ticked.as_slice() {
        [NONE] => Some(Vec::new()),
        [] => None,
        several if several.contains(&NONE) => None,
        _ => Some(ticked),
    }
}

pub(super) fn read_held(form: &Fields, answers: &mut PlanAnswers, catalogue: &Catalogue, wrong: &mut Vec<Wrong>) {
    let listed = |code: &str| {
        code.parse().ok().is_some_and(|code| catalogue.course(&code).is_some())
            || code.parse().ok().is_some_and(|code| catalogue.qualification(&code).is_some())
    };
    let mut codes: Vec<&str> = Vec::new();
    for code in form.all("held").filter(|code| listed(code)) {
        if !codes.contains(&code) {
            codes.push(code);
        }
    }
    if codes.len() > HELD_MAX {
        wrong.push(Wrong::new("held", words::too_many_held(codes.len(), HELD_MAX)));
        return;
    }
    let mut held: Vec<HeldAnswer> = Vec::new();
    for code in codes {
        let known = held.len();
        held.extend(answers.held.iter().filter(|one| one.code == code).cloned());
        if held.len() == known {
            held.push(HeldAnswer::said(code, None));
        }
    }
    answers.held = held;
}

fn read_day(question: Question, form: &Fields, answers: &mut PlanAnswers, wrong: &mut Vec<Wrong>) {
    let day = match (form.has("open"), form.one("by-year").is_empty() && form.one("by-day").is_empty()) {
        (true, true) => None,
        (true, false) => return wrong.push(Wrong::new("by", words::DAY_OR_OPEN)),
        (false, _) => match date(form, "by") {
            Ok(day) => Some(day),
            Err(text) => return wrong.push(Wrong::new("by", text)),
        },
    };
    let earliest = answers.start.unwrap_or(answers.on).max(answers.on);
    match (question, day) {
        (Question::Start, Some(day)) if day < answers.on => {
            wrong.push(Wrong::new("by", words::in_the_past(&in_words(day))));
        }
        (Question::Start, day) => answers.start = day,
        (_, Some(day)) if day <= earliest => {
            wrong.push(Wrong::new("by", words::not_after_start(&in_words(day), &in_words(earliest))));
        }
        (_, day) => answers.finish = day,
    }
}

fn read_limit(question: Question, form: &Fields, answers: &mut PlanAnswers, wrong: &mut Vec<Wrong>) {
    let name = question.name();
    let text = form.one(name);
    match (form.has("open"), text.is_empty()) {
        (true, false) => wrong.push(Wrong::new(name, words::AMOUNT_OR_OPEN)),
        (false, true) => wrong.push(Wrong::new(name, words::AMOUNT_MISSING)),
        (true, true) if question == Question::Days => answers.days = None,
        (true, true) => answers.money = None,
        (false, false) if question == Question::Days => match text.parse::<u16>().ok().filter(|days| *days <= 366) {
            Some(days) => answers.days = Some(days),
            None => wrong.push(Wrong::new(name, words::not_days(text))),
        },
        (false, false) => match text.replace(['$', ',', ' '], "").parse::<Aud>() {
            Ok(amount) => answers.money = Some(amount),
            Err(_) => wrong.push(Wrong::new(name, words::not_money(text))),
        },
    }
}

/// Hours such as `6`, `2.5` or `6 hours`.
fn hours(text: &str, most: u32) -> Result<Hours, String> {
    let number = text.trim_end_matches(|c: char| c.is_alphabetic() || c == ' ').replace(',', ".");
    let read = number.parse::<f64>().ok().filter(|hours| (0.0..=f64::from(most)).contains(hours));
    read.and_then(|hours| Hours::new(hours).ok()).ok_or_else(|| words::not_hours(text, most))
}

fn months(form: &Fields) -> Result<u16, Wrong> {
    let part = |name: &str| match form.one(name) {
        "" => Ok(0_u16),
        text => text.parse().map_err(|_| Wrong::new(name, words::not_whole(text))),
    };
    if form.one("years").is_empty() && form.one("months").is_empty() {
        return Err(Wrong::new("years", words::EXPERIENCE_MISSING));
    }
    let (years, months) = (part("years")?, part("months")?);
    let all = years.checked_mul(12).and_then(|all| all.checked_add(months));
    all.filter(|all| *all <= EXPERIENCE_MONTHS_MAX).ok_or_else(|| Wrong::new("years", words::TOO_LONG_WORKED))
}

/// The day that three fields give.
fn date(form: &Fields, name: &str) -> Result<NaiveDate, String> {
    let part = |part: &str| form.one(&format!("{name}-{part}")).to_owned();
    let (day, month, year) = (part("day"), part("month"), part("year"));
    if day.is_empty() || month.is_empty() || year.is_empty() {
        return Err(words::DATE_MISSING.to_owned());
    }
    let read = match (day.parse(), month.parse(), year.parse::<i32>()) {
        (Ok(day), Ok(month), Ok(year)) => NaiveDate::from_ymd_opt(year, month, day),
        _ => None,
    };
    read.filter(|day| (2000..=2100).contains(&day.year())).ok_or_else(|| words::not_a_day(&day, &month, &year))
}

/// An answer as a form would send it; nothing where the question was not answered, or with *I'm not sure*.
pub(super) fn written(question: Question, answers: &PlanAnswers) -> Fields {
    let mut fields = Fields::default();
    if !answers.asked.contains(&question) || answers.not_sure.contains(&question) {
        if question == Question::Held {
            answers.codes_held().iter().for_each(|(code, _)| fields.add("held", code));
        }
        // What follows from the goal is shown before it is asked for.
        match (question, answers.aim, &answers.goal) {
            (Question::Matters, Some(aim), _) => fields.add("aim", aim.name()),
            (Question::Points, _, Some(Goal::Credit { points, .. })) => fields.add("points", &points.to_string()),
            _ => {}
        }
        return fields;
    }
    let or_none = |fields: &mut Fields, name: &str, values: Vec<&str>| {
        let values = if values.is_empty() { vec![NONE] } else { values };
        values.into_iter().for_each(|value| fields.add(name, value));
    };
    let day = |fields: &mut Fields, name: &str, day: Option<NaiveDate>| match day {
        Some(day) => {
            fields.add(&format!("{name}-day"), &day.day().to_string());
            fields.add(&format!("{name}-month"), &day.month().to_string());
            fields.add(&format!("{name}-year"), &day.year().to_string());
        }
        None => fields.add("open", "yes"),
    };
    match question {
        Question::Goal => fields.add("goal", answers.kind.map_or("", GoalKind::name)),
        Question::Which => fields.add("which", &answers.goal.as_ref().map(Goal::to_string).unwrap_or_default()),
        Question::Points => {
            if let Some(Goal::Credit { points, .. }) = &answers.goal {
                fields.add("points", &points.to_string());
            }
        }
        Question::Held => answers.codes_held().iter().for_each(|(code, _)| fields.add("held", code)),
        Question::When => {
            for (code, year) in answers.codes_held() {
                fields.add(&format!("year-{code}"), &year.map(|year| year.to_string()).unwrap_or_default());
            }
        }
        Question::Work => fields.add("work", answers.work.map_or("", Work::name)),
        Question::Starting => day(&mut fields, "from", answers.works_from),
        Question::Experience => {
            let months = answers.experience_months.unwrap_or(0);
            fields.add("years", &(months / 12).to_string());
            fields.add("months", &(months % 12).to_string());
        }
        Question::Release => {
            fields.add("release", if answers.release == Some(PartnerRelease::Agreed) { "yes" } else { "no" });
        }
        Question::Supervision => {
            or_none(&mut fields, "supervision", answers.supervision.iter().map(|one| one.name()).collect());
        }
        Question::Placement => fields.add("placement", &number(answers.placement)),
        Question::Start => day(&mut fields, "by", answers.start),
        Question::Finish => day(&mut fields, "by", answers.finish),
        Question::Hours => fields.add("hours", &number(answers.hours)),
        Question::Days => match answers.days {
            Some(days) => fields.add("days", &days.to_string()),
            None => fields.add("open", "yes"),
        },
        Question::Money => match answers.money {
            Some(money) => fields.add("money", money.to_string().trim_start_matches('$')),
            None => fields.add("open", "yes"),
        },
        Question::Funding => {
            or_none(&mut fields, "funding", answers.funding.iter().map(FundingCode::as_str).collect());
        }
        Question::Place => {
            let places = answers.places.iter().flatten().map(RegionCode::as_str).collect();
            or_none(&mut fields, "place", places);
        }
        Question::Mode => answers.modes.iter().for_each(|mode| fields.add("mode", mode.name())),
        Question::Matters => {
            let peers = match answers.peer_led {
                Wish::Indifferent => "any",
                Wish::Prefer => "prefer",
                Wish::Only => "only",
            };
            fields.add("peers", peers);
            fields.add("aim", answers.aim.map_or("any", |aim| aim.name()));
            fields.add("workforce", answers.perspective.map_or("any", Perspective::name));
        }
    }
    fields
}

fn number(hours: Option<Hours>) -> String {
    hours.map(|hours| hours.to_string().trim_end_matches(" h").to_owned()).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::ops;

    /// Somebody who answered everything.
    fn answered() -> PlanAnswers {
        let day = |text: &str| text.parse::<NaiveDate>().expect("a day");
        let mut answers = PlanAnswers::new(day("2027-02-01"));
        answers.reach("role:consumer-peer-support-worker".parse().expect("a goal"));
        answers.held = vec![HeldAnswer::said("CHC43515", Some(2020))];
        answers.work = Some(Work::Now);
        answers.experience_months = Some(30);
        answers.release = Some(PartnerRelease::Agreed);
        answers.supervision = vec![Perspective::Consumer];
        answers.placement = Some(Hours::from_minutes(80 * 60));
        answers.start = Some(day("2027-03-01"));
        answers.finish = Some(day("2028-12-31"));
        answers.hours = Some(Hours::from_minutes(150));
        answers.days = Some(5);
        answers.money = Aud::from_cents(123_450);
        answers.places = Some(vec!["melbourne-metro".parse().expect("a code")]);
        answers.modes = vec![Mode::Online, Mode::Blended];
        answers.peer_led = Wish::Only;
        answers.aim = Some(registry_core::pathway::answer::Objective::MostCredit);
        answers.perspective = Some(Perspective::Consumer);
        let of_others = [Question::Starting, Question::Points];
        answers.asked = Question::ALL.into_iter().filter(|question| !of_others.contains(question)).collect();
        answers
    }

    #[test]
    fn what_a_form_shows_is_what_it_sends_again() {
        let snapshot = ops::built_in_catalogue().expect("the built-in catalogue");
        let catalogue = snapshot.catalogue();
        let mut answers = answered();
        answers.funding = catalogue.funding_sources().take(1).map(|source| source.code.clone()).collect();
        for question in answers.asked.clone() {
            let mut again = answers.clone();
            if question != Question::Held && question != Question::Work {
                again.forget(question);
            }
            let shown = written(question, &answers);
            assert_eq!(read(question, &shown, &mut again, catalogue), Ok(()), "{question:?} {shown:?}");
            assert_eq!(again, answers, "{question:?}");
        }
    }

    #[test]
    fn points_of_credit_are_shown_as_they_are_sent() {
        let snapshot = ops::built_in_catalogue().expect("the built-in catalogue");
        let mut answers = answered();
        answers.reach("credit:12.5@graduate-certificate".parse().expect("a goal"));
        answers.asked.insert(Question::Points);
        let mut again = answers.clone();
        again.goal = Some("credit:25@graduate-certificate".parse().expect("a goal"));
        let shown = written(Question::Points, &answers);
        assert_eq!(
            (shown.one("points"), read(Question::Points, &shown, &mut again, snapshot.catalogue())),
            ("12.5", Ok(()))
        );
        assert_eq!(again, answers);
    }

    #[test]
    fn a_number_may_be_written_as_people_write_it() {
        let minutes = |text: &str| hours(text, 60).map(|hours| hours.minutes());
        assert_eq!([minutes("6"), minutes("2,5"), minutes("1.5 h"), minutes("0 hours")], [360, 150, 90, 0].map(Ok));
        for wrong in ["", "six", "-1", "1e9", "NaN", "60.01", "6 7"] {
            assert!(minutes(wrong).is_err(), "{wrong}");
        }
    }
}
