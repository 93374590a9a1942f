//! `registry recommend`: pathways to a goal, for people or as data.

mod bound_data;
mod counted;
mod data;
mod funding;
mod text;
mod timeline;
mod under_way;
mod why_data;

#[cfg(test)]
mod tests;

use std::path::{Path, PathBuf};

use clap::Args;
use registry_core::id::CourseCode;
use registry_core::pathway::answer::{NotPlanned, Objective, ObjectiveError};
use registry_core::pathway::{Goal, Recommendation, Request, RequestProblem};
use registry_core::solver::file::ProblemFile;

use self::text::Reader;
use super::source::GivenGoal;
use super::{Edge, Exit, Failure, source};
use crate::ops;
use crate::snapshot::Snapshot;

pub(super) use why_data::SourceData;

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
  registry recommend --profile me.toml --objective most-peer-led,soonest
  registry recommend --profile me.toml --front
  registry recommend --profile me.toml --why-not suite-supervision

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
    /// Best at these, in order: soonest,least-cost (repeatable)
    #[arg(long = "objective", value_name = "LIST", value_parser = objectives)]
    objectives: Vec<Aim>,
    /// Trades of cost against finish, at most eight
    #[arg(long, conflicts_with_all = ["objectives", "why_not"])]
    front: bool,
    /// Why this course is not in the plan
    #[arg(long, value_name = "COURSE", value_parser = |text: &str| text.parse::<CourseCode>())]
    why_not: Option<CourseCode>,
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
        let mut profile = source::read_profile(&self.profile, given, &snapshot, edge)?;
        profile.request.objectives = self.objectives.iter().map(|aim| aim.0.clone()).collect();
        let request = &profile.request;
        let name = profile.person.as_ref().map(|person| person.name.as_str());
        let reader = Reader { name, employment: request.record.employment() };
        let budget = ops::recommend::ALONE;
        // What the command line alone asks is named as it is written there.
        let said = |problem: &RequestProblem| match problem {
            RequestProblem::Unknown { field: "why-not", .. } => format!("--{problem}"),
            _ => problem.to_string(),
        };
        let refused = |problems: Vec<RequestProblem>| Failure::ToCorrect(problems.iter().map(said).collect());
        if let Some(path) = &self.export_problem {
            let file = ops::export_problem(&snapshot, request, ops::recommend::ALONE).map_err(refused)?;
            write_problem(path, &file)?;
        }
        let catalogue = snapshot.catalogue();
        let (written, exit) = if let Some(course) = &self.why_not {
            let answer = ops::recommend::why_not(&snapshot, request, course, budget).map_err(refused)?;
            let exit = match answer.why {
                NotPlanned::Never(_) | NotPlanned::NoPathway(_) => Exit::AnsweredNo,
                _ => Exit::Answered,
            };
            let written =
                if self.json { data::why_not(&answer) } else { Ok(text::why_not(catalogue, reader, &answer)) };
            (written, exit)
        } else if self.front {
            let front = ops::recommend::front(&snapshot, request, budget).map_err(refused)?;
            if front.pathways.is_empty() {
                self.plan(&snapshot, request, reader)?
            } else {
                let written = if self.json { data::front(&front) } else { Ok(text::front(reader, &front)) };
                (written, Exit::Answered)
            }
        } else {
            self.plan(&snapshot, request, reader)?
        };
        edge.out.write_all(written.map_err(Failure::fault)?.as_bytes())?;
        Ok(exit)
    }

    /// The answer to the question itself.
    fn plan(&self, snapshot: &Snapshot, request: &Request, reader: Reader<'_>) -> Result<Written, Failure> {
        let budget = ops::recommend::ALONE;
        let answer = ops::recommend(snapshot, request, budget)
            .map_err(|problems| Failure::ToCorrect(problems.iter().map(ToString::to_string).collect()))?;
        let (without, exit) = match &answer {
            Recommendation::Pathways(found) => {
                let first = found.pathways.first();
                let without = first.map(|first| ops::recommend::without_each(snapshot, request, first, budget));
                (without.unwrap_or_default(), Exit::Answered)
            }
            Recommendation::NoPathway(_) => (Vec::new(), Exit::AnsweredNo),
        };
        let written = if self.json {
            data::json(&answer, &without)
        } else {
            Ok(text::text(snapshot.catalogue(), reader, &answer, &without))
        };
        Ok((written, exit))
    }
}

/// What is written, and how the program ends.
type Written = (Result<String, serde_json::Error>, Exit);

/// A list of objectives, as `--objective` takes it.
#[derive(Debug, Clone)]
struct Aim(Vec<Objective>);

fn objectives(text: &str) -> Result<Aim, ObjectiveError> {
    text.split(',').map(|name| name.trim().parse()).collect::<Result<_, _>>().map(Aim)
}

fn write_problem(path: &Path, file: &ProblemFile) -> Result<(), Failure> {
    let text = serde_json::to_string_pretty(file).map_err(Failure::fault)?;
    source::write_text(path, &(text + "\n"))
}
