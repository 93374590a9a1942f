//! `registry graph`: what comes before what.

use std::path::PathBuf;

use clap::{Args, ValueEnum};
use registry_core::eligibility::Subject;
use registry_core::graph::RequisiteGraph;
use serde::Serialize;

use super::{Edge, Exit, Failure, source};
use crate::ops;

/// Draw what comes before what
#[derive(Debug, Args)]
#[command(after_help = "\
Examples:
  registry graph --format mermaid
  registry graph --for tier:3 | dot -Tsvg > tier-3.svg

An arrow leads from what comes first. Advised arrows are dashed. Every
alternative is drawn; whether all or any of them are needed is not.")]
pub(super) struct Graph {
    /// Only what leads to course:CODE, qualification:CODE, tier:N, role:CODE
    #[arg(long = "for", value_name = "WHAT", value_parser = source::subject)]
    target: Option<Subject>,
    /// How to draw it
    #[arg(long, value_enum, default_value = "dot")]
    format: Format,
    /// The database to read; without it, the built-in catalogue
    #[arg(long, value_name = "PATH")]
    database: Option<PathBuf>,
}

#[derive(Debug, Clone, Copy, ValueEnum)]
enum Format {
    /// For Graphviz
    Dot,
    /// For pages that draw Mermaid
    Mermaid,
    /// Nodes and edges as data
    Json,
}

#[derive(Debug, Serialize)]
struct GraphData {
    nodes: Vec<NodeData>,
    edges: Vec<EdgeData>,
}

#[derive(Debug, Serialize)]
struct NodeData {
    name: String,
    title: String,
}

#[derive(Debug, Serialize)]
struct EdgeData {
    from: String,
    to: String,
    kind: &'static str,
    strength: &'static str,
}

impl Graph {
    pub(super) async fn run(&self, edge: &mut Edge<'_>) -> Result<Exit, Failure> {
        let snapshot = source::catalogue(self.database.as_deref(), edge).await?;
        let graph = ops::draw_requisites(&snapshot, self.target.as_ref())
            .map_err(|unknown| Failure::to_correct(source::not_there("--for", &unknown.target, &unknown.hint)))?;
        let drawn = match self.format {
            Format::Dot => graph.to_dot(),
            Format::Mermaid => graph.to_mermaid(),
            Format::Json => format!("{}\n", serde_json::to_string_pretty(&data(&graph)).map_err(Failure::fault)?),
        };
        edge.out.write_all(drawn.as_bytes())?;
        Ok(Exit::Answered)
    }
}

fn data(graph: &RequisiteGraph) -> GraphData {
    let edges = graph.edges();
    GraphData {
        nodes: graph.nodes().map(|node| NodeData { name: node.key.name(), title: node.title.clone() }).collect(),
        edges: edges
            .iter()
            .map(|edge| EdgeData {
                from: edge.from.name(),
                to: edge.to.name(),
                kind: edge.kind.name(),
                strength: edge.strength.name(),
            })
            .collect(),
    }
}
