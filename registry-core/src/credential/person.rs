//! Whether a document could tell who somebody is.

use super::json::Json;

/// What a subject may say without telling who it is about.
const SUBJECT_SAYS: [&str; 9] =
    ["achievement", "activityEndDate", "activityStartDate", "creditsEarned", "id", "result", "role", "term", "type"];

/// Whether the document says anything about the person beside what was earned: a name, an identifier, an address that is
/// more than a random number, evidence, words of others. What is not known to be harmless counts as telling.
///
/// Titles are not judged: what an issuer writes into one cannot be read by a program.
pub fn tells_who(document: &Json) -> bool {
    let subjects = document.each_of("credentialSubject");
    let telling = |subject: &Json| match subject.members() {
        Some(members) => {
            members.keys().any(|key| !SUBJECT_SAYS.contains(&key.as_str())) || !is_random(subject.text_of("id"))
        }
        None => true,
    };
    let beside = ["evidence", "endorsement", "endorsementJwt", "image", "termsOfUse"];
    subjects.iter().any(telling) || beside.iter().any(|key| document.get(key).is_some())
}

/// No address, or one that is a random number.
fn is_random(id: Option<&str>) -> bool {
    id.is_none_or(|id| id.strip_prefix("urn:uuid:").is_some_and(|rest| rest.len() == 36))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::credential::badge::Issuance;
    use crate::credential::sample;

    #[test]
    fn a_credential_of_ours_tells_who_only_where_the_name_was_asked_for() {
        let issued = |holder_name: Option<&str>| {
            let holder_name = holder_name.map(str::to_owned);
            sample::issued(&Issuance { holder_name, ..sample::issuance() })
        };
        assert!(!tells_who(&issued(None)));
        assert!(tells_who(&issued(Some("Zoë Example"))));
    }

    #[test]
    fn whatever_is_not_known_to_be_harmless_counts_as_telling() {
        let tells = |text: &str| tells_who(&Json::read(text.as_bytes()).expect("JSON"));
        let random = "urn:uuid:00000001-0000-4000-8000-000000000000";
        assert!(!tells(&format!(r#"{{"credentialSubject":{{"id":"{random}","achievement":{{}}}}}}"#)));
        for subject in [
            r#"{"id":"did:key:z6Mk"}"#.to_owned(),
            r#"{"id":"mailto:zoe@example.org"}"#.to_owned(),
            format!(r#"{{"id":"{random}","name":"Zoë"}}"#),
            format!(r#"{{"id":"{random}","identifier":[{{"hashed":true}}]}}"#),
            format!(r#"{{"id":"{random}","narrative":"She"}}"#),
            r#""urn:uuid:x""#.to_owned(),
        ] {
            assert!(tells(&format!(r#"{{"credentialSubject":{subject}}}"#)), "{subject}");
        }
        let evidence = format!(r#"{{"evidence":[],"credentialSubject":{{"id":"{random}"}}}}"#);
        assert!(tells(&evidence));
    }
}
