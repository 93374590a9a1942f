//! What a credential's document says, in the words a person looks for: who, what, from whom, when.
//!
//! It is read from any Open Badges 3.0 document and believes nothing: whether it is true is for
//! [`verify`](crate::verify::verify()) to say.

use super::badge::{COURSE_CODE, PROVIDER_CODE};
use super::json::Json;
use super::moment::Moment;
use crate::achievement::DocumentKind;
use crate::words::shortened;

/// The longest title and name that are repeated, in characters; what is longer ends in `…`.
const CHARACTERS_MAX: usize = 300;

/// What a document says of itself. A text that is not there is `None`.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct About {
    /// The credential's address.
    pub id: Option<String>,
    /// The title of what was earned; the neutral one where it was issued under that.
    pub title: Option<String>,
    /// What sort of document it is, where it is one of ours.
    pub document: Option<DocumentKind>,
    /// The name its issuer gives itself.
    pub issuer_name: Option<String>,
    /// The code of the provider it says it is from.
    pub provider: Option<String>,
    /// The name of the person, where it is part of the document.
    pub holder_name: Option<String>,
    /// When it was awarded.
    pub awarded: Option<Moment>,
    /// From when it is good.
    pub valid_from: Option<Moment>,
    /// Until when it is good.
    pub valid_until: Option<Moment>,
    /// How it stands to the AQF: `Aligned to AQF level 8`.
    pub level: Option<String>,
    /// Its credit points, exactly, with their scheme.
    pub credit: Option<String>,
    /// The result, where it was assessed and says one.
    pub result: Option<String>,
    /// The code of the course or qualification; a credential under a neutral title has none.
    pub course: Option<String>,
    /// The version of the course.
    pub version: Option<String>,
}

impl About {
    /// Reads a document. Nothing it may say is an error.
    pub fn of(document: &Json) -> Self {
        let subject = document.get("credentialSubject");
        let achievement = subject.and_then(|subject| subject.get("achievement"));
        let issuer = document.get("issuer");
        let said = |of: Option<&Json>, key: &str| of.and_then(|of| of.text_of(key)).and_then(readable);
        let moment = |key: &str| document.text_of(key).and_then(|text| text.parse().ok());
        let kind = achievement.and_then(|achievement| achievement.text_of("achievementType"));
        Self {
            id: said(Some(document), "id"),
            title: said(achievement, "name").or_else(|| said(Some(document), "name")),
            document: DocumentKind::ALL.into_iter().find(|one| kind == Some(one.achievement_type())),
            issuer_name: said(issuer, "name"),
            provider: issuer.and_then(|issuer| identifier(issuer, PROVIDER_CODE)).map(shortened),
            holder_name: subject.and_then(holder_name),
            awarded: moment("awardedDate"),
            valid_from: moment("validFrom"),
            valid_until: moment("validUntil"),
            level: achievement.and_then(|achievement| {
                aligned(achievement, "CFItem").or_else(|| aligned(achievement, "ceterms:Credential"))
            }),
            credit: achievement.and_then(|achievement| aligned(achievement, "ext:CreditPoints")),
            result: subject
                .and_then(|subject| subject.each_of("result").iter().find_map(|one| said(Some(one), "value"))),
            course: achievement.and_then(|achievement| identifier(achievement, COURSE_CODE)).map(shortened),
            version: achievement.and_then(|achievement| achievement.text_of("version")).map(shortened),
        }
    }
}

/// A text without control characters and with single spaces, at most 300 characters long; `None` where nothing is left.
fn readable(text: &str) -> Option<String> {
    let spaced: String = text.chars().take(4 * CHARACTERS_MAX).map(|c| if c.is_control() { ' ' } else { c }).collect();
    let text = spaced.split_whitespace().collect::<Vec<_>>().join(" ");
    let text = match text.char_indices().nth(CHARACTERS_MAX) {
        Some((end, _)) => format!("{}…", &text[..end]),
        None => text,
    };
    (!text.is_empty()).then_some(text)
}

/// The identifier of one type.
pub(crate) fn identifier<'a>(of: &'a Json, kind: &str) -> Option<&'a str> {
    let found = of.each_of("otherIdentifier").iter().find(|one| one.text_of("identifierType") == Some(kind));
    found.and_then(|one| one.text_of("identifier"))
}

/// A name that stands in the document in clear; one that is hashed is not shown.
fn holder_name(subject: &Json) -> Option<String> {
    let named = |one: &&Json| {
        one.text_of("identityType") == Some("name") && matches!(one.get("hashed"), Some(Json::Bool(false)))
    };
    subject.each_of("identifier").iter().find(named)?.text_of("identityHash").and_then(readable)
}

fn aligned(achievement: &Json, kind: &str) -> Option<String> {
    let found = achievement.each_of("alignment").iter().find(|one| one.text_of("targetType") == Some(kind));
    found.and_then(|one| one.text_of("targetName")).and_then(readable)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::credential::badge::{Issuance, TitleShown};
    use crate::credential::sample;

    #[test]
    fn a_document_is_read_as_it_was_issued() {
        let mut issuance = sample::issuance();
        issuance.holder_name = Some("Zoë Example".to_owned());
        let about = About::of(&sample::issued(&issuance));
        let achievement = sample::achievement();
        assert_eq!(about.title.as_deref(), Some(achievement.title.as_str()));
        assert_eq!(about.document, Some(achievement.document));
        assert_eq!(about.issuer_name.as_deref(), Some(achievement.provider_title.as_str()));
        assert_eq!(about.provider.as_deref(), Some(achievement.provider.as_str()));
        assert_eq!(about.holder_name.as_deref(), Some("Zoë Example"));
        assert_eq!(about.awarded.map(Moment::day), Some(issuance.completed));
        assert!(about.level.as_deref().is_some_and(|level| level.contains("AQF level")), "{about:?}");
        assert!(about.credit.as_deref().is_some_and(|credit| credit.contains("credit points")), "{about:?}");
        assert!(about.course.is_some() && about.version.is_some(), "{about:?}");
    }

    #[test]
    fn a_neutral_title_is_all_that_is_read() {
        let issuance = Issuance { title: TitleShown::Neutral, holder_name: None, ..sample::issuance() };
        let about = About::of(&sample::issued(&issuance));
        assert_eq!(about.title, sample::achievement().neutral_title);
        assert_eq!((about.course, about.holder_name), (None, None));
    }

    #[test]
    fn what_is_odd_is_left_out_or_made_short() {
        let odd = |text: &str| About::of(&Json::read(text.as_bytes()).expect("JSON"));
        assert_eq!(odd("[]"), About::default());
        assert_eq!(odd(r#"{"name":"\n\t ","issuer":"did:key:x","credentialSubject":[1]}"#), About::default());
        let long = odd(&format!(r#"{{"name":"a\u0007b {}"}}"#, "x".repeat(1000))).title.expect("a title");
        assert!(long.starts_with("a b x") && long.ends_with('…') && long.chars().count() == 301, "{long}");
        let hashed =
            r#"{"credentialSubject":{"identifier":[{"identityType":"name","hashed":true,"identityHash":"x"}]}}"#;
        assert_eq!(odd(hashed).holder_name, None);
    }
}
