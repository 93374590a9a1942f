//! `registry credit`: what is held, counted towards awards, for people or as data.

mod data;
mod text;

#[cfg(test)]
mod fixture;
#[cfg(test)]
mod tests;

use std::path::PathBuf;

use clap::Args;
use registry_core::eligibility::UnknownSubject;
use registry_core::id::QualificationCode;
use registry_core::learner_record::LearnerRecord;
use registry_core::pathway::Goal;
use registry_core::recognition::{Ledger, Rung, RungOf};
use registry_core::tier::Tier;

use super::source::{GivenGoal, not_there};
use super::{Edge, Exit, Failure, source};
use crate::ops;
use crate::ops::count_credit::{COMPARED_MAX, claims_without_evidence, closest, compare, ladder};
use crate::snapshot::Snapshot;
use text::Asked;

/// Count what you hold towards qualifications: what it is worth, what is left
#[derive(Debug, Args)]
#[command(
    override_usage = "registry credit --profile <FILE> <QUESTION> [OPTIONS]",
    after_help = "\
Examples:
  registry credit --profile me.toml --towards CHC43515
  registry credit --profile me.toml --closest
  registry credit --profile me.toml --ladder
  registry credit --profile me.toml --compare CHC43515,CHC53315 --json

The answer is for the day the profile gives as earliest start, or today.
Giving credit is the provider's decision; the page says how sure each line is.
Exit codes: 0 something counts or the award is held, 3 nothing counts,
2 something to correct, 1 a fault.
docs/COMMAND_LINE.md describes the data that --json writes."
)]
pub(super) struct Credit {
    /// Your answers (docs/CATALOGUE_FILES.md, “A profile file”)
    #[arg(long, value_name = "FILE")]
    profile: PathBuf,
    #[command(flatten)]
    question: Question,
    /// Write the answer as data
    #[arg(long, help_heading = "Options")]
    json: bool,
    /// The database to read; without it, the built-in catalogue
    #[arg(long, value_name = "PATH", help_heading = "Options")]
    database: Option<PathBuf>,
}

/// What is asked: exactly one of these.
#[derive(Debug, Args)]
#[command(next_help_heading = "Questions, exactly one")]
#[group(required = true, multiple = false)]
struct Question {
    /// What counts towards this qualification, and what is left
    #[arg(long, value_name = "QUALIFICATION", value_parser = |text: &str| text.parse::<QualificationCode>())]
    towards: Option<QualificationCode>,
    /// Which awards are nearest
    #[arg(long)]
    closest: bool,
    /// The rungs above what you hold, and what is left
    #[arg(long)]
    ladder: bool,
    /// Several qualifications side by side, at most 10
    #[arg(long, value_name = "LIST", value_parser = qualifications)]
    compare: Option<Compared>,
}

/// A list of qualifications, as `--compare` takes it.
#[derive(Debug, Clone)]
struct Compared(Vec<QualificationCode>);

/// Reads a list of qualifications, each once.
fn qualifications(text: &str) -> Result<Compared, String> {
    let mut codes: Vec<QualificationCode> = Vec::new();
    for part in text.split(',').map(str::trim) {
        let code = part.parse::<QualificationCode>().map_err(|error| error.to_string())?;
        if codes.contains(&code) {
            return Err(format!("{code} is in the list twice; give it once"));
        }
        codes.push(code);
    }
    match codes.len() {
        count if count > COMPARED_MAX => {
            Err(format!("the list has {count} codes; at most {COMPARED_MAX} are compared"))
        }
        _ => Ok(Compared(codes)),
    }
}

impl Credit {
    pub(super) async fn run(&self, edge: &mut Edge<'_>) -> Result<Exit, Failure> {
        let snapshot = source::catalogue(self.database.as_deref(), edge).await?;
        let profile = source::read_profile(&self.profile, Some(self.goal(&snapshot)), &snapshot, edge)?;
        let name = profile.person.as_ref().map(|person| person.name.as_str());
        let at = profile.request.limits.earliest_start;
        let asked = Asked { catalogue: snapshot.catalogue(), name, at };
        let (written, counts) = self.answer(&snapshot, &profile.request.record, asked)?;
        edge.out.write_all(written.map_err(Failure::fault)?.as_bytes())?;
        Ok(if counts { Exit::Answered } else { Exit::AnsweredNo })
    }

    /// The goal that stands for the profile's own, which does not matter here and may be missing.
    fn goal(&self, snapshot: &Snapshot) -> GivenGoal {
        if let Some(towards) = &self.question.towards {
            return GivenGoal { option: "--towards", goal: Goal::Qualification(towards.clone()) };
        }
        let any = snapshot.catalogue().qualifications().next();
        let goal = any.map_or(Goal::Tier(Tier::One), |entry| Goal::Qualification(entry.code.clone()));
        GivenGoal { option: "goal", goal }
    }

    /// What is written, and whether anything counts.
    fn answer(&self, snapshot: &Snapshot, record: &LearnerRecord, asked: Asked<'_>) -> Result<Written, Failure> {
        let (catalogue, at) = (asked.catalogue, asked.at);
        if let Some(towards) = &self.question.towards {
            let ledger = ops::count_credit(snapshot, record, towards, at);
            let ledger = ledger.map_err(|unknown| Failure::to_correct(named(&unknown, "--towards")))?;
            let claims = claims_without_evidence(snapshot, record);
            let written = if self.json {
                data::ledger(catalogue, &ledger, &claims)
            } else {
                Ok(text::ledger(asked, &ledger, &claims))
            };
            return Ok((written, is_worth(&ledger)));
        }
        if let Some(Compared(codes)) = &self.question.compare {
            let compared = compare(snapshot, record, codes, at).map_err(|unknown| {
                Failure::ToCorrect(unknown.iter().map(|(_, unknown)| named(unknown, "--compare")).collect())
            })?;
            let written =
                if self.json { data::compared(catalogue, &compared) } else { Ok(text::compared(asked, &compared)) };
            return Ok((written, compared.iter().any(|one| is_worth(&one.ledger))));
        }
        if self.question.closest {
            let found = closest(snapshot, record, at);
            let written = if self.json { data::closest(catalogue, &found) } else { Ok(text::closest(asked, &found)) };
            return Ok((written, found.awards.iter().any(|one| is_worth(&one.ledger))));
        }
        let rungs = ladder(snapshot, record, at);
        let written = if self.json { data::ladder(catalogue, &rungs) } else { Ok(text::ladder(asked, &rungs)) };
        Ok((written, rungs.iter().any(is_worth_as_rung)))
    }
}

/// What is written, and whether anything counts.
type Written = (Result<String, serde_json::Error>, bool);

fn is_worth(ledger: &Ledger) -> bool {
    ledger.held || !ledger.lines.is_empty()
}

fn is_worth_as_rung(rung: &Rung) -> bool {
    match &rung.of {
        RungOf::Qualification(ledger) => is_worth(ledger),
        RungOf::Course { held, .. } => *held,
    }
}

fn named(unknown: &UnknownSubject, option: &str) -> String {
    not_there(option, &unknown.target, &unknown.hint)
}
