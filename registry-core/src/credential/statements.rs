//! What a document states, as RDF: the part of it that a signature covers.
//!
//! JSON-LD drops in silence what it has no meaning for: a term that no context defines, an identifier that is not
//! whole, a reserved word. What is dropped is not signed, and anybody could add it to a signed document. Here nothing
//! is dropped: every member of a document becomes a statement, or the document is refused and the member named.

use std::collections::{BTreeMap, BTreeSet};

use super::canonical::{Part, Statement};
use super::json::Json;
use super::terms::{Active, Coercion, Container, Contradiction, Meaning, Scoped, Term, embedded};
use crate::words::shortened;

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
    /// A context written into the document, which could give any word any meaning; or contexts named within it by
    /// something that is not a credential.
    #[error("it brings a context of its own, which could give its words another meaning")]
    OwnContext,
    /// Two contexts that give one word two meanings.
    #[error("its contexts give \"{0}\" two meanings")]
    TwoMeanings(String),
    /// `"hobby": "chess"`.
    #[error("no context defines \"{0}\", so it is not signed")]
    Undefined(String),
    /// `"id": "achievement-7"`.
    #[error("\"{0}\" is not a whole address (such as https://… or urn:uuid:…), so it is not signed")]
    NotWhole(String),
    /// `"@graph": […]`, `"@anything": "x"`, `"id": "@x"`.
    #[error("\"{0}\" is a word reserved by JSON-LD that credentials do not need")]
    Reserved(String),
    /// `"id": 7`, `"type": {}`, a list in a list that has an order.
    #[error("\"{0}\" has a value of a form that it cannot have")]
    Form(String),
    /// JSON kept as JSON, which a badge does not need.
    #[error("\"{0}\" holds JSON as it is, which is not read here")]
    JsonValue(String),
}

/// What a document states.
///
/// # Errors
/// Every problem at once: `"hobby": "chess"` where no context defines it; `"id": "achievement-7"`; an `@context` that
/// is not one of [`CONTEXTS`](super::contexts::CONTEXTS).
pub fn statements(document: &Json) -> Result<Vec<Statement>, Vec<StatementProblem>> {
    let mut reader = Reader { statements: Vec::new(), problems: BTreeSet::new(), named: BTreeMap::new(), blanks: 0 };
    if document.members().is_none() {
        return Err(vec![StatementProblem::NotAnObject]);
    }
    if document.each_of("@context").is_empty() {
        reader.problem(StatementProblem::NoContext);
    }
    let active = reader.contexts(document, Active::new());
    if reader.problems.is_empty() {
        reader.thing(document, true, active, &Part::Written(String::new()));
    }
    if reader.problems.is_empty() { Ok(reader.statements) } else { Err(reader.problems.into_iter().collect()) }
}

/// Whether a text is a whole address: a scheme, a colon, and no character that an address cannot have.
pub(crate) fn looks_whole(text: &str) -> bool {
    let Some((scheme, rest)) = text.split_once(':') else { return false };
    let letter = scheme.bytes().next().is_some_and(|byte| byte.is_ascii_alphabetic());
    let scheme = scheme.bytes().all(|byte| byte.is_ascii_alphanumeric() || b"+-.".contains(&byte));
    letter
        && scheme
        && rest.chars().all(|c| c > ' ' && !c.is_control() && !c.is_whitespace() && !"<>\"{}|\\^`".contains(c))
}

const RDF: &str = "http://www.w3.org/1999/02/22-rdf-syntax-ns#";
const XSD: &str = "http://www.w3.org/2001/XMLSchema#";

struct Reader {
    statements: Vec<Statement>,
    problems: BTreeSet<StatementProblem>,
    /// The numbers of things that the document itself names and that have no address: `_:b0`.
    named: BTreeMap<String, usize>,
    /// How many things without an address there are.
    blanks: usize,
}

impl Reader {
    fn problem(&mut self, problem: StatementProblem) {
        self.problems.insert(problem);
    }

    fn contradiction(&mut self, found: Result<(), Contradiction>) {
        if let Err(Contradiction(term)) = found {
            self.problem(StatementProblem::TwoMeanings(term));
        }
    }

    /// What holds where an object names contexts: these, besides what holds already.
    fn contexts(&mut self, object: &Json, mut active: Active) -> Active {
        let named = object.get("@context").map_or(&[][..], Json::each);
        if named.len() > CONTEXTS_MAX {
            self.problem(StatementProblem::ManyContexts(named.len()));
            return active;
        }
        for one in named {
            match one.as_text().map(|address| (address, embedded(address))) {
                None => self.problem(StatementProblem::OwnContext),
                Some((address, None)) => self.problem(StatementProblem::UnknownContext(shortened_address(address))),
                Some((_, Some(terms))) => {
                    let found = active.add(terms);
                    self.contradiction(found);
                }
            }
        }
        active
    }

    /// What holds in a credential within a document: an endorsement in a badge names its contexts again. They are not
    /// signed, and need not be, since none may give another meaning to a word that has one.
    fn contexts_within(&mut self, object: &Json, active: Active) -> Active {
        if object.each_of("@context").is_empty() || !object.has("type", "VerifiableCredential") {
            self.problem(StatementProblem::OwnContext);
            return active;
        }
        self.contexts(object, active)
    }

    /// A thing without an address.
    fn fresh(&mut self) -> Part {
        self.blanks += 1;
        Part::Blank(self.blanks - 1)
    }

    fn blank(&mut self, name: &str) -> Part {
        if let Some(&number) = self.named.get(name) {
            return Part::Blank(number);
        }
        self.named.insert(name.to_owned(), self.blanks);
        self.fresh()
    }

    /// What an object says; the thing it is about.
    fn thing(&mut self, object: &Json, top: bool, mut active: Active, graph: &Part) -> Part {
        let members = object.members().into_iter().flatten();
        if !top && object.get("@context").is_some() {
            active = self.contexts_within(object, active);
        }
        let types = active.clone();
        let mut named: Vec<&str> = Vec::new();
        for (key, value) in object.members().into_iter().flatten() {
            if meaning(&types, key) == Some(&Meaning::Type) {
                named.extend(value.each().iter().filter_map(Json::as_text));
            }
        }
        named.sort_unstable();
        for scoped in named.iter().filter_map(|name| types.term(name)?.scoped.as_ref()) {
            let found = active.of_type(scoped);
            self.contradiction(found);
        }
        let subject = self.name(object, &active);
        for (key, value) in members {
            match (key.as_str(), meaning(&active, key)) {
                ("@context", _) => {}
                (_, Some(Meaning::Id)) => {}
                (_, Some(Meaning::Type)) => self.types(key, value, &types, &subject, graph),
                (_, Some(Meaning::Address(address))) => {
                    let term = active.term(key);
                    self.property(key, address, term, value, &active, (&subject, graph));
                }
                (reserved, None) if reserved.starts_with('@') => {
                    self.problem(StatementProblem::Reserved(shortened(reserved)));
                }
                (address, None) if looks_whole(address) => {
                    self.property(key, address, None, value, &active, (&subject, graph));
                }
                (undefined, None) => self.problem(StatementProblem::Undefined(shortened(undefined))),
            }
        }
        subject
    }

    /// The address of the thing an object is about.
    fn name(&mut self, object: &Json, active: &Active) -> Part {
        let members = object.members().into_iter().flatten();
        let mut ids = members.filter(|(key, _)| meaning(active, key) == Some(&Meaning::Id));
        let (Some((key, value)), second) = (ids.next(), ids.next()) else { return self.fresh() };
        match value {
            Json::Text(text) if second.is_none() => self.address(text),
            _ => {
                self.problem(StatementProblem::Form(shortened(key)));
                self.fresh()
            }
        }
    }

    fn address(&mut self, text: &str) -> Part {
        if let Some(name) = text.strip_prefix("_:").filter(|name| is_a_name(name)) {
            return self.blank(name);
        }
        if !looks_whole(text) {
            self.problem(if text.starts_with('@') {
                StatementProblem::Reserved(shortened(text))
            } else {
                StatementProblem::NotWhole(shortened(text))
            });
        }
        written(text)
    }

    /// A term, or an address.
    fn word(&mut self, text: &str, active: &Active) -> Part {
        match meaning(active, text) {
            Some(Meaning::Address(address)) => written(address),
            Some(_) => {
                self.problem(StatementProblem::Reserved(shortened(text)));
                written(text)
            }
            None if text.contains(':') => self.address(text),
            None => {
                self.problem(StatementProblem::Undefined(shortened(text)));
                written(text)
            }
        }
    }

    fn types(&mut self, key: &str, value: &Json, active: &Active, subject: &Part, graph: &Part) {
        for one in value.each() {
            match one {
                Json::Text(text) => {
                    let object = self.word(text, active);
                    self.state(subject, &format!("{RDF}type"), object, graph);
                }
                _ => self.problem(StatementProblem::Form(shortened(key))),
            }
        }
    }

    fn state(&mut self, subject: &Part, predicate: &str, object: Part, graph: &Part) {
        self.statements.push(Statement {
            subject: subject.clone(),
            predicate: format!("<{predicate}>"),
            object,
            graph: graph.clone(),
        });
    }

    /// What stands under one key of an object; `about` is the thing and the graph.
    fn property(
        &mut self,
        key: &str,
        address: &str,
        term: Option<&'static Term>,
        value: &Json,
        active: &Active,
        about: (&Part, &Part),
    ) {
        let (subject, graph) = about;
        let under = Under {
            key,
            coercion: term.map_or(&Coercion::None, |term| &term.coercion),
            scoped: term.and_then(|term| term.scoped.as_ref()),
        };
        match term.map_or(Container::Set, |term| term.container) {
            Container::Set => {
                for object in self.values(value, &under, active, graph) {
                    self.state(subject, address, object, graph);
                }
            }
            Container::List => {
                let list = self.list(value, &under, active, graph);
                self.state(subject, address, list, graph);
            }
            Container::Graph => {
                for one in flat(value).into_iter().filter(|one| **one != Json::Null) {
                    let own = self.fresh();
                    self.state(subject, address, own.clone(), graph);
                    let before = self.statements.len();
                    self.value(one, &under, active, &own);
                    // A graph that states nothing would leave even the name of what it is about unsigned.
                    if self.statements.len() == before {
                        self.problem(StatementProblem::Form(shortened(key)));
                    }
                }
            }
        }
    }

    fn values(&mut self, value: &Json, under: &Under<'_>, active: &Active, graph: &Part) -> Vec<Part> {
        flat(value).into_iter().filter_map(|one| self.value(one, under, active, graph)).collect()
    }

    /// The first element of a list, or the empty list.
    fn list(&mut self, value: &Json, under: &Under<'_>, active: &Active, graph: &Part) -> Part {
        if value.each().iter().any(|one| matches!(one, Json::List(_) | Json::Null)) {
            self.problem(StatementProblem::Form(shortened(under.key)));
        }
        let mut next = written(&format!("{RDF}nil"));
        let parts = self.values(value, under, active, graph);
        for part in parts.into_iter().rev() {
            let element = self.fresh();
            self.state(&element, &format!("{RDF}first"), part, graph);
            self.state(&element, &format!("{RDF}rest"), next, graph);
            next = element;
        }
        next
    }

    fn value(&mut self, value: &Json, under: &Under<'_>, active: &Active, graph: &Part) -> Option<Part> {
        match value {
            Json::Null | Json::List(_) => None,
            Json::Object(members) if members.contains_key("@value") => self.explicit(value, under.key, active),
            Json::Object(_) => {
                let mut below = active.clone();
                below.below();
                if let Some(scoped) = under.scoped {
                    below.under_property(scoped);
                }
                Some(self.thing(value, false, below, graph))
            }
            plain => self.plain(plain, under, active),
        }
    }

    /// A text, number or flag, as its term takes it.
    fn plain(&mut self, value: &Json, under: &Under<'_>, active: &Active) -> Option<Part> {
        match (under.coercion, value) {
            (Coercion::Json, _) => {
                self.problem(StatementProblem::JsonValue(shortened(under.key)));
                None
            }
            (Coercion::Id, Json::Text(text)) => Some(self.address(text)),
            (Coercion::Vocabulary, Json::Text(text)) => {
                let mut active = active.clone();
                if let Some(scoped) = under.scoped {
                    active.under_property(scoped);
                }
                Some(self.word(text, &active))
            }
            (Coercion::Datatype(datatype), value) => Some(literal(value, Some(datatype))),
            (_, value) => Some(literal(value, None)),
        }
    }

    /// `{"@value": …}`, with a type or a language.
    fn explicit(&mut self, value: &Json, key: &str, active: &Active) -> Option<Part> {
        let members = value.members()?;
        let known = members.keys().all(|key| ["@value", "@type", "@language"].contains(&key.as_str()));
        let text = |key: &str| members.get(key).map(|value| value.as_text());
        match (members.get("@value"), text("@type"), text("@language")) {
            (Some(Json::Text(text)), None, Some(Some(language))) if known && is_a_language(language) => {
                Some(Part::Written(format!("{}@{language}", quoted(text))))
            }
            (Some(plain), Some(Some(datatype)), None) if known && is_plain(plain) => {
                match self.word(datatype, active) {
                    Part::Written(datatype) => {
                        let datatype = datatype.trim_start_matches('<').trim_end_matches('>');
                        Some(literal(plain, Some(datatype)))
                    }
                    Part::Blank(_) => {
                        self.problem(StatementProblem::Form(shortened(key)));
                        None
                    }
                }
            }
            (Some(plain), None, None) if known && is_plain(plain) => Some(literal(plain, None)),
            _ => {
                self.problem(StatementProblem::Form(shortened(key)));
                None
            }
        }
    }
}

/// The key under which values stand, and how it takes them.
struct Under<'a> {
    key: &'a str,
    coercion: &'static Coercion,
    scoped: Option<&'static Scoped>,
}

/// What a key means, where it means something: a term, or one of the two words that need none.
fn meaning(active: &Active, key: &str) -> Option<&'static Meaning> {
    match key {
        "@id" => Some(&Meaning::Id),
        "@type" => Some(&Meaning::Type),
        _ => active.term(key).map(|term| &term.meaning),
    }
}

/// Addresses are named whole up to a length at which no one reads them any more.
fn shortened_address(address: &str) -> String {
    if address.chars().count() <= 120 { address.to_owned() } else { shortened(address) }
}

/// The values of lists in lists, one after another.
fn flat(value: &Json) -> Vec<&Json> {
    match value {
        Json::List(values) => values.iter().flat_map(flat).collect(),
        one => vec![one],
    }
}

fn is_plain(value: &Json) -> bool {
    matches!(value, Json::Text(_) | Json::Number(_) | Json::Bool(_))
}

fn is_a_name(name: &str) -> bool {
    !name.is_empty() && name.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'_' || byte == b'-')
}

fn is_a_language(tag: &str) -> bool {
    tag.split('-').all(|part| (1..=8).contains(&part.len()) && part.bytes().all(|byte| byte.is_ascii_alphanumeric()))
}

fn written(address: &str) -> Part {
    Part::Written(format!("<{address}>"))
}

/// A literal in canonical N-Quads; numbers as JSON-LD has them (section 8.6, *Data Round Tripping*).
fn literal(value: &Json, datatype: Option<&str>) -> Part {
    let typed = |text: String, plain: &str| {
        let datatype = datatype.map_or_else(|| format!("{XSD}{plain}"), str::to_owned);
        if datatype == format!("{XSD}string") { text } else { format!("{text}^^<{datatype}>") }
    };
    let double = datatype == Some("http://www.w3.org/2001/XMLSchema#double");
    Part::Written(match value {
        Json::Text(text) => typed(quoted(text), "string"),
        Json::Bool(flag) => typed(format!("\"{flag}\""), "boolean"),
        Json::Number(number) => match (number.as_i64(), number.as_f64().unwrap_or_default()) {
            (Some(whole), _) if !double => typed(format!("\"{whole}\""), "integer"),
            // A whole number written with a fraction, 3.0; larger ones are refused when a document is read.
            (None, float) if !double && float.fract() == 0.0 => typed(format!("\"{}\"", whole(float)), "integer"),
            (_, float) => typed(format!("\"{}\"", exponential(float)), "double"),
        },
        _ => quoted(""),
    })
}

/// Minus nought is nought, as JavaScript writes it.
fn whole(float: f64) -> String {
    format!("{:.0}", if float == 0.0 { 0.0 } else { float })
}

/// Sixteen digits at most, at least one after the point: `3.125E0`.
fn exponential(float: f64) -> String {
    let text = format!("{float:.15e}");
    let (digits, exponent) = text.split_once('e').unwrap_or((&text, "0"));
    let digits = digits.trim_end_matches('0');
    let nought = if digits.ends_with('.') { "0" } else { "" };
    format!("{digits}{nought}E{exponent}")
}

fn quoted(text: &str) -> String {
    use std::fmt::Write;
    let mut out = String::with_capacity(text.len() + 2);
    out.push('"');
    for c in text.chars() {
        match c {
            '\u{8}' => out.push_str("\\b"),
            '\t' => out.push_str("\\t"),
            '\n' => out.push_str("\\n"),
            '\u{c}' => out.push_str("\\f"),
            '\r' => out.push_str("\\r"),
            '"' => out.push_str("\\\""),
            '\\' => out.push_str("\\\\"),
            c if c < ' ' || c == '\u{7f}' => {
                // Writing to a text cannot fail.
                let _ = write!(out, "\\u{:04X}", u32::from(c));
            }
            c => out.push(c),
        }
    }
    out.push('"');
    out
}
