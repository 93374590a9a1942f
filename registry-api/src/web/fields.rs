//! What a form sends: names with values, in order.

use std::convert::Infallible;

use multer::bytes::Bytes;

/// The longest form, in bytes. The longest question has under a hundred choices; a sealed answer is a few hundred bytes.
pub(super) const FORM_BYTES_MAX: usize = 16 * 1024;

/// The most files of one form that are read.
const FILES_MAX: usize = 20;

/// A file that a form sent.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct SentFile {
    /// The name of the field.
    field: String,
    /// The name of the file, as the sender has it: shown, and never used as a path.
    pub(super) name: String,
    /// What is in it.
    pub(super) bytes: Vec<u8>,
}

/// The names and values of a form or of an address, in the order they were sent, and the files of a form.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct Fields(Vec<(String, String)>, Vec<SentFile>);

impl Fields {
    /// Reads what a browser sends: `hours=6&mode=online&mode=blended`. What is not UTF-8 is replaced, so nothing is
    /// ever unreadable; names that nobody asks for are never looked at.
    pub(super) fn read(sent: &[u8]) -> Self {
        let pairs = form_urlencoded::parse(sent).map(|(name, value)| (name.into_owned(), on_lines(value.trim())));
        Self(pairs.collect(), Vec::new())
    }

    /// Reads the body of a form, with or without files. What breaks off or is misshapen is read as far as it goes.
    pub(super) async fn sent(content_type: &str, body: Bytes) -> Self {
        let Ok(boundary) = multer::parse_boundary(content_type) else { return Self::read(&body) };
        let whole = futures_util::stream::once(async move { Ok::<_, Infallible>(body) });
        let mut parts = multer::Multipart::new(whole, boundary);
        let mut fields = Self::default();
        while let Ok(Some(part)) = parts.next_field().await {
            let (name, file) = (part.name().unwrap_or_default().to_owned(), part.file_name().map(str::to_owned));
            let Ok(bytes) = part.bytes().await else { break };
            match file {
                None => fields.add(&name, &on_lines(String::from_utf8_lossy(&bytes).trim())),
                // A browser sends an empty file without a name where none was chosen.
                Some(file) if file.is_empty() && bytes.is_empty() => {}
                Some(file) if fields.1.len() < FILES_MAX => {
                    fields.1.push(SentFile { field: name, name: file, bytes: bytes.to_vec() });
                }
                Some(_) => {}
            }
        }
        fields
    }

    /// The files of a name, in order.
    pub(super) fn files(&self, name: &str) -> impl Iterator<Item = &SentFile> {
        self.1.iter().filter(move |file| file.field == name)
    }

    /// Adds a value, as a form would send it.
    pub(super) fn add(&mut self, name: &str, value: &str) {
        self.0.push((name.to_owned(), value.to_owned()));
    }

    /// Every name with its value, in order.
    #[cfg(test)]
    pub(super) fn pairs(&self) -> impl DoubleEndedIterator<Item = (&str, &str)> {
        self.0.iter().map(|(name, value)| (name.as_str(), value.as_str()))
    }

    /// The first value of a name; empty when it is not there.
    pub(super) fn one(&self, name: &str) -> &str {
        self.all(name).next().unwrap_or_default()
    }

    /// Every value of a name, in order.
    pub(super) fn all(&self, name: &str) -> impl Iterator<Item = &str> {
        self.0.iter().filter(move |(known, _)| known == name).map(|(_, value)| value.as_str())
    }

    /// Whether both say the same, but for the names `besides`: every name has the same values, in any order. Ways in which
    /// browsers send a text differently are passed over.
    pub(super) fn says_the_same(&self, other: &Fields, besides: &[&str]) -> bool {
        let names = self.0.iter().chain(&other.0).map(|(name, _)| name.as_str());
        names.filter(|name| !besides.contains(name)).all(|name| self.values(name) == other.values(name))
    }

    fn values(&self, name: &str) -> Vec<String> {
        let mut values: Vec<String> =
            self.all(name).map(|value| on_lines(value.trim())).filter(|value| !value.is_empty()).collect();
        values.sort_unstable();
        values
    }

    /// Whether a name was sent at all, with or without a value.
    pub(super) fn has(&self, name: &str) -> bool {
        self.0.iter().any(|(known, _)| known == name)
    }
}

/// A text as somebody typed it: browsers end each of its lines with two characters.
fn on_lines(text: &str) -> String {
    text.replace("\r\n", "\n")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_may_be_sent_more_than_once_and_values_are_trimmed() {
        let fields = Fields::read(b"mode=online&hours=+6+&mode=in-person&empty=&%ff=x");
        assert_eq!(fields.all("mode").collect::<Vec<_>>(), ["online", "in-person"]);
        assert_eq!((fields.one("hours"), fields.one("missing"), fields.one("empty")), ("6", "", ""));
        assert!(fields.has("empty") && !fields.has("missing"));
    }

    #[test]
    fn a_form_says_the_same_whatever_the_order_and_the_ends_of_its_lines() {
        let shown = Fields::read(b"title=+A&lines=one%0Atwo&tick=a&tick=b&empty=");
        let same = Fields::read(b"guard=x&tick=b&lines=one%0D%0Atwo%0D%0A&title=A&tick=a");
        assert!(same.says_the_same(&shown, &["guard"]) && shown.says_the_same(&same, &["guard"]));
        for other in [
            "title=B&lines=one%0Atwo&tick=a&tick=b",
            "title=A&lines=one%0Atwo&tick=a",
            "title=A&lines=one%0Atwo&tick=a&tick=b&more=c",
        ] {
            assert!(!Fields::read(other.as_bytes()).says_the_same(&shown, &["guard"]), "{other}");
        }
    }

    const SENT: &str = "--b\r\nContent-Disposition: form-data; name=\"guard\"\r\n\r\n abc \r\n--b\r\n\
        Content-Disposition: form-data; name=\"file\"; filename=\"a.csv\"\r\nContent-Type: text/csv\r\n\r\n1,2\r\n\r\n--b\r\n\
        Content-Disposition: form-data; name=\"file\"; filename=\"\"\r\n\r\n\r\n--b--\r\n";

    #[tokio::test]
    async fn a_form_with_files_is_read_and_what_was_not_chosen_is_left_out() {
        let fields = Fields::sent("multipart/form-data; boundary=b", SENT.into()).await;
        assert_eq!((fields.one("guard"), fields.files("guard").count()), ("abc", 0));
        let files: Vec<_> = fields.files("file").map(|file| (file.name.as_str(), file.bytes.as_slice())).collect();
        assert_eq!(files, [("a.csv", &b"1,2\r\n"[..])]);
    }

    #[tokio::test]
    async fn a_form_that_breaks_off_or_has_too_many_files_is_read_as_far_as_it_goes() {
        for end in 0..SENT.len() {
            let fields =
                Fields::sent("multipart/form-data; boundary=b", Bytes::from_static(&SENT.as_bytes()[..end])).await;
            assert!(fields.files("file").count() <= 1, "{end}");
        }
        let part = "--b\r\nContent-Disposition: form-data; name=\"file\"; filename=\"a\"\r\n\r\nx\r\n";
        let fields =
            Fields::sent("multipart/form-data; boundary=b", format!("{}--b--\r\n", part.repeat(30)).into()).await;
        assert_eq!(fields.files("file").count(), FILES_MAX);
        assert_eq!(Fields::sent("multipart/form-data", Bytes::from_static(b"a=1")).await.one("a"), "1");
    }
}
