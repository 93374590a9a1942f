//! Publishing: where a row came from, tokens, the audit log, and answers that are given again.

use sea_orm_migration::MigrationName;
use sea_orm_migration::prelude::*;

pub(super) struct Migration;

impl MigrationName for Migration {
    fn name(&self) -> &str {
        "m0002_publishing"
    }
}

/// The tables whose rows say where they came from. The versions of a course came from where the course did.
const WITH_ORIGIN: [&str; 3] = ["entry", "course", "offering"];

/// A text column that must be filled.
fn text(name: &'static str) -> ColumnDef {
    ColumnDef::new(name).text().not_null().take()
}

/// A text column that may be empty.
fn perhaps(name: &'static str) -> ColumnDef {
    ColumnDef::new(name).text().take()
}

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        for table in WITH_ORIGIN {
            // Until now only the built-in catalogue was ever written.
            let origin = ColumnDef::new("origin").text().not_null().default("built-in").take();
            manager.alter_table(Table::alter().table(table).add_column(origin).take()).await?;
        }
        manager.create_table(token()).await?;
        manager.create_table(audit_entry()).await?;
        manager.create_table(idempotency()).await
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        for table in ["idempotency", "audit_entry", "token"] {
            manager.drop_table(Table::drop().table(table).take()).await?;
        }
        for table in WITH_ORIGIN {
            manager.alter_table(Table::alter().table(table).drop_column("origin").take()).await?;
        }
        Ok(())
    }
}

fn token() -> TableCreateStatement {
    Table::create()
        .table("token")
        .col(text("id").primary_key())
        .col(text("hash").unique_key())
        .col(text("label"))
        .col(perhaps("provider"))
        .col(text("scopes"))
        .col(text("created"))
        .col(text("expires"))
        .col(perhaps("last_used"))
        .col(perhaps("revoked"))
        .take()
}

fn audit_entry() -> TableCreateStatement {
    Table::create()
        .table("audit_entry")
        .col(ColumnDef::new("sequence").big_integer().not_null().primary_key())
        .col(text("at"))
        .col(text("actor"))
        .col(text("action"))
        .col(text("subject"))
        .col(perhaps("provider"))
        .col(perhaps("reason"))
        .col(text("details"))
        .col(text("previous"))
        .col(text("hash"))
        .take()
}

fn idempotency() -> TableCreateStatement {
    Table::create()
        .table("idempotency")
        .col(text("token"))
        .col(text("key"))
        .col(text("input"))
        .col(text("answer"))
        .col(text("at"))
        .primary_key(Index::create().col("token").col("key"))
        .take()
}
