//! The steps of an evaluation, each reading only earlier ones: inputs; instances; fields; edges; rules.

use graph::{ComponentGraph, Edge, InputSlot, Layer};
use program::{EnvironmentId, InputId, Program};
use rustc_hash::FxHashMap;
use source::{Diagnostic, Outcome, Span};
use values::{Origin, Slot, Symbols, Value, Values};

use crate::fields::layers::{Binds, Extra};
use crate::machine::{Machine, Memo};
use crate::problem::Problem;

/// Environments that one `for` may make.
const MOST_ENVIRONMENTS: usize = 1_000;

/// Evaluates one environment, or the bare spec where there is none; several graphs for an environment with a `for`.
/// `extra` is a layer over all others.
pub fn evaluate(
    program: &Program,
    environment: Option<EnvironmentId>,
    extra: Option<EnvironmentId>,
) -> Outcome<Vec<ComponentGraph>> {
    graphs(program, environment, extra.map(|id| Extra::environment(program, id)))
}

/// The graphs of an environment with something on top.
pub(crate) fn graphs(
    program: &Program,
    environment: Option<EnvironmentId>,
    extra: Option<Extra<'_>>,
) -> Outcome<Vec<ComponentGraph>> {
    let mut diagnostics = Vec::new();
    let machines = machines(program, environment, extra, &mut diagnostics);
    let mut graphs = Vec::with_capacity(machines.len());
    for (mut machine, edges) in machines {
        report_once(&mut diagnostics, std::mem::take(&mut machine.diagnostics));
        graphs.push(machine.into_graph(edges));
    }
    Outcome::new(graphs, diagnostics)
}

/// The same mistake found twice is one.
fn report_once(all: &mut Vec<Diagnostic>, found: Vec<Diagnostic>) {
    if all.is_empty() {
        return *all = found;
    }
    let mut known: FxHashMap<(&str, Span), Vec<usize>> = FxHashMap::default();
    for (at, diagnostic) in all.iter().enumerate() {
        known.entry((diagnostic.code, diagnostic.primary.span)).or_default().push(at);
    }
    for diagnostic in found {
        let same = known.entry((diagnostic.code, diagnostic.primary.span)).or_default();
        if !same.iter().any(|at| all.get(*at) == Some(&diagnostic)) {
            same.push(all.len());
            all.push(diagnostic);
        }
    }
}

/// The finished evaluations of an environment, one for each element of its `for`.
pub(crate) fn machines<'p>(
    program: &'p Program,
    environment: Option<EnvironmentId>,
    extra: Option<Extra<'p>>,
    diagnostics: &mut Vec<Diagnostic>,
) -> Vec<(Machine<'p>, Vec<Edge>)> {
    let start = |symbols, values| {
        let mut machine = Machine::new(program, symbols, values);
        machine.lay(environment, extra);
        machine
    };
    let mut first = start(Symbols::over(program.symbols.clone()), Values::default());
    let header = environment.and_then(|id| program.environment(id).header.as_ref().map(|header| (id, header)));
    let Some((id, header)) = header else {
        let edges = first.run();
        return vec![(first, edges)];
    };
    let declared = program.environment(id);
    let layer = first.layer_of(id).unwrap_or(crate::fields::layers::SPEC);
    let at = first.layer_frame(layer);
    let mut turns = first.within(at, |machine, at| machine.turns(header, at, declared.span)).unwrap_or_default();
    if turns.len() > MOST_ENVIRONMENTS {
        let (span, count, limit) = (declared.span, turns.len(), MOST_ENVIRONMENTS);
        first.report(Problem::TooMany { span, count, limit });
        turns.clear();
    }
    first.report_effort();
    report_once(diagnostics, std::mem::take(&mut first.diagnostics));
    let mut all = Vec::with_capacity(turns.len());
    for (key, binds) in turns {
        // What the header binds lives in the arena of the first evaluation, so each turn starts from a copy.
        let mut machine = start(first.symbols.clone(), first.values.clone());
        machine.bind_environment(usize::from(layer.0), key, binds);
        let edges = machine.run();
        all.push((machine, edges));
    }
    all
}

impl Machine<'_> {
    fn bind_environment(&mut self, layer: usize, key: values::Symbol, binds: Binds) {
        let mut name = self.owned(self.environment);
        name.push('[');
        crate::words::show::quote(&mut name, self.name(key));
        name.push(']');
        self.environment = self.symbols.intern(&name);
        if let Some(run) = self.layers.get_mut(layer) {
            (run.name, run.binds) = (self.environment, binds);
        }
    }

    /// All steps.
    fn run(&mut self) -> Vec<Edge> {
        for at in 0..self.program.inputs.len() {
            let id = InputId(at as u32);
            // A mistake in it was reported; what reads it stays silent.
            _ = self.input(id, self.program.input(id).span);
        }
        self.enter_targets();
        self.expand();
        self.evaluate_holders();
        self.place_stored();
        let edges = self.connect();
        self.check_order(&edges);
        self.check_claims(&edges);
        self.check_rules();
        self.report_effort();
        edges
    }

    fn into_graph(self, edges: Vec<Edge>) -> ComponentGraph {
        let layers = self.layers.iter().map(|run| Layer { name: run.name, span: run.span }).collect();
        let inputs = self.program.inputs.iter().zip(&self.inputs).map(|(input, memo)| {
            let slot = match memo {
                Memo::Done(slot) => *slot,
                _ => Slot { value: Value::None, origin: Origin::NONE },
            };
            InputSlot { name: input.name, slot }
        });
        let inputs = inputs.collect();
        let app = self.program.app.as_ref().map_or(Symbols::EMPTY, |app| app.name);
        ComponentGraph {
            symbols: self.symbols,
            values: self.values,
            app,
            environment: self.environment,
            span: self.environment_span,
            layers,
            inputs,
            targets: self.targets,
            instances: self.instances,
            edges,
            placed: self.placed,
            left_out: self.left_out,
        }
    }
}
