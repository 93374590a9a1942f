//! How many connections there may be.

use std::collections::HashMap;
use std::sync::{Arc, Mutex, PoisonError};

use crate::rate::ClientKey;

/// Most connections of one process.
pub const CONNECTIONS_MAX: usize = 1_000;

/// Most connections of one client: an address, as for the rate. Behind a proxy all clients look like one.
pub const CONNECTIONS_OF_ONE_MAX: usize = 50;

/// The connections there are, by client.
#[derive(Debug, Default)]
pub(super) struct Seats(Mutex<HashMap<ClientKey, usize>>);

/// A place for one connection. It is free again when this is dropped.
pub(super) struct Seat {
    seats: Arc<Seats>,
    client: ClientKey,
}

impl Seats {
    /// A place, where there is one.
    pub(super) fn take(self: &Arc<Self>, client: &ClientKey) -> Option<Seat> {
        let mut taken = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let own = taken.get(client).copied().unwrap_or(0);
        if own >= CONNECTIONS_OF_ONE_MAX || taken.values().sum::<usize>() >= CONNECTIONS_MAX {
            return None;
        }
        taken.insert(client.clone(), own + 1);
        Some(Seat { seats: Arc::clone(self), client: client.clone() })
    }
}

impl Drop for Seat {
    fn drop(&mut self) {
        let mut taken = self.seats.0.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(own) = taken.get_mut(&self.client) {
            *own -= 1;
            if *own == 0 {
                taken.remove(&self.client);
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_client_has_so_many_places_and_gets_them_back() {
        let seats = Arc::new(Seats::default());
        let client = |last: u8| ClientKey::from_address([10, 0, 0, last].into());
        let held: Vec<Seat> = (0..CONNECTIONS_OF_ONE_MAX).filter_map(|_| seats.take(&client(1))).collect();
        assert_eq!(held.len(), CONNECTIONS_OF_ONE_MAX);
        assert!(seats.take(&client(1)).is_none());
        assert!(seats.take(&client(2)).is_some());
        drop(held);
        assert!(seats.take(&client(1)).is_some());
    }

    #[test]
    fn all_together_have_so_many_places() {
        let seats = Arc::new(Seats::default());
        let client = |number: usize| ClientKey::from_address([10, 0, 0, u8::try_from(number).unwrap_or(0)].into());
        let held: Vec<Seat> = (0..2_000).filter_map(|number| seats.take(&client(number / 40))).collect();
        assert_eq!(held.len(), CONNECTIONS_MAX);
    }
}
