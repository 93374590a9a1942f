//! The graph as text that drawing programs read: DOT and Mermaid.

use std::collections::BTreeMap;
use std::fmt::Write as _;

use super::{Edge, NodeKey, RequisiteGraph};
use crate::requisite::Strength;

impl RequisiteGraph {
    /// The graph in DOT, for Graphviz. Advised arrows are dashed; two that lead back and forth are one with two heads.
    pub fn to_dot(&self) -> String {
        let mut out = String::from("digraph requisites {\n  rankdir=LR;\n  node [shape=box];\n");
        for node in self.nodes() {
            let title = one_line(&node.title).replace('\\', "\\\\").replace('"', "\\\"");
            let _ = writeln!(out, "  \"{}\" [label=\"{title}\"];", node.key);
        }
        for (edge, heads) in self.drawn() {
            let style = match (edge.strength, heads) {
                (Strength::Required, Heads::One) => "",
                (Strength::Advised, Heads::One) => " [style=dashed]",
                (Strength::Required, Heads::Both) => " [dir=both]",
                (Strength::Advised, Heads::Both) => " [style=dashed, dir=both]",
            };
            let _ = writeln!(out, "  \"{}\" -> \"{}\"{style};", edge.from, edge.to);
        }
        out.push_str("}\n");
        out
    }

    /// The graph in Mermaid. Advised arrows are dotted; two that lead back and forth are one with two heads.
    pub fn to_mermaid(&self) -> String {
        let numbers: BTreeMap<&NodeKey, usize> = self.index.keys().enumerate().map(|(n, key)| (key, n)).collect();
        let mut out = String::from("flowchart LR\n");
        for node in self.nodes() {
            let title = mermaid_text(&node.title);
            let _ = writeln!(out, "  n{}[\"{title}\"]", numbers[&node.key]);
        }
        for (edge, heads) in self.drawn() {
            let arrow = match (edge.strength, heads) {
                (Strength::Required, Heads::One) => "-->",
                (Strength::Advised, Heads::One) => "-.->",
                (Strength::Required, Heads::Both) => "<-->",
                (Strength::Advised, Heads::Both) => "<-.->",
            };
            let _ = writeln!(out, "  n{} {arrow} n{}", numbers[&edge.from], numbers[&edge.to]);
        }
        out
    }

    /// The arrows to be drawn: of two that are alike but lead back and forth only the one from the lesser node.
    fn drawn(&self) -> Vec<(Edge, Heads)> {
        let edges = self.edges();
        let back = |edge: &Edge| Edge { from: edge.to.clone(), to: edge.from.clone(), ..edge.clone() };
        let drawn = |edge: &Edge| match edges.binary_search(&back(edge)) {
            Ok(_) if edge.from < edge.to => Some((edge.clone(), Heads::Both)),
            Ok(_) if edge.from > edge.to => None,
            _ => Some((edge.clone(), Heads::One)),
        };
        edges.iter().filter_map(drawn).collect()
    }
}

/// At which ends an arrow has a head.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Heads {
    One,
    Both,
}

/// A title without line breaks and other control characters, which would end a line of the drawing.
fn one_line(title: &str) -> String {
    title.replace(char::is_control, " ")
}

/// A title as Mermaid reads it within quotes: what could end the quotes, begin an entity or be taken for HTML or
/// Markdown is written as an entity.
fn mermaid_text(title: &str) -> String {
    let mut out = String::with_capacity(title.len());
    for character in one_line(title).chars() {
        match character {
            '#' => out.push_str("#35;"),
            '&' => out.push_str("#amp;"),
            '"' => out.push_str("#quot;"),
            '<' => out.push_str("#lt;"),
            '>' => out.push_str("#gt;"),
            '`' => out.push_str("#96;"),
            other => out.push(other),
        }
    }
    out
}
