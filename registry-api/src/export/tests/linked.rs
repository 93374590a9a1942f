//! Linked data keeps to the terms of CTDL, where its schema lets them stand, and hangs together.
//!
//! The lists below are what CTDL's schema encoding says of the terms that are used (`schema:domainIncludes`, `schema:rangeIncludes`; as of
//! 6 August 2026, SHA-256 a2dd28cb08f9e5e0324fe155e7381c276d70e69cb95521dab120f042cc538776). The whole export was also checked with the
//! validator `ctdl-validate` 0.2.1, which carries that schema: no finding.

use std::collections::{BTreeMap, BTreeSet};

use serde_json::Value;

use super::*;

/// What every resource may have: Credential Engine's classes for publishing (`RA.Models.JsonV2`) name each of these.
const EVERY: &[&str] = &["@id", "@type", "ceterms:ctid", "ceterms:name", "ceterms:description"];

/// The types that are used, and which terms each may have beside those. Types of components are those of
/// `ValidatePathwayComponentType` in Credential Engine's publisher.
const TYPES: &[(&str, &[&str])] = &[
    ("ceterms:CredentialOrganization", &[]),
    ("ceterms:Course", RESOURCE),
    ("ceterms:MicroCredential", CREDENTIAL),
    ("ceterms:Certificate", CREDENTIAL),
    ("ceterms:Diploma", CREDENTIAL),
    ("ceterms:AssociateDegree", CREDENTIAL),
    ("ceterms:BachelorDegree", CREDENTIAL),
    ("ceterms:MasterDegree", CREDENTIAL),
    ("ceterms:DoctoralDegree", CREDENTIAL),
    ("ceterms:Pathway", &["ceterms:hasDestinationComponent", "ceterms:hasPart"]),
    ("ceterms:BasicComponent", COMPONENT),
    ("ceterms:CourseComponent", COMPONENT),
    ("ceterms:CredentialComponent", COMPONENT),
    ("ceterms:JobComponent", COMPONENT),
    ("ceterms:WorkExperienceComponent", COMPONENT),
    ("ceterms:ComponentCondition", &["ceterms:requiredNumber", "ceterms:targetComponent", "ceterms:hasCondition"]),
    (
        "ceterms:ConditionProfile",
        &["ceterms:targetLearningOpportunity", "ceterms:targetCredential", "ceterms:alternativeCondition"],
    ),
];

const RESOURCE: &[&str] = &[
    "ceterms:codedNotation",
    "ceterms:inLanguage",
    "ceterms:ownedBy",
    "ceterms:requires",
    "ceterms:recommends",
    "ceterms:advancedStandingFrom",
];

const CREDENTIAL: &[&str] = &[
    "ceterms:credentialId",
    "ceterms:inLanguage",
    "ceterms:ownedBy",
    "ceterms:requires",
    "ceterms:recommends",
    "ceterms:advancedStandingFrom",
];

/// Of which types the resources are that these terms name; those of a credential are the types above with its terms.
fn is_in_range(term: &str, of_type: &str) -> bool {
    let is_credential = TYPES.iter().any(|(name, terms)| *name == of_type && *terms == CREDENTIAL);
    match term {
        "ceterms:targetLearningOpportunity" => of_type == "ceterms:Course",
        "ceterms:targetCredential" => is_credential,
        "ceterms:ownedBy" => of_type == "ceterms:CredentialOrganization",
        "ceterms:targetComponent" | "ceterms:hasDestinationComponent" => of_type.ends_with("Component"),
        "ceterms:isDestinationComponentOf" => of_type == "ceterms:Pathway",
        _ => true,
    }
}

const COMPONENT: &[&str] =
    &["ceterms:hasCondition", "ceterms:isDestinationComponentOf", "ceterms:isPartOf", "ceterms:proxyFor"];

/// What is wrong with a document; empty when it is sound.
fn faults(document: &Value) -> Vec<String> {
    let graph = document["@graph"].as_array().cloned().unwrap_or_default();
    let mut found = Vec::new();
    let mut ids = BTreeMap::new();
    for resource in &graph {
        let id = resource["@id"].as_str().unwrap_or_default().to_owned();
        if id.is_empty() || ids.insert(id.clone(), resource.clone()).is_some() {
            found.push(format!("\"{id}\" is no identifier of its own"));
        }
    }
    for resource in &graph {
        shape(resource, &ids, &mut found);
        if resource["@type"] == "ceterms:Pathway" {
            pathway(resource, &ids, &mut found);
        }
    }
    found
}

/// Types and terms are known, references resolve, and no condition asks for more than there is.
fn shape(value: &Value, ids: &BTreeMap<String, Value>, found: &mut Vec<String>) {
    match value {
        Value::Array(values) => values.iter().for_each(|value| shape(value, ids, found)),
        Value::String(text) if text.starts_with("urn:uuid:") && !ids.contains_key(text) => {
            found.push(format!("{text} is not in the graph"));
        }
        Value::Object(keys) if keys.keys().all(|key| key == "en-AU") => {}
        Value::Object(keys) => {
            let of_type = keys.get("@type").and_then(Value::as_str).unwrap_or_default();
            let Some((_, terms)) = TYPES.iter().find(|(name, _)| *name == of_type) else {
                return found.push(format!("\"{of_type}\" is no type that is known"));
            };
            for key in keys.keys().filter(|key| !EVERY.contains(&key.as_str()) && !terms.contains(&key.as_str())) {
                found.push(format!("{key} is no term of {of_type}"));
            }
            for (key, value) in keys {
                for id in value.as_array().into_iter().flatten().filter_map(Value::as_str) {
                    let of_type = ids.get(id).and_then(|resource| resource["@type"].as_str());
                    if let Some(of_type) = of_type.filter(|of_type| !is_in_range(key, of_type)) {
                        found.push(format!("{key} does not name a {of_type}"));
                    }
                }
            }
            if let Some(ctid) = keys.get("ceterms:ctid").and_then(Value::as_str) {
                let uuid = ctid.strip_prefix("ce-").and_then(|text| text.parse::<uuid::Uuid>().ok());
                if uuid.is_none_or(|uuid| uuid.get_version_num() != 4) {
                    found.push(format!("{ctid} is no CTID"));
                }
            }
            let count = |key: &str| keys.get(key).and_then(Value::as_array).map_or(0, Vec::len);
            let there = count("ceterms:targetComponent") + count("ceterms:hasCondition");
            if let Some(number) = keys.get("ceterms:requiredNumber").and_then(Value::as_u64)
                && (number == 0 || number as usize > there)
            {
                found.push(format!("{number} of {there} are required"));
            }
            keys.values().for_each(|value| shape(value, ids, found));
        }
        _ => {}
    }
}

/// A pathway has one destination, which is a part of it, and its parts say so.
fn pathway(pathway: &Value, ids: &BTreeMap<String, Value>, found: &mut Vec<String>) {
    let named = |key: &str| -> BTreeSet<String> {
        let list = pathway[key].as_array().cloned().unwrap_or_default();
        list.iter().filter_map(Value::as_str).map(str::to_owned).collect()
    };
    let (parts, destinations) = (named("ceterms:hasPart"), named("ceterms:hasDestinationComponent"));
    if destinations.len() != 1 || !destinations.is_subset(&parts) {
        found.push(format!("{} has not one destination among its parts", pathway["ceterms:name"]));
    }
    for part in &parts {
        if ids.get(part).is_none_or(|part| part["ceterms:isPartOf"][0] != pathway["@id"]) {
            found.push(format!("{part} does not say that it is part of {}", pathway["ceterms:name"]));
        }
    }
}

fn document(catalogue: &Catalogue) -> Value {
    serde_json::from_str(&ctdl(catalogue).expect("data")).expect("JSON")
}

#[test]
fn linked_data_uses_known_terms_and_hangs_together() {
    for catalogue in [seeds(), everything()] {
        assert_eq!(faults(&document(&catalogue)), Vec::<String>::new());
    }
}

#[test]
fn every_tier_and_every_role_with_a_preparation_is_a_pathway() {
    let catalogue = seeds();
    let document = document(&catalogue);
    let graph = document["@graph"].as_array().expect("a graph");
    let of_type = |name: &str| graph.iter().filter(|resource| resource["@type"] == name).count();
    let prepared = catalogue.roles().filter(|role| !role.preparation.is_empty()).count();
    assert_eq!(of_type("ceterms:Pathway"), 4 + prepared);
    let courses = of_type("ceterms:Course") + of_type("ceterms:MicroCredential");
    assert_eq!(courses, catalogue.courses().len());
    let kind = registry_core::course::CourseKind::MicroCredential;
    let credentials = catalogue.courses().filter(|course| course.kind == kind).count();
    assert_eq!((of_type("ceterms:MicroCredential"), credentials > 0), (credentials, true));
    assert!(graph.iter().any(|resource| resource["ceterms:advancedStandingFrom"].is_array()), "credit is there");
    assert_eq!(ctdl(&catalogue).expect("data"), ctdl(&catalogue).expect("data"));
}

#[test]
fn a_fault_of_linked_data_would_be_seen() {
    let mut sound = document(&everything());
    let graph = sound["@graph"].as_array_mut().expect("a graph");
    let pathway = graph.iter_mut().find(|resource| resource["@type"] == "ceterms:Pathway").expect("a pathway");
    pathway["ceterms:hasDestinationComponent"] = serde_json::json!(["urn:uuid:nothing"]);
    pathway["ceterms:logicalOperator"] = "and".into();
    pathway["ceterms:ctid"] = "ce-1".into();
    let id = pathway["@id"].clone();
    graph.iter_mut().for_each(|resource| {
        if !resource["ceterms:ownedBy"].is_null() {
            resource["ceterms:ownedBy"] = serde_json::json!([id]);
        }
    });
    let faults = faults(&sound).join("\n");
    for fault in [
        "urn:uuid:nothing is not in the graph",
        "has not one destination",
        "ceterms:logicalOperator is no term",
        "ceterms:ownedBy does not name a ceterms:Pathway",
        "ce-1 is no CTID",
    ] {
        assert!(faults.contains(fault), "{fault}: {faults}");
    }
}
