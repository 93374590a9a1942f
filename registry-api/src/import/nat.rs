//! AVETMISS 8.0, VET provider collection: the files of programs (NAT00030, NAT00030A) and of subjects (NAT00060).
//!
//! Lines of fixed width: texts begin on the left and are filled with blanks, numbers stand on the right and are filled
//! with zeros, `@` means that something is not stated. Lines end with CRLF or LF. Blanks at the end of a line may be
//! missing, and what some states add behind the national fields is passed over.

use std::sync::Arc;

use chrono::NaiveDate;
use registry_core::aqf::AqfType;
use registry_core::catalogue::Catalogue;
use registry_core::course::CourseKind;
use registry_core::visible::{is_blank, turned, turning_mark};
use registry_core::volume::Hours;
use registry_core::words::shortened;

use super::problem::ImportProblem;
use super::stated::{Stated, Statements, What, award_of_title};
use crate::format::LIST_MAX;

/// The most problems that are told of one file.
const PROBLEMS_MAX: usize = 1_000;

/// Which file it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum NatFile {
    /// Programs that are nationally recognised.
    Programs,
    /// Programs, with the fields of those that are not.
    OtherPrograms,
    /// Subjects: units of competency and modules.
    Subjects,
}

/// Where a field stands: its first column from 1, its width, and what it is called.
#[derive(Debug, Clone, Copy)]
struct Field {
    from: usize,
    width: usize,
    name: &'static str,
}

const fn field(from: usize, width: usize, name: &'static str) -> Field {
    Field { from, width, name }
}

const PROGRAM_ID: Field = field(1, 10, "program identifier");
const PROGRAM_NAME: Field = field(11, 100, "program name");
const PROGRAM_HOURS: Field = field(111, 4, "nominal hours");
const RECOGNITION: Field = field(115, 2, "program recognition identifier");
const LEVEL: Field = field(117, 3, "level of education identifier");
const SUBJECT_ID: Field = field(1, 12, "subject identifier");
const SUBJECT_NAME: Field = field(13, 100, "subject name");
const SUBJECT_VET: Field = field(119, 1, "VET flag");
const SUBJECT_HOURS: Field = field(120, 4, "nominal hours");

impl NatFile {
    fn of_name(name: &str) -> Option<Self> {
        let base = name.rsplit(['/', '\\']).next().unwrap_or(name).to_ascii_uppercase();
        match base.split('.').next()? {
            "NAT00030" => Some(Self::Programs),
            "NAT00030A" => Some(Self::OtherPrograms),
            "NAT00060" => Some(Self::Subjects),
            _ => None,
        }
    }

    fn external(self) -> &'static str {
        match self {
            Self::Programs => "AVETMISS 8.0 NAT00030",
            Self::OtherPrograms => "AVETMISS 8.0 NAT00030A",
            Self::Subjects => "AVETMISS 8.0 NAT00060",
        }
    }

    /// What every line must reach: the last number that is always there.
    fn last(self) -> Field {
        match self {
            Self::Programs | Self::OtherPrograms => PROGRAM_HOURS,
            Self::Subjects => SUBJECT_HOURS,
        }
    }
}

/// Whether a name is that of such a file.
pub(super) fn is_nat(name: &str) -> bool {
    NatFile::of_name(name).is_some()
}

/// Reads the files.
pub(super) fn read(texts: &[(&str, &str)], catalogue: &Catalogue, today: NaiveDate) -> Statements {
    let mut statements = Statements::default();
    for (name, text) in texts {
        let Some(kind) = NatFile::of_name(name) else {
            let message =
                "its name does not tell which file this is; name it NAT00030.txt, NAT00030A.txt or NAT00060.txt";
            statements.problems.push(ImportProblem::of_file(name, message));
            continue;
        };
        let file: Arc<str> = (*name).into();
        let before = statements.problems.len();
        if text.trim().is_empty() {
            statements.problems.push(ImportProblem::of_file(name, "the file is empty; export it again"));
        }
        for (number, text) in (1..).zip(text.split('\n')) {
            let text = text.strip_suffix('\r').unwrap_or(text);
            if text.trim().is_empty() {
                continue;
            }
            if statements.problems.len() - before >= PROBLEMS_MAX || number as usize > LIST_MAX {
                let message = format!(
                    "only {LIST_MAX} lines and {PROBLEMS_MAX} problems of one file are looked at; correct these, or split the file"
                );
                statements.problems.push(ImportProblem::of_file(name, message));
                break;
            }
            let line = Line { text, number };
            match line.stated(kind) {
                Ok(stated) => statements.add(&file, stated, catalogue, today),
                Err(found) => found.into_iter().for_each(|Refused { column, message }| {
                    statements.refuse(&file, number, Some(column), message);
                }),
            }
        }
    }
    statements
}

/// One line.
struct Line<'a> {
    text: &'a str,
    number: u32,
}

/// Why a line is refused, and from which column on.
struct Refused {
    column: usize,
    message: String,
}

impl Line<'_> {
    fn stated(&self, kind: NatFile) -> Result<Stated, Vec<Refused>> {
        let length = self.text.chars().count();
        let last = kind.last();
        let needed = last.from + last.width - 1;
        if length < needed {
            let (from, name) = (last.from, last.name);
            let message = format!(
                "the line ends after column {length}, but the {name} stand in columns {from} to {needed}; the file may have been cut off, so export it again"
            );
            return Err(vec![Refused { column: length + 1, message }]);
        }
        let (id, name) = match kind {
            NatFile::Subjects => (SUBJECT_ID, SUBJECT_NAME),
            _ => (PROGRAM_ID, PROGRAM_NAME),
        };
        let mut found = Vec::new();
        let code = self.needed(id, &mut found);
        let title = self.needed(name, &mut found);
        let hours = self.hours(last, &mut found);
        let what = match kind {
            NatFile::Subjects => self.subject(&mut found),
            _ => self.program(kind, &code, &title, &mut found),
        };
        if !found.is_empty() {
            return Err(found);
        }
        let (what, remark) = what;
        let remark = remark.map(str::to_owned);
        Ok(Stated {
            code,
            title,
            what,
            description: None,
            hours,
            released: None,
            outcomes: None,
            superseded_by: None,
            external: kind.external(),
            remark,
            line: self.number,
        })
    }

    /// A field without the blanks around it.
    fn get(&self, field: Field) -> String {
        let text: String = self.text.chars().skip(field.from - 1).take(field.width).collect();
        text.trim().to_owned()
    }

    fn needed(&self, field: Field, found: &mut Vec<Refused>) -> String {
        let text = self.get(field);
        let (from, name) = (field.from, field.name);
        if is_blank(&text) || text.chars().all(|c| c == '@') {
            found.push(Refused { column: from, message: format!("the {name} is missing; write it") });
        } else if let Some(control) = text.chars().find(|c| c.is_control()) {
            let message = format!("the {name} has the control character {control:?}; take it out");
            found.push(Refused { column: from, message });
        } else if let Some(mark) = turning_mark(&text) {
            found.push(Refused { column: from, message: turned(mark) });
        }
        text
    }

    /// Nominal hours; nothing where they are `@@@@`, blank or nought, which says that nobody has stated them.
    fn hours(&self, field: Field, found: &mut Vec<Refused>) -> Option<Hours> {
        let text = self.get(field);
        if text.chars().all(|c| c == '@') {
            return None;
        }
        let hours = text.parse::<u16>().ok().filter(|_| text.bytes().all(|byte| byte.is_ascii_digit()));
        match hours.map(|hours| Hours::new(f64::from(hours))) {
            Some(Ok(hours)) => (hours > Hours::ZERO).then_some(hours),
            Some(Err(error)) => {
                found.push(Refused { column: field.from, message: format!("the {}: {error}", field.name) });
                None
            }
            None => {
                let message =
                    format!("the {} are \"{}\"; write four digits such as 0040", field.name, shortened(&text));
                found.push(Refused { column: field.from, message });
                None
            }
        }
    }

    fn subject(&self, found: &mut Vec<Refused>) -> (What, Option<&'static str>) {
        match self.get(SUBJECT_VET).as_str() {
            "Y" | "y" => (What::Course(CourseKind::UnitOfCompetency), None),
            "N" | "n" => (What::Course(CourseKind::Subject), None),
            "" | "@" => (What::Course(CourseKind::Subject), Some("whether it is vocational is not stated")),
            other => {
                let message = format!("the VET flag is \"{}\"; write Y, N or @", shortened(other));
                found.push(Refused { column: SUBJECT_VET.from, message });
                (What::Course(CourseKind::Subject), None)
            }
        }
    }

    /// What a program is: an award by its level or title, a skill set by its recognition or code, or else some other
    /// course.
    fn program(
        &self,
        kind: NatFile,
        code: &str,
        title: &str,
        found: &mut Vec<Refused>,
    ) -> (What, Option<&'static str>) {
        let award = |aqf_type| What::Qualification { aqf_type, currency: None, packaging: None };
        let counted = Some("volume of learning: its nominal hours");
        let skill_set = (What::Course(CourseKind::SkillSet), None);
        let (recognition, level) = match kind {
            NatFile::OtherPrograms => (
                self.number_of(RECOGNITION, found).unwrap_or_default(),
                self.number_of(LEVEL, found).unwrap_or_default(),
            ),
            _ => (String::new(), String::new()),
        };
        if matches!(recognition.as_str(), "13" | "16") || is_skill_set(code) {
            return skill_set;
        }
        match award_of_level(&level).or_else(|| award_of_title(title)) {
            Some(aqf_type) => (award(aqf_type), counted),
            None => (What::Course(CourseKind::ProfessionalDevelopment), Some("its kind is not stated")),
        }
    }

    /// A number as its digits; it is refused where the line ends within it.
    fn number_of(&self, field: Field, found: &mut Vec<Refused>) -> Option<String> {
        let length = self.text.chars().count();
        let text = self.get(field);
        let whole = length >= field.from + field.width - 1;
        let digits = text.bytes().all(|byte| byte.is_ascii_digit());
        if text.is_empty() || (whole && text.chars().all(|c| c == '@')) {
            return None;
        }
        if whole && digits {
            return Some(text);
        }
        let (from, width, name) = (field.from, field.width, field.name);
        let message = match whole {
            true => format!("the {name} is \"{}\"; write {width} digits", shortened(&text)),
            false => format!("the line ends within the {name}; the file may have been cut off, so export it again"),
        };
        found.push(Refused { column: from, message });
        None
    }
}

/// `CHCSS00102`.
fn is_skill_set(code: &str) -> bool {
    let bytes = code.as_bytes();
    bytes.len() == 10
        && bytes[..3].iter().all(u8::is_ascii_alphabetic)
        && bytes[3..5].eq_ignore_ascii_case(b"SS")
        && bytes[5..].iter().all(u8::is_ascii_digit)
}

/// The award of a level of education, by AVETMISS's classification.
fn award_of_level(level: &str) -> Option<AqfType> {
    Some(match level {
        "211" => AqfType::GraduateDiploma,
        "221" => AqfType::GraduateCertificate,
        "311" => AqfType::BachelorHonours,
        "312" => AqfType::Bachelor,
        "411" => AqfType::AdvancedDiploma,
        "413" => AqfType::AssociateDegree,
        "421" => AqfType::Diploma,
        "511" => AqfType::CertificateIv,
        "514" => AqfType::CertificateIii,
        "521" => AqfType::CertificateIi,
        "524" => AqfType::CertificateI,
        _ => return None,
    })
}
