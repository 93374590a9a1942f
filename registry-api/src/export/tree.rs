//! Entries as the keys and values of a catalogue file, in the order a person would write them.

use registry_core::volume::Hours;
use serde::ser::{Serialize, SerializeMap, Serializer};

/// A value of a catalogue file.
#[derive(Debug, Clone, PartialEq)]
pub(crate) enum Node {
    /// A text, and whatever files write as one: codes, days, money, credit points.
    Text(String),
    /// A whole number.
    Whole(i64),
    /// Hours.
    Hours(Hours),
    /// Yes or no.
    Flag(bool),
    /// A list.
    List(Vec<Node>),
    /// Keys and values, each key once.
    Table(Keys),
}

/// The keys of a table, in order.
#[derive(Debug, Clone, Default, PartialEq)]
pub(crate) struct Keys(Vec<(&'static str, Node)>);

impl Keys {
    /// Adds a key.
    pub(crate) fn put(&mut self, key: &'static str, value: impl Into<Node>) -> &mut Self {
        self.0.push((key, value.into()));
        self
    }

    /// Adds a text, or whatever is written as one.
    pub(crate) fn text(&mut self, key: &'static str, value: impl ToString) -> &mut Self {
        self.put(key, Node::Text(value.to_string()))
    }

    /// Adds a text that may be left out.
    pub(crate) fn may_text(&mut self, key: &'static str, value: Option<impl ToString>) -> &mut Self {
        if let Some(value) = value {
            self.text(key, value);
        }
        self
    }

    /// Adds a value that may be left out.
    pub(crate) fn may<T: Into<Node>>(&mut self, key: &'static str, value: Option<T>) -> &mut Self {
        if let Some(value) = value {
            self.put(key, value);
        }
        self
    }

    /// Adds a list of texts that is left out when it is empty.
    pub(crate) fn texts<T: ToString>(&mut self, key: &'static str, values: &[T]) -> &mut Self {
        self.list(key, values, |value| Node::Text(value.to_string()))
    }

    /// Adds a list that is left out when it is empty.
    pub(crate) fn list<T>(&mut self, key: &'static str, values: &[T], node: impl Fn(&T) -> Node) -> &mut Self {
        if !values.is_empty() {
            self.put(key, Node::List(values.iter().map(node).collect()));
        }
        self
    }

    /// Adds the keys of another table.
    pub(crate) fn extend(&mut self, keys: Keys) -> &mut Self {
        self.0.extend(keys.0);
        self
    }

    /// The keys and values, in order.
    pub(crate) fn iter(&self) -> impl Iterator<Item = (&'static str, &Node)> {
        self.0.iter().map(|(key, value)| (*key, value))
    }

    /// The value of a key.
    pub(crate) fn get(&self, key: &str) -> Option<&Node> {
        self.iter().find(|(name, _)| *name == key).map(|(_, value)| value)
    }
}

impl From<Keys> for Node {
    fn from(keys: Keys) -> Self {
        Self::Table(keys)
    }
}

impl From<Hours> for Node {
    fn from(hours: Hours) -> Self {
        Self::Hours(hours)
    }
}

impl From<bool> for Node {
    fn from(flag: bool) -> Self {
        Self::Flag(flag)
    }
}

macro_rules! whole {
    ($($number:ty),+) => {
        $(impl From<$number> for Node {
            fn from(number: $number) -> Self {
                Self::Whole(number.into())
            }
        })+
    };
}

whole!(u8, u16, u32);

/// A number of hours as files write it: `6`, `37.5`. Hours are quarters, so two decimal places always suffice.
pub(crate) fn hours_written(hours: Hours) -> String {
    let (whole, minutes) = (hours.minutes() / 60, hours.minutes() % 60);
    match minutes * 100 / 60 {
        0 => whole.to_string(),
        part => format!("{whole}.{part:02}").trim_end_matches('0').to_owned(),
    }
}

impl Serialize for Node {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match self {
            Self::Text(text) => serializer.serialize_str(text),
            Self::Whole(number) => serializer.serialize_i64(*number),
            Self::Hours(hours) if hours.minutes() % 60 == 0 => serializer.serialize_u32(hours.minutes() / 60),
            Self::Hours(hours) => serializer.serialize_f64(f64::from(hours.minutes()) / 60.0),
            Self::Flag(flag) => serializer.serialize_bool(*flag),
            Self::List(values) => values.serialize(serializer),
            Self::Table(keys) => keys.serialize(serializer),
        }
    }
}

impl Serialize for Keys {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut map = serializer.serialize_map(Some(self.0.len()))?;
        for (key, value) in self.iter() {
            map.serialize_entry(key, value)?;
        }
        map.end()
    }
}
