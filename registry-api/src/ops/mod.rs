//! The use cases, one in each file. GraphQL, pages and command line call these and never one another.

pub mod analyse_catalogue;
pub mod backup;
pub mod check_eligibility;
pub mod check_files;
pub mod count_credit;
pub mod draw_requisites;
pub mod export_catalogue;
pub mod export_problem;
pub mod find_courses;
pub mod import_catalogue;
pub mod load_catalogue;
pub mod manage_tokens;
pub mod plan;
pub mod publish;
pub mod read_audit;
pub mod receipt;
pub mod recommend;
pub mod verify_credential;

pub use analyse_catalogue::{analyse_catalogue, join_files};
pub use check_eligibility::check_eligibility;
pub use check_files::check_files;
pub use count_credit::count_credit;
pub use draw_requisites::{draw_requisites, node_of};
pub use export_catalogue::export_catalogue;
pub use export_problem::export_problem;
pub use find_courses::find_courses;
pub use import_catalogue::{import_catalogue, preview_import};
pub use load_catalogue::{built_in_catalogue, follow_catalogue, load_catalogue, read_catalogue, refresh_catalogue};
pub use plan::plan;
pub use publish::publish;
pub use recommend::recommend;
pub use verify_credential::{add_status, facts as verification_facts, issuers_in, verify_credentials};
