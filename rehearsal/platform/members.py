"""通讯录: the people and departments of one corporation."""

from dataclasses import dataclass, field
from enum import IntEnum


class Status(IntEnum):
    """A member's standing as user/get tells it."""

    ACTIVE = 1
    DISABLED = 2
    NOT_ACTIVATED = 4
    LEFT = 5


@dataclass
class Member:
    """One person. `visible`: within the apps' visible range; `licensed`: has an interface licence."""

    userid: str
    name: str
    departments: tuple[int, ...] = (1,)
    position: str = ""
    mobile: str = ""
    visible: bool = True
    active: bool = True
    licensed: bool = True
    status: Status = Status.ACTIVE

    @property
    def can_receive(self) -> bool:
        """Whether a message would appear on this person's phone."""
        return self.visible and self.active and self.status is Status.ACTIVE


@dataclass
class Department:
    """One node of the tree; the root is 1."""

    department_id: int
    name: str
    parent_id: int = 0
    order: int = 0


@dataclass
class Directory:
    """Members by lower-cased userid: the platform compares ids without regard to case."""

    members: dict[str, Member] = field(default_factory=dict)
    departments: dict[int, Department] = field(default_factory=dict)
    tags: dict[int, set[str]] = field(default_factory=dict)

    def add(self, member: Member) -> Member:
        """Takes a member in; an id that is taken raises ValueError."""
        if member.userid.lower() in self.members:
            raise ValueError(f"userid taken: {member.userid}")
        self.members[member.userid.lower()] = member
        return member

    def find(self, userid: str) -> Member | None:
        """The member of that id, whatever the case it is written in."""
        return self.members.get(userid.lower())

    def find_by_mobile(self, mobile: str) -> Member | None:
        """The member with that telephone number."""
        return next((member for member in self.members.values() if mobile and member.mobile == mobile), None)

    def remove(self, userid: str) -> Member:
        """Takes a member out; KeyError when nobody has that id."""
        for holders in self.tags.values():
            holders.discard(userid.lower())
        return self.members.pop(userid.lower())

    def rename(self, userid: str, new_userid: str) -> Member:
        """Gives a member another id, as an administrator may."""
        member = self.remove(userid)
        member.userid = new_userid
        return self.add(member)

    def below(self, department_id: int) -> set[int]:
        """That department and everything under it."""
        found = {department_id}
        while True:
            more = {d.department_id for d in self.departments.values() if d.parent_id in found} - found
            if not more:
                return found
            found |= more

    def in_departments(self, wanted: set[int]) -> list[Member]:
        """Members who sit directly in one of these departments, in the order they joined."""
        return [member for member in self.members.values() if wanted.intersection(member.departments)]
