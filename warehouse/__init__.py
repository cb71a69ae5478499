"""What a build needs besides SQL: dbt, DuckDB and Spark load it, or `make build` runs it first."""
