"""Scores each distinct text once: the only model above landing that is incremental.

The scorer is called by DuckDB itself, a vector of texts at a time, while it streams the table: no
text is collected in Python, so memory does not grow with their number.
"""

from contextlib import suppress

import duckdb

FUNCTION = "sentiment_of_text"


def model(dbt, session):
    """Texts without a score of today's scorer; their rows replace those of an older one."""
    texts = dbt.ref("int_message_texts_collected")
    try:
        from warehouse import sentiment
    except ModuleNotFoundError as missing:
        package = missing.name.split(".")[0]
        raise RuntimeError(
            f"Sentiment cannot be scored: the Python package {package} is not installed;"
            " install requirements.lock into this environment (make setup)."
        ) from None

    # A connection that has scored before has the function already.
    with suppress(duckdb.NotImplementedException):
        session.create_function(
            FUNCTION,
            lambda text: dict(zip(("language", "score"), sentiment.score(text), strict=True)),
            [duckdb.sqltypes.VARCHAR],
            duckdb.struct_type(
                {"language": duckdb.sqltypes.VARCHAR, "score": duckdb.sqltypes.DOUBLE}
            ),
        )

    if dbt.is_incremental:
        scored = session.query(
            f"select text_key from {dbt.this} where scorer_version = '{sentiment.VERSION}'"
        )
        texts = texts.set_alias("texts").join(
            scored.set_alias("scored"), "texts.text_key = scored.text_key", how="anti"
        )
    return texts.project(
        f"text_key, {FUNCTION}(text) as sentiment, '{sentiment.VERSION}' as scorer_version"
    ).project(
        "text_key, sentiment.language as language, scorer_version,"
        " cast(sentiment.score as decimal(18, 6)) as sentiment_score"
    )
