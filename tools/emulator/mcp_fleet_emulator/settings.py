"""How moto is configured. moto reads its environment while it is imported, so this module must not import it."""

import os

ACCOUNT = '111122223333'
REGION = 'us-east-1'



def configured_account() -> str:
    """The account that configure() was told."""
    return os.environ['MOTO_ACCOUNT_ID']


def configure(account: str) -> None:
    """Puts moto's settings and dummy credentials into the environment of this process. Call it before importing moto.

    - MOTO_ACCOUNT_ID: the account that owns whatever the credentials `testing` create.
    - MOTO_ACM_VALIDATION_WAIT: certificates are issued at once; moto otherwise waits 60 seconds.
    - MOTO_IAM_LOAD_MANAGED_POLICIES: the policies under arn:aws:iam::aws:policy can be attached.
    - MOTO_EC2_LOAD_DEFAULT_AMIS: nothing here starts an instance, and the images slow the start.
    - MOTO_LAMBDA_STUB_ECR: a function may name an image that is in no emulated repository.
    """
    os.environ.update(
        MOTO_ACCOUNT_ID=account,
        MOTO_ACM_VALIDATION_WAIT='0',
        MOTO_IAM_LOAD_MANAGED_POLICIES='true',
        MOTO_EC2_LOAD_DEFAULT_AMIS='false',
        MOTO_LAMBDA_STUB_ECR='true',
        AWS_ACCESS_KEY_ID='testing',
        AWS_SECRET_ACCESS_KEY='testing',
    )
    # moto asks botocore for its models, and a profile that is not there makes botocore fail.
    os.environ.pop('AWS_PROFILE', None)
