//! Pathways: the answer of the planner.

use async_graphql::{ComplexObject, Enum, Object, SimpleObject, Union};
use registry_core::pathway::{Request, RequestProblem, answer as core, words};

use super::bound::Bound;
use super::counted::{Counted, Unweighed};
use super::credit::{CreditRule, CreditStanding};
use super::found;
use super::funding::{AskFunding, Competitive};
use super::no_pathway::NoPathway;
use super::problem::RecommendPathwaysError;
use super::qualification::Qualification;
use super::source::Provenance;
use super::step::{Advice, Step, UnderWayStep};
use super::trade::{Front, StepWorth, WhyNot};
use crate::beside::beside_others;
use crate::graphql::error::ApiError;
use crate::graphql::scalars::{Aud, CreditPoints, Date};
use crate::ops;
use crate::snapshot::Snapshot;

/// The answer of `recommendPathways`: an outcome, or what to correct first.
#[derive(SimpleObject)]
pub(crate) struct RecommendPathwaysPayload<'a> {
    /// Pathways, or why there is none; null when something must be corrected first.
    pub(crate) outcome: Option<PathwayOutcome<'a>>,
    /// Everything that must be corrected, at most 50; empty when there is an outcome.
    pub(crate) user_errors: Vec<RecommendPathwaysError>,
}

/// The answer of `exportProblem`: a problem file, or what to correct first.
#[derive(SimpleObject)]
pub(crate) struct ExportProblemPayload {
    /// The text of a problem file (JSON); null when something must be corrected first.
    pub(crate) problem: Option<String>,
    /// Everything that must be corrected, at most 50; empty when there is a problem file.
    pub(crate) user_errors: Vec<RecommendPathwaysError>,
}

/// Pathways, or why there is none. Both are answers.
#[derive(Union)]
pub(crate) enum PathwayOutcome<'a> {
    /// At least one pathway.
    Pathways(Pathways<'a>),
    /// None, and why.
    NoPathway(NoPathway<'a>),
}

impl<'a> PathwayOutcome<'a> {
    /// Shows the planner's answer.
    pub(crate) fn new(at: &'a Snapshot, request: Request, answer: core::Recommendation) -> Self {
        match answer {
            core::Recommendation::Pathways(answer) => Pathways { at, request: Box::new(request), answer }.into(),
            core::Recommendation::NoPathway(answer) => NoPathway { at, answer }.into(),
        }
    }
}

/// What a pathway is best at. New values can come.
#[derive(Enum, Debug, Clone, Copy, PartialEq, Eq)]
#[graphql(remote = "core::Objective")]
pub(crate) enum Objective {
    /// Costs the learner least; then soonest; then lightest.
    LeastCost,
    /// Finishes soonest; then costs least; then lightest.
    Soonest,
    /// Its heaviest week is the lightest, in whole hours of own time rounded up; then costs least; then soonest.
    LightestLoad,
    /// States the most credit points, among pathways of which no step could be left out, on whatever days; then costs least.
    MostCredit,
    /// The fewest of its steps are not led by peers; then costs least.
    MostPeerLed,
}

/// A few different pathways.
pub(crate) struct Pathways<'a> {
    at: &'a Snapshot,
    request: Box<Request>,
    answer: core::Pathways,
}

/// One to three different pathways, in the order of what was asked for: least cost, soonest, lightest load.
#[Object]
impl Pathways<'_> {
    /// What they lead to, as profile files write it: `tier:3`.
    async fn goal(&self) -> String {
        self.answer.goal.to_string()
    }

    /// The goal's title.
    async fn goal_title(&self) -> &str {
        &self.answer.goal_title
    }

    /// The pathways, 1 to 3. A single one without steps: the goal is met already.
    async fn pathways(&self) -> async_graphql::Result<Vec<Pathway<'_>>> {
        self.answer.pathways.iter().map(|pathway| Ok(Pathway::new(self.at, &self.request, pathway)?)).collect()
    }

    /// What the goal asks for and the pathways leave out: what no training gives, such as supervision, and advised
    /// training that does not fit; at most a few dozen.
    async fn also_needed(&self) -> Vec<Advice<'_>> {
        self.answer.also_needed.iter().map(|advice| Advice::new(self.at, advice)).collect()
    }

    /// Every trade of cost against finish, at most 8.
    async fn front(&self) -> async_graphql::Result<Front> {
        let found = beside_others(|| ops::recommend::front(self.at, &self.request, ops::recommend::SHARED));
        Ok(Front::new(&found.map_err(no_longer_sound)?))
    }

    /// Why a course is not in the pathways, or that it is. Null when there is no such course.
    async fn why_not(
        &self,
        #[graphql(desc = "The course's code.")] course: String,
    ) -> async_graphql::Result<Option<WhyNot<'_>>> {
        let Ok(code) = course.parse() else { return Ok(None) };
        if self.at.catalogue().course(&code).is_none() {
            return Ok(None);
        }
        let found = beside_others(|| ops::recommend::why_not(self.at, &self.request, &code, ops::recommend::SHARED));
        Ok(Some(WhyNot::new(self.at, found.map_err(no_longer_sound)?)))
    }

    /// Search steps taken for this answer.
    async fn steps_used(&self) -> u64 {
        self.answer.steps_used
    }

    /// What is held and nearly counts, or counts as something else, and what is under way and does not fit the limits, in
    /// words; at most a few for each thing.
    async fn notes(&self) -> &[String] {
        &self.answer.notes
    }

    /// Ways to the award that is the goal which no pathway here takes, though there may be one that does; at most 2.
    async fn unweighed(&self) -> Vec<Unweighed> {
        self.answer.unweighed.iter().map(Unweighed::new).collect()
    }
}

/// The question was answered once, so it is a fault of ours when it is refused the second time.
fn no_longer_sound(problems: Vec<RequestProblem>) -> ApiError {
    ApiError::internal(problems.iter().map(ToString::to_string).collect::<Vec<_>>().join("; "))
}

/// An ordered, dated plan.
#[derive(SimpleObject)]
#[graphql(complex)]
pub(crate) struct Pathway<'a> {
    #[graphql(skip)]
    at: &'a Snapshot,
    #[graphql(skip)]
    request: &'a Request,
    #[graphql(skip)]
    of: &'a core::Pathway,
    /// What it is best at, 1 to 3.
    best_at: Vec<Objective>,
    /// What no pathway is better than at each of these, as far as anything is known, in the same order, at most 5. Empty
    /// for a pathway without steps.
    bounds: Vec<Bound>,
    /// The plan in a sentence or two.
    summary: String,
    /// The steps in order of start; at most a few dozen.
    steps: Vec<Step<'a>>,
    /// What the person is doing already, in order of end, at most 20: what the plan builds on, and what only takes time.
    under_way: Vec<UnderWayStep<'a>>,
    /// What the learner pays in all.
    cost: Aud,
    /// The last day of the last step, or of what is under way and is waited for; null when there is neither.
    finish: Option<Date>,
    /// Own time in the heaviest week, what is under way with it, in hours, rounded up to the minute.
    heaviest_week_hours: f64,
    /// Own time of the steps in all, in hours.
    own_time_hours: f64,
    /// Professional-development days in all, what is under way with it, those under a release agreement left out.
    days: u32,
    /// Working days that a release agreement covers.
    released_days: u32,
    /// What it costs and takes in each plan year, counted from the earliest start; at most 10.
    years: Vec<PlanYear>,
    /// What it relies on of which there are few places; at most one for each funding source and step.
    competitive: Vec<Competitive<'a>>,
    /// Funding that may pay for some of it, though nobody has said how much; the cost counts nothing of it. At most one
    /// for each funding source.
    to_ask: Vec<AskFunding<'a>>,
    /// What it would be worth towards qualifications, with what is held; at most one for each credit rule.
    credit: Vec<CreditGained<'a>>,
    /// What the ledger makes of the award that is the goal once all is finished; null where the goal is none, or it is taught
    /// whole.
    counted: Option<Counted<'a>>,
    /// What the person confirms to providers on the way, each statement once; at most a few.
    attestations: &'a [String],
    /// Whether it is proved best at what it is best at. False: the budget of search steps ran out first, and it is
    /// only the best found.
    proved: bool,
}

impl<'a> Pathway<'a> {
    fn new(at: &'a Snapshot, request: &'a Request, pathway: &'a core::Pathway) -> Result<Self, ApiError> {
        let year = |year: &core::PlanYear| PlanYear {
            from: Date(year.from),
            to: Date(year.to),
            cost: Aud(year.cost),
            days: year.days,
        };
        Ok(Self {
            at,
            request,
            of: pathway,
            best_at: super::each(&pathway.best_at),
            bounds: pathway.bounds.iter().map(|bound| Bound::new(*bound, Some(pathway))).collect(),
            summary: format!("{} {}", words::verdict(pathway), words::best_at(pathway)).trim_end().to_owned(),
            steps: pathway.steps.iter().map(|step| Step::new(at, step)).collect::<Result<_, _>>()?,
            under_way: {
                let steps = pathway.under_way.iter().map(|step| UnderWayStep::new(at, step));
                steps.collect::<Result<_, _>>()?
            },
            cost: Aud(pathway.cost),
            finish: pathway.finish.map(Date),
            heaviest_week_hours: pathway.heaviest_week.as_f64(),
            own_time_hours: pathway.own_time.as_f64(),
            days: pathway.days,
            released_days: pathway.released_days,
            years: pathway.years.iter().map(year).collect(),
            competitive: pathway.competitive.iter().map(Competitive::new).collect(),
            to_ask: pathway.to_ask.iter().map(AskFunding::new).collect(),
            counted: pathway.counted.as_ref().map(|counted| Counted::new(at, counted)).transpose()?,
            credit: pathway.credit.iter().map(|credit| CreditGained::new(at, credit)).collect::<Result<_, _>>()?,
            attestations: &pathway.attestations,
            proved: pathway.proved,
        })
    }
}

#[ComplexObject]
impl Pathway<'_> {
    /// What each step is worth, in the order of the steps: what the best pathway without it would be. Worked out only when
    /// it is selected, by as many searches as there are steps.
    async fn worth(&self) -> Vec<StepWorth> {
        let work = || ops::recommend::without_each(self.at, self.request, self.of, ops::recommend::SHARED);
        beside_others(work).into_iter().map(StepWorth::new).collect()
    }
}

/// One year of a plan, counted from the earliest start.
#[derive(SimpleObject)]
pub(crate) struct PlanYear {
    /// First day.
    from: Date,
    /// Last day.
    to: Date,
    /// Paid for the steps that start in it.
    cost: Aud,
    /// Professional-development days of the steps that start in it; in the first also of what is under way.
    days: u32,
}

/// Credit that a pathway, with what is held, would be worth under one rule. Giving it is the provider's decision.
#[derive(SimpleObject)]
pub(crate) struct CreditGained<'a> {
    /// Under which rule.
    rule: CreditRule<'a>,
    /// Towards which qualification.
    qualification: Qualification<'a>,
    /// How much.
    points: CreditPoints,
    /// Out of how much; null when the award's size is not known.
    of: Option<CreditPoints>,
    /// How sure it is.
    standing: CreditStanding,
    /// Who says so.
    provenance: Provenance<'a>,
}

impl<'a> CreditGained<'a> {
    fn new(at: &'a Snapshot, credit: &'a core::CreditGained) -> Result<Self, ApiError> {
        let rule = found(at.catalogue().credit_rule(&credit.rule), credit.rule.as_str())?;
        let code = &credit.qualification;
        let qualification = found(at.catalogue().qualification(code), code.as_str())?;
        Ok(Self {
            rule: CreditRule { at, entry: rule },
            qualification: Qualification { at, entry: qualification },
            points: credit.points.into(),
            of: credit.of.map(CreditPoints),
            standing: credit.standing.into(),
            provenance: Provenance::new(at, &credit.provenance),
        })
    }
}
