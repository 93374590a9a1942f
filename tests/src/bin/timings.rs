//! What our own solving takes, apart from the start of the program and the writing of the answer:
//! `cargo run --release -p registry-tests --bin timings -- FILE...`, one line of JSON for each problem file.
//!
//! Each part has its own time, so that solving can be compared with the solving of others (tests/peers/solvers.sh).

use std::io::Write;
use std::process::ExitCode;
use std::time::Instant;

use registry_core::solver::file::{Answer, ProblemFile};

/// The allocator that the program has.
#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

/// How many steps a search may take: as many as `registry plan` allows.
const STEPS: u64 = 1_000_000;

/// How often a file is solved, unless it takes long.
const TIMES: usize = 7;

/// What takes longer than this, in seconds, is solved once.
const LONG: f64 = 0.3;

fn main() -> ExitCode {
    let paths: Vec<String> = std::env::args().skip(1).collect();
    let mut out = std::io::stdout();
    for path in &paths {
        let written = measured(path).and_then(|line| writeln!(out, "{line}").map_err(|error| error.to_string()));
        if let Err(error) = written {
            eprintln!("{path} cannot be measured: {error}");
            return ExitCode::FAILURE;
        }
    }
    if paths.is_empty() {
        eprintln!("name problem files, such as timings target/instances/courses-500-00.json");
        return ExitCode::from(2);
    }
    ExitCode::SUCCESS
}

/// One file: what was found, and the median of each part in milliseconds.
fn measured(path: &str) -> Result<String, String> {
    let text = std::fs::read_to_string(path).map_err(|error| error.to_string())?;
    let (read, file) = timed(|| serde_json::from_str::<ProblemFile>(&text));
    let file = file.map_err(|error| error.to_string())?;
    let (mut posing, mut planning) = (Vec::new(), Vec::new());
    let mut posed = None;
    while posing.len() < TIMES && posing.last().is_none_or(|seconds| *seconds < LONG) {
        let (seconds, checked) = timed(|| file.posed());
        posing.push(seconds);
        posed = Some(checked.map_err(|problems| format!("{problems:?}"))?);
    }
    let posed = posed.ok_or("nothing was measured")?;
    // As of the other solvers: one after another, of a model that is made already.
    let mut answer: Option<Answer> = None;
    while planning.len() < TIMES && planning.last().is_none_or(|seconds| *seconds < LONG) {
        let (seconds, found) = timed(|| posed.plan(&file.prefer, STEPS));
        planning.push(seconds);
        answer = Some(found);
    }
    let answer = answer.ok_or("nothing was measured")?;
    Ok(serde_json::json!({
        "file": path,
        "status": answer.status.name(),
        "value": answer.measures.map(|measures| measures.of(answer.first)),
        "steps": answer.steps_used,
        "reading_ms": read * 1e3,
        "posing_ms": median(posing) * 1e3,
        "planning_ms": median(planning) * 1e3,
    })
    .to_string())
}

fn timed<T>(work: impl FnOnce() -> T) -> (f64, T) {
    let began = Instant::now();
    let done = work();
    (began.elapsed().as_secs_f64(), done)
}

fn median(mut seconds: Vec<f64>) -> f64 {
    seconds.sort_by(f64::total_cmp);
    seconds.get(seconds.len() / 2).copied().unwrap_or(f64::NAN)
}
