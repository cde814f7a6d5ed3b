"""The sentence encoder of the dialogue: tuned to the shop's intents, then exported for Rasa's environment."""
