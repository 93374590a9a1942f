//! Why something that is held does not count.

use super::award::{Award, Counted, Fit, points_of};
use super::items::Thing;
use super::ledger::{NotCounted, Reason};
use crate::catalogue::Catalogue;
use crate::course::Equivalence;
use crate::credit::{CreditExchange, CreditPoints, CreditRule};
use crate::id::CourseCode;
use crate::qualification::{PointsPackaging, Qualification};

/// Every item that is in no line, with the reason. Where the award is held there is nothing to count.
pub(super) fn reasons(award: &Award<'_>, counted: &Counted, held: bool) -> Vec<NotCounted> {
    if held {
        return Vec::new();
    }
    let mut used = vec![false; award.items.all.len()];
    counted.lines.iter().flat_map(|line| &line.items).for_each(|&index| used[index] = true);
    if used.iter().all(|used| *used) {
        return Vec::new();
    }
    let named = Named::of(award, &used);
    let left = (0..award.items.all.len()).filter(|&index| !used[index]);
    left.map(|index| NotCounted {
        item: award.items.shown(index).clone(),
        reason: reason(award, counted, index, &used, &named),
    })
    .collect()
}

/// What names each item: found once for an award, and not for each item.
struct Named {
    /// By item, whether packaging or any rule names it.
    at_all: Vec<bool>,
    /// By item, the first series that holds on the day and has it.
    series: Vec<Option<usize>>,
    /// By item, the first rule that names it and does not hold on the day.
    not_valid: Vec<Option<usize>>,
    /// By rule, how many recent items of a series are left over.
    left_of_series: Vec<u32>,
}

impl Named {
    fn of(award: &Award<'_>, used: &[bool]) -> Self {
        let (items, count) = (award.items, award.items.all.len());
        let mut named = Self {
            at_all: vec![false; count],
            series: vec![None; count],
            not_valid: vec![None; count],
            left_of_series: vec![0; award.rules.len()],
        };
        for component in components(award.entry) {
            items.for_course(component).iter().for_each(|&item| named.at_all[item] = true);
        }
        let mut last_seen = vec![usize::MAX; count];
        for (place, rule) in award.rules.iter().enumerate() {
            let valid = rule.valid.covers(award.at);
            let mut note = |found: &[usize]| {
                for &item in found {
                    named.at_all[item] = true;
                    if std::mem::replace(&mut last_seen[item], place) == place {
                        continue;
                    }
                    if !valid {
                        named.not_valid[item].get_or_insert(place);
                    } else if matches!(rule.exchange, CreditExchange::Series { .. }) {
                        named.series[item].get_or_insert(place);
                        let left = !used[item] && award.is_recent(&items.all[item]);
                        named.left_of_series[place] += u32::from(left);
                    }
                }
            };
            match &rule.exchange {
                CreditExchange::Series { of, .. } => of.iter().for_each(|course| note(items.for_course(course))),
                CreditExchange::Unit { from, .. } => note(items.for_course(from)),
                CreditExchange::Block { from, .. } => note(items.for_qualification(from)),
            }
        }
        named
    }
}

fn reason(award: &Award<'_>, counted: &Counted, index: usize, used: &[bool], named: &Named) -> Reason {
    let item = &award.items.all[index];
    if let Some(on) = item.refused {
        return Reason::Refused { on };
    }
    if item.is_open() && award.items.for_qualification(&award.entry.code).contains(&index) {
        return Reason::WholeAwardClaimed;
    }
    if let Some(&first) = award.items.same_as.get(&index) {
        return Reason::SameLearning { as_title: award.items.shown(first).title.clone() };
    }
    if let Some(other) = award.items.successor_held(index).filter(|other| used[*other]) {
        return Reason::SameLearning { as_title: award.items.shown(other).title.clone() };
    }
    if named.at_all[index]
        && let Some(recognition) = award.entry.recognition.as_ref()
        && let Some(years) = recognition.study_years_max
        && let Some(since) = item.too_old_since(years)
        && since <= award.at
    {
        return Reason::TooOld { years, since, provenance: recognition.provenance.clone() };
    }
    match counted.fits.get(index) {
        Some(Fit::Series(place)) => incomplete(award, counted, (index, *place), named),
        Some(Fit::Place) => match named.series[index].map(|place| &award.rules[place].exchange) {
            Some(CreditExchange::Series { points_each_series, .. }) => {
                no_room(award, counted, index, *points_each_series)
            }
            _ => limit_that_bites(award, counted, index),
        },
        // A series that it belongs to, though too few of it are held for one.
        Some(Fit::Nothing) | None => match named.series[index] {
            Some(place) => incomplete(award, counted, (index, place), named),
            None => unnamed(award, index, named),
        },
    }
}

/// Part of a series of which too few are left, unless a limit keeps a whole one out.
fn incomplete(award: &Award<'_>, counted: &Counted, (index, place): (usize, usize), named: &Named) -> Reason {
    let rule = award.rules[place];
    let CreditExchange::Series { size, points_each_series, .. } = &rule.exchange else { return Reason::PlaceTaken };
    let have = named.left_of_series[place];
    if have < *size {
        let counted = counted.lines.iter().filter(|line| line.shown.rule.as_ref() == Some(&rule.code));
        let counted = u32::try_from(counted.map(|line| line.items.len()).sum::<usize>()).unwrap_or(u32::MAX);
        let by_shares = Some(counted.saturating_add(have)).filter(|_| counted > 0);
        let by_shares = by_shares.and_then(|all| Some((all, shares(*points_each_series, all, *size)?)));
        return Reason::SeriesIncomplete { rule: rule.code.clone(), have, size: *size, by_shares };
    }
    no_room(award, counted, index, *points_each_series)
}

/// Why a whole series is not counted: a limit, or that less of the award is left than it gives.
fn no_room(award: &Award<'_>, counted: &Counted, index: usize, each: CreditPoints) -> Reason {
    let credited = counted.lines.iter().map(|line| line.amount).fold(0, i64::saturating_add);
    let left = award.size.map(|size| size - credited).filter(|left| (1..each.millionths()).contains(left));
    match (limit_that_bites(award, counted, index), left) {
        (Reason::PlaceTaken, Some(left)) => Reason::SeriesTooLarge { each, left: points_of(left) },
        (reason, _) => reason,
    }
}

/// So many shares of a series, where that is a whole number of millionths of a point.
fn shares(each: CreditPoints, count: u32, size: u32) -> Option<CreditPoints> {
    let all = each.millionths().checked_mul(i64::from(count))?;
    (all % i64::from(size) == 0).then(|| points_of(all / i64::from(size)))
}

/// The first limit without which a thing would count; where there is none, what it could fill is full.
fn limit_that_bites(award: &Award<'_>, counted: &Counted, index: usize) -> Reason {
    let mut limits = award.limits.iter().zip(&counted.limits);
    let bites = limits.find(|(_, under)| under.without.as_ref().is_some_and(|items| items.contains(&index)));
    bites.map_or(Reason::PlaceTaken, |(limit, _)| Reason::LimitReached(limit.kind))
}

/// Nothing of the award takes it on the day: a rule that does not hold then, a succession that is broken, or no rule.
fn unnamed(award: &Award<'_>, index: usize, named: &Named) -> Reason {
    if let Some(place) = named.not_valid[index] {
        let rule = award.rules[place];
        return Reason::RuleNotValid { rule: rule.code.clone(), valid: rule.valid };
    }
    if let Some((successor, equivalence, provenance)) = award.items.broken(index)
        && (is_named(award, successor) || *successor == Thing::Qualification(&award.entry.code))
    {
        return Reason::NotEquivalent {
            successor: successor_title(award.catalogue, &award.items.all[index].thing, successor),
            stated: *equivalence == Equivalence::NotEquivalent,
            provenance: (*provenance).clone(),
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

/// The units and subjects that the packaging of an award names.
fn components(entry: &Qualification) -> impl Iterator<Item = &CourseCode> {
    let units = entry.packaging.iter().flat_map(|packaging| &packaging.groups).flat_map(|group| &group.units);
    units.chain(entry.points_packaging.iter().flat_map(PointsPackaging::subjects))
}

/// Whether the award's packaging or rules name what a thing counts as.
fn is_named(award: &Award<'_>, thing: &Thing<'_>) -> bool {
    let component = match *thing {
        Thing::Course(code) => components(award.entry).any(|wanted| award.catalogue.course_counts_as(code, wanted)),
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
