"""Bridges to desks and systems a team has already: signed webhooks out, Chatwoot's agent bot in."""
