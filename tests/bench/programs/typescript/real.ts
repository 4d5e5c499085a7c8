// Orders by customer and month: what a person or a model writes in fifty lines.
interface Order {
	readonly day: Date;
	readonly customer: string;
	readonly cents: number;
}

type Parsed = { kind: "order"; order: Order } | { kind: "bad"; text: string };

const LINE = /^(?<day>\d{4}-\d{2}-\d{2})\s+(?<mail>[\w.]+@[\w.]+)\s+(?<cents>\d+)$/;

function parse(text: string): Parsed {
	const groups = LINE.exec(text)?.groups;
	if (!groups) return { kind: "bad", text };
	const [customer = ""] = groups.mail.split("@");
	return { kind: "order", order: { day: new Date(groups.day), customer, cents: Number(groups.cents) } };
}

function* generate(count: number): Generator<string> {
	let state = 7;
	const chance = (n: number): number => (state = (state * 1103515245 + 12345) % 2147483648) % n;
	for (let i = 0; i < count; i++) {
		const day = new Date(Date.UTC(2024, 0, 1 + chance(366))).toISOString().slice(0, 10);
		yield `${day} ${["ann", "ben", "cy"][chance(3)]}@example.org ${100 + chance(8900)}`;
		if (i % 50 === 0) yield "not an order";
	}
}

class Sums<K extends string | number> {
	private readonly sums = new Map<K, number>();
	constructor(private readonly key: (order: Order) => K) {}
	add(order: Order): void {
		const key = this.key(order);
		this.sums.set(key, (this.sums.get(key) ?? 0) + order.cents);
	}
	best(): [K, number] | undefined {
		return [...this.sums.entries()].sort((a, b) => b[1] - a[1])[0];
	}
	get keys(): K[] {
		return [...this.sums.keys()].sort();
	}
}

async function main(): Promise<void> {
	const customers = new Sums((order) => order.customer);
	const months = new Sums((order) => order.day.getUTCMonth());
	let orders = 0;
	const bad: string[] = [];
	for (const text of generate(500)) {
		const parsed = parse(text);
		if (parsed.kind === "bad") {
			bad.push(parsed.text);
			continue;
		}
		orders++;
		customers.add(parsed.order);
		months.add(parsed.order);
	}
	const best = await Promise.resolve(customers.best());
	console.log(JSON.stringify({ orders, bad: bad.length, customers: customers.keys, months: months.keys.length, best }));
}

main();
