//! The person and the request that a case stands for.

use std::collections::BTreeSet;

use chrono::{Days, NaiveDate};
use registry_core::course::Mode;
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
            not_said: BTreeSet::new(),
        })
        .expect("a sound record")
    }

    fn start(&self) -> NaiveDate {
        day("2027-02-01") + Days::new(self.limits.weekday.into())
    }
}
