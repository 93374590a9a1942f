//! The rules of a plan, written from their description alone: what may be a step, what steps may stand together, and
//! when a goal is met. Slow and obvious; nothing here calls the planner or the eligibility check.
//!
//! Own time counts per week, Monday to Sunday, spread evenly over the weeks an offering touches and rounded up to the
//! minute in each. Money and professional-development days count per plan year, from the earliest start, in the year
//! in which a step starts. A prerequisite ends before the day its dependant starts; a corequisite starts in the same
//! week or earlier. Gates hold at the start of a step.

use std::collections::BTreeMap;

use chrono::{Datelike, Days, Months, NaiveDate, Weekday};
use registry_core::catalogue::Catalogue;
use registry_core::course::{DaysFrom, Delivery, Equivalence, Mode, Offering, OfferingOf, VersionStatus};
use registry_core::credit::{CreditExchange, CreditPoints, CreditRule};
use registry_core::id::{CourseCode, QualificationCode};
use registry_core::learner_record::{Employment, Held, LearnerRecord, PartnerRelease};
use registry_core::pathway::answer::ItemKey;
use registry_core::pathway::request::HORIZON_YEARS;
use registry_core::pathway::{Goal, Request, Wish};
use registry_core::requisite::{Gate, Requisite, RequisiteExpr, RequisiteKind, Strength};

/// A step as the rules see it.
#[derive(Debug, Clone, PartialEq)]
pub struct Planned<'a> {
    /// What is learned.
    pub item: ItemKey,
    /// In which offering.
    pub offering: &'a Offering,
    /// First day.
    pub start: NaiveDate,
    /// Last day.
    pub end: NaiveDate,
}

/// Which steps of a plan count when a requirement is looked at.
#[derive(Debug, Clone, Copy)]
pub enum Counting {
    /// Those that end before that day.
    Before(NaiveDate),
    /// Those that end before that day, or start in its week or earlier.
    Beside(NaiveDate),
    /// All of them, at the end of the time there is.
    Finally,
}

/// The rules for one request.
#[derive(Debug, Clone, Copy)]
pub struct Rules<'a> {
    catalogue: &'a Catalogue,
    request: &'a Request,
}

/// The Monday of the week of a day.
pub fn monday(day: NaiveDate) -> NaiveDate {
    day.week(Weekday::Mon).first_day()
}

/// How many weeks, Monday to Sunday, a span of days touches.
pub fn weeks_touched(start: NaiveDate, end: NaiveDate) -> u32 {
    let weeks = (monday(end) - monday(start)).num_days() / 7 + 1;
    u32::try_from(weeks).expect("an end after the start")
}

impl Planned<'_> {
    /// Own time in each week it touches, in minutes, rounded up.
    pub fn minutes_a_week(&self) -> u32 {
        self.offering.own_time.minutes().div_ceil(weeks_touched(self.start, self.end))
    }

    /// Professional-development days that count against the yearly allowance.
    pub fn allowance_days(&self) -> u32 {
        match self.offering.days_from {
            DaysFrom::Allowance => u32::from(self.offering.days),
            DaysFrom::ReleaseAgreement => 0,
        }
    }
}

/// The requisites of what a step teaches.
pub fn requisites<'a>(catalogue: &'a Catalogue, item: &ItemKey) -> &'a [Requisite] {
    match item {
        ItemKey::Course(code, version) => {
            catalogue.course(code).and_then(|course| course.version(version)).map_or(&[], |version| &version.requisites)
        }
        ItemKey::Qualification(code) => catalogue.qualification(code).map_or(&[], |entry| &entry.entry),
    }
}

impl<'a> Rules<'a> {
    /// The rules for a request.
    pub fn new(catalogue: &'a Catalogue, request: &'a Request) -> Self {
        Self { catalogue, request }
    }

    /// The last day on which anything may end.
    pub fn last_day(&self) -> NaiveDate {
        let limits = &self.request.limits;
        let horizon = limits.earliest_start + Months::new(HORIZON_YEARS * 12);
        limits.deadline.map_or(horizon, |deadline| deadline.min(horizon))
    }

    /// What the learner pays for an offering, in cents.
    pub fn cents(&self, offering: &Offering) -> i64 {
        let mut least = offering.price.cents();
        for fee in &offering.fees {
            if self.request.limits.funding.contains(&fee.funding) {
                least = least.min(fee.price.cents());
            }
        }
        least
    }

    /// How many of the preferred peer shares an offering lacks.
    pub fn lacking(&self, offering: &Offering) -> i64 {
        let wishes = self.request.wishes;
        let lacks = |wish: Wish, has: bool| i64::from(wish == Wish::Prefer && !has);
        lacks(wishes.led, offering.peer.led)
            + lacks(wishes.developed, offering.peer.developed)
            + lacks(wishes.delivered, offering.peer.delivered)
    }

    /// What is wrong with a step on its own: what it teaches, whom it is for, its dates, and limits that it exceeds
    /// alone.
    pub fn step_faults(&self, step: &Planned<'_>) -> Vec<String> {
        let mut faults = Vec::new();
        let offering = step.offering;
        let limits = &self.request.limits;
        let mut fault = |wrong: bool, what: &str| {
            if wrong {
                faults.push(format!("{}: {what}", offering.code));
            }
        };
        match (&offering.of, &step.item) {
            (OfferingOf::Course { course, version }, ItemKey::Course(code, number)) => {
                fault(course != code || version != number, "it teaches another version");
                let course = self.catalogue.course(code).expect("a course of the catalogue");
                let status = course.version(number).map(|version| version.status);
                fault(status != Some(VersionStatus::Published), "the version is not published");
                fault(limits.exclude.contains(code), "the course is excluded");
                let serves = limits.perspective.is_none_or(|perspective| {
                    course.perspectives.is_empty() || course.perspectives.contains(&perspective)
                });
                fault(!serves, "the course is for another perspective");
            }
            (OfferingOf::Qualification(taught), ItemKey::Qualification(code)) => {
                fault(taught != code, "it teaches another qualification");
            }
            _ => fault(true, "it teaches something else"),
        }
        fault(
            !limits.modes.is_empty() && !limits.modes.contains(&offering.mode),
            "it is taught in a way that is not wanted",
        );
        let reachable = match &offering.region {
            Some(region) if offering.mode != Mode::Online => limits.regions.contains(region),
            _ => true,
        };
        fault(!reachable, "it is out of reach");
        let only = |wish: Wish, has: bool| wish == Wish::Only && !has;
        let wishes = self.request.wishes;
        let peer = offering.peer;
        fault(
            only(wishes.led, peer.led)
                || only(wishes.developed, peer.developed)
                || only(wishes.delivered, peer.delivered),
            "it is not in peers' hands",
        );
        match offering.delivery {
            Delivery::Dated { start, end } => fault((start, end) != (step.start, step.end), "its dates are others"),
            Delivery::Rolling { from, until, weeks } => {
                fault(step.start.weekday() != Weekday::Mon, "it does not start on a Monday");
                let outside = step.start < from || until.is_some_and(|until| step.start > until);
                fault(outside, "it starts outside its window");
                let length = i64::from(weeks) * 7;
                fault((step.end - step.start).num_days() + 1 != length, "it has another length");
            }
        }
        fault(step.start < limits.earliest_start, "it starts before the earliest start");
        fault(step.end > self.last_day(), "it ends after the last day");
        fault(step.minutes_a_week() > limits.hours_per_week.minutes(), "it takes too many hours a week");
        fault(
            limits.days_per_year.is_some_and(|most| step.allowance_days() > u32::from(most)),
            "it takes too many days",
        );
        fault(limits.budget_per_year.is_some_and(|most| self.cents(offering) > most.cents()), "it costs too much");
        faults
    }

    /// Own time in each week, by its Monday, in minutes.
    pub fn weeks(&self, plan: &[Planned<'_>]) -> BTreeMap<NaiveDate, u32> {
        let mut weeks = BTreeMap::new();
        for step in plan {
            let mut week = monday(step.start);
            while week <= step.end {
                *weeks.entry(week).or_insert(0) += step.minutes_a_week();
                week = week + Days::new(7);
            }
        }
        weeks
    }

    /// Which plan year a day is in, counted from 0.
    pub fn year(&self, day: NaiveDate) -> u32 {
        let first = self.request.limits.earliest_start;
        (1..=HORIZON_YEARS)
            .take_while(|year| first + Months::new(year * 12) <= day)
            .count()
            .try_into()
            .expect("ten years at most")
    }

    /// Money in cents and allowance days of each plan year in which a step starts.
    pub fn years(&self, plan: &[Planned<'_>]) -> BTreeMap<u32, (i64, u32)> {
        let mut years = BTreeMap::new();
        for step in plan {
            let year = years.entry(self.year(step.start)).or_insert((0, 0));
            year.0 += self.cents(step.offering);
            year.1 += step.allowance_days();
        }
        years
    }

    /// What is wrong with steps that stand together: two of one item, weeks too full, years too dear, requisites that
    /// are not met in time.
    pub fn together_faults(&self, plan: &[Planned<'_>]) -> Vec<String> {
        let mut faults = Vec::new();
        let limits = &self.request.limits;
        for (week, minutes) in self.weeks(plan) {
            if minutes > limits.hours_per_week.minutes() {
                faults.push(format!("the week of {week} takes {minutes} minutes"));
            }
        }
        for (year, (cents, days)) in self.years(plan) {
            if limits.budget_per_year.is_some_and(|most| cents > most.cents()) {
                faults.push(format!("plan year {year} costs {cents} cents"));
            }
            if limits.days_per_year.is_some_and(|most| days > u32::from(most)) {
                faults.push(format!("plan year {year} takes {days} days"));
            }
        }
        for (index, step) in plan.iter().enumerate() {
            if plan[..index].iter().any(|other| other.item == step.item) {
                faults.push(format!("{:?} is planned twice", step.item));
            }
            for requisite in self.asked_of(step) {
                if !self.met_for(requisite, step.start, plan) {
                    let asked = requisite.requires();
                    faults.push(format!("{} starts on {} without {asked:?}", step.offering.code, step.start));
                }
            }
        }
        faults
    }

    /// Whether a requisite of something that starts on a day is met by a plan.
    pub fn met_for(&self, requisite: &Requisite, start: NaiveDate, plan: &[Planned<'_>]) -> bool {
        let counting = match requisite.kind() {
            RequisiteKind::Prerequisite => Counting::Before(start),
            RequisiteKind::Corequisite => Counting::Beside(start),
        };
        self.met(requisite.requires(), plan, counting)
    }

    /// Everything that bars the way to a step: what is required for its course or qualification, and, of a tier's own
    /// steps, what is required to enter the tier that is the goal.
    pub fn asked_of(&self, step: &Planned<'_>) -> Vec<&'a Requisite> {
        let mut asked: Vec<&Requisite> = requisites(self.catalogue, &step.item).iter().collect();
        if let Goal::Tier(tier) = &self.request.goal
            && let Some(tier) = self.catalogue.tier(tier)
            && self.still_asks_for(&tier.completion, &step.item)
        {
            asked.extend(&tier.entry);
        }
        asked.retain(|requisite| requisite.strength() == Strength::Required);
        asked
    }

    /// Whether an item would meet part of an expression that what is held does not meet.
    fn still_asks_for(&self, expression: &RequisiteExpr, item: &ItemKey) -> bool {
        if self.met(expression, &[], Counting::Before(self.request.limits.earliest_start)) {
            return false;
        }
        match expression {
            RequisiteExpr::Tier(tier) => {
                self.catalogue.tier(tier).is_some_and(|tier| self.still_asks_for(&tier.completion, item))
            }
            leaf if leaf.operands().is_empty() => teaches(item, leaf),
            joined => joined.operands().iter().any(|part| self.still_asks_for(part, item)),
        }
    }

    /// Whether an expression is met by what is held, by gates, and by the steps that count.
    pub fn met(&self, expression: &RequisiteExpr, plan: &[Planned<'_>], counting: Counting) -> bool {
        let part = |part: &RequisiteExpr| self.met(part, plan, counting);
        match expression {
            RequisiteExpr::All(of) => of.as_slice().iter().all(part),
            RequisiteExpr::Any(of) => of.as_slice().iter().any(part),
            RequisiteExpr::AtLeast(of) => {
                let met = of.of().iter().filter(|operand| part(operand)).count();
                met >= usize::try_from(of.least()).expect("a small number")
            }
            RequisiteExpr::Tier(tier) => self.catalogue.tier(tier).is_some_and(|tier| part(&tier.completion)),
            RequisiteExpr::Gate(gate) => {
                let day = match counting {
                    Counting::Before(day) | Counting::Beside(day) => day,
                    Counting::Finally => self.last_day(),
                };
                gate_opens(&self.request.record, gate).is_some_and(|opens| opens <= day)
            }
            RequisiteExpr::Course(_) | RequisiteExpr::Qualification(_) => {
                self.holds(expression)
                    || plan.iter().any(|step| counts(step, counting) && teaches(&step.item, expression))
            }
        }
    }

    fn holds(&self, leaf: &RequisiteExpr) -> bool {
        self.request.record.held().iter().any(|held| match (held, leaf) {
            (Held::Course { course, version, .. }, RequisiteExpr::Course(wanted)) => {
                if *course == wanted.course {
                    wanted.range.matches(version)
                } else {
                    self.course_becomes(course, &wanted.course)
                }
            }
            (Held::Qualification { qualification, .. }, RequisiteExpr::Qualification(wanted)) => {
                qualification == wanted || self.qualification_becomes(qualification, wanted)
            }
            _ => false,
        })
    }

    fn course_becomes(&self, held: &CourseCode, wanted: &CourseCode) -> bool {
        let mut at = held.clone();
        for _ in 0..self.catalogue.courses().len() {
            let entry = self.catalogue.course(&at).expect("a course of the catalogue");
            match &entry.superseded_by {
                Some(next) if next.equivalence == Equivalence::Equivalent => at = next.course.clone(),
                _ => return false,
            }
            if at == *wanted {
                return true;
            }
        }
        false
    }

    fn qualification_becomes(&self, held: &QualificationCode, wanted: &QualificationCode) -> bool {
        let mut at = held.clone();
        for _ in 0..self.catalogue.qualifications().len() {
            let entry = self.catalogue.qualification(&at).expect("one of the catalogue");
            match &entry.superseded_by {
                Some(next) if next.equivalence == Equivalence::Equivalent => at = next.qualification.clone(),
                _ => return false,
            }
            if at == *wanted {
                return true;
            }
        }
        false
    }

    /// What is missing at the end.
    pub fn goal_faults(&self, plan: &[Planned<'_>]) -> Vec<String> {
        let met = |expression: &RequisiteExpr| self.met(expression, plan, Counting::Finally);
        let mut faults = Vec::new();
        match &self.request.goal {
            Goal::Role(code) => {
                let role = self.catalogue.role(code).expect("a role of the catalogue");
                for requisite in &role.preparation {
                    let left_out =
                        requisite.strength() == Strength::Advised && !self.within_reach(requisite.requires());
                    if !gates_only(requisite.requires()) && !met(requisite.requires()) && !left_out {
                        faults.push(format!("the role is left without {:?}", requisite.requires()));
                    }
                }
            }
            Goal::Tier(tier) => {
                let tier = self.catalogue.tier(tier).expect("a tier of the catalogue");
                if !met(&tier.completion) {
                    faults.push(format!("{} is not completed", tier.tier));
                }
            }
            Goal::Course(code) => {
                if !met(&RequisiteExpr::course(code.clone())) {
                    faults.push(format!("{code} is not reached"));
                }
            }
            Goal::Qualification(code) => {
                if !met(&RequisiteExpr::Qualification(code.clone())) {
                    faults.push(format!("{code} is not reached"));
                }
            }
            Goal::Credit { points, towards } => {
                let rules: Vec<&CreditRule> =
                    self.catalogue.credit_rules().filter(|rule| rule.qualification == *towards).collect();
                let most = self.most_credit(&rules, plan);
                if most < *points {
                    faults.push(format!("only {most} of {points} credit points are reached"));
                }
            }
        }
        faults
    }

    /// What one rule gives.
    pub fn credit_of(&self, rule: &CreditRule, plan: &[Planned<'_>]) -> CreditPoints {
        let met = |expression: &RequisiteExpr| self.met(expression, plan, Counting::Finally);
        match &rule.exchange {
            CreditExchange::Block { from, points } => {
                if met(&RequisiteExpr::Qualification(from.clone())) {
                    *points
                } else {
                    CreditPoints::ZERO
                }
            }
            CreditExchange::Series { of, size, points_each_series } => {
                let count = of.iter().filter(|code| met(&RequisiteExpr::course((*code).clone()))).count();
                let series = u32::try_from(count).expect("a small number") / size;
                points_each_series.times(series)
            }
        }
    }

    /// The most that any rules of which no two series share a course give together.
    fn most_credit(&self, rules: &[&CreditRule], plan: &[Planned<'_>]) -> CreditPoints {
        let Some((rule, rest)) = rules.split_first() else {
            return CreditPoints::ZERO;
        };
        let apart: Vec<&CreditRule> = rest.iter().copied().filter(|other| !share_a_course(rule, other)).collect();
        let with = self.credit_of(rule, plan) + self.most_credit(&apart, plan);
        with.max(self.most_credit(rest, plan))
    }

    /// Whether offerings that fit, each by itself, could meet an expression: what is advised is planned only then.
    pub fn within_reach(&self, expression: &RequisiteExpr) -> bool {
        let part = |part: &RequisiteExpr| self.within_reach(part);
        match expression {
            RequisiteExpr::All(of) => of.as_slice().iter().all(part),
            RequisiteExpr::Any(of) => of.as_slice().iter().any(part),
            RequisiteExpr::AtLeast(of) => {
                let near = of.of().iter().filter(|operand| part(operand)).count();
                near >= usize::try_from(of.least()).expect("a small number")
            }
            RequisiteExpr::Tier(tier) => self.catalogue.tier(tier).is_some_and(|tier| part(&tier.completion)),
            RequisiteExpr::Gate(_) => self.met(expression, &[], Counting::Finally),
            leaf => {
                self.holds(leaf)
                    || self.items().iter().any(|item| {
                        let asked = requisites(self.catalogue, item);
                        let mut required = asked.iter().filter(|requisite| requisite.is_required());
                        teaches(item, leaf)
                            && !self.ways(item).is_empty()
                            && required.all(|requisite| part(requisite.requires()))
                    })
            }
        }
    }

    /// Everything that is taught: published versions of courses, and qualifications.
    pub fn items(&self) -> Vec<ItemKey> {
        let mut items = Vec::new();
        for course in self.catalogue.courses() {
            for version in &course.versions {
                if version.status == VersionStatus::Published {
                    items.push(ItemKey::Course(course.code.clone(), version.version.clone()));
                }
            }
        }
        for entry in self.catalogue.qualifications() {
            items.push(ItemKey::Qualification(entry.code.clone()));
        }
        items
    }

    /// Every way in which an item may be a step on its own: every offering, on its dates or on every Monday.
    pub fn ways(&self, item: &ItemKey) -> Vec<Planned<'a>> {
        let mut ways = Vec::new();
        for offering in self.catalogue.offerings() {
            let taught = match (&offering.of, item) {
                (OfferingOf::Course { course, version }, ItemKey::Course(code, number)) => {
                    course == code && version == number
                }
                (OfferingOf::Qualification(taught), ItemKey::Qualification(code)) => taught == code,
                _ => false,
            };
            if !taught {
                continue;
            }
            let way = |start, end| Planned { item: item.clone(), offering, start, end };
            match offering.delivery {
                Delivery::Dated { start, end } => ways.push(way(start, end)),
                Delivery::Rolling { from, until, weeks } => {
                    let last = until.unwrap_or(self.last_day()).min(self.last_day());
                    let mut start = monday(from.max(self.request.limits.earliest_start));
                    while start <= last {
                        ways.push(way(start, start + Days::new(u64::from(weeks) * 7 - 1)));
                        start = start + Days::new(7);
                    }
                }
            }
        }
        ways.retain(|way| self.step_faults(way).is_empty());
        ways
    }
}

fn counts(step: &Planned<'_>, counting: Counting) -> bool {
    match counting {
        Counting::Before(day) => step.end < day,
        Counting::Beside(day) => step.end < day || monday(step.start) <= monday(day),
        Counting::Finally => true,
    }
}

/// Whether learning an item meets a leaf.
pub fn teaches(item: &ItemKey, leaf: &RequisiteExpr) -> bool {
    match (item, leaf) {
        (ItemKey::Course(code, version), RequisiteExpr::Course(wanted)) => {
            *code == wanted.course && wanted.range.matches(version)
        }
        (ItemKey::Qualification(code), RequisiteExpr::Qualification(wanted)) => code == wanted,
        _ => false,
    }
}

/// Whether an expression asks for no learning at all.
pub fn gates_only(expression: &RequisiteExpr) -> bool {
    match expression {
        RequisiteExpr::Gate(_) => true,
        joined => !joined.operands().is_empty() && joined.operands().iter().all(gates_only),
    }
}

fn share_a_course(one: &CreditRule, other: &CreditRule) -> bool {
    match (&one.exchange, &other.exchange) {
        (CreditExchange::Series { of, .. }, CreditExchange::Series { of: others, .. }) => {
            of.iter().any(|course| others.contains(course))
        }
        _ => false,
    }
}

/// The first day on which a gate is open; `None`: never, as things stand.
pub fn gate_opens(record: &LearnerRecord, gate: &Gate) -> Option<NaiveDate> {
    let today = record.as_at();
    let now_if = |holds: bool| holds.then_some(today);
    let work = match record.employment() {
        Employment::Employed => Some(today),
        Employment::Starting { from } => Some(from),
        Employment::NotEmployed => None,
    };
    let worked = record.experience_months();
    match gate {
        Gate::ExperienceAtLeast { months } if worked >= *months => Some(today),
        Gate::ExperienceAtLeast { months } => work.map(|work| work + Months::new((months - worked).into())),
        Gate::ExperienceOver { months } if worked > *months => Some(today),
        // Full on the day so many months after; more than that from the day after.
        Gate::ExperienceOver { months } => work.map(|work| work + Months::new((months - worked).into()) + Days::new(1)),
        Gate::Employed => work,
        Gate::PartnerRelease if record.partner_release() == PartnerRelease::Agreed => work,
        Gate::PartnerRelease => None,
        Gate::Supervision { perspective: None } => now_if(!record.supervision().is_empty()),
        Gate::Supervision { perspective: Some(wanted) } => now_if(record.supervision().contains(wanted)),
        Gate::Placement { hours } => now_if(record.placement().minutes() >= hours.minutes()),
        Gate::Attested { .. } => Some(today),
    }
}
