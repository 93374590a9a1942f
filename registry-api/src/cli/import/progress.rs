//! How far an import is, on a terminal: a bar and an estimate on one line that is written again and again.

use std::cell::Cell;
use std::io::{IsTerminal, Write, stderr};
use std::time::{Duration, Instant};

use crate::cli::Edge;
use crate::import::Step;

/// How wide the bar is.
const WIDTH: usize = 30;

/// How long nothing is written anew.
const PAUSE: Duration = Duration::from_millis(100);

/// Up to which hundredth of the whole each step leads: as measured on 100,000 courses (docs/BENCHMARKS.md).
const READ: u32 = 45;
const CHECKED: u32 = 70;

/// A bar, where there is a terminal to show it on.
pub(super) struct Progress {
    begun: Instant,
    shown: bool,
    written: Cell<Option<Instant>>,
}

impl Progress {
    /// A bar on standard error, when that is a terminal which can go back to the beginning of a line.
    pub(super) fn of(edge: &Edge<'_>) -> Self {
        let capable = (edge.environment)("TERM").is_some_and(|terminal| !terminal.is_empty() && terminal != "dumb");
        Self { begun: Instant::now(), shown: capable && stderr().is_terminal(), written: Cell::new(None) }
    }

    /// Shows a step.
    pub(super) fn at(&self, step: Step) {
        let whole = matches!(step, Step::Reading { .. });
        let recent = self.written.get().is_some_and(|at| at.elapsed() < PAUSE);
        if !self.shown || (whole && recent) {
            return;
        }
        self.written.set(Some(Instant::now()));
        // A bar that cannot be shown is no reason to stop.
        let _ = write!(stderr(), "\r{}\x1b[K", line(step, self.begun.elapsed()));
        let _ = stderr().flush();
    }

    /// Takes the bar away.
    pub(super) fn end(&self) {
        if self.written.get().is_some() {
            let _ = write!(stderr(), "\r\x1b[K");
            let _ = stderr().flush();
        }
    }
}

/// What the line says after so long.
fn line(step: Step, elapsed: Duration) -> String {
    let (doing, hundredths) = match step {
        Step::Reading { done, of } => {
            let part = u32::try_from(done * READ as usize / of.max(1)).unwrap_or(READ);
            ("reading", part.min(READ))
        }
        Step::Checking => ("checking", READ),
        Step::Writing => ("writing", CHECKED),
    };
    let full = WIDTH * hundredths as usize / 100;
    let bar = format!("{}{}", "#".repeat(full), ".".repeat(WIDTH - full));
    let left = match hundredths {
        0..5 => "estimating".to_owned(),
        some => format!("about {} s left", (elapsed * (100 - some) / some).as_secs() + 1),
    };
    format!("[{bar}] {hundredths:>3} %  {doing}, {left}")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_line_says_how_far_and_about_how_long_still() {
        let after = |step| line(step, Duration::from_secs(9));
        assert_eq!(
            after(Step::Reading { done: 0, of: 200 }),
            "[..............................]   0 %  reading, estimating"
        );
        assert_eq!(
            after(Step::Reading { done: 200, of: 200 }),
            "[#############.................]  45 %  reading, about 12 s left"
        );
        assert_eq!(after(Step::Writing), "[#####################.........]  70 %  writing, about 4 s left");
        assert_eq!(after(Step::Reading { done: 9, of: 0 }), after(Step::Checking).replace("checking", "reading"));
    }
}
