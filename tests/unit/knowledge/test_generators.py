"""Wording by an OpenAI-compatible endpoint: a real local server that speaks the protocol, well and badly."""

from __future__ import annotations

import json
import threading
import time
from collections.abc import Iterator, Sequence
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest

from knowledge.generator import QuotedEvidence, open_generator
from knowledge.grounding import MAX_CHARS, word_answer
from knowledge.openai_generator import GeneratorFailed, OpenAIGenerator
from knowledge.types import Evidence
from settings import Settings

EVIDENCE = [
    Evidence("You can return an item within 30 days.", "Returns", "returns.md#p", 0.9),
    Evidence("These cannot be returned:\n- gift cards", "Returns", "returns.md#n", 0.8),
]


class Endpoint(BaseHTTPRequestHandler):
    """Behaves as the model's name asks it to."""

    asked: dict[str, object] = {}
    authorization = ""

    def log_message(self, *_: object) -> None:
        return

    def do_POST(self) -> None:
        body = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
        type(self).asked = body
        type(self).authorization = self.headers.get("Authorization", "")
        mode = body["model"]
        self.send_response(500 if mode == "broken" else 200)
        self.end_headers()
        if mode == "broken":
            return
        if mode == "nonsense":
            self.wfile.write(b"data: {not json}\n\n")
            return
        for piece in ("You can return ", "an item ", "within 30 days."):
            event = {"choices": [{"delta": {"content": piece}}]}
            self.wfile.write(b": comment\n\ndata: " + json.dumps(event).encode() + b"\n\n")
            self.wfile.flush()
            if mode == "slow":
                time.sleep(0.4)
        self.wfile.write(b'data: {"choices": [{"delta": {}}]}\n\ndata: {"choices": []}\n\ndata: [DONE]\n\n')


@pytest.fixture(scope="module")
def url() -> Iterator[str]:
    server = ThreadingHTTPServer(("127.0.0.1", 0), Endpoint)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_port}/v1"
    server.shutdown()
    server.server_close()


def test_it_streams(url: str) -> None:
    generator = OpenAIGenerator(url, "good", 5.0, key="secret")
    pieces = list(generator.generate("How long?", EVIDENCE))
    generator.close()
    assert pieces == ["You can return ", "an item ", "within 30 days."]
    assert Endpoint.authorization == "Bearer secret"
    asked = json.loads(str(Endpoint.asked["messages"][1]["content"]))  # type: ignore[index]
    assert asked == {"question": "How long?", "evidence": [piece.text for piece in EVIDENCE]}


@pytest.mark.parametrize("mode", ["broken", "nonsense", "slow"])
def test_its_failures_are_named_and_quoted_over(url: str, mode: str) -> None:
    generator = OpenAIGenerator(url, mode, 0.5)
    with pytest.raises(GeneratorFailed):
        list(generator.generate("How long?", EVIDENCE))
    wording = word_answer(generator, "How long?", EVIDENCE, lambda _text: None)
    generator.close()
    assert wording.quoted
    assert wording.text.startswith(EVIDENCE[0].text)


def test_nobody_there() -> None:
    generator = OpenAIGenerator("http://127.0.0.1:9", "any", 0.5)
    with pytest.raises(GeneratorFailed):
        list(generator.generate("How long?", EVIDENCE))


def test_settings_choose_the_generator(url: str) -> None:
    assert isinstance(open_generator(Settings(generator="off")), QuotedEvidence)
    assert isinstance(open_generator(Settings(generator=url)), OpenAIGenerator)


def test_quoted_evidence_keeps_lists() -> None:
    assert "".join(QuotedEvidence().generate("?", EVIDENCE)) == (
        "You can return an item within 30 days.\nThese cannot be returned:\n- gift cards"
    )


class Endless:
    def generate(self, question: str, evidence: Sequence[Evidence]) -> Iterator[str]:
        while True:
            yield "You can return an item within 30 days. "


def test_an_endless_draft_is_cut() -> None:
    wording = word_answer(Endless(), "How long?", EVIDENCE, lambda _text: None)
    assert not wording.quoted
    assert len(wording.text) <= MAX_CHARS


def test_only_checked_sentences_are_streamed() -> None:
    class Half:
        def generate(self, question: str, evidence: Sequence[Evidence]) -> Iterator[str]:
            yield "You can return an item within 30 days. You can return"
            yield " gift cards within 90 days."

    streamed: list[str] = []
    wording = word_answer(Half(), "How long?", EVIDENCE, streamed.append)
    assert streamed == ["You can return an item within 30 days."]
    assert wording.quoted
    assert "number" in wording.rejected
