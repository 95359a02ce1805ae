"""通讯录 changes: the directory follows what the event says."""

from collections.abc import Mapping

from .members import Department, Directory, Member, Status


def follow(directory: Directory, change_type: str, fields: Mapping[str, str]) -> None:
    """Applies create, update and delete of users and parties; other changes leave the directory alone."""
    steps = {
        "create_user": _create_user,
        "update_user": _update_user,
        "delete_user": _delete_user,
        "create_party": _create_party,
        "update_party": _update_party,
        "delete_party": _delete_party,
    }
    if change_type in steps:
        steps[change_type](directory, fields)


def _create_user(directory: Directory, fields: Mapping[str, str]) -> None:
    userid = fields["UserID"]
    directory.add(Member(userid, fields.get("Name", userid), _numbers(fields.get("Department", "1"))))


def _update_user(directory: Directory, fields: Mapping[str, str]) -> None:
    member = directory.find(fields["UserID"])
    if member is None:
        raise ValueError(f"no such member: {fields['UserID']}")
    member.name = fields.get("Name", member.name)
    member.position = fields.get("Position", member.position)
    if "Department" in fields:
        member.departments = _numbers(fields["Department"])
    if "Status" in fields:
        member.status = Status(int(fields["Status"]))
    if fields.get("NewUserID"):
        directory.rename(member.userid, fields["NewUserID"])


def _delete_user(directory: Directory, fields: Mapping[str, str]) -> None:
    directory.remove(fields["UserID"])


def _create_party(directory: Directory, fields: Mapping[str, str]) -> None:
    number = int(fields["Id"])
    directory.departments[number] = Department(number, fields["Name"], int(fields["ParentId"]), number)


def _update_party(directory: Directory, fields: Mapping[str, str]) -> None:
    node = directory.departments[int(fields["Id"])]
    node.name = fields.get("Name", node.name)
    node.parent_id = int(fields.get("ParentId", node.parent_id))


def _delete_party(directory: Directory, fields: Mapping[str, str]) -> None:
    directory.departments.pop(int(fields["Id"]))


def _numbers(listed: str) -> tuple[int, ...]:
    return tuple(int(one) for one in listed.split(",") if one)
