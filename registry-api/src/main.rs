//! The program `registry`; everything is in the library beside it.

use std::process::ExitCode;

use registry_api::cli::{self, Edge};

#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

#[tokio::main]
async fn main() -> ExitCode {
    cli::log_to_stderr();
    let (mut out, mut err) = (std::io::stdout(), std::io::stderr());
    let mut edge = Edge {
        out: &mut out,
        err: &mut err,
        now: chrono::Utc::now(),
        today: chrono::Local::now().date_naive(),
        environment: &|name| std::env::var_os(name),
    };
    cli::run(std::env::args_os(), &mut edge).await.into()
}
