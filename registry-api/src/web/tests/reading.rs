//! The words of pages are plain: short sentences, and a low reading grade.

use super::forms::questions_and_mistakes;
use super::journey::{WORKER, answered};
use super::{Browser, Page, plain};

/// The most words of a sentence of ours, and the most on average.
const WORDS_MAX: usize = 25;
const WORDS_AVERAGE: f64 = 20.0;
const GRADE_MAX: f64 = 8.0;

/// What holds a text of its own, so that a text ends where one begins.
const BLOCKS: [&str; 22] = [
    "p",
    "li",
    "dt",
    "dd",
    "h1",
    "h2",
    "h3",
    "h4",
    "h5",
    "noscript",
    "label",
    "legend",
    "button",
    "summary",
    "th",
    "td",
    "caption",
    "span class=\"hint\"",
    "ul",
    "ol",
    "dl",
    "div",
];

/// Classes of what is not ours to judge: what a source says or a catalogue names, a code.
const OTHERS_WORDS: [&str; 2] = ["source", "secret"];

/// The texts of a page that are ours, each as a browser shows it by itself: headings, paragraphs, entries, labels, legends, hints,
/// errors, buttons.
fn texts(page: &Page) -> Vec<String> {
    let main = page.text.split("<main").nth(1).and_then(|rest| rest.split("</main>").next()).unwrap_or_default();
    let names = ["/plan/which", "/plan/held", "/plan/when", "/plan/funding", "/plan/place", "/record/share"];
    let names = names.iter().any(|place| page.address.starts_with(place));
    let mut found = Vec::new();
    for block in BLOCKS {
        for part in main.split(&format!("<{block}")).skip(1) {
            let Some((attributes, rest)) = part.split_once('>') else { continue };
            let is_block = attributes.is_empty() || attributes.starts_with(' ');
            let others = OTHERS_WORDS.iter().any(|class| attributes.contains(class));
            // What can be chosen there is named by the catalogue, or by a credential.
            let is_choice =
                names && (block == "label" || block.starts_with("span")) && !attributes.contains("for=\"search");
            if !is_block || others || is_choice {
                continue;
            }
            let closing = rest.find(&format!("</{}>", block.split(' ').next().unwrap_or_default()));
            let next = BLOCKS.iter().filter_map(|block| rest.find(&format!("<{block}"))).min();
            let end = closing.into_iter().chain(next).chain(rest.find("<br>")).chain(rest.find("<select")).min();
            let text = without_names(&plain(&without_others(&rest[..end.unwrap_or(rest.len())])));
            if text.chars().any(char::is_alphabetic) {
                found.push(text);
            }
        }
    }
    found
}

/// Some HTML without what a source says within it.
fn without_others(html: &str) -> String {
    let mut parts = html.split("<span class=\"soft source\">");
    let first = parts.next().unwrap_or_default().to_owned();
    parts.fold(first, |said, part| said + part.split_once("</span>").map_or("", |(_, rest)| rest))
}

/// The text with a short word for each name in quotation marks, which is what somebody else called something.
fn without_names(text: &str) -> String {
    let mut parts = text.split('“');
    let first = parts.next().unwrap_or_default().to_owned();
    parts.fold(first, |said, part| format!("{said}“it”{}", part.split_once('”').map_or("", |(_, rest)| rest)))
}

fn sentences(text: &str) -> Vec<Vec<&str>> {
    let ends = text.split_inclusive(". ").flat_map(|part| part.split_inclusive("? "));
    ends.map(|sentence| sentence.split_whitespace().filter(|word| word.chars().any(char::is_alphabetic)).collect())
        .filter(|words: &Vec<&str>| words.len() > 1)
        .collect()
}

/// The syllables of a word: its groups of vowels, without a silent e at the end.
fn syllables(word: &str) -> usize {
    let letters: Vec<char> = word.to_lowercase().chars().filter(|c| c.is_alphabetic()).collect();
    let vowel = |c: &char| "aeiouy".contains(*c);
    let groups =
        letters.iter().enumerate().filter(|(at, c)| vowel(c) && (*at == 0 || !vowel(&letters[at - 1]))).count();
    let silent = letters.len() > 2 && letters.ends_with(&['e']) && !letters.ends_with(&['l', 'e']);
    groups.saturating_sub(usize::from(silent)).max(1)
}

/// The Flesch–Kincaid grade: 0.39 words a sentence + 11.8 syllables a word − 15.59.
fn grade(sentences: &[Vec<&str>]) -> f64 {
    let words = sentences.iter().map(Vec::len).sum::<usize>() as f64;
    let syllables = sentences.iter().flatten().map(|word| syllables(word)).sum::<usize>() as f64;
    0.39 * words / sentences.len() as f64 + 11.8 * syllables / words - 15.59
}

#[test]
fn the_grade_of_known_sentences_is_what_it_should_be() {
    assert_eq!([syllables("training"), syllables("age"), syllables("little"), syllables("a")], [2, 1, 2, 1]);
    let easy = grade(&sentences("We ask some questions. You answer what you can. "));
    let hard = grade(&sentences("Organisational accreditation requirements necessitate comprehensive documentation. "));
    assert!(easy < 4.0 && hard > 15.0, "{easy} {hard}");
    assert_eq!(without_names("It is called “A”, or “B c”. Yes."), "It is called “it”, or “it”. Yes.");
}

/// The whole sentences of a page, without labels and names, and what is too hard about them: each is short, and together they
/// read easily, however few they are.
fn read(page: &Page) -> (Vec<String>, Vec<String>) {
    let texts = texts(page);
    let long = texts.iter().flat_map(|text| sentences(text)).filter(|sentence| sentence.len() > WORDS_MAX);
    let long = long.map(|sentence| format!("{} words: {}", sentence.len(), sentence.join(" ")));
    let mut hard: Vec<String> = long.collect();
    // A name or a label of a few words has no grade: it is counted by its words, and a sentence by both.
    let whole = texts.iter().filter(|text| text.ends_with(['.', '?', '!']));
    let own: Vec<Vec<&str>> = whole.flat_map(|text| sentences(text)).collect();
    if !own.is_empty() {
        let average = own.iter().map(Vec::len).sum::<usize>() as f64 / own.len() as f64;
        let grade = grade(&own);
        if grade > GRADE_MAX || average > WORDS_AVERAGE {
            hard.push(format!("grade {grade:.1}, {average:.1} words: {own:?}"));
        }
    }
    (own.iter().map(|sentence| sentence.join(" ")).collect(), hard)
}

/// No page is too hard, each by itself. What is wrong is said together; gives all the sentences.
pub(in crate::web) fn assert_plain(pages: &[Page]) -> Vec<String> {
    let (mut all, mut wrong) = (Vec::new(), Vec::new());
    for page in pages {
        let (own, hard) = read(page);
        all.extend(own);
        wrong.extend(hard.iter().map(|hard| format!("{}: {hard}", page.address)));
    }
    assert!(wrong.is_empty(), "{} in {} pages:\n{}", wrong.len(), pages.len(), wrong.join("\n"));
    all
}

#[test]
fn a_page_of_one_sentence_is_judged_by_it_and_what_a_source_says_is_not() {
    let hard = |main: &str| {
        let (address, status, headers) = ("/".to_owned(), poem::http::StatusCode::OK, poem::http::HeaderMap::new());
        read(&Page { address, status, headers, text: format!("<main>{main}</main>") }).1.len()
    };
    let sentence = "Organisational accreditation requirements necessitate documentation.";
    let long = format!("We go {}home.", "on and ".repeat(13));
    for (main, wanted) in [
        ("<p>We ask you some questions.</p>".to_owned(), 0),
        (format!("<p>{sentence}</p>"), 1),
        (format!("<h4>{sentence}</h4>"), 1),
        (format!("<noscript>{sentence}</noscript>"), 1),
        (format!("<ul><li>{sentence}<ul><li>One.</li></ul></li></ul>"), 1),
        (format!("<p class=\"source\">{sentence}</p>"), 0),
        ("<p>Accreditation documentation</p>".to_owned(), 0),
        (format!("<p>{long}</p>"), 2),
        (format!("<label>{}</label>", long.trim_end_matches('.')), 1),
    ] {
        assert_eq!(hard(&main), wanted, "{main}");
    }
}

#[tokio::test]
async fn our_own_sentences_are_short_and_plain() {
    let browser = Browser::new();
    let mut pages = vec![browser.open("/nothing").await, browser.open("/plan/check?a=x").await];
    for address in ["/", "/about", "/plan", "/tiers", "/courses?q=zzzz", "/verify"] {
        pages.push(browser.open(address).await);
    }
    let check = browser.open("/verify").await;
    for given in ["", "{}", "[{},{}]", "https://registry.example/share#x"] {
        pages.push(browser.submit(&check, &[("credential", given), ("meets", "tier:1")]).await);
    }
    let mut page = browser.open("/plan/goal").await;
    while !page.address.starts_with("/plan/check") {
        pages.push(page.clone());
        page = browser.submit(&page, &[("not-sure", "yes")]).await;
    }
    pages.push(page);
    pages.extend(questions_and_mistakes(&browser).await);
    let all = assert_plain(&pages);
    assert!(all.len() > 300, "{}", all.len());
}

#[tokio::test]
async fn what_is_said_about_a_pathway_is_short_and_plain() {
    let browser = Browser::new();
    let check = answered(&browser, &WORKER).await;
    let of = |page: &str| check.address.replace("/plan/check", &format!("/plan/{page}"));
    let mut pages = vec![browser.open(&of("pathway")).await];
    for page in ["compare", "letter", "why"] {
        pages.push(browser.open(&of(page)).await);
    }
    pages.push(browser.open(&format!("{}&course=t1-movement-history", of("why"))).await);
    let mut answers = WORKER;
    answers[9] = ("hours", &[("hours", "0")]);
    answers[11] = ("money", &[("money", "0")]);
    let none = answered(&browser, &answers).await;
    pages.push(browser.open(&none.address.replace("/plan/check", "/plan/pathway")).await);
    let headings: Vec<String> = pages.iter().map(Page::heading).collect();
    assert_eq!(headings.len(), 6);
    assert_eq!((headings[0].as_str(), headings[5].as_str()), ("Your pathway", "No pathway fits yet"), "{headings:?}");
    let all = assert_plain(&pages);
    assert!(all.len() > 30, "{}", all.len());
}
