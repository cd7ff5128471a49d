//! Telephone numbers of all countries.

mod engine;
mod format;
mod program;
mod tables;

#[cfg(test)]
mod oracle;
