//! The quality of data: what can be said of one row ([`assess`]), of many rows from a few ([`interval`]), and of a
//! figure over time ([`history`]).

pub mod assess;
pub mod history;
pub mod interval;
