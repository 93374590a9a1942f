//! What a verification finds, case by case. Each begins from the sample credential and facts, which are valid.

use super::*;
use crate::credential::badge::{Issuance, StatusEntry, TitleShown};
use crate::credential::issuers::IssuerList;
use crate::credential::key::KeyPair;
use crate::credential::proof::sign;
use crate::credential::sample::{
    LIST, SUSPENSIONS, bytes, collective_key, facts, issuance, issued, issuer_list, moment, second_key, signed_issuers,
    signed_status, signing, status_list, strangers_key, today,
};
use crate::credential::status::{Purpose, SignedStatusList, StatusList};

/// The verdict, and the checks that did not pass with what they say.
#[track_caller]
fn found(document: &Json, facts: &Facts, at: Moment, verdict: Verdict, not_passed: &[(Check, Outcome, &str)]) {
    let report = verify(&bytes(document), facts, at);
    let seen: Vec<_> = report
        .checks()
        .iter()
        .filter(|one| !matches!(one.outcome, Outcome::Passed | Outcome::NotRun))
        .map(|one| (one.check, one.outcome, one.sentence.as_str()))
        .collect();
    assert_eq!((report.verdict(), seen.as_slice()), (verdict, not_passed), "{report:#?}");
}

/// As [`found`], where one check failed.
#[track_caller]
fn fails(document: &Json, facts: &Facts, at: Moment, check: Check, sentence: &str) {
    found(document, facts, at, Verdict::NotValid, &[(check, Outcome::Failed, sentence)]);
}

/// As [`found`], where one check could not be made.
#[track_caller]
fn leaves_open(document: &Json, facts: &Facts, at: Moment, check: Check, sentence: &str) {
    found(document, facts, at, Verdict::CouldNotCheck, &[(check, Outcome::CouldNotCheck, sentence)]);
}

fn sample() -> Json {
    issued(&issuance())
}

#[track_caller]
fn resigned(document: Json, key: &KeyPair) -> Json {
    sign(document, key, signing(), Cryptosuite::Statements).expect("signed")
}

#[test]
fn a_credential_that_is_what_it_says_is_valid() {
    let report = verify(&bytes(&sample()), &facts(&[94_566, 94_568]), today());
    assert_eq!(report.verdict(), Verdict::Valid, "{report:#?}");
    assert!(report.checks().iter().all(|one| one.outcome == Outcome::Passed), "{report:#?}");
    assert_eq!(report.checks().iter().map(|one| one.check).collect::<Vec<_>>(), Check::ALL);
    let shown = report.shown.expect("shown");
    assert_eq!(shown.issuer.as_deref(), Some("The Collective"));
    assert_eq!(shown.about.version.as_deref(), Some("1.2.0"));
}

#[test]
fn nothing_that_is_not_there_counts_as_yes() {
    let all = facts(&[]);
    let sentence = "The registry's list of issuers is not at hand: the disk is full";
    let without = Facts { issuers: Fact::Unavailable("the disk is full".to_owned()), ..all.clone() };
    // The list is signed with the newer key; without the issuer list nobody knows whose that is.
    let report = verify(&bytes(&sample()), &without, today());
    assert_eq!(report.verdict(), Verdict::CouldNotCheck);
    assert_eq!(report.outcome(Check::Issuer), Outcome::CouldNotCheck);
    assert_eq!(report.checks()[3].sentence, sentence);
    let without = Facts { status: [].into(), ..all.clone() };
    let sentence = "The status list https://registry.example/status/collective/1 was not given; it is at that address";
    leaves_open(&sample(), &without, today(), Check::Status, sentence);
    let why = Fact::Unavailable("it was cut short".to_owned());
    let without = Facts { status: [(LIST.to_owned(), vec![why])].into(), ..all.clone() };
    let sentence = "The status list https://registry.example/status/collective/1 could not be read: it was cut short";
    leaves_open(&sample(), &without, today(), Check::Status, sentence);
    assert_eq!(verify(&bytes(&sample()), &Facts::none(), today()).verdict(), Verdict::CouldNotCheck);
}

#[test]
fn whoever_signed_the_list_of_issuers_is_named_where_the_registrys_key_is_not_known() {
    let signer = crate::credential::sample::registry_key().public();
    let unknown = Facts { registry_key: None, ..facts(&[]) };
    let report = verify(&bytes(&sample()), &unknown, today());
    assert_eq!(report.verdict(), Verdict::Valid);
    let named =
        format!("; the list that says so was signed by {signer}, which was not compared with the registry's key");
    assert!(report.checks()[3].sentence.ends_with(&named), "{report:#?}");
    let known = verify(&bytes(&sample()), &facts(&[]), today());
    assert!(!known.checks()[3].sentence.contains("compared"), "{known:#?}");
    // Another's list is not relied on, neither for whose the key is nor for whose the status list is.
    let other = Facts { registry_key: Some(strangers_key().public()), ..facts(&[]) };
    let report = verify(&bytes(&sample()), &other, today());
    assert_eq!(report.outcome(Check::Issuer), Outcome::CouldNotCheck, "{report:#?}");
    let sentence = format!("The list of issuers was signed by {signer}, which is not the registry's key");
    assert_eq!(report.checks()[3].sentence, sentence);
}

#[test]
fn the_version_of_the_course_decides_nothing() {
    let facts =
        Facts { versions: Fact::Known([("peer-support".to_owned(), vec![])].into_iter().collect()), ..facts(&[]) };
    let report = verify(&bytes(&sample()), &facts, today());
    assert_eq!(report.verdict(), Verdict::Valid);
    assert_eq!(report.checks()[6].sentence, "The catalogue has peer-support and not its version 1.2.0");
}

#[test]
fn a_revoked_or_suspended_credential_is_not_valid() {
    fails(&sample(), &facts(&[94_567]), today(), Check::Status, "It was revoked by its issuer");
    let entry = |list: &str, purpose| StatusEntry { list: list.to_owned(), index: 5, purpose };
    let both = Issuance {
        status: vec![entry(LIST, Purpose::Revocation), entry(SUSPENSIONS, Purpose::Suspension)],
        ..issuance()
    };
    assert_eq!(verify(&bytes(&issued(&both)), &facts(&[]), today()).verdict(), Verdict::Valid);
    let mut suspended = facts(&[]);
    let list = signed_status(&status_list(SUSPENSIONS, Purpose::Suspension, &[5]), &second_key());
    suspended.status.insert(SUSPENSIONS.to_owned(), vec![Fact::Known(list)]);
    fails(&issued(&both), &suspended, today(), Check::Status, "It is suspended by its issuer");
    // Suspended, and the other list is missing: that is known, whatever the other says.
    suspended.status.remove(LIST);
    fails(&issued(&both), &suspended, today(), Check::Status, "It is suspended by its issuer");
}

#[test]
fn a_status_list_of_somebody_else_or_another_time_or_place_says_nothing() {
    let with = |list: SignedStatusList| {
        let mut facts = facts(&[]);
        facts.status.insert(LIST.to_owned(), vec![Fact::Known(list)]);
        facts
    };
    let good = status_list(LIST, Purpose::Revocation, &[]);
    let strangers = strangers_key();
    let stranger = format!("The status list was signed by {}, who is not the issuer", strangers.public());
    leaves_open(&sample(), &with(signed_status(&good, &strangers)), today(), Check::Status, &stranger);
    let college = KeyPair::from_seed([5; 32]);
    let other = format!("The status list was signed by {}, who is not the issuer", college.public());
    leaves_open(&sample(), &with(signed_status(&good, &college)), today(), Check::Status, &other);
    let elsewhere = signed_status(&status_list(SUSPENSIONS, Purpose::Revocation, &[]), &second_key());
    let sentence = "The status list given for https://registry.example/status/collective/1 is https://registry.example/status/collective/2";
    leaves_open(&sample(), &with(elsewhere), today(), Check::Status, sentence);
    let purpose = signed_status(&status_list(LIST, Purpose::Suspension, &[]), &second_key());
    let sentence = "The status list is for suspension and the entry for revocation";
    leaves_open(&sample(), &with(purpose), today(), Check::Status, sentence);
    // Replayed: from before the revocation, and no longer good.
    let sentence = "The status list was good until 7 June 2027, 00:00:00 UTC; get a newer one";
    leaves_open(&sample(), &facts(&[]), moment("2027-06-07T00:00:00Z"), Check::Status, sentence);
    let sentence = "The status list is good only from 31 May 2027, 00:00:00 UTC";
    leaves_open(&sample(), &facts(&[]), moment("2027-05-30T23:59:59Z"), Check::Status, sentence);
    let far = Issuance {
        status: vec![StatusEntry { list: LIST.to_owned(), index: 131_072, purpose: Purpose::Revocation }],
        ..issuance()
    };
    leaves_open(&issued(&far), &facts(&[]), today(), Check::Status, "The status list has no entry 131072");
}

#[test]
fn only_the_listed_key_of_the_provider_it_names_makes_an_issuer() {
    let facts = facts(&[]);
    let no_status = Issuance { status: vec![], ..issuance() };
    let by = |key: &KeyPair| {
        let issuer = sample().get("issuer").cloned().expect("issuer").with("id", Json::text(key.public().did()));
        resigned(issued(&no_status).with("issuer", issuer), key)
    };
    let sentence = "It says it is from The Collective and the key is none of theirs";
    fails(&by(&strangers_key()), &facts, today(), Check::Issuer, sentence);
    let sentence = "It says it is from the provider collective and the key is The College's";
    fails(&by(&KeyPair::from_seed([5; 32])), &facts, today(), Check::Issuer, sentence);
    let elsewhere = by(&strangers_key()).with("issuer", Json::text(strangers_key().public().did()));
    let sentence = "The registry does not know whose key this is";
    leaves_open(&resigned(elsewhere, &strangers_key()), &facts, today(), Check::Issuer, sentence);
    let early = sign(issued(&no_status), &collective_key(), moment("2026-12-31T23:59:59Z"), Cryptosuite::Statements);
    let sentence = "The Collective's key was not good before 1 January 2027, 00:00:00 UTC; it was signed 31 December 2026, 23:59:59 UTC";
    fails(&early.expect("signed"), &facts, today(), Check::Issuer, sentence);
    let late = sign(issued(&no_status), &collective_key(), moment("2027-03-01T00:00:00Z"), Cryptosuite::Statements);
    let sentence =
        "The Collective retired the key 1 March 2027, 00:00:00 UTC; it was signed 1 March 2027, 00:00:00 UTC";
    fails(&late.expect("signed"), &facts, today(), Check::Issuer, sentence);
}

#[test]
fn a_compromised_key_is_believed_for_what_it_signed_before() {
    let from = |text: &str| {
        let mut list: IssuerList = issuer_list();
        list.issuers[0].keys[0].compromised_from = Some(moment(text));
        Facts { issuers: Fact::Known(signed_issuers(&list)), ..facts(&[]) }
    };
    found(&sample(), &from("2027-02-01T09:00:01Z"), today(), Verdict::Valid, &[]);
    let report = verify(&bytes(&sample()), &from("2027-02-01T09:00:00Z"), today());
    assert_eq!((report.verdict(), report.outcome(Check::Issuer)), (Verdict::NotValid, Outcome::Failed));
    // Its provider's next key says what was revoked, of what the key signed before and of what a thief signed with it.
    assert_eq!(report.outcome(Check::Status), Outcome::Passed, "{report:#?}");
    for stolen in ["2027-02-01T09:00:01Z", "2027-02-01T09:00:00Z"] {
        let revoked = Facts { status: facts(&[94_567]).status, ..from(stolen) };
        let report = verify(&bytes(&sample()), &revoked, today());
        assert_eq!((report.verdict(), report.outcome(Check::Status)), (Verdict::NotValid, Outcome::Failed), "{stolen}");
    }
}

#[test]
fn of_a_key_that_was_in_other_hands_no_status_list_is_believed_whatever_day_it_has() {
    let good = status_list(LIST, Purpose::Revocation, &[]);
    let mut list = issuer_list();
    list.issuers[0].keys[0].compromised_from = Some(moment("2027-03-01T00:00:00Z"));
    let sentence = format!(
        "The status list was signed by {}, whose key is known to have been in other hands; get a newer list",
        collective_key().public()
    );
    // The thief says that it was signed when the key was good.
    let early = with_status(&good, &collective_key(), "2027-02-28T23:59:59Z");
    let stolen = Facts { issuers: Fact::Known(signed_issuers(&list)), ..early.clone() };
    leaves_open(&sample(), &stolen, today(), Check::Status, &sentence);
    // Whoever asks about a day before it was stolen gets the answer of that day.
    list.issuers[0].keys[0].compromised_from = Some(moment("2027-06-02T00:00:00Z"));
    let before = Facts { issuers: Fact::Known(signed_issuers(&list)), ..early };
    found(&sample(), &before, today(), Verdict::Valid, &[]);
}

#[test]
fn a_list_of_issuers_that_is_too_old_or_not_yet_good_says_nothing() {
    let sentence = "The registry's list of issuers (version 7) is good from 1 May 2027, 00:00:00 UTC until 1 July 2027, 00:00:00 UTC; get a newer one";
    let no_status = issued(&Issuance { status: vec![], ..issuance() });
    for at in ["2027-04-30T23:59:59Z", "2027-07-01T00:00:00Z"] {
        leaves_open(&no_status, &facts(&[]), moment(at), Check::Issuer, sentence);
    }
}

/// The sample facts, with another status list in place of the one that the sample credential names.
fn with_status(list: &StatusList, key: &KeyPair, created: &str) -> Facts {
    let document = list.sign(key, moment(created)).expect("signed");
    let list = SignedStatusList::read(&bytes(&document)).expect("status list");
    let mut facts = facts(&[]);
    facts.status.insert(LIST.to_owned(), vec![Fact::Known(list)]);
    facts
}

#[test]
fn a_status_list_from_a_key_that_was_not_good_any_more_says_nothing() {
    let good = status_list(LIST, Purpose::Revocation, &[]);
    // The credential's own key, retired on 1 March: what it signed of lists before is believed, and later ones are not.
    found(&sample(), &with_status(&good, &collective_key(), "2027-02-28T23:59:59Z"), today(), Verdict::Valid, &[]);
    let sentence = format!("The status list was signed by {}, whose key was not good then", collective_key().public());
    let late = with_status(&good, &collective_key(), "2027-05-31T00:00:00Z");
    leaves_open(&sample(), &late, today(), Check::Status, &sentence);
    // Stolen after the credential was signed: the thief cannot say that nothing is revoked.
    let mut list = issuer_list();
    list.issuers[0].keys[0].good_until = None;
    list.issuers[0].keys[0].compromised_from = Some(moment("2027-03-01T00:00:00Z"));
    let stolen = Facts { issuers: Fact::Known(signed_issuers(&list)), ..late };
    let sentence = sentence.replace("was not good then", "is known to have been in other hands; get a newer list");
    leaves_open(&sample(), &stolen, today(), Check::Status, &sentence);
}

#[test]
fn a_status_list_is_good_from_when_it_was_signed_and_from_when_it_says() {
    let list = status_list(LIST, Purpose::Revocation, &[]);
    let later = with_status(&list, &second_key(), "2027-06-01T00:00:01Z");
    let sentence = "The status list is good only from 1 June 2027, 00:00:01 UTC";
    leaves_open(&sample(), &later, today(), Check::Status, sentence);
    let early = with_status(&list, &second_key(), "2027-05-01T00:00:00Z");
    let sentence = "The status list is good only from 31 May 2027, 00:00:00 UTC";
    leaves_open(&sample(), &early, moment("2027-05-30T00:00:00Z"), Check::Status, sentence);
}

#[test]
fn an_old_list_of_issuers_does_not_tell_whose_the_status_list_is() {
    let long =
        StatusList { valid_until: moment("2028-01-01T00:00:00Z"), ..status_list(LIST, Purpose::Revocation, &[]) };
    let facts = with_status(&long, &second_key(), "2027-05-31T00:00:00Z");
    let report = verify(&bytes(&sample()), &facts, moment("2027-07-01T00:00:00Z"));
    assert_eq!(report.verdict(), Verdict::CouldNotCheck);
    assert_eq!(report.outcome(Check::Issuer), Outcome::CouldNotCheck);
    assert_eq!(report.outcome(Check::Status), Outcome::CouldNotCheck, "{report:#?}");
}

#[test]
fn a_status_entry_that_is_not_read_leaves_it_open() {
    let at_place = |place: &str| {
        let entry = sample().get("credentialStatus").cloned().expect("an entry");
        let entry = entry.each().first().cloned().expect("one").with("statusListIndex", Json::text(place));
        resigned(sample().without("proof").with("credentialStatus", entry), &collective_key())
    };
    // Read another way, these would be looked up at another place, or at the right one by chance.
    for place in ["094567", "+94567", "94567.0", " 94567", "-1", "99999999999"] {
        let sentence = "Its place in the status list is not a number";
        leaves_open(&at_place(place), &facts(&[94_567]), today(), Check::Status, sentence);
    }
}

#[test]
fn whoever_signed_it_must_be_whom_it_names() {
    let other = resigned(sample().without("proof"), &second_key());
    let sentence = format!(
        "It names {} as its issuer and was signed by {}",
        shortened(&collective_key().public().did()),
        second_key().public()
    );
    fails(&other, &facts(&[]), today(), Check::Proof, &sentence);
    let proof = sample().each_of("proof")[0].clone().with("proofPurpose", Json::text("authentication"));
    let report = verify(&bytes(&sample().with("proof", proof)), &facts(&[]), today());
    assert_eq!(report.outcome(Check::Proof), Outcome::Failed);
    assert!(report.checks()[2].sentence.contains("authentication"), "{report:#?}");
    let unlisted = Facts { issuers: Fact::Unavailable("the disk is full".to_owned()), ..facts(&[]) };
    assert_eq!(verify(&bytes(&sample()), &unlisted, today()).outcome(Check::CourseVersion), Outcome::NotRun);
}

#[test]
fn what_is_not_good_yet_or_says_no_readable_end_is_not_valid() {
    let mut list = issuer_list();
    list.valid_from = moment("2020-01-01T00:00:00Z");
    let facts = Facts { issuers: Fact::Known(signed_issuers(&list)), ..facts(&[]) };
    let no_status = Issuance { status: vec![], ..issuance() };
    let sentence = "It was signed 1 February 2027, 09:00:00 UTC, which is yet to come";
    fails(&issued(&no_status), &facts, moment("2027-02-01T08:59:59Z"), Check::Dates, sentence);
    let later = issued(&Issuance { valid_from: moment("2027-06-01T00:00:01Z"), ..no_status.clone() });
    fails(&later, &facts, today(), Check::Dates, "It is good only from 1 June 2027, 00:00:01 UTC");
    let unread =
        resigned(issued(&no_status).without("proof").with("validUntil", Json::text("soon")), &collective_key());
    let report = verify(&bytes(&unread), &facts, today());
    assert_eq!((report.outcome(Check::Schema), report.outcome(Check::Dates)), (Outcome::Failed, Outcome::Failed));
    let nobody = sample().get("credentialSubject").cloned().expect("subject").without("id").without("identifier");
    let nobody = resigned(sample().without("proof").with("credentialSubject", nobody), &collective_key());
    let sentence = "Its credentialSubject has neither an id nor an identifier, so it is about nobody";
    fails(&nobody, &facts, today(), Check::Schema, sentence);
}

#[test]
fn a_clock_400_days_off_gives_the_verdict_of_that_day() {
    // Facts that are good all the while, so that the credential's own dates decide.
    let mut list = issuer_list();
    list.valid_from = moment("2020-01-01T00:00:00Z");
    list.valid_until = moment("2040-01-01T00:00:00Z");
    let facts = Facts { issuers: Fact::Known(signed_issuers(&list)), ..facts(&[]) };
    let document = issued(&Issuance { status: vec![], valid_until: Some(signing().plus_days(200)), ..issuance() });
    for days in -400..=400 {
        let expected = match days {
            // Signed at nine in the morning, good until 200 days later to the second.
            ..0 => Verdict::NotValid,
            0..200 => Verdict::Valid,
            200.. => Verdict::NotValid,
        };
        let report = verify(&bytes(&document), &facts, signing().plus_days(days));
        assert_eq!(report.verdict(), expected, "{days} days: {report:#?}");
        let only_dates = Check::ALL.into_iter().all(|check| {
            report.outcome(check) == Outcome::Passed || (check == Check::Dates && expected == Verdict::NotValid)
        });
        assert!(only_dates, "{days} days: {report:#?}");
    }
}

#[test]
fn a_neutral_title_shows_nothing_of_the_other() {
    let neutral = Issuance {
        title: TitleShown::Neutral,
        achievement_id: "urn:uuid:00000000-0000-4000-8000-000000000009".to_owned(),
        ..issuance()
    };
    let document = issued(&neutral);
    for word in ["harm", "peer", "judging", "stand by", "university"] {
        assert!(!document.to_string().contains(word), "{word}: {document}");
    }
    let report = verify(&bytes(&document), &facts(&[]), today());
    assert_eq!(report.verdict(), Verdict::Valid);
    assert_eq!(report.shown.and_then(|shown| shown.about.title).as_deref(), Some("Supporting people, part two"));
}

#[test]
fn what_would_not_be_signed_is_refused_by_name() {
    let facts = facts(&[]);
    let subject = |key: &str, value: Json| {
        let subject = sample().get("credentialSubject").cloned().expect("subject").with(key, value);
        sample().with("credentialSubject", subject)
    };
    let undefined = "No context defines \"hobby\", so it is not signed";
    for nothing in [Json::text("chess"), Json::Null, Json::List(vec![]), Json::object([]), Json::Bool(true)] {
        fails(&subject("hobby", nothing.clone()), &facts, today(), Check::Proof, undefined);
        fails(&sample().with("hobby", nothing), &facts, today(), Check::Proof, undefined);
    }
    let sentence = "\"me\" is not a whole address (such as https://… or urn:uuid:…), so it is not signed";
    fails(
        &sample().with("relatedResource", Json::object([("id", Json::text("me"))])),
        &facts,
        today(),
        Check::Proof,
        sentence,
    );
    let sentence = "\"@graph\" is a word reserved by JSON-LD that credentials do not need";
    fails(&sample().with("@graph", Json::List(vec![])), &facts, today(), Check::Proof, sentence);
    let sentence = "\"@nothing\" is a word reserved by JSON-LD that credentials do not need";
    fails(&sample().with("@nothing", Json::text("x")), &facts, today(), Check::Proof, sentence);
    let sentence = "No context defines \"_:x\", so it is not signed";
    fails(&subject("_:x", Json::text("x")), &facts, today(), Check::Proof, sentence);
    let own = Json::List([sample().each_of("@context"), &[Json::object([("hobby", Json::text("urn:x"))])]].concat());
    let sentence = "It brings a context of its own, which could give its words another meaning";
    fails(&sample().with("@context", own), &facts, today(), Check::Proof, sentence);
}

#[test]
fn an_unknown_context_is_named_and_leaves_it_open() {
    let contexts = [sample().each_of("@context"), &[Json::text("https://example.org/context")]].concat();
    let sentence = "The context https://example.org/context is not one this program holds";
    leaves_open(&sample().with("@context", Json::List(contexts)), &facts(&[]), today(), Check::Proof, sentence);
}

#[test]
fn a_proof_taken_from_another_credential_does_not_hold() {
    let other = issued(&Issuance { id: "urn:uuid:00000000-0000-4000-8000-000000000003".to_owned(), ..issuance() });
    let swapped = sample().with("proof", other.get("proof").cloned().expect("proof"));
    let sentence = "Its signature does not hold: what it says was changed after it was signed, or its key is not the one that signed";
    fails(&swapped, &facts(&[]), today(), Check::Proof, sentence);
    fails(&sample().without("proof"), &facts(&[]), today(), Check::Proof, "It has no proof, so nobody has signed it");
}

mod hostile;
mod status_lists;
mod unread;

mod requirements {
    use super::*;
    use crate::catalogue::{Catalogue, CatalogueParts};
    use crate::eligibility::{self, Standing, Subject};
    use crate::requisite::{Gate, RequisiteExpr};
    use crate::sample::{any_version, before, build, course, day, parts, read, role, version};
    use crate::verify::{LeftOut, requirements_met};

    /// A role that asks for peer support, and for months that no credential can say.
    fn catalogue() -> Catalogue {
        let mut peer_support = course("peer-support", vec![]);
        peer_support.versions = vec![version("1.0.0"), version("1.2.0")];
        let months = RequisiteExpr::Gate(Gate::ExperienceOver { months: 12 });
        let advocate = role("advocate", vec![before(any_version("peer-support")), before(months)]);
        build(CatalogueParts { roles: vec![advocate], ..parts(vec![peer_support]) })
    }

    #[test]
    fn only_valid_credentials_count_and_what_none_can_say_stays_open() {
        let (catalogue, facts) = (catalogue(), facts(&[7]));
        let report = |issuance: &Issuance| verify(&bytes(&issued(issuance)), &facts, today());
        let mut revoked = issuance();
        revoked.status[0].index = 7;
        let neutral = Issuance { title: TitleShown::Neutral, ..issuance() };
        let reports = [report(&revoked), report(&issuance()), report(&issuance()), report(&neutral)];
        let all: Vec<_> = reports.iter().collect();
        let role = Subject::Role(read("advocate"));
        let met = requirements_met(&catalogue, &all, &role, day("2027-06-01")).expect("the role");
        assert_eq!(met.left_out, [(0, LeftOut::NotValid), (2, LeftOut::Twice), (3, LeftOut::NamesNothing)]);
        assert_eq!(met.counted, [vec![1], vec![]]);
        let standings: Vec<_> = met.eligibility.findings.iter().map(|finding| finding.standing).collect();
        assert_eq!(standings, [Standing::Met, Standing::NotSaid]);
        assert_eq!(met.eligibility.verdict, eligibility::Verdict::NotSaid);
        let met = requirements_met(&catalogue, &all[..1], &role, day("2027-06-01")).expect("the role");
        assert_eq!((met.eligibility.verdict, met.counted), (eligibility::Verdict::No, vec![vec![], vec![]]));
        let earlier = requirements_met(&catalogue, &all[1..2], &role, day("2027-01-19")).expect("the role");
        assert_eq!(earlier.left_out, [(0, LeftOut::Later)]);
        assert!(requirements_met(&catalogue, &all, &Subject::Role(read("advocat")), day("2027-06-01")).is_err());
    }

    #[test]
    fn what_a_person_can_only_confirm_is_not_said_by_any_set() {
        let attested = || RequisiteExpr::Gate(Gate::Attested { statement: "I have been there.".to_owned() });
        let either = RequisiteExpr::any(vec![attested(), any_version("peer-support")]).expect("two parts");
        let both = RequisiteExpr::all(vec![attested(), any_version("peer-support")]).expect("two parts");
        let mut peer_support = course("peer-support", vec![]);
        peer_support.versions = vec![version("1.0.0"), version("1.2.0")];
        let advocate = role("advocate", vec![before(attested()), before(either), before(both)]);
        let catalogue = build(CatalogueParts { roles: vec![advocate], ..parts(vec![peer_support]) });
        let report = verify(&bytes(&issued(&issuance())), &facts(&[]), today());
        let role = Subject::Role(read("advocate"));
        let check = |reports: &[&Report], standings: [Standing; 3], verdict, counted: [Vec<usize>; 3]| {
            let met = requirements_met(&catalogue, reports, &role, day("2027-06-01")).expect("the role");
            let found: Vec<_> = met.eligibility.findings.iter().map(|finding| finding.standing).collect();
            assert_eq!((&found[..], met.eligibility.verdict), (&standings[..], verdict));
            assert_eq!(met.counted, counted);
            assert!(met.eligibility.findings[0].notes[0].starts_with("no credential says it"));
        };
        use Standing::{Met, Missing, NotSaid};
        check(&[], [NotSaid, NotSaid, Missing], eligibility::Verdict::No, [vec![], vec![], vec![]]);
        let counted = [vec![], vec![0], vec![]];
        check(&[&report], [NotSaid, Met, NotSaid], eligibility::Verdict::NotSaid, counted);
    }
}
