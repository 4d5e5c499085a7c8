// Orders by customer and month: what a person or a model writes in fifty lines.
package main

import (
	"encoding/json"
	"fmt"
	"math/rand"
	"os"
	"regexp"
	"sort"
	"strconv"
	"strings"
	"time"
)

var line = regexp.MustCompile(`^(\d{4}-\d{2}-\d{2})\s+([\w.]+)@[\w.]+\s+(\d+)$`)

type order struct {
	Day      time.Time `json:"day"`
	Customer string    `json:"customer"`
	Cents    int       `json:"cents"`
}

func parse(text string) (order, error) {
	match := line.FindStringSubmatch(text)
	if match == nil {
		return order{}, fmt.Errorf("%q is no order", text)
	}
	day, err := time.Parse("2006-01-02", match[1])
	if err != nil {
		return order{}, err
	}
	cents, err := strconv.Atoi(match[3])
	return order{day, strings.ToUpper(match[2]), cents}, err
}

func generate(count int, out chan<- string) {
	chance := rand.New(rand.NewSource(7))
	names := []string{"ann", "ben", "cy"}
	for i := 0; i < count; i++ {
		day := time.Date(2024, 1, 1+chance.Intn(366), 0, 0, 0, 0, time.UTC)
		out <- fmt.Sprintf("%s %s@example.org %d", day.Format("2006-01-02"), names[chance.Intn(3)], 100+chance.Intn(8900))
		if i%50 == 0 {
			out <- "not an order"
		}
	}
	close(out)
}

func main() {
	lines := make(chan string)
	go generate(500, lines)
	spent, bad := map[string]int{}, 0
	var orders []order
	for text := range lines {
		if o, err := parse(text); err == nil {
			orders = append(orders, o)
			spent[o.Customer] += o.Cents
		} else {
			bad++
		}
	}
	sort.Slice(orders, func(i, k int) bool { return orders[i].Cents > orders[k].Cents })
	json.NewEncoder(os.Stdout).Encode(map[string]any{"orders": len(orders), "bad": bad, "spent": spent, "largest": orders[0]})
}
