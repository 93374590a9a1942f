//! The form of an Open Badges 3.0 credential: what the JSON Schema of 1EdTech asks of it.
//!
//! The schema itself is 1EdTech's and no part of the program. [`members`] says the same, member by member, and
//! `tests/peers/schemas.mjs` holds the two against each other on some thousands of changed credentials. Where this asks
//! for more, or for less, `docs/CREDENTIALS.md` says so and why.

mod members;

use chrono::NaiveDate;

use super::Outcome;
use crate::credential::contexts::CREDENTIALS;
use crate::credential::json::Json;
use crate::credential::moment::Moment;
use crate::credential::statements::looks_whole;
use crate::words::shortened;

use members::CREDENTIAL;

/// The most problems that are said. A document can have as many as it has members, which is work for nobody to read.
const PROBLEMS_MAX: usize = 20;
/// The most names of a path that are said from its beginning, and as many from its end.
const PATH_NAMES_MAX: usize = 2;

/// The contexts of Open Badges begin so.
const OPEN_BADGES: &str = "https://purl.imsglobal.org/spec/ob/v3p0/context";

/// What a member must be.
#[derive(Clone, Copy)]
enum Is {
    Text,
    Address,
    Moment,
    /// `1990-12-31`.
    Day,
    Number,
    Flag,
    /// A tag of a language: `en`, `en-AU`, `zh-Hant-TW`.
    Language,
    /// A signed token in its short form: three parts with full stops between them.
    Token,
    /// This text.
    Word(&'static str),
    /// One of these texts.
    OneOf(&'static [&'static str]),
    /// One of these texts, or a word of one's own such as `ext:CourseCode`.
    Extensible(&'static [&'static str]),
    /// A list of texts that holds all of these, or a single text that is the only one.
    Types(&'static [&'static str]),
    Object(&'static Form),
    /// A text, or one object of that form.
    AddressOr(&'static Form),
    /// A list of these, or one by itself.
    Many(&'static Is),
    /// Addresses of contexts: the first is of credentials, the second of Open Badges.
    Contexts,
}

/// What an object must be.
struct Form {
    others: Others,
    members: &'static [Member],
}

/// What becomes of members that a form does not name.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Others {
    Allowed,
    Refused,
}

/// A member: its key, whether it must be there, and what it must be.
struct Member(&'static str, bool, Is);

/// The members that the W3C's data model lets a credential give by language.
const BY_LANGUAGE: [&str; 2] = ["name", "description"];

/// What is not as it should be: the first [`PROBLEMS_MAX`], and whether there is more. What is wrong with several of a
/// list in the same way is said once.
#[derive(Default)]
struct Problems {
    said: Vec<String>,
    more: bool,
    /// What is not wrong and not read either: texts by language, the first of them.
    unread: Vec<String>,
}

impl Problems {
    fn by_language(&mut self, path: &str) {
        if self.unread.len() < PROBLEMS_MAX {
            self.unread.push(format!(
                "its {} is given by language, which the W3C allows and Open Badges 3.0 does not; it is not read here",
                spoken(path)
            ));
        }
    }

    fn push(&mut self, problem: String) {
        if self.said.contains(&problem) {
            return;
        }
        if self.said.len() < PROBLEMS_MAX {
            self.said.push(problem);
        } else {
            self.more = true;
        }
    }

    /// All of them in one sentence.
    fn sentence(&self) -> String {
        let more = if self.more { "; and there is more" } else { "" };
        format!("{}{more}", self.said.join("; "))
    }
}

/// Whether it has the form. Of a text by language nothing is known to be wrong, so that alone leaves it open.
pub(super) fn check(document: &Json) -> (Outcome, String) {
    let problems = problems(document);
    if !problems.said.is_empty() {
        (Outcome::Failed, problems.sentence())
    } else if !problems.unread.is_empty() {
        (Outcome::CouldNotCheck, problems.unread.join("; "))
    } else {
        (Outcome::Passed, "it has the form of an Open Badges 3.0 credential".to_owned())
    }
}

/// What is not as it should be.
fn problems(document: &Json) -> Problems {
    let mut problems = Problems::default();
    if !document.has("type", "OpenBadgeCredential") && !document.has("type", "AchievementCredential") {
        problems.push("its type is neither OpenBadgeCredential nor AchievementCredential".to_owned());
    }
    let subject = document.get("credentialSubject").filter(|subject| subject.members().is_some());
    if subject.is_some_and(|subject| subject.get("id").is_none() && subject.get("identifier").is_none()) {
        problems.push("its credentialSubject has neither an id nor an identifier, so it is about nobody".to_owned());
    }
    object("", document, &CREDENTIAL, &mut problems);
    problems
}

/// The path of a member of what is at a path.
fn below(path: &str, key: &str) -> String {
    if path.is_empty() { key.to_owned() } else { format!("{path}.{key}") }
}

/// A path as a sentence has it: of a long one, where it begins and where it ends.
fn spoken(path: &str) -> String {
    let names: Vec<&str> = path.split('.').collect();
    if names.len() <= 2 * PATH_NAMES_MAX {
        return path.to_owned();
    }
    let (first, last) = (&names[..PATH_NAMES_MAX], &names[names.len() - PATH_NAMES_MAX..]);
    format!("{} … {}", first.join("."), last.join("."))
}

fn object(path: &str, value: &Json, form: &Form, problems: &mut Problems) {
    let Some(given) = value.members() else {
        problems.push(format!("its {} is not an object", spoken(path)));
        return;
    };
    for Member(key, needed, is) in form.members {
        if problems.more {
            return;
        }
        match value.get(key) {
            Some(value) => member(&below(path, key), value, *is, problems),
            None if *needed => problems.push(format!("its {} is missing", spoken(&below(path, key)))),
            None => {}
        }
    }
    if form.others == Others::Refused {
        let others = given.keys().filter(|key| form.members.iter().all(|Member(known, ..)| known != key));
        for key in others {
            if problems.more {
                return;
            }
            problems.push(format!("its {} is not a member that it can have", below(&spoken(path), &shortened(key))));
        }
    }
}

fn member(path: &str, value: &Json, is: Is, problems: &mut Problems) {
    let text = |right: fn(&str) -> bool| value.as_text().is_some_and(right);
    let among = |words: &[&str]| value.as_text().is_some_and(|text| words.contains(&text));
    let (right, what) = match is {
        Is::Object(form) => return object(path, value, form, problems),
        Is::AddressOr(form) if value.as_text().is_none() => return object(path, value, form, problems),
        Is::Many(is) => {
            for one in value.each() {
                if problems.more {
                    return;
                }
                member(path, one, *is, problems);
            }
            return;
        }
        Is::Text if is_by_language(path, value) => return problems.by_language(path),
        Is::Text => (text(|_| true), "a text".to_owned()),
        Is::Address | Is::AddressOr(_) => (text(looks_whole), "a whole address".to_owned()),
        Is::Moment => (text(is_moment), "a moment such as 2027-02-01T00:00:00Z".to_owned()),
        Is::Day => (text(is_day), "a day such as 1990-12-31".to_owned()),
        Is::Number => (matches!(value, Json::Number(_)), "a number".to_owned()),
        Is::Flag => (matches!(value, Json::Bool(_)), "true or false".to_owned()),
        Is::Language => (text(is_language), "the tag of a language such as en-AU".to_owned()),
        Is::Token => (text(is_token), "a signed token".to_owned()),
        Is::Word(word) => (among(&[word]), word.to_owned()),
        Is::OneOf(words) => (among(words), format!("one of {}", words.join(", "))),
        Is::Extensible(words) => {
            let own = "a word of the standard, nor one of the issuer's own such as ext:CourseCode";
            (among(words) || text(is_own_word), own.to_owned())
        }
        Is::Types(names) => (are_types(value, names), format!("of the type {}", names.join(" and "))),
        Is::Contexts => (
            are_contexts(value),
            "a list of contexts that begins with those of credentials and of Open Badges".to_owned(),
        ),
    };
    if !right {
        problems.push(format!("its {} is not {what}", spoken(path)));
    }
}

/// Whether it is a name or a description in one language or several: `{"@value": "Abzeichen", "@language": "de"}`.
fn is_by_language(path: &str, value: &Json) -> bool {
    let is_one = |value: &Json| {
        let only = |key: &String| ["@value", "@language", "@direction"].contains(&key.as_str());
        value
            .members()
            .is_some_and(|members| members.keys().all(only) && members.values().all(|one| one.as_text().is_some()))
            && value.get("@value").is_some()
    };
    BY_LANGUAGE.contains(&path.rsplit('.').next().unwrap_or_default())
        && !value.each().is_empty()
        && value.each().iter().all(is_one)
}

fn is_moment(text: &str) -> bool {
    text.parse::<Moment>().is_ok()
}

fn is_day(text: &str) -> bool {
    NaiveDate::parse_from_str(text, "%Y-%m-%d").is_ok_and(|day| day.to_string() == text)
}

fn are_types(value: &Json, names: &[&str]) -> bool {
    let given: Vec<_> = value.each().iter().map(Json::as_text).collect();
    names.iter().all(|name| given.contains(&Some(*name))) && given.iter().all(Option::is_some)
}

fn are_contexts(value: &Json) -> bool {
    let Json::List(contexts) = value else { return value.as_text().is_some() };
    let [first, second, others @ ..] = contexts.as_slice() else { return false };
    let version = second.as_text().and_then(|second| second.strip_prefix(OPEN_BADGES)?.strip_suffix(".json"));
    first.as_text() == Some(CREDENTIALS)
        && version.is_some_and(is_version_three)
        && others.iter().all(|other| other.as_text().is_some() || other.members().is_some())
}

/// Nothing, which is the newest, or such as `-3.0.3`.
fn is_version_three(text: &str) -> bool {
    matches!(text.as_bytes(), [] | [b'-', b'3', b'.', b'0'..=b'9', b'.', b'0'..=b'9'])
}

/// A word of one's own: `ext:` and something after it.
fn is_own_word(text: &str) -> bool {
    let goes_on = |rest: &str| rest.starts_with(|next: char| next.is_ascii_alphanumeric() || "._|".contains(next));
    text.match_indices("ext:").any(|(at, begin)| text.get(at + begin.len()..).is_some_and(goes_on))
}

/// Two to four small letters, then perhaps a script (`Hant`), then perhaps a region (`AU`, `419`).
fn is_language(text: &str) -> bool {
    let mut parts = text.split('-');
    let is_primary = |part: &str| (2..=4).contains(&part.len()) && part.bytes().all(|byte| byte.is_ascii_lowercase());
    let is_script = |part: &str| {
        let mut letters = part.bytes();
        part.len() == 4
            && letters.next().is_some_and(|first| first.is_ascii_uppercase())
            && letters.all(|byte| byte.is_ascii_lowercase())
    };
    let is_region = |part: &str| {
        (part.len() == 2 && part.bytes().all(|byte| byte.is_ascii_uppercase()))
            || (part.len() == 3 && part.bytes().all(|byte| byte.is_ascii_digit()))
    };
    parts.next().is_some_and(is_primary)
        && match (parts.next(), parts.next(), parts.next()) {
            (None, ..) => true,
            (Some(one), None, _) => is_script(one) || is_region(one),
            (Some(script), Some(region), None) => is_script(script) && is_region(region),
            _ => false,
        }
}

pub(super) fn is_token(text: &str) -> bool {
    let letters = |part: &str| part.bytes().all(|byte| byte.is_ascii_alphanumeric() || b"-_".contains(&byte));
    match text.split('.').collect::<Vec<_>>()[..] {
        [head, body, signature] => {
            !head.is_empty() && !signature.is_empty() && [head, body, signature].into_iter().all(letters)
        }
        _ => false,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_and_tags_are_those_of_the_schema() {
        for language in ["en", "en-AU", "zh-Hant", "zh-Hant-TW", "es-419"] {
            assert!(is_language(language), "{language}");
        }
        for other in ["", "e", "EN", "en-au", "en-", "zh-hant", "en-AU-x", "en-AU-Latn", "english", "en_AU", "en-41"] {
            assert!(!is_language(other), "{other}");
        }
        assert!(["ext:CourseCode", "ext:1", "an ext:x"].into_iter().all(is_own_word));
        assert!(!["ext:", "ext: x", "ext", "CourseCode", "ext:-"].into_iter().any(is_own_word));
        assert!(["a.b.c", "a..c", "a-_Z0.b.c"].into_iter().all(is_token));
        assert!(!["a.b", "a.b.", ".b.c", "a.b.c.d", "a b.c.d", ""].into_iter().any(is_token));
        let contexts = |second: &str| are_contexts(&Json::texts(["https://www.w3.org/ns/credentials/v2", second]));
        assert!(["", "-3.0.3", "-3.1.0"].iter().all(|version| contexts(&format!("{OPEN_BADGES}{version}.json"))));
        assert!(
            !["-2.0.3", "-3.0", "-3.0.33", "-3"]
                .iter()
                .any(|version| contexts(&format!("{OPEN_BADGES}{version}.json")))
        );
        assert!(!contexts("https://www.w3.org/ns/credentials/v2"));
        let swapped = [format!("{OPEN_BADGES}.json"), CREDENTIALS.to_owned()];
        assert!(!are_contexts(&Json::texts(swapped.iter().map(String::as_str))));
        let types = |given: &[&str]| are_types(&Json::texts(given.iter().copied()), &["A", "B"]);
        assert!(types(&["B", "C", "A"]) && !types(&["A", "C"]) && !types(&[]));
        assert!(
            are_types(&Json::text("A"), &["A"]) && !are_types(&Json::List(vec![Json::text("A"), Json::Null]), &["A"])
        );
    }
}
