"""What people's goals, plans and conversations are stored in: an SQLite file, or PostgreSQL by `DATABASE_URL`.

May import `errors`, `settings` and the coach's words (`rein.coach.domain`); is called by whatever keeps something for
a person. `Database` gives transactions; `repositories` hold every query; `tables` say what is stored; `migrate` brings
a database up to date. A sketch of use:

    async with database.writing() as session:
        goal = await PersonData(session, person_id).goals.add(request)
"""

from rein.db.address import Address, address_of
from rein.db.engine import Database

__all__ = ["Address", "Database", "address_of"]
