//! The sums the budget is kept in.

/// What a set of selections amounts to. `fixed` and `per_item` make the cost a
/// line in the page size, so that a fragment on a connection is measured once
/// for all page sizes it is used with.
#[derive(Debug, Default, Clone, Copy)]
pub(super) struct Measure {
    pub(super) fixed: u64,
    pub(super) per_item: u64,
    /// For each node of a tree that is selected level by level.
    pub(super) per_node: u64,
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
        self.per_node = self.per_node.saturating_add(other.per_node);
        self.introspection = self.introspection.saturating_add(other.introspection);
        self.selections = self.selections.saturating_add(other.selections);
        self.fields_here = self.fields_here.saturating_add(other.fields_here);
        self.height = self.height.max(other.height);
    }

    /// One of two measures, it is not known which: the dearer in values. What the executor validates is both.
    pub(super) fn or(mut self, other: Self) -> Self {
        let dearer = Self {
            fixed: self.fixed.max(other.fixed),
            per_item: self.per_item.max(other.per_item),
            per_node: self.per_node.max(other.per_node),
            ..Self::default()
        };
        self.add(other);
        Self { fixed: dearer.fixed, per_item: dearer.per_item, per_node: dearer.per_node, ..self }
    }

    /// The same with a tree of so many nodes below.
    pub(super) fn with_nodes(self, nodes: u64) -> Self {
        Self { fixed: self.fixed.saturating_add(self.per_node.saturating_mul(nodes)), per_node: 0, ..self }
    }

    /// The cost when each list of items has so many.
    pub(super) fn with_items(&self, items: u64) -> u64 {
        self.fixed.saturating_add(self.per_item.saturating_mul(items))
    }
}
