//! Small questions about whole awards: what they are made of, what entry asks for, and an award on the way.

use proptest::collection::vec;
use proptest::prelude::*;
use registry_core::course::{CourseKind, Credit};
use registry_core::credit::{CreditExchange, CreditStanding, Percent};
use registry_core::id::CourseCode;
use registry_core::pathway::Goal;
use registry_core::qualification::{
    GroupKind, Packaging, PackagingGroup, PointsGroup, PointsPackaging, Qualification, RecognitionLimits,
};
use registry_core::requisite::{Requisite, RequisiteExpr, RequisiteKind, RequisiteParts, Strength};
use registry_core::tier::Tier;

use super::generate::{case, mutual, pot};
use super::requisites::gate_of;
use super::{APART_WEEKS, Asks, Case, MutualCase, PotCase, Question, code, qualification, quoted};

/// Points of a subject.
const SUBJECT: u32 = 3;

/// A question about the award `higher`, whose parts are known.
#[derive(Debug, Clone)]
pub(crate) struct AwardCase {
    pub(crate) base: Case,
    /// Counted in points; otherwise in units.
    in_points: bool,
    /// By course: the first group or the core, the second or electives, or neither.
    group_of: Vec<u8>,
    /// By group the least, and the most.
    bounds: Vec<(u8, Option<u8>)>,
    /// In subjects or units.
    size: u8,
    /// The courses of which each is a subject of the award `taught`, and how many it takes.
    nested: Option<(u8, u8)>,
    entry: Entry,
    /// By rule: its credit is promised.
    promised: Vec<bool>,
    /// By rule of an award of units: from one course to another.
    units: Vec<(u8, u8)>,
    /// A course that asks for the tier, for which the course before it counts, and the gate of the tier's entry.
    tiered: Option<(u8, u8)>,
    /// The goal is a course that asks for the award.
    pub(crate) goes_on: bool,
    limits: AwardLimits,
}

/// What limits recognition towards an award, in per cent.
#[derive(Debug, Clone)]
struct AwardLimits {
    /// The most by recognition of prior learning.
    assessed: Option<u8>,
    /// The least that is studied with the provider.
    residency: Option<u8>,
    /// Study counts for a year towards the award inside, too.
    inside_a_year: bool,
}

/// What a question has beside the award.
#[derive(Debug, Clone)]
struct Beside {
    /// By course: its last offering is recognition of prior learning, and the gate it asks for.
    assessed: Vec<Option<u8>>,
    pots: Vec<PotCase>,
    exclude: Option<u8>,
    partners: Option<MutualCase>,
    /// Every other course is taught more than a year after the one before it.
    apart: bool,
    /// What is taught is within reach, and there is time for it.
    ample: bool,
}

#[derive(Debug, Clone)]
enum Entry {
    Open,
    Gate(u8),
    Course(u8),
    Nested,
}

/// Any small question about a whole award.
pub(crate) fn award_case() -> impl Strategy<Value = AwardCase> {
    let group = prop_oneof![4 => Just(0u8), 4 => Just(1), 1 => Just(2)];
    let bounds = (prop_oneof![4 => Just(0u8), 1 => Just(1)], prop::option::weighted(0.15, 1u8..3));
    let size = prop_oneof![1 => Just(1u8), 4 => Just(2), 1 => Just(3)];
    let made = (any::<bool>(), vec(group, 5), vec(bounds, 2), size);
    let gates = || prop::sample::select(vec![0u8, 2, 3, 8]);
    let entry = prop_oneof![
        6 => Just(Entry::Open),
        5 => gates().prop_map(Entry::Gate),
        2 => (0u8..5).prop_map(Entry::Course),
        2 => Just(Entry::Nested),
    ];
    let nested = prop::option::weighted(0.6, (1u8..32, 1u8..3));
    let rules = (vec(prop::bool::weighted(0.8), 4), vec((0u8..5, 0u8..5), 4));
    let tiered = prop::option::weighted(0.35, (1u8..4, gates()));
    let shares = || prop::option::weighted(0.08, prop::sample::select(vec![0u8, 34, 50, 70]));
    let limits = (shares(), shares(), prop::bool::weighted(0.1))
        .prop_map(|(assessed, residency, inside_a_year)| AwardLimits { assessed, residency, inside_a_year });
    let last = (entry, prop::bool::weighted(0.45), tiered, limits, beside());
    (case(), made, nested, rules, last).prop_map(
        |(
            base,
            (in_points, group_of, bounds, size),
            nested,
            (promised, units),
            (entry, goes_on, tiered, limits, beside),
        )| {
            let base = with(plain(base, nested), beside, goes_on);
            AwardCase {
                base,
                in_points,
                group_of,
                bounds,
                size,
                nested,
                entry,
                promised,
                units,
                tiered,
                goes_on,
                limits,
            }
        },
    )
}

fn beside() -> impl Strategy<Value = Beside> {
    let assessed = vec(prop::option::weighted(0.3, prop::sample::select(vec![0u8, 2, 3, 9])), 4);
    let pots = prop_oneof![3 => vec(pot(), 0), 2 => vec(pot(), 1..3)];
    let exclude = prop::option::weighted(0.15, 0u8..4);
    let partners = prop::option::weighted(0.25, mutual());
    let time = (prop::bool::weighted(0.25), prop::bool::weighted(0.85));
    (assessed, pots, exclude, partners, time).prop_map(|(assessed, pots, exclude, partners, (apart, ample))| Beside {
        assessed,
        pots,
        exclude,
        partners,
        apart,
        ample,
    })
}

/// All that is taught is within reach and takes little of what there is; the person works, or soon will.
fn ample(case: &mut Case) {
    let limits = &mut case.limits;
    limits.weeks = limits.weeks.max(56);
    (limits.quarters, limits.region, limits.modes) = (limits.quarters.max(60), true, 0);
    (limits.perspective, limits.wishes) = (0, [0; 3]);
    limits.days = None;
    limits.budget = limits.budget.map(|budget| budget.max(4));
    case.person.employment = case.person.employment.min(2);
    for course in &mut case.courses {
        // One thing at most is required of each.
        course.next = course.next.filter(|_| course.asks.is_empty());
        course.asks.iter_mut().for_each(|asked| asked.required = false);
        course.offerings.iter_mut().for_each(|offering| (offering.mode, offering.price) = (0, offering.price.max(1)));
    }
}

/// The case without what awards have nothing to do with, and no larger than the oracle can bear.
fn plain(mut case: Case, nested: Option<(u8, u8)>) -> Case {
    case.courses.truncate(4);
    for (index, course) in case.courses.iter_mut().enumerate() {
        (course.versions, course.replaced, course.perspective) = (0, None, 0);
        course.asks.truncate(1);
        // No course asks for an award of which it is a part, nor for one with a part that asks for it.
        let apart = nested.is_none_or(|(of, _)| u32::from(of) >> index == 0);
        course.asks.iter_mut().filter(|_| !apart).for_each(|asked| asked.asks = without_awards(&asked.asks));
        course.offerings.truncate(2);
        course.offerings.iter_mut().for_each(|offering| offering.rpl = None);
    }
    case.taught.truncate(1);
    case.taught.iter_mut().for_each(|offering| offering.rpl = None);
    case.entry.truncate(1);
    case
}

fn without_awards(asks: &Asks) -> Asks {
    let parts = |of: &[Asks]| of.iter().map(without_awards).collect();
    match asks {
        Asks::Qualification => Asks::Gate(6),
        Asks::All(of) => Asks::All(parts(of)),
        Asks::Any(of) => Asks::Any(parts(of)),
        other => other.clone(),
    }
}

fn with(mut case: Case, beside: Beside, goes_on: bool) -> Case {
    for (course, assessed) in case.courses.iter_mut().zip(beside.assessed) {
        course.offerings.last_mut().expect("at least one").rpl = assessed;
    }
    // What is under way is taught.
    for enrolled in &case.person.enrolled {
        let index = usize::from(enrolled.of) % (case.courses.len() + 1);
        if let Some(course) = case.courses.get_mut(index).filter(|_| enrolled.offered) {
            course.offerings[0].rpl = None;
        }
    }
    if beside.ample {
        ample(&mut case);
    }
    case.limits.funded |= !beside.pots.is_empty();
    (case.pots, case.limits.exclude) = (beside.pots, beside.exclude);
    // Of those in use: a course that asks for the award is not asked for by a part of it.
    let others = u8::try_from(case.courses.len() - 1 - usize::from(goes_on)).expect("few");
    case.mutual = beside.partners.filter(|_| others > 0).map(|partners| {
        let last = partners.last % others;
        MutualCase { last, ..partners }
    });
    if beside.apart && case.a_year {
        case.limits.weeks = APART_WEEKS;
        for (index, course) in case.courses.iter_mut().enumerate() {
            course.offerings.iter_mut().for_each(|offering| offering.late = index % 2 == 1);
        }
    }
    case
}

impl AwardCase {
    /// What the case stands for.
    pub(crate) fn question(&self) -> Question {
        let Question { mut parts, mut request } = self.base.question();
        let last = self.base.courses.len() - 1;
        // The last course comes after the award, where one does, and is no part of it.
        let of_use = last + usize::from(!self.goes_on);
        let higher = parts.qualifications.iter_mut().find(|entry| entry.code == qualification("higher"));
        self.compose(higher.expect("one of them"), of_use);
        let taught = parts.qualifications.iter_mut().find(|entry| entry.code == qualification("taught"));
        self.compose_nested(taught.expect("one of them"), of_use);
        if !self.in_points {
            parts.courses.iter_mut().for_each(|course| course.kind = CourseKind::UnitOfCompetency);
        }
        let in_use = |code: &CourseCode| (0..of_use).any(|index| *code == super::code(index));
        for (index, rule) in parts.credit_rules.iter_mut().enumerate() {
            if self.promised[index % self.promised.len()] {
                rule.standing = CreditStanding::Guaranteed;
            }
            let (from, unit) = self.units[index % self.units.len()];
            let (from, unit) = (usize::from(from) % (last + 1), usize::from(unit) % (last + 1));
            match &mut rule.exchange {
                CreditExchange::Series { of, size, points_each_series } => {
                    of.retain(in_use);
                    *size = (*size).min(u32::try_from(of.len()).expect("few")).max(1);
                    *points_each_series = (*points_each_series).min(points(self.size()));
                }
                CreditExchange::Block { points: most, .. } => *most = (*most).min(points(self.size())),
                CreditExchange::Unit { .. } => {}
            }
            if !self.in_points {
                rule.exchange = CreditExchange::Unit { from: code(from), unit: code(unit) };
            }
        }
        let members = self.members(0, of_use).into_iter().chain(self.members(1, of_use)).collect::<Vec<_>>();
        parts.credit_rules.retain(|rule| match &rule.exchange {
            CreditExchange::Unit { from, unit } => from != unit && in_use(from) && members.contains(unit),
            CreditExchange::Series { of, .. } => !of.is_empty(),
            CreditExchange::Block { .. } => true,
        });
        request.goal = Goal::Qualification(qualification("higher"));
        if self.goes_on {
            request.goal = Goal::Course(code(last));
            request.limits.exclude.retain(|course| *course != code(last));
            let award = RequisiteExpr::Qualification(qualification("higher"));
            parts.courses[last].versions[0].requisites = vec![before(award)];
        }
        // A tier is not among what asks for one another.
        let alone = self.base.mutual.is_none();
        if let Some((course, gate)) = self.tiered.filter(|(course, _)| alone && usize::from(*course) < of_use) {
            let course = usize::from(course);
            parts.tiers[0].entry = vec![before(RequisiteExpr::Gate(gate_of(gate)))];
            parts.tiers[0].completion = RequisiteExpr::course(code(course - 1));
            parts.courses[course].versions[0].requisites = vec![before(RequisiteExpr::Tier(Tier::One))];
        }
        Question { parts, request }
    }

    /// Whether an award that is gained by its parts may count as a block, and become too old for the award.
    pub(crate) fn block_ages(&self) -> bool {
        self.base.a_year && self.nested.is_some()
    }

    /// Whether it is an award of points of which only so much is recognised.
    pub(crate) fn is_of_points_and_limits_recognition(&self) -> bool {
        let AwardLimits { assessed, residency, .. } = self.limits;
        self.in_points && (self.base.most.is_some() || assessed.is_some() || residency.is_some())
    }

    /// In subjects or units: no more than it has.
    fn size(&self) -> u8 {
        self.size
    }

    fn members(&self, group: u8, of_use: usize) -> Vec<CourseCode> {
        (0..of_use).filter(|course| self.group_of[*course] == group).map(code).collect()
    }

    fn compose(&self, entry: &mut Qualification, of_use: usize) {
        entry.entry = match self.entry {
            Entry::Open => Vec::new(),
            Entry::Gate(gate) => vec![before(RequisiteExpr::Gate(gate_of(gate)))],
            Entry::Course(course) => vec![before(RequisiteExpr::course(code(usize::from(course) % of_use.max(1))))],
            Entry::Nested => vec![before(RequisiteExpr::Qualification(qualification("taught")))],
        };
        entry.recognition = Some(RecognitionLimits {
            most: self.base.most.map(|most| Percent::new(i64::from(most) * 10).expect("a share")),
            rpl_most: self.limits.assessed.map(share),
            residency_least: self.limits.residency.map(share),
            study_years_max: self.base.a_year.then_some(1),
            provenance: quoted(),
        });
        let (first, second) = (self.members(0, of_use), self.members(1, of_use));
        let core = u16::try_from(first.len()).expect("few");
        let size = if self.in_points { u16::from(self.size) } else { u16::from(self.size).max(core) };
        let mut room = size;
        let mut bound = |group: usize, of: u16| {
            let (least, most) = self.bounds[group];
            let least = u16::from(least).min(room).min(of).min(most.map_or(u16::MAX, u16::from));
            room -= least;
            (least, most.map(u16::from))
        };
        if self.in_points {
            entry.credit = Some(credit(self.size));
            let groups =
                [("first", first), ("second", second)].into_iter().enumerate().map(|(index, (name, subjects))| {
                    let (least, most) = bound(index, size);
                    PointsGroup {
                        code: name.to_owned(),
                        title: name.to_owned(),
                        least: Some(points(u8::try_from(least).expect("few"))),
                        most: most.map(|most| points(u8::try_from(most).expect("few"))),
                        subjects,
                    }
                });
            let mut groups: Vec<PointsGroup> = groups.collect();
            // Packaging whose groups allow less than the award is refused.
            if groups
                .iter()
                .map(|group| group.most)
                .sum::<Option<registry_core::credit::CreditPoints>>()
                .is_some_and(|sum| sum < points(self.size()))
            {
                groups[0].most = None;
            }
            let subject_points = points(1);
            entry.points_packaging =
                Some(PointsPackaging { subject_points, groups, levels: vec![], provenance: quoted() });
            return;
        }
        entry.credit = None;
        let electives = size - core;
        let groups = [("core", GroupKind::Core, first, core), ("electives", GroupKind::Elective, second, electives)];
        let groups = groups.into_iter().enumerate().map(|(index, (name, kind, units, of))| {
            let (least, most) = bound(index, of);
            let most = most.filter(|most| *most >= of);
            PackagingGroup { code: name.to_owned(), title: name.to_owned(), kind, least: Some(least), most, units }
        });
        let groups = groups.collect();
        entry.packaging = Some(Packaging {
            core,
            electives,
            electives_listed_min: Some(electives),
            electives_elsewhere_max: Some(0),
            work_hours_min: None,
            groups,
            provenance: quoted(),
        });
    }

    fn compose_nested(&self, entry: &mut Qualification, of_use: usize) {
        let Some((of, size)) = self.nested else { return };
        let subjects: Vec<CourseCode> = (0..of_use).filter(|course| of & (1 << course) != 0).map(code).collect();
        entry.credit = Some(credit(size));
        entry.recognition = self.limits.inside_a_year.then(|| RecognitionLimits {
            most: None,
            rpl_most: None,
            residency_least: None,
            study_years_max: Some(1),
            provenance: quoted(),
        });
        let group = PointsGroup { code: "all".to_owned(), title: "all".to_owned(), least: None, most: None, subjects };
        entry.points_packaging = Some(PointsPackaging {
            subject_points: points(1),
            groups: vec![group],
            levels: vec![],
            provenance: quoted(),
        });
    }
}

fn share(percent: u8) -> Percent {
    Percent::new(percent.into()).expect("a share")
}

fn points(subjects: u8) -> registry_core::credit::CreditPoints {
    (u32::from(subjects) * SUBJECT).to_string().parse().expect("points")
}

fn credit(subjects: u8) -> Credit {
    Credit { points: points(subjects), scheme: "points".parse().expect("a code") }
}

fn before(requires: RequisiteExpr) -> Requisite {
    let parts = RequisiteParts {
        kind: RequisiteKind::Prerequisite,
        strength: Strength::Required,
        requires,
        provenance: quoted(),
    };
    Requisite::new(parts).expect("a sound requisite")
}
