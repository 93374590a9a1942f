//! How many values each field of the schema can return.
//!
//! Read once at start-up from the schema's own SDL, so that a new field is
//! counted from the day it exists. What introspection can return is in
//! the module `introspection` beside it.

use std::collections::{HashMap, HashSet};

use async_graphql::Value;
use async_graphql::parser::parse_schema;
use async_graphql::parser::types::{
    BaseType, FieldDefinition, InputValueDefinition, InterfaceType, ObjectType, OperationType, SchemaDefinition, Type,
    TypeKind, TypeSystemDefinition,
};

use super::introspection;

/// Items of a connection when the query does not say.
pub const DEFAULT_PAGE: u64 = 20;

/// Most items a query may ask of a connection.
pub const MAX_PAGE: u64 = 100;

/// Items counted for a plain list. The schema's plain lists are bounded, and
/// all but a few stay under ten; [`CostModel::bound_list`] states another bound.
pub const PLAIN_LIST: u64 = 10;

/// The schema's text could not be read: a fault in the program, at start-up.
#[derive(Debug, thiserror::Error)]
#[error("the schema's SDL does not parse: {0}")]
pub struct UnreadableSchema(#[from] async_graphql::parser::Error);

/// How often the selection below a field is answered.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Repeat {
    /// At most so many times: 1 for an object, 0 where nothing can be below.
    Times(u64),
    /// As often as the field's own `first` or `last` says: a plain list.
    Page(u64),
    /// Once, and the selection's own lists of items as often as `first` or
    /// `last` says: a connection.
    Connection {
        /// Items when the query does not say.
        default: u64,
        /// Items there are at most, whatever the query says.
        most: u64,
    },
    /// Once for each node of a tree, all its levels together.
    Nested,
    /// As often as the connection this field is in says: `edges` and `nodes`.
    Items,
}

/// One field, as the budget needs it.
#[derive(Debug, Clone)]
pub(crate) struct FieldShape {
    /// Key of the type below; not always a type name (see `introspection`).
    pub(crate) result: String,
    pub(crate) repeat: Repeat,
    /// Points for the field itself, at least 1.
    pub(crate) weight: u64,
    pub(crate) arguments: HashMap<String, Type>,
    /// The type as the schema writes it; none for introspection.
    pub(crate) ty: Option<Type>,
}

/// Every field of every type of one schema.
#[derive(Debug, Clone)]
pub struct CostModel {
    objects: HashMap<String, HashMap<String, FieldShape>>,
    inputs: HashMap<String, HashMap<String, Type>>,
    /// Input objects that take exactly one of their fields.
    one_of: HashSet<String>,
    /// Unions and interfaces: a value of theirs is of one object type.
    abstract_types: HashSet<String>,
    /// Nodes that a tree has at most, its root not counted.
    tree_nodes: u64,
    roots: [Option<String>; 3],
}

impl CostModel {
    /// Reads the SDL that `Schema::sdl()` gives.
    ///
    /// # Errors
    /// A text that is not a type system document.
    pub fn from_sdl(sdl: &str) -> Result<Self, UnreadableSchema> {
        let document = parse_schema(sdl)?;
        let mut model = Self {
            objects: introspection::shapes(&document),
            inputs: HashMap::new(),
            one_of: HashSet::new(),
            abstract_types: HashSet::new(),
            tree_nodes: 1,
            roots: [Some("Query".into()), Some("Mutation".into()), Some("Subscription".into())],
        };
        for definition in document.definitions {
            match definition {
                TypeSystemDefinition::Schema(schema) => {
                    let SchemaDefinition { query, mutation, subscription, .. } = schema.node;
                    model.roots = [query, mutation, subscription].map(|root| root.map(|name| name.node.to_string()));
                }
                TypeSystemDefinition::Type(definition) => {
                    let name = definition.node.name.node.to_string();
                    if definition.node.directives.iter().any(|directive| directive.node.name.node == "oneOf") {
                        model.one_of.insert(name.clone());
                    }
                    if matches!(definition.node.kind, TypeKind::Union(_) | TypeKind::Interface(_)) {
                        model.abstract_types.insert(name.clone());
                    }
                    model.add_type(name, definition.node.kind);
                }
                TypeSystemDefinition::Directive(_) => {}
            }
        }
        Ok(model)
    }

    /// States how many items a plain list has at most. Ignored for a field the
    /// schema does not have.
    #[must_use]
    pub fn bound_list(self, type_name: &str, field: &str, items: u64) -> Self {
        self.change(type_name, field, |shape| shape.repeat = Repeat::Times(items))
    }

    /// States how many items a connection has at most, whatever page a query asks for.
    #[must_use]
    pub fn bound_connection(self, type_name: &str, field: &str, items: u64) -> Self {
        self.change(type_name, field, |shape| {
            if let Repeat::Connection { most, .. } = &mut shape.repeat {
                *most = items.min(MAX_PAGE);
            }
        })
    }

    /// States that a list leads from a node of a tree to those below it, and that a tree has so many nodes at most.
    /// The levels of a query are then not multiplied: each node is on one of them.
    #[must_use]
    pub fn nest(mut self, lists: &[(&str, &str)], nodes: u64) -> Self {
        self.tree_nodes = nodes;
        for (type_name, field) in lists {
            self = self.change(type_name, field, |shape| shape.repeat = Repeat::Nested);
        }
        self
    }

    /// States that resolving a field is as much work as returning so many
    /// values: a planner run, a verification. At least 1.
    #[must_use]
    pub fn weigh(self, type_name: &str, field: &str, points: u64) -> Self {
        self.change(type_name, field, |shape| shape.weight = points.max(1))
    }

    fn change(mut self, type_name: &str, field: &str, change: impl FnOnce(&mut FieldShape)) -> Self {
        if let Some(shape) = self.objects.get_mut(type_name).and_then(|fields| fields.get_mut(field)) {
            change(shape);
        }
        self
    }

    /// The key of the root type of an operation.
    pub(crate) fn root(&self, operation: OperationType) -> Option<&str> {
        let place = match operation {
            OperationType::Query => 0,
            OperationType::Mutation => 1,
            OperationType::Subscription => 2,
        };
        self.roots[place].as_deref()
    }

    /// The field of a type; none where validation will refuse the query.
    pub(crate) fn field(&self, parent: Option<&str>, name: &str) -> Option<&FieldShape> {
        self.objects.get(parent?)?.get(name)
    }

    /// The name of a type with fields, borrowed from the model; none for others.
    pub(crate) fn key(&self, name: &str) -> Option<&str> {
        self.objects.get_key_value(name).map(|(key, _)| key.as_str())
    }

    /// The fields of an input object; none for scalars and enums.
    pub(crate) fn input(&self, type_name: &str) -> Option<&HashMap<String, Type>> {
        self.inputs.get(type_name)
    }

    /// Whether an input object takes exactly one of its fields.
    pub(crate) fn takes_one_of(&self, type_name: &str) -> bool {
        self.one_of.contains(type_name)
    }

    /// Nodes that a tree has at most, its root not counted.
    pub(crate) fn tree_nodes(&self) -> u64 {
        self.tree_nodes
    }

    /// Whether `on` is one of the object types that a value of `parent` may be of: of several such fragments one is
    /// answered.
    pub(crate) fn is_one_of_many(&self, parent: Option<&str>, on: &str) -> bool {
        parent.is_some_and(|parent| self.abstract_types.contains(parent))
            && self.objects.contains_key(on)
            && !self.abstract_types.contains(on)
    }

    fn add_type(&mut self, name: String, kind: TypeKind) {
        match kind {
            TypeKind::Object(ObjectType { fields, .. }) | TypeKind::Interface(InterfaceType { fields, .. }) => {
                let is_connection = name.ends_with("Connection");
                let shapes = fields.iter().map(|field| shape(&field.node, is_connection));
                self.objects.entry(name).or_default().extend(shapes);
            }
            // Only a fragment can select below a union, apart from `__typename`.
            TypeKind::Union(_) => {
                self.objects.entry(name).or_default();
            }
            TypeKind::InputObject(input) => {
                let fields = input.fields.into_iter().map(|field| field.node);
                self.inputs
                    .entry(name)
                    .or_default()
                    .extend(fields.map(|field| (field.name.node.to_string(), field.ty.node)));
            }
            TypeKind::Scalar | TypeKind::Enum(_) => {}
        }
    }
}

fn shape(field: &FieldDefinition, in_connection: bool) -> (String, FieldShape) {
    let (result, lists) = unwrap_type(&field.ty.node);
    let page = field
        .arguments
        .iter()
        .find(|argument| is_page_size(&argument.node.name.node))
        .map(|argument| default_of(&argument.node));
    let repeat = match (lists, page) {
        (0, Some(page)) => Repeat::Connection { default: page, most: MAX_PAGE },
        // A connection that takes no size may be as long as any.
        (0, None) if result.ends_with("Connection") => Repeat::Connection { default: MAX_PAGE, most: MAX_PAGE },
        (0, None) => Repeat::Times(1),
        (1, _) if in_connection => Repeat::Items,
        (lists, Some(page)) => Repeat::Page(page.saturating_mul(PLAIN_LIST.saturating_pow(lists - 1))),
        (lists, None) => Repeat::Times(PLAIN_LIST.saturating_pow(lists)),
    };
    let arguments = field.arguments.iter().map(|a| (a.node.name.node.to_string(), a.node.ty.node.clone())).collect();
    (field.name.node.to_string(), FieldShape { result, repeat, weight: 1, arguments, ty: Some(field.ty.node.clone()) })
}

/// Whether an argument of this name says how many items a field returns.
pub(crate) fn is_page_size(argument: &str) -> bool {
    matches!(argument, "first" | "last")
}

fn default_of(argument: &InputValueDefinition) -> u64 {
    let default = argument.default_value.as_ref().map(|value| value.node.clone());
    match default {
        Some(Value::Number(number)) => number.as_u64().unwrap_or(DEFAULT_PAGE),
        _ => DEFAULT_PAGE,
    }
}

/// The named type inside, and how many lists are around it.
fn unwrap_type(ty: &Type) -> (String, u32) {
    match &ty.base {
        BaseType::Named(name) => (name.to_string(), 0),
        BaseType::List(inner) => {
            let (name, lists) = unwrap_type(inner);
            (name, lists + 1)
        }
    }
}
