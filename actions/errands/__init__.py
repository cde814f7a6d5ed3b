"""Errands: small declarations of what a shopper may have done, and one loop that carries them out."""
