//! Compose projects: Docker Compose reads the project, nginx and Prometheus what lies beside it.

use std::path::{Path, PathBuf};
use std::process::Command;

use crate::tools::{Scratch, built, files, here, program, run, said};

/// Specs of this folder, which together use every component, and environments of the examples.
pub const SPECS: [(&str, &str); 12] = [
    ("tests/conformance/compose/stores", "local"),
    ("tests/conformance/compose/services", "local"),
    ("tests/conformance/compose/edge", "local"),
    ("tests/conformance/compose/watching", "local"),
    ("tests/conformance/targets", "production"),
    ("examples/bet", "local"),
    ("examples/chat", "development"),
    ("examples/clan", "staging"),
    ("examples/clan", "production_host"),
    ("examples/match", "local"),
    ("examples/shop", "local"),
    ("examples/treasury", "development"),
];

/// The folder of each spec's project.
fn projects() -> impl Iterator<Item = (Scratch, PathBuf)> {
    SPECS.iter().map(|(spec, environment)| {
        let out = built(&here(spec), environment);
        let project = out.0.join(environment).join("compose");
        (out, project)
    })
}

/// A `.env` with something for each variable that the example asks for.
fn filled(project: &Path) -> String {
    let example = std::fs::read_to_string(project.join(".env.example")).unwrap_or_default();
    let fill = |line: &str| if line.ends_with('=') { format!("{line}filled\n") } else { format!("{line}\n") };
    example.lines().map(fill).collect()
}

#[test]
fn docker_compose_takes_every_project() {
    let Some(compose) = program("docker-compose", "DOCKER_COMPOSE") else { return };
    for (out, project) in projects() {
        let env = out.0.join("env");
        let text = filled(&project);
        std::fs::write(&env, &text).expect("a file can be written");
        let config = |env: &Path| {
            let mut command = Command::new(&compose);
            command.args(["--env-file".as_ref(), env.as_os_str()]);
            run(command.args(["-f", "compose.yaml", "config", "--quiet"]).current_dir(&project))
        };
        let done = config(&env);
        assert!(done.status.success() && done.stderr.is_empty(), "{}:\n{}", project.display(), said(&done));
        if !text.is_empty() {
            let empty = out.0.join("empty");
            std::fs::write(&empty, "").expect("a file can be written");
            assert!(!config(&empty).status.success(), "{}: starts without its secrets", project.display());
        }
    }
}

/// A configuration as a test can judge it: without the name server of Docker, with a certificate that is there, and with
/// what nginx learned since 1.22 (`resolve` of servers, `http2` as a directive of its own) taken out.
pub fn judged(text: &str, folder: &Path) -> String {
    let folder = folder.display();
    let mut lines = Vec::new();
    for line in text.lines() {
        let line = line.replace(" resolve;", ";");
        let line = line.replace("/etc/letsencrypt/current", &format!("{folder}"));
        let line = line.replace("/etc/nginx/tls", &format!("{folder}"));
        let line = line.replace("/var/run/nginx.pid", &format!("{folder}/nginx.pid"));
        match line.trim_start() {
            trimmed if trimmed.starts_with("user ") || trimmed == "http2 on;" => {}
            trimmed if trimmed.starts_with("server ") && trimmed.contains(':') => {
                let port = trimmed.rsplit(':').next().unwrap_or_default();
                lines.push(format!("server 127.0.0.1:{port}"));
            }
            _ => lines.push(line),
        }
    }
    lines.join("\n")
}

#[test]
fn nginx_takes_every_configuration() {
    let Some(nginx) = program("nginx", "NGINX") else { return };
    let Some(openssl) = program("openssl", "OPENSSL") else { return };
    let folder = Scratch::new("nginx");
    let mut request = Command::new(openssl);
    request.args(["req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "1", "-subj", "/CN=example.com"]);
    request.args(["-keyout", "privkey.pem", "-out", "fullchain.pem"]).current_dir(&folder.0);
    assert!(run(&mut request).status.success());
    let mut count = 0;
    for (_out, project) in projects() {
        for path in files(&project, "nginx.conf") {
            let text = std::fs::read_to_string(&path).expect("a file can be read");
            let config = folder.0.join("nginx.conf");
            std::fs::write(&config, judged(&text, &folder.0)).expect("a file can be written");
            let done = run(Command::new(&nginx).arg("-t").arg("-c").arg(&config).arg("-p").arg(&folder.0));
            assert!(done.status.success(), "{}:\n{}\n{text}", path.display(), said(&done));
            assert!(!said(&done).contains("[warn]"), "{}:\n{}", path.display(), said(&done));
            count += 1;
        }
    }
    assert!(count >= 5, "only {count} configurations were judged");
}

#[test]
fn prometheus_takes_every_configuration() {
    let Some(promtool) = program("promtool", "PROMTOOL") else { return };
    let mut count = 0;
    for (_out, project) in projects() {
        for path in files(&project, "prometheus.yml") {
            let text = std::fs::read_to_string(&path).expect("a file can be read");
            let folder = path.parent().expect("a file lies in a folder");
            let config = folder.join("judged.yml");
            let text = text.replace("/etc/prometheus/", &format!("{}/", folder.display()));
            std::fs::write(&config, text).expect("a file can be written");
            let done = run(Command::new(&promtool).args(["check", "config"]).arg(&config));
            assert!(done.status.success(), "{}:\n{}", path.display(), said(&done));
            count += 1;
        }
    }
    assert!(count >= 2, "only {count} configurations were judged");
}

#[test]
fn alertmanager_takes_every_configuration() {
    let Some(amtool) = program("amtool", "AMTOOL") else { return };
    let mut count = 0;
    for (_out, project) in projects() {
        for path in files(&project, "alertmanager.yml") {
            let done = run(Command::new(&amtool).arg("check-config").arg(&path));
            assert!(done.status.success(), "{}:\n{}", path.display(), said(&done));
            count += 1;
        }
    }
    assert!(count >= 1, "only {count} configurations were judged");
}
