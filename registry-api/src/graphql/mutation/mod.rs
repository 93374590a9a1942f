//! What changes the registry. Everything of an input is read before anything is done.

mod asked;
mod catalogue;
mod credentials;
pub(crate) mod import;
mod place;
pub(crate) mod run;
mod tokens;

use async_graphql::MergedObject;

/// What changes the registry.
#[derive(MergedObject, Default)]
pub struct Mutation(
    catalogue::CatalogueMutation,
    credentials::CredentialMutation,
    import::ImportMutation,
    tokens::TokenMutation,
);
