//! Scalars: values that cross the border as text and are exact on both sides.

use std::borrow::Cow;

use async_graphql::registry::Registry;
use async_graphql::{InputType, InputValueError, InputValueResult, Scalar, ScalarType, Value};
use chrono::{NaiveDate, SecondsFormat, Utc};
use registry_core::words::shortened;
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
    /// A calendar day as ISO 8601 writes it, YYYY-MM-DD: `2027-02-01`. A text in an input that is no such day is a user
    /// error of the field, beside every other one.
    Date(NaiveDate),
    day,
    ToString::to_string
);

/// A file of this request, sent as a form: `null` where the file belongs, and `map` says which part it is
/// (docs/API.md, "Files into the catalogue").
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Upload(pub(crate) usize);

/// A file of this request, sent as a form: `null` where the file belongs, and `map` says which part it is
/// (docs/API.md, "Files into the catalogue").
#[Scalar]
impl ScalarType for Upload {
    // The endpoint has put the number of the file there. Whoever writes one names a file of their own request.
    fn parse(value: Value) -> InputValueResult<Self> {
        let Value::Number(number) = &value else { return Err(InputValueError::expected_type(value)) };
        let number = number.as_u64().and_then(|number| usize::try_from(number).ok());
        number.map(Self).ok_or_else(|| InputValueError::custom("not the number of a file"))
    }

    fn to_value(&self) -> Value {
        Value::from(self.0)
    }
}

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
    /// An amount in Australian dollars as an exact string of dollars and cents, `"420.00"`; never negative. A text in
    /// an input that is no such amount is an error that names the field.
    Aud(money::Aud),
    amount,
    |amount| String::from(*amount)
);

scalar!(
    /// An exact decimal as a string, `"0.125"`.
    Decimal(rust_decimal::Decimal),
    |text| text.parse().map_err(|_| "not a decimal; write 0.125".to_owned()),
    ToString::to_string
);

/// Makes the type that a scalar has as an input. Whatever is given is taken, and judged when the rest of the question
/// is, so that everything wrong comes back at once and each with its place. The executor alone would refuse the whole
/// query at the first wrong value, and name only its type.
macro_rules! given {
    ($(#[$doc:meta])* $given:ident, $scalar:ident($inner:ty), $read:expr, $instead:literal) => {
        $(#[$doc])*
        #[derive(Debug, Clone, PartialEq)]
        pub(crate) struct $given(Result<$inner, String>);

        impl $given {
            /// The value, or what is wrong with what was given.
            pub(crate) fn read(&self) -> Result<$inner, String> {
                self.0.clone()
            }
        }

        impl InputType for $given {
            type RawValueType = Self;

            fn type_name() -> Cow<'static, str> {
                <$scalar as InputType>::type_name()
            }

            fn create_type_info(registry: &mut Registry) -> String {
                <$scalar as InputType>::create_type_info(registry)
            }

            fn parse(value: Option<Value>) -> InputValueResult<Self> {
                Ok(Self(match value.unwrap_or_default() {
                    Value::String(text) => $read(&text),
                    other => Err(format!("the value {} is {}", shortened(&other.to_string()), $instead)),
                }))
            }

            fn to_value(&self) -> Value {
                self.0.as_ref().map_or(Value::Null, |inner| ScalarType::to_value(&$scalar(*inner)))
            }

            fn as_raw_value(&self) -> Option<&Self> {
                Some(self)
            }
        }
    };
}

given!(
    /// What was given for a [`Date`].
    GivenDate,
    Date(NaiveDate),
    day,
    "not a date; write a text such as \"2027-02-01\""
);

given!(
    /// What was given for an [`Aud`].
    GivenAud,
    Aud(money::Aud),
    amount,
    "not an amount; write a text such as \"420.00\""
);

fn day(text: &str) -> Result<NaiveDate, String> {
    let digit_or_hyphen = |(at, byte): (usize, u8)| {
        if matches!(at, 4 | 7) { byte == b'-' } else { byte.is_ascii_digit() }
    };
    let shaped = text.len() == 10 && text.bytes().enumerate().all(digit_or_hyphen);
    let date = if shaped { text.parse().ok() } else { None };
    date.ok_or_else(|| format!("\"{}\" is not a date; write YYYY-MM-DD", shortened(text)))
}

fn amount(text: &str) -> Result<money::Aud, String> {
    text.parse().map_err(|error: money::AudError| error.to_string())
}
