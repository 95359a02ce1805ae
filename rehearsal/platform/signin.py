"""网页授权: a code good for five minutes and one use tells the product who is looking (documents 91022, 91023)."""

from datetime import timedelta
from urllib.parse import urlencode, urlsplit

from .calls import Answer, Call, accepted
from .codes import Code, Refused
from .corp import App
from .login_codes import LoginCode
from .world import World


def open_login(world: World, app: App, userid: str, redirect_uri: str, state: str) -> str:
    """Where the browser is sent: redirect_uri with code and state. The domain must be registered, port included."""
    address = urlsplit(redirect_uri)
    if app.redirect_domains is not None and address.netloc not in app.redirect_domains:
        raise Refused(Code.WRONG_REDIRECT_DOMAIN, "redirect_uri domain not registered")
    member = world.corp_of(app).directory.find(userid)
    code = world.letters(43)
    life = timedelta(seconds=world.rules.login_code_life)
    world.login_codes[code] = LoginCode(app.corp_id, member.userid if member else "", world.clock() + life)
    joint = "&" if address.query else "?"
    return f"{redirect_uri}{joint}{urlencode({'code': code, 'state': state})}"


def get_user_info(world: World, call: Call) -> Answer:
    """GET auth/getuserinfo."""
    userid = _redeem(world, call)
    if not userid:
        return accepted(openid=f"o{world.letters(27)}")
    return accepted(userid=userid)


def get_user_info_legacy(world: World, call: Call) -> Answer:
    """GET user/getuserinfo, as older private deployments have it."""
    userid = _redeem(world, call)
    if not userid:
        return accepted(OpenId=f"o{world.letters(27)}")
    return accepted(UserId=userid, DeviceId="")


def _redeem(world: World, call: Call) -> str:
    code = world.login_codes.get(call.query.get("code", ""))
    if code is None or code.corp_id != call.sender.corp_id:
        raise Refused(Code.BAD_LOGIN_CODE, "invalid code")
    if code.used:
        raise Refused(Code.USED_LOGIN_CODE, "code has been used")
    if code.expires_at <= world.clock():
        raise Refused(Code.EXPIRED_LOGIN_CODE, "code expired")
    code.used = True
    return code.userid
