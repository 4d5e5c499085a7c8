import math, decimal, statistics, fractions, datetime, locale, time, gc
print(0.1 + 0.2, math.sqrt(2), decimal.getcontext(), statistics.mean([1, 2]), fractions.Fraction(1, 3))
print(time.tzname, time.timezone, datetime.datetime(2020, 1, 1).astimezone().tzinfo, locale.getlocale(), locale.localeconv()["decimal_point"])
print(gc.isenabled(), gc.get_threshold(), gc.get_debug(), gc.garbage, time.process_time() < 5)
print(sorted({"a": 1, "b": 2}), {3, 1, 2}, hash(1), hash(1.5), hash((1, 2)))
