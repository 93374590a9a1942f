//! A document in a record.

use sea_orm::entity::prelude::*;

#[derive(Debug, Clone, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "held")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: String,
    pub record: String,
    pub document: Vec<u8>,
    /// The credential, where it was issued here; none for a file.
    pub credential: Option<String>,
    pub added: String,
    /// The document under the neutral title, where its issuer signed one.
    pub neutral: Option<Vec<u8>>,
}

#[derive(Debug, Clone, Copy, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
