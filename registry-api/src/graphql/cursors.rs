//! Lists that grow: one page at a time, in a stable order, with cursors that belong to one list.

use std::borrow::Cow;
use std::pin::Pin;

use async_graphql::connection::{CursorType, OpaqueCursor};
use async_graphql::{Object, OutputType, SimpleObject, TypeName};
use serde::Serialize;
use serde::de::DeserializeOwned;

use super::error::{ApiError, ErrorCode};

/// Entries of a page when the query does not say.
pub(crate) const PAGE_DEFAULT: usize = 20;

/// Most entries of a page.
pub(crate) const PAGE_MAX: usize = 100;

/// The longest cursor that is read, in characters: a list's name, a rank and a code, in base 64.
const CURSOR_LENGTH_MAX: usize = 400;

/// Which part of a list is asked for.
#[derive(Debug)]
pub(crate) struct Window {
    /// How many entries.
    pub(crate) size: usize,
    /// Whether they are counted from the end.
    pub(crate) backwards: bool,
    /// The cursor behind which they stand.
    pub(crate) after: Option<String>,
    /// The cursor before which they stand.
    pub(crate) before: Option<String>,
}

impl Window {
    /// Reads the four arguments that every connection takes.
    ///
    /// # Errors
    /// More than a hundred, fewer than none, or both `first` and `last`.
    pub(crate) fn new(
        first: Option<i32>,
        after: Option<String>,
        last: Option<i32>,
        before: Option<String>,
    ) -> Result<Self, ApiError> {
        if first.is_some() && last.is_some() {
            return Err(ApiError::new(ErrorCode::BadQuery, "Ask with `first` or with `last`, not with both."));
        }
        let size = match first.or(last) {
            None => PAGE_DEFAULT,
            Some(size) => usize::try_from(size)
                .map_err(|_| ApiError::new(ErrorCode::BadQuery, "A page size is a whole number from 0."))?,
        };
        if size > PAGE_MAX {
            let message = format!("A page has at most {PAGE_MAX} items: ask for fewer with `first`.");
            return Err(ApiError::new(ErrorCode::OverLimit, message));
        }
        Ok(Self { size, backwards: last.is_some(), after, before })
    }

    /// The beginning of a list that is not paged: `first` entries, 20 when that is left out.
    ///
    /// # Errors
    /// More than a hundred, fewer than none.
    pub(crate) fn beginning<T>(list: &[T], first: Option<i32>) -> Result<&[T], ApiError> {
        let size = Self::new(first, None, None, None)?.size;
        Ok(&list[..size.min(list.len())])
    }
}

/// One entry of a list and its place: lists are in order of rank, then code.
pub(crate) struct Row<'a, T> {
    pub(crate) rank: u32,
    pub(crate) code: Cow<'a, str>,
    pub(crate) entry: &'a T,
}

impl<T> Row<'_, T> {
    fn place(&self) -> (u32, &str) {
        (self.rank, &self.code)
    }
}

/// What a cursor holds; none where it is none of ours.
pub(crate) fn read_cursor<T: DeserializeOwned + Serialize>(cursor: &str) -> Option<T> {
    let short = Some(cursor).filter(|cursor| cursor.len() <= CURSOR_LENGTH_MAX)?;
    OpaqueCursor::<T>::decode_cursor(short).ok().map(|cursor| cursor.0)
}

/// The answer to a cursor of another list.
pub(crate) fn not_of_this_list() -> ApiError {
    ApiError::new(ErrorCode::BadQuery, "A cursor is not one of this list; use cursors as this list answered them.")
}

type Keep<'a, T> = Box<dyn Fn(&T) -> bool + Send + Sync + 'a>;

/// A whole list, as references into the snapshot, before a page is cut from it.
pub(crate) struct Listing<'a, T> {
    name: String,
    rows: Vec<Row<'a, T>>,
    keep: Option<Keep<'a, T>>,
}

impl<'a, T: Sync> Listing<'a, T> {
    /// A list under a name that no other list has; `rows` in order of rank and code.
    pub(crate) fn new(name: impl Into<String>, rows: Vec<Row<'a, T>>) -> Self {
        Self { name: name.into(), rows, keep: None }
    }

    /// A list in order of code.
    pub(crate) fn by_code(name: impl Into<String>, entries: impl Iterator<Item = (&'a str, &'a T)>) -> Self {
        let row = |(code, entry)| Row { rank: 0, code: Cow::Borrowed(code), entry };
        Self::new(name, entries.map(row).collect())
    }

    /// Only the entries that pass. Asked entry by entry, as far as a page or a count needs.
    pub(crate) fn keep(self, keep: impl Fn(&T) -> bool + Send + Sync + 'a) -> Self {
        Self { keep: Some(Box::new(keep)), ..self }
    }

    fn kept(&self, index: usize) -> bool {
        self.keep.as_ref().is_none_or(|keep| keep(self.rows[index].entry))
    }

    fn place(&self, cursor: &str) -> Result<(u32, String), ApiError> {
        read_cursor::<(String, u32, String)>(cursor)
            .filter(|(name, ..)| *name == self.name)
            .map(|(_, rank, code)| (rank, code))
            .ok_or_else(not_of_this_list)
    }

    fn cursor(&self, index: usize) -> String {
        let Row { rank, code, .. } = &self.rows[index];
        OpaqueCursor((self.name.clone(), *rank, code.to_string())).encode_cursor()
    }

    /// Cuts a page.
    ///
    /// # Errors
    /// A cursor of another list, or none of ours.
    pub(crate) fn page<N: OutputType>(
        self,
        window: &Window,
        node: impl Fn(&'a T) -> N,
    ) -> Result<Connection<'a, N>, ApiError> {
        let length = self.rows.len();
        let from = match &window.after {
            None => 0,
            Some(cursor) => {
                let (rank, code) = self.place(cursor)?;
                self.rows.partition_point(|row| row.place() <= (rank, &code))
            }
        };
        let to = match &window.before {
            None => length,
            Some(cursor) => {
                let (rank, code) = self.place(cursor)?;
                self.rows.partition_point(|row| row.place() < (rank, &code)).max(from)
            }
        };
        let kept = (from..to).filter(|&index| self.kept(index));
        let mut found: Vec<usize> = if window.backwards {
            kept.rev().take(window.size + 1).collect()
        } else {
            kept.take(window.size + 1).collect()
        };
        let more = found.len() > window.size;
        found.truncate(window.size);
        if window.backwards {
            found.reverse();
        }
        let edges =
            found.into_iter().map(|index| Edge { cursor: self.cursor(index), node: node(self.rows[index].entry) });
        let edges = edges.collect();
        let before = if window.backwards { more } else { (0..from).any(|index| self.kept(index)) };
        let after = if window.backwards { (to..length).any(|index| self.kept(index)) } else { more };
        let total = Total::Here(Box::new(move || (0..length).filter(|&index| self.kept(index)).count()));
        Ok(Connection { edges, before, after, total })
    }
}

/// One page of a list, and how to get the next.
pub(crate) struct Connection<'a, N: OutputType> {
    /// The entries.
    pub(crate) edges: Vec<Edge<N>>,
    /// Whether anything stands before them.
    pub(crate) before: bool,
    /// Whether anything stands behind them.
    pub(crate) after: bool,
    /// How many entries the whole list has.
    pub(crate) total: Total<'a>,
}

/// Counts a whole list, once somebody asks.
pub(crate) enum Total<'a> {
    /// It is at hand.
    Here(Box<dyn Fn() -> usize + Send + Sync + 'a>),
    /// The database counts.
    Asked(Box<dyn Fn() -> Counting<'a> + Send + Sync + 'a>),
}

/// A count under way.
pub(crate) type Counting<'a> = Pin<Box<dyn Future<Output = Result<usize, ApiError>> + Send + 'a>>;

impl<N: OutputType> TypeName for Connection<'_, N> {
    fn type_name() -> Cow<'static, str> {
        format!("{}Connection", N::type_name()).into()
    }
}

/// One page of a list, and how to get the next.
#[Object(name_type)]
impl<'a, N: OutputType> Connection<'a, N> {
    /// The entries of this page with their cursors; at most 100.
    async fn edges(&self) -> &[Edge<N>] {
        &self.edges
    }

    /// The entries of this page without cursors; at most 100.
    async fn nodes(&self) -> Vec<&N> {
        self.edges.iter().map(|edge| &edge.node).collect()
    }

    /// Where this page lies in the list.
    async fn page_info(&self) -> PageInfo<'_> {
        PageInfo {
            has_previous_page: self.before,
            has_next_page: self.after,
            start_cursor: self.edges.first().map(|edge| edge.cursor.as_str()),
            end_cursor: self.edges.last().map(|edge| edge.cursor.as_str()),
        }
    }

    /// How many entries the whole list has. Counted only when asked for.
    async fn total_count(&self) -> Result<usize, ApiError> {
        match &self.total {
            Total::Here(count) => Ok(count()),
            Total::Asked(count) => count().await,
        }
    }
}

/// An entry of a list and its place in it.
#[derive(SimpleObject)]
#[graphql(name_type)]
pub(crate) struct Edge<N: OutputType> {
    /// Its place in this list, for `after` and `before`. Opaque.
    pub(crate) cursor: String,
    /// The entry.
    pub(crate) node: N,
}

impl<N: OutputType> TypeName for Edge<N> {
    fn type_name() -> Cow<'static, str> {
        format!("{}Edge", N::type_name()).into()
    }
}

/// Where a page lies in its list.
#[derive(SimpleObject)]
pub(crate) struct PageInfo<'a> {
    /// Whether anything stands before this page.
    has_previous_page: bool,
    /// Whether anything stands after this page.
    has_next_page: bool,
    /// The cursor of the page's first entry; null when the page is empty.
    start_cursor: Option<&'a str>,
    /// The cursor of the page's last entry; null when the page is empty.
    end_cursor: Option<&'a str>,
}
