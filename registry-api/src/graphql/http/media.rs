//! Which media types a request brings and takes.

use poem::http::HeaderMap;
use poem::http::header::{ACCEPT, CONTENT_ENCODING, CONTENT_TYPE};

/// The two media types of an answer. They differ in how a refused query is
/// reported: under the newer one the HTTP status says it, too.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Media {
    /// `application/json`: 200 for every well-formed request.
    Json,
    /// `application/graphql-response+json`: 400 for a query that cannot run.
    GraphqlResponse,
}

impl Media {
    /// The `Content-Type` of an answer.
    pub(crate) fn content_type(self) -> &'static str {
        match self {
            Self::Json => "application/json; charset=utf-8",
            Self::GraphqlResponse => "application/graphql-response+json; charset=utf-8",
        }
    }
}

/// The media type to answer with; none if the client takes neither. Without
/// `Accept`, and for `*/*`, it is `application/json`, as the specification asks.
pub(crate) fn acceptable(headers: &HeaderMap) -> Option<Media> {
    if !headers.contains_key(ACCEPT) {
        return Some(Media::Json);
    }
    // Quality by closeness: an exact range decides over `application/*`, and
    // that over `*/*`, whichever is listed first.
    let (mut json, mut graphql, mut family, mut any) = (None, None, None, None);
    for value in headers.get_all(ACCEPT) {
        for range in value.to_str().unwrap_or("").split(',') {
            let mut parts = range.split(';').map(str::trim);
            let name = parts.next().unwrap_or("").to_ascii_lowercase();
            let Some(quality) = quality(parts) else { continue };
            let place = match name.as_str() {
                "application/json" => &mut json,
                "application/graphql-response+json" => &mut graphql,
                "application/*" => &mut family,
                "*/*" => &mut any,
                _ => continue,
            };
            *place = (*place).max(Some(quality));
        }
    }
    let wide = family.or(any);
    let json = json.or(wide).unwrap_or(0);
    match graphql {
        Some(named) if named > 0 && named >= json => Some(Media::GraphqlResponse),
        _ if json > 0 => Some(Media::Json),
        None if wide.is_some_and(|wide| wide > 0) => Some(Media::GraphqlResponse),
        _ => None,
    }
}

/// The quality in thousandths; none if the range wants another charset.
fn quality<'a>(parameters: impl Iterator<Item = &'a str>) -> Option<u16> {
    let mut quality = 1_000;
    for parameter in parameters {
        let (name, value) = parameter.split_once('=').unwrap_or((parameter, ""));
        match name.trim().to_ascii_lowercase().as_str() {
            "q" => {
                let share: f32 = value.trim().parse().unwrap_or(0.0);
                // In range by the clamp, and rounding is what is wanted.
                quality = (share.clamp(0.0, 1.0) * 1_000.0) as u16;
            }
            "charset" if !is_utf8(value) => return None,
            _ => {}
        }
    }
    Some(quality)
}

/// Whether the body is said to be JSON in UTF-8 and not compressed. Nothing
/// else is taken: a form of another site can send the other types a browser
/// allows without asking, and this one it cannot.
pub(crate) fn is_json_request(headers: &HeaderMap) -> bool {
    let mut types = headers.get_all(CONTENT_TYPE).iter();
    let (Some(only), None) = (types.next(), types.next()) else {
        return false;
    };
    let mut parts = only.to_str().unwrap_or("").split(';').map(str::trim);
    let is_json = parts.next().is_some_and(|name| name.eq_ignore_ascii_case("application/json"));
    let mut parameters = parts.filter(|part| !part.is_empty());
    let is_plain = parameters.all(|parameter| {
        let (name, value) = parameter.split_once('=').unwrap_or((parameter, ""));
        name.trim().eq_ignore_ascii_case("charset") && is_utf8(value)
    });
    is_json && is_plain && !headers.contains_key(CONTENT_ENCODING)
}

/// Whether the body is said to be a form with files, not compressed.
pub(crate) fn is_form_request(headers: &HeaderMap) -> bool {
    form_type(headers).is_some() && !headers.contains_key(CONTENT_ENCODING)
}

/// The one content type of a form, with its boundary.
pub(crate) fn form_type(headers: &HeaderMap) -> Option<&str> {
    let mut types = headers.get_all(CONTENT_TYPE).iter();
    let only = types.next().filter(|_| types.next().is_none())?.to_str().ok()?;
    let name = only.split(';').next()?.trim();
    name.eq_ignore_ascii_case("multipart/form-data").then_some(only)
}

fn is_utf8(charset: &str) -> bool {
    let charset = charset.trim().trim_matches('"');
    charset.eq_ignore_ascii_case("utf-8") || charset.eq_ignore_ascii_case("utf8")
}

#[cfg(test)]
mod tests {
    use super::*;
    use poem::http::{HeaderName, HeaderValue};

    fn headers(name: HeaderName, values: &[&'static str]) -> HeaderMap {
        values.iter().map(|value| (name.clone(), HeaderValue::from_static(value))).collect()
    }

    #[test]
    fn the_answer_is_in_the_media_type_the_client_prefers() {
        let cases: &[(&[&'static str], Option<Media>)] = &[
            (&[], Some(Media::Json)),
            (&["*/*"], Some(Media::Json)),
            (&["application/*;q=0.1"], Some(Media::Json)),
            (&["application/json"], Some(Media::Json)),
            (&["application/json; charset=utf-8"], Some(Media::Json)),
            (&["application/graphql-response+json"], Some(Media::GraphqlResponse)),
            (
                &["application/graphql-response+json; charset=utf-8, application/json; charset=utf-8"],
                Some(Media::GraphqlResponse),
            ),
            (&["application/json, application/graphql-response+json;q=0.5"], Some(Media::Json)),
            (&["text/html", "APPLICATION/JSON;Q=0.2"], Some(Media::Json)),
            (&["application/json;q=0, */*"], Some(Media::GraphqlResponse)),
            (&["text/html, image/*"], None),
            (&["application/json;q=0"], None),
            (&["application/json; charset=utf-16"], None),
            (&[""], None),
        ];
        for (accept, expected) in cases {
            assert_eq!(acceptable(&headers(ACCEPT, accept)), *expected, "{accept:?}");
        }
    }

    #[test]
    fn only_json_in_utf8_is_a_request() {
        let cases: &[(&[&'static str], bool)] = &[
            (&["application/json"], true),
            (&["Application/JSON; charset=UTF-8"], true),
            (&["application/json;charset=\"utf-8\""], true),
            (&[], false),
            (&["text/plain"], false),
            (&["application/x-www-form-urlencoded"], false),
            (&["multipart/form-data; boundary=application/json"], false),
            (&["application/json; charset=utf-16"], false),
            (&["application/jsonp"], false),
            (&["text/plain; application/json"], false),
            (&["application/json", "text/plain"], false),
        ];
        for (content_type, expected) in cases {
            assert_eq!(is_json_request(&headers(CONTENT_TYPE, content_type)), *expected, "{content_type:?}");
        }
        let mut packed = headers(CONTENT_TYPE, &["application/json"]);
        packed.insert(CONTENT_ENCODING, HeaderValue::from_static("gzip"));
        assert!(!is_json_request(&packed));
    }
}
