//! What is written, judged by the programs that read it in production: each is started where the machine has it, and
//! said to be missing where not.

#![allow(unreachable_pub, clippy::panic, reason = "a test's own modules; a refused output must stop the test")]

#[path = "conformance/apply.rs"]
mod apply;
#[path = "conformance/compose.rs"]
mod compose;
#[path = "conformance/edge.rs"]
mod edge;
#[path = "conformance/kubernetes.rs"]
mod kubernetes;
#[path = "conformance/routing.rs"]
mod routing;
#[path = "conformance/servers.rs"]
mod servers;
#[path = "conformance/shells.rs"]
mod shells;
#[path = "conformance/terraform.rs"]
mod terraform;
#[path = "conformance/tools.rs"]
mod tools;
