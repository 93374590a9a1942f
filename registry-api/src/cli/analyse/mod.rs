//! `registry analyse`: what the requisites of a catalogue come to, for people or as data.

mod data;
mod text;

#[cfg(test)]
mod tests;

use std::path::PathBuf;

use clap::Args;

use super::{Edge, Exit, Failure, source};
use crate::format::{SourceFile, Unsound};
use crate::ops;
use crate::snapshot::Snapshot;

/// Say what cannot be reached, what everything waits for, what is said twice
#[derive(Debug, Args)]
#[command(after_help = "\
Examples:
  registry analyse
  registry analyse my-courses.toml --all
  registry analyse --json

What the files do not hold themselves is taken from the built-in catalogue.
Without files the built-in catalogue is looked at. Something is reached when
somebody who holds nothing yet and passes every gate can study it.
Exit codes: 0 analysed, whatever was found; 2 something to correct; 1 a fault.
docs/COMMAND_LINE.md describes the data that --json writes.")]
pub(super) struct Analyse {
    /// Catalogue files
    #[arg(value_name = "FILE")]
    files: Vec<PathBuf>,
    /// Write the whole of every list, not only its beginning
    #[arg(long)]
    all: bool,
    /// Write the answer as data, every list whole
    #[arg(long)]
    json: bool,
    /// The database to read; without it, the built-in catalogue
    #[arg(long, value_name = "PATH", conflicts_with = "files")]
    database: Option<PathBuf>,
}

impl Analyse {
    pub(super) async fn run(&self, edge: &mut Edge<'_>) -> Result<Exit, Failure> {
        let known = source::catalogue(self.database.as_deref(), edge).await?;
        let snapshot = if self.files.is_empty() { known } else { self.read(&known)? };
        let health = ops::analyse_catalogue(&snapshot);
        let written = if self.json {
            data::json(snapshot.catalogue(), health).map_err(Failure::fault)?
        } else {
            text::text(snapshot.catalogue(), health, if self.all { usize::MAX } else { text::SHOWN })
        };
        edge.out.write_all(written.as_bytes())?;
        Ok(Exit::Answered)
    }

    fn read(&self, beside: &Snapshot) -> Result<Snapshot, Failure> {
        let mut texts = Vec::new();
        let mut unread = Vec::new();
        for path in &self.files {
            match source::read_text(path) {
                Ok(text) => texts.push((path.display().to_string(), text)),
                Err(Failure::ToCorrect(problems)) => unread.extend(problems),
                Err(failure) => return Err(failure),
            }
        }
        if !unread.is_empty() {
            return Err(Failure::ToCorrect(unread));
        }
        let files: Vec<_> = texts.iter().map(|(name, text)| SourceFile { name, text }).collect();
        ops::join_files(&files, beside).map_err(|unsound| Failure::ToCorrect(lines(&unsound)))
    }
}

/// What is to be corrected: the problems, then every knot with all its members.
fn lines(unsound: &Unsound) -> Vec<String> {
    let knot = |knot: &registry_core::graph::Knot| {
        let members: Vec<_> = knot.members.iter().map(ToString::to_string).collect();
        let count = super::page::counted(members.len() as u64, "entry", "entries");
        format!("{count} in a knot, each before all the others: {}", members.join(", "))
    };
    // A knot of one or two is no more than the circle that is named.
    let knots = unsound.knots.iter().filter(|knot| knot.members.len() > knot.circle.members.len()).map(knot);
    unsound.problems.iter().map(ToString::to_string).chain(knots).collect()
}
