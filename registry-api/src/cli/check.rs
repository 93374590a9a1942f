//! `registry check`: validates catalogue and profile files.

use std::path::PathBuf;

use clap::Args;

use super::page::counted;
use super::{Edge, Exit, Failure, source};
use crate::format::SourceFile;
use crate::ops;

/// Check catalogue and profile files; every problem with its file and line
#[derive(Debug, Args)]
#[command(after_help = "\
Examples:
  registry check me.toml
  registry check seeds/*.toml seeds/invented/*.toml

What the files do not hold themselves is looked up in the built-in catalogue.
A note (an unusual volume of learning, a fee above the price) is worth a look
and refuses nothing.
The exit code is 2 when there is something to correct.")]
pub(super) struct Check {
    /// The files; a file with a [profile] is checked as a profile
    #[arg(required = true, value_name = "FILE")]
    files: Vec<PathBuf>,
}

impl Check {
    pub(super) fn run(&self, edge: &mut Edge<'_>) -> Result<Exit, Failure> {
        let mut unread = Vec::new();
        let mut texts = Vec::new();
        for path in &self.files {
            match source::read_text(path) {
                Ok(text) => texts.push((path.display().to_string(), text)),
                Err(Failure::ToCorrect(problems)) => unread.extend(problems),
                Err(failure) => return Err(failure),
            }
        }
        let files: Vec<_> = texts.iter().map(|(name, text)| SourceFile { name, text }).collect();
        let built_in = ops::built_in_catalogue().map_err(Failure::fault)?;
        let report = ops::check_files(&files, &built_in, edge.today);
        let problems: Vec<String> = unread.into_iter().chain(report.problems.iter().map(ToString::to_string)).collect();
        let looked_at = counted(self.files.len() as u64, "file", "files");
        if problems.is_empty() {
            for note in &report.notes {
                writeln!(edge.out, "{note}")?;
            }
            let entries = counted(report.entries as u64, "entry", "entries");
            let notes = match report.notes.len() as u64 {
                0 => String::new(),
                count => format!(", {}", counted(count, "note", "notes")),
            };
            writeln!(edge.out, "{looked_at}, {entries}, no problems{notes}")?;
            return Ok(Exit::Answered);
        }
        for problem in &problems {
            writeln!(edge.out, "{problem}")?;
        }
        writeln!(edge.out, "{looked_at}, {}", counted(problems.len() as u64, "problem", "problems"))?;
        Ok(Exit::ToCorrect)
    }
}
