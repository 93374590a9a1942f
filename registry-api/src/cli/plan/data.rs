//! The answer as data. Names of fields and values stay as they are (docs/COMMAND_LINE.md); new ones may be added.

use registry_core::solver::file::{Measured, Meets, PlannedItem, ProblemFile, Without};
use serde::Serialize;

use super::explained_data::{MeetsData, NoPlanData, WhyNotData, WithoutData};
use super::text::percent;
use crate::ops::plan::{Explained, Planned};

#[derive(Debug, Serialize)]
struct AnswerData<'a> {
    title: &'a str,
    goal: Option<&'a str>,
    status: &'static str,
    already_met: bool,
    plan: Vec<ItemData<'a>>,
    measures: Option<MeasuresData>,
    first_objective: &'static str,
    bound: Option<i64>,
    gap_percent: Option<String>,
    items: usize,
    items_of_use: usize,
    steps_used: u64,
    none: Option<NoPlanData<'a>>,
    why_not: Option<WhyNotData<'a>>,
}

#[derive(Debug, Serialize)]
struct ItemData<'a> {
    id: &'a str,
    title: &'a str,
    way: usize,
    start_term: Option<i64>,
    end_term: Option<i64>,
    start_tick: Option<i64>,
    end_tick: Option<i64>,
    cost: i64,
    hours: i64,
    days: i64,
    credit: i64,
    meets: Vec<MeetsData<'a>>,
    without: Option<WithoutData>,
}

#[derive(Debug, Serialize)]
pub(super) struct MeasuresData {
    cost: i64,
    finish: i64,
    heaviest_term: i64,
    lacking: i64,
    items: i64,
    credit: i64,
}

/// The answer as JSON, with a line end; a list of answers to more than one goal.
pub(super) fn json(file: &ProblemFile, planned: &Planned) -> Result<String, serde_json::Error> {
    let data: Vec<AnswerData<'_>> = planned.answers.iter().map(|explained| of_answer(file, explained)).collect();
    let text = match &data[..] {
        [alone] => serde_json::to_string_pretty(alone),
        several => serde_json::to_string_pretty(several),
    };
    text.map(|text| text + "\n")
}

fn of_answer<'a>(file: &'a ProblemFile, explained: &'a Explained) -> AnswerData<'a> {
    let (goal, answer) = (explained.goal.as_deref(), &explained.answer);
    let why = |place: usize| (explained.reasons.get(place), explained.worth.get(place));
    AnswerData {
        title: &file.title,
        goal,
        status: answer.status.name(),
        already_met: answer.already_met,
        plan: answer.plan.iter().enumerate().map(|(place, planned)| item(planned, why(place))).collect(),
        measures: answer.measures.map(measures),
        first_objective: answer.first.name(),
        bound: answer.bound,
        gap_percent: answer.gap_permille().map(percent),
        items: file.items.len(),
        items_of_use: answer.items_of_use,
        steps_used: answer.steps_used,
        none: explained.none.as_ref().map(|none| NoPlanData::of(file, none)),
        why_not: explained.why_not.as_ref().map(|(id, why)| WhyNotData::of(file, id, why)),
    }
}

fn item<'a>(planned: &'a PlannedItem, (meets, without): (Option<&'a Vec<Meets>>, Option<&Without>)) -> ItemData<'a> {
    ItemData {
        id: &planned.id,
        title: &planned.title,
        way: planned.way,
        start_term: planned.span.map(|span| span.start_term),
        end_term: planned.span.map(|span| span.end_term),
        start_tick: planned.span.map(|span| span.start_tick),
        end_tick: planned.span.map(|span| span.end_tick),
        cost: planned.cost,
        hours: planned.hours,
        days: planned.days,
        credit: planned.credit,
        meets: meets.into_iter().flatten().map(MeetsData::of).collect(),
        without: without.map(WithoutData::of),
    }
}

pub(super) fn measures(measured: Measured) -> MeasuresData {
    let Measured { cost, finish, heaviest_term, lacking, items, credit } = measured;
    MeasuresData { cost, finish, heaviest_term, lacking, items, credit }
}
