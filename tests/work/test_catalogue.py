"""The catalogue says what the code says."""

from __future__ import annotations

import json

from kcdesk.work.catalogue import catalogue
from kcdesk.work.command import COMMANDS
from kcdesk.work.query import QUERIES


def test_every_command_and_query_is_listed_by_name() -> None:
    listed = catalogue()
    assert [c["name"] for c in listed["commands"]] == sorted(COMMANDS)
    assert [q["name"] for q in listed["queries"]] == sorted(QUERIES)
    assert json.loads(json.dumps(listed)) == listed


def test_command_is_told_with_fields_role_and_undo() -> None:
    register = next(c for c in catalogue()["commands"] if c["name"] == "register_enterprise")
    assert (register["label"], register["role"], register["undo"]) == (
        "登记企业",
        "clerk",
        "restore",
    )
    fields = {field["name"]: field for field in register["fields"]}
    assert fields["uscc"] == {
        "name": "uscc",
        "label": "统一社会信用代码",
        "kind": "uscc",
        "required": True,
    }
    assert not fields["address"]["required"]


def test_choices_records_and_rows_say_what_they_hold() -> None:
    commands = {c["name"]: c for c in catalogue()["commands"]}
    person = {field["name"]: field for field in commands["change_person"]["fields"]}
    assert person["person"]["of"] == "people"
    assert {"value": "clerk", "label": "经办"} in person["role"]["options"]
    taking = {field["name"]: field for field in commands["import_enterprises"]["fields"]}
    assert "uscc" in [inner["name"] for inner in taking["rows"]["fields"]]


def test_query_is_told_with_parameters_and_columns() -> None:
    people = next(q for q in catalogue()["queries"] if q["name"] == "people")
    assert [field["name"] for field in people["fields"]] == ["active_only"]
    assert people["columns"][0]["name"] == "id"
