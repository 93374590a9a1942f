//! What a provider has issued, page by page: as a list that is made and cut by hand.

use chrono::TimeDelta;

use super::credentials::{claim, finish, intent, noted, with_key};
use super::*;
use crate::store::{
    CredentialPage, CredentialRecord, CredentialState, CredentialsWanted, ListEnd, ListPart, ListedAt, StatusChange,
    StatusNow, StatusRequest,
};

const COUNT: u32 = 23;

fn college() -> registry_core::id::ProviderCode {
    "college".parse().expect("code")
}

/// Credentials of three times, some claimed, some suspended, some revoked; two that are only noted.
async fn issued(store: &Store) -> Vec<CredentialRecord> {
    let intents: Vec<_> = (0..COUNT + 2).map(|row| intent("list", row)).collect();
    let places: Vec<u32> = (0..COUNT + 2).collect();
    let ids: Vec<_> = noted(store, &intents, &places).await.iter().map(|record| record.id).collect();
    for some in ids[..COUNT as usize].chunks(9) {
        finish(store, some, "signed").await;
    }
    for row in (0..COUNT).step_by(3) {
        assert!(store.claim(&claim(row).digest(), now()).await.expect("answered").is_some(), "{row}");
    }
    // What was finished a chunk at a time is issued at another time, each chunk.
    for (chunk, some) in ids[..COUNT as usize].chunks(9).enumerate() {
        let at = super::super::written(time(chunk));
        for id in some {
            let update = format!("UPDATE credential SET issued_at = '{at}' WHERE id = '{id}'");
            store.connection.execute_unprepared(&update).await.expect("updated");
        }
    }
    for (change, every) in [(StatusChange::Suspend, 4), (StatusChange::Revoke, 10)] {
        let some: Vec<_> = ids.iter().step_by(every).map(|id| (*id, None)).collect();
        let request = StatusRequest {
            change,
            of: None,
            credentials: &some[..3],
            idempotent: None,
            event: &|_, _| event(AuditAction::RevokeCredentials),
            answer: &|_| String::new(),
            at: now(),
        };
        store.change_status(request).await.expect("answered");
    }
    let mut all = store.credentials(&ids[..COUNT as usize]).await.expect("read");
    all.sort_by_key(|record| std::cmp::Reverse((place(record).issued, record.id.to_string())));
    all
}

fn time(chunk: usize) -> DateTime<Utc> {
    now() + TimeDelta::days(i64::try_from(chunk).expect("few"))
}

fn place(record: &CredentialRecord) -> ListedAt {
    let CredentialState::Issued { at, .. } = record.state else { panic!("{record:?}") };
    ListedAt { issued: at, id: record.id }
}

/// The same, by hand.
fn by_hand(all: &[CredentialRecord], wanted: &CredentialsWanted, part: &ListPart) -> CredentialPage {
    let key = |at: ListedAt| std::cmp::Reverse((at.issued, at.id.to_string()));
    let kept: Vec<&CredentialRecord> = all.iter().filter(|record| is_wanted(record, wanted)).collect();
    let is_within = |record: &CredentialRecord| {
        part.after.is_none_or(|after| key(after) < key(place(record)))
            && part.before.is_none_or(|before| key(place(record)) < key(before))
    };
    let within: Vec<usize> = (0..kept.len()).filter(|&at| is_within(kept[at])).collect();
    let size = usize::try_from(part.size).expect("small").min(within.len());
    let shown = match part.from {
        ListEnd::Newest => &within[..size],
        ListEnd::Oldest => &within[within.len() - size..],
    };
    let cut = within.len() > size;
    let beyond = |place_of: Option<ListedAt>, older: bool| {
        place_of.is_some_and(|at| {
            kept.iter().any(|record| if older { key(place(record)) >= key(at) } else { key(place(record)) <= key(at) })
        })
    };
    CredentialPage {
        records: shown.iter().map(|&at| kept[at].clone()).collect(),
        is_more_before: if part.from == ListEnd::Newest { beyond(part.after, false) } else { cut },
        is_more_after: if part.from == ListEnd::Newest { cut } else { beyond(part.before, true) },
    }
}

fn is_wanted(record: &CredentialRecord, wanted: &CredentialsWanted) -> bool {
    let issued = place(record).issued;
    wanted.course.as_ref().is_none_or(|course| course.as_str() == "listening")
        && wanted.qualification.is_none()
        && wanted.status.is_none_or(|status| status == record.status_now())
        && wanted.issued_from.is_none_or(|from| from <= issued)
        && wanted.issued_before.is_none_or(|before| issued < before)
        && wanted.claimed.is_none_or(|claimed| claimed == record.claimed_at.is_some())
}

#[tokio::test]
async fn every_page_of_every_filter_is_what_the_list_made_by_hand_has_there() {
    every_database(async |database| {
        let store = with_key(database).await;
        let all = issued(&store).await;
        let none = CredentialsWanted::default;
        let of = |status| CredentialsWanted { status: Some(status), ..none() };
        let filters = [
            none(),
            CredentialsWanted { course: Some("listening".parse().expect("code")), ..none() },
            CredentialsWanted { course: Some("other".parse().expect("code")), ..none() },
            CredentialsWanted { qualification: Some("CHC43515".parse().expect("code")), ..none() },
            of(StatusNow::InForce),
            of(StatusNow::Suspended),
            of(StatusNow::Revoked),
            CredentialsWanted { claimed: Some(true), ..none() },
            CredentialsWanted { claimed: Some(false), issued_from: Some(time(1)), ..none() },
            CredentialsWanted { issued_from: Some(time(0)), issued_before: Some(time(2)), ..none() },
        ];
        let places: Vec<Option<ListedAt>> =
            [None].into_iter().chain(all.iter().step_by(5).map(|record| Some(place(record)))).collect();
        let mut seen = [0_usize; 3];
        for wanted in &filters {
            for (&after, &before) in places.iter().flat_map(|after| places.iter().map(move |before| (after, before))) {
                for (from, size) in [(ListEnd::Newest, 4), (ListEnd::Oldest, 4), (ListEnd::Newest, 100)] {
                    let part = ListPart { after, before, size, from };
                    let page = store.credential_page(&college(), wanted, &part).await.expect("read");
                    assert_eq!(page, by_hand(&all, wanted, &part), "{wanted:?} {part:?}");
                    let counts = [!page.records.is_empty(), page.is_more_before, page.is_more_after];
                    seen.iter_mut().zip(counts).for_each(|(seen, it)| *seen += usize::from(it));
                }
            }
            let count = store.credential_count(&college(), wanted).await.expect("read");
            assert_eq!(count as usize, all.iter().filter(|record| is_wanted(record, wanted)).count(), "{wanted:?}");
        }
        assert!(seen.iter().all(|seen| *seen > 50), "{seen:?}");
    })
    .await;
}

#[tokio::test]
async fn a_page_takes_two_statements_at_most_and_shows_nothing_of_another_provider() {
    every_database(async |database| {
        let store = with_key(database).await;
        let all = issued(&store).await;
        for (size, after, expected) in [(1, None, 1), (100, None, 1), (1, Some(4), 2), (100, Some(4), 2)] {
            let after = after.map(|at: usize| place(&all[at]));
            let part = ListPart { after, before: None, size, from: ListEnd::Newest };
            let before = store.statements();
            store.credential_page(&college(), &CredentialsWanted::default(), &part).await.expect("read");
            assert_eq!(store.statements() - before, expected, "{size} {after:?}");
            let other = "other".parse().expect("code");
            let theirs = store.credential_page(&other, &CredentialsWanted::default(), &part).await.expect("read");
            assert_eq!(theirs, CredentialPage { records: Vec::new(), is_more_before: false, is_more_after: false });
        }
    })
    .await;
}
