"""The contract of ``python -m knowledge``, run as its users run it."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

from settings import ROOT


def knowledge(folder: Path, *arguments: str, stdin: str = "") -> subprocess.CompletedProcess[str]:
    environment = {**os.environ, "AISLE_VAR": str(folder / "var"), "OMP_NUM_THREADS": "1"}
    return subprocess.run(
        [sys.executable, "-m", "knowledge", *arguments],
        cwd=ROOT,
        env=environment,
        input=stdin,
        capture_output=True,
        text=True,
        timeout=120,
    )


def test_ingest_ask_and_batch(tmp_path: Path, docs: Path) -> None:
    (docs / "notes.log").write_text("not for shoppers")
    ingested = knowledge(tmp_path, "ingest", str(docs), "--collection", "mine")
    assert ingested.returncode == 0, ingested.stderr
    assert ingested.stdout.startswith(
        "mine: 2 documents and 0 products, 3 passages, 3 sentences; 6 texts embedded"
    )
    assert "skipped notes.log: not Markdown, HTML, PDF, text, CSV or JSON (.log)" in ingested.stdout
    assert "Indexing" in ingested.stderr

    asked = knowledge(
        tmp_path, "ask", "What does delivery of an order cost?", "--collection", "mine", "--json"
    )
    assert asked.returncode == 0, asked.stderr
    result = json.loads(asked.stdout)
    assert result["answer"] == "Delivery of every order costs $7.50 by parcel post."
    assert result["abstained"] is False
    assert result["citations"] == [
        {"title": "Delivery", "source": "delivery.md#cost", "quote": result["answer"]}
    ]
    assert result["timings"]["total"] > 0

    lines = [
        json.dumps({"question": "How long can I return a lamp?"}),
        "",
        "not json",
        json.dumps({"question": 5}),
        json.dumps({"question": "Do you sell kayaks?"}),
        json.dumps({"question": ""}),
    ]
    file = tmp_path / "questions.jsonl"
    file.write_text("\n".join(lines))
    batch = knowledge(tmp_path, "ask", "--batch", str(file), "--collection", "mine")
    assert batch.returncode == 1
    results = [json.loads(line) for line in batch.stdout.splitlines()]
    assert len(results) == 5
    assert "21 days" in results[0]["answer"]
    assert results[0]["question"] == "How long can I return a lamp?"
    assert "error" in results[1]
    assert "error" in results[2]
    assert results[3]["abstained"] is True
    assert results[3]["answer"] == ""
    assert results[4]["abstained"] is True


def test_errors_are_one_line(tmp_path: Path, docs: Path) -> None:
    missing = knowledge(tmp_path, "ask", "Anything?")
    assert missing.returncode == 1
    assert missing.stderr.strip().splitlines()[-1].startswith("knowledge: no index at")
    assert "Traceback" not in missing.stderr
    assert knowledge(tmp_path, "ingest", str(tmp_path / "nowhere"), "--collection", "mine").returncode == 1
    products = knowledge(tmp_path, "ingest", str(docs), "--products")
    assert products.returncode == 1
    assert "the shop's products cannot be read" in products.stderr
    assert knowledge(tmp_path, "ask").returncode == 2
    assert knowledge(tmp_path, "nothing").returncode == 2
