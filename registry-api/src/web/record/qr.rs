//! A link as a QR code: squares that a phone's camera reads. The link stands beside it as text.

use std::fmt::Write as _;

use qrcode::{Color, EcLevel, QrCode};

/// Squares of nothing around the code, which readers need.
const MARGIN: usize = 4;

/// The squares of a QR code as one line of SVG.
pub(super) struct QrPicture {
    /// The side of the picture, in squares.
    pub(super) side: usize,
    /// Every dark run of squares.
    pub(super) path: String,
}

impl QrPicture {
    /// Draws a text; none where it is longer than a code holds.
    pub(super) fn of(text: &str) -> Option<Self> {
        let code = QrCode::with_error_correction_level(text, EcLevel::M).ok()?;
        let (width, colours) = (code.width(), code.to_colors());
        let mut path = String::new();
        for (row, squares) in colours.chunks(width).enumerate() {
            let mut column = 0;
            while column < width {
                let run = squares[column..].iter().take_while(|one| **one == Color::Dark).count();
                if run > 0 {
                    let (x, y) = (column + MARGIN, row + MARGIN);
                    // Writing into a text cannot fail.
                    let _ = write!(path, "M{x} {y}h{run}v1h-{run}z");
                }
                column += run.max(1);
            }
        }
        Some(Self { side: width + 2 * MARGIN, path })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The squares that a path paints.
    fn painted(picture: &QrPicture) -> Vec<(usize, usize)> {
        let mut squares = Vec::new();
        for part in picture.path.split('M').skip(1) {
            let (place, run) = part.split_once('h').expect("a run");
            let (x, y) = place.split_once(' ').expect("a place");
            let run: usize = run.split('v').next().and_then(|run| run.parse().ok()).expect("a number");
            let (x, y): (usize, usize) = (x.parse().expect("x"), y.parse().expect("y"));
            squares.extend((x..x + run).map(|x| (x, y)));
        }
        squares
    }

    #[test]
    fn every_dark_square_is_painted_once_and_no_other() {
        let text = format!("https://registry.example.org/share#{}", "A".repeat(43));
        let picture = QrPicture::of(&text).expect("a code");
        let code = QrCode::with_error_correction_level(&text, EcLevel::M).expect("a code");
        let mut dark = Vec::new();
        for y in 0..code.width() {
            for x in 0..code.width() {
                if code[(x, y)] == Color::Dark {
                    dark.push((x + MARGIN, y + MARGIN));
                }
            }
        }
        assert_eq!((painted(&picture), picture.side), (dark, code.width() + 8));
        assert!(QrPicture::of(&"x".repeat(5_000)).is_none());
    }
}
