//! The words for each mistake: what it is, what was expected and found, how to mend it.

use source::Diagnostic;

use super::Problem;
use super::words::{
    corrected, declared_at, error, listed, may_be_absent, patchable, quoted, renamed, suggest, unknown_case,
    unknown_field, with_help,
};

impl Problem {
    /// The mistake as people read it.
    pub(crate) fn diagnostic(self) -> Diagnostic {
        use Problem as P;
        match self {
            P::AppUnset { span, name, declared } => error("unset-app-field", span, format!("the app has no `{name}`"))
                .label("read here")
                .also(declared, format!("add `{name} = …` to this `app`")),
            P::BadForm { span, text, error: why } => {
                Diagnostic::error("bad-form", span, format!("`{text}` does not have the form it needs")).help(why)
            }
            P::BadLiteral { span, text, error: why } => {
                Diagnostic::error("bad-literal", span, format!("`{text}` is no value: {why}"))
            }
            P::BadPattern { span, error: why } => {
                Diagnostic::error("bad-pattern", span, "this pattern is no regular expression").help(why)
            }
            P::BindsInAlternative { span } => {
                error("bad-pattern", span, "one of several patterns can't bind a name, since the others don't")
                    .help("write an arm of its own for this case")
            }
            P::NestedPattern { span } => {
                error("bad-pattern", span, "behind a field of a pattern stands a name, a value or a case alone")
                    .help("give the field a name, and look into it with a `match` of its own")
            }
            P::RestPattern { span } => error("bad-pattern", span, "a pattern can't bind the rest of a case's fields")
                .help("name the fields that are used; fields that aren't named are ignored"),
            P::BodyHere { span, expected } => {
                error("wrong-type", span, format!("expected {}, found a body `{{ … }}`", quoted(&expected)))
                    .label(format!("expected {}", quoted(&expected)))
            }
            P::CaseHasNoFields { span, name, expected } => {
                error("case-fields", span, format!("case `{name}` of {} has no fields", quoted(&expected)))
                    .help(format!("write `{name}` alone"))
            }
            P::CaseHasNoShort { span, name, expected } => {
                error("case-fields", span, format!("case `{name}` of {} takes no bare value", quoted(&expected)))
                    .help(format!("name the field: `{name} {{ field = value }}`"))
            }
            P::CaseNeedsType { span, name } => {
                error("case-needs-type", span, format!("`{name}` is a case, but nothing here says of which union"))
                    .help("give the `let` or the function a type: `let x: TYPE = …`")
            }
            P::Colon { span, key } => {
                error("colon-for-equals", span, format!("`{key}` is given a value with `=`, found `:`"))
                    .help("`:` declares a type; a value follows `=`")
                    .fix("write `=`", span, " =")
            }
            P::DeferredHere { span, expected } => {
                error("deferred-here", span, "this value is known only when the target applies")
                    .label(format!("expected {}, which the compiler must know", quoted(&expected)))
                    .help("only fields of a `deferred` type take it, such as the values of `env`")
            }
            P::DeferredIn { span, what } => {
                error("deferred-here", span, format!("{what} must be known to the compiler"))
                    .label("known only when the target applies")
                    .help("outputs are deferred unless their component declares them `static out`")
            }
            P::SecretHere { span, expected } => error(
                "secret-here",
                span,
                "a secret would reach a place that is not secret",
            )
            .label(format!("a secret; expected {}", quoted(&expected)))
            .help(
                "secrets go where the type says `secret`, such as the values of `env`; what is public can't hold one",
            ),
            P::SecretIn { span, what } => error("secret-here", span, format!("a secret can't reach {what}"))
                .label("a secret")
                .help("what depends on a secret would show something of it"),
            P::IgnoreNeedsReason { span } => error("ignore-reason", span, "`ignore` says why a field means nothing here")
                .help("`ignore PATH because \"…\"`; who sets it reads that in the loss report"),
            P::RevealNeedsReason { span } => error("reveal-reason", span, "`reveal` says why a secret may be shown")
                .help("`reveal(x, because = \"…\")`"),
            P::DuplicateCase { span, name, first } => {
                error("duplicate-field", span, format!("case `{name}` is declared twice"))
                    .also(first, "first declared here")
            }
            P::DuplicateField { span, name, first } => {
                error("duplicate-field", span, format!("field `{name}` is declared twice"))
                    .also(first, "first declared here")
            }
            P::DuplicateParam { span, name, first } => {
                error("duplicate-field", span, format!("parameter `{name}` is declared twice"))
                    .also(first, "first declared here")
            }
            P::MemberTaken { span, name } => error(
                "duplicate-field",
                span,
                format!("the component has a field, output or capability `{name}` already"),
            )
            .help("fields, outputs, capabilities and inner instances share their names: choose another"),
            P::SecondShort { span, first } => {
                error("duplicate-field", span, "a record has one `short` field, found a second")
                    .also(first, "the first one")
            }
            P::ExtendsCycle { span, name, child } => error(
                "extends-cycle",
                span,
                format!("an environment can't extend itself: `{name}` comes back to this one"),
            )
            .also(child, "this environment")
            .help("take what both need into a `layer`, and let both extend that"),
            P::FieldsOf { span, found } => {
                error("wrong-type", span, format!("`fields(…)` takes a component, found {}", quoted(&found)))
            }
            P::FunctionAsValue { span, name } => {
                error("not-callable", span, format!("`{name}` is a function, not a value"))
                    .help(format!("call it: `{name}(…)`"))
            }
            P::NoFunction { span, name, declared } => error("not-callable", span, format!("`{name}` is no function"))
                .also(declared, "declared here")
                .help("only functions are called: read it without `(…)`"),
            P::NotCallable { span } => error("not-callable", span, "only functions are called"),
            P::Incomparable { span, left, right } => {
                error("incomparable", span, format!("can't compare {} with {}", quoted(&left), quoted(&right)))
            }
            P::InstancesOf { span } => {
                error("wrong-argument", span, "`instances(…)` takes a component or an interface")
                    .help("`instances(service)`, `instances(store)`, or `instances(instance)` for all")
            }
            P::LetCycle { span, name, declared } => error("let-cycle", span, format!("`{name}` is made from itself"))
                .label("read here")
                .also(declared, "while it is being made here")
                .help("break the cycle; nothing may need its own value"),
            P::LiteralNeedsType { span } => error("needs-type", span, "nothing here says what this body is").help(
                "give it a type, as in `let x: map(string) = { … }`; without one only `name = value` may stand in it",
            ),
            P::MayBeAbsent { span, name, found } => may_be_absent(span, &name, &found),
            P::MissingArgs { span, name, missing, declared } => {
                error("missing-argument", span, format!("`{name}` needs {}", listed(&missing)))
                    .also(declared, "declared here")
            }
            P::MissingFields { span, missing, declared } => {
                error("missing-field", span, format!("missing {}", listed(&missing)))
                    .label(format!("must write {}", listed(&missing)))
                    .also(declared, "declared here")
            }
            P::MissingPromise { span, interface, missing, declared } => {
                let message = format!("the component doesn't have what `{interface}` promises: {}", missing.join(", "));
                error("missing-promise", span, message).also(declared, "the interface")
            }
            P::NeedsKey { span, name, declared } => {
                error("needs-key", span, format!("`{name}` stands for many instances, one a key"))
                    .also(declared, "made with `for` here")
                    .help(format!("say which one: `{name}[\"key\"]`"))
            }
            P::NoKeys { span, name, declared } => {
                error("unknown-key", span, format!("`{name}` is one instance, so it has no keys"))
                    .also(declared, "made without `for` here")
                    .help(format!("override it as a whole: `{name} {{ … }}`"))
            }
            P::NameTaken { span, name, what } => {
                error("duplicate-name", span, format!("`{name}` is {what}")).help("choose another name")
            }
            P::NoKey { span, found } => error(
                "needs-key",
                span,
                format!("nothing says how instances made from {} are told apart", quoted(&found)),
            )
            .help("give each a key: `for x in list by x.name`"),
            P::NoArithmetic { span, operator, left, right, hint } => {
                let message = format!("`{operator}` doesn't take {} and {}", quoted(&left), quoted(&right));
                with_help(error("no-arithmetic", span, message), hint)
            }
            P::NoCapability { span, of, name, offered } => {
                let offers = if offered.is_empty() {
                    "it offers none".to_owned()
                } else {
                    format!("it offers {}", listed(&offered))
                };
                error("no-capability", span, format!("`{of}` doesn't offer `{name}`")).help(offers)
            }
            P::NoCases { span, name, expected } => {
                error("wrong-type", span, format!("expected {}, found case `{name}`", quoted(&expected)))
                    .label(format!("{} has no cases", quoted(&expected)))
            }
            P::NoOut { span, name, outs } => with_help(
                error("unknown-member", span, format!("the component has no output `{name}`")),
                suggest(&name, &outs),
            ),
            P::NoParts { span, name, found } => {
                let found_it = error("unknown-member", span, format!("{} has no `{name}`", quoted(&found)));
                match found.contains("map(") {
                    true => found_it.help(format!("an entry of a map is read by its key: `[\"{name}\"]`")),
                    false => found_it,
                }
            }
            P::NoRealization { span, component, target } => {
                error("no-realization", span, format!("`{component}` has no realization on `{target}`"))
                    .help("settings are declared by a realization: remove these, or write one")
            }
            P::NothingReplaced { span, component, target } => {
                let message = format!("`{component}` has no other realization on `{target}` to replace");
                error("no-realization", span, message).help("take `replaces` out")
            }
            P::SecondRealization { span, component, target, first, in_library } => {
                let message = format!("`{component}` has two realizations on `{target}`");
                let (other, help) = match in_library {
                    true => ("the library's", format!("`realize {component} on {target} replaces {{ … }}` takes its place")),
                    false => ("the other one", "take one of them out; the root package may write `replaces`".to_owned()),
                };
                error("second-realization", span, message).also(first, other).help(help)
            }
            P::NoResult { span, name } => {
                error("needs-type", span, format!("function `{name}` doesn't say what it gives"))
                    .help(format!("`fn {name}(…): TYPE = …`"))
            }
            P::NoSelf { span } => error("no-self", span, "there is no instance here for `self` to mean")
                .help("`self` stands in the bodies of instances, components and realizations"),
            P::NoSuchUnit { span, name, kind, known } => {
                let help = suggest(&name, &known).unwrap_or_else(|| format!("its units are {}", listed(&known)));
                error("unknown-unit", span, format!("a {kind} has no unit `{name}`")).help(help)
            }
            P::UnknownUnit { span, text, better } => {
                error("unknown-unit", span, format!("`{text}` has a unit the language doesn't know"))
                    .help(format!("write `{better}`"))
                    .fix(format!("write `{better}`"), span, better)
            }
            P::NoValue { span, name, expected } => {
                error("missing-value", span, format!("`{name}` needs a value, {}", quoted(&expected)))
                    .help(format!("`{name} = …`"))
            }
            P::OverrideValue { span, name } => {
                error("missing-value", span, format!("`{name}` is an instance: it is overridden, not set"))
                    .help(format!("`{name} {{ field = value }}`"))
            }
            P::NotAComponent { span, name } => {
                error("unknown-component", span, format!("`{name}` is a type, not a component that has instances"))
            }
            P::NotAnInterface { span, name } => error("unknown-type", span, format!("`{name}` is no interface"))
                .help("components provide interfaces, and interfaces extend interfaces"),
            P::NotCanonical { span, text, canonical } => {
                error("not-canonical", span, format!("as text, the number `{text}` would become `{canonical}`"))
                    .help("quote it to keep it as it is written")
                    .fix("quote it", span, format!("\"{text}\""))
            }
            P::NotConstant { span } => error("not-constant", span, "this must be a constant")
                .help("write the value itself; names and calculations are not known here"),
            P::NotALiteral { span, function, example } => {
                error("not-constant", span, format!("`{function}` takes its path in quotes, without holes"))
                    .label("not known before the spec is evaluated")
                    .help(format!("files are read first, so write the path itself: `{function}(\"{example}\")`"))
            }
            P::NotExhaustive { span, missing } => {
                error("not-exhaustive", span, format!("no arm takes {}", listed(&missing)))
                    .help("add the arms, or `_ => …` for the rest")
            }
            P::PatchWhere { span, name } => {
                error("unknown-target", span, format!("`{name}` is an instance, and a patch of one says where"))
                    .help(format!("write `patch {name} on TARGET {{ … }}`"))
            }
            P::NothingToPatch { span, name, of, known } => {
                let makers = of.iter().map(|of| format!("{of} makes no `{name}`")).collect::<Vec<_>>().join(", ");
                let found = error("unknown-resource", span, makers).label("nothing to patch");
                match source::nearest(&name, known.iter().map(String::as_str)).map(str::to_owned) {
                    None if !known.is_empty() => found.help(patchable(&name, &known)),
                    nearest => renamed(found, span, nearest),
                }
            }
            P::NotHere { span, place, expected } => error("not-here", span, format!("this can't stand in {place}"))
                .help(format!("{place} holds {expected}")),
            P::NotIndexed { span, found } => {
                error("wrong-type", span, format!("only lists and maps are indexed, found {}", quoted(&found)))
            }
            P::NotIterable { span, found } => {
                error("not-iterable", span, format!("`for` runs over a list or a map, found {}", quoted(&found)))
                    .help("for a number of turns, `for n in count(3)`")
            }
            P::TooManyNames { span } => error("not-iterable", span, "a `for` binds one name or two")
                .help("two names are the key and the value of a map, or the element and the index of a list"),
            P::OwnTaken { span, name, first } => {
                error("duplicate-name", span, format!("there is an instance `{name}` already"))
                    .also(first, "declared here")
                    .help(format!("to change it, override it: `{name} {{ … }}`"))
            }
            P::PlaceAll { span, name, nearest } => {
                let known = error(
                    "unknown-type",
                    span,
                    format!("`all {name}` places the instances of a component or an interface"),
                );
                with_help(known, nearest.map(|nearest| format!("did you mean `{nearest}`?")))
            }
            P::Private { span, name, declared } => {
                error("private-name", span, format!("`{name}` is private to its package"))
                    .also(declared, "write `pub` here to share it")
            }
            P::RecursiveComponent { span, name } => {
                error("recursive-type", span, format!("component `{name}` can't contain itself"))
            }
            P::RefinedType { span } => error("not-here", span, "a refinement can't stand here")
                .help("a field of a record or of a component is refined: `field: type in a..b`"),
            P::Refines { span, keyword, about, found } => {
                error("wrong-type", span, format!("`{keyword}` is about {about}, found {}", quoted(&found)))
                    .label(format!("{} has nothing to refine so", quoted(&found)))
            }
            P::RecursiveType { span, name } => {
                error("recursive-type", span, format!("type `{name}` can't contain itself"))
                    .help("types have no recursion; name the other thing by its key")
            }
            P::ReversedRange { span, low, high } => error("reversed-range", span, "the range ends before it starts")
                .also(low, "the start")
                .also(high, "the end, which is smaller"),
            P::SpreadOf { span, found, expected } => {
                error("wrong-type", span, format!("can't spread {} into {}", quoted(&found), quoted(&expected)))
            }
            P::SpreadType { span, found } => error(
                "wrong-type",
                span,
                format!("a record type takes the fields of another record type, found {}", quoted(&found)),
            ),
            P::TooDeep { span, limit } => {
                error("too-deep", span, format!("what this is made from nests more than {limit} steps deep"))
                    .help("write the type behind some of the names in between, or a value in place of one")
            }
            P::TooManyParts { span, limit } => {
                error("too-much", span, format!("a type has at most {limit} fields or cases"))
                    .help("make several types of it")
            }
            P::TooManyArgs { span, name, expected } => {
                error("wrong-argument", span, format!("`{name}` takes {expected} arguments, found one more"))
            }
            P::WrongArity { span, name, low, high, found } => {
                let takes = if low == high { low.to_string() } else { format!("{low} to {high}") };
                error("wrong-argument", span, format!("`{name}` takes {takes}, found {found}"))
            }
            P::UnknownParam { span, name, function, known, declared } => {
                let message = format!("`{function}` has no parameter `{name}`");
                declared_at(with_help(error("wrong-argument", span, message), suggest(&name, &known)), declared)
            }
            P::UnknownCase { span, name, expected, cases, nearest } => {
                unknown_case(span, &name, &expected, &cases, nearest)
            }
            P::UnknownComponent { span, name, nearest } => {
                renamed(error("unknown-component", span, format!("there is no component `{name}`")), span, nearest)
            }
            P::UnknownEnvironment { span, name, known } => with_help(
                error("unknown-environment", span, format!("there is no environment `{name}`")),
                suggest(&name, &known),
            ),
            P::UnknownField { span, name, of, known, declared } => unknown_field(span, &name, &of, &known, declared),
            P::UnknownFunction { span, name, nearest } => {
                renamed(error("unknown-function", span, format!("there is no function `{name}`")), span, nearest)
            }
            P::UnknownInstance { span, name, nearest } => renamed(
                error("unknown-instance", span, format!("there is no instance or input `{name}`")),
                span,
                nearest,
            ),
            P::UnknownMember { span, name, of, known, declared } => {
                let found =
                    error("unknown-member", span, format!("`{of}` has no field, output or capability `{name}`"));
                declared_at(corrected(found, span, &name, &known), declared)
            }
            P::UnknownName { span, name, nearest, is_field } => {
                let found = error("unknown-name", span, format!("there is nothing called `{name}` here"));
                if is_field {
                    let better = format!("self.{name}");
                    return found.help(format!("to read the instance's own field, write `{better}`")).fix(
                        format!("write `{better}`"),
                        span,
                        better,
                    );
                }
                renamed(found, span, nearest)
            }
            P::UnknownSink { span, found } => {
                error("unknown-target", span, format!("a target is written `via` a format, found `{found}`"))
                    .help("the formats are `terraform`, `kubernetes` and `compose`")
            }
            P::UnknownTarget { span, name, known } => {
                corrected(error("unknown-target", span, format!("there is no target `{name}`")), span, &name, &known)
            }
            P::UnknownType { span, name, nearest } => {
                renamed(error("unknown-type", span, format!("there is no type `{name}`")), span, nearest)
            }
            P::UniversalField { span, name } => {
                error("duplicate-field", span, format!("every instance has a field `{name}` already"))
                    .help("fields such as `name`, `labels` and `after` come with every component: choose another name")
            }
            P::HiddenName { span, name, declared } => {
                Diagnostic::lint("hidden-name", span, format!("`{name}` hides another `{name}` here"))
                    .also(declared, "hidden")
                    .help("call it something else, so that nobody takes the one for the other")
            }
            P::SecretLiteral { span } => Diagnostic::lint("secret-literal", span, "this looks like a secret, and stands in the spec")
                .help("declare `secret NAME { from = outside }` and read `NAME.value`; who has seen this one should change it"),
            P::Unreachable { span } => Diagnostic::lint("unreachable-arm", span, "no value gets to this arm")
                .help("the arms before it take everything it would; remove it or move it up"),
            P::WhichCase { span, expected, cases, ambiguous } => {
                let message = match ambiguous {
                    true => format!("more than one case of {} has these fields", quoted(&expected)),
                    false => format!("no case of {} has these fields", quoted(&expected)),
                };
                error("ambiguous-case", span, message).help(format!("name the case; there are {}", listed(&cases)))
            }
            P::TwoCases { span, expected, cases } => {
                error("ambiguous-case", span, format!("more than one case of {} takes this", quoted(&expected)))
                    .help(format!("name the case; there are {}", listed(&cases)))
            }
            P::WrittenTwice { span, name, first } => error("written-twice", span, format!("`{name}` is written twice"))
                .label("written again here")
                .also(first, "first written here")
                .help("keep one of them"),
            P::WrongPattern { span, expected } => {
                error("bad-pattern", span, format!("this pattern fits no value of {}", quoted(&expected)))
            }
            P::WrongType { span, expected, found, help } => {
                let message = format!("expected {}, found {}", quoted(&expected), quoted(&found));
                let label = format!("expected {}", quoted(&expected));
                with_help(error("wrong-type", span, message).label(label), help)
            }
        }
    }
}
