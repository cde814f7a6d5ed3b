"""The public face of Aisle: chat API and sockets, agent desk, demo storefront; one aiohttp application."""
