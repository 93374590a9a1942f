//! Problems that show only when entries, or files, are seen together.

use registry_core::catalogue::EntryRef;

use super::*;

#[track_caller]
fn check(files: &[(&str, &str)], beside: Option<&CatalogueParts>, problems: &[&str]) {
    let files: Vec<_> = files.iter().map(|(name, text)| SourceFile { name, text }).collect();
    assert_eq!(lines(&check_catalogue(&files, beside)), problems);
}

const TWO_TAGS: &str = "invented = true
[[tags]]
code = \"a\"
kind = \"topic\"
title = \"A\"
description = \"First\"
[[tags]]
code = \"b\"
kind = \"topic\"
title = \"B\"
description = \"Second\"
";

const COURSE: &str = "invented = true
[[courses]]
code = \"c\"
title = \"C\"
kind = \"workshop\"
description = \"Uses both\"
tags = [
  \"a\",
  \"b\",
]
[[courses.versions]]
version = \"1.0.0\"
published = \"2027-01-01\"
outcomes = []
volume_of_learning_hours = 3
assessed = false
";

#[test]
fn a_second_use_of_a_code_names_the_first() {
    let second = "this code stands twice; give one of the two another code; the first stands at a.toml:2";
    let expected = [format!("b.toml:2: tag a: {second}"), format!("b.toml:7: tag b: {}", second.replace(":2", ":7"))];
    let expected: Vec<_> = expected.iter().map(String::as_str).collect();
    check(&[("a.toml", TWO_TAGS), ("b.toml", TWO_TAGS)], None, &expected);
    let files = [SourceFile { name: "a.toml", text: TWO_TAGS }, SourceFile { name: "b.toml", text: TWO_TAGS }];
    let read = read_catalogue(&files).expect("each is sound");
    assert_eq!(read.places[&EntryRef::new("tag", "a")].len(), 2);
    assert_eq!(lines(&read.build().expect_err("twice")), expected);
}

#[test]
fn an_unknown_reference_is_reported_where_it_stands() {
    let only_a = TWO_TAGS.replace("\"b\"", "\"d\"");
    let problem = "c.toml:9: course c: tags names tag b, which is not in the catalogue; add it or correct the code";
    check(&[("a.toml", &only_a), ("c.toml", COURSE)], None, &[problem]);
}

#[test]
fn what_refers_to_a_broken_entry_is_not_reported_again() {
    let broken = TWO_TAGS.replace("title = \"B\"\n", "");
    check(&[("a.toml", &broken), ("c.toml", COURSE)], None, &["a.toml:7: tag b: title is missing; add it"]);
    let nameless = TWO_TAGS.replace("code = \"b\"\n", "");
    check(
        &[("a.toml", &nameless), ("c.toml", COURSE)],
        None,
        &["a.toml:7: tag number 2 of this file: code is missing; add it"],
    );
}

#[test]
fn a_mistyped_table_hides_what_names_its_own_kind_alone() {
    let mistyped = TWO_TAGS.replace("[[tags]]", "[[tagz]]");
    let course = COURSE.replace("tags = [", "roles = [\"nobody\"]\ntags = [");
    let problems = [
        "a.toml:2: tagz is not a key here; did you mean \"tags\"?",
        "c.toml:7: course c: roles names role nobody, which is not in the catalogue; add it or correct the code",
    ];
    check(&[("a.toml", &mistyped), ("c.toml", &course)], None, &problems);
    let unlike = TWO_TAGS.replace("[[tags]]", "[[something]]");
    check(&[("a.toml", &unlike), ("c.toml", &course)], None, &["a.toml:2: something is not a key here; take it away"]);
}

#[test]
fn a_slip_of_syntax_hides_nothing_but_its_own_entry() {
    let slip =
        TWO_TAGS.replace("title = \"B\"", "title = B").replace("kind = \"topic\"\ntitle = \"A\"", "title = \"A\"");
    let problems = [
        "a.toml:2: tag a: kind is missing; add it",
        "a.toml:9: this is not TOML: string values must be quoted, expected literal string",
    ];
    check(&[("a.toml", &slip), ("c.toml", COURSE)], None, &problems);
}

#[test]
fn an_entry_lost_to_a_slip_of_syntax_is_not_missed_elsewhere() {
    let slip = TWO_TAGS.replacen("[[tags]]\ncode = \"b\"", "[[tags\ncode = \"b\"", 1);
    let problem = "a.toml:7: this is not TOML: unclosed array table, expected `]]`";
    check(&[("a.toml", &slip), ("c.toml", COURSE)], None, &[problem]);
    let open = TWO_TAGS.replacen("\"First\"", "\"\"\"First", 1);
    let found = check_catalogue(
        &[SourceFile { name: "a.toml", text: &open }, SourceFile { name: "c.toml", text: COURSE }],
        None,
    );
    assert!(found.iter().all(|problem| problem.file == "a.toml"), "{found:?}");
    let course = COURSE.replace("[[courses", "[[course");
    let role = "[[credit_rules]]\ncode = \"r\"\nqualification = \"q\"\nkind = \"series\"\nstanding = \"guaranteed\"\n\
        assumption = true\nnote = \"None.\"\nseries = { of = [\"c\"], size = 1, points_each_series = \"1\" }\n";
    let problem = "c.toml:2: course is not a key here; did you mean \"courses\"?";
    let award = "r.toml:3: credit rule r: qualification names qualification q, which is not in the catalogue; add it or \
                 correct the code";
    check(&[("c.toml", &course), ("r.toml", role)], None, &[problem, award]);
}

#[test]
fn a_key_before_a_slip_of_syntax_is_still_judged() {
    let text = "colour = 1\n[[tags\nshape = 2\n";
    let problems = [
        "a.toml:1: colour is not a key here; take it away",
        "a.toml:2: this is not TOML: unclosed array table, expected `]]`",
    ];
    check(&[("a.toml", text)], None, &problems);
}

#[test]
fn built_in_entries_stand_in_for_what_the_files_leave_out() {
    let tags = read_catalogue(&[file(TWO_TAGS)]).expect("sound").parts;
    check(&[("c.toml", COURSE)], Some(&tags), &[]);
    check(&[("a.toml", TWO_TAGS), ("c.toml", COURSE)], Some(&tags), &[]);
    let both = read_catalogue(&[file(TWO_TAGS), file(COURSE)]).expect("sound").parts;
    let broken = COURSE.replace("title = \"C\"\n", "");
    check(&[("c.toml", &broken)], Some(&both), &["c.toml:2: course c: title is missing; add it"]);
}

#[test]
fn a_file_that_breaks_a_built_in_entry_says_so() {
    let beside = everything();
    let scheme = "[[credit_schemes]]\ncode = \"melbourne\"\ntitle = \"M\"\npoints_per_year = \"0\"\nassumption = true\nnote = \"None.\"\n";
    check(
        &[("a.toml", scheme)],
        Some(&beside),
        &["a.toml:1: credit scheme melbourne: a full-time year has 0 points; it needs more than 0"],
    );
    let course = COURSE
        .replace("code = \"c\"", "code = \"suite-supervision\"")
        .replace("  \"a\",\n  \"b\",\n", "")
        .replace("1.0.0", "2.0.0");
    let mut beside = everything();
    beside.offerings.iter_mut().for_each(|offering| {
        if let registry_core::course::OfferingOf::Course { course, version } = &mut offering.of {
            (*course, *version) = ("suite-supervision".parse().expect("code"), semver::Version::new(1, 0, 0));
        }
    });
    let problem = "the built-in catalogue: offering peer-support-2027: it teaches version 1.0.0 of suite-supervision, whose versions are 2.0.0; name one of those";
    check(&[("a.toml", &course)], Some(&beside), &[problem]);
}

#[test]
fn a_circle_stands_at_an_entry_of_the_files() {
    let after = |first: &str, then: &str| {
        let version = COURSE.replace("code = \"c\"", &format!("code = \"{then}\"")).replace("  \"a\",\n  \"b\",\n", "");
        format!(
            "{version}requisites = [{{ kind = \"prerequisite\", strength = \"advised\", requires = {{ course = \"{first}\" }} }}]\n"
        )
    };
    let (x, y) = (after("y", "x"), after("x", "y"));
    let circle = "course x: advised requisites go round in a circle: course:x before course:y before course:x; take one of these requisites away";
    check(&[("x.toml", &x), ("y.toml", &y)], None, &[&format!("x.toml:2: {circle}")]);
    let beside = read_catalogue(&[file(&x)]).expect("readable").parts;
    check(&[("y.toml", &y)], Some(&beside), &[&format!("y.toml:2: {circle}")]);
}
