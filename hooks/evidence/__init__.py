"""The evidence: loaded, checked and said. Nothing in this package knows MkDocs; see docs/decisions/ for the layers."""
