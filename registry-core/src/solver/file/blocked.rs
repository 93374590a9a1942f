//! What has no way, whatever is chosen: a tree from the goal down to what cannot be met.

use std::collections::BTreeSet;

use super::pose::Drawn;
use super::resolve::Standing;
use super::rows::of_credit;
use super::{ProblemFile, Requirement};
use crate::solver::expr::{NEVER, Tick};
use crate::solver::problem::Timing;

/// At most so many things that have no way are named; a person reads no more.
const NAMED_MAX: usize = 40;

/// Something that has no way.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Blocked {
    /// What it is.
    pub wanted: Wanted,
    /// Why it has none.
    pub reason: Reason,
    /// What it asks for that has none either, where that is the reason. All of these, unless `more` are left out.
    pub parts: Vec<Blocked>,
    /// How many parts are not named.
    pub more: usize,
}

/// What is wanted and cannot be had.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Wanted {
    /// An item, by its id.
    Item(String),
    /// So many of a list of requirements; of 1, any of them.
    OneOf {
        /// How many are needed.
        least: usize,
        /// How many there are.
        of: usize,
    },
    /// A version of a course in a range.
    Course {
        /// The course.
        course: String,
        /// The range.
        range: String,
    },
    /// Time, from a tick on.
    From {
        /// The first tick that would do.
        tick: i64,
    },
    /// What the file says can never be met.
    Never {
        /// Why, in the words of the file.
        why: String,
    },
    /// A sum of credit, counted from 0.
    Credit {
        /// Which sum.
        sum: usize,
    },
}

/// Why something has no way.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Reason {
    /// It asks for parts that have none.
    Asks,
    /// The person will not do it.
    Refused,
    /// Something held excludes it.
    ExcludedBy {
        /// The id of what is held.
        held: String,
    },
    /// It must be taken together with what it excludes.
    Apart {
        /// The id of the other.
        with: String,
    },
    /// None of its ways starts and ends between these ticks.
    NoTime {
        /// The first tick of the problem.
        first: i64,
        /// The last.
        last: i64,
    },
    /// It starts for the last time before all it needs can be over.
    TooEarly {
        /// The first tick on which what it needs is met.
        ready: i64,
        /// The last tick on which it starts.
        latest: i64,
    },
    /// It never comes, or comes after the last tick.
    Never,
    /// No more can be reached than this.
    AtMost {
        /// What is asked for.
        least: i64,
        /// The most that can be reached.
        reachable: i64,
    },
    /// It is named further up already, with its reason.
    Above,
}

/// What of the goal and the sums of a sound file has no way; empty when each has one by itself.
pub(super) fn blocked(file: &ProblemFile) -> Vec<Blocked> {
    let Ok(mut drawn) = file.drawn(false) else {
        return Vec::new();
    };
    let earliest = Earliest::of(&drawn);
    let sums: Vec<Blocked> =
        (0..file.credit.len()).filter_map(|sum| credit(&mut drawn, &earliest, sum)).take(NAMED_MAX).collect();
    let mut walk = Walk { drawn: &drawn, earliest: &earliest, seen: BTreeSet::new(), left: NAMED_MAX };
    let (mut found, _) = walk.parts(&file.goal, None);
    found.extend(sums);
    found
}

/// By node, the first tick on which it can start and the first on which it can be over; [`NEVER`] where it has no way.
/// Nothing else is looked at than what it asks for: limits are not.
struct Earliest {
    start: Vec<Tick>,
    end: Vec<Tick>,
    /// By node, when what it asks for is met.
    ready: Vec<Tick>,
}

impl Earliest {
    fn of(drawn: &Drawn<'_>) -> Self {
        let count = drawn.nodes.len();
        let mut earliest = Self { start: vec![NEVER; count], end: vec![NEVER; count], ready: vec![NEVER; count] };
        let apart: BTreeSet<usize> = drawn.apart().map(|(node, _)| node).collect();
        for &node in &drawn.order {
            let of_member = |member: &usize| {
                let asks = &drawn.asks[*member];
                let before = asks.before.day(&|item| earliest.over(drawn, item));
                before.max(asks.beside.day(&|item| earliest.begun(drawn, item, node)))
            };
            let ready = drawn.nodes[node].members.iter().map(of_member).max().unwrap_or(NEVER);
            earliest.ready[node] = ready;
            if ready == NEVER || apart.contains(&node) {
                continue;
            }
            let spans = || drawn.nodes[node].ways.iter().filter_map(|way| span(drawn, way.way.timing, ready));
            earliest.start[node] = spans().map(|(start, _)| start).min().unwrap_or(NEVER);
            earliest.end[node] = spans().map(|(_, end)| end).min().unwrap_or(NEVER);
        }
        earliest
    }

    /// From when an item, once over, meets a prerequisite.
    fn over(&self, drawn: &Drawn<'_>, item: usize) -> Tick {
        match self.end.get(drawn.place_of[item]) {
            Some(&NEVER) | None => NEVER,
            Some(_) if drawn.clock.terms.is_empty() => 0,
            Some(&end) => end + 1,
        }
    }

    /// From when an item meets a corequisite of what is in `node`.
    fn begun(&self, drawn: &Drawn<'_>, item: usize, node: usize) -> Tick {
        let place = drawn.place_of[item];
        match self.start.get(place) {
            Some(_) if place == node => Tick::MIN,
            Some(&NEVER) | None => NEVER,
            Some(&start) => start.div_euclid(drawn.clock.ticks_per_term) * drawn.clock.ticks_per_term,
        }
    }

    fn possible(&self, drawn: &Drawn<'_>, item: usize) -> bool {
        self.end.get(drawn.place_of[item]).is_some_and(|&end| end != NEVER)
    }
}

/// The first start and end of a way that is not before `ready`.
fn span(drawn: &Drawn<'_>, timing: Timing, ready: Tick) -> Option<(Tick, Tick)> {
    let per_term = drawn.clock.ticks_per_term;
    match timing {
        Timing::Dated { start, end } => (start >= ready).then_some((start, end)),
        Timing::Rolling { from, until, terms } => {
            let start = match ready <= from {
                true => from,
                false => (ready.saturating_add(per_term - 1)).div_euclid(per_term) * per_term,
            };
            (start <= until).then(|| (start, start + terms * per_term - 1))
        }
    }
}

/// The last tick on which any way of a node starts; `None`: it has no way.
fn latest_start(drawn: &Drawn<'_>, node: usize) -> Option<Tick> {
    let starts = drawn.nodes[node].ways.iter().map(|way| match way.way.timing {
        Timing::Dated { start, .. } => start,
        Timing::Rolling { until, .. } => until,
    });
    starts.max()
}

/// A sum of credit that all that can be chosen does not reach.
fn credit(drawn: &mut Drawn<'_>, earliest: &Earliest, sum: usize) -> Option<Blocked> {
    let rows = of_credit(drawn.file, &mut drawn.names, sum);
    let missing = rows.iter().map(|row| {
        let can = |entry: &&(usize, i64)| earliest.possible(drawn, entry.0);
        row.least - row.amounts.iter().filter(can).map(|(_, amount)| amount).sum::<i64>()
    });
    let missing = missing.max().filter(|missing| *missing > 0)?;
    let least = drawn.file.credit[sum].least;
    let reason = Reason::AtMost { least, reachable: least - missing };
    Some(Blocked { wanted: Wanted::Credit { sum }, reason, parts: Vec::new(), more: 0 })
}

struct Walk<'d, 'a> {
    drawn: &'d Drawn<'a>,
    earliest: &'d Earliest,
    seen: BTreeSet<usize>,
    left: usize,
}

impl Walk<'_, '_> {
    /// Whether nothing meets a requirement; `beside`: it is a corequisite of what is in that node.
    fn never(&self, requirement: &Requirement, beside: Option<usize>) -> bool {
        let met = |part: &&Requirement| !self.never(part, beside);
        match requirement {
            Requirement::All(of) => of.iter().any(|part| self.never(part, beside)),
            Requirement::Any(of) => !of.iter().any(|part| met(&part)),
            Requirement::AtLeast { least, of } => {
                let least = usize::try_from(*least).unwrap_or(usize::MAX);
                of.iter().filter(met).take(least).count() < least
            }
            Requirement::FromTerm(_) | Requirement::FromTick(_) => {
                self.drawn.clock.tick_of(requirement) > self.drawn.clock.last
            }
            Requirement::Never(_) => true,
            Requirement::Item(_) | Requirement::Course { .. } => {
                let mut possible = false;
                self.drawn.names.visit_meeting(requirement, &mut |item| possible |= self.can(item, beside));
                !possible
            }
        }
    }

    fn can(&self, item: usize, beside: Option<usize>) -> bool {
        self.drawn.names.standing[item] == Standing::Held
            || beside.is_some_and(|node| node == self.drawn.place_of[item])
            || self.earliest.possible(self.drawn, item)
    }

    /// What of these has no way, and how many more than are named.
    fn parts<'r>(
        &mut self,
        of: impl IntoIterator<Item = &'r Requirement>,
        beside: Option<usize>,
    ) -> (Vec<Blocked>, usize) {
        let (mut found, mut more) = (Vec::new(), 0);
        for requirement in of {
            if self.left == 0 {
                // What is left out may have a way: only lists of which nothing does come here in great number.
                more += usize::from(self.never(requirement, beside));
            } else if let Requirement::All(of) = requirement {
                let (parts, others) = self.parts(of, beside);
                found.extend(parts);
                more += others;
            } else if self.never(requirement, beside) {
                self.left -= 1;
                found.push(self.blocked(requirement, beside));
            }
        }
        (found, more)
    }

    fn blocked(&mut self, requirement: &Requirement, beside: Option<usize>) -> Blocked {
        let (wanted, of) = match requirement {
            Requirement::Item(id) => {
                let item = self.drawn.names.ids.checked(id);
                if self.drawn.names.set(item).is_none() {
                    return self.item(item);
                }
                (Wanted::OneOf { least: 1, of: 0 }, None)
            }
            Requirement::Course { course, range } => {
                (Wanted::Course { course: course.clone(), range: range.clone() }, None)
            }
            Requirement::Any(of) => (Wanted::OneOf { least: 1, of: of.len() }, Some(of)),
            Requirement::AtLeast { least, of } => {
                let least = usize::try_from(*least).unwrap_or(usize::MAX);
                (Wanted::OneOf { least, of: of.len() }, Some(of))
            }
            Requirement::FromTerm(_) | Requirement::FromTick(_) => {
                let tick = self.drawn.clock.tick_of(requirement).into();
                return leaf(Wanted::From { tick }, Reason::Never);
            }
            Requirement::Never(why) => return leaf(Wanted::Never { why: why.clone() }, Reason::Never),
            Requirement::All(_) => return leaf(Wanted::OneOf { least: 0, of: 0 }, Reason::Asks),
        };
        if let Some(of) = of {
            let (parts, more) = self.parts(of, beside);
            return Blocked { wanted, reason: Reason::Asks, parts, more };
        }
        let mut items = Vec::new();
        self.drawn.names.visit_meeting(requirement, &mut |item| items.push(item));
        let wanted =
            if let Wanted::OneOf { .. } = wanted { Wanted::OneOf { least: 1, of: items.len() } } else { wanted };
        let named = items.len().min(self.left);
        self.left -= named;
        let parts = items[..named].iter().map(|item| self.item(*item)).collect();
        Blocked { wanted, reason: Reason::Asks, parts, more: items.len() - named }
    }

    fn item(&mut self, item: usize) -> Blocked {
        let (drawn, entry) = (self.drawn, &self.drawn.file.items[item]);
        let wanted = Wanted::Item(entry.id.clone());
        if !self.seen.insert(item) {
            return leaf(wanted, Reason::Above);
        }
        let node = drawn.place_of[item];
        if entry.refused {
            return leaf(wanted, Reason::Refused);
        }
        if drawn.names.standing[item] == Standing::Closed {
            return leaf(wanted, self.closed(item));
        }
        if let Some((_, pair)) = drawn.apart().find(|(apart, _)| *apart == node) {
            let with = if pair[0] == item { pair[1] } else { pair[0] };
            return leaf(wanted, Reason::Apart { with: drawn.file.items[with].id.clone() });
        }
        let Some(latest) = latest_start(drawn, node) else {
            let (first, last) = (drawn.clock.first.into(), drawn.clock.last.into());
            return leaf(wanted, Reason::NoTime { first, last });
        };
        let ready = self.earliest.ready[node];
        if ready != NEVER {
            return leaf(wanted, Reason::TooEarly { ready: ready.into(), latest: latest.into() });
        }
        let (mut parts, mut more) = (Vec::new(), 0);
        // What is taken together is barred by what any of it asks for.
        for member in &drawn.nodes[node].members {
            let entry = &drawn.file.items[*member];
            for (asked, beside) in [(&entry.prerequisite, None), (&entry.corequisite, Some(node))] {
                let (found, others) = self.parts(asked, beside);
                parts.extend(found);
                more += others;
            }
        }
        Blocked { wanted, reason: Reason::Asks, parts, more }
    }

    /// Why an item that is not refused may not be chosen.
    fn closed(&self, item: usize) -> Reason {
        let file = self.drawn.file;
        let excludes = |one: usize, other: usize| file.items[one].excludes.contains(&file.items[other].id);
        let held = (0..file.items.len()).filter(|held| file.items[*held].held);
        let by = held.into_iter().find(|held| excludes(*held, item) || excludes(item, *held));
        by.map_or(Reason::Never, |held| Reason::ExcludedBy { held: file.items[held].id.clone() })
    }
}

fn leaf(wanted: Wanted, reason: Reason) -> Blocked {
    Blocked { wanted, reason, parts: Vec::new(), more: 0 }
}
