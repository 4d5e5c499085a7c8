// Orders by customer and month: what a person or a model writes in fifty lines.
use std::collections::{BTreeMap, HashMap};
use std::fmt;
use std::io::{self, Write};
use std::str::FromStr;

#[derive(Debug, Clone, PartialEq)]
struct Order {
    month: u32,
    customer: String,
    cents: u64,
}

#[derive(Debug)]
struct BadOrder(String);

impl fmt::Display for BadOrder {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:?} is no order", self.0)
    }
}

impl FromStr for Order {
    type Err = BadOrder;
    fn from_str(text: &str) -> Result<Self, BadOrder> {
        let bad = || BadOrder(text.to_string());
        let fields: Vec<&str> = text.split_whitespace().collect();
        let [day, mail, cents] = fields[..] else { return Err(bad()) };
        Ok(Order {
            month: day.split('-').nth(1).and_then(|m| m.parse().ok()).ok_or_else(bad)?,
            customer: mail.split_once('@').ok_or_else(bad)?.0.to_string(),
            cents: cents.parse().map_err(|_| bad())?,
        })
    }
}

fn generate(count: u32) -> impl Iterator<Item = String> {
    let mut state = 7u64;
    let mut chance = move |n: u64| {
        state = (state * 1103515245 + 12345) % 2147483648;
        state / 65536 % n
    };
    (0..count).map(move |i| {
        let (month, day, name, cents) = (1 + chance(12), 1 + chance(28), chance(3), 100 + chance(8900));
        if i % 50 == 0 {
            return "not an order".to_string();
        }
        format!("2024-{month:02}-{day:02} {}@example.org {cents}", ["ann", "ben", "cy"][name as usize])
    })
}

fn main() -> io::Result<()> {
    let mut spent: BTreeMap<String, Vec<u64>> = BTreeMap::new();
    let mut months: HashMap<u32, u32> = HashMap::new();
    let mut errors = Vec::new();
    for text in generate(500) {
        match text.parse::<Order>() {
            Ok(order) => {
                *months.entry(order.month).or_default() += 1;
                spent.entry(order.customer).or_default().push(order.cents);
            }
            Err(err) => errors.push(err.to_string()),
        }
    }
    let mut out = io::stdout().lock();
    for (customer, cents) in &mut spent {
        cents.sort_unstable();
        writeln!(out, "{customer}: {} median {}", cents.iter().sum::<u64>(), cents[cents.len() / 2])?;
    }
    writeln!(out, "{} months, {} bad: {}", months.len(), errors.len(), errors[0])
}
