//! The worked examples of `docs/RECOGNITION.md` come out as they stand there.
//!
//! Under each heading stand an entry of a catalogue, where the example needs one that the seeds do not have; and one or
//! more questions, `Held since DAY: codes. On DAY towards CODE:`, each with the answer in the words of the ledger.

use chrono::NaiveDate;
use registry_api::format::{SourceFile, read_catalogue};
use registry_core::catalogue::Catalogue;
use registry_core::learner_record::{Held, LearnerRecord, LearnerRecordParts};
use registry_core::recognition::{ledger, words};
use registry_tests::seeds::{catalogue_files, root};

/// The examples of the page, each from its heading to the next.
fn examples() -> Vec<String> {
    let text = std::fs::read_to_string(root().join("docs/RECOGNITION.md")).expect("docs/RECOGNITION.md");
    let (_, after) = text.split_once("## Worked examples").expect("the heading stands there");
    let (section, _) = after.split_once("\n## ").expect("another section follows");
    section.split("\n### ").skip(1).map(str::to_owned).collect()
}

/// The fenced blocks of one language.
fn blocks<'t>(text: &'t str, language: &str) -> Vec<&'t str> {
    let fence = format!("```{language}\n");
    text.split(&fence).skip(1).map(|after| after.split_once("\n```").expect("the block ends").0).collect()
}

/// The seeds, and the entries that an example adds to them.
fn catalogue(example: &str) -> Catalogue {
    let mut files = catalogue_files();
    for block in blocks(example, "toml") {
        if !files.iter().any(|(_, text)| text.contains(block)) {
            files.push(("docs/RECOGNITION.md".to_owned(), block.to_owned()));
        }
    }
    let sources: Vec<SourceFile<'_>> = files.iter().map(|(name, text)| SourceFile { name, text }).collect();
    read_catalogue(&sources).and_then(|read| read.build()).unwrap_or_else(|problems| panic!("{problems:?}"))
}

fn day(text: &str) -> NaiveDate {
    text.parse().expect(text)
}

/// Every question of an example with its answer: since when what is held, on which day, towards what.
fn questions(example: &str) -> Vec<(NaiveDate, Vec<&str>, NaiveDate, &str, &str)> {
    let question = |after: &'_ str| -> (NaiveDate, Vec<&str>, NaiveDate, &str, &str) {
        let (since, rest) = after.split_once(": ").expect("what is held");
        let (held, rest) = rest.split_once(". On ").expect("a day");
        let (on, rest) = rest.split_once(" towards `").expect("an award");
        let (towards, rest) = rest.split_once('`').expect("the end of a code");
        let codes = held.split('`').skip(1).step_by(2).collect();
        (day(since), codes, day(on), towards, blocks(rest, "text")[0])
    };
    let mut found = Vec::new();
    for after in example.split("\nHeld since ").skip(1) {
        found.push(question(after));
    }
    found
}

/// The answer as the page has it: the sum, each line, what does not count, the limits.
fn answer(catalogue: &Catalogue, held: Vec<Held>, on: NaiveDate, towards: &str) -> String {
    let record = LearnerRecord::new(LearnerRecordParts { held, ..LearnerRecordParts::empty(on) }).expect("a record");
    let ledger = ledger(catalogue, &record, &towards.parse().expect("a code"), on).expect("an award");
    let mut said = vec![words::verdict(catalogue, &ledger)];
    said.extend(ledger.lines.iter().map(|line| words::line(catalogue, line)));
    said.extend(ledger.not_counted.iter().map(words::not_counted));
    said.extend(ledger.limits.iter().map(|limit| words::limit(&ledger, limit)));
    said.join("\n")
}

#[test]
fn every_worked_example_comes_out_as_it_stands_on_the_page() {
    let mut asked = 0;
    let examples = examples();
    for example in &examples {
        let heading = example.lines().next().unwrap_or_default();
        let catalogue = catalogue(example);
        let questions = questions(example);
        assert!(!questions.is_empty(), "{heading} has no question");
        for (since, codes, on, towards, expected) in questions {
            let held = codes.iter().map(|code| match code.parse() {
                Ok(course) if catalogue.course(&course).is_some() => {
                    let version = catalogue.course(&course).expect("it is there").versions[0].version.clone();
                    Held::Course { course, version, completed: since }
                }
                _ => Held::Qualification { qualification: code.parse().expect("a code"), completed: since },
            });
            let said = answer(&catalogue, held.collect(), on, towards);
            assert_eq!(said, expected, "{heading}: {codes:?} on {on}\n{said}");
            asked += 1;
        }
    }
    let headings: Vec<&str> = examples.iter().filter_map(|example| example.lines().next()).collect();
    let kinds = ["Series", "Block", "Unit", "Packaging", "Caps and residency", "Age of study", "Superseded"];
    for kind in kinds {
        assert!(headings.iter().any(|heading| heading.starts_with(kind)), "no example of {kind}: {headings:?}");
    }
    assert!(asked >= 9, "{asked} questions");
}
