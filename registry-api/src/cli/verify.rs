//! `registry verify`: whether credentials are what they say, without a network.

use std::path::PathBuf;

use clap::Args;
use registry_core::credential::baking::PICTURE_BYTES_MAX;
use registry_core::credential::json::DOCUMENT_BYTES_MAX;
use registry_core::credential::key::PublicKey;
use registry_core::credential::moment::Moment;
use registry_core::date;
use registry_core::verify::{Fact, Facts, Outcome, Report, Shown, Verdict};
use serde_json::json;

use super::page::counted;
use super::{Edge, Exit, Failure, source};
use crate::ops;

/// Say whether credentials are what they say; nothing is fetched
#[derive(Debug, Args)]
#[command(after_help = "\
Examples:
  registry verify badge.json --issuers issuers.json --status status.json
  registry verify badges/*.png --issuers issuers.json --at 2027-06-01 --json

Files are JSON documents, or PNG or SVG pictures with one inside.
The verdict is Valid, Not valid or Could not check. The exit code is 0 when
all are valid, and 3 otherwise; --json tells which.")]
pub(super) struct Verify {
    /// The credentials
    #[arg(required = true, value_name = "FILE")]
    files: Vec<PathBuf>,
    /// The registry's signed list of issuers
    #[arg(long, value_name = "FILE")]
    issuers: Option<PathBuf>,
    /// The registry's key; a list signed by another is not relied on
    #[arg(long, value_name = "DID")]
    registry_key: Option<PublicKey>,
    /// A signed status list; may be given more than once
    #[arg(long, value_name = "FILE")]
    status: Vec<PathBuf>,
    /// The day, or moment in UTC, asked about; without it, now
    #[arg(long, value_name = "DATE", value_parser = moment)]
    at: Option<Moment>,
    /// Write the reports as JSON
    #[arg(long)]
    json: bool,
}

/// A day stands for its first second.
fn moment(text: &str) -> Result<Moment, String> {
    let day = text.parse().map(Moment::start_of);
    day.or_else(|_| text.parse())
        .map_err(|_| format!("\"{text}\" is not a day such as 2027-06-01, nor a moment such as 2027-06-01T09:00:00Z"))
}

impl Verify {
    pub(super) fn run(&self, edge: &mut Edge<'_>) -> Result<Exit, Failure> {
        let facts = self.facts()?;
        let at = self.at.unwrap_or_else(|| Moment::of(edge.now.naive_utc()));
        let read = |number: usize| source::read_bytes_up_to(&self.files[number], PICTURE_BYTES_MAX, "*.json");
        let mut reports = Vec::new();
        let mut unread = Vec::new();
        for (path, found) in self.files.iter().zip(ops::verify_credentials(self.files.len(), read, &facts, at)) {
            match found {
                Ok(report) => reports.push((path.display().to_string(), report)),
                Err(Failure::ToCorrect(problems)) => unread.extend(problems),
                Err(failure) => return Err(failure),
            }
        }
        if !unread.is_empty() {
            return Err(Failure::ToCorrect(unread));
        }
        if self.json {
            let reports: Vec<_> =
                reports.iter().map(|(name, report)| ops::report_in_json(Some(name), report)).collect();
            writeln!(edge.out, "{:#}", json!({ "at": at.to_string(), "credentials": reports }))?;
        } else {
            for (name, report) in &reports {
                write(edge, name, report, reports.len() == 1)?;
            }
            if reports.len() > 1 {
                writeln!(edge.out, "{}", summary(&reports))?;
            }
        }
        let valid = reports.iter().all(|(_, report)| report.verdict() == Verdict::Valid);
        Ok(if valid { Exit::Answered } else { Exit::AnsweredNo })
    }

    fn facts(&self) -> Result<Facts, Failure> {
        let mut problems = Vec::new();
        let mut file = |path: &PathBuf| match source::read_bytes_up_to(path, DOCUMENT_BYTES_MAX, "*.json") {
            Ok(bytes) => Ok(Some(bytes)),
            Err(Failure::ToCorrect(found)) => {
                problems.extend(found);
                Ok(None)
            }
            Err(failure) => Err(failure),
        };
        let issuers = self.issuers.as_ref().map(&mut file).transpose()?.flatten();
        let status = self.status.iter().map(file).collect::<Result<Vec<_>, _>>()?;
        let issuers = match issuers {
            Some(bytes) => ops::issuers_in(&bytes, self.registry_key.as_ref()),
            None => Fact::Unavailable("none was given; name it with --issuers".to_owned()),
        };
        let mut lists = std::collections::BTreeMap::new();
        for (path, bytes) in self.status.iter().zip(status) {
            if let Some(Err(problem)) = bytes.map(|bytes| ops::add_status(&mut lists, &bytes)) {
                problems.push(format!("{} is not a status list: {problem}", path.display()));
            }
        }
        if !problems.is_empty() {
            return Err(Failure::ToCorrect(problems));
        }
        let built_in = ops::built_in_catalogue().map_err(Failure::fault)?;
        Ok(ops::verification_facts(issuers, lists, &built_in))
    }
}

/// What a document says cannot steer a terminal.
fn printable(text: &str) -> String {
    text.chars()
        .flat_map(|letter| if letter.is_control() { letter.escape_default().collect() } else { vec![letter] })
        .collect()
}

/// One credential: all its checks, or of several those that did not pass.
fn write(edge: &mut Edge<'_>, name: &str, report: &Report, all: bool) -> std::io::Result<()> {
    writeln!(edge.out, "{name}: {}", report.verdict().title())?;
    if let Some(shown) = &report.shown {
        writeln!(edge.out, "  {}", printable(&about(shown)))?;
    }
    for one in report.checks() {
        if all || !matches!(one.outcome, Outcome::Passed | Outcome::NotRun) {
            let sentence = printable(&one.sentence);
            writeln!(edge.out, "  {:<15} {:<16} {sentence}", one.check.title(), one.outcome.words())?;
        }
    }
    Ok(())
}

fn about(shown: &Shown) -> String {
    let title = shown.about.title.as_deref().unwrap_or("without a title");
    let issuer = shown.issuer.as_deref().map_or(String::new(), |issuer| format!(", from {issuer}"));
    let awarded = shown.about.awarded.map_or(String::new(), |at| format!(", awarded {}", date::in_words(at.day())));
    format!("{title}{issuer}{awarded}")
}

fn summary(reports: &[(String, Report)]) -> String {
    let count = |verdict| reports.iter().filter(|(_, report)| report.verdict() == verdict).count();
    format!(
        "{}: {} valid, {} not valid, {} could not be checked",
        counted(reports.len() as u64, "credential", "credentials"),
        count(Verdict::Valid),
        count(Verdict::NotValid),
        count(Verdict::CouldNotCheck)
    )
}
