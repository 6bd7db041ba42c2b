"""The tables of the notifications service."""

from services.notifications.base import Base
from services.notifications.models.known import Contact, ManageLink, Occasion, Registration
from services.notifications.models.message import Message, State
from services.notifications.models.session_list import CourseSession, SessionList

__all__ = [
    "Base",
    "Contact",
    "CourseSession",
    "ManageLink",
    "Message",
    "Occasion",
    "Registration",
    "SessionList",
    "State",
]
