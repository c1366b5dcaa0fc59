//! The `infra` program: reads the command line, runs one command, ends with its status.

fn main() {}
