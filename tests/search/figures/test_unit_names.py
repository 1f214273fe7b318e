"""What people call the units of a library."""

import pytest

from search.figures.unit_names import UnitNames, branch_names, offices, unit_forms

_CITY, _LAKE, _PORT = "云浦市公安局", "云浦市公安局望湖分局", "云浦市公安局机场分局"


@pytest.mark.parametrize(
    ("unit", "called"),
    [
        (_LAKE, ["望湖", "望湖分局", "望湖区", "望湖公安", "云浦望湖分局", "云浦市望湖分局"]),
        ("云浦市公安局崇川区分局", ["崇川", "崇川区", "崇川分局", "崇川区分局"]),
        ("云浦市公安局高新技术产业开发区分局", ["高新", "高新分局", "高新区分局", "高新区"]),
        (
            "云浦市公安局滨江经济技术开发区分局",
            ["经开分局", "滨江经开区", "云浦滨江经济技术开发区"],
        ),
        ("云浦市公安局交通警察支队", ["云浦交警", "云浦交警支队", "云浦市交通警察支队"]),
        ("云浦市公安局城东经济开发区分局", ["城东经开", "城东经开区分局"]),
        ("云浦市公安局城东派出所", ["城东派出所", "云浦城东派出所"]),
    ],
)
def test_a_branch_is_called_by_its_own_place(unit: str, called: list[str]) -> None:
    assert set(called) <= unit_forms((unit,))


def test_a_branch_is_not_called_by_the_place_of_its_bureau() -> None:
    units = UnitNames({unit: () for unit in (_CITY, _LAKE, _PORT)}, {})
    assert units.called("云浦", "source") == [_CITY]
    assert units.called("望湖", "source") == [_LAKE]


def test_a_word_that_goes_on_names_no_zone() -> None:
    units = UnitNames({"云浦市公安局高新技术产业开发区分局": ()}, {})
    assert list(units.apart("高新2024电诈")) == ["", "高新", "2024电诈"]
    assert list(units.apart("高新技术企业警务室")) == ["高新技术企业警务室"]
    rails = UnitNames({"雁坪铁路公安处": ()}, {})
    assert rails.in_full("铁路2023年电诈") == "雁坪铁路公安处2023年电诈"
    assert rails.in_full("铁路沿线盗窃") == "铁路沿线盗窃"


def test_an_everyday_word_names_no_branch() -> None:
    assert "机场" not in unit_forms((_PORT,)) and "机场分局" in unit_forms((_PORT,))


@pytest.mark.parametrize("unit", [_CITY, "海安县公安局", "《岭东日报》", "国务院"])
def test_a_bureau_is_no_branch(unit: str) -> None:
    assert branch_names(unit) == ()


@pytest.mark.parametrize(
    ("question", "meant"),
    [
        ("2024年哪个分局电诈发案最多", (_PORT, _LAKE)),
        ("全市命案全破几年了", (_CITY,)),
        ("电诈立案哪家最多", ()),
    ],
)
def test_a_question_means_branches_or_their_bureau(question: str, meant: tuple[str, ...]) -> None:
    units = UnitNames({unit: () for unit in (_CITY, _LAKE, _PORT, "《岭东日报》")}, {})
    assert set(units.meant(question)) == set(meant)


def test_a_bureau_is_the_whole_of_its_branches_alone() -> None:
    units = UnitNames({unit: () for unit in (_CITY, _LAKE, _PORT, "海安县公安局")}, {})
    assert units.whole_of((_CITY, _LAKE, _PORT)) == _CITY
    assert units.whole_of((_CITY, _LAKE)) is None
    assert units.whole_of((_CITY, _LAKE, _PORT, "海安县公安局")) is None


_HILL, _RIVER = "岭上县公安局", "溪口县公安局"


def test_a_question_for_counties_means_no_city_and_no_branch() -> None:
    units = UnitNames({unit: () for unit in (_CITY, _LAKE, _HILL, _RIVER, "《岭东日报》")}, {})
    assert units.meant("哪个县安全感最高") == (_HILL, _RIVER)
    assert units.meant("2024年电诈损失最大的县") == (_HILL, _RIVER)
    assert units.meant("哪个县级市安全感最高") == ()
    assert units.meant("两个县2022年立案") == (_HILL, _RIVER)
    assert units.meant("三个县2022年立案") == ()  # of no kind of which there are so many
    alone = UnitNames({unit: () for unit in (_CITY, _HILL)}, {})
    assert alone.meant("哪个县安全感最高") == ()  # one county is not set beside itself


def test_a_question_for_cities_means_those_that_the_library_holds() -> None:
    cities = (_CITY, "北川市公安局", "南浦市公安局")
    units = UnitNames({unit: () for unit in (*cities, _LAKE, _HILL)}, {}, (*cities[:2], _HILL))
    for question in ("两个市局2022年立案", "全省各市反诈", "哪个市反诈做得好", "各地级市立案"):
        assert set(units.meant(question)) == set(cities[:2]), question
    for question in ("四个市县局反诈", "三个市局立案", "各市场巡查"):
        assert units.meant(question) == (), question
    regions = {path: () for path in ("甲省/云浦市", "甲省/北川市", "甲省/云浦市/南浦市")}
    held = UnitNames({unit: () for unit in cities}, regions)
    wide, every = set(cities[:2]), set(cities)
    for question, own in (
        ("哪个地级市立案最多", wide),
        ("设区的市2022年立案", wide),
        ("市级公安局谁立案多", wide),
        ("立案最少的地市", wide),
        ("哪个地市立案最少", wide),
        ("立案最少的市局", every),  # and not the one bureau that has branches
        ("两个市局2022年立案", wide),  # of which there are exactly two
        ("三个市局2022年立案", every),
        ("各市立案", every),
        ("哪个县级市立案多", set()),  # of one alone
    ):
        assert set(held.meant(question)) == own, question
    # In which city one lies may be told by its reports alone.
    own = {"南浦市公安局": ("甲省", "甲省/云浦市"), _CITY: ("甲省", "甲省/云浦市")}
    told = UnitNames({unit: () for unit in cities}, {}, cities, own)
    assert set(told.meant("哪个地市立案最少")) == wide


def test_the_figures_of_a_city_hold_those_of_its_parts() -> None:
    units = UnitNames({unit: () for unit in (_CITY, _LAKE, _HILL, "北川市公安局")}, {})
    assert units.containing((_CITY, _LAKE)) == (_CITY,)
    assert units.containing((_HILL, _CITY)) == (_CITY,)  # no region says whose county it is
    assert units.containing((_HILL, _RIVER)) == ()
    assert units.containing((_HILL, "北川市公安局")) == ()  # the library is of 云浦
    assert units.containing(("北川市公安局", _LAKE)) == ()
    regions = {path: () for path in ("甲省/北川市/岭上县", "甲省/云浦市")}
    held = UnitNames({unit: () for unit in (_CITY, _HILL, "北川市公安局")}, regions)
    assert held.containing((_CITY, _HILL, "北川市公安局")) == ("北川市公安局",)


def test_names_typed_apart_are_of_two_units_where_others_are_named() -> None:
    units = UnitNames({unit: () for unit in (_CITY, _LAKE, "溪岭县公安局")}, {})
    apart = units.apart_as_typed
    assert apart("云浦市 望湖 溪岭 反诈")[1::2] == ["云浦市", "望湖", "溪岭"]
    assert apart("云浦市望湖、溪岭反诈")[1::2] == ["云浦市望湖", "溪岭"]
    assert apart("云浦市 望湖 反诈")[1::2] == ["云浦市望湖"]


def test_names_without_a_sign_between_them_are_each_one() -> None:
    branch = "昌溧市公安局经开区分局"
    units = UnitNames({_CITY: (), _LAKE: (), "昌溧市公安局": (), branch: ()}, {})
    apart = units.apart_as_typed
    assert apart("云浦望湖昌溧经开区反诈")[1::2] == ["云浦", "望湖", "昌溧", "经开区"]
    assert apart("云浦望湖、昌溧经开区反诈")[1::2] == ["云浦望湖", "昌溧经开区"]


def test_an_everyday_word_listed_with_units_is_the_one_of_its_kind() -> None:
    units = UnitNames({_CITY: (), _HILL: (), "雁坪铁路公安处": ()}, {})
    apart = units.apart_as_typed
    assert apart("云浦、铁路的电诈立案")[1::2] == ["云浦", "雁坪铁路公安处"]
    assert apart("云浦 铁路 2022 反诈")[1::2] == ["云浦", "雁坪铁路公安处"]
    assert apart("云浦铁路护路")[1::2] == ["云浦"]
    two = UnitNames({_CITY: (), "雁坪铁路公安处": (), "溪岭铁路公安处": ()}, {})
    assert two.apart_as_typed("云浦、铁路的电诈立案")[1::2] == ["云浦"]


def test_a_province_before_a_city_and_a_branch_without_one_are_left_out() -> None:
    names = UnitNames({"岷东省鹤浦市公安局": [], "棠桥分局": [], "机场分局": []}, {})
    for name in ("鹤浦", "鹤浦市", "鹤浦市公安局"):
        assert names.called(name, "source") == ["岷东省鹤浦市公安局"]
    assert names.called("棠桥", "source") == ["棠桥分局"]
    assert "机场" not in names


def test_branches_of_zones_and_police_of_railways_are_called_by_their_places() -> None:
    zone = "澄沅市公安局临港开发区分局"
    units = UnitNames({zone: (), "江州市公安局江州开发区分局": (), "雁坪铁路公安处": ()}, {})
    assert units.called("临港", "source") == units.called("临港分局", "source") == [zone]
    assert units.called("雁坪铁路", "source") == ["雁坪铁路公安处"]
    assert "江州" not in units and "铁路" not in units  # of a whole city, and of any railway


@pytest.mark.parametrize("office", ["新闻办", "新闻办公室", "宣传处", "政治部", "指挥中心"])
def test_what_the_press_office_of_a_bureau_tells_is_of_the_bureau(office: str) -> None:
    unit = f"墨川市公安局{office}"
    assert {"墨川", "墨川市", "墨川市公安局"} <= unit_forms((unit,))
    assert offices((unit,)) == (unit,)


def test_a_detachment_is_no_press_office() -> None:
    assert "墨川市公安局" not in unit_forms(("墨川市公安局政治保卫支队",))
