"""The floor of the web: a bare Flask application that serves the same three requests with one INSERT."""

import os
from typing import Any

import sqlalchemy as sa
from flask import Flask, redirect, render_template, request
from jinja2 import DictLoader

FORM = """<!doctype html><title>Register</title><h1>{{ title }}</h1><form method="post">
{% for name in names %}<label>{{ name }} <input name="{{ name }}"></label>{% endfor %}
<button>Register</button></form>"""
DONE = """<!doctype html><title>Registered</title><h1>You have a place</h1><p>{{ email }}</p>"""
NAMES = ("given_name", "family_name", "email", "municipality", "workplace", "employer", "side", "role")

bare = sa.Table(
    "bare",
    sa.MetaData(),
    sa.Column("id", sa.BigInteger, primary_key=True),
    *(sa.Column(name, sa.Text) for name in NAMES),
)


def create_app() -> Flask:
    """Four routes and one table."""
    app = Flask(__name__)
    app.jinja_loader = DictLoader({"form.html": FORM, "done.html": DONE})  # compiled once, as ours are
    engine = sa.create_engine(os.environ["DATABASE_URL"])

    def insert(values: Any) -> int:
        with engine.begin() as connection:
            row = {name: values[name] for name in NAMES}
            return int(connection.execute(sa.insert(bare).returning(bare.c.id), row).scalar_one())

    @app.get("/form")
    def form() -> str:
        return render_template("form.html", title="A course", names=NAMES)

    @app.post("/form")
    def register() -> Any:
        return redirect(f"/done/{insert(request.form)}", 303)

    @app.get("/done/<int:number>")
    def done(number: int) -> str:
        with engine.connect() as connection:
            email = connection.scalar(sa.select(bare.c.email).where(bare.c.id == number))
        return render_template("done.html", email=email)

    @app.post("/api")
    def api() -> Any:
        return {"id": insert(request.get_json())}, 201

    return app


def prepare(url: str) -> None:
    """Make the one table."""
    bare.create(engine := sa.create_engine(url))
    engine.dispose()
