//! `registry schema`: the GraphQL schema.

use clap::Args;

use super::{Edge, Exit, Failure};

/// Print the GraphQL schema
#[derive(Debug, Args)]
#[command(after_help = "Example:\n  registry schema > schema/registry.graphql")]
pub(super) struct Schema {}

impl Schema {
    pub(super) fn run(&self, edge: &mut Edge<'_>) -> Result<Exit, Failure> {
        let sdl =
            crate::schema_sdl().ok_or_else(|| Failure::fault("this program was built without GraphQL"))?;
        edge.out.write_all(sdl.as_bytes())?;
        Ok(Exit::Answered)
    }
}
