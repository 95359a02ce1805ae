"""Does a pack tell of a sealed matter that is not its own? Messages and letters are in it as a whole."""

from __future__ import annotations

from sqlalchemy import select
from sqlalchemy.orm import Session

from models import Act, Matter, Outgoing, Progress, Report
from supervision.dossier.gathering import Dossier


def tells_of_sealed(session: Session, dossier: Dossier) -> bool:
    messages = {row.id for row in dossier.rows("messages")}
    sends = {row.id for row in dossier.rows("sends")}
    told = (
        select(Act.matter_id).where(Act.inbox_id.in_(messages)),
        select(Progress.matter_id).join(Report, Report.id == Progress.report_id).where(Report.inbox_id.in_(messages)),
        select(Outgoing.matter_id).where(Outgoing.send_id.in_(sends)),
    )
    others = select(Matter.id).where(Matter.is_sealed, Matter.id != dossier.matter.id)
    return any(session.scalar(others.where(Matter.id.in_(ids)).limit(1)) is not None for ids in told)
