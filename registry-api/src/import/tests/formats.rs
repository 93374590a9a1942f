//! What each format brings, and that it brings it once.

use super::*;

/// Imports twice: the second time nothing changes.
#[track_caller]
fn check(files: &[(&str, &str)], format: Option<Format>, counts: (usize, usize, usize)) -> Imported {
    let files: Vec<_> = files.iter().map(|(name, text)| (*name, text.as_bytes())).collect();
    let read = |into: &Catalogue| match read_as(&files, into, format, Publisher::Operator) {
        Ok(imported) => imported,
        Err(problems) => panic!("{}", lines(Err(problems))),
    };
    let first = read(&seeds());
    assert_eq!(first.counts(), counts);
    let again = read(&first.next);
    assert!(again.delta.is_empty(), "{:?}", again.fates);
    assert_eq!(again.counts(), (0, 0, counts.0 + counts.1 + counts.2));
    first
}

#[test]
fn the_templates_import_into_the_built_in_catalogue() {
    let files = [("courses.csv", COURSES), ("versions.csv", VERSIONS), ("offerings.csv", OFFERINGS)];
    let imported = check(&files, None, (4, 0, 0));
    let course = imported.next.course(&"example-credential".parse().expect("code")).expect("imported");
    assert_eq!(course.versions[0].outcomes, ["Plan a group", "Lead a group"]);
    assert_eq!(course.versions[0].requisites.len(), 1);
}

#[test]
fn a_spreadsheet_with_semicolons_a_mark_and_windows_line_ends_reads_alike() {
    let header = "\u{feff}course;version;published;outcomes;volume_of_learning_hours;assessed\r\n";
    let versions = format!("{header}w;1.0.0;2026-07-01;;6;No\r\n;;;;;\r\n");
    let courses = "code;title;kind;description;assumption\r\nw;W;workshop;A day.;For show.\r\n";
    check(&[("versions.csv", &versions), ("courses.csv", courses)], None, (1, 0, 0));
}

#[test]
fn a_day_that_a_spreadsheet_wrote_anew_is_the_same_day() {
    let of = |text: &str, new: &str| text.replace("2026-07-01", new).replace("2027-05-03", "3/05/2027");
    let read = |versions: &str, offerings: &str| {
        let files = [("courses.csv", COURSES), ("versions.csv", versions), ("offerings.csv", offerings)];
        let files = files.map(|(name, text)| (name, text.as_bytes()));
        let imported = read_as(&files, &seeds(), None, Publisher::Operator).expect("read");
        format!("{:?}", imported.delta)
    };
    let changed = (of(VERSIONS, "1/07/2026"), of(OFFERINGS, ""));
    assert!(changed.0.contains("1/07/2026") && changed.1.contains("3/05/2027"));
    assert_eq!(read(VERSIONS, OFFERINGS), read(&changed.0, &changed.1));
}

#[test]
fn national_files_bring_what_they_state_and_say_what_they_do_not() {
    let subjects = [
        subject("BSBWHS411", "Implement and monitor WHS policies", "Y", "0050"),
        subject("LOCAL01", "Local subject", "N", "0012"),
        format!("{}STATE FIELDS OF A STATE", subject("BSBLDR522", "Manage people performance", "Y", "0070")),
    ];
    let programs = [
        program("BSB50420", "Diploma of Leadership and Management", "0700"),
        program("CHCSS00999", "Invented Skill Set", "0060"),
        program("CHC99999", "CERTIFICATE III IN INVENTED WORK", "@@@@"),
    ];
    let other = format!("{}14912    0000000N", program("MC-GROUPS", "Leading groups", "0040"));
    let files = [
        ("NAT00060.txt", subjects.join("\r\n")),
        ("in/nat00030.TXT", programs.join("\n")),
        ("NAT00030A.txt", other.trim_end().to_owned()),
    ];
    let files: Vec<_> = files.iter().map(|(name, text)| (*name, text.as_str())).collect();
    let imported = check(&files, None, (7, 0, 0));
    let next = &imported.next;
    let course = |code: &str| next.course(&code.parse().expect("code")).expect("imported");
    let unit = course("BSBWHS411");
    assert_eq!((unit.kind.name(), unit.versions[0].volume_of_learning.minutes()), ("unit-of-competency", 3_000));
    assert_eq!(
        unit.provenance.to_string(),
        "AVETMISS 8.0 NAT00060, BSBWHS411; not stated: outcomes, day of publication, whether it is assessed, requisites and credit (one source)"
    );
    assert_eq!((course("LOCAL01").kind.name(), course("CHCSS00999").kind.name()), ("subject", "skill-set"));
    assert_eq!(course("MC-GROUPS").kind.name(), "professional-development");
    let award = |code: &str| next.qualification(&code.parse().expect("code")).expect("imported");
    assert_eq!((award("BSB50420").aqf_type.name(), award("CHC99999").aqf_type.name()), ("diploma", "certificate-iii"));
    assert_eq!((award("CHC99999").volume_of_learning, award("BSB50420").volume_of_learning_assumed), (None, true));
}

#[test]
fn a_national_file_leaves_alone_what_it_does_not_state_of_an_entry_that_is_there() {
    let unit = subject("CHCPWK001", "APPLY PEER WORK PRACTICES IN THE MENTAL HEALTH SECTOR", "Y", "0099");
    check(&[("NAT00060.txt", &unit)], None, (0, 0, 1));
    let renamed = subject("CHCPWK001", "Apply peer work", "Y", "0035");
    let imported = check(&[("NAT00060.txt", &renamed)], None, (0, 1, 0));
    let course = imported.next.course(&"CHCPWK001".parse().expect("code")).expect("there");
    assert_eq!((course.title.as_str(), course.versions[0].volume_of_learning.minutes()), ("Apply peer work", 2_100));
}

#[test]
fn an_extract_of_the_register_brings_units_awards_and_what_replaced_what() {
    let text = r#"{
      "assumed_nominal_hours": 50,
      "units": [
        { "code": "CHCPWK901", "title": "New unit", "released": "2026-01-15", "nominal_hours": 40, "elements": ["Do it"] },
        { "code": "CHCPWK900", "title": "Old unit", "status": "superseded", "other": [1],
          "superseded_by": { "code": "CHCPWK901", "equivalence": "equivalent" } }
      ],
      "skill_sets": [{ "code": "CHCSS00901", "title": "A set", "nominal_hours": 60 }],
      "qualifications": [{ "code": "CHC49915", "title": "Certificate IV in Invention", "status": "current",
        "packaging": { "core": 1, "electives": 1, "core_units": ["CHCPWK901"], "elective_units": ["CHCPWK900"] } }]
    }"#;
    let imported = check(&[("extract.json", text)], Some(Format::Register), (4, 0, 0));
    let course = |code: &str| imported.next.course(&code.parse().expect("code")).expect("imported");
    assert_eq!(course("CHCPWK901").versions[0].published.to_string(), "2026-01-15");
    let old = course("CHCPWK900");
    assert_eq!(old.superseded_by.as_ref().map(|next| next.course.as_str()), Some("CHCPWK901"));
    assert!(old.provenance.to_string().contains("its hours are assumed"), "{}", old.provenance);
    assert_eq!(old.versions[0].volume_of_learning.minutes(), 3_000);
}

#[test]
fn a_provider_imports_what_is_its_own_and_it_is_its_own_then() {
    let courses = "code,title,kind,description,assumption\nown-course,Own,workshop,A day.,For show.\n";
    let versions = VERSIONS.lines().next().expect("a header").to_owned() + "\nown-course,1.0.0,2026-07-01,,,6,no,,,,\n";
    let files = [("courses.csv", courses.as_bytes()), ("versions.csv", versions.as_bytes())];
    let by = || provider("paper-daisy-training");
    let first = read_as(&files, &seeds(), None, by()).map_err(|problems| lines(Err(problems))).expect("sound");
    let own = first.next.course(&"own-course".parse().expect("code")).expect("imported");
    assert_eq!(own.publisher.as_ref().map(|code| code.as_str()), Some("paper-daisy-training"));
    let again = read_as(&files, &first.next, None, by()).expect("sound");
    assert!(again.delta.is_empty(), "{:?}", again.fates);
}

#[test]
fn a_course_keeps_the_versions_that_a_file_does_not_have() {
    let first = check(&[("courses.csv", COURSES), ("versions.csv", VERSIONS)], None, (2, 0, 0));
    let courses = COURSES.lines().take(2).collect::<Vec<_>>().join("\n");
    let header = VERSIONS.lines().next().expect("a header");
    let versions = format!("{header}\nexample-workshop,1.1.0,2027-01-01,,Choose what to tell,7,no,,,,\n");
    let files = [("courses.csv", courses.as_bytes()), ("versions.csv", versions.as_bytes())];
    let next = read_as(&files, &first.next, None, Publisher::Operator).expect("sound");
    assert_eq!(next.fates["course"].changed, ["example-workshop"]);
    let course = next.next.course(&"example-workshop".parse().expect("code")).expect("there");
    let versions: Vec<_> = course.versions.iter().map(|version| version.version.to_string()).collect();
    assert_eq!(versions, ["1.0.0", "1.1.0"]);
}
