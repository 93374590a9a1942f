//! Verifies credentials, many at once, by what the caller has.

use std::collections::BTreeMap;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::thread;

use registry_core::credential::issuers::{IssuerListProblem, SignedIssuerList};
use registry_core::credential::json::Json;
use registry_core::credential::key::PublicKey;
use registry_core::credential::moment::Moment;
use registry_core::credential::status::SignedStatusList;
use registry_core::verify::{Fact, Facts, KnownVersions, Report, verify};

use crate::snapshot::Snapshot;

/// The list of issuers in a file, or why it cannot be relied on. Where the registry's key is known, a list that
/// another key signed is not.
pub fn issuers_in(file: &[u8], registry: Option<&PublicKey>) -> Fact<SignedIssuerList> {
    match SignedIssuerList::read(file) {
        Ok(list) if registry.is_some_and(|registry| *registry != list.signed.key) => {
            Fact::Unavailable(format!("it was signed by {}, which is not the registry's key", list.signed.key))
        }
        Ok(list) => Fact::Known(list),
        Err(problem @ (IssuerListProblem::Json(_) | IssuerListProblem::Proof(_) | IssuerListProblem::Form(_))) => {
            Fact::Unavailable(problem.to_string())
        }
    }
}

/// Status lists, by the address at which they are served.
pub type StatusLists = BTreeMap<String, Vec<Fact<SignedStatusList>>>;

/// Puts the status list of a file among those that are there. Of several for one address all are kept: which of them can
/// be relied on depends on who signed the credential.
///
/// # Errors
/// A file that does not even say which list it is.
pub fn add_status(lists: &mut StatusLists, file: &[u8]) -> Result<(), String> {
    let (id, fact) = match SignedStatusList::read(file) {
        Ok(list) => (list.list.id.clone(), Fact::Known(list)),
        Err(problem) => {
            // Which list it says it is, is not to be believed; it only tells what cannot be relied on.
            let document = Json::read(file).map_err(|problem| problem.to_string())?;
            let id = document.text_of("id").ok_or_else(|| problem.to_string())?;
            (id.to_owned(), Fact::Unavailable(problem.to_string()))
        }
    };
    lists.entry(id).or_default().push(fact);
    Ok(())
}

/// What a verifier has: its lists, the registry's key where it knows it, and the versions of a catalogue.
pub fn facts(
    issuers: Fact<SignedIssuerList>,
    registry_key: Option<PublicKey>,
    status: StatusLists,
    snapshot: &Snapshot,
) -> Facts {
    Facts { issuers, registry_key, status, versions: Fact::Known(KnownVersions::of(snapshot.catalogue())) }
}

/// Verifies so many files, each of which `read` gives; in their order, whatever thread looked at which. A file that
/// cannot be read keeps the reason.
pub fn verify_credentials<E: Send>(
    count: usize,
    read: impl Fn(usize) -> Result<Vec<u8>, E> + Sync,
    facts: &Facts,
    at: Moment,
) -> Vec<Result<Report, E>> {
    let threads = thread::available_parallelism().map_or(1, usize::from).min(count.max(1));
    let next = AtomicUsize::new(0);
    let work = || {
        let mut done = Vec::new();
        loop {
            let number = next.fetch_add(1, Ordering::Relaxed);
            if number >= count {
                return done;
            }
            done.push((number, read(number).map(|file| verify(&file, facts, at))));
        }
    };
    let mut found = thread::scope(|scope| {
        let others: Vec<_> = (1..threads).map(|_| scope.spawn(work)).collect();
        let mut found = work();
        for other in others {
            match other.join() {
                Ok(done) => found.extend(done),
                Err(fault) => std::panic::resume_unwind(fault),
            }
        }
        found
    });
    found.sort_by_key(|(number, _)| *number);
    found.into_iter().map(|(_, report)| report).collect()
}

#[cfg(test)]
mod tests {
    use std::convert::Infallible;
    use std::sync::{Condvar, Mutex};
    use std::time::Duration;

    use super::*;

    /// A file that is no JSON from another place on.
    fn broken(number: usize) -> Vec<u8> {
        format!("[{}", " ".repeat(number)).into_bytes()
    }

    /// Each of the first files waits until as many are being read as the machine has processors: one thread alone would never get
    /// beyond the first.
    #[test]
    fn as_many_files_are_looked_at_at_once_as_there_are_processors_and_answered_in_their_order() {
        let together = thread::available_parallelism().map_or(1, usize::from);
        let (begun, more) = (Mutex::new(0), Condvar::new());
        let at: Moment = "2027-06-01T00:00:00Z".parse().expect("a moment");
        let read = |number: usize| {
            let mut count = begun.lock().expect("whole");
            *count += 1;
            more.notify_all();
            let waited = more.wait_timeout_while(count, Duration::from_secs(20), |count| *count < together);
            assert!(!waited.expect("whole").1.timed_out(), "fewer than {together} are read at once");
            Ok::<_, Infallible>(broken(number))
        };
        let found = verify_credentials(5 * together, read, &Facts::none(), at);
        let said = |report: Result<Report, Infallible>| report.expect("read").checks()[0].sentence.clone();
        let expected = |number: usize| verify(&broken(number), &Facts::none(), at).checks()[0].sentence.clone();
        assert_eq!(
            found.into_iter().map(said).collect::<Vec<_>>(),
            (0..5 * together).map(expected).collect::<Vec<_>>()
        );
        assert_ne!(expected(1), expected(2), "the sentences tell them apart");
    }
}
