"""Scripted customers with errands on the imported store, and what must come of them."""
