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
    route.at("/explore", get(page)).at("/explore/explorer.js", get(script)).at("/explore/explorer.css", get(style))
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

#[cfg(test)]
mod tests {
    use super::*;
    use poem::http::StatusCode;
    use poem::{Endpoint, Request};

    #[tokio::test]
    async fn the_page_and_its_files_are_served_under_a_policy_that_forbids_the_rest() {
        let routes = mount(Route::new());
        for (path, kind) in [
            ("/explore", "text/html"),
            ("/explore/explorer.js", "text/javascript"),
            ("/explore/explorer.css", "text/css"),
        ] {
            let response = routes.get_response(Request::builder().uri_str(path).finish()).await;
            assert_eq!(response.status(), StatusCode::OK, "{path}");
            let header = |name| response.header(name).unwrap_or_default().to_owned();
            assert!(header("content-type").starts_with(kind), "{path}");
            assert_eq!(header("content-security-policy"), CONTENT_POLICY);
            assert_eq!(header("x-content-type-options"), "nosniff");
        }
    }

    #[test]
    fn the_page_is_small_and_needs_nothing_from_elsewhere() {
        assert!(PAGE.len() + SCRIPT.len() + STYLE.len() <= 40 * 1024);
        for elsewhere in ["https://", "//cdn", "@import", "url("] {
            assert!(![PAGE, SCRIPT, STYLE].concat().contains(elsewhere), "{elsewhere}");
        }
        assert_eq!(PAGE.matches("http://").count(), PAGE.matches("http://localhost:8080/graphql").count());
        // The policy lets neither run.
        for inline in ["<style", " style=", " onclick=", "javascript:"] {
            assert!(!PAGE.contains(inline), "{inline}");
        }
        assert!(!SCRIPT.contains("innerHTML") && !SCRIPT.contains(".style."));
    }

    #[test]
    fn every_control_has_a_label() {
        for control in ["<textarea id=\"", "<input id=\"", "<select id=\""] {
            for id in PAGE.split(control).skip(1).filter_map(|rest| rest.split('"').next()) {
                assert!(PAGE.contains(&format!("<label for=\"{id}\">")), "{id}");
            }
        }
    }
}
