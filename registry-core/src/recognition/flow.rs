//! The most flow at the least cost through a small network with whole-number capacities: shortest ways, one after
//! another.
//!
//! Exact: after each way the flow is the cheapest of its size (Busacker and Gowen 1960), since no way ever leaves a
//! circle of negative cost.

/// A network of numbered places and arrows.
#[derive(Debug, Clone, Default)]
pub(super) struct Network {
    arrows: Vec<Arrow>,
    /// By place, the arrows that leave it, the way back of others included.
    from: Vec<Vec<usize>>,
}

#[derive(Debug, Clone, Copy)]
struct Arrow {
    to: usize,
    room: u32,
    cost: i64,
}

impl Network {
    /// A new place.
    pub(super) fn place(&mut self) -> usize {
        self.from.push(Vec::new());
        self.from.len() - 1
    }

    /// A new arrow: its number.
    pub(super) fn arrow(&mut self, from: usize, to: usize, room: u32, cost: i64) -> usize {
        let number = self.arrows.len();
        self.arrows.push(Arrow { to, room, cost });
        self.arrows.push(Arrow { to: from, room: 0, cost: -cost });
        self.from[from].push(number);
        self.from[to].push(number + 1);
        number
    }

    /// How much flows along an arrow.
    pub(super) fn flow(&self, arrow: usize) -> u32 {
        self.arrows[arrow + 1].room
    }

    /// Sends as much as can be from `source` to `sink`, as cheaply as can be: how much.
    pub(super) fn send(&mut self, source: usize, sink: usize) -> u32 {
        let mut sent = 0;
        while let Some(way) = self.cheapest(source, sink) {
            let room = way.iter().map(|&arrow| self.arrows[arrow].room).min().unwrap_or(0);
            for arrow in way {
                self.arrows[arrow].room -= room;
                self.arrows[arrow ^ 1].room += room;
            }
            sent += room;
        }
        sent
    }

    /// The cheapest way with room, as arrows from the sink back.
    fn cheapest(&self, source: usize, sink: usize) -> Option<Vec<usize>> {
        let mut cost: Vec<Option<i64>> = vec![None; self.from.len()];
        let mut by: Vec<usize> = vec![usize::MAX; self.from.len()];
        cost[source] = Some(0);
        let mut waiting = std::collections::VecDeque::from([source]);
        let mut queued = vec![false; self.from.len()];
        while let Some(place) = waiting.pop_front() {
            queued[place] = false;
            let Some(here) = cost[place] else { continue };
            for &number in &self.from[place] {
                let arrow = self.arrows[number];
                let there = here + arrow.cost;
                if arrow.room > 0 && cost[arrow.to].is_none_or(|known| there < known) {
                    cost[arrow.to] = Some(there);
                    by[arrow.to] = number;
                    if !std::mem::replace(&mut queued[arrow.to], true) {
                        waiting.push_back(arrow.to);
                    }
                }
            }
        }
        cost[sink]?;
        let mut way = Vec::new();
        let mut at = sink;
        while at != source {
            way.push(by[at]);
            at = self.arrows[by[at] ^ 1].to;
        }
        Some(way)
    }
}
