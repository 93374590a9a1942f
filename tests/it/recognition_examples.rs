//! The worked examples of `docs/RECOGNITION.md` come out as they stand there.
//!
//! Under each heading stand an entry of a catalogue, where the example needs one that the seeds do not have; and one or
//! more questions, `Held since DAY: codes. Granted on DAY: codes. On DAY towards CODE:`, each with the answer in the words of the
//! ledger.

use chrono::NaiveDate;
use registry_api::format::{SourceFile, read_catalogue};
use registry_core::catalogue::Catalogue;
use registry_core::learner_record::{Held, LearnerRecord, LearnerRecordParts};
use registry_core::recognition::{claims_without_evidence, ledger, words};
use registry_core::rpl::{Claimed, RplClaim, RplStatus};
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
    /// Claims of prior learning, and how far each has come.
    claimed: Vec<(&'t str, RplStatus)>,
    on: NaiveDate,
    towards: &'t str,
    /// What the answer has besides: specialisations, claims, what is left.
    with: &'t str,
    answer: &'t str,
}

/// The codes that a sentence names.
fn codes(sentence: &str) -> Vec<&str> {
    sentence.split('`').skip(1).step_by(2).collect()
}

impl<'t> Question<'t> {
    /// Reads what follows `Held since `: a sentence for what is held, one for each sort of claim, and the question.
    fn read(after: &'t str) -> Self {
        let (asked, _) = after.split_once("\n\n").expect("the answer stands under the question");
        let (since, rest) = asked.split_once(": ").expect("what is held");
        let (before, question) = rest.split_once(". On ").expect("a day");
        let (on, towards) = question.split_once(" towards `").expect("an award");
        let (towards, with) = towards.split_once('`').expect("the end of a code");
        let mut sentences = before.split(". ");
        let held = codes(sentences.next().unwrap_or_default());
        let claimed = sentences.flat_map(|sentence| {
            let (how, _) = sentence.split_once(": ").expect("what is claimed");
            let status = match how.split_once(" on ") {
                Some(("Granted", on)) => RplStatus::Granted { on: day(on) },
                Some(("Claimed", on)) => RplStatus::Claimed { on: day(on) },
                Some(("Refused", on)) => RplStatus::Refused { on: day(on) },
                None if how == "Planned" => RplStatus::Planned,
                _ => panic!("no claim is {how}"),
            };
            codes(sentence).into_iter().map(move |code| (code, status))
        });
        let claimed = claimed.collect();
        Self { since: day(since), held, claimed, on: day(on), towards, with, answer: blocks(after, "text")[0] }
    }

    fn record(&self, catalogue: &Catalogue) -> LearnerRecord {
        let completed = self.since;
        let course = |code: &str| code.parse().ok().and_then(|code| catalogue.course(&code));
        let held = |code: &&str| match course(code) {
            Some(entry) => {
                Held::Course { course: entry.code.clone(), version: entry.versions[0].version.clone(), completed }
            }
            None => Held::Qualification { qualification: code.parse().expect("a code"), completed },
        };
        let claim = |(code, status): &(&str, RplStatus)| {
            let entry = course(code).expect("a course");
            let of = Claimed::Course { course: entry.code.clone(), version: entry.versions[0].version.clone() };
            RplClaim { of, status: *status, evidence: Vec::new() }
        };
        let (held, rpl) = (self.held.iter().map(held).collect(), self.claimed.iter().map(claim).collect());
        LearnerRecord::new(LearnerRecordParts { held, rpl, ..LearnerRecordParts::empty(self.on) }).expect("a record")
    }

    /// The answer as the page has it: the sum, each line, what does not count, the limits, groups and levels.
    fn answered(&self, catalogue: &Catalogue) -> String {
        let record = self.record(catalogue);
        let ledger = ledger(catalogue, &record, &self.towards.parse().expect("a code"), self.on).expect("an award");
        let mut said = vec![words::verdict(catalogue, &ledger)];
        said.extend(ledger.lines.iter().map(|line| words::line(catalogue, line)));
        said.extend(ledger.not_counted.iter().map(words::not_counted));
        said.extend(ledger.limits.iter().map(|limit| words::limit(&ledger, limit)));
        if self.with.contains("specialisations") {
            said.extend(ledger.specialisations.iter().map(words::specialisation));
        }
        said.extend(ledger.parts.iter().map(words::part));
        if self.with.contains("claims") {
            said.extend(claims_without_evidence(catalogue, &record).iter().map(words::claim));
        }
        if self.with.contains("what is left") {
            said.extend(words::remaining(&ledger));
        }
        said.join("\n")
    }
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
            let said = question.answered(&catalogue);
            if said != question.answer {
                wrong.push(format!("{heading}, {:?} on {}:\n{said}", question.held, question.on));
            }
            asked += 1;
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n\n"));
    assert!(asked >= 24, "{asked} questions");
    let headings: Vec<&str> = examples.iter().filter_map(|example| example.lines().next()).collect();
    let kinds = [
        "Series",
        "Block",
        "Unit",
        "Packaging: eight core, five and two",
        "Specialisation",
        "Hours of work",
        "Groups of subjects",
        "Levels of subjects",
        "Several levels together",
        "Caps and residency",
        "A cap on prior learning",
        "A claim of prior learning",
        "Age of study",
        "A rule out of its dates",
        "Superseded, and equivalent",
        "Superseded, and not said to be equivalent",
        "Points of another scheme",
    ];
    for kind in kinds {
        assert!(headings.iter().any(|heading| heading.trim() == kind), "no example of {kind}: {headings:?}");
    }
}
