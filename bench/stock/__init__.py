"""The same assistant on Rasa's stock settings, to compare with."""
