"""Makes each call of the AWS CLI that stands on stdin, as JSON lists of words, with AWS's own models.

Options, their types and what is required are those of botocore, on which the CLI is built; the call itself goes to
AWS_ENDPOINT_URL. Prints one JSON object for each call: {"error": text or null, "answer": what AWS would say}.
"""

import functools
import json
import sys

import boto3
import jmespath
from botocore import xform_name
from botocore.exceptions import ClientError, ParamValidationError

GLOBAL = {"--region", "--query", "--output"}
OUTPUTS = {"text", "table", "json"}
# Commands of the CLI that are none of the API. Source: AWS CLI reference, version 2, `aws logs tail`.
TAIL = {"--follow": False, "--since": True, "--format": True, "--filter-pattern": True}


class Wrong(Exception):
    pass


def options_of(words):
    """Options with their words; a word before the first option is none of ours."""
    found = {}
    name = None
    for word in words:
        if word.startswith("--"):
            if word in found:
                raise Wrong(f"{word} is given twice")
            name = word
            found[name] = []
        elif name is None:
            raise Wrong(f"{word!r} belongs to no option")
        else:
            found[name].append(word)
    return found


def one(name, words):
    if len(words) != 1:
        raise Wrong(f"{name} takes one word, not {words}")
    return words[0]


def take_global(options):
    region = one("--region", options.pop("--region")) if "--region" in options else None
    if "--query" in options:
        jmespath.compile(one("--query", options.pop("--query")))
    if "--output" in options and one("--output", options.pop("--output")) not in OUTPUTS:
        raise Wrong("there is no such output")
    return region


def value_of(name, shape, words):
    if shape.type_name == "list" and not (len(words) == 1 and words[0].startswith("[")):
        if not words:
            raise Wrong(f"{name} takes one word or more")
        return [value_of(name, shape.member, [word]) for word in words]
    word = one(name, words)
    if shape.type_name in ("list", "map", "structure"):
        return json.loads(word) if word[:1] in "[{" else shorthand(name, shape, word)
    if shape.type_name in ("integer", "long"):
        return int(word)
    if shape.type_name in ("float", "double"):
        return float(word)
    if shape.type_name == "string" and shape.enum and word not in shape.enum:
        raise Wrong(f"{name} {word!r} is none of {shape.enum}")
    return word


def shorthand(name, shape, word):
    pairs = [pair.split("=", 1) for pair in word.split(",")]
    if shape.type_name != "structure" or any(len(pair) != 2 for pair in pairs):
        raise Wrong(f"{name} {word!r} is no shorthand")
    for key, _ in pairs:
        if key not in shape.members:
            raise Wrong(f"{name}: there is no {key}")
    return dict(pairs)


def parameters(shape, options):
    names = {f"--{xform_name(member, '-')}": member for member in shape.members}
    given = {}
    for name, words in options.items():
        off = f"--{name[5:]}" if name.startswith("--no-") else None
        if name in names and shape.members[names[name]].type_name == "boolean":
            if words:
                raise Wrong(f"{name} takes no word")
            given[names[name]] = True
        elif name in names:
            given[names[name]] = value_of(name, shape.members[names[name]], words)
        elif off in names:
            given[names[off]] = False
        else:
            raise Wrong(f"there is no {name}")
    return given


@functools.lru_cache
def client_of(service, region):
    session = boto3.session.Session()
    if service not in session.get_available_services():
        raise Wrong(f"there is no service {service}")
    return session.client(service, region_name=region or "us-east-1")


def tail(words):
    group, *rest = words
    options = options_of(rest)
    region = take_global(options)
    for name, values in options.items():
        if name not in TAIL:
            raise Wrong(f"there is no {name}")
        if len(values) != (1 if TAIL[name] else 0):
            raise Wrong(f"{name} takes other words than {values}")
    if options.get("--format", ["short"])[0] not in ("detailed", "short", "json"):
        raise Wrong("there is no such format")
    pattern = options.get("--filter-pattern")
    extra = {"filterPattern": pattern[0]} if pattern else {}
    return client_of("logs", region).filter_log_events(logGroupName=group, limit=1, **extra)


def wait(service, words):
    waiter, *rest = words
    options = options_of(rest)
    client = client_of(service, take_global(options))
    if waiter.replace("-", "_") not in client.waiter_names:
        raise Wrong(f"{service} has no waiter {waiter}")
    config = client.get_waiter(waiter.replace("-", "_")).config
    return call(client, config.operation, options)


def call(client, operation, options):
    shape = client.meta.service_model.operation_model(operation).input_shape
    given = parameters(shape, options) if shape else {}
    return getattr(client, xform_name(operation))(**given)


def run(words):
    program, service, command, *rest = words
    if program != "aws":
        raise Wrong(f"{program} is not aws")
    if (service, command) == ("logs", "tail"):
        return tail(rest)
    if command == "wait":
        return wait(service, rest)
    options = options_of(rest)
    client = client_of(service, take_global(options))
    operations = {xform_name(name, "-"): name for name in client.meta.service_model.operation_names}
    if command not in operations:
        raise Wrong(f"{service} has no {command}")
    return call(client, operations[command], options)


def outcome(words):
    try:
        run(words)
        return {"error": None, "answer": "ok"}
    except ClientError as error:
        return {"error": None, "answer": error.response["Error"]["Code"]}
    except (Wrong, ParamValidationError, ValueError, jmespath.exceptions.JMESPathError) as error:
        return {"error": f"{type(error).__name__}: {error}", "answer": None}


for line in sys.stdin:
    print(json.dumps(outcome(json.loads(line))), flush=True)
