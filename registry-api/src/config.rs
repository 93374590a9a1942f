//! Where the program listens and where its database is: command line first, then environment, then defaults.

use std::ffi::OsString;
use std::net::SocketAddr;
use std::path::{Path, PathBuf};

use registry_core::words::shortened;

use crate::keys::{KeyAt, Keys};
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

/// The environment variable for the secret itself, where it shall be in no file.
pub const KEY_VARIABLE: &str = "REGISTRY_KEY";

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
#[derive(Debug, Clone)]
pub struct Config {
    /// The address to listen on; port 0 lets the system choose.
    pub listen: SocketAddr,
    /// The database.
    pub database: Location,
    /// The registry's secret.
    pub key: KeyAt,
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
    /// A secret of 63 digits, or of other letters. It is not repeated.
    #[error("{KEY_VARIABLE} is not a key; it must hold 64 hexadecimal digits and nothing else")]
    NotAKey,
    /// A secret, and a file with one.
    #[error("{KEY_VARIABLE} and {KEY_FILE_VARIABLE} both say the secret; leave one of them out")]
    TwoKeys,
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
    /// An address that cannot be read: `8080`, `example.org:80`. A secret that is none; one beside a file with one.
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
        let key = match (given.key_file, variable(KEY_FILE_VARIABLE), variable(KEY_VARIABLE)) {
            (Some(path), ..) => KeyAt::File(path),
            (None, Some(_), Some(_)) => return Err(ConfigError::TwoKeys),
            (None, Some(path), None) => KeyAt::File(PathBuf::from(path)),
            (None, None, Some(digits)) => {
                KeyAt::Given(digits.to_str().and_then(Keys::from_digits).ok_or(ConfigError::NotAKey)?)
            }
            (None, None, None) => KeyAt::File(beside(&database)),
        };
        let listen = address(&listen).ok_or(ConfigError::Listen { value: listen, origin })?;
        Ok(Self { listen, database, key })
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
        assert!(matches!(&config.key, KeyAt::File(path) if path == Path::new("a.key")), "{config:?}");
        let config = resolve(None, &[(KEY_FILE_VARIABLE, "/run/secret")]).expect("environment");
        assert!(matches!(&config.key, KeyAt::File(path) if path == Path::new("/run/secret")), "{config:?}");
    }

    #[test]
    fn the_secret_itself_may_stand_in_the_environment_and_is_never_repeated() {
        let digits = "07".repeat(32);
        let config = resolve(None, &[(KEY_VARIABLE, &digits)]).expect("a secret");
        let KeyAt::Given(keys) = &config.key else { panic!("{config:?}") };
        assert_eq!(keys.sealing(), Keys::from_bytes([7; 32]).sealing());
        assert!(!format!("{config:?}").contains("0707"), "{config:?}");
        // A file that the command line names goes before it, as before every variable.
        let given = Given { key_file: Some("my.key".into()), ..Given::default() };
        let config = Config::resolve(given, &|name| (name == KEY_VARIABLE).then(|| OsString::from(&digits)));
        assert!(matches!(config.expect("a file").key, KeyAt::File(path) if path == Path::new("my.key")));
        let both = [(KEY_VARIABLE, digits.as_str()), (KEY_FILE_VARIABLE, "my.key")];
        let refused = resolve(None, &both).expect_err("two secrets").to_string();
        assert_eq!(refused, "REGISTRY_KEY and REGISTRY_KEY_FILE both say the secret; leave one of them out");
        for wrong in [&digits[1..], "my.key", "g7", &digits.replacen('0', "g", 1), &format!("{digits}07")] {
            let refused = resolve(None, &[(KEY_VARIABLE, wrong)]).expect_err(wrong).to_string();
            assert_eq!(refused, "REGISTRY_KEY is not a key; it must hold 64 hexadecimal digits and nothing else");
        }
        let config = resolve(None, &[(KEY_VARIABLE, "")]).expect("an empty variable is not set");
        assert!(matches!(config.key, KeyAt::File(_)));
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
