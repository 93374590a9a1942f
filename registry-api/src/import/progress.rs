//! Tells how far the reading of documents is.

use toml::de::DeTable;

use super::Step;
use crate::format::{Document, Roots};

/// The documents, whose every tree is told of before it is read.
pub(super) fn told<'a>(documents: Vec<Document<'a>>, heard: &'a dyn Fn(Step)) -> Vec<Document<'a>> {
    let of: usize = documents.iter().map(|document| document.roots.left()).sum();
    let mut before = 0;
    let mut told = Vec::new();
    for document in documents {
        let trees = document.roots.left();
        let roots = Told { roots: document.roots, done: before, of, heard };
        before += trees;
        told.push(Document { roots: Box::new(roots), ..document });
    }
    told
}

struct Told<'a> {
    roots: Box<dyn Roots<'a> + 'a>,
    done: usize,
    of: usize,
    heard: &'a dyn Fn(Step),
}

impl<'a> Roots<'a> for Told<'a> {
    fn next(&mut self) -> Option<DeTable<'a>> {
        self.done += 1;
        (self.heard)(Step::Reading { done: self.done.min(self.of), of: self.of });
        self.roots.next()
    }

    fn left(&self) -> usize {
        self.roots.left()
    }

    fn take_damage(&mut self) -> Vec<(usize, String)> {
        self.roots.take_damage()
    }
}
