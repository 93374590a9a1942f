//! Tiers and roles as pathways of components.

use std::collections::BTreeMap;

use registry_core::Catalogue;
use registry_core::course::{Course, CourseKind};
use registry_core::requisite::{Gate, Requisite, RequisiteExpr};
use serde_json::{Map, Value, json};

use super::condition::sentence;
use super::{Name, award_name, course_name, words};

/// Adds a pathway for each tier and each role that has a preparation.
pub(super) fn add(graph: &mut Vec<Value>, catalogue: &Catalogue) {
    for tier in catalogue.tiers() {
        let key = format!("tier:{}", tier.tier.number());
        let asks = tier.entry.iter().map(Requisite::requires).chain([&tier.completion]).collect();
        Pathway::new(catalogue, key).build(graph, &tier.title, &tier.outcome, asks);
    }
    for role in catalogue.roles().filter(|role| !role.preparation.is_empty()) {
        let asks = role.preparation.iter().map(Requisite::requires).collect();
        Pathway::new(catalogue, format!("role:{}", role.code)).build(graph, &role.title, &role.description, asks);
    }
}

/// One pathway while its components are gathered.
struct Pathway<'a> {
    catalogue: &'a Catalogue,
    key: String,
    /// The components by what they stand for, each once.
    components: BTreeMap<String, Value>,
}

impl<'a> Pathway<'a> {
    fn new(catalogue: &'a Catalogue, key: String) -> Self {
        Self { catalogue, key, components: BTreeMap::new() }
    }

    fn name(&self, of: &str) -> Name {
        Name::new("component", format_args!("{}>{of}", self.key))
    }

    /// The pathway and its components: the destination asks for all of `asks`.
    fn build(mut self, graph: &mut Vec<Value>, title: &str, description: &str, asks: Vec<&'a RequisiteExpr>) {
        let pathway = Name::new("pathway", &self.key);
        let destination = self.name("destination");
        let conditions: Vec<_> = asks.into_iter().map(|expr| self.condition(expr)).collect();
        let mut component = destination.resource("ceterms:BasicComponent", title);
        component.insert("ceterms:description".to_owned(), words(description));
        component.insert("ceterms:isDestinationComponentOf".to_owned(), json!([pathway.uri()]));
        component.insert("ceterms:hasCondition".to_owned(), conditions.into());
        self.components.insert("destination".to_owned(), component.into());
        let mut resource = pathway.resource("ceterms:Pathway", title);
        resource.insert("ceterms:description".to_owned(), words(description));
        resource.insert("ceterms:hasDestinationComponent".to_owned(), json!([destination.uri()]));
        let parts: Vec<_> = self.components.values().filter_map(|component| component.get("@id").cloned()).collect();
        resource.insert("ceterms:hasPart".to_owned(), parts.into());
        graph.push(resource.into());
        graph.extend(self.components.into_values().map(|mut component| {
            if let Value::Object(component) = &mut component {
                component.insert("ceterms:isPartOf".to_owned(), json!([pathway.uri()]));
            }
            component
        }));
    }

    /// A condition: so many of these components and of these conditions.
    fn condition(&mut self, expr: &'a RequisiteExpr) -> Value {
        let (number, of) = match expr {
            RequisiteExpr::All(of) => (of.as_slice().len(), of.as_slice()),
            RequisiteExpr::Any(of) => (1, of.as_slice()),
            RequisiteExpr::AtLeast(some) => (some.least() as usize, some.of()),
            leaf => (1, std::slice::from_ref(leaf)),
        };
        let mut condition = Map::new();
        condition.insert("@type".to_owned(), "ceterms:ComponentCondition".into());
        condition.insert("ceterms:name".to_owned(), words(&format!("{number} of {}", of.len())));
        condition.insert("ceterms:description".to_owned(), words(&sentence(self.catalogue, expr)));
        condition.insert("ceterms:requiredNumber".to_owned(), number.into());
        let (leaves, joins): (Vec<_>, Vec<_>) = of.iter().partition(|expr| expr.operands().is_empty());
        let targets: Vec<_> = leaves.into_iter().map(|leaf| self.component(leaf)).collect();
        let nested: Vec<_> = joins.into_iter().map(|join| self.condition(join)).collect();
        if !targets.is_empty() {
            condition.insert("ceterms:targetComponent".to_owned(), json!(targets));
        }
        if !nested.is_empty() {
            condition.insert("ceterms:hasCondition".to_owned(), nested.into());
        }
        condition.into()
    }

    /// The component that stands for a leaf, made when it is first named; its identifier.
    fn component(&mut self, leaf: &'a RequisiteExpr) -> String {
        let (of, of_type, title) = match leaf {
            RequisiteExpr::Course(of) => {
                let course = self.catalogue.course(&of.course);
                let badge = course.is_some_and(|course| course.kind == CourseKind::MicroCredential);
                let of_type = if badge { "ceterms:CredentialComponent" } else { "ceterms:CourseComponent" };
                let title = course.map_or_else(|| of.course.to_string(), |course| course.title.clone());
                (format!("course:{}", of.course), of_type, title)
            }
            RequisiteExpr::Qualification(code) => {
                let title =
                    self.catalogue.qualification(code).map_or_else(|| code.to_string(), |award| award.title.clone());
                (format!("qualification:{code}"), "ceterms:CredentialComponent", title)
            }
            RequisiteExpr::Tier(tier) => {
                let number = tier.number();
                let title = registry_core::words::tier(self.catalogue, *tier);
                (format!("tier:{number}"), "ceterms:BasicComponent", title)
            }
            RequisiteExpr::Gate(gate) => {
                let title = sentence(self.catalogue, leaf);
                (format!("gate:{title}"), of_gate(gate), title)
            }
            RequisiteExpr::All(_) | RequisiteExpr::Any(_) | RequisiteExpr::AtLeast(_) => {
                let title = sentence(self.catalogue, leaf);
                (format!("join:{title}"), "ceterms:BasicComponent", title)
            }
        };
        let name = self.name(&of);
        let uri = name.uri();
        if self.components.contains_key(&of) {
            return uri;
        }
        let mut component = name.resource(of_type, &title);
        component.insert("ceterms:description".to_owned(), words(&sentence(self.catalogue, leaf)));
        if let Some(stands_for) = self.stands_for(leaf) {
            component.insert("ceterms:proxyFor".to_owned(), stands_for.into());
        }
        // It is there before what it asks for is walked: a component is made once.
        self.components.insert(of.clone(), Value::Null);
        let conditions: Vec<_> = self.asks(leaf).into_iter().map(|expr| self.condition(expr)).collect();
        if !conditions.is_empty() {
            component.insert("ceterms:hasCondition".to_owned(), conditions.into());
        }
        self.components.insert(of, component.into());
        uri
    }

    /// The resource of the document that a leaf names.
    fn stands_for(&self, leaf: &RequisiteExpr) -> Option<String> {
        match leaf {
            RequisiteExpr::Course(of) => Some(course_name(&of.course).uri()),
            RequisiteExpr::Qualification(code) => Some(award_name(code).uri()),
            RequisiteExpr::Tier(tier) => Some(Name::new("pathway", format_args!("tier:{}", tier.number())).uri()),
            _ => None,
        }
    }

    /// What comes before a leaf: what its newest version, or its entry, requires.
    fn asks(&self, leaf: &RequisiteExpr) -> Vec<&'a RequisiteExpr> {
        let requisites: &'a [Requisite] = match leaf {
            RequisiteExpr::Course(of) => match self.catalogue.course(&of.course).and_then(Course::current) {
                Some(version) => &version.requisites,
                None => &[],
            },
            RequisiteExpr::Qualification(code) => match self.catalogue.qualification(code) {
                Some(award) => &award.entry,
                None => &[],
            },
            _ => &[],
        };
        requisites.iter().filter(|requisite| requisite.is_required()).map(Requisite::requires).collect()
    }
}

fn of_gate(gate: &Gate) -> &'static str {
    match gate {
        Gate::ExperienceOver { .. } | Gate::ExperienceAtLeast { .. } | Gate::Placement { .. } => {
            "ceterms:WorkExperienceComponent"
        }
        Gate::Employed => "ceterms:JobComponent",
        Gate::PartnerRelease | Gate::Supervision { .. } | Gate::Attested { .. } => "ceterms:BasicComponent",
    }
}
