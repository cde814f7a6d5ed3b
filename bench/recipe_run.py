"""Runs the plain recipe in a process of its own; prints one JSON object."""

from __future__ import annotations

import json
import sys
import time
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import psutil

from bench.recipe import MODEL
from knowledge.calibration import Question, correct, read_questions
from knowledge.support import unsupported
from knowledge.text import sentences
from knowledge.types import Answer
from settings import get_settings

# Every n-th question: the recipe takes seconds for each.
_STEP = 9
_SILENT = ("don't know", "do not know", "not mentioned", "no information", "cannot answer", "not provided")
_PROMPT = """Use the following pieces of context to answer the question at the end. If you don't know the
answer, just say that you don't know, don't try to make up an answer.

{context}

Question: {question}
Helpful Answer:"""


@dataclass(frozen=True)
class Said:
    """An answer of the recipe, the passages it was given, and milliseconds to its first words and its end."""

    text: str
    passages: list[str]
    first_ms: float
    ms: float


def main(folder: str, files: Sequence[str]) -> None:
    """Ask and print."""
    ask = _chain(Path(folder) / "recipe")
    asked = [q for file in files for q in read_questions(Path(file))][::_STEP]
    rows = [(question, ask(question.question)) for question in asked]
    print(json.dumps(_metrics(rows)))


def _chain(folder: Path) -> Any:
    from langchain_chroma import Chroma
    from langchain_core.documents import Document
    from langchain_huggingface import HuggingFaceEmbeddings, HuggingFacePipeline
    from langchain_text_splitters import RecursiveCharacterTextSplitter

    from models.embedder import packaged_folder

    texts = [
        Document(page_content=path.read_text("utf-8"), metadata={"source": path.name})
        for path in sorted(get_settings().documents.glob("*.md"))
    ]
    chunks = RecursiveCharacterTextSplitter(chunk_size=1000, chunk_overlap=200).split_documents(texts)
    embeddings = HuggingFaceEmbeddings(model_name=str(packaged_folder()))
    retriever = Chroma.from_documents(chunks, embeddings, persist_directory=str(folder)).as_retriever()
    model = HuggingFacePipeline.from_model_id(
        str(MODEL), "text-generation", pipeline_kwargs={"max_new_tokens": 80, "return_full_text": False}
    )

    def ask(question: str) -> Said:
        started = time.perf_counter()
        found = retriever.invoke(question)
        prompt = _PROMPT.format(context="\n\n".join(d.page_content for d in found), question=question)
        said, first = "", 0.0
        for piece in model.stream(prompt):
            first = first or (time.perf_counter() - started) * 1000
            said += piece
        took = (time.perf_counter() - started) * 1000
        return Said(said.strip(), [d.page_content for d in found], first, took)

    return ask


def _metrics(rows: Sequence[tuple[Question, Said]]) -> dict[str, Any]:
    can = [(q, said) for q, said in rows if q.answerable]
    cannot = [said for q, said in rows if not q.answerable]
    right = [correct(q, Answer(said.text, _silent(said.text))) for q, said in can]
    firsts, times = [said.first_ms for _, said in rows], [said.ms for _, said in rows]
    return {
        "questions": len(rows),
        "correct": round(float(np.mean(right)), 3),
        "refused": round(float(np.mean([_silent(said.text) for said in cannot])), 3),
        "unsupported_sentences": sum(_unsupported(said) for _, said in rows),
        "first_p95": round(float(np.percentile(firsts, 95)), 1),
        "p50": round(float(np.percentile(times, 50)), 1),
        "p95": round(float(np.percentile(times, 95)), 1),
        "memory_mb": round(psutil.Process().memory_info().rss / 1e6),
    }


def _unsupported(said: Said) -> int:
    """Sentences that the passages it was given do not bear, by the check that our own answers go through."""
    found = [] if _silent(said.text) else sentences(said.text, 10_000)
    return sum(1 for text in found if unsupported(text, said.passages))


def _silent(said: str) -> bool:
    return not said or any(form in said.lower() for form in _SILENT)


if __name__ == "__main__":
    main(sys.argv[1], sys.argv[2:])
