"""A chat on its own pages: message after message, filtered, in short, and as the learner's own transcript."""

from __future__ import annotations

from flask import Blueprint, abort, flash, redirect, render_template, request
from flask.typing import ResponseReturnValue
from flask_login import current_user

from guide.accounts.access import login_required
from guide.accounts.sign_in import current_person, touch
from guide.chats.answers import Answer
from guide.chats.pages import Asked, CatchUp, ChatPage, OwnTranscript, address_of
from guide.content.blocks.chat import Chat
from guide.kernel.db import db
from guide.kernel.guest_pages import same_for_guests
from guide.kernel.places import Place, place_or_404
from guide.kernel.refusals import wants_json
from guide.kernel.words import gettext as _
from guide.writing.parts import mark
from guide.writing.queries import text_at
from guide.writing.saving import Saved

bp = Blueprint("chats", __name__, url_prefix="/guides/<guide_id>/<lesson_id>/chats/<block_id>")


@bp.get("")
@same_for_guests
def walk(guide_id: str, lesson_id: str, block_id: str) -> ResponseReturnValue:
    """The chat as far as it has been read, with the learner's answers where they belong."""
    place, chat = chat_or_404(guide_id, lesson_id, block_id)
    page = ChatPage.of(place.guide, place.lesson, chat, asked_or_404(chat), *own_text(place))
    return render_template("chats/chat.html", page=page)


@bp.get("/catch-up")
@same_for_guests
def catch_up(guide_id: str, lesson_id: str, block_id: str) -> ResponseReturnValue:
    place, chat = chat_or_404(guide_id, lesson_id, block_id)
    return render_template("chats/catch_up.html", page=CatchUp.of(place.guide, place.lesson, chat, own_text(place)[0]))


@bp.get("/yours")
@same_for_guests
def yours(guide_id: str, lesson_id: str, block_id: str) -> ResponseReturnValue:
    """The learner's own transcript: what was asked, what they answered, and what most was said under; and its summary."""
    place, chat = chat_or_404(guide_id, lesson_id, block_id)
    return render_template("chats/yours.html", page=OwnTranscript.of(place.guide, place.lesson, chat, *own_text(place)))


@bp.post("/answers/<int:question>")
@login_required
def answer(guide_id: str, lesson_id: str, block_id: str, question: int) -> ResponseReturnValue:
    """Answer at a question, in other words, or not any more."""
    place, chat = chat_or_404(guide_id, lesson_id, block_id)
    if question not in chat.answers:
        abort(404)
    way_back = f"{address_of(place.lesson, chat)}{asked_or_404(chat).query()}#m{chat.transcript.asked_at[question]}"
    return keep(place, chat, question, way_back)


@bp.post("/yours")
@login_required
def summarise(guide_id: str, lesson_id: str, block_id: str) -> ResponseReturnValue:
    """Keep what the learner carries away."""
    place, chat = chat_or_404(guide_id, lesson_id, block_id)
    return keep(place, chat, None, f"{address_of(place.lesson, chat)}/yours#summary")


def keep(place: Place, chat: Chat, question: int | None, way_back: str) -> ResponseReturnValue:
    wanted = Answer.from_form(request.form, chat, question)
    learner_id = current_person().id
    outcome = wanted.keep(place, chat, learner_id)
    if not isinstance(outcome, Saved):
        # Whoever waited for a lock may have seen, beside the row as it is now, keys as they were before: look once more.
        db.session.rollback()
        outcome = wanted.keep(place, chat, learner_id)
    if not isinstance(outcome, Saved):
        db.session.rollback()
        return render_template(
            "chats/conflict.html",
            place=place, chat=chat, question=question, conflict=outcome, mark=mark(outcome.theirs),
            action=request.full_path.rstrip("?"),
        ), 409  # fmt: skip
    touch()
    db.session.commit()
    if wants_json():
        return "", 204
    flash(_("Kept.") if wanted.text else _("Taken out."))
    return redirect(way_back, 303)


def chat_or_404(guide_id: str, lesson_id: str, block_id: str) -> tuple[Place, Chat]:
    place = place_or_404(guide_id, lesson_id, block_id, Chat)
    assert isinstance(place.block, Chat)
    return place, place.block


def asked_or_404(chat: Chat) -> Asked:
    try:
        return Asked.from_query(request.args, chat)
    except ValueError:
        abort(404)


def own_text(place: Place) -> tuple[str, int]:
    """What the learner wrote in the block, and its version; empty and 0 for a guest."""
    return text_at(current_person().id, place) if current_user.is_authenticated else ("", 0)
