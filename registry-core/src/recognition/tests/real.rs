//! Cases of the documents and of public pages: each names the source of its rule, and says which codes are made up.

use super::*;
use crate::course::Equivalence;
use crate::sample::replaced;

/// A graduate certificate of 50 points in which four of the suite make a subject of 12.5 (Leading the Change, section 5,
/// recommendation 4; University of Melbourne for the sizes).
fn suite(items: usize) -> (crate::CatalogueParts, Vec<String>) {
    let codes = names("suite-", items);
    let mut all = parts(codes.iter().map(|code| course(code, vec![])).collect());
    all.credit_schemes = vec![scheme("melbourne", "100"), scheme("la-trobe", "120")];
    all.qualifications = vec![award_of("graduate-certificate", "50", "melbourne")];
    let exchange = series(&codes, 4, "12.5");
    all.credit_rules = vec![rule("suite", "graduate-certificate", exchange, CreditStanding::Discretionary)];
    (all, codes)
}

/// Nine items of "The micro-credentials [...] could include:" and "four micro-credentials would equal one university
/// subject" (Leading the Change, section 5, recommendation 4): 9 ÷ 4 = 2 subjects, 1 item over. "May be eligible to apply for
/// credit" (University of Melbourne, FAQ on micro-credentials) is discretionary. 9 × 3.125 = 28.125.
#[test]
fn nine_suite_items_are_two_whole_subjects_and_the_ninth_is_left_over() {
    let (all, codes) = suite(9);
    let (catalogue, ledger) = counted(all, "graduate-certificate", &codes);
    assert_eq!(ledger.totals.if_all_granted, points("25"));
    assert_eq!(ledger.totals.discretionary, points("25"));
    assert_eq!(ledger.totals.guaranteed, points("0"));
    assert_eq!(ledger.guaranteed_alone, points("0"));
    assert_eq!(ledger.remaining.if_all_granted, Some(points("25")));
    assert_eq!(ledger.lines[0].items.len(), 8);
    assert_eq!(ledger.lines[0].eftsl.map(|eftsl| eftsl.thousandths), Some(250));
    let by_shares = Some((9, read("28.125")));
    let reason = Reason::SeriesIncomplete { rule: read("suite"), have: 1, size: 4, by_shares };
    assert_eq!(ledger.not_counted.iter().map(|left| &left.reason).collect::<Vec<_>>(), [&reason]);
    assert_eq!(
        words::not_counted(&ledger.not_counted[0]),
        "Course SUITE-8: you have one of the four that make the next series. An incomplete series counts for nothing. All nine by their shares of a series would come to 28.125 points."
    );
    assert_eq!(
        words::verdict(&catalogue, &ledger),
        "Award GRADUATE-CERTIFICATE takes 50 points. If the provider decides so: 25 points. Left to do: 25 points if all of it is granted, 50 points if only what is guaranteed is."
    );
    assert!(ledger.proved);
}

/// The same rule, with one item held.
#[test]
fn one_of_a_series_of_four_says_that_three_are_missing() {
    let (all, codes) = suite(9);
    let (_, ledger) = counted(all, "graduate-certificate", &codes[..1]);
    let reason = Reason::SeriesIncomplete { rule: read("suite"), have: 1, size: 4, by_shares: None };
    assert_eq!(ledger.not_counted.iter().map(|left| &left.reason).collect::<Vec<_>>(), [&reason]);
}

/// CHC42912 was superseded by CHC43515 on 5 August 2015, and nobody says that the two are equivalent (training.gov.au).
#[test]
fn the_superseded_award_does_not_count_towards_its_successor_and_says_why() {
    let mut old = qualification("CHC42912", vec![]);
    let (qualification, equivalence) = (read("CHC43515"), Equivalence::NotStated);
    old.superseded_by =
        Some(crate::qualification::QualificationSuccessor { qualification, equivalence, provenance: source() });
    let mut all = parts(vec![]);
    all.qualifications = vec![old, certificate(vec![])];
    let held = Held::Qualification { qualification: read("CHC42912"), completed: day("2014-06-27") };
    let record = learner(12, Employment::Employed, vec![held]);
    let ledger = ledger(&build(all), &record, &read("CHC43515"), day(TODAY)).expect("an award");
    assert_eq!(
        ledger.not_counted.iter().map(words::not_counted).collect::<Vec<_>>(),
        ["Award CHC42912: replaced by Award CHC43515; nobody says that the two are equivalent. Ask the provider."]
    );
}

/// 16 ÷ 4 = 4 subjects of 12.5 = the 50 points of a graduate certificate (Leading the Change, as above; University of
/// Melbourne: subject 12.5, graduate certificate 50). The seven items beyond the nine of the suite are made up.
#[test]
fn sixteen_micro_credentials_are_the_whole_certificate() {
    let (all, codes) = suite(16);
    let (_, ledger) = counted(all, "graduate-certificate", &codes);
    assert_eq!(ledger.totals.if_all_granted, points("50"));
    assert_eq!(ledger.remaining.if_all_granted, Some(points("0")));
    assert_eq!(ledger.not_counted, []);
}

/// CHC53315 → 120, 60 and 30 points of three degrees of Federation University: the first is guaranteed, the other
/// two are by application (TAFE Gippsland, opportunities for further study). Their sizes are not known.
#[test]
fn the_diploma_is_a_block_of_120_60_or_30_points_by_degree() {
    let degrees = [
        ("human-services", "120", CreditStanding::Guaranteed),
        ("arts", "60", CreditStanding::ByApplication),
        ("criminology", "30", CreditStanding::ByApplication),
    ];
    let mut all = parts(vec![]);
    all.qualifications = vec![qualification("CHC53315", vec![])];
    for (code, gives, standing) in degrees {
        all.qualifications.push(qualification(code, vec![]));
        let exchange = CreditExchange::Block { from: read("CHC53315"), points: read(gives) };
        all.credit_rules.push(rule(code, code, exchange, standing));
    }
    let catalogue = build(all);
    let diploma = Held::Qualification { qualification: read("CHC53315"), completed: day("2026-06-01") };
    let record = learner(12, Employment::Employed, vec![diploma]);
    for (code, gives, standing) in degrees {
        let ledger = ledger(&catalogue, &record, &read(code), day(TODAY)).expect("a degree");
        let sure = standing == CreditStanding::Guaranteed;
        assert_eq!(ledger.totals.guaranteed, points(if sure { gives } else { "0" }), "{code}");
        assert_eq!(ledger.totals.by_application, points(if sure { "0" } else { gives }), "{code}");
        assert_eq!((ledger.size, ledger.remaining.if_all_granted), (None, None), "the size is not stated");
    }
}

/// One held set, counted in two schemes, is the same share of a year (1 year is 100 points at Melbourne and 120 at La
/// Trobe, where a subject is 15; public pages of both). The certificate of La Trobe, of four such subjects, and that four of
/// the suite make one of them are made up: that university publishes neither.
#[test]
fn two_schemes_agree_in_share_of_a_year() {
    let (mut all, codes) = suite(9);
    all.qualifications.push(award_of("made-up-certificate", "60", "la-trobe"));
    let exchange = series(&codes, 4, "15");
    all.credit_rules.push(rule("made-up", "made-up-certificate", exchange, CreditStanding::Discretionary));
    let catalogue = build(all);
    let record = learner(12, Employment::Employed, holds(&codes));
    let ask = |code: &str| ledger(&catalogue, &record, &read(code), day(TODAY)).expect("an award");
    let (melbourne, la_trobe) = (ask("graduate-certificate"), ask("made-up-certificate"));
    assert_eq!(melbourne.report[0].eftsl, la_trobe.report[0].eftsl);
    assert_eq!(melbourne.report[0].eftsl.to_string(), "0.250 EFTSL");
    assert_eq!((melbourne.totals.if_all_granted, la_trobe.totals.if_all_granted), (points("25"), points("30")));
}

/// "4 Cert IV units = 25 %" (Mental Health Association of Central Australia, peer work training); 15 units in all
/// (training.gov.au, CHC43515 release 2). 4 ÷ 15 is 26.7 %, and the ledger counts units. Which four the programme teaches is not
/// published; these are units that RMIT's course guides show to belong to the award.
#[test]
fn four_units_held_are_four_of_fifteen() {
    let listed = ["CHCPWK001", "CHCPWK003", "CHCMHS001", "CHCMHS008", "CHCMHS011"].map(str::to_owned);
    let mut all = parts(units(&listed));
    all.qualifications = vec![certificate(vec![group("On the list", GroupKind::Listed, &listed)])];
    let (catalogue, ledger) = counted(all, "CHC43515", &listed[..4]);
    assert_eq!((ledger.totals.guaranteed, ledger.size), (Amount::Units(4), Some(Amount::Units(15))));
    assert_eq!((ledger.remaining.core, ledger.remaining.electives), (Some(4), Some(7)));
    let said = words::verdict(&catalogue, &ledger);
    assert_eq!(said, "Award CHC43515 takes 15 units. Guaranteed: 4 units. Left to do: 11 units.");
    assert!(!said.contains("25 %"));
}

/// "8 core units; 7 elective units, consisting of: at least 5 units from the electives listed below; up to 2 units from the
/// electives listed below, any endorsed Training Package or accredited course – these units must be relevant to the work
/// outcome" (training.gov.au, CHC43515 release 2). The unit codes are made up, each to stand for one: `core0` for a core unit,
/// `elective0` for a listed one, `other0` for one from elsewhere.
#[test]
fn at_most_two_electives_come_from_elsewhere() {
    let (core, listed, elsewhere) = (names("core", 8), names("elective", 7), names("other", 4));
    let mut all = parts(units(&[core.clone(), listed.clone(), elsewhere.clone()].concat()));
    let groups = vec![group("Core", GroupKind::Core, &core), group("Electives", GroupKind::Elective, &listed)];
    all.qualifications = vec![certificate(groups)];
    let (_, ledger) = counted(all.clone(), "CHC43515", &elsewhere);
    assert_eq!(ledger.totals.if_all_granted, Amount::Units(2));
    assert_eq!(ledger.totals.by_application, Amount::Units(2), "that a unit is relevant is for the provider to find");
    assert!(ledger.limits.iter().any(|limit| limit.kind == LimitKind::Elsewhere && limit.effect == LimitEffect::Bites));
    let reasons: Vec<_> = ledger.not_counted.iter().map(|left| &left.reason).collect();
    assert_eq!(reasons, [&Reason::LimitReached(LimitKind::Elsewhere); 2]);

    let held = [core, listed[..5].to_vec(), elsewhere].concat();
    let (_, ledger) = counted(all, "CHC43515", &held);
    assert_eq!(ledger.totals.if_all_granted, Amount::Units(15));
    assert_eq!((ledger.remaining.core, ledger.remaining.electives), (Some(0), Some(0)));
}

/// "All Group A electives must be selected for award of the Certificate IV in Mental Health Peer Work (Consumer Peer Work)"
/// (training.gov.au, CHC43515 release 2). CHCPWK004 Work effectively in consumer mental health peer work is a real unit;
/// `group-a-other` is made up, to stand for whatever else the group holds.
#[test]
fn all_of_group_a_names_the_specialisation() {
    let group_a = ["CHCPWK004".to_owned(), "group-a-other".to_owned()];
    let mut all = parts(units(&group_a));
    all.qualifications = vec![certificate(vec![group("Consumer Peer Work", GroupKind::Specialisation, &group_a)])];
    for (count, complete) in [(1, false), (2, true)] {
        let (_, ledger) = counted(all.clone(), "CHC43515", &group_a[..count]);
        assert_eq!(ledger.specialisations[0].complete, complete);
        assert_eq!(ledger.specialisations[0].title, "Consumer Peer Work");
    }
}

/// CHCPW401A, Apply peer work practices in the mental health sector, was superseded by CHCPWK001 on 5 August 2015
/// (training.gov.au, CHCPWK001 release 1): "Minimal changes to the elements and performance criteria. New evidence requirements".
/// Of others the register says "superseded by and equivalent to" (CHC40508 by CHC40512); of this one it does not. No source at
/// hand calls a unit of peer work equivalent or not equivalent to its successor in so many words, so `same` and `other` are
/// made up.
#[test]
fn a_superseded_unit_that_is_not_equivalent_gives_nothing_and_says_why() {
    let mut courses = units(&["CHCPWK001".to_owned()]);
    for (equivalence, code) in [
        (Equivalence::Equivalent, "same"),
        (Equivalence::NotEquivalent, "other"),
        (Equivalence::NotStated, "CHCPW401A"),
    ] {
        let old = Course { kind: CourseKind::UnitOfCompetency, ..course(code, vec![]) };
        courses.push(replaced(old, "CHCPWK001", equivalence));
    }
    let mut all = parts(courses);
    all.qualifications = vec![certificate(vec![group("Core", GroupKind::Core, &["CHCPWK001".to_owned()])])];
    let reason = |code: &str| {
        let (_, ledger) = counted(all.clone(), "CHC43515", &[code.to_owned()]);
        (ledger.totals.if_all_granted, ledger.not_counted.first().map(words::not_counted))
    };
    assert_eq!(reason("same"), (Amount::Units(1), None));
    let said = "Course OTHER: replaced by Course CHCPWK001, which is not equivalent, so it does not count as that.";
    assert_eq!(reason("other"), (Amount::Units(0), Some(said.to_owned())));
    let said =
        "Course CHCPW401A: replaced by Course CHCPWK001; nobody says that the two are equivalent. Ask the provider.";
    assert_eq!(reason("CHCPW401A"), (Amount::Units(0), Some(said.to_owned())));
}

/// CHC42912 and CHC43515 are both called Certificate IV in Mental Health Peer Work (training.gov.au).
#[test]
fn a_successor_of_the_same_title_is_told_apart_by_its_code() {
    let title = "Certificate IV in Mental Health Peer Work".to_owned();
    let old = Course { kind: CourseKind::UnitOfCompetency, title: title.clone(), ..course("old", vec![]) };
    let new = Course { kind: CourseKind::UnitOfCompetency, title, ..course("new", vec![]) };
    let mut all = parts(vec![new, replaced(old, "new", Equivalence::NotEquivalent)]);
    all.qualifications = vec![certificate(vec![group("Core", GroupKind::Core, &["new".to_owned()])])];
    let (_, ledger) = counted(all, "CHC43515", &["old".to_owned()]);
    let said = words::not_counted(&ledger.not_counted[0]);
    let successor = "Certificate IV in Mental Health Peer Work (new)";
    assert!(said.contains(&format!("replaced by {successor}, which is not equivalent")), "{said}");
}

#[test]
fn a_unit_and_what_it_replaced_count_once() {
    let mut all = parts(units(&["new".to_owned()]));
    all.courses.push(replaced(
        Course { kind: CourseKind::UnitOfCompetency, ..course("old", vec![]) },
        "new",
        Equivalence::Equivalent,
    ));
    all.offerings.clear();
    all.qualifications = vec![certificate(vec![group("Core", GroupKind::Core, &["new".to_owned()])])];
    let (_, ledger) = counted(all, "CHC43515", &["new".to_owned(), "old".to_owned()]);
    assert_eq!(ledger.totals.if_all_granted, Amount::Units(1));
    assert_eq!(ledger.not_counted[0].reason, Reason::SameLearning { as_title: "Course NEW".to_owned() });
}

#[test]
fn an_unknown_qualification_is_named_with_what_is_nearly_called_so() {
    let mut all = parts(vec![]);
    all.qualifications = vec![certificate(vec![])];
    let record = learner(0, Employment::NotEmployed, vec![]);
    let error = ledger(&build(all), &record, &read("CHC43516"), day(TODAY)).expect_err("unknown");
    assert_eq!(error.to_string(), "qualification CHC43516 is not in the catalogue; did you mean CHC43515?");
}
