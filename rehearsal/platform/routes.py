"""The table of contents: path → who answers."""

from collections.abc import Callable
from dataclasses import dataclass

from . import card_updates, contacts, entrance, groups, robots, sending, signin, uploads
from .calls import Answer, Call
from .world import World

Handler = Callable[[World, Call], Answer]


@dataclass(frozen=True)
class Route:
    """Which method a path wants and who answers. `counted`: under the base frequency; sending has limits of its own."""

    method: str
    handler: Handler
    needs_token: bool = True
    counted: bool = True


ROUTES: dict[str, Route] = {
    "gettoken": Route("GET", entrance.get_token, needs_token=False),
    "getcallbackip": Route("GET", entrance.get_callback_addresses),
    "get_api_domain_ip": Route("GET", entrance.get_api_addresses),
    "message/send": Route("POST", sending.send, counted=False),
    "message/update_template_card": Route("POST", card_updates.update),
    "message/recall": Route("POST", card_updates.recall),
    "appchat/create": Route("POST", groups.create),
    "appchat/update": Route("POST", groups.update),
    "appchat/get": Route("GET", groups.get),
    "appchat/send": Route("POST", groups.send, counted=False),
    "webhook/send": Route("POST", robots.send, needs_token=False, counted=False),
    "webhook/upload_media": Route("POST", uploads.upload_for_robot, needs_token=False, counted=False),
    "media/upload": Route("POST", uploads.upload),
    "media/get": Route("GET", uploads.get),
    "user/get": Route("GET", contacts.get_user),
    "user/list": Route("GET", contacts.list_users),
    "user/simplelist": Route("GET", contacts.list_users_simply),
    "user/getuserid": Route("POST", contacts.get_userid),
    "department/list": Route("GET", contacts.list_departments),
    "department/simplelist": Route("GET", contacts.list_departments_simply),
    "auth/getuserinfo": Route("GET", signin.get_user_info),
    "user/getuserinfo": Route("GET", signin.get_user_info_legacy),
}
