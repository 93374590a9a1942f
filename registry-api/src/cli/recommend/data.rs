//! The answer as data. Names of fields and values stay as they are (docs/COMMAND_LINE.md); new ones may be added.

use chrono::NaiveDate;
use registry_core::credit::CreditPoints;
use registry_core::money::Aud;
use registry_core::pathway::answer::{Compared, Difference, ItemKey, Limit, NotPlanned, Objective, Relaxation};
use registry_core::pathway::{Front, NoPathway, Pathway, Recommendation, Step, WhyNot, Without};
use registry_core::source::Provenance;
use serde::Serialize;

use super::bound_data::BoundData;
use super::counted::{CountedData, UnweighedData};
use super::funding::{AskFundingData, CompetitiveData, PaidByData};
use super::under_way::UnderWayData;
use super::why_data::{AdviceData, BlockerData, CreditData, NotEarlierData, ReasonData, SourceData};

/// The answer as JSON, with a line end, and what the first pathway would be without each of its steps.
pub(super) fn json(answer: &Recommendation, without: &[Without]) -> Result<String, serde_json::Error> {
    let mut data = AnswerData::of(answer);
    if let AnswerData::Pathways { pathways, .. } = &mut data
        && let Some(first) = pathways.first_mut()
    {
        for (step, without) in first.steps.iter_mut().zip(without) {
            step.without = Some(WithoutData::of(*without));
        }
    }
    written(&data)
}

/// The trades of cost against finish as JSON.
pub(super) fn front(front: &Front) -> Result<String, serde_json::Error> {
    let pathways = front.pathways.iter().map(PathwayData::of).collect();
    written(&AnswerData::Front { pathways, complete: front.complete })
}

/// Why a course is not planned, as JSON.
pub(super) fn why_not(answer: &WhyNot) -> Result<String, serde_json::Error> {
    let mut data = WhyNotData {
        course: answer.course.as_str(),
        title: &answer.title,
        why: "",
        best_at: Vec::new(),
        compared: Vec::new(),
        no_pathway: None,
    };
    match &answer.why {
        NotPlanned::Held => data.why = "held",
        NotPlanned::UnderWay(_) => data.why = "under-way",
        NotPlanned::Planned(best_at) => {
            data.why = "planned";
            data.best_at = best_at.iter().map(|objective| objective.name()).collect();
        }
        NotPlanned::Instead { beside, compared } => {
            data.why = if *beside { "not-asked-for" } else { "others-are-better" };
            data.compared = compared.iter().map(ComparedData::of).collect();
        }
        NotPlanned::Never(none) => {
            data.why = "never";
            data.no_pathway = Some(Box::new(AnswerData::of_none(none)));
        }
        NotPlanned::NoPathway(none) => {
            data.why = "no-pathway";
            data.no_pathway = Some(Box::new(AnswerData::of_none(none)));
        }
    }
    written(&AnswerData::WhyNot(data))
}

fn written(data: &AnswerData<'_>) -> Result<String, serde_json::Error> {
    serde_json::to_string_pretty(data).map(|text| text + "\n")
}

#[derive(Debug, Serialize)]
#[serde(tag = "answer", rename_all = "kebab-case")]
enum AnswerData<'a> {
    Pathways {
        goal: String,
        goal_title: &'a str,
        pathways: Vec<PathwayData<'a>>,
        also_needed: Vec<AdviceData<'a>>,
        notes: &'a [String],
        unweighed: Vec<UnweighedData<'a>>,
        steps_used: u64,
    },
    NoPathway {
        goal: String,
        goal_title: &'a str,
        blockers: Vec<BlockerData<'a>>,
        conflict: Vec<&'static str>,
        other_conflicts: Vec<Vec<&'static str>>,
        relaxations: Vec<RelaxationData<'a>>,
        together: Vec<RelaxationData<'a>>,
        possible_by: Option<NaiveDate>,
        notes: &'a [String],
        unweighed: Vec<UnweighedData<'a>>,
        proved: bool,
        all_looked_at: bool,
        bounds: Vec<BoundData>,
        steps_used: u64,
    },
    Front {
        pathways: Vec<PathwayData<'a>>,
        complete: bool,
    },
    WhyNot(WhyNotData<'a>),
}

#[derive(Debug, Serialize)]
struct WhyNotData<'a> {
    course: &'a str,
    title: &'a str,
    why: &'static str,
    best_at: Vec<&'static str>,
    compared: Vec<ComparedData>,
    no_pathway: Option<Box<AnswerData<'a>>>,
}

#[derive(Debug, Serialize)]
struct ComparedData {
    objective: &'static str,
    #[serde(flatten)]
    difference: DifferenceData,
    proved: bool,
}

/// More, or less where negative.
#[derive(Debug, Serialize)]
struct DifferenceData {
    cents_more: i64,
    days_later: i64,
    minutes_more: i64,
}

#[derive(Debug, Serialize)]
struct WithoutData {
    /// `nothing`, `less-advised`, `another` or `not-settled`.
    pathway: &'static str,
    #[serde(flatten)]
    difference: Option<DifferenceData>,
}

#[derive(Debug, Serialize)]
struct PathwayData<'a> {
    best_at: Vec<&'static str>,
    proved: bool,
    bounds: Vec<BoundData>,
    cost: Aud,
    finish: Option<NaiveDate>,
    heaviest_week_minutes: u32,
    own_time_minutes: u32,
    days: u32,
    released_days: u32,
    steps: Vec<StepData<'a>>,
    under_way: Vec<UnderWayData<'a>>,
    years: Vec<YearData>,
    competitive: Vec<CompetitiveData<'a>>,
    to_ask: Vec<AskFundingData<'a>>,
    credit: Vec<CreditData<'a>>,
    counted: Option<CountedData<'a>>,
    attestations: &'a [String],
}

#[derive(Debug, Serialize)]
struct YearData {
    from: NaiveDate,
    to: NaiveDate,
    cost: Aud,
    days: u32,
}

#[derive(Debug, Serialize)]
struct StepData<'a> {
    course: Option<&'a str>,
    version: Option<String>,
    qualification: Option<&'a str>,
    title: &'a str,
    offering: &'a str,
    provider: &'a str,
    provider_title: &'a str,
    invented: bool,
    mode: &'static str,
    region: Option<&'a str>,
    start: NaiveDate,
    end: NaiveDate,
    weeks: u32,
    cost: Aud,
    price: Aud,
    paid_by: Vec<PaidByData<'a>>,
    price_source: Option<SourceData<'a>>,
    days: u16,
    released_days: u16,
    own_time_minutes: u32,
    weekly_minutes: u32,
    credit_points: Option<CreditPoints>,
    peer_led: bool,
    peer_developed: bool,
    peer_delivered: bool,
    reasons: Vec<ReasonData<'a>>,
    together_with: &'a [String],
    unlocks: &'a [String],
    advice: Vec<AdviceData<'a>>,
    attestations: &'a [String],
    by_rpl: bool,
    waits_for: Option<WaitData<'a>>,
    not_earlier: Option<NotEarlierData<'a>>,
    without: Option<WithoutData>,
    source: SourceData<'a>,
    offering_source: SourceData<'a>,
}

#[derive(Debug, Serialize)]
struct WaitData<'a> {
    gate: &'a str,
    from: NaiveDate,
    source: SourceData<'a>,
}

#[derive(Debug, Serialize)]
struct RelaxationData<'a> {
    change: &'a str,
    limit: Option<&'static str>,
}

impl<'a> AnswerData<'a> {
    fn of(answer: &'a Recommendation) -> Self {
        match answer {
            Recommendation::Pathways(found) => Self::Pathways {
                goal: found.goal.to_string(),
                goal_title: &found.goal_title,
                pathways: found.pathways.iter().map(PathwayData::of).collect(),
                also_needed: found.also_needed.iter().map(AdviceData::of).collect(),
                notes: &found.notes,
                unweighed: found.unweighed.iter().map(UnweighedData::of).collect(),
                steps_used: found.steps_used,
            },
            Recommendation::NoPathway(none) => Self::of_none(none),
        }
    }

    fn of_none(none: &'a NoPathway) -> Self {
        let relaxation =
            |Relaxation { change, limit, .. }: &'a Relaxation| RelaxationData { change, limit: limit.map(limit_name) };
        let named = |limits: &Vec<Limit>| limits.iter().copied().map(limit_name).collect();
        Self::NoPathway {
            goal: none.goal.to_string(),
            goal_title: &none.goal_title,
            blockers: none.blockers.iter().map(BlockerData::of).collect(),
            conflict: named(&none.conflict),
            other_conflicts: none.other_conflicts.iter().map(named).collect(),
            relaxations: none.relaxations.iter().map(relaxation).collect(),
            together: none.together.iter().map(relaxation).collect(),
            possible_by: none.possible_by,
            notes: &none.notes,
            unweighed: none.unweighed.iter().map(UnweighedData::of).collect(),
            proved: none.proved,
            all_looked_at: none.all_looked_at,
            bounds: none.bounds.iter().map(|bound| BoundData::of(*bound, None)).collect(),
            steps_used: none.steps_used,
        }
    }
}

impl ComparedData {
    fn of(compared: &Compared) -> Self {
        Self {
            objective: compared.objective.name(),
            difference: DifferenceData::of(compared.difference),
            proved: compared.proved,
        }
    }
}

impl DifferenceData {
    fn of(difference: Difference) -> Self {
        let Difference { cents, days, minutes, .. } = difference;
        Self { cents_more: cents, days_later: days, minutes_more: minutes }
    }
}

impl WithoutData {
    fn of(without: Without) -> Self {
        let (pathway, difference) = match without {
            Without::Nothing => ("nothing", None),
            Without::LessAdvised => ("less-advised", None),
            Without::Another(difference) => ("another", Some(DifferenceData::of(difference))),
            Without::NotSettled => ("not-settled", None),
        };
        Self { pathway, difference }
    }
}

impl<'a> PathwayData<'a> {
    fn of(pathway: &'a Pathway) -> Self {
        Self {
            best_at: pathway.best_at.iter().copied().map(Objective::name).collect(),
            proved: pathway.proved,
            bounds: pathway.bounds.iter().map(|bound| BoundData::of(*bound, Some(pathway))).collect(),
            cost: pathway.cost,
            finish: pathway.finish,
            heaviest_week_minutes: pathway.heaviest_week.minutes(),
            own_time_minutes: pathway.own_time.minutes(),
            days: pathway.days,
            released_days: pathway.released_days,
            steps: pathway.steps.iter().map(StepData::of).collect(),
            under_way: pathway.under_way.iter().map(UnderWayData::of).collect(),
            years: pathway
                .years
                .iter()
                .map(|year| YearData { from: year.from, to: year.to, cost: year.cost, days: year.days })
                .collect(),
            competitive: pathway.competitive.iter().map(CompetitiveData::of).collect(),
            to_ask: pathway.to_ask.iter().map(AskFundingData::of).collect(),
            credit: pathway.credit.iter().map(CreditData::of).collect(),
            counted: pathway.counted.as_ref().map(CountedData::of),
            attestations: &pathway.attestations,
        }
    }
}

/// Code and version of a course, or the code of a qualification.
pub(super) fn codes(item: &ItemKey) -> (Option<&str>, Option<String>, Option<&str>) {
    match item {
        ItemKey::Course(code, version) => (Some(code.as_str()), Some(version.to_string()), None),
        ItemKey::Qualification(code) => (None, None, Some(code.as_str())),
    }
}

impl<'a> StepData<'a> {
    fn of(step: &'a Step) -> Self {
        let (course, version, qualification) = codes(&step.item);
        Self {
            course,
            version,
            qualification,
            title: &step.title,
            offering: step.offering.as_str(),
            provider: step.provider.as_str(),
            provider_title: &step.provider_title,
            invented: step.offering_provenance == Provenance::Invented,
            mode: step.mode.name(),
            region: step.region.as_ref().map(|region| region.as_str()),
            start: step.start,
            end: step.end,
            weeks: step.weeks,
            cost: step.cost,
            price: step.price,
            paid_by: step.paid_by.iter().map(PaidByData::of).collect(),
            price_source: step.price_provenance.as_ref().map(SourceData::of),
            days: step.days,
            released_days: step.released_days,
            own_time_minutes: step.own_time.minutes(),
            weekly_minutes: step.weekly.minutes(),
            credit_points: step.credit,
            peer_led: step.peer.led,
            peer_developed: step.peer.developed,
            peer_delivered: step.peer.delivered,
            reasons: step.reasons.iter().map(ReasonData::of).collect(),
            together_with: &step.together_with,
            unlocks: &step.unlocks,
            advice: step.advice.iter().map(AdviceData::of).collect(),
            attestations: &step.attestations,
            by_rpl: step.by_rpl,
            waits_for: step.waits_for.as_ref().map(|wait| WaitData {
                gate: &wait.gate,
                from: wait.from,
                source: SourceData::of(&wait.provenance),
            }),
            not_earlier: step.not_earlier.as_ref().map(NotEarlierData::of),
            without: None,
            source: SourceData::of(&step.provenance),
            offering_source: SourceData::of(&step.offering_provenance),
        }
    }
}

/// The limit by the key of the profile file that holds it, where it is one key.
fn limit_name(limit: Limit) -> &'static str {
    match limit {
        Limit::HoursPerWeek => "hours_per_week",
        Limit::DaysPerYear => "days_per_year",
        Limit::BudgetPerYear => "budget_per_year",
        Limit::Deadline => "deadline",
        Limit::Regions => "regions",
        Limit::Modes => "modes",
        Limit::Exclusions => "exclude",
        Limit::PeerOnly => "peer_only",
        Limit::Perspective => "perspective",
    }
}
