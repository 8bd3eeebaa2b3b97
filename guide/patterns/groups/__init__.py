"""Everything that is shown. A kind of block, a form of check, a style sheet or a word of state that is in none of these groups
fails ``tests/patterns``.
"""

from __future__ import annotations

from guide.patterns.groups.blocks import BLOCKS
from guide.patterns.groups.lessons import LESSONS
from guide.patterns.groups.paper import PAPER
from guide.patterns.groups.progress import PROGRESS
from guide.patterns.groups.site import SITE
from guide.patterns.groups.writing import WRITING

GROUPS = {group.id: group for group in (BLOCKS, LESSONS, PROGRESS, WRITING, SITE, PAPER)}
