"""Questions about the evidence, answered by pure functions; a `View` computes each answer once."""
