"""Recognise a question as people ask it, and the words in it that only ask.

A question is answered by paragraphs that share its content words, so it is never held to its exact
wording; 哪个, 多少, 吗 and their like are not looked for.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from indexer.text.normalizer import normalize
from search.rewrite.first_year import (
    OF_WHICH,
    UNIT,
    asking_part,
    course_subjects,
    first_year_subjects,
)

# 几 asks only before something counted, and not after a numeral (十几个) or 好 / 近.
_COUNTED = "个种类条项年月天日周次人名位起家岁件所处点级届批号层倍分小公万千百辆架座套台艘户宗例"
_INTERROGATIVE = re.compile(
    "(?<!不论)(?<!无论)(?<!不管)(?:"
    "哪[个些里儿边年月天次家位种座条国一几项部支类级届名方篇份本段组班站所队层批辆只台套件户艘场道]|哪[两二三四五六七八九十][一-龥]|什么|甚么|啥|多少"
    f"|(?<![许很最])多[久长大高远](?![度期])|(?<![十百千万好近第这那前后某下续])几[{_COUNTED}]"
    "|(?<=连续)几个?[年月](?=了?[?!。]*$)"
    "|如何|怎么|怎样|怎(?=[么样办])|咋|为什么|为何|为啥|谁|何[时地人处种故年月日国罪]|有何"
    "|是否|能否|可否|会否|有无|有没有|是不是|能不能|可不可以|会不会|要不要|该不该"
    ")"
)
_FINAL_PARTICLE = re.compile(r"(?:[吗呢]|(?<![这那要多什])么)[?!。]*$")
_OPEN_END = re.compile(r"(?:是|为|称)\?+$")  # 韩国被北韩称为？
_QUESTION_MARK = re.compile(r"\?[?!]*$")
_LATIN_QUESTION = re.compile(r"^(?:who|what|when|where|which|why|how|is|are|do|does|can)\b.*\?$")
# Words that ask without asking for anything: 任何, 无论如何, 没什么.
_NOT_ASKING = re.compile("任何|几何|无论如何|没什么|多少有点|谁都|怎么都|如何都|几乎|多大程度")
_LONGEST_MOST = 60  # characters of a question for the most
_LONG_CLAUSE = 10  # characters before a question mark that make a question without asking words

_QUESTION_WORD = re.compile(
    "哪(?:[个些里儿边年天家位种座条国项次部类]|一[个年]?|几个)?|[什甚]么样?|啥|多[少久长大高远]"
    "|几[个种类次年条项人名]?|如何|怎(?:么|么样|么办|样)?|咋|为什么|为何|为啥|谁的?"
    "|何[时地人处种故年月日国罪]?|有何"
    "|[是能可会]否|有无|有没有|是不是|能不能|可不可以|会不会|要不要|该不该"
    "|[搞弄]|[吗呢么吧啊呀]|请问|想问|想知道|告诉|一下|who|what|when|where|which|why|how"
)
_ONLY_ASKING = re.compile(f"(?>{_QUESTION_WORD.pattern}|[的了是])++")
_FIGURES = "0123456789一二两三四五六七八九十百千万亿"
_SPANS = "年月天日周时分秒小个"
_ANSWERS = tuple(
    (re.compile(asking), before, signs)
    for asking, before, signs in (
        ("[哪何几]一?[年天日月]|什么时[候间]|何时|时间是", "", "年月"),
        ("多久|最久|最快|最慢|(?:时间|时长|期限|连续).{0,4}[最多][长短]", _FIGURES, _SPANS),
        ("多少钱|几块钱", _FIGURES, "元"),
        ("比例|百分之|(?<!效)率.{0,4}(?:最|多少|多高)", "", "%"),
        ("多少|几[个种次人名条位岁起件家]|多[长大高远]|最[多少高低长短大小早晚]", "", _FIGURES),
    )
)
_MEASURES = "时间|时长|数量|人数|次数|比例|金额|规模"
_SUPERLATIVE = re.compile(f"({_MEASURES})((最)([多少高低长短大小快慢早晚久]))")
# 命案全破最久, 刑事案件最多的单位: ask without an asking word. Not 最高 in 最高人民法院.
MOST_OF = re.compile(
    rf"(?<=[\u4e00-\u9fff]{{2}})\s*(?P<way>最[长久多高低大少快慢短])"
    rf"(?:(?:的|的?是)(?:(?P<place>{UNIT})|(?P<year>年份|年度|那?一?年))?)?[?!。]*$"
)
# 最高峰是哪年, 历年最高值是多少, 最低点: other words for 最高 and 最低. 早高峰 asks nothing.
_IS = "(?:是|为|出现|发生|落|在|有|到|达)"
_LOWEST = "最[低小]值|最低点|谷底|历史低点"
_PEAK = (
    "(?<=[\u4e00-\u9fff]{2})(?<![于在到达创至])(?<!历[史年])(?:的?(?:历年来?|历史)上?的?)?"
    rf"的?(?:最高峰|顶峰|峰值|最[高大]值|最高点|历史高点|{_LOWEST}"
    rf"|(?<![早晚平期运])高峰(?=(?:年份?)?{_IS}*[哪何]))"
    rf"(?=(?:年份?|数值|数据)?{_IS}*(?:哪|何|什么|多少|几|谁)|[?!。]*$)"
)
_PEAK_SPAN, _LOWEST_SPAN = re.compile(_PEAK), re.compile(_LOWEST)
_BEFORE_ASKING = re.compile(f"(?<=最[高低])(?:年份?|数值|数据|{_IS})+(?=[哪何什多几谁])")
_UP_TO = re.compile("(?<=最[多高大少低小])(?:曾?(?:到|达到?|有)过?|时)(?=多少|几)")
# 最少的地市是哪家 asks no more than 最少的地市.
_ASKED_TWICE = re.compile(
    rf"(?<=最[长久多高大低少小快慢短]的)(?P<kind>{UNIT})的?[是为]?(?:谁|哪[一几]?[个家些里儿]?{UNIT}?)(?=[?!。]*$)"
)
# 最多的一年和单位, 最多 哪家哪年: which of all units, and in which year.
_A_PLACE = rf"(?:哪[一几]?[个家些]?)?{UNIT}|哪[家个]|谁"
_A_YEAR = "[哪那]?一?年份?|年度"
_BOTH = (
    rf"\s*(?:的?是|的)?\s*(?:(?:{_A_PLACE})[和与及、在是]*(?:{_A_YEAR})"
    rf"|(?:{_A_YEAR})[和与及、的是]*(?:{_A_PLACE}))[?!。]*$"
)
_BOTH_BEHIND = re.compile(rf"(?P<thing>.{{2,}}?)\s*(?P<way>最[多高大少低小]){_BOTH}")
# 损失最大的分局 2023 电诈: what and when stand behind, as of 2023年电诈损失最大的分局.
_MOST_FIRST = re.compile(
    r"(?P<thing>[\u4e00-\u9fff]{2,8}?)(?P<most>最[多高大少低小]的"
    rf"{UNIT})"
    r"(?P<rest>[^的有是哪多几谁\W]{0,8}(?:19|20)\d\d年?(?!\d)[^的有是哪多几谁\W]{0,8})"
)
_YEAR = re.compile(r"(?<!\d)(?:19|20)\d\d年?(?!\d)")
# What is asked for by its kind: reports name the place, not that it is a city.
_KIND = re.compile(
    "(?:哪一?[个些座家种]?|什么|何)"
    rf"({UNIT}|年份|时候|时间|日期)"
)
# What an answer is to be, and not what it is to be about: 反诈有哪些做法, 各局反诈数据.
_KINDS_OF_ANSWER = "做法|措施|办法|举措|经验|品牌|亮点|成效|情况|数据|数字|资料|材料"
_OF_TEXT = "表述|原文|原话|定义|出处|说法|介绍|内容|由来|来历|起源"  # what is wanted of a text
_KIND_OF_ANSWER = re.compile(
    f"(?:具体|主要|典型|先进|成功|经验|工作|特色|好)?(?:{_KINDS_OF_ANSWER}|{_OF_TEXT})"
)
# What is told in words and not in figures.
_TOLD = re.compile(f"做法|措施|办法|举措|经验|亮点|品牌|机制|特色|{_OF_TEXT}|那一?[段篇句]话?$")
_HOW = "怎么样?|怎样|如何|咋样?"
# What asks across the words of a dictionary: 年数最多的是谁 is cut into 年, 数最多 and 是.
_WHICH = "谁|哪|什么|何|多少|几|怎|如何|咋"
_WAY = "最[长久多高低大少快慢短]"
_LASTS = "(?:连续|保持|坚持|持续)"
# Words that say next to nothing beside others in a question: function words, verbs for any doing.
_LIGHT = re.compile(
    "[是有个用说提讲搞做办干抓弄叫让把被给对为在从到由向按靠就还也又都会能可要想去来上下里起些点"
    "该各每见走时后]|进行|开展|实行|采取|实施|实现|运行|工作|活动|方面|有关|相关|主要|具体|可以|应该"
    "|需要|现在|目前|后来|那段|那边|时候|事情?|东西|办法|方法|做到|这[个种些]|那[个种些]"
)
# A question for how something is done may do without an asking word: 降低事故的举措, 护学做法.
_HOW_DONE = re.compile(
    "(?<=[\u4e00-\u9fff]{2})的?(?:具体|主要|好的?|工作)?(?:经验)?(?:做法|措施|举措|办法|经验|规矩)$"
)
# Which text says so: 在哪篇里, 是哪个文件提的, 书包岗那段.
_IN_WHICH = (
    "[是在]?(?:哪|什么)一?[个份篇本]?(?:文件|报告|总结|材料|文章|篇)?(?:里面?|中|上)?"
    "(?:首?先?提出?|写|说|讲|印|有|见)(?:到|过|了)?的?(?=[?!。]*$)"
    "|在?哪一?[篇份本段](?:文件|报告|总结|材料|文章)?(?:里面?|中|上)?(?=[?!。]*$)"
    "|(?:怎么|咋)(?:来|说|讲|提|写)的(?=[?!。]*$)|(?:怎么|咋)回事(?=[?!。]*$)"
)
# What softens or only asks, in any query: 望湖历年安全感, 到底破了多少. Not 追查到底, 各年级.
_SOFT = (
    "历年来?的?|各年度?的?(?![级龄月代])|逐年的?(?=.)|(?<![抓追究查管负责])到底(?!$|的)|究竟(?!$)|谁家|哪家"
    "|请问|想问一?下?|[你您]们|[我咱]们?单位|[我咱]们这[里儿边]"
    "|^(?:我?想要?|请?帮我?|麻烦)(?:找到?|查|搜|引用|了解|知道|看看?)(?:一下|一[个些种]|下)?(?=..)"
    "|^[找查搜](?:一下|一[个些种])(?=..)|^(?:我?想)?引用$|(?<=..)的?那一?[段篇句]话?$"
)
_SOFT_SPAN = re.compile(_SOFT)
# When a document came out: 停车须知哪天发布, 安置点通报日期, 护茶犬报道是哪年的.
_DOCUMENT = "报道|文章|新闻|稿子|通报|通知|公告|通告|须知|办法|规定|报告|简报|月报"
_ISSUE = "发布|印发|公布|下发|刊[登发载]|登报|成文|发文|落款"
_ISSUED = (
    "(?:是|在)?(?:哪一?[年月天日]|什么时[候间]|何[时日]|几月(?:几[号日])?|几号)"
    rf"(?:{_ISSUE}|发|写|出|登)(?:出来)?的?(?=[?!。]*$)|的?(?:{_ISSUE})的?(?:日期|时间)(?:是.{{1,4}})?(?=[?!。]*$)"
    rf"|(?<=[报知告法定道])的?日期(?=[?!。]*$)|(?:这|那)?一?篇?(?:{_DOCUMENT})?是?哪一?[年月天]的(?:{_DOCUMENT})(?=[?!。]*$)"
    "|(?:(?<=[报知告法定])|的?(?:报道|文章|新闻|稿子))是?哪一?[年月天]的(?=[?!。]*$)"
)
_ISSUED_SPAN = re.compile(_ISSUED)
_ASKING_SPAN = re.compile(
    rf"(?:{_MEASURES}|年数|年头|件数)的?{_WAY}(?:的?[是为](?={_WHICH}))?"
    rf"|{_WAY}(?:的?[是为](?={_WHICH})|(?={_WHICH}|{_LASTS}|的?[?!。]*$)"
    rf"|(?:的|的?是)(?:{UNIT}|年份|年度|那?一?年)(?=[?!。]*$))|的?[是为](?={_WHICH})"
    rf"|(?:都?(?:有|采取|开展|推出|实行)过?了?)?(?:哪些|哪几[个项条种]|什么|啥)(?:比较?好的?|好的?|新的?|具体的?|主要|特色|有效)?"
    rf"(?:工作)?(?:经验)?(?:{_KINDS_OF_ANSWER})(?=[?!。]*$)|的?(?:工作)?(?:{_KINDS_OF_ANSWER})(?:{_HOW}|有哪些|是什么)(?=[?!。]*$)"
    rf"|(?:重点|主要|都){{0,3}}(?:干|做|抓|搞)(?:了|些|的)*(?:什么|啥|哪些)(?:工作|事情?)?(?=[?!。]*$)"
    rf"|(?:{_HOW})(?:解决|处理|应对|[办做搞弄])(?:出来)?的?(?=[?!。]*$)|^(?:什么|啥)[是叫](?!否)"
    rf"|[从自](?:哪一?[年月]|什么时[候间]|何时|几时|[几何]年)(?:份|度)?(?:起|开始|以来)?的?"
    rf"|{_LASTS}(?:几|多少)个?年|[收花交付要]?(?:多少|几块)钱(?:[一每][个架台块只张副本套件份次])?|[飞开跑有离]?(?<![许很最诸众])多[久长高远深宽重快厚大](?=[?!。]*$)|(?:做|干|搞|抓|办|弄)得(?:怎么样|咋样|怎样|如何|好不好)"
    rf"|(?:的?(?:具体|主要)?(?:{_KINDS_OF_ANSWER}|{_OF_TEXT}))?(?:{_IN_WHICH})"
    rf"|{_HOW_DONE.pattern}|{_SOFT}|{_ISSUED}|{_PEAK}(?:年份?)?{_IS}*|{_WAY}{_BOTH}"
    r"|(?:相?比|较)于?(?=(?:19|20)\d\d)|[多少高低]了?(?=多少)"
)
# That the words themselves are wanted, or where they stand, beside what is asked: 总投资出处.
_QUOTE_WISH = re.compile(
    r"(?<=[\w”\"'])[\s,，、;；:：。?？]*(?:的|[,，]?(?:请|并|要|想)?(?:给出?|附上?|引用?|找|标[注明]|说明|贴|抄))*(?:一下)?"
    r"(?:报告|年鉴|公报|文件|材料|资料|文章|[是在出]?哪[份篇]\w{0,4}?)?[里的中]?(?:原文|原话|原句|出处)(?:[在是]?哪[里儿篇份]?|是什么|怎么[写说]的?|给我)?\s*[?？。!]*$"
)
_SHORTEST_ASKED = 2  # characters
_PARTICLE = re.compile("[的了着地得之们和与及跟]")


def is_question(text: str) -> bool:
    """Whether the text asks something, in simplified or traditional characters.

    An asking word, a final 吗 or 呢, a superlative at the end (破案率最高), a course (破案率历年
    变化) or a question mark after ten characters or more make a question; an asking word used twice
    (谁执法谁普法) or alone does not.
    """
    form = normalize(text)
    content = _NOT_ASKING.sub("", form)
    asking = _INTERROGATIVE.findall(content)
    joining = [word for word in asking if word[0] not in "几多"]  # 立案多少破案多少 asks twice
    if len(set(joining)) < len(joining) and not _QUESTION_MARK.search(form):
        return False
    rest = _INTERROGATIVE.sub("", content)
    letters = sum(char.isalnum() for char in rest)
    if asking or _FINAL_PARTICLE.search(content) or _OPEN_END.search(content):
        return letters >= 2
    if _HOW_DONE.search(form):
        return not names_a_kind(form)
    if (
        document_asked(form)
        or asks_for_the_most(form)
        or course_subjects(text)
        or first_year_subjects(text)
    ):
        return True
    if _LATIN_QUESTION.match(text.strip().lower()):
        return True
    return bool(_QUESTION_MARK.search(form)) and letters >= _LONG_CLAUSE


def without_quote_wish(text: str) -> str:
    """A question without the wish for its source or very words behind it, where one is left."""
    bare = _QUOTE_WISH.sub("", text)
    return bare if len(bare) >= _SHORTEST_ASKED else text


def asks_for_the_most(text: str) -> bool:
    """Whether a text ends with a superlative, which asks who or when without saying so."""
    return MOST_OF.search(plain_most(normalize(text))) is not None


def plain_most(form: str) -> str:
    """A normal form with 最高 for 最高峰, 峰值, 历年最高值 where these ask, and 哪家哪年 in front
    where a superlative asks for both behind it. Any other form as it is."""
    if len(form) > _LONGEST_MOST:
        return form
    plain = _PEAK_SPAN.sub(lambda peak: "最低" if _LOWEST_SPAN.search(peak[0]) else "最高", form)
    if plain != form:
        plain = _BEFORE_ASKING.sub("是", plain)
    plain = _ASKED_TWICE.sub(r"\g<kind>", _UP_TO.sub("是", plain))
    if (first := _MOST_FIRST.fullmatch(plain)) is not None:
        years = "".join(_YEAR.findall(first["rest"]))
        of_what = _YEAR.sub("", first["rest"])
        plain = f"{years}{of_what}{first['thing']}{first['most']}"
    both = _BOTH_BEHIND.match(plain)
    return f"哪家哪年{both['thing']}{both['way']}" if both is not None else plain


def answer_signs(text: str) -> tuple[str, str]:
    """What a sentence has that answers: one of the second characters, after one of the first.

    A superlative (最长, 最多) is answered by a figure, too. Empty for other questions.
    """
    form = normalize(text)
    for asking, before, signs in _ANSWERS:
        if asking.search(form):
            return before, signs
    return "", ""


def question_words(words: Sequence[str], text: str = "") -> tuple[str, ...]:
    """Which of these words only ask or soften (哪个, 吗, 请问), in their order, each once.

    In a `text` that asks for a superlative of a measure (时间最长) these are also its words, and in
    one that asks for a kind of place, unit or time (哪个城市) the kind. Of one that asks for a
    first year or a course they are all that is not what it is about.
    """
    form = normalize(text)
    kinds = {kind for found in _SUPERLATIVE.finditer(form) for kind in found.groups()}
    kinds.update(_KIND.findall(form))
    if (most := MOST_OF.search(plain_most(form))) is not None:
        kinds.update((most["way"], *most["way"], most["place"] or "", most["year"] or ""))
    subject, asking = asking_part(form)
    return tuple(
        word
        for word in dict.fromkeys(words)
        if _QUESTION_WORD.fullmatch(normalize(word))
        or word in kinds
        or (word in asking and word not in subject)
    )


def without_asking_spans(text: str) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """The runs of a question's normal form between what asks across its words, and what does."""
    return _without(_ASKING_SPAN, text)


def document_asked(text: str) -> tuple[str, ...]:
    """What is called the document of which a text asks when it came out, whole and without its
    kind; () for any other text."""
    form = normalize(text)
    called = _ISSUED_SPAN.sub("", form)
    kind = re.search(f"的?(?:{_DOCUMENT})[?!。]*$", called)
    short = called[: kind.start()] if kind else called
    return () if called == form else tuple(one for one in (called, short) if len(one) > 1)


def without_soft_spans(text: str) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """The same of a text that asks nothing: without 历年, 请问 and what else says nothing."""
    return _without(_SOFT_SPAN, text)


def _without(spans: re.Pattern[str], text: str) -> tuple[tuple[str, ...], tuple[str, ...]]:
    runs = spans.sub("\0", text).split("\0")
    return tuple(filter(None, runs)), tuple(dict.fromkeys(spans.findall(text)))


def which_spans(text: str) -> tuple[tuple[int, int], ...]:
    """Where a normal form asks of whom or of which years: 各局, 几家公安局, 近几年, 最高峰."""
    return tuple(found.span() for found in OF_WHICH.finditer(text))


def names_which(word: str) -> bool:
    """Whether a word does nothing else."""
    return OF_WHICH.fullmatch(normalize(word)) is not None


def names_a_kind(word: str) -> bool:
    """Whether a word says what kind of answer is wanted (做法, 数据), not what it is about."""
    return _KIND_OF_ANSWER.fullmatch(normalize(word).removeprefix("的")) is not None


def only_asks(piece: str) -> bool:
    """Whether a piece of a question asks and says nothing: 怎么样, 多少, 最久, 是谁搞的."""
    form = normalize(piece)
    runs = without_asking_spans(form)[0]
    return bool(_QUESTION_WORD.fullmatch(form)) or all(map(_ONLY_ASKING.fullmatch, runs))


def asks_to_be_told(text: str) -> bool:
    """Whether a text asks what is done or said (怎么做, 做法, 是什么), and for no figure."""
    form = normalize(text)
    if any(answer_signs(form)) or asks_for_the_most(form) or course_subjects(text):
        return False
    return is_question(form) or _TOLD.search(form) is not None


def asks_or_softens(text: str) -> bool:
    """Whether a text asks, or has a word that no name has: 命案哪一年没有全破, 历年安全感."""
    return is_question(text) or _SOFT_SPAN.search(normalize(text)) is not None


def light_words(words: Sequence[str], text: str) -> tuple[str, ...]:
    """Which words of a question's normal form say next to nothing beside others: 进行, 是, and the
    one character behind 怎么 (怎么管)."""
    return tuple(
        word
        for word in dict.fromkeys(words)
        if _LIGHT.fullmatch(word)
        or (len(word) == 1 and re.search(f"(?:{_HOW})[去来]?{re.escape(word)}", text))
    )


def particles(words: Sequence[str]) -> tuple[str, ...]:
    """Which of these words carry grammar only (的, 了), in their order, each once."""
    return tuple(word for word in dict.fromkeys(words) if _PARTICLE.fullmatch(normalize(word)))
