//! `registry issue`: issues what a roster says.

use std::fmt::Write as _;
use std::io::{IsTerminal, Write as _, stderr};
use std::path::{Path, PathBuf};
use std::time::Instant;

use clap::Args;
use registry_core::audit::Actor;
use registry_core::id::ProviderCode;
use sha2::{Digest, Sha256};

use super::page::counted;
use super::source::{read_text_up_to, reason};
use super::token::{Place, close};
use super::{Edge, Exit, Failure};
use crate::import::columns::shielded;
use crate::ops;
use crate::ops::issue::roster::{Roster, RosterFormat, RosterProblem, TEMPLATE, read_roster};
use crate::ops::issue::{Award, AwardProblem, AwardWarning, IssueOutcome, IssueRequest, IssuedBy, IssuedCredential};
use crate::store::IdempotencyKey;

/// The largest roster, in bytes: 100,000 rows of 300.
const ROSTER_BYTES_MAX: usize = 32 * 1024 * 1024;

/// How many warnings are written out.
const WARNINGS_SHOWN: usize = 20;

/// Issue credentials to everybody on a roster
#[derive(Debug, Clone, Args)]
#[command(after_help = "\
Examples:
  registry issue --template > people.csv
  registry issue people.csv --provider college --dry-run
  registry issue people.csv --provider college --claims claims.csv
  registry issue NAT00120.txt --provider college --claims claims.csv

A roster is a table (CSV) or a file of AVETMISS 8.0: NAT00120, of which outcomes
20, 51 and 53 are issued, or NAT00130. Nothing is issued while anything in it is
wrong. The claims are written to a file that only you can read: each row has the
link with which one person claims their credential, once.

The same file given again goes on where it stopped and issues nothing twice. If
you change it, keep the name with --key, or what was issued is issued again.")]
pub(super) struct Issue {
    /// The roster
    #[arg(required_unless_present = "template")]
    file: Option<PathBuf>,
    /// The provider in whose name it is issued, by code
    #[arg(long, value_name = "CODE", required_unless_present = "template")]
    provider: Option<ProviderCode>,
    /// The file to write the claims to; it must not be there yet
    #[arg(long, value_name = "FILE")]
    claims: Option<PathBuf>,
    /// Look at everything; issue nothing and write no claims
    #[arg(long)]
    dry_run: bool,
    /// A name for this roster; without it, its content stands for it
    #[arg(long, value_name = "NAME")]
    key: Option<IdempotencyKey>,
    /// Write the first line of a roster, and stop
    #[arg(long, exclusive = true)]
    template: bool,
    #[command(flatten)]
    place: Place,
}

impl Issue {
    pub(super) async fn run(self, edge: &mut Edge<'_>) -> Result<Exit, Failure> {
        let (Some(file), Some(provider)) = (self.file, self.provider) else {
            write!(edge.out, "{TEMPLATE}")?;
            return Ok(Exit::Answered);
        };
        if self.claims.is_none() && !self.dry_run {
            return Err(Failure::to_correct(
                "say where the claims are written, --claims FILE, or only look with --dry-run",
            ));
        }
        if let Some(there) = self.claims.as_deref().filter(|path| path.exists()) {
            return Err(Failure::to_correct(format!(
                "{} is there already; give the name of a new file",
                there.display()
            )));
        }
        let text = read_text_up_to(&file, ROSTER_BYTES_MAX, "*.csv")?;
        let shown = file.display().to_string();
        let key = match self.key {
            Some(key) => key,
            None => content_key(&text)?,
        };
        let state = self.place.open(edge).await?;
        let read = read_roster(RosterFormat::of_name(&shown), &text, state.snapshot().catalogue());
        let roster = match read {
            Ok(roster) => roster,
            Err(problems) => {
                close(state).await?;
                return Err(unread(&shown, problems));
            }
        };
        let awards: Vec<Award> = roster.rows.iter().map(|row| row.award.clone()).collect();
        let request = IssueRequest {
            by: IssuedBy { actor: Actor::Program, may_for: None },
            provider,
            awards,
            key: Some(key.clone()),
            dry_run: self.dry_run,
            now: edge.now,
        };
        let before = ops::issue::issued_before(&state, &request.provider, &key).await.map_err(Failure::fault)?;
        let begun = Instant::now();
        // On a terminal one line is written again and again; elsewhere nobody reads it.
        let terminal = stderr().is_terminal();
        let mut progress = |done: usize, total: usize| {
            if terminal && total > ops::issue::AT_A_TIME {
                let line = if done < total { format!("{done} of {total} issued") } else { String::new() };
                // A line that cannot be shown is no reason to stop.
                let _ = write!(stderr(), "\r{line}\x1b[K");
            }
        };
        let issued = ops::issue(&state, request, &mut progress).await.map_err(Failure::fault);
        let address = state.address().map(ToString::to_string).unwrap_or_default();
        close(state).await?;
        match issued? {
            IssueOutcome::Refused(problems) => {
                // Where nothing is left to issue, these say why.
                passed_over(&roster, edge)?;
                Err(Failure::ToCorrect(problems.iter().map(|problem| refused(&shown, &roster, problem)).collect()))
            }
            IssueOutcome::KeyReused => Err(Failure::to_correct(
                "this --key was used for another roster; use a new one, or give that roster again",
            )),
            IssueOutcome::Tried(tried) => {
                let warnings = tried.iter().map(|award| award.warnings.as_slice());
                say_warnings(&roster, warnings, edge)?;
                writeln!(
                    edge.out,
                    "{} can be issued; nothing was.",
                    counted(tried.len() as u64, "credential", "credentials")
                )?;
                passed_over(&roster, edge)?;
                Ok(Exit::Answered)
            }
            IssueOutcome::Issued(credentials) => {
                if let Some(path) = &self.claims {
                    write_claims(path, &claims(&roster, &credentials, &address))?;
                }
                say_warnings(&roster, credentials.iter().map(|credential| credential.warnings.as_slice()), edge)?;
                let before = before.min(credentials.len());
                let count = |count: usize| counted(count as u64, "credential", "credentials");
                if before < credentials.len() || before == 0 {
                    let new = count(credentials.len() - before);
                    writeln!(edge.out, "Issued: {new}, in {:.1} s.", begun.elapsed().as_secs_f64())?;
                }
                if before > 0 {
                    writeln!(edge.out, "Issued before, with this roster: {}; nothing is issued twice.", count(before))?;
                }
                passed_over(&roster, edge)?;
                Ok(Exit::Answered)
            }
        }
    }
}

/// Every problem of a roster, with its place.
fn unread(shown: &str, problems: Vec<RosterProblem>) -> Failure {
    let said = |problem: RosterProblem| {
        let column = if problem.column.is_empty() { String::new() } else { format!(" {}:", problem.column) };
        format!("{shown}:{}:{column} {}", problem.line, problem.message)
    };
    Failure::ToCorrect(problems.into_iter().map(said).collect())
}

/// What stands for a roster that has no name.
fn content_key(text: &str) -> Result<IdempotencyKey, Failure> {
    let digest: String = Sha256::digest(text.as_bytes()).iter().map(|byte| format!("{byte:02x}")).collect();
    format!("file-{digest}").parse().map_err(Failure::fault)
}

fn refused(shown: &str, roster: &Roster, problem: &AwardProblem) -> String {
    let row = problem.award.and_then(|at| roster.rows.get(at));
    match row {
        Some(row) => format!("{shown}:{}: {}", row.line, problem.reason),
        None => problem.reason.to_string(),
    }
}

fn say_warnings<'a>(
    roster: &Roster,
    warnings: impl Iterator<Item = &'a [AwardWarning]>,
    edge: &mut Edge<'_>,
) -> Result<(), Failure> {
    let said: Vec<String> = warnings
        .zip(&roster.rows)
        .flat_map(|(warnings, row)| {
            warnings.iter().map(|warning| match warning {
                AwardWarning::Same(first) => {
                    let line = roster.rows.get(first - 1).map_or(0, |row| row.line);
                    format!(
                        "line {}: it says the same as line {line}; if that is the same person, leave one out",
                        row.line
                    )
                }
                other => format!("line {}: {other}", row.line),
            })
        })
        .collect();
    for warning in said.iter().take(WARNINGS_SHOWN) {
        writeln!(edge.err, "{warning}")?;
    }
    if said.len() > WARNINGS_SHOWN {
        writeln!(edge.err, "and {} warnings more", said.len() - WARNINGS_SHOWN)?;
    }
    Ok(())
}

fn passed_over(roster: &Roster, edge: &mut Edge<'_>) -> Result<(), Failure> {
    let mut reasons = std::collections::BTreeMap::new();
    for line in &roster.passed_over {
        *reasons.entry(line.reason).or_insert(0_u64) += 1;
    }
    for (reason, count) in reasons {
        writeln!(edge.out, "Passed over: {} ({reason}).", counted(count, "line", "lines"))?;
    }
    Ok(())
}

fn claims(roster: &Roster, credentials: &[IssuedCredential], address: &str) -> String {
    let mut text = String::from("line,reference,credential,claim_link\n");
    for (row, credential) in roster.rows.iter().zip(credentials) {
        // The only cell that somebody else wrote; a spreadsheet must not take it for a formula.
        let reference = shielded(row.reference()).replace('"', "\"\"");
        let _ = writeln!(
            text,
            "{},\"{reference}\",{},{address}/claim#{}",
            row.line,
            credential.id,
            credential.claim.reveal()
        );
    }
    text
}

/// Writes a new file that only its owner may read.
fn write_claims(path: &Path, text: &str) -> Result<(), Failure> {
    let mut options = std::fs::OpenOptions::new();
    options.write(true).create_new(true);
    #[cfg(unix)]
    {
        use std::os::unix::fs::OpenOptionsExt;
        options.mode(0o600);
    }
    let written = options.open(path).and_then(|mut file| file.write_all(text.as_bytes()));
    written.map_err(|error| {
        let again = "everything is issued; give the same roster again with another --claims";
        Failure::to_correct(format!("{} cannot be written ({}); {again}", path.display(), reason(&error)))
    })
}
