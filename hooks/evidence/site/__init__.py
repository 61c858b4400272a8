"""The site: pages, files and search made from the evidence, and the folder they are written to."""
