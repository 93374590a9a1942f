//! Caps, age, validity and claims of prior learning.

use super::*;
use crate::credit::{CreditBasis, Percent, Validity};
use crate::learner_record::{Employment, LearnerRecord, LearnerRecordParts};
use crate::qualification::RecognitionLimits;
use crate::rpl::{Claimed, RplClaim, RplStatus};

fn limits() -> RecognitionLimits {
    RecognitionLimits { most: None, rpl_most: None, residency_least: None, study_years_max: None, provenance: source() }
}

fn percent(percent: i64) -> Option<Percent> {
    Some(Percent::new(percent).expect("a share"))
}

fn sixteen(recognition: RecognitionLimits) -> (crate::CatalogueParts, Vec<String>) {
    let codes = names("suite-", 16);
    let mut all = parts(codes.iter().map(|code| course(code, vec![])).collect());
    all.credit_schemes = vec![scheme("melbourne", "100")];
    let award = award_of("graduate-certificate", "50", "melbourne");
    all.qualifications = vec![Qualification { recognition: Some(recognition), ..award }];
    let exchange = series(&codes, 4, "12.5");
    all.credit_rules = vec![rule("suite", "graduate-certificate", exchange, CreditStanding::Discretionary)];
    (all, codes)
}

/// "max 50 % RPL into a Level 8 Graduate Certificate" (UniSQ procedure, one source).
#[test]
fn a_cap_of_half_leaves_two_of_four_subjects() {
    let (all, codes) = sixteen(RecognitionLimits { most: percent(50), ..limits() });
    let (_, ledger) = counted(all, "graduate-certificate", &codes);
    assert_eq!(ledger.totals.if_all_granted, points("25"));
    assert!(ledger.limits[0].effect == LimitEffect::Bites);
    assert_eq!(
        words::limit(&ledger, &ledger.limits[0]),
        "At most 50 % by credit and recognition together: 50 % of 50 points is 25 points. Used: 25 points. Without this limit more would count."
    );
    assert_eq!(ledger.not_counted.len(), 8);
    assert_eq!(ledger.not_counted[0].reason, Reason::LimitReached(LimitKind::Recognition));
}

#[test]
fn residency_of_three_quarters_leaves_one_whole_subject() {
    let (all, codes) = sixteen(RecognitionLimits { residency_least: percent(74), ..limits() });
    let (_, ledger) = counted(all, "graduate-certificate", &codes);
    // 26 % of 50 is 13: one subject of 12.5 fits, and half a subject is none.
    assert_eq!((ledger.limits[0].most, ledger.limits[0].used), (points("13"), points("12.5")));
    assert_eq!(ledger.totals.if_all_granted, points("12.5"));
}

#[test]
fn a_block_is_cut_to_what_the_limit_leaves_and_says_so() {
    let mut all = parts(vec![]);
    all.credit_schemes = vec![scheme("federation", "120")];
    let degree = award_of("degree", "360", "federation");
    let recognition = Some(RecognitionLimits { most: percent(25), ..limits() });
    all.qualifications = vec![Qualification { recognition, ..degree }, qualification("CHC53315", vec![])];
    let exchange = CreditExchange::Block { from: read("CHC53315"), points: read("120") };
    all.credit_rules = vec![rule("block", "degree", exchange, CreditStanding::Guaranteed)];
    let catalogue = build(all);
    let diploma = Held::Qualification { qualification: read("CHC53315"), completed: day("2026-06-01") };
    let record = learner(0, Employment::NotEmployed, vec![diploma]);
    let ledger = ledger(&catalogue, &record, &read("degree"), day(TODAY)).expect("a degree");
    assert_eq!((ledger.lines[0].amount, ledger.lines[0].uncut), (points("90"), Some(points("120"))));
    assert_eq!(ledger.lines[0].eftsl.map(|eftsl| eftsl.to_string()).as_deref(), Some("0.750 EFTSL"));
}

#[test]
fn study_counts_to_the_day_it_is_too_old() {
    let recognition = RecognitionLimits { study_years_max: Some(5), ..limits() };
    let (all, codes) = sixteen(recognition);
    let catalogue = build(all);
    let record = |completed: &str| {
        let held = codes.iter().take(4).map(|code| Held::Course {
            course: read(code),
            version: read("1.0.0"),
            completed: day(completed),
        });
        learner(0, Employment::NotEmployed, held.collect())
    };
    let at = |completed: &str| {
        ledger(&catalogue, &record(completed), &read("graduate-certificate"), day(TODAY)).expect("an award")
    };
    assert_eq!(at("2022-02-01").totals.if_all_granted, points("12.5"), "five years to the day");
    let old = at("2022-01-31");
    assert_eq!(old.totals.if_all_granted, points("0"));
    let said = "Course SUITE-0: completed more than 5 years ago. It stopped counting here on 1 February 2027.";
    assert_eq!(words::not_counted(&old.not_counted[0]), said);
}

#[test]
fn a_rule_counts_only_while_it_is_valid() {
    let (mut all, codes) = sixteen(limits());
    all.credit_rules[0].valid = Validity { from: None, until: Some(day("2027-01-31")) };
    let (_, ledger) = counted(all.clone(), "graduate-certificate", &codes[..4]);
    assert_eq!(ledger.totals.if_all_granted, points("0"));
    let reason = Reason::RuleNotValid { rule: read("suite"), valid: all.credit_rules[0].valid };
    assert_eq!(ledger.not_counted[0].reason, reason);
    let said = "Course SUITE-0: the rule that names it holds only until 31 January 2027.";
    assert_eq!(words::not_counted(&ledger.not_counted[0]), said);
    all.credit_rules[0].valid = Validity { from: None, until: Some(day("2027-02-01")) };
    let (_, ledger) = counted(all, "graduate-certificate", &codes[..4]);
    assert_eq!(ledger.totals.if_all_granted, points("12.5"));
}

fn claims(statuses: &[(&str, RplStatus)]) -> LearnerRecord {
    let claim = |(course, status): &(&str, RplStatus)| RplClaim {
        of: Claimed::Course { course: read(course), version: read("1.0.0") },
        status: *status,
        evidence: vec![],
    };
    let empty = LearnerRecordParts::empty(day(TODAY));
    LearnerRecord::new(LearnerRecordParts { rpl: statuses.iter().map(claim).collect(), ..empty }).expect("a record")
}

#[test]
fn a_claim_counts_as_far_as_it_has_come() {
    let codes = names("core", 4);
    let mut all = parts(units(&codes));
    all.qualifications = vec![certificate(vec![group("Core", GroupKind::Core, &codes)])];
    let catalogue = build(all);
    let on = day("2027-01-10");
    let record = claims(&[
        ("core0", RplStatus::Granted { on }),
        ("core1", RplStatus::Claimed { on }),
        ("core2", RplStatus::Planned),
        ("core3", RplStatus::Refused { on }),
    ]);
    let ledger = ledger(&catalogue, &record, &read("CHC43515"), day(TODAY)).expect("an award");
    assert_eq!(ledger.totals.guaranteed, Amount::Units(1));
    assert_eq!(ledger.totals.by_application, Amount::Units(2));
    assert!(ledger.lines.iter().all(|line| line.basis == CreditBasis::Rpl));
    assert_eq!(words::not_counted(&ledger.not_counted[0]), "Course CORE3: the claim was refused on 10 January 2027.");
    assert_eq!(
        words::verdict(&catalogue, &ledger),
        "Award CHC43515 takes 15 units. Guaranteed: 1 unit. If you apply and meet the conditions: 2 units. If all of it is granted: 3 units. Left to do: 12 units if all of it is granted, 14 units if only what is guaranteed is."
    );
}

#[test]
fn recognition_of_prior_learning_has_a_cap_of_its_own_rounded_down_to_units() {
    let codes = names("core", 8);
    let mut all = parts(units(&codes));
    let award = certificate(vec![group("Core", GroupKind::Core, &codes)]);
    all.qualifications =
        vec![Qualification { recognition: Some(RecognitionLimits { rpl_most: percent(20), ..limits() }), ..award }];
    let catalogue = build(all);
    let granted: Vec<(&str, RplStatus)> =
        codes.iter().map(|code| (code.as_str(), RplStatus::Granted { on: day("2027-01-10") })).collect();
    let ledger = ledger(&catalogue, &claims(&granted), &read("CHC43515"), day(TODAY)).expect("an award");
    // 20 % of 15 units is 3.
    assert_eq!(ledger.totals.if_all_granted, Amount::Units(3));
    assert!(ledger.limits.iter().any(|limit| limit.kind == LimitKind::Rpl && limit.effect == LimitEffect::Bites));
}

/// A qualification that is claimed counts as a course that is: as far as the claim has come.
#[test]
fn a_claim_of_a_whole_qualification_counts_as_far_as_it_has_come() {
    let mut all = parts(vec![]);
    all.credit_schemes = vec![scheme("federation", "120")];
    all.qualifications = vec![award_of("degree", "360", "federation"), qualification("CHC53315", vec![])];
    let exchange = CreditExchange::Block { from: read("CHC53315"), points: read("120") };
    all.credit_rules = vec![rule("block", "degree", exchange, CreditStanding::Guaranteed)];
    let catalogue = build(all);
    let at = |towards: &str, status| {
        let claim = RplClaim { of: Claimed::Qualification(read("CHC53315")), status, evidence: vec![] };
        let empty = LearnerRecordParts::empty(day(TODAY));
        let record = LearnerRecord::new(LearnerRecordParts { rpl: vec![claim], ..empty }).expect("a record");
        ledger(&catalogue, &record, &read(towards), day(TODAY)).expect("an award")
    };
    let on = day("2027-01-10");
    let granted = at("degree", RplStatus::Granted { on });
    assert_eq!((granted.totals.guaranteed, granted.lines[0].items[0].by_rpl), (points("120"), true));
    let claimed = at("degree", RplStatus::Claimed { on });
    assert_eq!((claimed.totals.guaranteed, claimed.totals.by_application), (points("0"), points("120")));
    let refused = at("degree", RplStatus::Refused { on });
    assert_eq!(refused.not_counted[0].reason, Reason::Refused { on });
    assert!(at("CHC53315", RplStatus::Granted { on }).held);
    let whole = at("CHC53315", RplStatus::Planned);
    assert_eq!((whole.held, &whole.not_counted[0].reason), (false, &Reason::WholeAwardClaimed));
}

/// The price of an award is that of studying it. What assesses what somebody has already says nothing of that.
#[test]
fn an_assessment_of_prior_learning_is_no_price_of_the_award() {
    let mut all = parts(vec![]);
    all.qualifications = vec![certificate(vec![])];
    let offering = |code: &str, price: &str, rpl| crate::course::Offering {
        code: read(code),
        of: crate::course::OfferingOf::Qualification(read("CHC43515")),
        price: read(price),
        rpl,
        ..crate::sample::weekly("x")
    };
    let asks = vec![crate::requisite::Gate::Employed];
    all.offerings =
        vec![offering("taught", "5200", None), offering("assessed", "900", Some(crate::rpl::RplOffer { asks }))];
    let (_, ledger) = counted(all, "CHC43515", &[]);
    assert_eq!(ledger.remaining.whole_price, Some((read("5200"), read("5200"))));
}

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
