//! Support for the integration tests and benches: the seed catalogue, the invented people, the rules of a plan
//! written a second time, an oracle that tries every plan, a server on the loopback interface.

pub mod attacks;
pub mod canaries;
pub mod credentials;
pub mod credit;
pub mod instances;
pub mod oracle;
pub mod plan_rules;
pub mod rendering;
pub mod rules;
pub mod seeds;
pub mod server;
pub mod validator;
