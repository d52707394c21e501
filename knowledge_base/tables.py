"""Imports every table, so that the schema is complete wherever it is needed whole."""

from knowledge_base.conversations import models as conversations
from knowledge_base.database import Base
from knowledge_base.editing import models as editing
from knowledge_base.expiry import models as expiry
from knowledge_base.forms import models as forms
from knowledge_base.mailbox import models as mailbox
from knowledge_base.places import models as places
from knowledge_base.procedures import models as procedures
from knowledge_base.recalls import models as recalls
from knowledge_base.staff import models as staff
from knowledge_base.switches import models as switches
from knowledge_base.tickets import models as tickets
from knowledge_base.wording import models as wording
from knowledge_base.zalo import models as zalo

__all__ = [
    "Base",
    "conversations",
    "editing",
    "expiry",
    "forms",
    "mailbox",
    "places",
    "procedures",
    "recalls",
    "staff",
    "switches",
    "tickets",
    "wording",
    "zalo",
]
