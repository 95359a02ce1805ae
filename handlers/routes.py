"""The table of contents: what is said → who answers."""

from __future__ import annotations

from collections.abc import Callable

from handlers.acknowledge import on_acknowledge
from handlers.closeout import on_closeout
from handlers.correction import on_correction, on_withdraw
from handlers.extension import on_extension
from handlers.help import on_help, on_other
from handlers.message import Answer
from handlers.plan import on_plan
from handlers.query import on_query
from handlers.reading.result import Intent, Reading
from handlers.report import on_report
from handlers.turn import Turn

Handler = Callable[[Turn, Reading], Answer]

ROUTES: dict[Intent, Handler] = {
    Intent.REPORT: on_report,
    Intent.QUERY: on_query,
    Intent.PLAN: on_plan,
    Intent.CLOSEOUT: on_closeout,
    Intent.EXTENSION: on_extension,
    Intent.ACKNOWLEDGE: on_acknowledge,
    Intent.CORRECTION: on_correction,
    Intent.WITHDRAW: on_withdraw,
    Intent.HELP: on_help,
    Intent.OTHER: on_other,
}
