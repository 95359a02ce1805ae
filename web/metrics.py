"""/metrics for Prometheus: only to a machine that asks directly, never through the proxy that people come by (T45)."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable, Iterator, Mapping
from ipaddress import ip_address

from flask import Blueprint, Response, abort, g, request
from prometheus_client import CollectorRegistry, Histogram
from prometheus_client.core import CounterMetricFamily, GaugeMetricFamily, Metric
from prometheus_client.exposition import CONTENT_TYPE_LATEST, generate_latest
from prometheus_client.registry import Collector

from supervision.gauges import Gauge

PREFIX = "duban_"
BUCKETS = (0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 5.0)  # seconds; the platform gives up after five
FORWARDED = ("X-Forwarded-For", "X-Real-IP", "Forwarded")

Measure = Callable[[], Iterable[Gauge]]


class House(Collector):
    """Asks anew at each visit, so that nothing is counted twice over several processes."""

    def __init__(self, measure: Measure, refused: Mapping[str, int]) -> None:
        self._measure = measure
        self._refused = refused

    def collect(self) -> Iterator[Metric]:
        families: dict[str, GaugeMetricFamily] = {}
        for gauge in self._measure():
            family = families.get(gauge.name)
            if family is None:
                family = GaugeMetricFamily(PREFIX + gauge.name, gauge.name, labels=sorted(gauge.labels))
                families[gauge.name] = family
            family.add_metric([gauge.labels[name] for name in sorted(gauge.labels)], gauge.value)
        yield from families.values()
        refused = CounterMetricFamily(PREFIX + "refused_at_the_door", "refused at the door", labels=["reason"])
        for reason, count in self._refused.items():
            refused.add_metric([reason], count)
        yield refused


def metrics_pages(measure: Measure, refused: Mapping[str, int]) -> Blueprint:
    """`measure` gives the figures of the database, `refused` counts what this process turned away."""
    registry = CollectorRegistry(auto_describe=False)
    registry.register(House(measure, refused))
    answered = Histogram(PREFIX + "callback_seconds", "until the answer left", registry=registry, buckets=BUCKETS)
    pages = Blueprint("metrics", __name__)

    @pages.get("/metrics")
    def metrics() -> Response:
        if not _asks_directly():
            abort(404)
        return Response(generate_latest(registry), content_type=CONTENT_TYPE_LATEST)

    @pages.before_app_request
    def begin() -> None:
        g.began = time.perf_counter()

    @pages.after_app_request
    def end(response: Response) -> Response:
        if request.blueprint == "callback":
            answered.observe(time.perf_counter() - g.began)
        return response

    return pages


def _asks_directly() -> bool:
    """From this machine or the office's own network, and not handed on by a proxy."""
    if any(name in request.headers for name in FORWARDED):
        return False
    return request.remote_addr is not None and ip_address(request.remote_addr).is_private
