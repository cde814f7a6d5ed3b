"""Draws the lines of the suite for the docs: `python -m bench.upsell.plots LINES docs/upsell.svg`."""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import Any

from bench.report import console

WAYS = {"ours": "both stages", "first_stage": "first stage", "ease": "EASE"}
VARIANTS = {"with_page_values": "with PageValues", "without_page_values": "without"}
_WINDOW, _GROWTH = "next_item_window_", "growth_"


def read(path: Path) -> dict[str, dict[str, Any]]:
    """The values of each measured line, by name; lines that measured nothing are passed over."""
    lines = (json.loads(line) for line in path.read_text("utf-8").splitlines() if line.startswith("{"))
    return {line["name"]: line["values"] for line in lines if "values" in line}


def draw(lines: dict[str, dict[str, Any]], out: Path) -> None:
    """What was measured, beside each other as SVG; the same bytes for the same lines.

    Raises ``ValueError`` if the lines have nothing to draw.
    """
    import matplotlib

    matplotlib.use("svg")
    matplotlib.rcParams["svg.hashsalt"] = "upsell"
    matplotlib.rcParams["font.size"] = 9
    from matplotlib import pyplot

    parts = {_WINDOW: _windows, "purchase_": _calibration, _GROWTH: _growth}
    known = [plot for start, plot in parts.items() if any(name.startswith(start) for name in lines)]
    if not known:
        raise ValueError("no line of the suite upsell to draw")
    size = (4 * len(known), 3.6)
    figure, axes = pyplot.subplots(1, len(known), figsize=size, layout="constrained", squeeze=False)
    for plot, one in zip(known, axes[0], strict=True):
        plot(one, lines)
    figure.savefig(out, format="svg", metadata={"Date": None})
    pyplot.close(figure)


def _windows(axes: Any, lines: dict[str, dict[str, Any]]) -> None:
    found = {name.removeprefix(_WINDOW): values for name, values in lines.items() if name.startswith(_WINDOW)}
    for way, label in WAYS.items():
        axes.plot(list(found), [values[f"{way}_hr@10"] for values in found.values()], marker="o", label=label)
    axes.set(title="Next product, by window", ylabel="HR@10", xlabel="% of the time; learnt on all before")
    axes.axhline(0.34, color="grey", linestyle=":", label="bar")
    axes.legend()


def _calibration(axes: Any, lines: dict[str, dict[str, Any]]) -> None:
    for name, label in VARIANTS.items():
        bins = lines[f"purchase_{name}_reliability"]["bins"]
        axes.plot([one[0] for one in bins], [one[1] for one in bins], marker="o", label=label)
    axes.axline((0, 0), slope=1, color="grey", linestyle=":")
    axes.set(title="Likelihood of a purchase", xlabel="foreseen", ylabel="bought")
    axes.legend()


def _growth(axes: Any, lines: dict[str, dict[str, Any]]) -> None:
    found = sorted(
        (int(name.removeprefix(_GROWTH)), values)
        for name, values in lines.items()
        if name.startswith(_GROWTH)
    )
    sizes = [size for size, _ in found]
    axes.loglog(sizes, [values["train_s"] for _, values in found], marker="o", label="training, s")
    axes.loglog(sizes, [values["peak_mb"] / 1000 for _, values in found], marker="o", label="memory, GB")
    axes.loglog(sizes, [values["request_p95_ms"] for _, values in found], marker="o", label="request p95, ms")
    axes.set(title="Growth", xlabel="products")
    axes.legend()


if __name__ == "__main__":
    draw(read(Path(sys.argv[1])), Path(sys.argv[2]))
    console.print(f"written: {sys.argv[2]}")
