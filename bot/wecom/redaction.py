"""Keeps secrets out of everything people read (reliability.md T27)."""

import logging
import re
import traceback

_HIDDEN = "***"
# Hidden wherever they stand; `key` and `code` are everyday words, so only inside a query.
_NAMES = "access_token|corpsecret|secret|token|encoding_aes_key|ticket"
_IN_TEXT = re.compile(rf"(?i)(?<![a-z0-9])({_NAMES})=[^&\s'\"()<>,;]+")
_IN_QUERY = re.compile(r"(?i)([?&](?:key|code))=[^&\s'\"()<>,;]+")
_IN_JSON = re.compile(rf"""(?i)(["'])({_NAMES})\1(\s*:\s*)(["']).*?\4""")
# These write whole addresses, query and all, into their debug lines.
_TALKERS = ("urllib3.connectionpool", "urllib3.connection", "urllib3.poolmanager", "urllib3.util.retry")


def redact(text: str) -> str:
    """The same text with the values of tokens, keys and secrets hidden."""
    hidden = _IN_QUERY.sub(rf"\1={_HIDDEN}", _IN_TEXT.sub(rf"\1={_HIDDEN}", text))
    return _IN_JSON.sub(rf"\1\2\1\3\4{_HIDDEN}\4", hidden)


class RedactingFilter(logging.Filter):
    """For a logger or a handler: rewrites each record, its traceback too; drops none."""

    def filter(self, record: logging.LogRecord) -> bool:
        """Always true."""
        record.msg, record.args = redact(record.getMessage()), None
        if record.exc_info and record.exc_info[0] is not None:
            record.exc_text = redact("".join(traceback.format_exception(*record.exc_info)).rstrip("\n"))
            record.exc_info = None
        return True


def quieten_talkers() -> None:
    """Puts the filter on the HTTP library's loggers, once."""
    for name in _TALKERS:
        logger = logging.getLogger(name)
        if not any(isinstance(each, RedactingFilter) for each in logger.filters):
            logger.addFilter(RedactingFilter())
