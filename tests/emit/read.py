"""Reads a YAML file with the named reader and prints its documents as JSON. Status 9: the reader isn't installed."""

import json
import re
import sys


def main(reader, path):
    with open(path, "rb") as file:
        print(json.dumps([plain(it) for it in READERS[reader](file)]))


def pyyaml(file):
    """YAML 1.1, by libyaml where it is built in."""
    import yaml

    return list(yaml.load_all(file, getattr(yaml, "CSafeLoader", yaml.SafeLoader)))


def pure(file):
    """YAML 1.1, by Python alone."""
    import yaml

    return list(yaml.load_all(file, yaml.SafeLoader))


def go(file):
    """YAML 1.1 with what Go's readers take for numbers and bools beside it."""
    import yaml

    class Loader(yaml.SafeLoader):
        pass

    words = re.compile(r"^(?:y|Y|n|N|yes|no|on|off|true|false|null)$", re.I)
    numbers = re.compile(r"^[-+]?_*(?:0[bB][01_]+|0[oO]?[0-7_]+|0[xX][0-9a-fA-F_]+|[0-9][0-9_]*(?:\.[0-9_]*)?(?:[eE][-+]?[0-9]+)?|\.[0-9_]+(?:[eE][-+]?[0-9]+)?)$")
    Loader.add_implicit_resolver("!word", words, list("yYnNoOtTfF"))
    Loader.add_implicit_resolver("!number", numbers, list("-+0123456789._"))
    Loader.add_constructor("!word", lambda loader, node: {"true": True, "false": False}.get(node.value, ["word", node.value]))
    Loader.add_constructor("!number", number)
    # What is added last is asked last; here it comes before what the reader knows by itself.
    for rules in Loader.yaml_implicit_resolvers.values():
        rules.sort(key=lambda rule: rule[0] not in ("!word", "!number"))
    return list(yaml.load_all(file, Loader))


def number(loader, node):
    """A number as we write it, or a list that says what a reader of Go would have made one of."""
    return float(node.value) if re.match(r"^-?[0-9]+(\.[0-9]+)?$", node.value) else ["number", node.value]


def ruamel(file):
    """YAML 1.2."""
    import ruamel.yaml

    return list(ruamel.yaml.YAML(typ="safe", pure=True).load_all(file))


def plain(it):
    """What JSON can hold; what is no text, number, bool, list or map is shown by its type."""
    if isinstance(it, dict):
        return {key if isinstance(key, str) else f"{type(key).__name__} {key!r}": plain(value) for key, value in it.items()}
    if isinstance(it, list):
        return [plain(value) for value in it]
    return it if isinstance(it, (str, int, float, bool)) else f"{type(it).__name__} {it!r}"


READERS = {"PyYAML": pyyaml, "PyYAML without libyaml": pure, "PyYAML with Go's words": go, "ruamel.yaml": ruamel}

if __name__ == "__main__":
    try:
        main(*sys.argv[1:])
    except ImportError:
        sys.exit(9)
