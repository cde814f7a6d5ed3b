"""What the assistant does: thin actions over the shop, its documents and its models."""
