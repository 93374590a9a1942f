//! The command line: `registry serve`, `recommend`, `eligibility`, `credit`, `check`, `import`, `export`, `analyse`,
//! `graph`, `plan`, `key`, `issue`, `status`, `verify`, `schema`, `token`, `audit`, `backup`, `restore`.
//!
//! Everything a command needs of the world comes in through [`Edge`], so that tests run it in process.

mod analyse;
mod audit;
mod backup;
mod check;
mod credit;
mod eligibility;
mod export;
mod graph;
mod import;
mod issue;
mod key;
mod page;
mod plan;
mod recommend;
mod schema;
mod serve;
mod source;
mod status;
mod token;
mod verify;

#[cfg(test)]
mod tests;

use std::ffi::OsString;
use std::io::{self, Write};
use std::process::ExitCode;

use chrono::{DateTime, NaiveDate, Utc};
use clap::{Parser, Subcommand};

/// What a command has of the world around it.
pub struct Edge<'a> {
    /// Standard output.
    pub out: &'a mut dyn Write,
    /// Standard error.
    pub err: &'a mut dyn Write,
    /// The time, for a new database.
    pub now: DateTime<Utc>,
    /// The day it is where the person is; a profile without a start begins on it.
    pub today: NaiveDate,
    /// The environment.
    pub environment: &'a dyn Fn(&str) -> Option<OsString>,
}

/// How a command ended (docs/adr/0003).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Exit {
    /// 0: answered.
    Answered,
    /// 1: a fault of the program or the machine.
    Fault,
    /// 2: something in the input is to be corrected.
    ToCorrect,
    /// 3: answered, and the answer is no: no pathway, or not eligible.
    AnsweredNo,
}

impl From<Exit> for ExitCode {
    fn from(exit: Exit) -> ExitCode {
        ExitCode::from(match exit {
            Exit::Answered => 0,
            Exit::Fault => 1,
            Exit::ToCorrect => 2,
            Exit::AnsweredNo => 3,
        })
    }
}

/// Why a command gives no answer.
#[derive(Debug)]
enum Failure {
    /// Things to correct, each a line.
    ToCorrect(Vec<String>),
    /// The program or the machine.
    Fault(String),
    /// The output cannot be written.
    Output(io::Error),
}

impl Failure {
    fn to_correct(problem: impl ToString) -> Self {
        Self::ToCorrect(vec![problem.to_string()])
    }

    fn fault(error: impl ToString) -> Self {
        Self::Fault(error.to_string())
    }
}

impl From<io::Error> for Failure {
    fn from(error: io::Error) -> Self {
        Self::Output(error)
    }
}

const EXAMPLES: &str = "\
Examples:
  registry
      starts the registry at http://127.0.0.1:8080
  registry recommend --profile me.toml --goal tier:3
      plans the way to tier 3 of the internship model
  registry eligibility --profile me.toml --for course:suite-supervision
      says whether you may start a course
  registry credit --profile me.toml --closest
      says which awards what you hold counts most towards
  registry verify badge.json --issuers issuers.json
      says whether a credential is what it says

Exit codes:
  0  answered
  1  a fault of the program or the machine
  2  something in what you gave is to be corrected
  3  answered, and the answer is no (no pathway; not eligible; nothing counts;
     not valid, or could not be checked)";

/// Micro-credentials and training pathways for consumer mental-health workers
#[derive(Debug, Parser)]
#[command(name = "registry", version, after_help = EXAMPLES, args_conflicts_with_subcommands = true)]
struct Arguments {
    #[command(subcommand)]
    command: Option<Command>,
    #[command(flatten)]
    serve: serve::Serve,
}

#[derive(Debug, Subcommand)]
enum Command {
    Serve(serve::Serve),
    Recommend(recommend::Recommend),
    Eligibility(eligibility::Eligibility),
    Credit(credit::Credit),
    Check(check::Check),
    Analyse(analyse::Analyse),
    Graph(graph::Graph),
    Import(import::Import),
    Export(export::Export),
    Plan(plan::Plan),
    Key(key::Key),
    Issue(issue::Issue),
    Status(status::Status),
    Verify(verify::Verify),
    Schema(schema::Schema),
    Token(token::Token),
    Audit(audit::Audit),
    Backup(backup::Backup),
    Restore(backup::Restore),
}

/// Runs one command line; the first argument is the program's name.
pub async fn run(arguments: impl IntoIterator<Item = OsString>, edge: &mut Edge<'_>) -> Exit {
    let parsed = match Arguments::try_parse_from(arguments) {
        Ok(parsed) => parsed,
        Err(answer) => return not_a_command(&answer, edge),
    };
    let outcome = match parsed.command.unwrap_or(Command::Serve(parsed.serve)) {
        Command::Serve(command) => command.run(edge).await,
        Command::Recommend(command) => command.run(edge).await,
        Command::Eligibility(command) => command.run(edge).await,
        Command::Credit(command) => command.run(edge).await,
        Command::Check(command) => command.run(edge),
        Command::Analyse(command) => command.run(edge).await,
        Command::Graph(command) => command.run(edge).await,
        Command::Import(command) => command.run(edge).await,
        Command::Export(command) => command.run(edge).await,
        Command::Plan(command) => command.run(edge),
        Command::Key(command) => command.run(edge).await,
        Command::Issue(command) => command.run(edge).await,
        Command::Status(command) => command.run(edge).await,
        Command::Verify(command) => command.run(edge).await,
        Command::Schema(command) => command.run(edge),
        Command::Token(command) => command.run(edge).await,
        Command::Audit(command) => command.run(edge).await,
        Command::Backup(command) => command.run(edge).await,
        Command::Restore(command) => command.run(edge).await,
    };
    match outcome.and_then(|exit| Ok(edge.out.flush().map(|()| exit)?)) {
        Ok(exit) => exit,
        Err(failure) => report(failure, edge),
    }
}

/// Help and version, and what is wrong with a command line.
fn not_a_command(answer: &clap::Error, edge: &mut Edge<'_>) -> Exit {
    let text = worded(answer);
    let (stream, exit) =
        if answer.use_stderr() { (&mut *edge.err, Exit::ToCorrect) } else { (&mut *edge.out, Exit::Answered) };
    // Nobody is left to tell when standard error is gone.
    let _ = stream.write_all(text.as_bytes());
    exit
}

/// What clap says, but for a value that an option does not take: there the reason alone, after the option.
fn worded(answer: &clap::Error) -> String {
    use clap::error::{ContextKind, ContextValue, ErrorKind};
    use std::error::Error;

    let text = answer.render().to_string();
    match (answer.kind(), answer.get(ContextKind::InvalidArg), answer.source()) {
        (ErrorKind::ValueValidation, Some(ContextValue::String(option)), Some(reason)) => {
            let option = option.split(' ').next().unwrap_or(option);
            format!("{option}: {reason}\n")
        }
        (ErrorKind::InvalidValue, _, _) => text.replacen("invalid value", "unknown value", 1),
        _ => text,
    }
}

fn report(failure: Failure, edge: &mut Edge<'_>) -> Exit {
    match failure {
        Failure::ToCorrect(problems) => {
            for problem in problems {
                let _ = writeln!(edge.err, "{problem}");
            }
            Exit::ToCorrect
        }
        Failure::Fault(error) => {
            let _ = writeln!(edge.err, "registry: {error}");
            Exit::Fault
        }
        // `registry … | head`: the reader has seen enough.
        Failure::Output(error) if error.kind() == io::ErrorKind::BrokenPipe => Exit::Answered,
        Failure::Output(error) => {
            let _ = writeln!(edge.err, "registry: the answer cannot be written: {}", source::reason(&error));
            Exit::Fault
        }
    }
}

/// Writes what the program does to standard error: starting, stopping, faults. Libraries are heard only when they
/// warn; what they say of ordinary requests, addresses of people among it, is not kept.
pub fn log_to_stderr() {
    use tracing::level_filters::LevelFilter;
    use tracing_subscriber::filter::Targets;
    use tracing_subscriber::layer::SubscriberExt;
    use tracing_subscriber::util::SubscriberInitExt;

    let heard = Targets::new().with_default(LevelFilter::WARN).with_target("registry_api", LevelFilter::INFO);
    let lines = tracing_subscriber::fmt::layer().with_writer(io::stderr).with_target(false);
    tracing_subscriber::registry().with(lines).with(heard).init();
}
