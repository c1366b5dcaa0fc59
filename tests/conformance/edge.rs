//! What stands at the edge, run as the edge runs it: the function that a distribution asks before it looks for a file.

use std::process::Command;

use crate::tools::{built, here, program, run, said};

/// What is asked for, and what is looked up for it.
const ASKED: [(&str, &str); 8] = [
    ("/", "/index.html"),
    ("/users", "/index.html"),
    ("/users/", "/index.html"),
    ("/v1.2/users", "/index.html"),
    ("/index.html", "/index.html"),
    ("/assets/app.3f2a.js", "/assets/app.3f2a.js"),
    ("/favicon.ico", "/favicon.ico"),
    ("/.well-known/apple-app-site-association", "/.well-known/apple-app-site-association"),
];

#[test]
fn paths_that_name_no_file_lead_to_the_fallback() {
    let Some(node) = program("node", "NODE") else { return };
    let out = built(&here("tests/conformance/terraform/edge"), "far");
    let module = std::fs::read_to_string(out.0.join("far/terraform/edge.tf")).expect("the distribution has a file");
    let (_, rest) = module.split_once("code = <<-EOT\n").expect("the distribution has a function");
    let (code, _) = rest.split_once("EOT\n").expect("its code ends");
    let asked = serde_json::to_string(&ASKED.map(|(asked, _)| asked)).expect("texts are JSON");
    let script =
        format!("{code}\nconsole.log(JSON.stringify({asked}.map(uri => handler({{ request: {{ uri }} }}).uri)));");
    let done = run(Command::new(&node).args(["--eval", &script]));
    assert!(done.status.success(), "{}", said(&done));
    let found: Vec<String> = serde_json::from_slice(&done.stdout).expect("the function answers");
    for ((asked, wanted), found) in ASKED.iter().zip(&found) {
        assert_eq!(found, wanted, "for {asked}");
    }
}
