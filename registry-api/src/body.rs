//! Reads the body of a request, as much of it as is taken, and knows whether that was all of it.
//!
//! Here and not in a middleware: poem's `SizeLimit` answers 411 to any request without a length, which is every GET of a
//! browser.

use std::pin::pin;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;

use futures_util::StreamExt;
use poem::http::header::{CONTENT_LENGTH, TRANSFER_ENCODING};
use poem::{Body, Request};

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

/// Reads at most as many bytes as the limit has, whether or not a length was announced. Of what is longer no more is read than
/// shows it: the connection is closed after the answer, with care for whoever is still sending (`server`).
///
/// # Errors
/// A longer body, a slow one, one that breaks off.
pub(crate) async fn read(request: &mut Request, limit: Limit) -> Result<Vec<u8>, Unread> {
    if announced(request).is_some_and(|length| length > limit.bytes) {
        return Err(Unread::TooLarge);
    }
    let read = collect(request.take_body(), limit.bytes);
    tokio::time::timeout(limit.time, read).await.unwrap_or(Err(Unread::TooSlow))
}

async fn collect(body: Body, most: usize) -> Result<Vec<u8>, Unread> {
    let mut chunks = pin!(body.into_bytes_stream());
    let mut kept = Vec::new();
    while let Some(chunk) = chunks.next().await {
        let chunk = chunk.map_err(|_| Unread::BrokenOff)?;
        if kept.len().saturating_add(chunk.len()) > most {
            return Err(Unread::TooLarge);
        }
        kept.extend_from_slice(&chunk);
    }
    Ok(kept)
}

/// Whether the body of a request was read to its end, to ask once it is answered.
pub(crate) struct Watched(Option<Arc<AtomicBool>>);

impl Watched {
    /// Watches the body of the request, whoever comes to read it.
    pub(crate) fn of(request: &mut Request) -> Self {
        let announced = announced(request);
        if announced.unwrap_or_default() == 0 && !request.headers().contains_key(TRANSFER_ENCODING) {
            return Self(None);
        }
        let read = Arc::new(AtomicBool::new(false));
        let (told, mut length) = (Arc::clone(&read), 0_usize);
        let chunks = request.take_body().into_bytes_stream();
        let ends = futures_util::stream::once(async { None });
        let chunks = chunks.map(Some).chain(ends).filter_map(move |chunk| {
            length = length
                .saturating_add(chunk.as_ref().and_then(|chunk| chunk.as_ref().ok()).map_or(0, |bytes| bytes.len()));
            if chunk.is_none() || announced == Some(length) {
                told.store(true, Ordering::Relaxed);
            }
            std::future::ready(chunk)
        });
        request.set_body(Body::from_bytes_stream(chunks));
        Self(Some(read))
    }

    /// Whether nothing of it is left.
    pub(crate) fn is_read(&self) -> bool {
        self.0.as_ref().is_none_or(|read| read.load(Ordering::Relaxed))
    }
}
