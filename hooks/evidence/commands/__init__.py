"""What people run: each module is one command."""
