//! Why a plan is as it is, or why there is none, as data.

use registry_core::solver::file::{
    Asker, Blocked, Conflict, Limit, Meets, NoPlan, ProblemFile, Reason, Relaxation, Wanted, WhyNot, Without,
};
use serde::Serialize;

use super::data::{MeasuresData, measures};

/// A requirement that an item meets.
#[derive(Debug, Serialize)]
pub(super) struct MeetsData<'a> {
    asked_by: &'static str,
    id: Option<&'a str>,
    place: &'a str,
    one_of: usize,
}

impl<'a> MeetsData<'a> {
    pub(super) fn of(meets: &'a Meets) -> Self {
        let (asked_by, id) = match &meets.asker {
            Asker::Goal => ("goal", None),
            Asker::Prerequisite(id) => ("prerequisite", Some(id.as_str())),
            Asker::Corequisite(id) => ("corequisite", Some(id.as_str())),
            Asker::Credit(_) => ("credit", None),
            Asker::Minimum(_) => ("minimum", None),
        };
        Self { asked_by, id, place: &meets.place, one_of: meets.one_of }
    }
}

/// What the best plan without an item would be.
#[derive(Debug, Serialize)]
pub(super) struct WithoutData {
    plan: &'static str,
    measures: Option<MeasuresData>,
    proved: bool,
}

impl WithoutData {
    pub(super) fn of(without: &Without) -> Self {
        let (plan, measured, proved) = match without {
            Without::Another { measures, proved } => ("another", Some(*measures), *proved),
            Without::Nothing => ("nothing", None, true),
            Without::NotSettled => ("not-settled", None, false),
        };
        Self { plan, measures: measured.map(measures), proved }
    }
}

/// Why there is no plan.
#[derive(Debug, Serialize)]
pub(super) struct NoPlanData<'a> {
    blocked: Vec<BlockedData<'a>>,
    conflict: &'static str,
    limits: Vec<LimitData<'a>>,
    minimal: bool,
    relaxations: Vec<RelaxationData<'a>>,
    unsettled: Vec<LimitData<'a>>,
    steps_used: u64,
}

#[derive(Debug, Serialize)]
struct RelaxationData<'a> {
    #[serde(flatten)]
    limit: LimitData<'a>,
    now: Option<i64>,
    enough: Option<i64>,
    least: bool,
}

impl<'a> NoPlanData<'a> {
    pub(super) fn of(file: &'a ProblemFile, none: &'a NoPlan) -> Self {
        let limit = |limit: &'a Limit| LimitData::of(file, limit);
        let change = |change: &'a Relaxation| RelaxationData {
            limit: limit(&change.limit),
            now: change.now,
            enough: change.enough,
            least: change.least,
        };
        let mut data = Self {
            blocked: none.blocked.iter().map(BlockedData::of).collect(),
            conflict: "not-settled",
            limits: Vec::new(),
            minimal: false,
            relaxations: Vec::new(),
            unsettled: Vec::new(),
            steps_used: none.steps_used,
        };
        match &none.conflict {
            Conflict::Limits { limits, minimal, relaxations, unsettled } => {
                data.conflict = "limits";
                data.limits = limits.iter().map(limit).collect();
                data.minimal = *minimal;
                data.relaxations = relaxations.iter().map(change).collect();
                data.unsettled = unsettled.iter().map(limit).collect();
            }
            Conflict::NoLimit => data.conflict = "no-limit",
            Conflict::NotSettled => {}
        }
        data
    }
}

/// A limit: what it is, and which one.
#[derive(Debug, Serialize)]
struct LimitData<'a> {
    limit: &'static str,
    number: Option<usize>,
    part: Option<usize>,
    ids: Vec<&'a str>,
    name: Option<&'a str>,
}

impl<'a> LimitData<'a> {
    fn of(file: &'a ProblemFile, limit: &'a Limit) -> Self {
        let data = |limit, number: Option<usize>| LimitData { limit, number, part: None, ids: Vec::new(), name: None };
        let term = |limit, number: usize| LimitData {
            name: file.terms.get(number).map(|term| term.name.as_str()).filter(|name| !name.is_empty()),
            ..data(limit, Some(number))
        };
        let sum = |limit, number: usize| LimitData {
            name: file.credit.get(number).map(|sum| sum.name.as_str()).filter(|name| !name.is_empty()),
            ..data(limit, Some(number))
        };
        match limit {
            Limit::Budget => data("budget", None),
            Limit::Deadline => data("deadline", None),
            Limit::PeriodMoney(period) => data("period-money", Some(*period)),
            Limit::PeriodDays(period) => data("period-days", Some(*period)),
            Limit::TermHours(number) => term("term-hours", *number),
            Limit::TermItems(number) => term("term-most-items", *number),
            Limit::TermLeastHours(number) => term("term-least-hours", *number),
            Limit::TermLeastItems(number) => term("term-least-items", *number),
            Limit::Credit(number) => sum("credit", *number),
            Limit::Counted { sum: number, part } => LimitData { part: Some(*part), ..sum("counting-at-most", *number) },
            Limit::Cap(number) => LimitData {
                name: file.caps.get(*number).map(|cap| cap.name.as_str()).filter(|name| !name.is_empty()),
                ..data("cap", Some(*number))
            },
            Limit::Excludes(one, other) => LimitData { ids: vec![one, other], ..data("excludes", None) },
            Limit::Refused(id) => LimitData { ids: vec![id], ..data("refused", None) },
        }
    }
}

/// Something that has no way.
#[derive(Debug, Default, Serialize)]
struct BlockedData<'a> {
    wanted: &'static str,
    id: Option<&'a str>,
    range: Option<&'a str>,
    least: Option<i64>,
    of: Option<usize>,
    number: Option<usize>,
    reason: &'static str,
    other: Option<&'a str>,
    reachable: Option<i64>,
    first_tick: Option<i64>,
    last_tick: Option<i64>,
    parts: Vec<BlockedData<'a>>,
    more: usize,
}

impl<'a> BlockedData<'a> {
    fn of(blocked: &'a Blocked) -> Self {
        let whole = |number: usize| i64::try_from(number).unwrap_or(i64::MAX);
        let wanted = match &blocked.wanted {
            Wanted::Item(id) => Self { wanted: "item", id: Some(id), ..Self::default() },
            Wanted::OneOf { least, of } => {
                Self { wanted: "one-of", least: Some(whole(*least)), of: Some(*of), ..Self::default() }
            }
            Wanted::Course { course, range } => {
                Self { wanted: "course", id: Some(course), range: Some(range), ..Self::default() }
            }
            Wanted::From { tick } => Self { wanted: "from-tick", first_tick: Some(*tick), ..Self::default() },
            Wanted::Never { why } => Self { wanted: "never", other: Some(why), ..Self::default() },
            Wanted::Credit { sum } => Self { wanted: "credit", number: Some(*sum), ..Self::default() },
        };
        let parts = blocked.parts.iter().map(BlockedData::of).collect();
        let data = Self { parts, more: blocked.more, ..wanted };
        match &blocked.reason {
            Reason::Asks => Self { reason: "asks", ..data },
            Reason::Refused => Self { reason: "refused", ..data },
            Reason::ExcludedBy { held } => Self { reason: "excluded", other: Some(held), ..data },
            Reason::Apart { with } => Self { reason: "apart", other: Some(with), ..data },
            Reason::NoTime { first, last } => {
                Self { reason: "no-time", first_tick: Some(*first), last_tick: Some(*last), ..data }
            }
            Reason::TooEarly { ready, latest } => {
                Self { reason: "too-early", first_tick: Some(*ready), last_tick: Some(*latest), ..data }
            }
            Reason::Never => Self { reason: "never", ..data },
            Reason::AtMost { least, reachable } => {
                Self { reason: "at-most", least: Some(*least), reachable: Some(*reachable), ..data }
            }
            Reason::Above => Self { reason: "above", ..data },
        }
    }
}

/// Why an item is not in the plan.
#[derive(Debug, Serialize)]
pub(super) struct WhyNotData<'a> {
    id: &'a str,
    why: &'static str,
    held: Option<&'a str>,
    measures: Option<MeasuresData>,
    proved: bool,
    none: Option<NoPlanData<'a>>,
}

impl<'a> WhyNotData<'a> {
    pub(super) fn of(file: &'a ProblemFile, id: &'a str, why: &'a WhyNot) -> Self {
        let data = |why| Self { id, why, held: None, measures: None, proved: true, none: None };
        match why {
            WhyNot::Planned => data("planned"),
            WhyNot::Held => data("held"),
            WhyNot::EquivalentHeld { held } => Self { held: Some(held), ..data("equivalent-held") },
            WhyNot::NoPlan => data("no-plan"),
            WhyNot::Never(none) => Self { none: Some(NoPlanData::of(file, none)), ..data("never") },
            WhyNot::Others { measures: measured, proved } => {
                Self { measures: Some(measures(*measured)), proved: *proved, ..data("others") }
            }
            WhyNot::NotSettled => Self { proved: false, ..data("not-settled") },
        }
    }
}
