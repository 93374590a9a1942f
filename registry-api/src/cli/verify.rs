//! `registry verify`: whether credentials are what they say, without a network.

use std::io::{IsTerminal, Write, stderr};
use std::path::PathBuf;
use std::sync::atomic::{AtomicUsize, Ordering};

use clap::Args;
use registry_core::credential::baking::PICTURE_BYTES_MAX;
use registry_core::credential::json::DOCUMENT_BYTES_MAX;
use registry_core::credential::key::PublicKey;
use registry_core::credential::moment::Moment;
use registry_core::date;
use registry_core::eligibility::{self, Standing, Subject};
use registry_core::requisite::Strength;
use registry_core::verify::{
    Fact, Facts, Outcome, Remaining, Report, RequirementsMet, Shown, StillToLearn, Verdict, WhatRemains,
    requirements_met,
};
use serde_json::json;

use super::page::counted;
use super::{Edge, Exit, Failure, source};
use crate::ops;
use crate::snapshot::Snapshot;

/// The largest table or list of credentials that is read, in bytes: some thirty thousand credentials.
const TABLE_BYTES_MAX: usize = 128 * 1_048_576;

/// After how many credentials the terminal is told again.
const PROGRESS_EVERY: usize = 500;

/// Say whether credentials are what they say; nothing is fetched
#[derive(Debug, Args)]
#[command(after_help = "\
Examples:
  registry verify badge.json --issuers issuers.json --status status.json
  registry verify badges/*.png --issuers issuers.json --at 2027-06-01 --json
  registry verify roster.csv folder --issuers issuers.json --meets role:advocate
  registry verify folder --issuers list.json --meets tier:2 --catalogue ours.toml

Files are JSON documents or lists of them, PNG or SVG pictures with one inside,
CSV tables with documents in their cells, or folders of such files.
The verdict is Valid, Not valid or Could not check. The exit code is 0 when
all are valid, and 3 otherwise; --json tells which.")]
pub(super) struct Verify {
    /// The credentials: files, tables, folders
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
    /// Ask whether the valid ones are enough: role:CODE or tier:N
    #[arg(long, value_name = "FOR", value_parser = source::subject)]
    meets: Option<Subject>,
    /// Catalogue files, or folders of them, to ask as well
    #[arg(long, value_name = "FILE", conflicts_with = "database")]
    catalogue: Vec<PathBuf>,
    /// The database to ask; without it, the built-in catalogue
    #[arg(long, value_name = "PATH")]
    database: Option<PathBuf>,
    /// Write the reports as JSON
    #[arg(long)]
    json: bool,
}

/// A day stands for its first second.
pub(super) fn moment(text: &str) -> Result<Moment, String> {
    let day = text.parse().map(Moment::start_of);
    day.or_else(|_| text.parse())
        .map_err(|_| format!("\"{text}\" is not a day such as 2027-06-01, nor a moment such as 2027-06-01T09:00:00Z"))
}

impl Verify {
    pub(super) async fn run(&self, edge: &mut Edge<'_>) -> Result<Exit, Failure> {
        let snapshot = self.snapshot(edge).await?;
        let facts = self.facts(&snapshot)?;
        let at = self.at.unwrap_or_else(|| Moment::of(edge.now.naive_utc()));
        let given = self.given()?;
        let begun = AtomicUsize::new(0);
        let read = |number: usize| {
            say_progress(begun.fetch_add(1, Ordering::Relaxed), given.len());
            given[number].read()
        };
        let mut reports = Vec::new();
        let mut unread = Vec::new();
        for (one, found) in given.iter().zip(ops::verify_credentials(given.len(), read, &facts, at)) {
            match found {
                Ok(report) => reports.push((one.name(), report)),
                Err(Failure::ToCorrect(problems)) => unread.extend(problems),
                Err(failure) => return Err(failure),
            }
        }
        if !unread.is_empty() {
            return Err(Failure::ToCorrect(unread));
        }
        let met = self.met(&snapshot, &reports, at)?;
        if self.json {
            let each: Vec<_> = reports.iter().map(|(name, report)| ops::report_in_json(Some(name), report)).collect();
            let issuers = list_in_json(&facts);
            let mut said = json!({ "at": at.to_string(), "issuers": issuers, "credentials": each });
            if let (Some((asked, met)), Some(members)) = (&met, said.as_object_mut()) {
                members.insert("requirements".to_owned(), ops::requirements_in_json(asked, met));
            }
            writeln!(edge.out, "{said:#}")?;
        } else {
            for (name, report) in &reports {
                write(edge, name, report, reports.len() == 1)?;
            }
            if reports.len() != 1 {
                writeln!(edge.out, "{}", summary(&reports))?;
            }
            if let Some((asked, met)) = &met {
                write_met(edge, asked, met, &reports)?;
            }
            if let (Fact::Known(list), None) = (&facts.issuers, &facts.registry_key) {
                writeln!(
                    edge.out,
                    "The list of issuers (version {}) was signed by {}.\nThat was not compared with the registry's key: \
                     give it with --registry-key.",
                    list.list.version, list.signed.key
                )?;
            }
        }
        let valid = reports.iter().all(|(_, report)| report.verdict() == Verdict::Valid);
        let enough = met.as_ref().is_none_or(|(_, met)| met.eligibility.verdict == eligibility::Verdict::Yes);
        Ok(if valid && enough { Exit::Answered } else { Exit::AnsweredNo })
    }

    /// The credentials of all files, tables and folders. Documents and pictures are only named: they are read when it is
    /// their turn, so that ten thousand need little memory.
    fn given(&self) -> Result<Vec<GivenFile>, Failure> {
        let (mut given, mut problems) = (Vec::new(), Vec::new());
        for path in &self.files {
            let found = if path.is_dir() { source::files_in(path, &ENDINGS) } else { Ok(vec![path.clone()]) };
            match found {
                Ok(found) if found.is_empty() => problems.push(format!(
                    "{} holds no credential; the names of such files end in {}",
                    path.display(),
                    ENDINGS.join(", ")
                )),
                Ok(found) => {
                    for path in found {
                        match in_file(path) {
                            Ok(found) => given.extend(found),
                            Err(Failure::ToCorrect(found)) => problems.extend(found),
                            Err(failure) => return Err(failure),
                        }
                    }
                }
                Err(Failure::ToCorrect(found)) => problems.extend(found),
                Err(failure) => return Err(failure),
            }
        }
        if problems.is_empty() { Ok(given) } else { Err(Failure::ToCorrect(problems)) }
    }

    /// What the set comes to, with what was asked for.
    fn met(
        &self,
        snapshot: &Snapshot,
        reports: &[(String, Report)],
        at: Moment,
    ) -> Result<Option<(String, RequirementsMet)>, Failure> {
        let Some(subject) = &self.meets else { return Ok(None) };
        let asked = match subject {
            Subject::Role(code) => format!("role:{code}"),
            Subject::Tier(tier) => format!("tier:{}", tier.number()),
            Subject::Course(_) | Subject::Qualification(_) => {
                let message = "--meets asks about a role or a tier; write role:CODE or tier:1 to tier:4";
                return Err(Failure::to_correct(message.to_owned()));
            }
        };
        let each: Vec<&Report> = reports.iter().map(|(_, report)| report).collect();
        let met = requirements_met(snapshot.catalogue(), &each, subject, at.day());
        met.map(|met| Some((asked, met)))
            .map_err(|unknown| Failure::to_correct(source::not_there("--meets", &unknown.target, &unknown.hint)))
    }

    /// The catalogue that is asked which versions there are, and what a role or tier takes.
    async fn snapshot(&self, edge: &Edge<'_>) -> Result<Snapshot, Failure> {
        let known = source::catalogue(self.database.as_deref(), edge).await?;
        let (mut files, mut problems) = (Vec::new(), Vec::new());
        for path in &self.catalogue {
            if !path.is_dir() {
                files.push(path.clone());
                continue;
            }
            match source::files_in(path, &[".toml"]) {
                Ok(found) if found.is_empty() => {
                    problems.push(format!("{} holds no catalogue file; their names end in .toml", path.display()));
                }
                Ok(found) => files.extend(found),
                Err(Failure::ToCorrect(found)) => problems.extend(found),
                Err(failure) => return Err(failure),
            }
        }
        match (problems.is_empty(), files.is_empty()) {
            (false, _) => Err(Failure::ToCorrect(problems)),
            (true, true) => Ok(known),
            (true, false) => source::joined(&files, &known),
        }
    }

    fn facts(&self, snapshot: &Snapshot) -> Result<Facts, Failure> {
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
            // A list that another key signed is kept, so that the answer can say whose it is; verifying does not rely on it.
            Some(bytes) => ops::issuers_in(&bytes, None),
            None => Fact::Unavailable("none was given; name it with --issuers".to_owned()),
        };
        let mut lists = std::collections::BTreeMap::new();
        for (path, bytes) in self.status.iter().zip(status) {
            if let Some(Err(problem)) = bytes.map(|bytes| ops::add_status(&mut lists, &bytes)) {
                problems.push(format!("{} cannot be used as --status: {problem}", path.display()));
            }
        }
        if !problems.is_empty() {
            return Err(Failure::ToCorrect(problems));
        }
        Ok(ops::verification_facts(issuers, self.registry_key, lists, snapshot))
    }
}

/// Which list of issuers was given, who signed it, whether that was compared with the registry's key, and whether it is that key:
/// null where nobody compared. A list that another key signed is not relied on.
fn list_in_json(facts: &Facts) -> serde_json::Value {
    match &facts.issuers {
        Fact::Known(given) => json!({
            "version": given.list.version,
            "signer": given.signed.key.did(),
            "comparedWithKey": facts.registry_key.is_some(),
            "matchesKey": facts.registry_key.as_ref().map(|key| *key == given.signed.key),
        }),
        Fact::Unavailable(why) => json!({ "unavailable": why }),
    }
}

/// On a terminal one line is written again and again; elsewhere nobody reads it.
fn say_progress(begun: usize, total: usize) {
    if total <= PROGRESS_EVERY || !begun.is_multiple_of(PROGRESS_EVERY) && begun + 1 != total || !stderr().is_terminal()
    {
        return;
    }
    let line = if begun + 1 < total { format!("{begun} of {total} looked at") } else { String::new() };
    // A line that cannot be shown is no reason to stop.
    let _ = write!(stderr(), "\r{line}\x1b[K");
}

/// How the names of files with credentials end, in a folder.
const ENDINGS: [&str; 4] = [".json", ".png", ".svg", ".csv"];

/// A credential of the command line.
enum GivenFile {
    /// A file that is one, not read yet.
    File(PathBuf),
    /// One of several in a file.
    Part(ops::Given),
}

impl GivenFile {
    fn name(&self) -> String {
        match self {
            Self::File(path) => path.display().to_string(),
            Self::Part(given) => given.name.clone(),
        }
    }

    fn read(&self) -> Result<Vec<u8>, Failure> {
        match self {
            Self::File(path) => source::read_bytes_up_to(path, PICTURE_BYTES_MAX, "*.json"),
            Self::Part(given) => Ok(given.bytes.clone()),
        }
    }
}

/// The credentials of a file: tables, and JSON that is a list, hold several.
fn in_file(path: PathBuf) -> Result<Vec<GivenFile>, Failure> {
    let name = path.display().to_string();
    let lower = name.to_ascii_lowercase();
    if !lower.ends_with(".csv") && !lower.ends_with(".json") {
        return Ok(vec![GivenFile::File(path)]);
    }
    if !lower.ends_with(".csv") && source::first_byte(&path) != Some(b'[') {
        return Ok(vec![GivenFile::File(path)]);
    }
    let bytes = source::read_bytes_up_to(&path, TABLE_BYTES_MAX, "*.csv")?;
    let found = ops::credentials_in(&name, bytes).map_err(Failure::to_correct)?;
    Ok(found.into_iter().map(GivenFile::Part).collect())
}

/// Whether the set is enough, what counted for what, and what did not count.
fn write_met(
    edge: &mut Edge<'_>,
    asked: &str,
    met: &RequirementsMet,
    reports: &[(String, Report)],
) -> std::io::Result<()> {
    let some_count = reports.iter().any(|(_, report)| report.verdict() == Verdict::Valid);
    let requires = met.eligibility.findings.iter().any(|one| one.strength == Strength::Required);
    let answer = match met.eligibility.verdict {
        eligibility::Verdict::Yes if !requires && !some_count => {
            "nothing is required; none of these is valid, so none counts"
        }
        eligibility::Verdict::Yes if !requires => "nothing is required, only advised",
        eligibility::Verdict::NotSaid if !some_count => "none of these is valid; what is required is in no credential",
        eligibility::Verdict::No if !some_count => "no, none of these is valid",
        eligibility::Verdict::Yes => "yes, everything required is met",
        eligibility::Verdict::NotYet { .. } => "not yet",
        eligibility::Verdict::NotSaid => "as far as credentials go, yes; the rest is in no credential",
        eligibility::Verdict::No => "no, something required is missing",
    };
    writeln!(edge.out, "Enough for {asked}: {answer}")?;
    let name = |number: &usize| reports.get(*number).map_or("", |(name, _)| name.as_str());
    for (finding, counted) in met.eligibility.findings.iter().zip(&met.counted) {
        let standing = match finding.standing {
            Standing::Met => "met",
            Standing::MetFrom(_) => "met later",
            Standing::NotSaid => "not said",
            Standing::Missing => "missing",
        };
        let counted = counted.iter().map(name).collect::<Vec<_>>().join(", ");
        let by = if counted.is_empty() { String::new() } else { format!(" (by {})", printable(&counted)) };
        writeln!(edge.out, "  {standing:<9} {}{by}", printable(&finding.requirement))?;
    }
    for (number, why) in &met.left_out {
        writeln!(edge.out, "  not counted: {}: {}", printable(name(number)), why.words())?;
    }
    writeln!(edge.out, "  {}", printable(&what_remains(&met.remaining)))?;
    if !met.names.is_empty() {
        writeln!(edge.out, "  they name different people: {}", printable(&met.names.join(", ")))?;
    }
    Ok(())
}

/// The planner's answer in a line.
fn what_remains(remaining: &Remaining) -> String {
    let advised = |step: &StillToLearn| if step.strength == Strength::Advised { " (advised)" } else { "" };
    let goal = &remaining.goal;
    let learned = match &remaining.what {
        WhatRemains::Nothing => format!("nothing is left to learn for {goal}"),
        WhatRemains::Training { steps, proved } => {
            let way =
                if *proved { "at least cost" } else { "on the cheapest way found, perhaps not the cheapest there is" };
            let titles: Vec<String> = steps.iter().map(|step| format!("{}{}", step.title, advised(step))).collect();
            format!("left to learn for {goal}, {way}: {}", titles.join("; "))
        }
        WhatRemains::NoPathway(why) => format!("no pathway from these to {goal} was found: {}", why.join("; ")),
    };
    match remaining.also_needed.as_slice() {
        [] => learned,
        needed => format!("{learned}; and what no training gives: {}", needed.join("; ")),
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
