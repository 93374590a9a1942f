//! Canaries: texts that belong to a person or are secret, planted into everything that is asked, and looked for in everything
//! that others can see.

/// Texts that must not be seen, and where they were looked for.
#[derive(Default)]
pub struct Canaries {
    planted: Vec<(&'static str, String)>,
    found: Vec<String>,
    looked: usize,
}

impl Canaries {
    /// Plants a text: `what` says what it is. It should be so long and strange that it stands nowhere by accident.
    pub fn plant(&mut self, what: &'static str, text: impl Into<String>) {
        self.planted.push((what, text.into()));
    }

    /// Looks for all of them in a place.
    pub fn look(&mut self, place: &str, content: impl AsRef<[u8]>) {
        self.look_for(place, content.as_ref(), |_| true);
    }

    /// The same, but for those that may be in this place.
    pub fn look_except(&mut self, place: &str, content: impl AsRef<[u8]>, allowed: &[&str]) {
        self.look_for(place, content.as_ref(), |what| !allowed.contains(&what));
    }

    fn look_for(&mut self, place: &str, content: &[u8], wanted: impl Fn(&str) -> bool) {
        self.looked += 1;
        for (what, text) in self.planted.iter().filter(|(what, _)| wanted(what)) {
            if content.windows(text.len().max(1)).any(|window| window == text.as_bytes()) {
                self.found.push(format!("{what} is in {place}"));
            }
        }
    }

    /// Nothing was found, in places enough.
    ///
    /// # Panics
    /// When a canary was seen, or hardly anything was looked at.
    #[track_caller]
    pub fn assert_unseen(&self, places: usize) {
        assert!(self.found.is_empty(), "{:#?}", self.found);
        assert!(self.looked >= places, "only {} places were looked at", self.looked);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_canary_is_found_wherever_it_is() {
        let mut canaries = Canaries::default();
        canaries.plant("a name", "Zephyrine");
        canaries.look("a log", "nothing");
        canaries.assert_unseen(1);
        canaries.look_except("a document", "Zephyrine", &["a name"]);
        canaries.look("an error", b"\"Zephyrine\" is");
        assert_eq!(canaries.found, ["a name is in an error"]);
    }
}
