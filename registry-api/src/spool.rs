//! Files that are being received: on disk, under no name, until they are read or forgotten.
//!
//! A file here is never held in memory while it arrives. It has no name in its folder, so it is gone with whoever holds it,
//! also where the process is killed.

use std::collections::BTreeMap;
use std::fmt;
use std::fs::File;
use std::io::{self, Read, Seek, Write};
use std::path::PathBuf;
use std::sync::{Arc, Mutex, PoisonError};

use registry_core::audit::TokenId;
use sha2::{Digest, Sha256};
use tokio::sync::{self, OwnedMutexGuard};

/// Most uploads that are received at a time.
pub const UPLOADS_MAX: usize = 4;

/// Most of those with one token.
pub const UPLOADS_OF_ONE_MAX: usize = 2;

/// How much is gathered before it is written, in bytes.
const GATHERED_BYTES: usize = 256 * 1024;

/// Where files are received, and who is sending some.
#[derive(Debug)]
pub struct Spool {
    folder: PathBuf,
    senders: Mutex<BTreeMap<TokenId, usize>>,
    reading: Arc<sync::Mutex<()>>,
}

impl Spool {
    /// Files are received in that folder, which must be there by then and have room for them.
    pub fn new(folder: PathBuf) -> Self {
        Self { folder, senders: Mutex::default(), reading: Arc::default() }
    }

    /// A place for one upload, where there is one.
    pub(crate) fn seat(self: &Arc<Self>, token: TokenId) -> Option<Seat> {
        let mut senders = self.senders.lock().unwrap_or_else(PoisonError::into_inner);
        let own = senders.get(&token).copied().unwrap_or(0);
        if own >= UPLOADS_OF_ONE_MAX || senders.values().sum::<usize>() >= UPLOADS_MAX {
            return None;
        }
        senders.insert(token, own + 1);
        Some(Seat { spool: Arc::clone(self), token })
    }

    /// The turn to read what was received into memory: one upload at a time, so that memory is bounded by the largest.
    pub(crate) async fn turn_to_read(&self) -> OwnedMutexGuard<()> {
        Arc::clone(&self.reading).lock_owned().await
    }

    /// Begins to receive a file.
    ///
    /// # Errors
    /// A folder that is not there or may not be written to.
    pub(crate) fn receive(&self) -> io::Result<Receiving> {
        let file = tempfile::tempfile_in(&self.folder)?;
        Ok(Receiving { file, gathered: Vec::new(), length: 0, digest: Sha256::new() })
    }
}

/// A place for one upload. It is free again when this is dropped.
pub(crate) struct Seat {
    spool: Arc<Spool>,
    token: TokenId,
}

impl Drop for Seat {
    fn drop(&mut self) {
        let mut senders = self.spool.senders.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(own) = senders.get_mut(&self.token) {
            *own -= 1;
            if *own == 0 {
                senders.remove(&self.token);
            }
        }
    }
}

/// A file that is being received.
pub(crate) struct Receiving {
    file: File,
    gathered: Vec<u8>,
    length: usize,
    digest: Sha256,
}

impl Receiving {
    /// How many bytes have come.
    pub(crate) fn length(&self) -> usize {
        self.length
    }

    /// Takes the next piece.
    ///
    /// # Errors
    /// A disk that is full or fails.
    pub(crate) fn take(&mut self, piece: &[u8]) -> io::Result<()> {
        self.length = self.length.saturating_add(piece.len());
        self.digest.update(piece);
        self.gathered.extend_from_slice(piece);
        if self.gathered.len() >= GATHERED_BYTES { self.write() } else { Ok(()) }
    }

    fn write(&mut self) -> io::Result<()> {
        crate::beside::beside_others(|| self.file.write_all(&self.gathered))?;
        self.gathered.clear();
        Ok(())
    }

    /// The file, of which everything has come.
    ///
    /// # Errors
    /// A disk that is full or fails.
    pub(crate) fn whole(mut self) -> io::Result<Spooled> {
        self.write()?;
        Ok(Spooled { file: Arc::new(self.file), length: self.length, digest: self.digest.finalize().into() })
    }
}

/// A file that was received whole.
#[derive(Clone)]
pub struct Spooled {
    file: Arc<File>,
    length: usize,
    digest: [u8; 32],
}

impl Spooled {
    /// How many bytes it has.
    pub(crate) fn length(&self) -> usize {
        self.length
    }

    /// The SHA-256 of what is in it.
    pub(crate) fn digest(&self) -> [u8; 32] {
        self.digest
    }

    /// What is in it. It takes the disk a moment.
    ///
    /// # Errors
    /// A disk that fails.
    pub(crate) fn read(&self) -> io::Result<Vec<u8>> {
        let mut bytes = Vec::with_capacity(self.length);
        let mut file = &*self.file;
        file.rewind()?;
        file.read_to_end(&mut bytes)?;
        Ok(bytes)
    }
}

impl fmt::Debug for Spooled {
    /// What tells this file from every other: its length and its SHA-256.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} bytes, SHA-256 ", self.length)?;
        self.digest.iter().try_for_each(|byte| write!(f, "{byte:02x}"))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn spool() -> Arc<Spool> {
        Arc::new(Spool::new(std::env::temp_dir()))
    }

    #[test]
    fn what_was_received_is_read_again_as_often_as_it_is_asked_for() {
        let pieces: Vec<Vec<u8>> = (0..7_u8).map(|piece| vec![piece; 100_000]).collect();
        let mut receiving = spool().receive().expect("a file");
        for piece in &pieces {
            receiving.take(piece).expect("room");
        }
        assert_eq!(receiving.length(), 700_000);
        let file = receiving.whole().expect("room");
        assert_eq!(file.read().expect("there"), pieces.concat());
        assert_eq!(file.clone().read().expect("there"), pieces.concat());
    }

    #[test]
    fn two_files_are_told_apart_by_what_is_in_them() {
        let of = |bytes: &[u8]| {
            let mut receiving = spool().receive().expect("a file");
            receiving.take(bytes).expect("room");
            format!("{:?}", receiving.whole().expect("room"))
        };
        assert_eq!(of(b"abc"), "3 bytes, SHA-256 ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
        assert_ne!(of(b"abc"), of(b"abd"));
        assert_eq!(of(b"abc"), of(b"abc"));
    }

    #[test]
    fn one_token_has_two_places_and_all_together_four() {
        let spool = spool();
        let seats = |tokens: &[u64]| -> Vec<Option<Seat>> {
            tokens.iter().map(|token| spool.seat(TokenId::new(*token))).collect()
        };
        let there = |seats: &[Option<Seat>]| seats.iter().map(Option::is_some).collect::<Vec<_>>();
        let held = seats(&[1, 1, 1, 2, 3, 4]);
        assert_eq!(there(&held), [true, true, false, true, true, false]);
        drop(held);
        assert_eq!(there(&seats(&[4, 4])), [true, true]);
    }
}
