//! What the words of a document mean: the embedded contexts, read once, and which of them hold where.
//!
//! Of JSON-LD 1.1 this reads what the embedded contexts use (a test holds that they use no more): terms with a type, a
//! container of set, list or graph, and contexts of their own for a type or a property.

use std::collections::BTreeMap;
use std::sync::{LazyLock, OnceLock};

use super::contexts::CONTEXTS;
use super::json::Json;

/// What a term stands for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Meaning {
    /// `@id`: the name of the thing itself.
    Id,
    /// `@type`: what sort of thing it is.
    Type,
    /// An address.
    Address(String),
}

/// How a text under a term is to be taken.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Coercion {
    /// As a text.
    None,
    /// As the address of a thing.
    Id,
    /// As a term, or an address.
    Vocabulary,
    /// As JSON, which is not read here.
    Json,
    /// As a value of that type.
    Datatype(String),
}

/// What several values under a term are.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Container {
    /// Values in no order.
    Set,
    /// A list in order.
    List,
    /// Each a graph of its own.
    Graph,
}

/// The context a term brings for what stands under it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Scoped {
    /// Everything that held before is forgotten.
    Forget,
    /// These terms hold too.
    Terms(Terms),
}

/// A term of a context.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Term {
    pub(super) meaning: Meaning,
    pub(super) coercion: Coercion,
    pub(super) container: Container,
    pub(super) scoped: Option<Scoped>,
}

/// The terms of one context.
#[derive(Debug, Clone, Default)]
pub(super) struct Terms {
    by_name: BTreeMap<String, Term>,
    /// Which of all contexts it is, those within contexts counted. Not part of what it says.
    number: usize,
}

impl PartialEq for Terms {
    fn eq(&self, other: &Self) -> bool {
        self.by_name == other.by_name
    }
}

impl Eq for Terms {}

static EMBEDDED: LazyLock<Vec<(&str, Terms)>> = LazyLock::new(|| {
    let mut count = 0;
    let mut read = |text: &str| {
        let document = Json::read(text.as_bytes()).ok();
        document.and_then(|document| document.get("@context").map(|context| terms(context, &mut count)))
    };
    CONTEXTS.iter().map(|(address, text)| (*address, read(text).unwrap_or_default())).collect()
});

/// More than there are contexts, those within contexts counted (a test holds it).
const NUMBERS: usize = 64;

/// For each two contexts, whether they give every term that both have one meaning, once that was looked at. A document names the
/// same few contexts again and again, and to compare them takes longer than to verify its signature.
static AGREEMENTS: [[OnceLock<bool>; NUMBERS]; NUMBERS] = [const { [const { OnceLock::new() }; NUMBERS] }; NUMBERS];

impl Terms {
    fn agrees_with(&self, other: &Self) -> bool {
        let compare = || {
            let both = |key: &String| other.by_name.get(key);
            self.by_name.iter().all(|(key, term)| both(key).is_none_or(|known| known == term))
        };
        match AGREEMENTS.get(self.number).and_then(|row| row.get(other.number)) {
            Some(known) => *known.get_or_init(compare),
            None => compare(),
        }
    }
}

/// The terms of an embedded context.
pub(super) fn embedded(address: &str) -> Option<&'static Terms> {
    EMBEDDED.iter().find(|(known, _)| *known == address).map(|(_, terms)| terms)
}

fn terms(context: &Json, count: &mut usize) -> Terms {
    let number = *count;
    *count += 1;
    let members = context.members().into_iter().flatten();
    let terms = members.filter(|(key, _)| !key.starts_with('@'));
    let by_name = terms.map(|(key, definition)| (key.clone(), term(definition, context, count))).collect();
    Terms { by_name, number }
}

fn term(definition: &Json, context: &Json, count: &mut usize) -> Term {
    let id = definition.as_text().or_else(|| definition.text_of("@id")).unwrap_or_default();
    // One context defines a term by another of its own.
    let id = if id.contains(':') || id.starts_with('@') {
        id
    } else {
        context.get(id).and_then(|other| other.as_text().or_else(|| other.text_of("@id"))).unwrap_or_default()
    };
    Term {
        meaning: match id {
            "@id" => Meaning::Id,
            "@type" => Meaning::Type,
            address => Meaning::Address(address.to_owned()),
        },
        coercion: match definition.text_of("@type") {
            None => Coercion::None,
            Some("@id") => Coercion::Id,
            Some("@vocab") => Coercion::Vocabulary,
            Some("@json") => Coercion::Json,
            Some(datatype) => Coercion::Datatype(datatype.to_owned()),
        },
        container: match definition.text_of("@container") {
            Some("@list") => Container::List,
            Some("@graph") => Container::Graph,
            _ => Container::Set,
        },
        scoped: definition.get("@context").map(|scoped| match scoped {
            Json::Null => Scoped::Forget,
            terms_given => Scoped::Terms(terms(terms_given, count)),
        }),
    }
}

/// Which terms hold at one place of a document.
#[derive(Clone)]
pub(super) struct Active {
    layers: Vec<&'static Terms>,
    /// What holds again below, where a context is for a type: it does not reach what stands under that thing.
    before: Option<Vec<&'static Terms>>,
}

/// Two contexts that give one term two meanings.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Contradiction(pub(super) String);

impl Active {
    /// Where nothing holds yet.
    pub(super) fn new() -> Self {
        Self { layers: Vec::new(), before: None }
    }

    /// What a term means here.
    pub(super) fn term(&self, key: &str) -> Option<&'static Term> {
        self.layers.iter().rev().find_map(|terms| terms.by_name.get(key))
    }

    /// These terms too. None may have another meaning already: contexts protect their terms.
    pub(super) fn add(&mut self, terms: &'static Terms) -> Result<(), Contradiction> {
        // Two that do not agree may still not contradict: a third may have overridden the one.
        if !self.layers.iter().all(|known| terms.agrees_with(known)) {
            let contradicts = |(key, term): (&String, &Term)| self.term(key).is_some_and(|known| known != term);
            if let Some((key, _)) = terms.by_name.iter().find(|&(key, term)| contradicts((key, term))) {
                return Err(Contradiction(key.clone()));
            }
        }
        self.layers.push(terms);
        Ok(())
    }

    /// What holds for a thing under a property with a context of its own, which may override.
    pub(super) fn under_property(&mut self, scoped: &'static Scoped) {
        match scoped {
            Scoped::Forget => self.layers.clear(),
            Scoped::Terms(terms) => self.layers.push(terms),
        }
    }

    /// What holds for a thing of a type with a context of its own.
    pub(super) fn of_type(&mut self, scoped: &'static Scoped) -> Result<(), Contradiction> {
        let before = self.layers.clone();
        match scoped {
            Scoped::Forget => self.layers.clear(),
            Scoped::Terms(terms) => self.add(terms)?,
        }
        self.before.get_or_insert(before);
        Ok(())
    }

    /// What holds for things below, which the contexts for the type of this one do not reach.
    pub(super) fn below(&mut self) {
        if let Some(before) = self.before.take() {
            self.layers = before;
        }
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;

    /// Everything these contexts say beyond terms, as far as `terms` reads it.
    fn says_no_more(json: &Json, problems: &mut Vec<String>) {
        for (key, value) in json.members().into_iter().flatten() {
            let known = match key.as_str() {
                "@protected" => *value == Json::Bool(true),
                "@container" => matches!(value.as_text(), Some("@set" | "@list" | "@graph")),
                "@id" | "@type" => value.as_text().is_some(),
                "@context" => *value == Json::Null || value.members().is_some(),
                other => !other.starts_with('@'),
            };
            // A short definition that ends like this would be a prefix, and words with a colon would mean something else.
            let prefix = value.as_text().is_some_and(|text| text.ends_with([':', '/', '?', '#', '[', ']', '@']));
            let colon = !key.starts_with('@') && key.contains(':');
            if !known || prefix || colon {
                problems.push(format!("{key}: {value}"));
            }
            says_no_more(value, problems);
        }
    }

    /// Every context, those within contexts too.
    fn all<'a>(terms: &'a Terms, found: &mut Vec<&'a Terms>) {
        found.push(terms);
        for term in terms.by_name.values() {
            if let Some(Scoped::Terms(within)) = &term.scoped {
                all(within, found);
            }
        }
    }

    #[test]
    fn contexts_are_numbered_and_contradict_as_they_do_term_by_term() {
        let mut found = Vec::new();
        EMBEDDED.iter().for_each(|(_, terms)| all(terms, &mut found));
        let numbers: BTreeSet<usize> = found.iter().map(|terms| terms.number).collect();
        assert_eq!((numbers.len(), numbers.last().copied()), (found.len(), Some(found.len() - 1)));
        assert!((20..NUMBERS).contains(&found.len()), "{}", found.len());
        let mut contradictions = 0;
        for (first, second) in found.iter().flat_map(|first| found.iter().map(move |second| (*first, *second))) {
            let mut active = Active { layers: vec![first], before: None };
            let by_hand =
                second.by_name.iter().find(|(key, term)| first.by_name.get(*key).is_some_and(|it| it != *term));
            let expected = by_hand.map_or(Ok(()), |(key, _)| Err(Contradiction(key.clone())));
            contradictions += usize::from(expected.is_err());
            for _ in 0..2 {
                assert_eq!(active.add(second), expected, "{} {}", first.number, second.number);
                active.layers.truncate(1);
            }
        }
        assert!(contradictions > 0, "nothing contradicts, so nothing was tried");
    }

    #[test]
    fn the_embedded_contexts_use_no_more_than_is_read() {
        for (address, text) in CONTEXTS {
            let mut problems = Vec::new();
            says_no_more(&Json::read(text.as_bytes()).expect(address), &mut problems);
            assert!(problems.is_empty(), "{address}: {problems:?}");
            let terms = embedded(address).expect(address);
            assert!(terms.by_name.len() >= 4, "{address}");
            assert!(terms.by_name.values().all(|term| term.meaning != Meaning::Address(String::new())), "{address}");
        }
    }
}
