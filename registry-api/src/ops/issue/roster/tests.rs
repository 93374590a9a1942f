//! What rosters are read as, and what is said of those with mistakes.

use registry_core::credential::badge::TitleShown;

use super::*;

fn read_roster(format: RosterFormat, text: &str) -> Result<Roster, Vec<RosterProblem>> {
    read_beside(format, text, &|_| None)
}

fn problems(format: RosterFormat, text: &str) -> Vec<String> {
    let problems = read_roster(format, text).expect_err("problems");
    problems.into_iter().map(|it| format!("{} {}: {}", it.line, it.column, it.message)).collect()
}

#[test]
fn a_table_is_read_whatever_the_order_of_its_columns() {
    let text = "completed,course,name,reference,version,title,suspendable\n2027-01-20,listening,\"Lee, Ada\",7,1.0.0,neutral,yes\n\n21/01/2027,listening,,8,,,\n";
    let roster = read_roster(RosterFormat::Csv, text).expect("read");
    let read: Vec<_> = roster
        .rows
        .iter()
        .map(|row| {
            (row.line, row.reference(), row.award.holder_name.as_deref(), row.award.title, row.award.suspendable)
        })
        .collect();
    assert_eq!(read, [(2, "7", Some("Lee, Ada"), TitleShown::Neutral, true), (4, "8", None, TitleShown::Full, false)]);
    let days: Vec<String> = roster.rows.iter().map(|row| row.award.completed.to_string()).collect();
    assert_eq!(days, ["2027-01-20", "2027-01-21"]);
    assert!(!format!("{roster:?}").contains("Ada"), "a name is not shown by accident");
}

#[test]
fn everything_wrong_with_a_table_is_said_with_its_place() {
    assert_eq!(TEMPLATE.trim_end(), COLUMNS.join(","));
    let text = "course,qualification,version,completed,title,suspendable\n,,,1.2.2027,loud,maybe\nlistening,CHC43515,1,2027-02-30,,\n";
    assert_eq!(
        problems(RosterFormat::Csv, text),
        [
            "2 course: neither a course nor a qualification is given; give one",
            "2 completed: this is not a day such as 2027-02-01",
            "2 title: this is not a title; write full or neutral",
            "2 suspendable: this is neither yes nor no",
            "3 course: both a course and a qualification are given; give one",
            "3 completed: this is not a day such as 2027-02-01",
        ]
    );
    assert_eq!(
        problems(RosterFormat::Csv, "corse,completed,completed\n"),
        [
            "1 : \"corse\" is not a column of a roster; did you mean course?",
            "1 completed: the column stands twice; leave one out"
        ]
    );
    assert!(problems(RosterFormat::Csv, "")[0].contains("the file is empty"));
}

fn activity(unit: &str, end: &str, outcome: &str) -> String {
    format!("{:<10}{:<10}{:<10}{unit:<12}{:<10}{:<8}{end}YNN{outcome}", "01010", "LOC", "C7", "CHC43515", "01012027")
}

#[test]
fn of_training_activity_only_achievements_are_issued() {
    let lines: Vec<String> =
        ["20", "51", "60", "30", "81"].map(|outcome| activity("CHCPRP003", "20012027", outcome)).to_vec();
    let roster = read_roster(RosterFormat::Nat00120, &lines.join("\r\n")).expect("read");
    let read: Vec<_> =
        roster.rows.iter().map(|row| (row.line, row.reference(), row.award.completed.to_string())).collect();
    assert_eq!(read, [(1, "C7", "2027-01-20".to_owned()), (2, "C7", "2027-01-20".to_owned())]);
    assert_eq!(roster.passed_over.iter().map(|line| line.line).collect::<Vec<_>>(), [3, 4, 5]);
    let wrong = [activity("CHCPRP003", "20272001", "20"), activity("CHCPRP003", "20012027", "99")].join("\n");
    assert_eq!(
        problems(RosterFormat::Nat00120, &wrong),
        [
            "1 column 61: this is not a day such as 01022027",
            "2 column 72: \"99\" is not an outcome of AVETMISS 8.0, such as 20"
        ]
    );
}

#[test]
fn of_completed_programs_those_without_a_document_are_issued() {
    let line = |issued: &str| format!("{:<10}{:<10}{:<10}20012027{issued}", "01010", "CHC43515", "C7");
    let roster = read_roster(RosterFormat::Nat00130, &[line("N"), line("Y"), line("@")].join("\n")).expect("read");
    assert_eq!(roster.rows.iter().map(|row| row.line).collect::<Vec<_>>(), [1, 3]);
    assert_eq!(roster.passed_over.len(), 1);
    assert_eq!(
        problems(RosterFormat::Nat00130, &line("X")),
        ["1 column 39: \"X\" is neither Y nor N: whether its document was issued"]
    );
    // The flag that was cut off may have said that the document was issued.
    assert_eq!(
        problems(RosterFormat::Nat00130, &line("")),
        [
            "1 column 39: the line ends after column 38, but the flag of whether its document was issued stands in column 39; the file may have been cut off, so export it again"
        ]
    );
    assert_eq!(
        problems(RosterFormat::Nat00120, &activity("CHCPRP003", "20012027", "")),
        [
            "1 column 72: the line ends after column 71, but the outcome stands in columns 72 to 73; the file may have been cut off, so export it again"
        ]
    );
    assert_eq!(RosterFormat::of_name("a/NAT00130.txt"), RosterFormat::Nat00130);
    assert_eq!(RosterFormat::of_name("nat00120.TXT"), RosterFormat::Nat00120);
    assert_eq!(RosterFormat::of_name("people.csv"), RosterFormat::Csv);
}

#[test]
fn what_is_not_there_and_a_wrong_usi_are_said_with_everything_else() {
    let text = "course,completed,usi\nhearing-wel,soon,\nlistening,2027-01-20,BNGH7C75FM\nhearing-wel,2027-01-20,\n";
    let unknown = |earned: &Earned| match earned {
        Earned::Course(code, _) if code.as_str() == "hearing-wel" => Some(AwardFault::NoCourse(code.clone())),
        _ => None,
    };
    let problems = read_beside(RosterFormat::Csv, text, &unknown).expect_err("problems");
    let said: Vec<_> = problems.iter().map(|one| (one.line, one.column.as_str())).collect();
    assert_eq!(said, [(2, "completed"), (2, "course"), (3, "usi"), (4, "course")], "{problems:?}");
    assert_eq!(problems[1].message, "there is no course hearing-wel; correct the code");
    assert!(problems.iter().all(|one| !one.message.contains("BNGH")), "{problems:?}");
    // Of a roster in which nothing else is wrong it is found out when it is judged.
    assert!(read_beside(RosterFormat::Csv, "course,completed\nhearing-wel,2027-01-20\n", &unknown).is_ok());
}

#[test]
fn a_name_whose_quotation_mark_is_never_closed_does_not_become_the_names_of_all_that_follow() {
    let text = "completed,course,name\n2027-01-20,listening,\"Lee\n2027-01-21,listening,Chen\n";
    let said = problems(RosterFormat::Csv, text);
    assert_eq!(said, [format!("2 name: {}", crate::spreadsheet::UNCLOSED)]);
}

#[test]
fn a_table_may_have_semicolons_between_its_cells() {
    let text = "completed;course;name\n2027-01-20;listening;\"Lee; Ada\"\n";
    let roster = read_roster(RosterFormat::Csv, text).expect("read");
    assert_eq!(roster.rows[0].award.holder_name.as_deref(), Some("Lee; Ada"));
}
