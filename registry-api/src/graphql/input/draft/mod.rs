//! What publishers give: drafts, read into changes that core judges.

mod offering;
mod requisite;
mod source;
mod version;

pub(crate) use offering::SetOfferingsFields;
pub(crate) use source::{OwnWord, SourceInput};
pub(crate) use version::VersionFields;

use registry_core::visible::{is_blank, turned, turning_mark};
use registry_core::words::shortened;

use super::problems::{Place, Problems};
use crate::graphql::types::problem::RequestErrorCode;

/// The longest title or name, in characters: one line of a certificate.
const TITLE_MAX: usize = 200;

/// The longest description, basis or outcome, in characters.
const TEXT_MAX: usize = 2_000;

/// Most outcomes, sessions, requisites or offerings of one draft.
const ENTRIES_MAX: usize = 100;

/// A text of a draft, without white space around it.
pub(crate) fn text(problems: &mut Problems, place: &Place, text: &str, most: usize) -> String {
    let text = text.trim();
    let length = text.chars().count();
    if is_blank(text) {
        problems.add(RequestErrorCode::Missing, place, "there is no text; write one");
    } else if length > most {
        let message = format_args!("the text has {length} characters; at most {most} are read");
        problems.add(RequestErrorCode::TooMany, place, message);
    } else if let Some(control) = text.chars().find(|c| c.is_control() && *c != '\n') {
        let message =
            format_args!("the text \"{}\" has the control character {control:?}; take it out", shortened(text));
        problems.add(RequestErrorCode::OutOfRange, place, message);
    } else if let Some(mark) = turning_mark(text) {
        problems.add(RequestErrorCode::OutOfRange, place, turned(mark));
    }
    text.to_owned()
}

/// Whether a list has no more entries than are read; otherwise that is a problem.
fn within(problems: &mut Problems, place: &Place, count: usize) -> bool {
    if count > ENTRIES_MAX {
        let message = format_args!("the list has {count} entries; at most {ENTRIES_MAX} are read");
        problems.add(RequestErrorCode::TooMany, place, message);
    }
    count <= ENTRIES_MAX
}

/// The texts of a list.
fn texts(problems: &mut Problems, place: &Place, given: &[String]) -> Vec<String> {
    if !within(problems, place, given.len()) {
        return Vec::new();
    }
    given.iter().enumerate().map(|(index, one)| text(problems, &place.then(index), one, TEXT_MAX)).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_title_shows_something_and_turns_nothing_around() {
        let said = |given: &str| {
            let mut problems = Problems::default();
            text(&mut problems, &Place::root().then("title"), given, TITLE_MAX);
            problems.into_list().into_iter().map(|problem| problem.message).collect::<Vec<_>>()
        };
        assert_eq!(said("Peer support"), Vec::<String>::new());
        assert_eq!(said("\u{200B}"), ["There is no text; write one."]);
        let turned = "The text has the mark U+202E, which turns around what is read after it; take it out.";
        assert_eq!(said("Peer \u{202E}troppus"), [turned]);
    }
}
