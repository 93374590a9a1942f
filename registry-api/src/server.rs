//! The listener and the server: bind, accept, stop.

mod connection;

use std::future::Future;
use std::io;
use std::net::{SocketAddr, TcpListener};
use std::time::Duration;

use poem::listener::TcpAcceptor;
use poem::{Addr, IntoEndpoint, Request, Server};

use self::connection::Guarded;
pub use self::connection::{LINGERING_BYTES_MAX, SILENCE_MAX};
use crate::rate::ClientKey;

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
    let acceptor = Guarded::new(TcpAcceptor::from_std(listener)?, SILENCE_MAX);
    Server::new_with_acceptor(acceptor).run_with_graceful_shutdown(endpoint, stop, Some(STOPPING_MAX)).await
}

#[cfg(test)]
mod tests {
    use super::*;

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
