"""Posts: how long a text is for each network, and the links, mentions and tags in it.

The rules are data, ``guide/static/rules/posts.json``, which the browser reads as well: ``guide/static/js/post-counter.js``.
One file of cases, ``tests/content/posts/cases.json``, holds the two together. All of it takes time in proportion to the length
of a text, whatever the text; places in a text are counted in code points.
"""
