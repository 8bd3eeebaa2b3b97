"""Whatever people type is shown as they typed it and does nothing: in entries, names, addresses and forms."""

from __future__ import annotations

from html import escape
from html.parser import HTMLParser

from werkzeug.test import TestResponse

from tests.conftest import REFLECTION, Reader

HOSTILE = [
    "<script>alert(1)</script>",
    "<img src=x onerror=alert(1)>",
    "<svg onload=alert(1)>",
    '"><script>alert(1)</script>',
    "' onfocus=alert(1) autofocus='",
    '" onfocus=alert(1) autofocus="',
    "</textarea><script>alert(1)</script>",
    "</title></style></noscript><script>alert(1)</script>",
    '<meta http-equiv="refresh" content="0;url=//evil.example">',
    "<style>*{display:none}</style>",
    "<base href=//evil.example>",
    "[x](javascript:alert(1)) ![x](http://evil.example/x.png)",
    "<a href='data:text/html,<script>alert(1)</script>'>x</a>",
    "javascript:alert(1)",
    "{{7*7}}{% for x in [] %}{% endfor %}{{config}}",
    "<!-- --><![CDATA[<script>]]>",
]


class Inert(HTMLParser):
    """Reads a page as browsers do, and fails at what nobody of ours has put there."""

    def __init__(self, page: TestResponse) -> None:
        super().__init__(convert_charrefs=True)
        self.feed(page.text)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = dict(attrs)
        assert tag not in {"style", "base", "iframe", "object", "embed"}
        assert not [name for name in given if name.startswith("on") or name in {"autofocus", "srcdoc", "style"}]
        assert tag != "script" or (given.get("src") or "").startswith("/static/")
        assert tag != "meta" or "http-equiv" not in given
        for name in ("href", "src", "action", "formaction"):
            value = given.get(name) or "/"
            assert value.startswith(("/", "#", "http://", "https://", "mailto:help@")), value
            assert name == "href" or value.startswith("/"), value


def shown(text: str) -> str:
    return escape(text).replace("&quot;", "&#34;").replace("&#x27;", "&#39;")


def test_entry_is_kept_to_the_letter_and_shown_as_text(ada: Reader) -> None:
    """In its field, in the journal, among the revisions, beside the prompt that revisits it, in a conflict, and in the page
    of whoever is signed out."""
    version = 0
    for hostile in HOSTILE:
        version = ada.save(hostile, version=version, do="submit").json["version"]
        lesson, revisit, journal, entry = (
            ada.get(path) for path in ("/guides/small/first", "/guides/small/third", "/journal", REFLECTION)
        )
        form = {"body": f"{hostile} elsewhere", "version": 0, "do": "save", "learner": ada.learner}
        conflict = ada.post(REFLECTION, form)
        assert conflict.status_code == 409
        signed_out = Reader(ada.app).client.post(REFLECTION, data={"body": hostile, "version": hostile, "do": "save"})
        assert signed_out.status_code == 401
        for page in (lesson, revisit, journal, entry, conflict, signed_out):
            Inert(page)
        for page in (lesson, conflict, signed_out):
            assert f">\n{shown(hostile)}" in page.text  # in a field, to the letter
        assert ada.get("/account/download").json["entries"][0]["body"] == hostile


def test_name_is_shown_as_text_wherever_it_is_shown(ada: Reader) -> None:
    for hostile in HOSTILE:
        assert ada.post("/account/name", {"name": hostile}).status_code == 303
        for path in ("/account", "/", "/progress", "/journal"):
            Inert(ada.get(path))
        assert f'value="{shown(hostile)}"' in ada.get("/account").text


def test_field_that_was_refused_comes_back_as_text(guest: Reader) -> None:
    token = guest.token()
    for hostile in HOSTILE:
        kept = {"kept_address": REFLECTION, "kept_body": hostile, "kept_version": hostile, "kept_learner": hostile}
        sign_up = {"name": "x" * 80 + hostile, "email": hostile, "invitation": hostile, "time_zone": hostile}
        for path, form in (
            ("/register", {**sign_up, "next": f"/{hostile}"}),
            ("/login", {"email": hostile, "next": f"/{hostile}", **kept}),
            ("/forgot-password", {"email": hostile}),
        ):
            page = guest.client.post(path, data={"csrf_token": token, **form})
            assert page.status_code == 422
            Inert(page)
            assert shown(hostile) in page.text


def test_address_and_query_are_shown_as_text(ada: Reader) -> None:
    for hostile in HOSTILE:
        query = {"before": hostile, "q": hostile, "next": f"/{hostile}", hostile: hostile}
        for path in (
            "/journal",
            "/guides/small/first",
            "/about",
            f"/nowhere/{hostile}",
            f"/guides/{hostile}/{hostile}",
        ):
            for reader in (ada, Reader(ada.app)):
                page = reader.get(path, query_string=query)
                assert page.status_code in {200, 302, 308, 404}
                Inert(page) if page.status_code != 302 else None


def test_templates_in_what_is_typed_are_not_carried_out(ada: Reader) -> None:
    ada.save("{{7*7}} {{config}}")
    ada.post("/account/name", {"name": "{{7*7}}"})
    for path in ("/guides/small/first", "/journal", REFLECTION):
        assert "{{7*7}} {{config}}" in ada.get(path).text
    assert 'value="{{7*7}}"' in ada.get("/account").text
    assert "{{7*7}}" in ada.get("/{{7*7}}").text
    assert '"/49"' not in ada.get("/{{7*7}}").text


def test_text_of_any_script_comes_back_to_the_letter(ada: Reader) -> None:
    texts = [
        "👩‍👩‍👧 e\u0301 ﷺ",
        "\u202eמימין לשמאל\u202c",
        "\ufeff\u200b!",
        "a\u2028b\u2029c\x0b\x0c\x1f",
        "\U0010ffff\ufdd0",
        "x" * 20_000,
    ]
    for version, text in enumerate(texts):
        assert ada.save(text, version=version).status_code == 200
        assert ada.get("/account/download").json["entries"][0]["body"] == text
        assert ada.get("/journal").status_code == 200
        assert ada.get("/guides/small/first").status_code == 200


def test_reasons_are_shown_as_text(ada: Reader) -> None:
    for hostile in HOSTILE:
        ada.save("", do="set-aside", why=hostile, version=ada.save("x", key=hostile).json["version"])
        ada.post("/guides/small/third/decide/enough", {"decision": "later", "body": hostile})
        for path in (
            "/guides/small/first",
            "/guides/small/third",
            "/journal",
            "/journal/small/third/enough",
            "/progress",
        ):
            Inert(ada.get(path))
        assert shown(hostile) in ada.get("/journal").text
