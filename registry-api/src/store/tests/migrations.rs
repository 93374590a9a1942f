//! A database of an older program, of every schema there was, is brought up to date with what is in it.

use registry_core::audit::{Checkpoint, TokenId, verify};
use registry_core::publish::Delta;
use sea_orm::DbBackend;

use sea_orm_migration::MigratorTrait;

use super::credentials::{claim, finish, intent, noted, with_key};
use super::publishing::request;
use super::*;
use crate::holding::{Held, HeldFrom, HoldingId, LinkSecret, Names, Record, ShareDraft};
use crate::store::migration::Migrator;
use crate::store::{
    ClaimInto, ClaimOutcome, Commit, CommitOutcome, CredentialState, EarlierAnswer, IdempotentRequest, day_of,
    migration,
};

const FIRST: &str = include_str!("../fixtures/m0001.sql");
const FIRST_TABLES_POSTGRES: &str = include_str!("../fixtures/m0001_postgres.sql");

/// What was in the tables that each later migration brought.
const ROWS: [&str; 5] = [
    include_str!("../fixtures/m0002_rows.sql"),
    include_str!("../fixtures/m0003_rows.sql"),
    include_str!("../fixtures/m0004_rows.sql"),
    "",
    "",
];

/// Makes a database as the program of that migration left it: each step is made with what was in it before.
async fn as_of(database: &TestDatabase, migration: usize) {
    let url = match database {
        TestDatabase::Sqlite(folder) => {
            std::fs::create_dir_all(folder.0.join("data")).expect("folder");
            format!("sqlite://{}?mode=rwc", folder.database().display())
        }
        TestDatabase::Postgres(schema) => schema.url(),
    };
    let connection = Database::connect(url).await.expect("new database");
    let is_postgres = connection.get_database_backend() == DbBackend::Postgres;
    let rows = |sql: &str| if is_postgres { sql.replace("X'", "'\\x") } else { sql.to_owned() };
    let first = if is_postgres {
        let inserts = FIRST.lines().filter(|line| line.starts_with("INSERT")).collect::<Vec<_>>().join("\n");
        format!("{FIRST_TABLES_POSTGRES}{inserts}")
    } else {
        FIRST.to_owned()
    };
    connection.execute_unprepared(&first).await.expect("the first release");
    for later in &ROWS[..migration - 1] {
        migration::migrate_by_one(&connection).await.expect("the next migration");
        if !later.is_empty() {
            connection.execute_unprepared(&rows(later)).await.expect("its rows");
        }
    }
    connection.close().await.expect("closed");
}

/// What the first release had.
async fn catalogue_is_there(store: &Store) {
    let (parts, revision) = store.load().await.expect("read");
    assert_eq!((parts.courses.len(), parts.offerings.len(), parts.providers.len(), revision), (1, 2, 2, 1));
    assert_eq!(store.published().await.expect("read").0, Delta::default(), "all of it was built in");
}

/// What was published and by which token.
async fn log_is_there(store: &Store) {
    let token: TokenId = "t-1edc31b04acbbfc9".parse().expect("a number");
    let found = store.token(token).await.expect("read").expect("a token");
    assert_eq!((found.label.as_str(), found.last_used.is_some()), ("a website", true));
    let log = store.audit_entries().await.expect("read");
    assert!(verify(&log, Checkpoint::START).is_sound() && log.len() >= 5, "{} entries", log.len());
    let first = IdempotentRequest { token, key: "first".parse().expect("a key"), ..request(1, "x") };
    let answered = store.earlier_answer(&first, log[4].event.at).await.expect("read");
    assert_eq!(answered, Some(EarlierAnswer::KeyReused), "the key was used");
}

async fn credential_is_there(store: &Store) -> Vec<u8> {
    let id = "778f4175-d10c-4a60-b3a8-94b4fa841c2a".parse().expect("a name");
    let found = store.credentials(&[id]).await.expect("read").pop().expect("a credential");
    assert!(found.suspendable && found.claimed_at.is_some() && found.revoked_at.is_none(), "{found:?}");
    assert_eq!(store.keys(None).await.expect("read").len(), 1);
    assert_eq!(store.issuer_list().await.expect("read").expect("a list").version, 1);
    let CredentialState::Issued { document, .. } = found.state else { panic!("not issued") };
    assert!(document.starts_with(b"{") && document.ends_with(b"}"), "{} bytes", document.len());
    document
}

async fn record_is_there(store: &Store, document: &[u8]) {
    let record = "dff4b4226c848415d4a0bd3478337861".parse().expect("a name");
    let held = store.held(&record).await.expect("read");
    assert_eq!((held.len(), held[0].document.as_slice()), (1, document));
    assert!(matches!(&held[0].from, HeldFrom::Claim(id) if id.starts_with("778f4175")));
    let shares = store.shares(&record).await.expect("read");
    assert_eq!((shares.len(), shares[0].views, shares[0].chosen.len()), (1, 3, 1));
}

#[tokio::test]
async fn a_database_of_each_schema_keeps_what_is_in_it_and_can_be_published_into() {
    for migration in 1..=migration::count() {
        every_database(async |database| {
            as_of(database, migration).await;
            let (store, opened) = database.open_with_report().await;
            assert_eq!(opened.migrations_applied, migration::count() - migration);
            catalogue_is_there(&store).await;
            if migration >= 2 {
                log_is_there(&store).await;
            } else {
                assert_eq!(store.audit_head().await.expect("read"), Checkpoint::START);
            }
            if migration >= 3 {
                let document = credential_is_there(&store).await;
                if migration >= 4 {
                    record_is_there(&store, &document).await;
                }
            }
            let before = store.audit_head().await.expect("read").sequence;
            let put = CatalogueParts { tags: catalogue("Listening").to_parts().tags, ..Default::default() };
            let delta = Delta { put, ..Default::default() };
            let event = event(AuditAction::Import);
            let commit = Commit { expected_revision: 1, delta: &delta, event, idempotency: None };
            let outcome = store.commit(commit).await.expect("committed");
            assert_eq!(outcome, CommitOutcome::Committed { revision: 2, sequence: before + 1 });
            store.close().await.expect("closed");
            assert_eq!(database.open_with_report().await.1.migrations_applied, 0, "opened again");
        })
        .await;
    }
}

/// Credentials, records and shares of a program that knew no editions: each has one document, which is what its links show.
#[tokio::test]
async fn credentials_records_and_shares_from_before_editions_are_what_they_were() {
    every_database(async |database| {
        let store = with_key(database).await;
        let rows = noted(&store, &[intent("kept", 0), intent("kept", 1), intent("kept", 2)], &[5, 6, 7]).await;
        finish(&store, &[rows[0].id, rows[1].id], "signed").await;
        let drawn = || HoldingId::generate().expect("randomness");
        let digest = || LinkSecret::generate().expect("randomness").digest();
        let record = Record { id: drawn(), created: day_of(now()), last_used: day_of(now()), rotated: None };
        let claims = [(claim(0).digest(), drawn())];
        let made = store.claim_into(ClaimInto::New(&record, &digest()), &claims, now()).await.expect("answered");
        assert_eq!(made, ClaimOutcome::Claimed);
        let file = Held {
            id: drawn(),
            document: b"from elsewhere".to_vec(),
            neutral: None,
            from: HeldFrom::File,
            added: day_of(now()),
        };
        store.add_held(&record.id, &file).await.expect("added");
        let held = store.held(&record.id).await.expect("read");
        let draft = ShareDraft {
            chosen: held.iter().map(|one| one.id.clone()).collect(),
            neutral: Default::default(),
            names: Names::Hidden,
            days: 30,
        };
        let (share, opens) = (draft.share(drawn(), now()).expect("sound"), digest());
        store.create_share(&record.id, &share, &opens).await.expect("answered").expect("made");
        let ids: Vec<_> = rows.iter().map(|row| row.id).collect();
        let before = store.credentials(&ids).await.expect("read");

        Migrator::down(&store.connection, Some(1)).await.expect("as it was before");
        assert!(store.credentials(&ids).await.is_err(), "the column is gone");
        store.close().await.expect("closed");
        let (store, opened) = database.open_with_report().await;
        assert_eq!(opened.migrations_applied, 1);
        assert_eq!(store.credentials(&ids).await.expect("read"), before);
        assert_eq!(store.with_editions(before.clone()).await.expect("read"), before, "none has an edition");
        assert_eq!(store.held(&record.id).await.expect("read"), held);
        let shown = store.open_share(&opens, now()).await.expect("read").expect("it still opens");
        assert_eq!(shown.held, held);
        let other = store.claim(&claim(1).digest(), now()).await.expect("answered").expect("handed over");
        assert_eq!((other.credential, other.neutral), (rows[1].id, None));
        assert_eq!(store.unfinished(9, &[]).await.expect("read").len(), 1, "what was noted is still to be finished");
    })
    .await;
}
