"""gettoken and the lists of addresses: what one may ask before anything else."""

from .calls import Answer, Call, accepted
from .codes import Code, Refused
from .world import World


def get_token(world: World, call: Call) -> Answer:
    """GET gettoken (document 91039)."""
    world.tokens.check_address(call.address)
    corp_id, secret = call.query.get("corpid", ""), call.query.get("corpsecret", "")
    if not corp_id:
        raise Refused(Code.MISSING_CORP, "corpid missing")
    if not secret:
        raise Refused(Code.MISSING_SECRET, "secret missing")
    corp = world.corps.get(corp_id)
    if corp is None:
        raise Refused(Code.WRONG_CORP, "invalid corpid")
    app = next((one for one in corp.apps.values() if one.secret == secret), None)
    if app is None:
        world.tokens.wrong_secret(call.address)
        raise Refused(Code.WRONG_SECRET, "invalid credential")
    token = world.tokens.fetch(app)
    return accepted(access_token=token.value, expires_in=world.tokens.seconds_left(token))


def get_callback_addresses(world: World, call: Call) -> Answer:
    """GET getcallbackip: where callbacks come from."""
    return accepted(ip_list=list(world.callback_addresses))


def get_api_addresses(world: World, call: Call) -> Answer:
    """GET get_api_domain_ip: where the API is."""
    return accepted(ip_list=["182.254.11.176", "182.254.78.66"])
