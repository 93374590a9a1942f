//! A running server, in this process or in its own, and a client that sends it exactly what a test says.

use std::ffi::OsStr;
use std::io::{BufRead, BufReader};
use std::net::SocketAddr;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::sync::Arc;
use std::time::Duration;

use registry_api::config::KEY_FILE_VARIABLE;
use registry_api::state::AppState;
use registry_api::{app, ops, server};
use serde_json::{Value, json};
use tokio::runtime::Runtime;
use ureq::http::{HeaderMap, Request};

/// The media type under which the status says whether a query could run.
pub const GRAPHQL_RESPONSE: &str = "application/graphql-response+json";

/// Longest wait for an answer; a server that needs longer has hung.
const ANSWER_MAX: Duration = Duration::from_secs(30);

/// An answer over HTTP.
#[derive(Debug, Clone)]
pub struct Answer {
    /// The status.
    pub status: u16,
    /// The headers.
    pub headers: HeaderMap,
    /// The body.
    pub text: String,
}

impl Answer {
    /// A header; empty when it is missing.
    pub fn header(&self, name: &str) -> &str {
        self.headers.get(name).and_then(|value| value.to_str().ok()).unwrap_or_default()
    }

    /// The body as JSON.
    ///
    /// # Panics
    /// When it is none.
    #[track_caller]
    pub fn json(&self) -> Value {
        let read = serde_json::from_str(&self.text);
        read.unwrap_or_else(|error| panic!("{} is not JSON ({error}): {}", self.status, self.text))
    }

    /// `extensions.code` of the first error; empty when there is none.
    #[track_caller]
    pub fn code(&self) -> String {
        self.json()["errors"][0]["extensions"]["code"].as_str().unwrap_or_default().to_owned()
    }
}

/// A client of one server. It adds no header of its own but `Host` and `Content-Length`.
#[derive(Clone)]
pub struct Client {
    agent: ureq::Agent,
    base: String,
}

impl Client {
    /// A client of the server at that address.
    pub fn new(address: SocketAddr) -> Self {
        let config = ureq::Agent::config_builder()
            .http_status_as_error(false)
            .timeout_global(Some(ANSWER_MAX))
            .accept("")
            .accept_encoding("")
            .user_agent("")
            .build();
        Self { agent: config.into(), base: format!("http://{address}") }
    }

    /// Where a WebSocket of the server is opened.
    pub fn socket(&self, path: &str) -> String {
        format!("{}{path}", self.base.replacen("http", "ws", 1))
    }

    /// Sends a request; `None` when the connection broke before there was an answer.
    pub fn try_send(&self, method: &str, path: &str, headers: &[(&str, &str)], body: &[u8]) -> Option<Answer> {
        self.sent(method, path, headers, body).ok()
    }

    fn sent(&self, method: &str, path: &str, headers: &[(&str, &str)], body: &[u8]) -> Result<Answer, ureq::Error> {
        let mut request = Request::builder().method(method).uri(format!("{}{path}", self.base));
        for (name, value) in headers {
            request = request.header(*name, *value);
        }
        let response = match method {
            "GET" | "HEAD" => self.agent.run(request.body(()).expect("a request")),
            _ => self.agent.run(request.body(body).expect("a request")),
        };
        let (parts, mut body) = response?.into_parts();
        let text = body.read_to_string()?;
        Ok(Answer { status: parts.status.as_u16(), headers: parts.headers, text })
    }

    /// Sends a request.
    ///
    /// # Panics
    /// When the connection breaks.
    #[track_caller]
    pub fn send(&self, method: &str, path: &str, headers: &[(&str, &str)], body: &[u8]) -> Answer {
        self.sent(method, path, headers, body).unwrap_or_else(|why| panic!("{method} {path} was not answered: {why}"))
    }

    /// Sends a body to `/graphql` as a GraphQL client does.
    #[track_caller]
    pub fn post(&self, body: &str) -> Answer {
        self.send(
            "POST",
            "/graphql",
            &[("content-type", "application/json"), ("accept", GRAPHQL_RESPONSE)],
            body.as_bytes(),
        )
    }

    /// Asks a query.
    #[track_caller]
    pub fn ask(&self, query: &str, variables: Value) -> Answer {
        self.post(&json!({ "query": query, "variables": variables }).to_string())
    }

    /// The data of a query that must be answered without an error.
    ///
    /// # Panics
    /// When there is an error.
    #[track_caller]
    pub fn data(&self, query: &str, variables: Value) -> Value {
        let answer = self.ask(query, variables);
        let mut body = answer.json();
        assert!(answer.status == 200 && body.get("errors").is_none(), "{query}\n{}", answer.text);
        body["data"].take()
    }
}

/// The server in this process, on a port of its own.
pub struct Server {
    /// A client of it.
    pub client: Client,
    /// Its state, to look at from outside.
    pub state: Arc<AppState>,
    // Dropped last: it stops the server.
    _runtime: Runtime,
}

impl Server {
    /// Serves the built-in catalogue from memory.
    ///
    /// # Panics
    /// When it cannot start.
    pub fn in_memory() -> Self {
        let runtime = Runtime::new().expect("a runtime");
        let snapshot = ops::built_in_catalogue().expect("the built-in catalogue");
        Self::serve(runtime, AppState::in_memory(snapshot).expect("keys"))
    }

    /// Serves the built-in catalogue out of a new database.
    ///
    /// # Panics
    /// When it cannot start.
    pub fn with_database(path: &Path) -> Self {
        let runtime = Runtime::new().expect("a runtime");
        let loaded = runtime.block_on(ops::load_catalogue::load_catalogue(
            path,
            &path.with_extension("key"),
            chrono::Utc::now(),
        ));
        Self::serve(runtime, loaded.expect("a database").0)
    }

    fn serve(runtime: Runtime, state: AppState) -> Self {
        let state = Arc::new(state);
        let listener = server::bind("127.0.0.1:0".parse().expect("an address")).expect("a free port");
        let address = listener.local_addr().expect("an address");
        let endpoint = app(Arc::clone(&state));
        runtime.spawn(async move { server::serve(listener, endpoint, std::future::pending()).await });
        Self { client: Client::new(address), state, _runtime: runtime }
    }
}

/// The built program: what `REGISTRY_BIN` names, or the one beside the running test.
///
/// # Panics
/// When it is not there.
pub fn program() -> PathBuf {
    let named = std::env::var_os("REGISTRY_BIN").map(PathBuf::from);
    let path = named.unwrap_or_else(|| {
        let test = std::env::current_exe().expect("the running test has a path");
        let folder = test.parent().and_then(Path::parent).expect("tests are two folders below target");
        folder.join(format!("registry{}", std::env::consts::EXE_SUFFIX))
    });
    assert!(path.is_file(), "{} is not there; run `cargo build` first", path.display());
    path
}

/// The program in a process of its own. It is ended with the value, whatever happens.
pub struct Process {
    /// A client of it.
    pub client: Client,
    child: Child,
    folder: PathBuf,
}

impl Process {
    /// Starts it on a port and a database of its own, and waits until it listens.
    ///
    /// # Panics
    /// When it does not start.
    pub fn start(name: &str) -> Self {
        let folder = scratch(name);
        let database = folder.join("registry.db");
        Self::start_on(folder, database.as_os_str())
    }

    /// Starts it on a port of its own and that database, and waits until it listens. The folder is removed with it.
    ///
    /// # Panics
    /// When it does not start.
    pub fn start_on(folder: PathBuf, database: &OsStr) -> Self {
        Self::start_logging(folder, database, &[], Stdio::null())
    }

    /// The same with variables of the environment, and its log written to `log`.
    ///
    /// # Panics
    /// When it does not start.
    pub fn start_logging(folder: PathBuf, database: &OsStr, variables: &[(&str, &str)], log: Stdio) -> Self {
        let mut child = Command::new(program())
            .args(["serve", "--listen", "127.0.0.1:0", "--database"])
            .arg(database)
            .envs(key_of(database).map(|key| (KEY_FILE_VARIABLE, key)))
            .envs(variables.iter().copied())
            .stdin(Stdio::null())
            .stdout(Stdio::piped())
            .stderr(log)
            .spawn()
            .expect("the program starts");
        let mut lines = BufReader::new(child.stdout.take().expect("its output is ours")).lines();
        let address = lines.by_ref().map_while(Result::ok).find_map(|line| {
            let address =
                line.strip_prefix("GraphQL:")?.trim().strip_prefix("http://")?.strip_suffix("/graphql")?.parse();
            Some(address.expect("the address it listens on"))
        });
        // It must be able to say more, though nobody listens.
        std::thread::spawn(move || lines.for_each(drop));
        let Some(address) = address else {
            let _ = child.kill();
            panic!("the program did not say where it listens");
        };
        Self { client: Client::new(address), child, folder }
    }

    /// Memory in use, in kilobytes, as the system counts it.
    ///
    /// # Panics
    /// When the process is gone.
    pub fn resident_kb(&self) -> u64 {
        let status = std::fs::read_to_string(format!("/proc/{}/status", self.child.id())).expect("the process runs");
        let line = status.lines().find_map(|line| line.strip_prefix("VmRSS:")).expect("its memory is known");
        line.trim().trim_end_matches("kB").trim().parse().expect("a number of kilobytes")
    }

    /// Asks it to stop, as whoever looks after it does.
    ///
    /// # Panics
    /// When it cannot be asked.
    pub fn ask_to_stop(&self) {
        let asked = Command::new("kill").arg("-TERM").arg(self.child.id().to_string()).status();
        assert!(asked.is_ok_and(|status| status.success()), "the program cannot be asked to stop");
    }

    /// Whether it still runs.
    pub fn runs(&mut self) -> bool {
        matches!(self.child.try_wait(), Ok(None))
    }
}

impl Drop for Process {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
        let _ = std::fs::remove_dir_all(&self.folder);
    }
}

/// The file with the secret beside a database that is no file: otherwise every test would share the one in the folder in which
/// they run.
pub fn key_of(database: &OsStr) -> Option<PathBuf> {
    let (_, name) = database.to_str()?.split_once("://")?.1.rsplit_once('/')?;
    Some(std::env::temp_dir().join(format!("registry-{name}.key")))
}

/// An empty folder for one test.
///
/// # Panics
/// When it cannot be made.
pub fn scratch(name: &str) -> PathBuf {
    let folder = std::env::temp_dir().join(format!("registry-{name}-{}", std::process::id()));
    let _ = std::fs::remove_dir_all(&folder);
    std::fs::create_dir_all(&folder).expect("a folder for the test");
    folder
}
