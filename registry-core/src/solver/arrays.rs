//! A whole catalogue as parallel arrays, from which the few items that bear on a goal are taken.
//!
//! One array for each property, requisites as clauses in runs: a million items are some tens of megabytes and are
//! walked without following a pointer for each. Arrays are built once for each catalogue and never changed.

use super::expr::Expr;
use super::problem::{Item, Row, Way};

/// Requirements in one run of numbers, each as: what it is, how many of how many, then its operands.
///
/// A number below [`Code::FIRST`] is an item; what is above says what follows.
#[derive(Debug, Clone, Default)]
struct Code {
    words: Vec<u32>,
}

impl Code {
    /// Numbers from here on are no items.
    const FIRST: u32 = u32::MAX - 8;
    const TRUE: u32 = u32::MAX;
    const NEVER: u32 = u32::MAX - 1;
    /// A tick follows.
    const FROM: u32 = u32::MAX - 2;
    /// How many parts follow, then they.
    const ALL: u32 = u32::MAX - 3;
    /// How many are needed and how many parts follow, then they.
    const AT_LEAST: u32 = u32::MAX - 4;

    fn write(&mut self, expr: &Expr) -> Result<(), TooMany> {
        match expr {
            Expr::True => self.words.push(Self::TRUE),
            Expr::Never => self.words.push(Self::NEVER),
            Expr::From(tick) => self.words.extend([Self::FROM, tick.cast_unsigned()]),
            Expr::Item(item) => self.words.push(number(*item)?),
            Expr::All(parts) => {
                self.words.extend([Self::ALL, number(parts.len())?]);
                parts.iter().try_for_each(|part| self.write(part))?;
            }
            Expr::AtLeast(least, parts) => {
                let least = u32::try_from(*least).unwrap_or(u32::MAX);
                self.words.extend([Self::AT_LEAST, least, number(parts.len())?]);
                parts.iter().try_for_each(|part| self.write(part))?;
            }
        }
        Ok(())
    }

    /// Reads a requirement, with items numbered anew; moves past it.
    fn read(&self, at: &mut usize, new: &impl Fn(u32) -> usize) -> Expr {
        let mut next = || {
            let word = self.words[*at];
            *at += 1;
            word
        };
        match next() {
            Self::TRUE => Expr::True,
            Self::NEVER => Expr::Never,
            Self::FROM => Expr::From(next().cast_signed()),
            Self::ALL => {
                let count = next();
                Expr::All((0..count).map(|_| self.read(at, new)).collect())
            }
            Self::AT_LEAST => {
                let (least, count) = (next(), next());
                Expr::AtLeast(least as usize, (0..count).map(|_| self.read(at, new)).collect())
            }
            item => Expr::Item(new(item)),
        }
    }

    /// Calls `visit` with every item named in a run of words.
    fn visit(&self, mut words: std::ops::Range<usize>, visit: &mut impl FnMut(u32)) {
        while let Some(at) = words.next() {
            match self.words[at] {
                Self::TRUE | Self::NEVER => {}
                Self::FROM | Self::ALL => {
                    words.next();
                }
                Self::AT_LEAST => {
                    words.nth(1);
                }
                item => visit(item),
            }
        }
    }
}

/// There are more items, ways or operands than are counted: about four thousand million.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("there are {found} items, ways or operands, and at most {} can be counted", Code::FIRST)]
pub(crate) struct TooMany {
    pub(crate) found: usize,
}

impl TooMany {
    /// How many can be counted.
    pub(crate) const MOST: usize = Code::FIRST as usize;
}

fn number(value: usize) -> Result<u32, TooMany> {
    u32::try_from(value).ok().filter(|&number| number < Code::FIRST).ok_or(TooMany { found: value })
}

/// A catalogue of items, each after all it may need.
#[derive(Debug, Clone)]
pub(crate) struct Arrays {
    /// Where the ways of each item begin; one more than there are items.
    first_way: Vec<u32>,
    ways: Vec<Way>,
    credit: Vec<i64>,
    /// Where in the requisites what must be over begins; what must have started follows it.
    first_word: Vec<u32>,
    requisites: Code,
}

/// How much memory a catalogue takes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Size {
    /// How many items there are.
    pub items: usize,
    /// Bytes of all properties but requisites.
    pub item_bytes: usize,
    /// Bytes of requisites.
    pub requisite_bytes: usize,
}

impl Arrays {
    /// An empty catalogue with room for so many items.
    pub(crate) fn with_room(items: usize) -> Self {
        let starts = || {
            let mut starts = Vec::with_capacity(items + 1);
            starts.push(0);
            starts
        };
        Self {
            first_way: starts(),
            ways: Vec::with_capacity(items),
            credit: Vec::with_capacity(items),
            first_word: starts(),
            requisites: Code::default(),
        }
    }

    /// Puts an item behind all others; it comes after all it may need.
    ///
    /// # Errors
    /// More than four thousand million items, ways or operands.
    pub(crate) fn push(
        &mut self,
        [before, beside]: [&Expr; 2],
        ways: impl IntoIterator<Item = Way>,
        credit: i64,
    ) -> Result<(), TooMany> {
        self.ways.extend(ways);
        self.first_way.push(number(self.ways.len())?);
        self.credit.push(credit);
        self.requisites.write(before)?;
        self.requisites.write(beside)?;
        self.first_word.push(number(self.requisites.words.len())?);
        number(self.len()).map(|_| ())
    }

    /// The same catalogue without room for more.
    pub(crate) fn full(mut self) -> Self {
        for vector in [&mut self.first_way, &mut self.first_word, &mut self.requisites.words] {
            vector.shrink_to_fit();
        }
        self.ways.shrink_to_fit();
        self.credit.shrink_to_fit();
        self
    }

    /// How many items there are.
    pub(crate) fn len(&self) -> usize {
        self.credit.len()
    }

    /// How much memory it takes.
    pub(crate) fn size(&self) -> Size {
        let item_bytes = size_of_val(&self.first_way[..])
            + size_of_val(&self.ways[..])
            + size_of_val(&self.credit[..])
            + size_of_val(&self.first_word[..]);
        Size { items: self.len(), item_bytes, requisite_bytes: size_of_val(&self.requisites.words[..]) }
    }

    /// Calls `visit` with every item that an item may need.
    pub(crate) fn visit_needs(&self, item: u32, visit: &mut impl FnMut(u32)) {
        let item = item as usize;
        self.requisites.visit(self.first_word[item] as usize..self.first_word[item + 1] as usize, visit);
    }

    /// An item, with what it needs numbered anew.
    pub(crate) fn item(&self, item: u32, new: &impl Fn(u32) -> usize) -> Item {
        let item = item as usize;
        let mut at = self.first_word[item] as usize;
        let before = self.requisites.read(&mut at, new);
        let beside = self.requisites.read(&mut at, new);
        let ways = self.ways[self.first_way[item] as usize..self.first_way[item + 1] as usize].to_vec();
        Item { before, beside, ways, credit: self.credit[item] }
    }
}

/// What is asked of a catalogue: a goal and sums over its items.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Asked<'q> {
    /// What must be met in the end.
    pub(crate) goal: &'q Expr,
    /// Sums that must be reached.
    pub(crate) rows: &'q [Row],
    /// More is better in itself: every item may help.
    pub(crate) everything: bool,
}
