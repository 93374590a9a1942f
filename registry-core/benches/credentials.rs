//! Issuing and verifying credentials on one core, each beside the bare signature work, step by step.
//! `cargo bench -p registry-core --bench credentials [-- FOLDER]`; it takes about ten seconds after the build.
//!
//! With a FOLDER it writes there what it verifies, so that other people's verifiers are timed on the same files
//! (tests/peers/speed.mjs). Figures and the machine they come from are in docs/BENCHMARKS.md.

#![expect(
    clippy::disallowed_types,
    clippy::disallowed_methods,
    reason = "the bench has the clock and the files that the core it times does without"
)]

use std::hint::black_box;
use std::io::Write;
use std::path::Path;
use std::time::{Duration, Instant};

use mimalloc::MiMalloc;
use registry_core::achievement::{Achievement, AchievementOf, AqfStanding, DocumentKind};
use registry_core::aqf::AqfLevel;
use registry_core::course::Credit;
use registry_core::credential::badge::{Issuance, StatusEntry, TitleShown, issue};
use registry_core::credential::canonical::canonical;
use registry_core::credential::issuers::{Issuer, IssuerKey, IssuerList, SignedIssuerList};
use registry_core::credential::json::Json;
use registry_core::credential::key::KeyPair;
use registry_core::credential::moment::Moment;
use registry_core::credential::proof::{Cryptosuite, sign, signed_by};
use registry_core::credential::statements::statements;
use registry_core::credential::status::{Purpose, SignedStatusList, StatusBits, StatusList};
use registry_core::verify::{Fact, Facts, KnownVersions, Verdict, verify};
use registry_core::volume::Hours;

/// The allocator of the program.
#[global_allocator]
static ALLOCATOR: MiMalloc = MiMalloc;

/// How many credentials, each of another person and another place in the list.
const CREDENTIALS: usize = 500;

/// How often all of them are done; the figures are the median and the best of these.
const ROUNDS: usize = 15;

const LIST: &str = "https://registry.example/status/collective/revocation/1";

fn main() {
    let ground = Ground::new();
    let mut said = String::new();
    let folder = std::env::args().skip(1).find(|argument| !argument.starts_with("--"));
    if let Some(folder) = &folder {
        ground.write(Path::new(folder)).expect("a folder that can be written");
        said += &format!("{CREDENTIALS} credentials and their lists are in {folder}\n");
    }
    said += &ground.timed();
    std::io::stdout().write_all(said.as_bytes()).expect("somewhere to print to");
}

/// What is issued and verified, and all that it takes.
struct Ground {
    pair: KeyPair,
    achievement: Achievement,
    issuances: Vec<Issuance>,
    documents: Vec<Vec<u8>>,
    issuer_list: Json,
    status_list: Json,
    facts: Facts,
}

fn read<T: std::str::FromStr<Err: std::fmt::Debug>>(text: &str) -> T {
    text.parse().expect("what is written here can be read")
}

fn signing() -> Moment {
    read("2027-02-01T09:00:00Z")
}

fn today() -> Moment {
    read("2027-02-20T00:00:00Z")
}

impl Ground {
    fn new() -> Self {
        let pair = KeyPair::from_seed([2; 32]);
        let achievement = achievement();
        let issuances: Vec<Issuance> = (0..CREDENTIALS).map(issuance).collect();
        let issue = |issuance| issue(&achievement, issuance, &pair, signing()).expect("issued").document;
        let documents = issuances.iter().map(|issuance| issue(issuance).to_string().into_bytes()).collect();
        let issuer_list = issuer_list(&pair);
        let status_list = StatusList {
            id: LIST.to_owned(),
            purpose: Purpose::Revocation,
            valid_from: signing(),
            valid_until: read("2027-03-01T00:00:00Z"),
            bits: StatusBits::new(0),
        };
        let status_list = status_list.sign(&pair, signing()).expect("signed");
        let bytes = |document: &Json| document.to_string().into_bytes();
        let facts = Facts {
            registry_key: None,
            issuers: Fact::Known(SignedIssuerList::read(&bytes(&issuer_list)).expect("a list of issuers")),
            status: [(
                LIST.to_owned(),
                vec![Fact::Known(SignedStatusList::read(&bytes(&status_list)).expect("a status list"))],
            )]
            .into(),
            versions: Fact::Known(KnownVersions::from_iter([("peer-support".to_owned(), vec![read("1.2.0")])])),
        };
        Self { pair, achievement, issuances, documents, issuer_list, status_list, facts }
    }

    fn write(&self, folder: &Path) -> std::io::Result<()> {
        std::fs::create_dir_all(folder.join("issued"))?;
        for (number, document) in self.documents.iter().enumerate() {
            std::fs::write(folder.join(format!("issued/{number:04}.json")), document)?;
        }
        std::fs::write(folder.join("issuers.json"), self.issuer_list.to_string())?;
        std::fs::write(folder.join("status.json"), self.status_list.to_string())?;
        // The key is written in the program above, so it is nobody's secret.
        std::fs::write(folder.join("secret.txt"), self.pair.secret().as_str())
    }

    /// One line for each step: how long it takes for one credential, and how many are done in a second.
    fn timed(&self) -> String {
        let parsed: Vec<Json> =
            self.documents.iter().map(|document| Json::read(document).expect("a document")).collect();
        let bare: Vec<Json> = parsed.iter().map(|document| document.clone().without("proof")).collect();
        let stated: Vec<_> = bare.iter().map(|document| statements(document).expect("statements")).collect();
        let signed = self.pair.sign(&[7; 64]);
        let public = self.pair.public();
        let size = self.documents.iter().map(Vec::len).sum::<usize>() / CREDENTIALS;
        let verdicts = self.documents.iter().map(|document| verify(document, &self.facts, today()).verdict());
        let valid = verdicts.filter(|verdict| *verdict == Verdict::Valid).count();
        let mut said = format!(
            "{CREDENTIALS} credentials of {size} bytes and {} statements, {valid} of them valid; one core, median and best of {ROUNDS} rounds\n",
            stated[0].len()
        );
        let mut line = |what: &str, work: &dyn Fn(usize)| {
            let (median, best) = rounds(work);
            let per_second = CREDENTIALS as f64 / median.as_secs_f64();
            let each = |time: Duration| time.as_secs_f64() * 1e6 / CREDENTIALS as f64;
            said +=
                &format!("{what:<44} {:>8.1} µs {:>8.1} µs {per_second:>10.0} a second\n", each(median), each(best));
        };
        line("verify, from bytes to verdict", &|at| {
            black_box(verify(&self.documents[at], &self.facts, today()));
        });
        line("  bare: canonical form, digests, signature", &|at| {
            black_box(signed_by(&parsed[at], Cryptosuite::Statements)).expect("it holds");
        });
        line("    reading the JSON", &|at| {
            black_box(Json::read(&self.documents[at])).expect("a document");
        });
        line("    what it states", &|at| {
            black_box(statements(&bare[at])).expect("statements");
        });
        line("    canonical form of that, with a copy", &|at| {
            black_box(canonical(stated[at].clone())).expect("a form");
        });
        line("    Ed25519, verifying", &|_| {
            assert!(black_box(public.verifies(&[7; 64], &signed)));
        });
        line("issue, from an award to bytes", &|at| {
            let issued = issue(&self.achievement, &self.issuances[at], &self.pair, signing()).expect("issued");
            black_box(issued.document.to_string().into_bytes());
        });
        line("  bare: canonical form, digests, signature", &|at| {
            black_box(sign(bare[at].clone(), &self.pair, signing(), Cryptosuite::Statements)).expect("signed");
        });
        line("    Ed25519, signing", &|_| {
            black_box(self.pair.sign(&[7; 64]));
        });
        said
    }
}

/// The median and the best time of a round, in which everything is done once.
fn rounds(work: &dyn Fn(usize)) -> (Duration, Duration) {
    let round = || {
        let began = Instant::now();
        (0..CREDENTIALS).for_each(work);
        began.elapsed()
    };
    round();
    let mut times: Vec<Duration> = (0..ROUNDS).map(|_| round()).collect();
    times.sort_unstable();
    (times[ROUNDS / 2], times[0])
}

/// A micro-credential worth an eighth of a subject: it has most of what a credential may have.
fn achievement() -> Achievement {
    Achievement {
        of: AchievementOf::Course { course: read("peer-support"), version: read("1.2.0") },
        title: "Supporting peers who self-harm".to_owned(),
        neutral_title: None,
        description: "How to stand by somebody.".to_owned(),
        outcomes: vec!["Listens without judging.".to_owned(), "Knows where to turn.".to_owned()],
        document: DocumentKind::MicroCredential,
        assessed: true,
        volume_of_learning: Some(Hours::from_minutes(37 * 60)),
        credit: Some(Credit { points: read("3.125"), scheme: read("melbourne") }),
        aqf: Some(AqfStanding::Aligned(AqfLevel::new(8).expect("a level"), "Agreed with the university.".to_owned())),
        provider: read("collective"),
        provider_title: "The Collective".to_owned(),
    }
}

fn issuance(number: usize) -> Issuance {
    let id = |kind: usize| format!("urn:uuid:{kind:08x}-0000-4000-8000-{number:012x}");
    Issuance {
        id: id(1),
        holder: id(2),
        holder_name: Some(format!("Alex Invented {number}")),
        achievement_id: "https://registry.example/achievements/collective/peer-support/1.2.0".to_owned(),
        title: TitleShown::Full,
        completed: signing().day(),
        result: None,
        valid_from: signing(),
        valid_until: Some(read("2029-02-01T00:00:00Z")),
        status: vec![StatusEntry {
            list: LIST.to_owned(),
            index: u32::try_from(number * 7).expect("a place"),
            purpose: Purpose::Revocation,
        }],
    }
}

fn issuer_list(pair: &KeyPair) -> Json {
    let key = IssuerKey {
        key: pair.public(),
        good_from: read("2027-01-01T00:00:00Z"),
        good_until: None,
        compromised_from: None,
    };
    let list = IssuerList {
        version: 1,
        valid_from: signing(),
        valid_until: read("2027-03-01T00:00:00Z"),
        issuers: vec![Issuer { provider: read("collective"), title: "The Collective".to_owned(), keys: vec![key] }],
    };
    list.sign(&KeyPair::from_seed([1; 32]), signing()).expect("signed")
}
