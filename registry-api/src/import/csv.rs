//! Spreadsheets: three tables as CSV, joined into the trees that the reader of catalogue files walks.
//!
//! A value's place in the tree is the number of its cell, so that whatever is wrong with it is said of that cell.

use std::borrow::Cow;
use std::collections::BTreeMap;

use registry_core::words::{nearest, shortened};
use toml::Spanned;
use toml::de::{DeTable, DeValue};

use super::columns::{
    Column, Content, INVENTED, OF_COURSE, Table, from_fee, from_flag, from_lines, from_list, unshielded,
};
use super::json;
use super::problem::{Column as At, ImportProblem};
use crate::format::{Document, LIST_MAX, Positions, Roots};
use crate::spreadsheet::{UNCLOSED, delimiter, unclosed};

/// Cells are numbered by row, with so many numbers for each; the first means the row as a whole. More columns than any table
/// has.
const CELLS_OF_A_ROW: usize = 64;

/// The most problems of headers and rows that are told; the reader tells those of values.
const PROBLEMS_MAX: usize = 1_000;

/// One file.
pub(super) struct CsvFile<'a> {
    /// What messages call it.
    pub(super) name: &'a str,
    /// Its text, without a byte order mark.
    pub(super) text: &'a str,
}

/// The rows of some files, and where each stands.
pub(super) struct Rows {
    files: Vec<String>,
    /// The table of each row, its file, its line, and its cells: the column of the table and of the file, and the text.
    rows: Vec<Row>,
    /// Which columns of the file the columns of the table are, for each file.
    letters: Vec<BTreeMap<usize, usize>>,
    /// What is wrong with headers and with rows as such.
    pub(super) problems: Vec<ImportProblem>,
}

struct Row {
    table: Table,
    file: usize,
    line: u32,
    cells: Cells,
}

/// The cells of a row by column of the table; empty ones are left out. There may be a million of them, so they share one text.
struct Cells {
    text: Box<str>,
    /// Each column, and where in the text its cell ends.
    ends: Box<[(u8, u32)]>,
}

impl Cells {
    fn of<'c>(cells: impl Iterator<Item = (usize, &'c str)>) -> Self {
        let (mut text, mut ends) = (String::new(), Vec::new());
        for (column, cell) in cells {
            text.push_str(cell);
            let end = u32::try_from(text.len()).unwrap_or(u32::MAX);
            ends.extend(u8::try_from(column).ok().map(|column| (column, end)));
        }
        Self { text: text.into_boxed_str(), ends: ends.into_boxed_slice() }
    }

    fn iter(&self) -> impl Iterator<Item = (usize, &str)> {
        let mut from = 0;
        self.ends.iter().map(move |(column, end)| {
            let cell = self.text.get(from..*end as usize).unwrap_or_default();
            from = *end as usize;
            (usize::from(*column), cell)
        })
    }
}

impl Rows {
    /// Reads the files.
    pub(super) fn read(files: &[CsvFile<'_>]) -> Self {
        let mut rows = Rows { files: Vec::new(), rows: Vec::new(), letters: Vec::new(), problems: Vec::new() };
        for file in files {
            rows.file(file);
        }
        rows.stray_versions();
        rows.said_twice();
        rows
    }

    /// Where a problem of a cell stands: file, line and column. One of a row as a whole, such as an empty cell, stands in the
    /// column that its message names first, or else in that which tells rows apart.
    pub(super) fn place(&self, cell: u32, message: &str) -> Option<(&str, u32, Option<At>)> {
        let cell = cell as usize;
        let row = self.rows.get(cell / CELLS_OF_A_ROW)?;
        let column = (cell % CELLS_OF_A_ROW).checked_sub(1).or_else(|| row.table.column_said(message));
        Some((
            self.files.get(row.file)?,
            row.line,
            column.and_then(|column| self.column_of(row.file, row.table, column)),
        ))
    }

    /// Lets go of what stands in the cells. Where each stands is still known.
    pub(super) fn forget_cells(&mut self) {
        self.rows.iter_mut().for_each(|row| row.cells = Cells::of(std::iter::empty()));
    }

    /// A column of a table where the file has it, by its letter; otherwise by its header.
    fn column_of(&self, file: usize, table: Table, column: usize) -> Option<At> {
        let letter = self.letters.get(file).and_then(|letters| letters.get(&column)).map(|at| At::Letter(*at));
        letter.or_else(|| table.columns().get(column).map(|column| At::Header(column.name)))
    }

    /// The rows of files of these texts as trees.
    pub(super) fn document<'a>(&'a self, texts: Vec<&'a str>) -> Document<'a> {
        let of = |table| move |(_, row): &(usize, &Row)| row.table == table;
        let numbered = || self.rows.iter().enumerate();
        let mut versions: BTreeMap<&str, Vec<usize>> = BTreeMap::new();
        for (at, row) in numbered().filter(of(Table::Versions)) {
            versions.entry(row.cell(OF_COURSE).unwrap_or_default()).or_default().push(at);
        }
        let left = numbered().filter(|pair| pair.1.table != Table::Versions).map(|pair| pair.0).collect::<Vec<_>>();
        let roots = Trees { rows: self, versions, left: left.into_iter(), damage: Vec::new() };
        Document { name: "", texts, positions: Positions::Cells, roots: Box::new(roots) }
    }

    fn file(&mut self, file: &CsvFile<'_>) {
        let index = self.files.len();
        self.files.push(file.name.to_owned());
        self.letters.push(BTreeMap::new());
        let delimiter = delimiter(file.text);
        if let Some((line, column)) = unclosed(file.text, delimiter) {
            return self.push(index, Some(line), Some(At::Letter(column)), UNCLOSED.to_owned());
        }
        let mut reader = ::csv::ReaderBuilder::new()
            .flexible(true)
            .has_headers(false)
            .delimiter(delimiter)
            .from_reader(file.text.as_bytes());
        let mut records = reader.records();
        let headers = match records.next() {
            Some(Ok(headers)) if headers.iter().any(|header| !header.trim().is_empty()) => headers,
            _ => {
                return self.refuse(
                    index,
                    Some(1),
                    "there is no header; write the names of the columns into the first line",
                );
            }
        };
        let headers: Vec<_> = headers.iter().map(str::trim).collect();
        let Some(table) = Table::of_headers(&headers) else {
            let message = "these are not the columns of courses, versions or offerings; take those of the template";
            return self.refuse(index, Some(1), message);
        };
        let columns = self.columns(index, table, &headers);
        let mut count = 0;
        for record in records {
            let Ok(record) = record else { continue };
            let line = record.position().map_or(0, ::csv::Position::line);
            let line = u32::try_from(line).unwrap_or(u32::MAX);
            count += 1;
            if count > LIST_MAX {
                let message = format!("there are more than {LIST_MAX} rows; split the file");
                return self.refuse(index, Some(line), &message);
            }
            self.row(index, table, (line, &record), &columns);
        }
    }

    /// Which column of the table each column of the file is.
    fn columns(&mut self, file: usize, table: Table, headers: &[&str]) -> Vec<Option<usize>> {
        let known = table.columns();
        let name = table.name();
        let mut found: Vec<Option<usize>> = Vec::new();
        for (at, header) in headers.iter().enumerate() {
            let column = known.iter().position(|column| column.name == *header);
            match column {
                Some(column) if found.contains(&Some(column)) => {
                    self.refuse_header(file, at, format!("the column {header} stands twice; take one of the two away"));
                    found.push(None);
                    continue;
                }
                Some(column) => {
                    self.letters[file].insert(column, at);
                }
                None if header.is_empty() => {}
                None => {
                    let hint = match nearest(header, known.iter().map(|column| column.name)) {
                        Some(near) => format!("did you mean {near}?"),
                        None => "take it away, or name it as the template does".to_owned(),
                    };
                    let header = shortened(header);
                    self.refuse_header(file, at, format!("\"{header}\" is not a column of {name}; {hint}"));
                }
            }
            found.push(column);
        }
        for (at, column) in known.iter().enumerate() {
            if column.needed && !found.contains(&Some(at)) {
                let message = format!("the column {} of {name} is missing; add it", column.name);
                self.push(file, Some(1), Some(At::Header(column.name)), message);
            }
        }
        found
    }

    fn row(
        &mut self,
        file: usize,
        table: Table,
        (line, record): (u32, &::csv::StringRecord),
        columns: &[Option<usize>],
    ) {
        if record.iter().all(|cell| cell.trim().is_empty()) {
            return;
        }
        if record.len() > columns.len() && record.iter().skip(columns.len()).any(|cell| !cell.trim().is_empty()) {
            let (has, most) = (record.len(), columns.len());
            let message = format!(
                "the row has {has} cells but the header has {most}; put a text with a comma in it into double quotes"
            );
            self.push(file, Some(line), Some(At::Letter(most)), message);
        }
        let cells = columns.iter().zip(record).filter_map(|(column, cell)| {
            let text = unshielded(cell);
            column.filter(|_| !text.trim().is_empty()).map(|column| (column, text))
        });
        self.rows.push(Row { table, file, line, cells: Cells::of(cells) });
    }

    /// Reports versions whose course has no row.
    fn stray_versions(&mut self) {
        let of_courses: std::collections::BTreeSet<&str> =
            self.rows.iter().filter(|row| row.table == Table::Courses).filter_map(|row| row.cell("code")).collect();
        let mut stray = Vec::new();
        for row in self.rows.iter().filter(|row| row.table == Table::Versions) {
            let message = match row.cell(OF_COURSE) {
                None => "course is missing; say of which course this is a version".to_owned(),
                Some(course) if !of_courses.contains(course) => {
                    format!("course {} has no row among the courses; add one there", shortened(course))
                }
                Some(_) => continue,
            };
            stray.push((row.file, row.line, message));
        }
        for (file, line, message) in stray {
            self.refuse_named(file, (Table::Versions, OF_COURSE), line, message);
        }
    }

    /// Reports rows whose code another row has, and takes them out.
    fn said_twice(&mut self) {
        let mut first: BTreeMap<(Table, String), (usize, u32)> = BTreeMap::new();
        let mut again = Vec::new();
        self.rows.retain(|row| {
            let Some(code) = row.cell("code").filter(|_| row.table != Table::Versions).map(str::to_owned) else {
                return true;
            };
            let known = first.get(&(row.table, code.clone())).copied();
            match known {
                Some(before) => again.push(((row.table, row.file, row.line), before, code)),
                None => drop(first.insert((row.table, code), (row.file, row.line))),
            }
            known.is_none()
        });
        for ((table, file, line), (before, at), code) in again {
            let (before, code) = (self.files.get(before).cloned().unwrap_or_default(), shortened(&code));
            let message = format!("the code {code} stands in {before}:{at} already; give one of the two another code");
            self.refuse_named(file, (table, "code"), line, message);
        }
    }

    fn refuse_named(&mut self, file: usize, (table, name): (Table, &str), line: u32, message: String) {
        let column = table.columns().iter().position(|column| column.name == name);
        let column = column.and_then(|column| self.column_of(file, table, column));
        self.push(file, Some(line), column, message);
    }

    fn refuse_header(&mut self, file: usize, at: usize, message: String) {
        self.push(file, Some(1), Some(At::Letter(at)), message);
    }

    fn refuse(&mut self, file: usize, line: Option<u32>, message: &str) {
        self.push(file, line, None, message.to_owned());
    }

    fn push(&mut self, file: usize, line: Option<u32>, column: Option<At>, message: String) {
        if self.problems.len() < PROBLEMS_MAX {
            let file = self.files.get(file).cloned().unwrap_or_default();
            self.problems.push(ImportProblem { file, line, column, message });
        }
    }
}

impl Row {
    fn cell(&self, name: &str) -> Option<&str> {
        let at = self.table.columns().iter().position(|column| column.name == name)?;
        self.cells.iter().find(|(column, _)| *column == at).map(|(_, text)| text.trim())
    }
}

/// What the reader of catalogue files says, in the words of tables. Which version is meant, the row says.
pub(super) fn worded(message: &str) -> String {
    unnumbered(message)
        .replace(
            "add source = { … }, or assumption = true and a note",
            "fill in the columns of its source, or assumption",
        )
        .replace("add one under [[courses.versions]]", "add a row for it to the versions")
        .replace("write true or false", "write yes or no")
        .replace("it ends on ", "end is ")
        .replace("delivery is missing; add it", "it says no time; write start and end, or rolling_from and weeks")
}

/// `versions#1.assessed is missing` as `assessed is missing`.
fn unnumbered(message: &str) -> String {
    let mut parts = message.split("versions#");
    let mut said = parts.next().unwrap_or_default().to_owned();
    for part in parts {
        let rest = part.trim_start_matches(|c: char| c.is_ascii_digit());
        match rest.strip_prefix('.') {
            Some(rest) if rest.len() < part.len() => said.push_str(rest),
            _ => said.extend(["versions#", part]),
        }
    }
    said
}

/// The rows of courses, each with its versions, and the offerings, one tree for each.
struct Trees<'a> {
    rows: &'a Rows,
    versions: BTreeMap<&'a str, Vec<usize>>,
    left: std::vec::IntoIter<usize>,
    damage: Vec<(usize, String)>,
}

impl<'a> Roots<'a> for Trees<'a> {
    fn next(&mut self) -> Option<DeTable<'a>> {
        let at = self.left.next()?;
        let row = self.rows.rows.get(at)?;
        let mut entry = self.entry(at, row);
        let here = at * CELLS_OF_A_ROW;
        if row.table == Table::Courses {
            let own = row.cell("code").and_then(|code| self.versions.remove(code)).unwrap_or_default();
            let versions = own.into_iter().filter_map(|at| {
                let version = self.entry(at, self.rows.rows.get(at)?);
                Some(placed(at * CELLS_OF_A_ROW, DeValue::Table(version)))
            });
            let versions = placed(here, DeValue::Array(versions.collect()));
            entry.insert(key("versions", here), versions);
        }
        let mut root = DeTable::new();
        if let Some(invented) = entry.remove(INVENTED) {
            root.insert(key(INVENTED, invented.span().start), invented);
        }
        let entries = DeValue::Array([placed(here, DeValue::Table(entry))].into_iter().collect());
        root.insert(key(row.table.name(), here), placed(here, entries));
        Some(root)
    }

    fn left(&self) -> usize {
        self.left.len()
    }

    fn take_damage(&mut self) -> Vec<(usize, String)> {
        std::mem::take(&mut self.damage)
    }
}

impl<'a> Trees<'a> {
    /// The keys of a row; lists that must be there are empty where the cell is.
    fn entry(&mut self, at: usize, row: &'a Row) -> DeTable<'a> {
        let mut entry = DeTable::new();
        let columns = row.table.columns();
        for (column, text) in row.cells.iter() {
            let Some(of_table) = columns.get(column) else { continue };
            if of_table.name != OF_COURSE || row.table != Table::Versions {
                self.cell(&mut entry, at * CELLS_OF_A_ROW + column + 1, *of_table, text);
            }
        }
        let outcomes = columns.iter().position(|column| column.name == "outcomes");
        if let Some(column) = outcomes.filter(|_| !entry.contains_key("outcomes")) {
            let here = at * CELLS_OF_A_ROW + column + 1;
            entry.insert(key("outcomes", here), placed(here, DeValue::Array([].into_iter().collect())));
        }
        if let Some(note) = entry.get("note") {
            let here = note.span().start;
            entry.insert(key("assumption", here), placed(here, DeValue::Boolean(true)));
        }
        entry
    }

    fn cell(&mut self, entry: &mut DeTable<'a>, here: usize, column: Column, text: &'a str) {
        let value = match self.value(column.content, here, text) {
            Ok(value) => value,
            Err(message) => return self.damage.push((here, format!("{}: {message}", column.name))),
        };
        match (column.content, column.key.split_once('.')) {
            (Content::JsonKeys, _) => {
                if let DeValue::Table(keys) = value.into_inner() {
                    put_within(entry, column.key, here, keys);
                }
            }
            (_, Some((table, inner))) => {
                put_within(entry, table, here, [(key(inner, here), value)]);
            }
            (_, None) => {
                entry.insert(key(column.key, here), value);
            }
        }
    }

    fn value(&self, content: Content, here: usize, text: &'a str) -> Result<Spanned<DeValue<'a>>, String> {
        let list =
            |values: Vec<DeValue<'a>>| DeValue::Array(values.into_iter().map(|value| placed(here, value)).collect());
        Ok(placed(
            here,
            match content {
                Content::Text => DeValue::String(Cow::Borrowed(text.trim())),
                // What is no day stays as it is written, and is refused as that.
                Content::Day => DeValue::String(
                    crate::day::read(text).map_or(Cow::Borrowed(text.trim()), |day| Cow::Owned(day.to_string())),
                ),
                Content::Number => number(text.trim()),
                Content::Flag => flag(text.trim()),
                Content::Codes => list(from_list(text).map(|part| DeValue::String(Cow::Borrowed(part))).collect()),
                Content::Numbers => list(from_list(text).map(number).collect()),
                Content::Lines => {
                    list(from_lines(text).into_iter().map(|text| DeValue::String(Cow::Owned(text))).collect())
                }
                Content::Fees => list(from_list(text).map(|part| fee(part, here)).collect()),
                Content::Json => return json::cell(text.trim(), here),
                Content::JsonKeys => {
                    let value = json::cell(text.trim(), here)?;
                    if !matches!(value.get_ref(), DeValue::Table(_)) {
                        return Err("this is not an object of JSON; write one such as {\"source\": { … }}".to_owned());
                    }
                    return Ok(value);
                }
            },
        ))
    }
}

fn placed(at: usize, value: DeValue<'_>) -> Spanned<DeValue<'_>> {
    Spanned::new(at..at + 1, value)
}

fn key(name: &str, at: usize) -> Spanned<Cow<'_, str>> {
    Spanned::new(at..at + 1, Cow::Borrowed(name))
}

/// Puts keys into the table of that name, which is made where it is missing.
fn put_within<'a>(
    entry: &mut DeTable<'a>,
    name: &'static str,
    here: usize,
    keys: impl IntoIterator<Item = (Spanned<Cow<'a, str>>, Spanned<DeValue<'a>>)>,
) {
    let mut table = match entry.remove(name).map(Spanned::into_inner) {
        Some(DeValue::Table(table)) => table,
        _ => DeTable::new(),
    };
    table.extend(keys);
    entry.insert(key(name, here), placed(here, DeValue::Table(table)));
}

/// A number as it is; a text where it is none, so that the reader shows it and says what to write.
fn number(text: &str) -> DeValue<'_> {
    match DeValue::parse(text).map(Spanned::into_inner) {
        Ok(value @ (DeValue::Integer(_) | DeValue::Float(_))) => value,
        _ => DeValue::String(Cow::Borrowed(text)),
    }
}

fn flag(text: &str) -> DeValue<'_> {
    from_flag(text).map_or_else(|| DeValue::String(Cow::Borrowed(text)), DeValue::Boolean)
}

/// `free-tafe-vic=0.00`.
fn fee(text: &str, here: usize) -> DeValue<'_> {
    let (funding, price) = from_fee(text);
    let text = |text: &'_ str| placed(here, DeValue::String(Cow::Owned(text.to_owned())));
    let mut fee = DeTable::new();
    fee.insert(key("funding", here), text(funding));
    fee.insert(key("price", here), text(price));
    DeValue::Table(fee)
}
