"""The agents' desk: who may sit there, who waits, who has whom, and what helps them answer."""
