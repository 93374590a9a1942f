//! Credentials: keys of providers, what was issued, status lists, the list of issuers.

use sea_orm_migration::MigrationName;
use sea_orm_migration::prelude::*;

pub(super) struct Migration;

impl MigrationName for Migration {
    fn name(&self) -> &str {
        "m0003_credentials"
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

fn number(name: &'static str) -> ColumnDef {
    ColumnDef::new(name).integer().not_null().take()
}

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        manager.create_table(issuer_key()).await?;
        manager.create_table(credential()).await?;
        for index in indexes() {
            manager.create_index(index).await?;
        }
        manager.create_table(status_list()).await?;
        manager.create_table(issuer_list()).await
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        for table in ["issuer_list", "status_list", "credential", "issuer_key"] {
            manager.drop_table(Table::drop().table(table).take()).await?;
        }
        Ok(())
    }
}

fn issuer_key() -> TableCreateStatement {
    Table::create()
        .table("issuer_key")
        .col(text("did").primary_key())
        .col(text("provider"))
        // Sealed; none once the key signs no more.
        .col(perhaps("secret"))
        .col(text("good_from"))
        .col(perhaps("good_until"))
        .col(perhaps("compromised_from"))
        .take()
}

fn credential() -> TableCreateStatement {
    Table::create()
        .table("credential")
        .col(text("id").primary_key())
        .col(text("provider"))
        .col(perhaps("course"))
        .col(perhaps("version"))
        .col(perhaps("qualification"))
        .col(text("completed"))
        .col(text("state"))
        // What is to be signed, sealed; none once it was.
        .col(perhaps("intent"))
        .col(ColumnDef::new("document").binary().take())
        .col(text("intended_at"))
        .col(perhaps("issued_at"))
        .col(number("status_list"))
        .col(number("status_index"))
        .col(ColumnDef::new("suspendable").boolean().not_null().take())
        .col(perhaps("revoked_at"))
        .col(perhaps("suspended_at"))
        // Why it was last revoked, suspended or reinstated, sealed: it may name somebody.
        .col(perhaps("reason"))
        .col(text("request"))
        .col(number("request_row"))
        .col(text("input"))
        .col(text("claim_digest").unique_key())
        .col(number("claim_offer"))
        .col(perhaps("claimed_at"))
        .take()
}

fn indexes() -> Vec<IndexCreateStatement> {
    let index = |name: &'static str, columns: &[&'static str]| {
        let mut index = Index::create().name(name).table("credential").take();
        for column in columns {
            index.col(*column);
        }
        index
    };
    vec![
        // What is asked for once is issued once, and a place in a list is given once, whatever the program does.
        index("credential_request", &["request", "request_row"]).unique().take(),
        index("credential_place", &["provider", "status_list", "status_index"]).unique().take(),
        index("credential_of", &["course", "version"]),
        index("credential_state", &["state"]),
    ]
}

fn status_list() -> TableCreateStatement {
    Table::create()
        .table("status_list")
        .col(text("provider"))
        .col(number("number"))
        .col(text("purpose"))
        // Counts up whenever an entry is set or cleared.
        .col(ColumnDef::new("changes").big_integer().not_null().take())
        .col(ColumnDef::new("signed_changes").big_integer().take())
        .col(perhaps("signed_at"))
        .col(perhaps("signer"))
        .col(ColumnDef::new("document").binary().take())
        .primary_key(Index::create().col("provider").col("number").col("purpose"))
        .take()
}

fn issuer_list() -> TableCreateStatement {
    Table::create()
        .table("issuer_list")
        .col(number("version").primary_key())
        // The SHA-256 of what it says, apart from version and dates.
        .col(text("content"))
        .col(text("signed_at"))
        .col(ColumnDef::new("document").binary().not_null().take())
        .take()
}
