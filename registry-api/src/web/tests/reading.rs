//! The words of pages are plain: short sentences, and a low reading grade.

use super::{Browser, Page, plain};

/// The most words of a sentence of ours, and the most on average.
const WORDS_MAX: usize = 25;
const WORDS_AVERAGE: f64 = 20.0;
const GRADE_MAX: f64 = 8.0;

/// The paragraphs of a page that are ours: what a source says or a catalogue names is left out.
fn paragraphs(page: &Page) -> Vec<String> {
    let main = page.text.split("<main").nth(1).and_then(|rest| rest.split("</main>").next()).unwrap_or_default();
    let mut found = Vec::new();
    for tag in ["<p", "<li"] {
        for part in main.split(tag).skip(1).filter(|part| part.starts_with('>') || part.starts_with(" class")) {
            let (attributes, text) = part.split_once('>').unwrap_or_default();
            if attributes.contains("source") {
                continue;
            }
            let end = text.find("</p>").into_iter().chain(text.find("</li>")).chain(text.find("<ul")).min();
            let text = &text[..end.unwrap_or(text.len())];
            if !text.contains("<h") {
                found.push(plain(text));
            }
        }
    }
    found.retain(|text| text.ends_with(['.', '?', '!']));
    found
}

fn sentences(text: &str) -> Vec<Vec<&str>> {
    let ends = text.split_inclusive(". ").flat_map(|part| part.split_inclusive("? ")).flat_map(|part| part.split(": "));
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
}

/// Every sentence of ours is short, and each page reads easily; the sentences.
pub(super) fn assert_plain(pages: &[Page]) -> Vec<String> {
    let mut all = Vec::new();
    for page in pages {
        let texts = paragraphs(page);
        for text in &texts {
            for sentence in sentences(text) {
                assert!(
                    sentence.len() <= WORDS_MAX,
                    "{}: {} words: {}",
                    page.address,
                    sentence.len(),
                    sentence.join(" ")
                );
                all.push(sentence.join(" "));
            }
        }
        let own: Vec<Vec<&str>> = texts.iter().flat_map(|text| sentences(text)).collect();
        if own.len() >= 5 {
            let grade = grade(&own);
            assert!(grade <= GRADE_MAX, "{}: grade {grade:.1}: {own:?}", page.address);
        }
    }
    all
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
    let all = assert_plain(&pages);
    assert!(all.len() > 100, "{}", all.len());
    let words: usize = all.iter().map(|sentence| sentence.split(' ').count()).sum();
    let average = words as f64 / all.len() as f64;
    assert!(average <= WORDS_AVERAGE, "{average}");
}
