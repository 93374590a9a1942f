//! Changing a catalogue: a change is a value, made from a draft and judged against the whole catalogue.

mod delta;

pub use delta::Delta;
