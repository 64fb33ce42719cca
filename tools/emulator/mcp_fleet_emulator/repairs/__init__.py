"""Importing this package registers every repair; one file per service of AWS, in the order of the README."""

from . import (  # noqa: F401
    acm,
    apigateway,
    apigatewayv2,
    applicationautoscaling,
    cloudwatch,
    ec2,
    ecs,
    lambda_,
    logs,
    moto_api,
    route53,
    s3,
    secretsmanager,
    stepfunctions,
)
