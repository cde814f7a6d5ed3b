"""The demo shop's pages: catalogue, help documents, sign-in; each carries the widget."""

from web.storefront.views import setup

__all__ = ["setup"]
