//! Small questions for the planner, made at random: a few numbers that shrink well, and the catalogue and request that
//! they stand for.

use chrono::{Days, NaiveDate};
use proptest::collection::vec;
use proptest::prelude::*;
use registry_core::aqf::AqfType;
use registry_core::catalogue::{Catalogue, CatalogueParts};
use registry_core::course::{
    Course, CourseKind, CourseSuccessor, CourseVersion, DaysFrom, Delivery, Equivalence, Fee, Mode, Offering,
    OfferingOf, PeerShare, VersionStatus,
};
use registry_core::credit::{CreditExchange, CreditRule, CreditStanding};
use registry_core::id::{CourseCode, QualificationCode, RegionCode, RoleCode};
use registry_core::learner_record::{Employment, Held, LearnerRecord, LearnerRecordParts, PartnerRelease};
use registry_core::money::Aud;
use registry_core::pathway::{Goal, Limits, PeerWishes, Request, Wish};
use registry_core::provider::{FundingKind, FundingSource, Provider, ProviderKind, Region};
use registry_core::qualification::{Currency, Qualification, QualificationSuccessor};
use registry_core::requisite::{
    CourseRequirement, Gate, Requisite, RequisiteExpr, RequisiteKind, RequisiteParts, Strength,
};
use registry_core::role::{Perspective, Role, RoleFamily};
use registry_core::source::{Provenance, SourceDocument};
use registry_core::tier::{Tier, TierDefinition};
use registry_core::volume::Hours;
use semver::{Version, VersionReq};

/// A question, in small numbers.
#[derive(Debug, Clone)]
pub(crate) struct Case {
    pub(crate) courses: Vec<CourseCase>,
    /// Offerings of the one qualification that is taught.
    pub(crate) taught: Vec<OfferingCase>,
    /// Entry to the one qualification that is taught.
    pub(crate) entry: Vec<Asked>,
    pub(crate) tier_entry: Vec<Asked>,
    pub(crate) completion: Asks,
    pub(crate) preparation: Vec<Asked>,
    pub(crate) rules: Vec<RuleCase>,
    pub(crate) goal: u8,
    pub(crate) person: PersonCase,
    pub(crate) limits: LimitsCase,
}

#[derive(Debug, Clone)]
pub(crate) struct CourseCase {
    /// 0: published alone; 1: an old version is superseded; 2: two are published; 3: none is published.
    pub(crate) versions: u8,
    pub(crate) asks: Vec<Asked>,
    /// 0 and 1: everyone's; 2: consumers'; 3: families' and carers'.
    pub(crate) perspective: u8,
    /// Replaced by the course before it, as an equivalent or not.
    pub(crate) replaced: Option<bool>,
    /// Requires the course before it, before or beside.
    pub(crate) next: Option<bool>,
    pub(crate) offerings: Vec<OfferingCase>,
}

#[derive(Debug, Clone)]
pub(crate) struct Asked {
    pub(crate) required: bool,
    pub(crate) before: bool,
    pub(crate) asks: Asks,
}

#[derive(Debug, Clone)]
pub(crate) enum Asks {
    Course(u8, u8),
    Qualification,
    Gate(u8),
    All(Vec<Asks>),
    Any(Vec<Asks>),
    AtLeast(u8, Vec<(bool, u8)>),
}

#[derive(Debug, Clone)]
pub(crate) struct OfferingCase {
    pub(crate) newer: bool,
    /// The first day on which it is taught; a week later for each course before it.
    pub(crate) from: u8,
    /// About the end of the first plan year, where the deadline is that late.
    pub(crate) late: bool,
    /// Length in days when dated; weeks and window when rolling.
    pub(crate) timing: Result<u8, (u8, Option<u8>)>,
    pub(crate) price: u8,
    pub(crate) fee: Option<u8>,
    pub(crate) days: u8,
    pub(crate) released: bool,
    pub(crate) quarters: u8,
    pub(crate) mode: u8,
    pub(crate) region: bool,
    pub(crate) peer: [bool; 3],
}

#[derive(Debug, Clone)]
pub(crate) struct RuleCase {
    pub(crate) of: u8,
    pub(crate) size: u8,
    pub(crate) points: u8,
    pub(crate) block: bool,
}

#[derive(Debug, Clone)]
pub(crate) struct PersonCase {
    pub(crate) as_at: i8,
    pub(crate) held: Vec<(u8, bool)>,
    /// 1: the old qualification; 2: the one that is taught.
    pub(crate) qualification: u8,
    pub(crate) months: u16,
    pub(crate) employment: u8,
    pub(crate) released: bool,
    pub(crate) supervision: u8,
    pub(crate) placement: bool,
}

#[derive(Debug, Clone)]
pub(crate) struct LimitsCase {
    pub(crate) weekday: u8,
    pub(crate) weeks: u8,
    pub(crate) quarters: u8,
    pub(crate) days: Option<u8>,
    pub(crate) budget: Option<u8>,
    pub(crate) funded: bool,
    pub(crate) region: bool,
    pub(crate) modes: u8,
    pub(crate) perspective: u8,
    pub(crate) exclude: Option<u8>,
    pub(crate) wishes: [u8; 3],
}

/// What a case stands for.
#[derive(Debug, Clone)]
pub(crate) struct Question {
    pub(crate) parts: CatalogueParts,
    pub(crate) request: Request,
}

impl Question {
    pub(crate) fn catalogue(&self) -> Catalogue {
        Catalogue::build(self.parts.clone()).expect("a sound catalogue")
    }
}

fn asks() -> impl Strategy<Value = Asks> {
    let leaf = prop_oneof![
        24 => (0u8..5, 0u8..10).prop_map(|(course, range)| Asks::Course(course, range)),
        1 => Just(Asks::Qualification),
        3 => (0u8..10).prop_map(Asks::Gate),
    ];
    leaf.prop_recursive(2, 6, 3, |inner| {
        prop_oneof![
            vec(inner.clone(), 2..4).prop_map(Asks::All),
            vec(inner, 2..4).prop_map(Asks::Any),
            (2u8..4, vec((prop::bool::weighted(0.1), 0u8..10), 2..4)).prop_map(|(least, of)| Asks::AtLeast(least, of)),
        ]
    })
}

fn asked() -> impl Strategy<Value = Asked> {
    (prop::bool::weighted(0.75), prop::bool::weighted(0.7), asks()).prop_map(|(required, before, asks)| Asked {
        required,
        before,
        asks,
    })
}

fn course() -> impl Strategy<Value = CourseCase> {
    let replaced = prop::option::weighted(0.15, any::<bool>());
    let versions = prop_oneof![24 => Just(0u8), 4 => Just(1), 4 => Just(2), 1 => Just(3)];
    let perspective = prop_oneof![8 => Just(0u8), 1 => Just(2), 1 => Just(3)];
    let next = prop::option::weighted(0.6, prop::bool::weighted(0.7));
    let asks = prop_oneof![3 => vec(asked(), 0), 2 => vec(asked(), 1), 1 => vec(asked(), 2)];
    let is = (versions, asks, perspective, replaced, next);
    (is, vec(offering(), 1..4)).prop_map(|(is, offerings)| CourseCase {
        versions: is.0,
        asks: is.1,
        perspective: is.2,
        replaced: is.3,
        next: is.4,
        offerings,
    })
}

fn offering() -> impl Strategy<Value = OfferingCase> {
    let window = prop::option::weighted(0.8, 7u8..29);
    // A length of nine days ends where the next course's offerings begin.
    let length = prop_oneof![Just(9u8), 1u8..15];
    let timing = prop_oneof![1 => length.prop_map(Ok), 2 => (1u8..3, window).prop_map(Err)];
    let when = (
        (0u8..4).prop_map(|from| from * 3),
        prop::bool::weighted(0.5),
        timing,
    );
    let price = (0u8..5, prop::option::weighted(0.3, 0u8..3));
    let takes = (0u8..3, prop::bool::weighted(0.2), 0u8..29);
    let mode = prop_oneof![6 => Just(0u8), 1 => 1u8..3];
    let place = (mode, prop::bool::weighted(0.2), prop::array::uniform3(prop::bool::weighted(0.7)));
    (any::<bool>(), when, price, takes, place).prop_map(|(newer, when, price, takes, place)| OfferingCase {
        newer,
        from: when.0,
        late: when.1,
        timing: when.2,
        price: price.0,
        fee: price.1,
        days: takes.0,
        released: takes.1,
        quarters: takes.2,
        mode: place.0,
        region: place.1,
        peer: place.2,
    })
}

fn rule() -> impl Strategy<Value = RuleCase> {
    (0u8..32, 1u8..4, 2u8..5, prop::bool::weighted(0.2)).prop_map(|(not, size, points, block)| RuleCase {
        of: !(not & (not >> 1)),
        size,
        points,
        block,
    })
}

fn person() -> impl Strategy<Value = PersonCase> {
    let employment = prop_oneof![3 => Just(0u8), 4 => Just(2), 1 => Just(3)];
    let work = (0u16..4, employment, prop::bool::weighted(0.7));
    let some = prop_oneof![4 => Just(0usize), 2 => Just(1), 1 => Just(2)];
    let courses = some.prop_flat_map(|count| vec((0u8..5, any::<bool>()), count));
    let held = (courses, prop_oneof![8 => Just(0u8), 1 => Just(1), 1 => Just(2)]);
    (-9i8..3, held, work, 0u8..6, prop::bool::weighted(0.8)).prop_map(|(as_at, held, work, supervision, placement)| {
        PersonCase {
            as_at,
            held: held.0,
            qualification: held.1,
            months: work.0,
            employment: work.1,
            released: work.2,
            supervision,
            placement,
        }
    })
}

fn limits() -> impl Strategy<Value = LimitsCase> {
    let time = (0u8..7, prop_oneof![1 => 4u8..7, 3 => 7u8..11, 2 => 54u8..60]);
    let quarters = prop_oneof![1 => 0u8..10, 6 => 10u8..33];
    let tight = (quarters, prop::option::weighted(0.5, 1u8..8), prop::option::weighted(0.5, 2u8..12), any::<bool>());
    let place = (
        prop::bool::weighted(0.8),
        prop_oneof![9 => Just(0u8), 1 => 1u8..8],
        prop_oneof![5 => Just(0u8), 1 => 1u8..3],
        prop::option::weighted(0.1, 0u8..5),
    );
    let wish = || prop_oneof![6 => Just(0u8), 1 => Just(1), 1 => Just(2)];
    let wishes = prop_oneof![4 => Just([0u8; 3]), 2 => [wish(), wish(), wish()]];
    (time, tight, place, wishes).prop_map(|(time, tight, place, wishes)| LimitsCase {
        weekday: time.0,
        weeks: time.1,
        quarters: tight.0,
        days: tight.1,
        budget: tight.2,
        funded: tight.3,
        region: place.0,
        modes: place.1,
        perspective: place.2,
        exclude: place.3,
        wishes,
    })
}

/// Any small question.
pub(crate) fn case() -> impl Strategy<Value = Case> {
    let catalogue = (
        vec(course(), 2..6),
        vec(offering(), 0..4),
        vec(asked(), 0..2),
        vec(asked(), 0..2),
        asks(),
        vec(asked(), 2..5),
        vec(rule(), 1..3),
    );
    (catalogue, 0u8..13, person(), limits()).prop_map(|(catalogue, goal, person, limits)| Case {
        courses: catalogue.0,
        taught: catalogue.1,
        entry: catalogue.2,
        tier_entry: catalogue.3,
        completion: catalogue.4,
        preparation: catalogue.5,
        rules: catalogue.6,
        goal,
        person,
        limits,
    })
}

fn day(text: &str) -> NaiveDate {
    text.parse().expect("a date")
}

fn code(index: usize) -> CourseCode {
    CourseCode::new(&format!("course-{index}")).expect("a code")
}

fn qualification(name: &str) -> QualificationCode {
    QualificationCode::new(name).expect("a code")
}

fn quoted() -> Provenance {
    let document = "document".parse().expect("a code");
    Provenance::document(document, "page 1", "as it stands there").expect("a quote")
}

fn dollars(fifties: u8) -> Aud {
    Aud::from_cents(i64::from(fifties) * 5_000).expect("not negative")
}

fn quarter_hours(quarters: u8) -> Hours {
    Hours::from_minutes(u32::from(quarters) * 15)
}

impl Case {
    /// What the case stands for.
    pub(crate) fn question(&self) -> Question {
        Question { parts: self.parts(), request: self.request() }
    }

    fn start(&self) -> NaiveDate {
        day("2027-02-01") + Days::new(self.limits.weekday.into())
    }

    /// An expression over the courses below `below`, and the qualification where it may be named.
    fn expression(&self, asks: &Asks, below: usize, qualified: bool) -> RequisiteExpr {
        let part = |asks: &Asks| self.expression(asks, below, qualified);
        match asks {
            Asks::Course(_, range) if below == 0 => self.gate(*range),
            Asks::Course(index, range) => {
                let course = usize::from(*index) % below;
                let two = matches!(self.courses[course].versions, 1 | 2);
                let range = match range {
                    2 => "^1",
                    3 if two => "^2",
                    _ => "*",
                };
                RequisiteExpr::Course(CourseRequirement {
                    course: code(course),
                    range: VersionReq::parse(range).expect("a range"),
                })
            }
            Asks::Qualification if qualified => RequisiteExpr::Qualification(qualification("taught")),
            Asks::Qualification => self.gate(6),
            Asks::Gate(gate) => self.gate(*gate),
            Asks::All(of) => RequisiteExpr::all(of.iter().map(part).collect()).expect("1 to 3"),
            Asks::Any(of) => RequisiteExpr::any(of.iter().map(part).collect()).expect("1 to 3"),
            Asks::AtLeast(least, of) => {
                let mut operands: Vec<RequisiteExpr> = Vec::new();
                for (gate, index) in of {
                    let operand = if *gate || below == 0 {
                        self.gate(*index)
                    } else {
                        part(&Asks::Course(index / 2, index % 2 * 2))
                    };
                    if !operands.contains(&operand) {
                        operands.push(operand);
                    }
                }
                let count = u32::try_from(operands.len()).expect("1 to 3");
                RequisiteExpr::at_least(u32::from(*least).min(count), operands).expect("within range")
            }
        }
    }

    fn gate(&self, gate: u8) -> RequisiteExpr {
        RequisiteExpr::Gate(match gate {
            0 => Gate::ExperienceOver { months: 1 },
            1 => Gate::ExperienceOver { months: 2 },
            2 => Gate::ExperienceAtLeast { months: 2 },
            3 => Gate::Employed,
            4 => Gate::PartnerRelease,
            5 => Gate::Supervision { perspective: None },
            6 => Gate::Supervision { perspective: Some(Perspective::Consumer) },
            7 => Gate::Placement { hours: quarter_hours(40) },
            8 => Gate::ExperienceAtLeast { months: 3 },
            _ => Gate::Attested { statement: "so it is".to_owned() },
        })
    }

    fn requisites(&self, asked: &[Asked], below: usize, qualified: bool) -> Vec<Requisite> {
        let requisite = |asked: &Asked| {
            let (strength, provenance) = if asked.required {
                (Strength::Required, quoted())
            } else {
                (Strength::Advised, Provenance::assumption("it seems a help").expect("a note"))
            };
            Requisite::new(RequisiteParts {
                kind: if asked.before { RequisiteKind::Prerequisite } else { RequisiteKind::Corequisite },
                strength,
                requires: self.expression(&asked.asks, below, qualified),
                provenance,
            })
            .expect("a sound requisite")
        };
        asked.iter().map(requisite).collect()
    }

    fn course(&self, index: usize) -> Course {
        let case = &self.courses[index];
        let mut asked = case.asks.clone();
        asked.extend(case.next.filter(|_| index > 0).map(|before| Asked {
            required: true,
            before,
            asks: Asks::Course(u8::try_from(index - 1).expect("0 to 4"), 0),
        }));
        let version = |number: &str, status| CourseVersion {
            version: number.parse().expect("a version"),
            published: day("2026-01-01"),
            status,
            outcomes: Vec::new(),
            volume_of_learning: quarter_hours(40),
            assessed: true,
            credit: None,
            requisites: self.requisites(&asked, index, index > 1),
            sessions: Vec::new(),
        };
        let (published, superseded) = (VersionStatus::Published, VersionStatus::Superseded);
        let versions = match case.versions {
            0 => vec![version("1.0.0", published)],
            1 => vec![version("1.0.0", superseded), version("2.0.0", published)],
            2 => vec![version("1.0.0", published), version("2.0.0", published)],
            _ => vec![version("1.0.0", VersionStatus::Withdrawn)],
        };
        let successor = |equivalent: bool| CourseSuccessor {
            course: code(index - 1),
            equivalence: if equivalent { Equivalence::Equivalent } else { Equivalence::NotStated },
            provenance: quoted(),
        };
        Course {
            code: code(index),
            title: format!("Course {index}"),
            neutral_title: None,
            kind: CourseKind::Workshop,
            description: "A course.".to_owned(),
            tiers: Vec::new(),
            roles: Vec::new(),
            perspectives: match case.perspective {
                2 => vec![Perspective::Consumer],
                3 => vec![Perspective::FamilyCarer],
                _ => Vec::new(),
            },
            tags: Vec::new(),
            aqf_alignment: None,
            superseded_by: case.replaced.filter(|_| index > 0).map(successor),
            versions,
            provenance: quoted(),
        }
    }

    /// An offering of a course, or, after the last, of the qualification that is taught.
    pub(crate) fn offering(&self, course: usize, index: usize, case: &OfferingCase) -> Offering {
        let of = match self.courses.get(course) {
            None => OfferingOf::Qualification(qualification("taught")),
            Some(taught) => OfferingOf::Course {
                course: code(course),
                version: match taught.versions {
                    1 | 2 if case.newer || taught.versions == 1 => Version::new(2, 0, 0),
                    _ => Version::new(1, 0, 0),
                },
            },
        };
        let long = self.limits.weeks > 50;
        let year = if long && case.late { 336 } else { 0 };
        let from = day("2027-02-01") + Days::new(u64::from(case.from) + 8 * (course as u64) + year);
        let delivery = match case.timing {
            Ok(length) => Delivery::Dated { start: from, end: from + Days::new(u64::from(length) - 1) },
            Err((weeks, window)) => Delivery::Rolling {
                from,
                until: match window {
                    None if long => Some(from + Days::new(14)),
                    window => window.map(|window| from + Days::new(window.into())),
                },
                weeks: weeks.into(),
            },
        };
        let span = match case.timing {
            Ok(length) => length,
            Err((weeks, _)) => weeks * 7,
        };
        let mode = Mode::ALL[usize::from(case.mode)];
        let [led, developed, delivered] = case.peer;
        Offering {
            code: format!("offering-{course}-{index}").parse().expect("a code"),
            of,
            provider: "provider".parse().expect("a code"),
            mode,
            region: (mode != Mode::Online).then(|| region(case.region)),
            delivery,
            price: dollars(case.price),
            fees: case.fee.map_or(Vec::new(), |price| {
                vec![Fee { funding: "funding".parse().expect("a code"), price: dollars(price) }]
            }),
            days: case.days.min(span).into(),
            days_from: if case.released { DaysFrom::ReleaseAgreement } else { DaysFrom::Allowance },
            own_time: quarter_hours(case.quarters),
            capacity: None,
            peer: PeerShare { led, developed, delivered },
            provenance: Provenance::Invented,
        }
    }

    fn offerings(&self) -> Vec<Offering> {
        let of_courses = self.courses.iter().map(|course| &course.offerings);
        let lists = of_courses.chain([&self.taught]).enumerate();
        lists
            .flat_map(|(course, list)| {
                let offering = move |(index, case)| self.offering(course, index, case);
                list.iter().enumerate().map(offering)
            })
            .collect()
    }

    fn award(&self, name: &str) -> Qualification {
        let old = name == "old";
        Qualification {
            code: qualification(name),
            title: format!("The {name} qualification"),
            aqf_type: AqfType::CertificateIv,
            volume_of_learning: None,
            currency: if old { Currency::Superseded } else { Currency::Current },
            superseded_by: old.then(|| QualificationSuccessor {
                qualification: qualification("taught"),
                equivalence: Equivalence::Equivalent,
                provenance: quoted(),
            }),
            entry: if name == "taught" { self.requisites(&self.entry, 1, false) } else { Vec::new() },
            credit: None,
            leads_to: Vec::new(),
            packaging: None,
            provenance: quoted(),
        }
    }

    fn rule(&self, index: usize, case: &RuleCase) -> CreditRule {
        let mut of: Vec<CourseCode> =
            (0..self.courses.len()).filter(|course| case.of & (1 << course) != 0).map(code).collect();
        if of.is_empty() {
            of.push(code(0));
        }
        let points_each_series = case.points.to_string().parse().expect("points");
        let size = u32::from(case.size).min(u32::try_from(of.len()).expect("1 to 5"));
        CreditRule {
            code: format!("rule-{index}").parse().expect("a code"),
            qualification: qualification("higher"),
            exchange: if case.block {
                CreditExchange::Block { from: qualification("taught"), points: points_each_series }
            } else {
                CreditExchange::Series { of, size, points_each_series }
            },
            standing: CreditStanding::Discretionary,
            provenance: quoted(),
        }
    }

    fn parts(&self) -> CatalogueParts {
        let all = self.courses.len();
        CatalogueParts {
            documents: vec![SourceDocument {
                code: "document".parse().expect("a code"),
                title: "A document".to_owned(),
                publisher: "Somebody".to_owned(),
                year: None,
            }],
            regions: [false, true].map(|far| Region { code: region(far), title: region(far).to_string() }).into(),
            tiers: vec![TierDefinition {
                tier: Tier::One,
                title: "A tier".to_owned(),
                target_group: "Everyone".to_owned(),
                structure: "Any".to_owned(),
                content: Vec::new(),
                outcome: "A certificate".to_owned(),
                entry: self.requisites(&self.tier_entry, 0, false),
                completion: self.expression(&self.completion, all, true),
                completion_provenance: quoted(),
                provenance: quoted(),
            }],
            roles: vec![Role {
                code: role(),
                title: "A role".to_owned(),
                description: "Work.".to_owned(),
                family: RoleFamily::PeerSupport,
                perspectives: Vec::new(),
                workforces: Vec::new(),
                preparation: self.requisites(&self.preparation, all, true),
                provenance: quoted(),
            }],
            providers: vec![Provider {
                code: "provider".parse().expect("a code"),
                title: "A provider".to_owned(),
                kind: ProviderKind::Rto,
                provenance: Provenance::Invented,
            }],
            courses: (0..all).map(|index| self.course(index)).collect(),
            qualifications: ["taught", "old", "higher"].map(|name| self.award(name)).into(),
            credit_rules: self.rules.iter().enumerate().map(|(index, rule)| self.rule(index, rule)).collect(),
            funding_sources: vec![FundingSource {
                code: "funding".parse().expect("a code"),
                title: "Funding".to_owned(),
                kind: FundingKind::FeeFree,
                amount: None,
                conditions: None,
                provenance: quoted(),
            }],
            offerings: self.offerings(),
            ..CatalogueParts::default()
        }
    }

    fn record(&self) -> LearnerRecord {
        let person = &self.person;
        let as_at = if person.as_at < 0 {
            self.start() - Days::new(person.as_at.unsigned_abs().into())
        } else {
            self.start() + Days::new(person.as_at.unsigned_abs().into())
        };
        let completed = as_at - Days::new(100);
        let mut held: Vec<Held> = Vec::new();
        for (index, newer) in &person.held {
            let course = usize::from(*index) % self.courses.len();
            let two = matches!(self.courses[course].versions, 1 | 2);
            let version = Version::new(if two && *newer { 2 } else { 1 }, 0, 0);
            let course = Held::Course { course: code(course), version, completed };
            if !held.contains(&course) {
                held.push(course);
            }
        }
        let names = ["", "old", "taught"];
        if let name @ ("old" | "taught") = names[usize::from(person.qualification)] {
            held.push(Held::Qualification { qualification: qualification(name), completed });
        }
        let employment = match person.employment {
            0 | 1 => Employment::Employed,
            2 => Employment::Starting { from: as_at + Days::new(20) },
            _ => Employment::NotEmployed,
        };
        LearnerRecord::new(LearnerRecordParts {
            as_at,
            held,
            experience_months: person.months,
            employment,
            partner_release: if person.released && employment != Employment::NotEmployed {
                PartnerRelease::Agreed
            } else {
                PartnerRelease::NotAgreed
            },
            supervision: match person.supervision {
                0 => Vec::new(),
                1 => vec![Perspective::FamilyCarer],
                _ => vec![Perspective::Consumer],
            },
            placement: quarter_hours(if person.placement { 40 } else { 0 }),
        })
        .expect("a sound record")
    }

    fn request(&self) -> Request {
        let goal = match self.goal {
            0..=4 => Goal::Role(role()),
            5 => Goal::Tier(Tier::One),
            6 => Goal::Qualification(qualification("taught")),
            7 | 8 => Goal::Credit {
                points: (self.goal - 4).to_string().parse().expect("points"),
                towards: qualification("higher"),
            },
            _ => Goal::Course(code(self.courses.len() - 1)),
        };
        let limits = &self.limits;
        let wish = |wish: u8| match wish {
            0 => Wish::Indifferent,
            1 => Wish::Prefer,
            _ => Wish::Only,
        };
        let exclude: Vec<CourseCode> = limits
            .exclude
            .map(|index| code(usize::from(index) % self.courses.len()))
            .into_iter()
            .filter(|course| goal != Goal::Course(course.clone()))
            .collect();
        Request {
            record: self.record(),
            goal,
            limits: Limits {
                deadline: Some(self.start() + Days::new(u64::from(limits.weeks) * 7)),
                days_per_year: limits.days.map(u16::from),
                budget_per_year: limits.budget.map(dollars),
                funding: limits.funded.then(|| "funding".parse().expect("a code")).into_iter().collect(),
                regions: limits.region.then(|| region(false)).into_iter().collect(),
                modes: (0..3).filter(|mode| limits.modes & (1 << mode) != 0).map(|mode| Mode::ALL[mode]).collect(),
                perspective: match limits.perspective {
                    0 => None,
                    1 => Some(Perspective::Consumer),
                    _ => Some(Perspective::FamilyCarer),
                },
                exclude,
                ..Limits::open(self.start(), quarter_hours(limits.quarters))
            },
            wishes: PeerWishes {
                led: wish(limits.wishes[0]),
                developed: wish(limits.wishes[1]),
                delivered: wish(limits.wishes[2]),
            },
        }
    }
}

fn region(far: bool) -> RegionCode {
    RegionCode::new(if far { "far" } else { "near" }).expect("a code")
}

fn role() -> RoleCode {
    RoleCode::new("role").expect("a code")
}
