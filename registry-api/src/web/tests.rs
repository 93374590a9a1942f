//! Pages as a browser gets them, from the same endpoint that the program serves.

mod asks;
mod crawl;
mod credit;
mod forms;
mod holder;
mod journey;
mod reach;
pub(in crate::web) mod reading;
mod record;
mod safety;
mod texts;
mod twins;
mod workspace;

use std::collections::BTreeMap;
use std::sync::{Arc, Mutex};

use poem::endpoint::BoxEndpoint;
use poem::http::{HeaderMap, Method, StatusCode, Uri};
use poem::{Endpoint, Request, Response};

use crate::snapshot::Snapshot;
use crate::state::AppState;
use crate::{app, ops};

/// A browser with one window: it asks for pages, follows redirections, keeps cookies, and sends the form it was shown.
pub(crate) struct Browser {
    app: BoxEndpoint<'static, Response>,
    cookies: Mutex<BTreeMap<String, String>>,
}

/// A page as it came.
#[derive(Debug, Clone)]
pub(crate) struct Page {
    pub(crate) address: String,
    pub(crate) status: StatusCode,
    pub(crate) headers: HeaderMap,
    pub(crate) text: String,
}

impl Browser {
    /// A browser of a registry with the built-in catalogue.
    pub(crate) fn new() -> Self {
        Self::of(ops::built_in_catalogue().expect("the built-in catalogue"))
    }

    /// A browser of a registry with a catalogue.
    pub(crate) fn of(snapshot: Snapshot) -> Self {
        Self::of_state(Arc::new(AppState::in_memory(snapshot).expect("keys")))
    }

    /// A browser of a registry as it is.
    pub(crate) fn of_state(state: Arc<AppState>) -> Self {
        Self { app: app(state), cookies: Mutex::default() }
    }

    /// The cookies it would send.
    pub(crate) fn cookies(&self) -> String {
        let cookies = self.cookies.lock().expect("no panic before");
        cookies.iter().map(|(name, value)| format!("{name}={value}")).collect::<Vec<_>>().join("; ")
    }

    fn keep_cookies(&self, headers: &HeaderMap) {
        let mut cookies = self.cookies.lock().expect("no panic before");
        for set in headers.get_all("set-cookie").iter().filter_map(|set| set.to_str().ok()) {
            let (name, value) = set.split(';').next().and_then(|pair| pair.split_once('=')).expect("a cookie");
            if set.contains("Max-Age=0") {
                cookies.remove(name);
            } else {
                cookies.insert(name.to_owned(), value.to_owned());
            }
        }
    }

    pub(crate) async fn send(&self, method: Method, address: &str, headers: &[(&str, &str)], body: String) -> Page {
        self.send_bytes(method, address, headers, body.into_bytes()).await
    }

    pub(crate) async fn send_bytes(
        &self,
        method: Method,
        address: &str,
        headers: &[(&str, &str)],
        body: Vec<u8>,
    ) -> Page {
        let uri: Uri = address.parse().unwrap_or_else(|error| panic!("{address}: {error}"));
        let mut request = Request::builder().method(method).uri(uri);
        if !headers.iter().any(|(name, _)| *name == "accept") {
            request = request.header("accept", "text/html");
        }
        for (name, value) in headers {
            request = request.header(*name, *value);
        }
        let cookies = self.cookies();
        if !cookies.is_empty() && !headers.iter().any(|(name, _)| *name == "cookie") {
            request = request.header("cookie", cookies);
        }
        let response = self.app.get_response(request.body(body)).await;
        let (status, headers) = (response.status(), response.headers().clone());
        self.keep_cookies(&headers);
        let text = response.into_body().into_string().await.expect("UTF-8");
        Page { address: address.to_owned(), status, headers, text }
    }

    /// Opens an address, and goes where it leads.
    pub(crate) async fn open(&self, address: &str) -> Page {
        let page = self.send(Method::GET, address, &[], String::new()).await;
        self.follow(page).await
    }

    async fn follow(&self, mut page: Page) -> Page {
        while page.status == StatusCode::SEE_OTHER {
            let to = page.headers["location"].to_str().expect("an address").to_owned();
            page = self.send(Method::GET, &to, &[], String::new()).await;
        }
        page
    }

    /// Sends the first form of a page with these fields besides the hidden ones.
    pub(crate) async fn submit(&self, page: &Page, fields: &[(&str, &str)]) -> Page {
        self.submit_form(page, "", fields).await
    }

    /// Sends the first form of a page whose HTML has that part, with these fields besides the hidden ones.
    pub(crate) async fn submit_form(&self, page: &Page, part: &str, fields: &[(&str, &str)]) -> Page {
        let forms = page.text.split("<form method=\"post\" action=\"").skip(1);
        let mut forms = forms.map(|rest| rest.split("</form>").next().unwrap_or_default());
        let whole = forms.find(|form| form.contains(part)).unwrap_or_else(|| panic!("no form {part}: {}", page.text));
        let mut form = form_urlencoded::Serializer::new(String::new());
        for hidden in whole.split("<input type=\"hidden\" name=\"").skip(1) {
            let (name, rest) = hidden.split_once("\" value=\"").expect("a value");
            form.append_pair(name, rest.split('"').next().unwrap_or_default());
        }
        for (name, value) in fields {
            form.append_pair(name, value);
        }
        let action = whole.split('"').next().unwrap_or_default();
        let headers = [("content-type", "application/x-www-form-urlencoded"), ("sec-fetch-site", "same-origin")];
        let sent = self.send(Method::POST, action, &headers, form.finish()).await;
        self.follow(sent).await
    }
}

impl Browser {
    /// Sends the first form of a page as it stands there, as somebody would who only presses its button.
    pub(crate) async fn submit_as_shown(&self, page: &Page) -> Page {
        let fields = page.shown_fields();
        let fields: Vec<(&str, &str)> = fields.iter().map(|(name, value)| (name.as_str(), value.as_str())).collect();
        self.submit(page, &fields).await
    }
}

impl Page {
    /// What the fields of the first form hold, besides the hidden ones: texts, and what is ticked.
    pub(crate) fn shown_fields(&self) -> Vec<(String, String)> {
        let form = self.text.split("<form method=\"post\"").nth(1).and_then(|rest| rest.split("</form>").next());
        let mut found = Vec::new();
        for tag in form.unwrap_or_default().split('<') {
            let Some((attributes, text)) = tag.split_once('>') else { continue };
            let attribute = |name: &str| {
                let value = attributes.split(&format!(" {name}=\"")).nth(1).and_then(|rest| rest.split('"').next());
                value.map(unescaped)
            };
            let kind = attribute("type").unwrap_or_default();
            let value = match attributes.split(' ').next().unwrap_or_default() {
                // A browser ends each line with two characters, and passes over one that stands right behind the tag.
                "textarea" => Some(unescaped(text.strip_prefix('\n').unwrap_or(text)).replace('\n', "\r\n")),
                "input" if kind == "text" => attribute("value"),
                "input" if ["radio", "checkbox"].contains(&kind.as_str()) && attributes.ends_with(" checked") => {
                    attribute("value")
                }
                _ => None,
            };
            found.extend(attribute("name").zip(value));
        }
        found
    }

    /// The heading of the page.
    pub(crate) fn heading(&self) -> String {
        plain(self.text.split("<h1>").nth(1).and_then(|rest| rest.split("</h1>").next()).unwrap_or_default())
    }

    /// The title of the page.
    pub(crate) fn title(&self) -> &str {
        self.text.split("<title>").nth(1).and_then(|rest| rest.split("</title>").next()).unwrap_or_default()
    }

    /// The addresses that links, styles and forms of the page name.
    pub(crate) fn links(&self) -> Vec<String> {
        let parts = self.text.split("href=\"").skip(1).chain(self.text.split("src=\"").skip(1));
        parts
            .filter_map(|rest| rest.split('"').next())
            .map(|address| address.replace("&amp;", "&").replace("&#38;", "&"))
            .collect()
    }

    pub(crate) fn header(&self, name: &str) -> &str {
        self.headers.get(name).and_then(|value| value.to_str().ok()).unwrap_or_default()
    }
}

/// The text of some HTML, without tags.
pub(crate) fn plain(html: &str) -> String {
    let mut text = String::new();
    let mut inside = false;
    for character in html.chars() {
        match character {
            '<' => inside = true,
            '>' if inside => {
                inside = false;
                text.push(' ');
            }
            other if !inside => text.push(other),
            _ => {}
        }
    }
    unescaped(&text).split_whitespace().collect::<Vec<_>>().join(" ")
}

/// A text without the escapes of HTML that we write.
fn unescaped(text: &str) -> String {
    let text = text.replace("&#39;", "'").replace("&#34;", "\"").replace("&#60;", "<").replace("&#62;", ">");
    text.replace("&#38;", "&")
}
