//! The schema: what can be asked, built once at start-up.

use async_graphql::{EmptyMutation, EmptySubscription, SDLExportOptions, Schema};

pub use super::query::{Query, Today};

/// The schema of the registry. Every request carries two data: an `Arc<Snapshot>` and [`Today`]; the endpoint adds
/// its `RateLimitStatus`.
pub type RegistrySchema = Schema<Query, EmptyMutation, EmptySubscription>;

/// Builds the schema. Limits are the guard's business, which looks at a query before this does.
pub fn schema() -> RegistrySchema {
    Schema::build(Query::default(), EmptyMutation, EmptySubscription)
        .disable_suggestions()
        .finish()
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
