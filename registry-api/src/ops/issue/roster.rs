//! Rosters: who completed what, as a table or as AVETMISS files, read into awards. Everything wrong with a file is said at once.
//!
//! A roster's own name for a person goes back with the result of its row, and is kept nowhere.

use std::collections::BTreeMap;

use chrono::NaiveDate;
use registry_core::catalogue::Catalogue;
use registry_core::credential::badge::TitleShown;
use registry_core::credential::usi::Usi;
use registry_core::words::{nearest, shortened};

use super::judge::not_there;
use super::{Award, AwardFault, Earned};

/// The columns of a table, in the order of the template.
pub const COLUMNS: [&str; 11] = [
    "reference",
    "course",
    "version",
    "qualification",
    "completed",
    "name",
    "result",
    "title",
    "valid_until",
    "suspendable",
    "usi",
];

/// A roster that begins as the template does.
pub const TEMPLATE: &str =
    "reference,course,version,qualification,completed,name,result,title,valid_until,suspendable,usi\n";

/// What a code is.
const CODE: &str = "a code; a code has ASCII letters, digits, hyphens and full stops";

/// What the number of a version is.
const NUMBER: &str = "the number of a version, such as 1.4.2";

/// The most rows of a file.
pub const ROWS_MAX: usize = 100_000;

/// What sort of file a roster is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum RosterFormat {
    /// A table with a header.
    Csv,
    /// AVETMISS 8.0, training activity: a line for each unit of each person.
    Nat00120,
    /// AVETMISS 8.0, programs completed.
    Nat00130,
}

impl RosterFormat {
    /// The format of a file of that name; a table where it is neither of the others.
    pub fn of_name(name: &str) -> Self {
        let base = name.rsplit(['/', '\\']).next().unwrap_or(name).to_ascii_uppercase();
        match base.split('.').next() {
            Some("NAT00120") => Self::Nat00120,
            Some("NAT00130") => Self::Nat00130,
            _ => Self::Csv,
        }
    }
}

/// What a roster comes to.
#[derive(Debug, Default)]
pub struct Roster {
    /// What is to be issued, in the order of the file.
    pub rows: Vec<RosterRow>,
    /// What is not, and why.
    pub passed_over: Vec<PassedOver>,
}

/// A line of which something is to be issued.
#[derive(Debug)]
pub struct RosterRow {
    /// Its line in the file, from 1.
    pub line: u64,
    /// What is to be issued, with what the roster calls the person.
    pub award: Award,
}

impl RosterRow {
    /// What the roster calls the person; empty where it calls them nothing.
    pub fn reference(&self) -> &str {
        self.award.reference.as_deref().unwrap_or_default()
    }
}

/// A line of which nothing is issued, as its outcome says.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PassedOver {
    /// Its line in the file, from 1.
    pub line: u64,
    /// Why.
    pub reason: &'static str,
}

/// Something wrong with a roster. It names no person.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RosterProblem {
    /// The line, from 1.
    pub line: u64,
    /// The column: its name, or `column 72` for the first character of a field of fixed width.
    pub column: String,
    /// What is wrong and what to do.
    pub message: String,
}

/// Reads a roster.
///
/// # Errors
/// Everything wrong: a column that is not known, a day such as `1.2.2027`, a line that is too short, a number of an outcome
/// that is none, a USI with a mistake; and beside these, what the catalogue has not.
pub fn read_roster(format: RosterFormat, text: &str, catalogue: &Catalogue) -> Result<Roster, Vec<RosterProblem>> {
    read_beside(format, text, &|earned| not_there(catalogue, earned))
}

/// The same, where `not_there` says what the catalogue has not.
fn read_beside(
    format: RosterFormat,
    text: &str,
    not_there: &dyn Fn(&Earned) -> Option<AwardFault>,
) -> Result<Roster, Vec<RosterProblem>> {
    let text = text.strip_prefix('\u{feff}').unwrap_or(text);
    let mut reading = Reading::default();
    match format {
        RosterFormat::Csv => reading.table(text),
        RosterFormat::Nat00120 => reading.lines(text, Reading::activity),
        RosterFormat::Nat00130 => reading.lines(text, Reading::completed),
    }
    if reading.problems.is_empty() {
        return Ok(reading.roster);
    }
    // Whoever mends the roster mends this with it; of a sound one it is found out when it is judged.
    for (line, earned) in std::mem::take(&mut reading.earned) {
        if let Some(fault) = not_there(&earned) {
            reading.wrong::<()>(line, fault.field(), fault.to_string());
        }
    }
    reading.problems.sort_by_key(|problem| problem.line);
    Err(reading.problems)
}

/// The cells of a row, by column.
struct Cells(BTreeMap<&'static str, String>);

impl Cells {
    fn cell(&self, name: &str) -> &str {
        self.0.get(name).map_or("", String::as_str)
    }

    /// A cell that is not empty.
    fn given(&self, name: &str) -> Option<&str> {
        self.0.get(name).map(String::as_str).filter(|text| !text.is_empty())
    }
}

#[derive(Default)]
struct Reading {
    roster: Roster,
    /// What every line names that could be read, also of lines with something wrong.
    earned: Vec<(u64, Earned)>,
    problems: Vec<RosterProblem>,
}

impl Reading {
    fn wrong<T>(&mut self, line: u64, column: impl Into<String>, message: impl Into<String>) -> Option<T> {
        self.problems.push(RosterProblem { line, column: column.into(), message: message.into() });
        None
    }

    /// A text of a cell as a value. What a cell holds is not repeated: in a file whose columns have moved it is a name.
    fn value<T: std::str::FromStr>(&mut self, line: u64, column: &str, text: &str, what: &str) -> Option<T> {
        text.parse().ok().or_else(|| self.wrong(line, column, format!("this is not {what}")))
    }

    fn day(&mut self, line: u64, column: &str, text: &str) -> Option<NaiveDate> {
        crate::day::read(text).or_else(|| self.wrong(line, column, "this is not a day such as 2027-02-01"))
    }

    fn full(&mut self, line: u64) -> bool {
        let full = self.roster.rows.len() >= ROWS_MAX;
        if full {
            self.wrong::<()>(line, "", format!("a roster has at most {ROWS_MAX} rows; give the rest in another"));
        }
        full
    }

    fn table(&mut self, text: &str) {
        let mut reader = ::csv::ReaderBuilder::new().has_headers(false).flexible(true).from_reader(text.as_bytes());
        let mut records = reader.records();
        let Some(Ok(header)) = records.next() else {
            self.wrong::<()>(
                1,
                "",
                format!("the file is empty; its first line names the columns: {}", TEMPLATE.trim_end()),
            );
            return;
        };
        let mut columns: BTreeMap<&'static str, usize> = BTreeMap::new();
        for (at, name) in header.iter().enumerate() {
            let name = name.trim();
            let Some(known) = COLUMNS.into_iter().find(|known| *known == name) else {
                // Of a file without a header, the first line has a person in it.
                let message = match nearest(name, COLUMNS) {
                    Some(like) => format!("\"{}\" is not a column of a roster; did you mean {like}?", shortened(name)),
                    None => format!("cell {} is not a column of a roster; these are: {}", at + 1, TEMPLATE.trim_end()),
                };
                self.wrong::<()>(1, "", message);
                continue;
            };
            if columns.insert(known, at).is_some() {
                self.wrong::<()>(1, known, "the column stands twice; leave one out");
            }
        }
        if !columns.contains_key("completed") {
            self.wrong::<()>(1, "completed", "the column is missing: every row says when it was completed");
        }
        if !self.problems.is_empty() {
            return;
        }
        for record in records {
            match record {
                Ok(record) => {
                    let line = record.position().map_or(0, |at| line_of(text, at));
                    if record.iter().all(|cell| cell.trim().is_empty()) {
                        continue;
                    }
                    if self.full(line) {
                        return;
                    }
                    if record.len() > header.len() {
                        self.wrong::<()>(
                            line,
                            "",
                            "the row has more cells than the header; put a cell with a comma in quotes",
                        );
                        continue;
                    }
                    let cell = |at: &usize| record.get(*at).unwrap_or_default().trim().to_owned();
                    self.row(line, &Cells(columns.iter().map(|(name, at)| (*name, cell(at))).collect()));
                }
                Err(_) => {
                    self.wrong::<()>(0, "", "the file cannot be read as a table; save it as CSV in UTF-8");
                    return;
                }
            }
        }
    }

    fn row(&mut self, line: u64, cells: &Cells) {
        let before = self.problems.len();
        let earned = match (cells.given("course"), cells.given("qualification")) {
            (Some(course), None) => {
                let version = cells.given("version").map(|text| self.value(line, "version", text, NUMBER));
                let course = self.value(line, "course", course, CODE);
                course.map(|course| Earned::Course(course, version.flatten()))
            }
            (None, Some(code)) => {
                if cells.given("version").is_some() {
                    self.wrong::<()>(line, "version", "a qualification has no version; leave it empty");
                }
                self.value(line, "qualification", code, CODE).map(Earned::Qualification)
            }
            (Some(_), Some(_)) => self.wrong(line, "course", "both a course and a qualification are given; give one"),
            (None, None) => self.wrong(line, "course", "neither a course nor a qualification is given; give one"),
        };
        self.earned.extend(earned.clone().map(|earned| (line, earned)));
        let completed = self.day(line, "completed", cells.cell("completed"));
        let valid_until = cells.given("valid_until").map(|text| self.day(line, "valid_until", text));
        let title = match cells.cell("title") {
            "" | "full" => Some(TitleShown::Full),
            "neutral" => Some(TitleShown::Neutral),
            _ => self.wrong(line, "title", "this is not a title; write full or neutral"),
        };
        let suspendable = match cells.cell("suspendable") {
            "" | "no" => Some(false),
            "yes" => Some(true),
            _ => self.wrong(line, "suspendable", "this is neither yes nor no"),
        };
        if let Some(Err(error)) = cells.given("usi").map(str::parse::<Usi>) {
            self.wrong::<()>(line, "usi", error.to_string());
        }
        let (Some(earned), Some(completed), Some(title), Some(suspendable)) = (earned, completed, title, suspendable)
        else {
            return;
        };
        if self.problems.len() > before {
            return;
        }
        let award = Award {
            earned,
            completed,
            holder_name: cells.given("name").map(str::to_owned),
            result: cells.given("result").map(str::to_owned),
            title,
            valid_until: valid_until.flatten(),
            suspendable,
            usi: cells.given("usi").map(str::to_owned),
            reference: cells.given("reference").map(str::to_owned),
        };
        self.roster.rows.push(RosterRow { line, award });
    }

    /// Lines of fixed width.
    fn lines(&mut self, text: &str, read: fn(&mut Self, u64, &str)) {
        for (at, line) in text.lines().enumerate() {
            let number = at as u64 + 1;
            if line.trim().is_empty() {
                continue;
            }
            if self.full(number) {
                return;
            }
            read(self, number, line);
        }
    }

    /// Whether a line reaches the last field that is read of it; one that does not was cut off, and what it lost may say that
    /// nothing is to be issued.
    fn reaches(&mut self, line: u64, text: &str, (from, to, name): (usize, usize, &str)) -> bool {
        let length = text.chars().count();
        if length < to {
            let columns = if from == to { format!("column {from}") } else { format!("columns {from} to {to}") };
            let message = format!(
                "the line ends after column {length}, but the {name} stands in {columns}; the file may have been cut off, so export it again"
            );
            self.wrong::<()>(line, column_of(length + 1), message);
        }
        length >= to
    }

    /// NAT00120: subject at 31, end at 61, outcome at 72.
    fn activity(&mut self, line: u64, text: &str) {
        if !self.reaches(line, text, (72, 73, "outcome")) {
            return;
        }
        let outcome = field(text, 72, 2);
        let reason = match outcome.as_str() {
            "20" | "51" | "53" => None,
            "81" => Some("completed and not assessed: no statement of attainment is issued for it"),
            "60" => Some("credit transfer: whoever taught it has issued it"),
            "30" | "40" | "41" | "52" | "54" | "61" | "65" | "66" | "70" | "82" | "85" | "90" => {
                Some("its outcome is not an achievement")
            }
            _ => {
                let message = format!("\"{}\" is not an outcome of AVETMISS 8.0, such as 20", shortened(&outcome));
                self.wrong::<()>(line, column_of(72), message);
                return;
            }
        };
        match reason {
            Some(reason) => self.roster.passed_over.push(PassedOver { line, reason }),
            None => {
                let course = self
                    .value(line, &column_of(31), &field(text, 31, 12), CODE)
                    .map(|course| Earned::Course(course, None));
                self.fixed(line, text, course, (61, 21));
            }
        }
    }

    /// NAT00130: program at 11, client at 21, day at 31, issued at 39.
    fn completed(&mut self, line: u64, text: &str) {
        if !self.reaches(line, text, (39, 39, "flag of whether its document was issued")) {
            return;
        }
        match field(text, 39, 1).as_str() {
            "Y" | "y" => {
                let reason = "its document was issued, the file says";
                self.roster.passed_over.push(PassedOver { line, reason });
            }
            "N" | "n" | "" | "@" => {
                let code = self.value(line, &column_of(11), &field(text, 11, 10), CODE).map(Earned::Qualification);
                self.fixed(line, text, code, (31, 21));
            }
            other => {
                let message = format!("\"{}\" is neither Y nor N: whether its document was issued", shortened(other));
                self.wrong::<()>(line, column_of(39), message);
            }
        }
    }

    /// What both files have: a day as `DDMMYYYY` and a client, at those columns.
    fn fixed(&mut self, line: u64, text: &str, earned: Option<Earned>, (day, client): (usize, usize)) {
        self.earned.extend(earned.clone().map(|earned| (line, earned)));
        let digits = field(text, day, 8);
        let plain = digits.len() == 8 && digits.bytes().all(|byte| byte.is_ascii_digit());
        let read = NaiveDate::parse_from_str(&digits, "%d%m%Y").ok().filter(|_| plain);
        let completed = read.or_else(|| self.wrong(line, column_of(day), "this is not a day such as 01022027"));
        let (Some(earned), Some(completed)) = (earned, completed) else { return };
        let award = Award {
            earned,
            completed,
            holder_name: None,
            result: None,
            title: TitleShown::Full,
            valid_until: None,
            suspendable: false,
            usi: None,
            reference: Some(field(text, client, 10)).filter(|client| !client.is_empty()),
        };
        self.roster.rows.push(RosterRow { line, award });
    }
}

/// A column of a file of fixed width, as problems name it.
fn column_of(from: usize) -> String {
    format!("column {from}")
}

/// The line on which a row begins: its position is before the empty lines that are passed over.
fn line_of(text: &str, at: &::csv::Position) -> u64 {
    let from = usize::try_from(at.byte()).unwrap_or(usize::MAX);
    let rest = text.as_bytes().get(from..).unwrap_or_default();
    let empty = rest.iter().take_while(|byte| matches!(byte, b'\r' | b'\n')).filter(|byte| **byte == b'\n').count();
    at.line() + empty as u64
}

/// A field of fixed width, by its first column from 1, without the blanks around it.
fn field(text: &str, from: usize, width: usize) -> String {
    text.chars().skip(from - 1).take(width).collect::<String>().trim().to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read_roster(format: RosterFormat, text: &str) -> Result<Roster, Vec<RosterProblem>> {
        read_beside(format, text, &|_| None)
    }

    fn problems(format: RosterFormat, text: &str) -> Vec<String> {
        let problems = read_roster(format, text).expect_err("problems");
        problems.into_iter().map(|it| format!("{} {}: {}", it.line, it.column, it.message)).collect()
    }

    #[test]
    fn a_table_is_read_whatever_the_order_of_its_columns() {
        let text = "completed,course,name,reference,version,title,suspendable\n2027-01-20,listening,\"Lee, Ada\",7,1.0.0,neutral,yes\n\n21/01/2027,listening,,8,,,\n";
        let roster = read_roster(RosterFormat::Csv, text).expect("read");
        let read: Vec<_> = roster
            .rows
            .iter()
            .map(|row| {
                (row.line, row.reference(), row.award.holder_name.as_deref(), row.award.title, row.award.suspendable)
            })
            .collect();
        assert_eq!(
            read,
            [(2, "7", Some("Lee, Ada"), TitleShown::Neutral, true), (4, "8", None, TitleShown::Full, false)]
        );
        let days: Vec<String> = roster.rows.iter().map(|row| row.award.completed.to_string()).collect();
        assert_eq!(days, ["2027-01-20", "2027-01-21"]);
        assert!(!format!("{roster:?}").contains("Ada"), "a name is not shown by accident");
    }

    #[test]
    fn everything_wrong_with_a_table_is_said_with_its_place() {
        assert_eq!(TEMPLATE.trim_end(), COLUMNS.join(","));
        let text = "course,qualification,version,completed,title,suspendable\n,,,1.2.2027,loud,maybe\nlistening,CHC43515,1,2027-02-30,,\n";
        assert_eq!(
            problems(RosterFormat::Csv, text),
            [
                "2 course: neither a course nor a qualification is given; give one",
                "2 completed: this is not a day such as 2027-02-01",
                "2 title: this is not a title; write full or neutral",
                "2 suspendable: this is neither yes nor no",
                "3 course: both a course and a qualification are given; give one",
                "3 completed: this is not a day such as 2027-02-01",
            ]
        );
        assert_eq!(
            problems(RosterFormat::Csv, "corse,completed,completed\n"),
            [
                "1 : \"corse\" is not a column of a roster; did you mean course?",
                "1 completed: the column stands twice; leave one out"
            ]
        );
        assert!(problems(RosterFormat::Csv, "")[0].contains("the file is empty"));
    }

    fn activity(unit: &str, end: &str, outcome: &str) -> String {
        format!(
            "{:<10}{:<10}{:<10}{unit:<12}{:<10}{:<8}{end}YNN{outcome}",
            "01010", "LOC", "C7", "CHC43515", "01012027"
        )
    }

    #[test]
    fn of_training_activity_only_achievements_are_issued() {
        let lines: Vec<String> =
            ["20", "51", "60", "30", "81"].map(|outcome| activity("CHCPRP003", "20012027", outcome)).to_vec();
        let roster = read_roster(RosterFormat::Nat00120, &lines.join("\r\n")).expect("read");
        let read: Vec<_> =
            roster.rows.iter().map(|row| (row.line, row.reference(), row.award.completed.to_string())).collect();
        assert_eq!(read, [(1, "C7", "2027-01-20".to_owned()), (2, "C7", "2027-01-20".to_owned())]);
        assert_eq!(roster.passed_over.iter().map(|line| line.line).collect::<Vec<_>>(), [3, 4, 5]);
        let wrong = [activity("CHCPRP003", "20272001", "20"), activity("CHCPRP003", "20012027", "99")].join("\n");
        assert_eq!(
            problems(RosterFormat::Nat00120, &wrong),
            [
                "1 column 61: this is not a day such as 01022027",
                "2 column 72: \"99\" is not an outcome of AVETMISS 8.0, such as 20"
            ]
        );
    }

    #[test]
    fn of_completed_programs_those_without_a_document_are_issued() {
        let line = |issued: &str| format!("{:<10}{:<10}{:<10}20012027{issued}", "01010", "CHC43515", "C7");
        let roster = read_roster(RosterFormat::Nat00130, &[line("N"), line("Y"), line("@")].join("\n")).expect("read");
        assert_eq!(roster.rows.iter().map(|row| row.line).collect::<Vec<_>>(), [1, 3]);
        assert_eq!(roster.passed_over.len(), 1);
        assert_eq!(
            problems(RosterFormat::Nat00130, &line("X")),
            ["1 column 39: \"X\" is neither Y nor N: whether its document was issued"]
        );
        // The flag that was cut off may have said that the document was issued.
        assert_eq!(
            problems(RosterFormat::Nat00130, &line("")),
            [
                "1 column 39: the line ends after column 38, but the flag of whether its document was issued stands in column 39; the file may have been cut off, so export it again"
            ]
        );
        assert_eq!(
            problems(RosterFormat::Nat00120, &activity("CHCPRP003", "20012027", "")),
            [
                "1 column 72: the line ends after column 71, but the outcome stands in columns 72 to 73; the file may have been cut off, so export it again"
            ]
        );
        assert_eq!(RosterFormat::of_name("a/NAT00130.txt"), RosterFormat::Nat00130);
        assert_eq!(RosterFormat::of_name("nat00120.TXT"), RosterFormat::Nat00120);
        assert_eq!(RosterFormat::of_name("people.csv"), RosterFormat::Csv);
    }

    #[test]
    fn what_is_not_there_and_a_wrong_usi_are_said_with_everything_else() {
        let text =
            "course,completed,usi\nhearing-wel,soon,\nlistening,2027-01-20,BNGH7C75FM\nhearing-wel,2027-01-20,\n";
        let unknown = |earned: &Earned| match earned {
            Earned::Course(code, _) if code.as_str() == "hearing-wel" => Some(AwardFault::NoCourse(code.clone())),
            _ => None,
        };
        let problems = read_beside(RosterFormat::Csv, text, &unknown).expect_err("problems");
        let said: Vec<_> = problems.iter().map(|one| (one.line, one.column.as_str())).collect();
        assert_eq!(said, [(2, "completed"), (2, "course"), (3, "usi"), (4, "course")], "{problems:?}");
        assert_eq!(problems[1].message, "there is no course hearing-wel; correct the code");
        assert!(problems.iter().all(|one| !one.message.contains("BNGH")), "{problems:?}");
        // Of a roster in which nothing else is wrong it is found out when it is judged.
        assert!(read_beside(RosterFormat::Csv, "course,completed\nhearing-wel,2027-01-20\n", &unknown).is_ok());
    }
}
