"""Bring the wordings of one indicator under one key: 电诈破案数 and 电信网络诈骗案件破案数.

Only what says the same is brought together: the library's synonyms (those that stand for each other
both ways), and a few ways in which reports write one thing. Rows of a family are the same measure
only where their kind and unit agree; nothing here says that their bases do.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterable
from functools import lru_cache

from indexer.taxonomy.taxonomy import SynonymGroup
from indexer.text.normalizer import normalize

_KEY_BYTES = 7  # of a digest, so that it is never negative as a 64-bit number
# 通讯(网络)诈骗: a word that was set into a name
_INSERTED = re.compile(r"(?<=[一-龥])\((?P<word>[一-龥]{1,4})\)(?=[一-龥])")
_BY_TELEPHONE = re.compile(r"诈骗(?P<cases>案件?|警情)?\(电信网络类?\)")
_KEPT = 50_000  # keys; every table reads the same indicators again
# Each brings wordings of one thing into one form; what is dropped adds nothing to what is measured.
_RULES: tuple[tuple[re.Pattern[str], str], ...] = tuple(
    (re.compile(pattern), form)
    for pattern, form in (
        (r"的|各[类种](?!别)", ""),
        (r"涉诈(?=类?(?:犯罪)?案件?)", "电信网络诈骗"),
        (r"及其", "及"),
        (r"(?<![命凶])案损失?|案损(?!失)|(?:财产|经济)损失", "损失"),
        (r"^因(?=道路|交通|车祸)", ""),
        (
            r"(?:夺[去走]|失去)了?(?:人的?)?生命$|(?<=.)(?:丧生|身亡|遇难|殒命|丧命|去世|离世)(?=人?数?$)",
            "死亡",
        ),
        (r"(?<=事故)[中里](?=死亡|亡|受伤)", ""),
        (r"^亡人事故(?=死亡|亡)", "交通事故"),
        # People die in accidents of no other kinds: 亡人交通事故58起，死亡70人
        (r"^(?:亡人|一般程序|一般及?以上)(?=(?:道路)?交通事故(?:造成|致)?(?:死亡|亡|受伤|伤))", ""),
        (
            r"^(?:交通肇事及?)?(?:亡人|涉?人亡|一般程序)事故(?=(?:共|已)?(?:造成|致使?|导致)?(?:人员)?死?亡)",
            "事故",
        ),
        (r"^(?P<road>(?:道路)?交通)(?:死亡|亡人)事故(?=死亡|亡)", r"\g<road>事故"),
        (r"(?<=交通|道路|事故|车祸|路上|路面)[中里]?死(?:了|掉)?(?:的?人)?(?=数?$)", "死亡"),
        (r"^(?:死|亡)于(?P<where>(?:道路)?交通事故)$", r"\g<where>亡"),
        (r"(?<=事故)(?:共|已)?(?:造成|致使?|导致)(?:人员)?(?=死亡|受伤|伤亡|亡|伤$)", ""),
        (r"(?<=事故)伤$", "受伤"),
        (r"(?<=交通|事故)致死(?:亡)?(?=人?数?$)", "死亡"),
        (r"死亡(?=人数|$)", "亡"),
        (r"亡人(?=数|$)", "亡"),
        (r"^亡人?数$", "亡"),
        (r"^道交(?=事故|亡)", "道路交通"),
        (r"^(?:道路(?:交通)?|交通|车祸|路[上面])(?:事故)?亡(?:人?数)?$", "交通事故亡"),
        (r"(?<=.)(?:一直|始终|保持|实现|当年)*(?:(?:全部?|悉数)[侦告]?|必)破获?$", "全破"),
        (
            r"(?<=命案)(?:侦破|破案|一直|始终|保持|实现|做到|连续|当[日天年]|年内|[均都皆])*(?:(?:件件|[均都])?[侦告]{0,2}破|全破|[均都]在)$",
            "全破",
        ),
        (r"^(?:我[市县区局]|全[市县区]|现行)(?=命案全破$)", ""),
        (r"(?<=.)(?:侦破|破案|攻坚)?(?:保持|实现)?全胜$", "全破"),
        (r"(?<=.)(?:百分之百|100%)(?:侦破|告破|破获)$", "全破"),
        (r"(?<=.)(?:做到|实现|保持)?(?:发[一1]起[、,]?破[一1]起|发一破一)$", "全破"),
        # No case is left unsolved: 命案无一漏破, 没有一起命案未破
        (r"(?<=.)(?:没有?|无|未)有?(?:留下|发生)?一?[起宗件]?(?:[未漏]破)(?:的?案件)?$", "全破"),
        (r"^(?:没有?|无)一?[起宗件]?(.{2,4}?)(?:发案)?未破$", r"\1全破"),
        (r"^(?:没有?|未)漏破一起(.{2,4})$", r"\1全破"),
        (r"^(?:(?:一直|始终|继续)?保持|做到|达到|实现)(?=..+全破$)", ""),
        (r"^(?:发生?|立|新发|现发|现行|现案|所有)*命案(?:现案|案件)?(?=全破$)", "命案"),
        (r"(?<=[率度])达到?$", ""),
        # What was aimed at is told by the row, not by its name: 刑事警情目标1.2万起以内
        (r"(?<=[案件情感率度数量额失亡])(?:年度|控制|预期)?目标$", ""),
        # 群众安全感测评得分: the same measure, however it was found out
        (
            r"(?<=[感度])(?:第三方)?(?:测评|测试|调查|民调)?(?:得分|结果|成绩|分值|测评)(?=排名|$)",
            "",
        ),
        # of the unit's own area
        (
            r"^(?:[县市区全]域|辖区|园区)(?=群众|人民|公众|居民|市民|百姓|刑事|治安|命案|电[信诈]|交通|道路|警情|接)",
            "",
        ),
        # Calls that were taken: 110接警量, 接处警, 接报110警情
        (
            r"^(?:110|指挥中心)?(?:报警服务台|指挥中心|报警平台)?(?:全年)?共?(?:接处?警|接报警"
            r"|接报?(?:各类|群众)?(?:110)?(?:警情|报警)|(?:(?<=110)|(?<=110全年))接报"
            r"|报警(?=总?(?:数量?|量)$)"
            r"|受理(?:群众)?(?:110)?(?:报警|警情)|(?<=110)(?:警情|报警)|(?<!.)警情)(?:总?(?:数量?|量)|起数)?$",
            "接警",
        ),
        # 接报诈骗警情, 受理草场纠纷警情: what was told to the police
        (r"^(?:110)?(?:全年)?共?(?:接到|接报|接处|接|受理)(?:群众)?(?=..+警情$)", ""),
        (r"^(?:共计?|累计|总计|合计|全年|实现|[共现]有|在[册岗])(?=..)", ""),
        (r"(?:犯罪|违法犯罪|涉案|涉案犯罪)嫌疑人", "嫌疑人"),
        (r"嫌疑人员", "嫌疑人"),
        (r"^(?:共|成功)?(?:侦破|破获|查破|侦办破获)(.+?)(?:刑事)?案件?$", r"\1破案"),
        (r"^(?:共|成功)?(?:侦破|破获)(.+)$", r"\1破案"),
        (r"^(?:共)?破(?![案获])(.+?)案件?$", r"\1破案"),
        (r"^(?:共|依法)?(查处|查纠)(.+?)(?:案件|行为)?$", r"\2\1"),
        (r"(?<=违法)行为(?=查处$)", ""),
        (r"^[上下]?半年共?(?=[立破接发])", ""),
        (r"^(?:共)?立(?!案)(.*命案|.+?(?=(?:刑事)?案件?$))(?:刑事)?(?:案件?)?$", r"\1立案"),
        (r"^立案(.{2,}?)(?:案件?)?$", r"\1立案"),
        (r"^(?:打击治理|打击|治理)(?=...)", ""),
        # What is seized is one thing, whichever verb tells it: 收缴毒品, 查获毒品, 缴毒
        (r"^(?:收缴|缴获|查缴|查获|起获|缴)(?=毒品?$|枪支|子弹|弹药|管制刀具|假币)", "缴获"),
        (r"(?<=^缴获)毒$", "毒品"),
        # Verbs of one thing: 寻回走失老人, 受骗48起, 查获网上逃犯
        (r"寻回|寻获|找寻到|找到(?=走失|失踪|$)", "找回"),
        (r"受骗", "被骗"),
        (
            r"(?:抓获|查获|捕获|缉捕|缉获|抓捕|逮捕)(?:各类|全?国?网上?|历年)?(?:在逃(?:人员|犯|嫌疑人)|逃犯)",
            "抓获逃犯",
        ),
        (r"^(?:[一-龥]{0,6}(?:测评|调查|民调))(?:中|里|显示)的?(?=..*感)", ""),
        (r"^(?:人民群众|社会公众|公众|(?:城乡)?居民|市民|百姓)?(?=安全感)", "群众"),
        (
            r"(?<=.)(?:(?<=诈骗|盗窃|抢劫|抢夺)案|(?:刑事|类)?案件|(?<!违法)犯罪(?=[^嫌团集分]))(?=破案|破获|立案|发案|侦破|查处|起诉|抓获|损失|挽损|追赃)",
            "",
        ),
        (r"(?:增长率|增长速度|增长幅度|增幅)$", "增速"),
        (r"(?:占比重|所占比重|所占比例|占比例|比重|比例)$", "占比"),
        (r"(?<=.)(?<![指基倍系参人位])(?:总数量|总数|总量|数量|件数|起数|数)$", ""),
        (r"(?<=..)总(?=产量$)", ""),
        (r"(?<=.)案件$", "案"),
    )
)


class Families:
    """The keys of a library's indicators. Immutable; threads share it."""

    def __init__(self, groups: Iterable[SynonymGroup] = ()) -> None:
        self._firsts: dict[str, str] = {}
        for group in groups:
            if not group.one_way:
                first, *others = map(normalize, group.words)
                first = self._firsts.get(first, first)
                self._firsts |= {word: first for word in others if word not in self._firsts}
        words = sorted({*self._firsts, *self._firsts.values()}, key=len, reverse=True)
        self._words = re.compile("|".join(map(re.escape, words))) if words else None
        self.key = lru_cache(_KEPT)(self._key)

    def synonyms(self, form: str) -> list[str]:
        """The words that stand for a whole form both ways: 国内生产总值 for GDP."""
        first = self._firsts.get(form, form)
        return [first, *(word for word, own in self._firsts.items() if own == first)]

    def _key(self, indicator: str) -> str:
        """What all wordings of this indicator have in common; equal for no other indicator."""
        # Of a place it is called so, of the country 国内生产总值.
        form = normalize(indicator).replace("地区生产总值", "国内生产总值")
        form = _INSERTED.sub(r"\g<word>", form)
        form = _BY_TELEPHONE.sub(r"电信网络诈骗\g<cases>", form)
        if self._words is not None:
            form = self._words.sub(lambda found: self._firsts.get(found[0], found[0]), form)
        for pattern, plain in _RULES:
            form = pattern.sub(plain, form)
        return form or normalize(indicator)

    def number(self, indicator: str) -> int:
        """The key as a positive 64-bit number: for arrays. Of a million keys no two are alike."""
        key = self.key(indicator).encode("utf-8", "surrogatepass")
        return int.from_bytes(hashlib.blake2b(key, digest_size=_KEY_BYTES).digest(), "big") + 1
