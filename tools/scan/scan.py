"""Runs checkov's checks of Terraform over every cdk.tf.json below a folder, and writes what they say as JSON.

usage: scan.py FOLDER RESULT

checkov is used as a library: its command calls home before it scans, and its reader of Terraform's JSON needs two
repairs for files of cdktf (`prepare`).
"""

import json
import socket
import sys
from pathlib import Path


def refuse(*_args, **_kwargs):
    raise OSError("the scan is offline")


# Offline is not a promise of an option: nothing that is imported or run from here on can reach anybody.
socket.getaddrinfo = refuse
socket.socket.connect = refuse

from checkov.runner_filter import RunnerFilter  # noqa: E402
from checkov.terraform_json import parser  # noqa: E402
from checkov.terraform_json.runner import TerraformJsonRunner  # noqa: E402

FRAMEWORK = "terraform_json"
checkov_prepare = parser.prepare_definition


def prepare(definition):
    """checkov refuses a file that says `terraform.required_version`, which no check asks for.

    It also leaves documents within the JSON, such as policies and container definitions, as text, where many checks see
    nothing and pass. HCL's reader gives checks what `jsonencode()` is given, so this one does as well.
    """
    prepared = checkov_prepare({key: value for key, value in definition.items() if key != "terraform"})
    for block in prepared.get("resource", []):
        for resources in block.values():
            for config in resources.values():
                open_documents(config)
    return prepared


def open_documents(config):
    for key, value in config.items():
        if isinstance(value, list) and len(value) == 1 and isinstance(value[0], str):
            config[key] = [opened(value[0])]


def opened(text):
    if not text.startswith(("{", "[")):
        return text
    try:
        return json.loads(text)
    except ValueError:
        return text


def told(record, file):
    # `resource.<name>` or `<type>.<name>`, depending on who checks; names are unique within a stack of cdktf.
    return {
        "check": record.check_id,
        "title": record.check_name,
        "file": file,
        "name": record.resource.rsplit(".", 1)[1],
    }


def main(folder, result):
    parser.prepare_definition = prepare
    answer = {"failed": [], "passed": [], "unread": []}
    # One by one: stacks have addresses in common, and none may stand in for another's resource.
    for path in sorted(Path(folder).rglob("cdk.tf.json")):
        file = path.relative_to(folder).as_posix()
        runner_filter = RunnerFilter(framework=[FRAMEWORK])
        report = TerraformJsonRunner().run(root_folder=str(path.parent), runner_filter=runner_filter)
        answer["failed"] += [told(record, file) for record in report.failed_checks]
        answer["passed"] += [told(record, file) for record in report.passed_checks]
        answer["unread"] += [file for _ in report.parsing_errors]
    Path(result).write_text(json.dumps(answer), encoding="utf-8")


if __name__ == "__main__":
    main(*sys.argv[1:])
