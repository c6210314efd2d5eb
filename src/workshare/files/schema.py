"""JSON Schemas: of what authors write (programmes, scenarios, registers, contracts) and of what machines read."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

from pydantic import TypeAdapter

from workshare.files.bind import TABLES, adapter_of
from workshare.files.comparison_json import ComparisonDocument, StressDocument
from workshare.files.contracts import CONTRACTS
from workshare.files.odds_json import odds_adapter
from workshare.files.plan_json import document_adapter
from workshare.files.register import REGISTER
from workshare.files.scenario import Scenario
from workshare.model.programme import Programme
from workshare.register.contracts import Contracts
from workshare.register.model import Register

TABLE_FILE = {
    "type": "object",
    "required": ["table"],
    "additionalProperties": False,
    "properties": {"table": {"type": "string", "description": "a CSV file in the same folder"}},
}


def programme_schema() -> dict[str, Any]:
    """The schema of programme.yaml: a table is a list of rows, a mapping from id to fields, or a CSV file."""
    schema = adapter_of(Programme).json_schema()
    records = schema["$defs"]
    step = records["CapacityStep"]["properties"]["hours"]
    hours = records["Resource"]["properties"]["hours"]
    hours["anyOf"] = [*hours["anyOf"], *step["anyOf"], TABLE_FILE]
    return _document(schema, TABLES, "A joint production programme")


def register_schema() -> dict[str, Any]:
    """The schema of register.yaml, of which the tables are written like a programme's."""
    return _document(adapter_of(Register).json_schema(), REGISTER.tables, "A register of statements and commitments")


def contracts_schema() -> dict[str, Any]:
    """The schema of contracts.yaml, likewise."""
    return _document(adapter_of(Contracts).json_schema(), CONTRACTS.tables, "Contracts of a programme")


def _document(schema: dict[str, Any], tables: Mapping[str, type], title: str) -> dict[str, Any]:
    """The schema of a document whose tables are lists of rows, mappings from id to fields, or CSV files."""
    records = schema["$defs"]
    for section, record in tables.items():
        rows = schema["properties"][section]
        entry = records[record.__name__]
        ways = [{"type": "array", "items": rows["items"]}, TABLE_FILE, {"type": "null"}]
        if "id" in entry["properties"]:
            named = f"{record.__name__}Fields"
            rest = [key for key in entry.get("required", []) if key != "id"]
            fields = {key: value for key, value in entry["properties"].items() if key != "id"}
            records[named] = {**entry, "properties": fields, "required": rest, "title": named}
            keyed = {"anyOf": [{"$ref": f"#/$defs/{named}"}, *([] if rest else [{"type": "null"}])]}
            ways.insert(0, {"type": "object", "additionalProperties": keyed})
        schema["properties"][section] = {"anyOf": ways, "description": entry.get("description", "")}
    return {"$schema": "https://json-schema.org/draft/2020-12/schema", **schema, "title": title}


def scenario_schema() -> dict[str, Any]:
    """The schema of a scenario: what it adds is written as in a programme."""
    programme, words = programme_schema(), {"type": ["string", "array"], "items": {"type": "string"}}
    schema = TypeAdapter(Scenario).json_schema()
    tables = {section: programme["properties"][section] for section in TABLES}
    schema["$defs"] = {**programme["$defs"], **schema.get("$defs", {})}
    keys = schema["properties"]
    keys["set"] |= {
        "propertyNames": {"pattern": r"^[^.]+(\.[^.]+)*$"},
        "description": "values by TABLE.ID.FIELD or KEY",
    }
    keys["add"] = {
        "type": "object",
        "additionalProperties": False,
        "properties": tables,
        "description": "rows by table",
    }
    keys["remove"] = {
        "type": "object", "additionalProperties": False, "properties": dict.fromkeys(TABLES, words),
        "description": "ids of rows by table",
    }  # fmt: skip
    return {"$schema": "https://json-schema.org/draft/2020-12/schema", **schema, "title": "A scenario of a programme"}


def plan_schema() -> dict[str, Any]:
    """The schema of plan.json."""
    return _written(document_adapter(), "A plan")


def odds_schema() -> dict[str, Any]:
    """The schema of the odds of a plan."""
    return _written(odds_adapter(), "The odds of a plan")


def comparison_schema() -> dict[str, Any]:
    """The schema of comparison.json."""
    return _written(TypeAdapter(ComparisonDocument), "A comparison of plans")


def stress_schema() -> dict[str, Any]:
    """The schema of what a stress test prints as JSON."""
    return _written(TypeAdapter(StressDocument), "The losses of a stress test")


def _written(adapter: TypeAdapter[Any], title: str) -> dict[str, Any]:
    """The schema of a document that we write."""
    schema = adapter.json_schema(mode="serialization")
    return {"$schema": "https://json-schema.org/draft/2020-12/schema", **schema, "title": title}


def as_text(schema: dict[str, Any]) -> str:
    """A schema as it is kept in the repository."""
    return json.dumps(schema, indent=2, ensure_ascii=False) + "\n"
