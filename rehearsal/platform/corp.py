"""A corporation, its self-built apps (自建应用), its groups and their robots."""

from dataclasses import dataclass, field

from .envelope import Codec
from .members import Department, Directory, Member
from .post import Post


@dataclass
class App:
    """One self-built app. `reach`: the userids it can see, None for the whole directory (the root department)."""

    corp_id: str
    agent_id: int
    secret: str
    token: str = ""
    encoding_aes_key: str = ""
    name: str = "督办助手"
    post: Post | None = None
    reach: frozenset[str] | None = None
    trusted_addresses: frozenset[str] | None = None
    redirect_domains: frozenset[str] | None = None
    switched_off: bool = False
    knows_cards: bool = True  # private installations may be too old for them

    @property
    def has_callback(self) -> bool:
        """Whether a receive URL is configured."""
        return bool(self.token and self.encoding_aes_key)

    def codec(self) -> Codec:
        """The codec of this app's callbacks."""
        return Codec(self.token, self.encoding_aes_key, self.corp_id)

    def sees(self, member: Member) -> bool:
        """Whether the member is inside the app's visible range."""
        return member.visible and (self.reach is None or member.userid.lower() in self.reach)


@dataclass
class Group:
    """A group chat. `owner_app`: the app that made it, None for a group people made.

    A group made by an app is seen by nobody before its first message.
    """

    chat_id: str
    name: str
    members: list[str]
    owner: str = ""
    owner_app: int | None = None
    appeared: bool = True
    dissolved: bool = False

    def member(self, userid: str) -> str | None:
        """The id as the group has it, or None for a stranger."""
        return next((one for one in self.members if one.lower() == userid.lower()), None)


@dataclass
class Robot:
    """A group's webhook (消息推送). Who has the key can post."""

    key: str
    corp_id: str
    chat_id: str
    name: str = "督办提醒"
    enabled: bool = True
    in_group: bool = True


@dataclass
class Corp:
    """One tenant."""

    corp_id: str
    name: str
    directory: Directory = field(default_factory=Directory)
    apps: dict[int, App] = field(default_factory=dict)
    groups: dict[str, Group] = field(default_factory=dict)
    robots: dict[str, Robot] = field(default_factory=dict)
    app_task_ids: set[tuple[int, str]] = field(default_factory=set)

    def __post_init__(self) -> None:
        if not self.directory.departments:
            self.add_department(1, self.name)

    def add_department(self, department_id: int, name: str, parent_id: int = 0) -> Department:
        """A node of the tree; the root is 1 and there already."""
        node = Department(department_id, name, parent_id if department_id != 1 else 0, order=department_id)
        self.directory.departments[department_id] = node
        return node

    def add_member(
        self,
        userid: str,
        name: str = "",
        *,
        departments: tuple[int, ...] = (1,),
        position: str = "",
        mobile: str = "",
        visible: bool = True,
        active: bool = True,
        licensed: bool = True,
    ) -> Member:
        """Takes a person in; nobody is told (see Line.change_contact for that)."""
        member = Member(userid, name or userid, departments, position, mobile, visible, active, licensed)
        return self.directory.add(member)

    def add_app(self, app: App) -> App:
        """Registers an app under its agentid."""
        if app.corp_id != self.corp_id:
            raise ValueError("the app belongs to another corporation")
        self.apps[app.agent_id] = app
        return app

    def add_group(self, chat_id: str, members: list[str], name: str = "") -> Group:
        """A group that people made."""
        group = Group(chat_id, name or chat_id, [self._known(userid) for userid in members])
        self.groups[chat_id] = group
        return group

    def add_robot(self, key: str, chat_id: str, name: str = "督办提醒") -> Robot:
        """A webhook in a group that exists; KeyError otherwise."""
        robot = Robot(key, self.corp_id, self.groups[chat_id].chat_id, name)
        self.robots[key] = robot
        return robot

    def revoke_robot(self, key: str) -> Robot:
        """Its webhook was reset or the robot removed: from now on nobody posts with that key (93000)."""
        return self.robots.pop(key)

    def _known(self, userid: str) -> str:
        member = self.directory.find(userid)
        if member is None:
            raise ValueError(f"no such member: {userid}")
        return member.userid
