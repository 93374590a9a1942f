//! What a ledger says of what is left and what does not count, and many of them together.

use super::limits::{limits, percent, sixteen};
use super::*;
use crate::qualification::RecognitionLimits;

/// An estimate is read aloud in whole dollars, never less than it is, and stays exact as data.
#[test]
fn an_estimate_of_price_is_said_in_whole_dollars_rounded_up() {
    for (least, most, said) in [
        ("4853.34", "4853.34", "about $4,854"),
        ("4853.00", "4853.01", "about $4,853 to $4,854"),
        ("0.01", "0.99", "about $1"),
        ("0.00", "0.00", "about $0"),
    ] {
        assert_eq!(words::about((read(least), read(most))), said);
    }
}

/// A record of many things is not read aloud as one refusal after another.
#[test]
fn what_no_rule_names_is_told_in_one_sentence_after_the_rest() {
    let (mut all, codes) = sixteen(RecognitionLimits { most: percent(50), ..limits() });
    let others = names("other-", 3);
    all.courses.extend(others.iter().map(|code| course(code, vec![])));
    let held: Vec<String> = codes.iter().chain(&others).cloned().collect();
    let (_, ledger) = counted(all, "graduate-certificate", &held);
    let said = words::all_not_counted(&ledger);
    assert_eq!((ledger.not_counted.len(), said.len()), (11, 9), "{said:?}");
    let last = said.last().expect("a sentence");
    assert!(last.starts_with("No rule of this award names these: ") && last.matches("; ").count() == 2, "{last}");
    assert!(said[..8].iter().all(|sentence| !sentence.contains("names")), "{said:?}");
}

/// What is counted for many awards at once is what is counted for each.
#[test]
fn ledgers_together_are_each_of_them_alone() {
    let (mut all, codes) = sixteen(RecognitionLimits { study_years_max: Some(1), ..limits() });
    all.qualifications.push(certificate(vec![]));
    let catalogue = build(all);
    let record = learner(12, Employment::Employed, holds(&codes));
    let awards: Vec<QualificationCode> = vec![read("graduate-certificate"), read("CHC43515")];
    let at = day("2027-02-01");
    let alone = awards.iter().map(|code| ledger(&catalogue, &record, code, at).expect("known"));
    assert_eq!(ledgers(&catalogue, &record, &awards, at).expect("known"), alone.collect::<Vec<_>>());
    let unknown = [awards[0].clone(), read("CHC43516")];
    assert!(ledgers(&catalogue, &record, &unknown, at).is_err());
}

/// What is left is by the group that a unit stands in, not by what that is called.
#[test]
fn groups_of_one_title_are_told_apart_in_what_is_left() {
    let codes = names("unit", 2);
    let of =
        |code: &str, kind, units: &[String]| PackagingGroup { code: code.to_owned(), ..group("Units", kind, units) };
    let groups = vec![of("one", GroupKind::Core, &codes[..1]), of("two", GroupKind::Elective, &codes[1..])];
    let mut all = parts(units(&codes));
    all.qualifications = vec![certificate(groups)];
    let (_, ledger) = counted(all, "CHC43515", &codes[1..]);
    assert_eq!((ledger.remaining.core, ledger.remaining.electives), (Some(8), Some(6)));
}

/// A unit that is refused as too old makes no specialisation whole.
#[test]
fn a_specialisation_is_whole_only_of_units_that_count() {
    let codes = names("unit", 1);
    let mut all = parts(units(&codes));
    let recognition = Some(RecognitionLimits { study_years_max: Some(5), ..limits() });
    let groups = vec![group("Youth", GroupKind::Specialisation, &codes)];
    all.qualifications = vec![Qualification { recognition, ..certificate(groups) }];
    let catalogue = build(all);
    let complete = |completed: &str| {
        let held = Held::Course { course: read(&codes[0]), version: read("1.0.0"), completed: day(completed) };
        let record = learner(0, Employment::NotEmployed, vec![held]);
        let ledger = ledger(&catalogue, &record, &read("CHC43515"), day(TODAY)).expect("an award");
        (ledger.specialisations[0].held, ledger.specialisations[0].complete)
    };
    assert_eq!(complete("2022-02-01"), (1, true));
    assert_eq!(complete("2022-01-31"), (0, false));
}
