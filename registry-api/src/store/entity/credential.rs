//! A credential, from the moment somebody meant to issue it.

use sea_orm::entity::prelude::*;

#[derive(Debug, Clone, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "credential")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: String,
    pub provider: String,
    pub course: Option<String>,
    pub version: Option<String>,
    pub qualification: Option<String>,
    pub completed: String,
    pub state: String,
    pub intent: Option<String>,
    pub document: Option<Vec<u8>>,
    pub intended_at: String,
    pub issued_at: Option<String>,
    pub status_list: i32,
    pub status_index: i32,
    pub suspendable: bool,
    pub revoked_at: Option<String>,
    pub suspended_at: Option<String>,
    pub reason: Option<String>,
    pub request: String,
    pub request_row: i32,
    pub input: String,
    pub claim_digest: String,
    pub claim_offer: i32,
    pub claimed_at: Option<String>,
    /// The credential of which this is the edition under the neutral title; none for the credential itself.
    pub edition_of: Option<String>,
}

#[derive(Debug, Clone, Copy, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
