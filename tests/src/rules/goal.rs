//! When a goal is met, and what can be planned for it at all.

use registry_core::credit::{CreditExchange, CreditPoints, CreditRule};
use registry_core::id::CourseCode;
use registry_core::learner_record::Held;
use registry_core::pathway::Goal;
use registry_core::pathway::answer::ItemKey;
use registry_core::requisite::{Requisite, RequisiteExpr, Strength};

use super::{Counting, Planned, Rules, gates_only, requisites, teaches};

impl<'a> Rules<'a> {
    /// The advised parts of the goal that ask for learning, in order.
    pub fn advised(&self) -> Vec<&'a Requisite> {
        let Goal::Role(code) = &self.request.goal else { return Vec::new() };
        let role = self.catalogue.role(code).expect("a role of the catalogue");
        let advised = role.preparation.iter().filter(|requisite| requisite.strength() == Strength::Advised);
        advised.filter(|requisite| !gates_only(requisite.requires())).collect()
    }

    /// Whether a requisite is met at the end, whatever the dates of the steps.
    pub fn has(&self, requisite: &Requisite, plan: &[Planned<'_>]) -> bool {
        self.met(requisite.requires(), plan, Counting::Finally)
    }

    /// The credit that an item states, in millionths of a point.
    pub fn credit_stated(&self, item: &ItemKey) -> i64 {
        let ItemKey::Course(code, number) = item else { return 0 };
        let version = self.catalogue.course(code).and_then(|course| course.version(number));
        let finest: CreditPoints = "0.000001".parse().expect("points");
        let stated = version.and_then(|version| version.credit.as_ref());
        stated.map_or(0, |credit| credit.points.whole_parts(finest).into())
    }

    /// What is missing at the end of what is required.
    pub fn goal_faults(&self, plan: &[Planned<'_>]) -> Vec<String> {
        let met = |expression: &RequisiteExpr| self.met(expression, plan, Counting::Finally);
        let mut faults = Vec::new();
        match &self.request.goal {
            Goal::Role(code) => {
                let role = self.catalogue.role(code).expect("a role of the catalogue");
                for requisite in role.preparation.iter().filter(|requisite| requisite.is_required()) {
                    if !gates_only(requisite.requires()) && !met(requisite.requires()) {
                        faults.push(format!("the role is left without {:?}", requisite.requires()));
                    }
                }
            }
            Goal::Tier(tier) => {
                if !met(&RequisiteExpr::Tier(*tier)) {
                    faults.push(format!("{tier} is not completed"));
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
                let rules: Vec<&CreditRule> = self
                    .catalogue
                    .credit_rules()
                    .filter(|rule| rule.qualification == *towards && self.can_be_used(rule))
                    .collect();
                let most = self.most_credit(&rules, plan);
                if most < *points {
                    faults.push(format!("only {most} of {points} credit points are reached"));
                }
            }
        }
        faults
    }

    /// Whether a rule can be used on the day from which is planned.
    pub fn can_be_used(&self, rule: &CreditRule) -> bool {
        let day = self.request.limits.earliest_start;
        rule.valid.from.is_none_or(|from| from <= day) && rule.valid.until.is_none_or(|until| until >= day)
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
                let count = self.most_of_series(of, plan);
                let series = u32::try_from(count).expect("a small number") / size;
                points_each_series.times(series)
            }
            // It stands for a unit and not for points.
            CreditExchange::Unit { .. } => CreditPoints::ZERO,
        }
    }

    /// How many courses of a series things held and steps count for, each for one: of all ways to count them, the most.
    /// A course that is held itself is not counted again where it is a step.
    fn most_of_series(&self, of: &[CourseCode], plan: &[Planned<'_>]) -> usize {
        let held: Vec<&CourseCode> = self.held_courses();
        let mut counts_for: Vec<Vec<usize>> = Vec::new();
        for one in &held {
            counts_for.push((0..of.len()).filter(|place| self.held_counts_as(one, &of[*place])).collect());
        }
        let under_way = self.courses_under_way();
        let counted = under_way.iter().filter(|(_, counted)| *counted).map(|(code, _)| code);
        let steps = plan.iter().filter_map(|step| match &step.item {
            ItemKey::Course(code, _) if !under_way.iter().any(|(other, _)| other == code) => Some(code),
            _ => None,
        });
        let mut learned: Vec<&CourseCode> = Vec::new();
        for code in counted.chain(steps) {
            if !held.contains(&code) && !learned.contains(&code) {
                learned.push(code);
                counts_for.push((0..of.len()).filter(|place| of[*place] == *code).collect());
            }
        }
        most_places(&counts_for, &mut vec![false; of.len()])
    }

    fn held_courses(&self) -> Vec<&'a CourseCode> {
        let mut courses = Vec::new();
        for held in self.request.record.held() {
            if let Held::Course { course, .. } = held
                && !courses.contains(&course)
            {
                courses.push(course);
            }
        }
        courses
    }

    fn held_counts_as(&self, held: &CourseCode, wanted: &CourseCode) -> bool {
        held == wanted || self.course_becomes(held, wanted)
    }

    /// Whether two series may not be added: they share a course, or something held counts for both.
    fn overlap(&self, one: &CreditRule, other: &CreditRule) -> bool {
        let (CreditExchange::Series { of, .. }, CreditExchange::Series { of: others, .. }) =
            (&one.exchange, &other.exchange)
        else {
            return false;
        };
        let counts = |held: &CourseCode, of: &[CourseCode]| of.iter().any(|course| self.held_counts_as(held, course));
        of.iter().any(|course| others.contains(course))
            || self.held_courses().iter().any(|held| counts(held, of) && counts(held, others))
    }

    /// The most that any rules of which no two series overlap give together.
    fn most_credit(&self, rules: &[&CreditRule], plan: &[Planned<'_>]) -> CreditPoints {
        let Some((rule, rest)) = rules.split_first() else {
            return CreditPoints::ZERO;
        };
        let apart: Vec<&CreditRule> = rest.iter().copied().filter(|other| !self.overlap(rule, other)).collect();
        let with = self.credit_of(rule, plan) + self.most_credit(&apart, plan);
        with.max(self.most_credit(rest, plan))
    }

    /// Whether offerings that fit, each by itself, could meet an expression: what is advised is planned only then.
    pub fn within_reach(&self, expression: &RequisiteExpr) -> bool {
        self.can_begin(expression, &[])
    }

    /// The same beside items that are being begun: of those that ask for one another each counts on the others.
    fn can_begin(&self, expression: &RequisiteExpr, beside: &[ItemKey]) -> bool {
        let part = |part: &RequisiteExpr| self.can_begin(part, beside);
        match expression {
            RequisiteExpr::All(of) => of.as_slice().iter().all(part),
            RequisiteExpr::Any(of) => of.as_slice().iter().any(part),
            RequisiteExpr::AtLeast(of) => {
                let near = of.of().iter().filter(|operand| part(operand)).count();
                near >= usize::try_from(of.least()).expect("a small number")
            }
            RequisiteExpr::Tier(tier) => self.catalogue.tier(tier).is_some_and(|tier| {
                let mut required = tier.entry.iter().filter(|requisite| requisite.is_required());
                self.met(&tier.completion, &[], Counting::Finally)
                    || (required.all(|requisite| part(requisite.requires())) && part(&tier.completion))
            }),
            RequisiteExpr::Gate(_) => self.met(expression, &[], Counting::Finally),
            leaf if !self.stands_for(leaf).is_empty() => self.met(leaf, &[], Counting::Finally),
            leaf => {
                self.holds(leaf)
                    || self.items().iter().any(|item| {
                        let asked = requisites(self.catalogue, item);
                        let mut required = asked.iter().filter(|requisite| requisite.is_required());
                        let begun = [beside, std::slice::from_ref(item)].concat();
                        teaches(item, leaf)
                            && (beside.contains(item)
                                || (!self.ways(item).is_empty()
                                    && required.all(|requisite| self.can_begin(requisite.requires(), &begun))))
                    })
            }
        }
    }
}

/// The most places that can be taken, each thing taking one of those it counts for or none.
fn most_places(counts_for: &[Vec<usize>], taken: &mut Vec<bool>) -> usize {
    let Some((first, rest)) = counts_for.split_first() else {
        return 0;
    };
    let mut most = most_places(rest, taken);
    for &place in first {
        if !taken[place] {
            taken[place] = true;
            most = most.max(1 + most_places(rest, taken));
            taken[place] = false;
        }
    }
    most
}
