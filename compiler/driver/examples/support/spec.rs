//! The spec that benchmarks run over: every tenth service has a database and a cache of its own, and each one calls
//! the service before it.

use std::fmt::Write;

/// How many services share a database and a cache.
const SHARE: usize = 10;

/// The text of a spec of so many services.
pub(crate) fn generate(services: usize) -> String {
    let mut out = String::from("app big { domain = \"big.example.com\" }\n\ninput stage: local | production\n\n");
    for at in 0..services {
        if at % SHARE == 0 {
            let _ = writeln!(
                out,
                "postgres db_{0} {{ version = 16, storage = {1}GiB }}\nredis cache_{0}\n",
                at / SHARE,
                20 + at % 50
            );
        }
        service(&mut out, at);
    }
    environments(&mut out, services);
    out
}

fn service(out: &mut String, at: usize) {
    let (share, port) = (at / SHARE, 1024 + at % 60000);
    let peer = match at {
        0 => "\"none\"".to_owned(),
        _ => format!("service_{}.url", at - 1),
    };
    let _ = writeln!(
        out,
        "service service_{at} {{
  image    = \"registry.example.com/big/service_{at}:1.0.{at}\"
  port     = {port}
  replicas = 2..{max}
  cpu      = 250m..500m
  memory   = 256MiB..512MiB
  env {{
    STAGE        = stage
    DATABASE_URL = db_{share}.url
    CACHE_URL    = cache_{share}.url
    PEER_URL     = {peer}
  }}
}}\n",
        max = 3 + at % 8
    );
}

fn environments(out: &mut String, services: usize) {
    out.push_str("environment local {\n  target compose\n  stage = local\n");
    for at in (0..services).step_by(SHARE) {
        let _ = writeln!(out, "  service_{at} {{ replicas = 1 }}");
    }
    out.push_str("}\n\nenvironment production {\n  target kubernetes { namespace = \"big\" }\n  stage = production\n");
    for at in (0..services).step_by(SHARE) {
        let _ = writeln!(out, "  db_{} {{ storage = 100GiB }}", at / SHARE);
    }
    out.push_str("}\n");
}
