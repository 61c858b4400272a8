"""What people run: `python -m evidence.commands COMMAND`, one module a command."""
