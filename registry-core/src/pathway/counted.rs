//! Where a pathway leads, counted by the ledger; and the ways to an award that are not planned.

use std::collections::BTreeSet;

use chrono::NaiveDate;

use super::answer::{CreditGained, ItemKey, Pathway};
use super::credit::{Composition, composition_of};
use super::request::{Goal, Request};
use super::under_way::key_of;
use crate::catalogue::Catalogue;
use crate::credit::CreditPoints;
use crate::id::{CourseCode, ProviderCode, QualificationCode};
use crate::qualification::Qualification;
use crate::recognition::{Amount, Learned, Ledger, Measure, Thing, ledger_of_taught, ledger_with};

/// What the ledger makes of the award that is the goal once a pathway is finished. Claims of prior learning that nobody has
/// granted count for nothing here.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Counted {
    /// Which award.
    pub qualification: QualificationCode,
    /// On which day: the last day of the pathway.
    pub at: NaiveDate,
    /// What is waited for once its last step is over; `None`: nothing.
    pub waits_for: Option<LastWait>,
    /// How much the goal asks for.
    pub wanted: Amount,
    /// How much counts: towards an amount of credit all that may be granted, towards a whole award what is guaranteed.
    pub counted: Amount,
    /// How much of that is guaranteed.
    pub guaranteed: Amount,
    /// Whether that is enough. `false` only where the ledger has more ways of counting than it looks at: the planner
    /// knows of one that is enough.
    pub reached: bool,
    /// With whom the units of a whole award are studied, by title, where the award limits what is recognised and none of
    /// them teaches enough of it to award it; empty where one does.
    pub studied_apart: Vec<String>,
}

impl Counted {
    /// Whether there is more to say of it than that enough counts on the last day.
    pub fn is_out_of_the_ordinary(&self) -> bool {
        self.waits_for.is_some() || !self.reached || !self.studied_apart.is_empty()
    }
}

/// What a pathway waits for when its last step is over.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum LastWait {
    /// Something under way ends.
    UnderWay {
        /// What, by title.
        title: String,
    },
    /// A rule begins that it takes.
    Rules,
    /// Something under way is too old to count from this day on, and what was learned again counts instead.
    TooOld,
    /// A gate opens that entry to an award asks for.
    Gate {
        /// Which, in words: `more than 12 months of experience`.
        gate: String,
    },
}

/// A way to an award that is not planned.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Unweighed {
    /// Which award.
    pub qualification: QualificationCode,
    /// Its title.
    pub title: String,
    /// Why.
    pub why: WhyUnweighed,
}

/// Why a way to an award is not planned.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum WhyUnweighed {
    /// Unit by unit: not all its core units are known here and told apart from electives.
    CoreNotKnown {
        /// How many are.
        known: u32,
        /// How many it has.
        core: u32,
    },
    /// Part by part: it is not said what it is made of.
    CompositionNotSaid,
}

/// The award that is a goal.
pub(super) fn award_of(goal: &Goal) -> Option<&QualificationCode> {
    match goal {
        Goal::Qualification(code) | Goal::Credit { towards: code, .. } => Some(code),
        Goal::Role(_) | Goal::Tier(_) | Goal::Course(_) => None,
    }
}

/// The ways that are not planned to the award that is the goal.
pub(super) fn unweighed(catalogue: &Catalogue, request: &Request) -> Vec<Unweighed> {
    let Some(entry) = award_of(&request.goal).and_then(|code| catalogue.qualification(code)) else {
        return Vec::new();
    };
    let mut why = Vec::new();
    if matches!(request.goal, Goal::Qualification(_)) {
        match composition_of(entry) {
            Composition::Known => {}
            Composition::CoreNotKnown { known, core } => why.push(WhyUnweighed::CoreNotKnown { known, core }),
            Composition::NotSaid => why.push(WhyUnweighed::CompositionNotSaid),
        }
    }
    let unweighed = |why| Unweighed { qualification: entry.code.clone(), title: entry.title.clone(), why };
    why.into_iter().map(unweighed).collect()
}

/// What is held when a pathway is finished.
pub(super) struct EndState<'a> {
    catalogue: &'a Catalogue,
    request: &'a Request,
    pathway: &'a Pathway,
    under_way: Vec<(ItemKey, NaiveDate)>,
    /// Awards that are gained by their parts, with the day.
    gained: Vec<(ItemKey, NaiveDate)>,
    /// When the pathway is finished.
    finish: NaiveDate,
    /// When all that is under way beside it is over as well.
    over: NaiveDate,
}

impl<'a> EndState<'a> {
    /// The end of a pathway, on which awards are `gained` by their parts.
    pub(super) fn of(
        catalogue: &'a Catalogue,
        request: &'a Request,
        pathway: &'a Pathway,
        gained: Vec<(ItemKey, NaiveDate)>,
    ) -> Self {
        // What ends after the day by which all is to be finished is not finished within the plan.
        let in_time = |ends: NaiveDate| request.limits.deadline.is_none_or(|deadline| ends <= deadline);
        let enrolled = request.record.enrolled().iter().filter(|enrolment| in_time(enrolment.ends()));
        let under_way = enrolled.filter_map(|enrolment| Some((key_of(catalogue, enrolment)?, enrolment.ends())));
        let under_way: Vec<(ItemKey, NaiveDate)> = under_way.collect();
        let start = request.limits.earliest_start;
        let finish = pathway.finish.map_or(start, |finish| finish.max(start));
        let over = under_way.iter().map(|(_, ends)| *ends).fold(finish, NaiveDate::max);
        Self { catalogue, request, pathway, under_way, gained, finish, over }
    }

    fn ledger(&self, towards: &QualificationCode, at: NaiveDate) -> Option<Ledger> {
        ledger_with(self.catalogue, &self.request.record, &self.learned(), towards, at)
    }

    fn learned(&self) -> Vec<Learned<'_>> {
        let steps = self.pathway.steps.iter().map(|step| (&step.item, step.end, step.by_rpl));
        let beside = self.under_way.iter().chain(&self.gained).map(|(key, ends)| (key, *ends, false));
        let learned = steps.chain(beside).map(|(key, completed, by_rpl)| {
            let thing = match key {
                ItemKey::Course(code, _) => Thing::Course(code),
                ItemKey::Qualification(code) => Thing::Qualification(code),
            };
            Learned { thing, completed, by_rpl }
        });
        learned.collect()
    }

    /// What is taught, and by whom, where that is known.
    fn taught(&self) -> Vec<(&CourseCode, Option<&ProviderCode>)> {
        let steps = self.pathway.steps.iter().filter(|step| !step.by_rpl);
        let steps = steps.map(|step| (step.item.clone(), Some(&step.provider)));
        let enrolled = self.request.record.enrolled().iter().filter_map(|enrolment| {
            let offering = enrolment.offering().and_then(|code| self.catalogue.offering(code));
            Some((key_of(self.catalogue, enrolment)?, offering.map(|offering| &offering.provider)))
        });
        let course = |(key, by)| match key {
            ItemKey::Course(code, _) => Some((&self.catalogue.course(&code)?.code, by)),
            ItemKey::Qualification(_) => None,
        };
        steps.chain(enrolled).filter_map(course).collect()
    }

    /// Whoever awards it takes what others teach for recognised. What is under way with nobody knows whom may be theirs.
    fn studied_apart(&self, entry: &Qualification, ledger: &Ledger) -> Vec<String> {
        let limits = entry.recognition.as_ref();
        let bounds_credit = limits.is_some_and(|limits| limits.most.is_some() || limits.residency_least.is_some());
        if !bounds_credit || ledger.measure != Measure::Units {
            return Vec::new();
        }
        let studied = |code: &CourseCode| {
            let mut items = ledger.lines.iter().filter(|line| line.is_studied).flat_map(|line| &line.items);
            items.any(|item| item.code == code.as_str())
        };
        let taught: Vec<_> = self.taught().into_iter().filter(|(code, _)| studied(code)).collect();
        let providers: BTreeSet<&ProviderCode> = taught.iter().filter_map(|(_, by)| *by).collect();
        let awards = |provider: &&ProviderCode| {
            let theirs = taught.iter().filter(|(_, by)| by.is_none_or(|by| by == *provider));
            let theirs: BTreeSet<&CourseCode> = theirs.map(|(code, _)| *code).collect();
            let (record, learned) = (&self.request.record, self.learned());
            let counted = ledger_of_taught(self.catalogue, record, (&learned, &theirs), &entry.code, self.finish);
            counted.is_some_and(|counted| counted.guaranteed_alone >= ledger.guaranteed_alone)
        };
        if providers.len() < 2 || providers.iter().any(awards) {
            return Vec::new();
        }
        let title = |code| self.catalogue.provider(code).map_or(String::new(), |provider| provider.title.clone());
        providers.into_iter().map(title).collect()
    }

    /// What it is worth under each credit rule that gives points, in order of rule, once all that is under way is over too.
    pub(super) fn credit(&self) -> Vec<CreditGained> {
        let towards: BTreeSet<&QualificationCode> =
            self.catalogue.credit_rules().map(|rule| &rule.qualification).collect();
        let mut gained = Vec::new();
        for code in towards {
            let (Some(ledger), Some(entry)) = (self.ledger(code, self.over), self.catalogue.qualification(code)) else {
                continue;
            };
            let record = &self.request.record;
            let today = ledger_with(self.catalogue, record, &[], code, record.as_at());
            let mut today: Vec<_> = today.map_or(Vec::new(), |ledger| ledger.lines);
            for line in ledger.lines {
                if let (Some(rule), Amount::Points(points)) = (line.rule, line.amount)
                    && points > CreditPoints::ZERO
                {
                    let same = today.iter().position(|other| {
                        other.rule.as_ref() == Some(&rule)
                            && other.standing == line.standing
                            && other.basis == line.basis
                    });
                    let before = match same.map(|place| today.remove(place).amount) {
                        Some(Amount::Points(before)) => before.min(points),
                        _ => CreditPoints::ZERO,
                    };
                    gained.push(CreditGained {
                        rule,
                        qualification: code.clone(),
                        qualification_title: entry.title.clone(),
                        points,
                        today: before,
                        of: entry.credit.as_ref().map(|credit| credit.points),
                        standing: line.standing,
                        provenance: line.provenance,
                    });
                }
            }
        }
        gained.sort_by(|one, other| one.rule.cmp(&other.rule));
        gained
    }

    /// What it comes to towards the award that is the goal, after something that is waited for at the end.
    pub(super) fn counted(&self, waits_for: Option<LastWait>) -> Option<Counted> {
        let code = award_of(&self.request.goal)?;
        let ledger = self.ledger(code, self.finish).filter(|ledger| !ledger.held)?;
        let (wanted, counted, guaranteed) = match &self.request.goal {
            Goal::Credit { points, .. } => {
                (Amount::Points(*points), ledger.totals.if_all_granted, ledger.totals.guaranteed)
            }
            _ => (ledger.size?, ledger.guaranteed_alone, ledger.guaranteed_alone),
        };
        let reached = counted >= wanted;
        let entry = self.catalogue.qualification(code).filter(|_| matches!(self.request.goal, Goal::Qualification(_)));
        let studied_apart = entry.map_or(Vec::new(), |entry| self.studied_apart(entry, &ledger));
        let qualification = code.clone();
        Some(Counted { qualification, at: self.finish, waits_for, wanted, counted, guaranteed, reached, studied_apart })
    }
}
