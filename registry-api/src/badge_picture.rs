//! The picture of a badge: drawn here, with the credential baked in, as PNG and as SVG.
//!
//! The picture shows what the signed document says and nothing else, so a neutral title stays neutral. In reading
//! order: `letters` measures text, `design` says what stands where, `png` and `svg` draw it.

mod design;
mod letters;
mod png;
mod svg;

#[cfg(test)]
mod tests;

use registry_core::credential::about::About;
use registry_core::credential::baking::{BakingProblem, into_png, into_svg};
use registry_core::credential::json::{Json, JsonProblem};

/// Why no badge can be drawn.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum BadgePictureProblem {
    /// A text that is not JSON.
    #[error("the credential cannot be read: {0}")]
    Json(JsonProblem),
    /// A document too large to be baked.
    #[error("the credential cannot be put into a picture: {0}")]
    Baking(BakingProblem),
    /// The encoder refused; a fault of ours.
    #[error("the picture could not be written: {0}")]
    Encoding(String),
}

/// A PNG of 800 × 800 pixels with the document in it, byte for byte. The same document always gives the same picture.
///
/// # Errors
/// A document that is not JSON, or of more than 8 MiB.
pub fn badge_png(document: &str) -> Result<Vec<u8>, BadgePictureProblem> {
    let picture = png::drawn(&design::pieces(&about(document)?)).map_err(BadgePictureProblem::Encoding)?;
    into_png(&picture, document).map_err(BadgePictureProblem::Baking)
}

/// An SVG with the document in it. Its texts are texts: a screen reader reads them, and a search finds them.
///
/// # Errors
/// As [`badge_png`].
pub fn badge_svg(document: &str) -> Result<String, BadgePictureProblem> {
    let about = about(document)?;
    let picture = svg::drawn(&design::pieces(&about), &design::in_words(&about));
    into_svg(&picture, document).map_err(BadgePictureProblem::Baking)
}

fn about(document: &str) -> Result<About, BadgePictureProblem> {
    Json::read(document.as_bytes()).map(|document| About::of(&document)).map_err(BadgePictureProblem::Json)
}
