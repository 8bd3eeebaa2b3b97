"""One answer of a learner, kept among the others in the entry of its chat."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Self

from werkzeug.datastructures import MultiDict

from guide.content.blocks.chat import OWN_ANSWER, Chat
from guide.kernel.places import Place
from guide.kernel.plain_text import LARGEST, Unreadable, clean
from guide.kernel.words import gettext as _
from guide.writing.access import hold_entry
from guide.writing.keys import SentTwice
from guide.writing.parts import mark
from guide.writing.saving import Conflict, Save, Saved, refuse_too_long, refused


@dataclass(frozen=True)
class Answer:
    """What a form asks for. ``question`` is None for what answers none: the summary. An empty ``text`` takes it out.

    ``was`` is the mark of the answer that the form was made from; ``lost`` a text that was not chosen, kept as a revision.
    """

    question: int | None
    text: str
    was: str
    lost: str
    save: Save

    @classmethod
    def from_form(cls, form: MultiDict[str, str], chat: Chat, question: int | None) -> Self:
        """:raises Refusal: 422, naming what cannot be kept."""
        text, lost = (answer_from(form.get(name, ""), chat, question) for name in ("answer", "lost"))
        rest = MultiDict(
            (name, value) for name, value in form.items(multi=True) if name not in ("body", "beside", "do")
        )
        return cls(question, text, form.get("was", ""), lost, Save.from_form(rest))

    def keep(self, place: Place, chat: Chat, learner_id: int) -> Saved | Conflict:
        """On the learner's entry, held until commit. Other answers, given meanwhile, stay as they are: only another text in
        the place of this very answer is a conflict."""
        held = hold_entry(learner_id, place, self.save.key, version=self.save.version)
        entry = held.entry
        theirs = chat.own_answers(entry.body).get(self.question, "")
        if held.acknowledged is None and theirs != self.text and mark(theirs) != self.was:
            return Conflict(entry.version, theirs, self.text, entry.saved_at)
        body = chat.with_answer(entry.body, self.question, self.text)
        refuse_too_long(body)
        beside = chat.with_answer(entry.body, self.question, self.lost) if self.lost else ""
        if len(beside) > LARGEST:
            beside = self.lost[:LARGEST]
        try:
            return replace(self.save, body=body, version=entry.version, beside=beside).carry_out(held)
        except SentTwice:
            return Conflict(entry.version, theirs, self.text, entry.saved_at)


def answer_from(text: str, chat: Chat, question: int | None) -> str:
    """What somebody wrote, as it is kept: without the ``A1`` that may stand before an answer to question 1.

    :raises Refusal: 422, where it cannot be kept, or would be taken for the answer to another question.
    """
    try:
        text = clean(text).strip()
    except Unreadable as problem:
        raise refused(str(problem)) from None
    begins = OWN_ANSWER.match(text)
    if question and begins and int(begins[1]) == question:
        text = text[begins.end() :].strip()
    if elsewhere := chat.line_elsewhere(text, question):
        told = _("A line begins with %(mark)s, and would be taken for another answer. Put a word before it.")
        raise refused(told % {"mark": elsewhere}, reason="another-answer")
    return text
