//! Texts that say the same in other letters: what is a matter of words, and what is not.

use crate::words::shortened;

/// A text as a sentence repeats it.
pub(super) fn shown(text: &str) -> String {
    shortened(text.trim_end_matches('.'))
}

/// Whether two texts are the same words in the same order: they differ at most in capitals, and in the spaces and marks between
/// words. Whatever else differs may mean something else, and nobody here can tell.
///
/// A word is whatever stands between spaces and [marks](is_mark): `Be, alongside` is `Be alongside`, and `Bealongside` is another
/// word. A mark between two digits is part of the number: `1.5` is neither `15` nor `1 5`. A sign that is no mark is written as a word:
/// `5 %` is neither `5` nor `5 $`.
pub(super) fn same_words(a: &str, b: &str) -> bool {
    words(a) == words(b)
}

/// The words of a text, in small letters.
fn words(text: &str) -> Vec<String> {
    let letters: Vec<char> = text.chars().collect();
    let is_digit = |at: Option<usize>| at.and_then(|at| letters.get(at)).is_some_and(char::is_ascii_digit);
    let mut words = vec![String::new()];
    for (at, letter) in letters.iter().enumerate() {
        let in_number = is_mark(*letter) && is_digit(at.checked_sub(1)) && is_digit(at.checked_add(1));
        match words.last_mut() {
            Some(word) if letter.is_alphanumeric() || in_number => word.extend(letter.to_lowercase()),
            _ if letter.is_whitespace() || is_mark(*letter) => words.push(String::new()),
            _ => words.extend([letter.to_string(), String::new()]),
        }
    }
    words.retain(|word| !word.is_empty());
    words
}

/// Whether it is a mark that people write between words, and that says nothing by itself: points, commas, quotes, brackets, dashes and
/// the dots of a list.
fn is_mark(letter: char) -> bool {
    const MARKS: &str = ".,;:!?'\"‘’“”«»()[]{}-‐‑–—…·•*_";
    MARKS.contains(letter)
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
    fn capitals_and_the_spaces_and_marks_between_words_are_passed_over_and_nothing_else() {
        for (a, b) in [
            ("Listen, and be present.", "listen and  be present"),
            ("Be alongside", "• Be\u{a0}alongside"),
            ("co-design", "Co design"),
            ("\u{201c}Hope\u{201d} (again)", "hope, again"),
            ("Work 1.5 hours", "work 1.5 hours."),
            ("100% of it", "100 % of it!"),
        ] {
            assert!(same_words(a, b) && same_words(b, a), "{a} / {b}");
        }
        for (a, b) in [
            ("Listen", "Listen well"),
            ("Listen well", "Well, listen"),
            ("Be alongside", "Bealongside"),
            ("now here", "nowhere"),
            ("Work 1.5 hours", "Work 15 hours"),
            ("Work 1.5 hours", "Work 1 5 hours"),
            ("1-2 people", "1.2 people"),
            ("5 % of it", "5 of it"),
            ("5 % of it", "5 $ of it"),
            ("and/or", "and or"),
            ("C++", "C"),
            ("Plan", ""),
        ] {
            assert!(!same_words(a, b) && !same_words(b, a), "{a} / {b}");
        }
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
