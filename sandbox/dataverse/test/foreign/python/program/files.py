import os
import tempfile

from organization import expect_equal, operation, temporary_table, url
import requests


def content_of(client, entity_set, row_id, column):
    token = client.auth.credential.get_token(f"{url}/.default").token
    address = f"{url}/api/data/v9.2/{entity_set}({row_id})/{column}/$value"
    answer = requests.get(address, headers={"Authorization": f"Bearer {token}"}, timeout=10)
    expect_equal(answer.status_code, 200)
    return answer.content


def upload_and_read(client, mode, size):
    with temporary_table(client, {"new_File": "file"}) as table, tempfile.TemporaryDirectory() as folder:
        path = os.path.join(folder, "résumé.bin")
        with open(path, "wb") as file:
            file.write(bytes(range(256)) * (size // 256))
        row_id = client.records.create(table.schema_name, {"new_name": "with file"})
        client.files.upload(table.schema_name, row_id, "new_File", path, mode=mode)
        row = client.records.retrieve(table.schema_name, row_id, select=["new_file", "new_file_name"])
        assert row["new_file"], "the column holds no file"
        expect_equal(len(content_of(client, table.entity_set_name, row_id, "new_file")), size)


@operation("files.upload: small")
def small(client):
    upload_and_read(client, "small", 512)


@operation("files.upload: in chunks")
def chunks(client):
    upload_and_read(client, "chunk", 9 * 1024 * 1024)


@operation("files.upload: the column is made if it is missing")
def missing_column(client):
    with temporary_table(client) as table, tempfile.TemporaryDirectory() as folder:
        path = os.path.join(folder, "a.txt")
        with open(path, "w", encoding="utf-8") as file:
            file.write("a")
        row_id = client.records.create(table.schema_name, {"new_code": "x"})
        client.files.upload(table.schema_name, row_id, "new_Later", path)
        expect_equal(content_of(client, table.entity_set_name, row_id, "new_later"), b"a")
