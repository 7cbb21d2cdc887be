"""kolla-mergepwd's rules, stated independently (deploy.md, section 2.2), to compare merged files with.

usage: merge_rules.py < JOBS     JOBS is a JSON list of {"old", "new", "final", "clean"}; files are read by PyYAML.

Prints one JSON object: the differences between each final file and the rules, how many merges were compared, and how often the one wanted
deviation occurred: an old value that is empty does not beat a new one that is not.
"""
import json
import sys

import yaml

SHORT = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


def read(path):
    with open(path) as file:
        return yaml.load(file, SHORT)


def empty(value):
    return value is None or (isinstance(value, dict) and bool(value) and all(member is None for member in value.values()))


def kolla(old, new, clean):
    """What kolla-mergepwd writes."""
    result = dict(new)
    if "valkey_master_password" in new and "redis_master_password" in old and "valkey_master_password" not in old:
        if old["redis_master_password"]:
            result["valkey_master_password"] = old["redis_master_password"]
    for key, value in old.items():
        if not clean or key in new:
            result[key] = value
    return result


def main():
    problems, deviations = [], 0
    jobs = json.load(sys.stdin)
    for job in jobs:
        old, new, final = read(job["old"]), read(job["new"]), read(job["final"])
        wanted = kolla(old, new, job["clean"])
        for key, value in new.items():
            if key in old and empty(old[key]) and not empty(value):
                wanted[key] = value
                deviations += 1
        for key in sorted(set(wanted) | set(final)):
            absent = object()
            if type(wanted.get(key, absent)) is not type(final.get(key, absent)) or wanted.get(key, absent) != final.get(key, absent):
                problems.append(f"{job['final']}: {key}")
    json.dump({"compared": len(jobs), "deviations": deviations, "problems": problems}, sys.stdout)


main()
