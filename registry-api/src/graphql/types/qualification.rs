//! Qualifications and the ladder they make.

use async_graphql::{ComplexObject, Enum, Object, SimpleObject};
use registry_core::graph::NodeKey;
use registry_core::{aqf, qualification as core};

use super::course::{Course, Equivalence};
use super::course_version::Credit;
use super::found;
use super::graph::{CatalogueEntry, UNLOCKS_MAX};
use super::offering::{Offering, OfferingConnection};
use super::packaging::{Packaging, PointsPackaging, RecognitionLimits};
use super::requisite::Requisite;
use super::source::{Provenance, is_invented};
use crate::graphql::cursors::Window;
use crate::snapshot::Snapshot;

/// The award types of the Australian Qualifications Framework.
#[derive(Enum, Debug, Clone, Copy, PartialEq, Eq)]
#[graphql(remote = "aqf::AqfType")]
pub(crate) enum AqfType {
    /// Certificate I, level 1.
    CertificateI,
    /// Certificate II, level 2.
    CertificateIi,
    /// Certificate III, level 3.
    CertificateIii,
    /// Certificate IV, level 4.
    CertificateIv,
    /// Diploma, level 5.
    Diploma,
    /// Advanced Diploma, level 6.
    AdvancedDiploma,
    /// Associate Degree, level 6.
    AssociateDegree,
    /// Bachelor Degree, level 7.
    Bachelor,
    /// Bachelor Honours Degree, level 8.
    BachelorHonours,
    /// Graduate Certificate, level 8.
    GraduateCertificate,
    /// Graduate Diploma, level 8.
    GraduateDiploma,
    /// Masters Degree, level 9.
    Masters,
    /// Doctoral Degree, level 10.
    Doctorate,
}

/// Whether a qualification is the current release.
#[derive(Enum, Debug, Clone, Copy, PartialEq, Eq)]
#[graphql(remote = "core::Currency")]
pub(crate) enum Currency {
    /// It is.
    Current,
    /// A newer one has replaced it.
    Superseded,
}

/// An award of the Australian Qualifications Framework.
#[derive(Clone, Copy)]
pub(crate) struct Qualification<'a> {
    pub(crate) at: &'a Snapshot,
    pub(crate) entry: &'a core::Qualification,
}

/// An award of the Australian Qualifications Framework.
#[Object]
impl<'a> Qualification<'a> {
    /// Its code.
    async fn code(&self) -> &'a str {
        self.entry.code.as_str()
    }

    /// Its title.
    async fn title(&self) -> &'a str {
        &self.entry.title
    }

    /// Which sort of award it is.
    async fn aqf_type(&self) -> AqfType {
        self.entry.aqf_type.into()
    }

    /// The level it is awarded at, 1 to 10.
    async fn aqf_level(&self) -> u8 {
        self.entry.aqf_type.level().get()
    }

    /// The hours a plan reckons with; null when they are not known.
    async fn volume_of_learning_hours(&self) -> Option<f64> {
        self.entry.volume_of_learning.map(registry_core::volume::Hours::as_f64)
    }

    /// Whether those hours are an assumption of this registry, within the range of the award's AQF type.
    async fn volume_of_learning_assumed(&self) -> bool {
        self.entry.volume_of_learning_assumed
    }

    /// Whether it is still the current release.
    async fn currency(&self) -> Currency {
        self.entry.currency.into()
    }

    /// What has replaced it; null while nothing has.
    async fn superseded_by(&self) -> Option<QualificationSuccessor<'a>> {
        let of = self.entry.superseded_by.as_ref()?;
        Some(QualificationSuccessor { at: self.at, of, equivalence: of.equivalence.into() })
    }

    /// What entry asks for; at most a dozen.
    async fn entry(&self) -> Vec<Requisite<'a>> {
        Requisite::all(self.at, &self.entry.entry)
    }

    /// Its size in credit points; null when it is not known.
    async fn credit(&self) -> async_graphql::Result<Option<Credit<'a>>> {
        Ok(Credit::new(self.at, self.entry.credit.as_ref())?)
    }

    /// The next rungs of the ladder; at most a dozen.
    async fn leads_to(&self) -> Vec<LadderRung<'a>> {
        self.entry.leads_to.iter().map(|of| LadderRung { at: self.at, of }).collect()
    }

    /// What it may open directly as a requisite, by kind and code: the first 100; `requisiteGraph` has all.
    async fn unlocks(&self) -> async_graphql::Result<Vec<CatalogueEntry<'a>>> {
        let key = NodeKey::Qualification(self.entry.code.clone());
        let unlocked = self.at.catalogue().graph().unlocks(&key);
        unlocked.into_iter().take(UNLOCKS_MAX).map(|key| Ok(CatalogueEntry::new(self.at, key)?)).collect()
    }

    /// What it is made of in units; null when its packaging is not recorded.
    async fn packaging(&self) -> Option<Packaging<'a>> {
        self.entry.packaging.as_ref().map(|entry| Packaging { at: self.at, entry })
    }

    /// What it is made of in credit points; null when that is not recorded.
    async fn points_packaging(&self) -> Option<PointsPackaging<'a>> {
        self.entry.points_packaging.as_ref().map(|entry| PointsPackaging { at: self.at, entry })
    }

    /// How much of it may be recognised instead of studied; null when no limit is recorded.
    async fn recognition(&self) -> Option<RecognitionLimits<'a>> {
        self.entry.recognition.as_ref().map(|of| RecognitionLimits::new(self.at, of))
    }

    /// How, when and by whom the whole award is taught as one programme, in order of code.
    async fn offerings(
        &self,
        #[graphql(desc = "How many, from the start; 20 when left out, at most 100.")] first: Option<i32>,
        #[graphql(desc = "After this cursor.")] after: Option<String>,
        #[graphql(desc = "How many, from the end; at most 100.")] last: Option<i32>,
        #[graphql(desc = "Before this cursor.")] before: Option<String>,
    ) -> async_graphql::Result<OfferingConnection<'a>> {
        let name = format!("offerings of qualification {}", self.entry.code);
        let offerings = self.at.catalogue().offerings_of_qualification(&self.entry.code);
        Offering::page(self.at, name, offerings, &Window::new(first, after, last, before)?)
    }

    /// Where it is described.
    async fn provenance(&self) -> Provenance<'a> {
        Provenance::new(self.at, &self.entry.provenance)
    }

    /// Whether it is made up to show how the registry works.
    async fn invented(&self) -> bool {
        is_invented(&self.entry.provenance)
    }
}

/// What has replaced a qualification.
#[derive(SimpleObject)]
#[graphql(complex)]
pub(crate) struct QualificationSuccessor<'a> {
    #[graphql(skip)]
    at: &'a Snapshot,
    #[graphql(skip)]
    of: &'a core::QualificationSuccessor,
    /// Whether holding the old one counts as holding it.
    equivalence: Equivalence,
}

#[ComplexObject]
impl<'a> QualificationSuccessor<'a> {
    /// The successor.
    async fn qualification(&self) -> async_graphql::Result<Qualification<'a>> {
        let code = &self.of.qualification;
        Ok(Qualification { at: self.at, entry: found(self.at.catalogue().qualification(code), code.as_str())? })
    }

    /// Who says so.
    async fn provenance(&self) -> Provenance<'a> {
        Provenance::new(self.at, &self.of.provenance)
    }
}

/// A next rung of the ladder.
pub(crate) struct LadderRung<'a> {
    at: &'a Snapshot,
    of: &'a core::LadderRung,
}

/// A next rung of the ladder, and who says that it is one.
#[Object]
impl<'a> LadderRung<'a> {
    /// The next qualification.
    async fn qualification(&self) -> async_graphql::Result<Qualification<'a>> {
        let code = &self.of.qualification;
        Ok(Qualification { at: self.at, entry: found(self.at.catalogue().qualification(code), code.as_str())? })
    }

    /// A course on the way there, a rung of its own; null when there is none.
    async fn through(&self) -> async_graphql::Result<Option<Course<'a>>> {
        let Some(code) = &self.of.through else { return Ok(None) };
        Ok(Some(Course { at: self.at, entry: found(self.at.catalogue().course(code), code.as_str())? }))
    }

    /// Who says so.
    async fn provenance(&self) -> Provenance<'a> {
        Provenance::new(self.at, &self.of.provenance)
    }
}
