import warnings

from organization import expect_equal, expect_error, operation, temporary_table, unique
from PowerPlatform.Dataverse.core.errors import HttpError, ValidationError
from PowerPlatform.Dataverse.models.filters import col, raw
from PowerPlatform.Dataverse.models.query_builder import ExpandOption


def five_accounts(client):
    prefix = unique("q")
    records = [{"name": f"{prefix} {n}", "numberofemployees": n * 10} for n in range(5)]
    client.records.create("account", records)
    return prefix


def names(rows):
    return [row["name"].split(" ")[-1] for row in rows]


@operation("query.builder: conditions of every kind")
def builder_conditions(client):
    prefix = five_accounts(client)
    size = col("numberofemployees")
    mine = col("name").startswith(prefix)
    cases = [
        (mine & (size >= 20), ["2", "3", "4"]),
        (mine & (size < 20), ["0", "1"]),
        (mine & (size != 20), ["0", "1", "3", "4"]),
        (mine & size.in_([10, 30]), ["1", "3"]),
        (mine & size.not_in([10, 30]), ["0", "2", "4"]),
        (mine & size.between(10, 20), ["1", "2"]),
        (mine & size.not_between(10, 20), ["0", "3", "4"]),
        (mine & ~(size == 20), ["0", "1", "3", "4"]),
        (mine & ((size == 0) | (size == 40)), ["0", "4"]),
        (col("name").like(f"{prefix}%") & col("name").endswith("3"), ["3"]),
        # With its last letter: what follows the first blank of a prefix may begin with any figure.
        (mine & col("name").contains(f"{prefix[-1]} 1"), ["1"]),
        (mine & col("telephone1").is_null(), ["0", "1", "2", "3", "4"]),
        (mine & col("name").is_not_null(), ["0", "1", "2", "3", "4"]),
        (mine & raw("Microsoft.Dynamics.CRM.Today(PropertyName='createdon')"), ["0", "1", "2", "3", "4"]),
    ]
    for condition, expected in cases:
        rows = client.query.builder("account").select("name").where(condition).order_by("name").execute()
        assert names(rows) == expected, f"{condition}: {names(rows)}"


@operation("query.builder: order, cut, count, annotations, related rows")
def builder_shape(client):
    prefix = five_accounts(client)
    rows = (
        client.query.builder("account")
        .select("name", "statecode")
        .where(col("name").startswith(prefix))
        .order_by("numberofemployees", descending=True)
        .top(2)
        .count()
        .include_formatted_values()
        .execute()
    )
    expect_equal(names(rows), ["4", "3"])
    expect_equal(rows.records[0]["statecode@OData.Community.Display.V1.FormattedValue"], "Active")
    contacts = ExpandOption("contact_customer_accounts").select("fullname").order_by("fullname").top(1)
    company = (
        client.query.builder("account")
        .select("name")
        .where(col("name") == "Maple Street Bakery")
        .expand(contacts)
        .execute()
    )
    expect_equal(company.records[0]["contact_customer_accounts"][0]["fullname"], "Rosa Baker")


@operation("query.builder.execute_pages and to_dataframe")
def builder_pages(client):
    prefix = five_accounts(client)
    query = client.query.builder("account").select("name").where(col("name").startswith(prefix)).page_size(2)
    expect_equal([len(page) for page in query.execute_pages()], [2, 2, 1])
    frame = query.execute().to_dataframe()
    expect_equal(len(frame), 5)


@operation("query.fetchxml: rows, joins, aggregates")
def fetchxml(client):
    prefix = five_accounts(client)
    rows = client.query.fetchxml(
        f"""<fetch><entity name="account"><attribute name="name"/><order attribute="name" descending="true"/>
        <filter><condition attribute="name" operator="like" value="{prefix}%"/></filter></entity></fetch>"""
    ).execute()
    expect_equal(names(rows), ["4", "3", "2", "1", "0"])
    joined = client.query.fetchxml(
        """<fetch top="5"><entity name="contact"><attribute name="fullname"/>
        <link-entity name="account" from="accountid" to="parentcustomerid" alias="a"><attribute name="name"/>
        <filter><condition attribute="name" operator="eq" value="Maple Street Bakery"/></filter>
        </link-entity></entity></fetch>"""
    ).execute()
    expect_equal([(row["fullname"], row["a.name"]) for row in joined], [("Rosa Baker", "Maple Street Bakery")])
    total = client.query.fetchxml(
        f"""<fetch aggregate="true"><entity name="account"><attribute name="numberofemployees" alias="s"
        aggregate="sum"/><filter><condition attribute="name" operator="like" value="{prefix}%"/></filter>
        </entity></fetch>"""
    ).execute()
    expect_equal(total.records[0]["s"], 100)


@operation("query.fetchxml.execute_pages: by paging cookie")
def fetchxml_pages(client):
    prefix = five_accounts(client)
    query = client.query.fetchxml(
        f"""<fetch count="2"><entity name="account"><attribute name="name"/><order attribute="name"/>
        <filter><condition attribute="name" operator="like" value="{prefix}%"/></filter></entity></fetch>"""
    )
    with warnings.catch_warnings():
        # Falling back to paging without a cookie is a warning of the SDK.
        warnings.simplefilter("error", UserWarning)
        expect_equal([names(page) for page in query.execute_pages()], [["0", "1"], ["2", "3"], ["4"]])


@operation("query.sql: columns, conditions, order, top, joins, aggregates")
def sql(client):
    prefix = five_accounts(client)
    rows = client.query.sql(
        f"SELECT TOP 2 name, numberofemployees FROM account WHERE name LIKE '{prefix}%' ORDER BY numberofemployees DESC"
    )
    expect_equal(names(rows), ["4", "3"])
    totals = client.query.sql(
        f"SELECT COUNT(*) AS n, SUM(numberofemployees) AS total FROM account WHERE name LIKE '{prefix}%'"
    )
    expect_equal([(row["n"], row["total"]) for row in totals], [(5, 100)])
    joined = client.query.sql(
        "SELECT c.fullname, a.name FROM contact c JOIN account a ON c.parentcustomerid = a.accountid"
        " WHERE a.name = 'Maple Street Bakery'"
    )
    expect_equal([row["fullname"] for row in joined], ["Rosa Baker"])
    groups = client.query.sql("SELECT statecode, COUNT(*) AS n FROM contact GROUP BY statecode ORDER BY statecode")
    expect_equal([row["statecode"] for row in groups], [0, 1])


@operation("query.sql: what cannot be asked is refused")
def sql_refused(client):
    with expect_error(ValidationError):
        client.query.sql("DELETE FROM account")
    with expect_error(HttpError, status_code=400):
        client.query.sql("SELECT nosuchcolumn FROM account")


@operation("query.sql_columns and odata_select")
def sql_columns(client):
    columns = client.query.sql_columns("account")
    expect_equal([columns[0]["name"], columns[0]["is_pk"]], ["accountid", True])
    expect_equal([columns[1]["name"], columns[1]["is_name"], columns[1]["label"]], ["name", True, "Account Name"])
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", DeprecationWarning)
        assert "telephone1" in client.query.odata_select("account")


@operation("query.odata_expands, odata_expand and odata_bind")
def expands(client):
    found = client.query.odata_expands("account")
    primary = [one for one in found if one["nav_property"] == "primarycontactid"]
    expect_equal([one["target_entity_set"] for one in primary], ["contacts"])
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", DeprecationWarning)
        expect_equal(client.query.odata_expand("account", "contact"), "primarycontactid")
        contact = client.records.create("contact", {"lastname": "Bound"})
        bind = client.query.odata_bind("account", "contact", contact)
    row_id = client.records.create("account", {"name": "Bound", **bind})
    row = client.records.retrieve("account", row_id, select=["_primarycontactid_value"])
    expect_equal(row["_primarycontactid_value"], contact)


@operation("queries see a new table at once")
def new_table(client):
    with temporary_table(client) as table:
        client.records.create(table.schema_name, [{"new_code": "a", "new_size": 1}, {"new_code": "b", "new_size": 2}])
        rows = client.query.sql(f"SELECT new_code FROM {table.logical_name} WHERE new_size > 1")
        expect_equal([row["new_code"] for row in rows], ["b"])
