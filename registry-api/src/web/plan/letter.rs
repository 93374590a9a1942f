//! A letter to a manager that asks for support in neutral words: on a page, and as the text of an email.

use askama::Template;
use registry_core::date::in_words;
use registry_core::pathway::{Step, words as said};

use super::keep::neutral_title;
use super::outcome::{Shown, of_pathway};
use super::support::letter_asks;
use crate::web::answer::Answer;
use crate::web::endpoint::Asked;
use crate::web::head::{Head, Section};
use crate::web::words::pathway as words;

#[derive(Template)]
#[template(path = "letter.html")]
struct Letter {
    head: Head,
    parts: Vec<Part>,
    /// The address that opens the letter in the reader's own email program, to nobody yet.
    email: String,
    back: String,
}

/// A part of the letter.
enum Part {
    Paragraph(String),
    List(Vec<String>),
}

/// The page of the letter.
pub(super) fn letter(asked: &Asked<'_>) -> Answer {
    of_pathway(asked, page)
}

fn page(asked: &Asked<'_>, shown: Shown<'_>) -> Answer {
    let Shown { outcome, found, number, pathway, sealed } = shown;
    let training = |step: &Step| {
        let title = neutral_title(asked.at, step);
        match step.start == step.end {
            true => words::training_on(title, &in_words(step.start)),
            false => words::training_over(title, &in_words(step.start), &in_words(step.end)),
        }
    };
    let asks = letter_asks(asked.at, pathway, &found.also_needed, outcome.request.record.employment());
    let cost = words::letter_cost(&said::money(pathway.cost), !asks.is_empty());
    let paragraph = |text: &str| Part::Paragraph(text.to_owned());
    let [dear, plan, trainings, wishes, talk, regards, name] = words::LETTER_TEXT;
    let mut parts = vec![paragraph(dear), paragraph(plan), paragraph(trainings)];
    parts.push(Part::List(pathway.steps.iter().map(training).collect()));
    if !asks.is_empty() {
        parts.extend([paragraph(wishes), Part::List(asks)]);
    }
    parts.push(Part::Paragraph(cost));
    parts.extend([talk, regards, name].map(paragraph));
    let email = format!(
        "mailto:?subject={}&body={}",
        percent_encoded(words::LETTER_SUBJECT),
        percent_encoded(&as_text(&parts))
    );
    Answer::personal(&Letter {
        head: Head::new(Section::Plan, words::LETTER),
        parts,
        email,
        back: format!("/plan/pathway?a={sealed}&show={number}"),
    })
}

/// The letter as plain text: a blank line between paragraphs, a dash before each entry of a list.
fn as_text(parts: &[Part]) -> String {
    let part = |part: &Part| match part {
        Part::Paragraph(text) => text.clone(),
        Part::List(lines) => lines.iter().map(|line| format!("- {line}")).collect::<Vec<_>>().join("\n"),
    };
    parts.iter().map(part).collect::<Vec<_>>().join("\n\n")
}

/// A text within an address (RFC 6068): every byte but letters, digits and `-._~` as `%` and two digits, lines ended as in
/// email.
fn percent_encoded(text: &str) -> String {
    let mut out = String::new();
    for byte in text.replace('\n', "\r\n").bytes() {
        match byte {
            b'A'..=b'Z' | b'a'..=b'z' | b'0'..=b'9' | b'-' | b'.' | b'_' | b'~' => out.push(char::from(byte)),
            other => out.push_str(&format!("%{other:02X}")),
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_letter_in_an_address_is_one_text_whatever_is_in_it() {
        let parts =
            [Part::Paragraph("Dear [name],".to_owned()), Part::List(vec!["é & ü?".to_owned(), "#2".to_owned()])];
        assert_eq!(as_text(&parts), "Dear [name],\n\n- é & ü?\n- #2");
        assert_eq!(percent_encoded(&as_text(&parts[1..])), "-%20%C3%A9%20%26%20%C3%BC%3F%0D%0A-%20%232");
    }
}
