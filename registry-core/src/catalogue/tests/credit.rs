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
            "qualification q: packaging asks for 65535 listed and allows 65535 electives from elsewhere, of 7 electives in all; they do not add up",
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
        &["qualification u: the core groups list 2 units, but the award has 1 core units; correct one of them"],
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
            "qualification u: the groups ask for at least 2 + 2 = 4 units, but there are 1 electives; ask for less or correct the size",
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
            "credit rule q-x: credit goes round in a circle: q towards x towards y towards q; take one of these rules away",
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
