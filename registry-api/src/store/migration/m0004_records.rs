//! What people hold and share: records, the documents in them, shares, and what was chosen for each.

use sea_orm_migration::MigrationName;
use sea_orm_migration::prelude::*;

pub(super) struct Migration;

impl MigrationName for Migration {
    fn name(&self) -> &str {
        "m0004_records"
    }
}

/// A text column that must be filled.
fn text(name: &'static str) -> ColumnDef {
    ColumnDef::new(name).text().not_null().take()
}

/// A text column that may be empty.
fn perhaps(name: &'static str) -> ColumnDef {
    ColumnDef::new(name).text().take()
}

/// A column that names a row of another table, and goes with it.
fn of(table: &'static str, column: &'static str, other: &'static str) -> ForeignKeyCreateStatement {
    ForeignKey::create().from(table, column).to(other, "id").on_delete(ForeignKeyAction::Cascade).take()
}

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        for table in [record(), held(), share(), shared()] {
            manager.create_table(table).await?;
        }
        for (table, name, column) in
            [("held", "held_of", "record"), ("share", "share_of", "record"), ("shared", "shared_as", "held")]
        {
            manager.create_index(Index::create().name(name).table(table).col(column).take()).await?;
        }
        Ok(())
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        for table in ["shared", "share", "held", "record"] {
            manager.drop_table(Table::drop().table(table).take()).await?;
        }
        Ok(())
    }
}

fn record() -> TableCreateStatement {
    Table::create()
        .table("record")
        .col(text("id").primary_key())
        .col(text("digest").unique_key())
        .col(text("created"))
        .col(text("last_used"))
        .col(perhaps("rotated"))
        .take()
}

fn held() -> TableCreateStatement {
    Table::create()
        .table("held")
        .col(text("id").primary_key())
        .col(text("record"))
        .col(ColumnDef::new("document").binary().not_null().take())
        // A credential issued here is in one record: claimed again, it leaves the other.
        .col(perhaps("credential").unique_key())
        .col(text("added"))
        .foreign_key(&mut of("held", "record", "record"))
        .take()
}

fn share() -> TableCreateStatement {
    Table::create()
        .table("share")
        .col(text("id").primary_key())
        .col(text("digest").unique_key())
        .col(text("record"))
        .col(ColumnDef::new("names").boolean().not_null().take())
        .col(text("created"))
        .col(text("expires"))
        .col(perhaps("revoked"))
        .col(ColumnDef::new("views").big_integer().not_null().take())
        .foreign_key(&mut of("share", "record", "record"))
        .take()
}

fn shared() -> TableCreateStatement {
    Table::create()
        .table("shared")
        .col(text("share"))
        .col(text("held"))
        .primary_key(Index::create().col("share").col("held"))
        .foreign_key(&mut of("shared", "share", "share"))
        .foreign_key(&mut of("shared", "held", "held"))
        .take()
}
