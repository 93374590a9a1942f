//! The rows as the database has them. Nothing outside `store` sees them.
#![expect(unreachable_pub, reason = "sea-orm's derive makes the items beside a model public")]

pub mod audit_entry;
pub mod course;
pub mod course_version;
pub mod credential;
pub mod entry;
pub mod idempotency;
pub mod issuer_key;
pub mod issuer_list;
pub mod offering;
pub mod registry_meta;
pub mod status_list;
pub mod token;
