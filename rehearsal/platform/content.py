"""What may be inside a message, kind by kind (documents 90236, 90248): refused, cut, or let through."""

from dataclasses import dataclass
from typing import Any

from .codes import Code, Refused


@dataclass(frozen=True)
class Said:
    """A message's content after the platform's cuts; `text` is what one would read."""

    kind: str
    content: dict[str, Any]
    text: str
    was_cut: bool = False


def cut(text: str, limit: int) -> str:
    """The longest beginning of whole characters that fits into `limit` bytes of UTF-8."""
    return text.encode()[:limit].decode(errors="ignore")


def part(message: dict[str, Any], kind: str) -> dict[str, Any]:
    """The object named like the kind."""
    content = message.get(kind)
    if not isinstance(content, dict):
        raise Refused(Code.BAD_PARAMETER, f"{kind} missing or not an object")
    return content


def word(content: dict[str, Any], name: str) -> str:
    """A string field, empty when absent; anything else is 40058."""
    value = content.get(name, "")
    if not isinstance(value, str):
        raise Refused(Code.BAD_PARAMETER, f"{name} must be a string")
    return value


def number(content: dict[str, Any], name: str, default: int = 0) -> int:
    """A whole number, `default` when absent; anything else is 40058."""
    value = content.get(name, default)
    if not isinstance(value, int):
        raise Refused(Code.BAD_PARAMETER, f"{name} must be a number")
    return value


def strings(content: dict[str, Any], name: str) -> list[str]:
    """A list of strings, empty when absent; anything else is 40058."""
    listed = content.get(name) or []
    if not isinstance(listed, list) or not all(isinstance(one, str) for one in listed):
        raise Refused(Code.BAD_PARAMETER, f"{name} must be a list of strings")
    return listed


def numbers(content: dict[str, Any], name: str) -> list[int]:
    """A list of whole numbers, empty when absent; anything else is 40058."""
    listed = content.get(name) or []
    if not isinstance(listed, list) or not all(isinstance(one, int) for one in listed):
        raise Refused(Code.BAD_PARAMETER, f"{name} must be a list of numbers")
    return listed


def size(text: str) -> int:
    """Bytes of UTF-8."""
    return len(text.encode())


def check_size(content: dict[str, Any], name: str, limit: int) -> str:
    """A string field of at most `limit` bytes, else 45002."""
    value = word(content, name)
    if size(value) > limit:
        raise Refused(Code.TOO_LONG, f"content size out of limit, {name} max {limit} bytes")
    return value


def text(message: dict[str, Any], limit: int) -> Said:
    """Text is cut without a word."""
    content = part(message, "text")
    whole = word(content, "content")
    if not whole.strip():
        raise Refused(Code.EMPTY_TEXT, "empty content")
    short = cut(whole, limit)
    return Said("text", {**content, "content": short}, short, was_cut=short != whole)


def markdown(message: dict[str, Any], limit: int, *, cut_long: bool = False) -> Said:
    """Markdown over the limit is refused, or cut where the rules say so."""
    content = part(message, "markdown")
    whole = word(content, "content")
    if not whole.strip():
        raise Refused(Code.EMPTY_TEXT, "empty content")
    if size(whole) > limit and not cut_long:
        raise Refused(Code.TOO_LONG, f"markdown.content exceed max length {limit}")
    short = cut(whole, limit)
    return Said("markdown", {**content, "content": short}, short, was_cut=short != whole)


def textcard(message: dict[str, Any]) -> Said:
    """Title, description and url are required; sizes are taken as bytes, the stricter reading."""
    content = part(message, "textcard")
    title = check_size(content, "title", 128)
    description = check_size(content, "description", 512)
    url = check_size(content, "url", 2048)
    if not title:
        raise Refused(Code.MISSING_TITLE, "missing title")
    if not description:
        raise Refused(Code.MISSING_DESCRIPTION, "missing description")
    check_url(url)
    if len(word(content, "btntxt")) > 4:
        raise Refused(Code.TOO_LONG, "btntxt exceed 4 characters")
    return Said("textcard", content, f"{title}\n{description}")


def news(message: dict[str, Any], *, safe: int = 0) -> Said:
    """1 to 8 articles."""
    articles = part(message, "news").get("articles")
    if not isinstance(articles, list) or not articles:
        raise Refused(Code.BAD_PARAMETER, "articles missing")
    if len(articles) > 8:
        raise Refused(Code.TOO_MANY_ARTICLES, "too many articles, max 8")
    if safe:
        raise Refused(Code.NEWS_CANNOT_BE_SAFE, "news cannot be safe")
    titles = [_article(one) for one in articles]
    return Said("news", {"articles": articles}, "\n".join(titles))


def check_url(url: str) -> None:
    """41010 when missing, 40058 without a scheme."""
    if not url:
        raise Refused(Code.MISSING_URL, "missing url")
    if not url.startswith(("http://", "https://")):
        raise Refused(Code.BAD_PARAMETER, "url without http or https")


def _article(article: object) -> str:
    if not isinstance(article, dict):
        raise Refused(Code.BAD_PARAMETER, "article must be an object")
    title = check_size(article, "title", 128)
    if not title:
        raise Refused(Code.MISSING_TITLE, "missing title")
    check_size(article, "description", 512)
    check_size(article, "picurl", 2048)
    if not article.get("appid"):
        check_url(check_size(article, "url", 2048))
    return title
