//! The canonical form of statements: RDF Dataset Canonicalization 1.0 (RDFC-1.0), within a bounded amount of work.
//!
//! Nodes without a name get names that depend on the statements alone, so that any two programs sign the same bytes.
//! Where many such nodes look alike the algorithm tries their orders, which can take longer than the age of the world;
//! here it counts its steps and gives up in the same place on every machine.
//!
//! Source: W3C Recommendation of 21 May 2024, section 4; the numbers in comments are its steps.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write;

use sha2::{Digest, Sha256};

/// The most nodes without a name.
pub const BLANK_NODES_MAX: usize = 2_000;
/// The most steps: a look at one quad, or one order of nodes that look alike. A credential takes a few hundred.
pub const CANONICAL_STEPS_MAX: u32 = 50_000;
/// How deep one node without a name may depend on another that looks like a third.
const GOSSIP_DEPTH_MAX: usize = 64;

/// Why there is no canonical form.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum CanonicalProblem {
    /// More than [`BLANK_NODES_MAX`].
    #[error("it has {0} parts without an id; at most {BLANK_NODES_MAX} are read")]
    ManyBlankNodes(usize),
    /// A graph made so that its parts cannot be told apart.
    #[error("its parts without an id look so alike that putting them in order would take too long")]
    TooMuchWork,
}

/// A subject, object or graph.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub enum Part {
    /// An address or a literal, as N-Quads writes it. The default graph is empty.
    Written(String),
    /// A thing without an address, under a number that means nothing outside its document.
    Blank(usize),
}

/// One statement: an RDF quad.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Statement {
    /// What it is about.
    pub subject: Part,
    /// What it says of it: an address in angle brackets.
    pub predicate: String,
    /// What it says.
    pub object: Part,
    /// The graph it belongs to.
    pub graph: Part,
}

/// The canonical form, as sorted N-Quads.
///
/// # Errors
/// 2,001 nodes without a name; twelve such nodes of which each points at every other.
pub fn canonical(statements: Vec<Statement>) -> Result<String, CanonicalProblem> {
    let (lines, blanks) = numbered(statements);
    if blanks > BLANK_NODES_MAX {
        return Err(CanonicalProblem::ManyBlankNodes(blanks));
    }
    let names = Naming::new(&lines, blanks).names()?;
    Ok(sorted(lines.iter(), |blank, out| names.write(blank, out)))
}

/// Statements as lines, in order.
fn sorted<'a>(lines: impl Iterator<Item = &'a Statement>, name: impl Fn(usize, &mut String)) -> String {
    // All stand in one text before they are put in order, which saves as many allocations as there are lines.
    let (mut text, mut ends) = (String::with_capacity(4096), Vec::new());
    for line in lines {
        line.write(&mut text, &name);
        ends.push(text.len());
    }
    let begins = [0].into_iter().chain(ends.iter().copied());
    let mut written: Vec<&str> = begins.zip(&ends).map(|(begin, &end)| &text[begin..end]).collect();
    written.sort_unstable();
    written.concat()
}

/// The statements, each once, with their nodes without a name numbered from 0.
fn numbered(statements: Vec<Statement>) -> (Vec<Statement>, usize) {
    let mut numbers: BTreeMap<usize, usize> = BTreeMap::new();
    let mut number = |part: Part| match part {
        Part::Blank(given) => {
            let next = numbers.len();
            Part::Blank(*numbers.entry(given).or_insert(next))
        }
        written => written,
    };
    let numbered: BTreeSet<Statement> = statements
        .into_iter()
        .map(|line| Statement {
            subject: number(line.subject),
            predicate: line.predicate,
            object: number(line.object),
            graph: number(line.graph),
        })
        .collect();
    (numbered.into_iter().collect(), numbers.len())
}

impl Statement {
    fn parts(&self) -> [(char, &Part); 3] {
        [('s', &self.subject), ('o', &self.object), ('g', &self.graph)]
    }

    fn write(&self, out: &mut String, name: &impl Fn(usize, &mut String)) {
        let part = |part: &Part, out: &mut String| match part {
            Part::Written(text) => out.push_str(text),
            Part::Blank(blank) => {
                out.push_str("_:");
                name(*blank, out);
            }
        };
        part(&self.subject, out);
        out.push(' ');
        out.push_str(&self.predicate);
        out.push(' ');
        part(&self.object, out);
        if self.graph != Part::Written(String::new()) {
            out.push(' ');
            part(&self.graph, out);
        }
        out.push_str(" .\n");
    }
}

/// Names given so far, in the order in which they were given.
#[derive(Clone)]
struct Issued {
    prefix: &'static str,
    order: Vec<usize>,
    numbers: BTreeMap<usize, usize>,
}

impl Issued {
    fn new(prefix: &'static str) -> Self {
        Self { prefix, order: Vec::new(), numbers: BTreeMap::new() }
    }

    fn issue(&mut self, blank: usize) -> String {
        let next = self.order.len();
        if self.numbers.insert(blank, *self.numbers.get(&blank).unwrap_or(&next)).is_none() {
            self.order.push(blank);
        }
        self.name(blank)
    }

    fn has(&self, blank: usize) -> bool {
        self.numbers.contains_key(&blank)
    }

    /// Every node has a name once all are named.
    fn name(&self, blank: usize) -> String {
        let mut name = String::new();
        self.write(blank, &mut name);
        name
    }

    fn write(&self, blank: usize, out: &mut String) {
        // Writing to a text cannot fail.
        let _ = write!(out, "{}{}", self.prefix, self.numbers.get(&blank).copied().unwrap_or_default());
    }
}

struct Naming<'a> {
    lines: &'a [Statement],
    /// The lines in which each node stands, each once.
    mentions: Vec<Vec<usize>>,
    first: Vec<String>,
    canonical: Issued,
    steps: u32,
}

/// The answer of Hash N-Degree Quads.
struct Gossip {
    hash: String,
    issued: Issued,
}

impl<'a> Naming<'a> {
    fn new(lines: &'a [Statement], blanks: usize) -> Self {
        let mut mentions = vec![Vec::new(); blanks];
        for (index, line) in lines.iter().enumerate() {
            let named: BTreeSet<usize> = line.parts().iter().filter_map(|(_, part)| part.blank()).collect();
            for blank in named {
                mentions[blank].push(index);
            }
        }
        let mut naming = Self { lines, mentions, first: Vec::new(), canonical: Issued::new("c14n"), steps: 0 };
        naming.first = (0..blanks).map(|blank| naming.first_degree(blank)).collect();
        naming
    }

    fn step(&mut self) -> Result<(), CanonicalProblem> {
        self.steps += 1;
        if self.steps > CANONICAL_STEPS_MAX { Err(CanonicalProblem::TooMuchWork) } else { Ok(()) }
    }

    /// 4.4: the canonical names.
    fn names(mut self) -> Result<Issued, CanonicalProblem> {
        let mut alike: BTreeMap<String, Vec<usize>> = BTreeMap::new();
        for (blank, hash) in self.first.iter().enumerate() {
            alike.entry(hash.clone()).or_default().push(blank);
        }
        for only in alike.values().filter(|blanks| blanks.len() == 1) {
            self.canonical.issue(only[0]);
        }
        for blanks in alike.values().filter(|blanks| blanks.len() > 1) {
            let mut found = Vec::new();
            for &blank in blanks {
                if self.canonical.has(blank) {
                    continue;
                }
                let mut issued = Issued::new("b");
                issued.issue(blank);
                found.push(self.gossip(blank, issued, 0)?);
            }
            found.sort_by(|a, b| a.hash.cmp(&b.hash));
            for gossip in found {
                for blank in gossip.issued.order {
                    self.canonical.issue(blank);
                }
            }
        }
        Ok(self.canonical)
    }

    /// 4.6, Hash First Degree Quads.
    fn first_degree(&self, blank: usize) -> String {
        let name = |other: usize, out: &mut String| out.push(if other == blank { 'a' } else { 'z' });
        hash(&sorted(self.mentions[blank].iter().map(|&line| &self.lines[line]), name))
    }

    /// 4.7, Hash Related Blank Node.
    fn related(&self, blank: usize, line: &Statement, issued: &Issued, position: char) -> String {
        let mut input = String::from(position);
        if position != 'g' {
            input.push_str(&line.predicate);
        }
        if self.canonical.has(blank) {
            input.push_str("_:");
            input.push_str(&self.canonical.name(blank));
        } else if issued.has(blank) {
            input.push_str("_:");
            input.push_str(&issued.name(blank));
        } else {
            input.push_str(&self.first[blank]);
        }
        hash(&input)
    }

    /// 4.8, Hash N-Degree Quads.
    fn gossip(&mut self, blank: usize, mut issued: Issued, depth: usize) -> Result<Gossip, CanonicalProblem> {
        if depth > GOSSIP_DEPTH_MAX {
            return Err(CanonicalProblem::TooMuchWork);
        }
        let mut related: BTreeMap<String, Vec<usize>> = BTreeMap::new();
        for index in self.mentions[blank].clone() {
            self.step()?;
            let line = &self.lines[index];
            for (position, part) in line.parts() {
                if let Some(other) = part.blank().filter(|&other| other != blank) {
                    related.entry(self.related(other, line, &issued, position)).or_default().push(other);
                }
            }
        }
        let mut data = String::new();
        for (hash, mut nodes) in related {
            data.push_str(&hash);
            nodes.sort_unstable();
            let mut chosen: Option<(String, Issued)> = None;
            loop {
                self.step()?;
                let best = chosen.as_ref().map(|(path, _)| path.as_str());
                if let Some(found) = self.path(&nodes, issued.clone(), best, depth)? {
                    chosen = Some(found);
                }
                if !next_order(&mut nodes) {
                    break;
                }
            }
            if let Some((path, with)) = chosen {
                data.push_str(&path);
                issued = with;
            }
        }
        Ok(Gossip { hash: hash(&data), issued })
    }

    /// 5.4 of 4.8: the path of one order of nodes, unless one found before comes first.
    fn path(
        &mut self,
        nodes: &[usize],
        mut issued: Issued,
        best: Option<&str>,
        depth: usize,
    ) -> Result<Option<(String, Issued)>, CanonicalProblem> {
        let later = |path: &str| best.is_some_and(|best| path.len() >= best.len() && path > best);
        let mut path = String::new();
        let mut open = Vec::new();
        for &node in nodes {
            path.push_str("_:");
            if self.canonical.has(node) {
                path.push_str(&self.canonical.name(node));
            } else {
                if !issued.has(node) {
                    open.push(node);
                }
                path.push_str(&issued.issue(node));
            }
            if later(&path) {
                return Ok(None);
            }
        }
        for node in open {
            let gossip = self.gossip(node, issued.clone(), depth + 1)?;
            path.push_str("_:");
            path.push_str(&issued.issue(node));
            path.push('<');
            path.push_str(&gossip.hash);
            path.push('>');
            issued = gossip.issued;
            if later(&path) {
                return Ok(None);
            }
        }
        Ok(if best.is_some_and(|best| path.as_str() >= best) { None } else { Some((path, issued)) })
    }
}

impl Part {
    fn blank(&self) -> Option<usize> {
        match self {
            Part::Blank(blank) => Some(*blank),
            Part::Written(_) => None,
        }
    }
}

fn hash(text: &str) -> String {
    hex(&Sha256::digest(text))
}

/// Lower-case hexadecimal.
pub(crate) fn hex(bytes: &[u8]) -> String {
    let mut out = String::with_capacity(bytes.len() * 2);
    for byte in bytes {
        // Writing to a text cannot fail.
        let _ = write!(out, "{byte:02x}");
    }
    out
}

/// The next order of the nodes; `false` when they were in the last one.
fn next_order(nodes: &mut [usize]) -> bool {
    let Some(rise) = (1..nodes.len()).rev().find(|&at| nodes[at - 1] < nodes[at]) else { return false };
    let Some(larger) = (rise..nodes.len()).rev().find(|&at| nodes[at] > nodes[rise - 1]) else { return false };
    nodes.swap(rise - 1, larger);
    nodes[rise..].reverse();
    true
}
