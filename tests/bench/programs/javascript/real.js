// Orders by customer and month: what a person or a model writes in fifty lines.
const assert = require("assert");
const crypto = require("crypto");
const { EventEmitter } = require("events");
const util = require("util");

const LINE = /^(?<day>\d{4}-\d{2}-\d{2})\s+(?<mail>[\w.]+@[\w.]+)\s+(?<cents>\d+)$/;

class Order {
	constructor(day, customer, cents) {
		Object.assign(this, { day, customer, cents });
	}
	static parse(text) {
		const match = LINE.exec(text);
		return match && new Order(new Date(match.groups.day), match.groups.mail.split("@")[0], Number(match.groups.cents));
	}
}

function* generate(count) {
	let state = 7;
	const chance = (n) => (state = (state * 1103515245 + 12345) % 2147483648) % n;
	for (let i = 0; i < count; i++) {
		const day = new Date(Date.UTC(2024, 0, 1 + chance(366))).toISOString().slice(0, 10);
		yield `${day} ${["ann", "ben", "cy"][chance(3)]}@example.org ${100 + chance(8900)}`;
		if (i % 50 === 0) yield "not an order";
	}
}

class Report extends EventEmitter {
	orders = [];
	async read(lines) {
		for await (const text of lines) {
			const order = Order.parse(text);
			if (order) this.orders.push(order);
			else this.emit("bad", text);
		}
		return this;
	}
	by(key) {
		return this.orders.reduce((sums, order) => sums.set(key(order), (sums.get(key(order)) ?? 0) + order.cents), new Map());
	}
}

(async () => {
	let bad = 0;
	const report = new Report().on("bad", () => bad++);
	await report.read(generate(500));
	const spent = report.by((order) => order.customer);
	const months = report.by((order) => order.day.getUTCMonth());
	assert.strictEqual(report.orders.length, 500);
	const text = JSON.stringify({ orders: report.orders.length, bad, customers: [...spent.keys()].sort(), months: months.size });
	console.log(text, crypto.createHash("sha256").update(text).digest("hex").slice(0, 8));
	console.log(util.inspect([...spent].sort((a, b) => b[1] - a[1])[0]));
})();
