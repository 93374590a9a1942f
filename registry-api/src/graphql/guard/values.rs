//! Values a query gives, checked before anything runs.
//!
//! The executor's own validation takes any whole number for an `Int` and finds
//! out while resolving, which in a nested selection of a mutation is after the
//! mutation has run. Here every `Int`, every page size and every required
//! variable is looked at first.

use async_graphql::parser::types::{BaseType, OperationDefinition, Type};
use async_graphql::{Positioned, Value, Variables};

use super::Refusal;
use super::cost_model::{CostModel, MAX_PAGE};
use crate::graphql::error::ErrorCode;

/// Checks every `Int` inside a value, through lists and input objects.
/// Anything else is left to validation. Recursion is bounded by the nesting
/// the scans let through.
///
/// # Errors
/// A whole number outside 32 bits where an `Int` is expected: `3000000000`.
pub(crate) fn check_ints(model: &CostModel, ty: &Type, value: &Value) -> Result<(), Refusal> {
    match (&ty.base, value) {
        (BaseType::List(inner), Value::List(items)) => items.iter().try_for_each(|item| check_ints(model, inner, item)),
        // A single value stands for a list of one.
        (BaseType::List(inner), single) => check_ints(model, inner, single),
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
            given.iter().try_for_each(|(field, value)| match fields.get(field.as_str()) {
                Some(ty) => check_ints(model, ty, value),
                None => Ok(()),
            })
        }
        _ => Ok(()),
    }
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
/// A variable that must be given and is missing or null; an `Int` out of range.
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
            check_ints(model, ty, value).map_err(|refusal| refusal.at(definition.pos))?;
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
