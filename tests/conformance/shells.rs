//! Shell lines: all that are written for containers, read by the shells of their images and by a linter; and those of the
//! library run, with programs in place of what only an image has.

use std::collections::BTreeMap;
use std::os::unix::fs::PermissionsExt;
use std::path::{Path, PathBuf};
use std::process::{Command, Output, Stdio};

use serde_norway::Value;

use crate::servers::{postgres_program, unprivileged};
use crate::tools::{Scratch, built, here, program, run, said};

/// The names of what a spec's environments come to.
const UNITS: [&str; 2] = ["compose", "kubernetes"];

/// A line as its container's shell gets it.
struct Line {
    file: PathBuf,
    text: String,
}

/// All lines that are written for the specs of the other judges, each once.
fn lines() -> Vec<Line> {
    let mut found: BTreeMap<String, PathBuf> = BTreeMap::new();
    for (spec, environment) in crate::compose::SPECS.iter().chain(&crate::kubernetes::SPECS) {
        let out = built(&here(spec), environment);
        for folder in UNITS.map(|unit| out.0.join(environment).join(unit)) {
            for line in lines_of(&folder) {
                found.entry(line.text).or_insert(Path::new(spec).join(line.file));
            }
        }
    }
    found.into_iter().map(|(text, file)| Line { file, text }).collect()
}

/// The lines in the files of a folder, which may not be there.
fn lines_of(folder: &Path) -> Vec<Line> {
    let Ok(entries) = std::fs::read_dir(folder) else { return Vec::new() };
    let mut all = Vec::new();
    for path in entries.flatten().map(|entry| entry.path()) {
        let file = PathBuf::from(path.file_name().expect("a file has a name"));
        let ending = path.extension().and_then(|ending| ending.to_str());
        if path.is_dir() {
            all.extend(lines_of(&path));
        } else if ending == Some("sh") {
            all.push(Line { file, text: std::fs::read_to_string(&path).expect("a file can be read") });
        } else if ending == Some("yaml") {
            let text = std::fs::read_to_string(&path).expect("a file can be read");
            let is_project = path.ends_with("compose.yaml");
            let mut texts = Vec::new();
            for document in serde_norway::Deserializer::from_str(&text) {
                let value: Value = serde::Deserialize::deserialize(document).expect("what is written is YAML");
                find(&value, &mut texts);
            }
            // Compose fills in variables first, and a doubled `$` is one.
            let plain = |text: String| if is_project { text.replace("$$", "$") } else { text };
            all.extend(texts.into_iter().map(|text| Line { file: file.clone(), text: plain(text) }));
        }
    }
    all
}

/// Finds what is handed to a shell: after its flag, or apart from it as the command of an entry point.
fn find(value: &Value, found: &mut Vec<String>) {
    match value {
        Value::Mapping(map) => {
            let words = |key: &str| map.get(key).map(words_of).unwrap_or_default();
            if let ([shell, flag], [text]) = (words("entrypoint").as_slice(), words("command").as_slice())
                && is_shell(shell, flag)
            {
                found.push(text.clone());
            }
            map.iter().for_each(|(_, inner)| find(inner, found));
        }
        Value::Sequence(items) => {
            let words = words_of(value);
            if let [kind, text] = words.as_slice()
                && kind == "CMD-SHELL"
            {
                found.push(text.clone());
            }
            found.extend(words.windows(3).filter(|three| is_shell(&three[0], &three[1])).map(|three| three[2].clone()));
            items.iter().for_each(|item| find(item, found));
        }
        _ => {}
    }
}

fn words_of(value: &Value) -> Vec<String> {
    let items = value.as_sequence().map_or(&[][..], Vec::as_slice);
    items.iter().filter_map(|item| item.as_str().map(str::to_owned)).collect()
}

fn is_shell(shell: &str, flag: &str) -> bool {
    matches!(shell, "sh" | "/bin/sh") && matches!(flag, "-c" | "-ec")
}

/// The shells that images have: dash on Debian, busybox on Alpine.
fn shells() -> Vec<Command> {
    let mut all = Vec::new();
    all.extend(program("dash", "DASH").map(Command::new));
    if let Some(busybox) = program("busybox", "BUSYBOX") {
        let mut command = Command::new(busybox);
        command.arg("sh");
        all.push(command);
    }
    all
}

#[test]
fn shells_and_a_linter_take_every_line() {
    let lines = lines();
    assert!(lines.len() >= 40, "only {} lines were found", lines.len());
    let scratch = Scratch::new("shells");
    let linter = program("shellcheck", "SHELLCHECK");
    for (at, Line { file, text }) in lines.iter().enumerate() {
        let path = scratch.0.join(format!("{at}.sh"));
        std::fs::write(&path, format!("{text}\n")).expect("a file can be written");
        let mut judges = shells();
        judges.iter_mut().for_each(|shell| _ = shell.arg("-n"));
        if let Some(linter) = &linter {
            let mut command = Command::new(linter);
            // Docker and the kubelet set HOSTNAME; a file that its image reads into its own shell has no first line.
            command.args(["--shell=sh", "--exclude=SC3028", "--format=gcc"]);
            judges.push(command);
        }
        for mut judge in judges {
            let done = run(judge.arg(&path));
            assert!(done.status.success(), "{}: {judge:?}\n{}\n{text}", file.display(), said(&done));
        }
    }
}

/// A folder where a line may run: paths of the image lie in it, and programs that only the image has.
struct Image {
    folder: Scratch,
    paths: Vec<&'static str>,
}

impl Image {
    fn new(paths: &[&'static str]) -> Self {
        let folder = Scratch::new("image");
        std::fs::set_permissions(&folder.0, std::fs::Permissions::from_mode(0o777)).expect("the folder is ours");
        for path in paths.iter().chain(&["/bin"]) {
            std::fs::create_dir_all(folder.0.join(&path[1..])).expect("a folder can be made");
        }
        Self { folder, paths: paths.to_vec() }
    }

    fn at(&self, path: &str) -> PathBuf {
        self.folder.0.join(path.trim_start_matches('/'))
    }

    fn read(&self, path: &str) -> String {
        std::fs::read_to_string(self.at(path)).unwrap_or_else(|error| panic!("{path}: {error}"))
    }

    /// Puts a program in: lines of a shell that see `$HERE`.
    fn put(&self, name: &str, lines: &str) {
        let path = self.at(&format!("bin/{name}"));
        std::fs::write(&path, format!("#!/bin/sh\n{lines}\n")).expect("a file can be written");
        std::fs::set_permissions(&path, std::fs::Permissions::from_mode(0o755)).expect("the file is ours");
    }

    /// Makes a shell run a line here.
    fn run(&self, shell: &mut Command, flag: &str, line: &str, variables: &[(&str, &str)]) -> Output {
        let mut text = line.to_owned();
        for path in &self.paths {
            text = text.replace(path, &self.at(path).display().to_string());
        }
        let path = format!("{}:{}", self.at("bin").display(), std::env::var("PATH").unwrap_or_default());
        shell.args([flag, &text]).env("PATH", path).env("HERE", &self.folder.0).envs(variables.iter().copied());
        run(shell.current_dir(&self.folder.0))
    }
}

/// The only line of a project that holds some text.
fn line_with(spec: &str, environment: &str, part: &str) -> String {
    let out = built(&here(spec), environment);
    let all = lines_of(&out.0.join(environment).join("compose"));
    let mut found: Vec<String> = all.into_iter().map(|line| line.text).filter(|text| text.contains(part)).collect();
    found.dedup();
    assert_eq!(found.len(), 1, "lines with `{part}`: {found:?}");
    found.remove(0)
}

/// nginx starts with a certificate of its own making, takes the real one when there is one, and reads it anew.
#[test]
fn certificates_come_and_are_read() {
    if program("openssl", "OPENSSL").is_none() {
        return;
    }
    let (spec, environment) = ("examples/clan", "production_host");
    let placeholder = line_with(spec, environment, "openssl req");
    let renewal = line_with(spec, environment, "certbot certonly");
    let server = line_with(spec, environment, "nginx -s reload");
    for at in 0..shells().len() {
        let shell = || shells().swap_remove(at);
        let image = Image::new(&["/etc/letsencrypt", "/var/www/acme"]);
        for _ in 0..2 {
            let done = image.run(&mut shell(), "-ec", &placeholder, &[]);
            assert!(done.status.success(), "{}", said(&done));
            assert!(image.read("etc/letsencrypt/current/fullchain.pem").starts_with("-----BEGIN CERTIFICATE-----"));
        }
        // The waits end the loops: the second one of certbot's, the fourth of the server's.
        image.put("sleep", "echo >>\"$HERE/waits\"; [ \"$(wc -l <\"$HERE/waits\")\" -lt \"$WAITS\" ]");
        image.put(
            "certbot",
            "echo \"$@\" >\"$HERE/asked\"\n\
             [ ! -e \"$HERE/waits\" ] && exit 1\n\
             mkdir -p \"$HERE/etc/letsencrypt/live/mlg.clan\"; echo real >\"$HERE/etc/letsencrypt/live/mlg.clan/fullchain.pem\"",
        );
        _ = image.run(&mut shell(), "-ec", &renewal, &[("WAITS", "2")]);
        assert_eq!(image.read("etc/letsencrypt/current/fullchain.pem"), "real\n");
        assert!(image.read("asked").contains("-d mlg.clan -d www.mlg.clan --cert-name mlg.clan"));

        std::fs::remove_file(image.at("waits")).expect("the waits are counted anew");
        image.put(
            "nginx",
            "case \"$1\" in -s) echo \"$@\" >>\"$HERE/reloads\";; *) until [ -e \"$HERE/over\" ]; do /bin/sleep 0.02; done;; esac",
        );
        let links =
            "set -- other other; case $(wc -l <\"$HERE/waits\") in 2) echo same;; 3) exit 1;; *) echo new;; esac";
        image.put("readlink", links);
        image.put(
            "sleep",
            "echo >>\"$HERE/waits\"; [ \"$(wc -l <\"$HERE/waits\")\" -lt 6 ] || { : >\"$HERE/over\"; exit 1; }",
        );
        let done = image.run(&mut shell(), "-ec", &server, &[]);
        assert!(done.status.success(), "{}", said(&done));
        // New, the same as none before, gone for a moment, new, as before: three reloads.
        assert_eq!(image.read("reloads"), "-s reload\n-s reload\n-s reload\n");
    }
}

/// A clock writes down what to run, with the folder of the project as Docker knows it, and runs one at a time.
#[test]
fn a_clock_starts_its_job() {
    let line = line_with("tests/conformance/compose/stores", "local", "crontab");
    for mut shell in shells() {
        let image = Image::new(&["/tmp", "/project", "/usr/local/bin"]);
        std::fs::write(image.at("project/.env"), "A=b\n").expect("a file can be written");
        image.put("docker", "case \"$1\" in inspect) echo '/srv/my shop';; *) printf '%s|' \"$@\";; esac");
        image.put("crontab", "cat >\"$HERE/table\"");
        image.put("crond", "exit 0");
        let done = image.run(&mut shell, "-ec", &line, &[("HOSTNAME", "0123")]);
        assert!(done.status.success(), "{}", said(&done));
        assert_eq!(image.read("table"), "0 2 * * * run-job\n");
        let mut job = Command::new(image.at("usr/local/bin/run-job"));
        let path = format!("{}:{}", image.at("bin").display(), std::env::var("PATH").unwrap_or_default());
        let done = run(job.env("PATH", path));
        let project = image.at("project").display().to_string();
        let wanted = format!(
            "compose|--file|{project}/compose.yaml|--env-file|{project}/.env|--project-directory|/srv/my shop|run|--rm|--no-TTY|nightly-run|"
        );
        assert_eq!(said(&done), wanted);
    }
}

/// A bucket and a queue are set up with what the spec says, whatever stands in it.
#[test]
fn stores_are_set_up() {
    let bucket = line_with("tests/conformance/compose/stores", "local", "store/stores-uploads");
    let queue = line_with("tests/conformance/compose/stores", "local", "mail-set-aside");
    for at in 0..shells().len() {
        let shell = || shells().swap_remove(at);
        let image = Image::new(&[]);
        image.put("mc", "printf '%s|' \"$@\" >>\"$HERE/said\"; echo >>\"$HERE/said\"; [ \"$3\" != remove ]");
        image.put("aws", "for word; do last=$word; done; printf '%s\\n' \"$last\" >>\"$HERE/attributes\"");
        let done = image.run(&mut shell(), "-ec", &bucket, &[("PASSWORD", "a b$c'\"")]);
        assert!(done.status.success(), "{}", said(&done));
        let wanted = "alias|set|store|http://uploads:9000|app|a b$c'\"|\n\
                      mb|--ignore-existing|store/stores-uploads|\n\
                      version|enable|store/stores-uploads|\n\
                      ilm|rule|remove|--all|--force|store/stores-uploads|\n\
                      ilm|rule|add|--expire-days|30|store/stores-uploads|\n";
        assert_eq!(image.read("said"), wanted);
        let done = image.run(&mut shell(), "-ec", &queue, &[]);
        assert!(done.status.success(), "{}", said(&done));
        let attributes = image.read("attributes");
        let last = attributes.lines().last().expect("two queues are made");
        let json: Value = serde_norway::from_str(last).expect("attributes are JSON");
        let redrive = json.get("RedrivePolicy").and_then(Value::as_str).expect("the queue has another beside it");
        assert!(redrive.contains("\"maxReceiveCount\":\"5\""), "{attributes}");
    }
}

/// A dump of a real database is one that can be read back, and the last one makes room for it.
#[test]
fn a_database_is_dumped() {
    let programs = ["initdb", "postgres", "pg_dump", "pg_restore", "pg_isready"].map(postgres_program);
    let [Some(initdb), Some(postgres), Some(dump), Some(restore), Some(is_ready)] = programs else { return };
    let line = line_with("tests/conformance/compose/stores", "local", "pg_dump");
    let image = Image::new(&["/dump"]);
    let (data, socket) = (image.at("data"), image.folder.0.display().to_string());
    let Some(mut made) = unprivileged(&initdb) else { return };
    let done = run(made.args(["--no-sync", "--auth=trust", "-U", "app", "-D"]).arg(&data).current_dir(&image.folder.0));
    assert!(done.status.success(), "{}", said(&done));
    let Some(mut server) = unprivileged(&postgres) else { return };
    server.arg("-D").arg(&data).args(["-c", "listen_addresses=", "-c", "fsync=off", "-k"]).arg(&socket);
    let child = server.current_dir(&image.folder.0).stdout(Stdio::null()).stderr(Stdio::null()).spawn();
    let _server = crate::routing::Server(child.expect("PostgreSQL starts"));
    let ready = || run(Command::new(&is_ready).args(["-h", &socket])).status.success();
    for _ in 0..250 {
        if ready() {
            break;
        }
        std::thread::sleep(std::time::Duration::from_millis(20));
    }
    image.put("pg_dump", &format!("exec {} \"$@\"", dump.display()));
    let url = format!("postgresql://app@/postgres?host={socket}");
    for mut shell in shells() {
        std::fs::write(image.at("dump/2001-01-01T0200.dump"), "old").expect("a file can be written");
        let done = image.run(&mut shell, "-c", &line, &[("DATABASE_URL", &url)]);
        assert!(done.status.success(), "{}", said(&done));
        let dumps: Vec<PathBuf> =
            std::fs::read_dir(image.at("dump")).expect("it is there").flatten().map(|entry| entry.path()).collect();
        let [only] = dumps.as_slice() else { panic!("dumps: {dumps:?}") };
        let done = run(Command::new(&restore).arg("--list").arg(only));
        assert!(done.status.success() && said(&done).contains("dbname: postgres"), "{}", said(&done));
    }
}
