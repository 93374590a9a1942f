//! The known word that a mistyped one probably meant.

/// The longest word that is compared; a longer one was not mistyped.
const WORD_BYTES_MAX: usize = 64;

/// `; did you mean "title"?`, or nothing when no known word is near: at most a third of its letters changed.
pub(super) fn hint<'a>(word: &str, known: impl IntoIterator<Item = &'a str>) -> String {
    match nearest(word, known) {
        Some(near) => format!("; did you mean \"{near}\"?"),
        None => String::new(),
    }
}

fn nearest<'a>(word: &str, known: impl IntoIterator<Item = &'a str>) -> Option<&'a str> {
    if word.len() > WORD_BYTES_MAX {
        return None;
    }
    let far = word.len().div_ceil(3);
    let scored = known.into_iter().map(|candidate| (edit_distance(word, candidate), candidate));
    scored.filter(|(distance, _)| *distance <= far).min().map(|(_, candidate)| candidate)
}

/// How many bytes must be put in, taken out or changed to turn one word into the other, letters alike in either case.
fn edit_distance(a: &str, b: &str) -> usize {
    let mut row: Vec<usize> = (0..=b.len()).collect();
    for (i, x) in a.bytes().enumerate() {
        let mut diagonal = row[0];
        row[0] = i + 1;
        for (j, y) in b.bytes().enumerate() {
            let change = diagonal + usize::from(!x.eq_ignore_ascii_case(&y));
            diagonal = row[j + 1];
            row[j + 1] = change.min(row[j] + 1).min(diagonal + 1);
        }
    }
    row[b.len()]
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_nearest_word_is_offered_and_a_far_one_is_not() {
        let known = ["title", "tiers", "neutral_title"];
        assert_eq!(hint("titel", known), "; did you mean \"title\"?");
        assert_eq!(hint("Tier", known), "; did you mean \"tiers\"?");
        assert_eq!(hint("colour", known), "");
        assert_eq!(hint(&"title".repeat(20), known), "");
    }
}
