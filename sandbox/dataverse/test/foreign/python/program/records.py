import warnings

from organization import expect_equal, expect_error, operation, temporary_table, unique
from PowerPlatform.Dataverse.core.errors import HttpError, MetadataError
from PowerPlatform.Dataverse.models.upsert import UpsertItem

absent = "00000000-0000-0000-0000-00000000abcd"


@operation("records.create: one row, a choice given by its label")
def create_one(client):
    row_id = client.records.create("lead", {"lastname": "Py", "leadqualitycode": "Hot"})
    row = client.records.retrieve("lead", row_id, select=["lastname", "leadqualitycode"])
    expect_equal([row["lastname"], row["leadqualitycode"]], ["Py", 1])


@operation("records.create: many rows")
def create_many(client):
    name = unique("many")
    ids = client.records.create("account", [{"name": name}, {"name": name}, {"Name": name}])
    expect_equal(len(set(ids)), 3)
    expect_equal(len(client.records.list("account", filter=f"name eq '{name}'")), 3)


@operation("records.update: one row")
def update_one(client):
    row_id = client.records.create("account", {"name": unique("before")})
    client.records.update("account", row_id, {"telephone1": "555"})
    expect_equal(client.records.retrieve("account", row_id, select=["telephone1"])["telephone1"], "555")
    with expect_error(HttpError, status_code=404, service_error_code="0x80040217"):
        client.records.update("account", absent, {"telephone1": "555"})


@operation("records.update: many rows alike")
def update_alike(client):
    name = unique("alike")
    ids = client.records.create("account", [{"name": name}, {"name": name}])
    client.records.update("account", ids, {"telephone1": "777"})
    rows = client.records.list("account", filter=f"name eq '{name}'", select=["telephone1"])
    expect_equal([row["telephone1"] for row in rows], ["777", "777"])


@operation("records.update: many rows each in its own way")
def update_paired(client):
    name = unique("paired")
    ids = client.records.create("account", [{"name": name}, {"name": name}])
    client.records.update("account", ids, [{"telephone1": "1"}, {"telephone1": "2"}])
    found = [client.records.retrieve("account", one, select=["telephone1"])["telephone1"] for one in ids]
    expect_equal(found, ["1", "2"])


@operation("records.delete: one row")
def delete_one(client):
    row_id = client.records.create("account", {"name": "gone"})
    client.records.delete("account", row_id)
    expect_equal(client.records.retrieve("account", row_id), None)
    with expect_error(HttpError, status_code=404):
        client.records.delete("account", row_id)


@operation("records.delete: many rows by a bulk delete job")
def delete_bulk(client):
    name = unique("bulk")
    ids = client.records.create("account", [{"name": name}, {"name": name}])
    job = client.records.delete("account", ids)
    assert job, "no JobId"
    operation_row = client.records.retrieve("asyncoperation", job, select=["operationtype", "statecode"])
    expect_equal(operation_row["operationtype"], 13)


@operation("records.delete: many rows one by one")
def delete_each(client):
    ids = client.records.create("account", [{"name": "a"}, {"name": "b"}])
    client.records.delete("account", ids, use_bulk_delete=False)
    expect_equal([client.records.retrieve("account", one) for one in ids], [None, None])


@operation("records.get: the older call, one row and pages")
def get_older(client):
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", DeprecationWarning)
        row_id = client.records.create("account", {"name": "older"})
        expect_equal(client.records.get("account", row_id, select=["name"])["name"], "older")
        pages = list(client.records.get("contact", select=["fullname"], page_size=3))
        assert len(pages) > 2 and len(pages[0]) == 3


@operation("records.retrieve: with related rows and formatted values")
def retrieve_expanded(client):
    contact = client.records.create("contact", {"lastname": "Related"})
    bind = {"primarycontactid@odata.bind": f"/contacts({contact})"}
    row_id = client.records.create("account", {"name": "Company", **bind})
    row = client.records.retrieve(
        "account", row_id, select=["name", "statecode"], expand=["primarycontactid"], include_annotations="*"
    )
    expect_equal(row["primarycontactid"]["fullname"], "Related")
    expect_equal(row["statecode@OData.Community.Display.V1.FormattedValue"], "Active")
    expect_equal(row.id, row_id)


@operation("records.list: filtered, ordered, cut and counted")
def list_rows(client):
    rows = client.records.list(
        "contact", filter="statecode eq 0", select=["FullName"], orderby=["FullName desc"], top=2, count=True
    )
    names = [row["fullname"] for row in rows]
    expect_equal(names, sorted(names, key=str.lower, reverse=True))
    expect_equal(len(names), 2)


@operation("records.list_pages: pages of a size")
def list_pages(client):
    sizes = [len(page) for page in client.records.list_pages("contact", select=["fullname"], page_size=4)]
    assert len(sizes) > 1 and set(sizes[:-1]) == {4}, sizes


@operation("records.upsert: one row by an alternate key")
def upsert_one(client):
    with temporary_table(client, key="new_code") as table:
        item = UpsertItem(alternate_key={"new_code": "A'1"}, record={"new_size": 1})
        client.records.upsert(table.schema_name, [item])
        client.records.upsert(table.schema_name, [{"alternate_key": {"new_code": "A'1"}, "record": {"new_size": 2}}])
        rows = client.records.list(table.schema_name, select=["new_code", "new_size"])
        expect_equal([(row["new_code"], row["new_size"]) for row in rows], [("A'1", 2)])


@operation("records.upsert: many rows by an alternate key")
def upsert_many(client):
    with temporary_table(client, key="new_code") as table:
        for size in (1, 2):
            items = [UpsertItem({"new_code": code}, {"new_size": size}) for code in ("x", "y")]
            client.records.upsert(table.schema_name, items)
        rows = client.records.list(table.schema_name, select=["new_code", "new_size"], orderby=["new_code"])
        expect_equal([(row["new_code"], row["new_size"]) for row in rows], [("x", 2), ("y", 2)])


@operation("errors: tables and columns that are not there")
def unknown_names(client):
    with expect_error(MetadataError):
        client.records.create("nosuchtable", {"a": 1})
    with expect_error(HttpError, status_code=400, service_error_code="0x80048d19"):
        client.records.create("account", {"nosuchcolumn": 1})
