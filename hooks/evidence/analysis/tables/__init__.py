"""The evidence as tables."""
