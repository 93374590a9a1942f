//! Writes a made-up catalogue as tables, to measure imports: `cargo run -p registry-tests --bin tables -- FOLDER COURSES`.
//!
//! Every course has one version; of ten courses one asks for another, and every fifth is taught.

use std::fmt::Write as _;
use std::path::Path;
use std::process::ExitCode;

fn main() -> ExitCode {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let (Some(folder), Some(count)) = (arguments.first(), arguments.get(1).and_then(|count| count.parse().ok())) else {
        eprintln!("write tables FOLDER COURSES, such as tables target/tables 100000");
        return ExitCode::from(2);
    };
    for (name, text) in [("courses", courses(count)), ("versions", versions(count)), ("offerings", offerings(count))] {
        let path = Path::new(folder).join(format!("{name}.csv"));
        let written = std::fs::create_dir_all(folder).and_then(|()| std::fs::write(&path, text));
        if let Err(error) = written {
            eprintln!("{} cannot be written: {error}", path.display());
            return ExitCode::FAILURE;
        }
    }
    ExitCode::SUCCESS
}

fn courses(count: u32) -> String {
    let mut text = String::from("code,title,kind,description,tags,assumption\n");
    for number in 0..count {
        let _ = writeln!(
            text,
            "made-up-{number:06},Made-up course {number},micro-credential,\"Planning and leading the work of course {number}, with peers.\",topic-peer-support,Made up to measure imports"
        );
    }
    text
}

fn versions(count: u32) -> String {
    let mut text = String::from("course,version,published,outcomes,volume_of_learning_hours,assessed,requisites\n");
    for number in 0..count {
        // The tens make chains of at most a hundred.
        let before = number.checked_sub(10).filter(|_| number % 10 == 0 && number % 1_000 != 0);
        let requisites = before.map_or_else(String::new, |before| {
            format!(
                "\"[{{\"\"kind\"\":\"\"prerequisite\"\",\"\"strength\"\":\"\"advised\"\",\"\"requires\"\":{{\"\"course\"\":\"\"made-up-{before:06}\"\",\"\"version\"\":\"\"^1\"\"}},\"\"assumption\"\":true,\"\"note\"\":\"\"Made up\"\"}}]\""
            )
        });
        let _ = writeln!(
            text,
            "made-up-{number:06},1.0.0,2026-07-01,\"Plan the work of {number}\nLead the work of {number}\",37.5,yes,{requisites}"
        );
    }
    text
}

fn offerings(count: u32) -> String {
    let mut text = String::from(
        "code,course,version,provider,mode,rolling_from,weeks,price,days,own_time_hours,peer_led,peer_developed,peer_delivered,assumption\n",
    );
    for number in (0..count).step_by(5) {
        let _ = writeln!(
            text,
            "made-up-{number:06}-online,made-up-{number:06},1.0.0,paper-daisy-training,online,2027-01-04,10,420.00,0,37.5,yes,no,yes,Made up"
        );
    }
    text
}
