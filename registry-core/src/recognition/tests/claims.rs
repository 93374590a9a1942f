//! Claims of prior learning, of courses and of whole qualifications, and what assesses them.

use super::limits::{limits, percent};
use super::*;
use crate::credit::CreditBasis;
use crate::learner_record::{LearnerRecord, LearnerRecordParts};
use crate::qualification::RecognitionLimits;
use crate::rpl::{Claimed, RplClaim, RplStatus};

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

/// Of 360 points at most a quarter is by prior learning, 90; the rule gives 120. Half by credit at most, 180, keeps nothing out.
/// An award that was granted for prior learning counts under both, one that was studied under the latter alone.
#[test]
fn a_whole_qualification_that_was_granted_falls_under_the_cap_on_prior_learning() {
    let mut all = parts(vec![]);
    all.credit_schemes = vec![scheme("federation", "120")];
    let recognition = Some(RecognitionLimits { most: percent(50), rpl_most: percent(25), ..limits() });
    let degree = Qualification { recognition, ..award_of("degree", "360", "federation") };
    all.qualifications = vec![degree, qualification("CHC53315", vec![])];
    let exchange = CreditExchange::Block { from: read("CHC53315"), points: read("120") };
    all.credit_rules = vec![rule("block", "degree", exchange, CreditStanding::Guaranteed)];
    let catalogue = build(all);
    let status = RplStatus::Granted { on: day("2027-01-10") };
    let claim = RplClaim { of: Claimed::Qualification(read("CHC53315")), status, evidence: vec![] };
    let granted = LearnerRecordParts { rpl: vec![claim], ..LearnerRecordParts::empty(day(TODAY)) };
    let diploma = Held::Qualification { qualification: read("CHC53315"), completed: day("2027-01-10") };
    let studied = LearnerRecordParts { held: vec![diploma], ..LearnerRecordParts::empty(day(TODAY)) };
    let counted = |parts: LearnerRecordParts| {
        let record = LearnerRecord::new(parts).expect("a record");
        let ledger = ledger(&catalogue, &record, &read("degree"), day(TODAY)).expect("an award");
        let used = |kind| ledger.limits.iter().find(|limit| limit.kind == kind).map(|limit| (limit.used, limit.effect));
        (ledger.lines[0].basis, [LimitKind::Recognition, LimitKind::Rpl].map(used))
    };
    let [bites, leaves] = [LimitEffect::Bites, LimitEffect::LeavesRoom];
    let by_rpl = [Some((points("90"), leaves)), Some((points("90"), bites))];
    assert_eq!(counted(granted), (CreditBasis::Rpl, by_rpl));
    let (basis, [recognised, rpl]) = counted(studied);
    assert_eq!((basis, recognised), (CreditBasis::CreditTransfer, Some((points("120"), leaves))));
    assert_eq!(rpl.map(|(used, _)| used), Some(points("0")));
}
