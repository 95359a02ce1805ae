"""The facts we keep: one table family a file. This package knows nobody."""

from models.accountability import AccountabilityCase
from models.act import Act
from models.appeal import Appeal
from models.availability import Availability
from models.base import Base
from models.chat import Chat, ChatMember
from models.closeout import Closeout
from models.collection import Collection
from models.extension import Extension
from models.finding import Finding
from models.following import follow
from models.inbox import Inbox
from models.lightness import Muting, Suggestion
from models.matter import CoUnit, DueChange, LeadChange, Matter, Milestone, NamedOn, Suspension
from models.name import NameChange, NamePart
from models.notice import Climb, Handover, Notice, NumberSeries
from models.office import Office
from models.outbox import Attempt, Outgoing, Send
from models.person import Charge, FormerUserid, Person, Stranger
from models.plan_days import plan_look
from models.plate import Plate
from models.policy import PolicyVersion
from models.question import Question
from models.report import Duty, HelpCall, Progress, Report
from models.run import ClockMark, Hold, JobRun, Outage
from models.score import MatterBook, ScoreEntry, ScoreMark, ScoreProposal, ScoreSheet
from models.seal import Seal
from models.unit import Alias, Unit

__all__ = [
    "AccountabilityCase",
    "Act",
    "Alias",
    "Appeal",
    "Attempt",
    "Availability",
    "Base",
    "Charge",
    "Chat",
    "ChatMember",
    "Climb",
    "ClockMark",
    "Closeout",
    "CoUnit",
    "Collection",
    "DueChange",
    "Duty",
    "Extension",
    "Finding",
    "FormerUserid",
    "Handover",
    "HelpCall",
    "Hold",
    "Inbox",
    "JobRun",
    "LeadChange",
    "Matter",
    "MatterBook",
    "Milestone",
    "Muting",
    "NameChange",
    "NamePart",
    "NamedOn",
    "Notice",
    "NumberSeries",
    "Office",
    "Outage",
    "Outgoing",
    "Person",
    "Plate",
    "PolicyVersion",
    "Progress",
    "Question",
    "Report",
    "ScoreEntry",
    "ScoreMark",
    "ScoreProposal",
    "ScoreSheet",
    "Seal",
    "Send",
    "Stranger",
    "Suggestion",
    "Suspension",
    "Unit",
    "follow",
    "plan_look",
]
