import warnings

import pandas as pd
from organization import expect_equal, operation, unique


@operation("dataframe.create, get, update and delete")
def frame_of_rows(client):
    name = unique("frame")
    frame = pd.DataFrame([{"name": name, "numberofemployees": 1}, {"name": name, "telephone1": "5"}])
    ids = client.dataframe.create("account", frame)
    expect_equal(len(ids), 2)
    changes = pd.DataFrame({"accountid": ids, "telephone1": ["7", None]})
    client.dataframe.update("account", changes, id_column="accountid", clear_nulls=True)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", DeprecationWarning)
        read = client.dataframe.get("account", filter=f"name eq '{name}'", select=["accountid", "telephone1"])
        one = client.dataframe.get("account", ids.iloc[0], select=["name"])
    expect_equal(read["telephone1"].dropna().tolist(), ["7"])
    expect_equal(one["name"].tolist(), [name])
    client.dataframe.delete("account", ids, use_bulk_delete=False)
    expect_equal(len(client.records.list("account", filter=f"name eq '{name}'")), 0)


@operation("dataframe.sql")
def frame_of_sql(client):
    frame = client.dataframe.sql("SELECT TOP 3 fullname FROM contact ORDER BY fullname")
    expect_equal(len(frame), 3)
    expect_equal(frame["fullname"].tolist(), sorted(frame["fullname"], key=str.lower))
