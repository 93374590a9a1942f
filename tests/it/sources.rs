//! Every entry of the seeds says where it comes from.

use std::collections::BTreeMap;

use registry_core::course::OfferingOf;
use registry_core::requisite::Requisite;
use registry_core::source::Provenance;
use registry_tests::seeds;

/// The kind of entry that is itself the source of others.
const WITHOUT_SOURCE: &str = "documents";

/// What is wrong with the provenance of the entries of a file, as it is written.
fn without_source(name: &str, text: &str) -> Vec<String> {
    let table: toml::Table = text.parse().expect("the seeds are TOML");
    let invented = table.get("invented").and_then(toml::Value::as_bool).unwrap_or(false);
    let mut found = Vec::new();
    for (kind, entries) in table.iter().filter(|(kind, _)| kind.as_str() != WITHOUT_SOURCE) {
        let Some(entries) = entries.as_array() else { continue };
        for entry in entries {
            let entry = entry.as_table().expect("an entry is a table");
            let code = ["code", "tier", "readiness_tier"].iter().find_map(|key| entry.get(*key)).expect("a code");
            let assumed = entry.get("assumption").and_then(toml::Value::as_bool) == Some(true)
                && entry.get("note").and_then(toml::Value::as_str).is_some_and(|note| note.len() > 10);
            let sourced = entry.get("source").and_then(toml::Value::as_table).is_some_and(|source| {
                let has =
                    |key: &str| source.get(key).and_then(toml::Value::as_str).is_some_and(|text| !text.is_empty());
                (has("document") && has("place") && has("quote"))
                    || (has("external") && has("place") && has("confidence"))
            });
            let made_up = invented && ["providers", "offerings", "courses"].contains(&kind.as_str());
            if !(assumed || sourced || made_up) {
                found.push(format!("{name}: {kind} {code:?} says neither where it comes from nor that it is assumed"));
            }
        }
    }
    found
}

#[test]
fn every_entry_of_the_seeds_says_where_it_comes_from() {
    let files = seeds::catalogue_files();
    let found: Vec<String> = files.iter().flat_map(|(name, text)| without_source(name, text)).collect();
    assert!(found.is_empty(), "\n{}", found.join("\n"));
    let bare = without_source("x.toml", "[[courses]]\ncode = \"x\"\n");
    assert_eq!(bare, ["x.toml: courses String(\"x\") says neither where it comes from nor that it is assumed"]);
    assert_eq!(without_source("x.toml", "[[regions]]\ncode = \"x\"\n").len(), 1);
}

/// Every provenance of the catalogue that quotes a document, with what it belongs to.
fn quoted() -> Vec<(String, Provenance)> {
    let parts = seeds::catalogue().to_parts();
    let mut all: Vec<(String, Provenance)> = Vec::new();
    let requisites = |what: &str, of: &[Requisite]| -> Vec<(String, Provenance)> {
        of.iter().map(|requisite| (what.to_owned(), requisite.provenance().clone())).collect()
    };
    for entry in &parts.tags {
        all.push((entry.code.to_string(), entry.provenance.clone()));
    }
    for entry in &parts.tiers {
        all.push((entry.tier.to_string(), entry.provenance.clone()));
        all.push((entry.tier.to_string(), entry.completion_provenance.clone()));
        all.extend(requisites(&entry.tier.to_string(), &entry.entry));
    }
    for entry in &parts.readiness_tiers {
        all.push((entry.title.clone(), entry.provenance.clone()));
    }
    for entry in &parts.roles {
        all.push((entry.code.to_string(), entry.provenance.clone()));
        all.extend(requisites(entry.code.as_str(), &entry.preparation));
    }
    for entry in &parts.workforces {
        all.push((entry.code.to_string(), entry.provenance.clone()));
    }
    for entry in &parts.courses {
        all.push((entry.code.to_string(), entry.provenance.clone()));
        all.extend(entry.versions.iter().flat_map(|version| requisites(entry.code.as_str(), &version.requisites)));
    }
    for entry in &parts.qualifications {
        all.push((entry.code.to_string(), entry.provenance.clone()));
        all.extend(requisites(entry.code.as_str(), &entry.entry));
        all.extend(entry.leads_to.iter().map(|rung| (entry.code.to_string(), rung.provenance.clone())));
        let packaging = entry.packaging.iter().map(|part| &part.provenance);
        let points = entry.points_packaging.iter().map(|part| &part.provenance);
        let limits = entry.recognition.iter().map(|part| &part.provenance);
        let parts = packaging.chain(points).chain(limits);
        all.extend(parts.map(|provenance| (entry.code.to_string(), provenance.clone())));
    }
    for entry in &parts.providers {
        all.push((entry.code.to_string(), entry.provenance.clone()));
    }
    for entry in &parts.credit_rules {
        all.push((entry.code.to_string(), entry.provenance.clone()));
    }
    for entry in &parts.regions {
        all.push((entry.code.to_string(), entry.provenance.clone()));
    }
    for entry in &parts.offerings {
        all.push((entry.code.to_string(), entry.provenance.clone()));
        all.extend(entry.price_provenance.iter().map(|price| (entry.code.to_string(), price.clone())));
    }
    for entry in &parts.funding_sources {
        all.push((entry.code.to_string(), entry.provenance.clone()));
    }
    for entry in &parts.support_commitments {
        all.push((entry.code.to_string(), entry.provenance.clone()));
    }
    all.retain(|(_, provenance)| matches!(provenance, Provenance::Document { .. }));
    all
}

fn plain(text: &str) -> String {
    // The documents are Markdown, where a dollar sign may be escaped.
    let text = text.replace("\\$", "$");
    let text = text.replace(['\u{2018}', '\u{2019}'], "'").replace(['\u{201c}', '\u{201d}'], "\"");
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// The documents themselves are not ours to keep here; where a copy is at hand (`REGISTRY_SOURCE_DOCUMENTS`, which
/// tests/run sets), every quote is looked up in it. Without one, the quotes are only checked for being quotes.
#[test]
fn every_quote_stands_in_the_document_it_names() {
    let quoted = quoted();
    assert!(quoted.len() > 150, "the seeds quote the documents some two hundred times, found {}", quoted.len());
    let texts: BTreeMap<&str, String> = match std::env::var("REGISTRY_SOURCE_DOCUMENTS") {
        Ok(folder) => {
            let codes =
                ["leading-the-change", "nmhc-roundtable", "mi-fellowship-framework", "cmhl-tip-sheet", "wa-framework"];
            let mut files: Vec<_> = std::fs::read_dir(folder)
                .expect("the folder of documents")
                .map(|file| file.expect("a file").path())
                .collect();
            files.sort();
            let text = |path: &std::path::PathBuf| plain(&std::fs::read_to_string(path).expect("UTF-8"));
            codes.into_iter().zip(files.iter().map(text)).collect()
        }
        Err(_) => BTreeMap::new(),
    };
    let mut missing = Vec::new();
    for (of, provenance) in &quoted {
        let Provenance::Document { document, place, quote } = provenance else { continue };
        assert!(!place.is_empty() && quote.len() >= 3, "{of}: {provenance}");
        if let Some(text) = texts.get(document.as_str())
            && !text.contains(&plain(quote))
        {
            missing.push(format!("{of}: “{quote}” does not stand in {document}"));
        }
    }
    assert!(missing.is_empty(), "\n{}", missing.join("\n"));
}

/// A scholarship for three sorts of award says nothing of their order, and no award says which hours of its range it takes.
#[test]
fn what_no_document_says_of_the_ladder_is_marked_as_assumed() {
    let parts = seeds::catalogue().to_parts();
    let rungs = parts.qualifications.iter().flat_map(|entry| &entry.leads_to);
    let by_scholarship: Vec<String> = rungs
        .filter(|rung| !matches!(rung.provenance, Provenance::Assumption { .. }))
        .filter(|rung| rung.provenance.to_string().contains("offered scholarships"))
        .map(|rung| rung.qualification.to_string())
        .collect();
    assert_eq!(by_scholarship, Vec::<String>::new());
    for entry in &parts.qualifications {
        assert_eq!(entry.volume_of_learning_assumed, entry.volume_of_learning.is_some(), "{}", entry.code);
    }
}

#[test]
fn the_price_of_the_certificate_iv_names_the_document_it_follows() {
    let parts = seeds::catalogue().to_parts();
    let certificate = |of: &OfferingOf| matches!(of, OfferingOf::Qualification(code) if code.as_str() == "CHC43515");
    let taught = parts.offerings.iter().filter(|offering| certificate(&offering.of));
    let sources: Vec<String> =
        taught.filter_map(|offering| offering.price_provenance.as_ref()).map(ToString::to_string).collect();
    assert_eq!(sources.len(), 3);
    assert!(sources.iter().all(|source| source.contains("Cost of a Cert IV: ~ $5200")), "{sources:?}");
}

#[test]
fn the_certificate_iv_is_never_required_of_anyone() {
    let parts = seeds::catalogue().to_parts();
    let requisites = parts.courses.iter().flat_map(|course| &course.versions).flat_map(|version| &version.requisites);
    let tiers = parts.tiers.iter().flat_map(|tier| &tier.entry);
    let roles = parts.roles.iter().flat_map(|role| &role.preparation);
    for requisite in requisites.chain(tiers).chain(roles).filter(|requisite| requisite.is_required()) {
        let alone = matches!(requisite.requires(), registry_core::requisite::RequisiteExpr::Qualification(code) if code.as_str() == "CHC43515");
        assert!(!alone, "{}", requisite.provenance());
    }
}
