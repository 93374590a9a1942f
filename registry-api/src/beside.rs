//! Work that takes a processor for a while, beside the answers of others.

use tokio::runtime::{Handle, RuntimeFlavor};

/// Does something that may take a second of processor time without holding up the answers of others.
///
/// It is not awaited: GraphQL's executor puts the fields of an object in the order in which they become ready, so a
/// resolver that waits would come after its neighbours, and two that wait in any order.
pub(crate) fn beside_others<T>(work: impl FnOnce() -> T) -> T {
    match Handle::try_current().map(|runtime| runtime.runtime_flavor()) {
        Ok(RuntimeFlavor::MultiThread) => tokio::task::block_in_place(work),
        // One thread has no other to hand its tasks to.
        _ => work(),
    }
}
