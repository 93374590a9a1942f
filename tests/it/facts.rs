//! The table of facts, `seeds/FACTS.md`: every fact once, and every entry that it names in the catalogue.

use std::collections::BTreeSet;

use registry_tests::seeds;

/// The facts that the table answers for: the suite, values and content, training and needs.
const FACTS: [std::ops::RangeInclusive<u16>; 3] = [33..=49, 99..=122, 123..=197];

/// The numbers of a first column: `99, 100, 111–119`.
fn numbers(column: &str) -> Vec<u16> {
    let number = |text: &str| text.trim().parse::<u16>().ok();
    let span = |part: &str| match part.split_once('–') {
        Some((first, last)) => number(first).zip(number(last)).map(|(first, last)| first..=last),
        None => number(part).map(|only| only..=only),
    };
    column.split(',').filter_map(span).flatten().collect()
}

/// Every code of the seeds, as it is written.
fn codes() -> BTreeSet<String> {
    let files = seeds::files("seeds");
    let coded = files.iter().flat_map(|(_, text)| text.lines()).filter_map(|line| line.strip_prefix("code = \""));
    coded.filter_map(|rest| rest.strip_suffix('"')).map(ToOwned::to_owned).collect()
}

/// What is wrong with a table of facts.
fn faults(text: &str, codes: &BTreeSet<String>) -> Vec<String> {
    let mut found = Vec::new();
    let mut told: Vec<u16> = Vec::new();
    for row in text.lines().filter(|line| line.starts_with("| ")) {
        let columns: Vec<&str> = row.trim_matches('|').split('|').map(str::trim).collect();
        let [facts, _, place] = columns[..] else {
            found.push(format!("not three columns: {row}"));
            continue;
        };
        told.extend(numbers(facts));
        let named: Vec<&str> = place.split('`').skip(1).step_by(2).collect();
        let reason = place.strip_prefix("Left out: ").is_some_and(|reason| reason.len() > 10);
        if facts != "Facts" && named.is_empty() != reason {
            found.push(format!("names an entry or says why it is left out, one of the two: {row}"));
        }
        found.extend(named.iter().filter(|code| !codes.contains(**code)).map(|code| format!("no entry {code}")));
    }
    told.sort_unstable();
    if told != FACTS.into_iter().flatten().collect::<Vec<u16>>() {
        found.push(format!("each fact stands once, but these stand: {told:?}"));
    }
    found
}

#[test]
fn every_fact_of_the_inventory_has_an_entry_or_a_reason() {
    let text = std::fs::read_to_string(seeds::root().join("seeds/FACTS.md")).expect("the table is there");
    let codes = codes();
    assert_eq!(faults(&text, &codes), Vec::<String>::new());
    let spoilt = |old: &str, new: &str| {
        assert!(text.contains(old), "{old}");
        faults(&text.replacen(old, new, 1), &codes).len()
    };
    assert_eq!(spoilt("| 186 |", "| 187 |"), 1, "one fact is missing and one stands twice");
    assert_eq!(spoilt("`topic-pride`", "`topic-prid`"), 1);
    assert_eq!(spoilt("Left out: about recruitment", "About recruitment"), 1);
}
