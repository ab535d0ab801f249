"""What people keep for themselves; no deed of office, so nothing of it is on the trail."""

from django.db import transaction

from approvals.inbox.models import Phrase
from approvals.organizations.models import User
from config.kernel.texts import clean_line
from config.kernel.verdicts import enforce, refused

MOST_PHRASES = 20


@transaction.atomic
def keep_phrase(*, text: str, actor: User) -> Phrase:
    """Keep a phrase for later opinions (添加常用意见)."""
    own = Phrase.objects.filter(user=actor)
    if own.count() >= MOST_PHRASES:
        enforce(refused(f"常用意见最多{MOST_PHRASES}条，请先删除不用的。"))
    return own.get_or_create(user=actor, text=clean_line(text))[0]


def drop_phrase(phrase: Phrase) -> None:
    """Forget a phrase (删除常用意见)."""
    phrase.delete()
