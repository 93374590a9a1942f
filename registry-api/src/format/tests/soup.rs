//! No text, however odd, makes a reader panic.

use chrono::NaiveDate;
use proptest::prelude::*;

use super::*;

fn read_all(text: &str) {
    let file = file(text);
    for problem in check_catalogue(&[file], Some(&CatalogueParts::default())) {
        assert!(problem.line.is_none_or(|line| line as usize <= text.lines().count() + 1), "{problem}");
        assert!(!problem.to_string().contains(char::is_control), "{problem:?}");
    }
    if let Ok(read) = read_catalogue(&[file]) {
        let _ = read.build();
    }
    let today = NaiveDate::from_ymd_opt(2027, 1, 1).expect("a day");
    let _ = read_profile(&file, today, None);
    is_profile(&file);
}

/// What TOML is made of, and some of what the files are made of.
fn shards() -> impl Strategy<Value = String> {
    let shard = prop::sample::select(vec![
        "[",
        "]",
        "[[",
        "]]",
        "{",
        "}",
        "=",
        ",",
        ".",
        "\"",
        "'",
        "\"\"\"",
        "\n",
        "\r",
        "#",
        " ",
        "\\",
        "\u{1b}",
        "é",
        "a",
        "courses",
        "tiers",
        "versions",
        "requisites",
        "requires",
        "all",
        "code",
        "profile",
        "held",
        "true",
        "1",
        "-1",
        "1e999",
        "nan",
        "0x",
        "2027-02-30",
        "07:32:00",
        "99999999999999999999",
        "[[courses]]\n",
        "[courses.versions]\n",
        "[profile]\n",
    ]);
    prop::collection::vec(shard, 0..60).prop_map(|shards| shards.concat())
}

/// The fixture with a few stretches cut out, doubled or overwritten.
fn mutated(text: &'static str) -> impl Strategy<Value = String> {
    let change = (0..text.len(), 0..40_usize, 0..3_u8, shards());
    prop::collection::vec(change, 1..5).prop_map(move |changes| {
        let mut bytes = text.as_bytes().to_vec();
        for (at, length, how, shard) in changes {
            let from = at.min(bytes.len());
            let to = (from + length).min(bytes.len());
            let cut = bytes[from..to].to_vec();
            match how {
                0 => drop(bytes.drain(from..to)),
                1 => drop(bytes.splice(from..from, cut)),
                _ => drop(bytes.splice(from..to, shard.into_bytes())),
            }
        }
        String::from_utf8_lossy(&bytes).into_owned()
    })
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::with_cases(300) })]

    #[test]
    fn any_bytes_are_read_without_panic(bytes in prop::collection::vec(any::<u8>(), 0..300)) {
        read_all(&String::from_utf8_lossy(&bytes));
    }

    #[test]
    fn any_heap_of_shards_is_read_without_panic(text in shards()) {
        read_all(&text);
    }

    #[test]
    fn a_broken_catalogue_is_read_without_panic(text in mutated(EVERYTHING)) {
        read_all(&text);
    }

    #[test]
    fn a_broken_profile_is_read_without_panic(text in mutated(PERSON)) {
        read_all(&text);
    }
}

#[test]
fn deep_nesting_is_refused_not_followed() {
    let deep = format!(
        "[[tiers]]\ntier = 1\ncompletion = {}{{ tier = 1 }}{}",
        "{ all = [".repeat(70_000),
        "] }".repeat(70_000)
    );
    read_all(&deep);
    read_all(&"[".repeat(200_000));
    read_all(&format!("a = {}", "{b=".repeat(200_000)));
    read_all(&"a.".repeat(100_000));
}

#[test]
fn a_huge_file_is_refused_unread() {
    let huge = "#".repeat(FILE_BYTES_MAX + 1);
    let problems = lines(&check_catalogue(&[file(&huge)], None));
    assert_eq!(problems, ["a.toml: the file has 8388609 bytes; at most 8388608 are read, so split it"]);
}

#[test]
fn an_endless_list_and_endless_problems_are_cut_off() {
    let tiers = "1, ".repeat(LIST_MAX + 1);
    let text = format!("[[support_commitments]]\ncode = \"a\"\ntiers = [{tiers}]");
    let problems = lines(&check_catalogue(&[file(&text)], None));
    assert_eq!(
        problems[4],
        "a.toml:3: support commitment a: tiers: the list has 100001 entries; at most 100000 are read"
    );
    let unknown: String = (0..PROBLEMS_MAX + 50).map(|number| format!("unknown-{number} = 1\n")).collect();
    let problems = check_catalogue(&[file(&unknown)], None);
    assert_eq!(problems.len(), PROBLEMS_MAX + 1);
    assert_eq!(problems[0].to_string(), "a.toml: the file has more than 1000 problems; correct these and check again");
}
