//! Measures a parsed query before it is validated: how deep, how wide, and how
//! many values it can return at most.
//!
//! Validation and execution follow every fragment spread, so twenty fragments
//! that each spread the next one twice are a million visits from 747 bytes.
//! This walk measures each fragment once and adds the measures up: its time is
//! linear in the text, whatever the text expands to.

use std::collections::HashMap;
use std::collections::hash_map::Entry;
use std::convert::Infallible;

use async_graphql::parser::types::{
    Directive, DocumentOperations, ExecutableDocument, Field, OperationDefinition, OperationType, Selection,
    SelectionSet,
};
use async_graphql::{Name, Positioned, Value, Variables};

use super::Refusal;
use super::cost_model::{CostModel, FieldShape, MAX_PAGE, Repeat, is_page_size};
use super::measure::Measure;
use super::values;
use crate::graphql::error::ErrorCode;

/// Most points of one query: one point is one value in the answer. About 2.5 MB
/// of JSON at 100 bytes each, and 25 ms of work at the measured 1 µs each.
/// A page of 100 courses with 12 values and 5 nested lists of ten costs 5,000.
pub const MAX_COST: u64 = 25_000;

/// Most selections once every fragment is spread out, in all operations of the
/// document. Validation visits each of them some twenty times: 2,000 × 20 are
/// 40,000 visits, a few milliseconds. The longest page query has under 200.
pub const MAX_SELECTIONS: u64 = 2_000;

/// Deepest nesting of selections, spreads included. The executor itself stops
/// at 32; the standard introspection query needs 18.
pub const MAX_DEPTH: u32 = 30;

/// Most aliases written in a document.
pub const MAX_ALIASES: usize = 100;

/// Most directives written in a document.
pub const MAX_DIRECTIVES: usize = 50;

/// Most fragments in a document.
pub const MAX_FRAGMENTS: usize = 50;

/// Most operations in a document.
pub const MAX_OPERATIONS: usize = 10;

/// Most fields of one mutation operation: each is a transaction of its own.
pub const MAX_MUTATIONS: u64 = 10;

/// Introspection points for one point of cost: introspection reads a table in
/// memory, asks no loader and gives short values.
pub const INTROSPECTION_DISCOUNT: u64 = 20;

/// Measures a document and returns the points of the operation that will run,
/// at least 1; of the dearest one if `operation_name` does not name one.
///
/// # Errors
/// The first cap exceeded, a cyclic fragment, or a value out of range.
pub fn budget(
    model: &CostModel,
    document: &ExecutableDocument,
    operation_name: Option<&str>,
    variables: &Variables,
    max_introspection: u64,
) -> Result<u64, Refusal> {
    check_count("operations", document.operations.iter().len(), MAX_OPERATIONS)?;
    check_count("fragments", document.fragments.len(), MAX_FRAGMENTS)?;
    let mut walk = Walk::new(model, document, variables);
    let (mut named, mut dearest, mut selections) = (None, 0_u64, 0_u64);
    for (name, operation) in document.operations.iter() {
        let measure = walk.operation(operation)?;
        selections = selections.saturating_add(measure.selections);
        over("selections once fragments are spread out", selections, MAX_SELECTIONS)?;
        over("values of introspection", measure.introspection, max_introspection)?;
        let cost = measure.with_items(MAX_PAGE);
        over("points of cost", cost, MAX_COST)?;
        let cost = cost.saturating_add(measure.introspection / INTROSPECTION_DISCOUNT).max(1);
        dearest = dearest.max(cost);
        if operation_name.is_some() && name.map(|name| name.as_str()) == operation_name {
            named = Some(cost);
        }
    }
    // Validation looks at fragments that nothing spreads, too.
    for name in document.fragments.keys() {
        let measure = walk.fragment(name.as_str(), None, 1)?;
        over("selections in a fragment", measure.selections, MAX_SELECTIONS)?;
    }
    if let Some(operation) = chosen(document, operation_name) {
        values::check_variables(model, operation, variables)?;
    }
    Ok(named.unwrap_or(dearest))
}

/// What one operation costs in introspection alone, without any cap.
pub(crate) fn introspection_cost(model: &CostModel, document: &ExecutableDocument) -> Result<u64, Refusal> {
    let variables = Variables::default();
    let mut walk = Walk::new(model, document, &variables);
    let mut most = 0;
    for (_, operation) in document.operations.iter() {
        most = most.max(walk.operation(operation)?.introspection);
    }
    Ok(most)
}

/// The operation the executor will run, chosen as it chooses.
pub(crate) fn chosen<'d>(
    document: &'d ExecutableDocument,
    name: Option<&str>,
) -> Option<&'d Positioned<OperationDefinition>> {
    match (&document.operations, name) {
        (DocumentOperations::Single(operation), None) => Some(operation),
        (DocumentOperations::Multiple(operations), Some(name)) => operations.get(name),
        (DocumentOperations::Multiple(operations), None) if operations.len() == 1 => operations.values().next(),
        _ => None,
    }
}

fn check_count(what: &str, count: usize, max: usize) -> Result<(), Refusal> {
    over(what, u64::try_from(count).unwrap_or(u64::MAX), u64::try_from(max).unwrap_or(u64::MAX))
}

fn over(what: &str, count: u64, max: u64) -> Result<(), Refusal> {
    if count <= max {
        return Ok(());
    }
    // Past a saturated sum the number means nothing: only the cap is said.
    Err(Refusal::new(ErrorCode::OverLimit, format!("The query has more than {max} {what}.")))
}

struct Walk<'a> {
    model: &'a CostModel,
    document: &'a ExecutableDocument,
    variables: &'a Variables,
    /// Largest page size that any operation gives a variable by default.
    page_defaults: HashMap<&'a str, &'a Value>,
    /// Number of values in each variable given.
    sizes: HashMap<&'a str, u64>,
    /// One entry per fragment and key of the type it is on; none while it is
    /// being measured, which is how a cycle shows.
    measured: HashMap<(&'a str, Option<&'a str>), Option<Measure>>,
    aliases: usize,
    directives: usize,
}

impl<'a> Walk<'a> {
    fn new(model: &'a CostModel, document: &'a ExecutableDocument, variables: &'a Variables) -> Self {
        let definitions = document.operations.iter().flat_map(|(_, op)| &op.node.variable_definitions);
        let mut page_defaults: HashMap<&str, &Value> = HashMap::new();
        for definition in definitions {
            let Some(default) = &definition.node.default_value else {
                continue;
            };
            let name = definition.node.name.node.as_str();
            let known = page_defaults.entry(name).or_insert(&default.node);
            if whole(&default.node) > whole(known) {
                *known = &default.node;
            }
        }
        let sizes = variables.iter().map(|(name, value)| (name.as_str(), values::size(value))).collect();
        Self { model, document, variables, page_defaults, sizes, measured: HashMap::new(), aliases: 0, directives: 0 }
    }

    fn operation(&mut self, operation: &'a Positioned<OperationDefinition>) -> Result<Measure, Refusal> {
        self.count_directives(&operation.node.directives)?;
        let root = self.model.root(operation.node.ty);
        let measure = self.set(&operation.node.selection_set.node, root, 1)?.with_nodes(self.model.tree_nodes());
        match operation.node.ty {
            OperationType::Query => {}
            OperationType::Mutation => over("mutations in one operation", measure.fields_here, MAX_MUTATIONS)?,
            // The specification has one; each would be a stream of its own.
            OperationType::Subscription => over("fields in one subscription", measure.fields_here, 1)?,
        }
        Ok(measure)
    }

    /// Measures a selection set on the type with key `parent`. Recursion ends
    /// at [`MAX_DEPTH`], before the stack is of any concern.
    fn set(&mut self, set: &'a SelectionSet, parent: Option<&'a str>, level: u32) -> Result<Measure, Refusal> {
        let mut sum = Measure::default();
        if set.items.is_empty() {
            return Ok(sum);
        }
        check_depth(level)?;
        // Of the parts for one of several types only one is answered.
        let mut alternatives: Vec<(&str, Measure)> = Vec::new();
        for selection in &set.items {
            self.count_directives(selection.node.directives())?;
            let on = self.type_condition(&selection.node);
            let part = match &selection.node {
                Selection::Field(field) => {
                    self.field(&field.node, parent, level).map_err(|refusal| refusal.at(field.pos))?
                }
                Selection::FragmentSpread(spread) => {
                    self.fragment(spread.node.fragment_name.node.as_str(), parent, level + 1)?
                }
                Selection::InlineFragment(inline) => {
                    let parent = on.map_or(parent, |on| self.narrow(parent, on));
                    self.set(&inline.node.selection_set.node, parent, level + 1)?
                }
            };
            match on.filter(|on| self.model.is_one_of_many(parent, on)) {
                None => sum.add(part),
                Some(on) => match alternatives.iter_mut().find(|(known, _)| *known == on) {
                    Some((_, known)) => known.add(part),
                    None => alternatives.push((on, part)),
                },
            }
            sum.selections = sum.selections.saturating_add(1);
        }
        let either = alternatives.into_iter().map(|(_, measure)| measure).reduce(Measure::or);
        sum.add(either.unwrap_or_default());
        sum.height += 1;
        Ok(sum)
    }

    /// The type that a fragment is for, where it says one.
    fn type_condition(&self, selection: &'a Selection) -> Option<&'a str> {
        let condition = match selection {
            Selection::Field(_) => None,
            Selection::FragmentSpread(spread) => {
                let fragment = self.document.fragments.get(spread.node.fragment_name.node.as_str());
                fragment.map(|fragment| &fragment.node.type_condition)
            }
            Selection::InlineFragment(inline) => inline.node.type_condition.as_ref(),
        };
        condition.map(|on| on.node.on.node.as_str())
    }

    fn field(&mut self, field: &'a Field, parent: Option<&'a str>, level: u32) -> Result<Measure, Refusal> {
        if field.alias.is_some() {
            self.aliases += 1;
            check_count("aliases", self.aliases, MAX_ALIASES)?;
        }
        let name = field.name.node.as_str();
        let below = |key: &str| self.model.key(key);
        let (child_type, shape) = match name {
            "__schema" => (below("__Schema"), None),
            "__type" => (below("__Type"), None),
            _ => {
                let shape = self.model.field(parent, name);
                (shape.and_then(|shape| below(&shape.result)), shape)
            }
        };
        let carried = self.arguments(field, shape)?;
        let repeat = shape.map_or(Repeat::Times(1), |shape| shape.repeat);
        let mut child = self.set(&field.selection_set.node, child_type, level + 1)?;
        if repeat != Repeat::Nested {
            child = child.with_nodes(self.model.tree_nodes());
        }
        let mut own =
            Measure { fields_here: 1, selections: child.selections, height: child.height, ..Measure::default() };
        own.introspection = child.introspection;
        let total = match repeat {
            Repeat::Times(times) => child.with_items(MAX_PAGE).saturating_mul(times),
            Repeat::Page(default) => child.with_items(MAX_PAGE).saturating_mul(self.page(field, default)?),
            Repeat::Connection { default, most } => child.with_items(self.page(field, default)?.min(most)),
            Repeat::Nested => {
                // A node of the tree is at one depth only, so of nested selections it answers the dearest.
                own.per_node = child.per_node.max(child.with_items(MAX_PAGE).saturating_add(1));
                0
            }
            Repeat::Items => {
                own.per_item = child.with_items(MAX_PAGE).saturating_add(1);
                0
            }
        };
        let weight = shape.map_or(1, |shape| shape.weight);
        own.fixed = total.saturating_add(weight).saturating_add(carried);
        if matches!(name, "__schema" | "__type") {
            own.introspection = own.introspection.saturating_add(own.fixed);
            own.fixed = 1;
        }
        Ok(own)
    }

    /// Measures a fragment where it is spread: once for each type it is on.
    fn fragment(&mut self, name: &'a str, parent: Option<&'a str>, level: u32) -> Result<Measure, Refusal> {
        // A fragment that is not there is for validation to name.
        let Some(fragment) = self.document.fragments.get(name) else {
            return Ok(Measure::default());
        };
        let parent = self.narrow(parent, fragment.node.type_condition.node.on.node.as_str());
        match self.measured.entry((name, parent)) {
            Entry::Occupied(entry) => {
                let Some(measure) = *entry.get() else {
                    return Err(Refusal::new(ErrorCode::BadQuery, "A fragment spreads itself."));
                };
                check_depth(level.saturating_add(measure.height).saturating_sub(1))?;
                return Ok(measure);
            }
            Entry::Vacant(entry) => {
                entry.insert(None);
            }
        }
        self.count_directives(&fragment.node.directives)?;
        let measure = self.set(&fragment.node.selection_set.node, parent, level)?;
        self.measured.insert((name, parent), Some(measure));
        Ok(measure)
    }

    /// The key inside `... on Type`: the one outside where it is a closer
    /// description of the same type.
    fn narrow(&self, parent: Option<&'a str>, on: &str) -> Option<&'a str> {
        match parent {
            Some(key) if key.split('@').next() == Some(on) => parent,
            _ => self.model.key(on),
        }
    }

    /// Checks the arguments and returns how many values variables carry into
    /// them: the executor copies a variable for every use of it.
    fn arguments(&self, field: &Field, shape: Option<&FieldShape>) -> Result<u64, Refusal> {
        let mut carried = 0_u64;
        for (name, value) in &field.arguments {
            let mut refer = |variable: Name| {
                let size = self.sizes.get(variable.as_str()).copied().unwrap_or(0);
                carried = carried.saturating_add(size);
                // Something, so that it is not taken for a null that is written there.
                Ok::<Value, Infallible>(Value::Boolean(false))
            };
            // Variables are checked where they are declared.
            let Ok(literal) = value.node.clone().into_const_with(&mut refer);
            if let Some(ty) = shape.and_then(|shape| shape.arguments.get(name.node.as_str())) {
                values::check(self.model, ty, &literal, values::Place::Argument(name.node.as_str()))?;
            }
        }
        Ok(carried)
    }

    /// The largest page a field asks for with `first` or `last`.
    fn page(&self, field: &Field, default: u64) -> Result<u64, Refusal> {
        let mut asked = None;
        for (_, value) in field.arguments.iter().filter(|(name, _)| is_page_size(&name.node)) {
            let look_up = |variable: Name| {
                let given = self.variables.get(variable.as_str());
                let value = given.or_else(|| self.page_defaults.get(variable.as_str()).copied());
                // Anything but a number is for validation: no need to copy it.
                let value = value.filter(|value| matches!(value, Value::Number(_)));
                Ok::<Value, Infallible>(value.cloned().unwrap_or_default())
            };
            let Ok(value) = value.node.clone().into_const_with(look_up);
            asked = asked.max(values::page_size(&value)?);
        }
        Ok(asked.unwrap_or(default))
    }

    fn count_directives(&mut self, directives: &[Positioned<Directive>]) -> Result<(), Refusal> {
        self.directives += directives.len();
        check_count("directives", self.directives, MAX_DIRECTIVES)
    }
}

/// A number's whole value, for comparing page sizes; none for anything else.
fn whole(value: &Value) -> Option<u64> {
    match value {
        Value::Number(number) => number.as_u64(),
        _ => None,
    }
}

fn check_depth(level: u32) -> Result<(), Refusal> {
    over("levels", level.into(), MAX_DEPTH.into())
}
