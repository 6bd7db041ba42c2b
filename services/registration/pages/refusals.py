"""Refusals in forms about somebody else than the one who fills them in."""

from services.registration.problems import AlreadyRegistered
from shared.web import Form, Problem


def refuse(form: Form, problem: Problem) -> None:
    """Show what is wrong; that a person is registered already stands beside their address alone."""
    if isinstance(problem, AlreadyRegistered):
        for name, texts in (problem.errors or {"email": [str(problem.title)]}).items():
            form.errors.setdefault(name, []).extend(texts)
    else:
        form.add_problem(problem)
