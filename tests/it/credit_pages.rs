//! What `registry credit` tells the invented people, reviewed.
//!
//! The pages are in `snapshots/credit`. To write them anew, run the tests with `UPDATE_SNAPSHOTS=1` and read the
//! difference.

use std::ffi::OsString;

use registry_api::cli::{self, Edge, Exit};
use registry_tests::seeds::root;

/// Who asks what, under the name of the reviewed page.
const PAGES: [(&str, &str, &[&str], Exit); 16] = [
    ("jo-credit", "jo-credit", &["--towards", "graduate-certificate"], Exit::AnsweredNo),
    ("jo-credit-closest", "jo-credit", &["--closest"], Exit::AnsweredNo),
    ("ivan-superseded", "ivan-superseded", &["--towards", "CHC43515"], Exit::AnsweredNo),
    ("ivan-superseded-ladder", "ivan-superseded", &["--ladder"], Exit::Answered),
    ("amira-interested-ladder", "amira-interested", &["--ladder"], Exit::AnsweredNo),
    ("hana-management", "hana-management", &["--towards", "graduate-certificate"], Exit::AnsweredNo),
    ("lee-nine-items", "lee-nine-items", &["--towards", "graduate-certificate"], Exit::Answered),
    ("lee-nine-items-closest", "lee-nine-items", &["--closest"], Exit::Answered),
    (
        "lee-nine-items-comparison",
        "lee-nine-items",
        &["--compare", "graduate-certificate,ecu-graduate-certificate-mental-health,CHC43515"],
        Exit::Answered,
    ),
    ("kim-four-units", "kim-four-units", &["--towards", "CHC43515"], Exit::Answered),
    ("kim-four-units-ladder", "kim-four-units", &["--ladder"], Exit::Answered),
    ("kim-superseded-unit", "kim-superseded-unit", &["--towards", "CHC43515"], Exit::AnsweredNo),
    ("mina-prior-learning", "mina-prior-learning", &["--towards", "CHC43515"], Exit::Answered),
    ("hana-management-ladder", "hana-management", &["--ladder"], Exit::AnsweredNo),
    ("grace-twelve-months", "grace-twelve-months", &["--closest"], Exit::AnsweredNo),
    (
        "ivan-superseded-comparison",
        "ivan-superseded",
        &["--compare", "CHC43515,CHC53315,graduate-certificate"],
        Exit::AnsweredNo,
    ),
];

async fn page(person: &str, question: &[&str]) -> (Exit, String, String) {
    let profile = root().join(format!("seeds/invented/people/{person}.toml"));
    let (mut out, mut err) = (Vec::new(), Vec::new());
    let now = "2027-01-04T00:00:00Z".parse::<chrono::DateTime<chrono::Utc>>().expect("a time");
    let mut edge = Edge { out: &mut out, err: &mut err, now, today: now.date_naive(), environment: &|_| None };
    let line = ["registry", "credit", "--profile"].map(OsString::from).into_iter();
    let line = line.chain([profile.into_os_string()]).chain(question.iter().map(OsString::from));
    let exit = cli::run(line, &mut edge).await;
    let text = |bytes| String::from_utf8(bytes).expect("text");
    (exit, text(out), text(err))
}

#[tokio::test]
async fn every_page_is_the_reviewed_one_and_keeps_to_80_columns() {
    let mut differences = Vec::new();
    for (name, person, question, ends) in PAGES {
        let (exit, text, err) = page(person, question).await;
        assert_eq!((exit, err.as_str()), (ends, ""), "{name}");
        assert!(text.lines().all(|line| line.chars().count() <= 80), "{name} is wider than a page:\n{text}");
        let path = root().join(format!("tests/it/snapshots/credit/{name}.txt"));
        if std::env::var_os("UPDATE_SNAPSHOTS").is_some() {
            std::fs::write(&path, &text).expect("the folder can be written");
        }
        if std::fs::read_to_string(&path).unwrap_or_default() != text {
            differences.push(name);
        }
    }
    assert_eq!(differences, Vec::<&str>::new(), "UPDATE_SNAPSHOTS=1 writes the pages of today; read what changes");
}
