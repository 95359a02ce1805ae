"""`python -m models.migrations.drawing "What changed"`: draw a new revision from the models, for the developer."""

from __future__ import annotations

import sys
import tempfile
from pathlib import Path

from alembic import command
from alembic.config import Config

from models.migrating import migrate
from models.session import connect


def draw(message: str) -> None:
    """Migrate an empty database to the newest revision and write down what the models have beyond it."""
    folder = Path(__file__).parent
    with tempfile.TemporaryDirectory() as place:
        url = f"sqlite:///{place}/empty.db"
        database = connect(url)
        if any((folder / "versions").glob("*.py")):
            migrate(database)
        with database.engine.execution_options(writes=True).begin() as connection:
            config = Config()
            config.set_main_option("script_location", str(folder))
            config.attributes["connection"] = connection
            command.revision(config, message, autogenerate=True)


if __name__ == "__main__":
    draw(sys.argv[1])
