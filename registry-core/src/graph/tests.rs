//! What the graph says of small catalogues.

use super::*;
use crate::sample::{advised, any_version, before, beside, build, course, parts, qualification, read, role, tier};

fn node(name: &str) -> NodeKey {
    match name.split_once(':') {
        Some(("role", code)) => NodeKey::Role(read(code)),
        Some(("qualification", code)) => NodeKey::Qualification(read(code)),
        Some(("tier", number)) => NodeKey::Tier(Tier::new(read(number)).expect("tier")),
        _ => NodeKey::Course(read(name)),
    }
}

fn names(keys: BTreeSet<&NodeKey>) -> Vec<String> {
    keys.into_iter().map(NodeKey::name).collect()
}

/// `a` before `b` before `c`; `d` beside `b`; tier 1 is `c`; the award `q` advises `b`; the role `r` needs tier 1.
fn ladder() -> CatalogueParts {
    let mut parts = parts(vec![
        course("c", vec![before(any_version("b"))]),
        course("b", vec![before(any_version("a"))]),
        course("a", vec![]),
        course("d", vec![beside(any_version("b"))]),
    ]);
    parts.tiers = vec![tier(Tier::One, vec![], any_version("c"))];
    parts.qualifications = vec![qualification("q", vec![advised(any_version("b"))])];
    parts.roles = vec![role("r", vec![before(RequisiteExpr::Tier(Tier::One))])];
    parts
}

#[test]
fn everything_comes_after_all_that_leads_to_it() {
    let catalogue = build(ladder());
    let graph = catalogue.graph();
    let order = graph.order().expect("no circle");
    assert_eq!(order.len(), graph.node_count());
    let place = |key: &NodeKey| order.iter().position(|other| *other == key);
    for edge in graph.edges() {
        assert!(place(&edge.from) < place(&edge.to), "{} before {}", edge.from, edge.to);
    }
}

#[test]
fn what_comes_before_after_and_next_is_told_apart() {
    let catalogue = build(ladder());
    let graph = catalogue.graph();
    assert_eq!(names(graph.ancestors(&node("role:r"))), ["course:a", "course:b", "course:c", "tier:1"]);
    assert_eq!(names(graph.ancestors(&node("a"))), [""; 0]);
    let after_b = ["course:c", "course:d", "qualification:q", "tier:1", "role:r"];
    assert_eq!(names(graph.dependants(&node("b"))), after_b);
    assert_eq!(names(graph.unlocks(&node("b"))), ["course:c", "course:d", "qualification:q"]);
    assert_eq!(names(graph.unlocks(&node("nowhere"))), [""; 0]);
    assert_eq!(names(graph.dependants(&node("nowhere"))), [""; 0]);
}

#[test]
fn the_part_that_leads_to_something_leaves_the_rest_out() {
    let catalogue = build(ladder());
    let part = catalogue.graph().leading_to(&[node("d"), node("nowhere")]);
    assert_eq!(part.nodes().map(|node| node.key.name()).collect::<Vec<_>>(), ["course:a", "course:b", "course:d"]);
    let edges: Vec<_> =
        part.edges().iter().map(|e| format!("{} {} {} {}", e.from, e.kind.name(), e.strength.name(), e.to)).collect();
    assert_eq!(edges, ["course:a prerequisite required course:b", "course:b corequisite required course:d"]);
    assert_eq!(names(part.ancestors(&node("d"))), ["course:a", "course:b"]);
}

#[test]
fn an_arrow_written_twice_is_as_strong_as_the_stronger() {
    let twice = vec![advised(any_version("a")), beside(any_version("a"))];
    let graph = RequisiteGraph::of(&parts(vec![course("a", vec![]), course("b", twice)]));
    let edges: Vec<_> = graph.edges().into_iter().map(|edge| (edge.kind, edge.strength)).collect();
    assert_eq!(edges, [(RequisiteKind::Prerequisite, Strength::Required)]);
}

/// Draws courses with the arrows `from to` (required), `from ~to` (advised) or `from =to` (a required corequisite) and
/// expects these circles.
#[track_caller]
fn check(arrows: &[&str], circles: &[&str]) {
    let mut requisites: BTreeMap<&str, Vec<Requisite>> = BTreeMap::new();
    for arrow in arrows {
        let (from, to) = arrow.split_once(' ').expect("two courses");
        let (to, requisite) = match (to.strip_prefix('~'), to.strip_prefix('=')) {
            (Some(to), _) => (to, advised(any_version(from))),
            (_, Some(to)) => (to, beside(any_version(from))),
            _ => (to, before(any_version(from))),
        };
        requisites.entry(from).or_default();
        requisites.entry(to).or_default().push(requisite);
    }
    let courses = requisites.into_iter().map(|(code, requisites)| course(code, requisites)).collect();
    let graph = RequisiteGraph::of(&parts(courses));
    let found: Vec<_> = graph.cycles().iter().map(ToString::to_string).collect();
    assert_eq!(found, circles, "{arrows:?}");
    assert_eq!(graph.order().is_none(), !circles.is_empty());
}

#[test]
fn circles_are_named_with_all_their_members() {
    check(&["a b", "b c", "a c"], &[]);
    check(&["a a"], &["required requisites make course:a come before itself"]);
    check(&["a ~a"], &["advised requisites make course:a come before itself"]);
    check(
        &["c a", "a b", "b c"],
        &["required requisites go round in a circle: course:a before course:b before course:c before course:a"],
    );
    check(&["a b", "b ~a"], &["advised requisites go round in a circle: course:a before course:b before course:a"]);
    check(
        &["a ~b", "b ~a", "c d", "d c"],
        &[
            "advised requisites go round in a circle: course:a before course:b before course:a",
            "required requisites go round in a circle: course:c before course:d before course:c",
        ],
    );
}

/// Of a knot the circle is named that nobody can enter, and not the corequisites beside it.
#[test]
fn a_circle_of_corequisites_alone_is_none() {
    check(&["a =b", "b =a"], &[]);
    check(&["a =b", "b =c", "c =a", "a d", "e =a"], &[]);
    check(&["a =a"], &["required requisites make course:a stand beside itself"]);
    check(
        &["a =b", "b =a", "b c", "c =b"],
        &["required requisites go round in a circle: course:b before course:c beside course:b"],
    );
    check(
        &["a =b", "b =a", "b ~c", "c =a"],
        &["advised requisites go round in a circle: course:a beside course:b before course:c beside course:a"],
    );
}

#[test]
fn mutual_corequisites_stand_side_by_side_and_count_as_one() {
    let catalogue = build(parts(vec![
        course("a", vec![beside(any_version("c"))]),
        course("b", vec![before(any_version("a"))]),
        course("c", vec![beside(any_version("a")), before(any_version("d"))]),
        course("d", vec![]),
    ]));
    let graph = catalogue.graph();
    let order: Vec<String> = graph.order().expect("no circle").into_iter().map(NodeKey::name).collect();
    assert_eq!(order, ["course:d", "course:a", "course:c", "course:b"]);
    assert_eq!(graph.longest_chain().map(|(length, last)| (length, last.name())), Some((4, "course:b".to_owned())));
    let chains: Vec<usize> = graph.longest_chains().expect("no circle").into_values().collect();
    assert_eq!(chains, [3, 3, 3, 3]);
    let counts: Vec<usize> = graph.dependant_counts(u64::MAX).expect("no circle").counts.into_values().collect();
    assert_eq!(counts, [2, 0, 2, 3]);
    assert_eq!(names(graph.mutual(&node("a"))), ["course:c"]);
    assert_eq!(names(graph.mutual(&node("b"))), [""; 0]);
    assert_eq!(names(graph.dependants(&node("a"))), ["course:b", "course:c"]);
    assert_eq!(names(graph.ancestors(&node("a"))), ["course:c", "course:d"]);
    assert_eq!(names(graph.unlocks(&node("a"))), ["course:b", "course:c"]);
    assert_eq!(names(graph.leading_to(&[node("b")]).mutual(&node("c"))), ["course:a"]);
}

#[test]
fn arrows_that_lead_back_and_forth_are_drawn_as_one() {
    let pair = parts(vec![
        course("a", vec![beside(any_version("b"))]),
        course("b", vec![beside(any_version("a"))]),
        course("c", vec![before(any_version("a"))]),
    ]);
    let graph = RequisiteGraph::of(&pair);
    let arrows = |text: String, mark: &str| -> Vec<String> {
        text.lines().filter(|line| line.contains(mark)).map(|line| line.trim().to_owned()).collect()
    };
    assert_eq!(
        arrows(graph.to_dot(), "->"),
        ["\"course:a\" -> \"course:b\" [dir=both];", "\"course:a\" -> \"course:c\";"]
    );
    assert_eq!(arrows(graph.to_mermaid(), "--"), ["n0 <--> n1", "n0 --> n2"]);
}

#[test]
fn in_a_knot_the_circle_of_required_arrows_is_the_one_that_is_named() {
    check(
        &["a ~b", "b ~a", "b c", "c b"],
        &["required requisites go round in a circle: course:b before course:c before course:b"],
    );
    check(
        &["a b", "b c", "c a", "a ~a"],
        &["required requisites go round in a circle: course:a before course:b before course:c before course:a"],
    );
}

#[test]
fn titles_cannot_break_out_of_a_drawing() {
    let mut odd = parts(vec![course("a", vec![]), course("b", vec![advised(any_version("a"))])]);
    odd.courses[0].title = "\"]; x[\\ <b> & #35; `y`\nclick".to_owned();
    let graph = RequisiteGraph::of(&odd);
    assert_eq!(
        graph.to_dot(),
        "digraph requisites {\n  rankdir=LR;\n  node [shape=box];\n  \
         \"course:a\" [label=\"\\\"]; x[\\\\ <b> & #35; `y` click\"];\n  \
         \"course:b\" [label=\"Course B\"];\n  \"course:a\" -> \"course:b\" [style=dashed];\n}\n"
    );
    assert_eq!(
        graph.to_mermaid(),
        "flowchart LR\n  n0[\"#quot;]; x[\\ #lt;b#gt; #amp; #35;35; #96;y#96; click\"]\n  \
         n1[\"Course B\"]\n  n0 -.-> n1\n"
    );
}
