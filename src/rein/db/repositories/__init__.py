"""Every query there is. `PersonData` reads and writes what is one person's; `instance` what is everybody's.

Who may read a row is decided in one place, `base.Repository`: each query of a person's begins with their id.
"""

from rein.db.repositories.instance import Doors, Housekeeping, People
from rein.db.repositories.judgements import Subject
from rein.db.repositories.person_data import PersonData
from rein.db.repositories.plans import NewAction, NewPlan
from rein.db.repositories.progress import NewCheckIn

__all__ = ["Doors", "Housekeeping", "NewAction", "NewCheckIn", "NewPlan", "People", "PersonData", "Subject"]
