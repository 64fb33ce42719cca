"""Application Auto Scaling."""

import json
from typing import Any

from moto.applicationautoscaling.responses import ApplicationAutoScalingResponse
from moto.core.exceptions import JsonRESTError

from ..patch import Patch
from ..repair import repair


class NoSuchTarget(JsonRESTError):
    def __init__(self, arn: str):
        super().__init__('ResourceNotFoundException', f'There is no scalable target {arn}')


def tags_of(response: Any, arn: str) -> dict[str, str]:
    """The tags of a scalable target, to read and to change; they live and go with the target."""
    for by_resource in response.applicationautoscaling_backend.targets.values():
        for target in by_resource.values():
            if target.arn == arn:
                return vars(target).setdefault('tags', {})
    raise NoSuchTarget(arn)


@repair
def tags(patch: Patch) -> None:
    """Scalable targets have tags.

    AWS: tags come with RegisterScalableTarget or TagResource and are read by ListTagsForResource.
    moto: ignores them at the registration and answers 500 to ListTagsForResource, which Terraform always calls.
    Here: tags are kept with the target, and the three operations on tags work.
    """

    @patch.wrap(ApplicationAutoScalingResponse, 'register_scalable_target')
    def register_scalable_target(original: Any, self: Any) -> str:
        answer = original(self)
        tags_of(self, json.loads(answer)['ScalableTargetARN']).update(self._get_param('Tags') or {})
        return answer

    @patch.add(ApplicationAutoScalingResponse)
    def list_tags_for_resource(self: Any) -> str:
        return json.dumps({'Tags': tags_of(self, self._get_param('ResourceARN'))})

    @patch.add(ApplicationAutoScalingResponse)
    def tag_resource(self: Any) -> str:
        tags_of(self, self._get_param('ResourceARN')).update(self._get_param('Tags'))
        return '{}'

    @patch.add(ApplicationAutoScalingResponse)
    def untag_resource(self: Any) -> str:
        there = tags_of(self, self._get_param('ResourceARN'))
        for key in self._get_param('TagKeys'):
            there.pop(key, None)
        return '{}'
