//! `registry serve`: the server.

use std::net::SocketAddr;
use std::path::PathBuf;
use std::sync::Arc;
use std::time::Instant;

use clap::Args;
use registry_core::catalogue::CatalogueProblem;

use super::page::{Page, counted};
use super::{Edge, Exit, Failure};
use crate::config::{Config, Given, public_address};
use crate::keys::{KeyAt, KeyFile};
use crate::ops::load_catalogue::{Seeding, StartReport};
use crate::store::DatabaseFile;
use crate::{app, ops, server};

/// Start the registry (this is what happens without a command)
#[derive(Debug, Clone, Args)]
#[command(after_help = "\
Examples:
  registry serve
  registry serve --listen 127.0.0.1:9000 --database /srv/registry/registry.db
  REGISTRY_DATABASE=postgres://registry:secret@db/registry registry serve

Several registries may share one database of PostgreSQL. Give its address by
the environment: what stands on a command line, others on the machine can read.

The environment variables REGISTRY_LISTEN, REGISTRY_DATABASE and
REGISTRY_KEY_FILE say the same; the command line goes before them. REGISTRY_KEY
is the secret itself, where it shall be in no file: 64 hexadecimal digits. Before
credentials are issued, REGISTRY_ADDRESS must say where the world finds the
registry: https://registry.example.org. Ctrl-C stops the registry.")]
pub(super) struct Serve {
    /// The address to listen on [default: 127.0.0.1:8080]
    #[arg(long, value_name = "IP:PORT")]
    listen: Option<String>,
    /// A file, or postgres://… [default: data/registry.db]
    #[arg(long, value_name = "DATABASE")]
    database: Option<PathBuf>,
    /// The secret; made when missing [default: data/registry.key]
    #[arg(long, value_name = "PATH")]
    key_file: Option<PathBuf>,
}

impl Serve {
    pub(super) async fn run(self, edge: &mut Edge<'_>) -> Result<Exit, Failure> {
        let begun = Instant::now();
        let given = Given { listen: self.listen, database: self.database, key_file: self.key_file };
        let config = Config::resolve(given, edge.environment).map_err(Failure::to_correct)?;
        let stop = stop_signal().map_err(|error| Failure::fault(format!("signals cannot be heard: {error}")))?;
        let listener = server::bind(config.listen).map_err(Failure::fault)?;
        let address = listener.local_addr().map_err(Failure::fault)?;
        let (state, report) =
            ops::load_catalogue(&config.database, config.key.clone(), edge.now).await.map_err(Failure::fault)?;
        let state = Arc::new(state.at_address(public_address(edge.environment).map_err(Failure::to_correct)?));
        match ops::finish_unfinished(&state, edge.now).await {
            Ok(0) => {}
            Ok(count) => tracing::info!(count, "finished credentials that an earlier run had noted"),
            Err(error) => tracing::error!(%error, "credentials that an earlier run had noted cannot be finished"),
        }
        match ops::hold::drop_empty_records(&state, edge.now).await {
            Ok(0) => {}
            Ok(count) => tracing::info!(count, "took away empty records that nobody opened"),
            Err(error) => tracing::error!(%error, "empty records that nobody opened cannot be taken away"),
        }
        edge.out.write_all(text(&report, &config.key, address).as_bytes())?;
        edge.out.flush()?;
        let ready_ms = begun.elapsed().as_millis();
        tracing::info!(%address, revision = report.revision, %ready_ms, "started");
        let following = tokio::spawn(ops::follow_catalogue(Arc::clone(&state)));
        let stopping = Arc::clone(&state);
        let stop = async move {
            stop.await;
            stopping.stop();
        };
        let served = server::serve(listener, app(Arc::clone(&state)), stop).await;
        state.connections_ended().await;
        following.abort();
        if let Some(store) = state.store() {
            store.clone().close().await.map_err(Failure::fault)?;
        }
        served.map_err(|error| Failure::fault(format!("the server failed: {error}")))?;
        tracing::info!("stopped");
        writeln!(edge.out, "Stopped.")?;
        Ok(Exit::Answered)
    }
}

/// Ready when the program is asked to stop: Ctrl-C, or SIGTERM from whoever looks after it.
fn stop_signal() -> std::io::Result<impl Future<Output = ()>> {
    #[cfg(unix)]
    let (mut interrupt, mut terminate) = {
        use tokio::signal::unix::{SignalKind, signal};
        (signal(SignalKind::interrupt())?, signal(SignalKind::terminate())?)
    };
    Ok(async move {
        #[cfg(unix)]
        tokio::select! {
            _ = interrupt.recv() => {}
            _ = terminate.recv() => {}
        }
        #[cfg(not(unix))]
        let _ = tokio::signal::ctrl_c().await;
        tracing::info!("stopping");
    })
}

/// Why a new built-in catalogue was not written, and what is served in its place.
fn refused(problems: &[CatalogueProblem], revision: i64) -> String {
    let first = problems.first().map(ToString::to_string).unwrap_or_default();
    let count = counted(problems.len() as u64, "problem", "problems");
    format!(
        "The built-in catalogue of this version does not fit together with what was published ({count}, the first: {first}). \
         It was not written; the catalogue stays as it was, revision {revision}."
    )
}

/// What starting did, and where everything is.
fn text(report: &StartReport, key: &KeyAt, address: SocketAddr) -> String {
    let mut page = Page::default();
    let database = &report.database;
    page.line(&match report.opened.file {
        DatabaseFile::Created => format!("Database: {database} (created)"),
        DatabaseFile::Found if report.opened.migrations_applied > 0 => format!(
            "Database: {database} (opened; {} applied)",
            counted(report.opened.migrations_applied as u64, "migration", "migrations")
        ),
        DatabaseFile::Found => format!("Database: {database} (opened)"),
    });
    if let (KeyFile::Created, KeyAt::File(path)) = (report.key, key) {
        page.line(&format!("Key:       {} (created; keep a copy where only you can read it)", path.display()));
    }
    let entries: Vec<_> = report.entries.iter().map(|(kind, count)| format!("{count} {kind}")).collect();
    page.hanging("Catalogue: ", &format!("{}.", entries.join(", ")));
    match &report.seeds {
        Seeding::Written { revision } => {
            page.line(&format!("           The built-in catalogue was written as revision {revision}."));
        }
        Seeding::Unchanged => page.line(&format!("           Revision {}, unchanged.", report.revision)),
        Seeding::Refused(problems) => page.paragraph(&refused(problems, report.revision)),
    }
    page.gap();
    page.line(&format!("Pages:     http://{address}/"));
    page.line(&format!("GraphQL:   http://{address}/graphql"));
    page.line(&format!("Explorer:  http://{address}/explore"));
    page.line(&format!("Health:    http://{address}/health"));
    page.gap();
    if !address.ip().is_loopback() {
        page.paragraph("Other computers may reach this address.");
    }
    page.paragraph(&format!("To try it, open http://{address}/ in a browser. Ctrl-C stops the registry."));
    page.into_text()
}
