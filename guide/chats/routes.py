"""A chat on its own pages: message after message, filtered, or in short."""

from __future__ import annotations

from flask import Blueprint, abort, render_template, request
from flask.typing import ResponseReturnValue
from flask_login import current_user

from guide.accounts.sign_in import current_person
from guide.chats.pages import Asked, CatchUp, ChatPage
from guide.content.blocks.chat import Chat
from guide.kernel.guest_pages import same_for_guests
from guide.kernel.places import Place, place_or_404
from guide.writing.queries import body_at

bp = Blueprint("chats", __name__, url_prefix="/guides/<guide_id>/<lesson_id>/chats/<block_id>")


@bp.get("")
@same_for_guests
def walk(guide_id: str, lesson_id: str, block_id: str) -> ResponseReturnValue:
    """The chat as far as it has been read, with the learner's answers where they belong."""
    place, chat = chat_or_404(guide_id, lesson_id, block_id)
    try:
        asked = Asked.from_query(request.args, chat)
    except ValueError:
        abort(404)
    page = ChatPage.of(place.guide, place.lesson, chat, asked, own_text(place))
    return render_template("chats/chat.html", page=page)


@bp.get("/catch-up")
@same_for_guests
def catch_up(guide_id: str, lesson_id: str, block_id: str) -> ResponseReturnValue:
    place, chat = chat_or_404(guide_id, lesson_id, block_id)
    return render_template("chats/catch_up.html", page=CatchUp.of(place.guide, place.lesson, chat, own_text(place)))


def chat_or_404(guide_id: str, lesson_id: str, block_id: str) -> tuple[Place, Chat]:
    place = place_or_404(guide_id, lesson_id, block_id, Chat)
    assert isinstance(place.block, Chat)
    return place, place.block


def own_text(place: Place) -> str:
    """What the learner wrote in the block; empty for a guest."""
    return body_at(current_person().id, place) if current_user.is_authenticated else ""
