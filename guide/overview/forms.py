"""What a learner may add to a statement before it is printed. It is shown, and kept nowhere."""

from __future__ import annotations

from wtforms import Form, StringField, TextAreaField
from wtforms.validators import ValidationError

from guide.content.blocks.answers import decimal, line_ends
from guide.kernel.words import gettext as _
from guide.kernel.words import ngettext

MOST_HOURS = 2000
LONGEST_LEARNT = 600
"""Code points, so that the statement stays on its one sheet; and so do its lines."""
MOST_LINES = 8


class StatementForm(Form):
    """``body`` is named as every text is, so that a page that refuses it gives it back."""

    hours = StringField(
        _("Own hours"),
        description=_("By your own account, such as 14 or 14.5. Empty if you would rather not say."),
        render_kw={"inputmode": "decimal", "autocomplete": "off"},
    )
    body = TextAreaField(
        _("One thing I learnt and where I use it"),
        filters=[lambda text: line_ends(text or "")],
        description=_(
            "At most %(most)s characters. Your reader will see it, so leave out names and details of other people."
        )
        % {"most": LONGEST_LEARNT},
        render_kw={"rows": "5", "autocomplete": "off"},
    )

    @property
    def hours_said(self) -> str | None:
        """ "14.5"; None where nothing is said."""
        hours = decimal(self.hours.data or "", None)
        return None if hours is None else f"{hours:g}"

    @property
    def learnt(self) -> str | None:
        return (self.body.data or "").strip() or None

    def validate_hours(self, field: StringField) -> None:
        given = (field.data or "").strip()
        if not given:
            return
        hours = decimal(given, None)
        if hours is None:
            field.data = given[:100]
            raise ValidationError(_("Write the hours as a number, such as 14 or 14.5."))
        if not 0 < hours <= MOST_HOURS:
            raise ValidationError(_("Write a number of hours between 0 and %(most)s.") % {"most": f"{MOST_HOURS:,}"})

    def validate_body(self, field: TextAreaField) -> None:
        text = (field.data or "").strip()
        over, lines = len(text) - LONGEST_LEARNT, text.count("\n") + 1
        if lines > MOST_LINES:
            raise ValidationError(
                _("These are %(lines)s lines, empty ones included; the sheet has room for %(most)s.")
                % {"lines": lines, "most": MOST_LINES}
            )
        if over > 0:
            raise ValidationError(
                ngettext(
                    "This is too long by %(over)s character; the sheet has room for %(most)s.",
                    "This is too long by %(over)s characters; the sheet has room for %(most)s.",
                    over,
                )
                % {"over": over, "most": LONGEST_LEARNT}
            )
