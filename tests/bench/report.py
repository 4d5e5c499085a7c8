"""Results as a file of JSON, a table and a plot. Which is which of the numbers, results.json says by its names."""
import json
import os

import plot
from contenders import LANGUAGES

FILES = ("results.json", "table.md", "plot.svg")
TITLES = {"hello": "hello", "compiled": "hello, compiled before", "real": "50 lines", "cpu": "CPU-heavy"}


def load(folder):
    try:
        with open(os.path.join(folder, FILES[0]), encoding="utf-8") as file:
            return json.load(file)["languages"]
    except FileNotFoundError:
        return {}


def write(folder, results):
    results = {language: results[language] for language in LANGUAGES if language in results}
    os.makedirs(folder, exist_ok=True)
    texts = (json.dumps({"unit": "ms", "languages": results}, indent=1) + "\n", table(results), plot.draw(results))
    for name, text in zip(FILES, texts):
        with open(os.path.join(folder, name), "w", encoding="utf-8") as file:
            file.write(text)


def number(value):
    return f"{value:.0f}" if value >= 100 else f"{value:.1f}"


def lines_of(head, rows):
    names = ["", *head]
    yield "| " + " | ".join(names) + " |"
    yield "|---" + "|---:" * len(head) + "|"
    for title, cells in rows:
        yield "| " + " | ".join([title, *cells]) + " |"
    yield ""


def columns(rows):
    return list(dict.fromkeys(name for row in rows for name in row))


def latency_cell(row, name):
    if name not in row:
        return "–"
    at = row[name]
    return f"{number(at['p50'])} ({number(at['q1'])}–{number(at['q3'])}; {number(at['p99'])}) {at['faster']['p50']:.2g} ×"


def times(rows):
    """A table of rows as contenders.measure() returns them."""
    head = columns(rows.values())
    yield f"ms at one client, median (quartiles; 99th percentile, or the largest below 100 samples), times as fast as {head[0]}"
    yield ""
    yield from lines_of(head, ((title, [latency_cell(row, name) for name in head]) for title, row in rows.items()))


def latency(results):
    for program, title in TITLES.items():
        rows = {language: each["latency"][program] for language, each in results.items() if program in each["latency"]}
        if not rows:
            continue
        head, *rest = times(rows)
        yield f"**{title}**: {head}"
        yield from rest


def throughput(results):
    yield "**Throughput** of hello, the same source again and again: runs per second, median (quartiles) of windows"
    yield ""
    names = columns(each["throughput"] for each in results.values())
    rows = []
    for language, each in results.items():
        for name in names:
            for clients, at in each["throughput"].get(name, {}).items():
                each_second = at["perSecond"]
                rows.append((f"{language}, {name}, {clients} at once", [
                    f"{number(each_second['p50'])} ({number(each_second['q1'])}–{number(each_second['q3'])})",
                    number(at["p50"]["p50"]) if "p50" in at else "–", number(at["p99"]["p50"]) if "p99" in at else "–"]))
    yield from lines_of(["runs per second", "ms, median", "ms, 99th percentile"], rows)


def cpu_of(each):
    found = {name: at["cpu"] for name, at in each["latency"]["hello"].items() if "cpu" in at}
    return {**found, **each["cpu"]}


def cpu(results):
    yield "**CPU time** of one hello, ms; of a service with nginx and with what it makes ready for the next one"
    yield ""
    rows = {language: cpu_of(each) for language, each in results.items()}
    head = columns(rows.values())
    yield from lines_of(head, ((language, [number(row[name]) if name in row else "–" for name in head])
                               for language, row in rows.items()))


def memory(results):
    yield "**Memory** of a service that waits, MB (PSS): how many of which program, and their sum"
    yield ""
    rows = {language: each["memory"] for language, each in results.items()}
    head = columns(rows.values())

    def cell(found):
        parts = [f"{at['count']} {name} {at['pssMB']:.1f}" for name, at in sorted(found.items(), key=lambda row: -row[1]["pssMB"])
                 if at["pssMB"] >= 0.05]
        return f"{sum(at['pssMB'] for at in found.values()):.0f}: " + ", ".join(parts)
    yield from lines_of(head, ((language, [cell(row[name]) if name in row else "–" for name in head])
                               for language, row in rows.items()))


def table(results):
    machines = {(each["machine"]["model"], each["machine"]["cpus"], each["machine"]["kernel"]) for each in results.values()}
    lines = [f"{model}, {cpus} CPUs, Linux {kernel}" for model, cpus, kernel in sorted(machines)] + [""]
    for part in (latency, throughput, cpu, memory):
        lines += part(results)
    return "\n".join(lines).rstrip() + "\n"
