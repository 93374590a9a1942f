//! The use cases, one in each file. GraphQL, pages and command line call these and never one another.

pub mod analyse_catalogue;
pub mod check_eligibility;
pub mod check_files;
pub mod count_credit;
pub mod draw_requisites;
pub mod export_problem;
pub mod find_courses;
pub mod load_catalogue;
pub mod plan;
pub mod recommend;

pub use analyse_catalogue::{analyse_catalogue, join_files};
pub use check_eligibility::check_eligibility;
pub use check_files::check_files;
pub use count_credit::count_credit;
pub use draw_requisites::{draw_requisites, node_of};
pub use export_problem::export_problem;
pub use find_courses::find_courses;
pub use load_catalogue::{built_in_catalogue, load_catalogue, read_catalogue};
pub use plan::plan;
pub use recommend::recommend;
