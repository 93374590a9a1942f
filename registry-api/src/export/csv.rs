//! The tables of a catalogue as CSV, which a spreadsheet opens without taking a cell for a formula.

use registry_core::catalogue::CatalogueParts;
use registry_core::source::Provenance;

use super::entries::{course, course_version, offering};
use super::files::ExportFile;
use super::tree::{Keys, Node, hours_written};
use crate::import::columns::{
    Column, Content, INVENTED, OF_COURSE, Table, shielded, to_fee, to_flag, to_lines, to_list,
};

/// The courses, their versions and the offerings, a file for each. What else there is has no table.
pub fn csv_files(parts: &CatalogueParts) -> Vec<ExportFile> {
    Table::ALL.into_iter().map(|table| file(table, parts)).collect()
}

fn file(table: Table, parts: &CatalogueParts) -> ExportFile {
    // Excel takes a file for UTF-8 only when it begins with the mark.
    let mut text = String::from("\u{feff}");
    let headers: Vec<_> = table.columns().iter().map(|column| column.name.to_owned()).collect();
    write_row(&mut text, &headers);
    let of_row = |entry: &Keys, of: Option<&str>, provenance: Option<&Provenance>| {
        let invented = provenance == Some(&Provenance::Invented);
        let cells = table.columns().iter().map(|column| match column.name {
            OF_COURSE if of.is_some() => of.unwrap_or_default().to_owned(),
            INVENTED => if invented { "yes" } else { "" }.to_owned(),
            _ => shielded(&cell(entry, column)),
        });
        cells.collect::<Vec<_>>()
    };
    match table {
        Table::Courses => {
            parts.courses.iter().for_each(|e| write_row(&mut text, &of_row(&course(e), None, Some(&e.provenance))));
        }
        Table::Versions => parts.courses.iter().for_each(|course| {
            let of = Some(course.code.as_str());
            course.versions.iter().for_each(|e| write_row(&mut text, &of_row(&course_version(e), of, None)));
        }),
        Table::Offerings => {
            parts.offerings.iter().for_each(|e| write_row(&mut text, &of_row(&offering(e), None, Some(&e.provenance))));
        }
    }
    ExportFile { name: format!("{}.csv", table.name()), text }
}

fn write_row(text: &mut String, cells: &[String]) {
    let mut writer = ::csv::Writer::from_writer(Vec::new());
    // Writing into memory cannot fail.
    let _ = writer.write_record(cells);
    if let Ok(bytes) = writer.into_inner() {
        text.push_str(&String::from_utf8_lossy(&bytes));
    }
}

/// What stands in a column of an entry.
fn cell(entry: &Keys, column: &Column) -> String {
    let value = match column.key.split_once('.') {
        Some((table, key)) => match entry.get(table) {
            Some(Node::Table(keys)) => keys.get(key),
            _ => None,
        },
        None => entry.get(column.key),
    };
    let Some(value) = value else { return String::new() };
    match (column.content, value) {
        (Content::Json, value) => serde_json::to_string(value).unwrap_or_default(),
        (Content::JsonKeys, Node::Table(keys)) => beside(keys),
        (Content::Fees, Node::List(fees)) => to_list(fees.iter().map(fee)),
        (Content::Lines, Node::List(texts)) => to_lines(&texts.iter().map(written).collect::<Vec<_>>()),
        (_, Node::List(values)) => to_list(values.iter().map(written)),
        (_, value) => written(value),
    }
}

/// What of a successor has no column of its own: who says so.
fn beside(keys: &Keys) -> String {
    let mut left = Keys::default();
    for (key, value) in keys.iter().filter(|(key, _)| !matches!(*key, "course" | "equivalence")) {
        left.put(key, value.clone());
    }
    if left == Keys::default() { String::new() } else { serde_json::to_string(&left).unwrap_or_default() }
}

fn fee(fee: &Node) -> String {
    let Node::Table(keys) = fee else { return String::new() };
    let part = |key| keys.get(key).map(written).unwrap_or_default();
    to_fee(&part("funding"), &part("price"))
}

fn written(value: &Node) -> String {
    match value {
        Node::Text(text) => text.clone(),
        Node::Whole(number) => number.to_string(),
        Node::Hours(hours) => hours_written(*hours),
        Node::Flag(flag) => to_flag(*flag).to_owned(),
        Node::List(_) | Node::Table(_) => serde_json::to_string(value).unwrap_or_default(),
    }
}
