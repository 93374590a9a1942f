//! Writes made-up problems as files: `cargo run -p registry-tests --bin instances -- FOLDER [SEEDS] [million]`.

use std::io::BufWriter;
use std::path::Path;
use std::process::ExitCode;

use registry_core::solver::file::ProblemFile;
use registry_tests::instances::{courses, sets};

fn main() -> ExitCode {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let seeds = arguments.get(1).map_or(Some(3), |seeds| seeds.parse::<u64>().ok());
    let (Some(folder), Some(seeds)) = (arguments.first(), seeds) else {
        eprintln!("write instances FOLDER [SEEDS] [million], such as instances target/instances 3");
        return ExitCode::from(2);
    };
    let mut all = sets(seeds);
    if arguments.get(2).is_some_and(|word| word == "million") {
        all.push(("courses-1000000-00".to_owned(), courses(1_000_000, 0)));
    }
    for (name, file) in &all {
        if let Err(error) = write(Path::new(folder), name, file) {
            eprintln!("{folder}/{name}.json cannot be written: {error}");
            return ExitCode::FAILURE;
        }
    }
    ExitCode::SUCCESS
}

fn write(folder: &Path, name: &str, file: &ProblemFile) -> std::io::Result<()> {
    std::fs::create_dir_all(folder)?;
    let out = BufWriter::new(std::fs::File::create(folder.join(format!("{name}.json")))?);
    Ok(serde_json::to_writer(out, file)?)
}
