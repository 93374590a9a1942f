//! What stands twice where it counts once is refused on its own line, and long values are repeated in part.

use super::*;

#[test]
fn an_operand_stands_once_in_its_list() {
    let old = r#"{ any = [{ course = "suite-peer-support" }, { course = "suite-supervision" }] }"#;
    check(
        old,
        r#"{ at_least = 2, of = [
{ course = "suite-peer-support", version = "^1" },
{ course = "suite-peer-support" },
{ course = "suite-peer-support", version = "^1" }] }"#,
        &["59: tier 3: completion.of#3: this stands twice in the list; write it once"],
    );
    check(
        old,
        r#"{ any = [{ course = "suite-peer-support" }, { all = [{ course = "suite-peer-support" }] }] }"#,
        &["46: tier 3: completion asks for course suite-peer-support twice in one list of alternatives; write it once"],
    );
}

#[test]
fn a_fee_stands_once_for_its_funding_and_a_rung_once_for_its_award() {
    check(
        r#"fees = [{ funding = "free-tafe-vic", price = "0.00" }]"#,
        r#"fees = [{ funding = "free-tafe-vic", price = "0.00" },
{ funding = "free-tafe-vic", price = "1.00" }]"#,
        &[
            "234: offering peer-support-2027: fees#2: a fee for funding source free-tafe-vic stands before this one; keep one of the two",
        ],
    );
    let rung = r#"{ qualification = "GC-MH", source = { external = "a university", place = "Entry", confidence = "medium" } }"#;
    check(
        &format!("leads_to = [{rung}]"),
        &format!("leads_to = [{rung},\n{rung}]"),
        &["161: qualification CHC43515: leads_to#2: qualification GC-MH stands before this one; keep one of the two"],
    );
}

#[test]
fn a_long_version_is_refused_and_repeated_in_part() {
    let long = format!("1.0.0-{}", "a".repeat(300));
    let start = format!("{}…", &long[..60]);
    let of_person = PERSON.replacen("version = \"1.0.0\"", &format!("version = \"{long}\""), 1);
    let today = "2027-02-01".parse().expect("day");
    let found = lines(&read_profile(&file(&of_person), today, None).expect_err("refused"));
    let wanted = format!("version is \"{start}\"; write a version of at most 64 characters");
    assert!(found.len() == 1 && found[0].ends_with(&wanted), "{found:#?}");
}
