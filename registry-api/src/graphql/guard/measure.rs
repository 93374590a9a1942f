//! The sums the budget is kept in.

/// What a set of selections amounts to. `fixed` and `per_item` make the cost a
/// line in the page size, so that a fragment on a connection is measured once
/// for all page sizes it is used with.
#[derive(Debug, Default, Clone, Copy)]
pub(super) struct Measure {
    pub(super) fixed: u64,
    pub(super) per_item: u64,
    pub(super) introspection: u64,
    pub(super) selections: u64,
    pub(super) fields_here: u64,
    pub(super) height: u32,
}

impl Measure {
    /// Puts two measures side by side.
    pub(super) fn add(&mut self, other: Self) {
        self.fixed = self.fixed.saturating_add(other.fixed);
        self.per_item = self.per_item.saturating_add(other.per_item);
        self.introspection = self.introspection.saturating_add(other.introspection);
        self.selections = self.selections.saturating_add(other.selections);
        self.fields_here = self.fields_here.saturating_add(other.fields_here);
        self.height = self.height.max(other.height);
    }

    /// The cost when each list of items has so many.
    pub(super) fn with_items(&self, items: u64) -> u64 {
        self.fixed.saturating_add(self.per_item.saturating_mul(items))
    }
}
