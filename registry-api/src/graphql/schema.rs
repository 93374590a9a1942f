//! The schema: what can be asked, built once at start-up.

use async_graphql::{EmptyMutation, EmptySubscription, SDLExportOptions, Schema};

use super::guard::cost_model::{CostModel, UnreadableSchema};
pub use super::query::{Query, Today};

/// The schema of the registry. Every request carries two data: an `Arc<Snapshot>` and [`Today`]; the endpoint adds
/// its `RateLimitStatus`.
pub type RegistrySchema = Schema<Query, EmptyMutation, EmptySubscription>;

/// Builds the schema. Limits are the guard's business, which looks at a query before this does.
pub fn schema() -> RegistrySchema {
    Schema::build(Query::default(), EmptyMutation, EmptySubscription).disable_suggestions().finish()
}

/// The schema in the schema definition language, with everything in a stable order: `schema/registry.graphql`.
pub fn sdl() -> String {
    let options = SDLExportOptions::new()
        .sorted_fields()
        .sorted_arguments()
        .sorted_enum_items()
        .use_space_ident()
        .prefer_single_line_descriptions();
    let text = schema().sdl_with_options(options);
    let lines: Vec<&str> = text.lines().map(str::trim_end).collect();
    let mut text = lines.join("\n");
    text.truncate(text.trim_end().len());
    text.push('\n');
    text
}

/// What the guard reckons with: the schema's own lists, and what it cannot see from them. A point is one value of the
/// answer. The weights are estimates: no planner has been measured yet.
///
/// # Errors
/// The schema's text does not parse: a fault in the program.
pub fn cost_model() -> Result<CostModel, UnreadableSchema> {
    let model = CostModel::from_sdl(&sdl())?
        .weigh("Query", "recommendPathways", 2_000)
        .weigh("Query", "exportProblem", 200)
        .weigh("Query", "eligibility", 100)
        .weigh("Query", "courses", 100)
        .weigh("Query", "requisiteGraph", 200)
        .bound_list("Query", "tiers", 4)
        .bound_list("Query", "readinessTiers", 2)
        .bound_list("Query", "roles", 50)
        .bound_list("Query", "tags", 100)
        .bound_list("RequisiteGraph", "nodes", 200)
        .bound_list("RequisiteGraph", "order", 200)
        .bound_list("RequisiteGraph", "edges", 400);
    Ok(model.bound_list("Pathways", "pathways", 3))
}
