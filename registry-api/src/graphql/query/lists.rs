//! Short lists: the words the catalogue is written in.

use async_graphql::{Context, Object, Result};
use registry_core::id::RoleCode;

use super::snapshot;
use crate::graphql::types::credit::{CreditRule, CreditScheme};
use crate::graphql::types::rate_limit::RateLimit;
use crate::graphql::types::role::{Role, Workforce};
use crate::graphql::types::source::SourceDocument;
use crate::graphql::types::support::{FundingSource, SupportCommitment};
use crate::graphql::types::tag::{Region, Tag};
use crate::graphql::types::tier::{ReadinessTier, Tier};
use crate::rate::RateLimitStatus;

/// Short lists.
#[derive(Default)]
pub(super) struct ListQuery;

#[Object]
impl ListQuery {
    /// The four tiers of the internship model, in order.
    async fn tiers<'ctx>(&self, context: &Context<'ctx>) -> Result<Vec<Tier<'ctx>>> {
        let at = snapshot(context)?;
        Ok(at.catalogue().tiers().map(|entry| Tier { at, entry }).collect())
    }

    /// The two tiers of readiness of organisations, in order.
    async fn readiness_tiers<'ctx>(&self, context: &Context<'ctx>) -> Result<Vec<ReadinessTier<'ctx>>> {
        let at = snapshot(context)?;
        Ok(at.catalogue().readiness_tiers().iter().map(|entry| ReadinessTier::new(at, entry)).collect())
    }

    /// Roles in order of code; at most a few dozen.
    async fn roles<'ctx>(&self, context: &Context<'ctx>) -> Result<Vec<Role<'ctx>>> {
        let at = snapshot(context)?;
        Ok(at.catalogue().roles().map(|entry| Role { at, entry }).collect())
    }

    /// The role with that code; null when there is none.
    async fn role<'ctx>(
        &self,
        context: &Context<'ctx>,
        #[graphql(desc = "A role's code.")] code: String,
    ) -> Result<Option<Role<'ctx>>> {
        let at = snapshot(context)?;
        let entry = RoleCode::new(&code).ok().and_then(|code| at.catalogue().role(&code));
        Ok(entry.map(|entry| Role { at, entry }))
    }

    /// Workforces in order of code; at most a dozen.
    async fn workforces<'ctx>(&self, context: &Context<'ctx>) -> Result<Vec<Workforce<'ctx>>> {
        let at = snapshot(context)?;
        Ok(at.catalogue().workforces().map(|entry| Workforce::new(at, entry)).collect())
    }

    /// Tags in order of code; at most a hundred or so.
    async fn tags<'ctx>(&self, context: &Context<'ctx>) -> Result<Vec<Tag<'ctx>>> {
        let at = snapshot(context)?;
        Ok(at.catalogue().tags().map(|entry| Tag::new(at, entry)).collect())
    }

    /// Funding sources in order of code; at most a few dozen.
    async fn funding_sources<'ctx>(&self, context: &Context<'ctx>) -> Result<Vec<FundingSource<'ctx>>> {
        let at = snapshot(context)?;
        Ok(at.catalogue().funding_sources().map(|entry| FundingSource::new(at, entry)).collect())
    }

    /// Support beside courses, in order of code; at most a few dozen.
    async fn support_commitments<'ctx>(&self, context: &Context<'ctx>) -> Result<Vec<SupportCommitment<'ctx>>> {
        let at = snapshot(context)?;
        Ok(at.catalogue().support_commitments().map(|entry| SupportCommitment::new(at, entry)).collect())
    }

    /// Credit rules in order of code; at most a few dozen.
    async fn credit_rules<'ctx>(&self, context: &Context<'ctx>) -> Result<Vec<CreditRule<'ctx>>> {
        let at = snapshot(context)?;
        Ok(at.catalogue().credit_rules().map(|entry| CreditRule { at, entry }).collect())
    }

    /// Credit schemes in order of code; at most a few dozen.
    async fn credit_schemes<'ctx>(&self, context: &Context<'ctx>) -> Result<Vec<CreditScheme<'ctx>>> {
        let at = snapshot(context)?;
        Ok(at.catalogue().credit_schemes().map(|entry| CreditScheme::new(at, entry)).collect())
    }

    /// Regions in order of code; at most a few dozen.
    async fn regions<'ctx>(&self, context: &Context<'ctx>) -> Result<Vec<Region<'ctx>>> {
        let at = snapshot(context)?;
        Ok(at.catalogue().regions().map(|entry| Region::new(at, entry)).collect())
    }

    /// The documents that provenance quotes, in order of code; at most a few dozen.
    async fn source_documents<'ctx>(&self, context: &Context<'ctx>) -> Result<Vec<SourceDocument<'ctx>>> {
        Ok(snapshot(context)?.catalogue().documents().map(SourceDocument::from).collect())
    }

    /// The revision of the catalogue that this answer was read from; it grows with every publication.
    async fn catalogue_revision(&self, context: &Context<'_>) -> Result<i64> {
        Ok(snapshot(context)?.revision())
    }

    /// What this request cost, and what is left; null where nothing is charged.
    async fn rate_limit(&self, context: &Context<'_>) -> Option<RateLimit> {
        context.data_opt::<RateLimitStatus>().map(RateLimit::from)
    }
}
