//! A page of text, 80 columns wide, for people.

pub(super) use registry_core::words::{counted, sentence_start, source};

/// How wide a page is.
pub(super) const WIDTH: usize = 80;

/// Text that is built line by line and never exceeds the page, except for a single longer word.
#[derive(Debug, Default)]
pub(super) struct Page {
    text: String,
}

impl Page {
    /// The whole text.
    pub(super) fn into_text(self) -> String {
        self.text
    }

    /// An empty line.
    pub(super) fn gap(&mut self) {
        self.text.push('\n');
    }

    /// A line as it is.
    pub(super) fn line(&mut self, line: &str) {
        self.text.push_str(line.trim_end());
        self.text.push('\n');
    }

    /// A paragraph from the margin.
    pub(super) fn paragraph(&mut self, text: &str) {
        self.hanging("", text);
    }

    /// A paragraph after a lead; its further lines begin below its first word.
    pub(super) fn hanging(&mut self, lead: &str, text: &str) {
        let indent = lead.chars().count();
        let mut line = lead.to_owned();
        let mut used = indent;
        let mut fresh = true;
        for word in text.split_whitespace() {
            let length = word.chars().count();
            if !fresh && used + 1 + length > WIDTH {
                self.line(&line);
                line = " ".repeat(indent);
                used = indent;
                fresh = true;
            }
            if !fresh {
                line.push(' ');
                used += 1;
            }
            line.push_str(word);
            used += length;
            fresh = false;
        }
        self.line(&line);
    }

    /// A fact under a numbered heading: its name, then what it is.
    pub(super) fn fact(&mut self, name: &str, text: &str) {
        self.hanging(&format!("   {name:<11} "), text);
    }

    /// A heading: a line on its own, between empty ones.
    pub(super) fn heading(&mut self, text: &str) {
        self.gap();
        self.paragraph(text);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_paragraph_hangs_below_its_first_word_and_keeps_to_the_page() {
        let mut page = Page::default();
        page.fact("Why", &"word ".repeat(30));
        let text = page.into_text();
        assert!(text.lines().all(|line| line.chars().count() <= WIDTH), "{text}");
        assert_eq!(text.lines().next().map(|line| &line[..19]), Some("   Why         word"));
        assert!(text.lines().skip(1).all(|line| line.starts_with("               word")), "{text}");
    }
}
