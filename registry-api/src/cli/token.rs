//! `registry token`: makes, lists and revokes tokens, for whoever runs the registry.

use std::path::PathBuf;

use chrono::{DateTime, Utc};
use clap::{Args, Subcommand};
use registry_core::audit::TokenId;
use registry_core::id::ProviderCode;

use super::page::Page;
use super::{Edge, Exit, Failure};
use crate::access::{Scope, TokenDraft, TokenRecord};
use crate::config::{Config, Given, public_address};
use crate::ops;
use crate::ops::manage_tokens::{MakeOutcome, list_tokens, make_token, revoke_token};
use crate::state::AppState;

/// Make, list and revoke tokens
#[derive(Debug, Clone, Args)]
#[command(after_help = "\
Examples:
  registry token create --operator --label \"first operator\"
  registry token create --provider college --scope publish --label website
  registry token list
  registry token revoke t-00000000000000ab

A token is shown once, when it is made. Keep it where only you can read it.")]
pub(super) struct Token {
    #[command(subcommand)]
    command: TokenCommand,
}

#[derive(Debug, Clone, Subcommand)]
enum TokenCommand {
    /// Make a token and show it once
    Create(Create),
    /// Say which tokens there are
    List(Place),
    /// Make a token worthless, at once and for ever
    Revoke(Revoke),
}

/// The database, and the secret beside it.
#[derive(Debug, Clone, Args)]
pub(super) struct Place {
    /// The database [default: data/registry.db]
    #[arg(long, value_name = "PATH")]
    database: Option<PathBuf>,
    /// The file with the secret [default: data/registry.key]
    #[arg(long, value_name = "PATH")]
    key_file: Option<PathBuf>,
}

#[derive(Debug, Clone, Args)]
struct Create {
    /// An operator's token: it may change everything
    #[arg(long, conflicts_with = "provider", required_unless_present = "provider")]
    operator: bool,
    /// The provider whose token it is, by code
    #[arg(long, value_name = "CODE")]
    provider: Option<ProviderCode>,
    /// What it is for, in a few words
    #[arg(long, value_name = "TEXT")]
    label: String,
    /// publish, issue or manage-tokens; may stand several times [default: all]
    #[arg(long = "scope", value_name = "SCOPE")]
    scopes: Vec<Scope>,
    /// How many days it lives, at most 366
    #[arg(long, value_name = "DAYS", default_value_t = 90)]
    days: i64,
    #[command(flatten)]
    place: Place,
}

#[derive(Debug, Clone, Args)]
struct Revoke {
    /// The number of the token, t-…
    id: TokenId,
    #[command(flatten)]
    place: Place,
}

impl Token {
    pub(super) async fn run(self, edge: &mut Edge<'_>) -> Result<Exit, Failure> {
        match self.command {
            TokenCommand::Create(command) => command.run(edge).await,
            TokenCommand::List(place) => list(place, edge).await,
            TokenCommand::Revoke(command) => command.run(edge).await,
        }
    }
}

impl Place {
    pub(super) async fn open(self, edge: &Edge<'_>) -> Result<AppState, Failure> {
        let given = Given { listen: None, database: self.database, key_file: self.key_file };
        let config = Config::resolve(given, edge.environment).map_err(Failure::to_correct)?;
        let loaded = ops::load_catalogue(&config.database, config.key, edge.now).await;
        let address = public_address(edge.environment).map_err(Failure::to_correct)?;
        loaded.map(|(state, _)| state.at_address(address)).map_err(Failure::fault)
    }
}

pub(super) async fn close(state: AppState) -> Result<(), Failure> {
    match state.store() {
        Some(store) => store.clone().close().await.map_err(Failure::fault),
        None => Ok(()),
    }
}

impl Create {
    async fn run(self, edge: &mut Edge<'_>) -> Result<Exit, Failure> {
        let state = self.place.open(edge).await?;
        let scopes = if self.scopes.is_empty() { Scope::ALL.to_vec() } else { self.scopes };
        let draft = TokenDraft {
            label: self.label,
            provider: self.provider,
            scopes: scopes.into_iter().collect(),
            days: self.days,
        };
        let made = make_token(&state, None, draft, edge.now).await.map_err(Failure::fault);
        close(state).await?;
        match made? {
            MakeOutcome::Made(record, secret) => {
                let mut page = Page::default();
                page.line(&secret.reveal());
                page.gap();
                page.paragraph(&format!(
                    "This is the only time it is shown. Its number is {}; it lets its holder in until {}.",
                    record.id,
                    day(record.expires)
                ));
                edge.out.write_all(page.into_text().as_bytes())?;
                Ok(Exit::Answered)
            }
            MakeOutcome::Refused(problems) => {
                Err(Failure::ToCorrect(problems.iter().map(ToString::to_string).collect()))
            }
        }
    }
}

impl Revoke {
    async fn run(self, edge: &mut Edge<'_>) -> Result<Exit, Failure> {
        let state = self.place.open(edge).await?;
        let revoked = revoke_token(&state, None, self.id, edge.now).await.map_err(Failure::fault);
        close(state).await?;
        if revoked? {
            writeln!(edge.out, "Revoked: {}", self.id)?;
            return Ok(Exit::Answered);
        }
        let message = "there is no token of that number that can be revoked; see: registry token list";
        Err(Failure::to_correct(message))
    }
}

async fn list(place: Place, edge: &mut Edge<'_>) -> Result<Exit, Failure> {
    let state = place.open(edge).await?;
    let tokens = list_tokens(&state, None).await.map_err(Failure::fault);
    close(state).await?;
    let mut page = Page::default();
    for token in &tokens? {
        page.line(&line(token, edge.now));
    }
    let text = page.into_text();
    edge.out.write_all(if text.is_empty() { b"There are no tokens.\n" } else { text.as_bytes() })?;
    Ok(Exit::Answered)
}

/// One token in one line: its number, whose, for what, until when.
fn line(token: &TokenRecord, now: DateTime<Utc>) -> String {
    let whose = token.provider.as_ref().map_or("operator", ProviderCode::as_str);
    let scopes: Vec<_> = token.scopes.iter().map(|scope| scope.name()).collect();
    let standing = match token.revoked {
        Some(when) => format!("revoked {}", day(when)),
        None if !token.is_good(now) => format!("expired {}", day(token.expires)),
        None => format!("until {}", day(token.expires)),
    };
    let used = token.last_used.map_or("never used".to_owned(), |when| format!("used {}", day(when)));
    format!("{}  {whose}  {}  {standing}  {used}  {}", token.id, scopes.join(","), token.label)
}

fn day(when: DateTime<Utc>) -> String {
    when.date_naive().to_string()
}
