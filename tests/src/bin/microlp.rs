//! Solves a model with microlp, a solver of linear programs in Rust, and prints value, status and time:
//! `cargo run --release -p registry-tests --bin microlp -- MODEL.json`. The model is the one that tests/peers/solvers.py
//! gives the other solvers: `{"cost": [1], "lower": [0], "upper": [1], "rows": [[[variable], [amount], least]]}`.

use std::io::Write;
use std::process::ExitCode;
use std::time::{Duration, Instant};

use microlp::{ComparisonOp, OptimizationDirection, Problem, SolveOutcome, Variable};
use serde_json::Value;

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
    let Some(program) = model.as_ref().and_then(program) else {
        eprintln!("{path} is not a model; name a file that tests/peers/solvers.py has written");
        return ExitCode::from(2);
    };
    let mut times = Vec::new();
    let mut found = (None, "none");
    while times.len() < TIMES && times.last().is_none_or(|time| *time < LONG) {
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
    times.sort_unstable();
    let median = times[times.len() / 2].as_secs_f64();
    let line = serde_json::json!({ "value": found.0, "status": found.1, "seconds": median });
    match writeln!(std::io::stdout(), "{line}") {
        Ok(()) => ExitCode::SUCCESS,
        Err(_) => ExitCode::FAILURE,
    }
}

/// The program of a model; `None`: it has another form.
fn program(model: &Value) -> Option<Problem> {
    let mut program = Problem::new(OptimizationDirection::Minimize);
    program.set_time_limit(MOST);
    let bound = |key: &str, at: usize| i32::try_from(model[key][at].as_i64()?).ok();
    let mut variables: Vec<Variable> = Vec::new();
    for (at, cost) in model["cost"].as_array()?.iter().enumerate() {
        variables.push(program.add_integer_var(cost.as_f64()?, (bound("lower", at)?, bound("upper", at)?)));
    }
    for row in model["rows"].as_array()? {
        let places = row[0].as_array()?.iter();
        let amounts = places.zip(row[1].as_array()?).map(|(place, amount)| {
            let place = usize::try_from(place.as_u64()?).ok()?;
            Some((*variables.get(place)?, amount.as_f64()?))
        });
        let amounts: Vec<(Variable, f64)> = amounts.collect::<Option<_>>()?;
        program.add_constraint(&amounts, ComparisonOp::Ge, row[2].as_f64()?);
    }
    Some(program)
}
