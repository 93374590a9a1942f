//! Where what people read stands: in templates and in `web/words`, and in no other file of the pages (ADR 0020).

use std::path::{Path, PathBuf};

fn files(folder: &Path, kind: &str) -> Vec<(PathBuf, String)> {
    let mut found = Vec::new();
    for entry in std::fs::read_dir(folder).expect("a folder") {
        let path = entry.expect("an entry").path();
        if path.is_dir() {
            found.extend(files(&path, kind));
        } else if path.extension().is_some_and(|extension| extension == kind) {
            let text = std::fs::read_to_string(&path).expect("a text");
            found.push((path, text));
        }
    }
    found
}

fn web() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("src/web")
}

/// Files whose texts are not read by people as they stand, and why.
const NOT_SHOWN: [&str; 2] = [
    // What comes before a course is written in a notation, which is the same in every language, as the names of columns are.
    "workspace/notation.rs",
    // Headers, whose words are fixed by HTTP.
    "answer.rs",
];

/// What stands between quotation marks in the code of a file: without comments, tests, and what only a log or a panic says.
fn literals(code: &str) -> Vec<String> {
    let own = code.split("#[cfg(test)]\nmod tests").next().unwrap_or_default();
    let own = own.split("#[cfg(test)]\npub(super) mod tests").next().unwrap_or_default();
    let mut found = Vec::new();
    for line in own.lines().map(str::trim_start) {
        let unread = ["//", "#[", "#!["].iter().any(|start| line.starts_with(start))
            || ["error!(", "warn!(", "info!(", "fault(\"", ".expect(\"", "write!("]
                .iter()
                .any(|part| line.contains(part));
        if !unread {
            let escaped = line.replace("\\\"", "'");
            found.extend(escaped.split('"').skip(1).step_by(2).map(str::to_owned));
        }
    }
    found
}

/// Whether a text says something to people: a word with a capital, or two words beside each other.
fn is_said(text: &str) -> bool {
    let bare: String = text.split('{').map(|part| part.split_once('}').map_or(part, |(_, rest)| rest)).collect();
    let by_programs =
        ["; charset=", "max-age=", "Max-Age=", "filename=", "__Host-", "PRODID:", "registry plan ", "registry draft "];
    if by_programs.iter().any(|part| text.contains(part)) {
        return false;
    }
    let is_word = |word: &str| {
        let word = word.trim_matches(|c: char| c.is_ascii_punctuation());
        word.len() > 1 && word.chars().all(|c| c.is_alphabetic() || c == '-' || c == '’')
    };
    let words: Vec<bool> = bare.split(' ').map(is_word).collect();
    let two = words.windows(2).any(|pair| pair == [true, true]);
    let beside_a_value = text.contains('{') && bare.contains(' ') && words.contains(&true);
    let capital = bare.split(|c: char| !c.is_alphabetic()).any(|word| {
        let mut letters = word.chars();
        letters.next().is_some_and(char::is_uppercase) && letters.next().is_some_and(char::is_lowercase)
    });
    two || beside_a_value || capital
}

#[test]
fn what_people_read_stands_in_templates_and_words_alone() {
    let mut strays = Vec::new();
    let mut read = 0;
    for (path, code) in files(&web(), "rs") {
        let name = path.strip_prefix(web()).expect("within").to_string_lossy().into_owned();
        let is_words = name.starts_with("words/") || name.contains("tests");
        if is_words || NOT_SHOWN.contains(&name.as_str()) {
            continue;
        }
        let texts = literals(&code);
        read += texts.len();
        strays.extend(texts.into_iter().filter(|text| is_said(text)).map(|text| format!("{name}: {text}")));
    }
    assert!(read > 500, "{read} texts");
    assert!(strays.is_empty(), "move to web/words:\n{}", strays.join("\n"));
}

#[test]
fn a_stray_text_is_found_and_what_only_programs_read_is_not() {
    for said in
        ["Check a credential", "from {price}", "{days} that your employer", "Yes", "at least {} of", "led by peers"]
    {
        assert_eq!(literals(&format!("    let x = \"{said}\";\n")), [said]);
        assert!(is_said(said), "{said}");
    }
    for unsaid in [
        "/plan/check?a={sealed}",
        "costCents",
        "role:{}",
        "%H:%M",
        "text/css; charset=utf-8",
        "{verdict}\\n{goal}",
        "held",
    ] {
        assert!(!is_said(unsaid), "{unsaid}");
    }
    let code = "// \"A comment\"\nerror!(\"a log says this\");\nx.expect(\"never fails\");\n#[cfg(test)]\nmod tests { \"In tests\" }";
    assert!(literals(code).is_empty());
}

/// Every page is drawn by a template that has the layout, which says the language; the others are parts of these.
#[test]
fn every_page_says_its_language() {
    let mut pages = 0;
    for (path, text) in files(&web().join("templates"), "html") {
        let name = path.file_name().expect("a name").to_string_lossy().into_owned();
        assert_eq!(text.contains("<html lang=\"en-AU\">"), name == "layout.html", "{name}");
        if text.contains("<h1>") {
            assert!(text.starts_with("{% extends \"layout.html\" %}"), "{name}");
            pages += 1;
        }
    }
    assert!(pages > 25, "{pages}");
}
