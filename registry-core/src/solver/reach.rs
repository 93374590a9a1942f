//! Backwards from a goal to all that may bear on it: a small problem out of a large catalogue.
//!
//! Only what is reached is touched. What has been reached is remembered in stamps that are never cleared: each question
//! has a number of its own.

use super::arrays::{Arrays, Asked};
use super::expr::Expr;
use super::problem::{Problem, Row};

/// Memory for questions to one catalogue, used again and again.
#[derive(Debug, Clone, Default)]
pub(crate) struct Reach {
    /// By item, the last question that reached it.
    stamp: Vec<u32>,
    /// By item, its place in that question's problem.
    place: Vec<u32>,
    question: u32,
    reached: Vec<u32>,
}

impl Reach {
    /// Memory for a catalogue: eight bytes for each item.
    pub(crate) fn of(arrays: &Arrays) -> Self {
        Self { stamp: vec![0; arrays.len()], place: vec![0; arrays.len()], question: 0, reached: Vec::new() }
    }

    /// The problem of a question: the items from which the goal, or a positive amount of a sum, can be reached, in the
    /// order of the catalogue; every item, where anything may help: more is better in itself, or terms ask for a minimum.
    /// Times, terms and periods are those of `frame`, whose items are left out. With it, by item of the problem, its
    /// number in the catalogue.
    pub(crate) fn problem(&mut self, arrays: &Arrays, asked: &Asked<'_>, frame: Problem) -> (Problem, Vec<u32>) {
        self.walk(arrays, asked);
        if asked.everything || frame.terms.iter().any(|term| term.least_load > 0 || term.least_items > 0) {
            self.stamp.fill(self.question);
            self.reached = (0..arrays.len() as u32).collect();
        }
        self.reached.sort_unstable();
        for (place, &item) in self.reached.iter().enumerate() {
            self.place[item as usize] = place as u32;
        }
        let (stamp, place, question) = (&self.stamp, &self.place, self.question);
        let known = |item: usize| stamp.get(item) == Some(&question);
        let new = |item: u32| place[item as usize] as usize;
        let items = self.reached.iter().map(|&item| arrays.item(item, &new)).collect();
        let row = |row: &Row| {
            let amounts = row.amounts.iter().filter(|entry| known(entry.0));
            Row { amounts: amounts.map(|&(item, amount)| (place[item] as usize, amount)).collect(), least: row.least }
        };
        let goal = renumber(asked.goal, &|item| place[item] as usize);
        let rows = asked.rows.iter().map(row).collect();
        (Problem { items, goal, rows, ..frame }, self.reached.clone())
    }

    fn walk(&mut self, arrays: &Arrays, asked: &Asked<'_>) {
        self.question = self.question.wrapping_add(1);
        if self.question == 0 {
            // After four thousand million questions the stamps begin anew.
            self.stamp.fill(0);
            self.question = 1;
        }
        self.reached.clear();
        let (stamp, reached, question) = (&mut self.stamp, &mut self.reached, self.question);
        let mut reach = |item: usize| {
            if stamp[item] != question {
                stamp[item] = question;
                reached.push(item as u32);
            }
        };
        asked.goal.visit_items(&mut reach);
        // What only takes away from a sum is chosen for something else, if at all.
        let adds = asked.rows.iter().flat_map(|row| &row.amounts).filter(|entry| entry.1 > 0);
        adds.for_each(|entry| reach(entry.0));
        let mut next = 0;
        while next < self.reached.len() {
            let (stamp, reached) = (&mut self.stamp, &mut self.reached);
            let item = reached[next];
            next += 1;
            arrays.visit_needs(item, &mut |needed| {
                if stamp[needed as usize] != question {
                    stamp[needed as usize] = question;
                    reached.push(needed);
                }
            });
        }
    }
}

fn renumber(expr: &Expr, new: &impl Fn(usize) -> usize) -> Expr {
    let all = |parts: &[Expr]| parts.iter().map(|part| renumber(part, new)).collect();
    match expr {
        Expr::True => Expr::True,
        Expr::Never => Expr::Never,
        Expr::From(tick) => Expr::From(*tick),
        Expr::Item(item) => Expr::Item(new(*item)),
        Expr::All(parts) => Expr::All(all(parts)),
        Expr::AtLeast(least, parts) => Expr::AtLeast(*least, all(parts)),
    }
}
