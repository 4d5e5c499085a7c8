"""The plot of the README: how long a program takes by each way, on a logarithmic axis. The same results give the same file."""
import math

# Contenders in the order of the legend, with a shape and a colour each that stand out on light and on dark.
MARKS = {
    "plain": ("square", "#8a8f98", "plain command, no walls"),
    "bubblewrap": ("diamond", "#b0762f", "the same in bubblewrap"),
    "command": ("ring", "#3b82c4", "codex-run, the command"),
    "service": ("triangle", "#7a5cc9", "service"),
    "warm service": ("dot", "#1a9a5c", "service, warm"),
}
ROWS = {"hello": "hello", "real": "50 lines"}
NOTES = ("From the request to the answer at one client, each source compiled anew. Marks are medians, lines are quartiles; the axis",
         "is logarithmic. How many times faster the service is than the plain command is the median of pairs that ran one after the other.")
STYLE = """text { font: 13px system-ui, sans-serif; fill: #1f2328; }
.small { font-size: 11px; fill: #59636e; }
.grid { stroke: #d1d9e0; }
.band { fill: #818b981f; }
@media (prefers-color-scheme: dark) {
text { fill: #f0f6fc; }
.small { fill: #9198a1; }
.grid { stroke: #3d444d; }
}"""
LEFT, WIDTH, RIGHT, TOP, HEIGHT = 170, 600, 70, 64, 24


def mark(shape, x, y, colour):
    if shape == "square":
        return f'<rect x="{x - 4.5:.1f}" y="{y - 4.5:.1f}" width="9" height="9" fill="{colour}"/>'
    if shape == "diamond":
        return f'<path d="M{x:.1f} {y - 6:.1f}l6 6l-6 6l-6 -6z" fill="{colour}"/>'
    if shape == "triangle":
        return f'<path d="M{x:.1f} {y - 6:.1f}l6 10h-12z" fill="{colour}"/>'
    if shape == "ring":
        return f'<circle cx="{x:.1f}" cy="{y:.1f}" r="4.5" fill="none" stroke="{colour}" stroke-width="2.5"/>'
    return f'<circle cx="{x:.1f}" cy="{y:.1f}" r="5.5" fill="{colour}"/>'


def steps():
    return [step * 10 ** decade for decade in range(-3, 7) for step in (1, 2, 5)]


class Axis:
    def __init__(self, values):
        self.low = max(step for step in steps() if step <= min(values))
        self.high = min(step for step in steps() if step >= max(values))

    def place(self, ms):
        share = math.log(ms / self.low) / math.log(self.high / self.low)
        return LEFT + WIDTH * share

    def ticks(self):
        return [step for step in steps() if self.low <= step <= self.high]


def rows_of(results):
    return [(language, program, each["latency"][program]) for language, each in results.items() for program in ROWS
            if program in each["latency"]]


def legend(names):
    x = 10
    for name in names:
        shape, colour, title = MARKS[name]
        yield mark(shape, x + 6, 20, colour)
        yield f'<text x="{x + 17}" y="24">{title}</text>'
        x += 36 + 7.4 * len(title)


def grid(axis, bottom):
    for ms in axis.ticks():
        x = axis.place(ms)
        yield f'<line class="grid" x1="{x:.1f}" x2="{x:.1f}" y1="{TOP - 6}" y2="{bottom}"/>'
        yield f'<text class="small" x="{x:.1f}" y="{TOP - 12}" text-anchor="middle">{ms:g}</text>'
    yield f'<text class="small" x="10" y="{TOP - 12}">milliseconds</text>'
    yield f'<text class="small" x="{LEFT + WIDTH + RIGHT - 10}" y="{TOP - 12}" text-anchor="end">faster</text>'


def row_marks(axis, row, y):
    for name, (shape, colour, _) in MARKS.items():
        if name not in row:
            continue
        at = row[name]
        yield f'<line x1="{axis.place(at["q1"]):.1f}" x2="{axis.place(at["q3"]):.1f}" y1="{y}" y2="{y}" stroke="{colour}" stroke-width="2"/>'
        yield mark(shape, axis.place(at["p50"]), y, colour)


def draw(results):
    rows = rows_of(results)
    names = [name for name in MARKS if any(name in row for *_, row in rows)]
    axis = Axis([row[name][key] for *_, row in rows for name in names if name in row for key in ("q1", "q3")])
    bottom = TOP + HEIGHT * len(rows)
    parts = [*legend(names), *grid(axis, bottom)]
    before = None
    for i, (language, program, row) in enumerate(rows):
        y = TOP + HEIGHT * i + HEIGHT // 2
        if language != before:
            parts.append(f'<text x="10" y="{y + 4}" font-weight="600">{language}</text>')
            if list(results).index(language) % 2 == 0:
                count = sum(1 for each in rows if each[0] == language)
                parts.insert(0, f'<rect class="band" x="0" y="{y - HEIGHT // 2}" width="{LEFT + WIDTH + RIGHT}" height="{HEIGHT * count}"/>')
            before = language
        parts.append(f'<text class="small" x="105" y="{y + 4}">{ROWS[program]}</text>')
        parts += row_marks(axis, row, y)
        best = "warm service" if "warm service" in row else "service"
        parts.append(f'<text x="{LEFT + WIDTH + RIGHT - 10}" y="{y + 4}" text-anchor="end">{row[best]["faster"]["p50"]:.2g} ×</text>')
    height = bottom + 48
    for i, line in enumerate(NOTES):
        parts.append(f'<text class="small" x="10" y="{bottom + 20 + 16 * i}">{line}</text>')
    return (f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {LEFT + WIDTH + RIGHT} {height}" '
            f'width="{LEFT + WIDTH + RIGHT}" height="{height}" role="img" aria-label="Milliseconds by language and way to run">\n'
            f"<style>{STYLE}</style>\n" + "\n".join(parts) + "\n</svg>\n")
