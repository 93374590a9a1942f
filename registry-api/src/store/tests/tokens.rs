//! Tokens: kept without their secret, found by its hash, made and revoked with an entry in the log.

use chrono::TimeDelta;
use registry_core::audit::TokenId;

use super::*;
use crate::access::{Scope, TokenDraft, TokenRecord, TokenSecret};
use crate::store::TokensOf;

/// Makes a token and gives it with its secret.
async fn made(store: &Store, number: u64, provider: Option<&str>) -> (TokenRecord, TokenSecret) {
    let draft = TokenDraft {
        label: format!("token {number}"),
        provider: provider.map(|code| code.parse().expect("code")),
        scopes: [Scope::Publish, Scope::ManageTokens].into(),
        days: 30,
    };
    let record = draft.record(TokenId::new(number), now()).expect("sound");
    let secret = TokenSecret::generate().expect("randomness");
    store.create_token(&record, &secret.hash(), event(AuditAction::CreateToken)).await.expect("made");
    (record, secret)
}

#[tokio::test]
async fn a_token_is_found_by_its_secret_and_by_its_number() {
    every_database(async |database| {
        let store = database.open().await;
        let (record, secret) = made(&store, 1, Some("college")).await;
        made(&store, 2, None).await;
        assert_eq!(store.find_token(&secret.hash()).await.expect("read"), Some(record.clone()));
        assert_eq!(store.token(record.id).await.expect("read"), Some(record));
        let other = TokenSecret::generate().expect("randomness");
        assert_eq!(store.find_token(&other.hash()).await.expect("read"), None);
    })
    .await;
}

#[tokio::test]
async fn the_database_does_not_hold_the_secret() {
    let folder = Folder::new();
    let store = open(&folder).await;
    let (_, secret) = made(&store, 1, None).await;
    store.close().await.expect("closed");
    let bytes = std::fs::read(folder.database()).expect("bytes");
    let holds = |text: &str| bytes.windows(text.len()).any(|window| window == text.as_bytes());
    assert!(holds(&secret.hash().to_string()), "the hash is there");
    assert!(!holds(&secret.reveal()[4..]), "the secret is there");
}

#[tokio::test]
async fn tokens_are_listed_by_whose_they_are() {
    every_database(async |database| {
        let store = database.open().await;
        for (number, provider) in [(1, None), (2, Some("college")), (3, Some("other")), (4, Some("college"))] {
            made(&store, number, provider).await;
        }
        let college = "college".parse().expect("code");
        let numbers = async |of| {
            let tokens: Vec<TokenRecord> = store.list_tokens(of).await.expect("read");
            tokens.into_iter().map(|token| token.id).collect::<Vec<_>>()
        };
        let ids = |numbers: &[u64]| numbers.iter().copied().map(TokenId::new).collect::<Vec<_>>();
        assert_eq!(numbers(TokensOf::Everybody).await, ids(&[1, 2, 3, 4]));
        assert_eq!(numbers(TokensOf::Operators).await, ids(&[1]));
        assert_eq!(numbers(TokensOf::Provider(&college)).await, ids(&[2, 4]));
    })
    .await;
}

#[tokio::test]
async fn a_token_is_revoked_once_and_the_log_says_so() {
    every_database(async |database| {
        let store = database.open().await;
        let (record, secret) = made(&store, 1, None).await;
        let revoke = async |number| {
            store.revoke_token(TokenId::new(number), event(AuditAction::RevokeToken)).await.expect("answered")
        };
        assert!(revoke(1).await);
        assert!(!revoke(1).await, "it was revoked before");
        assert!(!revoke(2).await, "there is no such token");
        let found = store.find_token(&secret.hash()).await.expect("read").expect("still there");
        assert_eq!(found, TokenRecord { revoked: Some(now()), ..record });
        let actions: Vec<AuditAction> =
            store.audit_entries().await.expect("read").into_iter().map(|entry| entry.event.action).collect();
        assert_eq!(actions, [AuditAction::CreateToken, AuditAction::RevokeToken]);
    })
    .await;
}

#[tokio::test]
async fn the_last_use_is_noted_once_a_minute_and_not_in_the_log() {
    every_database(async |database| {
        let store = database.open().await;
        let (record, secret) = made(&store, 1, None).await;
        let touch = async |record: &TokenRecord, seconds| {
            store.touch_token(record, now() + TimeDelta::seconds(seconds)).await.expect("noted")
        };
        assert!(touch(&record, 10).await);
        assert!(!touch(&record, 50).await, "another process has noted it this minute");
        let found = async || store.find_token(&secret.hash()).await.expect("read").expect("there");
        assert_eq!(found().await.last_used, Some(now()));
        let before = store.statements();
        assert!(!touch(&found().await, 50).await);
        assert_eq!(store.statements() - before, 1, "noting nothing asks nothing");
        assert!(touch(&found().await, 61).await);
        assert_eq!(found().await.last_used, Some(now() + TimeDelta::minutes(1)));
        assert_eq!(store.audit_head().await.expect("read").sequence, 1);
    })
    .await;
}

#[tokio::test]
async fn two_tokens_never_share_a_number() {
    every_database(async |database| {
        let store = database.open().await;
        let (record, _) = made(&store, 1, None).await;
        let secret = TokenSecret::generate().expect("randomness");
        let twice = store.create_token(&record, &secret.hash(), event(AuditAction::CreateToken)).await;
        assert!(twice.is_err());
        assert_eq!(store.audit_head().await.expect("read").sequence, 1, "the log has no entry of what did not happen");
    })
    .await;
}
