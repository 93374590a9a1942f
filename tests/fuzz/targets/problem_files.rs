//! Any bytes as a problem file: read, checked, answered within few steps, twice alike, and written back the same.
#![no_main]

use libfuzzer_sys::fuzz_target;
use registry_core::solver::file::ProblemFile;

const STEPS: u64 = 2_000;

fuzz_target!(|bytes: &[u8]| {
    let Ok(file) = serde_json::from_slice::<ProblemFile>(bytes) else { return };
    let Ok(posed) = file.posed() else { return };
    let answer = posed.plan(&file.prefer, STEPS);
    assert_eq!(answer, posed.plan(&file.prefer, STEPS), "the same question has the same answer");
    let written = serde_json::to_string(&file).expect("a file can be written");
    assert_eq!(serde_json::from_str::<ProblemFile>(&written).expect("what was written reads back"), file);
});
