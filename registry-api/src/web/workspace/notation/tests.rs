//! What is written reads back, and what cannot be read is named.

use proptest::prelude::*;

use super::*;

fn gate() -> impl Strategy<Value = Gate> {
    prop_oneof![
        (0..=u16::MAX).prop_map(|months| Gate::ExperienceOver { months }),
        (0..=u16::MAX).prop_map(|months| Gate::ExperienceAtLeast { months }),
        Just(Gate::Employed),
        Just(Gate::PartnerRelease),
        prop_oneof![Just(None), Just(Some(Perspective::Consumer)), Just(Some(Perspective::FamilyCarer))]
            .prop_map(|perspective| Gate::Supervision { perspective }),
        (0..300_000_u32).prop_map(|minutes| Gate::Placement { hours: Hours::from_minutes(minutes) }),
        (0..19_201_u32).prop_map(|quarters| Gate::Placement { hours: Hours::from_minutes(quarters * 15) }),
        "[ -~\\n\\r\\té“”]{0,40}x".prop_map(|statement| Gate::Attested { statement }),
    ]
}

/// Codes, those that are words of the notation among them.
fn code() -> impl Strategy<Value = String> {
    let words = WORDS.map(str::to_owned).to_vec();
    prop_oneof!["[A-Za-z0-9][A-Za-z0-9.-]{0,12}", proptest::sample::select(words), "[0-9]{1,5}", Just("OR".to_owned())]
}

fn range() -> impl Strategy<Value = VersionReq> {
    let one = "(\\^|~|=|>=|<=|>|<)[0-9]{1,3}(\\.[0-9]{1,2}(\\.[0-9]{1,2}(-[a-z]{1,4}\\.[1-9])?)?)?";
    let wild = "[0-9]{1,2}\\.\\*";
    let some = proptest::collection::vec(prop_oneof![4 => one, 1 => wild], 1..4);
    prop_oneof![
        1 => Just(VersionReq::STAR),
        3 => some.prop_map(|parts| parts.join(", ")).prop_filter_map("a range", |text| VersionReq::parse(&text).ok()),
    ]
}

fn expr() -> impl Strategy<Value = RequisiteExpr> {
    let course = (code(), range()).prop_map(|(code, range)| {
        RequisiteExpr::Course(CourseRequirement { course: code.parse().expect("a code"), range })
    });
    let leaf = prop_oneof![
        3 => course,
        1 => code().prop_map(|code| RequisiteExpr::Qualification(code.parse().expect("a code"))),
        1 => (0..4_usize).prop_map(|at| RequisiteExpr::Tier(Tier::ALL[at])),
        3 => gate().prop_map(RequisiteExpr::Gate),
    ];
    leaf.prop_recursive(7, 40, 5, |inner| {
        (proptest::collection::vec(inner, 1..5), 0..3_u8, 1..5_u32).prop_map(|(of, join, least)| {
            let least = least.min(u32::try_from(of.len()).unwrap_or(1));
            let joined = match join {
                0 => RequisiteExpr::all(of),
                1 => RequisiteExpr::any(of),
                _ => RequisiteExpr::at_least(least, of),
            };
            joined.expect("1 to 4 parts")
        })
    })
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(2_000))]

    /// For every expression, the text that is written reads back as that very expression; it is one line, trimmed.
    #[test]
    fn what_is_written_reads_back_as_it_was(expr in expr()) {
        let text = written(&expr);
        prop_assert_eq!(read(&text), Ok(expr), "{}", text);
        prop_assert_eq!(text.lines().count(), 1, "{}", text);
        prop_assert_eq!(text.trim(), &text);
    }

    /// Any text is read or named as misread: the reader never ends otherwise.
    #[test]
    fn any_text_is_read_or_refused(text in "[a-e1-3() ;,\"^>and or of tier at least confirm\\\\]{0,60}") {
        if let Ok(expr) = read(&text) {
            prop_assert_eq!(read(&written(&expr)), Ok(expr));
        }
    }
}

#[test]
fn people_may_write_in_more_ways_than_one() {
    for (text, shown) in [
        ("suite-advocacy", "suite-advocacy"),
        ("  suite-advocacy   ^1  ", "suite-advocacy ^1"),
        ("suite-advocacy >= 1, < 3", "suite-advocacy >=1,<3"),
        ("a OR b or c", "a or b or c"),
        ("((a))", "a"),
        ("at least 2 of (a, b ^1, c)", "at least 2 of (a; b ^1; c)"),
        ("at least 1 of (a >=1, <2, b)", "at least 1 of (a >=1,<2; b)"),
        ("2 years of experience", "24 months of experience"),
        ("more than 1 year of experience", "more than 12 months of experience"),
        ("released", "released by a partner organisation"),
        ("supervision from consumer", "supervision from the consumer perspective"),
        ("placement of 7.5 hours", "placement of 7.5 hours"),
        ("placement of 450 minutes", "placement of 7.5 hours"),
        ("placement of 291045 minutes", "placement of 291045 minutes"),
        (
            "confirm “I have a \"working with children\" check.”",
            "confirm \"I have a \\\"working with children\\\" check.\"",
        ),
        ("(a or tier 2) and employed", "(a or tier 2) and employed"),
        ("course tier ^2", "course tier ^2"),
    ] {
        assert_eq!(read(text).map(|expr| written(&expr)), Ok(shown.to_owned()), "{text}");
    }
}

#[test]
fn what_cannot_be_read_is_told_apart() {
    let stray = |text: &str| Misread::Stray(text.to_owned());
    for (text, misread) in [
        ("", Misread::Ends),
        ("a or", Misread::Ends),
        ("()", stray(")")),
        ("a and b or c", Misread::Mixed),
        ("(a or b", Misread::Unclosed),
        ("a)", stray(")")),
        ("a, b", stray(",")),
        ("and a", stray("and")),
        ("a new", Misread::Range("a new".to_owned())),
        ("tier 5", Misread::Tier("5".to_owned())),
        ("tier", Misread::Tier(String::new())),
        ("more than experience", Misread::Over),
        ("12 weeks of experience", Misread::Months("12".to_owned())),
        ("70000 months of experience", Misread::Months("70000".to_owned())),
        ("6000 years of experience", Misread::Months("6000".to_owned())),
        ("supervision from manager", Misread::Perspective("manager".to_owned())),
        ("placement", Misread::Hours),
        ("placement of 0.1 hours", Misread::Hours),
        ("confirm that I may", Misread::Statement),
        ("confirm \"\"", Misread::Statement),
        ("confirm \"that", Misread::Unquoted),
        ("at least some of (a; b)", Misread::Least),
        ("at least 2 of a", Misread::List("at least 2 of (a; b; c)")),
        ("at least 3 of (a; b)", Misread::Joined(RequisiteError::LeastOutOfRange { least: 3, count: 2 })),
    ] {
        assert_eq!(read(text), Err(misread), "{text}");
    }
    assert!(matches!(read("naïve"), Err(Misread::Code(_))));
    let deep = format!("{}a{}", "(".repeat(40_000), ")".repeat(40_000));
    assert!(matches!(read(&deep), Err(Misread::Joined(RequisiteError::TooDeep { .. }))));
    let nested = format!("{}a{}", "all of (".repeat(8), ")".repeat(8));
    assert_eq!(read(&nested), Err(Misread::Joined(RequisiteError::TooDeep { depth: 9 })));
}
