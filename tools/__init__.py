"""Command-line tools of this project; nothing here is needed to build the warehouse."""
