//! Fees that help nobody.

use std::fmt;

use crate::catalogue::{Catalogue, EntryRef};
use crate::id::{FundingCode, OfferingCode};
use crate::money::Aud;

/// A fee that a person with some funding would pay and that is no less than the price: nobody has to take it, so it changes
/// nothing. It is a note and never a problem.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FeeNote {
    /// Whose fee it is.
    pub offering: OfferingCode,
    /// With which funding.
    pub funding: FundingCode,
    /// The fee.
    pub fee: Aud,
    /// The price of the offering.
    pub price: Aud,
}

impl FeeNote {
    /// The entry it is about.
    pub fn entry(&self) -> EntryRef {
        EntryRef::new("offering", &self.offering)
    }
}

impl fmt::Display for FeeNote {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { funding, fee, price, .. } = self;
        write!(
            f,
            "the fee with funding source {funding}, {fee}, is no less than the price, {price}, so it changes nothing; check both"
        )
    }
}

/// The fees of a catalogue that are no less than the price, in order of offering and as they are written.
pub fn fee_notes(catalogue: &Catalogue) -> Vec<FeeNote> {
    let notes = catalogue.offerings().flat_map(|offering| {
        offering.fees.iter().filter(|fee| fee.price >= offering.price).map(|fee| FeeNote {
            offering: offering.code.clone(),
            funding: fee.funding.clone(),
            fee: fee.price,
            price: offering.price,
        })
    });
    notes.collect()
}
