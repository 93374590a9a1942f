//! Requirements in words, in one place so that they can be translated; and the word that a mistyped one meant.

use crate::catalogue::Catalogue;
use crate::graph::NodeKey;
use crate::id::CODE_LENGTH_MAX;
use crate::pathway::request::HOURS_PER_WEEK_MAX;
use crate::requisite::{Gate, RequisiteExpr};
use crate::source::{Confidence, Provenance};
use crate::tier::Tier;
use crate::volume::Hours;

/// A gate as a sentence names it: `more than 12 months of experience as a consumer worker`.
pub fn gate(gate: &Gate) -> String {
    match gate {
        Gate::ExperienceOver { months } => {
            format!("more than {} of experience as a consumer worker", months_in_words(*months))
        }
        Gate::ExperienceAtLeast { months } => {
            format!("{} or more of experience as a consumer worker", months_in_words(*months))
        }
        Gate::Employed => "employment as a consumer worker".to_owned(),
        Gate::PartnerRelease => "an employer that is a partner organisation and agrees to release you".to_owned(),
        Gate::Supervision { perspective: None } => "regular supervision".to_owned(),
        Gate::Supervision { perspective: Some(perspective) } => {
            format!("regular supervision from the {} perspective", perspective.words())
        }
        Gate::Placement { hours } => format!("a placement, or work, of {}", self::hours(*hours)),
        Gate::Attested { statement } => {
            format!("that you confirm to the provider: {}", statement.trim_end_matches('.'))
        }
    }
}

/// Hours as they are said: `1 hour`, `37.5 hours`, `1,200 hours`; anything finer than a hundredth is rounded **up**.
pub fn hours(hours: Hours) -> String {
    let shown = hours.to_string();
    let amount = shown.trim_end_matches(" h");
    let (whole, part) = amount.split_at(amount.find('.').unwrap_or(amount.len()));
    let thousands = whole.len().checked_sub(3).filter(|thousands| *thousands > 0);
    let whole = thousands.map_or(whole.to_owned(), |at| format!("{},{}", &whole[..at], &whole[at..]));
    format!("{whole}{part} {}", if amount == "1" { "hour" } else { "hours" })
}

fn months_in_words(months: u16) -> String {
    match months {
        1 => "1 month".to_owned(),
        _ if months.is_multiple_of(12) && months > 12 => format!("{} years", months / 12),
        _ => format!("{months} months"),
    }
}

/// An expression in words, with the titles of the catalogue: `any of: Peer support; Intentional Peer Support`.
pub fn expression(catalogue: &Catalogue, expression: &RequisiteExpr) -> String {
    match expression {
        RequisiteExpr::All(of) => parts(catalogue, "all of", of.as_slice()),
        RequisiteExpr::Any(of) => parts(catalogue, "any of", of.as_slice()),
        RequisiteExpr::AtLeast(of) => parts(catalogue, &format!("at least {} of", of.least()), of.of()),
        RequisiteExpr::Course(wanted) => {
            let title = catalogue.course(&wanted.course).map_or(wanted.course.as_str(), |course| course.title.as_str());
            if wanted.range == semver::VersionReq::STAR {
                title.to_owned()
            } else {
                format!("{title} (version {})", wanted.range)
            }
        }
        RequisiteExpr::Qualification(code) => {
            catalogue.qualification(code).map_or(code.as_str(), |q| q.title.as_str()).to_owned()
        }
        RequisiteExpr::Tier(tier) => self::tier(catalogue, *tier),
        RequisiteExpr::Gate(inner) => gate(inner),
    }
}

/// A tier with its title: `Tier 3: …`.
pub fn tier(catalogue: &Catalogue, tier: Tier) -> String {
    match catalogue.tier(&tier) {
        Some(definition) => format!("{tier}: {}", definition.title),
        None => tier.to_string(),
    }
}

/// The title of what a node of the requisite graph stands for; of a tier with its number.
pub fn entry(catalogue: &Catalogue, key: &NodeKey) -> String {
    match key {
        NodeKey::Course(code) => catalogue.course(code).map_or(code.to_string(), |course| course.title.clone()),
        NodeKey::Qualification(code) => catalogue.qualification(code).map_or(code.to_string(), |q| q.title.clone()),
        NodeKey::Tier(tier) => self::tier(catalogue, *tier),
        NodeKey::Role(code) => catalogue.role(code).map_or(code.to_string(), |role| role.title.clone()),
    }
}

/// Where a fact comes from, with the title of the document: `Leading the Change, Figure 6: “…”`.
pub fn source(catalogue: &Catalogue, provenance: &Provenance) -> String {
    match provenance {
        Provenance::Document { document, place, quote } => {
            let title = catalogue.document(document).map_or(document.as_str(), |entry| entry.title.as_str());
            format!("{title}, {place}: “{quote}”")
        }
        Provenance::External { external, place, confidence } => {
            let sure = match confidence {
                Confidence::High => "",
                Confidence::Medium => " (from one source)",
                Confidence::Low => " (not verified)",
            };
            format!("{external}, {place}{sure}")
        }
        Provenance::Assumption { note } => format!("our assumption: {note}"),
        Provenance::Invented => "invented, to show how the registry works".to_owned(),
    }
}

fn parts(catalogue: &Catalogue, lead: &str, operands: &[RequisiteExpr]) -> String {
    if let [only] = operands {
        return expression(catalogue, only);
    }
    let part = |operand: &RequisiteExpr| {
        let words = expression(catalogue, operand);
        if operand.operands().len() > 1 { format!("({words})") } else { words }
    };
    format!("{lead}: {}", operands.iter().map(part).collect::<Vec<_>>().join("; "))
}

/// Says that a week has too many hours of learning; `given` is a number as it is shown: `1e300`.
pub fn too_many_hours_a_week(given: &str) -> String {
    format!("{given} h a week is more than {HOURS_PER_WEEK_MAX} h; give the hours of own time for learning")
}

/// The most characters of a given value that a message repeats.
pub const SHOWN_CHARACTERS_MAX: usize = 60;

/// A value as a message repeats it: at most 60 characters, then `…`.
///
/// ```
/// use registry_core::words::shortened;
///
/// assert_eq!(shortened("tier:x"), "tier:x");
/// assert_eq!(shortened(&"1".repeat(300)), format!("{}…", "1".repeat(60)));
/// ```
pub fn shortened(text: &str) -> String {
    match text.char_indices().nth(SHOWN_CHARACTERS_MAX) {
        Some((end, _)) => format!("{}…", &text[..end]),
        None => text.to_owned(),
    }
}

/// The longest word that is compared; a longer one was not mistyped. As long as the longest code.
const WORD_BYTES_MAX: usize = CODE_LENGTH_MAX;

/// A number in words up to twelve: `four`, `13`.
pub fn number(count: usize) -> String {
    const WORDS: [&str; 13] =
        ["no", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve"];
    WORDS.get(count).map_or_else(|| count.to_string(), |word| (*word).to_owned())
}

/// `1 day`, `2 days`.
pub fn counted(count: u64, one: &str, many: &str) -> String {
    format!("{count} {}", if count == 1 { one } else { many })
}

/// `a`, `a and b`, `a, b and c`.
pub fn joined(words: &[&str]) -> String {
    match words {
        [] => String::new(),
        [only] => (*only).to_owned(),
        [before @ .., last] => format!("{} and {last}", before.join(", ")),
    }
}

/// `a`, `a or b`, `a, b or c`.
pub fn either(words: &[&str]) -> String {
    match words {
        [] => String::new(),
        [only] => (*only).to_owned(),
        [before @ .., last] => format!("{} or {last}", before.join(", ")),
    }
}

/// The text with its first letter large. A site, such as `training.gov.au`, keeps its small letter.
pub fn sentence_start(text: &str) -> String {
    let first = text.split([' ', ',', ':', ';']).next().unwrap_or_default();
    if first.trim_end_matches('.').contains('.') && first.chars().all(|c| c.is_ascii_alphanumeric() || ".-".contains(c))
    {
        return text.to_owned();
    }
    let mut letters = text.chars();
    letters.next().map(|first| first.to_uppercase().chain(letters).collect()).unwrap_or_default()
}

/// The known word that a mistyped one probably meant: at most a third of its letters (rounded **up**) changed, put in
/// or taken out, capitals and small letters alike. Of several the nearest, and of equals the first in order of bytes.
///
/// ```
/// use registry_core::words::nearest;
///
/// let roles = ["advocate", "educator"];
/// assert_eq!(nearest("Advocat", roles), Some("advocate"));
/// assert_eq!(nearest("plumber", roles), None);
/// ```
pub fn nearest<'a>(word: &str, known: impl IntoIterator<Item = &'a str>) -> Option<&'a str> {
    if word.len() > WORD_BYTES_MAX {
        return None;
    }
    let far = word.len().div_ceil(3);
    let scored = known.into_iter().map(|candidate| (edit_distance(word, candidate), candidate));
    scored.filter(|(distance, _)| *distance <= far).min().map(|(_, candidate)| candidate)
}

/// How many bytes must be put in, taken out or changed to turn one word into the other, letters alike in either case.
fn edit_distance(a: &str, b: &str) -> usize {
    let mut row: Vec<usize> = (0..=b.len()).collect();
    for (i, x) in a.bytes().enumerate() {
        let mut diagonal = row[0];
        row[0] = i + 1;
        for (j, y) in b.bytes().enumerate() {
            let change = diagonal + usize::from(!x.eq_ignore_ascii_case(&y));
            diagonal = row[j + 1];
            row[j + 1] = change.min(row[j] + 1).min(diagonal + 1);
        }
    }
    row[b.len()]
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_nearest_word_is_found_and_a_far_one_is_not() {
        let keys = ["title", "tiers", "neutral_title"];
        let roles = ["advocate", "educator", "researcher"];
        for (word, known, wanted) in [
            ("titel", keys, Some("title")),
            ("Tier", keys, Some("tiers")),
            ("colour", keys, None),
            ("", keys, None),
            ("Advocate", roles, Some("advocate")),
            ("advocat", roles, Some("advocate")),
            ("plumber", roles, None),
        ] {
            assert_eq!(nearest(word, known), wanted, "{word}");
        }
        assert_eq!(nearest(&"title".repeat(20), keys), None);
    }

    #[test]
    fn lists_and_numbers_read_as_people_say_them() {
        assert_eq!(joined(&["a", "b", "c"]), "a, b and c");
        assert_eq!(either(&["a", "b", "c"]), "a, b or c");
        assert_eq!((number(4).as_str(), number(13).as_str()), ("four", "13"));
        assert_eq!(sentence_start("four steps"), "Four steps");
        assert_eq!(sentence_start("training.gov.au, CHC43515"), "training.gov.au, CHC43515");
        assert_eq!(sentence_start("alone. and again"), "Alone. and again");
    }
}
