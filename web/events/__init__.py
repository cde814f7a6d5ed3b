"""What shops' pages tell of visits, with the shopper's consent only: kept, read, and deleted again."""
