//! The catalogue that a case stands for.

use chrono::Days;
use registry_core::aqf::AqfType;
use registry_core::catalogue::CatalogueParts;
use registry_core::course::{
    Course, CourseKind, CourseSuccessor, CourseVersion, Credit, DaysFrom, Delivery, Equivalence, Fee, Mode, Offering,
    OfferingOf, PeerShare, VersionStatus,
};
use registry_core::credit::{CreditExchange, CreditRule, CreditScheme, CreditStanding, Percent, Validity};
use registry_core::id::CourseCode;
use registry_core::provider::{AmountPer, FundingKind, FundingSource, PaysFor, Provider, ProviderKind, Region};
use registry_core::qualification::{Currency, Qualification, QualificationSuccessor, RecognitionLimits};
use registry_core::requisite::Gate;
use registry_core::role::{Perspective, Role, RoleFamily};
use registry_core::rpl::RplOffer;
use registry_core::source::{Provenance, SourceDocument};
use registry_core::tier::{Tier, TierDefinition};
use semver::Version;

use super::requisites::gate_of;
use super::{
    APART_WEEKS, Asked, Asks, Case, CourseCase, OfferingCase, PotCase, RuleCase, code, day, dollars, qualification,
    quarter_hours, quoted, region, role,
};

impl Case {
    pub(super) fn parts(&self) -> CatalogueParts {
        let all = self.courses.len();
        CatalogueParts {
            documents: vec![SourceDocument {
                code: "document".parse().expect("a code"),
                title: "A document".to_owned(),
                publisher: "Somebody".to_owned(),
                year: None,
            }],
            credit_schemes: vec![CreditScheme {
                code: "points".parse().expect("a code"),
                title: "Points".to_owned(),
                points_per_year: "100".parse().expect("points"),
                provenance: quoted(),
            }],
            regions: [false, true]
                .map(|far| Region { code: region(far), title: region(far).to_string(), provenance: quoted() })
                .into(),
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
            funding_sources: self.funding(),
            offerings: self.offerings(),
            ..CatalogueParts::default()
        }
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
            // Every other course states some.
            credit: (index % 2 == 1).then(|| Credit {
                points: (index + 1).to_string().parse().expect("points"),
                scheme: "points".parse().expect("a code"),
            }),
            requisites: self.requisites_of_course(&asked, index),
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
            publisher: None,
            provenance: quoted(),
        }
    }

    fn funding(&self) -> Vec<FundingSource> {
        let source = |code: &str, kind| FundingSource {
            code: code.parse().expect("a code"),
            title: "Funding".to_owned(),
            kind,
            amount: None,
            per: AmountPer::Person,
            pays_for: PaysFor::default(),
            places: None,
            requires: Vec::new(),
            perspectives: Vec::new(),
            conditions: None,
            provenance: quoted(),
        };
        let pot = |(index, case): (usize, &PotCase)| {
            let kind = if case.amount.is_some() { FundingKind::Grant } else { FundingKind::FeeFree };
            FundingSource {
                amount: case.amount.map(dollars),
                per: if case.per_year { AmountPer::Year } else { AmountPer::Person },
                pays_for: PaysFor {
                    courses: (0..self.courses.len()).filter(|course| case.of & (1 << course) != 0).map(code).collect(),
                    qualifications: (case.of & 32 != 0).then(|| qualification("taught")).into_iter().collect(),
                    ..PaysFor::default()
                },
                requires: if case.employed { vec![Gate::Employed] } else { Vec::new() },
                ..source(&format!("pot-{index}"), kind)
            }
        };
        std::iter::once(source("funding", FundingKind::FeeFree)).chain(self.pots.iter().enumerate().map(pot)).collect()
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
        let year = match self.limits.weeks {
            APART_WEEKS if case.late => 420,
            51.. if case.late => 336,
            _ => 0,
        };
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
            price_provenance: None,
            fees: case.fee.map_or(Vec::new(), |price| {
                vec![Fee { funding: "funding".parse().expect("a code"), price: dollars(price) }]
            }),
            days: case.days.min(span).into(),
            days_from: if case.released { DaysFrom::ReleaseAgreement } else { DaysFrom::Allowance },
            own_time: quarter_hours(case.quarters),
            capacity: None,
            peer: PeerShare { led, developed, delivered },
            rpl: case.rpl.map(|gate| RplOffer { asks: vec![gate_of(gate)] }),
            provenance: Provenance::Invented,
        }
    }

    /// One more course, free of requisites, with one offering like the first of all. Nothing names it.
    pub(crate) fn extra_course(&self) -> (Course, Offering) {
        let first = &self.courses[0];
        let plain =
            CourseCase { versions: 0, asks: Vec::new(), perspective: 0, replaced: None, next: None, ..first.clone() };
        let case = Case { courses: vec![plain], ..self.clone() };
        let extra = Course { code: code(90), title: "Course 90".to_owned(), ..case.course(0) };
        let of = OfferingOf::Course { course: extra.code.clone(), version: Version::new(1, 0, 0) };
        let taught = case.offering(0, 90, &OfferingCase { late: false, ..first.offerings[0].clone() });
        (extra, Offering { code: "offering-extra".parse().expect("a code"), of, ..taught })
    }

    fn award(&self, name: &str) -> Qualification {
        let old = name == "old";
        let limited = self.most.filter(|_| name == "higher");
        Qualification {
            code: qualification(name),
            title: format!("The {name} qualification"),
            aqf_type: AqfType::CertificateIv,
            volume_of_learning: None,
            volume_of_learning_assumed: false,
            currency: if old { Currency::Superseded } else { Currency::Current },
            superseded_by: old.then(|| QualificationSuccessor {
                qualification: qualification("taught"),
                equivalence: Equivalence::Equivalent,
                provenance: quoted(),
            }),
            entry: if name == "taught" { self.requisites(&self.entry, 1, false) } else { Vec::new() },
            credit: limited
                .map(|_| Credit { points: "10".parse().expect("points"), scheme: "points".parse().expect("a code") }),
            leads_to: Vec::new(),
            packaging: None,
            points_packaging: None,
            recognition: limited.map(|most| RecognitionLimits {
                most: Some(Percent::new(i64::from(most) * 10).expect("a share")),
                rpl_most: None,
                residency_least: None,
                study_years_max: self.a_year.then_some(1),
                provenance: quoted(),
            }),
            publisher: None,
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
        let rule = CreditRule::new(
            format!("rule-{index}").parse().expect("a code"),
            qualification("higher"),
            if case.block {
                CreditExchange::Block { from: qualification("taught"), points: points_each_series }
            } else {
                CreditExchange::Series { of, size, points_each_series }
            },
            CreditStanding::Discretionary,
            quoted(),
        );
        let third = day("2027-02-03");
        let from = case.from.map(|days| third + Days::new(days.into()));
        let until = case.until.map(|days| from.unwrap_or(third) + Days::new(days.into()));
        CreditRule { valid: Validity { from, until }, ..rule }
    }
}
