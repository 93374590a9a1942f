//! `registry key`: the keys with which providers sign, for whoever runs the registry.

use std::path::PathBuf;

use clap::{Args, Subcommand};
use registry_core::credential::key::{KeyPair, PublicKey};
use registry_core::credential::moment::Moment;
use registry_core::id::ProviderCode;
use zeroize::Zeroizing;

use super::source::read_text_up_to;
use super::token::{Place, close};
use super::verify::moment;
use super::{Edge, Exit, Failure};
use crate::ops::keep_keys::{KeepError, KeyProblem, NewKey, add_key, compromise_key, generate_key, list_keys};
use crate::ops::list_issuers::registry_key;
use crate::state::AppState;
use crate::store::KeyRecord;

/// The largest file with a secret key, in bytes.
const SECRET_BYTES_MAX: usize = 256;

/// Make, replace and list the keys with which providers sign
#[derive(Debug, Clone, Args)]
#[command(after_help = "\
Examples:
  registry key generate --provider college
  registry key rotate --provider college
  registry key compromise --provider college --from 2027-03-01T09:00:00Z
  registry key list

A secret key is sealed in the database under the key file, and never shown.
Keep copies of both: without the key file nothing more can be signed.")]
pub(super) struct Key {
    #[command(subcommand)]
    command: KeyCommand,
}

#[derive(Debug, Clone, Subcommand)]
enum KeyCommand {
    /// Make the first key of a provider
    Generate(Of),
    /// Take over a key that was made elsewhere
    Import(Import),
    /// Replace a key; what the old one signed stays valid
    Rotate(Of),
    /// Note that somebody else may hold a key; what it signs from then on is not valid
    Compromise(Compromise),
    /// Say which keys there are, and the registry's own
    List(Place),
}

#[derive(Debug, Clone, Args)]
#[command(after_help = "\
Example:
  registry key generate --provider college")]
struct Of {
    /// The provider, by code
    #[arg(long, value_name = "CODE")]
    provider: ProviderCode,
    #[command(flatten)]
    place: Place,
}

#[derive(Debug, Clone, Args)]
#[command(after_help = "\
Example:
  registry key import --provider college secret.txt

The file holds the secret key as multibase text, z3u2…; remove it afterwards.")]
struct Import {
    /// A file with the secret key, readable by its owner alone
    file: PathBuf,
    /// The provider, by code
    #[arg(long, value_name = "CODE")]
    provider: ProviderCode,
    #[command(flatten)]
    place: Place,
}

#[derive(Debug, Clone, Args)]
#[command(after_help = "\
Example:
  registry key compromise --provider college --from 2027-03-01T09:00:00Z")]
struct Compromise {
    /// The provider, by code
    #[arg(long, value_name = "CODE")]
    provider: ProviderCode,
    /// From when somebody else may have held it: a day, or a moment in UTC
    #[arg(long, value_name = "MOMENT", value_parser = moment)]
    from: Moment,
    /// Which key, did:key:z6Mk…; without it, the one that signs
    #[arg(long, value_name = "DID")]
    key: Option<PublicKey>,
    #[command(flatten)]
    place: Place,
}

impl Key {
    pub(super) async fn run(self, edge: &mut Edge<'_>) -> Result<Exit, Failure> {
        match self.command {
            KeyCommand::Generate(of) => generate(of, NewKey::First, edge).await,
            KeyCommand::Rotate(of) => generate(of, NewKey::InPlace, edge).await,
            KeyCommand::Import(command) => command.run(edge).await,
            KeyCommand::Compromise(command) => command.run(edge).await,
            KeyCommand::List(place) => list(place, edge).await,
        }
    }
}

async fn generate(of: Of, new: NewKey, edge: &mut Edge<'_>) -> Result<Exit, Failure> {
    let pair = generate_key().map_err(Failure::fault)?;
    let state = of.place.open(edge).await?;
    let added = add_key(&state, &of.provider, &pair, new, edge.now).await;
    said(state, added, edge).await
}

impl Import {
    async fn run(self, edge: &mut Edge<'_>) -> Result<Exit, Failure> {
        let pair = read_secret(&self.file)?;
        let state = self.place.open(edge).await?;
        let held = list_keys(&state, Some(&self.provider)).await.map_err(Failure::fault)?;
        let new = if held.iter().any(|key| key.secret.is_some()) { NewKey::InPlace } else { NewKey::First };
        let added = add_key(&state, &self.provider, &pair, new, edge.now).await;
        said(state, added, edge).await
    }
}

/// The key in a file that only its owner may read.
fn read_secret(path: &std::path::Path) -> Result<KeyPair, Failure> {
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt;
        let mode = std::fs::metadata(path).map_or(0, |metadata| metadata.permissions().mode() & 0o777);
        if mode & 0o007 != 0 {
            let shown = path.display();
            let message = format!(
                "{shown} may be read by everybody on this machine (mode {mode:04o}); take that away: chmod 600 {shown}"
            );
            return Err(Failure::to_correct(message));
        }
    }
    let text = Zeroizing::new(read_text_up_to(path, SECRET_BYTES_MAX, "secret.txt")?);
    KeyPair::from_secret(text.trim()).map_err(|error| Failure::to_correct(format!("{}: {error}", path.display())))
}

impl Compromise {
    async fn run(self, edge: &mut Edge<'_>) -> Result<Exit, Failure> {
        let state = self.place.open(edge).await?;
        let noted = compromise_key(&state, &self.provider, self.key, self.from, edge.now).await;
        said(state, noted, edge).await
    }
}

async fn said(
    state: AppState,
    outcome: Result<Result<KeyRecord, KeyProblem>, KeepError>,
    edge: &mut Edge<'_>,
) -> Result<Exit, Failure> {
    close(state).await?;
    let record = outcome.map_err(Failure::fault)?.map_err(Failure::to_correct)?;
    writeln!(edge.out, "{}", line(&record))?;
    Ok(Exit::Answered)
}

async fn list(place: Place, edge: &mut Edge<'_>) -> Result<Exit, Failure> {
    let state = place.open(edge).await?;
    let own = registry_key(&state).did();
    let keys = list_keys(&state, None).await.map_err(Failure::fault);
    close(state).await?;
    writeln!(edge.out, "registry  {own}  signs the list of issuers")?;
    for key in &keys? {
        writeln!(edge.out, "{}", line(key))?;
    }
    Ok(Exit::Answered)
}

/// One key in one line: whose, which, and how it stands.
fn line(key: &KeyRecord) -> String {
    let standing = match (key.compromised_from, key.good_until, &key.secret) {
        (Some(from), ..) => format!("compromised from {from}"),
        (None, Some(until), _) => format!("good from {} until {until}", key.good_from),
        (None, None, Some(_)) => format!("signs, good from {}", key.good_from),
        (None, None, None) => format!("good from {}", key.good_from),
    };
    format!("{}  {}  {standing}", key.provider, key.key.did())
}
