"""A guide course platform.

The floors, lowest first; a package imports only from floors below its own, and neighbours on a floor leave
each other alone:

1. ``content``       guides in Markdown, compiled to frozen dataclasses; knows no Flask and no database
2. ``kernel``        settings, database, clock, web rules, mail: shared ground that knows no feature
3. ``accounts``      people, sign-in, recovery, devices, limits
4. ``writing``       ``Entry``: everything a learner writes, saved once and for all kinds
5. ``progress``, ``checks``, ``tasks``, ``streams``, ``maps``
                     what else a learner leaves behind
6. ``lessons``, ``journal``, ``overview``, ``search``, ``portability``, ``seed``, ``site``
                     pages put together from the floors below
7. ``patterns``      in development: every component in every state, cut out of the pages below

``app.create_app`` stands above them all and only assembles.
"""
