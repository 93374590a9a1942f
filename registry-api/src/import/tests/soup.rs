//! No bytes, however odd, make a reader panic.

use proptest::prelude::*;

use super::*;

/// Whether a problem says its column; that of a file whose text is not text has none.
fn has_column(problem: &ImportProblem) -> bool {
    problem.column.is_some() || problem.message.contains("is not text in UTF-8")
}

/// Reads the bytes as every format and checks that every problem is a sentence with a file.
fn read_all(name: &str, bytes: &[u8], into: &Catalogue) {
    for format in [None].into_iter().chain(Format::ALL.map(Some)) {
        for problem in read_as(&[(name, bytes)], into, format, Publisher::Operator).err().unwrap_or_default() {
            assert!(!problem.file.is_empty() && problem.line != Some(0), "{problem:?}");
            assert!(!problem.to_string().contains(char::is_control), "{problem:?}");
            let of_a_row = problem.line.is_some_and(|line| line > 1) && !problem.message.contains("split the file");
            assert!(format != Some(Format::Csv) || !of_a_row || has_column(&problem), "{problem:?}");
        }
    }
}

/// Real files, cut and overwritten at some places.
fn broken() -> impl Strategy<Value = Vec<u8>> {
    let nat = [subject("BSBWHS411", "Implement", "Y", "0050"), program("BSB50420", "Diploma of Leading", "0700")];
    let json = crate::export::json(&everything().to_parts()).expect("data");
    let texts = [COURSES.to_owned(), VERSIONS.to_owned(), OFFERINGS.to_owned(), nat.join("\r\n"), json];
    let change = (any::<prop::sample::Index>(), 0..40_usize, prop::collection::vec(any::<u8>(), 0..6));
    (prop::sample::select(texts.to_vec()), prop::collection::vec(change, 1..4), any::<prop::sample::Index>()).prop_map(
        |(text, changes, end)| {
            let mut bytes = text.into_bytes();
            for (at, length, put) in changes {
                let from = at.index(bytes.len() + 1);
                let to = (from + length).min(bytes.len());
                bytes.splice(from..to, put);
            }
            bytes.truncate(end.index(2 * bytes.len() + 1));
            bytes
        },
    )
}

fn everything() -> Catalogue {
    let text = include_str!("../../format/fixtures/everything.toml");
    let file = SourceFile { name: "everything.toml", text };
    read_catalogue(&[file]).and_then(|read| read.build()).expect("sound")
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::with_cases(200) })]

    #[test]
    fn any_bytes_are_read_without_panic(bytes in prop::collection::vec(any::<u8>(), 0..200)) {
        read_all("NAT00060.txt", &bytes, &everything());
    }

    #[test]
    fn a_broken_file_is_read_without_panic(bytes in broken()) {
        read_all("NAT00030A.txt", &bytes, &everything());
    }
}

#[test]
fn json_that_is_nested_without_end_is_refused_not_followed() {
    for text in ["[".repeat(200_000), format!("{{\"tags\": {}", "[".repeat(100_000)), "{\"a\":".repeat(100_000)] {
        read_all("a.json", text.as_bytes(), &everything());
    }
    let deep = format!("{{\"tags\": [{}1{}]}}", "[".repeat(100), "]".repeat(100));
    let said = lines(read_as(&[("a.json", deep.as_bytes())], &everything(), None, Publisher::Operator));
    assert!(said.contains("nested more than 64 deep"), "{said}");
}
