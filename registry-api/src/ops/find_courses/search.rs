//! Finding courses by words: every word must stand somewhere; letters' case and accents don't matter, and a word of
//! five letters or more may have one typing mistake.

use registry_core::catalogue::Catalogue;
use registry_core::course::Course;

/// The longest search text, in characters.
pub const SEARCH_LENGTH_MAX: usize = 100;

/// The shortest word in which one mistake is forgiven; in shorter ones too much would match.
const FORGIVEN_LENGTH_MIN: usize = 5;

/// A search text of more than 100 characters.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("a search text has at most {SEARCH_LENGTH_MAX} characters; write fewer words")]
pub struct SearchTooLong;

/// A search text, ready to compare.
#[derive(Debug)]
pub struct Search {
    words: Vec<Vec<char>>,
}

impl Search {
    /// Reads a search text; `None` when it is empty or blank. One without a letter or a digit finds nothing.
    ///
    /// # Errors
    /// More than 100 characters.
    pub fn read(text: &str) -> Result<Option<Self>, SearchTooLong> {
        if text.chars().count() > SEARCH_LENGTH_MAX {
            return Err(SearchTooLong);
        }
        let words = words(text);
        Ok((!text.trim().is_empty()).then_some(Self { words }))
    }

    /// How well a course matches, 0 best; `None` when some word stands nowhere. The title counts most, then code and
    /// tags, outcomes, description; a whole word counts more than a beginning, and that more than a mistyped word.
    pub fn rank(&self, catalogue: &Catalogue, course: &Course) -> Option<u32> {
        let mut texts = vec![(0, course.title.as_str()), (0, course.neutral_title.as_deref().unwrap_or_default())];
        texts.push((1, course.code.as_str()));
        texts.extend(course.tags.iter().filter_map(|code| catalogue.tag(code)).map(|tag| (1, tag.title.as_str())));
        let version = course.current().or(course.versions.last());
        texts.extend(version.into_iter().flat_map(|version| &version.outcomes).map(|outcome| (2, outcome.as_str())));
        texts.push((3, course.description.as_str()));
        self.rank_of(&texts)
    }

    /// How well texts match of which each has a weight, 0 counting most; `None` when some word stands in none of them.
    pub fn rank_of(&self, texts: &[(u32, &str)]) -> Option<u32> {
        if self.words.is_empty() {
            return None;
        }
        let mut best: Vec<Option<u32>> = vec![None; self.words.len()];
        for (weight, text) in texts {
            for found in words(text) {
                for (wanted, best) in self.words.iter().zip(&mut best) {
                    if let Some(distance) = distance(wanted, &found) {
                        let rank = weight * 3 + distance;
                        *best = Some(best.map_or(rank, |known| known.min(rank)));
                    }
                }
            }
        }
        best.into_iter().sum()
    }
}

/// 0 for the same word, 1 for its beginning, 2 for one mistake.
fn distance(wanted: &[char], found: &[char]) -> Option<u32> {
    if wanted == found {
        Some(0)
    } else if found.starts_with(wanted) {
        Some(1)
    } else if wanted.len() >= FORGIVEN_LENGTH_MIN && one_mistake(wanted, found) {
        Some(2)
    } else {
        None
    }
}

/// Whether one letter too many, too few, wrong, or two swapped neighbours make the difference.
fn one_mistake(a: &[char], b: &[char]) -> bool {
    if a.len().abs_diff(b.len()) > 1 {
        return false;
    }
    let start = a.iter().zip(b).take_while(|(x, y)| x == y).count();
    let (a, b) = (&a[start..], &b[start..]);
    let end = a.iter().rev().zip(b.iter().rev()).take_while(|(x, y)| x == y).count();
    match (&a[..a.len() - end], &b[..b.len() - end]) {
        ([] | [_], [] | [_]) => true,
        ([x, y], [p, q]) => x == q && y == p,
        _ => false,
    }
}

fn words(text: &str) -> Vec<Vec<char>> {
    let mut words = vec![Vec::new()];
    for letter in text.chars().flat_map(char::to_lowercase) {
        match plain(letter) {
            Some(letters) => words.last_mut().into_iter().for_each(|word| word.extend(letters.chars())),
            None if letter.is_alphanumeric() => words.last_mut().into_iter().for_each(|word| word.push(letter)),
            None if words.last().is_some_and(|word| !word.is_empty()) => words.push(Vec::new()),
            None => {}
        }
    }
    words.retain(|word| !word.is_empty());
    words
}

/// A Latin letter without its accent; nothing for a combining accent or an apostrophe, which are left out; `None` for
/// any other character.
fn plain(letter: char) -> Option<&'static str> {
    Some(match letter {
        'à'..='å' | 'ā' | 'ă' | 'ą' => "a",
        'æ' => "ae",
        'ç' | 'ć' | 'ĉ' | 'ċ' | 'č' => "c",
        'ð' | 'ď' | 'đ' => "d",
        'è'..='ë' | 'ē' | 'ĕ' | 'ė' | 'ę' | 'ě' => "e",
        'ĝ' | 'ğ' | 'ġ' | 'ģ' => "g",
        'ĥ' | 'ħ' => "h",
        'ì'..='ï' | 'ĩ' | 'ī' | 'ĭ' | 'į' | 'ı' => "i",
        'ĵ' => "j",
        'ķ' => "k",
        'ĺ' | 'ļ' | 'ľ' | 'ŀ' | 'ł' => "l",
        'ñ' | 'ń' | 'ņ' | 'ň' => "n",
        'ò'..='ö' | 'ø' | 'ō' | 'ŏ' | 'ő' => "o",
        'œ' => "oe",
        'ŕ' | 'ŗ' | 'ř' => "r",
        'ś' | 'ŝ' | 'ş' | 'š' => "s",
        'ß' => "ss",
        'ţ' | 'ť' | 'ŧ' | 'þ' => "t",
        'ù'..='ü' | 'ũ' | 'ū' | 'ŭ' | 'ů' | 'ű' | 'ų' => "u",
        'ŵ' => "w",
        'ý' | 'ÿ' | 'ŷ' => "y",
        'ź' | 'ż' | 'ž' => "z",
        '\u{300}'..='\u{36f}' | '\'' | '\u{2019}' => "",
        _ => return None,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn letters(text: &str) -> Vec<char> {
        text.chars().collect()
    }

    #[test]
    fn case_accents_and_apostrophes_make_no_difference() {
        let shown: Vec<String> =
            words("Café—CAFE\u{301}, Māori; worker's  ").iter().map(|w| w.iter().collect()).collect();
        assert_eq!(shown, ["cafe", "cafe", "maori", "workers"]);
    }

    #[test]
    fn one_mistake_is_forgiven_and_two_are_not() {
        for (typed, meant) in
            [("suport", "support"), ("suppport", "support"), ("sapport", "support"), ("supprot", "support")]
        {
            assert_eq!(distance(&letters(typed), &letters(meant)), Some(2), "{typed}");
        }
        for (typed, meant) in [("suprt", "support"), ("port", "part"), ("trauma", "support")] {
            assert_eq!(distance(&letters(typed), &letters(meant)), None, "{typed}");
        }
        assert_eq!(distance(&letters("super"), &letters("supervision")), Some(1));
    }
}
