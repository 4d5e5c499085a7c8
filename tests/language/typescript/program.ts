// Shortest ways from the first city to all others: `roads`, then one `from to length` a line.
import * as readline from "readline";

interface Road {
  readonly to: string;
  readonly length: number;
}

class Graph {
  private readonly roads = new Map<string, Road[]>();

  add(a: string, b: string, length: number): void {
    this.list(a).push({ to: b, length });
    this.list(b).push({ to: a, length });
  }

  private list(city: string): Road[] {
    let roads = this.roads.get(city);
    if (!roads) this.roads.set(city, (roads = []));
    return roads;
  }

  get cities(): string[] {
    return [...this.roads.keys()];
  }

  distances(start: string): Map<string, number> {
    const best = new Map([[start, 0]]);
    const distance = (city: string): number => best.get(city) ?? Infinity;
    const open = new Set([start]);
    while (open.size > 0) {
      const city = [...open].reduce((a, b) => (distance(b) < distance(a) ? b : a));
      open.delete(city);
      for (const { to, length } of this.list(city)) {
        const candidate = distance(city) + length;
        if (candidate < distance(to)) {
          best.set(to, candidate);
          open.add(to);
        }
      }
    }
    return best;
  }
}

async function main(): Promise<void> {
  const graph = new Graph();
  let left = -1;
  for await (const line of readline.createInterface({ input: process.stdin })) {
    if (left < 0) {
      left = parseInt(line, 10);
    } else if (left-- > 0) {
      const [a, b, length] = line.split(" ");
      graph.add(a, b, Number(length));
    }
  }
  const best = graph.distances(graph.cities[0]);
  const order = [...best].sort(([a, x], [b, y]) => x - y || a.localeCompare(b));
  for (const [city, distance] of order) {
    console.log(city.padEnd(10) + String(distance).padStart(6));
  }
  const sum = order.reduce((total, [, distance]) => total + distance, 0);
  console.log(`${best.size} of ${graph.cities.length} cities, ${sum} in all`);
}

main();
