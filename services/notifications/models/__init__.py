"""The tables of the notifications service."""

from services.notifications.base import Base
from services.notifications.models.known import Contact, Group, GroupLink, ManageLink, Occasion, Registration
from services.notifications.models.message import Mention, Message, State
from services.notifications.models.session_list import CourseSession, SessionList

__all__ = [
    "Base",
    "Contact",
    "CourseSession",
    "Group",
    "GroupLink",
    "ManageLink",
    "Mention",
    "Message",
    "Occasion",
    "Registration",
    "SessionList",
    "State",
]
