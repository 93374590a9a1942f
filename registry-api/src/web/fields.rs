//! What a form sends: names with values, in order.

/// The longest form, in bytes. The longest question has under a hundred choices; a sealed answer is a few hundred bytes.
pub(super) const FORM_BYTES_MAX: usize = 16 * 1024;

/// The names and values of a form or of an address, in the order they were sent.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct Fields(Vec<(String, String)>);

impl Fields {
    /// Reads what a browser sends: `hours=6&mode=online&mode=blended`. What is not UTF-8 is replaced, so nothing is
    /// ever unreadable; names that nobody asks for are never looked at.
    pub(super) fn read(sent: &[u8]) -> Self {
        let pairs = form_urlencoded::parse(sent).map(|(name, value)| (name.into_owned(), value.trim().to_owned()));
        Self(pairs.collect())
    }

    /// Adds a value, as a form would send it.
    pub(super) fn add(&mut self, name: &str, value: &str) {
        self.0.push((name.to_owned(), value.to_owned()));
    }

    /// The first value of a name; empty when it is not there.
    pub(super) fn one(&self, name: &str) -> &str {
        self.all(name).next().unwrap_or_default()
    }

    /// Every value of a name, in order.
    pub(super) fn all(&self, name: &str) -> impl Iterator<Item = &str> {
        self.0.iter().filter(move |(known, _)| known == name).map(|(_, value)| value.as_str())
    }

    /// Whether a name was sent at all, with or without a value.
    pub(super) fn has(&self, name: &str) -> bool {
        self.0.iter().any(|(known, _)| known == name)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_may_be_sent_more_than_once_and_values_are_trimmed() {
        let fields = Fields::read(b"mode=online&hours=+6+&mode=in-person&empty=&%ff=x");
        assert_eq!(fields.all("mode").collect::<Vec<_>>(), ["online", "in-person"]);
        assert_eq!((fields.one("hours"), fields.one("missing"), fields.one("empty")), ("6", "", ""));
        assert!(fields.has("empty") && !fields.has("missing"));
    }
}
