//! The catalogue is read as it was written, and a row that cannot be read is named.

use super::*;

#[tokio::test]
async fn a_catalogue_reads_back_as_it_was_written() {
    every_database(async |database| {
        let store = database.open().await;
        let written = catalogue("Listening");
        let replaced = seed(&store, &written, "a").await;
        assert_eq!(replaced, MergeOutcome::Written { revision: 1 });
        let (parts, revision) = store.load().await.expect("read");
        assert_eq!(revision, 1);
        assert_eq!(parts, written.to_parts());
        store.close().await.expect("closed");
        let (store, opened) = database.open_with_report().await;
        assert_eq!((opened.file, opened.migrations_applied), (DatabaseFile::Found, 0));
        assert_eq!(store.load().await.expect("read again").0, written.to_parts());
    })
    .await;
}

#[tokio::test]
async fn the_same_seeds_write_nothing_and_others_replace_everything() {
    every_database(async |database| {
        let store = database.open().await;
        seed(&store, &catalogue("Listening"), "a").await;
        let unchanged = seed(&store, &catalogue("Never written"), "a").await;
        assert_eq!(unchanged, MergeOutcome::Unchanged);
        assert_eq!(store.load().await.expect("read").0.courses[0].title, "Listening");
        let replaced = seed(&store, &catalogue("Hearing"), "b").await;
        assert_eq!(replaced, MergeOutcome::Written { revision: 2 });
        let (parts, revision) = store.load().await.expect("read");
        assert_eq!((parts.courses.len(), parts.courses[0].title.as_str(), revision), (1, "Hearing", 2));
        assert_eq!(store.revision().await.expect("revision"), 2);
    })
    .await;
}

#[tokio::test]
async fn the_whole_catalogue_is_one_query_per_table() {
    every_database(async |database| {
        let store = database.open().await;
        seed(&store, &catalogue("Listening"), "a").await;
        let before = store.statements();
        store.load().await.expect("read");
        assert_eq!(store.statements() - before, 5);
    })
    .await;
}

/// Breaks a database with one statement and gives the message of reading it.
async fn message_after(database: &TestDatabase, sql: &str) -> String {
    let store = database.open().await;
    seed(&store, &catalogue("Listening"), "a").await;
    store.connection.execute_unprepared(sql).await.expect(sql);
    store.load().await.expect_err(sql).to_string()
}

/// Funding sources as they were stored before they said what they pay for.
#[tokio::test]
async fn a_funding_source_of_an_older_program_pays_for_nothing() {
    every_database(async |database| {
    let store = database.open().await;
    seed(&store, &catalogue("Listening"), "a").await;
    let sql = r#"INSERT INTO entry VALUES ('funding-source', 'grant', '{"code":"grant","title":"Grant","kind":"grant",
        "amount":"1500","conditions":null,"provenance":"invented"}', 'built-in')"#;
    store.connection.execute_unprepared(sql).await.expect(sql);
    let (parts, _) = store.load().await.expect("read");
    let [source] = &parts.funding_sources[..] else { panic!("{:?}", parts.funding_sources) };
    assert!(source.pays_for.is_empty() && source.places.is_none() & source.requires.is_empty());
    })
    .await;
}

#[tokio::test]
async fn a_row_that_cannot_be_read_is_named_by_table_column_and_key() {
    let cases = [
        (
            "UPDATE course SET title = 'Hearing'",
            "the database is damaged: in table course, column title of listening cannot be read: it is \"Hearing\", but the body says \"Listening\"",
        ),
        (
            "UPDATE course_version SET body = '{' WHERE version = '2.0.0'",
            "the database is damaged: in table course_version, column body of listening@2.0.0 cannot be read: EOF while parsing an object at line 1 column 1",
        ),
        (
            "UPDATE offering SET provider = 'other'",
            "the database is damaged: in table offering, column provider of listening-1 cannot be read: it is \"other\", but the body says \"college\"",
        ),
        (
            "UPDATE entry SET kind = 'flag' WHERE kind = 'tag'",
            "the database is damaged: in table entry, column kind of flag hope cannot be read: \"flag\" is not a kind of entry",
        ),
        (
            "UPDATE course SET origin = 'removed'",
            "the database is damaged: in table course, column origin of listening cannot be read: \"removed\" is not where a row comes from",
        ),
        (
            "DELETE FROM registry_meta",
            "the database is damaged: in table registry_meta, column id of 1 cannot be read: the row is missing",
        ),
    ];
    for (sql, message) in cases {
        every_database(async |database| assert_eq!(message_after(&database, sql).await, message, "{sql}")).await;
    }
}

/// Before awards said how they are made of points and how much may be recognised, and rules on what terms they hold, their
/// bodies had no such keys.
#[tokio::test]
async fn awards_and_rules_of_an_older_program_are_still_read() {
    let text = include_str!("../../format/fixtures/everything.toml");
    let files = [crate::format::SourceFile { name: "everything.toml", text }];
    let written = crate::format::read_catalogue(&files).expect("readable").build().expect("sound");
    let folder = Folder::new();
    let store = open(&folder).await;
    seed(&store, &written, "a").await;
    for (kind, code, keys) in [
        (
            "qualification",
            "CHC43515",
            "'$.points_packaging', '$.recognition', '$.packaging.groups[0].least', '$.packaging.groups[0].most'",
        ),
        (
            "credit-rule",
            "suite-credit",
            "'$.basis', '$.provider', '$.from_provider', '$.valid', '$.group', '$.conditions'",
        ),
    ] {
        let sql = format!(
            "UPDATE entry SET body = json_remove(body, {keys}) \
             WHERE kind = '{kind}' AND code = '{code}' AND body <> json_remove(body, {keys})"
        );
        let changed = store.connection.execute_unprepared(&sql).await.expect("changed");
        assert_eq!(changed.rows_affected(), 1, "{kind} {code}");
    }
    assert_eq!(store.load().await.expect("read").0, written.to_parts());
}

#[tokio::test]
async fn two_programs_that_start_together_write_the_seeds_once() {
    every_database(async |database| {
        let (one, other) = (database.open().await, database.open().await);
        let seeds = catalogue("Listening");
        let (first, second) = tokio::join!(seed(&one, &seeds, "a"), seed(&other, &seeds, "a"));
        let mut outcomes = [first, second];
        outcomes.sort_by_key(|outcome| *outcome == MergeOutcome::Unchanged);
        assert_eq!(outcomes, [MergeOutcome::Written { revision: 1 }, MergeOutcome::Unchanged]);
    })
    .await;
}
