//! Manifests: kubectl reads each folder as a whole and each workload by its types, the schema each document.

use std::path::{Path, PathBuf};
use std::process::Command;

use crate::tools::{Scratch, built, files, here, program, run, said};

/// Specs of this folder, which together use every component, and environments of the examples.
pub const SPECS: [(&str, &str); 15] = [
    ("tests/conformance/kubernetes/workloads", "production"),
    ("tests/conformance/kubernetes/stores", "production"),
    ("tests/conformance/kubernetes/edge", "nginx"),
    ("tests/conformance/kubernetes/edge", "alb"),
    ("tests/conformance/kubernetes/edge", "routes"),
    ("tests/conformance/kubernetes/fetched", "production"),
    ("tests/conformance/kubernetes/watching", "production"),
    ("tests/conformance/targets", "cluster"),
    ("tests/conformance/targets", "split"),
    ("examples/bet", "development"),
    ("examples/chat", "staging"),
    ("examples/clan", "production_cloud"),
    ("examples/clan", "production_cluster"),
    ("examples/shop", "production"),
    ("examples/treasury", "production"),
];

/// What has no schema among those of the cluster itself: its operators bring it along.
const OPERATORS: [&str; 4] =
    ["cert-manager.io/", "external-secrets.io/", "gateway.networking.k8s.io/", "monitoring.coreos.com/"];

/// Kinds that hold a pod, which kubectl can decode without a cluster.
const WORKLOADS: [&str; 5] = ["CronJob", "DaemonSet", "Deployment", "Job", "StatefulSet"];

/// The folder of each spec's manifests.
fn folders() -> impl Iterator<Item = (Scratch, PathBuf)> {
    SPECS.iter().map(|(spec, environment)| {
        let out = built(&here(spec), environment);
        let folder = out.0.join(environment).join("kubernetes");
        (out, folder)
    })
}

/// The files of manifests in a folder.
fn manifests(folder: &Path) -> Vec<PathBuf> {
    let all = std::fs::read_dir(folder).expect("a folder can be read").flatten().map(|entry| entry.path());
    let is_manifest = |path: &PathBuf| {
        path.extension().is_some_and(|ending| ending == "yaml") && !path.ends_with("kustomization.yaml")
    };
    let mut found: Vec<PathBuf> = all.filter(is_manifest).collect();
    found.sort();
    found
}

/// The value of a field at the start of a line.
fn field<'t>(document: &'t str, name: &str) -> &'t str {
    document.lines().find_map(|line| line.strip_prefix(name)?.strip_prefix(": ")).unwrap_or_default()
}

#[test]
fn kustomize_takes_every_folder() {
    let Some(kubectl) = program("kubectl", "KUBECTL") else { return };
    for (_out, folder) in folders() {
        let done = run(Command::new(&kubectl).arg("kustomize").arg(&folder));
        assert!(done.status.success(), "{}:\n{}", folder.display(), said(&done));
        let whole = String::from_utf8_lossy(&done.stdout).into_owned();
        // What is known later has a place of its own in the list of images, and nothing is left open.
        assert!(!whole.contains("placeholder/"), "{}: an image is nobody's", folder.display());
        let count: usize = manifests(&folder).iter().map(|path| documents(path).len()).sum();
        assert_eq!(whole.split("\n---\n").count(), count, "{}: documents went missing", folder.display());
    }
}

/// A release changes one line, and nothing but the image that it is about.
#[test]
fn a_tag_is_set_in_one_place() {
    let Some(kubectl) = program("kubectl", "KUBECTL") else { return };
    let out = built(&here("tests/conformance/kubernetes/workloads"), "production");
    let folder = out.0.join("production/kubernetes");
    let images = || {
        let done = run(Command::new(&kubectl).arg("kustomize").arg(&folder));
        assert!(done.status.success(), "{}", said(&done));
        let text = String::from_utf8_lossy(&done.stdout).into_owned();
        let lines = text.lines().filter_map(|line| line.trim_start().trim_start_matches("- ").strip_prefix("image: "));
        let mut images: Vec<String> = lines.map(str::to_owned).collect();
        images.sort();
        images
    };
    let path = folder.join("kustomization.yaml");
    let before = images();
    let text = std::fs::read_to_string(&path).expect("a file can be read");
    let changed = text.replacen(
        "newName: registry.example.com/api\n    newTag: \"1.2.3\"",
        "newName: registry.example.com/api\n    newTag: \"1.2.4\"",
        1,
    );
    assert_ne!(text, changed, "the tag stands in the list of images:\n{text}");
    std::fs::write(&path, changed).expect("a file can be written");
    let after = images();
    let new: Vec<&String> = after.iter().filter(|image| !before.contains(image)).collect();
    assert_eq!(new, ["registry.example.com/api:1.2.4"; 2], "the container and the one before it");
    assert!(after.contains(&"registry.example.com/api:1.3.0".to_owned()), "the canary keeps its own tag: {after:?}");
    // A Job can't take another tag, so the one of the last release is gone before the next.
    let job = std::fs::read_to_string(folder.join("release.yaml")).expect("a file can be read");
    assert!(job.contains("image: placeholder/release") && job.contains("ttlSecondsAfterFinished: 300"), "{job}");
}

/// What is known at deployment arrives wherever it stands, whatever is in it, and nothing else changes.
#[test]
fn an_input_is_set_in_one_place() {
    let Some(kubectl) = program("kubectl", "KUBECTL") else { return };
    let out = built(&here("tests/conformance/kubernetes/workloads"), "production");
    let folder = out.0.join("production/kubernetes");
    let whole = || {
        let done = run(Command::new(&kubectl).arg("kustomize").arg(&folder));
        assert!(done.status.success(), "{}", said(&done));
        String::from_utf8_lossy(&done.stdout).into_owned()
    };
    let before = whole();
    let path = folder.join("inputs.env");
    let text = std::fs::read_to_string(&path).expect("a file can be read");
    assert!(text.contains("# Where the stores lie.\nREGION=eu-west-1\n"), "{text}");
    let changed = text.replace("REGION=eu-west-1", "REGION=a.b/c-d").replace("HOST=api.example.com", "HOST=x/y=z");
    std::fs::write(&path, changed).expect("a file can be written");
    let after = whole();
    let lines = |text: &str| text.lines().map(|line| line.trim().to_owned()).collect::<Vec<_>>();
    let (before, after) = (lines(&before), lines(&after));
    assert_eq!(before.len(), after.len());
    let new: Vec<&str> =
        before.iter().zip(&after).filter(|(old, new)| old != new).map(|(_, new)| new.as_str()).collect();
    let wanted = [
        "server=\"x/y=z\"",
        "checksum/files: 7c4866ed91e087c3 x/y=z",
        "value: a.b/c-d",
        "value: https://s3.a.b/c-d.amazonaws.com/x/y=z",
        "value: https://x/y=z/v1/a.b/c-d/",
        "value: a.b/c-d-$(JWT)",
    ];
    assert_eq!(new, wanted);
}

#[test]
fn kubectl_decodes_every_workload() {
    let Some(kubectl) = program("kubectl", "KUBECTL") else { return };
    let scratch = Scratch::new("workload");
    let mut count = 0;
    for (_out, folder) in folders() {
        for path in manifests(&folder) {
            for document in documents(&path).iter().filter(|one| WORKLOADS.contains(&field(one, "kind"))) {
                let file = scratch.0.join("workload.yaml");
                std::fs::write(&file, document).expect("a file can be written");
                let mut command = Command::new(&kubectl);
                let done = run(command.args(["set", "env", "--local", "-f"]).arg(&file).args(["A=b", "-o", "name"]));
                assert!(done.status.success(), "{}:\n{}\n{document}", path.display(), said(&done));
                count += 1;
            }
        }
    }
    assert!(count >= 30, "only {count} workloads were judged");
}

#[test]
fn the_schema_takes_every_document() {
    let Some(validate) = program("kubernetes-validate", "KUBERNETES_VALIDATE") else { return };
    for (_out, folder) in folders() {
        let manifests = manifests(&folder);
        let done = run(Command::new(&validate).args(["--strict", "--quiet"]).args(&manifests));
        let said = said(&done);
        let is_operators = |line: &str| line.starts_with("WARN") && OPERATORS.iter().any(|group| line.contains(group));
        let complaints: Vec<&str> =
            said.lines().filter(|line| !line.trim().is_empty() && !is_operators(line)).collect();
        assert!(done.status.success() && complaints.is_empty(), "{}:\n{}", folder.display(), complaints.join("\n"));
    }
}

/// What a reviewer asks of every container and every pod.
#[test]
fn pods_may_do_no_more_than_they_need() {
    for (_out, folder) in folders() {
        for path in manifests(&folder) {
            for document in documents(&path).iter().filter(|one| WORKLOADS.contains(&field(one, "kind"))) {
                let times = |text: &str| document.matches(text).count();
                let containers = times(" image: ");
                let place = format!("{}:\n{document}", path.display());
                assert!(containers > 0, "no container: {place}");
                for needed in ["allowPrivilegeEscalation: false", "- ALL", "requests:", "limits:"] {
                    assert!(times(needed) >= containers, "`{needed}` is missing: {place}");
                }
                for needed in ["automountServiceAccountToken: false", "type: RuntimeDefault"] {
                    assert!(times(needed) == 1, "`{needed}` is missing: {place}");
                }
                let sees_host = document.contains("hostPath:");
                assert!(sees_host || times("runAsNonRoot: true") == 1, "it may be root: {place}");
                // The pod's own labels stand further in than those of what makes it.
                let labels = document.lines().filter_map(|line| line.split_once("app.kubernetes.io/name: "));
                let name = labels.max_by_key(|(indent, _)| indent.len()).map(|(_, name)| name);
                let mut policies = documents(&path).into_iter().filter(|one| field(one, "kind") == "NetworkPolicy");
                let selects = |one: String| {
                    name.is_some_and(|name| one.contains(&format!("      app.kubernetes.io/name: {name}\n")))
                };
                assert!(policies.any(selects), "no network policy: {place}");
            }
        }
        let shared = std::fs::read_to_string(folder.join("shared.yaml")).expect("there is a namespace");
        assert!(shared.contains("pod-security.kubernetes.io/enforce") && shared.contains("name: default-deny"));
    }
}

/// What must be in the Secret that is made by hand is what pods read from it.
#[test]
fn secrets_by_hand_are_listed() {
    for (_out, folder) in folders() {
        let example = std::fs::read_to_string(folder.join("secrets.example")).unwrap_or_default();
        let listed: Vec<&str> = example.lines().filter_map(|line| line.strip_suffix('=')).collect();
        for path in files(&folder, "shared.yaml").into_iter().chain(manifests(&folder)) {
            let text = std::fs::read_to_string(&path).expect("a file can be read");
            let fetched = |key: &str| text.contains(&format!("secretKey: {key}\n"));
            for (_, rest) in
                text.match_indices("secretKeyRef:").filter_map(|(at, _)| text.get(at..)?.split_once("key: "))
            {
                let key = rest.lines().next().unwrap_or_default();
                assert!(fetched(key) || listed.contains(&key), "{}: nobody provides {key}", path.display());
            }
        }
    }
}

/// The documents of a file.
fn documents(path: &Path) -> Vec<String> {
    let text = std::fs::read_to_string(path).expect("a file can be read");
    text.split("\n---\n").map(|document| format!("{document}\n")).collect()
}
