"""The learned models: embedder, generator, recommender, purchase likelihood and the upsell rule.

Knows nothing of Rasa or aiohttp. Nothing is loaded on import.
"""
