"""The headline compares like with like, and says how far the data go."""

from __future__ import annotations

from tools.headline import ladder_in_words, limits_in_words

COUNTS = {
    "conversations": 1143, "unjudged": 120, "immature": 12, "judged_with_bot": 523,
    "deflected": 447, "resolved_by_bot": 334, "gap": 113, "falsely_deflected": 105,
    "deflected_of_all": 518, "matured": 1131,
}  # fmt: skip
EXPORTS = {
    "conversations_until": "2025-09-30", "orders_until": None, "exported": 1000, "quarantined": 4,
    "most_quarantined": "shopify/orders (main)",
}  # fmt: skip


def test_the_steps_of_the_ladder_are_over_the_same_conversations() -> None:
    deflected, resolved, gap, false_deflections, vendor = ladder_in_words(COUNTS)
    assert deflected.endswith("447 of 523 (85.5%)")
    assert resolved.endswith("334 of 523 (63.9%)")
    assert gap.endswith("113 of 523 (21.6%)")
    assert false_deflections.endswith("105 of 447 (23.5%) of the deflected")
    assert vendor.endswith("518 of 1,131 (45.8%)")


def test_it_says_how_far_the_data_go_and_what_is_not_in_them() -> None:
    assert limits_in_words(COUNTS, EXPORTS) == [
        "Conversations go up to 2025-09-30, orders up to none.",
        "120 of 1,143 (10.5%) conversations cannot be judged, 12 of them not yet.",
        "4 of 1,000 (0.4%) exported rows could not be used, most of shopify/orders (main) "
        "(rejections_by_reason).",
    ]
