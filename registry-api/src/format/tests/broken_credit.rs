//! Awards and credit rules that do not add up: refused with the line and the arithmetic.

use super::*;

/// The line of the fixture, counted from 1, on which a text stands.
fn line(text: &str) -> usize {
    EVERYTHING.lines().position(|line| line.contains(text)).expect(text) + 1
}

/// Breaks the fixture in one place and expects one problem on the line on which `at` stands.
#[track_caller]
fn check_at(at: &str, old: &str, new: &str, problem: &str) {
    check(old, new, &[&format!("{}: {problem}", line(at))]);
}

#[test]
fn a_share_over_the_whole_is_refused() {
    check_at(
        "residency_least_percent = 50",
        "residency_least_percent = 50",
        "residency_least_percent = 120",
        "qualification GC-POINTS: recognition.residency_least_percent: 120 % is more than the whole; write 0 to 100",
    );
    check_at(
        "  most_percent = 50",
        "  most_percent = 50",
        "  most_percent = -1",
        "qualification GC-POINTS: recognition.most_percent: -1 % is negative; write 0 to 100",
    );
    check_at(
        "rpl_most_percent = 25",
        "rpl_most_percent = 25",
        "rpl_most_percent = \"25 %\"",
        "qualification GC-POINTS: recognition.rpl_most_percent is \"25 %\"; write a whole number from 0 to 100",
    );
    check_at(
        "  study_years_max = 5",
        "  study_years_max = 5",
        "  study_years_max = 0",
        "qualification GC-POINTS: recognition.study_years_max is 0; write a whole number from 1 to 50",
    );
    check_at(
        "recognition = { most_percent = 60",
        "{ most_percent = 60, study_years_max = 10 }",
        "{}",
        "qualification CHC43315: recognition: it sets no limit; write most_percent, rpl_most_percent, residency_least_percent or study_years_max, or take the table away",
    );
}

#[test]
fn points_that_do_not_add_up_show_the_sum() {
    check_at(
        "[qualifications.points_packaging]",
        "least = \"15\"",
        "least = \"45\"",
        "qualification GC-POINTS: the groups ask for at least 30 + 45 = 75 points, but there are 60 points; ask for less or correct the size",
    );
    check_at(
        "[qualifications.points_packaging]",
        "subject_points = \"15\"",
        "subject_points = \"16\"",
        "qualification GC-POINTS: the award has 60 points and a subject 16, which is no whole number of subjects; correct one of them",
    );
    check_at(
        "code = \"major\", title",
        "most = \"45\"",
        "most = \"15\"",
        "qualification GC-POINTS: group major asks for at least 30 and allows at most 15; correct one of them",
    );
    check_at(
        "code = \"list\", title",
        "least = 1, most = 2",
        "least = 3, most = 2",
        "qualification CHC43315: group list asks for at least 3 and allows at most 2; correct one of them",
    );
}

/// What nobody could complete, and totals that their parts do not come to.
#[test]
fn packaging_that_cannot_be_completed_shows_the_sum() {
    check_at(
        "  units = 4",
        "  units = 4",
        "  units = 5",
        "qualification CHC43315: packaging: 1 core + 3 electives = 4, the award needs 5; correct one of them",
    );
    check_at(
        "  units = 4",
        "  electives = 3\n  units = 4",
        "  electives = 1\n  units = 1",
        "qualification CHC43315: packaging: 1 core + 1 elective = 2, the award needs 1; correct one of them",
    );
    check_at(
        "  core = 1",
        "[qualifications.packaging]\n  core = 1\n  electives = 3\n",
        "\n  [qualifications.packaging]\n  core = 1\n  electives = 3\n  electives_listed_min = 2\n  electives_elsewhere_max = 2\n",
        "qualification CHC43315: at least 2 listed + at most 2 from elsewhere = 4, but the award has 3 electives; correct one of them",
    );
    check_at(
        "[qualifications.points_packaging]",
        "title = \"Free choice\", least = \"15\"",
        "title = \"Free choice\", least = \"0\", most = \"7.5\"",
        "qualification GC-POINTS: the groups allow at most 45 + 7.5 = 52.5 points, but the award needs 60 points; allow more, or leave a most out where a group may hold any number",
    );
}

#[test]
fn levels_are_refused_at_their_line() {
    check_at(
        "{ level = 2,",
        "{ level = 2, least = \"15\"",
        "{ level = 2, least = \"15\", most = \"7.5\"",
        "qualification GC-POINTS: level 2 asks for at least 15 and allows at most 7.5; correct one of them",
    );
    check_at(
        "[qualifications.points_packaging]",
        "{ level = 2, least = \"15\"",
        "{ level = 2, least = \"67.5\"",
        "qualification GC-POINTS: the levels ask for at least 67.5 points, but there are 60 points; ask for less or correct the size",
    );
    check_at(
        "{ level = 2,",
        "subjects = [\"suite-supervision\"] },\n  ]\n  source",
        "subjects = [\"suite-supervision\", \"suite-peer-support\"] },\n  ]\n  source",
        "qualification GC-POINTS: suite-peer-support stands at level 1 and at level 2; it is of one level, so keep it in one of them",
    );
    check_at(
        "{ level = 2,",
        "{ level = 2,",
        "{ level = 0,",
        "qualification GC-POINTS: points_packaging.levels#2.level is 0; write a whole number from 1 to 9",
    );
    check_at(
        "{ level = 2,",
        "{ level = 2,",
        "{ level = 1,",
        "qualification GC-POINTS: level 1 stands twice; give one entry with all its subjects",
    );
    // With those above it a level asks for more than all of them allow, and than the award has.
    check_at(
        "{ level = 1,",
        "least_and_above = \"30\", subjects = [\"suite-peer-support\"] },\n    { level = 2, least = \"15\"",
        "least_and_above = \"60\", subjects = [\"suite-peer-support\"] },\n    { level = 2, most = \"12.5\"",
        "qualification GC-POINTS: level 1 and above ask for at least 60 and allow at most 45 + 12.5 = 57.5; correct one of them",
    );
    check_at(
        "[qualifications.points_packaging]",
        "most = \"45\", least_and_above = \"30\", subjects = [\"suite-peer-support\"] },\n    { level = 2, least = \"15\"",
        "most = \"45\", least = \"15\", subjects = [\"suite-peer-support\"] },\n    { level = 2, least_and_above = \"50\"",
        "qualification GC-POINTS: the levels ask for at least 15 + 50 = 65 points, but there are 60 points; ask for less or correct the size",
    );
    let rule = line("code = \"level-block\"");
    check(
        "standing = \"by-application\"\nlevel = 1",
        "standing = \"by-application\"\nlevel = 3",
        &[&format!(
            "{}: credit rule level-block: level names level 3, for which points_packaging of GC-POINTS has no entry; add it there or take the level away",
            rule + 5
        )],
    );
    check(
        "standing = \"by-application\"\nlevel = 1",
        "standing = \"by-application\"\nlevel = 1\ngroup = \"free\"",
        &[&format!(
            "{}: credit rule level-block: the block fills group free and level 1; it may be cut to one of them, so name one",
            rule + 5
        )],
    );
}

/// 1 point of a scheme of 120 a year is 1 × 100 ÷ 120 of one of 100: nothing rounds that in silence.
#[test]
fn a_subject_whose_points_would_be_rounded_is_refused_where_the_award_names_it() {
    let other = "[[credit_schemes]]\ncode = \"other\"\ntitle = \"Other\"\npoints_per_year = \"120\"\nsource = { external = \"a \
                 university\", place = \"Handbook\", confidence = \"high\" }\n";
    let text = EVERYTHING.replacen("status = \"withdrawn\"", "status = \"published\"", 1);
    let version = text.split_once("code = \"suite-supervision\"\ntitle").expect("the subject").1;
    let assessed = version.split_once("assessed = true\n").expect("its version").0;
    let at = text.len() - version.len() + assessed.len() + "assessed = true\n".len();
    let (before, after) = text.split_at(at);
    let text = format!("{before}  credit_points = \"1\"\n  credit_scheme = \"other\"\n{after}\n{other}");
    assert_eq!(
        lines(&check_catalogue(&[file(&text)], None)),
        [format!(
            "a.toml:{}: qualification GC-POINTS: suite-supervision states 1 point of other, which is no exact amount in melbourne: 1 × 100 ÷ 120; state its points in melbourne, or correct them",
            line("code = \"major\", title") + 2
        )]
    );
}

#[test]
fn parts_of_an_award_without_a_size_are_parts_of_nothing() {
    let text = EVERYTHING.replacen("credit_points = \"60\"\ncredit_scheme = \"melbourne\"\n", "", 1);
    let found = lines(&check_catalogue(&[file(&text)], None));
    let moved = |at: &str| line(at) - 2;
    assert_eq!(
        found,
        [
            format!(
                "a.toml:{}: qualification GC-POINTS: points_packaging speaks of parts of the award, but its size is not stated; add credit_points and credit_scheme, or packaging",
                moved("[qualifications.points_packaging]")
            ),
            format!(
                "a.toml:{}: qualification GC-POINTS: recognition speaks of parts of the award, but its size is not stated; add credit_points and credit_scheme, or packaging",
                moved("[qualifications.recognition]")
            ),
        ]
    );
}

#[test]
fn groups_that_overlap_are_refused_at_the_second() {
    check_at(
        "code = \"list\", title",
        "units = [\"suite-supervision\"]",
        "units = [\"suite-supervision\", \"suite-peer-support\"]",
        "qualification CHC43315: suite-peer-support stands in group core and in group list; it counts once, so keep it in one of them",
    );
    check_at(
        "code = \"free\", title",
        "least = \"15\" }",
        "least = \"15\", subjects = [\"suite-supervision\"] }",
        "qualification GC-POINTS: suite-supervision stands in group major and in group free; it counts once, so keep it in one of them",
    );
    check_at(
        "code = \"free\", title",
        "code = \"free\"",
        "code = \"major\"",
        "qualification GC-POINTS: points_packaging.groups#2: a group major stands before this one; give one of them another code",
    );
}

#[test]
fn a_rule_to_nothing_names_what_is_not_there() {
    check_at(
        "unit = { from = \"workshop-values\"",
        "from = \"workshop-values\", unit",
        "from = \"workshop-value\", unit",
        "credit rule unit-exchange: unit.from names course workshop-value, which is not in the catalogue; add it or correct the code",
    );
    let rule = line("code = \"unit-exchange\"") - 1;
    check(
        "unit = \"suite-peer-support\" }",
        "unit = \"workshop-values\" }",
        &[
            &format!(
                "{rule}: credit rule unit-exchange: workshop-values counts as itself without a rule; take the rule away"
            ),
            &format!(
                "{}: credit rule unit-exchange: unit names workshop-values, which no group of CHC43315 lists; add it there or correct the code",
                rule + 4
            ),
        ],
    );
    check_at(
        "group = \"major\"",
        "group = \"major\"",
        "group = \"minor\"",
        "credit rule major-block: group names \"minor\", which points_packaging of GC-POINTS does not have; correct the code",
    );
    check_at(
        "from_provider = \"example-institute\"",
        "from_provider = \"example-institute\"",
        "from_provider = \"nobody\"",
        "credit rule major-block: from_provider names provider nobody, which is not in the catalogue; add it or correct the code",
    );
    check_at(
        "valid_until = \"2029-12-31\"",
        "valid_until = \"2029-12-31\"",
        "valid_until = \"2025-12-31\"",
        "credit rule major-block: it ends on 2025-12-31, before it starts on 2026-01-01",
    );
}

/// A series is whole or nothing: one that is larger than what its group or level allows would never count.
#[test]
fn a_series_that_its_part_has_no_room_for_is_refused_with_the_sum() {
    let of = |part: &str| {
        format!(
            "\n[[credit_rules]]\ncode = \"too-large\"\nqualification = \"GC-POINTS\"\nkind = \"series\"\nseries = {{ of = \
             [\"suite-supervision\"], size = 1, points_each_series = \"47.5\" }}\nstanding = \"guaranteed\"\n{part}\n\
             source = {{ external = \"a university\", place = \"Credit\", confidence = \"high\" }}\n"
        )
    };
    for (part, said) in [("group = \"major\"", "group major"), ("level = 1", "level 1")] {
        let text = format!("{EVERYTHING}{}", of(part));
        let at = text.lines().count() - 1;
        assert_eq!(
            lines(&check_catalogue(&[file(&text)], None)),
            [format!(
                "a.toml:{at}: credit rule too-large: one series gives 47.5 points, 2.5 points more than the 45 that {said} allows at most; a series is whole or nothing, so allow more there or give fewer"
            )]
        );
    }
}

#[test]
fn the_kind_of_a_rule_is_the_table_it_has() {
    let rule = line("code = \"unit-exchange\"") - 1;
    check(
        "kind = \"unit\"",
        "kind = \"units\"",
        &[&format!(
            "{}: credit rule unit-exchange: kind is \"units\"; write one of \"series\", \"block\", \"unit\"; did you mean \"unit\"?",
            rule + 3
        )],
    );
    check(
        "kind = \"unit\"\n",
        "kind = \"unit\"\nblock = { from = \"CHC43515\", points = \"1\" }\n",
        &[&format!(
            "{rule}: credit rule unit-exchange: the kind is \"unit\" but there is more than one table; write unit = {{ … }} and only that"
        )],
    );
    check(
        "basis = \"rpl\"",
        "basis = \"experience\"",
        &[&format!(
            "{}: credit rule unit-exchange: basis is \"experience\"; write one of \"credit-transfer\", \"articulation\", \"rpl\"",
            rule + 5
        )],
    );
}

#[test]
fn credit_that_goes_round_in_a_circle_names_every_award_of_it() {
    let back = "\n[[credit_rules]]\ncode = \"back\"\nqualification = \"CHC43515\"\nkind = \"block\"\n\
                block = { from = \"GC-POINTS\", points = \"1\" }\nstanding = \"guaranteed\"\n\
                source = { external = \"a college\", place = \"Credit\", confidence = \"high\" }\n";
    let text = format!("{EVERYTHING}{back}");
    assert_eq!(
        lines(&check_catalogue(&[file(&text)], None)),
        [format!(
            "a.toml:{}: credit rule major-block: credit goes round in a circle: CHC43515 gives 15 points towards GC-POINTS, GC-POINTS gives 1 point towards CHC43515; take one of these rules away",
            line("code = \"major-block\"") - 1
        )]
    );
}
