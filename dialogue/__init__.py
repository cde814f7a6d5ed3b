"""Aisle's own Rasa components. Runs in Rasa's environment and imports nothing else of Aisle."""
