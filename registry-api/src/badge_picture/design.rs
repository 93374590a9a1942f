//! What stands where on a badge. All measures are in pixels of a square of 800.

use registry_core::credential::about::About;
use registry_core::date;

use super::letters::{Room, Weight, fitted};

/// The side of the picture.
pub(super) const SIDE: f32 = 800.0;

/// A colour: red, green, blue.
pub(super) type Colour = [u8; 3];

const DEEP: Colour = [0x17, 0x47, 0x3c];
const PAPER: Colour = [0xfb, 0xf9, 0xf3];
const INK: Colour = [0x1d, 0x2b, 0x27];
const SOFT: Colour = [0x46, 0x56, 0x50];
const LEAF: Colour = [0x1f, 0x66, 0x52];
const THREAD: Colour = [0xe5, 0xa4, 0x4e];
const WHITE: Colour = [0xff, 0xff, 0xff];

/// One thing that is drawn; later ones lie over earlier ones.
#[derive(Debug, Clone, PartialEq)]
pub(super) enum Piece {
    /// A box with round corners.
    Block { left: f32, top: f32, right: f32, bottom: f32, radius: f32, colour: Colour },
    /// A disc.
    Disc { x: f32, y: f32, radius: f32, colour: Colour },
    /// A half circle with straight legs, as wide as its line says.
    Arch { x: f32, top: f32, foot: f32, radius: f32, line: f32, colour: Colour },
    /// A line of text, centred at `x`, on its base line.
    Text { text: String, x: f32, base: f32, size: f32, weight: Weight, colour: Colour },
}

/// The badge of a credential.
pub(super) fn pieces(about: &About) -> Vec<Piece> {
    let mut pieces = frame();
    let kind = about.document.map_or("Badge", |document| document.title());
    pieces.push(Piece::Text {
        text: kind.to_owned(),
        x: SIDE / 2.0,
        base: 276.0,
        size: 30.0,
        weight: Weight::Semibold,
        colour: LEAF,
    });
    let title = about.title.as_deref().unwrap_or("Without a title");
    let room = Room { width: 660.0, lines_max: 5, sizes: &[60.0, 54.0, 48.0, 43.0, 39.0, 35.0, 32.0, 29.0] };
    lines(&mut pieces, title, (Weight::Semibold, INK), &room, (296.0, 540.0));
    pieces.push(Piece::Block { left: 340.0, top: 552.0, right: 460.0, bottom: 558.0, radius: 3.0, colour: THREAD });
    let issuer = about.issuer_name.as_deref().unwrap_or("Issuer without a name");
    let room = Room { width: 660.0, lines_max: 2, sizes: &[32.0, 29.0, 26.0] };
    lines(&mut pieces, issuer, (Weight::Semibold, INK), &room, (572.0, 658.0));
    let small = Room { width: 660.0, lines_max: 1, sizes: &[26.0, 24.0, 22.0, 20.0] };
    let dates = awarded(about).into_iter().chain(about.level.clone()).collect::<Vec<_>>();
    let height = 37.0;
    let top = 718.0 - height * dates.len() as f32 / 2.0;
    for (number, text) in dates.iter().enumerate() {
        let top = top + height * number as f32;
        lines(&mut pieces, text, (Weight::Regular, SOFT), &small, (top, top + height));
    }
    pieces
}

/// What the picture says, for whoever does not see it.
pub(super) fn in_words(about: &About) -> String {
    let kind = about.document.map_or("Badge", |document| document.title());
    let title = about.title.as_deref().unwrap_or("without a title");
    let rest = about.issuer_name.iter().cloned().chain(awarded(about)).chain(about.level.clone());
    rest.fold(format!("{kind}: {title}"), |said, one| format!("{said}. {one}"))
}

fn awarded(about: &About) -> Option<String> {
    about.awarded.or(about.valid_from).map(|at| format!("Awarded {}", date::in_words(at.day())))
}

/// The card, its head, and the mark of the registry on it.
fn frame() -> Vec<Piece> {
    let dot = |x: f32, y: f32| Piece::Disc { x, y, radius: 15.0, colour: WHITE };
    vec![
        Piece::Block { left: 0.0, top: 0.0, right: SIDE, bottom: SIDE, radius: 64.0, colour: DEEP },
        Piece::Block { left: 14.0, top: 214.0, right: SIDE - 14.0, bottom: SIDE - 14.0, radius: 50.0, colour: PAPER },
        Piece::Block { left: 14.0, top: 214.0, right: SIDE - 14.0, bottom: 320.0, radius: 0.0, colour: PAPER },
        Piece::Block { left: 0.0, top: 208.0, right: SIDE, bottom: 214.0, radius: 0.0, colour: THREAD },
        Piece::Arch { x: 400.0, top: 54.0, foot: 158.0, radius: 42.0, line: 13.0, colour: THREAD },
        dot(358.0, 158.0),
        dot(442.0, 158.0),
        dot(400.0, 54.0),
    ]
}

/// A text in the middle of its room, from `top` to `bottom`.
fn lines(
    pieces: &mut Vec<Piece>,
    text: &str,
    (weight, colour): (Weight, Colour),
    room: &Room,
    (top, bottom): (f32, f32),
) {
    let (size, lines) = fitted(text, weight, room);
    let leading = size * 1.22;
    // Capital letters of Open Sans are 0.71 em high: half of that below the middle is the base line.
    let first = f32::midpoint(top, bottom) - leading * (lines.len() as f32 - 1.0) / 2.0 + size * 0.355;
    for (number, text) in lines.into_iter().enumerate() {
        let base = first + leading * number as f32;
        pieces.push(Piece::Text { text, x: SIDE / 2.0, base, size, weight, colour });
    }
}
