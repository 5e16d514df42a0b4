import uuid
from enum import IntEnum

from organization import expect_equal, expect_error, operation, temporary_table
from PowerPlatform.Dataverse.core.errors import HttpError, MetadataError
from PowerPlatform.Dataverse.models.labels import Label, LocalizedLabel
from PowerPlatform.Dataverse.models.relationship import (
    CascadeConfiguration,
    LookupAttributeMetadata,
    ManyToManyRelationshipMetadata,
    OneToManyRelationshipMetadata,
)


class Priority(IntEnum):
    LOW = 1
    HIGH = 2

    __labels__ = {1033: {"LOW": "Low", "HIGH": "High"}}


def suffix():
    return uuid.uuid4().hex[:8]


def label(text):
    return Label([LocalizedLabel(text, 1033)])


def columns_of(client, table):
    return {column["LogicalName"] for column in client.tables.list_columns(table, select=["LogicalName"])}


@operation("tables.create, get and delete: columns of every type")
def create_table(client):
    name = f"new_Every{suffix()}"
    kinds = {
        "new_Text": "string",
        "new_Long": "memo",
        "new_Whole": "int",
        "new_Exact": "decimal",
        "new_Float": "float",
        "new_Day": "datetime",
        "new_Flag": "bool",
        "new_Attachment": "file",
        "new_Choice": Priority,
        "new_Short": {"type": "string", "max_length": 5, "required": "ApplicationRequired", "display_name": "Short one"},
    }
    made = client.tables.create(name, kinds, primary_column="new_Title", display_name="Every kind")
    found = client.tables.get(name)
    expect_equal([found.schema_name, found.logical_name], [name, name.lower()])
    expect_equal([found.entity_set_name, found.metadata_id], [f"{name.lower()}s", made.metadata_id])
    expect_equal([found.primary_name_attribute, found.primary_id_attribute], ["new_title", f"{name.lower()}id"])
    values = {
        "new_title": "row",
        "new_text": "t",
        "new_long": "l\n" * 20,
        "new_whole": 7,
        "new_exact": 1.25,
        "new_float": 0.5,
        "new_day": "2026-02-03T00:00:00Z",
        "new_flag": True,
        "new_choice": 2,
        "new_short": "12345",
    }
    row_id = client.records.create(name, values)
    row = client.records.retrieve(name, row_id, select=list(values))
    expect_equal({key: row[key] for key in values}, values)
    with expect_error(HttpError, status_code=400, service_error_code="0x80044331"):
        client.records.create(name, {"new_short": "123456"})
    with expect_error(MetadataError):
        client.tables.create(name, kinds)
    client.tables.delete(name)
    expect_equal(client.tables.get(name), None)
    with expect_error(MetadataError):
        client.tables.delete(name)


@operation("tables.list: filtered, some properties")
def list_tables(client):
    found = client.tables.list(filter="LogicalName eq 'lead'", select=["LogicalName", "SchemaName", "EntitySetName"])
    expect_equal([(one["SchemaName"], one["EntitySetName"]) for one in found], [("Lead", "leads")])
    everything = client.tables.list(select=["LogicalName"])
    assert {"account", "contact", "lead", "appointment"} <= {one["LogicalName"] for one in everything}
    custom = client.tables.list(filter="IsCustomEntity eq true", select=["LogicalName"])
    assert "lead" not in {one["LogicalName"] for one in custom}


@operation("tables.add_columns and remove_columns")
def add_and_remove_columns(client):
    with temporary_table(client) as table:
        name = table.schema_name
        expect_equal(client.tables.add_columns(name, {"new_Extra": "string", "new_Level": Priority}), ["new_Extra", "new_Level"])
        row_id = client.records.create(name, {"new_extra": "x", "new_level": "High"})
        expect_equal(client.records.retrieve(name, row_id, select=["new_level"])["new_level"], 2)
        expect_equal(client.tables.remove_columns(name, ["new_Extra", "new_Level"]), ["new_Extra", "new_Level"])
        assert not {"new_extra", "new_level"} & columns_of(client, name)
        with expect_error(MetadataError):
            client.tables.remove_columns(name, "new_Extra")
        with expect_error(HttpError, status_code=400):
            client.records.create(name, {"new_extra": "x"})


@operation("tables.list_columns: untyped, filtered and typed")
def list_columns(client):
    found = client.tables.list_columns("lead", filter="LogicalName eq 'mobilephone'")
    expect_equal([one["AttributeType"] for one in found], ["String"])
    typed = {one["LogicalName"]: one for one in client.tables.list_columns("lead", typed=True)}
    expect_equal(typed["mobilephone"]["MaxLength"], 20)
    expect_equal(typed["mobilephone"]["AttributeTypeName"]["Value"], "StringType")


@operation("tables.get_column: untyped, typed, absent")
def get_column(client):
    expect_equal(client.tables.get_column("lead", "leadqualitycode")["AttributeType"], "Picklist")
    expect_equal(client.tables.get_column("lead", "mobilephone", typed=True)["MaxLength"], 20)
    expect_equal(client.tables.get_column("lead", "nosuchcolumn"), None)


@operation("tables.update_column and update_columns")
def update_column(client):
    with temporary_table(client) as table:
        name = table.schema_name
        client.tables.update_column(name, "new_Code", {"max_length": 7, "display_name": "Changed"})
        changed = client.tables.get_column(name, "new_code", typed=True)
        expect_equal([changed["MaxLength"], changed["DisplayName"]["UserLocalizedLabel"]["Label"]], [7, "Changed"])
        with expect_error(HttpError, status_code=400):
            client.records.create(name, {"new_code": "12345678"})
        both = {"new_Code": {"max_length": 9}, "new_Size": {"min_value": 0, "max_value": 10}}
        expect_equal(client.tables.update_columns(name, both), ["new_Code", "new_Size"])
        with expect_error(HttpError, status_code=400):
            client.records.create(name, {"new_size": 11})


@operation("tables.create_alternate_key, get_alternate_keys and delete_alternate_key")
def alternate_keys(client):
    with temporary_table(client, key="new_code") as table:
        name = table.schema_name
        [key] = client.tables.get_alternate_keys(name)
        expect_equal([key.schema_name, key.key_attributes, key.status], [f"{name}_key", ["new_code"], "Active"])
        client.records.create(name, {"new_code": "one"})
        with expect_error(HttpError, status_code=412, service_error_code="0x80060892"):
            client.records.create(name, {"new_code": "one"})
        with expect_error(HttpError, status_code=400):
            client.tables.create_alternate_key(name, f"{name}_key2", ["nosuchcolumn"])
        client.tables.delete_alternate_key(name, key.metadata_id)
        expect_equal(client.tables.get_alternate_keys(name), [])
        client.records.create(name, {"new_code": "one"})


@operation("tables.create_one_to_many_relationship, get_relationship and delete_relationship")
def one_to_many(client):
    with temporary_table(client) as table:
        schema_name = f"new_contact_{table.logical_name}"
        made = client.tables.create_one_to_many_relationship(
            LookupAttributeMetadata(schema_name="new_HolderId", display_name=label("Holder")),
            OneToManyRelationshipMetadata(
                schema_name=schema_name,
                referenced_entity="contact",
                referencing_entity=table.logical_name,
                referenced_attribute="contactid",
                cascade_configuration=CascadeConfiguration(delete="Cascade"),
            ),
        )
        found = client.tables.get_relationship(schema_name)
        expect_equal(
            [found.relationship_id, found.relationship_type, found.referenced_entity, found.lookup_schema_name],
            [made.relationship_id, "one_to_many", "contact", "new_HolderId"],
        )
        contact = client.records.create("contact", {"lastname": "Holder"})
        bind = {"new_HolderId@odata.bind": f"/contacts({contact})"}
        row_id = client.records.create(table.schema_name, {"new_code": "held", **bind})
        row = client.records.retrieve(table.schema_name, row_id, expand=["new_HolderId"])
        expect_equal(row["new_HolderId"]["lastname"], "Holder")
        client.records.delete("contact", contact)
        expect_equal(client.records.retrieve(table.schema_name, row_id), None)
        client.tables.delete_relationship(made.relationship_id)
        expect_equal(client.tables.get_relationship(schema_name), None)
        assert "new_holderid" not in columns_of(client, table.schema_name)


@operation("tables.create_many_to_many_relationship")
def many_to_many(client):
    with temporary_table(client) as table:
        schema_name = f"new_{table.logical_name}_contact"
        made = client.tables.create_many_to_many_relationship(
            ManyToManyRelationshipMetadata(
                schema_name=schema_name, entity1_logical_name=table.logical_name, entity2_logical_name="contact"
            )
        )
        found = client.tables.get_relationship(schema_name)
        expect_equal(
            [found.relationship_id, found.relationship_type, found.entity1_logical_name, found.entity2_logical_name],
            [made.relationship_id, "many_to_many", table.logical_name, "contact"],
        )
        client.tables.delete_relationship(made.relationship_id)
        expect_equal(client.tables.get_relationship(schema_name), None)


@operation("tables.create_lookup_field")
def lookup_field(client):
    with temporary_table(client) as table:
        made = client.tables.create_lookup_field(
            table.logical_name, "new_CompanyId", "account", display_name="Company", description="Whose it is", required=True
        )
        expect_equal(made.lookup_schema_name, "new_CompanyId")
        account = client.records.create("account", {"name": "Lookup"})
        bind = {"new_CompanyId@odata.bind": f"/accounts({account})"}
        row_id = client.records.create(table.schema_name, bind)
        row = client.records.retrieve(table.schema_name, row_id, select=["_new_companyid_value"])
        expect_equal(row["_new_companyid_value"], account)


@operation("tables.list_relationships and list_table_relationships")
def list_relationships(client):
    name = "account_primary_contact"
    found = client.tables.list_relationships(filter=f"SchemaName eq '{name}'")
    expect_equal([one["@odata.type"] for one in found], ["#Microsoft.Dynamics.CRM.OneToManyRelationshipMetadata"])
    of_account = client.tables.list_table_relationships("account")
    assert name in {one["SchemaName"] for one in of_account}
    kinds = {one["RelationshipType"] for one in of_account}
    assert "OneToManyRelationship" in kinds, kinds


@operation("tables.create in a solution")
def in_solution(client):
    publisher = client.records.create(
        "publisher",
        {
            "uniquename": f"pub{suffix()}",
            "friendlyname": "Py",
            "customizationprefix": "pyx",
            "customizationoptionvalueprefix": 77421,
        },
    )
    unique_name = f"sol{suffix()}"
    solution = client.records.create(
        "solution",
        {
            "uniquename": unique_name,
            "friendlyname": "Py",
            "version": "1.0.0.0",
            "publisherid@odata.bind": f"/publishers({publisher})",
        },
    )
    table = client.tables.create(f"pyx_T{suffix()}", {"pyx_Code": "string"}, solution=unique_name)
    parts = client.records.list("solutioncomponent", filter=f"_solutionid_value eq {solution}", select=["objectid", "componenttype"])
    assert (table.metadata_id, 1) in {(one["objectid"], one["componenttype"]) for one in parts}
    client.tables.delete(table.schema_name)
