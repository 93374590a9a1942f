//! Claims: the holder takes the document once; the issuer may offer it again.

use chrono::{DateTime, Utc};
use registry_core::audit::AuditEvent;
use registry_core::id::ProviderCode;
use sea_orm::sea_query::Expr;
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter};

use super::super::entity::credential::{Column, Entity};
use super::super::error::While;
use super::super::write::Writing;
use super::{CredentialState, ISSUED, Store, StoreError, record_of, signed, written};
use crate::claim::{ClaimDigest, CredentialId};

const CLAIMING: &str = "handing over a credential";

/// A new offer of a credential.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct ClaimOffer {
    /// Which.
    pub credential: CredentialId,
    /// The claim with which it can be taken from then on.
    pub claim: ClaimDigest,
    /// The number of the offer, one more than the last.
    pub offer: u32,
}

/// A credential that its holder has taken. The document is not shown: it may name them.
#[derive(Clone, PartialEq, Eq)]
pub struct ClaimedDocument {
    /// Which.
    pub credential: CredentialId,
    /// Who issued it.
    pub provider: ProviderCode,
    /// The signed document.
    pub bytes: Vec<u8>,
    /// The same under its neutral title, where it has one.
    pub neutral: Option<Vec<u8>>,
}

impl std::fmt::Debug for ClaimedDocument {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "ClaimedDocument({}, {} bytes)", self.credential, self.bytes.len())
    }
}

impl Store {
    /// Hands a credential over to whoever has its claim, once: a second time, and for a claim that is none, there is nothing.
    ///
    /// # Errors
    /// A row that cannot be read; a database that fails. Then it may have been handed over; the issuer can offer it again.
    pub async fn claim(&self, claim: &ClaimDigest, at: DateTime<Utc>) -> Result<Option<ClaimedDocument>, StoreError> {
        self.write(CLAIMING, |writing| async move {
            let claimed = claim_in(&writing, claim, at).await?;
            if claimed.is_some() {
                writing.commit().await?;
            }
            Ok(claimed)
        })
        .await
    }

    /// Offers credentials again, each under a new claim: the old ones no longer claim anything. False, and nothing is written,
    /// where another offer of one of them came between.
    ///
    /// # Errors
    /// A database that fails.
    pub async fn offer_claims_again(&self, offers: &[ClaimOffer], events: Vec<AuditEvent>) -> Result<bool, StoreError> {
        let doing = "offering credentials again";
        let events = &events;
        self.write(doing, |writing| async move {
            for ClaimOffer { credential, claim, offer } in offers {
                let update = Entity::update_many()
                    .col_expr(Column::ClaimDigest, Expr::value(claim.to_string()))
                    .col_expr(Column::ClaimOffer, Expr::value(signed(*offer)))
                    .col_expr(Column::ClaimedAt, Expr::value(Option::<String>::None))
                    .filter(Column::Id.eq(credential.to_string()))
                    .filter(Column::ClaimOffer.eq(signed(offer.saturating_sub(1))));
                if update.exec(&writing.transaction).await.doing(doing)?.rows_affected == 0 {
                    return Ok(false);
                }
            }
            for event in events {
                writing.append(event.clone()).await?;
            }
            writing.commit().await?;
            Ok(true)
        })
        .await
    }
}

/// Hands a credential over within a write, so that what is made of it can be written together with that.
pub(in crate::store) async fn claim_in(
    writing: &Writing,
    claim: &ClaimDigest,
    at: DateTime<Utc>,
) -> Result<Option<ClaimedDocument>, StoreError> {
    let update = Entity::update_many()
        .col_expr(Column::ClaimedAt, Expr::value(written(at)))
        .filter(Column::ClaimDigest.eq(claim.to_string()))
        .filter(Column::ClaimedAt.is_null())
        .filter(Column::State.eq(ISSUED));
    if update.exec(&writing.transaction).await.doing(CLAIMING)?.rows_affected == 0 {
        return Ok(None);
    }
    let row = Entity::find().filter(Column::ClaimDigest.eq(claim.to_string())).one(&writing.transaction).await;
    let Some(row) = row.doing(CLAIMING)? else { return Ok(None) };
    let record = record_of(&row)?;
    let CredentialState::Issued { document: bytes, .. } = record.state else { return Ok(None) };
    let edition = Entity::find().filter(Column::EditionOf.eq(row.id.as_str())).filter(Column::State.eq(ISSUED));
    let neutral = edition.one(&writing.transaction).await.doing(CLAIMING)?.and_then(|edition| edition.document);
    Ok(Some(ClaimedDocument { credential: record.id, provider: record.provider, bytes, neutral }))
}
