"""The API of the registration service."""

from services.registration.routes.attendance import blueprint as attendance
from services.registration.routes.catalogue import blueprint as catalogue
from services.registration.routes.charges import blueprint as charges
from services.registration.routes.digests import blueprint as digests
from services.registration.routes.enrolments import blueprint as enrolments
from services.registration.routes.groups import blueprint as groups
from services.registration.routes.holders import blueprint as holders
from services.registration.routes.lecturers import blueprint as lecturers
from services.registration.routes.office import blueprint as office
from services.registration.routes.own import blueprint as own
from services.registration.routes.papers import blueprint as papers
from services.registration.routes.participation import blueprint as participation
from services.registration.routes.persons import blueprint as persons
from services.registration.routes.recipients import blueprint as recipients
from services.registration.routes.region import blueprint as region
from services.registration.routes.repeating import blueprint as repeating
from services.registration.routes.representatives import blueprint as representatives
from services.registration.routes.workplaces import blueprint as workplaces
from services.registration.staff.routes import blueprint as staff

BLUEPRINTS = (
    attendance,
    catalogue,
    charges,
    papers,
    participation,
    enrolments,
    office,
    repeating,
    holders,
    groups,
    own,
    persons,
    recipients,
    representatives,
    staff,
    region,
    workplaces,
    lecturers,
    digests,
)
