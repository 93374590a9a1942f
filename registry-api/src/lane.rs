//! A thread of its own for work that needs much memory for a moment.
//!
//! Memory that a thread gives back stays with that thread for its next work. Where such work runs now on this thread and now on
//! another, each keeps what it once needed, and the process as many times as much. On one thread the next work uses it again, and
//! two pieces of work are never done at a time.

use std::io;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::{Mutex, PoisonError, mpsc};
use std::thread;

use tokio::sync::oneshot;

type Work = Box<dyn FnOnce() + Send>;

/// Begins a thread of that name, which does that work.
type BeginThread = fn(&'static str, Work) -> io::Result<()>;

/// Does one piece of work after another, in the order in which they were asked for.
#[derive(Debug)]
pub(crate) struct Lane {
    name: &'static str,
    thread: BeginThread,
    // Begun with the first work: a process that never has any has no thread for it. Where the machine had none to give, the
    // next work asks again.
    work: Mutex<Option<mpsc::Sender<Work>>>,
}

/// The work was not done, or not to its end: the machine has no thread for it, or it panicked.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("the work was stopped before its end")]
pub struct Stopped;

impl Lane {
    pub(crate) const fn new(name: &'static str) -> Self {
        Self { name, thread: begin_thread, work: Mutex::new(None) }
    }

    /// Does some work once everything before it is done. Work for which nobody waits any more is left.
    ///
    /// # Errors
    /// No thread for it; work that panicked.
    pub(crate) async fn run<T: Send + 'static>(&self, work: impl FnOnce() -> T + Send + 'static) -> Result<T, Stopped> {
        self.begin(work).await?.done().await
    }

    /// Waits until everything before some work is done and the work begins. Who stops waiting before that has asked for nothing.
    ///
    /// # Errors
    /// No thread for it.
    pub(crate) async fn begin<T: Send + 'static>(
        &self,
        work: impl FnOnce() -> T + Send + 'static,
    ) -> Result<Begun<T>, Stopped> {
        let (begins, begun) = oneshot::channel();
        let (done, answer) = oneshot::channel();
        let one = move || {
            if !done.is_closed() && begins.send(()).is_ok() {
                let _ = done.send(work());
            }
        };
        self.sender()?.send(Box::new(one)).map_err(|_| Stopped)?;
        begun.await.map_err(|_| Stopped)?;
        Ok(Begun(answer))
    }

    fn sender(&self) -> Result<mpsc::Sender<Work>, Stopped> {
        let mut sender = self.work.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(there) = &*sender {
            return Ok(there.clone());
        }
        let (new, all) = mpsc::channel::<Work>();
        let each = move || {
            for work in all {
                // What it said goes to the log by the panic hook; whoever waits is told that it was stopped.
                let _ = catch_unwind(AssertUnwindSafe(work));
            }
        };
        (self.thread)(self.name, Box::new(each)).map_err(|_| Stopped)?;
        *sender = Some(new.clone());
        Ok(new)
    }
}

fn begin_thread(name: &'static str, work: Work) -> io::Result<()> {
    thread::Builder::new().name(name.to_owned()).spawn(work).map(drop)
}

/// Work that has begun.
#[derive(Debug)]
pub(crate) struct Begun<T>(oneshot::Receiver<T>);

impl<T> Begun<T> {
    /// What it comes to.
    ///
    /// # Errors
    /// Work that panicked.
    pub(crate) async fn done(self) -> Result<T, Stopped> {
        self.0.await.map_err(|_| Stopped)
    }
}

#[cfg(test)]
mod tests {
    use std::sync::atomic::{AtomicUsize, Ordering};

    use super::*;

    #[tokio::test]
    async fn work_is_done_on_one_thread_one_after_the_other_and_a_panic_ends_only_its_own() {
        let lane = Lane::new("test");
        let id = || thread::current().id();
        let first = lane.run(id).await.expect("done");
        assert_ne!(first, thread::current().id());
        let broken: Result<(), Stopped> = lane.run(|| panic!("made by a test")).await;
        assert_eq!(broken, Err(Stopped));
        assert_eq!(lane.run(id).await, Ok(first));
        let (mut order, all) = (Vec::new(), (0..20).map(|number| lane.run(move || number)));
        for one in all {
            order.push(one.await.expect("done"));
        }
        assert_eq!(order, (0..20).collect::<Vec<_>>());
    }

    #[tokio::test]
    async fn work_for_which_nobody_waits_is_left() {
        let lane = Lane::new("test");
        let (release, held) = mpsc::channel::<()>();
        let (said, heard) = mpsc::channel();
        // It has begun when this is told, and so keeps all that follows waiting.
        let blocking = lane.begin(move || held.recv().is_ok()).await.expect("begun");
        let left = lane.begin(move || said.send("done"));
        let given_up = tokio::time::timeout(std::time::Duration::from_millis(5), left).await;
        assert!(given_up.is_err(), "it waits for the work before it");
        release.send(()).expect("taken");
        assert_eq!(blocking.done().await, Ok(true));
        assert_eq!(lane.run(|| 3).await, Ok(3));
        assert!(heard.try_recv().is_err(), "it was done for nobody");
    }

    #[tokio::test]
    async fn where_the_machine_has_no_thread_to_give_work_is_refused_and_the_next_asks_again() {
        static ASKED: AtomicUsize = AtomicUsize::new(0);
        let lane = Lane {
            thread: |name, work| match ASKED.fetch_add(1, Ordering::SeqCst) {
                0 | 1 => Err(io::Error::from(io::ErrorKind::WouldBlock)),
                _ => begin_thread(name, work),
            },
            ..Lane::new("test")
        };
        assert_eq!(lane.run(|| 1).await, Err(Stopped));
        assert_eq!(lane.begin(|| 2).await.err(), Some(Stopped));
        assert_eq!(lane.run(|| 3).await, Ok(3));
        assert_eq!(lane.run(|| 4).await, Ok(4));
        assert_eq!(ASKED.load(Ordering::SeqCst), 3, "what follows is done on the thread that there is");
    }
}
