import warnings

import pandas as pd
from organization import expect_equal, operation, temporary_table, unique
from PowerPlatform.Dataverse.models.filters import col

absent = "00000000-0000-0000-0000-00000000abcd"


def execute(client, fill, **options):
    batch = client.batch.new()
    fill(batch)
    return batch.execute(**options)


@operation("batch.records: create, update, retrieve, list, upsert, delete")
def records(client):
    name = unique("batch")
    keep = client.records.create("account", {"name": name})
    gone = client.records.create("account", {"name": name})

    def fill(batch):
        batch.records.create("account", {"name": name})
        batch.records.create("account", [{"name": name}, {"name": name}])
        batch.records.update("account", keep, {"telephone1": "9"})
        batch.records.update("account", [keep, gone], {"telephone2": "8"})
        batch.records.delete("account", gone)
        batch.records.retrieve("account", keep, select=["telephone1"], include_annotations="*")
        batch.records.list(
            "account", filter=col("name") == name, select=["name"], orderby=["name"], top=10, page_size=3, count=True
        )
        with warnings.catch_warnings():
            warnings.simplefilter("ignore", DeprecationWarning)
            batch.records.get("account", keep, select=["telephone2"])

    result = execute(client, fill)
    assert not result.has_errors, [one.error_message for one in result.failed]
    expect_equal(len(result.responses), 8)
    expect_equal(result.responses[0].status_code, 204)
    assert result.entity_ids
    expect_equal(len(result.responses[1].data["Ids"]), 2)
    expect_equal(result.responses[5].data["telephone1"], "9")
    expect_equal(result.responses[6].data["@odata.count"], 4)
    expect_equal(result.responses[7].data["telephone2"], "8")


@operation("batch.records.upsert by an alternate key")
def upserts(client):
    with temporary_table(client, key="new_code") as table:
        name = table.schema_name
        item = {"alternate_key": {"new_code": "a"}, "record": {"new_size": 1}}
        other = {"alternate_key": {"new_code": "b"}, "record": {"new_size": 2}}

        def fill(batch):
            batch.records.upsert(name, [item])
            batch.records.upsert(name, [item, other])

        result = execute(client, fill)
        assert not result.has_errors, [one.error_message for one in result.failed]
        expect_equal(len(client.records.list(name, select=["new_code"])), 2)


@operation("batch.changeset: rows refer to each other, all or nothing")
def change_sets(client):
    name = unique("set")
    batch = client.batch.new()
    with batch.changeset() as changes:
        contact = changes.records.create("contact", {"lastname": name})
        account = changes.records.create("account", {"name": name, "primarycontactid@odata.bind": contact})
        changes.records.update("account", account, {"telephone1": "3"})
    with batch.changeset() as changes:
        changes.records.create("account", {"name": f"{name} two"})
    result = batch.execute()
    assert not result.has_errors, [one.error_message for one in result.failed]
    expect_equal([one.content_id for one in result.responses], ["1", "2", "3", "4"])
    [row] = client.records.list("account", filter=f"name eq '{name}'", expand=["primarycontactid"])
    expect_equal([row["telephone1"], row["primarycontactid"]["lastname"]], ["3", name])

    failing = client.batch.new()
    with failing.changeset() as changes:
        changes.records.create("account", {"name": f"{name} three"})
        changes.records.delete("account", absent)
    result = failing.execute()
    expect_equal([(one.status_code, one.error_code) for one in result.responses], [(404, "0x80040217")])
    expect_equal(len(client.records.list("account", filter=f"name eq '{name} three'")), 0)


@operation("batch.execute: stops at an error, or goes on")
def errors(client):
    def fill(batch):
        batch.records.retrieve("account", absent)
        batch.records.create("account", {"name": unique("after")})

    expect_equal([one.status_code for one in execute(client, fill).responses], [404])
    result = execute(client, fill, continue_on_error=True)
    expect_equal([one.status_code for one in result.responses], [404, 204])
    expect_equal([len(result.failed), len(result.succeeded)], [1, 1])


@operation("batch.tables: create, get, list, columns, relationships, delete")
def tables(client):
    name = unique("new_B").replace(" ", "")

    def make(batch):
        batch.tables.create(name, {"new_Code": "string"})
        batch.tables.get(name)
        batch.tables.list(filter=f"LogicalName eq '{name.lower()}'", select=["LogicalName"])

    made = execute(client, make)
    assert not made.has_errors, [one.error_message for one in made.failed]
    expect_equal(made.responses[1].data["value"][0]["SchemaName"], name)
    expect_equal(made.responses[2].data["value"][0]["LogicalName"], name.lower())

    def change(batch):
        batch.tables.add_columns(name, {"new_More": "int", "new_Yet": "memo"})
        batch.tables.create_lookup_field(name, "new_PersonId", "contact")
        batch.tables.get_relationship(f"contact_{name.lower()}_new_PersonId")

    changed = execute(client, change)
    assert not changed.has_errors, [one.error_message for one in changed.failed]
    relationship = changed.responses[3].data["value"][0]["MetadataId"]

    def undo(batch):
        batch.tables.remove_columns(name, ["new_More"])
        batch.tables.delete_relationship(relationship)
        batch.tables.delete(name)

    undone = execute(client, undo)
    assert not undone.has_errors, [one.error_message for one in undone.failed]
    expect_equal(client.tables.get(name), None)


@operation("batch.query.sql and batch.dataframe")
def frames_and_sql(client):
    name = unique("frame")
    frame = pd.DataFrame([{"name": name}, {"name": name}])

    def fill(batch):
        batch.dataframe.create("account", frame)
        batch.query.sql(f"SELECT accountid, name FROM account WHERE name = '{name}'")

    result = execute(client, fill)
    assert not result.has_errors, [one.error_message for one in result.failed]
    ids = [row["accountid"] for row in result.responses[1].data["value"]]
    expect_equal(len(ids), 2)

    def undo(batch):
        batch.dataframe.update("account", pd.DataFrame({"accountid": ids, "telephone1": "1"}), "accountid")
        batch.dataframe.delete("account", pd.Series(ids))

    result = execute(client, undo)
    assert not result.has_errors, [one.error_message for one in result.failed]
    assert result.responses[1].data["JobId"]
