//! `registry analyse`: what the requisites of a catalogue come to, for people or as data.

mod data;
mod text;

#[cfg(test)]
mod tests;

use std::path::PathBuf;

use clap::Args;

use super::{Edge, Exit, Failure, source};
use crate::ops;

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
        let snapshot = if self.files.is_empty() { known } else { source::joined(&self.files, &known)? };
        let health = ops::analyse_catalogue(&snapshot);
        let written = if self.json {
            data::json(snapshot.catalogue(), health).map_err(Failure::fault)?
        } else {
            text::text(snapshot.catalogue(), health, if self.all { usize::MAX } else { text::SHOWN })
        };
        edge.out.write_all(written.as_bytes())?;
        Ok(Exit::Answered)
    }
}
