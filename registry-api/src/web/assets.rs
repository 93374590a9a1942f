//! The style sheet and the mark. The name of each holds a digest of its text, so a copy is good for ever.

use std::sync::LazyLock;

use poem::http::header::{CACHE_CONTROL, CONTENT_TYPE};
use poem::{Response, Route, get, handler};
use sha2::{Digest, Sha256};

use super::answer::with_policy;

const STYLE: &str = include_str!("assets/style.css");
const OPEN: &str = include_str!("assets/open.js");
const MARK: &str = include_str!("assets/mark.svg");

static STYLE_ADDRESS: LazyLock<String> = LazyLock::new(|| format!("/assets/style-{}.css", digest(STYLE)));
static OPEN_ADDRESS: LazyLock<String> = LazyLock::new(|| format!("/assets/open-{}.js", digest(OPEN)));
static MARK_ADDRESS: LazyLock<String> = LazyLock::new(|| format!("/assets/mark-{}.svg", digest(MARK)));

/// Where the style sheet is.
pub(super) fn style() -> &'static str {
    &STYLE_ADDRESS
}

/// Where the script is that takes the code of a link from behind the `#`.
pub(super) fn open_script() -> &'static str {
    &OPEN_ADDRESS
}

/// Where the mark is.
pub(super) fn mark() -> &'static str {
    &MARK_ADDRESS
}

/// Adds the files.
pub(super) fn mount(route: Route) -> Route {
    route.at(style(), get(style_sheet)).at(mark(), get(the_mark)).at(open_script(), get(the_open_script))
}

/// The first twelve hexadecimal digits of the SHA-256 digest.
fn digest(text: &str) -> String {
    Sha256::digest(text.as_bytes()).iter().take(6).map(|byte| format!("{byte:02x}")).collect()
}

fn file(kind: &'static str, text: &'static str) -> Response {
    let response = Response::builder().header(CONTENT_TYPE, kind);
    with_policy(response.header(CACHE_CONTROL, "public, max-age=31536000, immutable").body(text))
}

#[handler]
fn style_sheet() -> Response {
    file("text/css; charset=utf-8", STYLE)
}

#[handler]
fn the_open_script() -> Response {
    file("text/javascript; charset=utf-8", OPEN)
}

#[handler]
fn the_mark() -> Response {
    file("image/svg+xml", MARK)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_style_sheet_needs_nothing_from_elsewhere_and_is_small() {
        assert!(STYLE.len() < 24 * 1024, "{}", STYLE.len());
        for elsewhere in ["http", "//", "@import", "url("] {
            assert!(!STYLE.contains(elsewhere), "{elsewhere}");
        }
        assert!(style().starts_with("/assets/style-") && style().len() == "/assets/style-.css".len() + 12);
    }
}
