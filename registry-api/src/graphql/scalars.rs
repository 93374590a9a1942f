//! Scalars: values that cross the border as text and are exact on both sides.

use async_graphql::{InputValueError, InputValueResult, Scalar, ScalarType, Value};
use chrono::{NaiveDate, SecondsFormat, Utc};
use registry_core::{credit, money};

macro_rules! scalar {
    ($(#[$doc:meta])* $name:ident($inner:ty), $read:expr, $write:expr) => {
        $(#[$doc])*
        #[derive(Debug, Clone, PartialEq)]
        pub(crate) struct $name(pub(crate) $inner);

        $(#[$doc])*
        #[Scalar]
        impl ScalarType for $name {
            fn parse(value: Value) -> InputValueResult<Self> {
                let Value::String(text) = &value else { return Err(InputValueError::expected_type(value)) };
                let read: fn(&str) -> Result<$inner, String> = $read;
                read(text).map($name).map_err(InputValueError::custom)
            }

            fn to_value(&self) -> Value {
                let write: fn(&$inner) -> String = $write;
                Value::String(write(&self.0))
            }
        }

        impl From<$inner> for $name {
            fn from(inner: $inner) -> Self {
                Self(inner)
            }
        }
    };
}

scalar!(
    /// A calendar day, `2027-02-01`.
    Date(NaiveDate),
    |text| text.parse().map_err(|_| "not a date; write YYYY-MM-DD".to_owned()),
    ToString::to_string
);

scalar!(
    /// A moment in UTC, RFC 3339: `2027-02-01T09:30:00Z`.
    DateTime(chrono::DateTime<Utc>),
    |text| text.parse().map_err(|_| "not a moment; write RFC 3339".to_owned()),
    |moment| moment.to_rfc3339_opts(SecondsFormat::Secs, true)
);

scalar!(
    /// A semantic version, `1.2.0` (semver.org).
    SemVer(semver::Version),
    |text| text.parse().map_err(|_| "not a semantic version; write 1.2.0".to_owned()),
    ToString::to_string
);

scalar!(
    /// A range of semantic versions as Cargo writes it: `^1`, `>=1.2, <3`; `*` is any version.
    VersionRange(semver::VersionReq),
    |text| text.parse().map_err(|_| "not a version range; write ^1".to_owned()),
    ToString::to_string
);

scalar!(
    /// An exact amount of credit points as a decimal string, `"3.125"`; 0 to 10,000, at most six decimal places.
    /// Points of different schemes compare only by their share of a full-time year.
    CreditPoints(credit::CreditPoints),
    |text| text.parse().map_err(|error: credit::CreditPointsError| error.to_string()),
    ToString::to_string
);

scalar!(
    /// An amount in Australian dollars as an exact string of dollars and cents, `"420.00"`; never negative.
    Aud(money::Aud),
    |text| text.parse().map_err(|error: money::AudError| error.to_string()),
    |amount| String::from(*amount)
);

scalar!(
    /// An exact decimal as a string, `"0.125"`.
    Decimal(rust_decimal::Decimal),
    |text| text.parse().map_err(|_| "not a decimal; write 0.125".to_owned()),
    ToString::to_string
);
