use crate::credential::json::Json;
use crate::credential::key::KeyPair;
use crate::credential::moment::Moment;
use crate::credential::proof::{Cryptosuite, sign, signed_by};

fn badge() -> Json {
    Json::read(br#"{
      "@context": ["https://www.w3.org/ns/credentials/v2", "https://purl.imsglobal.org/spec/ob/v3p0/context-3.0.3.json", "https://purl.imsglobal.org/spec/ob/v3p0/extensions.json"],
      "id": "urn:uuid:58172aac-d8ba-11ed-83dd-0b3aef56cc33",
      "type": ["VerifiableCredential", "OpenBadgeCredential"],
      "name": "Peer support", "issuer": {"id": "did:key:z6MkrJVnaZkeFzdQyMZu1cgjg7k1pZZ6pvBQ7XJPt4swbTQ2", "type": ["Profile"], "name": "The Collective"},
      "validFrom": "2027-02-01T00:00:00Z",
      "credentialSubject": {"type": ["AchievementSubject"], "creditsEarned": 3.125, "achievement": {"id": "urn:uuid:58172aac-d8ba-11ed-83dd-0b3aef56cc34", "type": ["Achievement"], "name": "Peer support", "description": "d", "criteria": {"narrative": "n"}, "creditsAvailable": 3.125}}
    }"#).expect("badge")
}

#[test]
fn smoke() {
    let key = KeyPair::from_seed([7; 32]);
    let at: Moment = "2027-02-01T00:00:00Z".parse().expect("moment");
    let signed = sign(badge(), &key, at, Cryptosuite::Statements).expect("sign");
    println!("{signed}");
    let by = signed_by(&signed, Cryptosuite::Statements).expect("verify");
    assert_eq!(by.key, key.public());
    let t = std::time::Instant::now();
    for _ in 0..100 { signed_by(&signed, Cryptosuite::Statements).expect("verify"); }
    println!("{:?}", t.elapsed() / 100);
}
