//! What the registry takes: a recommendation, a start, a nested answer. `cargo bench -p registry-tests --bench registry`.
//!
//! Figures and the machine they come from are in docs/BENCHMARKS.md.

use divan::Bencher;
use registry_api::format::{SourceFile, read_catalogue};
use registry_core::achievement::Achievement;
use registry_core::analysis::analyse;
use registry_core::catalogue::Catalogue;
use registry_core::credential::badge::{Issuance, issue};
use registry_core::credential::canonical::canonical;
use registry_core::credential::json::Json;
use registry_core::credential::key::KeyPair;
use registry_core::credential::statements::statements;
use registry_core::credential::status::Purpose;
use registry_core::pathway::{Budget, recommend};
use registry_core::recognition::{ledger, ledgers};
use registry_core::solver::file::ProblemFile;
use registry_core::verify::{Facts, Verdict, verify};
use registry_tests::credentials;
use registry_tests::credit;
use registry_tests::instances::{Tightness, courses, joint, levelling};
use registry_tests::seeds;
use registry_tests::server::{Server, scratch};
use serde_json::Value;

#[global_allocator]
static ALLOCATIONS: divan::AllocProfiler = divan::AllocProfiler::system();

fn main() {
    divan::main();
}

/// The invented people, by name.
const PEOPLE: [&str; 10] = [
    "amira-interested",
    "ben-sole-worker",
    "chris-two-jobs",
    "dana-regional",
    "elena-carer",
    "farid-advocate",
    "grace-twelve-months",
    "hana-management",
    "ivan-superseded",
    "jo-credit",
];

/// One recommendation on the seed catalogue, from the question to the explained answer.
#[divan::bench(args = PEOPLE)]
fn recommendation(bencher: Bencher<'_, '_>, name: &str) {
    let catalogue = seeds::catalogue();
    let people = seeds::people();
    let (_, person) = people.iter().find(|(known, _)| known == name).expect("one of the people");
    bencher.bench(|| recommend(&catalogue, &person.request, Budget::default()));
}

/// From the embedded text of the seeds to a checked catalogue.
#[divan::bench]
fn read_and_check_the_seeds(bencher: Bencher<'_, '_>) {
    bencher.bench(seeds::catalogue);
}

/// A start: open the database, migrate, seed where it is new, take the snapshot.
#[divan::bench(args = ["a new database", "a database that is there"])]
fn cold_start(bencher: Bencher<'_, '_>, which: &str) {
    let runtime =
        tokio::runtime::Builder::new_multi_thread().worker_threads(2).enable_all().build().expect("a runtime");
    let now = "2027-01-04T00:00:00Z".parse().expect("a time");
    let folder = scratch("bench");
    let start = |path: &std::path::Path| {
        runtime.block_on(async {
            registry_api::ops::load_catalogue(path, &path.with_extension("key"), now).await.expect("it starts");
        });
    };
    let path = folder.join("registry.db");
    start(&path);
    let is_new = which == "a new database";
    let mut count = 0;
    bencher
        .with_inputs(|| {
            count += 1;
            if is_new { folder.join(format!("{count}.db")) } else { path.clone() }
        })
        .bench_local_values(|path| start(&path));
}

/// 5,000 courses in chains of ten, each asking for one of two before it and, needlessly, for the first of its chain.
fn five_thousand_courses() -> Catalogue {
    let course = |number: usize| {
        let needs = match number % 10 {
            0 => String::new(),
            place => {
                let (before, first) = (number - 1, number - place);
                let other = first + place / 2;
                let source = "source = { external = \"example.org\", place = \"page 1\", confidence = \"high\" }";
                let either = match before == other {
                    true => format!("{{ course = \"c{before}\" }}"),
                    false => format!("{{ any = [{{ course = \"c{before}\" }}, {{ course = \"c{other}\" }}] }}"),
                };
                format!(
                    "{{ kind = \"prerequisite\", strength = \"required\", requires = {either}, {source} }}, {{ kind = \"prerequisite\", strength = \"required\", \
                     requires = {{ course = \"c{first}\" }}, {source} }}"
                )
            }
        };
        format!(
            "[[courses]]\ncode = \"c{number}\"\ntitle = \"Course {number}\"\nkind = \"workshop\"\n\
             description = \"One day.\"\nsource = {{ external = \"example.org\", place = \"page 1\", confidence = \"high\" }}\n\
             [[courses.versions]]\nversion = \"1.0.0\"\npublished = 2026-01-01\nvolume_of_learning_hours = 4\n\
             assessed = false\noutcomes = [\"Begin\"]\nrequisites = [{needs}]\n"
        )
    };
    let text: String = (0..5_000).map(course).collect();
    let files = [SourceFile { name: "courses.toml", text: &text }];
    read_catalogue(&files).and_then(|read| read.build()).expect("the courses are sound")
}

/// What the requisites of the seeds come to.
#[divan::bench]
fn analysis_of_the_seeds(bencher: Bencher<'_, '_>) {
    let catalogue = seeds::catalogue();
    bencher.bench(|| analyse(&catalogue));
}

/// What the requisites of 5,000 courses come to.
#[divan::bench(sample_count = 10)]
fn analysis_of_five_thousand_courses(bencher: Bencher<'_, '_>) {
    let catalogue = five_thousand_courses();
    bencher.bench(|| analyse(&catalogue));
}

/// What a record of sixty things is worth towards each of two hundred awards, with the reasons.
#[divan::bench]
fn ledger_of_a_60_item_record_against_200_qualifications(bencher: Bencher<'_, '_>) {
    let (catalogue, record) = (credit::catalogue(), credit::sixty_things());
    let codes: Vec<_> = catalogue.qualifications().map(|entry| entry.code.clone()).collect();
    assert_eq!((record.held().len(), codes.len()), (60, 200));
    let today = credit::today();
    let worth = |code| ledger(&catalogue, &record, code, today).expect("a qualification");
    assert!(codes.iter().map(worth).all(|ledger| ledger.proved), "every ledger is proved");
    bencher.bench(|| codes.iter().map(worth).collect::<Vec<_>>());
}

/// The same, asked for together: what does not depend on an award is found once.
#[divan::bench]
fn ledgers_of_a_60_item_record_against_200_qualifications(bencher: Bencher<'_, '_>) {
    let (catalogue, record) = (credit::catalogue(), credit::sixty_things());
    let codes: Vec<_> = catalogue.qualifications().map(|entry| entry.code.clone()).collect();
    let today = credit::today();
    let worth = || ledgers(&catalogue, &record, &codes, today).expect("qualifications");
    let one_by_one = codes.iter().map(|code| ledger(&catalogue, &record, code, today).expect("a qualification"));
    assert_eq!(worth(), one_by_one.collect::<Vec<_>>(), "together they are what each is alone");
    bencher.bench(worth);
}

/// A page of 50 courses with their versions and requisites, over HTTP on the loopback interface.
#[divan::bench]
fn fifty_courses_with_requisites(bencher: Bencher<'_, '_>) {
    let server = Server::in_memory();
    let query = "{ courses(first: 50) { nodes { code title kind provenance { kind } currentVersion { version \
                 volumeOfLearningHours requisites { kind strength words } } } } }";
    assert!(server.client.ask(query, Value::Null).text.contains("chairing-meetings"), "the page holds courses");
    bencher.bench_local(|| server.client.ask(query, Value::Null));
}

/// The smallest query, over HTTP on the loopback interface: what everything else stands on.
#[divan::bench]
fn smallest_query(bencher: Bencher<'_, '_>) {
    let server = Server::in_memory();
    bencher.bench_local(|| server.client.ask("{ __typename }", Value::Null));
}

/// The sets of made-up problems of which plans are measured.
const SETS: [&str; 6] =
    ["courses-500", "courses-5000", "levelling-8x46", "joint-5-loose", "joint-5-medium", "joint-5-tight"];

fn made_up(set: &str, seed: u64) -> ProblemFile {
    match set {
        "courses-500" => courses(500, seed),
        "courses-5000" => courses(5_000, seed),
        "levelling-8x46" => levelling(8, 46, seed),
        "joint-5-loose" => joint(5, Tightness::Loose, seed),
        "joint-5-medium" => joint(5, Tightness::Medium, seed),
        _ => joint(5, Tightness::Tight, seed),
    }
}

/// The plan of a problem file that has been read and checked, within 100,000 steps: each sample is another of twenty.
#[divan::bench(args = SETS, sample_count = 40, sample_size = 1)]
fn plan_of_a_problem_file(bencher: Bencher<'_, '_>, set: &str) {
    let files: Vec<ProblemFile> = (0..20).map(|seed| made_up(set, seed)).collect();
    let posed: Vec<_> = files.iter().map(|file| file.posed().expect("a sound file")).collect();
    let mut seeds = (0..posed.len()).cycle();
    bencher
        .with_inputs(|| seeds.next().expect("twenty"))
        .bench_local_values(|seed| posed[seed].plan(&files[seed].prefer, 100_000));
}

/// A credential with everything one may have, revocable, and its facts.
fn credential() -> (Achievement, Issuance, KeyPair, Vec<u8>, Facts) {
    let catalogue = seeds::catalogue();
    let achievement = credentials::micro_credential(&catalogue);
    let mut issuance = credentials::issuance(1);
    issuance.status = vec![credentials::entry(&achievement.provider, Purpose::Revocation, 9)];
    let key = credentials::provider_key(&achievement.provider);
    let file = credentials::bytes(&credentials::one("one", &achievement, &issuance).document);
    (achievement, issuance, key, file, credentials::facts(&catalogue))
}

/// One credential made and signed.
#[divan::bench]
fn credential_issued(bencher: Bencher<'_, '_>) {
    let (achievement, issuance, key, ..) = credential();
    bencher.bench(|| issue(&achievement, &issuance, &key, credentials::signing()).expect("issued"));
}

/// One credential verified with every fact known.
#[divan::bench]
fn credential_verified(bencher: Bencher<'_, '_>) {
    let (.., file, facts) = credential();
    bencher.bench(|| {
        let report = verify(&file, &facts, credentials::today());
        assert_eq!(report.verdict(), Verdict::Valid);
        report
    });
}

/// Of that, the signature alone: of 64 bytes, which is what canonical forms come to.
#[divan::bench(args = ["made", "verified"])]
fn bare_signature(bencher: Bencher<'_, '_>, what: &str) {
    let (_, _, key, ..) = credential();
    let signature = key.sign(&[7; 64]);
    if what == "made" {
        bencher.bench(|| key.sign(&[7; 64]));
    } else {
        bencher.bench(|| assert!(key.public().verifies(&[7; 64], &signature)));
    }
}

/// Of that, reading the document and putting what it states into canonical form.
#[divan::bench]
fn canonical_form_of_a_credential(bencher: Bencher<'_, '_>) {
    let (.., file, _) = credential();
    bencher.bench(|| {
        let document = Json::read(&file).expect("document").without("proof");
        canonical(statements(&document).expect("statements")).expect("canonical")
    });
}
