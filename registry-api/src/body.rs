//! Reads the body of a request, as much of it as is taken, and throws away what nobody asked for.
//!
//! Here and not in a middleware: poem's `SizeLimit` answers 411 to any request without a length, which is every GET of a
//! browser.

use std::pin::pin;
use std::time::Duration;

use async_graphql::futures_util::StreamExt;
use poem::http::header::CONTENT_LENGTH;
use poem::{Body, Request};

/// Longest body, beyond what is taken, that is read to its end before it is refused, in bytes.
pub(crate) const DISCARDED_BYTES_MAX: usize = 2 * 1024 * 1024;

/// Longest wait for a body nobody asked for.
const DISCARDING_MAX: Duration = Duration::from_secs(10);

/// How much is read, and how long it may take.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Limit {
    /// The most bytes.
    pub(crate) bytes: usize,
    /// The longest wait for the whole.
    pub(crate) time: Duration,
}

/// Why there is no body to look at.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Unread {
    /// It is longer than is taken.
    TooLarge,
    /// It took too long.
    TooSlow,
    /// The connection ended within it.
    BrokenOff,
}

/// The length that was announced for the body, in bytes.
pub(crate) fn announced(request: &Request) -> Option<usize> {
    request.header(CONTENT_LENGTH).and_then(|length| length.parse().ok())
}

/// Reads at most as many bytes as the limit has, whether or not a length was announced.
///
/// What is longer is read to its end, up to [`DISCARDED_BYTES_MAX`] more, and thrown away: a connection closed on bytes
/// still under way is reset, and a client that is still sending then never sees the refusal.
///
/// # Errors
/// A longer body, a slow one, one that breaks off.
pub(crate) async fn read(request: &mut Request, limit: Limit) -> Result<Vec<u8>, Unread> {
    let longest = limit.bytes.saturating_add(DISCARDED_BYTES_MAX);
    if announced(request).is_some_and(|length| length > longest) {
        return Err(Unread::TooLarge);
    }
    let read = collect(request.take_body(), limit.bytes, longest);
    tokio::time::timeout(limit.time, read).await.unwrap_or(Err(Unread::TooSlow))
}

/// Reads what a refused request still sends, so that its sender sees the refusal. What is too long or too slow is left.
pub(crate) async fn discard(request: &mut Request) {
    let nothing = Limit { bytes: 0, time: DISCARDING_MAX };
    // Whatever it is, it is refused already.
    let _refused = read(request, nothing).await;
}

async fn collect(body: Body, most: usize, longest: usize) -> Result<Vec<u8>, Unread> {
    let mut chunks = pin!(body.into_bytes_stream());
    let (mut kept, mut length) = (Vec::new(), 0_usize);
    while let Some(chunk) = chunks.next().await {
        let chunk = chunk.map_err(|_| Unread::BrokenOff)?;
        length = length.saturating_add(chunk.len());
        if length > longest {
            break;
        }
        if length <= most {
            kept.extend_from_slice(&chunk);
        } else {
            kept = Vec::new();
        }
    }
    if length > most { Err(Unread::TooLarge) } else { Ok(kept) }
}
