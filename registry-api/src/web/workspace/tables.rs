//! Files to fill in: the tables of an import, with two examples each, a qualification with a credit rule, and the table of a
//! roster. They are the same for everybody.

use crate::ops::issue::roster;
use crate::web::answer::Answer;
use crate::web::browse::Link;
use crate::web::endpoint::{Asked, not_there};
use crate::web::message::Message;

/// The tables of an import: the name under which each is kept, and what it is to begin with.
const OF_IMPORT: [(&str, &str); 3] = [
    ("courses.csv", include_str!("../../../../schema/templates/courses.csv")),
    ("versions.csv", include_str!("../../../../schema/templates/versions.csv")),
    ("offerings.csv", include_str!("../../../../schema/templates/offerings.csv")),
];

/// What no table holds: a qualification and a credit rule.
const OF_QUALIFICATION: (&str, &str) =
    ("qualification.toml", include_str!("../../../../schema/templates/qualification.toml"));

/// That of a roster.
const OF_ROSTER: (&str, &str) = ("roster.csv", roster::TEMPLATE);

/// Without it Excel does not read a table as UTF-8.
const BYTE_ORDER_MARK: &str = "\u{feff}";

/// A table, to be kept.
pub(super) fn table(asked: &Asked<'_>) -> Answer {
    let all = OF_IMPORT.into_iter().chain([OF_ROSTER]);
    if asked.code == OF_QUALIFICATION.0 {
        let (name, text) = OF_QUALIFICATION;
        return Answer::File { kind: "application/toml", name, text: text.to_owned() };
    }
    match all.into_iter().find(|(name, _)| *name == asked.code) {
        Some((name, text)) => {
            Answer::File { kind: "text/csv; charset=utf-8", name, text: format!("{BYTE_ORDER_MARK}{text}") }
        }
        None => not_there(Message::nothing_here()),
    }
}

/// Where those of an import are.
pub(super) fn of_import() -> Vec<Link> {
    OF_IMPORT.iter().map(|(name, _)| link(name)).collect()
}

/// Where the file of a qualification is.
pub(super) fn of_qualification() -> Link {
    link(OF_QUALIFICATION.0)
}

/// Where that of a roster is.
pub(super) fn of_roster() -> Link {
    link(OF_ROSTER.0)
}

fn link(name: &str) -> Link {
    Link::to(name, format!("/tables/{name}"))
}
