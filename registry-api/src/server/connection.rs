//! Connections: how long their silence is borne, and how they end.

use std::io;
use std::pin::Pin;
use std::task::{Context, Poll};
use std::time::Duration;

use poem::http::uri::Scheme;
use poem::listener::{Acceptor, TcpAcceptor};
use poem::web::{LocalAddr, RemoteAddr};
use tokio::io::{AsyncRead, AsyncReadExt, AsyncWrite, AsyncWriteExt, ReadBuf};
use tokio::net::TcpStream;
use tokio::runtime::Handle;
use tokio::time::{Instant, Sleep, timeout};

/// A connection on which nothing has been sent to the client for so long, and less than 512 KiB received, is
/// closed. It covers a header or body that
/// trickles in, a client that does not read, and a connection nobody uses.
pub const SILENCE_MAX: Duration = Duration::from_secs(60);

/// So many bytes from the client count as much as something that is sent to it: a file may take longer than the silence
/// that is borne, but must come at 8 kB a second.
const PROGRESS_BYTES: usize = 512 * 1024;

/// How much of what a client still sends after the last answer is read and thrown away, in bytes.
pub const LINGERING_BYTES_MAX: usize = 64 * 1024 * 1024;

/// How long that may take.
const LINGERING_MAX: Duration = Duration::from_secs(30);

/// How long it is waited for more of it.
const LINGERING_SILENCE_MAX: Duration = Duration::from_secs(5);

/// Accepts connections that answer at once (`TCP_NODELAY`) and do not stay silent for ever. poem sets neither.
pub(super) struct Guarded {
    inner: TcpAcceptor,
    silence_max: Duration,
}

impl Guarded {
    pub(super) fn new(inner: TcpAcceptor, silence_max: Duration) -> Self {
        Self { inner, silence_max }
    }
}

impl Acceptor for Guarded {
    type Io = Connection;

    fn local_addr(&self) -> Vec<LocalAddr> {
        self.inner.local_addr()
    }

    async fn accept(&mut self) -> io::Result<(Connection, LocalAddr, RemoteAddr, Scheme)> {
        match self.inner.accept().await {
            Ok((stream, local, remote, scheme)) => {
                stream.set_nodelay(true)?;
                let connection = Connection {
                    stream: Some(stream),
                    silence_max: self.silence_max,
                    deadline: Box::pin(tokio::time::sleep(self.silence_max)),
                    received: 0,
                };
                Ok((connection, local, remote, scheme))
            }
            Err(error) => {
                // Out of file descriptors, mostly; the server asks again at once, so it would spin.
                tracing::warn!(%error, "a connection could not be accepted");
                tokio::time::sleep(Duration::from_millis(100)).await;
                Err(error)
            }
        }
    }
}

/// A connection with a deadline that sending moves, and receiving much. What has been answered reaches its client even
/// where it is still sending.
pub(super) struct Connection {
    /// None once the silence was too long.
    stream: Option<TcpStream>,
    silence_max: Duration,
    deadline: Pin<Box<Sleep>>,
    /// How many bytes have come since they last moved the deadline.
    received: usize,
}

impl Connection {
    fn stream(&mut self) -> io::Result<Pin<&mut TcpStream>> {
        self.stream.as_mut().map(Pin::new).ok_or_else(|| io::ErrorKind::NotConnected.into())
    }

    /// A read or write that waits does so until the deadline.
    fn or_silent<T>(&mut self, context: &mut Context<'_>) -> Poll<io::Result<T>> {
        match self.deadline.as_mut().poll(context) {
            Poll::Ready(()) => {
                // There is nobody left to linger for.
                self.stream = None;
                Poll::Ready(Err(io::ErrorKind::TimedOut.into()))
            }
            Poll::Pending => Poll::Pending,
        }
    }

    /// What a write came to.
    fn wrote(&mut self, outcome: Poll<io::Result<usize>>, context: &mut Context<'_>) -> Poll<io::Result<usize>> {
        match outcome {
            Poll::Pending => self.or_silent(context),
            Poll::Ready(outcome) => {
                if matches!(outcome, Ok(bytes) if bytes > 0) {
                    self.begin_silence();
                }
                Poll::Ready(outcome)
            }
        }
    }

    fn has_received(&mut self, bytes: usize) {
        self.received += bytes;
        if self.received >= PROGRESS_BYTES {
            self.received = 0;
            self.begin_silence();
        }
    }

    fn begin_silence(&mut self) {
        let later = Instant::now() + self.silence_max;
        self.deadline.as_mut().reset(later);
    }
}

impl Drop for Connection {
    /// Whoever is refused may still be sending. A connection closed on bytes that nobody read is reset, and the refusal is
    /// lost with it; so our side alone is closed first, and the other is read until it ends.
    fn drop(&mut self) {
        let Some(stream) = self.stream.take() else { return };
        let is_over = matches!(stream.try_read(&mut [0]), Ok(0));
        if let (false, Ok(runtime)) = (is_over, Handle::try_current()) {
            runtime.spawn(timeout(LINGERING_MAX, linger(stream)));
        }
    }
}

/// Says that nothing more comes, and throws away what the other side still sends until it ends, is silent, or was enough.
async fn linger(mut stream: TcpStream) {
    let (mut piece, mut left) = (vec![0; 8 * 1024], LINGERING_BYTES_MAX);
    if stream.shutdown().await.is_err() {
        return;
    }
    while left > 0 {
        match timeout(LINGERING_SILENCE_MAX, stream.read(&mut piece)).await {
            Ok(Ok(bytes)) if bytes > 0 => left = left.saturating_sub(bytes),
            _ => return,
        }
    }
}

impl AsyncRead for Connection {
    fn poll_read(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
        buffer: &mut ReadBuf<'_>,
    ) -> Poll<io::Result<()>> {
        let before = buffer.filled().len();
        match self.stream()?.poll_read(context, buffer) {
            Poll::Pending => self.or_silent(context),
            ready => {
                self.has_received(buffer.filled().len() - before);
                ready
            }
        }
    }
}

impl AsyncWrite for Connection {
    fn poll_write(mut self: Pin<&mut Self>, context: &mut Context<'_>, bytes: &[u8]) -> Poll<io::Result<usize>> {
        let outcome = self.stream()?.poll_write(context, bytes);
        self.wrote(outcome, context)
    }

    fn poll_write_vectored(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
        bytes: &[io::IoSlice<'_>],
    ) -> Poll<io::Result<usize>> {
        let outcome = self.stream()?.poll_write_vectored(context, bytes);
        self.wrote(outcome, context)
    }

    fn is_write_vectored(&self) -> bool {
        self.stream.as_ref().is_some_and(TcpStream::is_write_vectored)
    }

    fn poll_flush(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<io::Result<()>> {
        self.stream()?.poll_flush(context)
    }

    fn poll_shutdown(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<io::Result<()>> {
        self.stream()?.poll_shutdown(context)
    }
}

#[cfg(test)]
mod tests {
    use std::io::{Read, Write};

    use std::net::SocketAddr;

    use poem::listener::AcceptorExt;
    use poem::{Route, Server, get, handler};

    use super::*;
    use crate::server::bind;

    #[handler]
    fn hello() -> &'static str {
        "hello"
    }

    /// Reads what is sent, as slowly as it comes, and says how much it was.
    #[handler]
    async fn take(body: poem::Body) -> String {
        body.into_bytes().await.map_or(0, |bytes| bytes.len()).to_string()
    }

    /// Starts a server with a short patience and gives its address.
    fn start(silence_max: Duration) -> SocketAddr {
        let listener = bind("127.0.0.1:0".parse().expect("address")).expect("port");
        let address = listener.local_addr().expect("address");
        let inner = TcpAcceptor::from_std(listener).expect("listener");
        let acceptor = Guarded::new(inner, silence_max).boxed();
        tokio::spawn(Server::new_with_acceptor(acceptor).run(Route::new().at("/", get(hello).post(take))));
        address
    }

    #[tokio::test(flavor = "multi_thread")]
    async fn a_header_that_trickles_in_is_cut_off() {
        let address = start(Duration::from_millis(300));
        let trickle = tokio::task::spawn_blocking(move || {
            let mut stream = std::net::TcpStream::connect(address).expect("connection");
            let begun = std::time::Instant::now();
            for byte in b"GET / HTTP/1.1\r\nhost: a\r\nx: ".iter().chain(std::iter::repeat_n(&b'a', 1_000)) {
                if stream.write_all(&[*byte]).is_err() {
                    break;
                }
                std::thread::sleep(Duration::from_millis(20));
            }
            begun.elapsed()
        });
        assert!(trickle.await.expect("client") < Duration::from_secs(8));
    }

    #[tokio::test(flavor = "multi_thread")]
    async fn a_connection_in_use_is_kept() {
        let address = start(Duration::from_secs(2));
        let client = tokio::task::spawn_blocking(move || {
            let mut stream = std::net::TcpStream::connect(address).expect("connection");
            for _ in 0..4 {
                stream.write_all(b"GET / HTTP/1.1\r\nhost: a\r\n\r\n").expect("sent");
                let mut answer = Vec::new();
                while !answer.ends_with(b"hello") {
                    let mut byte = [0; 1];
                    stream.read_exact(&mut byte).expect("answer");
                    answer.extend(byte);
                }
                assert!(answer.starts_with(b"HTTP/1.1 200 OK"));
                std::thread::sleep(Duration::from_millis(900));
            }
        });
        client.await.expect("client");
    }

    #[tokio::test(flavor = "multi_thread")]
    async fn a_body_that_keeps_coming_may_take_longer_than_the_silence_that_is_borne() {
        let address = start(Duration::from_secs(2));
        let client = tokio::task::spawn_blocking(move || {
            let mut stream = std::net::TcpStream::connect(address).expect("connection");
            let head = format!("POST / HTTP/1.1\r\nhost: a\r\ncontent-length: {}\r\n\r\n", 5 * PROGRESS_BYTES);
            stream.write_all(head.as_bytes()).expect("sent");
            for _ in 0..5 {
                std::thread::sleep(Duration::from_millis(700));
                stream.write_all(&vec![b'a'; PROGRESS_BYTES]).expect("sent");
            }
            let mut answer = [0; 15];
            stream.read_exact(&mut answer).expect("answer");
            assert_eq!(&answer, b"HTTP/1.1 200 OK");
        });
        client.await.expect("client");
    }
}
