// Shortest ways from the first city to all others: `roads`, then one `from to length` a line.
use std::cmp::Reverse;
use std::collections::{BinaryHeap, HashMap};
use std::io::{self, Read};

#[derive(Default)]
struct Graph {
    first: String,
    roads: HashMap<String, Vec<(String, u64)>>,
}

impl Graph {
    fn add(&mut self, a: &str, b: &str, length: u64) {
        if self.first.is_empty() {
            self.first = a.to_string();
        }
        self.roads.entry(a.to_string()).or_default().push((b.to_string(), length));
        self.roads.entry(b.to_string()).or_default().push((a.to_string(), length));
    }

    fn distances(&self) -> HashMap<&str, u64> {
        let mut best = HashMap::from([(self.first.as_str(), 0)]);
        let mut open = BinaryHeap::from([Reverse((0, self.first.as_str()))]);
        while let Some(Reverse((so_far, city))) = open.pop() {
            if so_far > best[city] {
                continue;
            }
            for (to, length) in &self.roads[city] {
                let candidate = so_far + length;
                if best.get(to.as_str()).map_or(true, |&known| candidate < known) {
                    best.insert(to, candidate);
                    open.push(Reverse((candidate, to)));
                }
            }
        }
        best
    }
}

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let mut text = String::new();
    io::stdin().read_to_string(&mut text)?;
    let mut words = text.split_whitespace();
    let count: usize = words.next().ok_or("no count")?.parse()?;
    let mut graph = Graph::default();
    for _ in 0..count {
        let a = words.next().ok_or("no city")?;
        let b = words.next().ok_or("no city")?;
        graph.add(a, b, words.next().ok_or("no length")?.parse()?);
    }
    let best = graph.distances();
    let mut order: Vec<_> = best.iter().map(|(city, distance)| (*distance, *city)).collect();
    order.sort();
    for (distance, city) in &order {
        println!("{city:<10}{distance:>6}");
    }
    let sum: u64 = best.values().sum();
    println!("{} of {} cities, {} in all", best.len(), graph.roads.len(), sum);
    Ok(())
}
