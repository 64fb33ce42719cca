"""HTTP and WebSocket APIs: routes, the settings of stages, domain names."""

import hashlib
import json
from collections.abc import Iterable
from typing import Any
from urllib.parse import unquote

# The REST and the HTTP APIs share a host; moto serves both with the addresses of the former.
from moto.apigateway import urls
from moto.apigatewayv2.exceptions import APIGatewayV2Error
from moto.apigatewayv2.models import Api, DomainName
from moto.apigatewayv2.responses import ApiGatewayV2Response
from moto.core.exceptions import JsonRESTError
from moto.core.utils import utcnow

from ..patch import Patch
from ..repair import repair

STAGE = '{0}/v2/apis/(?P<api_id>[^/]+)/stages/(?P<stage_name>[^/]+)'
# The hosted zone of API Gateway's regional domain names in us-east-1; aliases need one that looks right.
HOSTED_ZONE = 'Z1UJRXOUMOOFQ8'


class RouteKeyConflict(APIGatewayV2Error):
    code = 409

    def __init__(self, route_key: str):
        super().__init__('ConflictException', f'This API has a route with the key {route_key} already')


class NoRouteForSettings(APIGatewayV2Error):
    code = 404

    def __init__(self, route_key: str):
        super().__init__('NotFoundException', f'The route settings name {route_key}, and this API has no such route')


def refuse_second(api: Api, route_key: str, but: str | None = None) -> None:
    if any(route.route_key == route_key and route.route_id != but for route in api.get_routes()):
        raise RouteKeyConflict(route_key)


def refuse_unknown(api: Api, route_keys: Iterable[str]) -> None:
    known = {route.route_key for route in api.get_routes()}
    for route_key in route_keys:
        if route_key not in known:
            raise NoRouteForSettings(route_key)


@repair
def duplicate_route_key(patch: Patch) -> None:
    """An API has one route per route key.

    AWS: CreateRoute and UpdateRoute answer 409 ConflictException when another route has the key.
    moto: keeps both routes.
    Here: the second one is refused with 409. Without this, a switch of the topology that creates before it destroys
    stays green.
    """

    @patch.wrap(Api, 'create_route')
    def create_route(original: Any, self: Api, *args: Any, **kwargs: Any) -> Any:
        refuse_second(self, kwargs['route_key'])
        return original(self, *args, **kwargs)

    @patch.wrap(Api, 'update_route')
    def update_route(original: Any, self: Api, *args: Any, **kwargs: Any) -> Any:
        if kwargs.get('route_key') is not None:
            refuse_second(self, kwargs['route_key'], but=kwargs['route_id'])
        return original(self, *args, **kwargs)


@repair
def route_settings_of_unknown_route(patch: Patch) -> None:
    """Route settings are for routes that exist.

    AWS: CreateStage answers 404 NotFoundException when routeSettings names a route key that the API does not have.
    moto: keeps the settings.
    Here: the stage is refused with 404. UpdateStage, which moto does not have, refuses the same.
    """

    @patch.wrap(Api, 'create_stage')
    def create_stage(original: Any, self: Api, config: dict[str, Any]) -> Any:
        refuse_unknown(self, config.get('routeSettings') or {})
        return original(self, config)


@repair
def settings_go_with_route(patch: Patch) -> None:
    """Settings of a route end with the route.

    AWS: a stage has settings of routes that exist only (not tried; it follows from the 404 above, and from Terraform's
    provider, which takes a 404 when it removes settings for success).
    moto: keeps the settings of a route that was deleted or got another key; the next plan would never be empty.
    Here: they go when the route does.
    """

    def drop_stale(api: Api) -> None:
        known = {route.route_key for route in api.get_routes()}
        for stage in api.stages.values():
            stage.route_settings = {key: value for key, value in stage.route_settings.items() if key in known}

    @patch.wrap(Api, 'delete_route')
    def delete_route(original: Any, self: Api, route_id: str) -> None:
        original(self, route_id)
        drop_stale(self)

    @patch.wrap(Api, 'update_route')
    def update_route(original: Any, self: Api, *args: Any, **kwargs: Any) -> Any:
        route = original(self, *args, **kwargs)
        drop_stale(self)
        return route


# What UpdateStage replaces, as the request names it and as moto's stage keeps it.
REPLACED = {
    'accessLogSettings': 'access_log_settings',
    'autoDeploy': 'auto_deploy',
    'clientCertificateId': 'client_certificate_id',
    'defaultRouteSettings': 'default_route_settings',
    'description': 'description',
}


@repair
def update_stage(patch: Patch) -> None:
    """A stage can be changed.

    AWS: UpdateStage replaces the settings it names, merges routeSettings by route key and stageVariables by name; an
    empty value removes a variable, and settings of a route that does not exist are refused with 404.
    moto: does not have UpdateStage and answers 500.
    Here: it does the same as AWS.
    """

    @patch.add(ApiGatewayV2Response)
    def update_stage(self: Any) -> tuple[int, dict[str, str], str]:
        change = json.loads(self.body)
        api = self.apigatewayv2_backend.get_api(self.path.split('/')[-3])
        stage = api.get_stage(unquote(self.path.split('/')[-1]))
        route_settings = change.get('routeSettings') or {}
        refuse_unknown(api, route_settings)
        variables = {**stage.stage_variables, **(change.get('stageVariables') or {})}

        stage.route_settings = {**stage.route_settings, **route_settings}
        stage.stage_variables = {name: value for name, value in variables.items() if value}
        for name, attribute in REPLACED.items():
            if name in change:
                setattr(stage, attribute, change[name])
        stage.updated = utcnow()
        return 200, {}, json.dumps(stage.to_json())


@repair
def delete_stage_settings(patch: Patch) -> None:
    """Settings of a stage can be removed.

    AWS: DeleteRouteSettings and DeleteAccessLogSettings remove what UpdateStage can only replace; the former answers
    404 when the API has no such route.
    moto: has neither and answers 404 to both.
    Here: both work as on AWS.
    """

    def stage_of(request: Any, full_url: str, headers: Any, end: str) -> tuple[Any, Any, str]:
        response = ApiGatewayV2Response()
        response.setup_class(request, full_url, headers)
        # A route key holds a slash, so that the path is split by what stands around it.
        path = unquote(unquote(response.path))
        api_id, _, rest = path.partition('/v2/apis/')[2].partition('/stages/')
        stage_name, _, route_key = rest.partition(end)
        api = response.apigatewayv2_backend.get_api(api_id)
        return api, api.get_stage(stage_name), route_key

    def delete_route_settings(request: Any, full_url: str, headers: Any) -> tuple[int, dict[str, str], str]:
        try:
            api, stage, route_key = stage_of(request, full_url, headers, '/routesettings/')
            refuse_unknown(api, [route_key])
        except JsonRESTError as error:
            return error.code, dict(error.get_headers()), error.get_body()
        stage.route_settings = {key: value for key, value in stage.route_settings.items() if key != route_key}
        return 204, {}, ''

    def delete_access_log_settings(request: Any, full_url: str, headers: Any) -> tuple[int, dict[str, str], str]:
        try:
            _, stage, _ = stage_of(request, full_url, headers, '/accesslogsettings')
        except JsonRESTError as error:
            return error.code, dict(error.get_headers()), error.get_body()
        stage.access_log_settings = None
        return 204, {}, ''

    patch.route(urls.url_paths, f'{STAGE}/routesettings/(?P<route_key>.+)$', delete_route_settings)
    patch.route(urls.url_paths, f'{STAGE}/accesslogsettings$', delete_access_log_settings)


@repair
def domain_name(patch: Patch) -> None:
    """Domain names are ready for use.

    AWS: each configuration tells its status, the domain name to point an alias at, that one's hosted zone, and the type
    of addresses.
    moto: answers with the configurations as they were sent, so that Terraform waits for a status in vain.
    Here: the configurations are completed, and there is no mutual TLS unless it was asked for.
    """

    @patch.wrap(DomainName, '__init__')
    def init(original: Any, self: Any, **kwargs: Any) -> None:
        region = kwargs['backend'].region_name
        digest = hashlib.sha256(kwargs['domain_name'].encode()).hexdigest()[:10]
        kwargs['domain_name_configurations'] = [
            {
                'ipAddressType': 'ipv4',
                **configuration,
                'domainNameStatus': 'AVAILABLE',
                'apiGatewayDomainName': f'd-{digest}.execute-api.{region}.amazonaws.com',
                'hostedZoneId': HOSTED_ZONE,
            }
            for configuration in kwargs['domain_name_configurations']
        ]
        kwargs['mutual_tls_authentication'] = kwargs['mutual_tls_authentication'] or None
        original(self, **kwargs)
