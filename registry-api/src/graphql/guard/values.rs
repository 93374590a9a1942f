//! Values a query gives, checked before anything runs.
//!
//! The executor's own validation takes any whole number for an `Int` and finds
//! out while resolving, which in a nested selection of a mutation is after the
//! mutation has run. Here every `Int`, every page size, every choice of one
//! field and every required variable is looked at first.

use std::collections::HashMap;
use std::fmt;

use async_graphql::indexmap::IndexMap;
use async_graphql::parser::types::{BaseType, OperationDefinition, Type};
use async_graphql::{Name, Positioned, Value, Variables};

use super::Refusal;
use super::cost_model::{CostModel, MAX_PAGE};
use crate::graphql::error::ErrorCode;

/// Where a value stands: an argument or a variable, and within it fields and places in lists.
#[derive(Debug, Clone, Copy)]
pub(crate) enum Place<'p> {
    /// An argument of a field.
    Argument(&'p str),
    /// A variable of the operation.
    Variable(&'p str),
    /// A field of an input object.
    Field(&'p Place<'p>, &'p str),
    /// A place in a list, counted from 0.
    Item(&'p Place<'p>, usize),
}

impl fmt::Display for Place<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Argument(name) => f.write_str(name),
            Self::Variable(name) => write!(f, "${name}"),
            Self::Field(outer, name) => write!(f, "{outer}.{name}"),
            Self::Item(outer, index) => write!(f, "{outer}.{index}"),
        }
    }
}

/// Checks every `Int` and every choice of one field inside a value, through lists and input objects. Anything else is
/// left to validation. Recursion is bounded by the nesting the scans let through.
///
/// # Errors
/// A whole number outside 32 bits where an `Int` is expected: `3000000000`. None or two of the fields of which an
/// input object takes exactly one: `goal: {}`.
pub(crate) fn check(model: &CostModel, ty: &Type, value: &Value, place: Place<'_>) -> Result<(), Refusal> {
    match (&ty.base, value) {
        (BaseType::List(inner), Value::List(items)) => {
            items.iter().enumerate().try_for_each(|(index, item)| check(model, inner, item, Place::Item(&place, index)))
        }
        // A single value stands for a list of one.
        (BaseType::List(inner), single) => check(model, inner, single, place),
        (BaseType::Named(name), Value::Number(number)) if name == "Int" => {
            let whole = number.is_i64() || number.is_u64();
            let fits = number.as_i64().is_some_and(|n| i32::try_from(n).is_ok());
            if whole && !fits {
                return Err(Refusal::new(ErrorCode::BadQuery, "An Int has at most 32 bits."));
            }
            Ok(())
        }
        (BaseType::Named(name), Value::Object(given)) => {
            let Some(fields) = model.input(name) else {
                return Ok(());
            };
            if model.takes_one_of(name) {
                check_choice(fields, given, place)?;
            }
            given.iter().try_for_each(|(field, value)| match fields.get(field.as_str()) {
                Some(ty) => check(model, ty, value, Place::Field(&place, field.as_str())),
                None => Ok(()),
            })
        }
        _ => Ok(()),
    }
}

/// Checks that exactly one field is given, and not as null. A field that the type does not have is left to validation.
fn check_choice(
    fields: &HashMap<String, Type>,
    given: &IndexMap<Name, Value>,
    place: Place<'_>,
) -> Result<(), Refusal> {
    let known: Vec<_> = given.iter().filter(|(name, _)| fields.contains_key(name.as_str())).collect();
    let names = || known.iter().map(|(name, _)| name.as_str()).collect::<Vec<_>>().join(" and ");
    let wrong = match known.as_slice() {
        [] if given.is_empty() => format!("{place} is empty"),
        [] => return Ok(()),
        [(_, Value::Null)] => format!("{place} has null for {}", names()),
        [_] => return Ok(()),
        _ => format!("{place} has {}", names()),
    };
    let mut choices: Vec<&str> = fields.keys().map(String::as_str).collect();
    choices.sort_unstable();
    let message = format!("The value of {wrong}; give exactly one of {}.", choices.join(", "));
    Err(Refusal::new(ErrorCode::BadQuery, message))
}

/// The number of items a page size asks for; none where the value is null or
/// is of a type that validation will refuse.
///
/// # Errors
/// A number below 0 or above [`MAX_PAGE`].
pub(crate) fn page_size(value: &Value) -> Result<Option<u64>, Refusal> {
    let Value::Number(number) = value else {
        return Ok(None);
    };
    match number.as_u64() {
        Some(items) if items <= MAX_PAGE => Ok(Some(items)),
        Some(_) => {
            let message = format!("A page has at most {MAX_PAGE} items: ask for fewer with `first`.");
            Err(Refusal::new(ErrorCode::OverLimit, message))
        }
        None => Err(Refusal::new(ErrorCode::BadQuery, "A page size is a whole number from 0.")),
    }
}

/// Checks the variables that an operation declares.
///
/// # Errors
/// A variable that must be given and is missing or null; what [`check`] refuses.
pub(crate) fn check_variables(
    model: &CostModel,
    operation: &Positioned<OperationDefinition>,
    variables: &Variables,
) -> Result<(), Refusal> {
    for definition in &operation.node.variable_definitions {
        let ty = &definition.node.var_type.node;
        let given = variables.get(definition.node.name.node.as_str());
        let missing = match given {
            Some(Value::Null) => !ty.nullable,
            Some(_) => false,
            None => !ty.nullable && definition.node.default_value.is_none(),
        };
        if missing {
            let message = format!("The variable ${} must be given.", definition.node.name.node);
            return Err(Refusal::new(ErrorCode::BadQuery, message).at(definition.pos));
        }
        let default = definition.node.default_value.as_ref().map(|value| &value.node);
        for value in given.into_iter().chain(default) {
            let place = Place::Variable(definition.node.name.node.as_str());
            check(model, ty, value, place).map_err(|refusal| refusal.at(definition.pos))?;
        }
    }
    Ok(())
}

/// How many values there are in a value, itself included.
pub(crate) fn size(value: &Value) -> u64 {
    match value {
        Value::List(items) => 1 + items.iter().map(size).sum::<u64>(),
        Value::Object(fields) => 1 + fields.values().map(size).sum::<u64>(),
        _ => 1,
    }
}
