"""What many readers of a message look for: figures, questions, the kinds of reports."""

from __future__ import annotations

import re

REPORT_KIND = re.compile(r"[日周月]报(?!道|告|社|纸)")
FIGURE = re.compile(r"\d%|百分之|[一二三四五六七八九两]成")
QUESTION_MARK = re.compile(r"\?\s*$|呢\?|\?(?=\n|$|(?:帮|麻烦|谢|急|在线|请)[^,。;\d]{0,6}$)")
CLAUSE = re.compile(r"[^,。;?!\s]+")
SHORT = 40  # characters
HOW_LONG = 80  # characters that ask how, or take a report back
