"""Somebody at the widget and somebody at the desk, over the real HTTP interfaces."""

from __future__ import annotations

import time
from typing import Any, Self

import httpx
import jwt

from tests.support.stack import AGENT_EMAIL, AGENT_PASSWORD, IDENTITY_SECRET

TIMEOUT_S = 20.0


def identity_token(user_id: str, *, secret: str = IDENTITY_SECRET, lifetime_s: float = 600) -> str:
    """What a shop's own server would sign for a logged-in customer."""
    claims = {"sub": user_id, "aud": "aisle", "exp": int(time.time() + lifetime_s)}
    return jwt.encode(claims, secret, algorithm="HS256")


class Shopper:
    """One conversation from the shopper's side."""

    def __init__(
        self,
        url: str,
        *,
        user_id: str | None = None,
        consent: bool | None = None,
        page: str | None = None,
        language: str | None = None,
    ) -> None:
        self._client = httpx.Client(base_url=url, timeout=TIMEOUT_S)
        body: dict[str, Any] = {}
        if user_id:
            body["identity_token"] = identity_token(user_id)
        if consent is not None:
            body["consent"] = {"personalisation": consent}
        if page:
            body["page"] = {"product_id": page}
        if language:
            body["language"] = language
        created = self._client.post("/api/conversations", json=body)
        created.raise_for_status()
        self.id: str = created.json()["id"]
        self.token: str = created.json()["token"]
        self.headers = {"Authorization": f"Bearer {self.token}"}
        self.last: list[dict[str, Any]] = []

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self._client.close()

    def post(self, text: Any, **more: Any) -> httpx.Response:
        """Send a message as it is and return the raw response."""
        return self._client.post(
            f"/api/conversations/{self.id}/messages", json={"text": text, **more}, headers=self.headers
        )

    def say(self, text: str) -> list[dict[str, Any]]:
        """Send a message and return the reply's messages."""
        response = self.post(text)
        assert response.status_code == 200, response.text
        self.last = response.json()["messages"]
        return self.last

    def end(self) -> None:
        """They are done; nobody waits for a person any more."""
        answer = self._client.post(f"/api/conversations/{self.id}/end", headers=self.headers)
        assert answer.is_success, answer.text

    def view(self, kind: str, seconds: float = 40) -> None:
        """Tell that a page of that kind (product, information, administrative) was looked at."""
        answer = self._client.post(
            f"/api/conversations/{self.id}/events",
            json={"type": "page_view", "kind": kind, "seconds": seconds},
            headers=self.headers,
        )
        assert answer.status_code == 204, answer.text

    def press(self, title: str) -> list[dict[str, Any]]:
        """Press the button of the last reply whose title contains the text."""
        return self.say(self.button(title)["payload"])

    def button(self, title: str) -> dict[str, str]:
        """The button of the last reply with that text in its title."""
        offered = [button for message in self.last for button in message.get("buttons", [])]
        for button in offered:
            if title.casefold() in button["title"].casefold():
                return button  # type: ignore[no-any-return]
        raise AssertionError(f"no button {title!r} among {[b['title'] for b in offered]}")

    def history(self) -> list[dict[str, Any]]:
        """All messages of the conversation."""
        messages: list[dict[str, Any]] = self.state()["messages"]
        return messages

    def send_photo(self, name: str, content: bytes) -> None:
        """Upload a JPEG."""
        path = f"/api/conversations/{self.id}/files"
        answer = self._client.post(path, files={"file": (name, content, "image/jpeg")}, headers=self.headers)
        assert answer.is_success, answer.text

    def rate(self, score: int) -> None:
        """Leave a rating."""
        path = f"/api/conversations/{self.id}/rating"
        answer = self._client.post(path, json={"score": score}, headers=self.headers)
        assert answer.is_success, answer.text

    def state(self) -> dict[str, Any]:
        """State, agent and all messages of the conversation."""
        response = self._client.get(f"/api/conversations/{self.id}/messages", headers=self.headers)
        assert response.status_code == 200, response.text
        return response.json()  # type: ignore[no-any-return]


class DeskAgent:
    """A signed-in agent at the desk."""

    def __init__(self, url: str, email: str = AGENT_EMAIL) -> None:
        self._client = httpx.Client(
            base_url=f"{url}/desk/api", timeout=TIMEOUT_S, headers={"X-Aisle-Desk": "1", "Origin": url}
        )
        answer = self._client.post("/login", json={"email": email, "password": AGENT_PASSWORD})
        assert answer.status_code == 200, answer.text

    def waiting(self) -> list[dict[str, Any]]:
        """The queue."""
        return self._get("/conversations?state=waiting")["conversations"]  # type: ignore[no-any-return]

    def show(self, conversation: str) -> dict[str, Any]:
        """One conversation with its messages."""
        return self._get(f"/conversations/{conversation}")

    def attempt(self, conversation: str, what: str, body: dict[str, Any]) -> httpx.Response:
        """Try ``what`` (take, messages, return) and get the raw response."""
        return self._client.post(f"/conversations/{conversation}/{what}", json=body)

    def take(self, conversation: str) -> None:
        """Take it over."""
        self._post(f"/conversations/{conversation}/take", {})

    def say(self, conversation: str, text: str) -> None:
        """Write to the shopper."""
        self._post(f"/conversations/{conversation}/messages", {"text": text})

    def give_back(self, conversation: str, note: str = "") -> None:
        """Return it to the assistant."""
        self._post(f"/conversations/{conversation}/return", {"note": note} if note else {})

    def close(self) -> None:
        """Leave the desk."""
        self._client.close()

    def _get(self, path: str) -> dict[str, Any]:
        answer = self._client.get(path)
        assert answer.status_code == 200, answer.text
        return answer.json()  # type: ignore[no-any-return]

    def _post(self, path: str, body: dict[str, Any]) -> None:
        answer = self._client.post(path, json=body)
        assert answer.status_code < 300, answer.text
