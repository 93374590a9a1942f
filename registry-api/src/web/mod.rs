//! Pages for people, drawn by the server: browse what there is, plan training, keep the plan.
//!
//! A page is a function from what was asked to an `Answer`; one endpoint (`endpoint`) reads requests, charges them
//! and writes answers with the headers that every page has. Pages call `ops` and read the snapshot. No page needs a
//! script, and none a cookie before somebody signs in (`session`). Answers to questions travel sealed in the address.

mod answer;
mod assets;
mod browse;
mod endpoint;
mod fields;
mod head;
mod links;
mod message;
mod plan;
mod record;
mod session;
mod signed;
mod start;
mod verify;
mod words;
mod workspace;
mod zone;

#[cfg(test)]
mod tests;

use std::sync::Arc;

use poem::{Route, RouteMethod};

use self::endpoint::{Handler, Run};
use self::plan::{Seal, Sealed};
use self::session::Sessions;
use crate::rate::RateLimiter;
use crate::state::AppState;

pub(crate) use self::message::{Reader, in_words};

/// What every page shares.
struct Web {
    state: Arc<AppState>,
    rate: Arc<RateLimiter>,
    seal: Seal,
    drafts: Seal,
    /// How often somebody may try to sign in.
    attempts: RateLimiter,
    sessions: Sessions,
}

/// Mounts the pages over the state of the process; they are charged to the buckets of `rate`.
pub fn mount(route: Route, state: Arc<AppState>, rate: Arc<RateLimiter>) -> Route {
    let keys = state.keys();
    let (seal, drafts) = (Seal::new(keys, Sealed::Plan), Seal::new(keys, Sealed::Draft));
    let (sessions, attempts) = (Sessions::new(keys), RateLimiter::new(workspace::ATTEMPTS));
    let web = Arc::new(Web { state, rate, seal, drafts, attempts, sessions });
    let read = |run: Run| RouteMethod::new().get(Handler::new(&web, run));
    let plan = |run: Run| RouteMethod::new().get(Handler::planning(&web, run));
    let form = |show: Run, take: Run| RouteMethod::new().get(Handler::new(&web, show)).post(Handler::new(&web, take));
    let route = assets::mount(route).at("/", read(start::start)).at("/about", read(start::about));
    let route = signed::mount(route, &web.state);
    let route = browse::mount(route, &read);
    let route = verify::mount(route, &web);
    let route = workspace::mount(route, &web);
    let route = record::mount(route, &web);
    plan::mount(route, &plan::Endpoints { read: &read, plan: &plan, form: &form })
}
