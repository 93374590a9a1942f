//! The schema as text: complete, and the same as the file that is reviewed.

use async_graphql::parser::parse_schema;
use async_graphql::parser::types::{FieldDefinition, InputValueDefinition, TypeKind, TypeSystemDefinition};
use async_graphql::{Positioned, Request};

use crate::graphql::guard::Guard;
use crate::graphql::schema::{cost_model, schema, sdl};

const REVIEWED: &str = include_str!(concat!(env!("CARGO_MANIFEST_DIR"), "/../schema/registry.graphql"));

#[test]
fn the_reviewed_schema_is_the_one_that_is_served() {
    let how = "schema/registry.graphql is stale; write it anew with `cargo run --release -- schema > schema/registry.graphql`, read the difference and commit it";
    assert!(REVIEWED == sdl(), "{how}");
}

/// What has no description, by path.
#[derive(Default)]
struct Missing(Vec<String>);

impl Missing {
    fn look(&mut self, path: &str, description: Option<&Positioned<String>>) {
        if description.is_none_or(|text| text.node.trim().is_empty()) {
            self.0.push(path.to_owned());
        }
    }

    fn inputs(&mut self, path: &str, inputs: &[Positioned<InputValueDefinition>]) {
        for input in inputs {
            self.look(&format!("{path}.{}", input.node.name), input.node.description.as_ref());
        }
    }

    fn fields(&mut self, path: &str, fields: &[Positioned<FieldDefinition>]) {
        for field in fields {
            let path = format!("{path}.{}", field.node.name);
            self.look(&path, field.node.description.as_ref());
            self.inputs(&path, &field.node.arguments);
        }
    }
}

#[test]
fn everything_in_the_schema_is_described() {
    let mut missing = Missing::default();
    for definition in parse_schema(sdl()).expect("SDL").definitions {
        let TypeSystemDefinition::Type(definition) = definition else {
            continue;
        };
        let path = definition.node.name.node.to_string();
        missing.look(&path, definition.node.description.as_ref());
        match &definition.node.kind {
            TypeKind::Object(object) => missing.fields(&path, &object.fields),
            TypeKind::Interface(interface) => missing.fields(&path, &interface.fields),
            TypeKind::InputObject(input) => missing.inputs(&path, &input.fields),
            TypeKind::Enum(values) => {
                for value in &values.values {
                    missing.look(&format!("{path}.{}", value.node.value), value.node.description.as_ref());
                }
            }
            TypeKind::Union(_) | TypeKind::Scalar => {}
        }
    }
    assert_eq!(missing.0, Vec::<String>::new());
}

#[tokio::test]
async fn the_guard_can_read_the_schema_and_tools_can_ask_for_it() {
    let guard = cost_model(super::snapshot().catalogue()).and_then(|model| Guard::new(model, None));
    assert!(guard.is_ok());
    let query = include_str!("../guard/introspection.graphql");
    let response = schema().execute(Request::new(query)).await;
    assert_eq!(response.errors, []);
}
