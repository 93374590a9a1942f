//! A database of an older program, of every schema there was, is brought up to date with what is in it.

use std::collections::BTreeSet;

use registry_core::audit::{Checkpoint, TokenId, verify};
use registry_core::credential::status::Purpose;
use registry_core::publish::Delta;
use sea_orm::{DbBackend, Statement};

use sea_orm_migration::MigratorTrait;

use super::credentials::{claim, finish, intent, noted, with_key};
use super::publishing::request;
use super::*;
use crate::holding::{Held, HeldFrom, HoldingId, LinkSecret, Names, Record, ShareDraft};
use crate::store::migration::Migrator;
use crate::store::{
    ClaimInto, ClaimOutcome, Commit, CommitOutcome, CredentialState, EarlierAnswer, IdempotentRequest, ListKey, day_of,
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

/// A database as the first program left it.
async fn first_release(database: &TestDatabase) -> DatabaseConnection {
    let url = match database {
        TestDatabase::Sqlite(folder) => {
            std::fs::create_dir_all(folder.0.join("data")).expect("folder");
            format!("sqlite://{}?mode=rwc", folder.database().display())
        }
        TestDatabase::Postgres(schema) => schema.url(),
    };
    let connection = Database::connect(url).await.expect("new database");
    let first = if connection.get_database_backend() == DbBackend::Postgres {
        let inserts = FIRST.lines().filter(|line| line.starts_with("INSERT")).collect::<Vec<_>>().join("\n");
        format!("{FIRST_TABLES_POSTGRES}{inserts}")
    } else {
        FIRST.to_owned()
    };
    connection.execute_unprepared(&first).await.expect("the first release");
    connection
}

/// The next migration, with what was in its tables.
async fn next_release(connection: &DatabaseConnection, rows: &str) {
    migration::migrate_by_one(connection).await.expect("the next migration");
    if !rows.is_empty() {
        let is_postgres = connection.get_database_backend() == DbBackend::Postgres;
        let rows = if is_postgres { rows.replace("X'", "'\\x") } else { rows.to_owned() };
        connection.execute_unprepared(&rows).await.expect("its rows");
    }
}

/// Makes a database as the program of that migration left it: each step is made with what was in it before.
async fn as_of(database: &TestDatabase, migration: usize) {
    let connection = first_release(database).await;
    for rows in &ROWS[..migration - 1] {
        next_release(&connection, rows).await;
    }
    connection.close().await.expect("closed");
}

/// What the first release had, and all of it built in.
async fn catalogue_is_there(store: &Store) {
    let (parts, revision) = store.load().await.expect("read");
    assert_eq!((parts.offerings.len(), parts.providers.len(), revision), (2, 2, 1));
    assert!(parts.courses.iter().any(|course| course.code.as_str() == "CHCADV001"), "{:?}", parts.courses);
}

/// What was published, apart from what was built in.
async fn published(store: &Store) -> Vec<String> {
    let (delta, _) = store.published().await.expect("read");
    let courses = delta.put.courses.iter();
    courses.flat_map(|course| course.versions.iter().map(|one| format!("{}@{}", course.code, one.version))).collect()
}

/// What was published and by which token.
async fn log_is_there(store: &Store) {
    let token: TokenId = "t-1edc31b04acbbfc9".parse().expect("a number");
    let found = store.token(token).await.expect("read").expect("a token");
    assert_eq!((found.label.as_str(), found.last_used.is_some()), ("a website", true));
    let log = store.audit_entries().await.expect("read");
    assert!(verify(&log, Checkpoint::START).is_sound() && log.len() >= 5, "{} entries", log.len());
    assert_eq!(published(store).await, ["listening-well@1.0.0"]);
    let asked = |input| IdempotentRequest { token, key: "first".parse().expect("a key"), ..request(1, input) };
    let answer = async |input| store.earlier_answer(&asked(input), log[4].event.at).await.expect("read");
    let Some(EarlierAnswer::Same(kept)) = answer("x").await else { panic!("the answer is gone") };
    assert!(kept.ends_with("\"subject\":\"course-version:listening-well@1.0.0\"}"), "{kept}");
    assert_eq!(answer("y").await, Some(EarlierAnswer::KeyReused), "the key was used");
}

/// A key that signs, a credential that is to be issued and one that was revoked, and the signed list that says so.
async fn sealed_and_revoked_are_there(store: &Store) {
    let keys = store.keys(None).await.expect("read");
    assert_eq!(keys.iter().filter(|key| key.secret.is_some()).count(), 1, "of {} keys", keys.len());
    let ids = ["0b6a4f0e-52a3-4a0e-9d0c-3f6a1a1f0001", "0b6a4f0e-52a3-4a0e-9d0c-3f6a1a1f0002"];
    let mut found = store.credentials(&ids.map(|id| id.parse().expect("a name"))).await.expect("read");
    found.sort_by_key(|one| one.place.index);
    let [intended, revoked] = &found[..] else { panic!("{found:?}") };
    assert_eq!(intended.state, CredentialState::Intended("sealed-intent".to_owned()));
    assert_eq!((revoked.revoked_at.is_some(), revoked.reason.as_deref()), (true, Some("sealed-reason")));
    assert_eq!(
        store.unfinished(9, &[]).await.expect("read"),
        std::slice::from_ref(intended),
        "it is still to be issued"
    );
    let provider = "banksia-junction-tafe".parse().expect("a code");
    let list = ListKey { provider, number: 1, purpose: Purpose::Revocation };
    let kept = store.status_list(&list).await.expect("read").expect("a list");
    assert_eq!((kept.changes, kept.signed.map(|signed| signed.document)), (1, Some(b"{}".to_vec())));
    assert_eq!(store.set_entries(&list).await.expect("read"), [2]);
}

async fn credential_is_there(store: &Store) -> Vec<u8> {
    let id = "778f4175-d10c-4a60-b3a8-94b4fa841c2a".parse().expect("a name");
    let found = store.credentials(&[id]).await.expect("read").pop().expect("a credential");
    assert!(found.suspendable && found.claimed_at.is_some() && found.revoked_at.is_none(), "{found:?}");
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
                assert_eq!(published(&store).await, Vec::<String>::new(), "all of it was built in");
            }
            if migration >= 3 {
                let document = credential_is_there(&store).await;
                sealed_and_revoked_are_there(&store).await;
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
        assert_eq!(made, ClaimOutcome::Claimed { missing: 0 });
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

/// Tables, columns and indexes, a line each.
async fn schema(connection: &DatabaseConnection) -> BTreeSet<String> {
    let backend = connection.get_database_backend();
    let sql = match backend {
        DbBackend::Postgres => {
            "SELECT 'column ' || table_name || ' ' || column_name || ' ' || data_type || ' null ' || is_nullable || ' default '
               || coalesce(column_default, '-') AS line FROM information_schema.columns WHERE table_schema = current_schema()
             UNION ALL SELECT replace(indexdef, quote_ident(schemaname) || '.', '') FROM pg_indexes
               WHERE schemaname = current_schema()
             UNION ALL SELECT 'constraint ' || conrelid::regclass::text || ' ' || pg_get_constraintdef(oid) FROM pg_constraint
               WHERE connamespace = current_schema()::regnamespace AND contype <> 'n'"
        }
        _ => "SELECT sql AS line FROM sqlite_master WHERE sql IS NOT NULL",
    };
    let rows = connection.query_all_raw(Statement::from_string(backend, sql)).await.expect("the schema");
    rows.iter().map(|row| row.try_get::<String>("", "line").expect("a line").replace('\n', " ")).collect()
}

/// What each migration makes of the schema before it is what it made when it was released: databases that are in use were made
/// then. A line of a released migration never changes here; a new migration adds its own.
#[tokio::test]
async fn each_migration_makes_the_schema_that_was_released() {
    every_database(async |database| {
        let connection = first_release(database).await;
        let mut before = schema(&connection).await;
        let mut told: String = before.iter().map(|line| format!("{line}\n")).collect();
        for (rows, migration) in ROWS.iter().zip(2..) {
            next_release(&connection, rows).await;
            let after = schema(&connection).await;
            told.push_str(&format!("-- Migration {migration}\n"));
            told.extend(before.difference(&after).map(|line| format!("- {line}\n")));
            told.extend(after.difference(&before).map(|line| format!("+ {line}\n")));
            before = after;
        }
        connection.close().await.expect("closed");
        let name = if matches!(database, TestDatabase::Sqlite(_)) { "sqlite" } else { "postgres" };
        let path = format!("{}/src/store/fixtures/schemas_{name}.txt", env!("CARGO_MANIFEST_DIR"));
        if std::env::var_os("UPDATE_SNAPSHOTS").is_some() {
            std::fs::write(&path, &told).expect("written");
        }
        assert_eq!(told, std::fs::read_to_string(&path).expect("the schemas that were released"));
    })
    .await;
}
