"""Orders by customer and month: what a person or a model writes in fifty lines."""
import collections
import dataclasses
import datetime
import json
import math
import random
import re
import statistics
import typing

LINE = re.compile(r"^(?P<day>\d{4}-\d{2}-\d{2})\s+(?P<mail>[\w.]+@[\w.]+)\s+(?P<cents>\d+)$")


@dataclasses.dataclass
class Order:
    day: datetime.date
    customer: str
    cents: int

    @classmethod
    def parse(cls, text: str) -> typing.Optional["Order"]:
        match = LINE.match(text)
        if not match:
            return None
        day = datetime.date.fromisoformat(match["day"])
        return cls(day, match["mail"].split("@")[0], int(match["cents"]))


def generate(count: int) -> typing.Iterator[str]:
    chance = random.Random(7)
    first = datetime.date(2024, 1, 1)
    for i in range(count):
        day = first + datetime.timedelta(days=chance.randrange(366))
        yield f"{day} {chance.choice(['ann', 'ben', 'cy'])}@example.org {chance.randrange(100, 9000)}"
        if i % 50 == 0:
            yield "not an order"


def main() -> None:
    orders, bad = [], 0
    for text in generate(500):
        order = Order.parse(text)
        if order is None:
            bad += 1
        else:
            orders.append(order)
    months = collections.Counter(order.day.strftime("%b") for order in orders)
    spent = collections.defaultdict(int)
    for order in orders:
        spent[order.customer] += order.cents
    cents = [order.cents for order in orders]
    print(json.dumps({"orders": len(orders), "bad": bad, "customers": sorted(spent), "best": max(spent, key=spent.get),
                      "busiest": months.most_common(1)[0][0], "mean": round(statistics.mean(cents)),
                      "root": math.isqrt(sum(cents))}))


main()
