"""What errands need, and how each need is filled from words, records or a question."""
