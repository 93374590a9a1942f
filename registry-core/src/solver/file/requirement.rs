//! Requirements as files write them.

use std::fmt;

use serde::de::value::MapAccessDeserializer;
use serde::de::{Error, MapAccess, Visitor};
use serde::ser::SerializeMap;
use serde::{Deserialize, Deserializer, Serialize, Serializer};

/// What must be met: `"values"`, `{ "all": […] }`, `{ "any": […] }`, `{ "at_least": 2, "of": […] }`,
/// `{ "course": "x", "range": "^1.2" }`, `{ "from_term": 3 }`, `{ "from_tick": 21 }`, `{ "never": "why" }`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Requirement {
    /// The item of that id, or one that is equivalent.
    Item(String),
    /// Any version of a course in a range, as Cargo writes it.
    Course {
        /// The course that items name.
        course: String,
        /// The range; `*` for any version.
        range: String,
    },
    /// Every one. None at all: met.
    All(Vec<Requirement>),
    /// One of them.
    Any(Vec<Requirement>),
    /// So many of them. Each operand counts as it is written, two that are equivalent too.
    AtLeast {
        /// How many.
        least: i64,
        /// Of what.
        of: Vec<Requirement>,
    },
    /// Met from the start of that term on.
    FromTerm(i64),
    /// Met from that tick on.
    FromTick(i64),
    /// Not to be met, for a reason in words.
    Never(String),
}

impl Requirement {
    /// The item of that id.
    pub fn item(id: impl Into<String>) -> Self {
        Self::Item(id.into())
    }

    /// What stands inside, for those that have something inside.
    pub(crate) fn operands(&self) -> &[Requirement] {
        match self {
            Self::All(of) | Self::Any(of) | Self::AtLeast { of, .. } => of,
            _ => &[],
        }
    }
}

#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
struct Wire {
    all: Option<Vec<Requirement>>,
    any: Option<Vec<Requirement>>,
    at_least: Option<i64>,
    of: Option<Vec<Requirement>>,
    course: Option<String>,
    range: Option<String>,
    from_term: Option<i64>,
    from_tick: Option<i64>,
    never: Option<String>,
}

const SHAPES: &str = "a requirement is the id of an item, or an object with one of all, any, at_least and of, course \
    and range, from_term, from_tick, never";

impl Wire {
    fn requirement(self) -> Option<Requirement> {
        Some(match self {
            Wire { all: Some(of), any: None, at_least: None, of: None, .. } if self.bare() => Requirement::All(of),
            Wire { all: None, any: Some(of), at_least: None, of: None, .. } if self.bare() => Requirement::Any(of),
            Wire { all: None, any: None, at_least: Some(least), of: Some(of), .. } if self.bare() => {
                Requirement::AtLeast { least, of }
            }
            Wire { all: None, any: None, at_least: None, of: None, .. } => {
                let Wire { course, range, from_term, from_tick, never, .. } = self;
                match (course, range, from_term, from_tick, never) {
                    (Some(course), range, None, None, None) => {
                        Requirement::Course { course, range: range.unwrap_or_else(|| "*".to_owned()) }
                    }
                    (None, None, Some(term), None, None) => Requirement::FromTerm(term),
                    (None, None, None, Some(tick), None) => Requirement::FromTick(tick),
                    (None, None, None, None, Some(reason)) => Requirement::Never(reason),
                    _ => return None,
                }
            }
            _ => return None,
        })
    }

    /// Nothing is said but operands.
    fn bare(&self) -> bool {
        self.course.is_none()
            && self.range.is_none()
            && self.from_term.is_none()
            && self.from_tick.is_none()
            && self.never.is_none()
    }
}

struct Shapes;

impl<'de> Visitor<'de> for Shapes {
    type Value = Requirement;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("the id of an item or an object such as {\"any\": […]}")
    }

    fn visit_str<E: Error>(self, id: &str) -> Result<Requirement, E> {
        Ok(Requirement::Item(id.to_owned()))
    }

    fn visit_string<E: Error>(self, id: String) -> Result<Requirement, E> {
        Ok(Requirement::Item(id))
    }

    fn visit_map<A: MapAccess<'de>>(self, map: A) -> Result<Requirement, A::Error> {
        Wire::deserialize(MapAccessDeserializer::new(map))?.requirement().ok_or_else(|| A::Error::custom(SHAPES))
    }
}

impl<'de> Deserialize<'de> for Requirement {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_any(Shapes)
    }
}

impl Serialize for Requirement {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut map = match self {
            Self::Item(id) => return serializer.serialize_str(id),
            Self::Course { .. } | Self::AtLeast { .. } => serializer.serialize_map(Some(2))?,
            _ => serializer.serialize_map(Some(1))?,
        };
        match self {
            Self::Item(_) => {}
            Self::Course { course, range } => {
                map.serialize_entry("course", course)?;
                map.serialize_entry("range", range)?;
            }
            Self::All(of) => map.serialize_entry("all", of)?,
            Self::Any(of) => map.serialize_entry("any", of)?,
            Self::AtLeast { least, of } => {
                map.serialize_entry("at_least", least)?;
                map.serialize_entry("of", of)?;
            }
            Self::FromTerm(term) => map.serialize_entry("from_term", term)?,
            Self::FromTick(tick) => map.serialize_entry("from_tick", tick)?,
            Self::Never(reason) => map.serialize_entry("never", reason)?,
        }
        map.end()
    }
}
