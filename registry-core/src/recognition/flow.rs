//! The most flow at the least cost through a small network with whole-number capacities: shortest ways, one after
//! another.
//!
//! Exact: after each way the flow is the cheapest of its size (Busacker and Gowen 1960), since no way ever leaves a
//! circle of negative cost.

use std::collections::VecDeque;

/// No arrow.
const NONE: usize = usize::MAX;

/// A network of numbered places and arrows.
#[derive(Debug, Clone, Default)]
pub(super) struct Network {
    arrows: Vec<Arrow>,
    /// By place, the first and the last arrow that leaves it, the way back of others included.
    from: Vec<(usize, usize)>,
}

/// What is known of the cheapest ways while they are looked for.
#[derive(Default)]
struct Search {
    /// By place, what the cheapest way there costs.
    cost: Vec<Option<i64>>,
    /// By place, the last arrow of that way.
    by: Vec<usize>,
    queued: Vec<bool>,
    waiting: VecDeque<usize>,
}

#[derive(Debug, Clone, Copy)]
struct Arrow {
    to: usize,
    room: i64,
    cost: i64,
    /// The next arrow that leaves the same place.
    next: usize,
}

impl Network {
    /// A network that has room for so many arrows without growing.
    pub(super) fn with_room(arrows: usize) -> Self {
        Self { arrows: Vec::with_capacity(2 * arrows), from: Vec::with_capacity(arrows) }
    }

    /// A new place.
    pub(super) fn place(&mut self) -> usize {
        self.from.push((NONE, NONE));
        self.from.len() - 1
    }

    /// A new arrow: its number.
    pub(super) fn arrow(&mut self, from: usize, to: usize, room: impl Into<i64>, cost: i64) -> usize {
        let room = room.into();
        let number = self.arrows.len();
        self.arrows.push(Arrow { to, room, cost, next: NONE });
        self.arrows.push(Arrow { to: from, room: 0, cost: -cost, next: NONE });
        self.leave(from, number);
        self.leave(to, number + 1);
        number
    }

    /// Notes that an arrow leaves a place, after those that do already.
    fn leave(&mut self, place: usize, arrow: usize) {
        let (first, last) = &mut self.from[place];
        match *last {
            NONE => *first = arrow,
            before => self.arrows[before].next = arrow,
        }
        *last = arrow;
    }

    /// How much flows along an arrow.
    pub(super) fn flow(&self, arrow: usize) -> i64 {
        self.arrows[arrow + 1].room
    }

    /// How much more an arrow has room for.
    pub(super) fn room(&self, arrow: usize) -> i64 {
        self.arrows[arrow].room
    }

    /// By place, whether more could flow there from `source`.
    pub(super) fn reached(&self, source: usize) -> Vec<bool> {
        let mut search = Search::default();
        self.find_cheapest(source, source, &mut search);
        search.cost.iter().map(Option::is_some).collect()
    }

    /// Sends as much as can be from `source` to `sink`, as cheaply as can be: how much.
    pub(super) fn send(&mut self, source: usize, sink: usize) -> i64 {
        let mut sent = 0;
        let mut search = Search::default();
        while self.find_cheapest(source, sink, &mut search) {
            let way = self.way_back(source, sink, &search.by);
            let room = way.iter().map(|&arrow| self.arrows[arrow].room).min().unwrap_or(0);
            for arrow in way {
                self.arrows[arrow].room -= room;
                self.arrows[arrow ^ 1].room += room;
            }
            sent += room;
        }
        sent
    }

    /// The way that was found, as arrows from the sink back.
    fn way_back(&self, source: usize, sink: usize, by: &[usize]) -> Vec<usize> {
        let mut way = Vec::new();
        let mut at = sink;
        while at != source {
            way.push(by[at]);
            at = self.arrows[by[at] ^ 1].to;
        }
        way
    }

    /// Looks for the cheapest way with room from the source to every place; whether there is one to the sink.
    fn find_cheapest(&self, source: usize, sink: usize, search: &mut Search) -> bool {
        let Search { cost, by, queued, waiting } = search;
        cost.clear();
        cost.resize(self.from.len(), None);
        by.resize(self.from.len(), NONE);
        queued.resize(self.from.len(), false);
        cost[source] = Some(0);
        waiting.push_back(source);
        while let Some(place) = waiting.pop_front() {
            queued[place] = false;
            let Some(here) = cost[place] else { continue };
            let mut number = self.from[place].0;
            while number != NONE {
                let arrow = self.arrows[number];
                let there = here + arrow.cost;
                if arrow.room > 0 && cost[arrow.to].is_none_or(|known| there < known) {
                    cost[arrow.to] = Some(there);
                    by[arrow.to] = number;
                    if !std::mem::replace(&mut queued[arrow.to], true) {
                        waiting.push_back(arrow.to);
                    }
                }
                number = arrow.next;
            }
        }
        cost[sink].is_some()
    }
}
