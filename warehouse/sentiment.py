"""The sentiment of one customer message: a lexicon of English, asked only about English texts.

A pure function of the text, `score(text) -> (language, score)`; both libraries bring their data
with them and load nothing from the network. How often it is right, and where it is not, is measured
by `tests/python/test_sentiment.py` on labelled messages.
"""

from __future__ import annotations

from functools import cache
from importlib.metadata import version

from py3langid.langid import MODEL_FILE, LanguageIdentifier
from vaderSentiment.vaderSentiment import SentimentIntensityAnalyzer

# Raise the rule's number with every change of this file that changes a score: what was scored under
# another version is scored anew.
VERSION = f"vaderSentiment {version('vaderSentiment')}, py3langid {version('py3langid')}, rule 1"

# Few languages are told apart better than 140: those that customers of shops in Europe write most,
# and one of each script. A text in another one still goes to its nearest, not to English.
LANGUAGES = (
    "en", "de", "fr", "es", "it", "nl", "pt", "pl", "sv", "da", "no", "fi", "cs", "tr", "ro", "hu",
    "hr", "el", "ru", "uk", "ar", "he", "ja", "zh", "ko",
)  # fmt: skip

# The identifier believes itself above this: of the labelled messages none is wrong there. Below lie
# texts of a word or two, which are English if the lexicon knows a word of them and English is at
# least half as likely as the likeliest language ("Perfect": yes; "No funciona": no).
CONFIDENT = 0.5

# What ISO 639 calls a text without language: emoji and smileys.
NO_LANGUAGE = "zxx"


@cache
def _identifier() -> LanguageIdentifier:
    identifier = LanguageIdentifier.from_model_file(MODEL_FILE, norm_probs=True)
    identifier.set_languages(LANGUAGES)
    return identifier


@cache
def _lexicon() -> SentimentIntensityAnalyzer:
    return SentimentIntensityAnalyzer()


def _feeling(text: str) -> float | None:
    """The lexicon's score from -1 to 1; None if it knows no word or emoji of the text."""
    scores = _lexicon().polarity_scores(text)
    if scores["pos"] == 0 and scores["neg"] == 0:
        return None
    return float(scores["compound"])


def score(text: str) -> tuple[str | None, float | None]:
    """Language (ISO 639, None if it cannot be told) and sentiment (-1 to 1, None if unknown).

    English without any word of feeling is 0, neutral. A language that the lexicon does not know has
    no score, and neither has a text that says nothing: digits, an address, an emoji nobody rated.
    """
    if not any(character.isalpha() for character in text):
        # The lexicon takes some numbers for slang: the zeros of a telephone number have no mood.
        feeling = None if any(character.isdigit() for character in text) else _feeling(text)
        return (None, None) if feeling is None else (NO_LANGUAGE, feeling)
    likeliest: list[tuple[str, float]] = _identifier().rank(text)
    language, likelihood = likeliest[0]
    if likelihood >= CONFIDENT:
        return language, (_feeling(text) or 0.0) if language == "en" else None
    feeling = _feeling(text)
    if feeling is None or dict(likeliest)["en"] < likelihood / 2:
        return None, None
    return "en", feeling
