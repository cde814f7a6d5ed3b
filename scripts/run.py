"""Starts the processes of the Procfile, says when the shop is open, and stops all of them on Ctrl-C."""

from __future__ import annotations

import os
import socket
import sys
import threading
import time
import urllib.error
import urllib.request
from pathlib import Path

from honcho import environ
from honcho.manager import Manager

from settings import ROOT, Settings, get_settings

READY_WITHIN_S = 120
POLL_S = 0.5


def busy_ports(settings: Settings) -> list[int]:
    """Those of our ports that something already listens on."""
    busy = []
    for port in (settings.port, settings.rasa_port, settings.actions_port):
        with socket.socket() as probe:
            if probe.connect_ex(("127.0.0.1", port)) == 0:
                busy.append(port)
    return busy


def announce(settings: Settings) -> None:
    """Wait until every part is ready, then print where the demo shop is."""
    address = f"http://{settings.host}:{settings.port}"
    end = time.monotonic() + READY_WITHIN_S
    while time.monotonic() < end:
        try:
            with urllib.request.urlopen(f"{address}/healthz", timeout=POLL_S * 4) as answer:
                if answer.status == 200:
                    print(_welcome(address), flush=True)
                    return
        except (OSError, urllib.error.URLError):
            time.sleep(POLL_S)
    print(f"Still not ready after {READY_WITHIN_S} s; {address}/healthz says what is missing.", flush=True)


def _welcome(address: str) -> str:
    password = ROOT / "var" / "desk-password.txt"
    desk = f"{address}/desk"
    if password.exists():
        desk += f"   (demo agent: {password.read_text().strip()})"
    shop = f"\n  The demo shop is open:  {address}/\n  The agents' desk:       {desk}\n"
    return f"{shop}  Ctrl-C stops everything.\n"


def main() -> int:
    """Run until a signal or until one process ends; returns the exit status."""
    settings = get_settings()
    busy = busy_ports(settings)
    if busy:
        names = ", ".join(str(port) for port in busy)
        print(
            f"Port {names} is in use. Stop what runs there, "
            "or set AISLE_PORT, AISLE_RASA_PORT or AISLE_ACTIONS_PORT."
        )
        return 2
    manager = Manager()
    environment = {**os.environ, "PYTHONUNBUFFERED": "1"}
    for name, command in environ.parse_procfile((ROOT / "Procfile").read_text()).processes.items():
        manager.add_process(name, command, quiet=False, env=environment, cwd=str(ROOT))
    threading.Thread(target=announce, args=(settings,), daemon=True).start()
    manager.loop()
    return int(manager.returncode or 0)


if __name__ == "__main__":
    sys.path.insert(0, str(Path(__file__).resolve().parent.parent))
    sys.exit(main())
