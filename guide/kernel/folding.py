"""The one rule of folding: what counts as the same word, wherever something is searched.

Case, accents and the punctuation between words do not matter: ``resume`` finds "résumé", ``well known`` finds "well-known",
``dont`` finds "don't". Signs that make another word of it do: ``C++``, ``C#`` and ``.NET`` find themselves. In scripts that
put no spaces between words each character is a word; so is each emoji.

Texts are stored as their ``tokens``; a question is a few of them, each of which may be the beginning of a word, unless it is
a single letter. Tokens hold
letters, digits and, for signs, characters for private use: no quotation mark, space or operator of any database, so that none
cuts or reads them in its own way. All of this is linear in the length of the text, and no text makes it raise.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Iterator, Sequence

LONGEST = 64
"""Characters of a token; what is longer is known by its beginning."""
MOST_ASKED = 20
"""Words of a question; the rest is not looked for."""

APOSTROPHES = frozenset("'\u2018\u2019\u02b9\u02bc\u2032\uff07`´")
HYPHENS = frozenset("-\u2010\u2011\u2212\ufe63\uff0d")
SIGNS = frozenset("+#.")
LETTERS = {
    "æ": "ae", "œ": "oe", "ø": "o", "ð": "d", "đ": "d", "þ": "th", "ł": "l", "ħ": "h", "ŧ": "t", "ı": "i", "ŋ": "n", "ĸ": "k",
}  # fmt: skip
"""Letters that Unicode does not take apart, as people without them on their keyboard write them."""
WITHOUT_SPACES = re.compile(
    "[\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u2e80-\u2fdf\u3005-\u3007\u3040-\u30ff\u31f0-\u31ff\u3400-\u4dbf\u4e00-\u9fff"
    "\uf900-\ufaff\U00020000-\U0003ffff]"
)
"""Thai and Lao, Burmese, Khmer, Chinese, Japanese."""
INVISIBLE = re.compile("[\ufe00-\ufe0f\U000e0100-\U000e01ef\U0001f3fb-\U0001f3ff]")
"""Which variant of a character is meant, and tones of skin."""

_LETTER = r"[^ '\-+#.]"
_WRITTEN = re.compile(
    rf"(?P<dot>(?<![^ ])\.)?(?P<words>{_LETTER}+(?:['-]{_LETTER}+)*)(?P<signs>\+\+|[+#]+(?!{_LETTER}))?"
)
"""In folded text: words held together by hyphens and apostrophes, with the signs that belong to them."""
_PRIVATE = {ord(sign): 0xE000 + ord(sign) for sign in SIGNS}


def tokens(text: str) -> list[str]:
    """All that this text can be found by, each once: its words, their parts, and compounds written as one."""
    found: dict[str, None] = {}
    for written in _WRITTEN.finditer(text.translate(_FOLDED)):
        if written["dot"] or written["signs"] or "'" in written["words"] or "-" in written["words"]:
            found.update((token, None) for token, _, _ in _forms(written))
        else:
            found[written["words"][:LONGEST]] = None
    return list(found)


def asked_words(question: str) -> list[str]:
    """The tokens that a text must have, or begin to have, to answer this question: none where it holds no word."""
    asked: dict[str, None] = {}
    for written in _WRITTEN.finditer(question.translate(_FOLDED)):
        words = written["words"].replace("'", "").split("-")
        words[0] = (written["dot"] or "") + words[0]
        words[-1] += written["signs"] or ""
        for word in words:
            asked[_token(word)] = None
        if len(asked) >= MOST_ASKED:
            break
    return list(asked)[:MOST_ASKED]


def is_beginning(word: str) -> bool:
    """Whether this word of a question means longer ones, too. A single letter or digit stands for itself."""
    return len(word) > 1


def answering(asked: Sequence[str]) -> Callable[[str], bool]:
    """Tells of a token whether it is, or begins as, one of the words asked for."""
    whole, beginnings = frozenset(asked), tuple(filter(is_beginning, asked))
    return lambda token: token in whole or token.startswith(beginnings)


def marked(text: str, asked: Sequence[str]) -> list[tuple[int, int]]:
    """Where the words asked for stand in ``text``: spans of whole words, in order, none touching another."""
    is_answer = answering(asked)
    spans: list[tuple[int, int]] = []
    for start, end, token in _spans(text) if asked else ():
        if not is_answer(token):
            continue
        if spans and start <= spans[-1][1]:
            spans[-1] = (min(start, spans[-1][0]), max(end, spans[-1][1]))
        else:
            spans.append((start, end))
    return spans


def _spans(text: str) -> Iterator[tuple[int, int, str]]:
    """Every token with its place in the text as it was written."""
    folded = text.translate(_FOLDED)
    origins: Sequence[int] = range(len(text))
    if any(len(_FOLDED[ord(character)]) != 1 for character in set(text)):
        origins = [at for at, character in enumerate(text) for _ in _FOLDED[ord(character)]]
    for written in _WRITTEN.finditer(folded):
        for token, start, end in _forms(written):
            after = origins[end - 1] + 1
            while after < len(text) and not _FOLDED[ord(text[after])]:  # an accent belongs to its letter
                after += 1
            yield origins[start], after, token


def _forms(written: re.Match[str]) -> Iterator[tuple[str, int, int]]:
    """What "rock'n'roll-C++" can be found by: the whole, the words, their parts; with their places in the folded text."""
    whole, start = written["words"], written.start("words")
    dot, signs = written["dot"] or "", written["signs"] or ""
    words = whole.split("-")
    if len(words) > 1:
        yield _token(whole.replace("-", "").replace("'", "")), written.start(), written.end()
    at = start
    for number, word in enumerate(words):
        end = at + len(word)
        joined = word.replace("'", "")
        before = dot if number == 0 else ""
        after = signs if number == len(words) - 1 else ""
        if before or after:
            yield _token(before + joined + after), at - len(before), end + len(after)
        yield _token(joined), at, end
        if "'" in word:
            for part in word.split("'"):
                yield _token(part), at, at + len(part)
                at += len(part) + 1
        at = end + 1


def _token(word: str) -> str:
    return word[:LONGEST].translate(_PRIVATE)


class _Folding(dict[int, str]):
    """What each character becomes; filled as characters are met, up to a number of them."""

    MOST = 10_000

    def __missing__(self, code: int) -> str:
        folded = "".join(map(_fold, unicodedata.normalize("NFKD", unicodedata.normalize("NFKD", chr(code)).casefold())))
        if len(self) < self.MOST:
            self[code] = folded
        return folded


def _fold(character: str) -> str:
    """For one character, taken apart and in lower case: letters and digits stay, what joins or signs words is told apart."""
    category = unicodedata.category(character)
    if character in APOSTROPHES:
        return "'"
    if character in HYPHENS:
        return "-"
    if character in SIGNS:
        return character
    if unicodedata.combining(character) or category == "Me" or INVISIBLE.match(character):
        return ""
    if category == "Cf":
        return " " if character == "\u200b" else ""
    if category == "So" or WITHOUT_SPACES.match(character):
        return f" {character} "
    return LETTERS.get(character, character) if category[0] in "LMN" else " "


_FOLDED = _Folding()
