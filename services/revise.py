"""Writing a migration: the models held against a database at the newest schema there is."""

import tempfile
from pathlib import Path

from sqlalchemy import MetaData

from services.names import SERVICES, module
from shared.migrate import BACKBONE, new_revision, upgrade_database


def revise(chain: str, message: str) -> None:
    """Write the next migration of a chain into its versions folder."""
    service = SERVICES[0] if chain == BACKBONE else chain
    metadata = _backbone() if chain == BACKBONE else module(service, "models").Base.metadata
    with tempfile.TemporaryDirectory() as folder:
        url = f"sqlite:///{Path(folder) / 'newest.sqlite'}"
        upgrade_database(service, url)
        new_revision(chain, url, metadata, message)


def _backbone() -> MetaData:
    from shared.backbone import backbone

    return backbone
