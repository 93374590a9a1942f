//! The rows as the database has them. Nothing outside `store` sees them.
#![expect(unreachable_pub, reason = "sea-orm's derive makes the items beside a model public")]

pub mod audit_entry;
pub mod course;
pub mod course_version;
pub mod credential;
pub mod entry;
pub mod held;
pub mod idempotency;
pub mod issuer_key;
pub mod issuer_list;
pub mod offering;
pub mod record;
pub mod registry_meta;
pub mod share;
pub mod shared;
pub mod status_list;
pub mod token;
