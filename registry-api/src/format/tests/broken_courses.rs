//! Courses, awards, credit rules and offerings with one thing broken, as in [`broken`](super::broken).

use super::*;

#[test]
fn a_broken_course_says_what_is_wrong_and_where() {
    check(
        "volume_of_learning_hours = 40",
        r#"volume_of_learning_hours = "40""#,
        &[
            r#"127: course suite-peer-support: versions#2.volume_of_learning_hours is "40"; write a number of hours such as 37.5"#,
        ],
    );
    check(
        "volume_of_learning_hours = 40",
        "volume_of_learning_hours = 5000",
        &[
            "127: course suite-peer-support: versions#2.volume_of_learning_hours: 5000 hours is too long; at most 4800 are allowed",
        ],
    );
    check(
        "volume_of_learning_hours = 40",
        "volume_of_learning_hours = 0",
        &["123: course suite-peer-support: version 1.1.0 takes 0 h; the least is 1 h"],
    );
    check(
        "version = \"1.1.0\"\n  published",
        "version = \"1.1\"\n  published",
        &[r#"123: course suite-peer-support: versions#2.version: "1.1" is not a version; write one such as "1.0.0""#],
    );
    check(
        "version = \"1.1.0\"\n  published",
        "version = \"1.0.0\"\n  published",
        &[
            "112: course suite-peer-support: version 1.0.0 stands twice; keep one of the two",
            "227: offering peer-support-2027: it teaches version 1.1.0 of suite-peer-support, whose versions are 1.0.0, 1.0.0; name one of those",
        ],
    );
    check(
        r#"published = "2027-01-01""#,
        r#"published = "2027-02-30""#,
        &[
            r#"124: course suite-peer-support: versions#2.published is "2027-02-30"; write a day of the calendar such as "2027-02-01""#,
        ],
    );
    check(
        r#"published = "2027-01-01""#,
        r#"published = "1 January 2027""#,
        &[
            r#"124: course suite-peer-support: versions#2.published is "1 January 2027"; write a day of the calendar such as "2027-02-01""#,
        ],
    );
    check(
        r#"published = "2027-01-01""#,
        r#"published = "0027-01-01""#,
        &[
            r#"124: course suite-peer-support: versions#2.published is "0027-01-01"; write a day from 1900-01-01 to 2200-12-31"#,
        ],
    );
    check(
        "published = 2026-01-01",
        "published = 2026-01-01T09:00:00",
        &[
            r#"92: course workshop-values: versions#1.published is 2026-01-01T09:00:00; write a day of the calendar such as "2027-02-01""#,
        ],
    );
    check(
        r#"status = "withdrawn""#,
        r#"status = "retired""#,
        &[
            r#"145: course suite-supervision: versions#1.status is "retired"; write one of "published", "superseded", "withdrawn""#,
        ],
    );
    check(
        "assessed = true\n  credit_points",
        "assessed = false\n  credit_points",
        &[
            "112: course suite-peer-support: version 1.0.0 of this micro-credential is not assessed; attendance alone is a workshop (National Microcredentials Framework)",
        ],
    );
    check(
        "credit_scheme = \"melbourne\"\n  sessions",
        "sessions",
        &[
            "111: course suite-peer-support: versions#1.credit_scheme is missing beside credit_points; say in which scheme they count",
        ],
    );
    check(
        "credit_points = \"3.125\"\n",
        "",
        &[
            "111: course suite-peer-support: versions#1.credit_points is missing beside credit_scheme; say how many, or take the scheme away",
        ],
    );
    check(
        r#"credit_points = "3.125""#,
        "credit_points = 3.125",
        &[
            r#"118: course suite-peer-support: versions#1.credit_points is 3.125; write credit points in quotes such as "3.125""#,
        ],
    );
    check(
        r#"credit_points = "3.125""#,
        r#"credit_points = "a few""#,
        &[
            r#"118: course suite-peer-support: versions#1.credit_points: "a few" is not an amount of credit points; write a decimal such as "3.125""#,
        ],
    );
    check(
        "tiers = [3]\nroles",
        "tiers = [3, 3]\nroles",
        &["103: course suite-peer-support: tiers#2: this stands twice in the list; write it once"],
    );
    check(
        "tiers = [3]\nroles",
        "tiers = 3\nroles",
        &["103: course suite-peer-support: tiers is 3; write a list in square brackets"],
    );
    check(
        "level = 8",
        "level = 11",
        &["107: course suite-peer-support: aqf_alignment.level: 11 is not an AQF level; levels go from 1 to 10"],
    );
    check(
        r#"equivalence = "not-equivalent""#,
        r#"equivalence = "same""#,
        &[
            r#"108: course suite-peer-support: superseded_by.equivalence is "same"; write one of "equivalent", "not-equivalent", "not-stated""#,
        ],
    );
    check(
        r#"code = "suite-supervision""#,
        r#"code = "suite-peer-support""#,
        &[
            "56: tier 3: completion names course suite-supervision, which is not in the catalogue; add it or correct the code",
            "108: course suite-peer-support: superseded_by names course suite-supervision, which is not in the catalogue; add it or correct the code",
            "134: course suite-peer-support: this code stands twice; give one of the two another code; the first stands at a.toml:97",
            "194: credit rule suite-credit: series.of names course suite-supervision, which is not in the catalogue; add it or correct the code",
            "227: offering peer-support-2027: it teaches version 1.1.0 of suite-peer-support, whose versions are 1.0.0; name one of those",
            "270: qualification CHC43315: packaging.groups names course suite-supervision, which is not in the catalogue; add it or correct the code",
            "285: qualification GC-POINTS: points_packaging.groups names course suite-supervision, which is not in the catalogue; add it or correct the code",
            "285: qualification GC-POINTS: points_packaging.levels names course suite-supervision, which is not in the catalogue; add it or correct the code",
        ],
    );
}

#[test]
fn broken_awards_and_credit_rules_say_what_is_wrong() {
    check(
        r#"aqf_type = "certificate-iv""#,
        r#"aqf_type = "certificate-4""#,
        &[
            r#"153: qualification CHC43515: aqf_type is "certificate-4"; write one of "certificate-i", "certificate-ii", "certificate-iii", "certificate-iv", "diploma", "advanced-diploma", "associate-degree", "bachelor", "bachelor-honours", "graduate-certificate", "graduate-diploma", "masters", "doctorate"; did you mean "certificate-i"?"#,
        ],
    );
    check(
        "volume_of_learning_hours = 1200\n",
        "",
        &[
            "150: qualification CHC43515: volume_assumed stands without volume_of_learning_hours; give the hours or take it away",
        ],
    );
    check(
        "core = 8",
        "core = -8",
        &["164: qualification CHC43515: packaging.core is -8; write a whole number from 0 to 200"],
    );
    check(
        "electives_listed_min = 5",
        "electives_listed_min = 6",
        &[
            "163: qualification CHC43515: at least 6 listed + at most 2 from elsewhere = 8, but the award has 7 electives; correct one of them",
        ],
    );
    check(
        r#"code = "group-a""#,
        r#"code = "group a""#,
        &[
            r#"170: qualification CHC43515: packaging.groups#1.code: the code "group a" has ' ' as character 6; use ASCII letters, digits, hyphens and full stops, and begin with a letter or digit"#,
        ],
    );
    check(
        r#"units = ["suite-peer-support"]"#,
        r#"units = ["peer-support"]"#,
        &[
            "170: qualification CHC43515: packaging.groups names course peer-support, which is not in the catalogue; add it or correct the code",
        ],
    );
    check(
        r#"points_per_year = "100""#,
        r#"points_per_year = "0""#,
        &["184: credit scheme melbourne: a full-time year has 0 points; it needs more than 0"],
    );
    check(
        "size = 2",
        "size = 3",
        &[
            "190: credit rule suite-credit: a series of 3 out of 2 different courses can never be complete; list more courses or make the series smaller",
        ],
    );
    check(
        r#"kind = "block""#,
        r#"kind = "series""#,
        &[
            r#"198: credit rule block-credit: the kind is "series" but there is a block table; write series = { … } and only that"#,
        ],
    );
    check(
        "block = { from = \"CHC43515\", points = \"12.5\" }\n",
        "",
        &[
            r#"198: credit rule block-credit: the kind is "block" but there is no such table; write block = { … } and only that"#,
        ],
    );
    check(
        r#"points = "12.5" }"#,
        r#"points = "62.5" }"#,
        &["198: credit rule block-credit: the rule gives 62.5 points towards an award of 50; correct one of them"],
    );
    check(
        r#"amount = "1500.00""#,
        "amount = 1500.00",
        &[
            r#"211: funding source free-tafe-vic: amount is 1500.00; write dollars and cents in quotes such as "420.00""#,
        ],
    );
    check(
        r#"amount = "1500.00""#,
        r#"amount = "$1,500""#,
        &[
            r#"211: funding source free-tafe-vic: amount: "$1,500" is not an amount; write dollars and cents such as "420.00""#,
        ],
    );
}

#[test]
fn a_broken_offering_says_what_is_wrong() {
    check(
        "version = \"1.1.0\"\nprovider",
        "provider",
        &["224: offering peer-support-2027: version is missing beside course; say which version is taught"],
    );
    check(
        "version = \"1.1.0\"\nprovider",
        "version = \"1.2.0\"\nprovider",
        &[
            "227: offering peer-support-2027: it teaches version 1.2.0 of suite-peer-support, whose versions are 1.0.0, 1.1.0; name one of those",
        ],
    );
    check(
        "course = \"suite-peer-support\"\nversion = \"1.1.0\"\n",
        "qualification = \"CHC43515\"\ncourse = \"suite-peer-support\"\nversion = \"1.1.0\"\n",
        &["224: offering peer-support-2027: it teaches both a course and a qualification; make two offerings of it"],
    );
    check(
        "qualification = \"CHC43515\"\nprovider",
        "provider",
        &["242: offering certificate-rolling: it teaches nothing; add course and version, or qualification"],
    );
    check(
        "provider = \"example-institute\"\nmode = \"online\"",
        "provider = \"example\"\nmode = \"online\"",
        &[
            "245: offering certificate-rolling: provider names provider example, which is not in the catalogue; add it or correct the code",
        ],
    );
    check(
        "region = \"melbourne-metro\"\n",
        "",
        &["224: offering peer-support-2027: it is taught in person but names no region; say where"],
    );
    check(
        r#"end = "2027-03-05""#,
        r#"end = "2027-02-05""#,
        &["224: offering peer-support-2027: it ends on 2027-02-05, before it starts on 2027-03-01"],
    );
    check(
        r#"end = "2027-03-05""#,
        r#"end = "2027-03-05", weeks = 1"#,
        &[
            "231: offering peer-support-2027: delivery: it has both fixed dates and rolling starts; make two offerings of it",
        ],
    );
    check(
        "weeks = 52",
        "weeks = 261",
        &["247: offering certificate-rolling: delivery.weeks is 261; write a whole number from 1 to 260"],
    );
    check(
        r#"delivery = { start = "2027-03-01", end = "2027-03-05" }"#,
        "delivery = {}",
        &["231: offering peer-support-2027: delivery: it says no time; write start and end, or rolling_from and weeks"],
    );
    check("days = 5", "days = 6", &["224: offering peer-support-2027: it takes 6 working days within 5 days"]);
    check(
        "days = 5",
        "days = 2.5",
        &["234: offering peer-support-2027: days is 2.5; write a whole number from 0 to 1820"],
    );
    check(
        r#"price = "420.00""#,
        r#"price = "-420.00""#,
        &["232: offering peer-support-2027: price: the amount -420.00 is negative; it must be 0.00 or more"],
    );
    check(
        "own_time_hours = 4\n",
        "own_time_hours = -4\n",
        &["236: offering peer-support-2027: own_time_hours: -4 hours is negative; it must be 0 or more"],
    );
    check(
        "peer_led = true",
        r#"peer_led = "yes""#,
        &[r#"238: offering peer-support-2027: peer_led is "yes"; write true or false"#],
    );
    check(
        "capacity = 20",
        "capacity = 99999999999999999999",
        &["237: offering peer-support-2027: capacity is 99999999999999999999; write a whole number from 1 to 100000"],
    );
    check(
        "capacity = 20",
        "rpl_asks = []",
        &[
            "237: offering peer-support-2027: rpl_asks: recognition asks for nothing; name what must hold, such as { gate = \"employed\" }",
        ],
    );
}
