//! Root modules: Terraform finds nothing to lay out anew, and the provider takes every argument.

use std::path::{Path, PathBuf};
use std::process::Command;

use crate::tools::{Scratch, built, here, program, run, said};

/// Specs of this folder, which together use every component, and environments of the examples.
const SPECS: [(&str, &str); 16] = [
    ("tests/conformance/terraform/adopted", "production"),
    ("tests/conformance/terraform/databases", "entries"),
    ("tests/conformance/terraform/databases", "parameters"),
    ("tests/conformance/terraform/stores", "entries"),
    ("tests/conformance/terraform/stores", "parameters"),
    ("tests/conformance/terraform/services", "production"),
    ("tests/conformance/terraform/services", "existing"),
    ("tests/conformance/terraform/edge", "far"),
    ("tests/conformance/terraform/edge", "near"),
    ("tests/conformance/targets", "cloud"),
    ("tests/conformance/targets", "split"),
    ("examples/chat", "production"),
    ("examples/clan", "production_cloud"),
    ("examples/clan", "production_aws"),
    ("examples/shop", "production"),
    ("examples/treasury", "production"),
];

/// Terraform, where the machine has it and a configuration says where its providers lie.
pub fn terraform() -> Option<PathBuf> {
    let terraform = program("terraform", "TERRAFORM")?;
    let configured = std::env::var_os("TF_CLI_CONFIG_FILE").is_some_and(|file| Path::new(&file).is_file());
    if !configured {
        println!("skipped: a mirror of Terraform's providers not found");
    }
    configured.then_some(terraform)
}

#[test]
fn fmt_changes_nothing() {
    let Some(terraform) = program("terraform", "TERRAFORM") else { return };
    for (spec, environment) in SPECS {
        let out = built(&here(spec), environment);
        let module = out.0.join(environment).join("terraform");
        let done = run(Command::new(&terraform).args(["fmt", "-check", "-recursive", "-diff"]).current_dir(module));
        assert!(done.status.success(), "{spec}, {environment}:\n{}", said(&done));
    }
}

#[test]
fn the_provider_takes_every_argument() {
    let Some(terraform) = terraform() else { return };
    let cache = Scratch::new("providers");
    for (spec, environment) in SPECS {
        let out = built(&here(spec), environment);
        let module = out.0.join(environment).join("terraform");
        let start = |arguments: &[&str]| {
            let mut command = Command::new(&terraform);
            command.args(arguments).current_dir(&module).env("TF_PLUGIN_CACHE_DIR", &cache.0);
            run(&mut command)
        };
        let done = start(&["init", "-backend=false", "-input=false", "-no-color"]);
        assert!(done.status.success(), "{spec}, {environment}:\n{}", said(&done));
        let done = start(&["validate", "-json"]);
        let told: serde_json::Value = serde_json::from_slice(&done.stdout).expect("Terraform answers in JSON");
        assert!(told["valid"] == true && told["warning_count"] == 0, "{spec}, {environment}:\n{told:#}");
    }
}
