"""What an app may read of the contacts, and how it learns who is looking at its pages."""

from urllib.parse import parse_qs, urlsplit

import pytest

from rehearsal.platform import Rules
from rehearsal.platform.codes import Refused

from .conftest import Office, open_office


def test_a_member_is_read_without_private_details(office: Office) -> None:
    member = office.get("user/get", userid="ZHANG")
    assert (member["userid"], member["name"], member["department"]) == ("zhang", "张三", [2])
    assert "mobile" not in member
    assert office.get("user/get", userid="nobody")["errcode"] == 60111
    assert office.get("user/get")["errcode"] == 41009
    private = open_office(Rules(contact_details=True))
    assert private.get("user/get", userid="zhang")["mobile"] == "13800000001"


def test_everything_is_clipped_to_what_the_app_sees(office: Office) -> None:
    office.line.app.reach = frozenset({"zhang"})
    assert office.get("user/get", userid="li")["errcode"] == 60011
    listed = office.get("user/simplelist", department_id="2")["userlist"]
    assert listed == [{"userid": "zhang", "name": "张三", "department": [2]}]
    assert [one["userid"] for one in office.get("user/list", department_id="2")["userlist"]] == ["zhang"]
    assert office.get("user/simplelist", department_id="77")["errcode"] == 60003


def test_the_tree_of_departments(office: Office) -> None:
    office.corp.add_department(4, "招商一科", 2)
    assert [one["id"] for one in office.get("department/list")["department"]] == [1, 2, 3, 4]
    assert [one["name"] for one in office.get("department/list", id="2")["department"]] == ["招商局", "招商一科"]
    assert [one["parentid"] for one in office.get("department/simplelist", id="4")["department_id"]] == [2]
    assert office.get("department/list", id="9")["errcode"] == 60003


def test_a_secret_may_read_ids_only() -> None:
    office = open_office(Rules(contact_ids_only=True))
    assert office.get("user/get", userid="zhang")["errcode"] == 48009
    assert office.get("department/list")["errcode"] == 48009
    assert office.get("department/simplelist")["errcode"] == 0


def test_a_member_is_found_by_telephone(office: Office) -> None:
    assert office.post("user/getuserid", {"mobile": "13800000001"})["userid"] == "zhang"
    assert office.post("user/getuserid", {"mobile": "10086"})["errcode"] == 46004


def code_of(office: Office, userid: str) -> str:
    address = urlsplit(office.line.opens_login(userid, "https://duban.example.com/in?next=1", "s1"))
    query = parse_qs(address.query)
    assert (query["next"], query["state"]) == (["1"], ["s1"])
    return query["code"][0]


def test_a_code_tells_who_is_looking_once_and_for_five_minutes(office: Office) -> None:
    code = code_of(office, "zhang")
    assert office.get("auth/getuserinfo", code=code)["userid"] == "zhang"
    assert office.get("auth/getuserinfo", code=code)["errcode"] == 42022
    late = code_of(office, "zhang")
    office.clock.forward(minutes=5)
    assert office.get("auth/getuserinfo", code=late)["errcode"] == 42003
    assert office.get("auth/getuserinfo", code="made-up")["errcode"] == 40029
    assert office.get("user/getuserinfo", code=code_of(office, "li"))["UserId"] == "li"


def test_somebody_from_outside_has_an_openid(office: Office) -> None:
    answer = office.get("auth/getuserinfo", code=code_of(office, "visitor"))
    assert answer["openid"].startswith("o")
    assert "userid" not in answer


def test_the_domain_must_match_exactly(office: Office) -> None:
    office.line.app.redirect_domains = frozenset({"duban.example.com"})
    assert code_of(office, "zhang")
    with pytest.raises(Refused, match="50001"):
        office.line.opens_login("zhang", "https://duban.example.com:8443/in")
