"""An answer while it is being written: shown at once, read out once, replaced by the message."""

from __future__ import annotations

import json
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest
from playwright.sync_api import expect

from tests.browser.test_reach import check
from tests.browser.widget import Widget
from tests.support.stack import Stack

QUESTION = "How long do I have to return something?"
LONGEST_S = "60"


class Model(BaseHTTPRequestHandler):
    """Speaks the protocol of a language model: the evidence, a pause until `go_on`, the evidence again."""

    go_on = threading.Event()

    def log_message(self, *_: object) -> None:
        return

    def do_POST(self) -> None:
        body = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
        evidence = json.loads(body["messages"][1]["content"])["evidence"][0]
        self.send_response(200)
        self.end_headers()
        self.say(f"{evidence} {evidence[:20]}")
        self.go_on.wait(float(LONGEST_S))
        self.say(evidence[20:])
        self.wfile.write(b"data: [DONE]\n\n")

    def say(self, text: str) -> None:
        event = {"choices": [{"delta": {"content": text}}]}
        self.wfile.write(b"data: " + json.dumps(event).encode() + b"\n\n")
        self.wfile.flush()


@pytest.fixture(scope="module", autouse=True)
def model(running_stack: Stack) -> Iterator[None]:
    """The action server asks a local model that writes in two parts."""
    server = ThreadingHTTPServer(("127.0.0.1", 0), Model)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    url = f"http://127.0.0.1:{server.server_port}/v1"
    with running_stack.setting("actions", AISLE_GENERATOR=url, AISLE_GENERATOR_TIMEOUT_S=LONGEST_S):
        yield
    server.shutdown()
    server.server_close()


def test_an_answer_is_shown_while_it_is_written_and_read_out_when_it_is_whole(widget: Widget) -> None:
    Model.go_on.clear()
    widget.field.fill(QUESTION)
    widget.field.press("Enter")
    draft = widget.root.locator(".bubble.draft")
    expect(draft).to_contain_text("30 days")
    # The log is what screen readers announce from: a half sentence is not in it.
    log = widget.panel.get_by_role("log")
    expect(log).to_have_attribute("aria-live", "polite")
    expect(log).not_to_contain_text("30 days")
    check(widget.page)
    Model.go_on.set()
    expect(widget.replies.last).to_contain_text("30 days")
    expect(draft).to_have_count(0)
    expect(log).to_contain_text("30 days")
    expect(widget.replies.last.locator("details")).not_to_have_count(0)


def test_a_reload_in_the_middle_of_an_answer_loses_nothing(widget: Widget) -> None:
    Model.go_on.clear()
    widget.field.fill(QUESTION)
    widget.field.press("Enter")
    expect(widget.root.locator(".bubble.draft")).to_contain_text("30 days")
    widget.page.reload()
    expect(widget.own.last).to_contain_text(QUESTION)
    Model.go_on.set()
    expect(widget.replies.last).to_contain_text("30 days")
    expect(widget.own.filter(has_text=QUESTION)).to_have_count(1)
    expect(widget.root.locator(".bubble", has_text="30 days")).to_have_count(1)
