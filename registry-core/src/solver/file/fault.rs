//! What can be wrong with a problem file, and where.

use std::fmt;

/// At most so many problems of one file are named; how many more there are is said.
pub const PROBLEMS_SHOWN: usize = 1_000;

/// One thing that is wrong with a problem file, and where: `items[12].prerequisite.any[3]`.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct FileProblem {
    /// The place in the file; empty when the whole file is meant.
    pub place: String,
    /// What is wrong.
    pub fault: FileFault,
}

impl fmt::Display for FileProblem {
    /// `items[1].prerequisite: valeus is not the id of an item; did you mean values?`
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.place.as_str() {
            "" => write!(f, "{}", self.fault),
            place => write!(f, "{place}: {}", self.fault),
        }
    }
}

/// What is wrong, with what was found and what to do.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, thiserror::Error)]
pub enum FileFault {
    /// Two million items.
    #[error("there are {found} {what}; at most {most} are read")]
    TooMany {
        /// `items`, `terms` …
        what: &'static str,
        /// How many there are.
        found: usize,
        /// How many there may be.
        most: usize,
    },
    /// A cost of -5, a term of 10⁹ items.
    #[error("{found} is not a number from {least} to {most}")]
    Outside {
        /// The number.
        found: i64,
        /// The least there may be.
        least: i64,
        /// The most there may be.
        most: i64,
    },
    /// An id that is empty, 300 bytes long or has a line end in it.
    #[error(
        "{found:?} must be a text of at most {most} bytes, not empty where something is named, without control characters"
    )]
    Text {
        /// The text, or its beginning.
        found: String,
        /// How many bytes there may be.
        most: usize,
    },
    /// Two items with one id.
    #[error("{id} is the id of {first} already; give each item an id of its own")]
    Duplicate {
        /// The id.
        id: String,
        /// Where it stands first.
        first: String,
    },
    /// `valeus`, where there is an item `values`.
    #[error("{name} is not {what}{hint}")]
    Unknown {
        /// `the id of an item`, `a group of any item` …
        what: &'static str,
        /// The name.
        name: String,
        /// `; did you mean …?` or nothing.
        hint: String,
    },
    /// Range `^2` of a course that has 1.0.0 and 1.1.0.
    #[error("no version of {course} is in the range {range}; there are {versions}")]
    NoVersion {
        /// The course.
        course: String,
        /// The range.
        range: String,
        /// The versions there are, or the first of them.
        versions: String,
    },
    /// Range `^one`, version `1.2`.
    #[error("{found:?} is not {what} ({why}); write one such as {example}")]
    Unreadable {
        /// `a version` or `a version range`.
        what: &'static str,
        /// What was found.
        found: String,
        /// What the reader of versions says.
        why: String,
        /// One that can be read.
        example: &'static str,
    },
    /// An item that needs or excludes itself.
    #[error("{id} stands in its own {key}; take it out")]
    Itself {
        /// The item.
        id: String,
        /// `prerequisite`, `corequisite`, `excludes`.
        key: &'static str,
    },
    /// a needs b, b needs a.
    #[error(
        "these need one another in a circle: {members}; leave one of the arrows out (items that must be taken together \
         name one another in corequisite, as an id or within all)"
    )]
    Circle {
        /// The ids, the first again at the end.
        members: String,
    },
    /// `cost` beside `ways`, `most` beside `most_percent`.
    #[error("{first} and {second} cannot stand together; keep one of them")]
    Together {
        /// The one.
        first: &'static str,
        /// The other.
        second: &'static str,
    },
    /// `version` without `course`.
    #[error("{key} is missing; {why}")]
    Missing {
        /// What is missing.
        key: &'static str,
        /// Why it is needed.
        why: &'static str,
    },
    /// 51 times all in all.
    #[error("requirements stand inside one another more than {most} deep; take some of them apart")]
    TooDeep {
        /// How deep they may stand.
        most: usize,
    },
    /// At least 3 of 2; least_hours 20 in a term of 10.
    #[error("{first} is {least}, more than {second}, {most}; lower the one or raise the other")]
    LeastOverMost {
        /// The key of the least.
        first: &'static str,
        /// The least.
        least: i64,
        /// The key of the most.
        second: &'static str,
        /// The most.
        most: i64,
    },
    /// A way that ends before it starts, a period that begins before the one before it.
    #[error("{second} is {found}, before {first}, {after}; put the later one second")]
    Backwards {
        /// The key of what comes first.
        first: &'static str,
        /// Its value.
        after: i64,
        /// The key of what comes second.
        second: &'static str,
        /// Its value.
        found: i64,
    },
    /// `from_term` in a problem without terms.
    #[error("{key} speaks of time, and the problem has no terms; add terms or take it out")]
    NoTime {
        /// The key.
        key: &'static str,
    },
    /// `any` of nothing.
    #[error("{key} is empty; name what it asks for (what can never be met is {{\"never\": \"why\"}})")]
    Empty {
        /// The key.
        key: &'static str,
    },
    /// An item that is held and refused.
    #[error("{id} is held and refused; keep one of them")]
    HeldAndRefused {
        /// The item.
        id: String,
    },
    /// An id twice in one `of`, one set, one list.
    #[error("{name} stands here already, at {first}; keep it once")]
    Again {
        /// What stands there twice.
        name: String,
        /// Where it stands first.
        first: String,
    },
    /// More problems than are named.
    #[error("there are {found} problems; the first {named} are named")]
    More {
        /// How many there are.
        found: usize,
        /// How many are named.
        named: usize,
    },
    /// Neither goal nor credit.
    #[error("there is nothing to reach; add goal, or credit with the least sum")]
    NothingToReach,
    /// Items that need one another at once, of 1 and of 2 terms.
    #[error(
        "{members} must be taken together, and no way of the one starts and ends with a way of the other; give them the \
         same terms and length"
    )]
    Apart {
        /// The ids.
        members: String,
    },
    /// An item in two parts of a sum, each of which counts for at most so much.
    #[error("{id} is in counting_at_most[{first}] already; what counts for at most so much must not overlap")]
    Overlap {
        /// The item.
        id: String,
        /// The part it is in already.
        first: usize,
    },
    /// Costs that add up to more than 10¹⁵.
    #[error("{what} add up to {sum}, more than {most}; choose a larger unit")]
    SumTooLarge {
        /// What is added up.
        what: &'static str,
        /// The sum.
        sum: i128,
        /// The greatest there may be.
        most: i64,
    },
}

/// A way from the whole file down to a place in it, written out only when something is wrong there.
#[derive(Debug, Clone, Copy)]
pub(super) enum Place<'p> {
    /// The whole file.
    File,
    /// A key of what stands above.
    Key(&'p Place<'p>, &'static str),
    /// An element of a list above.
    At(&'p Place<'p>, usize),
}

impl Place<'_> {
    pub(super) fn key(&self, key: &'static str) -> Place<'_> {
        Place::Key(self, key)
    }

    pub(super) fn at(&self, index: usize) -> Place<'_> {
        Place::At(self, index)
    }
}

impl fmt::Display for Place<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Place::File => Ok(()),
            Place::Key(Place::File, key) => f.write_str(key),
            Place::Key(above, key) => write!(f, "{above}.{key}"),
            Place::At(above, index) => write!(f, "{above}[{index}]"),
        }
    }
}

/// What has been found wrong so far.
#[derive(Debug, Default)]
pub(super) struct Found {
    problems: Vec<FileProblem>,
    more: usize,
}

impl Found {
    pub(super) fn push(&mut self, place: &Place<'_>, fault: FileFault) {
        if self.problems.len() < PROBLEMS_SHOWN {
            self.problems.push(FileProblem { place: place.to_string(), fault });
        } else {
            self.more += 1;
        }
    }

    /// A number that must be within bounds, or the nearest that is.
    pub(super) fn number(&mut self, place: &Place<'_>, found: i64, least: i64, most: i64) -> i64 {
        if !(least..=most).contains(&found) {
            self.push(place, FileFault::Outside { found, least, most });
        }
        found.clamp(least, most)
    }

    /// A text of so many bytes.
    pub(super) fn text(&mut self, place: &Place<'_>, found: &str, least: usize, most: usize) {
        let sound = (least..=most).contains(&found.len()) && !found.chars().any(char::is_control);
        if !sound {
            self.push(place, FileFault::Text { found: found.chars().take(60).collect(), most });
        }
    }

    /// A fresh start when nothing was found, or all that was.
    pub(super) fn checked(self) -> Result<Self, Vec<FileProblem>> {
        if self.problems.is_empty() {
            return Ok(Self::default());
        }
        let mut problems = self.problems;
        if self.more > 0 {
            let found = problems.len() + self.more;
            let fault = FileFault::More { found, named: PROBLEMS_SHOWN };
            problems.push(FileProblem { place: String::new(), fault });
        }
        Err(problems)
    }
}
