//! Credentials from outside: one bit changed anywhere, whole command lines, many files at once.

use std::collections::BTreeMap;
use std::path::Path;
use std::process::{Command, Output};

use registry_api::ops::{add_status, issuers_in, verify_credentials};
use registry_core::achievement::{Achievement, AchievementOf};
use registry_core::catalogue::Catalogue;
use registry_core::credential::baking::{into_png, into_svg};
use registry_core::credential::issuers::IssuerList;
use registry_core::credential::json::Json;
use registry_core::credential::status::{Purpose, StatusBits, StatusList};
use registry_core::eligibility::{Standing, Subject};
use registry_core::requisite::Strength;
use registry_core::verify::{Fact, Facts, Report, Verdict, WhatRemains, requirements_met, verify};
use registry_tests::credentials::{
    SET, bytes, corpus, entry, facts, issuance, issuer_list, micro_credential, moment, one, provider_key, registry_key,
    signing, status_list, today,
};
use registry_tests::seeds;
use registry_tests::server::{program, scratch};

/// A small credential, revocable, and everything its verifier needs.
struct Case {
    catalogue: Catalogue,
    achievement: Achievement,
    document: Json,
}

fn case() -> Case {
    let catalogue = seeds::catalogue();
    let mut achievement = micro_credential(&catalogue);
    achievement.outcomes.clear();
    let mut issuance = issuance(1);
    issuance.status = vec![entry(&achievement.provider, Purpose::Revocation, 9)];
    let document = one("small", &achievement, &issuance).document;
    Case { catalogue, achievement, document }
}

/// A list with the one issuer, so that every bit of it can be tried.
fn small_issuer_list(case: &Case) -> Json {
    use registry_core::credential::issuers::{Issuer, IssuerKey};
    let key = IssuerKey {
        key: provider_key(&case.achievement.provider).public(),
        good_from: moment("2027-01-01T00:00:00Z"),
        good_until: Some(moment("2027-12-31T00:00:00Z")),
        compromised_from: Some(moment("2028-01-01T00:00:00Z")),
    };
    let list = IssuerList {
        version: 1,
        valid_from: moment("2027-01-01T00:00:00Z"),
        valid_until: moment("2027-12-31T00:00:00Z"),
        issuers: vec![Issuer {
            provider: case.achievement.provider.clone(),
            title: case.achievement.provider_title.clone(),
            keys: vec![key],
        }],
    };
    list.sign(&registry_key(), signing()).expect("signed")
}

fn given(issuers: &[u8], status: &[u8]) -> Facts {
    let mut lists = BTreeMap::new();
    // A file that does not even say which list it is, is none.
    let _ = add_status(&mut lists, status);
    let unread = || Fact::Unavailable("not part of this test".to_owned());
    Facts {
        issuers: issuers_in(issuers, Some(&registry_key().public())),
        registry_key: Some(registry_key().public()),
        status: lists,
        versions: unread(),
    }
}

/// The places at which a changed bit leaves a file accepted.
#[track_caller]
fn accepted(file: &[u8], accepts: impl Fn(&[u8]) -> bool + Sync) -> Vec<usize> {
    assert!(accepts(file), "the file itself is accepted");
    let changed = |bit: usize| {
        let mut changed = file.to_vec();
        changed[bit / 8] ^= 1 << (bit % 8);
        if accepts(&changed) { Err(bit) } else { Ok(Vec::new()) }
    };
    let nothing = Facts::none();
    let found = verify_credentials(file.len() * 8, changed, &nothing, today());
    found.into_iter().filter_map(Result::err).collect()
}

/// White space between the parts of a JSON document means nothing, so changing it changes nothing. Documents written
/// here have none, so the list of exceptions is empty.
#[test]
fn no_bit_of_a_credential_can_be_changed() {
    let case = case();
    let (issuers, status) = (small_issuer_list(&case), status_list(&case.achievement.provider, Purpose::Revocation));
    let facts = given(&bytes(&issuers), &bytes(&status));
    let valid = |file: &[u8]| verify(file, &facts, today()).verdict() == Verdict::Valid;
    let file = bytes(&case.document);
    assert_eq!(accepted(&file, valid), [0_usize; 0]);
    let spaced = format!(" {}\n", String::from_utf8_lossy(&file).replace("\",\"", "\" ,\n\t\""));
    assert!(valid(spaced.as_bytes()));
}

#[test]
fn no_bit_of_a_status_list_can_be_changed() {
    let case = case();
    let issuers = bytes(&small_issuer_list(&case));
    let file = bytes(&status_list(&case.achievement.provider, Purpose::Revocation));
    let document = bytes(&case.document);
    let valid = |file: &[u8]| verify(&document, &given(&issuers, file), today()).verdict() == Verdict::Valid;
    assert_eq!(accepted(&file, valid), [0_usize; 0]);
}

#[test]
fn no_bit_of_a_list_of_issuers_can_be_changed() {
    let case = case();
    let status = bytes(&status_list(&case.achievement.provider, Purpose::Revocation));
    let document = bytes(&case.document);
    let valid = |file: &[u8]| verify(&document, &given(file, &status), today()).verdict() == Verdict::Valid;
    assert_eq!(accepted(&bytes(&small_issuer_list(&case)), valid), [0_usize; 0]);
}

/// A list from before the revocation that is still good cannot hide a newer one, whichever is given first. Given alone it
/// is believed until it ends, a week at most, which is why lists end.
#[test]
fn an_older_status_list_replayed_beside_a_newer_one_is_not_used() {
    let case = case();
    let provider = &case.achievement.provider;
    let list = |from: &str, until: &str, revoked: bool| {
        let mut bits = StatusBits::new(0);
        assert!(bits.put(9, revoked));
        let id = entry(provider, Purpose::Revocation, 9).list;
        let (valid_from, valid_until) = (moment(from), moment(until));
        let list = StatusList { id, purpose: Purpose::Revocation, valid_from, valid_until, bits };
        bytes(&list.sign(&provider_key(provider), valid_from).expect("signed"))
    };
    let older = list("2027-02-15T00:00:00Z", "2027-02-22T00:00:00Z", false);
    let newer = list("2027-02-16T00:00:00Z", "2027-02-23T00:00:00Z", true);
    let issuers = bytes(&small_issuer_list(&case));
    let verdict = |files: &[&Vec<u8>], at: &str| {
        let mut facts = given(&issuers, &[]);
        for file in files {
            add_status(&mut facts.status, file).expect("a status list");
        }
        verify(&bytes(&case.document), &facts, moment(at)).verdict()
    };
    let today = "2027-02-20T00:00:00Z";
    assert_eq!(verdict(&[&older, &newer], today), Verdict::NotValid);
    assert_eq!(verdict(&[&newer, &older], today), Verdict::NotValid);
    assert_eq!(verdict(&[&older], today), Verdict::Valid);
    assert_eq!(verdict(&[&older], "2027-02-22T00:00:00Z"), Verdict::CouldNotCheck);
}

#[test]
fn every_achievement_of_the_seeds_can_be_issued_and_verified() {
    let catalogue = seeds::catalogue();
    let facts = facts(&catalogue);
    let made = corpus(&catalogue);
    assert!(made.len() > 50, "{}", made.len());
    for one in &made {
        let report = verify(&bytes(&one.document), &facts, today());
        assert_eq!(report.verdict(), Verdict::Valid, "{}: {report:#?}", one.document);
    }
}

/// Files of one test in a folder of its own, and the program run there.
struct Files(std::path::PathBuf);

impl Files {
    fn new(name: &str) -> Self {
        let files = Self(scratch(name));
        let case = case();
        files.write("issuers.json", &bytes(&issuer_list(&case.catalogue)));
        files.write("status.json", &bytes(&status_list(&case.achievement.provider, Purpose::Revocation)));
        files.write("good.json", &bytes(&case.document));
        let mut issuance = issuance(2);
        issuance.status = vec![entry(&case.achievement.provider, Purpose::Revocation, SET)];
        files.write("revoked.json", &bytes(&one("revoked", &case.achievement, &issuance).document));
        files
    }

    fn write(&self, name: &str, text: &[u8]) {
        std::fs::write(self.0.join(name), text).expect("written");
    }

    fn verify(&self, arguments: &[&str]) -> Output {
        let issuers = ["--issuers", "issuers.json", "--at", "2027-02-20"];
        let line = ["verify"].iter().chain(arguments).chain(&issuers);
        Command::new(program()).args(line).current_dir(Path::new(&self.0)).output().expect("run")
    }
}

fn text(bytes: &[u8]) -> String {
    String::from_utf8_lossy(bytes).into_owned()
}

#[test]
fn a_person_reads_a_verdict_and_why() {
    let files = Files::new("verify-text");
    let said = files.verify(&["good.json", "--status", "status.json"]);
    let lines = text(&said.stdout);
    assert_eq!(said.status.code(), Some(0), "{lines}{}", text(&said.stderr));
    assert!(lines.starts_with("good.json: Valid\n"), "{lines}");
    assert_eq!(lines.matches(" passed ").count(), 7, "{lines}");
    let said = files.verify(&["revoked.json", "--status", "status.json"]);
    let lines = text(&said.stdout);
    assert_eq!(said.status.code(), Some(3));
    assert!(lines.starts_with("revoked.json: Not valid\n"), "{lines}");
    assert!(lines.contains("Status          failed           It was revoked by its issuer\n"), "{lines}");
    let said = files.verify(&["good.json"]);
    let lines = text(&said.stdout);
    assert_eq!(said.status.code(), Some(3));
    assert!(lines.starts_with("good.json: Could not check\n"), "{lines}");
}

#[test]
fn many_files_are_answered_in_their_order() {
    let files = Files::new("verify-many");
    let names: Vec<String> = (0..40).map(|number| format!("{number}.json")).collect();
    for (number, name) in names.iter().enumerate() {
        let from = if number % 7 == 3 { "revoked.json" } else { "good.json" };
        std::fs::copy(files.0.join(from), files.0.join(name)).expect("copied");
    }
    files.write("none.json", b"{}");
    let mut line: Vec<&str> = names.iter().map(String::as_str).collect();
    line.extend(["none.json", "--status", "status.json"]);
    let said = text(&files.verify(&line).stdout);
    let sum = "\n41 credentials: 34 valid, 7 not valid, 0 could not be checked\nThe list of issuers";
    assert!(said.contains(sum), "{said}");
    line.push("--json");
    let said: serde_json::Value = serde_json::from_slice(&files.verify(&line).stdout).expect("JSON");
    let reports = said["credentials"].as_array().expect("reports");
    let order: Vec<_> = reports.iter().filter_map(|report| report["file"].as_str()).collect();
    assert_eq!(order[..40], names);
    assert_eq!(reports[3]["verdict"], "not-valid");
    assert_eq!(reports[3]["checks"][5]["check"], "status");
    assert_eq!(reports[3]["checks"][5]["outcome"], "failed");
}

#[test]
fn lists_tables_and_folders_hold_several_each_with_a_name_of_its_own() {
    let files = Files::new("verify-sets");
    let good = case().document.to_string();
    files.write("list.json", format!("[{good}, {{}}]").as_bytes());
    let cell = format!("\"{}\"", good.replace('"', "\"\""));
    files.write("roster.csv", format!("person,credential\nSam,{cell}\nMax,\nAlex,{cell}\n").as_bytes());
    std::fs::create_dir_all(files.0.join("folder/within")).expect("a folder");
    std::fs::copy(files.0.join("good.json"), files.0.join("folder/a.json")).expect("copied");
    std::fs::copy(files.0.join("revoked.json"), files.0.join("folder/b.json")).expect("copied");
    std::fs::copy(files.0.join("good.json"), files.0.join("folder/within/c.json")).expect("copied");
    files.write("folder/notes.txt", b"not a credential");
    let said = files.verify(&["list.json", "roster.csv", "folder", "--status", "status.json", "--json"]);
    assert_eq!(said.status.code(), Some(3), "{}", text(&said.stderr));
    let said: serde_json::Value = serde_json::from_slice(&said.stdout).expect("JSON");
    let each = said["credentials"].as_array().expect("reports").iter();
    let found: Vec<_> =
        each.map(|one| (one["file"].as_str().unwrap_or(""), one["verdict"].as_str().unwrap_or(""))).collect();
    let expected = [
        ("list.json, number 1", "valid"),
        ("list.json, number 2", "not-valid"),
        ("roster.csv, row 2", "valid"),
        ("roster.csv, row 4", "valid"),
        ("folder/a.json", "valid"),
        ("folder/b.json", "not-valid"),
    ];
    assert_eq!(found, expected);
    files.write("empty.csv", b"person,credential\n");
    std::fs::create_dir_all(files.0.join("nothing")).expect("a folder");
    let said = files.verify(&["empty.csv", "nothing"]);
    let lines = text(&said.stderr);
    assert_eq!(said.status.code(), Some(2), "{lines}");
    assert!(lines.contains("empty.csv has no credential in any cell") && lines.contains("nothing holds no"), "{lines}");
}

#[test]
fn a_set_is_asked_whether_it_is_enough_for_a_role_or_a_tier() {
    let files = Files::new("verify-meets");
    let line = ["good.json", "revoked.json", "--status", "status.json", "--meets"];
    for asked in ["tier:1", "tier:3", "role:advocate"] {
        let line = [&line[..], &[asked]].concat();
        let lines = text(&files.verify(&line).stdout);
        assert!(lines.contains(&format!("\nEnough for {asked}: ")), "{asked}: {lines}");
        assert!(lines.contains("  not counted: revoked.json: it is not valid\n"), "{asked}: {lines}");
        let said: serde_json::Value =
            serde_json::from_slice(&files.verify(&[&line[..], &["--json"]].concat()).stdout).expect("JSON");
        assert_eq!(said["requirements"]["for"], asked, "{said:#}");
        let left = &said["requirements"]["remaining"];
        assert_eq!(left["goal"], asked, "{said:#}");
        assert_eq!(left["provedCheapest"].is_boolean(), left["answer"] == "training", "{said:#}");
        let line = match left["answer"].as_str() {
            Some("no-pathway") => format!("no pathway from these to {asked} was found: "),
            _ => format!("left to learn for {asked}"),
        };
        assert!(lines.contains(&line), "{asked}: {lines} {left:#}");
    }
    for (asked, expected) in [
        ("role:nobody", "--meets names role nobody, which is not in the catalogue"),
        ("tier:9", "9 is not a tier"),
        ("course:t3-trauma-informed-care", "--meets asks about a role or a tier"),
    ] {
        let said = files.verify(&[&line[..], &[asked]].concat());
        let lines = text(&said.stderr);
        assert_eq!(said.status.code(), Some(2), "{asked}: {lines}");
        assert!(lines.contains(expected), "{asked}: {lines}");
    }
}

/// A role that the built-in catalogue does not have, of which the course of the good credential is all that is asked.
fn own_role(code: &str) -> String {
    let source = "source = { external = \"Our own handbook\", place = \"Page 1\", confidence = \"high\" }";
    format!(
        "[[roles]]\ncode = \"our-role\"\ntitle = \"Our role\"\ndescription = \"Made up.\"\nfamily = \"peer-support\"\n\
         perspectives = [\"consumer\"]\nworkforces = [\"consumer\"]\npreparation = [{{ kind = \"prerequisite\", \
         strength = \"required\", requires = {{ course = \"{code}\" }}, {source} }}]\n{source}\n"
    )
}

#[test]
fn the_catalogue_that_is_asked_can_be_an_employers_own_files_or_a_database() {
    let files = Files::new("verify-catalogue");
    let AchievementOf::Course { course, .. } = case().achievement.of else { panic!("it is of a course") };
    std::fs::create_dir_all(files.0.join("ours")).expect("a folder");
    files.write("ours/roles.toml", own_role(course.as_str()).as_bytes());
    let line = ["good.json", "--status", "status.json", "--meets"];
    let verify = |more: &[&str]| {
        let said = files.verify(&[&line[..], more].concat());
        (said.status.code(), text(&said.stdout) + &text(&said.stderr))
    };
    for catalogue in ["ours", "ours/roles.toml"] {
        let (code, said) = verify(&["role:our-role", "--catalogue", catalogue]);
        assert_eq!(code, Some(0), "{said}");
        assert!(said.contains("Enough for role:our-role: yes, everything required is met\n"), "{said}");
        assert!(said.contains("(by good.json)"), "{said}");
    }
    let (code, said) = verify(&["role:our-role"]);
    assert!(code == Some(2) && said.contains("--meets names role our-role, which is not in the catalogue"), "{said}");

    let mut import = Command::new(program());
    let imported = import.args(["import", "ours/roles.toml", "--database", "ours.db"]).current_dir(&files.0).output();
    let imported = imported.expect("the program runs");
    assert!(imported.status.success(), "{}", text(&imported.stderr));
    let (code, said) = verify(&["role:our-role", "--database", "ours.db"]);
    assert!(code == Some(0) && said.contains("yes, everything required is met"), "{said}");

    files.write("wrong.toml", b"[[roles]]\ncode = \"x y\"\n");
    std::fs::create_dir_all(files.0.join("empty")).expect("a folder");
    for (more, expected) in [
        (&["role:our-role", "--catalogue", "empty"][..], "empty holds no catalogue file; their names end in .toml"),
        (&["role:our-role", "--catalogue", "nothing.toml"], "there is no file nothing.toml; check the name"),
        (&["role:our-role", "--catalogue", "wrong.toml"], "wrong.toml:2: "),
        (&["role:our-role", "--catalogue", "ours", "--database", "ours.db"], "cannot be used with"),
        (&["role:our-role", "--database", "none.db"], "there is no database none.db"),
    ] {
        let (code, said) = verify(more);
        assert!(code == Some(2) && said.contains(expected), "{more:?}: {said}");
    }
}

#[test]
fn what_is_to_correct_is_said_all_at_once() {
    let files = Files::new("verify-wrong");
    files.write("empty.json", b"");
    let said = files.verify(&["good.json", "--status", "nothing.json", "--status", "empty.json"]);
    assert_eq!(said.status.code(), Some(2));
    let lines = text(&said.stderr);
    assert!(lines.contains("nothing.json") && lines.contains("empty.json cannot be used as --status: "), "{lines}");
    let said = files.verify(&["good.json", "none.json", "missing.json"]);
    assert_eq!(said.status.code(), Some(2));
    assert_eq!(text(&said.stderr).lines().count(), 2, "{}", text(&said.stderr));
    let said = files.verify(&["good.json", "--registry-key", "did:web:example.org"]);
    assert_eq!(said.status.code(), Some(2), "{}", text(&said.stderr));
}

#[test]
fn a_list_of_issuers_signed_by_another_is_not_relied_on() {
    let files = Files::new("verify-registry-key");
    let right = registry_key().public().did();
    let other = provider_key(&case().achievement.provider).public().did();
    let line = ["good.json", "--status", "status.json", "--registry-key"];
    assert_eq!(files.verify(&[&line[..], &[&right]].concat()).status.code(), Some(0));
    let said = files.verify(&[&line[..], &[&other]].concat());
    assert_eq!(said.status.code(), Some(3));
    let lines = text(&said.stdout);
    assert!(
        lines.starts_with("good.json: Could not check\n") && lines.contains("is not the registry's key"),
        "{lines}"
    );
}

#[test]
fn without_the_registrys_key_the_answer_names_who_signed_the_list_and_says_that_nobody_compared_it() {
    let files = Files::new("verify-no-registry-key");
    let signer = registry_key().public().did();
    let said = files.verify(&["good.json", "--status", "status.json"]);
    assert_eq!(said.status.code(), Some(0), "{}", text(&said.stderr));
    let lines = text(&said.stdout);
    let last = format!(
        "The list of issuers (version 1) was signed by {signer}.\nThat was not compared with the registry's key: give it with --registry-key.\n"
    );
    assert!(lines.ends_with(&last), "{lines}");
    let passed = format!("was signed by {signer}, which was not compared with the registry's key");
    assert!(lines.contains(&passed), "{lines}");
    let json = |more: &[&str]| -> serde_json::Value {
        let line = [&["good.json", "--status", "status.json", "--json"], more].concat();
        serde_json::from_slice(&files.verify(&line).stdout).expect("JSON")
    };
    let list = |compared: bool, matches: Option<bool>| serde_json::json!({ "version": 1, "signer": signer, "comparedWithKey": compared, "matchesKey": matches });
    assert_eq!(json(&[])["issuers"], list(false, None));
    let compared = json(&["--registry-key", &signer]);
    assert_eq!(compared["issuers"], list(true, Some(true)));
    // The list says who signed it, and that it is not whose key was given; nothing of it was relied on.
    let other = json(&["--registry-key", &provider_key(&case().achievement.provider).public().did()]);
    assert_eq!(other["issuers"], list(true, Some(false)));
    let one = &other["credentials"][0];
    assert_eq!((&one["verdict"], &one["checks"][3]["outcome"]), (&"could-not-check".into(), &"could-not-check".into()));
    assert_eq!(one["credential"]["provider"], serde_json::Value::Null, "{other:#}");
    assert!(!compared.to_string().contains("not compared"), "{compared}");
    assert!(!text(&files.verify(&["good.json", "--registry-key", &signer]).stdout).contains("not compared"));
}

/// The planner and the findings agree on what a set comes to, whatever the set: where something required is missing, the planner
/// does not say that nothing is left, and where nothing is, it has no required step of the role's own; where it finds no pathway,
/// not everything is met.
#[test]
fn the_planner_and_the_findings_agree_on_what_a_set_comes_to() {
    let catalogue = seeds::catalogue();
    let facts = facts(&catalogue);
    let reports: Vec<Report> =
        corpus(&catalogue).iter().map(|made| verify(&bytes(&made.document), &facts, today())).collect();
    let roles = catalogue.roles().map(|role| Subject::Role(role.code.clone()));
    let subjects: Vec<Subject> = roles.chain(catalogue.tiers().map(|tier| Subject::Tier(tier.tier))).collect();
    let (mut nothing, mut training) = (0, 0);
    for (number, subject) in subjects.iter().enumerate() {
        for (modulus, rest) in [(1, 1), (1, 0), (2, 0), (3, number % 3)] {
            let some = reports.iter().enumerate().filter(|(at, _)| at % modulus == rest).map(|(_, report)| report);
            let set: Vec<&Report> = some.collect();
            let met = requirements_met(&catalogue, &set, subject, today().day()).expect("known");
            let missing = met
                .eligibility
                .findings
                .iter()
                .any(|one| one.strength == Strength::Required && one.standing == Standing::Missing);
            match &met.remaining.what {
                WhatRemains::Nothing => {
                    nothing += 1;
                    assert!(!missing, "{subject:?} of {}: {met:#?}", set.len());
                }
                WhatRemains::Training { steps, .. } => {
                    training += 1;
                    let required = steps.iter().any(|step| step.strength == Strength::Required);
                    let role = matches!(subject, Subject::Role(_));
                    let enough = met.eligibility.verdict == registry_core::eligibility::Verdict::Yes;
                    assert!(!role || !enough || !required, "{subject:?} of {}: {met:#?}", set.len());
                }
                WhatRemains::NoPathway(why) => {
                    let enough = met.eligibility.verdict == registry_core::eligibility::Verdict::Yes;
                    let role = matches!(subject, Subject::Role(_));
                    assert!(!why.is_empty(), "{subject:?}: {met:#?}");
                    assert!(!role || !enough, "{subject:?} of {}: {met:#?}", set.len());
                }
            }
        }
    }
    assert!(nothing >= 3 && training >= 3, "{nothing} {training}");
}

#[test]
fn pictures_with_a_credential_inside_are_verified() {
    let files = Files::new("verify-pictures");
    let document = case().document.to_string();
    // The smallest PNG: one grey dot.
    let png: &[u8] = b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR\0\0\0\x01\0\0\0\x01\x08\0\0\0\0:~\x9bU\0\0\0\nIDATx\x9cc`\0\0\0\x02\0\x01H\xaf\xa4q\0\0\0\0IEND\xaeB`\x82";
    files.write("badge.png", &into_png(png, &document).expect("baked"));
    files.write(
        "badge.svg",
        into_svg("<svg xmlns=\"http://www.w3.org/2000/svg\"></svg>", &document).expect("baked").as_bytes(),
    );
    files.write("plain.png", png);
    let said = files.verify(&["badge.png", "badge.svg", "plain.png", "--status", "status.json"]);
    let lines = text(&said.stdout);
    assert!(lines.contains("badge.png: Valid") && lines.contains("badge.svg: Valid"), "{lines}");
    assert!(
        lines.contains("plain.png: Not valid") && lines.contains("There is no credential in the picture"),
        "{lines}"
    );
}

#[test]
fn what_a_document_says_cannot_steer_a_terminal() {
    let files = Files::new("verify-terminal");
    files.write("bad.json", &bytes(&case().document.with("\u{1b}[2Jhobby", Json::text("x"))));
    let said = text(&files.verify(&["bad.json"]).stdout);
    assert!(said.contains("hobby") && !said.contains('\u{1b}'), "{said}");
}
