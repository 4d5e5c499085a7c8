// Shortest ways from the first city to all others: `roads`, then one `from to length` a line.
package main

import (
	"container/heap"
	"fmt"
	"sort"
)

type road struct {
	to     string
	length int
}

type graph struct {
	first string
	roads map[string][]road
}

func (g *graph) add(a, b string, length int) {
	if g.first == "" {
		g.first = a
	}
	g.roads[a] = append(g.roads[a], road{b, length})
	g.roads[b] = append(g.roads[b], road{a, length})
}

type queue []road

func (q queue) Len() int           { return len(q) }
func (q queue) Less(i, j int) bool { return q[i].length < q[j].length }
func (q queue) Swap(i, j int)      { q[i], q[j] = q[j], q[i] }
func (q *queue) Push(item any)     { *q = append(*q, item.(road)) }
func (q *queue) Pop() any {
	old := *q
	last := old[len(old)-1]
	*q = old[:len(old)-1]
	return last
}

func (g *graph) distances() map[string]int {
	best := map[string]int{g.first: 0}
	open := &queue{{g.first, 0}}
	for open.Len() > 0 {
		at := heap.Pop(open).(road)
		if at.length > best[at.to] {
			continue
		}
		for _, r := range g.roads[at.to] {
			candidate := at.length + r.length
			if known, ok := best[r.to]; !ok || candidate < known {
				best[r.to] = candidate
				heap.Push(open, road{r.to, candidate})
			}
		}
	}
	return best
}

func main() {
	var count int
	fmt.Scan(&count)
	g := graph{roads: map[string][]road{}}
	for i := 0; i < count; i++ {
		var a, b string
		var length int
		fmt.Scan(&a, &b, &length)
		g.add(a, b, length)
	}
	best := g.distances()
	sum := 0
	var cities []string
	for city, distance := range best {
		cities = append(cities, city)
		sum += distance
	}
	sort.Slice(cities, func(i, j int) bool {
		a, b := cities[i], cities[j]
		return best[a] < best[b] || (best[a] == best[b] && a < b)
	})
	for _, city := range cities {
		fmt.Printf("%-10s%6d\n", city, best[city])
	}
	fmt.Printf("%d of %d cities, %d in all\n", len(best), len(g.roads), sum)
}
