//! imapspec
fn main() {}
