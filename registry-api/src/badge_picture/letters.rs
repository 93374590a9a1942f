//! Letters: how wide a text is, and where its lines break.

use std::sync::LazyLock;

use ab_glyph::{Font, FontRef};

/// How heavy letters are.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Weight {
    Regular,
    Semibold,
}

static REGULAR: LazyLock<FontRef<'static>> = LazyLock::new(|| font(include_bytes!("font/open-sans-regular.ttf")));
static SEMIBOLD: LazyLock<FontRef<'static>> = LazyLock::new(|| font(include_bytes!("font/open-sans-semibold.ttf")));

fn font(bytes: &'static [u8]) -> FontRef<'static> {
    FontRef::try_from_slice(bytes).expect("the embedded letters can be read, as a test holds")
}

impl Weight {
    pub(super) fn font(self) -> &'static FontRef<'static> {
        match self {
            Self::Regular => &REGULAR,
            Self::Semibold => &SEMIBOLD,
        }
    }
}

/// Pixels for each unit of the font, where its letters are `size` pixels to the em.
pub(super) fn scale(weight: Weight, size: f32) -> f32 {
    size / weight.font().units_per_em().unwrap_or(1000.0)
}

/// How wide a line is, in pixels. A letter that the font does not have counts as the box that is drawn for it.
pub(super) fn width(text: &str, weight: Weight, size: f32) -> f32 {
    let font = weight.font();
    let units: f32 = text.chars().map(|letter| font.h_advance_unscaled(font.glyph_id(letter))).sum();
    units * scale(weight, size)
}

/// Whether the font has every letter.
pub(super) fn has_all(text: &str, weight: Weight) -> bool {
    text.chars().all(|letter| weight.font().glyph_id(letter).0 != 0)
}

/// Room for a text: at most so wide and so many lines, in letters of one of these sizes.
pub(super) struct Room {
    pub(super) width: f32,
    pub(super) lines_max: usize,
    /// From the largest to the smallest.
    pub(super) sizes: &'static [f32],
}

/// A text in lines, as large as its room allows. What does not fit in the smallest letters ends in `…`.
pub(super) fn fitted(text: &str, weight: Weight, room: &Room) -> (f32, Vec<String>) {
    let mut smallest = (0.0, Vec::new());
    for &size in room.sizes {
        let lines = wrapped(text, weight, size, room.width);
        let whole_words = text.split(' ').all(|word| width(word, weight, size) <= room.width);
        if lines.len() <= room.lines_max && whole_words {
            return (size, balanced(text, weight, size, room.width, lines));
        }
        smallest = (size, lines);
    }
    let (size, mut lines) = smallest;
    if lines.len() > room.lines_max {
        lines.truncate(room.lines_max);
        if let Some(last) = lines.last_mut() {
            while !last.is_empty() && width(&format!("{last}…"), weight, size) > room.width {
                last.pop();
            }
            *last = format!("{}…", last.trim_end());
        }
    }
    (size, lines)
}

/// As many words to a line as fit; a word that is wider than a line is broken.
fn wrapped(text: &str, weight: Weight, size: f32, room: f32) -> Vec<String> {
    let mut lines: Vec<String> = Vec::new();
    let mut line = String::new();
    for word in text.split(' ').filter(|word| !word.is_empty()) {
        let joined = if line.is_empty() { word.to_owned() } else { format!("{line} {word}") };
        if width(&joined, weight, size) <= room {
            line = joined;
            continue;
        }
        if !line.is_empty() {
            lines.push(std::mem::take(&mut line));
        }
        for letter in word.chars() {
            line.push(letter);
            if width(&line, weight, size) > room && line.chars().count() > 1 {
                line.pop();
                lines.push(std::mem::replace(&mut line, letter.to_string()));
            }
        }
    }
    if !line.is_empty() {
        lines.push(line);
    }
    lines
}

/// The same number of lines, in the narrowest column that has room for them: no line of one short word.
fn balanced(text: &str, weight: Weight, size: f32, room: f32, lines: Vec<String>) -> Vec<String> {
    let mut best = lines;
    let mut narrower = room;
    while narrower > room / 4.0 {
        narrower -= 10.0;
        let widest = text.split(' ').map(|word| width(word, weight, size)).fold(0.0, f32::max);
        let tried = wrapped(text, weight, size, narrower);
        if widest > narrower || tried.len() > best.len() {
            break;
        }
        best = tried;
    }
    best
}
