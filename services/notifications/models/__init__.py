"""The tables of the notifications service."""

from services.notifications.base import Base
from services.notifications.models.delivery import Bounce, LaneClock, Suppression, Unsubscription
from services.notifications.models.free_message import FreeMessage
from services.notifications.models.known import Contact, Group, GroupLink, ManageLink, Occasion, Registration
from services.notifications.models.message import Mention, Message, State
from services.notifications.models.schedule import Reminder
from services.notifications.models.session_list import CourseSession, SessionList
from services.notifications.models.wording import Wording

__all__ = [
    "Base",
    "Bounce",
    "Contact",
    "CourseSession",
    "FreeMessage",
    "Group",
    "GroupLink",
    "LaneClock",
    "ManageLink",
    "Mention",
    "Message",
    "Occasion",
    "Registration",
    "Reminder",
    "SessionList",
    "State",
    "Suppression",
    "Unsubscription",
    "Wording",
]
