//! What a catalogue refuses of credit and of the packaging of awards.

use super::*;

#[test]
fn credit_adds_up() {
    let too_small = "different courses can never be complete; list more courses or make the series smaller";
    for (of, size, listed) in [(&["a", "b"][..], 3, 2), (&["a", "b"], 0, 2), (&["a", "a"], 1, 1)] {
        check(
            |parts| parts.credit_rules[0].exchange = series(of, size, "1"),
            &[&format!("credit rule series: a series of {size} out of {listed} {too_small}")],
        );
    }
    check(
        |parts| parts.credit_rules[0].exchange = series(&["a", "b"], 2, "50.5"),
        &["credit rule series: the rule gives 50.5 points towards an award of 50; correct one of them"],
    );
    check(
        |parts| parts.credit_schemes[0].points_per_year = read("0"),
        &["credit scheme points: a full-time year has 0 points; it needs more than 0"],
    );
    let packaging = |listed, elsewhere| Packaging {
        core: 8,
        electives: 7,
        electives_listed_min: listed,
        electives_elsewhere_max: elsewhere,
        work_hours_min: None,
        groups: Vec::new(),
        provenance: source(),
    };
    check(|parts| parts.qualifications[0].packaging = Some(packaging(Some(5), Some(2))), &[]);
    check(|parts| parts.qualifications[0].packaging = Some(packaging(Some(5), None)), &[]);
    check(
        |parts| parts.qualifications[0].packaging = Some(packaging(Some(u16::MAX), Some(u16::MAX))),
        &[
            "qualification q: at least 65535 listed + at most 65535 from elsewhere = 131070, but the award has 7 electives; correct one of them",
        ],
    );
}

/// An award of units, in groups of `core`, `electives` and of listed units.
fn packaged(groups: &[(&str, GroupKind, &[&str])]) -> Qualification {
    let group = |(code, kind, units): &(&str, GroupKind, &[&str])| PackagingGroup {
        code: (*code).to_owned(),
        title: (*code).to_owned(),
        kind: *kind,
        least: None,
        most: None,
        units: units.iter().map(|unit| read(unit)).collect(),
    };
    let packaging = Packaging {
        core: 1,
        electives: 1,
        electives_listed_min: Some(1),
        electives_elsewhere_max: None,
        work_hours_min: None,
        groups: groups.iter().map(group).collect(),
        provenance: source(),
    };
    Qualification { packaging: Some(packaging), ..qualification("u", vec![]) }
}

#[test]
fn packaging_that_does_not_add_up_is_refused_with_its_arithmetic() {
    check(
        |parts| parts.qualifications.push(packaged(&[("core", GroupKind::Core, &["a", "b"])])),
        &["qualification u: the core groups list 2 units, but the award has 1 core unit; correct one of them"],
    );
    check(
        |parts| {
            let groups = [("one", GroupKind::Elective, &["a"][..]), ("two", GroupKind::Elective, &["b"])];
            let mut award = packaged(&groups);
            for group in award.packaging.iter_mut().flat_map(|packaging| &mut packaging.groups) {
                (group.least, group.most) = (Some(2), Some(1));
            }
            parts.qualifications.push(award);
        },
        &[
            "qualification u: the groups ask for at least 2 + 2 = 4 units, but there is 1 elective; ask for less or correct the size",
            "qualification u: group one asks for at least 2 and allows at most 1; correct one of them",
            "qualification u: group two asks for at least 2 and allows at most 1; correct one of them",
        ],
    );
    check(
        |parts| {
            let groups = [("one", GroupKind::Elective, &["a"][..]), ("two", GroupKind::Listed, &["a"])];
            parts.qualifications.push(packaged(&groups));
        },
        &["qualification u: a stands in group one and in group two; it counts once, so keep it in one of them"],
    );
}

/// Groups that all have a most, and come to less than the award takes: nobody could complete it.
#[test]
fn packaging_that_allows_less_than_the_award_takes_is_refused_with_its_arithmetic() {
    let with = |(core, electives, elsewhere): (u16, u16, u16), mosts: &[(&'static str, GroupKind, Option<u16>)]| {
        let groups: Vec<(&str, GroupKind, &[&str])> =
            mosts.iter().map(|(code, kind, _)| (*code, *kind, &[][..])).collect();
        let mut award = packaged(&groups);
        let packaging = award.packaging.as_mut().expect("packaging");
        (packaging.core, packaging.electives) = (core, electives);
        (packaging.electives_listed_min, packaging.electives_elsewhere_max) =
            (Some(electives - elsewhere), Some(elsewhere));
        packaging.groups.iter_mut().zip(mosts).for_each(|(group, (_, _, most))| group.most = *most);
        award
    };
    use GroupKind::{Core, Elective, Listed, Specialisation};
    let rest = "allow more, or leave a most out where a group may hold any number";
    let (a, b) = (("a", Elective, Some(2)), ("b", Specialisation, Some(2)));
    for (award, said) in [
        // Listed units are enough for the core and enough for the electives, and not for both.
        (
            with((8, 7, 0), &[("a", Core, Some(4)), ("b", Elective, Some(3)), ("c", Listed, Some(4))]),
            vec![format!(
                "qualification u: the groups allow at most 4 + 3 + 4 = 11 units, but the award needs 15 units in all; {rest}"
            )],
        ),
        (
            with((8, 7, 2), &[a, b]),
            vec![format!(
                "qualification u: the groups allow at most 2 + 2 + 2 = 6 units, but the award needs 7 electives; {rest}"
            )],
        ),
        (
            with((1, 1, 0), &[("core", Core, Some(0)), ("one", Elective, Some(0))]),
            vec![
                format!("qualification u: the groups allow at most 0 units, but the award needs 1 core unit; {rest}"),
                format!("qualification u: the groups allow at most 0 units, but the award needs 1 elective; {rest}"),
            ],
        ),
        // A listed unit is core or elective; a group without a most holds any number; no groups at all say nothing.
        (with((8, 7, 2), &[a, b, ("listed", Listed, Some(1))]), vec![]),
        (with((8, 7, 2), &[a, ("b", Elective, None)]), vec![]),
        (with((8, 7, 2), &[("core", Core, None)]), vec![]),
        (with((8, 7, 2), &[]), vec![]),
    ] {
        let said: Vec<&str> = said.iter().map(String::as_str).collect();
        check(|parts| parts.qualifications.push(award.clone()), &said);
    }
}

#[test]
fn points_that_do_not_add_up_to_the_award_are_refused_with_their_arithmetic() {
    let with = |subject: &str, leasts: [&str; 2]| {
        let group = |(code, least): (&str, &str)| PointsGroup {
            code: code.to_owned(),
            title: code.to_owned(),
            least: Some(read(least)),
            most: None,
            subjects: vec![],
        };
        PointsPackaging {
            subject_points: read(subject),
            groups: ["one", "two"].into_iter().zip(leasts).map(group).collect(),
            levels: vec![],
            provenance: source(),
        }
    };
    check(|parts| parts.qualifications[0].points_packaging = Some(with("12.5", ["25", "25"])), &[]);
    check(
        |parts| parts.qualifications[0].points_packaging = Some(with("12", ["30", "25"])),
        &[
            "qualification q: the award has 50 points and a subject 12, which is no whole number of subjects; correct one of them",
            "qualification q: the groups ask for at least 30 + 25 = 55 points, but there are 50 points; ask for less or correct the size",
        ],
    );
    let mut allows = with("12.5", ["0", "0"]);
    allows.groups.iter_mut().for_each(|group| group.most = Some(read("20")));
    check(
        |parts| parts.qualifications[0].points_packaging = Some(allows),
        &[
            "qualification q: the groups allow at most 20 + 20 = 40 points, but the award needs 50 points; allow more, or leave a most out where a group may hold any number",
        ],
    );
    check(
        |parts| {
            let mut award = qualification("unsized", vec![]);
            award.recognition = Some(RecognitionLimits {
                most: Percent::new(50).ok(),
                rpl_most: None,
                residency_least: None,
                study_years_max: None,
                provenance: source(),
            });
            parts.qualifications.push(award);
        },
        &[
            "qualification unsized: recognition speaks of parts of the award, but its size is not stated; add credit_points and credit_scheme, or packaging",
        ],
    );
}

/// A level, the least and the most points at it, and the subjects at it.
type AtLevel<'a> = (i64, Option<&'a str>, Option<&'a str>, &'a [&'a str]);

/// Levels of an award: `least`, `most` and subjects of each.
fn at_levels(levels: &[AtLevel]) -> PointsPackaging {
    let level = |(level, least, most, subjects): &(i64, Option<&str>, Option<&str>, &[&str])| PointsLevel {
        level: SubjectLevel::new(*level).expect("a level"),
        least: least.map(read),
        most: most.map(read),
        least_and_above: None,
        subjects: subjects.iter().map(|subject| read(subject)).collect(),
    };
    let levels = levels.iter().map(level).collect();
    PointsPackaging { subject_points: read("12.5"), groups: vec![], levels, provenance: source() }
}

#[test]
fn levels_that_do_not_fit_the_award_or_one_another_are_refused() {
    check(
        |parts| {
            let packaging = at_levels(&[(1, None, Some("25"), &["a"]), (3, Some("12.5"), None, &["b"])]);
            parts.qualifications[0].points_packaging = Some(packaging);
            parts.credit_rules[0].level = SubjectLevel::new(1).ok();
        },
        &[],
    );
    check(
        |parts| {
            let packaging = at_levels(&[
                (1, Some("30"), Some("25"), &["a"]),
                (2, Some("25"), None, &["a", "nobody"]),
                (2, None, None, &[]),
            ]);
            parts.qualifications[0].points_packaging = Some(packaging);
            parts.credit_rules[0].level = SubjectLevel::new(3).ok();
            let exchange = CreditExchange::Block { from: read("x"), points: read("1") };
            let mut block = CreditRule::new(read("block"), read("q"), exchange, CreditStanding::Guaranteed, source());
            (block.level, block.group) = (SubjectLevel::new(1).ok(), Some("major".to_owned()));
            parts.qualifications.push(qualification("x", vec![]));
            parts.credit_rules.push(block);
        },
        &[
            "qualification q: level 1 asks for at least 30 and allows at most 25; correct one of them",
            "qualification q: points_packaging.levels names course nobody, which is not in the catalogue; add it or correct the code",
            "qualification q: a stands at level 1 and at level 2; it is of one level, so keep it in one of them",
            "qualification q: level 2 stands twice; give one entry with all its subjects",
            "qualification q: the levels ask for at least 30 + 25 = 55 points, but there are 50 points; ask for less or correct the size",
            "credit rule series: level names level 3, for which points_packaging of q has no entry; add it there or take the level away",
            "credit rule block: group names \"major\", which points_packaging of q does not have; correct the code",
            "credit rule block: the block fills group major and level 1; it may be cut to one of them, so name one",
        ],
    );
}

/// What levels ask for is summed once: one with those above it takes their place where it asks for more than they do.
#[test]
fn levels_together_are_held_against_what_they_allow_and_what_the_award_has() {
    let with = |aboves: [Option<&str>; 3], leasts: [Option<&str>; 3], mosts: [Option<&str>; 3]| {
        let mut packaging =
            at_levels(&[(1, leasts[0], mosts[0], &[]), (2, leasts[1], mosts[1], &[]), (3, leasts[2], mosts[2], &[])]);
        packaging.levels.iter_mut().zip(aboves).for_each(|(level, above)| level.least_and_above = above.map(read));
        packaging
    };
    let none = [None; 3];
    let more = "but there are 50 points; ask for less or correct the size";
    for (packaging, said) in [
        // 20 + 30, and of these 30 are 10 + 20.
        (with([None, Some("30"), None], [Some("20"), Some("10"), Some("20")], none), vec![]),
        (
            with([None, Some("35"), None], [Some("20"), Some("10"), Some("20")], none),
            vec![format!("qualification q: the levels ask for at least 20 + 35 = 55 points, {more}")],
        ),
        (
            with([None, Some("30"), None], [Some("20"), Some("10"), Some("25")], none),
            vec![format!("qualification q: the levels ask for at least 20 + 10 + 25 = 55 points, {more}")],
        ),
        (
            with([None, Some("30"), None], none, [Some("10"), Some("10"), Some("15")]),
            vec![
                "qualification q: level 2 and above ask for at least 30 and allow at most 10 + 15 = 25; correct one of them".to_owned(),
            ],
        ),
        // One of them may hold any number.
        (with([None, Some("30"), None], none, [Some("10"), Some("10"), None]), vec![]),
    ] {
        let said: Vec<&str> = said.iter().map(String::as_str).collect();
        check(|parts| parts.qualifications[0].points_packaging = Some(packaging.clone()), &said);
    }
}

/// A series is whole or nothing, so one that its group or level has no room for would never count.
#[test]
fn a_series_that_is_larger_than_the_part_it_fills_is_refused() {
    let gives = |points: &str, at: i64| {
        let (points, at) = (points.to_owned(), SubjectLevel::new(at).ok());
        move |parts: &mut CatalogueParts| {
            parts.qualifications[0].points_packaging =
                Some(at_levels(&[(1, None, Some("12"), &[]), (2, None, None, &[])]));
            parts.credit_rules[0].exchange = series(&["a", "b"], 2, &points);
            parts.credit_rules[0].level = at;
        }
    };
    check(gives("12", 1), &[]);
    check(gives("12.5", 2), &[]);
    check(
        gives("12.5", 1),
        &[
            "credit rule series: one series gives 12.5 points, 0.5 points more than the 12 that level 1 allows at most; a series is whole or nothing, so allow more there or give fewer",
        ],
    );
}

/// 15 points of La Trobe's 120 a year are 12.5 of Melbourne's 100; 1 point is 0.8333… and would have to be rounded.
#[test]
fn a_subject_whose_points_are_no_exact_amount_in_the_scheme_of_the_award_is_refused() {
    let with = |points: &str| {
        let points = points.to_owned();
        move |parts: &mut CatalogueParts| {
            let la_trobe = CreditScheme {
                code: read("la-trobe"),
                points_per_year: read("120"),
                ..parts.credit_schemes[0].clone()
            };
            parts.credit_schemes.push(la_trobe);
            parts.qualifications[0].points_packaging = Some(at_levels(&[(1, None, None, &["a"])]));
            let course = parts.courses.iter_mut().find(|course| course.code.as_str() == "a").expect("a course");
            course.versions[0].credit = Some(Credit { points: read(&points), scheme: read("la-trobe") });
        }
    };
    check(with("15"), &[]);
    check(
        with("1"),
        &[
            "qualification q: a states 1 point of la-trobe, which is no exact amount in points: 1 × 100 ÷ 120; state its points in points, or correct them",
        ],
    );
}

#[test]
fn credit_that_goes_round_in_a_circle_is_refused_once_with_its_members() {
    let block = |code: &str, from: &str, to: &str| {
        let exchange = CreditExchange::Block { from: read(from), points: read("10") };
        CreditRule::new(read(code), read(to), exchange, CreditStanding::Guaranteed, source())
    };
    check(
        |parts| {
            parts.qualifications.extend(["x", "y"].map(|code| qualification(code, vec![])));
            parts.credit_rules.extend([block("q-x", "q", "x"), block("x-y", "x", "y"), block("y-q", "y", "q")]);
        },
        &[
            "credit rule q-x: credit goes round in a circle: q gives 10 points towards x, x gives 10 points towards y, y gives 10 points towards q; take one of these rules away",
        ],
    );
}

#[test]
fn a_credit_rule_names_what_is_there() {
    check(
        |parts| {
            parts.qualifications.push(packaged(&[("core", GroupKind::Core, &["a"])]));
            let rule = |code: &str, from: &str, unit: &str| {
                let exchange = CreditExchange::Unit { from: read(from), unit: read(unit) };
                CreditRule::new(read(code), read("u"), exchange, CreditStanding::Guaranteed, source())
            };
            parts.credit_rules.extend([rule("itself", "a", "a"), rule("unlisted", "a", "b"), rule("sound", "b", "a")]);
            parts.credit_rules[0].group = Some("major".to_owned());
            parts.credit_rules[0].from_provider = Some(read("nobody"));
        },
        &[
            "credit rule series: from_provider names provider nobody, which is not in the catalogue; add it or correct the code",
            "credit rule series: group names \"major\", which points_packaging of q does not have; correct the code",
            "credit rule itself: a counts as itself without a rule; take the rule away",
            "credit rule unlisted: unit names b, which no group of u lists; add it there or correct the code",
        ],
    );
}
