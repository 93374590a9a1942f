//! The checks of credit schemes and credit rules: that a rule refers to something, gives no more than there is room for, and
//! goes round in no circle.

use std::collections::{BTreeMap, BTreeSet};

use super::check::Check;
use super::check_packaging::in_points;
use super::{CatalogueFault, Entries, EntryRef};
use crate::credit::{CreditExchange, CreditPoints, CreditRule};
use crate::id::{CourseCode, QualificationCode};
use crate::qualification::Qualification;

impl Check<'_> {
    pub(super) fn credit(&mut self, parts: &Entries) {
        for scheme in &parts.rest.credit_schemes {
            let entry = EntryRef::new("credit scheme", &scheme.code);
            self.source(&entry, &scheme.provenance);
            if scheme.points_per_year == CreditPoints::ZERO {
                self.report(&entry, CatalogueFault::EmptyScheme);
            }
        }
        let awards: BTreeMap<&QualificationCode, &Qualification> =
            parts.rest.qualifications.iter().map(|award| (&award.code, award)).collect();
        for rule in &parts.rest.credit_rules {
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
        self.credit_circles(&parts.rest.credit_rules);
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
        self.part_filled(entry, rule, award);
        if let Some(size) = award.credit.as_ref().map(|credit| credit.points)
            && points > size
        {
            let (points, award) = (in_points(points), size.to_string());
            self.report(entry, CatalogueFault::MoreThanTheAward { points, award });
        }
    }

    /// The group and the level that a rule fills: there, one of them for a block, and large enough for a whole series.
    fn part_filled(&mut self, entry: &EntryRef, rule: &CreditRule, award: &Qualification) {
        if let Some(group) = &rule.group {
            let mut groups = award.points_packaging.iter().flat_map(|packaging| &packaging.groups);
            match groups.find(|known| known.code == *group) {
                Some(known) => self.whole_series(entry, rule, ("group", format!("group {group}")), known.most),
                None => {
                    let (group, qualification) = (group.clone(), award.code.clone());
                    self.report(entry, CatalogueFault::UnknownGroup { group, qualification });
                }
            }
        }
        if let Some(level) = rule.level {
            let mut levels = award.points_packaging.iter().flat_map(|packaging| &packaging.levels);
            match levels.find(|known| known.level == level) {
                Some(known) => self.whole_series(entry, rule, ("level", level.to_string()), known.most),
                None => self.report(entry, CatalogueFault::UnknownLevel { level, qualification: award.code.clone() }),
            }
            if let (CreditExchange::Block { .. }, Some(group)) = (&rule.exchange, &rule.group) {
                self.report(entry, CatalogueFault::BlockInGroupAndLevel { group: group.clone(), level });
            }
        }
    }

    /// Reports a series of which not even one fits into the part of the award that it fills: it is whole or nothing.
    fn whole_series(
        &mut self,
        entry: &EntryRef,
        rule: &CreditRule,
        (field, part): (&'static str, String),
        most: Option<CreditPoints>,
    ) {
        if let CreditExchange::Series { points_each_series: points, .. } = &rule.exchange
            && let Some(most) = most.filter(|most| most < points)
        {
            let over = CreditPoints::from_millionths(points.millionths() - most.millionths());
            let (points, over) = (in_points(*points), in_points(over));
            self.report(entry, CatalogueFault::SeriesAboveMost { points, field, part, most: most.to_string(), over });
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
                let given = |pair: &[&QualificationCode]| {
                    let rule = leads.get(pair.first()?)?.get(pair.get(1)?)?;
                    let CreditExchange::Block { from, points } = &rule.exchange else { return None };
                    Some(format!("{from} gives {} towards {}", in_points(*points), rule.qualification))
                };
                let circle: Vec<String> = way.windows(2).filter_map(given).collect();
                let circle = circle.join(", ");
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
