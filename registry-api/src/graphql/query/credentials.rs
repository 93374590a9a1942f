//! What a provider has issued, for that provider.

use async_graphql::{Context, InputObject, Object, Result};
use chrono::Days;
use registry_core::id::ProviderCode;

use super::{Today, snapshot};
use crate::graphql::access::{issuer, state};
use crate::graphql::cursors::{Connection, Edge, Total, Window, not_of_this_list, read_cursor};
use crate::graphql::error::{ApiError, ErrorCode};
use crate::graphql::scalars::GivenDate;
use crate::graphql::types::kept_credential::{Credential, CredentialStatus};
use crate::ops;
use crate::store::{CredentialsWanted, ListEnd, ListPart, ListedAt};

/// Which credentials are listed: those of which everything given is true.
#[derive(InputObject, Debug, Default)]
struct CredentialFilter {
    /// Is of that course, by code.
    course: Option<String>,
    /// Is of that qualification, by code.
    qualification: Option<String>,
    /// Has that status now.
    status: Option<CredentialStatus>,
    /// Was issued on that day or later, at UTC+10.
    issued_from: Option<GivenDate>,
    /// Was issued on that day or earlier, at UTC+10.
    issued_until: Option<GivenDate>,
    /// Was claimed from its last claim link, or not.
    claimed: Option<bool>,
}

impl CredentialFilter {
    /// Reads the codes and days.
    ///
    /// # Errors
    /// A code of `"a b"`, a day of `"soon"`; all of them at once.
    fn read(self) -> Result<CredentialsWanted, ApiError> {
        let mut wrong = Vec::new();
        let course = self.course.map(|code| code.parse().map_err(|_| wrong.push(not_a_code("course"))).ok());
        let qualification =
            self.qualification.map(|code| code.parse().map_err(|_| wrong.push(not_a_code("qualification"))).ok());
        let mut day = |given: Option<GivenDate>, name: &str| {
            // An error of the whole request repeats no text of the asker's.
            let say = |_| wrong.push(format!("The filter's {name} is not a day; write one such as 2027-02-01."));
            given.and_then(|day| day.read().map_err(say).ok())
        };
        let (from, until) = (day(self.issued_from, "issuedFrom"), day(self.issued_until, "issuedUntil"));
        if !wrong.is_empty() {
            return Err(ApiError::new(ErrorCode::BadQuery, wrong.join(" ")));
        }
        let day_after = until.and_then(|day| day.checked_add_days(Days::new(1)));
        Ok(CredentialsWanted {
            course: course.flatten(),
            qualification: qualification.flatten(),
            status: self.status.map(Into::into),
            issued_from: from.and_then(Today::begins),
            issued_before: day_after.and_then(Today::begins),
            claimed: self.claimed,
        })
    }
}

fn not_a_code(name: &str) -> String {
    format!("The filter's {name} is not a code; write letters, digits, hyphens and full stops.")
}

/// What a provider has issued.
#[derive(Default)]
pub(super) struct CredentialQuery;

#[Object]
impl CredentialQuery {
    /// What a provider has issued, the newest first. Takes the scope `issue`. Null where the provider is not there or not yours: the
    /// answer is the same.
    #[expect(clippy::too_many_arguments, reason = "each is an argument of the field")]
    async fn credentials<'ctx>(
        &self,
        context: &Context<'ctx>,
        #[graphql(desc = "The provider, by code. Left out: the one whose token asks; an operator gives one.")] provider: Option<
            String,
        >,
        #[graphql(desc = "Only those of which all this is true.")] filter: Option<CredentialFilter>,
        #[graphql(desc = "How many, from the start; 20 when left out, at most 100.")] first: Option<i32>,
        #[graphql(desc = "After this cursor.")] after: Option<String>,
        #[graphql(desc = "How many, from the end; at most 100.")] last: Option<i32>,
        #[graphql(desc = "Before this cursor.")] before: Option<String>,
    ) -> Result<Option<Connection<'ctx, Credential<'ctx>>>> {
        let by = issuer(context)?;
        let (state, at) = (state(context)?, snapshot(context)?);
        let window = Window::new(first, after, last, before)?;
        let part = part_of(&window)?;
        let wanted = filter.unwrap_or_default().read()?;
        let whose = match (provider, &by.may_for) {
            (None, Some(own)) => Some(own.clone()),
            (Some(code), _) => ops::listed_for(state, &by, &code),
            (None, None) => {
                let message = "An operator says whose credentials are listed; give the provider.";
                return Err(ApiError::new(ErrorCode::BadQuery, message).into());
            }
        };
        let Some(whose) = whose else { return Ok(None) };
        let page = ops::credential_page(state, &whose, &wanted, &part).await.map_err(ApiError::internal)?;
        let edges = page.records.into_iter().map(|record| {
            let node = Credential { state, at, record };
            Edge { cursor: node.cursor(), node }
        });
        let edges = edges.collect();
        let counting = move || counted(state, whose.clone(), wanted.clone());
        let total = Total::Asked(Box::new(move || Box::pin(counting())));
        Ok(Some(Connection { edges, before: page.is_more_before, after: page.is_more_after, total }))
    }

    /// One credential that was issued. Takes the scope `issue`. Null where it is not there or not yours: the answer is the same.
    async fn credential<'ctx>(
        &self,
        context: &Context<'ctx>,
        #[graphql(desc = "The id of the credential; its document's `id` ends with it.")] id: String,
    ) -> Result<Option<Credential<'ctx>>> {
        let by = issuer(context)?;
        let (state, at) = (state(context)?, snapshot(context)?);
        let Ok(id) = id.parse() else { return Ok(None) };
        let found = ops::one_credential(state, &by, id).await.map_err(ApiError::internal)?;
        Ok(found.map(|record| Credential { state, at, record }))
    }
}

async fn counted(
    state: &crate::state::AppState,
    whose: ProviderCode,
    wanted: CredentialsWanted,
) -> Result<usize, ApiError> {
    let count = ops::count_credentials(state, &whose, &wanted).await.map_err(ApiError::internal)?;
    Ok(usize::try_from(count).unwrap_or(usize::MAX))
}

fn part_of(window: &Window) -> Result<ListPart, ApiError> {
    let place = |cursor: &Option<String>| cursor.as_deref().map(place_of).transpose();
    Ok(ListPart {
        after: place(&window.after)?,
        before: place(&window.before)?,
        size: window.size as u64,
        from: if window.backwards { ListEnd::Oldest } else { ListEnd::Newest },
    })
}

/// The place that a cursor of [`Credential::cursor`] names.
fn place_of(cursor: &str) -> Result<ListedAt, ApiError> {
    let read = read_cursor::<(String, String, String)>(cursor).filter(|(list, ..)| list == Credential::LIST);
    let place = read.and_then(|(_, issued, id)| Some(ListedAt { issued: issued.parse().ok()?, id: id.parse().ok()? }));
    place.ok_or_else(not_of_this_list)
}
