"""What a day of the ward sounds like: who says what, and when. Units report, the office decides, leaders ask."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from random import Random

from sqlalchemy.orm import Session

from models.person import Role
from rehearsal.town import City
from supervision.clock import at
from supervision.workdays import Calendar
from tests.faults.simulation.desks import leader_says, supervisor_says
from tests.faults.simulation.rates import Rates

Words = Callable[[Session, datetime], list[str]]
LAST_SECONDS = (time(17, 59, 58), time(23, 59, 58))
WEEK_OVER = 4  # Friday


@dataclass(frozen=True, slots=True)
class Speech:
    at: datetime
    userid: str
    words: Words  # decided when it is said: by then one has seen more


class People:
    """`percent` is what each matter's people believe it has reached."""

    def __init__(self, city: City, rates: Rates, random: Random) -> None:
        self._city, self._rates, self._random = city, rates, random
        self._calendar = Calendar()
        self._percent = {one.number: one.percent or 0 for one in city.matters}
        self._heads = {one.unit: one.userid for one in city.people if one.role is Role.UNIT_HEAD}
        self._liaisons = {one.unit: one.userid for one in city.people if one.role is Role.LIAISON}
        self._office = [one.userid for one in city.people if one.role is Role.SUPERVISOR]
        self._leaders = [one.userid for one in city.people if one.role is Role.LEADER]

    def day(self, day: date) -> list[Speech]:
        if not self._calendar.is_workday(day):
            return []
        speeches = [speech for unit in self._heads for speech in self._reports(unit, day)]
        for hour, who in ((9, 0), (11, 1), (15, 0)):
            userid = self._office[who]
            speeches.append(
                Speech(
                    self._moment(day, hour), userid, lambda session, now: supervisor_says(session, now, self._random)
                )
            )
        speeches.extend(
            Speech(self._moment(day, 16), userid, lambda session, _: leader_says(session, self._random))
            for userid in self._leaders
        )
        return speeches

    def _reports(self, unit: str, day: date) -> Iterator[Speech]:
        chance = self._random.random
        if chance() > self._rates.on_time:
            if chance() < 0.5:  # late rather than never
                yield self._says(unit, at(day, LAST_SECONDS[1]), self._report(unit, "日报"))
            return
        moment = self._moment(day, self._random.randint(8, 17))
        if chance() < 0.05:
            moment = at(day, LAST_SECONDS[0])
        kind = self._random.choice(("日报 ", "日报 ", "日报\n", ""))
        yield self._says(unit, moment, self._report(unit, kind.strip() or "日报"))
        if day.weekday() == WEEK_OVER and chance() < self._rates.on_time:
            yield self._says(unit, at(day, time(15, 30, self._random.randint(0, 59))), self._report(unit, "周报"))
        if chance() < self._rates.careless:
            after = self._random.choice((1, 20, 900, 4000))
            yield self._says(unit, moment + timedelta(seconds=after), self._careless(unit, day))
        if chance() < 0.06:
            yield self._says(unit, moment + timedelta(minutes=40), self._request(unit, day))

    def _report(self, unit: str, kind: str) -> Words:
        def words(_session: Session, _now: datetime) -> list[str]:
            ours = [one for one in self._city.matters if one.unit == unit]
            moved = [one.number for one in ours if self._random.random() < 0.6]
            if not moved:
                return [f"{kind} 无变化"]
            for number in moved:
                self._percent[number] = min(99, self._percent[number] + self._random.randint(0, 3))
            return [f"{kind} " + ";".join(f"#{number} 进度{self._percent[number]}%" for number in moved)]

        return words

    def _careless(self, unit: str, day: date) -> Words:
        [*_, number] = [one.number for one in self._city.matters if one.unit == unit]
        percent = self._percent[number]
        before = self._calendar.add(day, -1)
        return self._one_of(
            f"日报 #{number} 进度{percent}%", "好的", f"更正 #{number} {percent}%", "撤回", "是", "1", "#99 进度12%",
            f"补{before.month}月{before.day}日日报 #{number} 进度{percent}%", f"昨天的日报 #{number} {percent}%",
            "进度进度百分之", f"#{number} {max(percent - 20, 0)}%", f"#{number}", "我的事项",
        )  # fmt: skip

    def _request(self, unit: str, day: date) -> Words:
        number = self._random.choice([one.number for one in self._city.matters if one.unit == unit])
        later = day + timedelta(days=self._random.randint(20, 60))
        return self._one_of(
            f"申请销号 {number} 验收单已归档", f"#{number} 已完成", f"说明 {number} 供应商破产,正重新招标", "签收",
            f"申请延期 #{number} 到{later.year}年{later.month}月{later.day}日 因暴雨停工", f"同意 {number}",
        )  # fmt: skip

    def _one_of(self, *words: str) -> Words:
        return lambda _session, _now: [self._random.choice(words)]

    def _says(self, unit: str, moment: datetime, words: Words) -> Speech:
        who = self._heads if self._random.random() < 0.5 or unit not in self._liaisons else self._liaisons
        return Speech(moment, who[unit], words)

    def _moment(self, day: date, hour: int) -> datetime:
        return at(day, time(hour, self._random.randint(0, 58), self._random.randint(0, 59)))
