//! Why something that is held does not count.

use super::award::{Award, Counted, Fit, Line, points_of};
use super::items::{Thing, break_in_succession};
use super::ledger::{LimitKind, NotCounted, Reason};
use crate::catalogue::Catalogue;
use crate::course::Equivalence;
use crate::credit::{CreditExchange, CreditPoints, CreditRule};

/// Every item that is in no line, with the reason. Where the award is held there is nothing to count.
pub(super) fn reasons(award: &Award<'_>, counted: &Counted, held: bool) -> Vec<NotCounted> {
    if held {
        return Vec::new();
    }
    let used = |index: usize| counted.lines.iter().any(|line: &Line| line.items.contains(&index));
    let left = (0..award.items.all.len()).filter(|index| !used(*index));
    left.map(|index| NotCounted {
        item: award.items.shown(award.catalogue, index),
        reason: reason(award, counted, index, &used),
    })
    .collect()
}

fn reason(award: &Award<'_>, counted: &Counted, index: usize, used: &dyn Fn(usize) -> bool) -> Reason {
    let item = &award.items.all[index];
    if let Some(on) = item.refused {
        return Reason::Refused { on };
    }
    if item.is_open() && award.items.for_qualification(&award.entry.code).contains(&index) {
        return Reason::WholeAwardClaimed;
    }
    if let Some(&first) = award.items.same_as.get(&index) {
        return Reason::SameLearning { as_title: award.items.shown(award.catalogue, first).title };
    }
    if let Some(other) = award.items.successor_held(index).filter(|other| used(*other)) {
        return Reason::SameLearning { as_title: award.items.shown(award.catalogue, other).title };
    }
    if let Some(recognition) = award.entry.recognition.as_ref()
        && let Some(years) = recognition.study_years_max
        && let Some(since) = item.too_old_since(years)
        && since <= award.at
        && is_named(award, &item.thing)
    {
        return Reason::TooOld { years, since, provenance: recognition.provenance.clone() };
    }
    match counted.fits.get(index) {
        Some(Fit::Series(place)) => incomplete(award, counted, *place, used),
        Some(Fit::Place) => limit_that_bites(award, counted).map_or(Reason::PlaceTaken, Reason::LimitReached),
        Some(Fit::Nothing) | None => match series_of(award, &item.thing) {
            Some(place) => incomplete(award, counted, place, used),
            None => unnamed(award, &item.thing),
        },
    }
}

/// A series that a thing belongs to, though too few of it are held for one.
fn series_of(award: &Award<'_>, thing: &Thing<'_>) -> Option<usize> {
    let is_series = |rule: &CreditRule| matches!(rule.exchange, CreditExchange::Series { .. });
    award.rules.iter().position(|rule| rule.valid.covers(award.at) && is_series(rule) && names(award, rule, thing))
}

/// Part of a series of which too few are left, unless a limit keeps a whole one out.
fn incomplete(award: &Award<'_>, counted: &Counted, place: usize, used: &dyn Fn(usize) -> bool) -> Reason {
    let rule = award.rules[place];
    let CreditExchange::Series { of, size, points_each_series } = &rule.exchange else { return Reason::PlaceTaken };
    let mut left: Vec<usize> = of.iter().flat_map(|course| award.items.for_course(course)).copied().collect();
    left.sort_unstable();
    left.dedup();
    let have = award.recent(&left).into_iter().filter(|item| !used(*item)).count();
    let have = u32::try_from(have).unwrap_or(u32::MAX);
    if have < *size {
        let counted = counted.lines.iter().filter(|line| line.shown.rule.as_ref() == Some(&rule.code));
        let counted = u32::try_from(counted.map(|line| line.items.len()).sum::<usize>()).unwrap_or(u32::MAX);
        let by_shares = Some(counted.saturating_add(have)).filter(|_| counted > 0);
        let by_shares = by_shares.and_then(|all| Some((all, shares(*points_each_series, all, *size)?)));
        return Reason::SeriesIncomplete { rule: rule.code.clone(), have, size: *size, by_shares };
    }
    limit_that_bites(award, counted).map_or(Reason::PlaceTaken, Reason::LimitReached)
}

/// So many shares of a series, where that is a whole number of millionths of a point.
fn shares(each: CreditPoints, count: u32, size: u32) -> Option<CreditPoints> {
    let all = each.millionths().checked_mul(i64::from(count))?;
    (all % i64::from(size) == 0).then(|| points_of(all / i64::from(size)))
}

fn limit_that_bites(award: &Award<'_>, counted: &Counted) -> Option<LimitKind> {
    let limits = award.limits.iter().zip(&counted.limits);
    limits.filter(|(_, (_, bites))| *bites).map(|(limit, _)| limit.kind).next()
}

/// Nothing of the award takes it on the day: a rule that does not hold then, a succession that is broken, or no rule.
fn unnamed(award: &Award<'_>, thing: &Thing<'_>) -> Reason {
    let by_rule = |rule: &&&CreditRule| names(award, rule, thing);
    if let Some(rule) = award.rules.iter().filter(|rule| !rule.valid.covers(award.at)).find(by_rule) {
        return Reason::RuleNotValid { rule: rule.code.clone(), valid: rule.valid };
    }
    if let Some((successor, equivalence, provenance)) = break_in_succession(award.catalogue, thing)
        && (is_named(award, &successor) || successor == Thing::Qualification(&award.entry.code))
    {
        return Reason::NotEquivalent {
            successor: successor_title(award.catalogue, thing, &successor),
            stated: equivalence == Equivalence::NotEquivalent,
            provenance: provenance.clone(),
        };
    }
    Reason::NoRule
}

/// The title of what replaced a thing, with its code where both are called the same.
fn successor_title(catalogue: &Catalogue, replaced: &Thing<'_>, successor: &Thing<'_>) -> String {
    let named = |thing: &Thing<'_>| match *thing {
        Thing::Course(code) => (code.as_str().to_owned(), catalogue.course(code).map(|entry| entry.title.clone())),
        Thing::Qualification(code) => {
            (code.as_str().to_owned(), catalogue.qualification(code).map(|entry| entry.title.clone()))
        }
    };
    let (code, title) = named(successor);
    match title {
        Some(title) if named(replaced).1.as_ref() == Some(&title) => format!("{title} ({code})"),
        Some(title) => title,
        None => code,
    }
}

/// Whether the award's packaging or rules name what a thing counts as.
fn is_named(award: &Award<'_>, thing: &Thing<'_>) -> bool {
    let packaging = award.entry.packaging.iter().flat_map(|packaging| &packaging.groups).flat_map(|group| &group.units);
    let points = award.entry.points_packaging.iter().flat_map(|packaging| &packaging.groups);
    let mut components = packaging.chain(points.flat_map(|group| &group.subjects));
    let component = match *thing {
        Thing::Course(code) => components.any(|wanted| award.catalogue.course_counts_as(code, wanted)),
        Thing::Qualification(_) => false,
    };
    component || award.rules.iter().any(|rule| names(award, rule, thing))
}

fn names(award: &Award<'_>, rule: &CreditRule, thing: &Thing<'_>) -> bool {
    match (&rule.exchange, *thing) {
        (CreditExchange::Series { of, .. }, Thing::Course(code)) => {
            of.iter().any(|wanted| award.catalogue.course_counts_as(code, wanted))
        }
        (CreditExchange::Unit { from, .. }, Thing::Course(code)) => award.catalogue.course_counts_as(code, from),
        (CreditExchange::Block { from, .. }, Thing::Qualification(code)) => {
            award.catalogue.qualification_counts_as(code, from)
        }
        _ => false,
    }
}
