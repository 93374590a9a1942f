//! A credential of something with a neutral title has a second edition under that title, which its holder may show instead.

use sea_orm_migration::MigrationName;
use sea_orm_migration::prelude::*;

pub(super) struct Migration;

impl MigrationName for Migration {
    fn name(&self) -> &str {
        "m0006_editions"
    }
}

const INDEX: &str = "credential_edition";

fn add(table: &'static str, column: ColumnDef) -> TableAlterStatement {
    Table::alter().table(table).add_column(column).take()
}

fn drop(table: &'static str, column: &'static str) -> TableAlterStatement {
    Table::alter().table(table).drop_column(column).take()
}

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        // The credential of which this is the edition under the neutral title; none for the credential itself.
        manager.alter_table(add("credential", ColumnDef::new("edition_of").text().take())).await?;
        let index = Index::create().name(INDEX).table("credential").col("edition_of").take();
        manager.create_index(index).await?;
        // The signed document under the neutral title, where there is one.
        manager.alter_table(add("held", ColumnDef::new("neutral").binary().take())).await?;
        // Whether the share shows the document under the neutral title.
        let neutral = ColumnDef::new("neutral").boolean().not_null().default(false).take();
        manager.alter_table(add("shared", neutral)).await
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        manager.drop_index(Index::drop().name(INDEX).table("credential").to_owned()).await?;
        for (table, column) in [("credential", "edition_of"), ("held", "neutral"), ("shared", "neutral")] {
            manager.alter_table(drop(table, column)).await?;
        }
        Ok(())
    }
}
