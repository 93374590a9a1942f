//! The ids of a file, to be looked up: in order, each with its first bytes beside it.
//!
//! A million ids are looked up millions of times. The first bytes settle nearly every comparison without a look at the
//! text, which is somewhere else in memory; and no ids, however they are chosen, make it slow, as a table of hashes may be.

use super::ItemEntry;

/// The ids of items, in order.
#[derive(Debug)]
pub(super) struct Ids<'a> {
    items: &'a [ItemEntry],
    /// The first bytes of each id, and its item; in order of id, then of the file.
    sorted: Vec<(u64, u32)>,
    /// The first bytes of the first of every [`BLOCK`] of these: few enough to stay near at hand.
    blocks: Vec<u64>,
}

/// Of so many ids in order, one is kept apart to find the others by.
const BLOCK: usize = 64;

/// The first eight bytes, filled up with 0: in the order of texts, as far as they go.
fn first_bytes(id: &str) -> u64 {
    let mut bytes = [0; 8];
    let count = id.len().min(8);
    bytes[..count].copy_from_slice(&id.as_bytes()[..count]);
    u64::from_be_bytes(bytes)
}

impl<'a> Ids<'a> {
    pub(super) fn of(items: &'a [ItemEntry]) -> Self {
        let mut sorted: Vec<(u64, u32)> = (0..).zip(items).map(|(at, item)| (first_bytes(&item.id), at)).collect();
        let id = |at: u32| items[at as usize].id.as_str();
        sorted.sort_unstable_by(|one, other| {
            one.0.cmp(&other.0).then_with(|| id(one.1).cmp(id(other.1))).then(one.1.cmp(&other.1))
        });
        let blocks = sorted.iter().step_by(BLOCK).map(|entry| entry.0).collect();
        Self { items, sorted, blocks }
    }

    /// The first item of the file that has this id.
    pub(super) fn get(&self, id: &str) -> Option<usize> {
        let first = first_bytes(id);
        let before = |entry: &(u64, u32)| entry.0.cmp(&first).then_with(|| self.id(*entry).cmp(id)).is_lt();
        // What has these first bytes begins in the last block that begins with less, and ends before the first with more.
        let from = self.blocks.partition_point(|bytes| *bytes < first).saturating_sub(1);
        let after = self.blocks.partition_point(|bytes| *bytes <= first) * BLOCK;
        let after = after.min(self.sorted.len()).max(from * BLOCK);
        let around = &self.sorted[from * BLOCK..after];
        let entry = *around.get(around.partition_point(before))?;
        (self.id(entry) == id).then_some(entry.1 as usize)
    }

    /// The item of an id that was checked to have one; the first item for one that has none.
    pub(super) fn checked(&self, id: &str) -> usize {
        self.get(id).unwrap_or_default()
    }

    /// All ids, in order; one that several items have as often as they do.
    pub(super) fn all(&self) -> impl Iterator<Item = &'a str> {
        self.sorted.iter().map(|entry| self.id(*entry))
    }

    fn id(&self, entry: (u64, u32)) -> &'a str {
        &self.items[entry.1 as usize].id
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeMap;

    use super::*;

    #[test]
    fn ids_of_many_blocks_are_found_whether_their_first_bytes_differ_or_not() {
        let id = |at: usize| if at.is_multiple_of(3) { format!("{at:05}") } else { format!("same-first-bytes-{at}") };
        for count in [0, 1, BLOCK - 1, BLOCK, BLOCK + 1, 10 * BLOCK + 7] {
            let items: Vec<ItemEntry> =
                (0..count).map(|at| ItemEntry { id: id(2 * at), ..ItemEntry::default() }).collect();
            let ids = Ids::of(&items);
            for at in 0..2 * count + 2 {
                let found = (0..count).find(|place| items[*place].id == id(at));
                assert_eq!(ids.get(&id(at)), found, "{at} of {count}");
            }
        }
    }

    #[test]
    fn ids_are_found_as_an_ordinary_map_finds_them() {
        let texts =
            ["c1", "c10", "c2", "", "c1\0", "long-names-1", "long-names-2", "long-name", "ä", "c1", "long-names-1"];
        let item = |id: &&str| ItemEntry { id: (*id).to_owned(), ..ItemEntry::default() };
        let items: Vec<ItemEntry> = texts.iter().map(item).collect();
        let ids = Ids::of(&items);
        let mut map = BTreeMap::new();
        for (at, id) in texts.into_iter().enumerate() {
            map.entry(id).or_insert(at);
        }
        for id in texts.into_iter().chain(["c", "c11", "long-names", "long-names-12", "z", "\0"]) {
            assert_eq!(ids.get(id), map.get(id).copied(), "{id:?}");
        }
        let mut all: Vec<&str> = ids.all().collect();
        all.dedup();
        assert!(all.into_iter().eq(map.into_keys()));
    }
}
