//! Credentials in a file: one document or picture, a JSON list of documents, or a CSV table with documents in its cells.

use serde_json::value::RawValue;

/// One credential that was given, and what it is called in answers.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Given {
    /// The name of its file, with its place in it where that holds several: `roster.csv, row 3`.
    pub name: String,
    /// The document, or the picture with one inside.
    pub bytes: Vec<u8>,
}

/// The credentials in a file, in their order and byte for byte. A file is a table where its name ends in `.csv`, and a list
/// where it begins with `[`; everything else is one credential, and verifying says whether it is.
///
/// # Errors
/// A list that is not JSON, or empty; a table that cannot be read, or without a document in any cell.
pub fn credentials_in(name: &str, bytes: Vec<u8>) -> Result<Vec<Given>, String> {
    let first = bytes.iter().find(|byte| !byte.is_ascii_whitespace());
    if name.to_ascii_lowercase().ends_with(".csv") {
        return in_table(name, &bytes);
    }
    if first != Some(&b'[') {
        return Ok(vec![Given { name: name.to_owned(), bytes }]);
    }
    let list: Vec<&RawValue> =
        serde_json::from_slice(&bytes).map_err(|problem| format!("{name} is not a JSON list: {problem}"))?;
    if list.is_empty() {
        return Err(format!("{name} holds no credential; its list is empty"));
    }
    let each = list.into_iter().enumerate();
    Ok(each
        .map(|(number, document)| Given {
            name: format!("{name}, number {}", number + 1),
            bytes: document.get().as_bytes().to_vec(),
        })
        .collect())
}

/// Every cell that begins like a JSON object.
fn in_table(name: &str, bytes: &[u8]) -> Result<Vec<Given>, String> {
    let mut table = csv::ReaderBuilder::new().has_headers(false).flexible(true).from_reader(bytes);
    let mut found = Vec::new();
    for (number, row) in table.byte_records().enumerate() {
        let row = row.map_err(|problem| format!("{name} cannot be read as a table: {problem}"))?;
        let documents = row.iter().map(<[u8]>::trim_ascii).filter(|cell| cell.starts_with(b"{"));
        let in_row: Vec<&[u8]> = documents.collect();
        for (place, document) in in_row.iter().enumerate() {
            let which = if in_row.len() > 1 { format!(", number {}", place + 1) } else { String::new() };
            found.push(Given { name: format!("{name}, row {}{which}", number + 1), bytes: document.to_vec() });
        }
    }
    if found.is_empty() {
        return Err(format!("{name} has no credential in any cell; put the JSON of one into each row"));
    }
    Ok(found)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(name: &str, text: &str, expected: &[(&str, &str)]) {
        let found = credentials_in(name, text.as_bytes().to_vec()).expect(text);
        let found: Vec<_> =
            found.iter().map(|given| (given.name.as_str(), std::str::from_utf8(&given.bytes).expect("text"))).collect();
        assert_eq!(found, expected, "{text}");
    }

    #[test]
    fn a_file_holds_one_or_a_list_or_a_table_of_credentials() {
        check("a.json", " {\"a\": 1.50}", &[("a.json", " {\"a\": 1.50}")]);
        check(
            "all.json",
            "[ {\"a\":1.50}, {\"a\":1,\"a\":2} ]",
            &[("all.json, number 1", "{\"a\":1.50}"), ("all.json, number 2", "{\"a\":1,\"a\":2}")],
        );
        let table = "person,credential,another\nAlex,\"{\"\"a\"\":1}\",{}\nBo,,\nCy, {\t},x\n";
        check(
            "roster.CSV",
            table,
            &[
                ("roster.CSV, row 2, number 1", "{\"a\":1}"),
                ("roster.CSV, row 2, number 2", "{}"),
                ("roster.CSV, row 4", "{\t}"),
            ],
        );
        check("picture.png", "\u{1}", &[("picture.png", "\u{1}")]);
    }

    #[test]
    fn what_holds_none_says_so() {
        let refused = |name: &str, text: &str| credentials_in(name, text.as_bytes().to_vec()).expect_err(text);
        assert_eq!(refused("none.json", " []"), "none.json holds no credential; its list is empty");
        assert!(refused("all.json", "[{]").starts_with("all.json is not a JSON list: "));
        assert!(refused("a.csv", "a,b\n1,2\n").contains("no credential in any cell"));
        assert!(refused("a.csv", "").contains("no credential in any cell"));
    }
}
