"""Questions about the evidence, answered by pure functions. `View` asks each once."""
