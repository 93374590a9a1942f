//! What of a text a reader sees: letters that show nothing, and marks that turn what is read around.

/// Whether nothing of a text shows: it is empty, or has white space and letters of no width alone.
///
/// ```
/// use registry_core::visible::is_blank;
///
/// assert!(is_blank(" \u{200B}\n"));
/// assert!(!is_blank("a\u{200B}"));
/// ```
pub fn is_blank(text: &str) -> bool {
    text.chars().all(|letter| letter.is_whitespace() || letter.is_control() || has_no_width(letter))
}

/// Letters that show nothing: of no width (Unicode 16, category Cf), and those that fill a place with nothing.
fn has_no_width(letter: char) -> bool {
    is_turning(letter)
        || matches!(
            letter,
            '\u{00AD}' | '\u{034F}' | '\u{115F}' | '\u{1160}' | '\u{17B4}' | '\u{17B5}' | '\u{180E}'
                | '\u{200B}'..='\u{200D}' | '\u{2060}'..='\u{2064}' | '\u{2800}' | '\u{3164}' | '\u{FE00}'..='\u{FE0F}'
                | '\u{FEFF}' | '\u{FFA0}' | '\u{E0000}'..='\u{E0FFF}'
        )
}

/// The first mark of a text that sets in which direction what follows is read (Unicode Bidirectional Algorithm, UAX #9, 2.0): with
/// it a title or a name can be made to show as another one. Scripts that are written from the right need none.
///
/// ```
/// use registry_core::visible::turning_mark;
///
/// assert_eq!(turning_mark("Peer \u{202E}troppus"), Some('\u{202E}'));
/// assert_eq!(turning_mark("\u{05E9}\u{05DC}\u{05D5}\u{05DD}"), None);
/// ```
pub fn turning_mark(text: &str) -> Option<char> {
    text.chars().find(|letter| is_turning(*letter))
}

/// Says that a text has such a mark, and what to do.
pub fn turned(mark: char) -> String {
    format!("the text has the mark U+{:04X}, which turns around what is read after it; take it out", u32::from(mark))
}

fn is_turning(letter: char) -> bool {
    matches!(letter, '\u{061C}' | '\u{200E}' | '\u{200F}' | '\u{202A}'..='\u{202E}' | '\u{2066}'..='\u{2069}')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_text_of_letters_that_show_nothing_is_blank_and_a_joined_name_is_not() {
        for text in ["", " \t", "\u{200B}", "\u{FEFF}\u{2060} ", "\u{202E}", "\u{3164}", "\u{7}"] {
            assert!(is_blank(text), "{text:?}");
        }
        for text in ["a", "\u{200B}a", "\u{0BB8}\u{0BCD}\u{200C}", "\u{1F600}"] {
            assert!(!is_blank(text), "{text:?}");
        }
    }

    #[test]
    fn every_mark_that_turns_a_text_is_found_and_no_letter_is_one() {
        let turning =
            (0..=0x10_FFFF).filter_map(char::from_u32).filter(|letter| turning_mark(&letter.to_string()).is_some());
        let found: Vec<u32> = turning.map(u32::from).collect();
        // Unicode, PropList.txt: Bidi_Control.
        let wanted = [0x061C, 0x200E, 0x200F, 0x202A, 0x202B, 0x202C, 0x202D, 0x202E, 0x2066, 0x2067, 0x2068, 0x2069];
        assert_eq!(found, wanted);
    }
}
