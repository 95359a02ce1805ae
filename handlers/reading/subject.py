"""Is a stretch of words the whole matter, or a part of it? 整个小区 is, 水厂主体 is not."""

from __future__ import annotations

import re
from functools import lru_cache

from handlers.reading.vocabulary import (
    ACTS,
    ADVANCE,
    LAST_HAND,
    PAPER_OUT,
    PAPER_TITLES,
    STEP_VERBS,
    WHAT_RUNS,
    WHOLE_WORDS,
    WORK_VERBS,
)

NAME_TAILS = frozenset("厂站路桥楼馆园院校渠库线网店村镇坝塔港湖河")
OUT = re.compile("(?:" + "|".join(PAPER_OUT) + ")(?:了|实施|执行|施行|到|至|给|$|,)")
WHOLE = re.compile(
    "|".join(sorted(map(re.escape, WHOLE_WORDS), key=len, reverse=True))
    + "|"
    + ADVANCE
    + r"|[一二两三四五六七八九十\d]{1,3}[个处所座家栋条项件](?:合计|总计|加起来|平均)"
    + r"|[那这][段边头块截条座栋个片]|整[条个座栋片块段所家][街路线河渠楼园村桥]?"
    r"|[一二三四五六七八九十]{1,2}月(?:[底末初]|[上中下]旬|[一二三四五六七八九十]{1,3}[日号])?"
    r"|\d{1,2}号(?=已|就|正式|终于)"
    r"|\d{1,2}月份?(?:\d{1,2}[日号]?|[底末初]|[上中下]旬)?|[\ue000〓]|\d{1,2}"
    r"(?:日|号(?![一-鿿](?![前完开竣投全通交上召到挂封验左右]))"
    r"(?!楼|炉|池|线|桥|泵|机|井|门|厂|库|标|段|路|站|台|院|墩|车))"
    r"|[\s:,()\"“”'《》【】\[\]@|]|\d{4}年|[\ue000]"
)


IN_THE_NAME_OF = re.compile("(?:以|由|经)[^,。;]{2,10}?(?:名义|同意|审议通过|审定)(?:后)?|由[^,。;]{2,8}(?=$)")
RUNS = [(re.compile(f"(?:{acts})"), frozenset(things)) for acts, things in WHAT_RUNS]
RUNS_WELL = re.compile("(?:的[电水气车])?(?:成功|启用|运行|使用|投运|并网)?(?:了|啦|咯)?(?=$|[,。;!\\s])")
TOTAL = re.compile(r"(?<![\d.年-])(\d{1,5}(?:\.\d{1,2})?)(?=[项件处个户家座所条台套栋亩万])")


MOST_KEPT = 4096
TAIL = 2  # characters
LIST = re.compile(r"\(([^()]+、[^()]+)\)")  # the parts a title lists in brackets
AWARDED = re.compile("创建成功|(?:授牌|命名|获评|认定|评上|评为|达标(?!\\d|率)|摘得|获得)[^,。;]{0,8}(?:了|为|$)")
SOME = r"[\d一二三四五六七八九十几两]+[户家个份件宗笔人批]"  # 又签了三户 is not all of it


@lru_cache(maxsize=MOST_KEPT)
def subject_of(names: tuple[str, ...]) -> Subject:
    """Units speak of the same matters by the same names every day."""
    return Subject(names)


class Subject:
    """Knows the words of one matter's names."""

    def __init__(self, names: tuple[str, ...]) -> None:
        acts = [act for act in ACTS if any(act in name for name in names)]
        if "签约" in acts or "签订" in acts:
            acts.append("签(?!了?意向|了?框架)")
        self._done = (
            re.compile("(?:" + "|".join(acts) + r")(?:成功|完成(?!率)|仪式已|了(?!" + SOME + ")|$)") if acts else None
        )
        self._is_award = any(word in name for name in names for word in ("创建", "达标", "申报", "认定", "评定"))
        self._parts = {part for name in names for listed in LIST.finditer(name) for part in listed[1].split("、")}
        self._is_paper = any(word in name for name in names for word in PAPER_TITLES)
        self._chars = frozenset(char for name in names for char in name)
        self._totals = [float(found[1]) for name in names for found in TOTAL.finditer(name)]
        self._tails = frozenset(char for name in names for char in name) & NAME_TAILS
        self._pairs = {name[at : at + 2] for name in names for at in range(len(name) - 1)}

    def has_done_act(self, words: str) -> bool:
        """氢能产业园签约落地 is done when 「今天正式签约了」 is said."""
        return self._done is not None and self._done.search(words) is not None

    def is_awarded(self, words: str) -> bool:
        """节水型社会达标创建 is done when 「省里发文认定达标了」 is said."""
        return self._is_award and AWARDED.search(words) is not None and "待" not in words and "等" not in words

    def is_out(self, words: str) -> bool:
        """营商环境二十条措施 is done when 「昨天印发了」 is said."""
        found = OUT.search(words) if self._is_paper else None
        return found is not None and self.is_whole(IN_THE_NAME_OF.sub("", words[: found.start()]))

    def is_done_by(self, verb: str, is_list: bool, is_all: bool) -> bool:
        """Does 修好了, 种完了 say so? By a last hand, by the title's own act, in a list by any but a step."""
        if is_all and verb in WORK_VERBS:
            return True
        return verb not in STEP_VERBS and (verb in LAST_HAND or verb in self._chars or is_list)

    def runs(self, words: str) -> re.Match[str] | None:
        """变电站送电成功, 供水管网通水了."""
        for acts, things in RUNS:
            if things & self._chars and (found := acts.search(words)) and RUNS_WELL.match(words, found.end()):
                return found
        return None

    def has(self, char: str) -> bool:
        return char in self._chars

    def names_word(self, word: str) -> bool:
        return word in self._pairs

    def names_more_than(self, many: float) -> bool:
        """33项 of 督察反馈问题整改(38项)."""
        return any(many < total for total in self._totals)

    def is_wholly_named(self, words: str) -> bool:
        """Like is_whole, but a single character of the name is none."""
        return not self._rest(words, 0)

    def is_whole(self, words: str) -> bool:
        """True if the words name nothing but the matter itself, or nothing at all."""
        return not self.rest(words)

    def _tail_of_the_name(self, words: str) -> int:
        """管 of 输水管 for 输水主管更换: characters of the name right behind what was recognised of it."""
        at = 0
        while at < TAIL and words[at : at + 1] in self._chars and words[at : at + 1].strip():
            at += 1
        return at

    def is_part(self, words: str) -> bool:
        """双塘 of 敬老院改造(柳河、双塘、白石)."""
        return words in self._parts

    def rest(self, words: str) -> str:
        """What the words name beside the matter itself, from the first such word on."""
        if self.is_part(words.strip()):
            return words
        return self._rest(words, self._tail_of_the_name(words))

    def _rest(self, words: str, at: int) -> str:
        while at < len(words):
            if words[at : at + 2] in self._pairs:
                at += 2
                while at < len(words) and words[at - 1 : at + 1] in self._pairs:
                    at += 1
                continue
            found = WHOLE.match(words, at)
            if not found:
                if words[at] in self._tails:  # 客运站 for 客运枢纽站
                    at += 2 if words[at + 1 : at + 2] == "子" else 1
                    continue
                return words[at:]
            at = found.end()
        return ""
