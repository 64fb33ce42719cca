"""Step Functions."""

import json
from typing import Any

from moto.core.responses import ActionResult
from moto.stepfunctions.responses import StepFunctionResponse

from ..patch import Patch
from ..repair import repair


@repair
def validate_definition(patch: Patch) -> None:
    """Definitions of state machines are validated.

    AWS: ValidateStateMachineDefinition tells what is wrong with a definition; Terraform asks whenever it plans one.
    moto: does not have it and answers 500.
    Here: it is told when a definition is no JSON, when a state that is named does not exist, and when one has no type.
    """

    @patch.add(StepFunctionResponse)
    def validate_state_machine_definition(self: Any) -> ActionResult:
        faults = faults_of(self._get_param('definition'))
        diagnostics = [{'severity': 'ERROR', 'code': 'SCHEMA_VALIDATION_FAILED', 'message': fault} for fault in faults]
        return ActionResult({'result': 'FAIL' if faults else 'OK', 'diagnostics': diagnostics, 'truncated': False})


def faults_of(definition: str) -> list[str]:
    try:
        machine = json.loads(definition)
    except ValueError as error:
        return [f'The definition is no JSON: {error}']
    states = machine.get('States') or {}
    named = [machine.get('StartAt'), *(state['Next'] for state in states.values() if 'Next' in state)]
    return [
        *(f'There is no state {name}.' for name in named if name not in states),
        *(f'The state {name} has no Type.' for name, state in states.items() if 'Type' not in state),
    ]


@repair
def state_machine_versions(patch: Patch) -> None:
    """Versions of state machines are listed.

    AWS: ListStateMachineVersions tells the versions that were published, the newest first.
    moto: does not have it and answers 500; Terraform asks whenever it reads a state machine.
    Here: they are told.
    """

    @patch.add(StepFunctionResponse)
    def list_state_machine_versions(self: Any) -> ActionResult:
        machine = self.stepfunction_backend.describe_state_machine(self._get_param('stateMachineArn'))
        versions = [
            {'stateMachineVersionArn': version.arn, 'creationDate': version.creation_date}
            for _, version in sorted(machine.versions.items(), reverse=True)
        ]
        return ActionResult({'stateMachineVersions': versions})
