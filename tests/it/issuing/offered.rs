//! Credentials offered again in one link: one, two or a hundred, into one record, of one person.

use serde_json::{Value, json};

use super::editions::{issued, ready};
use super::holding::{Person, guard, values};
use super::{ADDRESS, Ground, award, part, today};

fn offer(ground: &Ground, token: &str, ids: &[&str]) -> Value {
    let query = "mutation($ids: [String!]!) { offerCredentialsAgain(ids: $ids) { claim claimLink credentials userErrors { code message field } } }";
    ground.ask_as(token, query, &json!({ "ids": ids })).json()["data"]["offerCredentialsAgain"].take()
}

fn codes_of(offered: &Value) -> String {
    let link = offered["claimLink"].as_str().unwrap_or_else(|| panic!("no link: {offered}"));
    link.strip_prefix(&format!("{ADDRESS}/claim#")).expect("a claim link").to_owned()
}

fn held(person: &mut Person<'_>) -> usize {
    values(&person.open("/record/share"), "held").len()
}

#[test]
fn several_credentials_are_offered_again_in_one_link_and_go_into_one_record() {
    let ground = ready("offered-together");
    let (first, second, others) = (issued(&ground, &award()), issued(&ground, &award()), issued(&ground, &award()));
    let client = ground.process.client.clone();
    let mut lost = Person::new(&client);
    lost.post("/claim", &[("code", &part(&first, "claim"))]);
    let offer = |token: &str, ids: &[&str]| offer(&ground, token, ids);
    let (one, two) = (part(&first, "id"), part(&second, "id"));
    let message = "There is no credential of that id that you can offer; correct it.";
    let not_found = |at: &str| json!([{ "code": "NOT_FOUND", "message": message, "field": ["ids", at] }]);
    let wrong = offer(&ground.token, &[&one, "x"]);
    assert_eq!((&wrong["claim"], &wrong["userErrors"]), (&Value::Null, &not_found("1")), "{wrong}");
    assert_eq!(offer(&ground.other, &[&one])["userErrors"], not_found("0"), "another's are not there");
    assert_eq!(offer(&ground.token, &[])["userErrors"][0]["code"], "TOO_MANY");
    let again = offer(&ground.token, &[&one, &two, &one]);
    assert_eq!(again["credentials"], 2, "{again}");
    let link = again["claimLink"].as_str().expect("a link").to_owned();
    assert!(link.starts_with(&format!("{ADDRESS}/claim#")) && link.matches('.').count() == 2, "{link}");

    let stale = Person::new(&client).post("/claim", &[("code", &part(&second, "claim"))]);
    assert_eq!(stale.status, 404, "the claim from before is worth nothing");
    let mut person = Person::new(&client);
    person.post("/claim", &[("code", link.split('#').nth(1).expect("codes"))]);
    assert_eq!(values(&person.open("/record/share"), "held").len(), 2, "both are in one record");
    assert!(!lost.open("/record/share").text.contains("name=\"held\""), "the record that was lost is empty");
    let again = Person::new(&client).post("/claim", &[("code", link.split('#').nth(1).expect("codes"))]);
    assert_eq!(again.status, 404, "once");

    // One of two was claimed by itself in the meantime: the link hands over the other, and says that one is missing.
    let both = |ids: &[&str]| offer(&ground.token, ids)["claimLink"].as_str().expect("a link").to_owned();
    let before = both(&[&one, &two]);
    let alone = both(&[&one]);
    let said = "This link is for 2 credentials, and 1 of them is not here.";
    let mut somebody = Person::new(&client);
    let page = somebody.post("/claim", &[("code", &before)]);
    assert!(
        page.status == 200 && page.text.contains(said) && page.text.contains("Your credentials are in"),
        "{}",
        page.text
    );
    assert_eq!(values(&somebody.open("/record/share"), "held").len(), 1);
    let second_before = both(&[&one, &two]);
    somebody.post("/claim", &[("code", &both(&[&two]))]);
    let door = somebody.open("/claim");
    let page = somebody.post("/claim", &[("code", &second_before), ("into", "open"), ("guard", &guard(&door))]);
    assert!(page.status == 200 && page.text.contains(said) && page.text.contains("Go to the record"), "{}", page.text);
    assert_eq!(Person::new(&client).post("/claim", &[("code", &alone)]).status, 404, "offered again since");
    let mut third = Person::new(&client);
    assert_eq!(third.post("/claim", &[("code", &part(&others, "claim"))]).status, 200, "others are left as they were");
}

/// As many as a record holds, in one link of 4,399 characters behind the `#`. Where the record has no room for all of them nothing
/// is taken, and the link is still worth all.
#[test]
fn a_hundred_credentials_are_handed_over_by_one_link_or_none_of_them() {
    let ground = ready("offered-hundred");
    let awards: Vec<Value> = (0..101).map(|_| award()).collect();
    let select = "results { credential { id claim } } userErrors { message }";
    let made = ground.ask("issueCredentials", "IssueCredentialsInput", select, &json!({ "awards": awards }));
    assert_eq!(made["userErrors"], json!([]), "{made}");
    let each = made["results"].as_array().expect("results");
    let ids: Vec<String> = each.iter().map(|one| part(one, "id")).collect();
    let ids: Vec<&str> = ids.iter().map(String::as_str).collect();
    let client = ground.process.client.clone();
    let mut full = Person::new(&client);
    full.post("/claim", &[("code", &part(&each[100], "claim"))]);
    assert_eq!(offer(&ground, &ground.token, &ids)["userErrors"][0]["code"], "TOO_MANY", "101");
    let offered = offer(&ground, &ground.token, &ids[..100]);
    assert_eq!((&offered["credentials"], &offered["userErrors"]), (&json!(100), &json!([])), "{offered}");
    let codes = codes_of(&offered);
    assert_eq!(codes.len(), 100 * 43 + 99);
    assert_eq!(Person::new(&client).post("/claim", &[("code", &format!("{codes}.{codes}"))]).status, 404, "200 codes");

    // The 101st of a record: nothing of the hundred is taken, however often it is tried.
    for _ in 0..2 {
        let door = full.open("/claim");
        let refused = full.post("/claim", &[("code", &codes), ("into", "open"), ("guard", &guard(&door))]);
        assert_eq!(refused.status, 422, "{}", refused.text);
        assert_eq!(held(&mut full), 1);
    }
    // The one is taken out: then all hundred find room.
    let one = values(&full.open("/record/share"), "held");
    let remove = full.open(&format!("/record/held/{}/remove", one[0]));
    full.post(&format!("/record/held/{}/remove", one[0]), &[("guard", &guard(&remove))]);
    let door = full.open("/claim");
    let joined = full.post("/claim", &[("code", &codes), ("into", "open"), ("guard", &guard(&door))]);
    assert_eq!(joined.status, 200, "{}", joined.text);
    assert_eq!(held(&mut full), 100);
    assert_eq!(Person::new(&client).post("/claim", &[("code", &codes)]).status, 404, "once");

    // Offered again, whole and into a new record: the old one is left with nothing.
    let again = codes_of(&offer(&ground, &ground.token, &ids[..100]));
    let mut anew = Person::new(&client);
    assert_eq!(anew.post("/claim", &[("code", &again)]).status, 200);
    assert_eq!((held(&mut anew), held(&mut full)), (100, 0));
}

/// The name in the signed documents is all that tells the registry whose they are. Where two carry different ones, nothing is offered.
#[test]
fn credentials_that_carry_different_names_are_not_offered_in_one_link() {
    let ground = ready("offered-names");
    let named = |name: Option<&str>| {
        let award = json!({ "course": "listening-well", "version": "1.0.0", "completed": today(), "holderName": name });
        let one = issued(&ground, &award);
        (part(&one, "id"), part(&one, "claim"))
    };
    let (ada, again, bo, nobody) =
        (named(Some("Ada Lee")), named(Some("ADA  lee")), named(Some("Bo Lee")), named(None));
    let refused = offer(&ground, &ground.token, &[&nobody.0, &ada.0, &bo.0, &again.0]);
    assert_eq!((&refused["claim"], &refused["credentials"]), (&Value::Null, &json!(0)), "{refused}");
    let errors = refused["userErrors"].as_array().expect("errors");
    assert_eq!(
        (errors.len(), &errors[0]["code"], &errors[0]["field"]),
        (1, &json!("OTHER_NAME"), &json!(["ids", "2"]))
    );
    assert!(!refused.to_string().contains("Lee"), "the name is not repeated: {refused}");
    let client = ground.process.client.clone();
    let first = Person::new(&client).post("/claim", &[("code", &bo.1)]);
    assert_eq!(first.status, 200, "nothing was offered: the first claim is still good");
    let offered = offer(&ground, &ground.token, &[&nobody.0, &ada.0, &again.0]);
    assert_eq!(offered["credentials"], 3, "one name, however it is written, and none: {offered}");
}
