//! Words about what an operator does.

use registry_core::words::shortened;

use crate::web::workspace::Named;

pub(in crate::web) const OPERATOR: &str = "the operator";
pub(in crate::web) const OPERATOR_TITLE: &str = "The registry";
pub(in crate::web) const OPERATOR_LEAD: &str = "You run this registry. You can act for any provider in it.";
pub(in crate::web) const ALL_TOKENS: &str = "All tokens";
pub(in crate::web) const ALL_ACTIVITY: &str = "All that was done";
pub(in crate::web) const OF_PROVIDER: &str = "Provider";
pub(in crate::web) const OTHER_PROVIDER: &str = "Act for another provider, or for the registry";
pub(in crate::web) const ACT_FOR: &str = "Act for a provider";
pub(in crate::web) const ACT_LEAD: &str = "You may then do what that provider may. The audit log names your token.";
pub(in crate::web) const ACT: &str = "Act for this provider";
pub(in crate::web) const ACT_FOR_ONE: Named = ("provider", "Which provider?", "");
pub(in crate::web) const ACT_FOR_CODE: Named =
    ("provider", "The code of the provider", "It stands at the end of the address of its page.");
pub(in crate::web) const CHOOSE_PROVIDER: &str = "Choose a provider";
pub(in crate::web) const REGISTER: &str = "Register a provider";
pub(in crate::web) const REGISTER_LEAD: &str = "It can publish once it has a token. Its code and name never change.";
pub(in crate::web) const PROVIDER_CODE: Named =
    ("code", "A code for it", "Letters, digits, hyphens and full stops, such as tafe-gippsland.");
pub(in crate::web) const PROVIDER_TITLE: Named = ("title", "Its name", "As it calls itself.");
pub(in crate::web) const PROVIDER_KIND: Named = ("kind", "What sort of organisation is it?", "");
pub(in crate::web) const PROVIDER_SOURCE: Named =
    ("source", "Who says so elsewhere", "Such as training.gov.au. You may leave this and the next one empty.");
pub(in crate::web) const PROVIDER_PLACE: Named = ("place", "Where it is said", "Such as: RTO 0417.");
pub(in crate::web) const NO_PROVIDER_TITLE: &str = "Write its name";
pub(in crate::web) const CHOOSE_PROVIDER_KIND: &str = "Choose what sort of organisation it is";
pub(in crate::web) const SOURCE_AND_PLACE: &str =
    "Write both who says so and where, in at most 300 characters each, or leave both empty";
pub(in crate::web) const REGISTERED: &str = "Registered";
pub(in crate::web) const REGISTERED_NEXT: &str =
    "Make a token for it next, with what it may do. Its key for signing is made on the command line.";
pub(in crate::web) const THE_REGISTRY: &str = "the registry";
pub(in crate::web) const TOKEN_OF: Named =
    ("whose", "The code of the provider", "Left empty, the token is the operator’s and may act for everybody.");

pub(in crate::web) fn no_provider(code: &str) -> String {
    format!("There is no provider “{}”; look up its code among the providers", shortened(code))
}

pub(in crate::web) fn acting_for(provider: &str) -> String {
    format!("You act for {provider}.")
}
