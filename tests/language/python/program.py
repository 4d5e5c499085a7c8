"""Shortest ways from the first city to all others: `cities roads`, then one `from to length` a line."""

import heapq
import sys
from collections import defaultdict
from dataclasses import dataclass, field


@dataclass
class Graph:
    roads: dict = field(default_factory=lambda: defaultdict(list))
    order: list = field(default_factory=list)

    def add(self, a, b, length):
        for city in (a, b):
            if city not in self.order:
                self.order.append(city)
        self.roads[a].append((b, length))
        self.roads[b].append((a, length))

    def distances(self, start):
        best = {start: 0}
        queue = [(0, start)]
        while queue:
            so_far, city = heapq.heappop(queue)
            if so_far > best[city]:
                continue
            for neighbour, length in self.roads[city]:
                candidate = so_far + length
                if candidate < best.get(neighbour, float("inf")):
                    best[neighbour] = candidate
                    heapq.heappush(queue, (candidate, neighbour))
        return best


def main():
    lines = sys.stdin.read().splitlines()
    count = int(lines[0])
    graph = Graph()
    for line in lines[1 : count + 1]:
        a, b, length = line.split()
        graph.add(a, b, int(length))
    start = graph.order[0]
    best = graph.distances(start)
    for city in sorted(best, key=lambda name: (best[name], name)):
        print(f"{city:<10}{best[city]:>6}")
    print(f"{len(best)} of {len(graph.order)} cities, {sum(best.values())} in all")


if __name__ == "__main__":
    main()
