"""The line between members and one app: what people do in the chat becomes a callback."""

from collections.abc import Mapping

from . import clicks
from .callbacks import Attempt, Courier, Delivery, Parcel, Retry, State
from .card_updates import apply_reply
from .clicks import Chosen
from .contact_changes import follow
from .corp import App
from .envelope import BadEnvelope
from .forging import Forger, Forgery
from .inner import Fields, Value, message_xml
from .ledger import Channel
from .members import Member
from .passive import CARD_EVENTS, MESSAGE
from .showing import show_to_member
from .signin import open_login
from .world import World


class Line:
    """Speaks for the members of one app. Each act returns its Delivery: tries, state, the reply shown."""

    def __init__(self, world: World, courier: Courier, app: App) -> None:
        self._world = world
        self._courier = courier
        self.app = app
        self.retry = Retry.AT_ONCE

    def says(self, userid: str, text: str, *, retry: Retry | None = None, padding: int | None = None) -> Delivery:
        """A member types a text. `padding`: make the cipher's padding that long, 1 to 32."""
        return self._message(userid, "text", {"Content": text}, text, retry, padding)

    def sends_image(self, userid: str, media_id: str, url: str = "https://example.com/p.jpg") -> Delivery:
        """A member sends a picture."""
        return self._message(userid, "image", {"PicUrl": url, "MediaId": media_id}, "[image]")

    def sends_voice(self, userid: str, media_id: str, form: str = "amr") -> Delivery:
        """A member speaks; no text comes with it."""
        return self._message(userid, "voice", {"MediaId": media_id, "Format": form}, "[voice]")

    def sends_video(self, userid: str, media_id: str, thumb: str = "thumb") -> Delivery:
        """A member sends a film."""
        return self._message(userid, "video", {"MediaId": media_id, "ThumbMediaId": thumb}, "[video]")

    def sends_location(self, userid: str, latitude: float, longitude: float, label: str) -> Delivery:
        """A member sends where they are."""
        place: Fields = {"Location_X": latitude, "Location_Y": longitude, "Scale": 15, "Label": label}
        return self._message(userid, "location", {**place, "AppType": "wxwork"}, f"[location] {label}")

    def sends_link(self, userid: str, title: str, url: str, description: str = "") -> Delivery:
        """A member forwards a page."""
        fields = {"Title": title, "Description": description, "Url": url, "PicUrl": ""}
        return self._message(userid, "link", fields, f"[link] {title}")

    def sends_file(self, userid: str, name: str) -> None:
        """A member sends a file: it stands in the chat, and no callback ever tells of it."""
        with self._world.lock:
            show_to_member(self._world, self.app, self._member(userid), Channel.MEMBER, "file", f"[file] {name}")

    def enters(self, userid: str) -> Delivery:
        """A member opens the chat."""
        return self.happens(userid, "enter_agent", {"EventKey": ""})

    def subscribes(self, userid: str) -> Delivery:
        """A member comes into the app's range."""
        return self.happens(userid, "subscribe", {"EventKey": ""})

    def clicks(self, userid: str, event_key: str, *, retry: Retry | None = None) -> Delivery:
        """A member taps the menu."""
        return self.happens(userid, "click", {"EventKey": event_key}, retry=retry)

    def views(self, userid: str, url: str) -> Delivery:
        """A member opens a page from the menu."""
        return self.happens(userid, "view", {"EventKey": url})

    def card_clicks(
        self, userid: str, task_id: str, event_key: str, chosen: Chosen | None = None, *, retry: Retry | None = None
    ) -> Delivery:
        """A member presses a button of a card, with what was chosen: question_key → option ids."""
        with self._world.lock:
            fields = clicks.press(self._world, self.app, userid, task_id, event_key, chosen or {})
        return self.happens(userid, "template_card_event", fields, retry=retry, task_id=task_id)

    def card_menu_clicks(self, userid: str, task_id: str, event_key: str) -> Delivery:
        """A member uses the menu in the corner of a card."""
        with self._world.lock:
            fields = clicks.press_menu(self._world, self.app, userid, task_id, event_key)
        return self.happens(userid, "template_card_menu_event", fields, task_id=task_id)

    def happens(
        self, userid: str, event: str, fields: Fields, *, retry: Retry | None = None, task_id: str = ""
    ) -> Delivery:
        """Any event, named as the platform names it."""
        member = self._member(userid)
        whole = {**self._head(member.userid, "event"), "Event": event, **fields, "AgentID": self.app.agent_id}
        return self._deliver(self._parcel(member.userid, event, whole, task_id=task_id), retry)

    def change_contact(self, change_type: str, fields: Mapping[str, Value]) -> Delivery:
        """通讯录 changes: create_user, update_user, delete_user, create_party … and the directory follows."""
        event = "change_contact"
        with self._world.lock:
            directory = self._world.corp_of(self.app).directory
            follow(directory, change_type, {name: str(value) for name, value in fields.items()})
        whole = {**self._head("sys", "event"), "Event": event, "ChangeType": change_type, **fields}
        return self._deliver(self._parcel("sys", event, whole), None)

    def forges(self, forgery: Forgery, userid: str = "zhang", text: str = "同意") -> Attempt:
        """Somebody else pretends to be the platform; nothing shows on any screen."""
        fields = {**self._head(userid, "text"), "Content": text, "MsgId": 1, "AgentID": self.app.agent_id}
        return Forger(self._world, self._courier).post(forgery, self._parcel(userid, MESSAGE, fields))

    def replays(self, delivery: Delivery) -> Attempt:
        """Somebody sends the very bytes of an old callback again."""
        return self._courier.post(self.app, delivery.attempts[-1].envelope)

    def repeats(self, delivery: Delivery) -> Attempt:
        """The platform sends a callback once more in a fresh envelope, though it was accepted."""
        return self._courier.send_again(delivery)

    def redeliver(self) -> list[Delivery]:
        """The next try for everything of this app that waits."""
        waiting = [one for one in self._courier.deliveries if one.state is State.WAITING and one.parcel.app is self.app]
        return [self._finish(self._courier.again(one)) for one in waiting]

    def opens_login(self, userid: str, redirect_uri: str, state: str = "") -> str:
        """The address a member's browser lands on after the sign-in page; Refused 50001 for a foreign domain."""
        with self._world.lock:
            return open_login(self._world, self.app, userid, redirect_uri, state)

    def _message(
        self,
        userid: str,
        kind: str,
        fields: Fields,
        text: str,
        retry: Retry | None = None,
        padding: int | None = None,
    ) -> Delivery:
        member = self._member(userid)
        with self._world.lock:
            number = self._world.message_number()
            show_to_member(self._world, self.app, member, Channel.MEMBER, kind, text, message_id=str(number))
        tail: Fields = {"MsgId": number, "AgentID": self.app.agent_id}
        whole = {**self._head(member.userid, kind), **fields, **tail}
        return self._deliver(self._parcel(member.userid, MESSAGE, whole, str(number), padding=padding), retry)

    def _head(self, userid: str, kind: str) -> dict[str, Value]:
        return {
            "ToUserName": self.app.corp_id,
            "FromUserName": userid,
            "CreateTime": int((self._world.clock() + self._world.faults.skew).timestamp()),
            "MsgType": kind,
        }

    def _parcel(
        self,
        userid: str,
        trigger: str,
        fields: Fields,
        message_id: str = "",
        *,
        task_id: str = "",
        padding: int | None = None,
    ) -> Parcel:
        with self._world.lock:
            inner = message_xml(fields, self._world.random)
            if padding is not None:
                inner += " " * ((self.app.codec().padding(inner) - padding) % 32)
            now = self._world.clock()
        return Parcel(self.app, userid, trigger, inner, now, message_id, task_id, carries_agent="AgentID" in fields)

    def _deliver(self, parcel: Parcel, retry: Retry | None) -> Delivery:
        return self._finish(self._courier.deliver(parcel, retry or self.retry))

    def _finish(self, delivery: Delivery) -> Delivery:
        """Shows the answer, if there is one."""
        parcel, reply = delivery.parcel, delivery.reply
        member = self._world.corp_of(self.app).directory.find(parcel.userid)
        if reply is None or member is None:
            return delivery
        with self._world.lock:
            if not reply.kind.startswith("update_"):
                show_to_member(
                    self._world,
                    self.app,
                    member,
                    Channel.PASSIVE,
                    reply.kind,
                    reply.text,
                    content=reply.content,
                    was_cut=reply.was_cut,
                )
            elif parcel.trigger in CARD_EVENTS:
                self._update_card(delivery, member)
        return delivery

    def _update_card(self, delivery: Delivery, member: Member) -> None:
        if delivery.reply is None:
            return
        try:
            apply_reply(self._world, self.app, member, delivery.parcel.task_id, delivery.reply)
        except BadEnvelope as error:
            delivery.reply, delivery.reply_problem = None, str(error)

    def _member(self, userid: str) -> Member:
        member = self._world.corp_of(self.app).directory.find(userid)
        if member is None or not member.can_receive or not self.app.sees(member):
            raise ValueError(f"{userid} does not have this app on the phone")
        return member
