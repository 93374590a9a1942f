//! Where the program listens and where its database is: command line first, then environment, then defaults.

use std::ffi::OsString;
use std::net::SocketAddr;
use std::path::{Path, PathBuf};

use registry_core::words::shortened;

use crate::store::Location;

/// Where the server listens when nothing else is said: this machine only.
pub const LISTEN_DEFAULT: &str = "127.0.0.1:8080";

/// Where the database is when nothing else is said, from the folder the program is started in.
pub const DATABASE_DEFAULT: &str = "data/registry.db";

/// The environment variable for the address.
pub const LISTEN_VARIABLE: &str = "REGISTRY_LISTEN";

/// The environment variable for the database.
pub const DATABASE_VARIABLE: &str = "REGISTRY_DATABASE";

/// The environment variable for the file with the secret.
pub const KEY_FILE_VARIABLE: &str = "REGISTRY_KEY_FILE";

/// The environment variable for the address under which the world finds the registry.
pub const ADDRESS_VARIABLE: &str = "REGISTRY_ADDRESS";

/// Where the world finds the registry: `https://registry.example.org`, without a `/` at the end. Credentials name it for as
/// long as they live.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PublicAddress(String);

impl std::fmt::Display for PublicAddress {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(&self.0)
    }
}

/// A text that is no address of a registry.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("\"{0}\" is not the address of a registry; write https:// and its name, such as https://registry.example.org")]
pub struct PublicAddressError(String);

impl std::str::FromStr for PublicAddress {
    type Err = PublicAddressError;

    /// # Errors
    /// `"registry.example.org"`, `"https://"`, an address with spaces, `?` or `#`.
    fn from_str(text: &str) -> Result<Self, PublicAddressError> {
        let bare = text.trim().trim_end_matches('/');
        let name = bare.strip_prefix("https://").or_else(|| bare.strip_prefix("http://"));
        let plain = |c: char| c.is_ascii_alphanumeric() || "-._~:/[]%".contains(c);
        let fits = name.is_some_and(|name| !name.is_empty() && !name.starts_with('/') && name.chars().all(plain));
        if fits && bare.len() <= 200 { Ok(Self(bare.to_owned())) } else { Err(PublicAddressError(shortened(text))) }
    }
}

/// The address in the environment, where it is set.
///
/// # Errors
/// `"registry.example.org"`.
pub fn public_address(
    environment: &dyn Fn(&str) -> Option<OsString>,
) -> Result<Option<PublicAddress>, PublicAddressError> {
    let given = environment(ADDRESS_VARIABLE).filter(|value| !value.is_empty());
    given.map(|value| value.to_string_lossy().parse()).transpose()
}

/// What a server needs to know before it starts.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Config {
    /// The address to listen on; port 0 lets the system choose.
    pub listen: SocketAddr,
    /// The database.
    pub database: Location,
    /// The file with the registry's secret.
    pub key_file: PathBuf,
}

/// Why a configuration cannot be used.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum ConfigError {
    /// `example.org`, `8080`.
    #[error("\"{value}\" (from {origin}) is not an address to listen on; write IP:PORT such as {LISTEN_DEFAULT}")]
    Listen {
        /// What was given.
        value: String,
        /// Where it was given.
        origin: &'static str,
    },
}

/// What the command line says; what it leaves out comes from the environment.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Given {
    /// `--listen`.
    pub listen: Option<String>,
    /// `--database`.
    pub database: Option<PathBuf>,
    /// `--key-file`; where nothing says it, the key stands beside the database and ends in `.key`.
    pub key_file: Option<PathBuf>,
}

impl Config {
    /// Joins the command line, the environment and the defaults. An empty variable counts as not set.
    ///
    /// # Errors
    /// An address that cannot be read: `8080`, `example.org:80`.
    pub fn resolve(given: Given, environment: &dyn Fn(&str) -> Option<OsString>) -> Result<Self, ConfigError> {
        let variable = |name: &str| environment(name).filter(|value| !value.is_empty());
        let (listen, origin) = match (given.listen, variable(LISTEN_VARIABLE)) {
            (Some(value), _) => (value, "--listen"),
            (None, Some(value)) => (value.to_string_lossy().into_owned(), LISTEN_VARIABLE),
            (None, None) => (LISTEN_DEFAULT.to_owned(), "the default"),
        };
        let database = given.database.or_else(|| variable(DATABASE_VARIABLE).map(PathBuf::from));
        let database = database.unwrap_or_else(|| PathBuf::from(DATABASE_DEFAULT));
        let database = Location::from(&database);
        let key_file = given.key_file.or_else(|| variable(KEY_FILE_VARIABLE).map(PathBuf::from));
        let key_file = key_file.unwrap_or_else(|| beside(&database));
        let listen = address(&listen).ok_or(ConfigError::Listen { value: listen, origin })?;
        Ok(Self { listen, database, key_file })
    }
}

/// Where the key stands when nothing says it.
fn beside(database: &Location) -> PathBuf {
    match database {
        Location::File(path) => path.with_extension("key"),
        Location::Postgres(_) => Path::new(DATABASE_DEFAULT).with_extension("key"),
    }
}

/// Reads `127.0.0.1:8080`, `[::1]:8080` or `localhost:8080`. Other names are not looked up.
fn address(text: &str) -> Option<SocketAddr> {
    match text.strip_prefix("localhost:") {
        Some(port) => format!("127.0.0.1:{port}").parse().ok(),
        None => text.parse().ok(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn resolve(listen: Option<&str>, variables: &[(&str, &str)]) -> Result<Config, ConfigError> {
        let given = Given { listen: listen.map(str::to_owned), database: None, key_file: None };
        Config::resolve(given, &|name| {
            variables.iter().find(|(known, _)| *known == name).map(|(_, value)| OsString::from(value))
        })
    }

    #[test]
    fn the_command_line_goes_before_the_environment_and_that_before_the_defaults() {
        let config = resolve(None, &[]).expect("defaults");
        assert_eq!(
            (config.listen.to_string().as_str(), config.database),
            (LISTEN_DEFAULT, Location::from(DATABASE_DEFAULT))
        );
        let variables = [(LISTEN_VARIABLE, "[::1]:81"), (DATABASE_VARIABLE, "a.db")];
        let config = resolve(None, &variables).expect("environment");
        assert_eq!((config.listen.to_string().as_str(), config.database), ("[::1]:81", Location::from("a.db")));
        let config = resolve(Some("localhost:82"), &variables).expect("command line");
        assert_eq!(config.listen.to_string(), "127.0.0.1:82");
        assert_eq!(config.key_file, PathBuf::from("a.key"));
        let config = resolve(None, &[(KEY_FILE_VARIABLE, "/run/secret")]).expect("environment");
        assert_eq!(config.key_file, PathBuf::from("/run/secret"));
    }

    #[test]
    fn the_address_for_the_world_is_whole_or_refused() {
        let read = |text: &str| text.parse::<PublicAddress>().map(|address| address.to_string());
        assert_eq!(read("https://registry.example.org/"), Ok("https://registry.example.org".to_owned()));
        assert_eq!(read("http://[::1]:81/a"), Ok("http://[::1]:81/a".to_owned()));
        for wrong in ["registry.example.org", "https://", "https:///x", "https://a b", "https://a?b", "https://a#b", ""]
        {
            assert!(read(wrong).is_err(), "{wrong}");
        }
    }

    #[test]
    fn an_address_that_cannot_be_read_says_where_it_came_from() {
        let message = |listen, variables: &[(&str, &str)]| resolve(listen, variables).expect_err("refused").to_string();
        let how = "is not an address to listen on; write IP:PORT such as 127.0.0.1:8080";
        assert_eq!(message(Some("8080"), &[]), format!("\"8080\" (from --listen) {how}"));
        assert_eq!(message(None, &[(LISTEN_VARIABLE, "x:1")]), format!("\"x:1\" (from REGISTRY_LISTEN) {how}"));
    }
}
