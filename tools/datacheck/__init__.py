"""Contradictions in what Aisle is taught, found before anybody trains with them."""
