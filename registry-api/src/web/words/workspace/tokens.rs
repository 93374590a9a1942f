//! Words about tokens.

use chrono::NaiveDateTime;

use super::moment;
use crate::access::Scope;
use crate::web::workspace::Named;

pub(in crate::web) const TOKENS: &str = "Tokens";
pub(in crate::web) const TOKENS_LEAD: &str =
    "A token lets a person or a program act for you. Give each its own, with no more than it needs.";
pub(in crate::web) const TOKEN_COLUMNS: [&str; 5] = ["For what", "Number", "Scopes", "State", "Last used"];
pub(in crate::web) const REVOKED: &str = "revoked";
pub(in crate::web) const EXPIRED: &str = "ended";
pub(in crate::web) const NEVER_USED: &str = "never";
pub(in crate::web) const MAKE_TOKEN: &str = "Make a token";
pub(in crate::web) const LABEL: Named = ("label", "What is it for?", "Such as: website of the college. Name nobody.");
pub(in crate::web) const SCOPES: Named = ("scopes", "What may it do?", "");
pub(in crate::web) const LIFE: Named = ("days", "For how many days?", "1 to 366.");
pub(in crate::web) const REVOKE: Named = ("revoke", "Which token?", "");
pub(in crate::web) const REVOKE_BUTTON: &str = "Revoke a token";
pub(in crate::web) const REVOKE_LEAD: &str =
    "It lets nobody in from then on. Whoever is signed in with it is signed out.";
pub(in crate::web) const CHOOSE_TOKEN: &str = "Choose a token that is still good";
pub(in crate::web) const TOKEN_MADE: &str = "The token is made";
pub(in crate::web) const SHOWN_ONCE: &str = "Copy it now. It is shown this once, and nobody can show it again.";

pub(in crate::web) fn tokens(count: usize, most: usize) -> String {
    if count > most {
        format!("{most} of {count} tokens: those that are good first, the newest before the older")
    } else {
        TOKENS.to_owned()
    }
}

pub(in crate::web) fn scope(scope: Scope) -> &'static str {
    match scope {
        Scope::Publish => "Publish: courses, offerings, imports",
        Scope::Issue => "Issue: give and revoke credentials",
        Scope::ManageTokens => "Manage tokens: make and revoke them",
    }
}

pub(in crate::web) fn good_until(at: NaiveDateTime) -> String {
    format!("good until {}", moment(at))
}
