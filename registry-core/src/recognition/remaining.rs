//! What is left of an award: amounts, and estimates of hours and price by the share that is left.

use std::collections::BTreeSet;

use chrono::NaiveDate;

use super::award::{Award, Counted, WHOLE};
use super::ledger::{CountsFor, Measure, Remaining};
use crate::course::{Delivery, Offering};
use crate::id::CourseCode;
use crate::money::Aud;
use crate::qualification::GroupKind;
use crate::volume::Hours;

pub(super) fn remaining(award: &Award<'_>, counted: &Counted, total: i64, held: bool) -> Remaining {
    let left = |credited: i64| award.size.map(|size| if held { 0 } else { (size - credited).max(0) });
    let whole_price = price(award);
    let rest = left(total);
    let by_share = |amount: i64| share_of(amount, rest?, award.size?);
    let minutes = award.entry.volume_of_learning.and_then(|volume| by_share(i64::from(volume.minutes())));
    let estimate = whole_price.and_then(|(least, most)| {
        let cents = |price: Aud| by_share(price.cents()).and_then(Aud::from_cents);
        Some((cents(least)?, cents(most)?))
    });
    let (core, electives) = units_left(award, counted, held);
    Remaining {
        besides_guaranteed: left(counted.guaranteed_alone).map(|left| award.shown(left)),
        if_all_granted: rest.map(|left| award.shown(left)),
        core,
        electives,
        missing: if held { Vec::new() } else { missing(award, counted) },
        known: if held { Vec::new() } else { known(award) },
        hours: minutes.map(|minutes| Hours::from_minutes(u32::try_from(minutes).unwrap_or(u32::MAX))),
        whole_price,
        price_estimate: estimate,
        work_hours: award.entry.packaging.as_ref().and_then(|packaging| packaging.work_hours_min),
    }
}

/// `amount · left / size`, rounded up.
fn share_of(amount: i64, left: i64, size: i64) -> Option<i64> {
    if size <= 0 {
        return None;
    }
    let product = i128::from(amount) * i128::from(left);
    i64::try_from((product + i128::from(size) - 1) / i128::from(size)).ok()
}

/// The least and most that the award costs where it may still be started.
fn price(award: &Award<'_>) -> Option<(Aud, Aud)> {
    price_of(award.catalogue.offerings_of_qualification(&award.entry.code), award.at)
}

/// The least and most of some offerings that may still be started on a day. An assessment of what somebody has already is no
/// price of studying it.
pub(super) fn price_of<'a>(offerings: impl Iterator<Item = &'a Offering>, at: NaiveDate) -> Option<(Aud, Aud)> {
    let starts = |delivery: &Delivery| match delivery {
        Delivery::Dated { start, .. } => *start >= at,
        Delivery::Rolling { until, .. } => until.is_none_or(|until| until >= at),
    };
    let prices: BTreeSet<Aud> = offerings
        .filter(|offering| offering.rpl.is_none() && starts(&offering.delivery))
        .map(|offering| offering.price)
        .collect();
    Some((*prices.first()?, *prices.last()?))
}

/// Core units and electives that are left. Units that are listed without being told apart fill the core first.
fn units_left(award: &Award<'_>, counted: &Counted, held: bool) -> (Option<u32>, Option<u32>) {
    let (Measure::Units, Some(packaging)) = (&award.measure, &award.entry.packaging) else {
        return (None, None);
    };
    if held {
        return (Some(0), Some(0));
    }
    let (mut core, mut electives, mut listed) = (0u32, 0u32, 0u32);
    for line in &counted.lines {
        let units = u32::try_from(line.amount / WHOLE).unwrap_or(0);
        match line.kind {
            Some(GroupKind::Core) => core += units,
            Some(GroupKind::Listed) => listed += units,
            Some(GroupKind::Elective | GroupKind::Specialisation) | None => electives += units,
        }
    }
    let core_left = u32::from(packaging.core).saturating_sub(core);
    let to_core = listed.min(core_left);
    let electives_left = u32::from(packaging.electives).saturating_sub(electives + (listed - to_core));
    (Some(core_left - to_core), Some(electives_left))
}

/// The units that the award names, where it takes more than those.
fn known(award: &Award<'_>) -> Vec<CourseCode> {
    let Some(packaging) = award.entry.packaging.as_ref().filter(|_| award.measure == Measure::Units) else {
        return Vec::new();
    };
    let known: BTreeSet<&CourseCode> = packaging.groups.iter().flat_map(|group| &group.units).collect();
    let takes = usize::try_from(packaging.units()).unwrap_or(usize::MAX);
    if known.len() < takes { known.into_iter().cloned().collect() } else { Vec::new() }
}

/// Core units, of which every one is needed, that are known and not credited.
fn missing(award: &Award<'_>, counted: &Counted) -> Vec<CourseCode> {
    let groups = award.entry.packaging.iter().flat_map(|packaging| &packaging.groups);
    let core = groups.filter(|group| group.kind == GroupKind::Core).flat_map(|group| &group.units);
    let credited: BTreeSet<&CourseCode> = counted
        .lines
        .iter()
        .filter_map(|line| match &line.shown.counts_for {
            CountsFor::Component { code, .. } => Some(code),
            _ => None,
        })
        .collect();
    core.filter(|unit| !credited.contains(unit)).cloned().collect()
}
