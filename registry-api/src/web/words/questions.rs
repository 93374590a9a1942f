//! The words of the questions.

use registry_core::credit::CreditPoints;
use registry_core::words::counted;

use crate::web::plan::Question;

/// What a question says.
pub(in crate::web) struct QuestionWords {
    /// The question.
    pub(in crate::web) title: &'static str,
    /// What helps to answer it; empty for nothing.
    pub(in crate::web) hint: &'static str,
    /// Why we ask.
    pub(in crate::web) why: &'static str,
    /// What we do where somebody is not sure.
    pub(in crate::web) not_sure: &'static str,
    /// How it is called in the list of answers.
    pub(in crate::web) short: &'static str,
}

const fn said(
    title: &'static str,
    hint: &'static str,
    why: &'static str,
    not_sure: &'static str,
    short: &'static str,
) -> QuestionWords {
    QuestionWords { title, hint, why, not_sure, short }
}

pub(in crate::web) fn question(question: Question) -> QuestionWords {
    match question {
        Question::Goal => said(
            "What do you want to reach?",
            "",
            "Everything in the pathway follows from your goal.",
            "We ask where you are now, and suggest a goal.",
            "Kind of goal",
        ),
        Question::Which => said(
            "Which one?",
            "",
            "We look for every way to reach it.",
            "We start with Tier 1, which is for people who are new to this work.",
            "Goal",
        ),
        Question::Points => said(
            "How many credit points do you want?",
            "",
            "We look for the training that gives you so much credit.",
            "We plan for the least credit that there is.",
            "Credit points",
        ),
        Question::Held => said(
            "What have you finished already?",
            "Tick what you hold. If there is nothing, go on without a tick.",
            "You never repeat what you have done. It may also give you credit.",
            "We plan as if you hold nothing yet.",
            "What you hold",
        ),
        Question::When => said(
            "When did you finish these?",
            "The year is enough.",
            "Some providers only count study from the last years. It also tells us which version you did.",
            "We count it as done this year.",
            "When you finished",
        ),
        Question::Work => said(
            "Do you work as a consumer worker?",
            "Paid work in a consumer role, such as peer support or advocacy. Any number of hours counts.",
            "Some training is only for people who work in the field.",
            "We plan only what needs no work in the field.",
            "Work",
        ),
        Question::Starting => said(
            "When do you start work?",
            "For example, 15 3 2027.",
            "Training that needs a job is planned from that day.",
            "We plan as if you had no start date.",
            "First day of work",
        ),
        Question::Experience => said(
            "How long have you worked as a consumer worker?",
            "All jobs together. Write 0 if you have not started.",
            "Tier 3 needs more than one year, and Tier 4 more than five.",
            "We plan only what needs no experience.",
            "Experience",
        ),
        Question::Release => said(
            "Does your employer release you for training?",
            "A partner organisation has agreed with the training’s organisers to give you the days.",
            "The internship of Tier 2 needs this. Those days do not use up your own.",
            "We plan without it.",
            "Release by employer",
        ),
        Question::Supervision => said(
            "Who gives you supervision?",
            "Regular time with a supervisor who works from that perspective.",
            "Some roles ask for supervision beside the training.",
            "We plan without it, and say where it is asked for.",
            "Supervision",
        ),
        Question::Placement => said(
            "How many hours of placement could you do?",
            "Unpaid or paid work that a course asks for. Write 0 if none.",
            "Some qualifications need a number of hours at work.",
            "We plan only what needs no placement.",
            "Placement",
        ),
        Question::Start => said(
            "When could you start?",
            "For example, 1 2 2027.",
            "Nothing is planned before that day.",
            "We plan from today.",
            "Start",
        ),
        Question::Finish => said(
            "Do you need to finish by a day?",
            "For example, 31 12 2028.",
            "A pathway that ends later is of no use to you.",
            "We plan without a last day.",
            "Finish by",
        ),
        Question::Hours => said(
            "How many hours a week can you learn?",
            "In your own time, beside work and family. Half hours are fine.",
            "No week of the pathway asks for more than this.",
            "We plan with 5 hours a week. You can change it later.",
            "Hours a week",
        ),
        Question::Days => said(
            "How many days a year can you be away for training?",
            "Days for workshops and courses, with pay or without.",
            "No year of the pathway asks for more days than this.",
            "We plan without a limit.",
            "Days a year",
        ),
        Question::Money => said(
            "How much can you pay in a year?",
            "Your own money, in dollars. Write 0 if you can pay nothing.",
            "No year of the pathway costs you more than this.",
            "We plan without a limit.",
            "Money a year",
        ),
        Question::Funding => said(
            "Which of these could pay for you?",
            "Tick what you have, or are likely to get.",
            "We take off what it pays. You still have to apply.",
            "We plan without funding.",
            "Funding",
        ),
        Question::Place => said(
            "Where can you get to?",
            "Tick every place you could travel to. You can always learn online.",
            "Training in a room is only planned where you can get to.",
            "We plan for every place.",
            "Places",
        ),
        Question::Mode => said(
            "How can you learn?",
            "Tick every way that works for you.",
            "Only training in these ways is planned.",
            "We plan for every way.",
            "Ways to learn",
        ),
        Question::Matters => said(
            "What matters to you?",
            "",
            "It decides which pathway we show first.",
            "We show the pathway that costs least first.",
            "What matters",
        ),
    }
}

pub(in crate::web) const CHOOSE_GOAL: &str = "Choose what you want to reach";
pub(in crate::web) const CHOOSE_ONE: &str = "Choose one of these";
pub(in crate::web) const TICK_ONE: &str = "Tick at least one way";
pub(in crate::web) const TICK_OR_NONE: &str = "Tick what is true, or tick only “None of these”";
pub(in crate::web) const TICK_PLACE: &str = "Tick the places, or tick only “I can only learn online”";
pub(in crate::web) const DATE_MISSING: &str = "Write the day, the month and the year";
pub(in crate::web) const DAY_OR_OPEN: &str = "Write a day or tick the box, not both";
pub(in crate::web) const AMOUNT_OR_OPEN: &str = "Write a number or tick the box, not both";
pub(in crate::web) const AMOUNT_MISSING: &str = "Write a number, or tick the box";
pub(in crate::web) const EXPERIENCE_MISSING: &str = "Write the years and months, or 0";
pub(in crate::web) const TOO_LONG_WORKED: &str = "Write 50 years or less";

pub(in crate::web) fn not_a_day(day: &str, month: &str, year: &str) -> String {
    let short = registry_core::words::shortened;
    format!("{} {} {} is not a day; write one such as 15 3 2027", short(day), short(month), short(year))
}

pub(in crate::web) fn not_after_today(day: &str) -> String {
    format!("{day} is not after today; write a later day, or go back and say that you work now")
}

pub(in crate::web) fn in_the_past(day: &str) -> String {
    format!("{day} is in the past; write today or a later day")
}

pub(in crate::web) fn not_after_start(day: &str, start: &str) -> String {
    format!("{day} is not after {start}, when you could start; write a later day")
}

pub(in crate::web) fn not_hours(text: &str, most: u32) -> String {
    match text {
        "" => "Write a number of hours".to_owned(),
        _ => {
            let shown = registry_core::words::shortened(text);
            format!("“{shown}” is not a number of hours from 0 to {most}; write one such as 6 or 2.5")
        }
    }
}

pub(in crate::web) fn not_days(text: &str) -> String {
    format!("“{}” is not a number of days from 0 to 366; write one such as 5", registry_core::words::shortened(text))
}

pub(in crate::web) fn not_money(text: &str) -> String {
    format!("“{}” is not an amount up to $1,000,000; write one such as 400", registry_core::words::shortened(text))
}

pub(in crate::web) fn not_whole(text: &str) -> String {
    format!("“{}” is not a whole number; write one such as 2", registry_core::words::shortened(text))
}

pub(in crate::web) fn too_many_held(count: usize, most: usize) -> String {
    format!("{count} are ticked and a page takes {most}; leave out what does not bear on your goal")
}

pub(in crate::web) fn not_points(text: &str) -> String {
    match text {
        "" => "Write a number of credit points".to_owned(),
        _ => {
            let shown = registry_core::words::shortened(text);
            format!("“{shown}” is not a number of credit points above 0; write one such as 12.5")
        }
    }
}

pub(in crate::web) fn more_than_whole(asked: CreditPoints, whole: CreditPoints) -> String {
    format!(
        "{asked} is more than the {whole} credit points of all of it; write {whole} or less, or go back and choose “A \
         qualification”"
    )
}

/// How much credit there is to ask for.
pub(in crate::web) fn points_there_are(least: CreditPoints, whole: Option<CreditPoints>) -> String {
    let whole = whole.map(|whole| format!(" All of it is {whole}.")).unwrap_or_default();
    format!("The least that you can get is {least}.{whole}")
}

pub(in crate::web) const GOAL_OPTIONS: [(&str, &str, &str); 6] = [
    ("role", "A role", "Work you would like to do, such as advocate."),
    ("tier", "A tier of the internship model", "Training for a stage of your working life."),
    ("course", "A course", "One course you have in mind."),
    ("qualification", "A qualification", "A certificate, diploma or degree."),
    ("finish", "The rest of a qualification", "You hold some of it. We look for the cheapest way to finish."),
    ("credit", "Credit towards a qualification", "Some of its credit points first. You can go on later."),
];
pub(in crate::web) const WORK_OPTIONS: [(&str, &str, &str); 3] =
    [("now", "Yes, I do now", ""), ("starting", "I have a date to start", "We ask for it next."), ("no", "No", "")];
pub(in crate::web) const RELEASE_OPTIONS: [(&str, &str, &str); 2] = [("yes", "Yes", ""), ("no", "No", "")];
pub(in crate::web) const PEER_OPTIONS: [(&str, &str, &str); 3] = [
    ("any", "It makes no difference", ""),
    ("prefer", "I would like peers to lead it", ""),
    ("only", "Only training that peers lead", "There may be fewer pathways."),
];
pub(in crate::web) const AIM_OPTIONS: [(&str, &str, &str); 6] = [
    ("any", "I have no preference", ""),
    ("least-cost", "To pay little", ""),
    ("soonest", "To finish soon", ""),
    ("lightest-load", "To have light weeks", ""),
    ("most-credit", "To gain credit", ""),
    ("most-peer-led", "To learn from peers", ""),
];
pub(in crate::web) const WORKFORCE_OPTIONS: [(&str, &str, &str); 3] = [
    ("any", "Either", ""),
    ("consumer", "The consumer workforce", ""),
    ("family-carer", "The family carer workforce", ""),
];
pub(in crate::web) const PEERS_LEGEND: &str = "Should peers lead the training?";
pub(in crate::web) const AIM_LEGEND: &str = "What counts most?";
pub(in crate::web) const WORKFORCE_LEGEND: &str = "Training made for which workforce?";
pub(in crate::web) const NONE_OF_THESE: &str = "None of these";
pub(in crate::web) const ONLY_ONLINE: &str = "I can only learn online";
pub(in crate::web) const NO_LIMIT: &str = "There is no limit";
pub(in crate::web) const AS_SOON_AS_I_CAN: &str = "As soon as I can";
pub(in crate::web) const NO_LAST_DAY: &str = "No, there is no last day";
pub(in crate::web) const CLOSEST: &str = "Which of these is closest to you?";
pub(in crate::web) const WHICH_ROLE: &str = "Which role?";
pub(in crate::web) const WHICH_TIER: &str = "Which tier?";
pub(in crate::web) const WHICH_COURSE: &str = "Which course?";
pub(in crate::web) const WHICH_QUALIFICATION: &str = "Which qualification?";
pub(in crate::web) const WHICH_CREDIT: &str = "Credit towards which qualification?";
pub(in crate::web) const CHOOSE: &str = "Choose";
pub(in crate::web) const NOT_SURE: &str = "Not sure";

// The labels of short texts, and what stands behind them.

pub(in crate::web) const POINTS: (&str, &str) = ("Credit points", "credit points");
pub(in crate::web) const YEARS: (&str, &str) = ("Years", "years");
pub(in crate::web) const MONTHS: (&str, &str) = ("Months", "months");
pub(in crate::web) const PLACEMENT: (&str, &str) = ("Hours of placement", "hours");
pub(in crate::web) const HOURS: (&str, &str) = ("Hours a week", "hours");
pub(in crate::web) const DAYS: (&str, &str) = ("Days a year", "days");
pub(in crate::web) const MONEY: (&str, &str) = ("Dollars a year", "dollars");

pub(in crate::web) fn or_before(year: i32) -> String {
    format!("{year} or before")
}

/// How long somebody has worked.
pub(in crate::web) fn worked(months: u16) -> String {
    let years = counted(u64::from(months / 12), "year", "years");
    match (months / 12, months % 12) {
        (0, 0) => super::NONE_YET.to_owned(),
        (0, months) => counted(months.into(), "month", "months"),
        (_, 0) => years,
        (_, months) => format!("{years} and {}", counted(months.into(), "month", "months")),
    }
}

/// What matters, in a line: the aim, who leads, and whose training.
pub(in crate::web) fn matters(aim: &str, peers: &str, workforce: Option<&str>) -> String {
    let workforce = workforce.map_or(String::new(), |one| format!("; {}", one.to_lowercase()));
    format!("{aim}; peers: {}{workforce}", peers.to_lowercase())
}

/// A question in short, and its answer.
pub(in crate::web) fn answered(short: &str, answer: &str) -> String {
    format!("{short}: {answer}")
}

/// When one of several things was finished.
pub(in crate::web) fn finished(title: &str, year: Option<i32>) -> String {
    format!("{title}: {}", year.map_or(NOT_SURE.to_owned(), |year| year.to_string()))
}
