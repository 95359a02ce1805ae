"""申请延期, 请予销号: what is asked for in so many words, and what only sounds so."""

from __future__ import annotations

import re

from handlers.reading import vocabulary as words
from handlers.reading.marks import CLAUSE, FIGURE, QUESTION_MARK, REPORT_KIND, SHORT
from handlers.reading.result import Intent
from handlers.reading.state_words import any_of

CLOSEOUT = re.compile(any_of(words.CLOSEOUT_WORDS).pattern + "|(?:给|把[^,。;]{1,14})销(?:了|掉)")
EXTENSION = re.compile(
    any_of(words.EXTENSION_WORDS).pattern + "|(?:期限|时限|工期|限期|完成时间|办结时间|完成日期|到期日)"
    "[^。;\\n]{0,20}?(?:推|延|调|改|挪|顺|宽|放)[后迟长延移宽整]?(?:到|至|为|[几一二两三\\d])"
)
REQUEST = re.compile(any_of(words.REQUEST_WORDS).pattern + "|请[^,。;]{1,6}(?:把|将|给予|予以|准予|批准)")
WISH = re.compile(
    "(?:想|希望|盼|恳求)(?:能|把|将|要)?[^,。;]{0,10}?(?:延|推迟|往后推|宽限)[期长后]?(?:到|至)"
    r"|(?:想|希望|恳求)(?:能|再|要)?(?:晚|推迟|延后?|缓|往后推|宽限)[个半一二两三四五六七八九十\d]{1,3}个?(?:天|周|星期|月|工作日)"
)
NOT_REQUEST = any_of(words.NOT_REQUEST_WORDS)
ASKED_OF_REQUESTS = any_of(words.ASKED_OF_REQUESTS)
NOT_YET_ASKED = re.compile(
    "(?:可能|也许|或许|恐怕|估计|预计|下[周月步]|下个月|明天|后天|年底|到时|届时|之后|以后|后再|完了|再|打算|考虑|准备|计划|拟|争取|力争|不用|不需要?"
    "|无需|没必要|就可以|就能|具备|条件|要不要|不[会想]|同意|批准了)[^,。;]{0,8}申请|申请[^,。;?]{0,8}\\?|申请(?:已|还没|没有|被)"
)
# 施工许可证延期, 租地合同申请延期, 延长送电时间: of another thing
OF_ANOTHER_THING = re.compile(
    "(?:许可证|土地证|产权证|不动产证|合同|保函|资质|贷款)[^,。;]{0,4}(?:申请)?(?:延期|延长|展期|办结)|(?:延期|延长|办结)[^,。;]{0,8}(?:送电|供电|供水|供气|用电|用水)"
)
ASKS_LEAVE = re.compile("(?:请|望|恳请)(?:领导|督查室|[市县区]里?)?[^,。;]{0,4}(?:批准|同意|审批|准予)")


def leave_asked(bare: str) -> Intent | None:
    """An extension, or a close-out, explicitly asked for."""
    if REPORT_KIND.search(bare[:30]) and len(bare) > SHORT:
        return None
    request = REQUEST.search(bare)
    if request is None and WISH.search(bare) and not FIGURE.search(bare) and not QUESTION_MARK.search(bare):
        return Intent.EXTENSION
    if request is None or _asks_of_requests(bare) or OF_ANOTHER_THING.search(bare):
        return None
    if not ASKS_LEAVE.search(bare) and (NOT_REQUEST.search(bare) or NOT_YET_ASKED.search(bare)):
        return None
    extension, closeout = EXTENSION.search(bare), CLOSEOUT.search(bare)
    if extension and _near(bare, extension):
        return Intent.EXTENSION
    if closeout and _near(bare, closeout):
        return Intent.CLOSEOUT
    return None


def _asks_of_requests(bare: str) -> bool:
    """谁申请延期了 asks; 几个老人在外地, 申请延期 does not."""
    clauses = (found[0] for found in CLAUSE.finditer(bare))
    return any(REQUEST.search(clause) and ASKED_OF_REQUESTS.search(clause) for clause in clauses)


def _near(bare: str, thing: re.Match[str]) -> bool:
    """The request stands in the same sentence as what is asked for."""
    start = max(bare.rfind(mark, 0, thing.start()) for mark in "。;\n") + 1
    stops = [at for mark in "。;\n" if (at := bare.find(mark, thing.end())) >= 0]
    sentence = bare[start : min(stops, default=len(bare))]
    return REQUEST.search(sentence) is not None
