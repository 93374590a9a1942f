//! The catalogue: courses, versions, offerings, every other entry, and which state of it this is.

use sea_orm_migration::MigrationName;
use sea_orm_migration::prelude::*;

pub(super) struct Migration;

impl MigrationName for Migration {
    fn name(&self) -> &str {
        "m0001_catalogue"
    }
}

/// A text column that must be filled.
fn text(name: &'static str) -> ColumnDef {
    ColumnDef::new(name).text().not_null().take()
}

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        manager.create_table(registry_meta()).await?;
        manager.create_table(entry()).await?;
        manager.create_table(course()).await?;
        manager.create_table(course_version()).await?;
        manager.create_table(offering()).await
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        for table in ["offering", "course_version", "course", "entry", "registry_meta"] {
            manager.drop_table(Table::drop().table(table).take()).await?;
        }
        Ok(())
    }
}

fn registry_meta() -> TableCreateStatement {
    Table::create()
        .table("registry_meta")
        .col(ColumnDef::new("id").integer().not_null().primary_key())
        .col(ColumnDef::new("revision").big_integer().not_null())
        .col(text("seed_digest"))
        .col(text("created"))
        .take()
}

fn entry() -> TableCreateStatement {
    Table::create()
        .table("entry")
        .col(text("kind"))
        .col(text("code"))
        .col(text("body"))
        .primary_key(Index::create().col("kind").col("code"))
        .take()
}

fn course() -> TableCreateStatement {
    Table::create()
        .table("course")
        .col(text("code").primary_key())
        .col(text("title"))
        .col(text("kind"))
        .col(text("body"))
        .take()
}

fn course_version() -> TableCreateStatement {
    Table::create()
        .table("course_version")
        .col(text("course"))
        .col(text("version"))
        .col(text("status"))
        .col(text("published"))
        .col(text("body"))
        .primary_key(Index::create().col("course").col("version"))
        .foreign_key(ForeignKey::create().from("course_version", "course").to("course", "code"))
        .take()
}

fn offering() -> TableCreateStatement {
    Table::create()
        .table("offering")
        .col(text("code").primary_key())
        .col(ColumnDef::new("course").text())
        .col(ColumnDef::new("version").text())
        .col(ColumnDef::new("qualification").text())
        .col(text("provider"))
        .col(text("body"))
        .foreign_key(
            ForeignKey::create().from("offering", ("course", "version")).to("course_version", ("course", "version")),
        )
        .take()
}
