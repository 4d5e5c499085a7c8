#!/usr/bin/python3
"""openapi.py DOCUMENT METHOD PATH STATUS < body: is this answer one that the document describes?

Nothing is printed when it is. What the document says in OpenAPI 3.0's own way (nullable) is told to
jsonschema in its way. Needs python3-yaml and python3-jsonschema.
"""
import json
import sys

import jsonschema
import yaml


def plain(schema):
    """OpenAPI 3.0's nullable, as JSON Schema has it."""
    if isinstance(schema, list):
        return [plain(item) for item in schema]
    if not isinstance(schema, dict):
        return schema
    schema = {key: plain(value) for key, value in schema.items()}
    if schema.pop("nullable", False):
        schema["type"] = [schema["type"], "null"]
    return schema


def find(document, reference):
    for part in reference.lstrip("#/").split("/"):
        document = document[part]
    return document


def route_of(document, path):
    if path in document["paths"]:
        return document["paths"][path]
    for pattern, route in document["paths"].items():
        if "{" in pattern and path.startswith(pattern[:pattern.index("{")]):
            return route
    sys.exit(f"{path} is not in the document")


def main(name, method, path, status):
    with open(name, encoding="utf-8") as file:
        document = plain(yaml.safe_load(file))
    responses = route_of(document, path)[method.lower()]["responses"]
    if status not in responses:
        sys.exit(f"{method} {path} has no answer {status} in the document")
    response = responses[status]
    if "$ref" in response:
        response = find(document, response["$ref"])
    content = response["content"]
    if "application/json" not in content:
        return
    schema = dict(content["application/json"]["schema"], components=document["components"])
    jsonschema.Draft7Validator.check_schema(schema)
    resolver = jsonschema.RefResolver("", document)
    error = jsonschema.exceptions.best_match(
        jsonschema.Draft7Validator(schema, resolver=resolver).iter_errors(json.load(sys.stdin)))
    if error:
        sys.exit(f"{method} {path} {status}: {'.'.join(map(str, error.path))}: {error.message[:300]}")


main(*sys.argv[1:5])
