//! Why an item is in a plan, what it is worth, and why another is not in it.

use super::{plan, read};
use crate::solver::file::{Answer, Asker, Meets, Posed, ProblemFile, Question, Requirement, Status, WhyNot, Without};

const STUDY: &str = r#""items": [{ "id": "a", "cost": 3, "credit": 5 }, { "id": "b", "cost": 1, "prerequisite": "c" },
    { "id": "c", "cost": 1 }, { "id": "d", "cost": 9, "prerequisite": { "at_least": 2, "of": ["a", "b", "c"] } },
    { "id": "e", "cost": 2, "corequisite": { "all": ["d"] } }, { "id": "f", "cost": 50 },
    { "id": "held", "held": true }, { "id": "refused", "refused": true }]"#;

fn of(file: &ProblemFile) -> (Posed<'_>, Answer) {
    let posed = file.posed().expect("sound");
    let answer = posed.plan(&file.prefer, 100_000);
    (posed, answer)
}

fn question(file: &ProblemFile) -> Question<'_> {
    Question { goal: None, order: &file.prefer, steps: 100_000 }
}

fn shown(meets: &[Meets]) -> Vec<String> {
    meets.iter().map(|meets| format!("{:?} {} 1/{}", meets.asker, meets.place, meets.one_of)).collect()
}

#[test]
fn every_item_of_a_plan_says_what_it_meets() {
    let file = read(&format!(r#"{STUDY}, "goal": {{ "all": ["e", {{ "any": ["b", "f"] }}] }}, "credit": []"#))
        .expect("a file");
    let (posed, answer) = of(&file);
    assert_eq!(plan(&answer), ["b", "c", "d", "e"]);
    let met: Vec<Vec<String>> = posed.reasons(None, &answer).iter().map(|meets| shown(meets)).collect();
    assert_eq!(
        met,
        [
            vec!["Goal goal.all[1].any[0] 1/2", r#"Prerequisite("d") items[3].prerequisite.of[1] 1/3"#],
            vec![
                r#"Prerequisite("b") items[1].prerequisite 1/1"#,
                r#"Prerequisite("d") items[3].prerequisite.of[2] 1/3"#
            ],
            vec![r#"Corequisite("e") items[4].corequisite.all[0] 1/1"#],
            vec!["Goal goal.all[0] 1/1"],
        ]
    );
    let other = Requirement::item("c");
    let mut posed = file.posed_for_goals().expect("sound");
    let answer = posed.plan_to(&other, &[], 1_000).expect("known");
    assert_eq!(shown(&posed.reasons(Some(&other), &answer)[0]), ["Goal goal 1/1"]);
}

#[test]
fn what_adds_to_a_sum_or_fills_a_term_says_so() {
    let file = read(
        r#""terms": [{}, { "least_items": 1 }], "credit": [{ "least": 5, "of": { "groups": ["g"] } }], "items": [
           { "id": "a", "credit": 5, "groups": ["g"], "terms": [0] }, { "id": "b", "cost": 2, "terms": [1] }],
           "equivalent": [["b"]]"#,
    )
    .expect("a file");
    let (posed, answer) = of(&file);
    let askers: Vec<Vec<Asker>> = posed
        .reasons(None, &answer)
        .into_iter()
        .map(|meets| meets.into_iter().map(|meets| meets.asker).collect())
        .collect();
    assert_eq!(
        (plan(&answer), askers),
        (vec!["a@0".into(), "b@1".into()], vec![vec![Asker::Credit(0)], vec![Asker::Minimum(1)]])
    );
}

#[test]
fn no_more_reasons_are_named_than_can_be_read() {
    let dependants: Vec<String> = (0..20).map(|n| format!(r#"{{ "id": "i{n}", "prerequisite": "a" }}"#)).collect();
    let goal: Vec<String> = (0..20).map(|n| format!("\"i{n}\"")).collect();
    let file = read(&format!(
        r#""items": [{{ "id": "a" }}, {}], "goal": {{ "all": [{}] }}"#,
        dependants.join(","),
        goal.join(",")
    ))
    .expect("a file");
    let (posed, answer) = of(&file);
    assert_eq!(posed.reasons(None, &answer)[0].len(), 10);
}

/// What a plan costs without each item of the best: `None` without a plan.
fn worth(fields: &str) -> Vec<Option<i64>> {
    let file = read(fields).expect(fields);
    let (posed, answer) = of(&file);
    let each = posed.without_each(&question(&file), &answer);
    let cost = |without: &Without| match without {
        Without::Another { measures, proved: true } => Some(measures.cost),
        Without::Nothing => None,
        other => panic!("{other:?}"),
    };
    each.iter().map(cost).collect()
}

#[test]
fn what_an_item_is_worth_is_the_best_plan_without_it() {
    let any = r#""goal": { "any": ["b", "f"] }"#;
    assert_eq!(worth(&format!("{STUDY}, {any}")), [Some(50), Some(50)]);
    let two = r#""goal": { "at_least": 2, "of": ["a", "b", "f"] }"#;
    assert_eq!(worth(&format!("{STUDY}, {two}")), [Some(52), Some(53), Some(53)]);
    assert_eq!(worth(&format!(r#"{STUDY}, "goal": "b""#)), [None, None]);
}

#[test]
fn the_worth_of_each_item_is_what_refusing_it_costs() {
    let goals = [r#""d""#, r#""e""#, r#"{ "any": ["b", "f"] }"#, r#"{ "at_least": 2, "of": ["a", "b", "f"] }"#];
    for goal in goals {
        let text = format!(r#"{STUDY}, "goal": {goal}, "credit": [{{ "least": 0 }}]"#);
        let file = read(&text).expect(&text);
        let (posed, answer) = of(&file);
        let each = posed.without_each(&question(&file), &answer);
        assert_eq!(each.len(), answer.plan.len());
        for (planned, without) in answer.plan.iter().zip(each) {
            let mut refused = file.clone();
            refused.items[planned.item].refused = true;
            let wanted = refused.posed().expect("sound").plan(&file.prefer, 100_000);
            let wanted = match wanted.measures {
                Some(measures) => Without::Another { measures, proved: wanted.status == Status::Proved },
                None => Without::Nothing,
            };
            assert_eq!(without, wanted, "{goal} {}", planned.id);
        }
    }
}

#[test]
fn without_steps_nothing_is_settled() {
    let file = read(&format!(r#"{STUDY}, "goal": "d""#)).expect("a file");
    let (mut posed, answer) = of(&file);
    let nothing = Question { steps: 0, ..question(&file) };
    assert!(posed.without_each(&nothing, &answer).iter().all(|without| *without == Without::NotSettled));
    assert_eq!(posed.why_not(&nothing, "f", &answer), Ok(WhyNot::NotSettled));
}

#[test]
fn why_not_says_what_a_plan_with_the_item_would_be() {
    let file = read(&format!(r#"{STUDY}, "goal": {{ "any": ["b", "f"] }}"#)).expect("a file");
    let (mut posed, answer) = of(&file);
    let mut why = |id: &str| posed.why_not(&question(&file), id, &answer);
    let cost = |found: WhyNot| match found {
        WhyNot::Others { measures, proved: true } => measures.cost,
        other => panic!("{other:?}"),
    };
    assert_eq!(cost(why("f").expect("known")), 50);
    assert_eq!(cost(why("d").expect("known")), 11);
    assert_eq!((why("b"), why("held")), (Ok(WhyNot::Planned), Ok(WhyNot::Held)));
    let Ok(WhyNot::Never(none)) = why("refused") else { panic!("it is refused") };
    assert_eq!(none.blocked.len(), 1);
    let said = why("valeus").expect_err("unknown")[0].to_string();
    assert!(said.starts_with("goal: valeus is not the id of an item"), "{said}");
}

#[test]
fn why_not_tells_an_item_from_what_is_equivalent() {
    let items = |held: &str| {
        format!(
            r#""items": [{{ "id": "old", "cost": 1 {held} }}, {{ "id": "new", "cost": 3 }}, {{ "id": "c", "prerequisite": "new" }}],
               "equivalent": [["old", "new"]], "goal": "c""#
        )
    };
    let file = read(&items("")).expect("a file");
    let (mut posed, answer) = of(&file);
    let Ok(WhyNot::Others { measures, proved: true }) = posed.why_not(&question(&file), "new", &answer) else {
        panic!("there is a plan with it")
    };
    assert_eq!((plan(&answer), measures.cost), (vec!["old".into(), "c".into()], 3));
    let held = read(&items(r#", "held": true"#)).expect("a file");
    let (mut posed, answer) = of(&held);
    let why = posed.why_not(&question(&held), "new", &answer);
    assert_eq!(why, Ok(WhyNot::EquivalentHeld { held: "old".to_owned() }));
    let none = read(&format!(r#"{STUDY}, "goal": "refused""#)).expect("a file");
    let (mut posed, answer) = of(&none);
    assert_eq!(posed.why_not(&question(&none), "a", &answer), Ok(WhyNot::NoPlan));
}
