//! That a document was chosen for a share.

use sea_orm::entity::prelude::*;

#[derive(Debug, Clone, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "shared")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub share: String,
    #[sea_orm(primary_key, auto_increment = false)]
    pub held: String,
    /// Whether it is shown under its neutral title.
    pub neutral: bool,
}

#[derive(Debug, Clone, Copy, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
