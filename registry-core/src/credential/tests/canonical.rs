//! The canonical form, against the definition of sameness: two sets of statements are the same if some renaming of
//! their nodes without a name makes one the other.

use proptest::prelude::*;

use crate::credential::canonical::{BLANK_NODES_MAX, CanonicalProblem, Part, Statement, canonical};

fn statement(subject: usize, predicate: &str, object: usize) -> Statement {
    Statement {
        subject: Part::Blank(subject),
        predicate: format!("<{predicate}>"),
        object: Part::Blank(object),
        graph: Part::Written(String::new()),
    }
}

fn graph(edges: &[(usize, bool, usize)]) -> Vec<Statement> {
    edges.iter().map(|&(from, p, to)| statement(from, if p { "urn:p" } else { "urn:q" }, to)).collect()
}

/// Whether some renaming of the nodes 0 to 4 makes one the other: all 120 are tried.
fn same(one: &[(usize, bool, usize)], other: &[(usize, bool, usize)]) -> bool {
    let other: std::collections::BTreeSet<_> = other.iter().copied().collect();
    let mut found = false;
    orders(&mut [0, 1, 2, 3, 4], 0, &mut |names| {
        let renamed: std::collections::BTreeSet<_> =
            one.iter().map(|&(from, p, to)| (names[from], p, names[to])).collect();
        found |= renamed == other;
    });
    found
}

fn orders(names: &mut [usize; 5], from: usize, use_each: &mut impl FnMut(&[usize; 5])) {
    if from == names.len() {
        return use_each(names);
    }
    for at in from..names.len() {
        names.swap(from, at);
        orders(names, from + 1, use_each);
        names.swap(from, at);
    }
}

fn edges() -> impl Strategy<Value = Vec<(usize, bool, usize)>> {
    proptest::collection::vec((0_usize..5, any::<bool>(), 0_usize..5), 1..8)
}

proptest! {
    // Two graphs have one canonical form exactly when they are the same. Of random pairs few are the same, so one is
    // also compared with a renaming of itself.
    #[test]
    fn graphs_have_one_form_exactly_when_they_are_the_same(
        one in edges(),
        other in edges(),
        names in Just([0_usize, 1, 2, 3, 4]).prop_shuffle(),
    ) {
        let form = canonical(graph(&one)).expect("canonical");
        let renamed: Vec<_> = one.iter().rev().map(|&(from, p, to)| (names[from], p, names[to])).collect();
        prop_assert_eq!(&form, &canonical(graph(&renamed)).expect("canonical"));
        prop_assert_eq!(form == canonical(graph(&other)).expect("canonical"), same(&one, &other));
    }
}

/// The example of *RDF Dataset Canonicalization*, appendix "shared hashes": two nodes that look alike at first.
#[test]
fn nodes_that_look_alike_get_the_names_of_the_standard() {
    let named = |text: &str| Part::Written(text.to_owned());
    let p = "http://example.com/#p";
    let about = |object| Statement {
        subject: named("<http://example.com/#p>"),
        predicate: "<http://example.com/#q>".to_owned(),
        object: Part::Blank(object),
        graph: named(""),
    };
    let last = Statement {
        subject: Part::Blank(3),
        predicate: "<http://example.com/#r>".to_owned(),
        object: Part::Blank(2),
        graph: named(""),
    };
    let form = canonical(vec![about(0), about(1), statement(0, p, 2), statement(1, p, 3), last]).expect("canonical");
    assert_eq!(
        form,
        "<http://example.com/#p> <http://example.com/#q> _:c14n2 .\n\
         <http://example.com/#p> <http://example.com/#q> _:c14n3 .\n\
         _:c14n0 <http://example.com/#r> _:c14n1 .\n\
         _:c14n2 <http://example.com/#p> _:c14n1 .\n\
         _:c14n3 <http://example.com/#p> _:c14n0 .\n"
    );
}

#[test]
fn a_poisoned_graph_is_refused_in_bounded_work() {
    for nodes in [11, 40] {
        let everyone = (0..nodes).flat_map(|from| (0..nodes).map(move |to| statement(from, "urn:p", to)));
        assert_eq!(canonical(everyone.collect()), Err(CanonicalProblem::TooMuchWork), "{nodes}");
    }
    let ring = |nodes: usize| (0..nodes).map(|from| statement(from, "urn:p", (from + 1) % nodes)).collect::<Vec<_>>();
    assert!(canonical(ring(20)).is_ok());
    assert_eq!(canonical(ring(500)), Err(CanonicalProblem::TooMuchWork));
    let many = (0..=BLANK_NODES_MAX).map(|from| statement(from, "urn:p", 0)).collect();
    assert_eq!(canonical(many), Err(CanonicalProblem::ManyBlankNodes(BLANK_NODES_MAX + 1)));
}
