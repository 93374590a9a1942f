//! Verifying: paste, upload, read the verdict. Not valid and could not check are answers, with the status 200.

mod endpoint;
mod form;
mod result;
mod share;

#[cfg(test)]
mod tests;

use std::sync::Arc;

use poem::{Route, RouteMethod};

use super::Web;
use super::endpoint::Handler;
pub(in crate::web) use endpoint::CREDENTIALS_MAX;
use endpoint::Verifying;

/// Adds the page and what programs send to.
pub(super) fn mount(route: Route, web: &Arc<Web>) -> Route {
    let page = RouteMethod::new().get(Handler::new(web, form::show)).post(Verifying::new(web));
    route.at("/verify", page)
}
