//! `/explore`: a page to write queries and read the schema, served from this
//! program alone.
//!
//! Three files built into the program; nothing is fetched from another host,
//! and the page works on a network without one. The content policy forbids
//! everything the page does not need.

use poem::http::header::{
    CACHE_CONTROL, CONTENT_SECURITY_POLICY, CONTENT_TYPE, REFERRER_POLICY, X_CONTENT_TYPE_OPTIONS,
};
use poem::{Response, Route, get, handler};

/// What the page may do: load its own two files and ask its own server.
pub const CONTENT_POLICY: &str = "default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self'; \
     base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

const PAGE: &str = include_str!("explorer/explorer.html");
const SCRIPT: &str = include_str!("explorer/explorer.js");
const STYLE: &str = include_str!("explorer/explorer.css");

/// Adds `/explore` and the two files it loads.
pub fn mount(route: Route) -> Route {
    route
        .at("/explore", get(page))
        .at("/explore/explorer.js", get(script))
        .at("/explore/explorer.css", get(style))
}

fn asset(content_type: &'static str, text: &'static str) -> Response {
    Response::builder()
        .header(CONTENT_TYPE, content_type)
        .header(CONTENT_SECURITY_POLICY, CONTENT_POLICY)
        .header(X_CONTENT_TYPE_OPTIONS, "nosniff")
        .header(REFERRER_POLICY, "no-referrer")
        // A new release brings new files under the same names.
        .header(CACHE_CONTROL, "no-cache")
        .body(text)
}

#[handler]
fn page() -> Response {
    asset("text/html; charset=utf-8", PAGE)
}

#[handler]
fn script() -> Response {
    asset("text/javascript; charset=utf-8", SCRIPT)
}

#[handler]
fn style() -> Response {
    asset("text/css; charset=utf-8", STYLE)
}
