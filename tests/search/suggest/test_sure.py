"""What can only have been meant in one way is searched at once; what is right stays as typed."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from search.request import SearchRequest
from search.searcher import Searcher

TEXTS = (
    "夜枭行动对夜间盗窃电动车开展专项打击，打掉团伙21个。",
    "组建侨乡直通车服务队，设便民服务点19个。",
    "扎实开展“一盔一带”守护行动，查处不戴头盔5.4万起。",
    "“渠心哨所”增至四十一处，先期处置警情三千二百起。",
    "推出“侨胞云窗口”，全程网办18.4万件。",
    "“三色预警”为群众避免损失7.4亿元，反诈宣传覆盖全部社区。",
    "清溪县公安局连续七年命案全破，正确履行职责，扩大事业部。",
    "清溪县公安局年高级职称评定如期完成。",
)


@pytest.fixture(scope="module")
def searcher(texts_opened: Callable[..., Searcher]) -> Searcher:
    return texts_opened(TEXTS)


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("夜袅行动", "夜枭行动"),  # looks alike, and no word of three ends there
        ("侨乡直通军", "侨乡直通车"),
        ("渠心哨索", "渠心哨所"),
        ("渠哨心所", "渠心哨所"),  # changed places
        ("侨胞云云窗口", "侨胞云窗口"),  # typed twice
        ("桥胞云窗扣", "侨胞云窗口"),  # two of five
        ("侨胞yunchuangkou", "侨胞云窗口"),
        ("qu'xin shaosuo", "渠心哨所"),
        ("ykyd", "一盔一带"),  # no entry of the vocabulary: known by its quotation marks
        ("qxss", "渠心哨所"),
    ],
)
def test_one_slip_is_mended_at_once(searcher: Searcher, typed: str, meant: str) -> None:
    result = searcher.search(SearchRequest(typed))
    assert result.query.corrected == meant
    assert result.total == searcher.search(SearchRequest(meant)).total > 0


@pytest.mark.parametrize(
    "typed",
    [
        "正确率",  # no 正确履 of 正确履行
        "高年级",
        "四色预警",
        "连续几年命案全破",
        "小事也不出",
        "盔带",
        "百姓议事亭",
        "AI预警",
    ],
)
def test_what_is_right_stays_as_typed(searcher: Searcher, typed: str) -> None:
    result = searcher.search(SearchRequest(typed))
    assert result.query.corrected is None
    assert not [s for s in result.query.suggestions if s.reason in ("typo", "shape", "order")]
