//! Solves a model with microlp, a solver of linear programs in Rust, and prints value, status and time:
//! `cargo run --release -p registry-tests --bin microlp -- MODEL.json`. The model is the one that tests/peers/solvers.py
//! gives the other solvers: `{"cost": [1], "lower": [0], "upper": [1], "rows": [[[variable], [amount], least]]}`.

use std::io::Write;
use std::process::ExitCode;
use std::time::{Duration, Instant};

use microlp::{ComparisonOp, OptimizationDirection, Problem, SolveOutcome, Variable};
use serde_json::Value;

/// The allocator that the program has.
#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

/// After so long a solve is stopped.
const MOST: Duration = Duration::from_secs(10);

/// How often a model is solved, unless it takes long.
const TIMES: usize = 3;

/// What takes longer than this is solved once.
const LONG: Duration = Duration::from_millis(300);

fn main() -> ExitCode {
    let path = std::env::args().nth(1).unwrap_or_default();
    let text = std::fs::read_to_string(&path);
    let model = text.ok().and_then(|text| serde_json::from_str::<Value>(&text).ok());
    let Some(model) = model.as_ref().and_then(Model::read) else {
        eprintln!("{path} is not a model; name a file that tests/peers/solvers.py has written");
        return ExitCode::from(2);
    };
    let (mut times, mut making) = (Vec::new(), Vec::new());
    let mut found = (None, "none");
    while times.len() < TIMES && times.last().is_none_or(|time| *time < LONG) {
        let began = Instant::now();
        let program = model.program();
        making.push(began.elapsed());
        let began = Instant::now();
        let solved = program.solve();
        times.push(began.elapsed());
        found = match solved {
            Ok(SolveOutcome::Solution(solution)) => {
                let proved = began.elapsed() < MOST;
                (Some(solution.objective().round()), if proved { "proved" } else { "stopped" })
            }
            Ok(SolveOutcome::Interrupted(_)) => (None, "stopped"),
            Err(_) => (None, "none"),
        };
    }
    let (solving, making) = (median(times), median(making));
    let line = serde_json::json!({ "value": found.0, "status": found.1, "seconds": solving, "making": making });
    match writeln!(std::io::stdout(), "{line}") {
        Ok(()) => ExitCode::SUCCESS,
        Err(_) => ExitCode::FAILURE,
    }
}

/// In seconds.
fn median(mut times: Vec<Duration>) -> f64 {
    times.sort_unstable();
    times.get(times.len() / 2).map_or(f64::NAN, Duration::as_secs_f64)
}

/// A model in numbers, of which a program can be made.
struct Model {
    /// By variable: what it costs, the least and the most it may be.
    variables: Vec<(f64, i32, i32)>,
    /// Variables and their amounts, and the least sum.
    rows: Vec<(Vec<(usize, f64)>, f64)>,
}

impl Model {
    /// `None`: it has another form.
    fn read(model: &Value) -> Option<Self> {
        let bound = |key: &str, at: usize| i32::try_from(model[key][at].as_i64()?).ok();
        let costs = model["cost"].as_array()?.iter().enumerate();
        let variables: Vec<(f64, i32, i32)> = costs
            .map(|(at, cost)| Some((cost.as_f64()?, bound("lower", at)?, bound("upper", at)?)))
            .collect::<Option<_>>()?;
        let row = |row: &Value| {
            let places = row[0].as_array()?.iter().zip(row[1].as_array()?);
            let amounts = places.map(|(place, amount)| {
                let place = usize::try_from(place.as_u64()?).ok()?;
                (place < variables.len()).then_some((place, amount.as_f64()?))
            });
            Some((amounts.collect::<Option<_>>()?, row[2].as_f64()?))
        };
        let rows = model["rows"].as_array()?.iter().map(row).collect::<Option<_>>()?;
        Some(Self { variables, rows })
    }

    fn program(&self) -> Problem {
        let mut program = Problem::new(OptimizationDirection::Minimize);
        program.set_time_limit(MOST);
        let of = |&(cost, least, most): &(f64, i32, i32)| program.add_integer_var(cost, (least, most));
        let variables: Vec<Variable> = self.variables.iter().map(of).collect();
        for (amounts, least) in &self.rows {
            let amounts: Vec<(Variable, f64)> =
                amounts.iter().map(|&(place, amount)| (variables[place], amount)).collect();
            program.add_constraint(&amounts, ComparisonOp::Ge, *least);
        }
        program
    }
}
