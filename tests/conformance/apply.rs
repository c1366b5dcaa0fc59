//! Root modules in a fake AWS: the provider plans them, makes what they say, finds nothing more to do, and keeps no
//! secret.

use std::io::{BufRead, BufReader, Write};
use std::path::PathBuf;
use std::process::{Child, ChildStdin, ChildStdout, Command, Output, Stdio};
use std::sync::Mutex;

use crate::terraform::terraform;
use crate::tools::{Scratch, built, here, program, run, said};

/// An environment of a spec, and the region that it is for.
type Module = (&'static str, &'static str, &'static str);

/// What the fake can make. What waits longest comes first.
const APPLIED: [Module; 6] = [
    ("tests/conformance/terraform/services", "production", "us-east-1"),
    ("tests/conformance/terraform/services", "existing", "us-east-1"),
    ("examples/chat", "production", "us-east-1"),
    ("tests/conformance/terraform/edge", "far", "eu-west-1"),
    ("tests/conformance/terraform/stores", "entries", "eu-central-1"),
    ("tests/conformance/terraform/stores", "parameters", "eu-central-1"),
];

/// What it can't: caches and DocumentDB; and what would only be waited for.
const PLANNED: [Module; 9] = [
    ("tests/conformance/terraform/databases", "entries", "eu-central-1"),
    ("tests/conformance/terraform/databases", "parameters", "eu-central-1"),
    ("tests/conformance/terraform/edge", "near", "us-east-1"),
    ("tests/conformance/targets", "cloud", "eu-central-1"),
    ("tests/conformance/targets", "split", "eu-central-1"),
    ("examples/clan", "production_aws", "us-west-2"),
    ("examples/clan", "production_cloud", "us-west-2"),
    ("examples/shop", "production", "us-east-1"),
    ("examples/treasury", "production", "us-east-1"),
];

/// What the account has before: zones that names go into, a network, a secret that is referred to, and what is adopted.
const HAD: &str = r#"{
    "zones": ["shop.example.com", "your-app.com", "mlg.clan", "treasury-command-center.com"],
    "buckets": ["shop-uploads", "shop-site"],
    "secrets": ["legacy/token"],
    "distribution": "E1OLD2DISTRIBUTION",
    "network": { "vpc": "vpc-0a1b2c3d", "subnets": ["subnet-0a", "subnet-0b", "subnet-0c", "subnet-0d"] },
    "stores": {
        "database": "orders-db", "cluster": "orders-docs", "cache": "orders-cache", "queue": "orders-mails"
    }
}"#;

/// What AWS refuses lies in the fake where it can; state stays beside the module.
const OVERRIDE: &str = r#"
terraform {
  backend "local" {}
}

provider "aws" {
  s3_use_path_style = true
}
"#;

/// The same for the second region of a module that has one.
const SECOND_REGION: &str = r#"
provider "aws" {
  alias             = "edge"
  s3_use_path_style = true
}
"#;

#[test]
fn the_provider_plans_every_realization() {
    let Some(tools) = Tools::found() else { return };
    side_by_side(&PLANNED, |module| {
        let plan = Stack::new(&tools, module).terraform(&["plan"]);
        assert!(plan.status.success(), "{module:?}:\n{}", ending(&plan));
        assert!(!said(&plan).contains("Warning: "), "{module:?}:\n{}", ending(&plan));
    });
}

#[test]
fn what_exists_is_taken_over_and_nothing_is_destroyed() {
    let Some(tools) = Tools::found() else { return };
    let module = ("tests/conformance/terraform/adopted", "production", "eu-central-1");
    let plan = said(&Stack::new(&tools, module).terraform(&["plan"]));
    let summary = plan.lines().find(|line| line.starts_with("Plan: ")).unwrap_or(&plan);
    assert!(summary.starts_with("Plan: 7 to import, ") && summary.ends_with(" 0 to destroy."), "{summary}");
}

#[test]
fn what_is_applied_stays_as_it_is_and_keeps_no_secret() {
    if std::env::var_os("TERRAFORM_APPLY").is_none() {
        println!("skipped: TERRAFORM_APPLY is not set; to apply takes minutes");
        return;
    }
    let Some(tools) = Tools::found() else { return };
    side_by_side(&APPLIED, |module| applied(&tools, module));
}

fn applied(tools: &Tools, module: Module) {
    let mut stack = Stack::new(tools, module);
    let mut logs = String::new();
    for arguments in [&["plan", "-out=plan"] as &[&str], &["apply", "plan"], &["plan", "-detailed-exitcode"]] {
        let done = stack.terraform(arguments);
        logs += &said(&done);
        // The last one says by its status whether it found something to change.
        assert!(done.status.success(), "{module:?}, {arguments:?}:\n{}", ending(&done));
        assert!(!said(&done).contains("Warning: "), "{module:?}, {arguments:?}:\n{}", ending(&done));
    }
    let folder = stack.folder();
    let state = std::fs::read_to_string(folder.join("terraform.tfstate")).expect("what was applied has a state");
    let shown = stack.command("terraform", &["show", "-json", "plan"]);
    let places = [("state", state), ("plan", said(&shown)), ("logs", logs)];
    let secrets = stack.secrets();
    let written = places[0].1.lines().any(|line| line.contains("_wo_version\": ") && !line.contains("null"));
    assert_eq!(secrets.is_empty(), !written, "{module:?}: what is written is found");
    for secret in secrets {
        for (place, text) in &places {
            assert!(!text.contains(&secret), "{module:?}: a secret's value lies in the {place}");
        }
    }
}

/// What a program said last: a plan is long, and what is wrong with it stands at its end.
fn ending(output: &Output) -> String {
    let said = said(output);
    let lines: Vec<&str> = said.lines().collect();
    lines[lines.len().saturating_sub(60)..].join("\n")
}

/// Works through all of them, three at a time: most of the time they wait.
fn side_by_side(modules: &[Module], work: impl Fn(Module) + Sync) {
    let left = Mutex::new(modules.iter());
    std::thread::scope(|scope| {
        for _ in 0..3 {
            scope.spawn(|| {
                loop {
                    let next = left.lock().expect("no thread stops while it holds the list").next();
                    let Some(module) = next else { break };
                    work(*module);
                }
            });
        }
    });
}

/// What all of this takes.
struct Tools {
    terraform: PathBuf,
    timeout: PathBuf,
    python: PathBuf,
}

impl Tools {
    fn found() -> Option<Self> {
        let tools = Self {
            terraform: terraform()?,
            timeout: program("timeout", "TIMEOUT")?,
            python: program("python3", "PYTHON")?,
        };
        let moto = run(Command::new(&tools.python).args(["-c", "import moto.server"])).status.success();
        if !moto {
            println!("skipped: the Python package moto[server] not found");
        }
        moto.then_some(tools)
    }
}

/// A module with an account of its own.
struct Stack<'t> {
    tools: &'t Tools,
    environment: &'static str,
    built: Scratch,
    account: Account,
}

impl<'t> Stack<'t> {
    fn new(tools: &'t Tools, (spec, environment, region): Module) -> Self {
        let account = Account::new(tools, region);
        let stack = Self { tools, environment, built: built(&here(spec), environment), account };
        let providers = std::fs::read_to_string(stack.folder().join("providers.tf")).expect("a module has providers");
        let more = if providers.contains("alias ") { SECOND_REGION } else { "" };
        std::fs::write(stack.folder().join("fake_override.tf"), [OVERRIDE, more].concat())
            .expect("a file can be written");
        let done = stack.terraform(&["init"]);
        assert!(done.status.success(), "{spec}, {environment}:\n{}", said(&done));
        stack
    }

    fn folder(&self) -> PathBuf {
        self.built.0.join(self.environment).join("terraform")
    }

    fn terraform(&self, arguments: &[&str]) -> Output {
        let (command, rest) = arguments.split_first().expect("Terraform is told what to do");
        self.command(command, &[&["-input=false", "-no-color"], rest].concat())
    }

    /// Runs Terraform against the account; ten minutes are more than anything of this takes.
    fn command(&self, command: &str, arguments: &[&str]) -> Output {
        let mut limited = Command::new(&self.tools.timeout);
        limited.args(["--kill-after=20", "600"]).arg(&self.tools.terraform).arg(command).args(arguments);
        limited.current_dir(self.folder()).stdin(Stdio::null());
        limited.env("CHECKPOINT_DISABLE", "1").env("AWS_ENDPOINT_URL", &self.account.address);
        run(limited.envs(KEYS))
    }

    fn secrets(&mut self) -> Vec<String> {
        self.account.secrets()
    }
}

/// Nothing here is checked, and nothing leaves the machine.
const KEYS: [(&str, &str); 3] =
    [("AWS_ACCESS_KEY_ID", "none"), ("AWS_SECRET_ACCESS_KEY", "none"), ("AWS_EC2_METADATA_DISABLED", "true")];

/// A fake account that answers on a port of its own, and is gone with its owner.
struct Account {
    process: Child,
    asks: ChildStdin,
    answers: BufReader<ChildStdout>,
    address: String,
}

impl Account {
    fn new(tools: &Tools, region: &str) -> Self {
        let mut command = Command::new(&tools.python);
        command.arg(here("tests/conformance/aws.py")).args([region, HAD]).envs(KEYS);
        command.stdin(Stdio::piped()).stdout(Stdio::piped());
        let mut process = command.spawn().expect("Python starts");
        let asks = process.stdin.take().expect("its input is piped");
        let mut answers = BufReader::new(process.stdout.take().expect("its output is piped"));
        let port = line(&mut answers);
        assert!(!port.is_empty(), "the fake account ended before it said its port");
        Self { process, asks, answers, address: format!("http://127.0.0.1:{port}") }
    }

    /// The values of all secrets that were made in it.
    fn secrets(&mut self) -> Vec<String> {
        self.asks.write_all(b"secrets\n").expect("the account answers");
        serde_json::from_str(&line(&mut self.answers)).expect("the account answers in JSON")
    }
}

impl Drop for Account {
    fn drop(&mut self) {
        // One that has ended by itself is gone as well.
        _ = self.process.kill();
        _ = self.process.wait();
    }
}

fn line(answers: &mut impl BufRead) -> String {
    let mut line = String::new();
    answers.read_line(&mut line).expect("the account answers");
    line.trim().to_owned()
}
