//! The page on which credentials are given.

use askama::Template;
use registry_core::eligibility::Subject;
use registry_core::tier::Tier;

use crate::snapshot::Snapshot;
use crate::web::answer::{Answer, Copies};
use crate::web::endpoint::Asked;
use crate::web::head::{Head, Section};
use crate::web::words::{ERROR_PREFIX, verify as words};

/// The page with the form.
#[derive(Template)]
#[template(path = "verify.html")]
struct VerifyPage {
    head: Head,
    /// What is wrong with what was sent; empty at first.
    wrong: String,
    /// Value, title and whether it is chosen, of each role and tier.
    roles: Vec<(String, String, bool)>,
    tiers: Vec<(String, String, bool)>,
}

/// The page as it is opened.
pub(super) fn show(asked: &Asked<'_>) -> Answer {
    Answer::public(&page(asked.at, String::new(), ""))
}

/// The page again, with what is to be put right.
pub(super) fn again(at: &Snapshot, wrong: String, meets: &str) -> Answer {
    Answer::page(poem::http::StatusCode::UNPROCESSABLE_ENTITY, &page(at, wrong, meets), Copies::Never)
}

fn page(at: &Snapshot, wrong: String, meets: &str) -> VerifyPage {
    let catalogue = at.catalogue();
    let offered = |value: String, title: String| {
        let chosen = value == meets;
        (value, title, chosen)
    };
    let title = if wrong.is_empty() { words::CHECK.to_owned() } else { format!("{ERROR_PREFIX}{}", words::CHECK) };
    VerifyPage {
        head: Head::new(Section::Verify, title),
        wrong,
        roles: catalogue.roles().map(|role| offered(format!("role:{}", role.code), role.title.clone())).collect(),
        tiers: catalogue
            .tiers()
            .map(|tier| offered(format!("tier:{}", tier.tier.number()), format!("{}: {}", tier.tier, tier.title)))
            .collect(),
    }
}

/// What `role:CODE` or `tier:N` means; `None` for no question.
///
/// # Errors
/// A text that is neither.
pub(super) fn subject(text: &str) -> Result<Option<Subject>, ()> {
    let read = match text.split_once(':') {
        None if text.is_empty() => return Ok(None),
        Some(("role", code)) => code.parse().ok().map(Subject::Role),
        Some(("tier", number)) => number.parse().ok().and_then(|number| Tier::new(number).ok()).map(Subject::Tier),
        _ => None,
    };
    read.map(Some).ok_or(())
}
