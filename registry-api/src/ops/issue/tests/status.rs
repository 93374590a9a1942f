//! A status changes whole or not at all.

use super::*;

/// Credentials, their list, the log and the kept answer change together or not at all, whichever statement fails.
#[tokio::test]
async fn whichever_statement_fails_a_status_changes_whole_or_not_at_all() {
    every_database(async |database| {
        let state = state(database).await;
        let store = state.store().expect("a store");
        let token = "t-0000000000000001".parse().expect("a token");
        let mut changes = 0;
        for when in [When::Before, When::After] {
            for well in 0.. {
                let key = format!("{when:?}-{well}");
                let ids: Vec<CredentialId> = issued(&state, &key, vec![award("Ada Lee"), award("Bo Chen")])
                    .await
                    .iter()
                    .map(|credential| credential.id)
                    .collect();
                let wish = || ChangeStatus {
                    by: IssuedBy { actor: Actor::Token(token), may_for: Some(college()) },
                    change: StatusChange::Revoke,
                    credentials: ids.clone(),
                    reason: Some("a mistake".to_owned()),
                    idempotent: Some(IdempotentRequest {
                        token,
                        key: key.parse().expect("a key"),
                        input: InputDigest::of("revokeCredentials", key.as_bytes()),
                    }),
                    dry_run: false,
                    now: now(),
                };
                store.faults().plan(well, when);
                let first = change_status(&state, wish()).await;
                let failed = !store.faults().is_still_to_come();
                assert_eq!(first.is_err(), failed, "{key}");
                let revoked = async || {
                    let records = store.credentials(&ids).await.expect("read");
                    let list = ListKey { provider: college(), number: 1, purpose: Purpose::Revocation };
                    let list = store.status_list(&list).await.expect("read").expect("a list").changes;
                    let entries = store.audit_entries().await.expect("read");
                    let said =
                        entries.iter().filter(|entry| entry.event.action == AuditAction::RevokeCredentials).count();
                    let revoked = records.iter().filter(|record| record.revoked_at.is_some()).count();
                    (revoked, i64::try_from(said).expect("few"), list)
                };
                let after = revoked().await;
                let (none, all) = ((0, changes, changes), (2, changes + 1, changes + 1));
                assert!(after == none || after == all, "{key}: {after:?}");
                let again = change_status(&state, wish()).await.expect("no fault");
                assert_eq!(again, Some(vec![StatusOutcome::Changed; 2]), "{key}");
                assert_eq!(revoked().await, all, "{key}");
                changes += 1;
                if !failed {
                    assert!(well > 6, "only {well} statements were tried");
                    break;
                }
            }
        }
    })
    .await;
}
