//! When a whole award is gained by its units or subjects: on the first day on which the ledger of what is held by then says
//! that it is complete, and what its entry asks for holds. What was assessed and not taught is in that ledger as a claim of
//! prior learning that has been granted.

use std::collections::BTreeSet;

use chrono::NaiveDate;
use registry_core::LearnerRecord;
use registry_core::credit::CreditExchange;
use registry_core::id::{CourseCode, QualificationCode};
use registry_core::learner_record::{Employment, Held, LearnerRecordParts, PartnerRelease};
use registry_core::pathway::answer::ItemKey;
use registry_core::qualification::Qualification;
use registry_core::recognition::{Ledger, ledger_of_studied};
use registry_core::requisite::RequisiteExpr;
use registry_core::rpl::{Claimed, RplClaim, RplStatus};

use super::{Counting, Planned, Rules, gate_opens};

impl Rules<'_> {
    /// The first day on which an award is gained by its parts; `None`: it never is. What is held, or learned whole already, is
    /// not gained once more; and what is complete when a plan begins was so when the last of its parts was.
    pub(super) fn gained_by_parts(&self, code: &QualificationCode, plan: &[Planned<'_>]) -> Option<NaiveDate> {
        let entry = self.catalogue.qualification(code).filter(|entry| is_composed(entry))?;
        let leaf = RequisiteExpr::Qualification(code.clone());
        if self.holds(&leaf) || !self.stands_for(&leaf).is_empty() {
            return None;
        }
        let first = self.request.limits.earliest_start;
        if self.is_complete(entry, &[], first) {
            return Some(self.last_held(entry).unwrap_or(first));
        }
        self.days_of_change(plan).into_iter().find(|day| self.is_complete(entry, plan, *day))
    }

    /// The last day on which something was completed that is named by an award or by rules towards it.
    fn last_held(&self, entry: &Qualification) -> Option<NaiveDate> {
        let units = entry.packaging.iter().flat_map(|packaging| &packaging.groups).flat_map(|group| &group.units);
        let subjects = entry.points_packaging.iter().flat_map(|packaging| &packaging.groups);
        let mut leaves: Vec<RequisiteExpr> = units
            .chain(subjects.flat_map(|group| &group.subjects))
            .map(|course| RequisiteExpr::course(course.clone()))
            .collect();
        for rule in self.catalogue.credit_rules().filter(|rule| rule.qualification == entry.code) {
            match &rule.exchange {
                CreditExchange::Series { of, .. } => leaves.extend(of.iter().cloned().map(RequisiteExpr::course)),
                CreditExchange::Unit { from, .. } => leaves.push(RequisiteExpr::course(from.clone())),
                CreditExchange::Block { from, .. } => leaves.push(RequisiteExpr::Qualification(from.clone())),
            }
        }
        let holds_by = |held: &&Held| leaves.iter().any(|leaf| self.is_met_by(held, leaf));
        self.request.record.held().iter().filter(holds_by).map(Held::completed).max()
    }

    /// Whether there is an award of known parts.
    pub fn has_composed(&self) -> bool {
        self.catalogue.qualifications().any(is_composed)
    }

    /// The days on which gates open that entry to an award of known parts asks for.
    pub(super) fn entry_opens(&self) -> Vec<NaiveDate> {
        let mut days = Vec::new();
        for entry in self.catalogue.qualifications().filter(|entry| is_composed(entry)) {
            for requisite in entry.entry.iter().filter(|requisite| requisite.is_required()) {
                requisite.requires().visit_leaves(&mut |leaf| {
                    if let RequisiteExpr::Gate(gate) = leaf {
                        days.extend(gate_opens(&self.request.record, gate));
                    }
                });
            }
        }
        days
    }

    /// The days until its end on which a plan may come to more than before.
    fn days_of_change(&self, plan: &[Planned<'_>]) -> BTreeSet<NaiveDate> {
        let first = self.request.limits.earliest_start;
        let last = self.days_to_count(plan).into_iter().max();
        let ends = plan.iter().map(|step| step.end);
        let days = self.waits().into_iter().chain(ends).chain([first]);
        days.filter(|day| *day >= first && last.is_some_and(|last| *day <= last)).collect()
    }

    fn is_complete(&self, entry: &Qualification, plan: &[Planned<'_>], day: NaiveDate) -> bool {
        let mut required = entry.entry.iter().filter(|requisite| requisite.is_required());
        required.all(|requisite| self.met(requisite.requires(), plan, Counting::On(day)))
            && self
                .ledger_on(&entry.code, plan, day)
                .is_some_and(|ledger| ledger.size.is_some_and(|size| ledger.guaranteed_alone >= size))
    }

    /// What a plan comes to towards an award of known parts on a day; `None`: its parts are not known.
    pub fn ledger_on(&self, code: &QualificationCode, plan: &[Planned<'_>], day: NaiveDate) -> Option<Ledger> {
        let entry = self.catalogue.qualification(code).filter(|entry| is_composed(entry))?;
        let (record, studied) = self.record_on(entry, plan, day);
        ledger_of_studied(self.catalogue, &record, &studied, code, day).ok()
    }

    /// What is held on a day: what was, what has ended, and the awards gained by then that count towards this one. What is
    /// under way is learned in a step only where it is too old on that day.
    ///
    /// The second: the courses of it that are taught in the plan or under way, and are studied as part of the award.
    fn record_on(
        &self,
        entry: &Qualification,
        plan: &[Planned<'_>],
        day: NaiveDate,
    ) -> (LearnerRecord, BTreeSet<CourseCode>) {
        let record = &self.request.record;
        let goes_on = |step: &&Planned<'_>| {
            let is_it = |item: &ItemKey| item.code() == step.item.code();
            let mut same = record.enrolled().iter().filter(|enrolment| is_it(&self.learned_in(enrolment)));
            same.any(|enrolment| self.still_counts(&entry.code, enrolment.ends(), day))
        };
        let steps = plan.iter().filter(|step| step.end <= day && !goes_on(step));
        let learned = steps.map(|step| (step.item.clone(), step.end, step.offering.rpl.is_some()));
        let mut learned: Vec<(ItemKey, NaiveDate, bool)> = learned.collect();
        let over = record.enrolled().iter().filter(|enrolment| self.has_come(enrolment, Counting::On(day)));
        learned.extend(over.map(|enrolment| (self.learned_in(enrolment), enrolment.ends(), false)));
        let rules = self.catalogue.credit_rules().filter(|rule| rule.qualification == entry.code);
        for rule in rules {
            let CreditExchange::Block { from, .. } = &rule.exchange else { continue };
            let gained = self.gained_by_parts(from, plan).filter(|gained| *gained <= day);
            learned.extend(gained.map(|gained| (ItemKey::Qualification(from.clone()), gained, false)));
        }
        // Of what is learned again, in whatever version, the last time counts.
        learned.sort_by_key(|(_, completed, _)| *completed);
        let taught = learned.iter().filter(|(_, _, by_rpl)| !by_rpl);
        let studied = taught.filter_map(|(item, ..)| match item {
            ItemKey::Course(code, _) => Some(code.clone()),
            ItemKey::Qualification(_) => None,
        });
        let studied = studied.collect();
        let (mut held, mut rpl) = (record.studied().to_vec(), record.rpl().to_vec());
        for (item, completed, by_rpl) in learned {
            let new = held_since(item.clone(), completed);
            let claim = granted(&item, completed);
            held.retain(|old| !is_same(old, &new));
            rpl.retain(|old| !old.of.is_same(&claim.of));
            if by_rpl { rpl.push(claim) } else { held.push(new) }
        }
        let as_at = record.as_at().max(day);
        // For what is held work does not matter; it may still be to come.
        let (employment, partner_release) = (Employment::NotEmployed, PartnerRelease::NotAgreed);
        let parts = LearnerRecordParts {
            as_at,
            held,
            enrolled: Vec::new(),
            employment,
            partner_release,
            rpl,
            ..record.to_parts()
        };
        (LearnerRecord::new(parts).expect("a sound record"), studied)
    }
}

fn held_since(item: ItemKey, completed: NaiveDate) -> Held {
    match item {
        ItemKey::Course(course, version) => Held::Course { course, version, completed },
        ItemKey::Qualification(qualification) => Held::Qualification { qualification, completed },
    }
}

fn granted(item: &ItemKey, on: NaiveDate) -> RplClaim {
    let of = match item.clone() {
        ItemKey::Course(course, version) => Claimed::Course { course, version },
        ItemKey::Qualification(qualification) => Claimed::Qualification(qualification),
    };
    RplClaim { of, status: RplStatus::Granted { on }, evidence: Vec::new() }
}

/// Whether it is known what an award is made of.
fn is_composed(entry: &Qualification) -> bool {
    let units = entry.packaging.as_ref().is_some_and(|known| known.core_units_known() == u32::from(known.core));
    units || (entry.credit.is_some() && entry.points_packaging.is_some())
}

fn is_same(one: &Held, other: &Held) -> bool {
    match (one, other) {
        (Held::Course { course, .. }, Held::Course { course: other, .. }) => course == other,
        (Held::Qualification { qualification, .. }, Held::Qualification { qualification: other, .. }) => {
            qualification == other
        }
        _ => false,
    }
}
