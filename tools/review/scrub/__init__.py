"""Personal data taken out of messages and replaced by invented data of the same kind."""

from tools.review.scrub.clean import Clean, clean

__all__ = ["Clean", "clean"]
