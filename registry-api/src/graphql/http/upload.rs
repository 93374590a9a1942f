//! Files beside a query: the GraphQL multipart request, a form with `operations`, `map` and then the files.
//!
//! Files go to disk piece by piece as they arrive ([`Spool`]); what is larger than is taken is not read to its end. Only who
//! shows a token that may publish gets here, and a page of another site cannot show one for its reader.

use std::io;
use std::pin::Pin;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::task::{Context, Poll};
use std::time::Duration;

use async_graphql::parser::types::{ExecutableDocument, Selection, SelectionSet};
use futures_util::stream::{BoxStream, Stream, StreamExt};
use multer::bytes::Bytes;
use multer::{Field, Multipart};
use poem::Body;
use poem::http::StatusCode;
use registry_core::words::shortened;
use serde_json::Value;
use tokio::time::timeout;

use super::body::{self, BODY_TIMEOUT, MAX_BODY_BYTES, NotARequest, bad};
use crate::graphql::error::{ApiError, ErrorCode};
use crate::graphql::guard::{AskedQuery, Refusal, prescan};
use crate::import::FILE_BYTES_MAX;
use crate::spool::{Receiving, Spool, Spooled};

/// Most files of one request.
pub(crate) const FILES_MAX: usize = 8;

/// The most bytes of all files of one request: the largest file there may be, and some more.
pub const MAX_UPLOAD_BYTES: usize = 60_000_000;

/// The longest `map`, in bytes.
const MAX_MAP_BYTES: usize = 16 * 1024;

/// How much of a form is no file, in bytes: query, variables, map, and the heads of its parts.
const MAX_FRAME_BYTES: usize = MAX_BODY_BYTES + MAX_MAP_BYTES + 16 * 1024;

/// How much is held in memory that does not belong to a part yet, in bytes: such as the head of a part.
const MAX_UNSETTLED_BYTES: usize = 1024 * 1024;

/// Longest wait for a whole form.
pub const UPLOAD_TIMEOUT: Duration = Duration::from_secs(600);

/// Longest wait for its next piece.
const PIECE_TIMEOUT: Duration = Duration::from_secs(30);

/// How much of the rest of a form that is refused is read and thrown away, in bytes.
const DISCARDED_BYTES_MAX: usize = 2 * 1024 * 1024;

/// How long the rest of a form that is refused is read and thrown away, so that its sender sees the answer.
const DISCARD_TIMEOUT: Duration = Duration::from_secs(1);

/// Whether an operation asks for nothing but imports, whose answers tell themselves that a file was not read.
pub(super) fn imports_alone(document: &ExecutableDocument, operation: Option<&str>) -> bool {
    let is_import = |selection: &Selection| match selection {
        Selection::Field(field) => field.node.name.node == "importCatalogue",
        Selection::FragmentSpread(_) | Selection::InlineFragment(_) => false,
    };
    let mut named =
        document.operations.iter().filter(|(name, _)| operation.is_none() || name.map(|n| n.as_str()) == operation);
    named.all(|(_, one)| one.node.selection_set.node.items.iter().all(|item| is_import(&item.node)))
}

/// Refuses a form whose files the operation does not read: only an import reads any, from a variable of its own. What an import
/// that is skipped would have read is received and forgotten.
pub(super) fn all_are_read(
    document: &ExecutableDocument,
    operation: Option<&str>,
    map: &Map,
) -> Result<(), NotARequest> {
    let mut named =
        document.operations.iter().filter(|(name, _)| operation.is_none() || name.map(|n| n.as_str()) == operation);
    let Some((_, one)) = named.next() else { return Ok(()) };
    let fragments = document.fragments.values().map(|fragment| &fragment.node.selection_set.node);
    if !std::iter::once(&one.node.selection_set.node).chain(fragments).any(imports) {
        return Err(bad(
            "The form has files, and the query no importCatalogue to read them; send it as application/json.",
        ));
    }
    for place in &map.places {
        let variable = place.split('.').nth(1).unwrap_or_default();
        let declared = one.node.variable_definitions.iter().find(|it| it.node.name.node == variable);
        let is_of_uploads = |of: &str| of.trim_matches(['[', ']', '!']) == "Upload";
        let is_read = |of: &str| place.ends_with(".upload") || is_of_uploads(of);
        if !declared.is_some_and(|it| is_read(&it.node.var_type.node.to_string())) {
            let message = format!(
                "The map of the form puts a file at {}, where the query reads none; a file belongs at the `upload` of a file, as in variables.input.files.0.upload.",
                shortened(place)
            );
            return Err(bad(&message));
        }
    }
    Ok(())
}

/// Whether a selection asks for an import.
fn imports(selection: &SelectionSet) -> bool {
    selection.items.iter().any(|item| match &item.node {
        Selection::Field(field) => field.node.name.node == "importCatalogue",
        Selection::InlineFragment(fragment) => imports(&fragment.node.selection_set.node),
        Selection::FragmentSpread(_) => false,
    })
}

/// What became of a file of a form.
#[derive(Debug, Clone)]
pub(crate) enum Upload {
    /// It was received.
    Whole(Spooled),
    /// It has more than [`FILE_BYTES_MAX`] bytes, and was not read to its end.
    TooLarge,
    /// The files have more than [`MAX_UPLOAD_BYTES`] bytes together, and this one was not read to its end.
    TooMuch,
    /// It comes after one that was not read to its end.
    NotRead,
}

/// The files of a request, in the order of the numbers that stand for them in its variables.
#[derive(Debug, Clone, Default)]
pub(crate) struct Uploads {
    files: Arc<Vec<Upload>>,
    /// Whether some of the form was not read, so that the connection cannot be used again.
    pub(super) rest_unread: bool,
}

impl Uploads {
    /// The file of that number.
    pub(crate) fn get(&self, number: usize) -> Option<&Upload> {
        self.files.get(number)
    }
}

/// The files that a form says it brings: the names of their parts, and every place that they are put.
pub(super) struct Map {
    names: Vec<String>,
    places: Vec<String>,
}

/// A form that is being read.
pub(super) struct Form {
    parts: Multipart<'static>,
    flow: Arc<Flow>,
    announced: Option<usize>,
}

impl Form {
    /// Begins to read. `announced` is how long the body says it is.
    ///
    /// # Errors
    /// 400 for a content type without a boundary.
    pub(super) fn open(content_type: &str, announced: Option<usize>, body: Body) -> Result<Self, NotARequest> {
        let boundary = multer::parse_boundary(content_type)
            .map_err(|_| bad("The form has no boundary: send it as multipart/form-data; boundary=…."))?;
        let flow = Arc::new(Flow::default());
        let pieces = Pieces { body: body.into_bytes_stream().boxed(), flow: Arc::clone(&flow), paused: false };
        Ok(Self { parts: Multipart::new(pieces, boundary), flow, announced })
    }

    /// Reads what stands before the files: the query, with the number of its file wherever the map says so.
    ///
    /// # Errors
    /// 400 for what is not such a form: another order, no JSON, a map to nothing; 408 for a slow one, 413 for a long one.
    pub(super) async fn question(&mut self) -> Result<(AskedQuery, Map), NotARequest> {
        timeout(BODY_TIMEOUT, self.read_question()).await.map_err(|_| slow())?
    }

    async fn read_question(&mut self) -> Result<(AskedQuery, Map), NotARequest> {
        let mut operations = self.json("operations", MAX_BODY_BYTES).await?;
        let map = self.json("map", MAX_MAP_BYTES).await?;
        let map = put_numbers(&mut operations, map)?;
        let asked = body::members(operations)?;
        if map.names.is_empty() {
            return Err(bad("`map` of the form names no file; send a query without files as application/json."));
        }
        Ok((asked, map))
    }

    /// The next part, which must have that name and be JSON.
    async fn json(&mut self, name: &str, most: usize) -> Result<Value, NotARequest> {
        let next = self.parts.next_field().await.map_err(|error| broken(&error))?;
        let order = || bad("A form has the parts `operations` and `map`, in this order, and then the files.");
        let mut part = next.filter(|part| part.name() == Some(name)).ok_or_else(order)?;
        let mut text = Vec::new();
        while let Some(piece) = self.piece(&mut part).await? {
            text.extend_from_slice(&piece);
            if text.len() > most {
                let message = format!("The part `{name}` of the form is larger than {most} bytes.");
                return Err((StatusCode::PAYLOAD_TOO_LARGE, Refusal::new(ErrorCode::OverLimit, message)));
            }
        }
        prescan::scan_json(&text).map_err(|refusal| (StatusCode::BAD_REQUEST, Refusal::from(refusal)))?;
        serde_json::from_slice(&text).map_err(|_| bad(&format!("The part `{name}` of the form is not valid JSON.")))
    }

    /// Receives the files. What is too large is no error of the form: the field that asks for the file says so.
    ///
    /// # Errors
    /// 400 for a part that is not in the map, is sent twice or not at all, and for a form that breaks off; 408 for a slow
    /// one; 500 for a disk that fails.
    pub(super) async fn files(mut self, map: &Map, spool: &Spool) -> Result<Uploads, NotARequest> {
        let most = MAX_UPLOAD_BYTES.min(FILE_BYTES_MAX.saturating_mul(map.names.len())).saturating_add(MAX_FRAME_BYTES);
        if self.announced.is_some_and(|length| length > most) {
            let each = if map.names.len() == 1 { Upload::TooLarge } else { Upload::TooMuch };
            return Ok(Uploads { files: Arc::new(vec![each; map.names.len()]), rest_unread: true });
        }
        timeout(UPLOAD_TIMEOUT, self.receive(map, spool)).await.map_err(|_| slow())?
    }

    async fn receive(&mut self, map: &Map, spool: &Spool) -> Result<Uploads, NotARequest> {
        let mut received: Vec<Option<Upload>> = vec![None; map.names.len()];
        let mut room = MAX_UPLOAD_BYTES;
        let mut rest_unread = false;
        while let Some(mut part) = self.parts.next_field().await.map_err(|error| broken(&error))? {
            let place = map.names.iter().position(|name| Some(name.as_str()) == part.name());
            let place = place.and_then(|place| received.get_mut(place));
            let place = place.ok_or_else(|| bad("The form has a part that its map does not name."))?;
            if place.is_some() {
                return Err(bad("The form has a file twice."));
            }
            let upload = self.file(&mut part, spool, room).await?;
            if let Upload::Whole(file) = &upload {
                room = room.saturating_sub(file.length());
                *place = Some(upload);
            } else {
                *place = Some(upload);
                rest_unread = !self.discard(part).await;
                break;
            }
        }
        let whole = received.iter().flatten().all(|upload| matches!(upload, Upload::Whole(_)));
        if whole && received.iter().any(Option::is_none) {
            return Err(bad("A file that the map of the form names was not sent."));
        }
        let files = received.into_iter().map(|upload| upload.unwrap_or(Upload::NotRead)).collect();
        Ok(Uploads { files: Arc::new(files), rest_unread })
    }

    /// Receives one file, of at most so many bytes as there is room for.
    async fn file(&self, part: &mut Field<'static>, spool: &Spool, room: usize) -> Result<Upload, NotARequest> {
        let mut receiving: Receiving = spool.receive().map_err(disk)?;
        while let Some(piece) = self.piece(part).await? {
            let length = receiving.length().saturating_add(piece.len());
            if length > FILE_BYTES_MAX {
                return Ok(Upload::TooLarge);
            }
            if length > room {
                return Ok(Upload::TooMuch);
            }
            receiving.take(&piece).map_err(disk)?;
        }
        Ok(Upload::Whole(receiving.whole().map_err(disk)?))
    }

    async fn piece(&self, part: &mut Field<'static>) -> Result<Option<Bytes>, NotARequest> {
        let piece = timeout(PIECE_TIMEOUT, part.chunk()).await.map_err(|_| slow())?;
        self.flow.settle();
        piece.map_err(|error| broken(&error))
    }

    /// Reads on and throws away, for a moment and up to a bound; whether the form came to its end.
    async fn discard(&mut self, part: Field<'static>) -> bool {
        let most = self.flow.taken().saturating_add(DISCARDED_BYTES_MAX);
        let mut next = Some(part);
        let to_the_end = async {
            while let Some(mut part) = next {
                while self.piece(&mut part).await.ok()?.is_some() {
                    if self.flow.taken() > most {
                        return None;
                    }
                }
                // One part at a time can be had.
                drop(part);
                next = self.parts.next_field().await.ok()?;
            }
            Some(())
        };
        matches!(timeout(DISCARD_TIMEOUT, to_the_end).await, Ok(Some(())))
    }
}

/// Puts the number of each file wherever the map has it, and gives the names and places of the files.
fn put_numbers(operations: &mut Value, map: Value) -> Result<Map, NotARequest> {
    let Value::Object(map) = map else {
        return Err(bad("The map of the form is not an object: {\"0\": [\"variables.input.files.0.upload\"]}."));
    };
    if map.len() > FILES_MAX {
        return Err(bad(&format!("The map of the form has {} files; at most {FILES_MAX} are taken.", map.len())));
    }
    let (mut names, mut all) = (Vec::new(), Vec::new());
    for (name, places) in map {
        let number = names.len();
        let places = places.as_array().filter(|places| !places.is_empty());
        let places = places.ok_or_else(|| bad("The map of the form has a file that it puts nowhere."))?;
        for place in places {
            let place = place.as_str().and_then(|path| at(operations, path)).filter(|place| place.is_null());
            let place = place.ok_or_else(|| {
                bad("The map of the form puts a file where the variables have no null: variables.input.files.0.upload.")
            })?;
            *place = number.into();
        }
        all.extend(places.iter().filter_map(Value::as_str).map(str::to_owned));
        names.push(name);
    }
    Ok(Map { names, places: all })
}

/// The value at a path: `variables.input.files.0.upload`.
fn at<'a>(operations: &'a mut Value, path: &str) -> Option<&'a mut Value> {
    let mut parts = path.split('.');
    let variables = parts.next().filter(|first| *first == "variables")?;
    parts.try_fold(operations.get_mut(variables)?, |value, part| match value {
        Value::Object(members) => members.get_mut(part),
        Value::Array(items) => items.get_mut(part.parse::<usize>().ok()?),
        _ => None,
    })
}

fn slow() -> NotARequest {
    (StatusCode::REQUEST_TIMEOUT, Refusal::new(ErrorCode::BadRequest, "The form took too long to arrive."))
}

fn broken(error: &multer::Error) -> NotARequest {
    match error {
        multer::Error::IncompleteFieldData { .. }
        | multer::Error::IncompleteHeaders
        | multer::Error::IncompleteStream => bad("The form broke off."),
        multer::Error::StreamReadFailed(inner) if !inner.is::<Unsettled>() => bad("The form broke off."),
        _ => bad("The body is not a form as multipart/form-data has it."),
    }
}

fn disk(error: io::Error) -> NotARequest {
    let error = ApiError::internal(format_args!("a file cannot be received: {error}"));
    (StatusCode::INTERNAL_SERVER_ERROR, Refusal { error, position: None, retry_after_seconds: None })
}

/// How much of a form was taken, and how much of that belongs to a part.
#[derive(Debug, Default)]
struct Flow {
    taken: AtomicUsize,
    settled: AtomicUsize,
}

impl Flow {
    fn taken(&self) -> usize {
        self.taken.load(Ordering::Relaxed)
    }

    /// What was taken so far belongs to a part.
    fn settle(&self) {
        self.settled.store(self.taken(), Ordering::Relaxed);
    }

    /// How much would be held that belongs to no part, with so much more.
    fn unsettled_with(&self, more: usize) -> usize {
        let taken = self.taken.fetch_add(more, Ordering::Relaxed).saturating_add(more);
        taken.saturating_sub(self.settled.load(Ordering::Relaxed))
    }
}

/// More than is held of what belongs to no part.
#[derive(Debug, thiserror::Error)]
#[error("more than {MAX_UNSETTLED_BYTES} bytes belong to no part")]
struct Unsettled;

/// The pieces of a body, one at a time: whoever reads a form takes all there is before looking at any of it.
struct Pieces {
    body: BoxStream<'static, io::Result<Bytes>>,
    flow: Arc<Flow>,
    paused: bool,
}

impl Stream for Pieces {
    type Item = Result<Bytes, Box<dyn std::error::Error + Send + Sync>>;

    fn poll_next(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        if std::mem::take(&mut self.paused) {
            context.waker().wake_by_ref();
            return Poll::Pending;
        }
        match self.body.poll_next_unpin(context) {
            Poll::Ready(Some(Ok(piece))) => {
                self.paused = true;
                if self.flow.unsettled_with(piece.len()) > MAX_UNSETTLED_BYTES {
                    return Poll::Ready(Some(Err(Unsettled.into())));
                }
                Poll::Ready(Some(Ok(piece)))
            }
            Poll::Ready(Some(Err(error))) => Poll::Ready(Some(Err(error.into()))),
            Poll::Ready(None) => Poll::Ready(None),
            Poll::Pending => Poll::Pending,
        }
    }
}
