"""The floor of the web: a bare Flask application that serves the same three requests with one INSERT."""

import os
import threading
from typing import Any

import psycopg
from flask import Flask, redirect, render_template_string, request

FORM = """<!doctype html><title>Register</title><h1>{{ title }}</h1><form method="post">
{% for name in names %}<label>{{ name }} <input name="{{ name }}"></label>{% endfor %}<button>Register</button></form>"""
DONE = """<!doctype html><title>Registered</title><h1>You have a place</h1><p>{{ email }}</p>"""
NAMES = ("given_name", "family_name", "email", "municipality", "workplace", "employer", "side", "role")


def create_app() -> Flask:
    """Three routes and one table."""
    app = Flask(__name__)
    local = threading.local()

    def connection() -> psycopg.Connection[Any]:
        if not hasattr(local, "connection"):
            local.connection = psycopg.connect(os.environ["DATABASE_URL"])
        return local.connection  # type: ignore[no-any-return]

    def insert(values: Any) -> int:
        statement = f"INSERT INTO bare ({', '.join(NAMES)}) VALUES ({', '.join(['%s'] * len(NAMES))}) RETURNING id"
        with connection().transaction():
            row = connection().execute(statement, [values[name] for name in NAMES]).fetchone()
        return int(row[0])  # type: ignore[index]

    @app.get("/form")
    def form() -> str:
        return render_template_string(FORM, title="A course", names=NAMES)

    @app.post("/form")
    def register() -> Any:
        return redirect(f"/done/{insert(request.form)}", 303)

    @app.get("/done/<int:number>")
    def done(number: int) -> str:
        row = connection().execute("SELECT email FROM bare WHERE id = %s", [number]).fetchone()
        connection().rollback()
        return render_template_string(DONE, email=row and row[0])

    @app.post("/api")
    def api() -> Any:
        return {"id": insert(request.get_json())}, 201

    return app


def prepare(url: str) -> None:
    """Make the one table."""
    with psycopg.connect(url, autocommit=True) as connection:
        columns = ", ".join(f"{name} text" for name in NAMES)
        connection.execute(f"CREATE TABLE bare (id bigserial PRIMARY KEY, {columns})")
