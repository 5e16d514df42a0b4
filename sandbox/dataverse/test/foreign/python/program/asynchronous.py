"""The same operations of the SDK's asyncio client, which has its own transport and its own code."""

import asyncio
import os
import tempfile

import pandas as pd
from azure.identity.aio import ClientSecretCredential
from organization import credential, expect_equal, operation, unique, url
from PowerPlatform.Dataverse.aio.async_client import AsyncDataverseClient
from PowerPlatform.Dataverse.models.filters import col


def asynchronous(name):
    def declare(function):
        async def run():
            async with credential(ClientSecretCredential) as signed_in:
                async with AsyncDataverseClient(url, signed_in) as client:
                    await function(client)

        operation(f"aio: {name}")(lambda _client: asyncio.run(run()))
        return function

    return declare


@asynchronous("records")
async def records(client):
    name = unique("aio")
    one = await client.records.create("account", {"name": name})
    two, three = await client.records.create("account", [{"name": name}, {"name": name}])
    await client.records.update("account", one, {"telephone1": "1"})
    await client.records.update("account", [two, three], [{"telephone1": "2"}, {"telephone1": "3"}])
    rows = await client.records.list("account", filter=f"name eq '{name}'", orderby=["telephone1"])
    expect_equal([row["telephone1"] for row in rows], ["1", "2", "3"])
    expect_equal((await client.records.retrieve("account", one, select=["name"]))["name"], name)
    sizes = [len(page) async for page in client.records.list_pages("contact", page_size=5)]
    assert sizes[0] == 5 and len(sizes) > 1
    await client.records.delete("account", one)
    expect_equal(await client.records.retrieve("account", one), None)
    assert await client.records.delete("account", [two, three])


@asynchronous("queries")
async def queries(client):
    found = await client.query.builder("account").select("name").where(col("name") == "Maple Street Bakery").execute()
    expect_equal(len(found), 1)
    rows = await client.query.sql("SELECT TOP 1 name FROM account ORDER BY name")
    expect_equal(len(rows), 1)
    fetched = await client.query.fetchxml('<fetch><entity name="team"><attribute name="name"/></entity></fetch>').execute()
    assert "Branch bankers" in {row["name"] for row in fetched}
    assert (await client.query.sql_columns("account"))[0]["is_pk"]
    assert await client.query.odata_expands("contact")


@asynchronous("tables, keys, relationships, files")
async def tables(client):
    name = unique("new_Aio").replace(" ", "")
    table = await client.tables.create(name, {"new_Code": "string", "new_Paper": "file"})
    await client.tables.add_columns(name, {"new_More": "int"})
    await client.tables.update_column(name, "new_Code", {"max_length": 9})
    expect_equal((await client.tables.get_column(name, "new_code", typed=True))["MaxLength"], 9)
    key = await client.tables.create_alternate_key(name, f"{name}_key", ["new_code"])
    while [one.status for one in await client.tables.get_alternate_keys(name)] != ["Active"]:
        await asyncio.sleep(0.05)
    await client.records.upsert(name, [{"alternate_key": {"new_code": "k"}, "record": {"new_more": 1}}])
    [row] = await client.records.list(name, select=["new_code", table.primary_id_attribute])
    with tempfile.TemporaryDirectory() as folder:
        path = os.path.join(folder, "paper.txt")
        with open(path, "w", encoding="utf-8") as file:
            file.write("paper")
        await client.files.upload(name, row[table.primary_id_attribute], "new_Paper", path)
    link = await client.tables.create_lookup_field(table.logical_name, "new_PersonId", "contact")
    assert await client.tables.get_relationship(link.relationship_schema_name)
    assert await client.tables.list_table_relationships(name)
    await client.tables.delete_relationship(link.relationship_id)
    await client.tables.delete_alternate_key(name, key.metadata_id)
    await client.tables.remove_columns(name, "new_More")
    await client.tables.delete(name)
    expect_equal(await client.tables.get(name), None)


@asynchronous("batches and frames")
async def batches(client):
    name = unique("aio")
    batch = client.batch.new()
    async with batch.changeset() as changes:
        contact = changes.records.create("contact", {"lastname": name})
        changes.records.create("account", {"name": name, "primarycontactid@odata.bind": contact})
    batch.records.list("account", filter=f"name eq '{name}'", select=["name"])
    result = await batch.execute()
    assert not result.has_errors, [one.error_message for one in result.failed]
    expect_equal(len(result.responses[2].data["value"]), 1)
    ids = await client.dataframe.create("account", pd.DataFrame([{"name": name}, {"name": name}]))
    changes = pd.DataFrame({"accountid": ids, "telephone1": ["1", "2"]})
    await client.dataframe.update("account", changes, id_column="accountid")
    expect_equal(len(await client.dataframe.sql(f"SELECT telephone1 FROM account WHERE name = '{name}'")), 3)
    await client.dataframe.delete("account", ids)
