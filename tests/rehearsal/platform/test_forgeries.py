"""Callbacks that must not be believed: a sound product hears none of them."""

import pytest

from rehearsal.platform import Forgery

from .conftest import Office

BELIEVED_BY_A_PRODUCT_WITHOUT_A_CLOCK = {Forgery.STALE, Forgery.HUGE}


@pytest.mark.parametrize("forgery", [one for one in Forgery if one not in BELIEVED_BY_A_PRODUCT_WITHOUT_A_CLOCK])
def test_a_forgery_is_not_heard(office: Office, forgery: Forgery) -> None:
    attempt = office.line.forges(forgery)
    assert attempt.status == 500
    assert office.product.heard == []
    assert office.platform.screen("zhang") == []


def test_a_stale_callback_is_rightly_sealed_but_old(office: Office) -> None:
    assert office.line.forges(Forgery.STALE).status == 200
    assert int(office.product.queries[0]["timestamp"]) == int(office.clock.now.timestamp()) - 3600


def test_a_huge_callback_is_rightly_sealed_but_huge(office: Office) -> None:
    assert office.line.forges(Forgery.HUGE).status == 200
    assert len(office.product.raw[0]) > 2_000_000
