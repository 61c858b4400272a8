"""What workflows say on GitHub: one issue that is kept, one comment that is kept. Needs nothing but Python and GitHub's own
program gh, which has the token; reads text as data and runs none of it."""
