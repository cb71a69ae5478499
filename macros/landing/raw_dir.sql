{#- The landing zone: var raw_dir, else the environment variable RAW_DIR, else the sample. -#}
{% macro raw_dir() -%}
    {{ return(var('raw_dir', none) or env_var('RAW_DIR', 'exports/sample')) }}
{%- endmacro %}


{#- Whether a place is an address in a bucket, not a path. -#}
{% macro is_bucket(place) -%}
    {{ return('://' in place) }}
{%- endmacro %}


{#- The files of the landing zone as SQL text of DuckDB's: a list of source_file, whose export it is
    by its path (source_system, source_instance, object_name), file_path, size_bytes, modified_us, content_hash. -#}
{% macro listed_exports() -%}
    {{ return(("list_bucket_files" if is_bucket(raw_dir()) else "list_export_files") ~ "('" ~ default__sql_text(raw_dir()) ~ "')") }}
{%- endmacro %}


{#- Whether statements may be run now: not while parsing, nor for `dbt compile`, docs or lint. -#}
{% macro is_building() -%}
    {{ return(execute and flags.WHICH in ('build', 'run', 'retry')) }}
{%- endmacro %}


{#- Stops the build with one sentence if raw_dir is not there, or if this database already holds the
    exports of another one: files that are gone keep their rows, so two shops would become one.
    Returns raw_dir as an absolute path, or as the address it is. -#}
{% macro check_raw_dir(landed_files) -%}
    {%- if is_building() -%}
        {%- set folder = raw_dir() -%}
        {%- set address = "'" ~ default__sql_text(folder) ~ "'" -%}
        {%- if is_bucket(folder) -%}
            {%- set problem = run_query(by_duckdb('bucket', "select bucket_problem(" ~ address ~ ") as problem")).rows[0][0] -%}
            {%- if problem -%}
                {{ exceptions.raise_compiler_error("The landing zone " ~ problem) }}
            {%- endif -%}
        {%- endif -%}
        {%- set path, files = run_query(by_duckdb(
            'landing_zone',
            "select " ~ ("rtrim(" ~ address ~ ", '/')" if is_bucket(folder) else "folder_path(" ~ address ~ ")")
            ~ " as path, len(" ~ listed_exports() ~ ") as files"
        )).rows[0] -%}
        {%- if path is none -%}
            {{ exceptions.raise_compiler_error(
                "The landing zone '" ~ folder ~ "' is not a folder: set RAW_DIR (or the var raw_dir) to the "
                ~ "folder that holds <source_system>/<object>/*.jsonl."
            ) }}
        {%- endif -%}
        {%- if files == 0 -%}
            {{ exceptions.warn("The landing zone '" ~ folder ~ "' holds no file at all: every model will be empty.") }}
        {%- endif -%}
        {%- if landed_files is not none -%}
            {%- set others = run_query(
                "select max(raw_dir) from " ~ landed_files ~ " where raw_dir <> '" ~ sql_text(path) ~ "'"
            ).rows[0][0] -%}
            {%- if others is not none and not var('adopt_raw_dir', false) -%}
                {{ exceptions.raise_compiler_error(
                    "This database holds the exports of '" ~ others ~ "', and the landing zone is now '" ~ path
                    ~ "': set WAREHOUSE_PATH to another file, or, if it is the same landing zone in a new place, "
                    ~ "build once with --vars 'adopt_raw_dir: true'."
                ) }}
            {%- endif -%}
        {%- endif -%}
        {{ return(path) }}
    {%- endif -%}
    {{ return(raw_dir()) }}
{%- endmacro %}
