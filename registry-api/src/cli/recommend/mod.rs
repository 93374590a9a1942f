//! `registry recommend`: pathways to a goal, for people or as data.

mod data;
mod text;
mod timeline;

#[cfg(test)]
mod tests;

use std::path::{Path, PathBuf};

use clap::Args;
use registry_core::pathway::{Goal, Recommendation, RequestProblem};
use registry_core::solver::file::ProblemFile;

use super::source::GivenGoal;
use super::{Edge, Exit, Failure, source};
use crate::ops;

/// Plan the way to a role, tier, course, qualification or credit
#[derive(Debug, Args)]
#[command(after_help = "\
Goals:
  role:advocate                the training for a role
  tier:3                       a tier of the internship model
  course:suite-supervision     a course
  qualification:CHC43515       a qualification
  credit:12.5@CHC43515         so much credit towards a qualification

Examples:
  registry recommend --profile me.toml
  registry recommend --profile me.toml --goal tier:3 --json

Nothing you give is stored, but for the file of --export-problem. Without
--database the built-in catalogue is used, whose providers, dates and prices
are invented.
Exit codes: 0 a pathway, 3 no pathway, 2 something to correct, 1 a fault.
docs/COMMAND_LINE.md describes the data that --json writes.")]
pub(super) struct Recommend {
    /// Your answers (docs/CATALOGUE_FILES.md, “A profile file”)
    #[arg(long, value_name = "FILE")]
    profile: PathBuf,
    /// What you want to reach; goes before the goal in the file
    #[arg(long, value_name = "GOAL", value_parser = |text: &str| text.parse::<Goal>())]
    goal: Option<Goal>,
    /// Write the answer as data
    #[arg(long)]
    json: bool,
    /// Also write the question as a problem file
    #[arg(long, value_name = "FILE")]
    export_problem: Option<PathBuf>,
    /// The database to read; without it, the built-in catalogue
    #[arg(long, value_name = "PATH")]
    database: Option<PathBuf>,
}

impl Recommend {
    pub(super) async fn run(&self, edge: &mut Edge<'_>) -> Result<Exit, Failure> {
        let snapshot = source::catalogue(self.database.as_deref(), edge).await?;
        let given = self.goal.clone().map(|goal| GivenGoal { option: "--goal", goal });
        let profile = source::read_profile(&self.profile, given, &snapshot, edge)?;
        let refused =
            |problems: Vec<RequestProblem>| Failure::ToCorrect(problems.iter().map(ToString::to_string).collect());
        if let Some(path) = &self.export_problem {
            let file = ops::export_problem(&snapshot, &profile.request).map_err(refused)?;
            write_problem(path, &file)?;
        }
        let answer = ops::recommend(&snapshot, &profile.request, ops::recommend::ALONE).map_err(refused)?;
        let written = if self.json {
            data::json(&answer).map_err(Failure::fault)?
        } else {
            let name = profile.person.as_ref().map(|person| person.name.as_str());
            text::text(snapshot.catalogue(), name, &answer)
        };
        edge.out.write_all(written.as_bytes())?;
        Ok(match answer {
            Recommendation::Pathways(_) => Exit::Answered,
            Recommendation::NoPathway(_) => Exit::AnsweredNo,
        })
    }
}

fn write_problem(path: &Path, file: &ProblemFile) -> Result<(), Failure> {
    let text = serde_json::to_string_pretty(file).map_err(Failure::fault)?;
    std::fs::write(path, text + "\n")
        .map_err(|error| Failure::to_correct(format!("{} cannot be written: {error}", path.display())))
}
