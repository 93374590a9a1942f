//! Rosters as AVETMISS files: what was studied (`NAT00120`) and the programs completed (`NAT00130`).

use chrono::NaiveDate;
use registry_core::credential::badge::TitleShown;
use registry_core::words::shortened;

use super::super::{Award, Earned};
use super::{CODE, PassedOver, Reading, RosterRow};

impl Reading {
    /// Lines of fixed width.
    pub(super) fn lines(&mut self, text: &str, read: fn(&mut Self, u64, &str)) {
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
    pub(super) fn activity(&mut self, line: u64, text: &str) {
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
    pub(super) fn completed(&mut self, line: u64, text: &str) {
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

/// A field of fixed width, by its first column from 1, without the blanks around it.
fn field(text: &str, from: usize, width: usize) -> String {
    text.chars().skip(from - 1).take(width).collect::<String>().trim().to_owned()
}
