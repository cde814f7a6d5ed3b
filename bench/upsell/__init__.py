"""What the suite ``upsell`` compares with: other recommenders and classifiers, and baskets of any size."""
