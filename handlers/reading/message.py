"""One message, read from beginning to end."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import datetime

from handlers.reading import chatter
from handlers.reading import intent as wants
from handlers.reading.asking import Asking
from handlers.reading.between_people import asks_people, is_to_a_person, tells_beside
from handlers.reading.clauses import Line
from handlers.reading.conversation import Conversation, Workdays
from handlers.reading.dates import Days
from handlers.reading.expected import Clock
from handlers.reading.forwarded import is_forwarded, is_instruction, is_news, own_words_of, without_others
from handlers.reading.hints import hints_of
from handlers.reading.marks import FIGURE
from handlers.reading.matter_names import find_mentions
from handlers.reading.mentions import How, Mention, Scene
from handlers.reading.modality import blank_quotes
from handlers.reading.normalise import normalise, with_commas, with_lines, with_points, with_tabs
from handlers.reading.orders import is_order
from handlers.reading.period import kind_of, period_of
from handlers.reading.query import query_of
from handlers.reading.query_about import about_of
from handlers.reading.registry import Hit, KnownPerson, Registry
from handlers.reading.report import Reader, says_something
from handlers.reading.requests import correction_of, request_reading
from handlers.reading.result import About, Intent, Kind, Period, Reading, Update
from handlers.reading.sections import lines_of
from handlers.reading.state_words import STOPPED
from handlers.reading.topics import Assigner
from handlers.reading.unnamed import tells_progress

NO_CHANGE_NOISE = re.compile(
    r"[日周月]报|本周|今日|今天|本月|这周|各项|各|全部|所有|均|都|督办|重点|事项|项目|工作|我们?|[局镇县科办委部]|单位|目前|暂时?|[\s:,。!]"
)
NO_CHANGE = re.compile(
    "(?:无|没有?|未有?)(?:啥|什么|任何|大的?|明显的?)?新?的?(?:增进展|变化|进展变化|进展|更新|变动|动静|情况)|同上[周期次月日]|同昨[天日]|不变"
)
SAYS_OF_WORKS = re.compile(
    f"{wants.TELLS.pattern}|{STOPPED.pattern}|停着|[缺没欠差](?!问题|有问题)|卡|[一-鿿]\\d{{2}}(?=$|[,。;])"
)
CLAUSE = re.compile(r"[^,。;!?\n]+")
SHORT_WORD = 60  # characters; 无变化 takes no more
MANY = 9  # matters among which a report that names none may be asked about
LONGEST = 20_000  # characters; what a person types is shorter
SENIORS = ("leader", "supervisor", "administrator")


class Message:
    """Holds what several steps of the reading share."""

    def __init__(
        self,
        text: str,
        registry: Registry,
        sender: str,
        sent_at: datetime,
        conversation: Conversation,
        workdays: Workdays,
    ) -> None:
        self.registry = registry
        self.workdays = workdays
        self.sent_at = sent_at
        self.conversation = conversation
        self.sender: KnownPerson | None = registry.people.get(sender)
        laid_out = with_lines(with_tabs(with_commas(with_points(normalise(text[:LONGEST])))))
        plain = without_others(laid_out, self.sender.name if self.sender else "")
        self._is_to_a_person = is_to_a_person(plain, registry)
        self.text = blank_quotes(wants.strip_courtesy(plain))
        self.hits: list[Hit] = list(registry.exact(self.text))
        self._leave_only_names_before(own_words_of(self.text))
        self.lines: list[Line] = lines_of(
            self.text, {(hit.start, hit.end) for hit in self.hits if hit.matter is not None}
        )
        self.days = Days(sent_at.date(), workdays)
        self.mentions: list[Mention] = self._mentions()

    def _leave_only_names_before(self, own: int) -> None:
        """Of what others wrote before the sender's own words, only the matters named in full are heard."""
        if not own:
            return
        heard = ["。"] * own
        for hit in self.hits:
            if hit.matter is not None and hit.end <= own:
                heard[hit.start : hit.end] = self.text[hit.start : hit.end]
        self.text = "".join(heard) + self.text[own:]

    def _mentions(self) -> list[Mention]:
        unit = self._unit()
        owns = unit is not None and bool(self.registry.scope(unit).led or self.registry.scope(unit).assisted)
        scene = Scene(self.registry, unit, self._is_senior() or not owns, self._hints())
        clauses = [clause for line in self.lines for clause in line.clauses]
        return find_mentions(self.text, clauses, self.hits, scene)

    def _hints(self) -> list[tuple[int, str]]:
        return hints_of(self.text, self.lines, self.hits)

    def read(self) -> Reading:
        if not self.text.strip():
            return Reading(Intent.OTHER)
        wanted = wants.request_of(self.text)
        if wanted is Intent.WITHDRAW and self._tells_of_its_own():
            wanted = Intent.CORRECTION  # 上一条不算,滨河公园停工
        if wanted in (Intent.HELP, Intent.WITHDRAW, Intent.PLAN, Intent.OTHER):
            return Reading(wanted)
        if wanted in (Intent.CLOSEOUT, Intent.EXTENSION):
            return request_reading(wanted, self.text, self.mentions, self.registry, self.days, self._owned())
        if wanted is Intent.CORRECTION:
            return correction_of(self._updates(None, None))
        if NO_CHANGE.fullmatch(NO_CHANGE_NOISE.sub("", self._without_own_name())):
            kind, period = self._kind()
            return Reading(Intent.REPORT, kind, period, is_no_change=True)
        if wants.is_acknowledgement(self.text) and not (self.mentions and SAYS_OF_WORKS.search(self.text)):
            return self._acknowledge()
        if not self._tells_of_its_own() and is_order(self.text, self.sender, self.registry, self.hits):
            return Reading(Intent.OTHER)
        if chatter.promises_a_report(self.text) and not self.mentions:
            return Reading(Intent.OTHER)
        if chatter.reminds(self.text) and not self.mentions and about_of(self.text) is not About.MISSING_REPORTS:
            return Reading(Intent.OTHER)
        if (
            is_instruction(self.text)
            or (asks_people(self.text) and not self._tells_figures())
            or (self._is_to_a_person and ("?" in self.text or wants.is_question(self.text)))
        ):
            return Reading(Intent.OTHER)
        if self._asking().is_asked(by_senior=self._is_senior()) and not self._tells_beside():
            return self._query()
        return self._report()

    def _without_own_name(self) -> str:
        """城管局日报 无变化: the unit's name before its own report tells nothing."""
        if len(self.text) > SHORT_WORD:
            return self.text
        own = (hit for hit in self.hits if hit.unit is not None and hit.unit == self._unit())
        masked = {at for hit in own for at in range(hit.start, hit.end)}
        return "".join(char for at, char in enumerate(self.text) if at not in masked)

    def _owned(self) -> tuple[int, ...]:
        if self.sender is None:
            return ()
        return tuple(sorted(self.registry.scope(self.sender.unit).led))

    def _kind(self) -> tuple[Kind | None, Period | None]:
        named = kind_of(self.text)
        if named is None:
            return None, None
        kind, start, end = named
        return kind, period_of(self.text, kind, start, end, self.sent_at, self.days)

    def _acknowledge(self) -> Reading:
        codes = [self.registry.codes[m.candidates[0]] for m in self.mentions if len(m.candidates) == 1]
        rest = re.sub(r"^\s*(?:收到|签收|已签收|已阅|知悉)[\s:,]*", "", self.text).strip(" 。!")
        code = codes[0] if codes else None
        if code is None and rest.isdigit() and (known := self.registry.by_ordinal(int(rest))) and len(known) == 1:
            code = self.registry.codes[known[0]]
        return Reading(Intent.ACKNOWLEDGE, matter=code, mention=rest)

    def _asking(self) -> Asking:
        return Asking(self.text, self.registry, self.mentions, self.hits, self.sent_at.date())

    def _tells_beside(self) -> bool:
        """Who reports on his own matter may wonder beside it."""
        is_ours = not self._is_senior() and any(m.is_own and m.is_head for m in self.mentions)
        return is_ours and tells_beside(self.text)

    def _query(self) -> Reading:
        named = self._asking().named()
        query = query_of(self.text, self.sent_at, self.sender, self.registry, named, self.hits, self.workdays)
        return Reading(Intent.QUERY, query=query)

    def _updates(self, kind: Kind | None, period: Period | None) -> list[Update]:
        topics = Assigner(self.text, self.lines, self.mentions, self._last_spoken_of).run()
        reader = Reader(self.text, self.registry, self.hits, Clock(self.days, kind, period), self._unit())
        updates = []
        for topic in topics:
            update = reader.update(topic)
            if says_something(update, topic, self.text):
                updates.append(update)
        return updates

    def _unit(self) -> str | None:
        return self.sender.unit if self.sender else None

    def _last_spoken_of(self) -> list[int]:
        known = (self.registry.number_of(code) for code in self.conversation.last_matters())
        return [number for number in known if number is not None]

    def _report(self) -> Reading:
        kind, period = self._kind()
        updates = self._updates(kind, period)
        known = [update for update in updates if update.matter or update.doubts]
        if is_news(self.text) or (is_forwarded(self.text) and not self._is_ours()):
            return Reading(Intent.OTHER)
        if chatter.is_beside_the_work(self.text):
            return Reading(Intent.OTHER)
        has_figure = any(update.percent not in (None, 100) for update in known)
        if (
            kind is None
            and not has_figure
            and (chatter.is_good_wish(self.text) or (chatter.is_greeting(self.text) and not known))
        ):
            return Reading(Intent.OTHER)
        if not updates and chatter.reminds(self.text):
            return Reading(Intent.OTHER)
        if kind is None and self._is_leader() and not FIGURE.search(self.text):
            return Reading(Intent.OTHER)
        if not updates and kind is None and not self._tells_progress():
            return Reading(Intent.OTHER)
        if not updates:
            return self._unnamed(kind, period)
        return Reading(Intent.REPORT, kind, period, tuple(updates))

    def _tells_of_its_own(self) -> bool:
        """A unit that tells how its own matter stands gives no order: 夏县长,石坎大桥还停着."""
        if self._is_senior() or is_forwarded(self.text):
            return False
        tells_state = "?" not in self.text and (STOPPED.search(self.text) or wants.tells(self.text))
        return bool(tells_state or FIGURE.search(self.text)) and any(m.is_own and m.is_head for m in self.mentions)

    def _tells_figures(self) -> bool:
        """…完成52%,第二批能不能下来悬: doubt beside a figure of one's own asks nobody."""
        told = (one for one in CLAUSE.findall(self.text) if FIGURE.search(one) and not wants.QUESTION.search(one))
        return "?" not in self.text and next(told, None) is not None and self._tells_of_its_own()

    def _is_senior(self) -> bool:
        return self.sender is None or self.sender.role in SENIORS

    def _is_leader(self) -> bool:
        return self.sender is not None and self.sender.role == "leader"

    def _is_ours(self) -> bool:
        """A forwarded text from one of our units, or about one of our matters by name."""
        return bool(self._hints()) or any(m.is_own and m.is_whole and m.is_head for m in self.mentions)

    def _tells_progress(self) -> bool:
        return tells_progress(self.text, by_senior=self._is_senior())

    def _unnamed(self, kind: Kind | None, period: Period | None) -> Reading:
        """A report that names no matter: the unit's only one, or a question."""
        owned = self._owned()
        if not self._tells_progress() or not owned:
            return Reading(Intent.REPORT, kind, period) if kind else Reading(Intent.OTHER)
        mention = Mention(0, 0, owned[:MANY], How.ANAPHOR, 0.0, True, True, False)
        self.mentions = [mention]
        updates = self._updates(kind, period)
        return Reading(Intent.REPORT, kind, period, tuple(replace(update, mention="") for update in updates))
