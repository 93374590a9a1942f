//! What a request asks for, in a form that is the same however it is written: its digest is kept beside its key.
//!
//! An input is taken after it was read as its type. So variables and literals, the order of fields, a list of one without brackets, a
//! default that is given and one that is left out are all the same. The names are those of the API, not of this program.

use std::collections::BTreeMap;

use async_graphql::InputType;
use serde_json::{Value, json};

use crate::store::InputDigest;

/// Fields of an input that say how it is sent, and nothing of what is asked for; and the reason, which is taken as it is kept.
const ASIDE: [&str; 3] = ["dryRun", "idempotencyKey", "reason"];

/// What an input asks for.
pub(super) fn asked(input: &impl InputType) -> Value {
    let mut asked = input.to_value().into_json().unwrap_or_default();
    if let Value::Object(fields) = &mut asked {
        ASIDE.iter().for_each(|name| drop(fields.remove(*name)));
    }
    asked
}

/// The digest of what is asked for by a field of the API, and of the reason that is kept with it.
pub(super) fn digest(field: &str, asked: Value, reason: Option<String>) -> InputDigest {
    InputDigest::of(field, canonical(json!({ "input": asked, "reason": reason })).to_string().as_bytes())
}

/// A value without the fields that are null, which is as if they were left out, and with the others in order of their names.
fn canonical(value: Value) -> Value {
    match value {
        Value::Object(fields) => {
            let there = fields.into_iter().filter(|(_, value)| !value.is_null());
            let sorted: BTreeMap<String, Value> = there.map(|(name, value)| (name, canonical(value))).collect();
            Value::Object(sorted.into_iter().collect())
        }
        Value::Array(values) => Value::Array(values.into_iter().map(canonical).collect()),
        single => single,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::graphql::mutation::catalogue::{
        PublishCourseVersionInput, PublishFileInput, RegisterProviderInput, SetOfferingsInput, SupersedeCourseInput,
        WithdrawCourseVersionInput,
    };

    /// Reads an input as its type. `None` where it is none.
    fn read<I: InputType>(input: &Value) -> Option<Value> {
        let given = async_graphql::Value::from_json(input.clone()).expect("a value");
        I::parse(Some(given)).ok().map(|input| asked(&input))
    }

    type Read = fn(&Value) -> Option<Value>;

    /// The input of each change, and what it comes to with every default and without what was left out.
    fn inputs() -> [(&'static str, Read, Value, &'static str); 6] {
        [
            (
                "publishCourseVersion",
                read::<PublishCourseVersionInput>,
                json!({ "code": "listening-well", "title": "Listening \u{1F44B}", "kind": "WORKSHOP", "description": "A day.",
                    "version": "1.0.0", "outcomes": "Listen", "volumeOfLearningHours": 6, "assessed": false,
                    "published": "2027-02-01", "credit": null, "requisites": { "kind": "PREREQUISITE", "strength": "REQUIRED",
                    "requires": { "atLeast": { "of": [{ "tier": 1 }, { "course": { "code": "a" } }], "least": 1 } } } }),
                r#"{"assessed":false,"code":"listening-well","description":"A day.","kind":"WORKSHOP","outcomes":["Listen"],"perspectives":[],"published":"2027-02-01","replacesEarlier":false,"requisites":[{"kind":"PREREQUISITE","requires":{"atLeast":{"least":1,"of":[{"tier":1},{"course":{"code":"a","range":"*"}}]}},"strength":"REQUIRED"}],"roles":[],"sessions":[],"tags":[],"tiers":[],"title":"Listening 👋","version":"1.0.0","volumeOfLearningHours":6.0}"#,
            ),
            (
                "withdrawCourseVersion",
                read::<WithdrawCourseVersionInput>,
                json!({ "code": "a", "version": "1.0.0", "reason": "no longer taught", "idempotencyKey": "k" }),
                r#"{"code":"a","version":"1.0.0"}"#,
            ),
            (
                "supersedeCourse",
                read::<SupersedeCourseInput>,
                json!({ "equivalence": "NOT_EQUIVALENT", "by": "b", "code": "a", "source": { "assumption": "we said so" } }),
                r#"{"by":"b","code":"a","equivalence":"NOT_EQUIVALENT","source":{"assumption":"we said so"}}"#,
            ),
            (
                "setOfferings",
                read::<SetOfferingsInput>,
                json!({ "of": { "course": "a" }, "offerings": [] }),
                r#"{"of":{"course":"a"},"offerings":[]}"#,
            ),
            (
                "publishQualification",
                read::<PublishFileInput>,
                json!({ "file": "code = \"x\"\n" }),
                r#"{"file":"code = \"x\"\n"}"#,
            ),
            (
                "registerProvider",
                read::<RegisterProviderInput>,
                json!({ "title": "New College", "kind": "RTO", "code": "new-college", "dryRun": true }),
                r#"{"code":"new-college","kind":"RTO","title":"New College"}"#,
            ),
        ]
    }

    #[test]
    fn an_input_is_written_by_the_names_of_the_api_with_its_defaults_and_without_how_it_is_sent() {
        for (field, read, input, wanted) in inputs() {
            let read = read(&input).unwrap_or_else(|| panic!("{field} takes no {input}"));
            assert_eq!(canonical(read).to_string(), wanted, "{field}");
        }
    }

    /// Each is the SHA-256 of the length of the field's name in eight bytes, its name, and the text `{"input":…,"reason":…}`, worked out
    /// by another program. A release that has others refuses requests that are sent to it again.
    #[test]
    fn the_digests_of_these_inputs_are_these_for_ever() {
        let reason = || Some("as agreed".to_owned());
        let found: Vec<String> = inputs()
            .iter()
            .map(|(field, read, input, _)| digest(field, read(input).expect("read"), reason()).to_string())
            .collect();
        assert_eq!(found, PINNED);
        let (field, read, input, _) = &inputs()[1];
        let of = |field, reason| digest(field, read(input).expect("read"), reason);
        assert_ne!(of(field, None), of(field, reason()), "the reason is part of what is asked for");
        assert_ne!(of(field, reason()), of("supersedeCourse", reason()), "so is what is done");
    }

    const PINNED: [&str; 6] = [
        "4a7ed93f5b48cd4d6d43ebfe1b840742d4b4b76bd2de740fd8e4e078b6bf869e",
        "cd485210c5da8aeae77abd32b41fc13866f64691d35a06a8cd7786a13c2e5c52",
        "27642a346a4a6cb83b4832a549faf85250d0790c4dbfda7316839bd0444bb498",
        "64869784b50b7f89433b2f28df4b18dc12350ea4472556d6ceafbce899f9df99",
        "82ca3230b7e21add5ab1168049e40317865345d84ff2c8020ec8127dcee9f845",
        "6df054bb2c8f8785ee20d5ca4724f919b1f2cc94088c81d682acbe975f563bab",
    ];
}
