"""How well messages are understood: intents, details, requests, what is out of scope."""
