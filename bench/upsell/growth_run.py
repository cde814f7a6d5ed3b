"""Trains on invented baskets of so many products, asks, and prints what it took as one JSON object.

Times are the processor's, of one core: what it takes on a machine that does nothing else.
"""

from __future__ import annotations

import json
import sys
import tempfile
import time
from pathlib import Path

import numpy as np

from models.recommender import Recommender
from models.recommender.data import Basket

_SEED, _ASKED, _MEAN, _FAMILY, _AT = 7, 300, 8, 40, 10


def invented(items: int, baskets: int) -> list[Basket]:
    """Baskets of Zipf-popular products, half of each from the family of its first one."""
    random = np.random.default_rng(_SEED)
    ranks = np.arange(1, items + 1)
    shares = np.cumsum(1 / ranks)
    names = random.permutation(items)
    sizes = 1 + random.poisson(_MEAN - 1, baskets)
    popular = np.searchsorted(shares, random.random(sizes.sum()) * shares[-1]).clip(0, items - 1)
    first = np.repeat(np.cumsum(sizes) - sizes, sizes)
    family = names[popular[first]] // _FAMILY * _FAMILY + random.integers(0, _FAMILY, len(popular))
    # Products of one family stand together in `names`; which they are has nothing to do with popularity.
    inside = np.argsort(names)[family.clip(0, items - 1)]
    chosen = np.where(random.random(len(popular)) < 0.5, popular, inside)
    starts = np.cumsum(sizes)[:-1]
    return [tuple(f"p{item}" for item in dict.fromkeys(part.tolist())) for part in np.split(chosen, starts)]


def main(items: int, baskets: int) -> None:
    """Measure one size."""
    told = invented(items, baskets)
    before = _peak_mb()
    start = time.process_time()
    model, second = Recommender.learn(told)
    trained = time.process_time() - start
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder)
        model.write(path, {})
        size = sum(file.stat().st_size for file in path.iterdir())
        start = time.process_time()
        model = Recommender.load(path)
        loaded = time.process_time() - start
    times = []
    for basket in told[: _ASKED * 2 : 2]:
        start = time.process_time()
        model.recommend(basket, _AT)
        times.append(1000 * (time.process_time() - start))
    p50, p95 = np.percentile(times, [50, 95])
    found = {
        "items": len(model.items),
        "baskets": len(told),
        "train_s": round(trained, 1),
        "peak_mb": round(_peak_mb()),
        "baskets_mb": round(before),
        "file_mb": round(size / 1e6, 1),
        "load_s": round(loaded, 2),
        "second_stage": not second.startswith("none"),
        "request_p50_ms": round(float(p50), 2),
        "request_p95_ms": round(float(p95), 2),
    }
    print(json.dumps(found))


def _peak_mb() -> float:
    """The most memory this process has had; what getrusage says would be no less than its parent's."""
    for line in Path("/proc/self/status").read_text("utf-8").splitlines():
        if line.startswith("VmHWM:"):
            return int(line.split()[1]) * 1024 / 1e6
    raise RuntimeError("/proc/self/status has no VmHWM: the peak of memory is measured on Linux alone")


if __name__ == "__main__":
    main(int(sys.argv[1]), int(sys.argv[2]))
