//! The form of an Open Badges 3.0 credential: what the JSON Schema of 1EdTech asks of it.
//!
//! The schema itself is not embedded: no package was found that brings it. What follows is what it says of a
//! credential with an embedded proof, member by member.

use crate::credential::json::Json;
use crate::credential::moment::Moment;
use crate::credential::statements::looks_whole;

/// What a member must be.
#[derive(Clone, Copy)]
enum Is {
    Text,
    Address,
    Moment,
    Number,
    Flag,
    /// A list, or one by itself, of objects of that form.
    Objects(&'static [Member]),
    /// One object of that form.
    Object(&'static [Member]),
    /// A text, or one object of that form.
    AddressOr(&'static [Member]),
    /// A list of texts that holds this one, or a single text that is it.
    TypeOf(&'static str),
    Anything,
}

/// A member: its key, whether it must be there, and what it must be.
struct Member(&'static str, bool, Is);

const IDENTIFIER_ENTRY: &[Member] = &[
    Member("type", true, Is::TypeOf("IdentifierEntry")),
    Member("identifier", true, Is::Text),
    Member("identifierType", true, Is::Text),
];
const IDENTITY: &[Member] = &[
    Member("type", true, Is::TypeOf("IdentityObject")),
    Member("hashed", true, Is::Flag),
    Member("identityHash", true, Is::Text),
    Member("identityType", true, Is::Text),
];
const IMAGE: &[Member] = &[Member("id", true, Is::Address), Member("type", true, Is::TypeOf("Image"))];
const PROFILE: &[Member] = &[
    Member("id", true, Is::Address),
    Member("type", true, Is::TypeOf("Profile")),
    Member("name", false, Is::Text),
    Member("url", false, Is::Address),
    Member("image", false, Is::AddressOr(IMAGE)),
    Member("otherIdentifier", false, Is::Objects(IDENTIFIER_ENTRY)),
];
const ALIGNMENT: &[Member] = &[
    Member("type", true, Is::TypeOf("Alignment")),
    Member("targetName", true, Is::Text),
    Member("targetUrl", true, Is::Address),
    Member("targetCode", false, Is::Text),
    Member("targetDescription", false, Is::Text),
    Member("targetType", false, Is::Text),
];
const CRITERIA: &[Member] = &[Member("id", false, Is::Address), Member("narrative", false, Is::Text)];
const RESULT_DESCRIPTION: &[Member] = &[
    Member("id", true, Is::Address),
    Member("type", true, Is::TypeOf("ResultDescription")),
    Member("name", true, Is::Text),
    Member("resultType", true, Is::Text),
];
const ACHIEVEMENT: &[Member] = &[
    Member("id", true, Is::Address),
    Member("type", true, Is::TypeOf("Achievement")),
    Member("name", true, Is::Text),
    Member("description", true, Is::Text),
    Member("criteria", true, Is::Object(CRITERIA)),
    Member("achievementType", false, Is::Text),
    Member("version", false, Is::Text),
    Member("inLanguage", false, Is::Text),
    Member("creditsAvailable", false, Is::Number),
    Member("creator", false, Is::AddressOr(PROFILE)),
    Member("image", false, Is::AddressOr(IMAGE)),
    Member("alignment", false, Is::Objects(ALIGNMENT)),
    Member("otherIdentifier", false, Is::Objects(IDENTIFIER_ENTRY)),
    Member("resultDescription", false, Is::Objects(RESULT_DESCRIPTION)),
];
const RESULT: &[Member] = &[
    Member("type", true, Is::TypeOf("Result")),
    Member("resultDescription", false, Is::Address),
    Member("status", false, Is::Text),
    Member("value", false, Is::Text),
];
const SUBJECT: &[Member] = &[
    Member("id", false, Is::Address),
    Member("type", true, Is::TypeOf("AchievementSubject")),
    Member("achievement", true, Is::Object(ACHIEVEMENT)),
    Member("activityStartDate", false, Is::Moment),
    Member("activityEndDate", false, Is::Moment),
    Member("creditsEarned", false, Is::Number),
    Member("identifier", false, Is::Objects(IDENTITY)),
    Member("result", false, Is::Objects(RESULT)),
];
const STATUS: &[Member] = &[Member("id", false, Is::Address), Member("type", true, Is::Text)];
const TYPED: &[Member] = &[Member("id", true, Is::Address), Member("type", true, Is::Anything)];
const CREDENTIAL: &[Member] = &[
    Member("id", true, Is::Address),
    Member("name", false, Is::Text),
    Member("description", false, Is::Text),
    Member("issuer", true, Is::AddressOr(PROFILE)),
    Member("validFrom", true, Is::Moment),
    Member("validUntil", false, Is::Moment),
    Member("awardedDate", false, Is::Moment),
    Member("credentialSubject", true, Is::Object(SUBJECT)),
    Member("credentialStatus", false, Is::Objects(STATUS)),
    Member("credentialSchema", false, Is::Objects(TYPED)),
];

/// Everything that is not as it should be.
pub(super) fn problems(document: &Json) -> Vec<String> {
    let mut problems = Vec::new();
    if !document.has("type", "OpenBadgeCredential") && !document.has("type", "AchievementCredential") {
        problems.push("its type is neither OpenBadgeCredential nor AchievementCredential".to_owned());
    }
    members("", document, CREDENTIAL, &mut problems);
    let criteria = document.get("credentialSubject").and_then(|subject| subject.get("achievement")?.get("criteria"));
    if criteria.is_some_and(|criteria| criteria.get("id").is_none() && criteria.get("narrative").is_none()) {
        problems.push("its credentialSubject.achievement.criteria has neither a narrative nor an id".to_owned());
    }
    let subject = document.get("credentialSubject");
    if subject.is_some_and(|subject| subject.get("id").is_none() && subject.get("identifier").is_none()) {
        problems.push("its credentialSubject has neither an id nor an identifier, so it is about nobody".to_owned());
    }
    problems
}

fn members(at: &str, of: &Json, expected: &[Member], problems: &mut Vec<String>) {
    for Member(key, needed, is) in expected {
        let path = if at.is_empty() { (*key).to_owned() } else { format!("{at}.{key}") };
        match of.get(key) {
            Some(value) => member(&path, value, *is, problems),
            None if *needed => problems.push(format!("its {path} is missing")),
            None => {}
        }
    }
}

fn member(path: &str, value: &Json, is: Is, problems: &mut Vec<String>) {
    let text = |is: fn(&str) -> bool| value.as_text().is_some_and(is);
    let (right, what) = match is {
        Is::Anything => (true, ""),
        Is::Text => (text(|_| true), "a text"),
        Is::Address => (text(looks_whole), "a whole address"),
        Is::Moment => (text(|text| text.parse::<Moment>().is_ok()), "a moment such as 2027-02-01T00:00:00Z"),
        Is::Number => (matches!(value, Json::Number(_)), "a number"),
        Is::Flag => (matches!(value, Json::Bool(_)), "true or false"),
        Is::TypeOf(name) => (value.each().iter().any(|one| one.as_text() == Some(name)), name),
        Is::Objects(expected) => {
            for one in value.each() {
                object(path, one, expected, problems);
            }
            return;
        }
        Is::Object(expected) => return object(path, value, expected, problems),
        Is::AddressOr(_) if text(looks_whole) => (true, ""),
        Is::AddressOr(expected) => return object(path, value, expected, problems),
    };
    if !right {
        problems.push(format!("its {path} is not {what}"));
    }
}

fn object(path: &str, value: &Json, expected: &[Member], problems: &mut Vec<String>) {
    if value.members().is_some() {
        members(path, value, expected, problems);
    } else {
        problems.push(format!("its {path} is not an object"));
    }
}
