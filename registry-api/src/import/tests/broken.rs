//! Every bad file is refused whole, and every problem is told with its place.
//!
//! The reviewed messages are in `messages.txt`. To write them anew, run the test with `UPDATE_SNAPSHOTS=1` and read what
//! changes.

use super::*;

#[test]
fn every_problem_of_a_bad_file_is_told_with_its_place() {
    let mut told = String::new();
    spreadsheets(&mut |what, said| told.push_str(&format!("== {what}\n{said}\n")));
    others(&mut |what, said| told.push_str(&format!("== {what}\n{said}\n")));
    assert!(!told.contains("imported:"), "every one of them is refused:\n{told}");
    let path = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("src/import/tests/messages.txt");
    if std::env::var_os("UPDATE_SNAPSHOTS").is_some() {
        std::fs::write(&path, &told).expect("the messages are written");
    }
    let reviewed = std::fs::read_to_string(&path).unwrap_or_default();
    assert_eq!(told, reviewed, "UPDATE_SNAPSHOTS=1 writes the messages of today; read what changes");
}

type Show<'a> = &'a mut dyn FnMut(&str, String);

fn spreadsheets(show: Show<'_>) {
    show("latin-1", lines(read_as(&[("a.csv", b"code,title\nx,caf\xe9\n")], &seeds(), None, Publisher::Operator)));
    let big = vec![b' '; FILE_BYTES_MAX + 1];
    show("big", lines(read_as(&[("a.csv", &big)], &seeds(), None, Publisher::Operator)));
    show("none", problems(&[("a.pdf", ""), ("b", "")]));
    show("two formats", problems(&[("a.toml", ""), ("b.csv", "")]));
    show("no header", problems(&[("a.csv", "")]));
    show("no table", problems(&[("a.csv", "a,b\n1,2\n")]));
    show("headers", problems(&[("a.csv", "code,titel,kind,kind,description\nx,X,workshop,,D\n")]));
    let courses = COURSES.replace("micro-credential", "microcredential").replace("Telling your story safely", "");
    let versions = VERSIONS
        .replace("37.5", "thirty")
        .replace("example-workshop,1.0.0,2026-07-01", "example-workshop,1.0,1/13/2026")
        .replace(",no,", ",maybe,")
        .replace("^1", "^2");
    let offerings = OFFERINGS
        .replace("paper-daisy-training", "nobody")
        .replace("420.00", "$420")
        .replace("2027-05-03,2027-05-03", "2027-05-03,2027-05-02");
    show("cells", problems(&[("courses.csv", &courses), ("versions.csv", &versions), ("offerings.csv", &offerings)]));
    show(
        "json cell",
        problems(&[("courses.csv", COURSES), ("versions.csv", &VERSIONS.replace("\"\"kind\"\":", "kind:"))]),
    );
    show("stray", problems(&[("versions.csv", VERSIONS)]));
    show(
        "twice",
        problems(&[
            ("courses.csv", &format!("{COURSES}{}\n", COURSES.lines().nth(1).unwrap_or_default())),
            ("versions.csv", VERSIONS),
        ]),
    );
    show("wide", problems(&[("courses.csv", "code,title,kind,description\nx,X,workshop,A, day\n")]));
}

fn others(show: Show<'_>) {
    show("not json", problems(&[("a.json", "{\n \"courses\": [\n  { \"code\": }\n]}")]));
    show("json list", problems(&[("a.json", "[]")]));
    show(
        "json entries",
        problems(&[(
            "a.json",
            "{\n \"regions\": [\n  { \"code\": \"a b\",\n \"title\": null, \"title\": 3 },\n 7 ], \"coarses\": [{}]\n}",
        )]),
    );
    let cut: String = subject("BSBWHS411", "Implement", "Y", "0050").chars().take(60).collect();
    let cut_hours: String = subject("BSBWHS411", "Implement", "Y", "0050").chars().take(121).collect();
    let lines_of = [
        subject("BSBWHS411", "Implement", "Y", "0050"),
        subject("", "No identifier", "Y", "0050"),
        subject("BSB 1", "A blank", "Y", "0050"),
        subject("BSBWHS412", "", "X", "00x0"),
        subject("BSBWHS413", "Not stated", "Y", "@@@@"),
        cut_hours,
        cut,
    ];
    show("nat", problems(&[("NAT00060.txt", &lines_of.join("\r\n"))]));
    let programs =
        [program("CHC43515", "Diploma of Mental Health Peer Work", "0700"), program("X", "Short course", "0000")];
    show("programs", problems(&[("NAT00030.txt", &programs.join("\n"))]));
    let short = format!("{}149", program("MC", "Leading groups", "0040"));
    show("programs A", problems(&[("NAT00030A.txt", &format!("{short}\n{}1x", program("MD", "Leading", "0040")))]));
    show("nat name", lines(read_as(&[("a.txt", b"")], &seeds(), Some(Format::Nat), Publisher::Operator)));
    let extract = "{ \"units\": [\n { \"code\": \"A1\" },\n { \"code\": \"A2\", \"title\": \" \" },\n { \"code\": \"A3\", \"title\": \"A\" },\n { \"code\": \"A4\", \"title\": \"A\", \"nominal_hours\": 0.1 },\n {\"code\": \"A5\", \"title\": \"A\", \"nominal_hours\": 10, \"superseded_by\": {\"code\": \"A9\"}}], \"qualifications\": [{\"code\": \"Q\", \"title\": \"Award\"}] }";
    show(
        "register",
        lines(read_as(&[("r.json", extract.as_bytes())], &seeds(), Some(Format::Register), Publisher::Operator)),
    );
    show("register none", lines(read_as(&[("r.json", b"{}")], &seeds(), Some(Format::Register), Publisher::Operator)));
    let by = || provider("paper-daisy-training");
    let theirs = "invented = true\n[[courses]]\ncode = \"CHCPWK001\"\ntitle = \"Mine\"\nkind = \"workshop\"\ndescription = \"D\"\n\n[[tags]]\ncode = \"t\"\nkind = \"topic\"\ntitle = \"T\"\ndescription = \"D\"\n\n[[courses]]\ncode = \"c\"\ntitle = \"C\"\nkind = \"workshop\"\ndescription = \"D\"\npublisher = \"tafe-gippsland\"\n";
    show("no provider", lines(read_as(&[], &seeds(), None, provider("nobody"))));
    show("provider", lines(read_as(&[("a.toml", theirs.as_bytes())], &seeds(), None, by())));
    let seeds_text =
        seeds::FILES.iter().find(|file| file.name.ends_with("units.toml")).map(|file| file.text).unwrap_or_default();
    show(
        "immutable",
        problems(&[(
            "units.toml",
            &seeds_text.replacen("volume_of_learning_hours = 35", "volume_of_learning_hours = 36", 1),
        )]),
    );
    show(
        "other kind",
        problems(&[("units.toml", &seeds_text.replacen("kind = \"unit-of-competency\"", "kind = \"subject\"", 1))]),
    );
    let circle = "[[courses]]\ncode = \"a\"\ntitle = \"A\"\nkind = \"workshop\"\ndescription = \"D\"\nassumption = true\nnote = \"For show\"\n[[courses.versions]]\nversion = \"1.0.0\"\npublished = \"2026-01-01\"\noutcomes = []\nvolume_of_learning_hours = 1\nassessed = false\nrequisites = [{ kind = \"prerequisite\", strength = \"advised\", requires = { course = \"a\" }, assumption = true, note = \"For show\" }]\n";
    show("circle", problems(&[("a.toml", circle)]));
}

/// The template, published on that day.
fn published(on: &str) -> String {
    VERSIONS.replace("2026-07-01", on)
}

#[test]
fn no_version_of_the_future_is_imported_and_none_before_the_one_it_comes_after() {
    let said = problems(&[("courses.csv", COURSES), ("versions.csv", &published("2099-07-01"))]);
    let first = "versions.csv:2, column B: course example-workshop: published: 2099-07-01 is in the future; today is 2027-02-01, and a version is published on the day it is published";
    assert_eq!(said.lines().next(), Some(first), "{said}");
    assert_eq!(said.lines().count(), VERSIONS.matches("2026-07-01").count(), "{said}");

    let sound = published("2026-07-01");
    let files = [("courses.csv", COURSES.as_bytes()), ("versions.csv", sound.as_bytes())];
    let there = read_as(&files, &seeds(), None, Publisher::Operator).expect("sound").next;
    let again = |on: &str| {
        let later = sound.replace(",1.0.0,", ",1.0.1,").replace("2026-07-01", on);
        let files = [("courses.csv", COURSES.as_bytes()), ("versions.csv", later.as_bytes())];
        lines(read_as(&files, &there, None, Publisher::Operator))
    };
    assert!(again("2026-07-01").starts_with("imported: "), "{}", again("2026-07-01"));
    let said = again("2026-06-30");
    let first = "versions.csv:2, column B: course example-workshop: published: 1.0.1 is said to be published on 2026-06-30, before 1.0.0, which was published on 2026-07-01";
    assert_eq!(said.lines().next(), Some(first), "{said}");
    assert!(again("2027-02-02").contains("is in the future"), "{}", again("2027-02-02"));
}

#[test]
fn a_new_code_that_only_capitals_tell_from_another_is_refused() {
    let renamed = |text: &str| text.replace("example-workshop", "SUITE-PEER-SUPPORT");
    let said = problems(&[("courses.csv", &renamed(COURSES)), ("versions.csv", &renamed(VERSIONS))]);
    let wanted = "courses.csv:2, column A: course SUITE-PEER-SUPPORT: the code SUITE-PEER-SUPPORT differs from suite-peer-support in capitals alone, and people would take one for the other; choose another\n";
    assert_eq!(said, wanted);
}

#[test]
fn a_number_after_which_none_could_follow_is_refused() {
    let said = problems(&[("courses.csv", COURSES), ("versions.csv", &VERSIONS.replace(",1.0.0,", ",1000000.0.0,"))]);
    assert!(said.contains("is too large; each of its three numbers is at most 999999"), "{said}");
}

#[test]
fn a_text_that_shows_nothing_or_is_turned_around_is_refused() {
    let titled = |title: &str| {
        let text = format!(
            "[[tags]]\ncode = \"t\"\ntitle = \"{title}\"\nkind = \"topic\"\ndescription = \"D\"\nassumption = true\nnote = \"For show\"\n"
        );
        problems(&[("tags.toml", &text)])
    };
    assert_eq!(titled("Hope"), "imported: (1, 0, 0)\n");
    assert!(titled("\\u200B").contains("write a text that is not empty"), "{}", titled("\\u200B"));
    let turned = "title: the text has the mark U+202E, which turns around what is read after it; take it out\n";
    assert!(titled("Ho\\u202Epe").ends_with(turned), "{}", titled("Ho\\u202Epe"));
    let turned = problems(&[("NAT00060.txt", &subject("CHC900", "Peer \u{202E}work", "Y", "0020"))]);
    assert!(turned.contains("the text has the mark U+202E"), "{turned}");
}

#[test]
fn a_quotation_mark_that_is_not_closed_is_the_one_thing_that_is_said() {
    let (header, _) = COURSES.split_once('\n').expect("a header");
    let said =
        problems(&[("courses.csv", &format!("{header}\na,\"b \"\"c\"\"\nd\",workshop\n\"e,f,workshop,c,d\ng,h\n"))]);
    let wanted = "courses.csv:4, column A: a quotation mark is opened and not closed, so all that follows would be one cell; close it, or write it twice where it is part of the text\n";
    assert_eq!(said, wanted);
    let closed = problems(&[("courses.csv", &format!("{header}\na,5\" wide,workshop\n"))]);
    assert!(!closed.contains("quotation mark"), "a mark within a cell opens nothing: {closed}");
}

#[test]
fn an_empty_file_of_units_is_refused() {
    assert_eq!(problems(&[("NAT00060.txt", "\r\n")]), "NAT00060.txt: the file is empty; export it again\n");
}

/// What somebody else has published stays theirs: no number that is given to it would help.
#[test]
fn of_what_is_somebody_elses_only_that_is_said() {
    let versions = VERSIONS.replace(",6,no", ",7,no");
    let files = [("courses.csv", COURSES.as_bytes()), ("versions.csv", VERSIONS.as_bytes())];
    let there = read_as(&files, &seeds(), None, provider("paper-daisy-training")).expect("sound").next;
    let files = [("courses.csv", COURSES.as_bytes()), ("versions.csv", versions.as_bytes())];
    let said = lines(read_as(&files, &there, None, provider("banksia-junction-tafe")));
    assert!(said.contains("this code cannot be used by provider banksia-junction-tafe"), "{said}");
    assert!(!said.contains("new version"), "{said}");
}
