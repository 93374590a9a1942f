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

/// A question of the page, with the answer that stands there.
struct Question<'t> {
    since: NaiveDate,
    held: Vec<&'t str>,
    on: NaiveDate,
    towards: &'t str,
    answer: &'t str,
}

impl<'t> Question<'t> {
    /// Reads what follows `Held since `.
    fn read(after: &'t str) -> Self {
        let (since, rest) = after.split_once(": ").expect("what is held");
        let (held, rest) = rest.split_once(". On ").expect("a day");
        let (on, rest) = rest.split_once(" towards `").expect("an award");
        let (towards, rest) = rest.split_once('`').expect("the end of a code");
        let held = held.split('`').skip(1).step_by(2).collect();
        Self { since: day(since), held, on: day(on), towards, answer: blocks(rest, "text")[0] }
    }

    fn held(&self, catalogue: &Catalogue) -> Vec<Held> {
        let completed = self.since;
        let held = |code: &&str| match code.parse().ok().and_then(|code| catalogue.course(&code)) {
            Some(entry) => {
                Held::Course { course: entry.code.clone(), version: entry.versions[0].version.clone(), completed }
            }
            None => Held::Qualification { qualification: code.parse().expect("a code"), completed },
        };
        self.held.iter().map(held).collect()
    }
}

/// The answer as the page has it: the sum, each line, what does not count, the limits, groups and levels.
fn answer(catalogue: &Catalogue, held: Vec<Held>, on: NaiveDate, towards: &str) -> String {
    let record = LearnerRecord::new(LearnerRecordParts { held, ..LearnerRecordParts::empty(on) }).expect("a record");
    let ledger = ledger(catalogue, &record, &towards.parse().expect("a code"), on).expect("an award");
    let mut said = vec![words::verdict(catalogue, &ledger)];
    said.extend(ledger.lines.iter().map(|line| words::line(catalogue, line)));
    said.extend(ledger.not_counted.iter().map(words::not_counted));
    said.extend(ledger.limits.iter().map(|limit| words::limit(&ledger, limit)));
    said.extend(ledger.parts.iter().map(words::part));
    said.join("\n")
}

#[test]
fn every_worked_example_comes_out_as_it_stands_on_the_page() {
    let examples = examples();
    let mut wrong = Vec::new();
    let mut asked = 0;
    for example in &examples {
        let heading = example.lines().next().unwrap_or_default();
        let catalogue = catalogue(example);
        for question in example.split("\nHeld since ").skip(1).map(Question::read) {
            let said = answer(&catalogue, question.held(&catalogue), question.on, question.towards);
            if said != question.answer {
                wrong.push(format!("{heading}, {:?} on {}:\n{said}", question.held, question.on));
            }
            asked += 1;
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n\n"));
    assert!(asked >= 10, "{asked} questions");
    let headings: Vec<&str> = examples.iter().filter_map(|example| example.lines().next()).collect();
    let kinds = ["Series", "Block", "Unit", "Packaging", "Levels", "Caps and residency", "Age of study", "Superseded"];
    for kind in kinds {
        assert!(headings.iter().any(|heading| heading.starts_with(kind)), "no example of {kind}: {headings:?}");
    }
}
