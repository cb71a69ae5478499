"""Great Expectations over the raw exports (before a build) and over the marts (after it).

``python -m quality raw | marts | docs``, from the project's folder. Nothing about columns is
written here: the raw suites come from ``models/landing/*/_*__sources.yml``, what counts as a
decimal or a timestamp from ``macros/engine/parse.sql``, the mart suites from dbt's
``target/manifest.json``. By hand are only the few expectations in :mod:`quality.business`.
"""
