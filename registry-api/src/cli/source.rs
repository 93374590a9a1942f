//! What commands read: files, the catalogue, and what a text names.

use std::fs;
use std::io::{self, ErrorKind, Read};
use std::path::{Path, PathBuf};

use registry_core::catalogue::EntryRef;
use registry_core::eligibility::Subject;
use registry_core::pathway::request::GoalError;
use registry_core::pathway::{Goal, RequestProblem};

use super::{Edge, Failure};
use crate::format::{self, FILE_BYTES_MAX, Profile, SourceFile, Unsound};
use crate::ops;
use crate::snapshot::Snapshot;
use crate::store::Location;

/// Writes a file, or says in a sentence why it cannot be written.
pub(super) fn write_text(path: &Path, text: &str) -> Result<(), Failure> {
    fs::write(path, text).map_err(|error| Failure::to_correct(unwritable(path, path.exists(), &error)))
}

fn unwritable(path: &Path, there: bool, error: &io::Error) -> String {
    let shown = path.display();
    let folder = path.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new(".")).display();
    match error.kind() {
        ErrorKind::NotFound => {
            format!("{shown} cannot be written: there is no folder {folder}; make it, or name another")
        }
        ErrorKind::NotADirectory => format!("{shown} cannot be written: {folder} is no folder; name another"),
        ErrorKind::IsADirectory => format!("{shown} is a folder; name a file in it"),
        ErrorKind::PermissionDenied if there => {
            format!("{shown} may not be written; check its permissions, or name another file")
        }
        ErrorKind::PermissionDenied => {
            format!("{shown} may not be written; check the permissions of the folder {folder}, or name another")
        }
        _ => format!("{shown} cannot be written: {}", reason(error)),
    }
}

/// What the system says of a failure, without its number: `no space left on device`.
pub(super) fn reason(error: &io::Error) -> String {
    let text = error.to_string();
    text.split(" (os error").next().unwrap_or(&text).to_lowercase()
}

/// Reads a file as text, or says in a sentence why it cannot be read.
pub(super) fn read_text(path: &Path) -> Result<String, Failure> {
    read_text_up_to(path, FILE_BYTES_MAX, "*.toml")
}

/// The same for a file of at most so many bytes; `like` is how the names of such files end.
pub(super) fn read_text_up_to(path: &Path, most: usize, like: &str) -> Result<String, Failure> {
    let shown = path.display();
    String::from_utf8(read_bytes_up_to(path, most, like)?).map_err(|error| {
        let line = error.as_bytes()[..error.utf8_error().valid_up_to()].split(|byte| *byte == b'\n').count();
        Failure::to_correct(format!("{shown}:{line}: this is not text in UTF-8; save the file as UTF-8"))
    })
}

/// The bytes of a file of at most so many.
pub(super) fn read_bytes_up_to(path: &Path, most: usize, like: &str) -> Result<Vec<u8>, Failure> {
    let shown = path.display();
    let metadata = fs::metadata(path).map_err(|error| unreadable(path, &error))?;
    if metadata.is_dir() {
        let message = format!("{shown} is a folder; name a file in it, such as {shown}/{like}");
        return Err(Failure::to_correct(message));
    }
    if metadata.len() > most as u64 {
        let message = format!("{shown} has {} bytes; at most {most} are read", metadata.len());
        return Err(Failure::to_correct(message));
    }
    let bytes = read_bytes(path, most).map_err(|error| unreadable(path, &error))?;
    if bytes.len() > most {
        return Err(Failure::to_correct(format!("{shown} has more than {most} bytes; at most that many are read")));
    }
    Ok(bytes)
}

/// The files in a folder whose names end so, in order of name; folders within it are left out.
pub(super) fn files_in(folder: &Path, endings: &[&str]) -> Result<Vec<PathBuf>, Failure> {
    let mut found = Vec::new();
    for entry in fs::read_dir(folder).map_err(|error| unreadable(folder, &error))? {
        let path = entry.map_err(|error| unreadable(folder, &error))?.path();
        let name = path.to_string_lossy().to_ascii_lowercase();
        if path.is_file() && endings.iter().any(|ending| name.ends_with(ending)) {
            found.push(path);
        }
    }
    found.sort();
    Ok(found)
}

/// The first byte of a file that is not white space; `None` also where it cannot be read, which reading it will say.
pub(super) fn first_byte(path: &Path) -> Option<u8> {
    let mut start = Vec::new();
    fs::File::open(path).ok()?.take(4096).read_to_end(&mut start).ok()?;
    start.into_iter().find(|byte| !byte.is_ascii_whitespace())
}

/// The bytes of a file, one more than are read at most: what is no plain file may never end.
fn read_bytes(path: &Path, most: usize) -> io::Result<Vec<u8>> {
    let mut bytes = Vec::new();
    fs::File::open(path)?.take(most as u64 + 1).read_to_end(&mut bytes)?;
    Ok(bytes)
}

fn unreadable(path: &Path, error: &io::Error) -> Failure {
    let shown = path.display();
    Failure::to_correct(match error.kind() {
        ErrorKind::NotFound => format!("there is no file {shown}; check the name"),
        ErrorKind::PermissionDenied => format!("{shown} may not be read; check its permissions"),
        ErrorKind::NotADirectory => format!("there is no file {shown}; a part of its path is no folder"),
        _ => format!("{shown} cannot be read: {}", reason(error)),
    })
}

/// A goal of the command line, and the option it was given with.
pub(super) struct GivenGoal {
    /// `--goal` or `--for`.
    pub(super) option: &'static str,
    /// What was given.
    pub(super) goal: Goal,
}

/// Reads a profile whose codes are in the catalogue. `given` goes before the file's goal.
pub(super) fn read_profile(
    path: &Path,
    given: Option<GivenGoal>,
    snapshot: &Snapshot,
    edge: &Edge<'_>,
) -> Result<Profile, Failure> {
    let text = read_text(path)?;
    let name = path.display().to_string();
    let (option, goal) = given.map_or(("goal", None), |given| (given.option, Some(given.goal)));
    let file = SourceFile { name: &name, text: &text };
    format::read_known_profile(&file, edge.today, goal, snapshot.catalogue()).map_err(|problems| {
        let elsewhere = problems.elsewhere.iter().map(|problem| match problem {
            RequestProblem::Unknown { field: "goal", target, hint } => not_there(option, target, hint),
            _ => problem.to_string(),
        });
        Failure::ToCorrect(elsewhere.chain(problems.of_file.iter().map(ToString::to_string)).collect())
    })
}

/// Says that what was given with an option is not in the catalogue; `hint` is the nearest code, or nothing.
pub(super) fn not_there(option: &str, target: &EntryRef, hint: &str) -> String {
    format!("{option} names {target}, which is not in the catalogue{hint}")
}

/// The catalogue a command works on: of the database that was named, or else the built-in one.
pub(super) async fn catalogue(database: Option<&Path>, edge: &Edge<'_>) -> Result<Snapshot, Failure> {
    let Some(path) = database else {
        return ops::built_in_catalogue().map_err(Failure::fault);
    };
    if matches!(Location::from(path), Location::File(_)) && !path.exists() {
        let shown = path.display();
        let how = "start the registry with it once (registry serve --database PATH), or leave --database out";
        return Err(Failure::to_correct(format!("there is no database {shown}; {how}")));
    }
    ops::read_catalogue(path, edge.now).await.map_err(Failure::fault)
}

/// The catalogue of some files; what they do not hold themselves is taken from `beside`. Everything wrong with them is said.
pub(super) fn joined(files: &[PathBuf], beside: &Snapshot) -> Result<Snapshot, Failure> {
    let (mut texts, mut unread) = (Vec::new(), Vec::new());
    for path in files {
        match read_text(path) {
            Ok(text) => texts.push((path.display().to_string(), text)),
            Err(Failure::ToCorrect(problems)) => unread.extend(problems),
            Err(failure) => return Err(failure),
        }
    }
    if !unread.is_empty() {
        return Err(Failure::ToCorrect(unread));
    }
    let files: Vec<_> = texts.iter().map(|(name, text)| SourceFile { name, text }).collect();
    ops::join_files(&files, beside).map_err(|unsound| Failure::ToCorrect(lines(&unsound)))
}

/// What is to be corrected: the problems, then every knot with all its members.
fn lines(unsound: &Unsound) -> Vec<String> {
    let knot = |knot: &registry_core::graph::Knot| {
        let members: Vec<_> = knot.members.iter().map(ToString::to_string).collect();
        let count = super::page::counted(members.len() as u64, "entry", "entries");
        format!("{count} in a knot, each before all the others: {}", members.join(", "))
    };
    // A knot of one or two is no more than the circle that is named.
    let knots = unsound.knots.iter().filter(|knot| knot.members.len() > knot.circle.members.len()).map(knot);
    unsound.problems.iter().map(ToString::to_string).chain(knots).collect()
}

/// Reads `course:CODE`, `qualification:CODE`, `tier:N` or `role:CODE`.
pub(super) fn subject(text: &str) -> Result<Subject, String> {
    match text.parse::<Goal>() {
        Ok(Goal::Course(code)) => Ok(Subject::Course(code)),
        Ok(Goal::Qualification(code)) => Ok(Subject::Qualification(code)),
        Ok(Goal::Tier(tier)) => Ok(Subject::Tier(tier)),
        Ok(Goal::Role(code)) => Ok(Subject::Role(code)),
        Ok(Goal::Credit { .. }) | Err(GoalError::Unreadable(_) | GoalError::NoCredit) => {
            Err("write course:CODE, qualification:CODE, tier:1 or role:CODE".to_owned())
        }
        Err(error) => Err(error.to_string()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_the_system_refuses_is_said_without_its_numbers() {
        let path = Path::new("out/me.json");
        for (number, there, wanted) in [
            (13, true, "out/me.json may not be written; check its permissions, or name another file"),
            (13, false, "out/me.json may not be written; check the permissions of the folder out, or name another"),
            (28, false, "out/me.json cannot be written: no space left on device"),
            (30, false, "out/me.json cannot be written: read-only file system"),
        ] {
            assert_eq!(unwritable(path, there, &io::Error::from_raw_os_error(number)), wanted);
        }
        let Failure::ToCorrect(said) = unreadable(path, &io::Error::from_raw_os_error(5)) else {
            panic!("it is to be corrected")
        };
        assert_eq!(said, ["out/me.json cannot be read: input/output error"]);
    }
}
