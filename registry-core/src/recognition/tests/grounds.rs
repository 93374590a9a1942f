//! On which ground a unit counts, where it could count on several: studied, by credit, as prior learning.

use super::limits::{limits, percent};
use super::*;
use crate::credit::CreditBasis;
use crate::qualification::RecognitionLimits;

/// The certificate of core units alone, each of them named.
fn of_core_alone(units: &[String]) -> Qualification {
    let mut award = certificate(vec![group("Core", GroupKind::Core, units)]);
    if let Some(packaging) = &mut award.packaging {
        packaging.core = u16::try_from(units.len()).expect("few");
        packaging.electives = 0;
        (packaging.electives_listed_min, packaging.electives_elsewhere_max) = (None, None);
    }
    award
}

/// A course that is granted for prior learning under one rule and for study under another fills one place.
#[test]
fn a_thing_that_fills_places_on_two_grounds_fills_one() {
    let codes = names("unit-", 3);
    let mut all = parts(units(&codes));
    all.qualifications = vec![of_core_alone(&codes[..2])];
    for (index, basis) in [CreditBasis::CreditTransfer, CreditBasis::Rpl].into_iter().enumerate() {
        let exchange = CreditExchange::Unit { from: read(&codes[2]), unit: read(&codes[index]) };
        let rule = rule(&format!("r{index}"), "CHC43515", exchange, CreditStanding::Guaranteed);
        all.credit_rules.push(CreditRule { basis, ..rule });
    }
    let (_, ledger) = counted(all, "CHC43515", &codes[2..]);
    assert_eq!(ledger.guaranteed_alone, Amount::Units(1));
    assert_eq!(ledger.lines.len(), 1);
}

/// A rule that rests on prior learning does not hide one for the same unit that does not, nor does what nobody has still to
/// grant hide what is bounded less.
#[test]
fn a_unit_counts_on_the_ground_that_a_limit_leaves_room_for() {
    let codes = names("unit-", 4);
    let of = |standing: CreditStanding| {
        let mut award = of_core_alone(&codes[..2]);
        award.recognition = Some(RecognitionLimits { rpl_most: percent(50), ..limits() });
        let mut all = parts(units(&codes));
        all.qualifications = vec![award];
        let mut add = |from: usize, unit: usize, basis, standing| {
            let exchange = CreditExchange::Unit { from: read(&codes[from]), unit: read(&codes[unit]) };
            let rule = rule(&format!("r{}", all.credit_rules.len()), "CHC43515", exchange, standing);
            all.credit_rules.push(CreditRule { basis, ..rule });
        };
        add(2, 0, CreditBasis::Rpl, CreditStanding::Guaranteed);
        add(3, 1, CreditBasis::Rpl, CreditStanding::Guaranteed);
        add(3, 1, CreditBasis::CreditTransfer, standing);
        counted(all, "CHC43515", &codes[2..]).1
    };
    assert_eq!(of(CreditStanding::Guaranteed).guaranteed_alone, Amount::Units(2));
    let asked = of(CreditStanding::ByApplication);
    assert_eq!((asked.guaranteed_alone, asked.totals.if_all_granted), (Amount::Units(1), Amount::Units(2)));
}

/// With more grounds than are tried one by one: six things could count by credit or as prior learning, and of the other four
/// credit would all go to one unit.
#[test]
fn with_very_many_grounds_what_keeps_to_the_limits_is_still_found() {
    let codes = names("unit-", 20);
    let mut award = of_core_alone(&codes[..10]);
    award.recognition = Some(RecognitionLimits { rpl_most: percent(40), ..limits() });
    let mut all = parts(units(&codes));
    all.qualifications = vec![award];
    for from in 0..10 {
        let by_credit = if from < 6 { (from + 1) % 6 } else { 0 };
        for (unit, basis) in [(from, CreditBasis::Rpl), (by_credit, CreditBasis::CreditTransfer)] {
            let exchange = CreditExchange::Unit { from: read(&codes[10 + from]), unit: read(&codes[unit]) };
            let code = format!("r{}", all.credit_rules.len());
            let rule = rule(&code, "CHC43515", exchange, CreditStanding::Guaranteed);
            all.credit_rules.push(CreditRule { basis, ..rule });
        }
    }
    let ledger = counted(all, "CHC43515", &codes[10..]).1;
    assert_eq!((ledger.guaranteed_alone, ledger.proved), (Amount::Units(10), false));
}

/// A unit that only a rule names is still one from elsewhere, where its place is taken or the rule is gone.
#[test]
fn what_a_rule_has_stand_for_a_unit_may_be_one_from_elsewhere() {
    let codes = names("unit-", 3);
    let of = |rules: usize| {
        let mut award = of_core_alone(&codes[..1]);
        if let Some(packaging) = &mut award.packaging {
            (packaging.electives, packaging.electives_elsewhere_max) = (1, Some(1));
        }
        let mut all = parts(units(&codes));
        all.qualifications = vec![award];
        for from in &codes[1..=rules] {
            let exchange = CreditExchange::Unit { from: read(from), unit: read(&codes[0]) };
            all.credit_rules.push(rule(&format!("r-{from}"), "CHC43515", exchange, CreditStanding::Guaranteed));
        }
        counted(all, "CHC43515", &codes[1..]).1.totals.if_all_granted
    };
    assert_eq!([0, 1, 2].map(of), [1, 2, 2].map(Amount::Units));
}
