"""Deterministic generator of sample raw exports: one electronics shop, its helpdesk and its chat.

Run ``python -m tools.generate_exports --help``. The same seed and scale give the same bytes.
"""
