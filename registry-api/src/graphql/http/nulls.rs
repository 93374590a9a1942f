//! Puts a null where a field failed.
//!
//! The specification wants a failed field to be null, or its nearest parent
//! that may be. async-graphql 7.2.1 leaves the field out instead, even where
//! the schema says it is always there, and a typed client breaks on that. Only
//! answers with errors come here, so reading the query again costs little.

use std::cmp::Reverse;
use std::collections::HashMap;

use async_graphql::parser::parse_query;
use async_graphql::parser::types::{BaseType, ExecutableDocument, Selection, SelectionSet, Type};
use async_graphql::{Name, PathSegment, Response, Value};

use crate::graphql::guard::budget::chosen;
use crate::graphql::guard::cost_model::CostModel;

/// Completes the data of a result by the paths of its errors. A path that the
/// query does not explain changes nothing.
pub(crate) fn put_in(model: &CostModel, query: &str, operation: Option<&str>, result: &mut Response) {
    let Ok(document) = parse_query(query) else { return };
    let Some(operation) = chosen(&document, operation) else {
        return;
    };
    let root = model.root(operation.node.ty);
    let set = &operation.node.selection_set.node;
    // Items of one list fail alike: each shape of path is looked up once.
    let mut known: HashMap<Vec<Option<&str>>, Option<usize>> = HashMap::new();
    let mut places: Vec<&[PathSegment]> = result
        .errors
        .iter()
        .filter(|error| !error.path.is_empty())
        .filter_map(|error| {
            let look_up = || {
                let may_be_null = nullability(model, &document, set, root, &error.path)?;
                // The longest part of the path that may be null; else all of the data.
                Some(may_be_null.iter().rposition(|null| *null).map_or(0, |last| last + 1))
            };
            let length = *known.entry(error.path.iter().map(key_of).collect()).or_insert_with(look_up);
            Some(&error.path[..length?])
        })
        .collect();
    // Deepest first: a null further up replaces those below it.
    places.sort_by_key(|place| Reverse(place.len()));
    for place in places {
        put_null(&mut result.data, place);
    }
}

fn key_of(segment: &PathSegment) -> Option<&str> {
    match segment {
        PathSegment::Field(key) => Some(key),
        PathSegment::Index(_) => None,
    }
}

/// For each segment of a path, whether a null may stand there.
fn nullability<'a>(
    model: &'a CostModel,
    document: &'a ExecutableDocument,
    root: &'a SelectionSet,
    root_type: Option<&'a str>,
    path: &[PathSegment],
) -> Option<Vec<bool>> {
    let mut sets = vec![(root, root_type)];
    let mut ty: Option<&Type> = None;
    let mut found = Vec::with_capacity(path.len());
    for segment in path {
        let next = match segment {
            PathSegment::Field(key) => {
                let mut fields = Vec::new();
                for (set, parent) in sets {
                    collect(model, document, set, parent, key, &mut fields);
                }
                // The same key on several types: its null is checked on any.
                let next = fields.iter().find_map(|(_, ty, _)| *ty)?;
                sets = fields.into_iter().map(|(set, _, below)| (set, below)).collect();
                next
            }
            PathSegment::Index(_) => match &ty?.base {
                BaseType::List(inner) => inner,
                BaseType::Named(_) => return None,
            },
        };
        found.push(next.nullable);
        ty = Some(next);
    }
    Some(found)
}

type Found<'a> = (&'a SelectionSet, Option<&'a Type>, Option<&'a str>);

/// Every field with a response key in a set, through its fragments. The guard
/// has bounded how far fragments spread and refused those that never end.
fn collect<'a>(
    model: &'a CostModel,
    document: &'a ExecutableDocument,
    set: &'a SelectionSet,
    parent: Option<&'a str>,
    key: &str,
    found: &mut Vec<Found<'a>>,
) {
    for selection in &set.items {
        match &selection.node {
            Selection::Field(field) if field.node.response_key().node == key => {
                let shape = model.field(parent, &field.node.name.node);
                let ty = shape.and_then(|shape| shape.ty.as_ref());
                let below = shape.and_then(|shape| model.key(&shape.result));
                found.push((&field.node.selection_set.node, ty, below));
            }
            Selection::Field(_) => {}
            Selection::FragmentSpread(spread) => {
                if let Some(fragment) = document.fragments.get(&spread.node.fragment_name.node) {
                    let on = model.key(&fragment.node.type_condition.node.on.node);
                    collect(model, document, &fragment.node.selection_set.node, on, key, found);
                }
            }
            Selection::InlineFragment(inline) => {
                let on = inline.node.type_condition.as_ref();
                let on = on.map_or(parent, |on| model.key(&on.node.on.node));
                collect(model, document, &inline.node.selection_set.node, on, key, found);
            }
        }
    }
}

fn put_null(data: &mut Value, place: &[PathSegment]) {
    let Some((segment, rest)) = place.split_first() else {
        *data = Value::Null;
        return;
    };
    match segment {
        PathSegment::Field(key) => {
            // An object all of whose fields failed was made null.
            if *data == Value::Null {
                *data = Value::Object(Default::default());
            }
            if let Value::Object(fields) = data {
                put_null(fields.entry(Name::new(key)).or_insert(Value::Null), rest);
            }
        }
        PathSegment::Index(index) => {
            if let Value::List(items) = data
                && let Some(item) = items.get_mut(*index)
            {
                put_null(item, rest);
            }
        }
    }
}
