"""Tools for the engineers who teach Aisle. Nothing of the running assistant imports them."""
