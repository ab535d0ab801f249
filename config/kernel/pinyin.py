"""Pinyin of names: the order Chinese readers expect, and search by initials.

The database sorts by code point and knows no Chinese order, so every name keeps this key.
"""

from config.kernel.texts import nfkc_key


def syllables_of(text: str) -> list[str]:
    """Spell the Chinese of a text in letters, a syllable each; the rest is left out."""
    from pypinyin import lazy_pinyin  # noqa: PLC0415 - see below

    return lazy_pinyin(text, errors="ignore")


def pinyin_key(text: str) -> str:
    """Return syllables without blanks, then the initials: `数据局` → `shujuju sjj`."""
    # Its dictionaries take a tenth of a start, and most processes name nobody.
    from pypinyin import Style, lazy_pinyin  # noqa: PLC0415

    key = nfkc_key(text)
    syllables = "".join(lazy_pinyin(key)).replace(" ", "")
    initials = "".join(lazy_pinyin(key, style=Style.FIRST_LETTER)).replace(" ", "")
    return f"{syllables} {initials}"
