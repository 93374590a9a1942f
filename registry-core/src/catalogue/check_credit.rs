//! The checks of packaging, recognition limits and credit rules: that amounts add up, and nothing counts twice.

use std::collections::{BTreeMap, BTreeSet};

use super::check::Check;
use super::{CatalogueFault, Entries, EntryRef};
use crate::credit::{CreditExchange, CreditPoints, CreditRule};
use crate::id::{CourseCode, QualificationCode};
use crate::qualification::{GroupKind, Packaging, PointsPackaging, Qualification};

impl Check<'_> {
    pub(super) fn packaging(&mut self, entry: &EntryRef, packaging: &Packaging) {
        self.source(entry, &packaging.provenance);
        let listed = packaging.electives_listed_min.unwrap_or(0);
        let elsewhere =
            packaging.electives_elsewhere_max.unwrap_or(packaging.electives - listed.min(packaging.electives));
        if u32::from(listed) + u32::from(elsewhere) != u32::from(packaging.electives) {
            let electives = packaging.electives;
            self.report(entry, CatalogueFault::PackagingDoesNotAddUp { listed, elsewhere, electives });
        }
        let of_core = |kind| kind == GroupKind::Core;
        let core: usize =
            packaging.groups.iter().filter(|group| of_core(group.kind)).map(|group| group.units.len()).sum();
        if core > usize::from(packaging.core) {
            self.report(entry, CatalogueFault::MoreCoreThanCore { listed: core, core: packaging.core });
        }
        let core = self.leasts(entry, packaging, |kind| kind == GroupKind::Core, (packaging.core.into(), "core units"));
        let elective = |kind| matches!(kind, GroupKind::Elective | GroupKind::Specialisation);
        let electives = self.leasts(entry, packaging, elective, (packaging.electives.into(), "electives"));
        if core && electives {
            self.leasts(entry, packaging, |_| true, (packaging.units(), "units in all"));
        }
        for group in &packaging.groups {
            if let (Some(least), Some(most)) = (group.least, group.most)
                && least > most
            {
                let (group, least, most) = (group.code.clone(), least.to_string(), most.to_string());
                self.report(entry, CatalogueFault::LeastAboveMost { group, least, most });
            }
            for unit in &group.units {
                self.known(entry, "packaging.groups", EntryRef::new("course", unit));
            }
        }
        self.each_once(entry, packaging.groups.iter().map(|group| (&group.code, &group.units)));
    }

    /// Reports groups of a kind that together ask for more units than there are for them. True: there is room.
    fn leasts(
        &mut self,
        entry: &EntryRef,
        packaging: &Packaging,
        of: impl Fn(GroupKind) -> bool,
        (room, words): (u32, &'static str),
    ) -> bool {
        let groups = packaging.groups.iter().filter(|group| of(group.kind));
        let leasts: Vec<u16> = groups.filter_map(|group| group.least).collect();
        let sum: u32 = leasts.iter().map(|least| u32::from(*least)).sum();
        if sum > room {
            let (sum, whole) = (added_up(leasts, sum), format!("{room} {words}"));
            self.report(entry, CatalogueFault::GroupsAskForMore { sum, part: "units", whole });
            return false;
        }
        true
    }

    pub(super) fn points_packaging(&mut self, entry: &EntryRef, award: &Qualification, packaging: &PointsPackaging) {
        self.source(entry, &packaging.provenance);
        for group in &packaging.groups {
            if let (Some(least), Some(most)) = (group.least, group.most)
                && least > most
            {
                let (group, least, most) = (group.code.clone(), least.to_string(), most.to_string());
                self.report(entry, CatalogueFault::LeastAboveMost { group, least, most });
            }
            for subject in &group.subjects {
                self.known(entry, "points_packaging.groups", EntryRef::new("course", subject));
            }
        }
        self.each_once(entry, packaging.groups.iter().map(|group| (&group.code, &group.subjects)));
        let Some(size) = award.credit.as_ref().map(|credit| credit.points) else {
            return self.report(entry, CatalogueFault::SharesOfNothing { field: "points_packaging" });
        };
        let subject = packaging.subject_points;
        let whole = subject > CreditPoints::ZERO && subject.times(size.whole_parts(subject)) == size;
        if !whole {
            let (size, subject) = (size.to_string(), subject.to_string());
            self.report(entry, CatalogueFault::NoWholeSubjects { size, subject });
        }
        let leasts: Vec<CreditPoints> = packaging.groups.iter().filter_map(|group| group.least).collect();
        let sum: CreditPoints = leasts.iter().copied().sum();
        if sum > size {
            let (sum, whole) = (added_up(leasts, sum), format!("{size} points"));
            self.report(entry, CatalogueFault::GroupsAskForMore { sum, part: "points", whole });
        }
    }

    pub(super) fn recognition(&mut self, entry: &EntryRef, award: &Qualification) {
        let Some(limits) = &award.recognition else { return };
        self.source(entry, &limits.provenance);
        let shares = [limits.most, limits.rpl_most, limits.residency_least];
        if shares.iter().any(Option::is_some) && award.credit.is_none() && award.packaging.is_none() {
            self.report(entry, CatalogueFault::SharesOfNothing { field: "recognition" });
        }
    }

    /// Reports what stands in two groups.
    fn each_once<'c>(&mut self, entry: &EntryRef, groups: impl Iterator<Item = (&'c String, &'c Vec<CourseCode>)>) {
        let mut seen: BTreeMap<&CourseCode, &String> = BTreeMap::new();
        for (group, courses) in groups {
            for course in courses {
                if let Some(first) = seen.insert(course, group)
                    && first != group
                {
                    let (course, first, second) = (course.clone(), first.clone(), group.clone());
                    self.report(entry, CatalogueFault::InTwoGroups { course, first, second });
                }
            }
        }
    }

    pub(super) fn credit(&mut self, parts: &Entries) {
        for scheme in &parts.credit_schemes {
            let entry = EntryRef::new("credit scheme", &scheme.code);
            self.source(&entry, &scheme.provenance);
            if scheme.points_per_year == CreditPoints::ZERO {
                self.report(&entry, CatalogueFault::EmptyScheme);
            }
        }
        let awards: BTreeMap<&QualificationCode, &Qualification> =
            parts.qualifications.iter().map(|award| (&award.code, award)).collect();
        for rule in &parts.credit_rules {
            let entry = EntryRef::new("credit rule", &rule.code);
            self.source(&entry, &rule.provenance);
            self.known(&entry, "qualification", EntryRef::new("qualification", &rule.qualification));
            for (field, provider) in [("provider", &rule.provider), ("from_provider", &rule.from_provider)] {
                if let Some(provider) = provider {
                    self.known(&entry, field, EntryRef::new("provider", provider));
                }
            }
            if let (Some(from), Some(until)) = (rule.valid.from, rule.valid.until)
                && until < from
            {
                self.report(&entry, CatalogueFault::EndsBeforeStart { start: from, end: until });
            }
            self.exchange(&entry, rule, awards.get(&rule.qualification).copied());
        }
        self.credit_circles(&parts.credit_rules);
    }

    fn exchange(&mut self, entry: &EntryRef, rule: &CreditRule, award: Option<&Qualification>) {
        let points = match &rule.exchange {
            CreditExchange::Series { of, size, points_each_series } => {
                let listed = of.iter().collect::<BTreeSet<_>>().len();
                if *size == 0 || *size as usize > listed || listed < of.len() {
                    self.report(entry, CatalogueFault::SeriesTooSmall { size: *size, listed });
                }
                for course in of {
                    self.known(entry, "series.of", EntryRef::new("course", course));
                }
                *points_each_series
            }
            CreditExchange::Block { from, points } => {
                self.known(entry, "block.from", EntryRef::new("qualification", from));
                *points
            }
            CreditExchange::Unit { from, unit } => {
                self.unit_exchange(entry, from, unit, award);
                CreditPoints::ZERO
            }
        };
        let Some(award) = award else { return };
        if let Some(group) = &rule.group {
            let groups = award.points_packaging.iter().flat_map(|packaging| &packaging.groups);
            if !groups.into_iter().any(|known| known.code == *group) {
                let (group, qualification) = (group.clone(), award.code.clone());
                self.report(entry, CatalogueFault::UnknownGroup { group, qualification });
            }
        }
        if let Some(size) = award.credit.as_ref().map(|credit| credit.points)
            && points > size
        {
            let (points, award) = (points.to_string(), size.to_string());
            self.report(entry, CatalogueFault::MoreThanTheAward { points, award });
        }
    }

    fn unit_exchange(&mut self, entry: &EntryRef, from: &CourseCode, unit: &CourseCode, award: Option<&Qualification>) {
        self.known(entry, "unit.from", EntryRef::new("course", from));
        self.known(entry, "unit.unit", EntryRef::new("course", unit));
        if from == unit {
            self.report(entry, CatalogueFault::CreditForItself { course: unit.clone() });
        }
        let Some(award) = award else { return };
        let mut units = award.packaging.iter().flat_map(|packaging| &packaging.groups).flat_map(|group| &group.units);
        if units.all(|known| known != unit) {
            let (unit, qualification) = (unit.clone(), award.code.clone());
            self.report(entry, CatalogueFault::UnitNotInTheAward { unit, qualification });
        }
    }

    /// Blocks that go round in a circle: each award would give credit towards one that it takes credit from.
    fn credit_circles(&mut self, rules: &[CreditRule]) {
        let mut leads: BTreeMap<&QualificationCode, BTreeMap<&QualificationCode, &CreditRule>> = BTreeMap::new();
        for rule in rules {
            if let CreditExchange::Block { from, .. } = &rule.exchange {
                leads.entry(from).or_default().entry(&rule.qualification).or_insert(rule);
            }
        }
        let mut reported: BTreeSet<BTreeSet<&QualificationCode>> = BTreeSet::new();
        for (&first, next) in &leads {
            let Some(way) = way_back(&leads, first) else { continue };
            let members: BTreeSet<&QualificationCode> = way.iter().copied().collect();
            let rule = way.get(1).and_then(|second| next.get(second)).copied();
            if let Some(rule) = rule.filter(|_| reported.insert(members)) {
                let circle: Vec<String> = way.iter().map(ToString::to_string).collect();
                let circle = circle.join(" towards ");
                self.report(&EntryRef::new("credit rule", &rule.code), CatalogueFault::CreditInACircle { circle });
            }
        }
    }
}

/// The shortest way from an award back to itself, itself at both ends.
fn way_back<'a>(
    leads: &BTreeMap<&'a QualificationCode, BTreeMap<&'a QualificationCode, &'a CreditRule>>,
    first: &'a QualificationCode,
) -> Option<Vec<&'a QualificationCode>> {
    let mut ways: Vec<Vec<&QualificationCode>> = vec![vec![first]];
    let mut seen: BTreeSet<&QualificationCode> = BTreeSet::new();
    let mut next = 0;
    while let Some(way) = ways.get(next).cloned() {
        next += 1;
        let at = way.last().copied()?;
        for &reached in leads.get(at).into_iter().flat_map(BTreeMap::keys) {
            let longer = || way.iter().copied().chain([reached]).collect::<Vec<_>>();
            if reached == first {
                return Some(longer());
            }
            if seen.insert(reached) {
                ways.push(longer());
            }
        }
    }
    None
}

/// `30 + 25 = 55`.
fn added_up<T: ToString>(parts: Vec<T>, sum: impl ToString) -> String {
    let parts: Vec<String> = parts.iter().map(ToString::to_string).collect();
    if parts.len() == 1 { sum.to_string() } else { format!("{} = {}", parts.join(" + "), sum.to_string()) }
}
