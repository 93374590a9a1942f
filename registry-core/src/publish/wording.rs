//! Texts that say the same in other letters: what is a matter of words, and what is not.

use crate::words::shortened;

/// A text as a sentence repeats it.
pub(super) fn shown(text: &str) -> String {
    shortened(text.trim_end_matches('.'))
}

/// Whether two texts differ at most in capitals, spaces and marks. Whatever else differs may mean something else, and
/// nobody here can tell.
pub(super) fn same_words(a: &str, b: &str) -> bool {
    letters(a) == letters(b)
}

/// The words of a text, in small letters.
fn letters(text: &str) -> Vec<String> {
    let split = text.split(|c: char| !c.is_alphanumeric());
    split.filter(|word| !word.is_empty()).map(str::to_lowercase).collect()
}

/// How two lists of texts differ.
#[derive(Debug, Default, PartialEq, Eq)]
pub(super) struct Listed<'a> {
    /// In the old list alone.
    pub(super) gone: Vec<&'a str>,
    /// In the new list alone.
    pub(super) added: Vec<&'a str>,
    /// In both, in other letters.
    pub(super) reworded: Vec<(&'a str, &'a str)>,
    /// Whether those that are in both stand in another order.
    pub(super) reordered: bool,
}

/// Compares two lists. Each text of one is paired with at most one of the other: with the same text first, and then with
/// one of the [same words](same_words).
pub(super) fn compared<'a>(old: &'a [String], new: &'a [String]) -> Listed<'a> {
    let mut partner: Vec<Option<usize>> = vec![None; old.len()];
    let mut taken = vec![false; new.len()];
    for exact in [true, false] {
        for (place, text) in old.iter().enumerate().filter(|(place, _)| partner[*place].is_none()).collect::<Vec<_>>() {
            let fits = |other: &String| if exact { other == text } else { same_words(other, text) };
            if let Some(found) = (0..new.len()).find(|at| !taken[*at] && fits(&new[*at])) {
                partner[place] = Some(found);
                taken[found] = true;
            }
        }
    }
    let mut listed = Listed::default();
    for (text, partner) in old.iter().zip(&partner) {
        match partner {
            None => listed.gone.push(text),
            Some(at) if new[*at] != *text => listed.reworded.push((text, &new[*at])),
            Some(_) => {}
        }
    }
    listed.added = new.iter().zip(&taken).filter(|(_, taken)| !**taken).map(|(text, _)| text.as_str()).collect();
    let order: Vec<usize> = partner.into_iter().flatten().collect();
    listed.reordered = order.windows(2).any(|pair| pair[0] > pair[1]);
    listed
}

#[cfg(test)]
mod tests {
    use super::*;

    fn texts(texts: &[&str]) -> Vec<String> {
        texts.iter().map(|text| (*text).to_owned()).collect()
    }

    #[test]
    fn capitals_spaces_and_marks_are_words_and_everything_else_is_not() {
        assert!(same_words("Listen, and be present.", "listen and  be present"));
        assert!(!same_words("Listen", "Listen well"));
        assert!(!same_words("Is able", "Isable"));
    }

    #[test]
    fn lists_are_paired_text_by_text() {
        let (old, new) = (texts(&["Listen", "Write", "Plan", "Plan"]), texts(&["plan.", "Listen", "Teach", "Plan"]));
        let listed = compared(&old, &new);
        assert_eq!((listed.gone, listed.added), (vec!["Write"], vec!["Teach"]));
        assert_eq!(listed.reworded, [("Plan", "plan.")]);
        assert!(listed.reordered);
        assert_eq!(compared(&old, &old), Listed::default());
    }
}
