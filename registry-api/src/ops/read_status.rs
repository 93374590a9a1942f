//! Signed status lists: signed anew when an entry has changed, when the key has, and before the end comes near.

use chrono::{DateTime, TimeDelta, Utc};
use registry_core::credential::moment::Moment;
use registry_core::credential::status::{STATUS_ENTRIES_MIN, StatusBits, StatusList};

use super::keep_keys::{KeepError, signing_key};
use super::list_issuers::ListError;
use crate::state::AppState;
use crate::store::{ListKey, SignedList};

/// How long a list may be relied on, in days.
pub const STATUS_VALID_DAYS: i32 = 7;

/// How old a list becomes before it is signed anew although nothing has changed.
const SIGN_AGAIN_AFTER: TimeDelta = TimeDelta::days(1);

/// The address of a list, which is also its `id`.
pub fn list_address(state: &AppState, list: &ListKey) -> Option<String> {
    let address = state.address()?;
    Some(format!("{address}/status/{}/{}/{}", list.provider, list.purpose.name(), list.number))
}

/// A signed list. None where there is no such list, or it was never signed and its provider has no key that signs.
///
/// Nothing of who asks is noted, and which entry they mean nobody knows.
///
/// # Errors
/// No database; one that fails.
pub async fn read_status(
    state: &AppState,
    list: &ListKey,
    now: DateTime<Utc>,
) -> Result<Option<SignedList>, ListError> {
    let store = state.store().ok_or(KeepError::NoDatabase)?;
    let Some(record) = store.status_list(list).await? else { return Ok(None) };
    let Some(pair) = signing_key(state, store, &list.provider).await? else { return Ok(record.signed) };
    let signer = pair.public().did();
    if let Some(signed) = &record.signed {
        let young = now - signed.at < SIGN_AGAIN_AFTER && signed.at <= now + TimeDelta::days(1);
        if signed.changes == record.changes && signed.signer == signer && young {
            return Ok(record.signed);
        }
    }
    let Some(id) = list_address(state, list) else { return Ok(record.signed) };
    let mut bits = StatusBits::new(STATUS_ENTRIES_MIN);
    for index in store.set_entries(list).await? {
        // Places are drawn within the list.
        let _ = bits.put(index, true);
    }
    let at = Moment::of(now.naive_utc());
    let unsigned =
        StatusList { id, purpose: list.purpose, valid_from: at, valid_until: at.plus_days(STATUS_VALID_DAYS), bits };
    let document = unsigned.sign(&pair, at)?.to_string().into_bytes();
    let signed = SignedList { document, at: now, signer, changes: record.changes };
    store.keep_signed(list, &signed).await?;
    Ok(Some(signed))
}
