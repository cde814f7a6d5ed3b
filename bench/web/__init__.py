"""Measuring `web` as browsers see it: many open widgets, and one page with and without the widget."""
