//! What a document states, as RDF: the part of it that a signature covers.
//!
//! JSON-LD drops in silence what it has no meaning for: a term that no context defines, an identifier that is not
//! whole, a reserved word. What is dropped is not signed, and anybody could add it to a signed document. So the
//! document is read with a vocabulary and a base that only stand for *not defined*, and whatever lands there is
//! refused, by name. Where nothing does, the statements are the ones that any other reader finds.

use std::collections::BTreeSet;

use oxjsonld::{JsonLdParser, JsonLdRemoteDocument};
use oxrdf::{BlankNode, GraphName, NamedNode, NamedOrBlankNode, Quad, Term};

use super::contexts::context;
use super::json::Json;
use crate::words::shortened;

/// Where terms land that no context defines.
const NOT_DEFINED: &str = "urn:x-not-defined:";
/// Where identifiers land that are not whole.
const NOT_WHOLE: &str = "x-not-whole://x/";
/// Words with an at sign that a document may use as keys.
const KEYWORDS: [&str; 5] = ["@context", "@id", "@type", "@value", "@language"];
/// The most contexts one document names.
const CONTEXTS_MAX: usize = 8;

/// Why what a document states cannot be said, or not all of it would be signed.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, thiserror::Error)]
pub enum StatementProblem {
    /// A list, a text, a number.
    #[error("it is not a JSON object")]
    NotAnObject,
    /// Without `@context`.
    #[error("it has no \"@context\", so its words have no meaning")]
    NoContext,
    /// More than eight.
    #[error("it names {0} contexts; at most {CONTEXTS_MAX} are read")]
    ManyContexts(usize),
    /// A context that is not embedded here. Nothing is fetched, so this cannot be checked.
    #[error("the context {0} is not one this program holds")]
    UnknownContext(String),
    /// A context written into the document, which could give any word any meaning.
    #[error("it brings a context of its own, which could give its words another meaning")]
    OwnContext,
    /// `"hobby": "chess"`.
    #[error("no context defines \"{0}\", so it is not signed")]
    Undefined(String),
    /// `"id": "achievement-7"`.
    #[error("\"{0}\" is not a whole address (such as https://… or urn:uuid:…), so it is not signed")]
    NotWhole(String),
    /// `"id": "https://exa mple.org"`.
    #[error("\"{0}\" is not a valid address")]
    Invalid(String),
    /// `"@graph": […]`, `"@anything": "x"`, `"id": "@x"`.
    #[error("\"{0}\" is a word reserved by JSON-LD that credentials do not need")]
    Reserved(String),
    /// Anything else that JSON-LD refuses.
    #[error("it cannot be read as JSON-LD: {0}")]
    Malformed(String),
}

/// What a document states.
///
/// # Errors
/// Every problem at once: `"hobby": "chess"` where no context defines it; `"id": "achievement-7"`; an `@context` that
/// is not one of [`CONTEXTS`](super::contexts::CONTEXTS).
pub fn statements(document: &Json) -> Result<Vec<Quad>, Vec<StatementProblem>> {
    let mut problems = BTreeSet::new();
    names_contexts(document, &mut problems);
    reserved_words(document, true, &mut problems);
    if !problems.is_empty() {
        return Err(problems.into_iter().collect());
    }
    let quads = read(document, &mut problems);
    if says_nothing_somewhere(document) {
        // An empty list leaves no statement, so an undefined term before it would not be seen.
        read(&with_something(document), &mut problems);
    }
    if problems.is_empty() { Ok(quads) } else { Err(problems.into_iter().collect()) }
}

fn names_contexts(document: &Json, problems: &mut BTreeSet<StatementProblem>) {
    let Some(members) = document.members() else {
        problems.insert(StatementProblem::NotAnObject);
        return;
    };
    let named = members.get("@context").map_or(&[][..], Json::each);
    if named.is_empty() {
        problems.insert(StatementProblem::NoContext);
    }
    if named.len() > CONTEXTS_MAX {
        problems.insert(StatementProblem::ManyContexts(named.len()));
        return;
    }
    for one in named {
        match one.as_text() {
            None => {
                problems.insert(StatementProblem::OwnContext);
            }
            Some(address) if context(address).is_none() => {
                problems.insert(StatementProblem::UnknownContext(shortened_address(address)));
            }
            Some(_) => {}
        }
    }
}

/// Addresses are named whole up to a length at which no one reads them any more.
fn shortened_address(address: &str) -> String {
    if address.chars().count() <= 120 { address.to_owned() } else { shortened(address) }
}

/// Keys and values with an at sign, which JSON-LD drops or reads in ways of its own; keys that are no term at all.
fn reserved_words(json: &Json, top: bool, problems: &mut BTreeSet<StatementProblem>) {
    match json {
        Json::Text(text) if looks_reserved(text) => {
            problems.insert(StatementProblem::Reserved(shortened(text)));
        }
        Json::List(values) => values.iter().for_each(|value| reserved_words(value, false, problems)),
        Json::Object(members) => {
            for (key, value) in members {
                let allowed = KEYWORDS.contains(&key.as_str()) && (top || key != "@context");
                if key.starts_with("_:") || key.is_empty() {
                    problems.insert(StatementProblem::Undefined(shortened(key)));
                } else if key == "@context" && !top {
                    problems.insert(StatementProblem::OwnContext);
                } else if key.starts_with('@') && !allowed {
                    problems.insert(StatementProblem::Reserved(shortened(key)));
                }
                if key != "@context" {
                    reserved_words(value, false, problems);
                }
            }
        }
        _ => {}
    }
}

/// `@` and letters: what JSON-LD keeps for itself, and drops where it does not know it.
fn looks_reserved(text: &str) -> bool {
    let letters = text.strip_prefix('@').unwrap_or_default();
    !letters.is_empty() && letters.bytes().all(|byte| byte.is_ascii_alphabetic())
}

fn read(document: &Json, problems: &mut BTreeSet<StatementProblem>) -> Vec<Quad> {
    let mut text = String::new();
    marked(document).write(&mut text, |key| match key {
        // The reader streams: it wants to know the type before it reads what the type gives a meaning to.
        "@context" => 0,
        "type" | "@type" => 1,
        _ => 2,
    });
    let Ok(parser) = JsonLdParser::new().lenient().with_base_iri(NOT_WHOLE) else { return Vec::new() };
    let parser = parser.for_slice(text.as_bytes()).with_load_document_callback(|address, _| match context(address) {
        Some(text) => {
            Ok(JsonLdRemoteDocument { document: text.as_bytes().to_vec(), document_url: address.to_owned() })
        }
        None => Err("this context is not embedded".into()),
    });
    let mut quads = Vec::new();
    for quad in parser {
        match quad {
            Ok(quad) => {
                look_at(&quad, problems);
                quads.push(quad);
            }
            Err(error) => {
                problems.insert(StatementProblem::Malformed(error.to_string()));
            }
        }
    }
    quads
}

/// The document, with the vocabulary in which undefined terms show.
fn marked(document: &Json) -> Json {
    let mut contexts = document.each_of("@context").to_vec();
    contexts.push(Json::object([("@vocab", Json::text(NOT_DEFINED))]));
    document.clone().with("@context", Json::List(contexts))
}

fn look_at(quad: &Quad, problems: &mut BTreeSet<StatementProblem>) {
    let mut iri = |node: &NamedNode| {
        let text = node.as_str();
        let problem = if let Some(term) = text.strip_prefix(NOT_DEFINED) {
            StatementProblem::Undefined(shortened(term))
        } else if let Some(rest) = text.strip_prefix(NOT_WHOLE) {
            StatementProblem::NotWhole(shortened(rest))
        } else if NamedNode::new(text).is_err() || text.starts_with("x-not-whole:") {
            StatementProblem::Invalid(shortened(text))
        } else {
            return;
        };
        problems.insert(problem);
    };
    if let NamedOrBlankNode::NamedNode(node) = &quad.subject {
        iri(node);
    }
    iri(&quad.predicate);
    match &quad.object {
        Term::NamedNode(node) => iri(node),
        Term::Literal(literal) => iri(&literal.datatype().into_owned()),
        Term::BlankNode(_) => {}
    }
    if let GraphName::NamedNode(node) = &quad.graph_name {
        iri(node);
    }
    for node in blank_nodes(quad) {
        if BlankNode::new(node.as_str()).is_err() {
            problems.insert(StatementProblem::Invalid(shortened(node.as_str())));
        }
    }
}

fn blank_nodes(quad: &Quad) -> Vec<&BlankNode> {
    let mut found = Vec::new();
    if let NamedOrBlankNode::BlankNode(node) = &quad.subject {
        found.push(node);
    }
    if let Term::BlankNode(node) = &quad.object {
        found.push(node);
    }
    if let GraphName::BlankNode(node) = &quad.graph_name {
        found.push(node);
    }
    found
}

/// `null` and empty lists.
fn says_nothing_somewhere(json: &Json) -> bool {
    match json {
        Json::Null => true,
        Json::List(values) => values.is_empty() || values.iter().any(says_nothing_somewhere),
        Json::Object(members) => members.values().any(says_nothing_somewhere),
        _ => false,
    }
}

/// The document with an empty object wherever it says nothing.
fn with_something(json: &Json) -> Json {
    match json {
        Json::Null => Json::object([]),
        Json::List(values) if values.is_empty() => Json::object([]),
        Json::List(values) => Json::List(values.iter().map(with_something).collect()),
        Json::Object(members) => {
            Json::Object(members.iter().map(|(key, value)| (key.clone(), with_something(value))).collect())
        }
        other => other.clone(),
    }
}

/// Whether a text is a whole address, with a scheme.
pub(crate) fn looks_whole(text: &str) -> bool {
    NamedNode::new(text).is_ok()
}
