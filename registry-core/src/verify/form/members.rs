//! The members of an Open Badges 3.0 credential, form by form, as the JSON Schema of 1EdTech has them (read in November 2026).

use super::{Form, Is, Member, Others};

const ACHIEVEMENT_TYPES: &[&str] = &[
    "Achievement",
    "ApprenticeshipCertificate",
    "Assessment",
    "Assignment",
    "AssociateDegree",
    "Award",
    "Badge",
    "BachelorDegree",
    "Certificate",
    "CertificateOfCompletion",
    "Certification",
    "CommunityService",
    "Competency",
    "Course",
    "CoCurricular",
    "Degree",
    "Diploma",
    "DoctoralDegree",
    "Fieldwork",
    "GeneralEducationDevelopment",
    "JourneymanCertificate",
    "LearningProgram",
    "License",
    "Membership",
    "ProfessionalDoctorate",
    "QualityAssuranceCredential",
    "MasterCertificate",
    "MasterDegree",
    "MicroCredential",
    "ResearchDoctorate",
    "SecondarySchoolDiploma",
];
const IDENTIFIER_TYPES: &[&str] = &[
    "name",
    "sourcedId",
    "systemId",
    "productId",
    "userName",
    "accountId",
    "emailAddress",
    "nationalIdentityNumber",
    "isbn",
    "issn",
    "lisSourcedId",
    "oneRosterSourcedId",
    "sisSourcedId",
    "ltiContextId",
    "ltiDeploymentId",
    "ltiToolId",
    "ltiPlatformId",
    "ltiUserId",
    "identifier",
];
const TARGET_TYPES: &[&str] = &[
    "ceasn:Competency",
    "ceterms:Credential",
    "CFItem",
    "CFRubric",
    "CFRubricCriterion",
    "CFRubricCriterionLevel",
    "CTDL",
];
const RESULT_TYPES: &[&str] = &[
    "GradePointAverage",
    "LetterGrade",
    "Percent",
    "PerformanceLevel",
    "PredictedScore",
    "RawScore",
    "Result",
    "RubricCriterion",
    "RubricCriterionLevel",
    "RubricScore",
    "ScaledScore",
    "Status",
];
const RESULT_STATUSES: &[&str] =
    &["Completed", "Enrolled", "Failed", "InProgress", "OnHold", "Provisional", "Withdrew"];

/// A credential. Its proof is not among them: another check looks at it.
pub(super) static CREDENTIAL: Form = Form {
    others: Others::Allowed,
    members: &[
        Member("@context", true, Is::Contexts),
        Member("id", true, Is::Address),
        Member("name", false, Is::Text),
        Member("description", false, Is::Text),
        Member("image", false, Is::Object(&IMAGE)),
        Member("awardedDate", false, Is::Moment),
        Member("credentialSubject", true, Is::Object(&ACHIEVEMENT_SUBJECT)),
        Member("endorsement", false, Is::Many(&Is::Object(&ENDORSEMENT_CREDENTIAL))),
        Member("endorsementJwt", false, Is::Many(&Is::Token)),
        Member("issuer", true, Is::AddressOr(&PROFILE)),
        Member("validFrom", true, Is::Moment),
        Member("validUntil", false, Is::Moment),
        Member("credentialSchema", false, Is::Many(&Is::Object(&CREDENTIAL_SCHEMA))),
        Member("credentialStatus", false, Is::Many(&Is::Object(&CREDENTIAL_STATUS))),
        Member("refreshService", false, Is::Object(&REFRESH_SERVICE)),
        Member("termsOfUse", false, Is::Many(&Is::Object(&TERMS_OF_USE))),
        Member("evidence", false, Is::Many(&Is::Object(&EVIDENCE))),
    ],
};

static TERMS_OF_USE: Form =
    Form { others: Others::Allowed, members: &[Member("id", false, Is::Address), Member("type", true, Is::Text)] };

static CREDENTIAL_STATUS: Form =
    Form { others: Others::Allowed, members: &[Member("id", false, Is::Address), Member("type", true, Is::Text)] };

static ACHIEVEMENT_SUBJECT: Form = Form {
    others: Others::Allowed,
    members: &[
        Member("id", false, Is::Address),
        Member("type", true, Is::Types(&["AchievementSubject"])),
        Member("activityEndDate", false, Is::Moment),
        Member("activityStartDate", false, Is::Moment),
        Member("creditsEarned", false, Is::Number),
        Member("achievement", true, Is::Object(&ACHIEVEMENT)),
        Member("identifier", false, Is::Many(&Is::Object(&IDENTITY_OBJECT))),
        Member("image", false, Is::Object(&IMAGE)),
        Member("licenseNumber", false, Is::Text),
        Member("narrative", false, Is::Text),
        Member("result", false, Is::Many(&Is::Object(&RESULT))),
        Member("role", false, Is::Text),
        Member("source", false, Is::Object(&PROFILE)),
        Member("term", false, Is::Text),
    ],
};

static IDENTITY_OBJECT: Form = Form {
    others: Others::Refused,
    members: &[
        Member("type", true, Is::Word("IdentityObject")),
        Member("hashed", true, Is::Flag),
        Member("identityHash", true, Is::Text),
        Member("identityType", true, Is::Extensible(IDENTIFIER_TYPES)),
        Member("salt", false, Is::Text),
    ],
};

static EVIDENCE: Form = Form {
    others: Others::Allowed,
    members: &[
        Member("id", false, Is::Address),
        Member("type", true, Is::Types(&["Evidence"])),
        Member("narrative", false, Is::Text),
        Member("name", false, Is::Text),
        Member("description", false, Is::Text),
        Member("genre", false, Is::Text),
        Member("audience", false, Is::Text),
    ],
};

static ENDORSEMENT_CREDENTIAL: Form = Form {
    others: Others::Allowed,
    members: &[
        Member("@context", true, Is::Contexts),
        Member("type", true, Is::Types(&["VerifiableCredential", "EndorsementCredential"])),
        Member("id", true, Is::Address),
        Member("name", true, Is::Text),
        Member("description", false, Is::Text),
        Member("credentialSubject", true, Is::Object(&ENDORSEMENT_SUBJECT)),
        Member("awardedDate", false, Is::Moment),
        Member("issuer", true, Is::AddressOr(&PROFILE)),
        Member("validFrom", true, Is::Moment),
        Member("validUntil", false, Is::Moment),
        Member("credentialSchema", false, Is::Many(&Is::Object(&CREDENTIAL_SCHEMA))),
        Member("credentialStatus", false, Is::Object(&CREDENTIAL_STATUS)),
        Member("refreshService", false, Is::Object(&REFRESH_SERVICE)),
        Member("termsOfUse", false, Is::Many(&Is::Object(&TERMS_OF_USE))),
        Member("evidence", false, Is::Many(&Is::Object(&EVIDENCE))),
    ],
};

static ACHIEVEMENT: Form = Form {
    others: Others::Allowed,
    members: &[
        Member("id", true, Is::Address),
        Member("type", true, Is::Types(&["Achievement"])),
        Member("alignment", false, Is::Many(&Is::Object(&ALIGNMENT))),
        Member("achievementType", false, Is::Extensible(ACHIEVEMENT_TYPES)),
        Member("creator", false, Is::Object(&PROFILE)),
        Member("creditsAvailable", false, Is::Number),
        Member("criteria", true, Is::Object(&CRITERIA)),
        Member("description", true, Is::Text),
        Member("endorsement", false, Is::Many(&Is::Object(&ENDORSEMENT_CREDENTIAL))),
        Member("endorsementJwt", false, Is::Many(&Is::Token)),
        Member("fieldOfStudy", false, Is::Text),
        Member("humanCode", false, Is::Text),
        Member("image", false, Is::Object(&IMAGE)),
        Member("inLanguage", false, Is::Language),
        Member("name", true, Is::Text),
        Member("otherIdentifier", false, Is::Many(&Is::Object(&IDENTIFIER_ENTRY))),
        Member("related", false, Is::Many(&Is::Object(&RELATED))),
        Member("resultDescription", false, Is::Many(&Is::Object(&RESULT_DESCRIPTION))),
        Member("specialization", false, Is::Text),
        Member("tag", false, Is::Many(&Is::Text)),
        Member("version", false, Is::Text),
    ],
};

static ALIGNMENT: Form = Form {
    others: Others::Allowed,
    members: &[
        Member("type", true, Is::Types(&["Alignment"])),
        Member("targetCode", false, Is::Text),
        Member("targetDescription", false, Is::Text),
        Member("targetName", true, Is::Text),
        Member("targetFramework", false, Is::Text),
        Member("targetType", false, Is::Extensible(TARGET_TYPES)),
        Member("targetUrl", true, Is::Address),
    ],
};

static CRITERIA: Form = Form {
    others: Others::Allowed,
    members: &[Member("id", false, Is::Address), Member("narrative", false, Is::Text)],
};

static IDENTIFIER_ENTRY: Form = Form {
    others: Others::Refused,
    members: &[
        Member("type", true, Is::Word("IdentifierEntry")),
        Member("identifier", true, Is::Text),
        Member("identifierType", true, Is::Extensible(IDENTIFIER_TYPES)),
    ],
};

static REFRESH_SERVICE: Form =
    Form { others: Others::Allowed, members: &[Member("id", true, Is::Address), Member("type", true, Is::Text)] };

static IMAGE: Form = Form {
    others: Others::Refused,
    members: &[
        Member("id", true, Is::Address),
        Member("type", true, Is::Word("Image")),
        Member("caption", false, Is::Text),
    ],
};

static ENDORSEMENT_SUBJECT: Form = Form {
    others: Others::Allowed,
    members: &[
        Member("id", true, Is::Address),
        Member("type", true, Is::Types(&["EndorsementSubject"])),
        Member("endorsementComment", false, Is::Text),
    ],
};

static RESULT: Form = Form {
    others: Others::Allowed,
    members: &[
        Member("type", true, Is::Types(&["Result"])),
        Member("achievedLevel", false, Is::Address),
        Member("alignment", false, Is::Many(&Is::Object(&ALIGNMENT))),
        Member("resultDescription", false, Is::Address),
        Member("status", false, Is::OneOf(RESULT_STATUSES)),
        Member("value", false, Is::Text),
    ],
};

static RESULT_DESCRIPTION: Form = Form {
    others: Others::Allowed,
    members: &[
        Member("id", true, Is::Address),
        Member("type", true, Is::Types(&["ResultDescription"])),
        Member("alignment", false, Is::Many(&Is::Object(&ALIGNMENT))),
        Member("allowedValue", false, Is::Many(&Is::Text)),
        Member("name", true, Is::Text),
        Member("requiredLevel", false, Is::Address),
        Member("requiredValue", false, Is::Text),
        Member("resultType", true, Is::Extensible(RESULT_TYPES)),
        Member("rubricCriterionLevel", false, Is::Many(&Is::Object(&RUBRIC_CRITERION_LEVEL))),
        Member("valueMax", false, Is::Text),
        Member("valueMin", false, Is::Text),
    ],
};

static RUBRIC_CRITERION_LEVEL: Form = Form {
    others: Others::Allowed,
    members: &[
        Member("id", true, Is::Address),
        Member("type", true, Is::Types(&["RubricCriterionLevel"])),
        Member("alignment", false, Is::Many(&Is::Object(&ALIGNMENT))),
        Member("description", false, Is::Text),
        Member("level", false, Is::Text),
        Member("name", true, Is::Text),
        Member("points", false, Is::Text),
    ],
};

static RELATED: Form = Form {
    others: Others::Allowed,
    members: &[
        Member("id", true, Is::Address),
        Member("type", true, Is::Types(&["Related"])),
        Member("inLanguage", false, Is::Language),
        Member("version", false, Is::Text),
    ],
};

static PROFILE: Form = Form {
    others: Others::Allowed,
    members: &[
        Member("id", true, Is::Address),
        Member("type", true, Is::Types(&["Profile"])),
        Member("name", false, Is::Text),
        Member("url", false, Is::Address),
        Member("phone", false, Is::Text),
        Member("description", false, Is::Text),
        Member("endorsement", false, Is::Many(&Is::Object(&ENDORSEMENT_CREDENTIAL))),
        Member("endorsementJwt", false, Is::Many(&Is::Token)),
        Member("image", false, Is::Object(&IMAGE)),
        Member("email", false, Is::Text),
        Member("address", false, Is::Object(&ADDRESS)),
        Member("otherIdentifier", false, Is::Many(&Is::Object(&IDENTIFIER_ENTRY))),
        Member("official", false, Is::Text),
        Member("parentOrg", false, Is::Object(&PROFILE)),
        Member("familyName", false, Is::Text),
        Member("givenName", false, Is::Text),
        Member("additionalName", false, Is::Text),
        Member("patronymicName", false, Is::Text),
        Member("honorificPrefix", false, Is::Text),
        Member("honorificSuffix", false, Is::Text),
        Member("familyNamePrefix", false, Is::Text),
        Member("dateOfBirth", false, Is::Day),
    ],
};

static ADDRESS: Form = Form {
    others: Others::Allowed,
    members: &[
        Member("type", true, Is::Types(&["Address"])),
        Member("addressCountry", false, Is::Text),
        Member("addressCountryCode", false, Is::Text),
        Member("addressRegion", false, Is::Text),
        Member("addressLocality", false, Is::Text),
        Member("streetAddress", false, Is::Text),
        Member("postOfficeBoxNumber", false, Is::Text),
        Member("postalCode", false, Is::Text),
        Member("geo", false, Is::Object(&GEO_COORDINATES)),
    ],
};

static GEO_COORDINATES: Form = Form {
    others: Others::Allowed,
    members: &[
        Member("type", true, Is::Word("GeoCoordinates")),
        Member("latitude", true, Is::Number),
        Member("longitude", true, Is::Number),
    ],
};

static CREDENTIAL_SCHEMA: Form =
    Form { others: Others::Allowed, members: &[Member("id", true, Is::Address), Member("type", true, Is::Text)] };
