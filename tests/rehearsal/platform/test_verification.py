"""Saving the receive URL: the exact plain text, within a second."""

from collections.abc import Callable

import pytest

from .conftest import Office


def test_the_exact_plain_text_passes(office: Office) -> None:
    assert office.platform.verify_url() == ""


@pytest.mark.parametrize(
    "spoil",
    [
        lambda plain: f"{plain}\n".encode(),
        lambda plain: f'"{plain}"'.encode(),
        lambda plain: b"\xef\xbb\xbf" + plain.encode(),
        lambda plain: b"",
    ],
    ids=["newline", "quotes", "BOM", "nothing"],
)
def test_anything_around_it_fails(office: Office, spoil: Callable[[str], bytes]) -> None:
    office.product.echo = spoil
    assert office.platform.verify_url() == "the answer is not exactly the plain text"


def test_another_status_fails(office: Office) -> None:
    office.product.statuses = [201]
    assert office.platform.verify_url() == "status 201"


def test_more_than_a_second_fails(office: Office) -> None:
    office.product.busy = lambda: office.clock.forward(seconds=1.5)
    assert office.platform.verify_url() == "no answer in time"
