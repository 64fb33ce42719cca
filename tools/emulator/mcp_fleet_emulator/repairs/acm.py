"""Certificate Manager."""

import json
from typing import Any

from moto.acm.models import CertBundle
from moto.acm.responses import AWSCertificateManagerResponse

from ..patch import Patch
from ..repair import repair


@repair
def key_algorithm(patch: Patch) -> None:
    """Certificates tell the key algorithm that was asked for.

    AWS: DescribeCertificate answers with the KeyAlgorithm of the request.
    moto: makes an RSA key whatever the request says, and describes that key.
    Here: the algorithm of the request is kept with the certificate and described.
    """

    @patch.wrap(AWSCertificateManagerResponse, 'request_certificate')
    def request_certificate(original: Any, self: Any) -> Any:
        answer = original(self)
        asked = self._get_param('KeyAlgorithm')
        if asked and isinstance(answer, str):
            arn = json.loads(answer)['CertificateArn']
            self.acm_backend.get_certificate(arn).requested_key_algorithm = asked
        return answer

    @patch.wrap(CertBundle, 'describe')
    def describe(original: Any, self: Any) -> dict[str, Any]:
        description = original(self)
        asked = getattr(self, 'requested_key_algorithm', None)
        if asked:
            description['Certificate']['KeyAlgorithm'] = asked
        return description
