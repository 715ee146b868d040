#!/usr/bin/env python3
"""Reduces Google's discovery documents to the lines that the emulator reads.

  reduce.py DIRECTORY-WITH-DISCOVERY-DOCUMENTS

The documents come with the PyPI package google-api-python-client (Apache-2.0), in
googleapiclient/discovery_cache/documents.  One line a method, one line a type:

  G name:type ...                                   parameters every method takes
  M id VERB path request answer scopes name:type ...
  T Type name:type ...

A type is string, int32, int64, float, double, bool, mask, time, bytes, any, a name, [type], {type} or
A|B|C for an enumeration; ! marks a required parameter, ? one that Google only ever answers.
"""
import json
import os
import sys

HERE = os.path.dirname(os.path.abspath(__file__))
WANTED = {
    "sheets.v4": ["spreadsheets"],
    "drive.v3": ["files", "about", "permissions", "comments", "replies", "revisions.get", "revisions.list", "drives",
                 "changes.getStartPageToken", "changes.list"],
    "gmail.v1": ["users.drafts", "users.messages", "users.labels", "users.getProfile", "users.threads"],
}
DROPPED = {"files.watch", "files.download", "messages.import"}


def type_of(s):
    if "$ref" in s:
        return s["$ref"]
    kind, form = s.get("type"), s.get("format")
    if "enum" in s and kind == "string" and s["enum"]:
        return "|".join(s["enum"])
    if kind == "array":
        return "[%s]" % type_of(s["items"])
    if kind == "object":
        return "{%s}" % type_of(s["additionalProperties"]) if "additionalProperties" in s else "any"
    if kind == "string":
        return {"int64": "int64", "uint64": "int64", "google-fieldmask": "mask", "byte": "bytes",
                "date-time": "time", "google-datetime": "time"}.get(form, "string")
    return {"integer": form or "int32", "number": form or "double", "boolean": "bool", "any": "any"}[kind]


def field(name, s):
    mark = "!" if s.get("required") is True else ""
    return "%s%s:%s" % (name, mark, "[%s]" % type_of(s) if s.get("repeated") else type_of(s))


def methods(resources, prefix=""):
    for name, r in sorted(resources.items()):
        for m, d in sorted(r.get("methods", {}).items()):
            yield prefix + name + "." + m, d
        yield from methods(r.get("resources", {}), prefix + name + ".")


def references(text):
    for ch in "[]{}":
        text = text.replace(ch, "")
    return text


def main():
    for doc, wanted in WANTED.items():
        with open(os.path.join(sys.argv[1], doc + ".json"), encoding="utf-8") as f:
            d = json.load(f)
        out = ["# %s, revision %s: Google's discovery document (Apache-2.0), reduced by reduce.py" % (
            doc, d["revision"])]
        out.append("G " + " ".join(field(k, v) for k, v in sorted(d["parameters"].items())))
        todo, types = [], {}
        for name, m in methods(d["resources"]):
            kept = any(name == w or name.startswith(w + ".") for w in wanted)
            if not kept or any(name.endswith(x) for x in DROPPED):
                continue
            ask = m.get("request", {}).get("$ref", "-")
            answer = m.get("response", {}).get("$ref", "-")
            todo += [ask, answer]
            scopes = [s.rsplit("/auth/", 1)[-1] for s in m.get("scopes", [])]
            path = "/" + (d["servicePath"] + m.get("flatPath", m["path"])).lstrip("/")
            fields = [field(k, v) for k, v in sorted(m.get("parameters", {}).items())]
            out.append(" ".join(["M", name, m["httpMethod"], path, ask, answer, ",".join(scopes)] + fields))
        while todo:
            t = references(todo.pop())
            if t in types or t not in d["schemas"]:
                continue
            props = d["schemas"][t].get("properties", {})
            types[t] = [field(k, v) for k, v in props.items()]
            todo += [type_of(v) for v in props.values()]
        out += [" ".join(["T", t] + types[t]) for t in sorted(types)]
        with open(os.path.join(HERE, doc + ".txt"), "w", encoding="utf-8") as f:
            f.write("\n".join(out) + "\n")


main()
