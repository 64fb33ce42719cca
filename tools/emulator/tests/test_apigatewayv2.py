from typing import Any

import pytest
from botocore.exceptions import ClientError

from conftest import Aws

SLOW = {'ThrottlingBurstLimit': 1, 'ThrottlingRateLimit': 1.0}
FAST = {'ThrottlingBurstLimit': 100, 'ThrottlingRateLimit': 100.0}


def api_with(gateway: Any, *route_keys: str) -> tuple[str, list[str]]:
    api = gateway.create_api(Name='fleet', ProtocolType='HTTP')['ApiId']
    return api, [gateway.create_route(ApiId=api, RouteKey=key)['RouteId'] for key in route_keys]


def refused(error: Any) -> tuple[str, int]:
    return error.value.response['Error']['Code'], error.value.response['ResponseMetadata']['HTTPStatusCode']


@pytest.mark.proves('apigatewayv2.duplicate_route_key')
def test_second_route_with_the_same_key_is_a_conflict(aws: Aws) -> None:
    gateway = aws.client('apigatewayv2')
    api, [first] = api_with(gateway, 'POST /mcp')
    with pytest.raises(ClientError) as error:
        gateway.create_route(ApiId=api, RouteKey='POST /mcp')
    assert refused(error) == ('ConflictException', 409)
    assert [route['RouteId'] for route in gateway.get_routes(ApiId=api)['Items']] == [first]


@pytest.mark.proves('apigatewayv2.duplicate_route_key')
def test_route_cannot_take_the_key_of_another(aws: Aws) -> None:
    gateway = aws.client('apigatewayv2')
    api, [_, second] = api_with(gateway, 'POST /mcp', 'GET /mcp')
    with pytest.raises(ClientError) as error:
        gateway.update_route(ApiId=api, RouteId=second, RouteKey='POST /mcp')
    assert refused(error) == ('ConflictException', 409)


def test_routes_keep_their_keys_and_other_apis_may_have_them(aws: Aws) -> None:
    gateway = aws.client('apigatewayv2')
    api, [route] = api_with(gateway, 'POST /mcp')
    gateway.update_route(ApiId=api, RouteId=route, RouteKey='POST /mcp', Target='integrations/new')
    api_with(gateway, 'POST /mcp')
    gateway.delete_route(ApiId=api, RouteId=route)
    gateway.create_route(ApiId=api, RouteKey='POST /mcp')


@pytest.mark.proves('apigatewayv2.route_settings_of_unknown_route')
def test_stage_with_settings_of_an_unknown_route_is_refused(aws: Aws) -> None:
    gateway = aws.client('apigatewayv2')
    api, _ = api_with(gateway, 'POST /mcp')
    with pytest.raises(ClientError) as error:
        gateway.create_stage(ApiId=api, StageName='$default', RouteSettings={'GET /mcp': SLOW})
    assert refused(error) == ('NotFoundException', 404)
    assert gateway.get_stages(ApiId=api)['Items'] == []


@pytest.mark.proves('apigatewayv2.settings_go_with_route')
@pytest.mark.parametrize('renamed', [True, False], ids=['renamed', 'deleted'])
def test_settings_end_with_their_route(aws: Aws, renamed: bool) -> None:
    gateway = aws.client('apigatewayv2')
    api, [post, _] = api_with(gateway, 'POST /mcp', 'GET /mcp')
    gateway.create_stage(ApiId=api, StageName='$default', RouteSettings={'POST /mcp': SLOW, 'GET /mcp': SLOW})
    if renamed:
        gateway.update_route(ApiId=api, RouteId=post, RouteKey='POST /other')
    else:
        gateway.delete_route(ApiId=api, RouteId=post)
    assert gateway.get_stage(ApiId=api, StageName='$default')['RouteSettings'] == {'GET /mcp': SLOW}


@pytest.mark.proves('apigatewayv2.update_stage')
def test_stage_is_changed_where_the_request_says_so(aws: Aws) -> None:
    gateway = aws.client('apigatewayv2')
    api, _ = api_with(gateway, 'POST /mcp', 'GET /mcp')
    gateway.create_stage(
        ApiId=api,
        StageName='$default',
        AutoDeploy=True,
        RouteSettings={'POST /mcp': SLOW},
        StageVariables={'keep': '1', 'drop': '2'},
    )
    gateway.update_stage(
        ApiId=api,
        StageName='$default',
        AccessLogSettings={'DestinationArn': 'arn:aws:logs:us-east-1:111122223333:log-group:access', 'Format': '{}'},
        DefaultRouteSettings=FAST,
        RouteSettings={'GET /mcp': FAST},
        StageVariables={'drop': '', 'new': '3'},
    )
    stage = gateway.get_stage(ApiId=api, StageName='$default')
    assert stage['AutoDeploy'] is True
    assert stage['AccessLogSettings']['Format'] == '{}'
    assert stage['DefaultRouteSettings'] == FAST
    assert stage['RouteSettings'] == {'POST /mcp': SLOW, 'GET /mcp': FAST}
    assert stage['StageVariables'] == {'keep': '1', 'new': '3'}


@pytest.mark.proves('apigatewayv2.update_stage')
def test_change_with_settings_of_an_unknown_route_changes_nothing(aws: Aws) -> None:
    gateway = aws.client('apigatewayv2')
    api, _ = api_with(gateway, 'POST /mcp')
    gateway.create_stage(ApiId=api, StageName='$default', RouteSettings={'POST /mcp': SLOW})
    with pytest.raises(ClientError) as error:
        gateway.update_stage(
            ApiId=api, StageName='$default', RouteSettings={'POST /mcp': FAST, 'GET /mcp': FAST}, Description='new'
        )
    assert refused(error) == ('NotFoundException', 404)
    stage = gateway.get_stage(ApiId=api, StageName='$default')
    assert (stage['RouteSettings'], stage.get('Description')) == ({'POST /mcp': SLOW}, None)


@pytest.mark.proves('apigatewayv2.delete_stage_settings')
def test_settings_of_a_route_and_of_the_access_log_can_go(aws: Aws) -> None:
    gateway = aws.client('apigatewayv2')
    api, _ = api_with(gateway, 'POST /mcp', 'GET /mcp')
    log = {'DestinationArn': 'arn:aws:logs:us-east-1:111122223333:log-group:access', 'Format': '{}'}
    settings = {'POST /mcp': SLOW, 'GET /mcp': SLOW}
    gateway.create_stage(ApiId=api, StageName='$default', RouteSettings=settings, AccessLogSettings=log)
    gateway.delete_route_settings(ApiId=api, StageName='$default', RouteKey='POST /mcp')
    gateway.delete_access_log_settings(ApiId=api, StageName='$default')
    stage = gateway.get_stage(ApiId=api, StageName='$default')
    assert stage['RouteSettings'] == {'GET /mcp': SLOW}
    assert 'AccessLogSettings' not in stage


@pytest.mark.proves('apigatewayv2.delete_stage_settings')
def test_settings_of_an_unknown_route_cannot_be_deleted(aws: Aws) -> None:
    gateway = aws.client('apigatewayv2')
    api, _ = api_with(gateway, 'POST /mcp')
    gateway.create_stage(ApiId=api, StageName='$default')
    with pytest.raises(ClientError, match='The route settings name GET /mcp') as error:
        gateway.delete_route_settings(ApiId=api, StageName='$default', RouteKey='GET /mcp')
    assert refused(error) == ('NotFoundException', 404)


@pytest.mark.proves('apigatewayv2.domain_name')
def test_domain_name_is_available_and_can_be_an_alias_target(aws: Aws) -> None:
    gateway = aws.client('apigatewayv2')
    certificate = 'arn:aws:acm:us-east-1:111122223333:certificate/one'
    for name in ('mcp.example.com', 'other.example.com'):
        configuration = {'CertificateArn': certificate, 'EndpointType': 'REGIONAL', 'SecurityPolicy': 'TLS_1_2'}
        gateway.create_domain_name(DomainName=name, DomainNameConfigurations=[configuration])
    answer = gateway.get_domain_name(DomainName='mcp.example.com')
    [first] = answer['DomainNameConfigurations']
    [second] = gateway.get_domain_name(DomainName='other.example.com')['DomainNameConfigurations']
    assert first['DomainNameStatus'] == 'AVAILABLE'
    assert (first['CertificateArn'], first['IpAddressType']) == (certificate, 'ipv4')
    assert first['HostedZoneId'].startswith('Z')
    assert first['ApiGatewayDomainName'].endswith('.execute-api.us-east-1.amazonaws.com')
    assert first['ApiGatewayDomainName'] != second['ApiGatewayDomainName']
    assert 'MutualTlsAuthentication' not in answer
