"""What workflows post on GitHub: one issue and one comment, each updated in place. Needs only Python and GitHub's program
gh, which has the token; reads text as data and runs none of it."""
