//! What a provider has issued can be listed a page at a time, however much it is.

use sea_orm_migration::MigrationName;
use sea_orm_migration::prelude::*;

pub(super) struct Migration;

impl MigrationName for Migration {
    fn name(&self) -> &str {
        "m0005_credentials_listed"
    }
}

const INDEX: &str = "credential_listed";

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        let index = Index::create().name(INDEX).table("credential").col("provider").col("issued_at").col("id").take();
        manager.create_index(index).await
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        let mut index = Index::drop();
        manager.drop_index(index.name(INDEX).table("credential").to_owned()).await
    }
}
