//! What nginx does with the configurations that are written: started on loopback, it is asked as browsers and crawlers
//! ask, and must answer as the spec says.

use std::io::{Read, Write};
use std::net::{TcpListener, TcpStream};
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::time::Duration;

use crate::compose::judged;
use crate::tools::{Scratch, built, here, program};

/// A server that is gone at the end of its test.
pub struct Server(pub Child);

impl Drop for Server {
    fn drop(&mut self) {
        // One that ended by itself is as gone as it should be.
        _ = self.0.kill();
        _ = self.0.wait();
    }
}

/// An answer: its status, its headers in small letters, its body.
struct Answer {
    status: u16,
    headers: String,
    body: Vec<u8>,
}

impl Answer {
    /// All values of a header.
    fn all(&self, name: &str) -> Vec<&str> {
        let lines = self.headers.lines().filter_map(|line| line.split_once(": "));
        lines.filter(|(known, _)| known.eq_ignore_ascii_case(name)).map(|(_, value)| value).collect()
    }
}

/// A port that nobody listens on.
fn free_port() -> u16 {
    let listener = TcpListener::bind("127.0.0.1:0").expect("loopback has free ports");
    listener.local_addr().expect("a listener has an address").port()
}

/// Asks, and reads the answer: as much as it says that it is long, else until the other side closes.
fn ask(port: u16, head: &str) -> Answer {
    let mut stream = TcpStream::connect(("127.0.0.1", port)).expect("the server listens");
    stream.set_read_timeout(Some(Duration::from_secs(10))).expect("a time limit is taken");
    let text = format!("{}\r\nConnection: close\r\n\r\n", head.replace('\n', "\r\n"));
    stream.write_all(text.as_bytes()).expect("a request is taken");
    let headers = String::from_utf8_lossy(&head_of(&mut stream)).into_owned();
    let status = headers.split(' ').nth(1).and_then(|status| status.parse().ok()).expect("an answer has a status");
    let mut answer = Answer { status, headers, body: Vec::new() };
    let length = answer.all("content-length").first().and_then(|length| length.parse().ok());
    stream.take(length.unwrap_or(u64::MAX)).read_to_end(&mut answer.body).expect("an answer ends");
    answer
}

/// What stands before the body of a request or an answer.
fn head_of(stream: &mut TcpStream) -> Vec<u8> {
    let mut head = Vec::new();
    let mut byte = [0];
    while !head.ends_with(b"\r\n\r\n") && stream.read(&mut byte).is_ok_and(|count| count == 1) {
        head.push(byte[0]);
    }
    head
}

fn get(port: u16, path: &str) -> Answer {
    ask(port, &format!("GET {path} HTTP/1.1\nHost: mlg.clan"))
}

/// Something behind the gateway that answers with the request as it came; ends with the test's process.
fn echo() -> u16 {
    let listener = TcpListener::bind("127.0.0.1:0").expect("loopback has free ports");
    let port = listener.local_addr().expect("a listener has an address").port();
    std::thread::spawn(move || {
        for mut stream in listener.incoming().flatten() {
            let head = head_of(&mut stream);
            let upgrades = String::from_utf8_lossy(&head).contains("Upgrade: websocket");
            let status = match upgrades {
                true => "101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: upgrade".to_owned(),
                false => format!("200 OK\r\nContent-Length: {}\r\nConnection: close", head.len()),
            };
            let answer = format!("HTTP/1.1 {status}\r\nX-Frame-Options: SAMEORIGIN\r\n\r\n");
            _ = stream.write_all(&[answer.as_bytes(), &head].concat());
        }
    });
    port
}

/// Starts nginx with a configuration, in one process that ends when it is told to, and waits until it listens.
fn start(nginx: &Path, folder: &Path, config: &str, port: u16) -> Server {
    let path = folder.join(format!("nginx-{port}.conf"));
    std::fs::write(&path, config).expect("a file can be written");
    let mut command = Command::new(nginx);
    command.arg("-p").arg(folder).arg("-c").arg(&path).args(["-g", "daemon off; master_process off;"]);
    let child = command.stdout(Stdio::null()).stderr(Stdio::piped()).spawn().expect("nginx starts");
    let mut server = Server(child);
    for _ in 0..100 {
        if TcpStream::connect(("127.0.0.1", port)).is_ok() {
            return server;
        }
        std::thread::sleep(Duration::from_millis(20));
    }
    _ = server.0.kill();
    let mut said = String::new();
    server.0.stderr.take().map(|mut stderr| stderr.read_to_string(&mut said));
    panic!("nginx doesn't listen:\n{said}\n{config}");
}

/// A system's gateway and site, as one host runs them.
struct Host {
    plain: u16,
    secure: u16,
    _servers: [Server; 2],
    _folders: [Scratch; 2],
}

fn host() -> Option<Host> {
    let nginx = program("nginx", "NGINX")?;
    let out = built(&here("examples/clan"), "production_host");
    let project = out.0.join("production_host/compose");
    let folder = Scratch::new("routing");
    let site = folder.0.join("site");
    for (path, text) in [
        ("site/index.html", "the app".to_owned()),
        ("site/assets/app.js", "let x = 1;\n".repeat(1000)),
        ("site/robots.txt", "all".to_owned()),
        ("site/.env", "secret".to_owned()),
        ("site/.git/config", "secret".to_owned()),
        ("site/debug.log", "secret".to_owned()),
        ("acme/.well-known/acme-challenge/token", "proof".to_owned()),
    ] {
        let path = folder.0.join(path);
        std::fs::create_dir_all(path.parent().expect("a file lies in a folder")).expect("a folder can be made");
        std::fs::write(path, text).expect("a file can be written");
    }
    let ([plain, secure, web, inner], api) = ([free_port(), free_port(), free_port(), free_port()], echo());
    let read = |file: &str| {
        let text = std::fs::read_to_string(project.join(file)).expect("the configuration is built");
        // The certificate is another test's matter: what is encrypted there is spoken plainly here.
        let is_tls = |line: &&str| !line.trim_start().starts_with("ssl_");
        judged(&text, &folder.0).lines().filter(is_tls).map(|line| format!("{line}\n")).collect::<String>()
    };
    let listen = |text: String, from: &str, port: u16| {
        let (from, to) = (format!("listen {from};"), format!("listen 127.0.0.1:{port};"));
        assert!(text.contains(&from), "no `{from}` in\n{text}");
        text.replace(&from, &to)
    };
    let shared = |text: String| text.replace("/dev/stdout", "/dev/null").replace("/etc/nginx/mime.types", MIME);
    let mut gateway = shared(read("public/nginx.conf"));
    for (from, port) in [("80", plain), ("443 ssl", secure), ("127.0.0.1:8081", inner)] {
        gateway = listen(gateway, from, port);
    }
    gateway = gateway.replace("127.0.0.1:80 ", &format!("127.0.0.1:{web} "));
    gateway = gateway.replace("127.0.0.1:5000 ", &format!("127.0.0.1:{api} "));
    gateway = gateway.replace("/var/www/acme", &folder.0.join("acme").to_string_lossy());
    let pages = listen(shared(read("web/nginx.conf")), "80", web);
    let pages = pages.replace("/usr/share/nginx/html", &site.to_string_lossy()).replace("nginx.pid", "web.pid");
    std::fs::write(folder.0.join(MIME), "types {\n  text/html html;\n  application/javascript js;\n}\n")
        .expect("a file can be written");
    let servers = [start(&nginx, &folder.0, &pages, web), start(&nginx, &folder.0, &gateway, secure)];
    Some(Host { plain, secure, _servers: servers, _folders: [folder, out] })
}

/// The types of files, beside the configuration.
const MIME: &str = "mime.types";

#[test]
fn a_gateway_and_a_site_answer_as_the_spec_says() {
    let Some(host) = host() else { return };
    plain_requests_are_sent_on(&host);
    files_are_sent_with_their_age(&host);
    what_is_denied_is_refused(&host);
    all_answers_have_the_headers(&host);
    large_bodies_are_refused(&host);
    callers_are_told_of(&host);
    web_sockets_pass(&host);
    limits_hold(&host);
}

fn plain_requests_are_sent_on(host: &Host) {
    let answer = get(host.plain, "/a?b=c");
    assert_eq!((answer.status, answer.all("location")), (301, vec!["https://mlg.clan/a?b=c"]));
    let answer = get(host.plain, "/.well-known/acme-challenge/token");
    assert_eq!((answer.status, answer.body.as_slice()), (200, b"proof".as_slice()));
}

fn files_are_sent_with_their_age(host: &Host) {
    let app: &[u8] = b"the app";
    for (path, age, body) in [
        ("/", "public, max-age=3600", Some(app)),
        ("/index.html", "public, max-age=3600", Some(app)),
        // What is no file is a page of the application.
        ("/clans/42", "public, max-age=3600", Some(app)),
        ("/assets/app.js", "public, max-age=31536000, immutable", None),
        ("/robots.txt", "public, max-age=300", Some(b"all")),
    ] {
        let answer = get(host.secure, path);
        assert_eq!((answer.status, answer.all("cache-control")), (200, vec![age]), "{path}");
        assert!(body.is_none_or(|body| body == answer.body), "{path}: {:?}", String::from_utf8_lossy(&answer.body));
    }
    let packed = ask(host.secure, "GET /assets/app.js HTTP/1.1\nHost: mlg.clan\nAccept-Encoding: gzip");
    assert_eq!((packed.all("content-encoding"), packed.all("vary")), (vec!["gzip"], vec!["Accept-Encoding"]));
    assert!(packed.body.len() < 1000);
}

fn what_is_denied_is_refused(host: &Host) {
    for path in ["/.env", "/.git/config", "/debug.log", "/old/site.bak", "/prod.env"] {
        let answer = get(host.secure, path);
        assert_eq!(answer.status, 403, "{path}");
        assert!(!answer.body.windows(6).any(|six| six == b"secret"), "{path}");
    }
}

fn all_answers_have_the_headers(host: &Host) {
    for path in ["/", "/.env", "/api/members", "/assets/app.js"] {
        let answer = get(host.secure, path);
        for (name, value) in [
            ("x-frame-options", "DENY"),
            ("x-content-type-options", "nosniff"),
            ("referrer-policy", "strict-origin-when-cross-origin"),
        ] {
            assert_eq!(answer.all(name), [value], "{path}\n{}", answer.headers);
        }
        let policy = answer.all("content-security-policy");
        assert!(policy.len() == 1 && policy[0].starts_with("default-src 'self'; "), "{path}: {policy:?}");
        assert_eq!(answer.all("server"), ["nginx"], "{path}");
    }
}

fn large_bodies_are_refused(host: &Host) {
    let post = |bytes: u32| format!("POST /api/pictures HTTP/1.1\nHost: mlg.clan\nContent-Length: {bytes}");
    assert_eq!(ask(host.secure, &post(10 * 1024 * 1024 + 1)).status, 413);
}

fn callers_are_told_of(host: &Host) {
    let answer = get(host.secure, "/api/members?page=2");
    let seen = String::from_utf8_lossy(&answer.body).into_owned();
    assert!(seen.starts_with("GET /api/members?page=2 HTTP/1.1\r\n"), "{seen}");
    for line in ["Host: mlg.clan", "X-Real-IP: 127.0.0.1", "X-Forwarded-For: 127.0.0.1", "X-Forwarded-Host: mlg.clan"] {
        assert!(seen.contains(line), "no `{line}` in\n{seen}");
    }
    assert_eq!(get(host.secure, "/health").status, 200);
}

fn web_sockets_pass(host: &Host) {
    let mut stream = TcpStream::connect(("127.0.0.1", host.secure)).expect("the server listens");
    stream.set_read_timeout(Some(Duration::from_secs(10))).expect("a time limit is taken");
    let head = "GET /socket.io/?transport=websocket HTTP/1.1\r\nHost: mlg.clan\r\nUpgrade: websocket\r\n";
    stream.write_all(format!("{head}Connection: Upgrade\r\n\r\n").as_bytes()).expect("a request is taken");
    let mut bytes = Vec::new();
    _ = stream.read_to_end(&mut bytes);
    let answer = String::from_utf8_lossy(&bytes);
    let (head, seen) = answer.split_once("\r\n\r\n").expect("an answer has a head");
    assert!(head.starts_with("HTTP/1.1 101 "), "{answer}");
    assert!(seen.contains("Upgrade: websocket\r\nConnection: upgrade\r\n"), "{answer}");
}

/// Five a minute and five at once may log in, twenty at once may call: who asks on is told to slow down.
fn limits_hold(host: &Host) {
    let statuses = |path: &str, count: usize| (0..count).map(|_| get(host.secure, path).status).collect::<Vec<_>>();
    let logins = statuses("/api/auth/login", 8);
    assert_eq!(logins, [200, 200, 200, 200, 200, 200, 429, 429]);
    let calls = statuses("/api/members", 60);
    let let_in = calls.iter().filter(|status| **status == 200).count();
    let refused = calls.iter().filter(|status| **status == 429).count();
    // While they ask, some of the ten a second come free.
    assert!(let_in + refused == 60 && (15..45).contains(&let_in), "{calls:?}");
    let pages = statuses("/", 40);
    assert!(pages.iter().all(|status| *status == 200), "pages have no limit: {pages:?}");
}
