//! Which format a file is in, and its text.

use super::{ImportFile, ImportProblem};

/// The largest file that is imported, in bytes: 50 MB. A larger one is to be split.
pub const FILE_BYTES_MAX: usize = 50_000_000;

/// A format of files that are imported.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Format {
    /// Catalogue files (docs/CATALOGUE_FILES.md).
    Toml,
    /// The same structure in JSON.
    Json,
    /// Tables of courses, versions and offerings.
    Csv,
    /// AVETMISS 8.0: NAT00030, NAT00030A, NAT00060.
    Nat,
    /// An extract of the national register in JSON. No name tells it from [`Format::Json`], so it is asked for.
    Register,
}

impl Format {
    /// Every format.
    pub const ALL: [Format; 5] = [Self::Toml, Self::Json, Self::Csv, Self::Nat, Self::Register];

    /// The name as the command line has it.
    pub fn name(self) -> &'static str {
        match self {
            Self::Toml => "toml",
            Self::Json => "json",
            Self::Csv => "csv",
            Self::Nat => "nat",
            Self::Register => "register",
        }
    }

    /// The format of a file, by its name.
    pub(super) fn of_name(name: &str) -> Option<Format> {
        if super::nat::is_nat(name) {
            return Some(Self::Nat);
        }
        let name = name.to_ascii_lowercase();
        let (_, end) = name.rsplit_once('.')?;
        match end {
            "toml" => Some(Self::Toml),
            "json" => Some(Self::Json),
            "csv" => Some(Self::Csv),
            _ => None,
        }
    }

    /// The one format of all files.
    pub(super) fn of_files(texts: &[(&str, &str)]) -> Result<Format, Vec<ImportProblem>> {
        let mut first: Option<(Format, &str)> = None;
        let mut problems = Vec::new();
        for (name, _) in texts {
            match (Self::of_name(name), first) {
                (None, _) => {
                    let message = "its name does not tell its format; name it *.toml, *.json, *.csv or as AVETMISS does (NAT00060.txt), or say which it is";
                    problems.push(ImportProblem::of_file(name, message));
                }
                (Some(format), None) => first = Some((format, name)),
                (Some(format), Some((other, beside))) if format != other => {
                    let (format, other) = (format.name(), other.name());
                    let message =
                        format!("this is {format}, but {beside} is {other}; import files of one format at a time");
                    problems.push(ImportProblem::of_file(name, message));
                }
                _ => {}
            }
        }
        match first {
            Some((format, _)) if problems.is_empty() => Ok(format),
            Some(_) => Err(problems),
            None if problems.is_empty() => Err(vec![ImportProblem::of_file("import", "no file is given; name one")]),
            None => Err(problems),
        }
    }
}

/// The texts of files, without a byte order mark.
pub(super) fn texts<'a>(files: &[ImportFile<'a>]) -> Result<Vec<(&'a str, &'a str)>, Vec<ImportProblem>> {
    let mut texts = Vec::new();
    let mut problems = Vec::new();
    for file in files {
        match text(file.bytes) {
            Ok(text) => texts.push((file.name, text)),
            Err((line, message)) => {
                problems.push(ImportProblem { file: file.name.to_owned(), line, column: None, message });
            }
        }
    }
    if problems.is_empty() { Ok(texts) } else { Err(problems) }
}

fn text(bytes: &[u8]) -> Result<&str, (Option<u32>, String)> {
    if bytes.len() > FILE_BYTES_MAX {
        let count = bytes.len();
        return Err((None, format!("the file has {count} bytes; at most {FILE_BYTES_MAX} are read, so split it")));
    }
    let text = std::str::from_utf8(bytes).map_err(|error| {
        let (sound, rest) = bytes.split_at(error.valid_up_to());
        let line = sound.split(|byte| *byte == b'\n').count();
        let byte = rest.first().copied().unwrap_or_default();
        let at = error.valid_up_to() + 1;
        let message = format!(
            "byte {at} of the file, 0x{byte:02X}, is not text in UTF-8; save the file as UTF-8 (in Excel: CSV UTF-8)"
        );
        (u32::try_from(line).ok(), message)
    })?;
    Ok(text.strip_prefix('\u{feff}').unwrap_or(text))
}
