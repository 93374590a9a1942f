//! `registry import`: files into the catalogue of a database.

mod progress;
#[cfg(test)]
mod tests;

use std::path::PathBuf;

use clap::{Args, ValueEnum};
use registry_core::audit::{Actor, REASON_LENGTH_MAX};
use registry_core::id::ProviderCode;
use registry_core::publish::Publisher;
use serde::Serialize;

use super::page::counted;
use super::{Edge, Exit, Failure, source};
use crate::config::{Config, Given};
use crate::day::AHEAD;
use crate::import::{self, FILE_BYTES_MAX, Fate, Import as Question, ImportFile, ImportProblem, Imported};
use crate::ops;
use crate::ops::import_catalogue::{ImportError, Signed, Written};
use crate::store::Location;
use progress::Progress;

/// How many codes of one kind are listed.
const CODES_SHOWN: usize = 20;

/// Import catalogue files, spreadsheets or national files; all of them or nothing
#[derive(Debug, Args)]
#[command(after_help = "\
Examples:
  registry import catalogue.toml --dry-run
      says what would be new and what would change, and writes nothing
  registry import courses.csv versions.csv offerings.csv --provider my-rto
  registry import NAT00060.txt NAT00030.txt --reason \"Units of 2027\"

Files of one import are of one format and are judged together. A file has at
most 50 MB, a file in TOML 8 MiB. Importing the same files again changes
nothing. A published version is never changed: give the change a new version.
docs/IMPORT.md has the formats and templates.")]
pub(super) struct Import {
    /// The files, all of one format
    #[arg(required = true, value_name = "FILE")]
    files: Vec<PathBuf>,
    /// Their format; auto: as their names tell
    #[arg(long, value_enum, default_value = "auto")]
    format: Format,
    /// Import as this provider: only what is its own may change
    #[arg(long, value_name = "CODE")]
    provider: Option<ProviderCode>,
    /// Say what would happen, and write nothing
    #[arg(long)]
    dry_run: bool,
    /// Answer as JSON
    #[arg(long)]
    json: bool,
    /// The database; made when missing [default: data/registry.db]
    #[arg(long, value_name = "PATH")]
    database: Option<PathBuf>,
    /// Why, for the audit log; it is public, so name nobody
    #[arg(long, value_name = "TEXT", value_parser = reason)]
    reason: Option<String>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum Format {
    /// As the name of each file tells
    Auto,
    /// Catalogue files
    Toml,
    /// The same structure in JSON
    Json,
    /// Tables of courses, versions and offerings
    Csv,
    /// AVETMISS 8.0: NAT00030, NAT00030A, NAT00060
    Nat,
    /// An extract of the national register in JSON
    Register,
}

impl Format {
    fn given(self) -> Option<import::Format> {
        match self {
            Self::Auto => None,
            Self::Toml => Some(import::Format::Toml),
            Self::Json => Some(import::Format::Json),
            Self::Csv => Some(import::Format::Csv),
            Self::Nat => Some(import::Format::Nat),
            Self::Register => Some(import::Format::Register),
        }
    }
}

/// The answer as data.
#[derive(Debug, Serialize)]
struct Data<'a> {
    /// `written`, `unchanged`, `dry-run` or `refused`.
    outcome: &'static str,
    new: usize,
    changed: usize,
    unchanged: usize,
    #[serde(skip_serializing_if = "Option::is_none")]
    revision: Option<i64>,
    entries: Vec<KindData<'a>>,
    problems: &'a [ImportProblem],
}

#[derive(Debug, Serialize)]
struct KindData<'a> {
    kind: &'a str,
    #[serde(flatten)]
    fate: &'a Fate,
}

impl Import {
    pub(super) async fn run(self, edge: &mut Edge<'_>) -> Result<Exit, Failure> {
        let mut files = Vec::new();
        let mut unread = Vec::new();
        for path in &self.files {
            match source::read_bytes_up_to(path, FILE_BYTES_MAX, "*.toml") {
                Ok(bytes) => files.push((path.display().to_string(), bytes)),
                Err(Failure::ToCorrect(problems)) => unread.extend(problems),
                Err(failure) => return Err(failure),
            }
        }
        if !unread.is_empty() {
            return Err(Failure::ToCorrect(unread));
        }
        let files: Vec<_> = files.iter().map(|(name, bytes)| ImportFile { name, bytes }).collect();
        let given = Given { listen: None, database: self.database.clone(), key_file: None };
        let config = Config::resolve(given, edge.environment).map_err(Failure::to_correct)?;
        let by = self.provider.clone().map_or(Publisher::Operator, Publisher::Provider);
        let outcome = {
            let progress = Progress::of(edge);
            let heard = |step| progress.at(step);
            // Published days are the registry's, wherever the operator is.
            let today = (edge.now + AHEAD).date_naive();
            let question = Question { format: self.format.given(), by, today, heard: &heard };
            let outcome = self.outcome(&files, &config, &question, edge.now).await;
            progress.end();
            outcome
        };
        match outcome {
            Ok((imported, written)) => self.answer(&imported, written, edge),
            Err(ImportError::Refused(problems)) => self.refused(&problems, edge),
            Err(fault @ (ImportError::Fault(_) | ImportError::NoDatabase)) => Err(Failure::fault(fault)),
        }
    }

    /// Judges, and commits unless it is a dry run.
    async fn outcome(
        &self,
        files: &[ImportFile<'_>],
        config: &Config,
        question: &Question<'_>,
        now: chrono::DateTime<chrono::Utc>,
    ) -> Result<(Imported, Option<Written>), ImportError> {
        if self.dry_run {
            let snapshot = match &config.database {
                Location::File(path) if !path.exists() => ops::built_in_catalogue()?,
                database => ops::read_catalogue(database, now).await?,
            };
            return Ok((ops::preview_import(files, snapshot.catalogue(), question)?, None));
        }
        let (state, _) = ops::load_catalogue(&config.database, config.key.clone(), now).await?;
        let signed = Signed { actor: Actor::Program, reason: self.reason.clone(), at: now };
        let outcome = ops::import_catalogue(&state, files, question, &signed).await;
        if let Some(store) = state.store() {
            store.clone().close().await?;
        }
        let (imported, written) = outcome?;
        Ok((imported, Some(written)))
    }

    fn answer(&self, imported: &Imported, written: Option<Written>, edge: &mut Edge<'_>) -> Result<Exit, Failure> {
        let (new, changed, unchanged) = imported.counts();
        let (outcome, revision) = match written {
            None => ("dry-run", None),
            Some(Written::Nothing { revision }) => ("unchanged", Some(revision)),
            Some(Written::Committed { revision }) => ("written", Some(revision)),
        };
        if self.json {
            let entries = imported.fates.iter().map(|(kind, fate)| KindData { kind, fate }).collect();
            let data = Data { outcome, new, changed, unchanged, revision, entries, problems: &[] };
            return as_json(&data, Exit::Answered, edge);
        }
        for (kind, fate) in &imported.fates {
            for (what, codes) in [("new", &fate.new), ("changed", &fate.changed)] {
                if !codes.is_empty() {
                    writeln!(
                        edge.out,
                        "{what}: {}: {}",
                        counted(codes.len() as u64, kind, &plural(kind)),
                        listed(codes)
                    )?;
                }
            }
        }
        let sum = format!("{new} new, {changed} changed, {unchanged} unchanged");
        match written {
            None => writeln!(edge.out, "{sum}. Nothing was written: this was a dry run.")?,
            Some(Written::Nothing { revision }) => {
                writeln!(edge.out, "{sum}. Everything is there already; the catalogue stays at revision {revision}.")?;
            }
            Some(Written::Committed { revision }) => {
                writeln!(edge.out, "{sum}. The catalogue is now at revision {revision}.")?;
            }
        }
        Ok(Exit::Answered)
    }

    fn refused(&self, problems: &[ImportProblem], edge: &mut Edge<'_>) -> Result<Exit, Failure> {
        if self.json {
            let entries = Vec::new();
            let data = Data { outcome: "refused", new: 0, changed: 0, unchanged: 0, revision: None, entries, problems };
            return as_json(&data, Exit::ToCorrect, edge);
        }
        for problem in problems {
            writeln!(edge.out, "{problem}")?;
        }
        let count = counted(problems.len() as u64, "problem", "problems");
        writeln!(edge.out, "{count}; nothing was imported")?;
        Ok(Exit::ToCorrect)
    }
}

/// A reason that the audit log can keep.
fn reason(text: &str) -> Result<String, String> {
    match text.trim().chars().count() {
        0 => Err("the reason is empty; write it, or leave the option out".to_owned()),
        count if count > REASON_LENGTH_MAX => {
            Err(format!("the reason has {count} characters; at most {REASON_LENGTH_MAX} are kept, so shorten it"))
        }
        _ if text.contains(char::is_control) => Err("the reason has a control character; take it out".to_owned()),
        _ => Ok(text.trim().to_owned()),
    }
}

fn as_json(data: &Data<'_>, exit: Exit, edge: &mut Edge<'_>) -> Result<Exit, Failure> {
    let text = serde_json::to_string_pretty(data).map_err(Failure::fault)?;
    writeln!(edge.out, "{text}")?;
    Ok(exit)
}

fn plural(kind: &str) -> String {
    format!("{kind}s")
}

fn listed(codes: &[String]) -> String {
    let shown = codes.iter().take(CODES_SHOWN).cloned().collect::<Vec<_>>().join(", ");
    match codes.len().checked_sub(CODES_SHOWN) {
        Some(more) if more > 0 => format!("{shown} and {more} more"),
        _ => shown,
    }
}
