//! The checks of packaging and recognition limits: that amounts add up, and nothing counts twice.

use std::collections::{BTreeMap, BTreeSet};

use super::check::Check;
use super::{CatalogueFault, Entries, EntryRef};
use crate::credit::CreditPoints;
use crate::id::{CourseCode, CreditSchemeCode};
use crate::qualification::{GroupKind, Packaging, PointsLevel, PointsPackaging, Qualification, SubjectLevel};
use crate::words::counted;

impl Check<'_> {
    pub(super) fn packaging(&mut self, entry: &EntryRef, packaging: &Packaging) {
        self.source(entry, &packaging.provenance);
        let listed = packaging.electives_listed_min.unwrap_or(0);
        let elsewhere =
            packaging.electives_elsewhere_max.unwrap_or(packaging.electives - listed.min(packaging.electives));
        if u32::from(listed) + u32::from(elsewhere) != u32::from(packaging.electives) {
            let electives = packaging.electives;
            self.report(entry, CatalogueFault::PackagingDoesNotAddUp { listed, elsewhere, electives });
        } else {
            self.mosts(entry, packaging, elsewhere);
        }
        let of_core = |kind| kind == GroupKind::Core;
        let core: usize =
            packaging.groups.iter().filter(|group| of_core(group.kind)).map(|group| group.units.len()).sum();
        if core > usize::from(packaging.core) {
            self.report(entry, CatalogueFault::MoreCoreThanCore { listed: core, core: packaging.core });
        }
        let core_units = (packaging.core.into(), ["core unit", "core units"]);
        let core = self.leasts(entry, packaging, |kind| kind == GroupKind::Core, core_units);
        let electives = self.leasts(entry, packaging, is_elective, (packaging.electives.into(), ELECTIVES));
        if core && electives {
            self.leasts(entry, packaging, |_| true, (packaging.units(), ["unit in all", "units in all"]));
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
        (room, [one, many]): (u32, [&'static str; 2]),
    ) -> bool {
        let groups = packaging.groups.iter().filter(|group| of(group.kind));
        let leasts: Vec<u16> = groups.filter_map(|group| group.least).collect();
        let sum: u32 = leasts.iter().map(|least| u32::from(*least)).sum();
        if sum > room {
            let (sum, whole) = (added_up(leasts, sum), there_are(room, one, many));
            self.report(entry, CatalogueFault::GroupsAskForMore { sum, part: "units", whole });
            return false;
        }
        true
    }

    /// Reports groups that all allow too little, so that nobody could complete the award. A group without a most may hold
    /// any number, since the register's list may be longer; so may what stands in no group, where there are none of a kind.
    fn mosts(&mut self, entry: &EntryRef, packaging: &Packaging, elsewhere: u16) {
        let mosts = |of: &dyn Fn(GroupKind) -> bool| -> Option<Vec<u16>> {
            packaging.groups.iter().filter(|group| of(group.kind)).map(|group| group.most).collect()
        };
        let has = |of: &dyn Fn(GroupKind) -> bool| packaging.groups.iter().any(|group| of(group.kind));
        let core = |kind| matches!(kind, GroupKind::Core | GroupKind::Listed);
        let electives = |kind| kind == GroupKind::Listed || is_elective(kind);
        let core_most = mosts(&core).filter(|_| has(&|kind| kind == GroupKind::Core));
        let electives_most = mosts(&electives).filter(|_| has(&is_elective)).map(|mut mosts| {
            mosts.extend((elsewhere > 0).then_some(elsewhere));
            mosts
        });
        // A listed unit is core or elective, and not both: what is enough for each may be too little for both.
        let each_has = has(&|kind| kind == GroupKind::Core) && has(&is_elective);
        let whole_most = mosts(&|_| true).filter(|_| each_has).map(|mut mosts| {
            mosts.extend((elsewhere > 0).then_some(elsewhere));
            mosts
        });
        let each = [
            (core_most, u32::from(packaging.core), ["core unit", "core units"]),
            (electives_most, u32::from(packaging.electives), ELECTIVES),
        ];
        let enough = |(mosts, wanted, _): &(Option<Vec<u16>>, u32, _)| {
            mosts.as_ref().is_none_or(|mosts| mosts.iter().map(|most| u32::from(*most)).sum::<u32>() >= *wanted)
        };
        let both = each.iter().all(enough).then_some((whole_most, packaging.units(), ["unit in all", "units in all"]));
        for (mosts, wanted, [one, many]) in each.into_iter().chain(both) {
            let Some(mosts) = mosts else { continue };
            let sum: u32 = mosts.iter().map(|most| u32::from(*most)).sum();
            if sum < wanted {
                let (sum, whole) = (added_up(mosts, sum), counted(wanted.into(), one, many));
                self.report(entry, CatalogueFault::GroupsAllowLess { sum, part: "units", whole });
            }
        }
    }

    pub(super) fn points_packaging(
        &mut self,
        entry: &EntryRef,
        parts: &Entries,
        (award, packaging): (&Qualification, &PointsPackaging),
    ) {
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
        self.levels(entry, packaging);
        self.subjects_convert(entry, parts, (award, packaging));
        let Some(size) = award.credit.as_ref().map(|credit| credit.points) else {
            return self.report(entry, CatalogueFault::SharesOfNothing { field: "points_packaging" });
        };
        let subject = packaging.subject_points;
        let whole = subject > CreditPoints::ZERO && subject.times(size.whole_parts(subject)) == size;
        if !whole {
            let (size, subject) = (size.to_string(), subject.to_string());
            self.report(entry, CatalogueFault::NoWholeSubjects { size, subject });
        }
        if let Some((sum, whole)) = too_much(packaging.groups.iter().filter_map(|group| group.least), size) {
            self.report(entry, CatalogueFault::GroupsAskForMore { sum, part: "points", whole });
        }
        if let Some((sum, whole)) = too_much(levels_ask(&packaging.levels).into_iter(), size) {
            self.report(entry, CatalogueFault::LevelsAskForMore { sum, whole });
        }
        // Groups make up the award together; one without a most holds what is left.
        let mosts: Option<Vec<CreditPoints>> = packaging.groups.iter().map(|group| group.most).collect();
        if let Some(mosts) = mosts.filter(|mosts| !mosts.is_empty()) {
            let sum: CreditPoints = mosts.iter().copied().sum();
            if sum < size {
                let (sum, whole) = (added_up(mosts, sum), in_points(size));
                self.report(entry, CatalogueFault::GroupsAllowLess { sum, part: "points", whole });
            }
        }
    }

    /// The levels of an award: each once, none that asks for more than it allows, no subject at two.
    fn levels(&mut self, entry: &EntryRef, packaging: &PointsPackaging) {
        for level in &packaging.levels {
            if let (Some(least), Some(most)) = (level.least, level.most)
                && least > most
            {
                let (level, least, most) = (level.level, least.to_string(), most.to_string());
                self.report(entry, CatalogueFault::LevelLeastAboveMost { level, least, most });
            }
            self.and_above(entry, packaging, level);
            for subject in &level.subjects {
                self.known(entry, "points_packaging.levels", EntryRef::new("course", subject));
            }
        }
        let mut seen: BTreeMap<&CourseCode, SubjectLevel> = BTreeMap::new();
        for level in &packaging.levels {
            for course in &level.subjects {
                if let Some(first) = seen.insert(course, level.level).filter(|first| *first != level.level) {
                    let (course, second) = (course.clone(), level.level);
                    self.report(entry, CatalogueFault::AtTwoLevels { course, first, second });
                }
            }
        }
        let mut numbers: BTreeSet<SubjectLevel> = BTreeSet::new();
        for level in packaging.levels.iter().map(|level| level.level) {
            if !numbers.insert(level) {
                self.report(entry, CatalogueFault::LevelTwice { level });
            }
        }
    }

    /// Reports a level that asks, with those above it, for more than all of them allow.
    fn and_above(&mut self, entry: &EntryRef, packaging: &PointsPackaging, level: &PointsLevel) {
        let Some(least) = level.least_and_above else { return };
        let mut together: Vec<&PointsLevel> =
            packaging.levels.iter().filter(|other| other.level >= level.level).collect();
        together.sort_by_key(|level| level.level);
        let Some(mosts) = together.iter().map(|level| level.most).collect::<Option<Vec<_>>>() else { return };
        let most: CreditPoints = mosts.iter().copied().sum();
        if least > most {
            let (level, least, most) = (level.level, least.to_string(), added_up(mosts, most));
            self.report(entry, CatalogueFault::LevelsAboveAllowLess { level, least, most });
        }
    }

    /// Reports subjects that state points of another scheme that are no exact amount in that of the award: nothing here
    /// rounds them in silence.
    fn subjects_convert(
        &mut self,
        entry: &EntryRef,
        parts: &Entries,
        (award, packaging): (&Qualification, &PointsPackaging),
    ) {
        let scheme = |code: &CreditSchemeCode| parts.rest.credit_schemes.iter().find(|scheme| scheme.code == *code);
        let Some(to) = award.credit.as_ref().and_then(|credit| scheme(&credit.scheme)) else { return };
        let subjects: BTreeSet<&CourseCode> = packaging.subjects().collect();
        for course in parts.courses.iter().filter(|course| subjects.contains(&course.code)) {
            let Some(credit) = course.current().and_then(|version| version.credit.as_ref()) else { continue };
            let Some(from) = scheme(&credit.scheme) else { continue };
            if from.points_per_year > CreditPoints::ZERO && from.convert(credit.points, to).is_none() {
                let arithmetic = format!("{} × {} ÷ {}", credit.points, to.points_per_year, from.points_per_year);
                self.report(
                    entry,
                    CatalogueFault::NoExactPoints {
                        course: course.code.clone(),
                        stated: format!("{} of {}", in_points(credit.points), from.code),
                        scheme: to.code.clone(),
                        arithmetic,
                    },
                );
            }
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
}

/// Electives, one and several.
const ELECTIVES: [&str; 2] = ["elective", "electives"];

fn is_elective(kind: GroupKind) -> bool {
    matches!(kind, GroupKind::Elective | GroupKind::Specialisation)
}

/// `there is 1 elective`, `there are 7 electives`.
fn there_are(count: u32, one: &str, many: &str) -> String {
    format!("there {} {}", if count == 1 { "is" } else { "are" }, counted(count.into(), one, many))
}

/// What levels ask for together at least, lowest first, part by part. A level with those above it takes the place of its
/// parts where it asks for more than they do one by one.
fn levels_ask(levels: &[PointsLevel]) -> Vec<CreditPoints> {
    let mut levels: Vec<&PointsLevel> = levels.iter().collect();
    levels.sort_by_key(|level| level.level);
    levels.into_iter().rev().fold(Vec::new(), |above, level| {
        let one_by_one: Vec<CreditPoints> = level.least.into_iter().chain(above).collect();
        let sum: CreditPoints = one_by_one.iter().copied().sum();
        match level.least_and_above {
            Some(together) if together > sum => vec![together],
            _ => one_by_one,
        }
    })
}

/// Where leasts come to more than an award has: their sum, and what there is.
fn too_much(leasts: impl Iterator<Item = CreditPoints>, size: CreditPoints) -> Option<(String, String)> {
    let leasts: Vec<CreditPoints> = leasts.collect();
    let sum: CreditPoints = leasts.iter().copied().sum();
    (sum > size).then(|| (added_up(leasts, sum), format!("there are {}", in_points(size))))
}

/// `1 point`, `12.5 points`.
pub(super) fn in_points(points: CreditPoints) -> String {
    let one = points == CreditPoints::from_millionths(1_000_000);
    format!("{points} {}", if one { "point" } else { "points" })
}

/// `30 + 25 = 55`.
fn added_up<T: ToString>(parts: Vec<T>, sum: impl ToString) -> String {
    let parts: Vec<String> = parts.iter().map(ToString::to_string).collect();
    if parts.len() == 1 { sum.to_string() } else { format!("{} = {}", parts.join(" + "), sum.to_string()) }
}
