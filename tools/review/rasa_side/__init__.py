"""Programs that run in Rasa's environment; they import nothing of Aisle but ``dialogue``."""
