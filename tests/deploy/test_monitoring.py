"""Alerts and dashboard speak of figures there are, and the guide of every alert."""

import json
import re
import shutil
import subprocess
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import yaml

from services.names import SERVICES
from tests.applications import Applications
from tests.house_rules.sources import ROOT, hold
from tests.servers.databases import Databases
from tests.servers.missing import NOT_TRIED

PROMETHEUS = ROOT / "deploy" / "prometheus"
ALERTS = [
    rule
    for group in yaml.safe_load((PROMETHEUS / "alerts.yml").read_text(encoding="utf-8"))["groups"]
    for rule in group["rules"]
]
DASHBOARD: dict[str, Any] = json.loads(
    (ROOT / "deploy" / "grafana" / "kursforum.json").read_text(encoding="utf-8")
)
# Prometheus' own, and those of RabbitMQ's plugin, as it names them from 3.10 to 4.2.
OTHERS = {
    "up",
    "rabbitmq_detailed_queue_messages_ready",
    "rabbitmq_detailed_queue_messages_unacked",
    "rabbitmq_alarms_free_disk_space_watermark",
    "rabbitmq_alarms_memory_used_watermark",
    "rabbitmq_disk_space_available_bytes",
    "rabbitmq_disk_space_available_limit_bytes",
}
WORDS = {"sum", "max", "min", "by", "or", "and", "absent", "rate", "topk", "histogram_quantile"}


@pytest.fixture(scope="module")
def told(applications: Applications, databases: Databases, tmp_path_factory: pytest.TempPathFactory) -> str:
    """What the four services tell Prometheus, after a request each."""
    folder = tmp_path_factory.mktemp("figures")
    urls = {service: databases.fresh(service, "sqlite", folder) for service in SERVICES}
    return "".join(_told_by(applications, service, url) for service, url in urls.items())


@pytest.fixture(scope="module")
def promtool() -> str:
    """Prometheus' own judge of queries and rules; skips the test where there is none."""
    found = shutil.which("promtool")
    if not found:
        pytest.skip(f"{NOT_TRIED}promtool is not installed")
    return found


def test_every_figure_that_is_asked_for_is_told(told: str) -> None:
    known = set(re.findall(r"^# TYPE (\w+)", told, re.MULTILINE)) | OTHERS
    known |= {f"{name}{part}" for name in known for part in ("_bucket", "_count", "_sum")}
    for where, expression in _expressions():
        hold(f"{where} asks for {name}, which nobody tells" for name in _names(expression) - known)


def test_every_label_that_is_asked_for_is_told(told: str) -> None:
    for where, expression in _expressions():
        for name, labels in re.findall(r"(\w+)\{([^}]*)\}", expression):
            asked = set(re.findall(r"(\w+)=", labels)) - {
                "job",
                "service",
                "queue",
            }  # these are the scraper's
            series = re.findall(rf"^{name}\{{(.*)\}}", told, re.MULTILINE)
            given = {label for found in series for label in re.findall(r'(\w+)="', found)}
            hold(f"{where} asks {name} for {label}, which it does not have" for label in asked - given)


def test_each_of_several_processes_counts_by_itself(told: str) -> None:
    assert re.search(r'^http_request_seconds_count\{.*process="\d+"', told, re.MULTILINE)


def test_the_guide_tells_what_to_do_about_every_alert() -> None:
    guide = (ROOT / "docs" / "guides" / "operating.md").read_text(encoding="utf-8")
    hold(
        f"the guide says nothing of {rule['alert']}" for rule in ALERTS if f"**{rule['alert']}**" not in guide
    )
    explained = set(re.findall(r"^\| \*\*(\w+)\*\*", guide, re.MULTILINE))
    assert explained == {rule["alert"] for rule in ALERTS}


def test_every_alert_says_how_urgent_it_is_and_of_what() -> None:
    for rule in ALERTS:
        assert rule["labels"]["severity"] in ("critical", "warning")
        assert rule["annotations"]["summary"].endswith(".")


def test_no_panel_lies_on_another() -> None:
    taken: set[tuple[int, int]] = set()
    for panel in DASHBOARD["panels"]:
        place = panel["gridPos"]
        cells = {
            (place["x"] + right, place["y"] + down)
            for right in range(place["w"])
            for down in range(place["h"])
        }
        assert not cells & taken, panel["title"]
        assert place["x"] + place["w"] <= 24
        taken |= cells


def test_every_panel_has_an_id_of_its_own() -> None:
    given = [panel["id"] for panel in DASHBOARD["panels"]]
    assert len(set(given)) == len(given)


def test_every_panel_asks_what_prometheus_understands(promtool: str, tmp_path: Path) -> None:
    asked = [{"record": "panel", "expr": expression} for _, expression in _expressions()]
    rules = tmp_path / "panels.yml"
    rules.write_text(yaml.safe_dump({"groups": [{"name": "panels", "rules": asked}]}))
    done = subprocess.run(
        [promtool, "check", "rules", "--lint=none", rules], capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stdout + done.stderr


def test_the_alerts_come_when_they_should(promtool: str) -> None:
    for words in (["check", "config", "prometheus.yml"], ["test", "rules", "alerts_test.yml"]):
        done = subprocess.run([promtool, *words], cwd=PROMETHEUS, capture_output=True, text=True, check=False)
        assert done.returncode == 0, done.stdout + done.stderr


def _told_by(applications: Applications, service: str, url: str) -> str:
    # The address makes it count as one that consumes; a web process never calls there.
    with applications.lend(service, url, rabbitmq_url="amqp://nobody@127.0.0.1:9//") as app:
        app.test_client().get(f"/{service}/nothing")
        return app.test_client().get(f"/{service}/metrics").text


def _expressions() -> Iterator[tuple[str, str]]:
    yield from ((rule["alert"], rule["expr"]) for rule in ALERTS)
    for panel in DASHBOARD["panels"]:
        yield from ((panel["title"], target["expr"]) for target in panel.get("targets", ()))


def _names(expression: str) -> set[str]:
    """The names of figures in it: what is neither a label, nor a word of the language."""
    bare = re.sub(r"\{[^}]*\}|\[[^]]*\]|\bby \([^)]*\)", " ", expression)
    return set(re.findall(r"[a-z_]{2,}", bare)) - WORDS
