//! `registry plan`: answers a problem file, for people or as data.

mod data;
mod explained;
mod explained_data;
mod text;

#[cfg(test)]
mod tests;

use std::path::PathBuf;

use clap::Args;
use registry_core::solver::file::{Measure, Status};

use super::{Edge, Exit, Failure, source};
use crate::ops;
use crate::ops::plan::{Asked, Detail, PROBLEM_BYTES_MAX, STEPS};

/// Find the best plan of a problem file
#[derive(Debug, Args)]
#[command(after_help = "\
Examples:
  registry plan docs/examples/problems/study-plan.json
  registry plan problem.json --objective finish,cost --json
  registry plan hard.json --budget 20000000
  registry plan courses.json --goal peer-lead --goal supervisor
  registry plan problem.json --why-not evening-course

A problem file holds items, what they need, terms and limits; it needs no
catalogue (docs/PROBLEM_FILES.md). Objectives: cost, finish, heaviest-term,
lacking, items, credit; the first counts first. Goals are ids of items.
Exit codes: 0 a plan, 3 no plan, 2 something to correct, 1 a fault.
docs/COMMAND_LINE.md describes the data that --json writes.")]
pub(super) struct Plan {
    /// The problem
    #[arg(value_name = "FILE")]
    file: PathBuf,
    /// Reach this item, not the file's goal; repeat for more answers
    #[arg(long, value_name = "ID")]
    goal: Vec<String>,
    /// How many steps the search may take
    #[arg(long, value_name = "STEPS", default_value_t = STEPS)]
    budget: u64,
    /// What plans are compared by; goes before what the file prefers
    #[arg(long, value_name = "LIST", value_delimiter = ',', value_parser = preference)]
    objective: Vec<Measure>,
    /// Say what the plan would be without each of its items
    #[arg(long, conflicts_with = "why_not")]
    worth: bool,
    /// Say why this item is not in the plan
    #[arg(long, value_name = "ID")]
    why_not: Option<String>,
    /// Write the answer as data
    #[arg(long)]
    json: bool,
}

fn preference(text: &str) -> Result<Measure, String> {
    let known = Measure::ALL.into_iter().find(|preference| preference.name() == text);
    let names = || Measure::ALL.map(Measure::name).join(", ");
    known.ok_or_else(|| format!("write some of {}, with commas between them", names()))
}

impl Plan {
    pub(super) fn run(&self, edge: &mut Edge<'_>) -> Result<Exit, Failure> {
        if let Some(twice) = self.objective.iter().enumerate().find(|(at, name)| self.objective[..*at].contains(name)) {
            return Err(Failure::to_correct(format!("--objective names {} twice; keep it once", twice.1.name())));
        }
        if let Some(twice) = self.goal.iter().enumerate().find(|(at, id)| self.goal[..*at].contains(id)) {
            return Err(Failure::to_correct(text::plain(&format!("--goal names {} twice; keep it once", twice.1))));
        }
        let shown = self.file.display();
        let text = source::read_text_up_to(&self.file, PROBLEM_BYTES_MAX, "problem.json")?;
        let file = ops::plan::read_problem(&text).map_err(|found| {
            let message = format!("{shown}:{}:{}: {}", found.line, found.column, found.message);
            Failure::to_correct(text::plain(&message))
        })?;
        drop(text);
        if let Some(of_time) = self.objective.iter().find(|measure| file.terms.is_empty() && measure.is_of_time()) {
            let message = format!(
                "--objective {} speaks of time, and {shown} has no terms; add terms to it or leave the objective out",
                of_time.name()
            );
            return Err(Failure::to_correct(text::plain(&message)));
        }
        let planned = ops::plan(&file, &self.asked()).map_err(|problems| {
            Failure::ToCorrect(problems.iter().map(|problem| text::plain(&format!("{shown}: {problem}"))).collect())
        })?;
        let written =
            if self.json { data::json(&file, &planned).map_err(Failure::fault)? } else { text::text(&file, &planned) };
        edge.out.write_all(written.as_bytes())?;
        let found = |status: Status| matches!(status, Status::Proved | Status::BestFound);
        let all = planned.answers.iter().all(|explained| found(explained.answer.status));
        Ok(if all { Exit::Answered } else { Exit::AnsweredNo })
    }

    fn asked(&self) -> Asked {
        let detail = match &self.why_not {
            Some(id) => Detail::WhyNot(id.clone()),
            None if self.worth => Detail::Worth,
            None => Detail::Plain,
        };
        Asked { goals: self.goal.clone(), order: self.objective.clone(), steps: self.budget, detail }
    }
}
