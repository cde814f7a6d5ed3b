"""What the commands of ``python -m knowledge`` do."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import asdict
from pathlib import Path
from typing import Any

from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn

from knowledge.answerer import Answerer
from knowledge.chroma import Chroma
from knowledge.config import Answering, load_answering
from knowledge.documents import read_folder
from knowledge.encoder import open_encoder
from knowledge.errors import IngestError, KnowledgeError
from knowledge.ingest import Ingest, Report
from knowledge.trace import Trace, explain
from knowledge.types import Answer, Document
from settings import Settings
from shop import Store
from shop.errors import StoreNotReady


def ingest(settings: Settings, folder: Path, collection: str, products: bool | None) -> int:
    """Index a folder and print the report.

    ``products``: True demands the shop's products, False leaves them out, None takes them for the shop's own
    collection only, as any other collection is a knowledge base of its own.
    """
    config = load_answering()
    console = Console(stderr=True)
    found = read_folder(folder, config.ingest)
    documents = list(found.documents)
    wanted = products if products is not None else collection == settings.collection
    if wanted:
        documents.extend(_shop_products(settings, demanded=products is True, console=console))
    chroma = Chroma.connect(_patient(settings, config), config.retrieval.max_calls, write=True)
    try:
        encoder = open_encoder(settings)
        with _bar(console) as bar:
            task = bar.add_task("Indexing", total=None)
            report = Ingest(chroma, encoder, collection, config).run(
                documents,
                found.skipped,
                lambda done, total: bar.update(task, completed=done, total=total),
            )
    finally:
        chroma.close()
    _print_report(report, collection)
    return 0


def ask(
    settings: Settings,
    question: str,
    collection: str,
    product: str | None,
    history: list[str],
    *,
    as_json: bool,
    explained: bool,
) -> int:
    """Answer one question and print it, as text or as one JSON object, with its trace if wanted."""
    trace = Trace() if explained else None
    with _opened(settings, collection) as answerer:
        answer = answerer.answer(question, product_id=product, history=history, trace=trace)
    if trace is not None:
        for line in explain(trace):
            print(line, file=sys.stderr if as_json else sys.stdout)
    if as_json:
        _print_json(as_dict(answer))
    elif explained:
        pass
    elif answer.abstained:
        print("(no answer: the documents do not say)")  # noqa: T201
    else:
        print(answer.answer)  # noqa: T201
        for citation in answer.citations:
            print(f"  [{citation.title}, {citation.source}]")  # noqa: T201
    return 0


def ask_batch(settings: Settings, file: Path, collection: str, product: str | None) -> int:
    """Answer JSON lines, one object a line in the same order; a bad line gives {"error"} and exit code 1."""
    failed = False
    lines = _lines(file)
    with _opened(settings, collection) as answerer:
        for line in lines:
            try:
                question, about, history = _question(line)
            except ValueError as error:
                failed = True
                _print_json({"error": str(error)})
                continue
            answer = answerer.answer(question, product_id=about or product, history=history)
            _print_json({"question": question, **as_dict(answer)})
    return int(failed)


@contextmanager
def _opened(settings: Settings, collection: str) -> Iterator[Answerer]:
    """The answerer of a collection; the shop's own one also reads the shop, where there is one."""
    store = _store(settings) if collection == settings.collection else None
    try:
        answerer = Answerer.open(settings, collection=collection, store=store)
        try:
            yield answerer
        finally:
            answerer.close()
    finally:
        if store is not None:
            store.close()


def _store(settings: Settings) -> Store | None:
    try:
        return Store.open(settings.shop_url, settings.policy)
    except StoreNotReady:
        return None


def calibrate(settings: Settings, files: list[str], collection: str) -> int:
    """Measure on development questions, and print the decision that fits all of them best.

    ``files``: paths, each with the collection it is about before it (``NAME=FILE``) where that is another
    one.
    """
    from knowledge.calibration import calibrated, read_questions

    sets = []
    for given in files:
        name, equals, path = given.partition("=")
        sets.append((name if equals else collection, read_questions(Path(path if equals else given))))
    with ExitStack() as stack:
        opened = [(name, stack.enter_context(_opened(settings, name)), questions) for name, questions in sets]
        _print_json(calibrated(opened))
    return 0


def as_dict(answer: Answer) -> dict[str, Any]:
    """An answer as the contract's JSON object."""
    return {
        "answer": answer.answer,
        "abstained": answer.abstained,
        "citations": [asdict(citation) for citation in answer.citations],
        "timings": dict(answer.timings),
        **({"unanswered": list(answer.unanswered)} if answer.unanswered else {}),
    }


def _patient(settings: Settings, config: Answering) -> Settings:
    """Settings for writing: batches take longer than a shopper's question may."""
    patience = max(settings.index_timeout_s, config.ingest.timeout_s)
    return settings.model_copy(update={"index_timeout_s": patience})


def _shop_products(settings: Settings, *, demanded: bool, console: Console) -> list[Document]:
    from knowledge.products import product_documents

    try:
        store = Store.open(settings.shop_url, settings.policy)
    except StoreNotReady as error:
        if demanded:
            raise IngestError(f"the shop's products cannot be read: {error}") from error
        console.print(f"Without products: {error}", style="yellow", markup=False)
        return []
    try:
        return list(product_documents(store.products()))
    finally:
        store.close()


def _bar(console: Console) -> Progress:
    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeElapsedColumn())
    return Progress(*columns, console=console)


def _print_report(report: Report, collection: str) -> None:
    print(  # noqa: T201
        f"{collection}: {report.documents} documents and {report.products} products, "
        f"{report.passages} passages, {report.sentences} sentences; {report.embedded} texts embedded, "
        f"{report.reused} unchanged, {report.removed} removed"
    )
    for skipped in report.skipped:
        print(f"  skipped {skipped.source}: {skipped.reason}")  # noqa: T201


def _print_json(value: dict[str, Any]) -> None:
    print(json.dumps(value, ensure_ascii=False), flush=True)  # noqa: T201


def _lines(file: Path) -> Iterator[str]:
    if str(file) != "-" and not file.is_file():
        raise KnowledgeError(f"{file} is not a file")
    return _read_lines(file)


def _read_lines(file: Path) -> Iterator[str]:
    if str(file) == "-":
        yield from (line for line in sys.stdin if line.strip())
        return
    with file.open(encoding="utf-8", errors="replace") as stream:
        yield from (line for line in stream if line.strip())


def _question(line: str) -> tuple[str, str | None, list[str]]:
    try:
        value = json.loads(line)
    except ValueError as error:
        raise ValueError(f"not JSON: {error}") from error
    if not isinstance(value, dict) or not isinstance(value.get("question"), str):
        raise ValueError('a line must be an object with a text "question"')
    product = value.get("product_id")
    history = value.get("history") or []
    if not isinstance(history, list) or not all(isinstance(text, str) for text in history):
        raise ValueError('"history" must be a list of texts')
    return value["question"], product if isinstance(product, str) else None, history
