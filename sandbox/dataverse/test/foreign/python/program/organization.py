"""How a program of Microsoft's SDK for Python signs in, and how its operations are tried one by one."""

import contextlib
import inspect
import json
import os
import traceback
import uuid

from azure.identity import ClientSecretCredential
from PowerPlatform.Dataverse.client import DataverseClient

url = os.environ["DATAVERSE_URL"]
_operations = []


def credential(kind=ClientSecretCredential):
    return kind(
        tenant_id=os.environ["DATAVERSE_TENANT_ID"],
        client_id=os.environ["DATAVERSE_CLIENT_ID"],
        client_secret=os.environ["DATAVERSE_CLIENT_SECRET"],
        authority=url,
        disable_instance_discovery=True,
    )


def operation(name):
    """Declares one operation of the SDK; its function is called with a client and fails by raising."""

    def declare(function):
        _operations.append((name, function))
        return function

    return declare


def run_all():
    """One line of JSON for each operation: {"operation", "error"?}."""
    with DataverseClient(url, credential()) as client:
        for name, function in _operations:
            error = None
            try:
                function(client)
            except Exception:  # noqa: BLE001 - whatever went wrong is the result
                error = traceback.format_exc(limit=-6)
            print(json.dumps({"operation": name, "error": error}), flush=True)


def unique(prefix):
    return f"{prefix} {uuid.uuid4().hex[:8]}"


def expect_equal(actual, expected):
    assert actual == expected, f"{actual!r} is not {expected!r}"


@contextlib.contextmanager
def expect_error(kind, **attributes):
    try:
        yield
    except kind as error:
        for name, value in attributes.items():
            found = error.details.get(name) if name == "service_error_code" else getattr(error, name)
            expect_equal(found, value)
        return
    raise AssertionError(f"expected {kind.__name__}")


@contextlib.contextmanager
def temporary_table(client, columns=None, key=None):
    """A custom table that is gone afterwards, with an active alternate key if one is named."""
    name = f"new_Py{uuid.uuid4().hex[:10]}"
    info = client.tables.create(name, columns or {"new_Code": "string", "new_Size": "int"})
    try:
        if key:
            client.tables.create_alternate_key(name, f"{name}_key", [key])
            wait_for_key(client, name)
        yield info
    finally:
        client.tables.delete(name)


def wait_for_key(client, table):
    for _ in range(50):
        states = [one.status for one in client.tables.get_alternate_keys(table)]
        if states == ["Active"]:
            return
    raise AssertionError(f"the key is {states}")


__all__ = [name for name, value in list(globals().items()) if inspect.isfunction(value)] + ["url"]
