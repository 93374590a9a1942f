//! The controls of each question, and each answer as the list of answers shows it.

use chrono::Datelike;
use registry_core::catalogue::Catalogue;
use registry_core::course::Mode;
use registry_core::date::in_words;
use registry_core::graph::NodeKey;
use registry_core::learner_record::PartnerRelease;
use registry_core::pathway::{Goal, Wish};
use registry_core::role::Perspective;
use registry_core::words::{counted, entry, joined, sentence_start};

use super::answers::{GoalKind, PlanAnswers, Work};
use super::controls::{Control, Offered};
use super::credit;
use super::question::Question;
use super::read::NONE;
use crate::ops::find_courses::Search;
use crate::web::fields::Fields;
use crate::web::words::browse::points as points_in_words;
use crate::web::words::{self as page_words, questions as words};

/// How many years back somebody may have finished something; the last stands for all before it as well.
const YEARS_BACK: i32 = 20;

/// The most things that may be held which one page offers.
const OFFERED_MAX: usize = 40;

/// The title of a question; that of *which one* depends on the sort of goal.
pub(super) fn title(question: Question, answers: &PlanAnswers) -> &'static str {
    match (question, answers.kind) {
        (Question::Which, None) => words::CLOSEST,
        (Question::Which, Some(GoalKind::Role)) => words::WHICH_ROLE,
        (Question::Which, Some(GoalKind::Tier)) => words::WHICH_TIER,
        (Question::Which, Some(GoalKind::Course)) => words::WHICH_COURSE,
        (Question::Which, Some(GoalKind::Qualification | GoalKind::Finish)) => words::WHICH_QUALIFICATION,
        (Question::Which, Some(GoalKind::Credit)) => words::WHICH_CREDIT,
        _ => words::question(question).title,
    }
}

/// What helps to answer a question; empty for nothing.
pub(super) fn hint(question: Question, answers: &PlanAnswers, catalogue: &Catalogue) -> String {
    match (question, &answers.goal) {
        (Question::Points, Some(Goal::Credit { towards, .. })) => {
            words::points_there_are(credit::least(catalogue, towards), credit::whole(catalogue, towards))
        }
        _ => words::question(question).hint.to_owned(),
    }
}

/// The controls of a question, showing what a form would send.
pub(super) fn controls(
    question: Question,
    answers: &PlanAnswers,
    shown: &Fields,
    catalogue: &Catalogue,
) -> Vec<Control> {
    let title = title(question, answers);
    let fixed = |options: &[(&str, &str, &str)]| {
        options.iter().map(|(value, text, hint)| offered(value, text, hint)).collect::<Vec<Offered>>()
    };
    let open = |text: &str| Control::any_of("open", "", vec![(String::new(), vec![offered("yes", text, "")])], shown);
    match question {
        Question::Goal => vec![Control::one_of("goal", title, fixed(&words::GOAL_OPTIONS), shown)],
        Question::Which => vec![which(answers, shown, catalogue)],
        Question::Points => vec![Control::number("points", words::POINTS, shown)],
        Question::Held => {
            let search = Control::text("search", page_words::SEARCH_MORE, shown);
            vec![Control::any_of("held", title, may_be_held(answers, shown, catalogue), shown), search]
        }
        Question::When => {
            let years = || {
                let this = answers.on.year();
                let last = this - YEARS_BACK;
                let named = |year: i32| if year == last { words::or_before(year) } else { year.to_string() };
                let years = (last..=this).rev().map(|year| (year.to_string(), named(year)));
                std::iter::once((String::new(), words::NOT_SURE.to_owned())).chain(years).collect::<Vec<_>>()
            };
            let select =
                |code: &str| Control::select(&format!("year-{code}"), &held_title(catalogue, code), years(), shown);
            answers.codes_held().into_iter().map(|(code, _)| select(code)).collect()
        }
        Question::Work => vec![Control::one_of("work", title, fixed(&words::WORK_OPTIONS), shown)],
        Question::Starting => vec![Control::date("from", title, shown)],
        Question::Experience => {
            vec![Control::number("years", words::YEARS, shown), Control::number("months", words::MONTHS, shown)]
        }
        Question::Release => vec![Control::one_of("release", title, fixed(&words::RELEASE_OPTIONS), shown)],
        Question::Supervision => {
            let options = Perspective::ALL.map(|one| offered(one.name(), page_words::supervisor(one), ""));
            vec![Control::any_of("supervision", title, or_none(options.into(), words::NONE_OF_THESE), shown)]
        }
        Question::Placement => vec![Control::number("placement", words::PLACEMENT, shown)],
        Question::Start => vec![Control::date("by", title, shown), open(words::AS_SOON_AS_I_CAN)],
        Question::Finish => vec![Control::date("by", title, shown), open(words::NO_LAST_DAY)],
        Question::Hours => vec![Control::number("hours", words::HOURS, shown)],
        Question::Days => vec![Control::number("days", words::DAYS, shown), open(words::NO_LIMIT)],
        Question::Money => vec![Control::number("money", words::MONEY, shown), open(words::NO_LIMIT)],
        Question::Funding => {
            let options = catalogue.funding_sources();
            let option = options.map(|source| {
                offered(source.code.as_str(), &source.title, source.conditions.as_deref().unwrap_or_default())
            });
            vec![Control::any_of("funding", title, or_none(option.collect(), words::NONE_OF_THESE), shown)]
        }
        Question::Place => {
            let options = catalogue.regions().map(|region| offered(region.code.as_str(), &region.title, ""));
            vec![Control::any_of("place", title, or_none(options.collect(), words::ONLY_ONLINE), shown)]
        }
        Question::Mode => {
            let options = Mode::ALL.map(|mode| offered(mode.name(), &sentence_start(mode.words()), ""));
            vec![Control::any_of("mode", title, vec![(String::new(), options.into())], shown)]
        }
        Question::Matters => vec![
            Control::one_of("aim", words::AIM_LEGEND, fixed(&words::AIM_OPTIONS), shown),
            Control::one_of("peers", words::PEERS_LEGEND, fixed(&words::PEER_OPTIONS), shown),
            Control::one_of("workforce", words::WORKFORCE_LEGEND, fixed(&words::WORKFORCE_OPTIONS), shown),
        ],
    }
}

fn offered(value: &str, text: &str, hint: &str) -> Offered {
    (value.to_owned(), text.to_owned(), hint.to_owned())
}

fn or_none(options: Vec<Offered>, none: &str) -> Vec<(String, Vec<Offered>)> {
    vec![(String::new(), options), (page_words::OR.to_owned(), vec![offered(NONE, none, "")])]
}

fn which(answers: &PlanAnswers, shown: &Fields, catalogue: &Catalogue) -> Control {
    let title = title(Question::Which, answers);
    match answers.kind {
        Some(GoalKind::Role) => {
            let roles =
                catalogue.roles().map(|role| offered(&format!("role:{}", role.code), &role.title, &role.description));
            Control::one_of("which", title, roles.collect(), shown)
        }
        Some(GoalKind::Course) => {
            let courses = catalogue.courses().map(|course| (format!("course:{}", course.code), course.title.clone()));
            listed(title, courses.collect(), shown)
        }
        Some(GoalKind::Credit) => {
            let before = answers.goal.as_ref();
            let award = |award| credit::goal(catalogue, award, before).to_string();
            let awards = credit::awards(catalogue).map(|entry| (award(entry), entry.title.clone()));
            listed(title, awards.collect(), shown)
        }
        Some(GoalKind::Qualification | GoalKind::Finish) => {
            let awards = catalogue.qualifications();
            let awards = awards.map(|award| (format!("qualification:{}", award.code), award.title.clone()));
            listed(title, awards.collect(), shown)
        }
        Some(GoalKind::Tier) => {
            let tiers = catalogue.tiers().map(|entry| {
                let text = format!("{}: {}", entry.tier, entry.title);
                offered(&format!("tier:{}", entry.tier.number()), &text, &entry.target_group)
            });
            Control::one_of("which", title, tiers.collect(), shown)
        }
        // Somebody who is not sure chooses where they are, and that is what a tier is for.
        None => {
            let tiers = catalogue.tiers().map(|entry| {
                let stage = page_words::stage(entry.tier);
                offered(&format!("tier:{}", entry.tier.number()), stage, &format!("{}: {}", entry.tier, entry.title))
            });
            Control::one_of("which", title, tiers.collect(), shown)
        }
    }
}

fn listed(title: &str, mut options: Vec<(String, String)>, shown: &Fields) -> Control {
    options.sort_by(|a, b| a.1.cmp(&b.1));
    options.insert(0, (String::new(), words::CHOOSE.to_owned()));
    Control::select("which", title, options, shown)
}

/// What may be held: what is ticked, what was searched for, or what bears on the goal.
fn may_be_held(answers: &PlanAnswers, shown: &Fields, catalogue: &Catalogue) -> Vec<(String, Vec<Offered>)> {
    let option = |code: &str| offered(code, &held_title(catalogue, code), "");
    let ticked: Vec<&str> = shown.all("held").collect();
    let mut groups = Vec::new();
    if !ticked.is_empty() {
        groups.push((page_words::TICKED.to_owned(), ticked.iter().map(|code| option(code)).collect()));
    }
    let (title, codes) = match Search::read(&answers.search).ok().flatten() {
        Some(search) => (page_words::found(&answers.search), found(&search, catalogue)),
        None => (page_words::BEARS_ON_GOAL.to_owned(), bearing(answers, catalogue)),
    };
    let rest: Vec<Offered> = codes
        .iter()
        .filter(|code| !ticked.contains(&code.as_str()))
        .take(OFFERED_MAX)
        .map(|code| option(code))
        .collect();
    let title =
        if rest.is_empty() && !answers.search.is_empty() { page_words::nothing_found(&answers.search) } else { title };
    groups.push((title, rest));
    groups
}

fn found(search: &Search, catalogue: &Catalogue) -> Vec<String> {
    let courses =
        catalogue.courses().filter_map(|course| Some((search.rank(catalogue, course)?, course.code.to_string())));
    let awards = catalogue.qualifications().filter_map(|award| {
        Some((search.rank_of(&[(0, &award.title), (1, award.code.as_str())])?, award.code.to_string()))
    });
    let mut ranked: Vec<(u32, String)> = awards.chain(courses).collect();
    ranked.sort();
    ranked.into_iter().map(|(_, code)| code).collect()
}

/// The courses and qualifications that may come before the goal, and the goal's own, qualifications first.
fn bearing(answers: &PlanAnswers, catalogue: &Catalogue) -> Vec<String> {
    let Some(goal) = &answers.goal else { return Vec::new() };
    let key = match goal {
        Goal::Role(code) => NodeKey::Role(code.clone()),
        Goal::Tier(tier) => NodeKey::Tier(*tier),
        Goal::Course(code) => NodeKey::Course(code.clone()),
        Goal::Qualification(code) | Goal::Credit { towards: code, .. } => NodeKey::Qualification(code.clone()),
    };
    let before = catalogue.graph().ancestors(&key);
    let awards = before.iter().filter_map(|key| match key {
        NodeKey::Qualification(code) => Some(code.to_string()),
        _ => None,
    });
    let courses = before.iter().filter_map(|key| match key {
        NodeKey::Course(code) => Some(code.to_string()),
        _ => None,
    });
    awards.chain(courses).collect()
}

/// The title of a course or qualification, by its code.
pub(super) fn held_title(catalogue: &Catalogue, code: &str) -> String {
    let course = code.parse().ok().and_then(|code| catalogue.course(&code)).map(|course| course.title.clone());
    let award = || code.parse().ok().and_then(|code| catalogue.qualification(&code)).map(|award| award.title.clone());
    course.or_else(award).unwrap_or_else(|| code.to_owned())
}

/// The title of what a goal is about, for people.
pub(super) fn goal_title(catalogue: &Catalogue, goal: &Goal) -> String {
    match goal {
        Goal::Role(code) => entry(catalogue, &NodeKey::Role(code.clone())),
        Goal::Tier(tier) => entry(catalogue, &NodeKey::Tier(*tier)),
        Goal::Course(code) => entry(catalogue, &NodeKey::Course(code.clone())),
        Goal::Qualification(code) | Goal::Credit { towards: code, .. } => {
            entry(catalogue, &NodeKey::Qualification(code.clone()))
        }
    }
}

/// An answer as the list of answers shows it.
pub(super) fn shown(question: Question, answers: &PlanAnswers, catalogue: &Catalogue) -> String {
    if !answers.asked.contains(&question) {
        return page_words::NOT_ANSWERED.to_owned();
    }
    if answers.not_sure.contains(&question) {
        return format!("{}. {}", words::NOT_SURE, words::question(question).not_sure);
    }
    let text = |options: &[(&str, &str, &str)], value: &str| {
        options.iter().find(|(known, _, _)| *known == value).map_or(String::new(), |(_, text, _)| (*text).to_owned())
    };
    let list = |titles: Vec<String>, none: &str| {
        let titles: Vec<&str> = titles.iter().map(String::as_str).collect();
        if titles.is_empty() { none.to_owned() } else { titles.join("; ") }
    };
    match question {
        Question::Goal => text(&words::GOAL_OPTIONS, answers.kind.map_or("", GoalKind::name)),
        Question::Which => answers.goal.as_ref().map_or(String::new(), |goal| goal_title(catalogue, goal)),
        Question::Points => match &answers.goal {
            Some(Goal::Credit { points, .. }) => points_in_words(*points),
            _ => String::new(),
        },
        Question::Held => {
            let title = |(code, _): (&str, Option<i32>)| held_title(catalogue, code);
            list(answers.codes_held().into_iter().map(title).collect(), page_words::NOTHING_YET)
        }
        Question::When => {
            let year = |(code, year): (&str, Option<i32>)| words::finished(&held_title(catalogue, code), year);
            list(answers.codes_held().into_iter().map(year).collect(), "")
        }
        Question::Work => text(&words::WORK_OPTIONS, answers.work.map_or("", Work::name)),
        Question::Starting => answers.works_from.map_or(String::new(), in_words),
        Question::Experience => words::worked(answers.experience_months.unwrap_or(0)),
        Question::Release => {
            text(&words::RELEASE_OPTIONS, if answers.release == Some(PartnerRelease::Agreed) { "yes" } else { "no" })
        }
        Question::Supervision => {
            let from = answers.supervision.iter().map(|one| page_words::supervisor(*one).to_owned());
            list(from.collect(), words::NONE_OF_THESE)
        }
        Question::Placement => answers.placement.map_or(String::new(), page_words::hours),
        Question::Start => answers.start.map_or(words::AS_SOON_AS_I_CAN.to_owned(), in_words),
        Question::Finish => answers.finish.map_or(words::NO_LAST_DAY.to_owned(), in_words),
        Question::Hours => answers.hours.map_or(String::new(), page_words::hours),
        Question::Days => answers.days.map_or(words::NO_LIMIT.to_owned(), |days| counted(days.into(), "day", "days")),
        Question::Money => answers.money.map_or(words::NO_LIMIT.to_owned(), |money| money.to_string()),
        Question::Funding => {
            let titles = answers.funding.iter().filter_map(|code| catalogue.funding_source(code));
            list(titles.map(|source| source.title.clone()).collect(), words::NONE_OF_THESE)
        }
        Question::Place => {
            let titles = answers.places.iter().flatten().filter_map(|code| catalogue.region(code));
            list(titles.map(|region| region.title.clone()).collect(), words::ONLY_ONLINE)
        }
        Question::Mode => {
            let modes: Vec<&str> = answers.modes.iter().map(|mode| mode.words()).collect();
            sentence_start(&joined(&modes))
        }
        Question::Matters => {
            let peers = match answers.peer_led {
                Wish::Indifferent => "any",
                Wish::Prefer => "prefer",
                Wish::Only => "only",
            };
            let aim = text(&words::AIM_OPTIONS, answers.aim.map_or("any", |aim| aim.name()));
            let workforce = answers.perspective.map(|one| text(&words::WORKFORCE_OPTIONS, one.name()));
            words::matters(&aim, &text(&words::PEER_OPTIONS, peers), workforce.as_deref())
        }
    }
}
