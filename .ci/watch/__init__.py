"""What asks the network, once a week and never in a build: whether sources are still there, and what registers say now."""
