"""Files in Rasa's NLU format, read and edited as text so that comments, order and layout stay."""
