//! Whether requisites became harder or easier, decided by what they mean and not by how they are written.
//!
//! A requisite of the new version is *harder* when somebody who met all the old ones may not meet it. One of the old
//! version is *relaxed* when somebody who meets all the new ones may not have met it. Both are questions of what follows
//! from what ([`implication`]).

mod facts;
mod implication;

use implication::{Implication, follows};

use super::bump::Bump;
use super::difference::Difference;
use super::wording::shown;
use crate::catalogue::Catalogue;
use crate::requisite::{Requisite, RequisiteKind};
use crate::words;

/// The differences between the requisites of two versions.
pub(super) fn differences(catalogue: &Catalogue, old: &[Requisite], new: &[Requisite]) -> Vec<Difference> {
    let mut found = required(catalogue, old, new);
    found.extend(advised(catalogue, old, new));
    for requisite in new {
        if let Some(before) = old.iter().find(|other| same(other, requisite))
            && !old.contains(requisite)
        {
            let sentence = format!("the source of the requisite {} is another", quoted(catalogue, requisite));
            let (before, after) = (before.provenance().to_string(), requisite.provenance().to_string());
            found.push(difference(Bump::Patch, sentence, Some(before), Some(after)));
        }
    }
    found
}

/// Whether two requisites are the same but for their source.
fn same(a: &Requisite, b: &Requisite) -> bool {
    (a.kind(), a.strength(), a.requires()) == (b.kind(), b.strength(), b.requires())
}

fn quoted(catalogue: &Catalogue, requisite: &Requisite) -> String {
    format!("\"{}\"", shown(&in_words(catalogue, requisite)))
}

fn in_words(catalogue: &Catalogue, requisite: &Requisite) -> String {
    let words = words::expression(catalogue, requisite.requires());
    match requisite.kind() {
        RequisiteKind::Prerequisite => words,
        RequisiteKind::Corequisite => format!("{words}, before or beside it"),
    }
}

fn difference(bump: Bump, sentence: String, before: Option<String>, after: Option<String>) -> Difference {
    Difference { field: "requisites", bump, sentence, before, after }
}

fn required(catalogue: &Catalogue, old: &[Requisite], new: &[Requisite]) -> Vec<Difference> {
    let only = |all: &[Requisite]| all.iter().filter(|one| one.is_required()).cloned().collect::<Vec<_>>();
    let (old, new) = (only(old), only(new));
    let without = |all: &[Requisite], others: &[Requisite]| {
        all.iter().filter(|one| !others.iter().any(|other| same(one, other))).cloned().collect::<Vec<_>>()
    };
    let (gone, added) = (without(&old, &new), without(&new, &old));
    let mut found = Vec::new();
    let mut easier = Vec::new();
    for requisite in &added {
        let words = quoted(catalogue, requisite);
        let sentence = match follows(catalogue, &old, requisite) {
            Implication::Holds => {
                easier.push(in_words(catalogue, requisite));
                continue;
            }
            Implication::Fails { example } => {
                let who = if example.is_empty() { "nothing".to_owned() } else { words::joined(&texts(&example)) };
                format!("it asks for {words} now; somebody with {who} could start it and no longer can")
            }
            Implication::NotDecided => {
                format!(
                    "it asks for {words} now, and that is too involved to tell whether the old requisites implied it"
                )
            }
        };
        found.push(difference(Bump::Major, sentence, None, Some(in_words(catalogue, requisite))));
    }
    let after = (!easier.is_empty()).then(|| easier.join("; "));
    for requisite in &gone {
        if follows(catalogue, &new, requisite) != Implication::Holds {
            let sentence = format!("it no longer insists on {}", quoted(catalogue, requisite));
            found.push(difference(Bump::Minor, sentence, Some(in_words(catalogue, requisite)), after.clone()));
        }
    }
    if found.is_empty() && !(gone.is_empty() && added.is_empty()) {
        let all = |all: &[Requisite]| all.iter().map(|one| in_words(catalogue, one)).collect::<Vec<_>>().join("; ");
        let sentence = "its requisites are written differently and ask for the same".to_owned();
        found.push(difference(Bump::Patch, sentence, Some(all(&gone)), Some(all(&added))));
    }
    found
}

fn texts(texts: &[String]) -> Vec<&str> {
    texts.iter().map(String::as_str).collect()
}

/// Advice never bars the way; it is more, or less, of what is said.
fn advised(catalogue: &Catalogue, old: &[Requisite], new: &[Requisite]) -> Vec<Difference> {
    let missing =
        |one: &&Requisite, others: &[Requisite]| !one.is_required() && !others.iter().any(|other| same(one, other));
    let mut found = Vec::new();
    for gone in old.iter().filter(|one| missing(one, new)) {
        let sentence = format!("it no longer advises {}", quoted(catalogue, gone));
        found.push(difference(Bump::Minor, sentence, Some(in_words(catalogue, gone)), None));
    }
    for added in new.iter().filter(|one| missing(one, old)) {
        let sentence = format!("it advises {} now", quoted(catalogue, added));
        found.push(difference(Bump::Minor, sentence, None, Some(in_words(catalogue, added))));
    }
    found
}

#[cfg(test)]
mod tests;
