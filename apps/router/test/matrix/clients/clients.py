"""The clients of the Python SDKs against every target of a plan: clients.py PLAN. One JSON line per row."""

import contextlib
import importlib.metadata
import json
import sys

import anyio

MODERN = importlib.metadata.version("mcp").startswith("2.")


class Old:
    """The client of mcp 1."""

    def __init__(self, session, version):
        self.session, self.version = session, version

    @staticmethod
    @contextlib.asynccontextmanager
    async def open(url, token, _):
        from mcp import ClientSession
        from mcp.client.streamable_http import streamablehttp_client

        async with streamablehttp_client(url, headers={"Authorization": f"Bearer {token}"}) as (read, write, _id):
            async with ClientSession(read, write) as session:
                result = await session.initialize()
                yield Old(session, result.protocolVersion)

    def call(self, name, arguments, progress=None):
        return self.session.call_tool(name, arguments, progress_callback=progress)

    async def cancel_last(self):
        """This SDK sends nothing when a call is given up; a program that wants it tells the server itself."""
        from mcp import types

        params = types.CancelledNotificationParams(requestId=self.session._request_id - 1, reason="enough")
        await self.session.send_notification(types.ClientNotification(types.CancelledNotification(params=params)))

    def tools(self):
        return self.session.list_tools()

    def resource(self, uri):
        return self.session.read_resource(uri)

    def prompt(self, name):
        return self.session.get_prompt(name)


class New:
    """The client of mcp 2."""

    def __init__(self, client):
        self.client, self.version = client, client.protocol_version

    @staticmethod
    @contextlib.asynccontextmanager
    async def open(url, token, mode):
        from mcp import Client
        from mcp.client.streamable_http import streamable_http_client
        from mcp.shared._httpx_utils import create_mcp_http_client

        async with create_mcp_http_client(headers={"Authorization": f"Bearer {token}"}) as http:
            async with Client(streamable_http_client(url, http_client=http), mode=mode) as client:
                yield New(client)

    def call(self, name, arguments, progress=None):
        return self.client.call_tool(name, arguments, progress_callback=progress)

    async def cancel_last(self):
        """The SDK tells the server when the call's scope is cancelled."""

    def tools(self):
        return self.client.list_tools()

    def resource(self, uri):
        return self.client.read_resource(uri)

    def prompt(self, name):
        return self.client.get_prompt(name)


def check(ok, got):
    if not ok:
        raise AssertionError(f"got {got}"[:300])


async def row(name, mode, target, plan):
    cells = {}
    version = ""
    instance = f"{target['name']}-{name}" if target.get("perClient") else target["name"]

    async def cell(key, run):
        try:
            with anyio.fail_after(12):
                cells[key] = await run() or "ok"
        except Exception as error:
            cells[key] = repr(error)[:300]

    async def steps(client):
        async def call(tool, progress=None):
            result = await client.call(tool["name"], tool.get("arguments") or {}, progress)
            check(tool.get("expect", "") in repr(result.content), result)

        async def listing():
            check(len((await client.tools()).tools) >= target["tools"], "too few tools")

        async def progressing():
            events = []

            async def one(progress, total, message):
                events.append(progress)

            await call(target["progress"], one)
            with anyio.move_on_after(1):
                while len(events) < 4:  # told by a task of its own
                    await anyio.sleep(0.01)
            check(len(events) == 4, len(events))

        async def cancelling():
            key = f"{name}-{target['name']}"
            begin = anyio.current_time()
            with anyio.CancelScope() as scope:

                async def later():
                    await anyio.sleep(0.4)
                    await client.cancel_last()
                    await anyio.sleep(0.1)
                    scope.cancel()

                async with anyio.create_task_group() as group:
                    group.start_soon(later)
                    with contextlib.suppress(Exception):  # an error in answer to the notification is right too
                        await client.call(target["cancel"]["name"], {**(target["cancel"].get("arguments") or {}), "key": key})
            check(anyio.current_time() - begin < 3.4, "no error")
            await call(target["call"])
            if "seen" not in target:
                return None
            for _ in range(20):
                result = await client.call(target["seen"], {"key": key})
                if result.content[0].text == "true":
                    return None
                await anyio.sleep(0.1)
            return "unseen"

        async def reading():
            result = await client.resource(target["resource"]["name"])
            check(target["resource"]["expect"] in repr(result), result)

        async def prompting():
            result = await client.prompt(target["prompt"]["name"])
            check(target["prompt"]["expect"] in repr(result), result)

        await cell("list", listing)
        await cell("call", lambda: call(target["call"]))
        for key, run in (("progress", progressing), ("cancel", cancelling), ("resource", reading), ("prompt", prompting)):
            if target.get(key):
                await cell(key, run)

    try:
        with anyio.fail_after(60):
            opener = New if MODERN else Old
            async with opener.open(f"{plan['url']}/{instance}/mcp", plan["token"], mode) as client:
                cells["connect"] = "ok"
                version = client.version
                await steps(client)
    except Exception as error:
        if cells.get("connect") != "ok" or len(cells) == 1:
            cells["connect"] = repr(error)[:300]
        else:
            cells["close"] = repr(error)[:300]
    print(json.dumps({"client": name, "server": target["name"], "version": version, "cells": cells}), flush=True)


async def main():
    with open(sys.argv[1]) as file:
        plan = json.load(file)
    names = {"py-2-auto": "auto", "py-2-legacy": "legacy"} if MODERN else {"py-1": ""}

    async def all_rows(name, mode):
        for target in plan["targets"]:
            await row(name, mode, target, plan)

    async with anyio.create_task_group() as group:
        for name, mode in names.items():
            group.start_soon(all_rows, name, mode)


anyio.run(main)
