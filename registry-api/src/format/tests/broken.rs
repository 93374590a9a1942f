//! Files with one thing broken: each line of a table breaks the fixture in one place and says what is reported.

use super::*;

#[test]
fn what_a_funding_source_pays_for_is_held_against_the_rest() {
    let grant = |old: &str, new: &str, problem: &str| {
        let (text, from) = (EVERYTHING, EVERYTHING.find("code = \"practice-grant\"").expect("the grant"));
        let text = format!("{}{}", &text[..from], text[from..].replacen(old, new, 1));
        assert_ne!(text, EVERYTHING, "{old} is not in the grant");
        let found: Vec<_> = check_catalogue(&[file(&text)], None).into_iter().map(|found| found.message).collect();
        assert_eq!(found, [format!("funding source practice-grant: {problem}")], "{old} -> {new}");
    };
    grant("amount = \"900.00\"\n", "", "per is given without an amount; add the amount, or take per away");
    grant("places = 10", "places = 0", "places is 0; write a whole number from 1 to 100000");
    grant(
        "courses = [\"suite-peer-support\"], qualifications = [\"CHC43515\"], kinds = [\"workshop\"], providers = [\"example-institute\"]",
        "",
        "pays_for: it names nothing; add courses, qualifications, kinds or providers, or take it away",
    );
    grant(
        "suite-peer-support",
        "suite-peer-suport",
        "pays_for names course suite-peer-suport, which is not in the catalogue; add it or correct the code",
    );
}

#[test]
fn keys_and_values_out_of_place_are_named_with_their_line() {
    check("title = \"Tip sheet\"\n", "", &["11: document tip-sheet: title is missing; add it"]);
    check(
        "year = 2020",
        r#"year = "2020""#,
        &[r#"9: document leading-the-change: year is "2020"; write a whole number from 1900 to 2200"#],
    );
    check(
        "year = 2020",
        "year = 20200",
        &["9: document leading-the-change: year is 20200; write a whole number from 1900 to 2200"],
    );
    check(
        r#"title = "Hope""#,
        r#"titel = "Hope""#,
        &[
            "16: tag value-hope: title is missing; add it",
            r#"19: tag value-hope: titel is not a key here; did you mean "title"?"#,
        ],
    );
    check(r#"title = "Hope""#, r#"title = ["Hope"]"#, &["19: tag value-hope: title is a list; write a text in quotes"]);
    check(
        r#"title = "Hope""#,
        r#"title = " ""#,
        &[r#"19: tag value-hope: title is " "; write a text that is not empty"#],
    );
    check(
        r#"title = "Hope""#,
        "title = \"Ho\\u001bpe\"",
        &["19: tag value-hope: title: the text has the control character '\\u{1b}'; take it out"],
    );
    check(
        r#"title = "Metropolitan Melbourne""#,
        "title = \"Metropolitan Melbourne\"\nstate = \"Victoria\"",
        &["26: region melbourne-metro: state is not a key here; take it away"],
    );
    check(
        r#"code = "value-hope""#,
        r#"code = "value hope""#,
        &[
            r#"17: tag number 1 of this file: code: the code "value hope" has ' ' as character 6; use ASCII letters, digits, hyphens and full stops, and begin with a letter or digit"#,
        ],
    );
    check(
        r#"hours = 80 }, source = { external = "training.gov.au", place = "CHC43515", confidence"#,
        r#"hours = 80 }, source = { assumption = true, note = "Somebody said so.", confidence"#,
        &[
            r#"158: qualification CHC43515: entry#1.source: an assumption has no source; write assumption = true and note = "…" beside the rest of the entry, and no source"#,
        ],
    );
    check("code = \"value-hope\"\n", "", &["16: tag number 1 of this file: code is missing; add it"]);
    check(
        r#"kind = "value""#,
        r#"kind = "vlaue""#,
        &[
            r#"18: tag value-hope: kind is "vlaue"; write one of "value", "inclusive-content", "topic", "framework"; did you mean "value"?"#,
        ],
    );
    check(
        r#"kind = "rto""#,
        "kind = 3",
        &[
            r#"81: provider example-institute: kind is 3; write one of "rto", "university", "consumer-led", "peak", "government", "service""#,
        ],
    );
    check("invented = true", r#"invented = "yes""#, &[r#"3: invented is "yes"; write true or false"#]);
    check(
        "[[regions]]",
        "[regions]",
        &["23: regions is a table; write [[regions]] with two brackets before each region"],
    );
    check("[[regions]]", "[[region]]", &[r#"23: region is not a key here; did you mean "regions"?"#]);
    check(
        r#"title = "Hope""#,
        "title = \"Hope\"\ntitle = \"Hope again\"",
        &["20: title stands twice in one table; take one of the two away"],
    );
    check(
        r#"title = "Hope""#,
        "title = Hope",
        &["19: this is not TOML: string values must be quoted, expected literal string"],
    );
    check(r#"title = "Hope""#, r#"title = "Hope"#, &[r#"19: this is not TOML: invalid basic string, expected `"`"#]);
}

#[test]
fn an_entry_says_exactly_once_where_it_comes_from() {
    check(
        r#"source = { document = "leading-the-change", place = "Figure 2", quote = "Hope" }"#,
        "assumption = true",
        &["16: tag value-hope: note is missing; say why this is assumed"],
    );
    check(
        r#"source = { document = "leading-the-change", place = "Figure 2", quote = "Hope" }"#,
        r#"note = "Because.""#,
        &["16: tag value-hope: assumption is missing beside note; add assumption = true or take the note away"],
    );
    check(
        r#"source = { document = "leading-the-change", place = "Figure 2", quote = "Hope" }"#,
        "source = {}",
        &["21: tag value-hope: source: it names neither a document nor an external page; add one of the two"],
    );
    check(
        r#"note = "Stands in for the rest of the suite.""#,
        "note = \"Stands in for the rest of the suite.\"\nsource = { document = \"tip-sheet\", place = \"p. 1\", quote = \"supervision\" }",
        &["134: course suite-supervision: it has both a source and an assumption; keep one of the two"],
    );
    check(
        "assumption = true\nnote = \"Stands in for the rest of the suite.\"",
        "assumption = false",
        &["139: course suite-supervision: assumption: it is false; leave it out and give a source"],
    );
    check(
        r#"quote = "Hope""#,
        r#"quote = "Ho""#,
        &[r#"21: tag value-hope: source: the quote of a source is "Ho"; it needs at least 3 characters"#],
    );
    check(
        r#"quote = "Hope""#,
        r#"quote = "Hope", confidence = "high""#,
        &["21: tag value-hope: source.confidence is not a key here; take it away"],
    );
    check(
        r#"place = "Framework", confidence = "medium""#,
        r#"place = "Framework""#,
        &["30: workforce consumer: source.confidence is missing; add it"],
    );
    check(
        r#"place = "Framework", confidence = "medium""#,
        r#"document = "tip-sheet", confidence = "medium""#,
        &["30: workforce consumer: source: it names both a document and an external page; keep one of the two"],
    );
    check(
        r#"completion_assumption = "The figure names no number to complete.""#,
        r#"completion_assumption = "no""#,
        &[r#"57: tier 3: completion_assumption: the note of a source is "no"; it needs at least 3 characters"#],
    );
    check(
        r#"completion_assumption = "The figure"#,
        "completion_source = { document = \"tip-sheet\", place = \"p. 1\", quote = \"tier\" }\ncompletion_assumption = \"The figure",
        &["46: tier 3: completion has both a source and an assumption; keep one of the two"],
    );
    check(
        r#"document = "leading-the-change", place = "Figure 2""#,
        r#"document = "leading-change", place = "Figure 2""#,
        &[
            "21: tag value-hope: source names document leading-change, which is not in the catalogue; add it or correct the code",
        ],
    );
}

#[test]
fn a_broken_requisite_says_what_is_wrong_and_where() {
    check(
        r#"strength = "advised", requires = { all = [{ tier = 1 }"#,
        r#"strength = "required", requires = { all = [{ tier = 1 }"#,
        &[
            r#"74: role peer-support-worker: preparation#1: a required requisite rests on "assumption: Nobody says what comes first."; quote a source of medium or high confidence, or make it advised"#,
        ],
    );
    check(
        "{ all = [{ tier = 1 }, ",
        "{ all = [{ tier = 5 }, ",
        &[
            "74: role peer-support-worker: preparation#1.requires.all#1.tier: 5 is not a tier; the internship model has tiers 1 to 4",
        ],
    );
    check(
        "{ all = [{ tier = 1 }, ",
        "{ all = [{ tier = 2 }, ",
        &[
            "74: role peer-support-worker: preparation names tier 2, which is not in the catalogue; add it or correct the code",
        ],
    );
    check(
        "at_least = 1, of",
        "at_least = 3, of",
        &[
            r#"74: role peer-support-worker: preparation#1.requires.all#2: "at least 3 of 2" cannot be; the number must be from 1 to 2"#,
        ],
    );
    check(
        "at_least = 1, of",
        "at_leats = 1, of",
        &[
            "74: role peer-support-worker: preparation#1.requires.all#2: it asks for nothing; write one of all, any, at_least, course, qualification, tier, gate",
        ],
    );
    check(
        r#"{ qualification = "CHC43515" }, { course = "suite-peer-support", version = "^1" }"#,
        r#"{ qualification = "CHC43515", course = "suite-peer-support" }"#,
        &[
            "74: role peer-support-worker: preparation#1.requires.all#2.of#1: it asks for course and qualification in one table; join them with all = [ … ]",
        ],
    );
    check(
        r#"version = "^1""#,
        r#"version = "one""#,
        &[
            r#"74: role peer-support-worker: preparation#1.requires.all#2.of#2.version is "one"; write a range of versions such as "^1""#,
        ],
    );
    check(
        r#"version = "^1""#,
        r#"version = "^2""#,
        &[
            "74: role peer-support-worker: preparation asks for suite-peer-support ^2, but its versions are 1.0.0, 1.1.0; widen the range or publish such a version",
        ],
    );
    check(
        r#"requires = { gate = "experience-over", months = 12 }"#,
        r#"requires = { gate = "experience-over", years = 1 }"#,
        &[
            "54: tier 3: entry#1.requires.months is missing; add it",
            "54: tier 3: entry#1.requires.years is not a key here; take it away",
        ],
    );
    check(
        r#"requires = { gate = "experience-over", months = 12 }"#,
        r#"requires = { gate = "experience-over", months = 601 }"#,
        &["54: tier 3: entry#1.requires.months is 601; write a whole number from 0 to 600"],
    );
    check(
        r#"requires = { gate = "experience-over", months = 12 }"#,
        r#"requires = { gate = "experience" }"#,
        &[
            r#"54: tier 3: entry#1.requires.gate is "experience"; write one of "experience-over", "experience-at-least", "employed", "partner-release", "supervision", "placement", "attested""#,
        ],
    );
    check(
        r#"requires = { gate = "experience-over", months = 12 }"#,
        r#"requires = "experience""#,
        &[r#"54: tier 3: entry#1.requires is "experience"; write a table such as { key = "value" }"#],
    );
    check(
        r#"{ gate = "employed" }, "#,
        r#"{ gate = "employed", months = 3 }, "#,
        &[
            "130: course suite-peer-support: versions#2.requisites#1.requires.all#1.months is not a key here; take it away",
        ],
    );
    check(
        r#"{ any = [{ course = "suite-peer-support" }, { course = "suite-supervision" }] }"#,
        "{ any = [] }",
        &["56: tier 3: completion: an expression joins 0 parts; it needs 1 to 64"],
    );
    check(
        r#"{ any = [{ course = "suite-peer-support" }, { course = "suite-supervision" }] }"#,
        "{ all = [{ all = [{ all = [{ all = [{ all = [{ all = [{ all = [{ all = [{ tier = 1 }] }] }] }] }] }] }] }] }",
        &[
            "56: tier 3: completion.all#1.all#1.all#1.all#1.all#1.all#1.all#1.all#1: an expression is nested 9 deep; at most 8 is allowed",
        ],
    );
    check(
        r#"{ gate = "placement", hours = 80 }] }"#,
        r#"{ gate = "placement", hours = 80.1 }] }"#,
        &[
            "131: course suite-peer-support: versions#2.requisites#2.requires.any#3.hours: 80.1 hours is not a whole number of quarter hours; write 80 or 80.25",
        ],
    );
}
