"""Larkfield, the demo shop: written by hand where words matter, generated from a seed where numbers do."""

from shop.demo.build import build_demo, write_demo

__all__ = ["build_demo", "write_demo"]
