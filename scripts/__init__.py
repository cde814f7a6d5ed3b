"""Programs of the project that people run through make."""
