import pickle, dataclasses, copy
@dataclasses.dataclass
class Point:
    x: int
    y: int = 2
print(pickle.loads(pickle.dumps(Point(1))), pickle.dumps(Point(1)), copy.deepcopy(Point(3)), Point.__module__, Point)
