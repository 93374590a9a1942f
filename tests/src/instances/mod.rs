//! Problems made up from seeds, as problem files: the sets that figures are given for (docs/BENCHMARKS.md).
//!
//! The same arguments make the same file on every machine.

mod courses;
mod goals;
mod joint;
mod levelling;

pub use courses::courses;
pub use goals::goals;
pub use joint::{Tightness, joint};
pub use levelling::levelling;

use registry_core::solver::file::ProblemFile;

/// Numbers that look random and are the same everywhere (xorshift with a multiplication).
#[derive(Debug)]
pub struct Numbers(u64);

impl Numbers {
    /// Numbers of a seed.
    pub fn new(seed: u64) -> Self {
        Self(seed.wrapping_add(1).wrapping_mul(0x9E37_79B9_7F4A_7C15) | 1)
    }

    fn next(&mut self) -> u64 {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        self.0.wrapping_mul(0x2545_F491_4F6C_DD1D) >> 16
    }

    /// Below `end`, which is at least 1.
    pub fn below(&mut self, end: usize) -> usize {
        (self.next() % end as u64) as usize
    }

    /// From `low` to `high`, both included.
    pub fn between(&mut self, low: i64, high: i64) -> i64 {
        low + (self.next() % (high - low + 1) as u64) as i64
    }

    /// True so many times in a hundred.
    pub fn percent(&mut self, chance: u64) -> bool {
        self.next() % 100 < chance
    }

    /// So many different numbers from `low` up to `high`, not included; fewer when there are not so many.
    fn some(&mut self, count: usize, low: usize, high: usize) -> Vec<usize> {
        let mut some: Vec<usize> = Vec::new();
        for _ in 0..count * 3 {
            let number = low + self.below(high - low);
            if some.len() < count && !some.contains(&number) {
                some.push(number);
            }
        }
        some.sort_unstable();
        some
    }
}

/// One file of a set: a name for it, and the problem.
pub type Named = (String, ProblemFile);

/// Small sets of every kind, in order: so many seeds of each. Without the million courses, whose file has
/// 100 MB.
pub fn sets(seeds: u64) -> Vec<Named> {
    let mut all = Vec::new();
    for (count, seed) in [500, 560, 5_000].into_iter().flat_map(|count| (0..seeds).map(move |seed| (count, seed))) {
        all.push((format!("courses-{count}-{seed:02}"), courses(count, seed)));
    }
    for terms in [5, 7, 9] {
        for (tightness, seed) in Tightness::ALL.into_iter().flat_map(|t| (0..seeds).map(move |seed| (t, seed))) {
            all.push((format!("joint-{terms}-{}-{seed:02}", tightness.name()), joint(terms, tightness, seed)));
        }
    }
    for ((terms, count), seed) in [(4, 20), (8, 46), (12, 66)].into_iter().flat_map(|l| (0..seeds).map(move |s| (l, s)))
    {
        all.push((format!("levelling-{terms}-{count}-{seed:02}"), levelling(terms, count, seed)));
    }
    all
}
