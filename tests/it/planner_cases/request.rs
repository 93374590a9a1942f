//! The person and the request that a case stands for.

use std::collections::BTreeSet;

use chrono::{Days, NaiveDate, TimeDelta};
use registry_core::course::{Delivery, Mode, OfferingOf};
use registry_core::credit::CreditPoints;
use registry_core::enrolment::{Enrolment, Takes};
use registry_core::id::CourseCode;
use registry_core::learner_record::{Employment, Held, LearnerRecord, LearnerRecordParts, PartnerRelease};
use registry_core::pathway::{Goal, Limits, PeerWishes, Request, Wish};
use registry_core::role::Perspective;
use registry_core::tier::Tier;
use semver::Version;

use super::{Case, code, day, dollars, qualification, quarter_hours, region, role};

impl Case {
    pub(super) fn request(&self) -> Request {
        let goal = match self.goal {
            0..=4 => Goal::Role(role()),
            5 => Goal::Tier(Tier::One),
            6 => Goal::Qualification(qualification("taught")),
            7 | 8 | 13 | 14 => Goal::Credit { points: points(self.goal), towards: qualification("higher") },
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
                funding: match limits.funded {
                    true => {
                        let pots = (0..self.pots.len()).map(|index| format!("pot-{index}"));
                        pots.chain(["funding".to_owned()]).map(|code| code.parse().expect("a code")).collect()
                    }
                    false => Vec::new(),
                },
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
            objectives: Vec::new(),
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
        let enrolled = self.enrolled(as_at, &held);
        let employment = match person.employment {
            0 | 1 => Employment::Employed,
            2 => Employment::Starting { from: as_at + Days::new(20) },
            _ => Employment::NotEmployed,
        };
        LearnerRecord::new(LearnerRecordParts {
            as_at,
            held,
            enrolled,
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
            rpl: Vec::new(),
            not_said: BTreeSet::new(),
        })
        .expect("a sound record")
    }

    /// What is under way, without what is held, twice there, or over before the record's day.
    fn enrolled(&self, as_at: NaiveDate, held: &[Held]) -> Vec<Enrolment> {
        let mut taught: Vec<OfferingOf> = Vec::new();
        let mut enrolled = Vec::new();
        for case in &self.person.enrolled {
            let ends = self.start() + TimeDelta::days(case.ends.into());
            let takes = Takes { hours_per_week: quarter_hours(case.quarters), days: case.days.into() };
            let index = usize::from(case.of) % (self.courses.len() + 1);
            let offerings = self.courses.get(index).map_or(&self.taught, |course| &course.offerings);
            let offering = offerings.first().filter(|_| case.offered).map(|first| self.offering(index, 0, first));
            let (enrolment, of) = match (offering, self.courses.get(index)) {
                (Some(offering), _) => {
                    let starts = match offering.delivery {
                        Delivery::Dated { start, .. } => start,
                        Delivery::Rolling { .. } => ends,
                    };
                    (Enrolment::Offering { offering: offering.code, ends: ends.max(starts) }, offering.of)
                }
                (None, None) => {
                    let code = qualification("taught");
                    let of = OfferingOf::Qualification(code.clone());
                    (Enrolment::Qualification { qualification: code, ends, takes }, of)
                }
                (None, Some(course)) => {
                    let two = matches!(course.versions, 1 | 2);
                    let version = Version::new(if two && case.newer { 2 } else { 1 }, 0, 0);
                    let of = OfferingOf::Course { course: code(index), version: version.clone() };
                    (Enrolment::Course { course: code(index), version, ends, takes }, of)
                }
            };
            let is_held = held.iter().any(|held| match (held, &of) {
                (Held::Course { course, version, .. }, OfferingOf::Course { course: code, version: number }) => {
                    course == code && version == number
                }
                (Held::Qualification { qualification, .. }, OfferingOf::Qualification(code)) => qualification == code,
                _ => false,
            });
            if !is_held && !taught.contains(&of) && enrolment.ends() >= as_at {
                taught.push(of);
                enrolled.push(enrolment);
            }
        }
        enrolled
    }

    fn start(&self) -> NaiveDate {
        day("2027-02-01") + Days::new(self.limits.weekday.into())
    }
}

/// The points that a goal of credit is about.
fn points(goal: u8) -> CreditPoints {
    let points = match goal {
        7 => "3",
        8 => "4",
        13 => "2",
        _ => "5",
    };
    points.parse().expect("points")
}
