//! `registry status`: revokes, suspends and reinstates credentials.

use std::path::PathBuf;

use clap::{Args, Subcommand};
use registry_core::audit::Actor;
use registry_core::id::ProviderCode;

use super::page::counted;
use super::source::read_text_up_to;
use super::token::{Place, close};
use super::{Edge, Exit, Failure};
use crate::claim::CredentialId;
use crate::ops;
use crate::ops::credential_status::ChangeStatus;
use crate::ops::issue::IssuedBy;
use crate::store::{StatusChange, StatusOutcome};

/// The largest file of ids, in bytes.
const IDS_BYTES_MAX: usize = 8 * 1024 * 1024;

/// Revoke, suspend and reinstate credentials
#[derive(Debug, Clone, Args)]
#[command(after_help = "\
Examples:
  registry status revoke 6f1d3a52-0c7e-4b7e-9a51-3f1f0f6c2b11
  registry status suspend --file ids.txt --reason \"the result is being reviewed\"
  registry status reinstate --file ids.txt

Who holds a copy of a status list sees a change when the copy is out of date:
after five minutes, at most a week. Revoking is for good.")]
pub(super) struct Status {
    #[command(subcommand)]
    command: StatusCommand,
}

#[derive(Debug, Clone, Subcommand)]
enum StatusCommand {
    /// Withdraw credentials for good
    Revoke(Which),
    /// Make credentials not good for now
    Suspend(Which),
    /// Make suspended credentials good again
    Reinstate(Which),
}

#[derive(Debug, Clone, Args)]
#[command(after_help = "\
Example:
  registry status revoke 6f1d3a52-0c7e-4b7e-9a51-3f1f0f6c2b11 --provider college")]
struct Which {
    /// The credentials, by id
    #[arg(value_name = "ID", required_unless_present = "file")]
    ids: Vec<CredentialId>,
    /// A file with an id in each line
    #[arg(long, value_name = "FILE")]
    file: Option<PathBuf>,
    /// Only those of this provider, by code
    #[arg(long, value_name = "CODE")]
    provider: Option<ProviderCode>,
    /// Why; it is sealed, and stays with the issuer
    #[arg(long, value_name = "TEXT")]
    reason: Option<String>,
    /// Say what would be done, and do nothing
    #[arg(long)]
    dry_run: bool,
    #[command(flatten)]
    place: Place,
}

impl Status {
    pub(super) async fn run(self, edge: &mut Edge<'_>) -> Result<Exit, Failure> {
        let (change, which) = match self.command {
            StatusCommand::Revoke(which) => (StatusChange::Revoke, which),
            StatusCommand::Suspend(which) => (StatusChange::Suspend, which),
            StatusCommand::Reinstate(which) => (StatusChange::Reinstate, which),
        };
        let mut credentials = which.ids;
        if let Some(path) = &which.file {
            credentials.extend(read_ids(path)?);
        }
        let state = which.place.open(edge).await?;
        let wish = ChangeStatus {
            by: IssuedBy { actor: Actor::Program, may_for: which.provider },
            change,
            credentials: credentials.clone(),
            reason: which.reason,
            idempotent: None,
            dry_run: which.dry_run,
            now: edge.now,
        };
        let changed = ops::change_status(&state, wish).await.map_err(Failure::fault);
        close(state).await?;
        let outcomes = changed?.unwrap_or_default();
        let mut refused = false;
        for (id, outcome) in credentials.iter().zip(&outcomes) {
            if let Some(why) = why_not(*outcome) {
                refused |= *outcome != StatusOutcome::AlreadySo;
                writeln!(edge.err, "{id}: {why}")?;
            }
        }
        let count = outcomes.iter().filter(|outcome| **outcome == StatusOutcome::Changed).count() as u64;
        let done = match (change, which.dry_run) {
            (_, true) => "To be changed",
            (StatusChange::Revoke, false) => "Revoked",
            (StatusChange::Suspend, false) => "Suspended",
            (StatusChange::Reinstate, false) => "Reinstated",
        };
        writeln!(edge.out, "{done}: {}", counted(count, "credential", "credentials"))?;
        Ok(if refused { Exit::ToCorrect } else { Exit::Answered })
    }
}

fn read_ids(path: &std::path::Path) -> Result<Vec<CredentialId>, Failure> {
    let text = read_text_up_to(path, IDS_BYTES_MAX, "ids.txt")?;
    let mut ids = Vec::new();
    let mut problems = Vec::new();
    for (at, line) in text.lines().enumerate().filter(|(_, line)| !line.trim().is_empty()) {
        match line.trim().parse() {
            Ok(id) => ids.push(id),
            Err(error) => problems.push(format!("{}:{}: {error}", path.display(), at + 1)),
        }
    }
    if problems.is_empty() { Ok(ids) } else { Err(Failure::ToCorrect(problems)) }
}

/// Why a credential was not changed.
fn why_not(outcome: StatusOutcome) -> Option<&'static str> {
    match outcome {
        StatusOutcome::Changed => None,
        StatusOutcome::AlreadySo => Some("it is so already"),
        StatusOutcome::NotFound => Some("there is no such credential"),
        StatusOutcome::NotSuspendable => Some("it was issued so that it cannot be suspended; it can be revoked"),
        StatusOutcome::RevokedForGood => Some("it was revoked, which is for good"),
    }
}
