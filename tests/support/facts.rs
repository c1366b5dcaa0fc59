//! What a case says of an environment: `db.storage = 20GiB`, `production: place(db) = aws`, `edges(api) = …`.

use driver::{Checked, Deployment, MemoryHost, Request, TestResult};
use graph::{Edge, EdgeKind};
use values::InstanceId;

/// A question about an environment.
#[derive(Clone, Debug)]
pub struct Question {
    /// The environment; the first one where none is named.
    pub environment: Option<String>,
    /// What is asked for.
    pub subject: String,
}

/// A fact as it is written: the question and its answer.
pub fn parse(fact: &str) -> Option<(Question, String)> {
    let (subject, answer) = fact.split_once(" = ")?;
    let named = subject.split_once(": ").filter(|(name, _)| !name.contains(['(', '"']) || name.ends_with(']'));
    let (environment, subject) = match named {
        Some((name, subject)) => (Some(name.trim().to_owned()), subject),
        None => (None, subject),
    };
    Some((Question { environment, subject: subject.trim().to_owned() }, answer.trim().to_owned()))
}

/// A checked case that can be asked.
pub struct Asked<'a> {
    /// Where its files are.
    pub host: &'a MemoryHost,
    /// What is asked of the driver.
    pub request: &'a Request,
    /// What it found.
    pub checked: &'a Checked,
}

impl Asked<'_> {
    /// The answer to a question.
    pub fn answer(&self, question: &Question) -> String {
        let subject = question.subject.as_str();
        if subject == "environments" {
            return self.checked.environment_names().join(", ");
        }
        if let Some(name) = inside(subject, "test") {
            return self.test(name.trim_matches('"'));
        }
        let first = || self.checked.environment_names().first().copied().unwrap_or_default().to_owned();
        let environment = question.environment.clone().unwrap_or_else(first);
        let deployment = match self.checked.environment(&environment) {
            Ok(deployment) => deployment,
            Err(miss) => return format!("<{}>", miss.message),
        };
        self.look(deployment, &environment, subject)
    }

    fn look(&self, deployment: &Deployment, environment: &str, subject: &str) -> String {
        let graph = &deployment.graph;
        let find = |path: &str| graph.find(path).ok_or_else(|| format!("<no instance `{path}`>"));
        if subject == "instances" {
            let paths: Vec<&str> = graph.ids().map(|(_, instance)| graph.text(instance.path)).collect();
            return if paths.is_empty() { "none".to_owned() } else { paths.join(", ") };
        }
        if subject == "targets" {
            return graph.targets.iter().map(|slot| graph.text(slot.name)).collect::<Vec<_>>().join(", ");
        }
        if let Some(path) = inside(subject, "edges") {
            return find(path).map_or_else(|miss| miss, |id| self.edges(deployment, id));
        }
        if let Some(path) = inside(subject, "place") {
            let target = |id| deployment.target_name(id).unwrap_or("nowhere").to_owned();
            return find(path).map_or_else(|miss| miss, target);
        }
        if let Some(path) = inside(subject, "layers") {
            return self.layers(environment, path);
        }
        match driver::trace(self.checked, environment, subject) {
            Ok(trace) => trace.value,
            Err(miss) => format!("<{}>", miss.help.unwrap_or(miss.message)),
        }
    }

    /// What an instance needs, in the order of its fields.
    fn edges(&self, deployment: &Deployment, id: InstanceId) -> String {
        let edges: Vec<String> = deployment.graph.needs(id).map(|edge| self.edge(deployment, edge)).collect();
        if edges.is_empty() { "none".to_owned() } else { edges.join("; ") }
    }

    fn edge(&self, deployment: &Deployment, edge: &Edge) -> String {
        let graph = &deployment.graph;
        let to = graph.instance(edge.to);
        let kind = match edge.kind {
            EdgeKind::Asks(capability) => graph.text(capability),
            EdgeKind::After => "after",
            EdgeKind::Mention => "mention",
        };
        let component = self.checked.program.component(to.component);
        let outs: Vec<&str> =
            edge.outputs.iter().map(|output| self.checked.program.text(component.out(*output).name)).collect();
        let via = if outs.is_empty() { String::new() } else { format!(" via {}", outs.join(" ")) };
        let port = edge.port.map_or(String::new(), |port| format!(" :{port}"));
        let secret = if edge.secret { " secret" } else { "" };
        format!("{} {kind}{via}{port}{secret} at {}", graph.text(to.path), graph.text(edge.field))
    }

    /// The layers that write a value, lowest first, each with what it leaves.
    fn layers(&self, environment: &str, path: &str) -> String {
        match driver::trace(self.checked, environment, path) {
            Ok(trace) => {
                let steps = trace.steps.iter().map(|step| format!("{} {}", step.layer, step.text));
                steps.collect::<Vec<_>>().join(" < ")
            }
            Err(miss) => format!("<{}>", miss.message),
        }
    }

    fn test(&self, name: &str) -> String {
        let (_, results) = driver::test(self.host, self.request);
        let verdict = |result: &TestResult| match result.failures.first() {
            None => "passed".to_owned(),
            Some(failure) => format!("{}: {}", failure.code, failure.message),
        };
        results.iter().find(|result| result.name == name).map_or("<no such test>".to_owned(), verdict)
    }
}

/// What stands in `word(…)`.
fn inside<'a>(subject: &'a str, word: &str) -> Option<&'a str> {
    subject.strip_prefix(word)?.strip_prefix('(')?.strip_suffix(')')
}
