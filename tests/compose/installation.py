"""An installation in a scratch folder: the unmodified composition, and what a test does to it."""

import json
import re
import shutil
from dataclasses import dataclass, field
from pathlib import Path

import requests

from services.names import SERVICES
from tests.compose.engine import IMAGE, Engine
from tests.house_rules.sources import ROOT
from tests.servers.guardian import wait_until
from tests.servers.server import free_port

OURS = tuple(f"{service}-{role}" for service in SERVICES for role in ("web", "worker"))
PATIENCE = 300.0  # seconds for containers to start on a small machine that has other work too
GRACE = 40  # seconds to stop in, as docker-compose.yml has it
# What the guide needs of the sources where the image is there already.
_TREE = ("docker-compose.yml", "Makefile", ".env.example", "requirements.lock", "scripts/secrets.sh")
_OVERRIDE = """\
services:
  evaluation-web: {environment: {EVALUATION_DELAY: "0"}}
  evaluation-worker: {environment: {EVALUATION_DELAY: "0"}}
"""


@dataclass
class Installation:
    """One project of the engine's, with its folder."""

    engine: Engine
    folder: Path
    port: int = field(default_factory=free_port)
    tls_port: int = field(default_factory=free_port)

    @property
    def project(self) -> str:
        """The engine's name for it: of its own, so that runs do not meet."""
        return f"kursforum-{self.port}"

    @property
    def url(self) -> str:
        """What people see."""
        return f"http://127.0.0.1:{self.port}"

    def prepare(self) -> None:
        """Lay out what an operator has: the composition, deploy/, and what makes secrets and .env."""
        shutil.rmtree(self.folder, ignore_errors=True)
        shutil.copytree(ROOT / "deploy", self.folder / "deploy")
        (self.folder / "scripts").mkdir()
        for name in _TREE:
            shutil.copy(ROOT / name, self.folder / name)
        # As an operator gives a setting that has a default; nobody here waits an hour for a letter.
        (self.folder / "docker-compose.override.yml").write_text(_OVERRIDE)

    def configure(self, **changed: str) -> None:
        """Give the values of .env, with what a test wants otherwise."""
        given = {
            "BASE_URL": self.url,
            "SITE_ADDRESS": ":80",
            "REGION": "stockholm",
            "ADMIN_EMAIL": "kansli@forumcarpe.example",
            "HTTP_PORT": f"127.0.0.1:{self.port}",
            "HTTPS_PORT": f"127.0.0.1:{self.tls_port}",
        } | changed
        path = self.folder / ".env"
        text = path.read_text()
        for name, value in given.items():
            text, found = re.subn(rf"^#?{name}=.*$", f"{name}={value}", text, flags=re.MULTILINE)
            assert found == 1, f"{name} is not in .env.example"
        path.write_text(text)

    def secret(self, name: str) -> str:
        """What stands in a secret's file."""
        return (self.folder / "secrets" / name).read_text()

    def note(self, seen: str) -> None:
        """Write down what was seen, beside the installation's folder."""
        with self.folder.with_suffix(".seen").open("a") as file:
            file.write(f"{seen}\n")

    def mail_server(self, port: int) -> str:
        """How a container finds a mail server of this machine."""
        network = json.loads(self.engine.run("network", "inspect", f"{self.project}_outside"))[0]
        subnets = network.get("subnets") or network["IPAM"]["Config"]
        host = subnets[0].get("gateway") or subnets[0]["Gateway"]
        return f"smtp://{host}:{port}?tls=off"

    def use(self, image: str) -> None:
        """Let the composition find one of our images."""
        self.engine.run("tag", f"{IMAGE}:{image}", f"{IMAGE}:latest")

    def up(self, *services: str, number: int = 1, anew: bool = False) -> None:
        """Start services without those they depend on, for not every engine waits for health."""
        if anew and not self.engine.pulls:  # podman-compose would take down those that depend on them too
            self.remove(*(name for service in services for name in self.containers(service, gone=True)))
            anew = False
        scales = [word for name in services if number > 1 for word in ("--scale", f"{name}={number}")]
        words = ["up", "-d", "--no-deps", "--no-build", *scales, *(["--force-recreate"] if anew else [])]
        self.engine.composed(self.project, *words, *services, cwd=self.folder)

    def remove(self, *containers: str) -> None:
        """Stop containers, each with the time that it is given, and remove them."""
        if containers:
            self.engine.run("stop", "-t", str(GRACE), *containers)
            self.engine.run("rm", *containers)

    def restart(self, container: str) -> None:
        """Stop a container with the time that it is given, and start it again."""
        self.engine.run("restart", "-t", str(GRACE), container)

    def down(self, *, with_volumes: bool = False) -> None:
        """Remove every container, and with the volumes everything that was kept."""
        chosen = ("--filter", f"label=com.docker.compose.project={self.project}", "--format", "{{.Names}}")
        # First by their label: not every compose finds those that were added by number.
        if names := self.engine.run("ps", "-a", *chosen).split():
            # podman keeps one that another was started after, unless it may remove both; it waits for each.
            both = [] if self.engine.pulls else ["--depend", "--ignore", "--time", "0"]
            self.engine.run("rm", "--force", *both, *names)
        volumes = ["--volumes"] if with_volumes else []
        self.engine.composed(self.project, "down", *volumes, cwd=self.folder, check=False)

    def containers(self, service: str, *, gone: bool = False) -> list[str]:
        """The running containers of a service by name, or with `gone` also those that have ended."""
        labels = (f"com.docker.compose.project={self.project}", f"com.docker.compose.service={service}")
        chosen = [word for label in labels for word in ("--filter", f"label={label}")]
        every = ["-a"] if gone else []
        return sorted(self.engine.run("ps", *every, *chosen, "--format", "{{.Names}}").split())

    def inside(self, service: str, *words: str, check: bool = True) -> str:
        """What a command prints in the first container of a service."""
        return self.engine.run("exec", self.containers(service)[0], *words, check=check)

    def once(self, service: str, *words: str, check: bool = True) -> str:
        """What one of our commands prints in a new container of a service."""
        return self.engine.composed(
            self.project, "run", "--rm", "--no-deps", service, *words, cwd=self.folder, check=check
        )

    def wait_until_healthy(self, *services: str) -> None:
        """Until every container of these services says that it is healthy."""

        def sick() -> list[str]:
            return [
                name for service in services for name in self.containers(service) if not self._healthy(name)
            ]

        assert wait_until(lambda: not sick(), PATIENCE, every=1.0), sick()

    def wait_for_page(self) -> None:
        """Until the gateway shows the first page."""

        def answers() -> bool:
            try:
                return requests.get(f"{self.url}/registration/", timeout=5).status_code == 200
            except requests.RequestException:
                return False

        assert wait_until(answers, PATIENCE, every=0.5)

    def _healthy(self, container: str) -> bool:
        if self.engine.pulls:
            state = self.engine.run("inspect", "--format", "{{.State.Health.Status}}", container)
            return state == "healthy"
        return self.engine.succeeds("healthcheck", "run", container)
