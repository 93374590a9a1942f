//! How many values introspection can return.
//!
//! Its types are not in the SDL, and its lists are as long as the schema makes
//! them, so they are counted from it.

use std::collections::HashMap;

use async_graphql::parser::types::{
    BaseType, InterfaceType, ObjectType, ServiceDocument, Type, TypeKind, TypeSystemDefinition,
};

use super::cost_model::{FieldShape, Repeat};

/// The introspection types under keys that know where they were reached from:
/// `__Type@all` is every type of the schema once, so its lists are counted by
/// their mean; plain `__Type` may be the largest type each time, so by the
/// largest; `__Type@3` still has up to three wrappings to take off.
pub(crate) fn shapes(document: &ServiceDocument) -> HashMap<String, HashMap<String, FieldShape>> {
    let totals = &Totals::of(document);
    let mut keys = HashMap::new();
    let mut put = |key: &str, fields: &[(&str, &str, u64)]| {
        let shapes = fields.iter().map(|(name, result, times)| {
            let shape = FieldShape {
                result: (*result).to_owned(),
                repeat: Repeat::Times(*times),
                weight: 1,
                arguments: HashMap::new(),
                ty: None,
            };
            ((*name).to_owned(), shape)
        });
        keys.insert(key.to_owned(), shapes.collect());
    };
    let wrapped = format!("__Type@{}", totals.wrappings);
    put(
        "__Schema",
        &[
            ("types", "__Type@all", totals.types),
            ("directives", "__Directive", totals.directives),
            ("queryType", "__Type", 1),
            ("mutationType", "__Type", 1),
            ("subscriptionType", "__Type", 1),
        ],
    );
    let all = totals.types;
    put(
        "__Type@all",
        &[
            ("fields", "__Field@all", totals.fields.mean(all)),
            ("inputFields", "__InputValue", totals.inputs.mean(all)),
            ("enumValues", "__EnumValue", totals.values.mean(all)),
            ("interfaces", "__Type", totals.interfaces.mean(all)),
            ("possibleTypes", "__Type", totals.possible.mean(all)),
            ("ofType", "__Type", 0),
        ],
    );
    for left in 0..=totals.wrappings {
        let (key, inner) = (format!("__Type@{left}"), format!("__Type@{}", left.saturating_sub(1)));
        put(&key, &named_type(totals, &inner, left.min(1)));
    }
    put("__Type", &named_type(totals, "__Type", 0));
    put("__Field@all", &[("args", "__InputValue", totals.arguments.mean(totals.fields.total)), ("type", &wrapped, 1)]);
    put("__Field", &[("args", "__InputValue", totals.arguments.most), ("type", &wrapped, 1)]);
    put("__InputValue", &[("type", &wrapped, 1)]);
    put("__Directive", &[("args", "__InputValue", 5), ("locations", "", 19)]);
    put("__EnumValue", &[]);
    keys
}

/// How deep a type is wrapped: `[Course!]!` is 3 (non-null, list, non-null).
fn wrappings(ty: &Type) -> u64 {
    let inner = match &ty.base {
        BaseType::Named(_) => 0,
        BaseType::List(inner) => 1 + wrappings(inner),
    };
    inner + u64::from(!ty.nullable)
}

/// How many there are of a thing in the whole schema, and at most on one owner.
#[derive(Debug, Default, Clone, Copy)]
struct Count {
    total: u64,
    most: u64,
}

impl Count {
    fn add(&mut self, of_one_owner: usize) {
        let count = u64::try_from(of_one_owner).unwrap_or(u64::MAX);
        self.total += count;
        self.most = self.most.max(count);
    }

    /// The mean, rounded up: `owners × mean` is never below the total, so it
    /// bounds a list of *all* owners as tightly as whole numbers can.
    fn mean(self, owners: u64) -> u64 {
        self.total.div_ceil(owners.max(1))
    }
}

/// What introspection can list.
#[derive(Debug, Default)]
struct Totals {
    types: u64,
    directives: u64,
    fields: Count,
    arguments: Count,
    inputs: Count,
    values: Count,
    interfaces: Count,
    possible: Count,
    wrappings: u64,
}

impl Totals {
    fn of(document: &ServiceDocument) -> Self {
        // The eight introspection types and five built-in scalars are not in
        // the SDL, and the directives of the specification need not be.
        let mut totals = Self { types: 13, directives: 5, wrappings: 3, ..Self::default() };
        let mut implementors: HashMap<String, usize> = HashMap::new();
        for definition in &document.definitions {
            match definition {
                TypeSystemDefinition::Schema(_) => {}
                TypeSystemDefinition::Directive(_) => totals.directives += 1,
                TypeSystemDefinition::Type(definition) => {
                    totals.types += 1;
                    totals.add_type(&definition.node.kind, &mut implementors);
                }
            }
        }
        for count in implementors.values() {
            totals.possible.add(*count);
        }
        // The introspection types themselves: 33 fields, at most 10 on one.
        totals.fields.total += 33;
        totals.fields.most = totals.fields.most.max(10);
        totals.values.total += 27;
        totals.values.most = totals.values.most.max(19);
        totals
    }

    fn add_type(&mut self, kind: &TypeKind, implementors: &mut HashMap<String, usize>) {
        match kind {
            TypeKind::Object(ObjectType { fields, implements })
            | TypeKind::Interface(InterfaceType { fields, implements }) => {
                self.fields.add(fields.len());
                self.interfaces.add(implements.len());
                for name in implements {
                    *implementors.entry(name.node.to_string()).or_default() += 1;
                }
                for field in fields {
                    self.arguments.add(field.node.arguments.len());
                    self.wrappings = self.wrappings.max(wrappings(&field.node.ty.node));
                }
            }
            TypeKind::Union(union) => self.possible.add(union.members.len()),
            TypeKind::Enum(values) => self.values.add(values.values.len()),
            TypeKind::InputObject(input) => {
                self.inputs.add(input.fields.len());
                for field in &input.fields {
                    self.wrappings = self.wrappings.max(wrappings(&field.node.ty.node));
                }
            }
            TypeKind::Scalar => {}
        }
    }
}

fn named_type<'a>(totals: &Totals, inner: &'a str, of_type: u64) -> [(&'static str, &'a str, u64); 6] {
    [
        ("fields", "__Field", totals.fields.most),
        ("inputFields", "__InputValue", totals.inputs.most),
        ("enumValues", "__EnumValue", totals.values.most),
        ("interfaces", "__Type", totals.interfaces.most),
        ("possibleTypes", "__Type", totals.possible.most),
        ("ofType", inner, of_type),
    ]
}
