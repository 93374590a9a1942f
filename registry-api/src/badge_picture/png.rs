//! A badge as PNG.

use ab_glyph::{Font, PxScale, point};
use png::{BitDepth, ColorType, Compression, Encoder};

use super::design::{Colour, Piece, SIDE};
use super::letters::{scale, width};

const PIXELS: usize = SIDE as usize;

/// Red, green, blue and how opaque, of every pixel, row by row.
struct Canvas(Vec<u8>);

impl Canvas {
    /// Lays a colour over a pixel; `cover` is how much of the pixel it covers, 0 to 1.
    fn lay(&mut self, (x, y): (usize, usize), colour: Colour, cover: f32) {
        if x >= PIXELS || y >= PIXELS || cover <= 0.0 {
            return;
        }
        let at = (y * PIXELS + x) * 4;
        let Some([red, green, blue, opaque]) = self.0.get_mut(at..at + 4) else { return };
        let cover = cover.min(1.0);
        let below = f32::from(*opaque) / 255.0 * (1.0 - cover);
        let sum = cover + below;
        for (old, new) in [red, green, blue].into_iter().zip(colour) {
            *old = ((f32::from(new) * cover + f32::from(*old) * below) / sum).round() as u8;
        }
        *opaque = (sum * 255.0).round() as u8;
    }

    /// Lays a shape: `distance` is how far outside it a point is, in pixels, and negative within.
    fn shape(
        &mut self,
        (left, top, right, bottom): (f32, f32, f32, f32),
        colour: Colour,
        distance: impl Fn(f32, f32) -> f32,
    ) {
        let range = |from: f32, to: f32| (from - 1.0).max(0.0) as usize..((to + 1.0).max(0.0) as usize).min(PIXELS);
        for y in range(top, bottom) {
            for x in range(left, right) {
                let outside = distance(x as f32 + 0.5, y as f32 + 0.5);
                self.lay((x, y), colour, (0.5 - outside).clamp(0.0, 1.0));
            }
        }
    }

    fn piece(&mut self, piece: &Piece) {
        match piece {
            Piece::Block { left, top, right, bottom, radius, colour } => {
                let (middle_x, middle_y) = (f32::midpoint(*left, *right), f32::midpoint(*top, *bottom));
                let (half_x, half_y) = ((right - left) / 2.0 - radius, (bottom - top) / 2.0 - radius);
                self.shape((*left, *top, *right, *bottom), *colour, |x, y| {
                    let (over_x, over_y) = ((x - middle_x).abs() - half_x, (y - middle_y).abs() - half_y);
                    over_x.max(0.0).hypot(over_y.max(0.0)) + over_x.max(over_y).min(0.0) - radius
                });
            }
            Piece::Disc { x, y, radius, colour } => {
                let around = (x - radius, y - radius, x + radius, y + radius);
                self.shape(around, *colour, |at_x, at_y| (at_x - x).hypot(at_y - y) - radius);
            }
            Piece::Arch { x, top, foot, radius, line, colour } => {
                let (spring, half) = (top + radius, line / 2.0);
                let around = (x - radius - half, top - half, x + radius + half, foot + half);
                self.shape(around, *colour, |at_x, at_y| {
                    let from_line = if at_y <= spring {
                        ((at_x - x).hypot(at_y - spring) - radius).abs()
                    } else {
                        ((at_x - x).abs() - radius).abs().max(at_y - foot)
                    };
                    from_line - half
                });
            }
            Piece::Text { text, x, base, size, weight, colour } => {
                let font = weight.font();
                let factor = scale(*weight, *size);
                let pixels = PxScale::from(factor * font.height_unscaled());
                let mut pen = x - width(text, *weight, *size) / 2.0;
                for letter in text.chars() {
                    let id = font.glyph_id(letter);
                    let glyph = id.with_scale_and_position(pixels, point(pen, *base));
                    if let Some(outline) = font.outline_glyph(glyph) {
                        let bounds = outline.px_bounds();
                        outline.draw(|x, y, cover| {
                            let (x, y) = (bounds.min.x + x as f32, bounds.min.y + y as f32);
                            if x >= 0.0 && y >= 0.0 {
                                self.lay((x as usize, y as usize), *colour, cover);
                            }
                        });
                    }
                    pen += font.h_advance_unscaled(id) * factor;
                }
            }
        }
    }
}

/// The pieces, one over the other.
pub(super) fn drawn(pieces: &[Piece]) -> Result<Vec<u8>, String> {
    let mut canvas = Canvas(vec![0; PIXELS * PIXELS * 4]);
    for piece in pieces {
        canvas.piece(piece);
    }
    let mut file = Vec::new();
    let mut encoder = Encoder::new(&mut file, PIXELS as u32, PIXELS as u32);
    encoder.set_color(ColorType::Rgba);
    encoder.set_depth(BitDepth::Eight);
    encoder.set_compression(Compression::Balanced);
    let mut writer = encoder.write_header().map_err(|problem| problem.to_string())?;
    writer.write_image_data(&canvas.0).map_err(|problem| problem.to_string())?;
    writer.finish().map_err(|problem| problem.to_string())?;
    Ok(file)
}
