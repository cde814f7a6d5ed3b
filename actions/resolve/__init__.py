"""From a shopper's words to the shop's records: none, one, or several."""
