//! `registry audit`: writes the audit log to a file, and finds what was done to one.

use std::path::{Path, PathBuf};

use clap::{Args, Subcommand};
use registry_core::audit::{AuditEntry, Checkpoint, verify};

use super::source::{read_text_up_to, write_text};
use super::{Edge, Exit, Failure};
use crate::config::{Config, Given};
use crate::ops;
use crate::ops::read_audit::read_note;

/// The largest file of a log that is read, in bytes: about 400,000 entries.
const LOG_BYTES_MAX: usize = 200 * 1024 * 1024;

/// The largest checkpoint, in bytes.
const NOTE_BYTES_MAX: usize = 4 * 1024;

/// Write the log of changes to a file, and check one
#[derive(Debug, Clone, Args)]
#[command(after_help = "\
Examples:
  registry audit export audit.jsonl
  registry audit verify audit.jsonl
  registry audit verify audit.jsonl --checkpoint kept.txt --key KEY

A checkpoint is what /audit/checkpoint gave you earlier; the key is the
verifierKey of auditHead. Without them a log that was cut at its end, or written
anew as a whole, looks sound.")]
pub(super) struct Audit {
    #[command(subcommand)]
    command: AuditCommand,
}

#[derive(Debug, Clone, Subcommand)]
enum AuditCommand {
    /// Write every entry to a file, one JSON object a line
    Export(Export),
    /// Say whether a log is what it was
    Verify(Verify),
}

#[derive(Debug, Clone, Args)]
struct Export {
    /// The file to write
    file: PathBuf,
    /// The database [default: data/registry.db]
    #[arg(long, value_name = "PATH")]
    database: Option<PathBuf>,
    /// The file with the secret [default: data/registry.key]
    #[arg(long, value_name = "PATH")]
    key_file: Option<PathBuf>,
}

#[derive(Debug, Clone, Args)]
struct Verify {
    /// A log that was exported
    file: PathBuf,
    /// A checkpoint that was kept
    #[arg(long, value_name = "FILE", requires = "key")]
    checkpoint: Option<PathBuf>,
    /// The public key that verifies the checkpoint
    #[arg(long, value_name = "KEY")]
    key: Option<String>,
}

impl Audit {
    pub(super) async fn run(self, edge: &mut Edge<'_>) -> Result<Exit, Failure> {
        match self.command {
            AuditCommand::Export(command) => command.run(edge).await,
            AuditCommand::Verify(command) => command.run(edge),
        }
    }
}

impl Export {
    async fn run(self, edge: &mut Edge<'_>) -> Result<Exit, Failure> {
        let given = Given { listen: None, database: self.database, key_file: self.key_file };
        let config = Config::resolve(given, edge.environment).map_err(Failure::to_correct)?;
        let loaded = ops::load_catalogue(&config.database, config.key, edge.now).await;
        let (state, _) = loaded.map_err(Failure::fault)?;
        let store = state.store().ok_or_else(|| Failure::fault("there is no database"))?;
        let entries = store.audit_entries().await.map_err(Failure::fault)?;
        let mut text = String::new();
        for entry in &entries {
            text.push_str(&serde_json::to_string(entry).map_err(Failure::fault)?);
            text.push('\n');
        }
        write_text(&self.file, &text)?;
        writeln!(edge.out, "{} entries in {}", entries.len(), self.file.display())?;
        store.clone().close().await.map_err(Failure::fault)?;
        Ok(Exit::Answered)
    }
}

impl Verify {
    fn run(self, edge: &mut Edge<'_>) -> Result<Exit, Failure> {
        let (entries, more) = entries(&self.file)?;
        let kept = match (&self.checkpoint, &self.key) {
            (Some(file), Some(key)) => {
                let note = read_text_up_to(file, NOTE_BYTES_MAX, "*.txt")?;
                read_note(&note, key).map_err(|error| Failure::to_correct(format!("{}: {error}", file.display())))?
            }
            _ => Checkpoint::START,
        };
        let report = verify(&entries, kept);
        // What no hash covers: a hash is of what an entry says, and whoever reads the file reads what was put beside that.
        if let Some(sequence) = more.filter(|sequence| *sequence <= report.sound_to.sequence) {
            writeln!(edge.out, "Not what it was: entry {sequence} is not written as the registry writes it.")?;
            writeln!(edge.out, "Sound up to entry {}.", sequence.saturating_sub(1))?;
            return Ok(Exit::AnsweredNo);
        }
        if let Some(fault) = report.fault {
            writeln!(edge.out, "Not what it was: {fault}.")?;
            writeln!(edge.out, "Sound up to entry {}.", report.sound_to.sequence)?;
            return Ok(Exit::AnsweredNo);
        }
        writeln!(edge.out, "Sound: {} entries.", entries.len())?;
        if kept == Checkpoint::START {
            writeln!(edge.out, "No checkpoint was given, so a log cut at its end or written anew looks sound, too.")?;
        } else {
            let (sequence, after) = (kept.sequence, report.after_checkpoint);
            writeln!(edge.out, "Up to entry {sequence} it is what the checkpoint vouches for; {after} came after it.")?;
        }
        Ok(Exit::Answered)
    }
}

/// The entries of a file, with the number of the first that has more in it than an entry has; or every line that is none.
fn entries(file: &Path) -> Result<(Vec<AuditEntry>, Option<u64>), Failure> {
    let text = read_text_up_to(file, LOG_BYTES_MAX, "*.jsonl")?;
    let (mut entries, mut problems, mut more) = (Vec::new(), Vec::new(), None);
    // A registry notes that it took its first catalogue, so no log of one is empty.
    if text.trim().is_empty() {
        return Err(Failure::to_correct(format!("{} is empty; export the log again", file.display())));
    }
    for (index, line) in text.lines().enumerate() {
        match serde_json::from_str::<AuditEntry>(line) {
            Ok(entry) => {
                let whole = serde_json::from_str::<serde_json::Value>(line).ok();
                if more.is_none() && whole != serde_json::to_value(&entry).ok() {
                    more = Some(entry.sequence);
                }
                entries.push(entry);
            }
            Err(error) if problems.len() < 20 => {
                let message = format!("{}:{}: this is no entry of an audit log: {error}", file.display(), index + 1);
                problems.push(message);
            }
            Err(_) => {}
        }
    }
    if problems.is_empty() { Ok((entries, more)) } else { Err(Failure::ToCorrect(problems)) }
}

#[cfg(test)]
mod tests {
    use registry_core::audit::{Actor, AuditAction, AuditEvent, AuditSubject, Checkpoint};

    use crate::cli::Exit;
    use crate::cli::tests::{file, ran};

    /// Lines of a log of three entries, as they are exported.
    fn log() -> Vec<String> {
        let mut head = Checkpoint::START;
        let mut line = |reason: Option<&str>| {
            let entry = head.followed_by(AuditEvent {
                at: "2027-02-01T00:00:00.000Z".parse().expect("a time"),
                actor: Actor::Program,
                action: AuditAction::Seed,
                subject: AuditSubject::Catalogue,
                provider: None,
                reason: reason.map(str::to_owned),
                details: "{}".to_owned(),
            });
            head = entry.checkpoint();
            serde_json::to_string(&entry).expect("JSON")
        };
        [Some("the first"), None, Some("“Other” \u{1f33b}\n")].map(&mut line).to_vec()
    }

    #[tokio::test]
    async fn whatever_is_changed_put_in_or_moved_in_a_file_of_the_log_is_found() {
        let whole = log();
        let changed = |number: usize, from: &str, to: &str| {
            let mut lines = whole.clone();
            assert!(lines[number].contains(from), "{}", lines[number]);
            lines[number] = lines[number].replacen(from, to, 1);
            lines
        };
        let moved = [1, 0, 2].map(|number: usize| whole[number].clone()).to_vec();
        let foreign = "entry 2 is not written as the registry writes it";
        for (number, (lines, said)) in [
            (whole.clone(), ""),
            (changed(1, "seed", "import"), "entry 2 was altered"),
            (changed(1, "\"details\":\"{}\"", "\"details\":\"{ }\""), "entry 2 was altered"),
            (whole[1..].to_vec(), "entry 1 was removed"),
            (moved, "the entries are in another order"),
            (changed(1, "{\"sequence\"", "{\"approvedBy\":\"the auditor\",\"sequence\""), foreign),
            // The first that is wrong is what is said.
            (changed(0, "the first", "the worst"), "entry 1 was altered"),
        ]
        .into_iter()
        .enumerate()
        {
            let path = file(&format!("audit-{number}.jsonl"), &(lines.join("\n") + "\n"));
            let ran = ran(&["audit", "verify", &path]).await;
            let first = ran.out.lines().next().unwrap_or_default();
            if said.is_empty() {
                assert_eq!((ran.exit, first), (Exit::Answered, "Sound: 3 entries."), "{}", ran.err);
            } else {
                let begins = format!("Not what it was: {said}");
                assert!(ran.exit == Exit::AnsweredNo && first.starts_with(&begins), "{number}: {}{}", ran.out, ran.err);
            }
            std::fs::remove_file(path).expect("removed");
        }
        let twice = file("audit-twice.jsonl", &whole[0].replacen("{\"sequence\"", "{\"reason\":null,\"sequence\"", 1));
        assert_ne!(ran(&["audit", "verify", &twice]).await.exit, Exit::Answered, "a member that stands twice");
        std::fs::remove_file(twice).expect("removed");
    }
}
