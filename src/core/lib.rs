//! What crm_hygiene knows about values. Pure Rust, no PostgreSQL: everything here can be
//! unit-tested, property-tested and fuzzed on its own.
#![forbid(unsafe_code)]
#![warn(missing_docs)]

pub mod chinese;
pub mod divisions;
pub mod fold;
pub mod kind;
pub mod placeholder;
