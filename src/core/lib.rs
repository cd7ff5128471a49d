//! What crm_hygiene knows about values. Pure Rust, no PostgreSQL: everything here can be
//! unit-tested, property-tested and fuzzed on its own.
#![forbid(unsafe_code)]
#![warn(missing_docs)]

pub mod block;
pub mod blocking;
mod bridge;
pub mod check;
pub mod chinese;
pub mod cluster;
pub mod country;
pub mod directory;
pub mod divisions;
pub mod evidence;
pub mod fold;
pub mod guard;
pub mod hot;
pub mod infer;
pub mod kind;
pub mod model;
pub mod moment;
pub mod names;
mod numbers;
pub mod pairs;
pub mod placeholder;
pub mod plan;
pub mod quality;
pub mod record;
pub mod report;
pub mod roll;
pub mod rule;
pub mod score;
mod sieve;
pub mod strangers;
pub mod tally;
pub mod train;
pub mod twins;
