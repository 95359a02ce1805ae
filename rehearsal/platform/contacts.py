"""通讯录 as an app may read it: clipped to its range, private details stripped (documents 90193–90208)."""

from typing import Any

from .calls import Answer, Call, accepted
from .codes import Code, Refused
from .members import Member
from .world import World


def get_user(world: World, call: Call) -> Answer:
    """GET user/get."""
    _check_details(world)
    userid = call.query.get("userid", "")
    if not userid:
        raise Refused(Code.MISSING_USER, "userid missing")
    member = world.corp_of(call.sender).directory.find(userid)
    if member is None:
        raise Refused(Code.UNKNOWN_USER, "userid not found")
    if not call.sender.sees(member):
        raise Refused(Code.OUTSIDE_RANGE, "no privilege to access/modify contact/party/agent")
    return accepted(**_whole(world, member))


def list_users(world: World, call: Call) -> Answer:
    """GET user/list: the members directly in a department."""
    return accepted(userlist=[_whole(world, member) for member in _inside(world, call)])


def list_users_simply(world: World, call: Call) -> Answer:
    """GET user/simplelist."""
    listed = [
        {"userid": one.userid, "name": one.name, "department": list(one.departments)} for one in _inside(world, call)
    ]
    return accepted(userlist=listed)


def list_departments(world: World, call: Call) -> Answer:
    """GET department/list: the one asked for and all below; without an id, all."""
    _check_details(world)
    nodes = [
        {"id": node.department_id, "name": node.name, "parentid": node.parent_id, "order": node.order}
        for node in world.corp_of(call.sender).directory.departments.values()
        if node.department_id in _wanted(world, call)
    ]
    return accepted(department=nodes)


def list_departments_simply(world: World, call: Call) -> Answer:
    """GET department/simplelist."""
    nodes = [
        {"id": node.department_id, "parentid": node.parent_id, "order": node.order}
        for node in world.corp_of(call.sender).directory.departments.values()
        if node.department_id in _wanted(world, call)
    ]
    return accepted(department_id=nodes)


def get_userid(world: World, call: Call) -> Answer:
    """POST user/getuserid: who has that telephone number."""
    member = world.corp_of(call.sender).directory.find_by_mobile(str(call.json().get("mobile", "")))
    if member is None or not call.sender.sees(member):
        raise Refused(Code.UNKNOWN_NUMBER, "user not exist")
    return accepted(userid=member.userid)


def _check_details(world: World) -> None:
    if world.rules.contact_ids_only:
        raise Refused(Code.CONTACT_DETAILS_BARRED, "api forbidden for this secret and ip")


def _inside(world: World, call: Call) -> list[Member]:
    _check_details(world)
    directory = world.corp_of(call.sender).directory
    department = call.query.get("department_id", "")
    if not department.isdigit() or int(department) not in directory.departments:
        raise Refused(Code.UNKNOWN_PARTY, "department not found")
    return [one for one in directory.in_departments({int(department)}) if call.sender.sees(one)]


def _wanted(world: World, call: Call) -> set[int]:
    directory = world.corp_of(call.sender).directory
    wanted = call.query.get("id", "")
    if not wanted:
        return set(directory.departments)
    if not wanted.isdigit() or int(wanted) not in directory.departments:
        raise Refused(Code.UNKNOWN_PARTY, "department not found")
    return directory.below(int(wanted))


def _whole(world: World, member: Member) -> dict[str, Any]:
    whole: dict[str, Any] = {
        "userid": member.userid,
        "name": member.name,
        "department": list(member.departments),
        "main_department": member.departments[0],
        "position": member.position,
        "status": int(member.status),
        "isleader": 0,
        "is_leader_in_dept": [0] * len(member.departments),
        "order": [0] * len(member.departments),
    }
    return {**whole, "mobile": member.mobile} if world.rules.contact_details else whole
