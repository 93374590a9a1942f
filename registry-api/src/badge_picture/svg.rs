//! A badge as SVG.

use std::fmt::Write;

use super::design::{Colour, Piece, SIDE};
use super::letters::{Weight, has_all, width};

/// The pieces, one over the other, with what they say in words.
pub(super) fn drawn(pieces: &[Piece], words: &str) -> String {
    let mut svg = format!(
        "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 {SIDE} {SIDE}\" width=\"{SIDE}\" height=\"{SIDE}\" \
         role=\"img\" aria-labelledby=\"words\">\n<title id=\"words\">{}</title>\n",
        escaped(words)
    );
    for piece in pieces {
        // Writing to a text cannot fail.
        let _ = writeln!(svg, "{}", element(piece));
    }
    svg.push_str("</svg>\n");
    svg
}

fn element(piece: &Piece) -> String {
    match piece {
        Piece::Block { left, top, right, bottom, radius, colour } => format!(
            "<rect x=\"{left}\" y=\"{top}\" width=\"{}\" height=\"{}\" rx=\"{radius}\" fill=\"{}\"/>",
            right - left,
            bottom - top,
            hexadecimal(*colour)
        ),
        Piece::Disc { x, y, radius, colour } => {
            format!("<circle cx=\"{x}\" cy=\"{y}\" r=\"{radius}\" fill=\"{}\"/>", hexadecimal(*colour))
        }
        Piece::Arch { x, top, foot, radius, line, colour } => format!(
            "<path d=\"M{} {foot}V{spring}a{radius} {radius} 0 0 1 {} 0V{foot}\" fill=\"none\" stroke=\"{}\" \
             stroke-width=\"{line}\"/>",
            x - radius,
            radius * 2.0,
            hexadecimal(*colour),
            spring = top + radius
        ),
        Piece::Text { text, x, base, size, weight, colour } => {
            let heavy = match weight {
                Weight::Regular => 400,
                Weight::Semibold => 600,
            };
            // Whatever font the reader has, the line keeps to its room.
            let length = if has_all(text, *weight) {
                format!(" textLength=\"{:.1}\" lengthAdjust=\"spacingAndGlyphs\"", width(text, *weight, *size))
            } else {
                String::new()
            };
            format!(
                "<text x=\"{x}\" y=\"{base:.1}\" font-family=\"'Open Sans','Noto Sans',Arial,sans-serif\" font-size=\"{size}\" \
                 font-weight=\"{heavy}\" text-anchor=\"middle\" fill=\"{}\"{length}>{}</text>",
                hexadecimal(*colour),
                escaped(text)
            )
        }
    }
}

fn hexadecimal([red, green, blue]: Colour) -> String {
    format!("#{red:02x}{green:02x}{blue:02x}")
}

/// A text as it stands between tags. Letters that XML does not allow are left out.
fn escaped(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for letter in text.chars() {
        match letter {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '"' => out.push_str("&quot;"),
            '\u{fffe}' | '\u{ffff}' => {}
            letter if letter.is_control() => {}
            letter => out.push(letter),
        }
    }
    out
}
