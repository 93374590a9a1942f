//! Verifying on a page and over HTTP, from issuing to revoking.

use std::sync::Arc;

use chrono::{DateTime, NaiveTime, TimeDelta, Utc};
use poem::http::{Method, StatusCode};
use registry_core::achievement::Achievement;
use registry_core::audit::Actor;
use registry_core::catalogue::Catalogue;
use registry_core::course::{CourseKind, OfferingOf};
use registry_core::credential::moment::Moment;
use registry_core::id::ProviderCode;
use registry_core::requisite::Strength;
use registry_core::verify::{Check, Outcome, Remaining, StillToLearn, Verdict, WhatRemains, verify};
use serde_json::Value;

use crate::badge_picture::{badge_png, badge_svg};
use crate::holding::{Names, ShareDraft};
use crate::keys::Keys;
use crate::made_up::earning;
use crate::ops;
use crate::ops::GivenToVerify;
use crate::ops::credential_status::{ChangeStatus, change_status};
use crate::ops::hold::Claimed;
use crate::ops::issue::{Earned, IssueOutcome, IssueRequest, IssuedBy, IssuedCredential, issue};
use crate::ops::keep_keys::{NewKey, add_key, generate_key};
use crate::state::AppState;
use crate::store::{StatusChange, Store, When};
use crate::web::tests::reading::assert_plain;
use crate::web::tests::{Browser, Page, plain};
use crate::web::words::verify as words;

/// A registry with a database, one provider's key, and what that provider may issue.
struct Registry {
    browser: Browser,
    state: Arc<AppState>,
    provider: ProviderCode,
    earned: (registry_core::id::CourseCode, semver::Version),
}

fn micro_credential(catalogue: &Catalogue) -> (ProviderCode, registry_core::id::CourseCode, semver::Version) {
    let offered = catalogue.offerings().find_map(|offering| {
        let OfferingOf::Course { course, version } = &offering.of else { return None };
        let course = catalogue.course(course)?;
        let provider = catalogue.provider(&offering.provider)?;
        let achievement = Achievement::of_course(course, course.version(version)?, provider);
        let fits =
            course.kind == CourseKind::MicroCredential && achievement.credit.is_some() && achievement.aqf.is_some();
        fits.then(|| (provider.code.clone(), course.code.clone(), version.clone()))
    });
    offered.expect("a micro-credential")
}

impl Registry {
    async fn new(name: &str) -> Self {
        let folder = std::env::temp_dir().join(format!("registry-web-verify-{name}-{}", std::process::id()));
        let _ = std::fs::remove_dir_all(&folder);
        std::fs::create_dir_all(&folder).expect("a folder");
        let then = Utc::now() - TimeDelta::days(3);
        let (store, _) = Store::open(folder.join("registry.db").as_path(), then).await.expect("a database");
        let snapshot = ops::built_in_catalogue().expect("a catalogue");
        let (provider, course, version) = micro_credential(snapshot.catalogue());
        let address = Some("https://registry.example".parse().expect("an address"));
        let state = AppState::new(snapshot, store, Keys::from_bytes([7; 32])).at_address(address);
        let pair = generate_key().expect("randomness");
        add_key(&state, &provider, &pair, NewKey::First, then).await.expect("kept").expect("made");
        let state = Arc::new(state);
        Self { browser: Browser::of_state(Arc::clone(&state)), state, provider, earned: (course, version) }
    }

    async fn issued(&self, name: Option<&str>) -> IssuedCredential {
        self.issued_at(name, Utc::now() - TimeDelta::days(1)).await
    }

    async fn issued_at(&self, name: Option<&str>, now: DateTime<Utc>) -> IssuedCredential {
        let earned = Earned::Course(self.earned.0.clone(), Some(self.earned.1.clone()));
        let award = earning(earned, (now - TimeDelta::days(9)).date_naive(), name);
        let request = IssueRequest {
            by: self.by(),
            provider: self.provider.clone(),
            awards: vec![award],
            key: None,
            dry_run: false,
            now,
        };
        match issue(&self.state, request, &mut |_, _| {}).await.expect("no fault") {
            IssueOutcome::Issued(mut issued) => issued.pop().expect("one"),
            other => panic!("{other:?}"),
        }
    }

    fn by(&self) -> IssuedBy {
        IssuedBy { actor: Actor::Program, may_for: Some(self.provider.clone()) }
    }

    async fn revoke(&self, credential: &IssuedCredential) {
        self.revoke_at(credential, Utc::now()).await;
    }

    async fn revoke_at(&self, credential: &IssuedCredential, now: DateTime<Utc>) {
        let wish = ChangeStatus {
            by: self.by(),
            change: StatusChange::Revoke,
            credentials: vec![credential.id],
            reason: None,
            idempotent: None,
            dry_run: false,
            now,
        };
        change_status(&self.state, wish).await.expect("revoked");
    }

    async fn paste(&self, text: &str, meets: &str) -> Page {
        let page = self.browser.open("/verify").await;
        self.browser.submit(&page, &[("credential", text), ("meets", meets)]).await
    }

    async fn post(&self, kind: &str, body: Vec<u8>) -> (StatusCode, Value, usize) {
        self.post_to("/verify", kind, body).await
    }

    async fn post_to(&self, address: &str, kind: &str, body: Vec<u8>) -> (StatusCode, Value, usize) {
        let page = self.browser.send_bytes(Method::POST, address, &[("content-type", kind)], body).await;
        assert_eq!(page.header("content-type"), "application/json");
        assert_eq!(page.header("cache-control"), "no-store");
        (page.status, serde_json::from_str(&page.text).expect("JSON"), page.text.len())
    }
}

fn text(credential: &IssuedCredential) -> String {
    String::from_utf8(credential.document.clone()).expect("text")
}

#[tokio::test]
async fn what_is_issued_here_is_valid_until_it_is_revoked() {
    let registry = Registry::new("revoked").await;
    let credential = registry.issued(Some("Alex Invented")).await;
    let page = registry.paste(&text(&credential), "").await;
    assert_eq!((page.status, page.heading().as_str()), (StatusCode::OK, "Valid"), "{}", plain(&page.text));
    assert_eq!(page.header("cache-control"), "no-store");
    let said = plain(&page.text);
    for fact in [
        "Alex Invented",
        &credential.achievement.title,
        &credential.achievement.provider_title,
        "AQF level",
        "credit points",
    ] {
        assert!(said.contains(fact), "{fact}: {said}");
    }
    assert_eq!(page.text.matches("<strong>Passed.</strong>").count(), 7, "{said}");
    assert!(!page.title().contains("Valid") && !page.title().contains("Alex"), "{}", page.title());

    registry.revoke(&credential).await;
    let page = registry.paste(&text(&credential), "").await;
    assert_eq!((page.status, page.heading().as_str()), (StatusCode::OK, "Not valid"));
    assert!(plain(&page.text).contains("It was revoked by its issuer."), "{}", plain(&page.text));
}

#[tokio::test]
async fn the_day_something_was_signed_is_in_the_zone_in_which_it_is_said_when_it_was_checked() {
    let registry = Registry::new("zone").await;
    let today = Utc::now().date_naive();
    // At eight in the evening in UTC the next day has begun at UTC+10.
    let evening = NaiveTime::from_hms_opt(20, 0, 0).expect("a time");
    let yesterday = today.pred_opt().expect("a day").and_time(evening).and_utc();
    let page = registry.paste(&text(&registry.issued_at(None, yesterday).await), "").await;
    let signed = format!("Signed {} ", registry_core::date::in_words(today));
    assert!(plain(&page.text).contains(&signed), "{signed}: {}", plain(&page.text));
}

#[tokio::test]
async fn a_check_that_was_not_run_says_so_once_in_its_own_words() {
    let page = Browser::new().open("/verify").await;
    let page = Browser::new().submit(&page, &[("credential", "{}")]).await;
    let said = plain(&page.text);
    assert_eq!(said.matches("Not looked at, because of an earlier check.").count(), 6, "{said}");
    assert!(said.matches("Not looked at").count() == 6 && !said.contains("Structure"), "{said}");
}

#[tokio::test]
async fn a_program_sends_documents_or_pictures_and_gets_json() {
    let registry = Registry::new("json").await;
    let credential = registry.issued(None).await;
    let document = text(&credential);
    for (kind, body) in [
        ("application/json", document.clone().into_bytes()),
        ("application/vc+ld+json", document.clone().into_bytes()),
        ("image/png", badge_png(&document).expect("drawn")),
        ("image/svg+xml", badge_svg(&document).expect("drawn").into_bytes()),
    ] {
        let (status, said, _) = registry.post(kind, body).await;
        assert_eq!((status, &said["credentials"][0]["verdict"]), (StatusCode::OK, &"valid".into()), "{kind}: {said}");
        assert_eq!(said["credentials"][0]["checks"].as_array().map(Vec::len), Some(7));
    }
    let (status, said, _) =
        registry.post("application/json", format!("[{document},{{}},{document}]").into_bytes()).await;
    let verdicts: Vec<_> =
        said["credentials"].as_array().expect("a list").iter().filter_map(|one| one["verdict"].as_str()).collect();
    assert_eq!((status, verdicts), (StatusCode::OK, vec!["valid", "not-valid", "valid"]));
    let (status, said, _) = registry.post("application/json", b"[]".to_vec()).await;
    assert_eq!((status, said["error"].is_string()), (StatusCode::UNPROCESSABLE_ENTITY, true), "{said}");
    let (status, said, _) = registry.post("application/json", vec![b' '; 10 * 1_048_576]).await;
    assert_eq!(status, StatusCode::PAYLOAD_TOO_LARGE, "{said}");
}

#[tokio::test]
async fn an_answer_is_as_long_for_one_subject_as_for_another() {
    let registry = Registry::new("lengths").await;
    let mut lengths = Vec::new();
    for name in [None, Some("Bo"), Some("Wilhelmina Featherstonehaugh-Cholmondeley of Invented Manor")] {
        let credential = registry.issued(name).await;
        let page = registry.paste(&text(&credential), "").await;
        let (.., length) = registry.post("application/json", credential.document.clone()).await;
        lengths.push((page.text.len(), length));
    }
    assert!(lengths.iter().all(|one| *one == lengths[0] && one.0 % 8192 == 0 && one.1 % 8192 == 0), "{lengths:?}");
}

#[tokio::test]
async fn a_set_is_asked_whether_it_is_enough_and_only_valid_ones_count() {
    let registry = Registry::new("meets").await;
    let (first, second) = (registry.issued(Some("Alex Invented")).await, registry.issued(Some("Alex Invented")).await);
    registry.revoke(&second).await;
    let both = format!("[{},{}]", text(&first), text(&second));
    let page = registry.paste(&both, "tier:1").await;
    assert_eq!((page.status, page.heading().as_str()), (StatusCode::OK, "1 of 2 is valid"), "{}", plain(&page.text));
    let said = plain(&page.text);
    assert!(said.contains("Are they enough? Tier 1") && said.contains("it is not valid."), "{said}");
    assert!(said.contains("What is left") && said.contains("is left to learn to complete this tier"), "{said}");
    let (status, said, _) =
        registry.post_to("/verify?meets=tier:1", "application/json", both.clone().into_bytes()).await;
    let left = &said["requirements"]["remaining"];
    assert_eq!((status, left["goal"].as_str()), (StatusCode::OK, Some("tier:1")), "{said}");
    assert!(matches!(left["answer"].as_str(), Some("training" | "nothing")), "{said}");
    assert_eq!(left["provedCheapest"].is_boolean(), left["answer"] == "training", "{said}");
    let page = registry.paste(&both, "role:nobody").await;
    assert_eq!(page.text.len() % 8192, 0, "what is to be corrected is filled, too");
    assert_eq!(page.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(plain(&page.text).contains("Role nobody is not in the catalogue"), "{}", plain(&page.text));
    let page = registry.paste(&both, "tier:9").await;
    assert!(plain(&page.text).contains("“tier:9” is not a role or a tier."), "{}", plain(&page.text));
}

#[tokio::test]
async fn nobody_is_told_that_credentials_which_are_not_valid_are_enough() {
    let registry = Registry::new("none-valid").await;
    let credential = registry.issued(Some("Alex Invented")).await;
    registry.revoke(&credential).await;
    let mut only_advised = 0;
    for role in registry.state.snapshot().catalogue().roles() {
        let page = registry.paste(&text(&credential), &format!("role:{}", role.code)).await;
        let said = plain(&page.text);
        assert!(!said.contains("The valid credentials meet") && said.contains("None of these is valid"), "{said}");
        only_advised += usize::from(said.contains("Nothing is required here"));
    }
    assert!(only_advised > 0, "a role of the seeds only advises");
}

#[tokio::test]
async fn what_no_training_gives_is_on_the_page_wherever_a_role_needs_it() {
    let registry = Registry::new("also-needed").await;
    let credential = text(&registry.issued(None).await);
    let snapshot = registry.state.snapshot();
    let mut seen = 0;
    for role in snapshot.catalogue().roles() {
        let asked = format!("role:{}", role.code);
        let (_, said, _) = registry
            .post_to(&format!("/verify?meets={asked}"), "application/json", credential.clone().into_bytes())
            .await;
        let needed = said["requirements"]["remaining"]["alsoNeeded"].as_array().expect("a list").clone();
        if needed.is_empty() {
            continue;
        }
        let page = plain(&registry.paste(&credential, &asked).await.text);
        assert!(page.contains("No training gives it"), "{asked}: {page}");
        for one in needed {
            let text = registry_core::words::sentence_start(one.as_str().expect("text"));
            assert!(page.contains(&text), "{asked}: {text}: {page}");
            seen += 1;
        }
        if seen > 2 {
            break;
        }
    }
    assert!(seen > 0, "no role needs anything that no training gives");
}

#[test]
fn the_cheapest_way_is_called_that_only_where_it_is_proved() {
    let of = |proved| Remaining {
        goal: "tier:2".parse().expect("a goal"),
        what: WhatRemains::Training {
            steps: vec![StillToLearn { title: "Listening".to_owned(), strength: Strength::Required }],
            proved,
        },
        also_needed: Vec::new(),
    };
    let said = [true, false].map(|proved| words::remaining(&of(proved)));
    assert!(said[0].ends_with("on the way that costs least:"), "{said:?}");
    assert!(!said[1].contains("costs least") && said[1].contains("There may be a cheaper one"), "{said:?}");
}

#[tokio::test]
async fn what_cannot_be_checked_is_an_answer_and_what_is_missing_is_said() {
    let browser = Browser::new();
    let page = browser.open("/verify").await;
    assert_eq!((page.status, page.heading().as_str()), (StatusCode::OK, "Check a credential"));
    let registry = Registry::new("elsewhere").await;
    let document = text(&registry.issued(None).await);
    // This one has no list of issuers.
    let said = browser.submit(&page, &[("credential", &document)]).await;
    assert_eq!((said.status, said.heading().as_str()), (StatusCode::OK, "Could not check"), "{}", plain(&said.text));
    let said = browser.submit(&page, &[("credential", "{}")]).await;
    assert_eq!((said.status, said.heading().as_str()), (StatusCode::OK, "Not valid"));
    for (sent, expected) in [
        ("", "Paste a credential, or choose a file."),
        ("https://registry.example/share#abc", "This link shows nothing."),
        ("[1", "is not a JSON list"),
    ] {
        let said = browser.submit(&page, &[("credential", sent)]).await;
        assert_eq!(said.status, StatusCode::UNPROCESSABLE_ENTITY, "{sent}");
        assert!(said.text.contains("There is a problem") && plain(&said.text).contains(expected), "{sent}");
    }
    let elsewhere = [("content-type", "application/x-www-form-urlencoded"), ("sec-fetch-site", "cross-site")];
    let said = browser.send(Method::POST, "/verify", &elsewhere, "credential=%7B%7D".to_owned()).await;
    assert_eq!(said.status, StatusCode::FORBIDDEN);
}

/// From 400 days before to 400 days after, each time with the lists as the registry signs them that day; the key is changed and
/// the credential revoked on the way.
#[tokio::test]
async fn a_clock_400_days_off_gets_the_verdict_of_that_day_with_lists_signed_anew() {
    let registry = Registry::new("clocks").await;
    let issued = Utc::now() - TimeDelta::days(1);
    let credential = registry.issued_at(None, issued).await;
    let document = registry_core::credential::json::Json::read(&credential.document).expect("JSON");
    let snapshot = registry.state.snapshot();
    let mut seen = Vec::new();
    for days in (-400..=400).step_by(20) {
        let at = issued + TimeDelta::days(days) + TimeDelta::hours(1);
        if days == 100 {
            let pair = generate_key().expect("randomness");
            add_key(&registry.state, &registry.provider, &pair, NewKey::InPlace, at)
                .await
                .expect("kept")
                .expect("made");
        }
        if days == 300 {
            registry.revoke_at(&credential, at).await;
        }
        let facts = ops::registry_facts(&registry.state, &snapshot, &[&document], at).await;
        let report = verify(&credential.document, &facts, Moment::of(at.naive_utc()));
        let expected = match days {
            ..0 => Verdict::NotValid,
            0..300 => Verdict::Valid,
            300.. => Verdict::NotValid,
        };
        assert_eq!(report.verdict(), expected, "{days} days: {report:#?}");
        if days >= 0 {
            // Both lists are good that day: nothing but the revocation stands in the way.
            let passed = |check| report.outcome(check) == Outcome::Passed;
            assert!(passed(Check::Issuer) && passed(Check::Dates), "{days} days: {report:#?}");
        }
        seen.push(report.verdict());
    }
    assert_eq!(seen.iter().filter(|verdict| **verdict == Verdict::Valid).count(), 15);
}

#[tokio::test]
async fn a_link_that_has_ended_shows_nothing_to_a_verifier() {
    let registry = Registry::new("ended").await;
    let credential = registry.issued(Some("Alex Invented")).await;
    let (state, now) = (&registry.state, Utc::now());
    let code = credential.claim.reveal();
    let Ok(Claimed::Made(secret, _)) = ops::hold::claim(state, None, &code, now).await else { panic!("not claimed") };
    let record = ops::hold::open_record(state, &secret.digest(), now).await.expect("read").expect("a record");
    let held = ops::hold::look(state, &state.snapshot(), &record, now).await.expect("read");
    let chosen = vec![held[0].held.id.clone()];
    let draft = ShareDraft { chosen, neutral: Default::default(), names: Names::Hidden, days: 1 };
    let (_, link) = ops::share::make_share(state, &record, draft, now).await.expect("made").expect("sound");
    let given = || vec![GivenToVerify::Link(link.reveal())];
    let end = now + TimeDelta::days(1);
    for (at, shows) in
        [(now, true), (end - TimeDelta::seconds(1), true), (end, false), (end + TimeDelta::days(9), false)]
    {
        let counted = ops::count_given(state, &given(), at).await.expect("read");
        assert_eq!(counted, if shows { Ok(1) } else { Err(vec![0]) }, "{at}");
        let found = ops::verify_given(state, &state.snapshot(), given(), at).await.expect("read");
        let names: Result<Vec<_>, _> = found.map(|found| found.into_iter().map(|one| one.report.shown).collect());
        match names {
            Ok(shown) => assert!(shows && shown[0].as_ref().expect("shown").about.holder_name.is_none(), "{at}"),
            Err(places) => assert!(!shows && places == [0], "{at}"),
        }
    }
    let shares = ops::share::shares(state, &record).await.expect("read");
    assert_eq!(shares[0].views, 2, "counting how many there are opens nothing");
}

/// Whichever statement of the database fails while a link is asked about: the fault is ours and is said as such, or a list could not
/// be read and is *could not check*. It is never a mistake of whoever asked, and never a yes or a no.
#[tokio::test]
async fn a_database_that_fails_behind_a_link_is_our_fault_and_neither_a_mistake_nor_a_verdict() {
    let registry = Registry::new("database-fails").await;
    let code = registry.issued(None).await.claim.reveal();
    let (state, now) = (&registry.state, Utc::now());
    let Ok(Claimed::Made(secret, _)) = ops::hold::claim(state, None, &code, now).await else { panic!("not claimed") };
    let record = ops::hold::open_record(state, &secret.digest(), now).await.expect("read").expect("a record");
    let held = ops::hold::look(state, &state.snapshot(), &record, now).await.expect("read");
    let chosen = vec![held[0].held.id.clone()];
    let draft = ShareDraft { chosen, neutral: Default::default(), names: Names::Shown, days: 7 };
    let (_, link) = ops::share::make_share(state, &record, draft, now).await.expect("made").expect("sound");
    let store = state.store().expect("a database");
    // The lists are signed once, so that each question after this takes the same statements.
    registry.post("text/plain", link.reveal().into_bytes()).await;
    let (mut not_now, mut unchecked, mut well) = (0, 0, 0);
    loop {
        store.faults().plan(well, When::Before);
        let (status, said, length) = registry.post("text/plain", link.reveal().into_bytes()).await;
        if store.faults().is_still_to_come() {
            assert_eq!((status, &said["credentials"][0]["verdict"]), (StatusCode::OK, &"valid".into()), "{said}");
            break;
        }
        match status {
            StatusCode::SERVICE_UNAVAILABLE => {
                assert!(said["error"].as_str().is_some_and(|said| said.contains("again")), "{well}: {said}");
                not_now += 1;
            }
            StatusCode::OK => {
                assert_eq!(said["credentials"][0]["verdict"], "could-not-check", "{well}: {said}");
                unchecked += 1;
            }
            other => panic!("statement {well}: {other} {said}"),
        }
        assert_eq!(length % 8_192, 0);
        store.faults().plan(well, When::Before);
        let page = registry.paste(&link.reveal(), "").await;
        assert!(!store.faults().is_still_to_come(), "{well}");
        assert_eq!(page.status, status, "the page says the same: {}", plain(&page.text));
        well += 1;
    }
    assert!(not_now >= 5 && unchecked >= 1, "{not_now} times 503, {unchecked} times could not check");
}

#[tokio::test]
async fn nothing_a_document_says_becomes_markup() {
    let registry = Registry::new("markup").await;
    let payload = "</dd><script>alert(1)</script><img src=x onerror=alert(1)>\"'&";
    let credential = registry.issued(Some(payload)).await;
    let unsigned = format!("{{\"type\":\"{}\"}}", payload.replace('"', "\\\""));
    let list = format!("[{},{unsigned}]", text(&credential));
    for page in [registry.paste(&text(&credential), "").await, registry.paste(&list, "tier:1").await] {
        assert_eq!(page.status, StatusCode::OK);
        let lower = page.text.to_lowercase();
        assert!(!lower.contains("<script") && !lower.contains("<img"), "{}", page.text);
        assert!(plain(&page.text).contains("alert(1)"), "{}", plain(&page.text));
    }
}

#[tokio::test]
async fn every_verdict_is_said_in_short_and_plain_sentences() {
    let registry = Registry::new("plain").await;
    let (kept, revoked) = (registry.issued(Some("Alex Invented")).await, registry.issued(None).await);
    registry.revoke(&revoked).await;
    let changed = text(&kept).replace("Alex", "Alec");
    let elsewhere = Browser::new();
    let form = elsewhere.open("/verify").await;
    let pages = [
        registry.paste(&text(&kept), "").await,
        registry.paste(&text(&revoked), "").await,
        registry.paste(&changed, "").await,
        registry.paste("{}", "").await,
        elsewhere.submit(&form, &[("credential", &text(&kept))]).await,
        registry.paste(&format!("[{},{},{changed}]", text(&kept), text(&revoked)), "tier:1").await,
        registry.paste("https://registry.example/share#nothing", "role:nobody").await,
    ];
    let headings: Vec<String> = pages.iter().map(Page::heading).collect();
    let expected = ["Valid", "Not valid", "Not valid", "Not valid", "Could not check", "1 of 3 is valid"];
    assert_eq!(headings[..6], expected.map(str::to_owned));
    let said = assert_plain(&pages);
    // The checks are behind a summary and are read as well.
    assert!(said.iter().any(|sentence| sentence.contains("signed")) && said.len() > 60, "{}: {said:?}", said.len());
}
