//! Bodies that have felled GraphQL servers, sent to the built program in a process of its own.

use std::time::{Duration, Instant};

use registry_tests::attacks;
use registry_tests::server::{self, Process};
use serde_json::json;

/// How long one answer may take: the claim.
const ANSWER_MAX: Duration = Duration::from_millis(100);

/// What a program gets that is not optimised.
const UNOPTIMISED_MAX: Duration = Duration::from_secs(1);

/// How much memory the program may gain from all attacks together.
const GROWTH_MAX_KB: u64 = 50 * 1024;

#[test]
#[expect(clippy::print_stdout, reason = "the figures are for whoever runs this with --nocapture")]
fn every_attack_is_refused_at_once_and_the_program_lives_on() {
    let mut program = Process::start("attacks");
    let honest = program.client.post(&attacks::honest());
    assert_eq!(honest.json(), json!({ "data": { "__typename": "Query" } }));
    let before_kb = program.resident_kb();
    let attacks = attacks::all();
    let optimised = server::program().parent().is_some_and(|folder| folder.ends_with("release"));
    let answer_max = if optimised { ANSWER_MAX } else { UNOPTIMISED_MAX };
    let (mut slowest, mut largest, mut total) = ((Duration::ZERO, ""), (0, ""), Duration::ZERO);
    for (name, body) in &attacks {
        let headers = [("content-type", "application/json"), ("accept", "application/json")];
        let mut send = || {
            let begun = Instant::now();
            let answer = program.client.try_send("POST", "/graphql", &headers, body.as_bytes());
            let took = begun.elapsed();
            assert!(program.runs(), "{name}: the program has ended");
            (answer.unwrap_or_else(|| panic!("{name}: no answer")), took)
        };
        let (answer, mut took) = send();
        // Something else may have held the machine for a moment; what is slow is so each time.
        for _ in 0..2 {
            if took > answer_max {
                took = took.min(send().1);
            }
        }
        assert!(matches!(answer.status, 200 | 400 | 413), "{name}: {}", answer.status);
        let said = answer.json();
        let errors = said["errors"].as_array().unwrap_or_else(|| panic!("{name}: answered: {}", answer.text));
        assert!((1..=5).contains(&errors.len()), "{name}: {} errors", errors.len());
        assert!(said.get("data").is_none(), "{name}: has data");
        assert!(answer.text.len() <= 4_000, "{name}: an answer of {} bytes", answer.text.len());
        assert!(took <= answer_max, "{name}: took {took:?}, more than {answer_max:?}");
        slowest = slowest.max((took, name));
        largest = largest.max((answer.text.len(), name));
        total += took;
    }
    let growth_kb = program.resident_kb().saturating_sub(before_kb);
    println!(
        "{} attacks in {total:?} | slowest {:?} ({}) | largest answer {} B ({}) | memory {before_kb} kB + {growth_kb} kB",
        attacks.len(),
        slowest.0,
        slowest.1,
        largest.0,
        largest.1
    );
    assert!(growth_kb < GROWTH_MAX_KB, "the program has grown by {growth_kb} kB");
    assert_eq!(program.client.send("GET", "/health", &[], b"").status, 200);
    assert_eq!(program.client.post(&attacks::honest()).json(), json!({ "data": { "__typename": "Query" } }));
}
