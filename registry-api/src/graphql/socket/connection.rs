//! One connection, from its beginning to its end.
//!
//! One task reads, runs and writes: while an answer is being written nothing else is made, so a client that does not read
//! holds one answer in memory and is let go after [`WRITE_MAX`].

use std::convert::Infallible;
use std::io;
use std::task::Poll;
use std::time::Duration;

use async_graphql::futures_util::stream::{BoxStream, StreamExt};
use async_graphql::parser::types::OperationType;
use async_graphql::{Executor, Response};
use chrono::Utc;
use futures_util::SinkExt;
use poem::web::websocket::{Message, WebSocketStream};
use tokio::time::{Instant, MissedTickBehavior, interval, sleep_until, timeout};

use super::Shared;
use super::message::{Closing, FromClient, Goes, ToClient, answered, read, refused};
use crate::access::Viewer;
use crate::graphql::error::ErrorCode;
use crate::graphql::guard::budget::chosen;
use crate::graphql::guard::{Admitted, AskedQuery, Refusal};
use crate::graphql::http::RequestContext;
use crate::rate::ClientKey;

/// Most subscriptions of one connection.
pub const SUBSCRIPTIONS_MAX: usize = 8;

/// How long a client may take to begin.
pub const INIT_MAX: Duration = Duration::from_secs(5);

/// How often the server asks whether the client is still there. Well within the silence after which a connection is closed.
const PING_EVERY: Duration = Duration::from_secs(20);

/// How long a client may say nothing, not even to a ping.
const SILENT_MAX: Duration = Duration::from_secs(50);

/// How long one message may take to be written.
const WRITE_MAX: Duration = Duration::from_secs(10);

/// That the connection is over, and what the client is told of it; nothing where it is gone.
struct Over(Option<Closing>);

/// The client is gone, or says nothing.
const GONE: Over = Over(None);

impl From<Closing> for Over {
    fn from(closing: Closing) -> Self {
        Self(Some(closing))
    }
}

/// A subscription under way.
struct Running {
    id: String,
    answers: BoxStream<'static, Response>,
}

struct Connection<'s, S, C> {
    shared: &'s Shared<S, C>,
    socket: WebSocketStream,
    client: ClientKey,
    initialised: bool,
    running: Vec<Running>,
}

/// What happens next.
enum Event {
    Stop,
    InitTimeout,
    Ping,
    Heard(Option<io::Result<Message>>),
    /// Of the subscription at that place; `None`: it has ended.
    Answer(usize, Option<Response>),
}

/// Serves a connection until either side ends it.
pub(super) async fn run<S: Executor, C: RequestContext>(
    shared: &Shared<S, C>,
    socket: WebSocketStream,
    client: ClientKey,
) {
    let mut connection = Connection { shared, socket, client, initialised: false, running: Vec::new() };
    let Err(Over(closing)) = connection.serve().await;
    if let Some(closing) = closing
        && connection.write(closing.message()).await.is_err()
    {
        return;
    }
    // The other side may be gone.
    let _ = timeout(WRITE_MAX, connection.socket.close()).await;
}

impl<S: Executor, C: RequestContext> Connection<'_, S, C> {
    async fn serve(&mut self) -> Result<Infallible, Over> {
        let mut stopped = std::pin::pin!(self.shared.state.stopped());
        let init_until = Instant::now() + INIT_MAX;
        let mut ping = interval(PING_EVERY);
        ping.set_missed_tick_behavior(MissedTickBehavior::Delay);
        let mut heard_at = Instant::now();
        loop {
            let event = tokio::select! {
                biased;
                () = &mut stopped => Event::Stop,
                () = sleep_until(init_until), if !self.initialised => Event::InitTimeout,
                _ = ping.tick() => Event::Ping,
                message = self.socket.next() => Event::Heard(message),
                (place, answer) = next_answer(&mut self.running), if !self.running.is_empty() => Event::Answer(place, answer),
            };
            match event {
                Event::Stop => return Err(Closing::Stopping.into()),
                Event::InitTimeout => return Err(Closing::InitTimeout.into()),
                Event::Ping if heard_at.elapsed() > SILENT_MAX => return Err(GONE),
                Event::Ping => self.write(Message::Ping(Vec::new())).await?,
                Event::Heard(message) => {
                    heard_at = Instant::now();
                    self.hear(message).await?;
                }
                Event::Answer(place, answer) => self.pass_on(place, answer).await?,
            }
        }
    }

    async fn hear(&mut self, message: Option<io::Result<Message>>) -> Result<(), Over> {
        match message {
            Some(Ok(Message::Text(text))) => {
                self.charge()?;
                self.obey(read(&text)?).await
            }
            Some(Ok(Message::Ping(_) | Message::Pong(_))) => self.charge(),
            Some(Ok(Message::Binary(_))) => Err(Closing::NotText.into()),
            // Too large, or no frame: what the connection itself says has another kind.
            Some(Err(error)) if error.kind() == io::ErrorKind::Other => Err(Closing::TooLarge.into()),
            Some(Ok(Message::Close(_)) | Err(_)) | None => Err(GONE),
        }
    }

    /// Takes what a message costs before anything of it is read.
    fn charge(&self) -> Result<(), Over> {
        let charged = self.shared.guard.charge_look(&self.client, Utc::now());
        charged.map_err(|_| Closing::TooManyMessages.into())
    }

    async fn obey(&mut self, said: FromClient) -> Result<(), Over> {
        let answer = match said {
            FromClient::Init if self.initialised => return Err(Closing::InitTwice.into()),
            FromClient::Init => {
                self.initialised = true;
                ToClient::ConnectionAck.message()
            }
            FromClient::Ping => ToClient::Pong.message(),
            FromClient::Pong => return Ok(()),
            FromClient::Complete { id } => {
                self.running.retain(|running| running.id != id);
                return Ok(());
            }
            FromClient::Subscribe { .. } if !self.initialised => return Err(Closing::NotInitialised.into()),
            FromClient::Subscribe { id, .. } if self.running.iter().any(|running| running.id == id) => {
                return Err(Closing::IdTaken.into());
            }
            FromClient::Subscribe { id, asked } => match asked.and_then(|asked| self.begin(asked)) {
                Ok(answers) => {
                    self.running.push(Running { id, answers });
                    return Ok(());
                }
                Err(refusal) => refused(&id, &refusal).message(),
            },
        };
        self.write(answer).await
    }

    /// Begins a subscription that the guard lets pass.
    fn begin(&self, asked: AskedQuery) -> Result<BoxStream<'static, Response>, Refusal> {
        if self.running.len() >= SUBSCRIPTIONS_MAX {
            let message = format!("A connection has at most {SUBSCRIPTIONS_MAX} subscriptions; complete one first.");
            return Err(Refusal::new(ErrorCode::OverLimit, message));
        }
        let Shared { schema, guard, context, .. } = self.shared;
        let Admitted { document, status } = guard.admit(&self.client, &asked, Utc::now())?;
        let operation = chosen(&document, asked.operation_name.as_deref());
        if operation.is_none_or(|operation| operation.node.ty != OperationType::Subscription) {
            let message = "Here one subscription is taken; send queries and mutations by POST to /graphql.";
            return Err(Refusal::new(ErrorCode::BadRequest, message));
        }
        let mut query = async_graphql::Request::new(asked.query).variables(asked.variables);
        query.operation_name = asked.operation_name;
        query.set_parsed_query(document);
        let query = context.prepare(query.data(status).data(Viewer::Anonymous));
        Ok(schema.execute_stream(query, None))
    }

    async fn pass_on(&mut self, place: usize, answer: Option<Response>) -> Result<(), Over> {
        let Some(running) = self.running.get(place) else { return Ok(()) };
        let (said, goes) = match answer {
            Some(response) => answered(&running.id, response),
            None => (ToClient::Complete { id: &running.id }, Goes::Over),
        };
        let said = said.message();
        if goes == Goes::Over {
            self.running.remove(place);
        }
        self.write(said).await
    }

    async fn write(&mut self, message: Message) -> Result<(), Over> {
        match timeout(WRITE_MAX, self.socket.send(message)).await {
            Ok(Ok(())) => Ok(()),
            _ => Err(GONE),
        }
    }
}

/// The next answer of any subscription, and the place of that one.
async fn next_answer(running: &mut [Running]) -> (usize, Option<Response>) {
    std::future::poll_fn(|context| {
        for (place, one) in running.iter_mut().enumerate() {
            if let Poll::Ready(answer) = one.answers.poll_next_unpin(context) {
                return Poll::Ready((place, answer));
            }
        }
        Poll::Pending
    })
    .await
}
