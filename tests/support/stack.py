"""The whole of Aisle, running for a test session: three real processes on free ports."""

from __future__ import annotations

import json
import os
import shutil
import socket
import sqlite3
import subprocess
import tempfile
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from hashlib import sha256
from pathlib import Path
from typing import Any, Literal

import httpx

ROOT = Path(__file__).resolve().parents[2]
CACHE = ROOT / "var" / "cache" / "tests"
PYTHON = str(ROOT / ".venv" / "bin" / "python")
READY_WITHIN_S = 120.0
STOP_WITHIN_S = 15.0
# `web` remembers for half a second how its parts are: what it says right after a restart is of before it.
HEALTH_REMEMBERED_S = 0.6
AGENT_EMAIL = "kim@larkfield.example"
AGENT_PASSWORD = "correct horse battery staple"
IDENTITY_SECRET = "test-identity-secret-of-enough-length"
# A retail store that nobody here made, which is not part of the repository.
TAU2 = ROOT.parent / "shared" / "data" / "tau2_retail"

TAU2_SETTINGS = {
    "AISLE_POLICY": str(ROOT / "shop" / "policies" / "tau2_retail.yml"),
    "AISLE_DOCUMENTS": str(TAU2),
    "AISLE_DEMO": "false",
}

COMMANDS = {
    "rasa": ["scripts/serve-rasa"],
    "actions": [PYTHON, "-m", "actions"],
    "web": [PYTHON, "-m", "web"],
}


def free_port() -> int:
    """A port nobody listens on right now."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def content_hash(*patterns: str) -> str:
    """SHA-256 over the files that match, names and contents."""
    digest = sha256()
    for pattern in patterns:
        for path in sorted(ROOT.glob(pattern)):
            if path.is_file():
                digest.update(str(path.relative_to(ROOT)).encode())
                digest.update(path.read_bytes())
    return digest.hexdigest()[:24]


@dataclass
class Stack:
    """Addresses, environment and processes of one running Aisle."""

    var: Path
    ports: dict[str, int] = field(default_factory=lambda: {name: free_port() for name in COMMANDS})
    processes: dict[str, subprocess.Popen[bytes]] = field(default_factory=dict)
    extra: Mapping[str, str] = field(default_factory=dict)
    store: Literal["demo", "tau2"] = "demo"

    @property
    def url(self) -> str:
        """Where `web` listens."""
        return f"http://127.0.0.1:{self.ports['web']}"

    @property
    def shop_db(self) -> Path:
        """The shop's SQLite file."""
        return self.var / "shop.db"

    @property
    def snapshot(self) -> Path:
        """Where `snapshot_shop` keeps its copy."""
        return self.var / "shop.snapshot.db"

    @property
    def environment(self) -> dict[str, str]:
        """What every process is started with."""
        kept = {name: value for name, value in os.environ.items() if not name.startswith("AISLE_")}
        return {
            **kept,
            "AISLE_VAR": str(self.var),
            "AISLE_PORT": str(self.ports["web"]),
            "AISLE_RASA_PORT": str(self.ports["rasa"]),
            "AISLE_ACTIONS_PORT": str(self.ports["actions"]),
            "AISLE_RASA_MODEL": str(ROOT / "var" / "models" / "rasa" / "aisle.tar.gz"),
            "AISLE_SESSION_SECRET": "test-session-secret-of-enough-length",
            "AISLE_IDENTITY_SECRET": IDENTITY_SECRET,
            # One machine plays all shoppers of the session.
            "AISLE_CONVERSATIONS_PER_MINUTE": "100000",
            "AISLE_MESSAGES_PER_MINUTE": "100000",
            "AISLE_LOGINS_PER_MINUTE": "1000",
            "OMP_NUM_THREADS": "1",
            "TOKENIZERS_PARALLELISM": "false",
            "PYTHONPATH": str(ROOT),
            "PYTHONUNBUFFERED": "1",
            **(TAU2_SETTINGS if self.store == "tau2" else {}),
            **self.extra,
        }

    def forget_agent(self, email: str) -> None:
        """Take an account out of the team; the shop's own commands only deactivate it."""
        with sqlite3.connect(self.var / "chat.db") as database:
            database.execute("PRAGMA foreign_keys=ON")
            database.execute("DELETE FROM agents WHERE email = ?", (email,))

    def run(self, *arguments: str, stdin: str | None = None) -> str:
        """Run ``python -m ...`` with the stack's environment; raises with its output when it fails."""
        done = subprocess.run(
            [PYTHON, "-m", *arguments],
            cwd=ROOT,
            env=self.environment,
            input=stdin,
            capture_output=True,
            text=True,
            check=False,
        )
        if done.returncode != 0:
            raise RuntimeError(f"python -m {' '.join(arguments)} failed:\n{done.stdout}\n{done.stderr}")
        return done.stdout

    def prepare(self) -> None:
        """Fill the folder: shop, documents, recommender, desk; whatever takes long comes from the cache."""
        self.var.mkdir(parents=True, exist_ok=True)
        sources = content_hash(
            "shop/**/*.py", "shop/**/*.yml", "knowledge/**/*", "models/**/*.py", "models/artifacts/answers/*"
        )
        template = CACHE / (sources if self.store == "demo" else f"{self.store}-{sources}")
        if not (template / "complete").exists():
            self._fill_template(template)
        for name in ("shop.db", "chroma", "models"):
            source = template / name
            (shutil.copytree if source.is_dir() else shutil.copy2)(source, self.var / name)
        self.run("web", "migrate")
        account = ("--name", "Kim", "--role", "admin", "--password-stdin")
        self.run("web", "agent", "add", AGENT_EMAIL, *account, stdin=AGENT_PASSWORD)

    def _fill_template(self, template: Path) -> None:
        """Fill it aside and put it in place at once: two test sessions may do so at the same time."""
        template.parent.mkdir(parents=True, exist_ok=True)
        aside = Path(tempfile.mkdtemp(prefix=f"{template.name}.", dir=template.parent))
        filler = Stack(aside, extra=self.extra, store=self.store)
        filler.run("shop", "migrate")
        if self.store == "tau2":
            filler.run("shop", "import", str(TAU2 / "db.json"))
            filler.run("knowledge", "ingest", str(TAU2))
        else:
            filler.run("shop", "demo")
            filler.run("knowledge", "ingest", "knowledge/policies")
        filler.run("models", "train", "recommender")
        with sqlite3.connect(aside / "shop.db") as database:
            database.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        (aside / "complete").touch()
        try:
            aside.rename(template)
        except OSError:
            shutil.rmtree(aside)
            if not (template / "complete").exists():
                raise

    def start(self, *names: str) -> None:
        """Start those processes (all when none is named); their output goes to files under logs/."""
        (self.var / "logs").mkdir(exist_ok=True)
        for name in names or tuple(COMMANDS):
            with (self.var / "logs" / f"{name}.log").open("ab") as log:
                self.processes[name] = subprocess.Popen(
                    COMMANDS[name], cwd=ROOT, env=self.environment, stdout=log, stderr=log
                )

    def stop(self, *names: str, kill: bool = False) -> None:
        """End those processes by their pid (all when none is named)."""
        for name in names or tuple(self.processes):
            process = self.processes.pop(name, None)
            if process is None:
                continue
            process.kill() if kill else process.terminate()
            try:
                process.wait(STOP_WITHIN_S)
            except subprocess.TimeoutExpired:
                process.kill()
                process.wait()

    @contextmanager
    def setting(self, *names: str, **values: str) -> Iterator[None]:
        """Run those processes (`web` when none is named) with these variables, and afterwards as before."""
        before = self.extra
        try:
            self.extra = {**before, **values}
            self._again(*names or ("web",))
            yield
        finally:
            self.extra = before
            self._again(*names or ("web",))

    def _again(self, *names: str) -> None:
        self.stop(*names)
        self.start(*names)
        self.wait_ready()

    def wait_ready(self, within_s: float = READY_WITHIN_S) -> None:
        """Wait until /healthz says that every part is ready. Raises with the tail of the logs."""
        time.sleep(HEALTH_REMEMBERED_S)
        end, health = time.monotonic() + within_s, "nothing"
        while time.monotonic() < end:
            dead = [name for name, process in self.processes.items() if process.poll() is not None]
            if dead:
                break
            try:
                answer = httpx.get(f"{self.url}/healthz", timeout=5)
                health = answer.text
                if answer.status_code == 200:
                    return
            except httpx.HTTPError:
                pass
            time.sleep(0.25)
        raise RuntimeError(f"not ready (healthz: {health})\n{self.logs()}")

    def logs(self, lines: int = 30) -> str:
        """The end of each process's output."""
        parts = []
        for name in COMMANDS:
            path = self.var / "logs" / f"{name}.log"
            if path.exists():
                tail = path.read_text(errors="replace").splitlines()[-lines:]
                parts.append(f"--- {name}\n" + "\n".join(tail))
        return "\n".join(parts)

    def snapshot_shop(self) -> Path:
        """Copy the shop's database aside, to be put back between tests."""
        _backup(self.shop_db, self.snapshot)
        return self.snapshot

    def restore_shop(self, snapshot: Path) -> None:
        """Put the shop back as it was, while the processes run."""
        _backup(snapshot, self.shop_db)

    def export(self) -> dict[str, Any]:
        """The store as `python -m shop export` writes it."""
        from shop.exporting import export_file

        target = self.var / "export.json"
        export_file(f"sqlite:///{self.shop_db}", target)
        exported: dict[str, Any] = json.loads(target.read_text(encoding="utf-8"))
        return exported


def _backup(source: Path, target: Path) -> None:
    with sqlite3.connect(source) as origin, sqlite3.connect(target, timeout=10) as copy:
        origin.backup(copy)
    origin.close()
    copy.close()
