//! Answers about a person, filled with spaces: how long one is tells little of whom it is about.

/// A whole number of so many bytes.
const FILLED_TO: usize = 8 * 1024;

/// How many spaces make an answer of that many bytes a whole number of 8 KiB.
pub(crate) fn spaces_after(bytes: usize) -> usize {
    bytes.next_multiple_of(FILLED_TO) - bytes
}

/// Puts spaces behind a page or a JSON document, where they mean nothing, until it is a whole number of 8 KiB.
pub(crate) fn fill(text: &mut String) {
    text.extend(std::iter::repeat_n(' ', spaces_after(text.len())));
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_answer_is_filled_up_to_a_whole_number_of_8_kib() {
        for (bytes, spaces) in [(0, 0), (1, 8_191), (8_191, 1), (8_192, 0), (8_193, 8_191)] {
            assert_eq!(spaces_after(bytes), spaces, "{bytes}");
        }
    }
}
