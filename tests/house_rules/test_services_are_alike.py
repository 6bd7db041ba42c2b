"""Who knows one service knows all four."""

import pytest

from services.names import SERVICES
from tests.house_rules.sources import ROOT, hold, imports, name_of, python_files

MODULES = ("app", "settings", "models", "schemas", "routes", "operations", "handlers", "schedule")
FOLDERS = ("migrations", "templates", "translations")


@pytest.mark.parametrize("service", SERVICES)
def test_a_service_has_the_modules_of_every_service(service: str) -> None:
    folder = ROOT / "services" / service
    missing = [
        name for name in MODULES if not (folder / f"{name}.py").exists() and not (folder / name).is_dir()
    ]
    missing += [name for name in FOLDERS if not (folder / name).is_dir()]
    hold(f"services/{service} lacks {name}: every service has one, however small." for name in missing)


@pytest.mark.parametrize("service", SERVICES)
def test_a_service_imports_shared_and_itself_alone(service: str) -> None:
    hold(
        f"{name_of(path)}:{line} imports {module}: a service knows shared and itself; use an event."
        for path in python_files(f"services/{service}")
        for line, module in imports(path)
        if module.startswith("services.") and module.split(".")[1] != service
    )


@pytest.mark.parametrize("service", SERVICES)
def test_the_factory_is_a_table_of_contents(service: str) -> None:
    length = len((ROOT / "services" / service / "app.py").read_text(encoding="utf-8").splitlines())
    assert length <= 40, (
        f"services/{service}/app.py has {length} lines: move what is more than a list elsewhere."
    )
