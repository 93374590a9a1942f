//! Verifying asks nobody: whatever addresses a document names, nothing is ever connected to.

use std::net::{TcpListener, TcpStream};
use std::process::Command;

use registry_core::credential::baking::{into_png, into_svg};
use registry_core::credential::json::Json;
use registry_core::credential::proof::{Cryptosuite, sign};
use registry_core::credential::status::Purpose;
use registry_tests::credentials::{
    bytes, entry, issuance, issuer_list, micro_credential, one, provider_key, signing, status_list,
};
use registry_tests::seeds;
use registry_tests::server::{Server, program, scratch};
use serde_json::json;

/// Somebody who would see it if a verifier looked for anything.
struct Listener(TcpListener);

impl Listener {
    fn new() -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").expect("a port");
        listener.set_nonblocking(true).expect("a listener that does not wait");
        Self(listener)
    }

    fn host(&self) -> String {
        self.0.local_addr().expect("an address").to_string()
    }

    /// How many have come since it was last asked.
    fn came(&self) -> usize {
        std::iter::from_fn(|| self.0.accept().ok()).count()
    }
}

#[test]
fn a_listener_counts_who_comes() {
    let listener = Listener::new();
    assert_eq!(listener.came(), 0);
    let _kept: Vec<_> = (0..3).map(|_| TcpStream::connect(listener.host()).expect("connected")).collect();
    assert_eq!((listener.came(), listener.came()), (3, 0));
}

/// Documents with an address of that host wherever a document can have one, each with a name for its file.
fn documents(host: &str) -> Vec<(&'static str, Vec<u8>)> {
    let at = |path: &str| format!("http://{host}/{path}");
    let achievement = micro_credential(&seeds::catalogue());
    let key = provider_key(&achievement.provider);
    let mut issuance = issuance(1);
    issuance.id = at("credential");
    issuance.holder = at("holder");
    issuance.achievement_id = at("achievement");
    issuance.status = vec![entry(&achievement.provider, Purpose::Revocation, 9)];
    issuance.status[0].list = at("status");
    let signed = one("signed", &achievement, &issuance).document;

    let thing = |path: &str| Json::object([("id", Json::text(at(path))), ("type", Json::text(at("type")))]);
    let picture = Json::object([("id", Json::text(at("picture.png"))), ("type", Json::text("Image"))]);
    let more = ["refreshService", "termsOfUse", "relatedResource", "renderMethod", "confidenceMethod"];
    let named = more.iter().fold(signed.clone().without("proof"), |document, key| document.with(key, thing(key)));
    let evidence = thing("evidence").with("type", Json::text("Evidence"));
    let named = named.with("credentialSchema", thing("schema")).with("image", picture).with("evidence", evidence);
    let named = sign(named, &key, signing(), Cryptosuite::Statements).expect("signed");

    let issued_by = |issuer: &str| {
        let proof = signed.each_of("proof")[0].clone().with("verificationMethod", Json::text(format!("{issuer}#key")));
        bytes(&signed.clone().with("issuer", Json::text(issuer)).with("proof", proof))
    };
    let contexts = [signed.each_of("@context"), &[Json::text(at("context"))]].concat();
    let text = signed.to_string();
    let root = format!(
        "<!DOCTYPE svg [<!ENTITY % more SYSTEM \"{0}\"> %more;]><svg xmlns=\"http://www.w3.org/2000/svg\"><image href=\"{0}\"/></svg>",
        at("entity")
    );
    // The smallest PNG: one grey dot.
    let png: &[u8] = b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR\0\0\0\x01\0\0\0\x01\x08\0\0\0\0:~\x9bU\0\0\0\nIDATx\x9cc`\0\0\0\x02\0\x01H\xaf\xa4q\0\0\0\0IEND\xaeB`\x82";
    vec![
        ("signed.json", bytes(&signed)),
        ("named.json", bytes(&named)),
        ("by-address.json", issued_by(&at("issuer"))),
        ("by-host.json", issued_by(&format!("did:web:{}", host.replace(':', "%3A")))),
        ("context.json", bytes(&signed.clone().with("@context", Json::List(contexts)))),
        ("badge.svg", into_svg(&root, &text).expect("baked").into_bytes()),
        ("badge.png", into_png(png, &text).expect("baked")),
    ]
}

#[test]
fn the_command_line_connects_to_nothing_while_it_verifies() {
    let listener = Listener::new();
    let folder = scratch("verify-offline");
    let documents = documents(&listener.host());
    let catalogue = seeds::catalogue();
    let list = status_list(&micro_credential(&catalogue).provider, Purpose::Revocation);
    let lists = [("issuers", bytes(&issuer_list(&catalogue))), ("status", bytes(&list))];
    for (name, file) in documents.iter().chain(&lists) {
        std::fs::write(folder.join(name), file).expect("written");
    }
    let names = documents.iter().map(|(name, _)| *name);
    let said = Command::new(program())
        .args(["verify", "--issuers", "issuers", "--status", "status", "--at", "2027-02-20", "--json"])
        .args(names)
        .current_dir(&folder)
        .output()
        .expect("run");
    let said: serde_json::Value = serde_json::from_slice(&said.stdout).expect("JSON");
    let outcome = |number: usize, check: usize| said["credentials"][number]["checks"][check]["outcome"].clone();
    let verdicts: Vec<_> = (0..documents.len()).map(|number| &said["credentials"][number]["verdict"]).collect();
    // The signature holds, and the status list at that address is the one thing that could not be looked at.
    for number in [0, 1, 5, 6] {
        assert_eq!(verdicts[number], "could-not-check", "{said:#}");
        assert_eq!((outcome(number, 2), outcome(number, 5)), (json!("passed"), json!("could-not-check")), "{said:#}");
    }
    assert_eq!(outcome(4, 2), "could-not-check", "an unknown context: {said:#}");
    for number in [2, 3] {
        assert_ne!(outcome(number, 2), "passed", "{said:#}");
    }
    assert_eq!(listener.came(), 0);
}

#[test]
fn a_server_connects_to_nothing_while_it_verifies() {
    let listener = Listener::new();
    let server = Server::in_memory();
    let documents = documents(&listener.host());
    for (name, file) in &documents {
        let answer = server.client.send("POST", "/verify", &[("content-type", "application/octet-stream")], file);
        assert_eq!(answer.status, 200, "{name}: {}", answer.text);
        assert!(answer.json()["credentials"][0]["checks"].is_array(), "{name}: {}", answer.text);
    }
    let texts: Vec<_> = documents.iter().filter(|(name, _)| name.ends_with(".json")).collect();
    let all = texts.iter().map(|(_, file)| String::from_utf8_lossy(file)).collect::<Vec<_>>().join(",");
    let answer =
        server.client.send("POST", "/verify", &[("content-type", "application/json")], format!("[{all}]").as_bytes());
    assert_eq!(answer.json()["credentials"].as_array().map(Vec::len), Some(texts.len()), "{}", answer.text);
    let query = "query($text: String!) { verifyCredential(credential: {json: $text}) { report { verdict } } }";
    for (name, file) in texts {
        let found = server.client.data(query, json!({ "text": String::from_utf8_lossy(file) }));
        assert!(found["verifyCredential"]["report"]["verdict"].is_string(), "{name}: {found}");
    }
    // A link of another registry is none of ours: nothing is opened at its address.
    let link = format!("http://{}/share#{}", listener.host(), "A".repeat(43));
    let answer = server.client.send("POST", "/verify", &[("content-type", "text/plain")], link.as_bytes());
    assert_eq!(answer.status, 422, "{}", answer.text);
    assert_eq!(listener.came(), 0);
}
