//! Where a database is: a file of SQLite, or a server of PostgreSQL.

use std::fmt;
use std::path::{Path, PathBuf};

use sea_orm::sqlx::postgres::PgConnectOptions;

/// Where a database is. What shows it never shows a password.
#[derive(Clone, PartialEq, Eq)]
pub enum Location {
    /// A file of SQLite.
    File(PathBuf),
    /// A database of PostgreSQL, as `postgres://USER:PASSWORD@HOST:PORT/DATABASE`.
    Postgres(PostgresUrl),
}

/// The address of a database of PostgreSQL, perhaps with a password.
#[derive(Clone, PartialEq, Eq)]
pub struct PostgresUrl(String);

impl PostgresUrl {
    /// What it says to the driver; none where it says nothing that can be understood.
    pub(super) fn options(&self) -> Option<PgConnectOptions> {
        self.0.parse().ok()
    }
}

impl<T: AsRef<Path> + ?Sized> From<&T> for Location {
    /// A text that begins with `postgres://` or `postgresql://` is a server, any other the path of a file.
    fn from(path: &T) -> Self {
        let path = path.as_ref();
        let server = path.to_str().filter(|text| text.starts_with("postgres://") || text.starts_with("postgresql://"));
        match server {
            Some(url) => Self::Postgres(PostgresUrl(url.to_owned())),
            None => Self::File(path.to_path_buf()),
        }
    }
}

impl From<&Location> for Location {
    fn from(location: &Location) -> Self {
        location.clone()
    }
}

impl fmt::Display for Location {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::File(path) => path.display().fmt(f),
            Self::Postgres(url) => url.fmt(f),
        }
    }
}

impl fmt::Display for PostgresUrl {
    /// Built anew from what the driver understood, so that a password shows wherever in the address it stood: nowhere.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Some(options) = self.options() else { return f.write_str("postgres://…") };
        write!(f, "postgres://{}@", options.get_username())?;
        match options.get_socket() {
            Some(socket) => write!(f, "{}", socket.display())?,
            None => write!(f, "{}:{}", options.get_host(), options.get_port())?,
        }
        write!(f, "/{}", options.get_database().unwrap_or(options.get_username()))
    }
}

impl fmt::Debug for Location {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Location({self})")
    }
}

impl fmt::Debug for PostgresUrl {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "PostgresUrl({self})")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_password_is_never_shown() {
        let cases = [
            ("postgres://reg:hunter2@db:5433/reg", "postgres://reg@db:5433/reg"),
            ("postgresql://reg:hunter2@db/reg?sslmode=require", "postgres://reg@db:5432/reg"),
            ("postgres://db/reg?user=reg&password=hunter2@hunter2", "postgres://reg@db:5432/reg"),
            ("postgres://reg:hunter2@db:port/reg", "postgres://…"),
            ("postgres://reg:hunter2/x@db/reg", "postgres://…"),
        ];
        for (url, shown) in cases {
            let location = Location::from(url);
            assert!(matches!(location, Location::Postgres(_)), "{url}");
            assert_eq!(location.to_string(), shown, "{url}");
            assert!(!format!("{location:?}").contains("hunter2"), "{url}");
        }
    }

    #[test]
    fn anything_else_is_the_path_of_a_file() {
        for path in ["data/registry.db", "/srv/postgres://x", "postgres:x"] {
            assert_eq!(Location::from(path), Location::File(PathBuf::from(path)));
        }
    }
}
