//! Catalogue files in TOML and JSON.

use registry_core::catalogue::CatalogueParts;
use toml::Value;

use super::entries::{is_invented, lists};
use super::tree::{Keys, Node, hours_written};
use crate::format::FILE_BYTES_MAX as TOML_BYTES_MAX;
use crate::import::FILE_BYTES_MAX as JSON_BYTES_MAX;

/// More than stands around an entry, and around the entries of a file.
const BYTES_AROUND: usize = 64;

/// How wide a line of TOML is before a list is broken into one value a line.
const WIDTH: usize = 110;

/// A file of an export.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ExportFile {
    /// Its name within a folder: `courses.toml`, and `courses-2.toml` where one would be larger than is read.
    pub name: String,
    /// What is in it.
    pub text: String,
}

/// The catalogue as one file in JSON.
///
/// # Errors
/// What cannot be written as data: a fault of the program.
pub fn json(parts: &CatalogueParts) -> Result<String, serde_json::Error> {
    let mut keys = Keys::default();
    keys.put("invented", is_invented(parts));
    for (list, entries) in lists(parts) {
        keys.put(list, Node::List(entries.into_iter().map(Node::Table).collect()));
    }
    let mut text = serde_json::to_string_pretty(&keys)?;
    text.push('\n');
    Ok(text)
}

/// The catalogue as one file in TOML.
pub fn toml(parts: &CatalogueParts) -> String {
    let mut text = header(parts);
    for (list, entries) in lists(parts) {
        for entry in &entries {
            write_entry(&mut text, list, entry);
        }
    }
    text
}

/// The catalogue as files in TOML, one for each kind of entry, and none larger than is read.
pub fn toml_files(parts: &CatalogueParts) -> Vec<ExportFile> {
    let header = header(parts);
    split(parts, ("toml", TOML_BYTES_MAX), |list, entry| {
        let mut written = String::new();
        write_entry(&mut written, list, entry);
        Ok(written)
    })
    .unwrap_or_default()
    .into_iter()
    .map(|(name, _, entries)| ExportFile { name, text: format!("{header}{}", entries.concat()) })
    .collect()
}

/// The catalogue as files in JSON, one for each kind of entry, and none larger than is imported.
///
/// # Errors
/// What cannot be written as data: a fault of the program.
pub fn json_files(parts: &CatalogueParts) -> Result<Vec<ExportFile>, serde_json::Error> {
    let invented = is_invented(parts);
    let files = split(parts, ("json", JSON_BYTES_MAX), |_, entry| serde_json::to_string(entry))?;
    let written = files.into_iter().map(|(name, list, entries)| {
        let entries = entries.join(",\n");
        ExportFile { name, text: format!("{{\"invented\":{invented},\"{list}\":[\n{entries}\n]}}\n") }
    });
    Ok(written.collect())
}

/// A file to be written: its name, its list, and the entries as they are written.
type Part = (String, &'static str, Vec<String>);

/// Parts the entries of each list into files that end so and are, with some room for what stands around the entries, no
/// larger than that.
fn split(
    parts: &CatalogueParts,
    (end, bytes_max): (&str, usize),
    write: impl Fn(&'static str, &Keys) -> Result<String, serde_json::Error>,
) -> Result<Vec<Part>, serde_json::Error> {
    let mut files: Vec<Part> = Vec::new();
    for (list, entries) in lists(parts) {
        let mut bytes = 0;
        let mut part = 0;
        for entry in &entries {
            let written = write(list, entry)?;
            let more = written.len() + BYTES_AROUND;
            match files.last_mut() {
                Some((_, _, file)) if part > 0 && bytes + more <= bytes_max => file.push(written),
                _ => {
                    part += 1;
                    bytes = BYTES_AROUND;
                    let name = if part == 1 { format!("{list}.{end}") } else { format!("{list}-{part}.{end}") };
                    files.push((name, list, vec![written]));
                }
            }
            bytes += more;
        }
    }
    Ok(files)
}

fn header(parts: &CatalogueParts) -> String {
    format!("invented = {}\n", is_invented(parts))
}

fn write_entry(text: &mut String, list: &str, entry: &Keys) {
    text.push_str(&format!("\n[[{list}]]\n"));
    let versions = |key: &str| list == "courses" && key == "versions";
    for (key, value) in entry.iter().filter(|(key, _)| !versions(key)) {
        write_key(text, key, value);
    }
    if let (Some(Node::List(of)), "courses") = (entry.get("versions"), list) {
        for version in of {
            text.push_str("\n[[courses.versions]]\n");
            if let Node::Table(keys) = version {
                keys.iter().for_each(|(key, value)| write_key(text, key, value));
            }
        }
    }
}

/// A key on a line of its own; a long list with one value a line.
fn write_key(text: &mut String, key: &str, value: &Node) {
    let line = format!("{key} = {}\n", inline(value));
    match value {
        Node::List(values) if line.len() > WIDTH => {
            text.push_str(&format!("{key} = [\n"));
            values.iter().for_each(|value| text.push_str(&format!("  {},\n", inline(value))));
            text.push_str("]\n");
        }
        _ => text.push_str(&line),
    }
}

fn inline(value: &Node) -> String {
    match value {
        // A text over several lines is written with \n, so that an entry keeps one line for each key.
        Node::Text(text) => basic(text),
        Node::Whole(number) => number.to_string(),
        Node::Hours(hours) => hours_written(*hours),
        Node::Flag(flag) => flag.to_string(),
        Node::List(values) => {
            let values: Vec<_> = values.iter().map(inline).collect();
            format!("[{}]", values.join(", "))
        }
        Node::Table(keys) => {
            let keys: Vec<_> = keys.iter().map(|(key, value)| format!("{key} = {}", inline(value))).collect();
            if keys.is_empty() { "{}".to_owned() } else { format!("{{ {} }}", keys.join(", ")) }
        }
    }
}

/// A text in double quotes. Only a text that is on one line and has nothing to escape is left to the writer of `toml`,
/// which would write others in other quotes.
fn basic(text: &str) -> String {
    let plain = !text.contains(|c: char| c.is_control() || matches!(c, '"' | '\\'));
    if plain {
        return Value::String(text.to_owned()).to_string();
    }
    let escaped = text.chars().fold(String::from("\""), |mut escaped, character| {
        match character {
            '"' => escaped.push_str("\\\""),
            '\\' => escaped.push_str("\\\\"),
            '\n' => escaped.push_str("\\n"),
            '\r' => escaped.push_str("\\r"),
            '\t' => escaped.push_str("\\t"),
            c if c.is_control() => escaped.push_str(&format!("\\u{:04X}", u32::from(c))),
            c => escaped.push(c),
        }
        escaped
    });
    format!("{escaped}\"")
}

#[cfg(test)]
mod tests {
    use registry_core::provider::Region;
    use registry_core::source::Provenance;

    use super::*;

    #[test]
    fn a_list_that_is_too_large_for_one_file_goes_on_in_the_next() {
        let region = |number: usize| Region {
            code: format!("region-{number}").parse().expect("a code"),
            title: "A".repeat(400),
            provenance: Provenance::Invented,
        };
        let parts = CatalogueParts { regions: (0..5).map(region).collect(), ..CatalogueParts::default() };
        let write = |_: &'static str, entry: &Keys| serde_json::to_string(entry);
        let files = split(&parts, ("json", 1_200), write).expect("data");
        let sizes: Vec<_> = files.iter().map(|(name, list, entries)| (name.as_str(), *list, entries.len())).collect();
        let list = "regions";
        assert_eq!(sizes, [("regions.json", list, 2), ("regions-2.json", list, 2), ("regions-3.json", list, 1)]);
        for (_, _, entries) in &files {
            assert!(entries.iter().map(String::len).sum::<usize>() <= 1_200);
        }
    }
}
