//! A new built-in catalogue takes the place of the old one and never of what was published.

use registry_core::publish::Delta;

use super::*;
use crate::store::{Commit, CommitOutcome};

/// Publishes a change on top of what there is.
async fn publish(store: &Store, delta: &Delta) {
    let expected_revision = store.revision().await.expect("revision");
    let commit = Commit { expected_revision, delta, event: event(AuditAction::Import), idempotency: None };
    let outcome = store.commit(commit).await.expect("committed");
    assert!(matches!(outcome, CommitOutcome::Committed { .. }), "{outcome:?}");
}

fn putting(parts: CatalogueParts) -> Delta {
    Delta { put: parts, ..Delta::default() }
}

fn provider(code: &str, title: &str) -> Provider {
    Provider {
        code: code.parse().expect("code"),
        title: title.to_owned(),
        kind: ProviderKind::Rto,
        provenance: Provenance::Invented,
    }
}

async fn loaded(store: &Store) -> CatalogueParts {
    store.load().await.expect("read").0
}

#[tokio::test]
async fn what_was_published_outlives_new_built_in_files() {
    every_database(async |database| {
        let store = database.open().await;
        seed(&store, &catalogue("Listening"), "a").await;
        let mut course = course("Deep listening");
        course.versions.push(version("10.1.0"));
        publish(
            &store,
            &putting(CatalogueParts {
                courses: vec![course.clone()],
                providers: vec![provider("co-op", "Co-op")],
                ..CatalogueParts::default()
            }),
        )
        .await;

        let mut parts = catalogue("Hearing").to_parts();
        parts.tags.push(tag("trust"));
        parts.providers[0].title = "College of Perth".to_owned();
        let built_in = Catalogue::build(parts).expect("sound");
        assert_eq!(seed(&store, &built_in, "b").await, MergeOutcome::Written { revision: 3 });
        let after = loaded(&store).await;
        let versions = |course: &Course| course.versions.iter().map(|v| v.version.to_string()).collect::<Vec<_>>();
        assert_eq!((after.courses.len(), after.courses[0].title.as_str()), (1, "Deep listening"));
        assert_eq!(versions(&after.courses[0]), ["1.0.0", "2.0.0", "10.0.0", "10.1.0"]);
        let titles: Vec<&str> = after.providers.iter().map(|provider| provider.title.as_str()).collect();
        assert_eq!(titles, ["Co-op", "College of Perth"]);
        assert_eq!(after.tags.len(), 2);
        let (published, _) = store.published().await.expect("read");
        assert_eq!(published.put.courses.len() + published.put.providers.len(), 2);
        assert_eq!(built_in.with(&published).expect("sound").to_parts(), after);
    })
    .await;
}

#[tokio::test]
async fn built_in_rows_that_are_no_longer_there_are_taken_away() {
    every_database(async |database| {
        let store = database.open().await;
        let mut before = catalogue("Listening").to_parts();
        before.courses.push(Course { code: "gone".parse().expect("code"), ..course("Gone") });
        before.tags.push(tag("gone"));
        seed(&store, &Catalogue::build(before).expect("sound"), "a").await;
        let mut after = catalogue("Listening").to_parts();
        after.courses[0].versions.retain(|version| version.version.major != 2);
        after.offerings.clear();
        let after = Catalogue::build(after).expect("sound");
        seed(&store, &after, "b").await;
        assert_eq!(loaded(&store).await, after.to_parts());
    })
    .await;
}

#[tokio::test]
async fn an_offering_that_was_taken_away_stays_away_until_the_files_forget_it() {
    every_database(async |database| {
        let store = database.open().await;
        seed(&store, &catalogue("Listening"), "a").await;
        let removal = Delta { remove_offerings: vec!["listening-1".parse().expect("code")], ..Delta::default() };
        publish(&store, &removal).await;
        assert_eq!(loaded(&store).await.offerings, []);
        seed(&store, &catalogue("Hearing"), "b").await;
        let after = loaded(&store).await;
        assert_eq!((after.offerings.len(), after.courses[0].title.as_str()), (0, "Hearing"));
        assert_eq!(store.published().await.expect("read").0, removal);

        let mut without = catalogue("Hearing").to_parts();
        without.offerings.clear();
        seed(&store, &Catalogue::build(without).expect("sound"), "c").await;
        assert_eq!(store.published().await.expect("read").0, Delta::default());
    })
    .await;
}

#[tokio::test]
async fn a_published_course_keeps_its_versions_whatever_the_built_in_files_say_of_it() {
    every_database(async |database| {
        let store = database.open().await;
        seed(&store, &catalogue("Listening"), "a").await;
        let mut theirs = catalogue("Listening").to_parts().courses;
        theirs.iter_mut().for_each(|course| course.title = "Theirs".to_owned());
        publish(&store, &putting(CatalogueParts { courses: theirs.clone(), ..CatalogueParts::default() })).await;
        let mut other = catalogue("Hearing").to_parts();
        other.courses[0]
            .versions
            .iter_mut()
            .for_each(|version| version.volume_of_learning = Hours::from_minutes(5_940));
        let other = Catalogue::build(other).expect("sound");
        assert_eq!(seed(&store, &other, "b").await, MergeOutcome::Written { revision: 3 });
        assert_eq!(loaded(&store).await.courses, theirs);
    })
    .await;
}

#[tokio::test]
async fn built_in_files_that_do_not_fit_what_was_published_are_not_written() {
    every_database(async |database| {
        let store = database.open().await;
        seed(&store, &catalogue("Listening"), "a").await;
        let offerings = catalogue("Listening").to_parts().offerings;
        publish(&store, &putting(CatalogueParts { offerings, ..CatalogueParts::default() })).await;
        let nothing = Catalogue::build(CatalogueParts::default()).expect("sound");
        assert!(matches!(seed(&store, &nothing, "b").await, MergeOutcome::Refused(_)));
        assert_eq!(loaded(&store).await.courses[0].title, "Listening");
    })
    .await;
}
