//! Successors, offerings, qualifications, credit rules and providers.

use super::*;

#[test]
fn a_course_is_superseded_once_and_only_its_own_publisher_says_what_is_equivalent_to_it() {
    let supersede = |code: &str, by: &str, equivalence| Change::SupersedeCourse {
        course: read(code),
        by: CourseSuccessor { course: read(by), equivalence, provenance: source() },
    };
    let made = judged(&supersede("a", "b", Equivalence::Equivalent), &provider_p()).expect("sound");
    assert!(made.next.course_counts_as(&read("a"), &read("b")));
    let again = |change: &Change| {
        let found = plan(&made.next, change, &provider_p(), day("2027-02-01")).expect_err("twice");
        found.iter().map(ToString::to_string).collect::<Vec<_>>()
    };
    assert_eq!(
        again(&supersede("a", "b", Equivalence::Equivalent)),
        ["course a is superseded by b already; there is nothing to change"]
    );
    assert_eq!(
        again(&supersede("a", "n", Equivalence::NotStated)),
        ["course a is superseded by b already; supersede b where that one is replaced, too"]
    );
    refused(
        &supersede("a", "c", Equivalence::Equivalent),
        &[(
            Code::EquivalenceNotYours,
            "by.equivalence",
            "only who publishes course c can say that course a is equivalent to it; write not-equivalent or not-stated, or ask them",
        )],
    );
    assert!(judged(&supersede("a", "c", Equivalence::NotStated), &provider_p()).is_ok());
    assert!(judged(&supersede("a", "c", Equivalence::Equivalent), &Publisher::Operator).is_ok());
    refused(
        &supersede("a", "bb", Equivalence::NotStated),
        &[(Code::UnknownReference, "by.course", "there is no course bb; did you mean b?")],
    );
    refused(
        &supersede("a", "a", Equivalence::NotStated),
        &[(
            Code::DoesNotFit,
            "by.course",
            "course a: superseded_by goes round in a circle: a by a; take one of these away",
        )],
    );
}

#[test]
fn offerings_are_set_as_a_whole_and_leave_those_of_others_alone() {
    let mine = |code: &str| {
        let mut offering = weekly("a");
        offering.code = read(code);
        offering
    };
    let set = |offerings| Change::SetOfferings { of: OfferingsOf::Course(read("a")), provider: read("p"), offerings };
    let made = judged(&set(vec![mine("a-2027")]), &provider_p()).expect("sound");
    assert_eq!(made.delta.remove_offerings, [read("a")]);
    let codes: Vec<_> = made.next.offerings().map(|offering| offering.code.to_string()).collect();
    assert_eq!(codes, ["a-2027", "b", "c", "n"]);
    refused(
        &set(vec![mine("a")]),
        &[(
            Code::NothingToChange,
            "",
            "these are the offerings that p has of course a already; there is nothing to change",
        )],
    );
    let mut elsewhere = mine("x");
    elsewhere.of = OfferingOf::Course { course: read("n"), version: read("1.0.0") };
    elsewhere.provider = read("other");
    let mut unknown = mine("y");
    unknown.of = OfferingOf::Course { course: read("a"), version: read("9.0.0") };
    refused(
        &set(vec![elsewhere, mine("b"), unknown]),
        &[
            (
                Code::Mismatch,
                "offerings.0.of",
                "offering x is of course n, but the offerings set here are of course a; put it where it belongs",
            ),
            (
                Code::Mismatch,
                "offerings.0.provider",
                "offering x is by other, but the offerings set here are by p; put it where it belongs",
            ),
            (Code::CodeTaken, "offerings.1.code", "the code b cannot be used for an offering; choose another"),
            (
                Code::UnknownReference,
                "offerings.2.of.version",
                "offering y: it teaches version 9.0.0 of a, whose versions are 1.0.0; name one of those",
            ),
        ],
    );
}

#[test]
fn what_is_withdrawn_gets_no_new_offerings_and_keeps_those_it_has() {
    let mut parts = catalogue().to_parts();
    parts.courses[0].versions[0].status = VersionStatus::Withdrawn;
    let catalogue = build(parts);
    let mut new = weekly("a");
    new.code = read("a-2027");
    let set = |offerings| {
        let change = Change::SetOfferings { of: OfferingsOf::Course(read("a")), provider: read("p"), offerings };
        let made = plan(&catalogue, &change, &provider_p(), day("2027-02-01"));
        made.map_or_else(|found| found.iter().map(ToString::to_string).collect(), |_| Vec::new())
    };
    assert_eq!(
        set(vec![weekly("a"), new]),
        ["offering a-2027 teaches a 1.0.0, which is withdrawn; offer a version that is published"]
    );
    assert_eq!(set(vec![]), Vec::<String>::new());
}

#[test]
fn a_credit_rule_is_given_in_ones_own_name_towards_awards_that_are_not_somebody_elses() {
    let rule = |code: &str, award: &str, provider: Option<&str>| {
        let exchange = CreditExchange::Series { of: vec![read("a")], size: 1, points_each_series: read("1") };
        let mut rule = CreditRule::new(read(code), read(award), exchange, CreditStanding::Discretionary, source());
        rule.provider = provider.map(read);
        rule
    };
    let change = Change::PublishCreditRules(vec![rule("r", "national", Some("p"))]);
    assert_eq!(judged(&change, &provider_p()).expect("sound").next.credit_rules().len(), 1);
    refused(
        &Change::PublishCreditRules(vec![rule("r", "q", Some("other")), rule("s", "national", None)]),
        &[
            (Code::Mismatch, "rules.0.provider", "credit rule r gives credit in the name of other; your own code is p"),
            (
                Code::NotFound,
                "rules.0.qualification",
                "qualification q is not among what you may change; correct the code",
            ),
            (
                Code::Mismatch,
                "rules.1.provider",
                "credit rule s gives credit in the name of nobody; your own code is p",
            ),
        ],
    );
    refused(
        &Change::PublishCreditRules(vec![]),
        &[(Code::NothingToChange, "", "no credit rule is given; there is nothing to change")],
    );
}

#[test]
fn a_provider_is_registered_by_the_operator_once() {
    let new = Change::RegisterProvider(provider("new", "New College"));
    assert_eq!(judged(&new, &Publisher::Operator).expect("sound").next.providers().len(), 3);
    refused(&new, &[(Code::OperatorOnly, "", "only the operator of the registry may register a provider")]);
    refused_to(
        &Publisher::Operator,
        &Change::RegisterProvider(provider("other", "Mine")),
        &[(Code::CodeTaken, "code", "the code other cannot be used for a provider; choose another")],
    );
}

#[test]
fn a_qualification_is_published_and_replaced_by_its_publisher() {
    let mut award = qualification("new", vec![before(any_version("aa"))]);
    refused(
        &Change::PublishQualification(Box::new(award.clone())),
        &[(
            Code::UnknownReference,
            "entry.0.requires.course.code",
            "it asks for course aa, which is not in the catalogue; did you mean a?",
        )],
    );
    award.entry = vec![before(any_version("a"))];
    let made = judged(&Change::PublishQualification(Box::new(award.clone())), &provider_p()).expect("sound");
    assert_eq!(made.next.qualification(&read("new")).expect("there").publisher, Some(read("p")));
    let again = plan(&made.next, &Change::PublishQualification(Box::new(award)), &provider_p(), day("2027-02-01"));
    let again: Vec<_> = again.expect_err("the same").iter().map(ToString::to_string).collect();
    assert_eq!(again, ["qualification new is published so already; there is nothing to change"]);
}
