//! The invented people whose pathways are looked at, and what they want.

use chrono::NaiveDate;

use super::Question;
use crate::catalogue::Catalogue;
use crate::course::Mode;
use crate::learner_record::{Employment, LearnerRecord, LearnerRecordParts, PartnerRelease};
use crate::money::Aud;
use crate::pathway::{Goal, Limits, PeerWishes, Request};
use crate::role::Perspective;
use crate::volume::Hours;

/// One invented person. None of them holds anything: what is held hides what a change does to those who come after.
struct Persona {
    words: &'static str,
    experience_months: u16,
    employment: Employment,
    partner_release: PartnerRelease,
    supervision: &'static [Perspective],
    placement_hours: u32,
    hours_per_week: u32,
    days_per_year: Option<u16>,
    /// Whole dollars.
    dollars_per_year: Option<i64>,
    online_only: bool,
}

/// The closed set, in order of experience. Together they stand on both sides of every gate there is: employed or not, more
/// and less than one and five years of experience (*Leading the Change*, Figure 6), released or not, supervised or not; and
/// of the limits that most often bind: money, days, and how far from a classroom somebody lives.
const PERSONAS: [Persona; 4] = [
    Persona {
        words: "somebody new, not employed",
        experience_months: 0,
        employment: Employment::NotEmployed,
        partner_release: PartnerRelease::NotAgreed,
        supervision: &[],
        placement_hours: 120,
        hours_per_week: 10,
        days_per_year: None,
        dollars_per_year: None,
        online_only: false,
    },
    Persona {
        words: "a worker of six months, released by a partner organisation",
        experience_months: 6,
        employment: Employment::Employed,
        partner_release: PartnerRelease::Agreed,
        supervision: &[Perspective::Consumer],
        placement_hours: 0,
        hours_per_week: 6,
        days_per_year: Some(12),
        dollars_per_year: Some(1_500),
        online_only: false,
    },
    Persona {
        words: "a worker of two years, far from any classroom",
        experience_months: 24,
        employment: Employment::Employed,
        partner_release: PartnerRelease::NotAgreed,
        supervision: &[],
        placement_hours: 0,
        hours_per_week: 5,
        days_per_year: Some(5),
        dollars_per_year: Some(800),
        online_only: true,
    },
    Persona {
        words: "a worker of six years, supervised and released",
        experience_months: 72,
        employment: Employment::Employed,
        partner_release: PartnerRelease::Agreed,
        supervision: &Perspective::ALL,
        placement_hours: 0,
        hours_per_week: 8,
        days_per_year: None,
        dollars_per_year: None,
        online_only: false,
    },
];

/// The standard questions: every invented person of a closed set of four, and every tier and role of the catalogue, in
/// that order. They start on the day `today`.
pub fn standard_questions(catalogue: &Catalogue, today: NaiveDate) -> Vec<Question> {
    let tiers = catalogue.tiers().map(|definition| Goal::Tier(definition.tier));
    let goals: Vec<Goal> = tiers.chain(catalogue.roles().map(|role| Goal::Role(role.code.clone()))).collect();
    let of = |persona: &Persona| {
        let asked = persona.asked(catalogue, today);
        let question = |(record, limits): &(LearnerRecord, Limits), goal: &Goal| Question {
            persona: persona.words,
            request: Request {
                record: record.clone(),
                goal: goal.clone(),
                limits: limits.clone(),
                wishes: PeerWishes::default(),
                objectives: Vec::new(),
            },
        };
        asked.iter().flat_map(|asked| goals.iter().map(|goal| question(asked, goal))).collect::<Vec<_>>()
    };
    PERSONAS.iter().flat_map(of).collect()
}

impl Persona {
    /// Where the person stands, and within which limits; `None`: the day contradicts, which none of theirs can.
    fn asked(&self, catalogue: &Catalogue, today: NaiveDate) -> Option<(LearnerRecord, Limits)> {
        let parts = LearnerRecordParts {
            experience_months: self.experience_months,
            employment: self.employment,
            partner_release: self.partner_release,
            supervision: self.supervision.to_vec(),
            placement: Hours::from_minutes(self.placement_hours * 60),
            ..LearnerRecordParts::empty(today)
        };
        let regions = catalogue.regions().map(|region| region.code.clone());
        let limits = Limits {
            days_per_year: self.days_per_year,
            budget_per_year: self.dollars_per_year.and_then(|dollars| Aud::from_cents(dollars * 100)),
            regions: if self.online_only { Vec::new() } else { regions.collect() },
            modes: if self.online_only { vec![Mode::Online] } else { Vec::new() },
            ..Limits::open(today, Hours::from_minutes(self.hours_per_week * 60))
        };
        Some((LearnerRecord::new(parts).ok()?, limits))
    }
}
