//! Places in status lists: drawn at random, never given twice.

use std::collections::BTreeSet;

use registry_core::credential::status::{Purpose, STATUS_ENTRIES_MIN};
use registry_core::id::ProviderCode;
use sea_orm::ActiveValue::Set;
use sea_orm::{ColumnTrait, EntityTrait, PaginatorTrait, QueryFilter, QueryOrder, QuerySelect};

use super::super::entity::{credential, status_list};
use super::super::error::While;
use super::super::write::{ROWS_AT_ONCE, Writing};
use super::{INTENDING, StoreError, signed};

/// How many places of a list are given before the next list is begun: half, so that a drawn place is free every second time at
/// least.
pub const USED_OF_A_LIST: u32 = STATUS_ENTRIES_MIN / 2;

/// A place in the status lists of a provider.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct StatusPlace {
    /// The number of the list, from 1. There is one of that number for each purpose.
    pub list: u32,
    /// Which entry, in the list of each purpose.
    pub index: u32,
}

/// Draws so many places that nobody has.
pub(super) async fn draw(
    writing: &Writing,
    provider: &ProviderCode,
    wanted: usize,
    random: &mut (dyn FnMut() -> Option<u32> + Send),
) -> Result<Vec<StatusPlace>, StoreError> {
    let mut places = Vec::with_capacity(wanted);
    if wanted == 0 {
        return Ok(places);
    }
    let mut list = newest(writing, provider).await?;
    while places.len() < wanted {
        let room = USED_OF_A_LIST.saturating_sub(used(writing, provider, list).await?);
        if list == 0 || room == 0 {
            list += 1;
            begin(writing, provider, list).await?;
            continue;
        }
        let some = (wanted - places.len()).min(room as usize);
        let free = draw_from(writing, provider, list, some, random).await?;
        places.extend(free.into_iter().map(|index| StatusPlace { list, index }));
        list += u32::from(places.len() < wanted);
        if places.len() < wanted {
            begin(writing, provider, list).await?;
        }
    }
    Ok(places)
}

/// Draws so many entries of one list, in the order drawn.
async fn draw_from(
    writing: &Writing,
    provider: &ProviderCode,
    list: u32,
    wanted: usize,
    random: &mut (dyn FnMut() -> Option<u32> + Send),
) -> Result<Vec<u32>, StoreError> {
    let mut seen = BTreeSet::new();
    let mut free = Vec::with_capacity(wanted);
    while free.len() < wanted {
        let mut drawn = Vec::new();
        while drawn.len() < (wanted - free.len()).min(ROWS_AT_ONCE) {
            // The number of entries is a power of two, so every entry is as likely as every other.
            let index = random().ok_or(StoreError::NoRandomness)? % STATUS_ENTRIES_MIN;
            if seen.insert(index) {
                drawn.push(index);
            }
        }
        let taken = credential::Entity::find()
            .select_only()
            .column(credential::Column::StatusIndex)
            .filter(credential::Column::Provider.eq(provider.as_str()))
            .filter(credential::Column::StatusList.eq(signed(list)))
            .filter(credential::Column::StatusIndex.is_in(drawn.iter().map(|&index| signed(index))));
        let taken: Vec<i32> = taken.into_tuple().all(&writing.transaction).await.doing(INTENDING)?;
        free.extend(drawn.into_iter().filter(|&index| !taken.contains(&signed(index))));
    }
    Ok(free)
}

/// The number of the newest list; 0 where there is none.
async fn newest(writing: &Writing, provider: &ProviderCode) -> Result<u32, StoreError> {
    let query = status_list::Entity::find()
        .filter(status_list::Column::Provider.eq(provider.as_str()))
        .order_by_desc(status_list::Column::Number);
    let row = query.one(&writing.transaction).await.doing(INTENDING)?;
    Ok(row.map_or(0, |row| u32::try_from(row.number).unwrap_or_default()))
}

async fn used(writing: &Writing, provider: &ProviderCode, list: u32) -> Result<u32, StoreError> {
    let query = credential::Entity::find()
        .filter(credential::Column::Provider.eq(provider.as_str()))
        .filter(credential::Column::StatusList.eq(signed(list)));
    let count = query.count(&writing.transaction).await.doing(INTENDING)?;
    Ok(u32::try_from(count).unwrap_or(u32::MAX))
}

/// Begins a list of each purpose.
async fn begin(writing: &Writing, provider: &ProviderCode, list: u32) -> Result<(), StoreError> {
    let rows = Purpose::ALL.map(|purpose| status_list::ActiveModel {
        provider: Set(provider.to_string()),
        number: Set(signed(list)),
        purpose: Set(purpose.name().to_owned()),
        changes: Set(0),
        signed_changes: Set(None),
        signed_at: Set(None),
        signer: Set(None),
        document: Set(None),
    });
    let insert = status_list::Entity::insert_many(rows).exec_without_returning(&writing.transaction).await;
    insert.doing(INTENDING).map(|_| ())
}
