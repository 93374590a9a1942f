//! Catalogue files in TOML and JSON.

use registry_core::catalogue::CatalogueParts;
use toml::Value;

use super::entries::{is_invented, lists};
use super::tree::{Keys, Node, hours_written};
use crate::format::FILE_BYTES_MAX;

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
    let mut files: Vec<ExportFile> = Vec::new();
    for (list, entries) in lists(parts) {
        let mut part = 0;
        let mut text = String::new();
        let mut end = |text: &mut String| {
            if !text.is_empty() {
                part += 1;
                let name = if part == 1 { format!("{list}.toml") } else { format!("{list}-{part}.toml") };
                files.push(ExportFile { name, text: format!("{header}{text}") });
                text.clear();
            }
        };
        for entry in &entries {
            let mut written = String::new();
            write_entry(&mut written, list, entry);
            if header.len() + text.len() + written.len() > FILE_BYTES_MAX {
                end(&mut text);
            }
            text.push_str(&written);
        }
        end(&mut text);
    }
    files
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
