"""The encoder of answers: MiniLM tuned, on invented shops, to put questions beside what answers them."""
