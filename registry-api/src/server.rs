//! The listener and the server: bind, accept, stop.

use std::future::Future;
use std::io;
use std::net::{SocketAddr, TcpListener};
use std::pin::Pin;
use std::task::{Context, Poll};
use std::time::Duration;

use poem::http::uri::Scheme;
use poem::listener::{Acceptor, TcpAcceptor};
use poem::web::{LocalAddr, RemoteAddr};
use poem::{Addr, IntoEndpoint, Request, Server};
use tokio::io::{AsyncRead, AsyncWrite, ReadBuf};
use tokio::net::TcpStream;
use tokio::time::{Instant, Sleep};

use crate::rate::ClientKey;

/// A connection on which nothing has been sent to the client for so long, and less than 512 KiB received, is
/// closed. It covers a header or body that
/// trickles in, a client that does not read, and a connection nobody uses.
pub const SILENCE_MAX: Duration = Duration::from_secs(60);

/// So many bytes from the client count as much as something that is sent to it: a file may take longer than the silence
/// that is borne, but must come at 8 kB a second.
const PROGRESS_BYTES: usize = 512 * 1024;

/// How long requests under way may take to finish when the server stops.
pub const STOPPING_MAX: Duration = Duration::from_secs(10);

/// Why the server cannot listen.
#[derive(Debug, thiserror::Error)]
pub enum ListenError {
    /// Another program listens there.
    #[error("port {} of {} is in use by another program; stop that program, or choose another port with --listen {}:{}",
        address.port(), address.ip(), address.ip(), next_port(*address))]
    InUse {
        /// The address.
        address: SocketAddr,
    },
    /// A port below 1024 without the right to it.
    #[error("port {} may not be used without special rights; choose one from 1024 up with --listen {}:8080", address.port(), address.ip())]
    NotAllowed {
        /// The address.
        address: SocketAddr,
    },
    /// An address of another machine.
    #[error("{} is not an address of this machine; use --listen 127.0.0.1:{} for this machine alone", address.ip(), address.port())]
    NotHere {
        /// The address.
        address: SocketAddr,
    },
    /// Anything else.
    #[error("cannot listen on {address}: {source}")]
    Fault {
        /// The address.
        address: SocketAddr,
        /// What the system says.
        source: io::Error,
    },
}

fn next_port(address: SocketAddr) -> u16 {
    address.port().checked_add(1).unwrap_or(8080)
}

/// Whose bucket pays for a request: the address of the connection.
pub(crate) fn client_of(request: &Request) -> ClientKey {
    match &request.remote_addr().0 {
        Addr::SocketAddr(address) => ClientKey::from_address(address.ip()),
        _ => ClientKey::Unknown,
    }
}

/// Takes the address, so that nobody else can, before anything slow is begun.
///
/// # Errors
/// A port in use, a port below 1024 without the right to it, an address of another machine.
pub fn bind(address: SocketAddr) -> Result<TcpListener, ListenError> {
    let fault = |source: io::Error| match source.kind() {
        io::ErrorKind::AddrInUse => ListenError::InUse { address },
        io::ErrorKind::PermissionDenied => ListenError::NotAllowed { address },
        io::ErrorKind::AddrNotAvailable => ListenError::NotHere { address },
        _ => ListenError::Fault { address, source },
    };
    let listener = TcpListener::bind(address).map_err(fault)?;
    listener.set_nonblocking(true).map_err(fault)?;
    Ok(listener)
}

/// Serves until `stop` is ready, then lets requests under way finish.
///
/// # Errors
/// A listener that fails.
pub async fn serve(
    listener: TcpListener,
    endpoint: impl IntoEndpoint<Endpoint: 'static>,
    stop: impl Future<Output = ()>,
) -> io::Result<()> {
    let acceptor = Guarded { inner: TcpAcceptor::from_std(listener)?, silence_max: SILENCE_MAX };
    Server::new_with_acceptor(acceptor).run_with_graceful_shutdown(endpoint, stop, Some(STOPPING_MAX)).await
}

/// Accepts connections that answer at once (`TCP_NODELAY`) and do not stay silent for ever. poem sets neither.
struct Guarded {
    inner: TcpAcceptor,
    silence_max: Duration,
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
                    stream,
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

/// A connection with a deadline that sending moves, and receiving much.
struct Connection {
    stream: TcpStream,
    silence_max: Duration,
    deadline: Pin<Box<Sleep>>,
    /// How many bytes have come since they last moved the deadline.
    received: usize,
}

impl Connection {
    /// A read or write that waits does so until the deadline.
    fn or_silent<T>(&mut self, context: &mut Context<'_>) -> Poll<io::Result<T>> {
        match self.deadline.as_mut().poll(context) {
            Poll::Ready(()) => Poll::Ready(Err(io::ErrorKind::TimedOut.into())),
            Poll::Pending => Poll::Pending,
        }
    }

    fn sent(&mut self, outcome: io::Result<usize>) -> Poll<io::Result<usize>> {
        if matches!(outcome, Ok(bytes) if bytes > 0) {
            self.begin_silence();
        }
        Poll::Ready(outcome)
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

impl AsyncRead for Connection {
    fn poll_read(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
        buffer: &mut ReadBuf<'_>,
    ) -> Poll<io::Result<()>> {
        let before = buffer.filled().len();
        match Pin::new(&mut self.stream).poll_read(context, buffer) {
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
        match Pin::new(&mut self.stream).poll_write(context, bytes) {
            Poll::Pending => self.or_silent(context),
            Poll::Ready(outcome) => self.sent(outcome),
        }
    }

    fn poll_write_vectored(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
        bytes: &[io::IoSlice<'_>],
    ) -> Poll<io::Result<usize>> {
        match Pin::new(&mut self.stream).poll_write_vectored(context, bytes) {
            Poll::Pending => self.or_silent(context),
            Poll::Ready(outcome) => self.sent(outcome),
        }
    }

    fn is_write_vectored(&self) -> bool {
        self.stream.is_write_vectored()
    }

    fn poll_flush(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<io::Result<()>> {
        Pin::new(&mut self.stream).poll_flush(context)
    }

    fn poll_shutdown(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<io::Result<()>> {
        Pin::new(&mut self.stream).poll_shutdown(context)
    }
}

#[cfg(test)]
mod tests {
    use std::io::{Read, Write};

    use poem::listener::AcceptorExt;
    use poem::{Route, get, handler};

    use super::*;

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
        let acceptor = Guarded { inner, silence_max }.boxed();
        tokio::spawn(Server::new_with_acceptor(acceptor).run(Route::new().at("/", get(hello).post(take))));
        address
    }

    #[tokio::test(flavor = "multi_thread")]
    async fn a_header_that_trickles_in_is_cut_off() {
        let address = start(Duration::from_millis(300));
        let trickle = tokio::task::spawn_blocking(move || {
            let mut stream = std::net::TcpStream::connect(address).expect("connection");
            let begun = std::time::Instant::now();
            for byte in b"GET / HTTP/1.1\r\nhost: a\r\nx: ".iter().chain(std::iter::repeat_n(&b'a', 100)) {
                if stream.write_all(&[*byte]).is_err() {
                    break;
                }
                std::thread::sleep(Duration::from_millis(20));
            }
            begun.elapsed()
        });
        assert!(trickle.await.expect("client") < Duration::from_millis(1500));
    }

    #[tokio::test(flavor = "multi_thread")]
    async fn a_connection_in_use_is_kept() {
        let address = start(Duration::from_millis(400));
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
                std::thread::sleep(Duration::from_millis(200));
            }
        });
        client.await.expect("client");
    }

    #[tokio::test(flavor = "multi_thread")]
    async fn a_body_that_keeps_coming_may_take_longer_than_the_silence_that_is_borne() {
        let address = start(Duration::from_millis(500));
        let client = tokio::task::spawn_blocking(move || {
            let mut stream = std::net::TcpStream::connect(address).expect("connection");
            let head = format!("POST / HTTP/1.1\r\nhost: a\r\ncontent-length: {}\r\n\r\n", 5 * PROGRESS_BYTES);
            stream.write_all(head.as_bytes()).expect("sent");
            for _ in 0..5 {
                std::thread::sleep(Duration::from_millis(250));
                stream.write_all(&vec![b'a'; PROGRESS_BYTES]).expect("sent");
            }
            let mut answer = [0; 15];
            stream.read_exact(&mut answer).expect("answer");
            assert_eq!(&answer, b"HTTP/1.1 200 OK");
        });
        client.await.expect("client");
    }

    #[test]
    fn a_port_in_use_says_what_to_do() {
        let taken = bind("127.0.0.1:0".parse().expect("address")).expect("port");
        let address = taken.local_addr().expect("address");
        let (port, next) = (address.port(), next_port(address));
        assert_eq!(
            bind(address).expect_err("taken").to_string(),
            format!(
                "port {port} of 127.0.0.1 is in use by another program; stop that program, or choose another port with --listen 127.0.0.1:{next}"
            )
        );
    }
}
