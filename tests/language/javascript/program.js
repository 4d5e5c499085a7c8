// Shortest ways from the first city to all others: `roads`, then one `from to length` a line.
const fs = require("fs");

class Graph {
  #roads = new Map();

  add(a, b, length) {
    this.#list(a).push({ to: b, length });
    this.#list(b).push({ to: a, length });
  }

  #list(city) {
    if (!this.#roads.has(city)) this.#roads.set(city, []);
    return this.#roads.get(city);
  }

  get size() {
    return this.#roads.size;
  }

  get first() {
    return this.#roads.keys().next().value;
  }

  distances(start) {
    const best = new Map([[start, 0]]);
    const open = new Set([start]);
    while (open.size > 0) {
      const city = [...open].reduce((a, b) => (best.get(b) < best.get(a) ? b : a));
      open.delete(city);
      for (const { to, length } of this.#list(city)) {
        const candidate = best.get(city) + length;
        if (candidate < (best.get(to) ?? Infinity)) {
          best.set(to, candidate);
          open.add(to);
        }
      }
    }
    return best;
  }
}

const [count, ...lines] = fs.readFileSync(0, "utf8").trim().split("\n");
const graph = new Graph();
for (const line of lines.slice(0, Number(count))) {
  const [a, b, length] = line.split(" ");
  graph.add(a, b, Number(length));
}
const best = graph.distances(graph.first);
const order = [...best].sort(([a, x], [b, y]) => x - y || a.localeCompare(b));
for (const [city, distance] of order) {
  console.log(city.padEnd(10) + String(distance).padStart(6));
}
const sum = order.reduce((total, [, distance]) => total + distance, 0);
console.log(`${best.size} of ${graph.size} cities, ${sum} in all`);
