"""The reader: a small cross-encoder that tells how well a sentence answers a question."""
