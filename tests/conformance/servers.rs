//! Databases and caches, started as a project's containers start them, without the network: each takes its arguments,
//! and what a new volume is set up with.

use std::fs::Permissions;
use std::io::Write;
use std::os::unix::fs::PermissionsExt;
use std::path::{Path, PathBuf};
use std::process::{Command, Output, Stdio};
use std::time::Duration;

use serde_norway::Value;

use crate::tools::{Scratch, built, here, program, run, said};

/// What a service of a built project is started with, `$$` and secrets filled in.
fn command_of(project: &Path, service: &str) -> Vec<String> {
    let text = std::fs::read_to_string(project.join("compose.yaml")).expect("the project is built");
    let yaml: Value = serde_norway::from_str(&text).expect("a project is YAML");
    let command = yaml.get("services").and_then(|all| all.get(service)).and_then(|one| one.get("command"));
    let words = command.and_then(Value::as_sequence).unwrap_or_else(|| panic!("{service} has a command"));
    let word = |word: &Value| word.as_str().expect("a command is made of words").to_owned();
    words.iter().map(word).map(|word| if word.starts_with("${") { "filled".to_owned() } else { word }).collect()
}

/// A program that won't run as root, as somebody else.
pub fn unprivileged(program: &Path) -> Option<Command> {
    let is_root = said(&run(Command::new("id").arg("-u"))).trim() == "0";
    if !is_root {
        return Some(Command::new(program));
    }
    let runuser = crate::tools::program("runuser", "RUNUSER")?;
    let mut command = Command::new(runuser);
    command.args(["-u", "nobody", "--"]).arg(program);
    Some(command)
}

/// A program of PostgreSQL: Debian keeps those of a version in a folder of their own.
pub fn postgres_program(name: &str) -> Option<PathBuf> {
    let folders = std::fs::read_dir("/usr/lib/postgresql").into_iter().flatten().flatten();
    let found = folders.map(|folder| folder.path().join("bin").join(name)).find(|path| path.is_file());
    found.or_else(|| program(name, &name.to_uppercase()))
}

/// Runs a program to its end on an input.
fn fed(mut command: Command, input: &str) -> Output {
    let piped = command.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped());
    let mut child = piped.spawn().expect("the program starts");
    child.stdin.take().expect("its input is ours").write_all(input.as_bytes()).expect("it takes its input");
    child.wait_with_output().expect("the program ends")
}

#[test]
fn postgres_takes_its_parameters_and_extensions() {
    let (Some(initdb), Some(postgres)) = (postgres_program("initdb"), postgres_program("postgres")) else { return };
    let out = built(&here("examples/clan"), "production_host");
    let project = out.0.join("production_host/compose");
    let folder = Scratch::new("postgres");
    std::fs::set_permissions(&folder.0, Permissions::from_mode(0o777)).expect("the folder is ours");
    let data = folder.0.join("data");
    let Some(mut made) = unprivileged(&initdb) else { return };
    let done = run(made.args(["--no-sync", "--auth=reject", "-D"]).arg(&data).current_dir(&folder.0));
    assert!(done.status.success(), "{}", said(&done));

    let command = command_of(&project, "db");
    assert_eq!(command.first().map(String::as_str), Some("postgres"));
    let Some(mut server) = unprivileged(&postgres) else { return };
    server.arg("--single").args(&command[1..]).arg("-D").arg(&data).arg("postgres").current_dir(&folder.0);
    let script = std::fs::read_to_string(project.join("db/00-extensions.sql")).expect("the script is built");
    let statements: Vec<&str> = script.lines().filter(|line| !line.starts_with("--")).collect();
    let asked = "SELECT extname FROM pg_extension;\nSHOW shared_buffers;\nSHOW random_page_cost;\n";
    let done = fed(server, &format!("{}\n{asked}", statements.join("\n")));
    let said = said(&done);
    assert!(done.status.success() && !said.contains("ERROR") && !said.contains("FATAL"), "{said}");
    for known in ["uuid-ossp", "pgcrypto", "pg_stat_statements", "pg_buffercache", "256MB", "1.1"] {
        assert!(said.contains(&format!("= \"{known}\"")), "no `{known}` in\n{said}");
    }
}

#[test]
fn redis_takes_its_arguments_and_asks_for_its_password() {
    let (Some(redis), Some(client)) = (program("redis-server", "REDIS"), program("redis-cli", "REDIS_CLI")) else {
        return;
    };
    let out = built(&here("examples/clan"), "production_host");
    let command = command_of(&out.0.join("production_host/compose"), "cache");
    let folder = Scratch::new("redis");
    let socket = folder.0.join("socket");
    let mut server = Command::new(redis);
    server.args(&command[1..]).args(["--port", "0", "--unixsocket"]).arg(&socket).current_dir(&folder.0);
    let child = server.stdout(Stdio::null()).stderr(Stdio::null()).spawn().expect("redis starts");
    let _server = crate::routing::Server(child);
    for _ in 0..100 {
        if socket.exists() {
            break;
        }
        std::thread::sleep(Duration::from_millis(20));
    }
    let ping = |password: &str| {
        let mut ask = Command::new(&client);
        ask.arg("-s").arg(&socket).env("REDISCLI_AUTH", password).args(["CONFIG", "GET", "maxmemory-policy"]);
        said(&run(&mut ask))
    };
    assert!(ping("filled").contains("noeviction"), "{}", ping("filled"));
    assert!(ping("another").contains("NOAUTH"), "{}", ping("another"));
}
