"""The words by which a state is told, as patterns; how they are weighed is in status."""

from __future__ import annotations

import re
from collections.abc import Iterable

from handlers.reading import vocabulary as words


def any_of(entries: Iterable[str]) -> re.Pattern[str]:
    """One pattern for many words, the longest first."""
    return re.compile("|".join(sorted(map(re.escape, entries), key=len, reverse=True)))


NOT_STARTED = re.compile(
    any_of(words.NOT_STARTED_WORDS).pattern + "|(?:还没有?|还未|没有?|未|尚未|不会|没能|未能)(?:正式|真正|实质性?地?)?"
    "(?:进场(?!交付)|开班|开课|开训|开挖|开干|动手|入场|开铺|开拍|开张|动笔|破土|动土|开建|动工|开工|开动)"
)
STOPPED = re.compile(any_of(words.STOPPED_WORDS).pattern + r"|^\s*停[了工]?\s*$")
NOT_STOPPED = any_of(words.NOT_STOPPED)
RESUMED = re.compile(
    any_of(words.RESUMED_WORDS).pattern + "|停[工了着]?[^,。;]{0,10}[后来][^,。;]{0,6}复工"
    "|(?:今[天日早]|昨[天日]|上午|下午|前天)(?:起|正式|已|就|全面)*复工(?=$|[,。;!\\s])"
)
HOLIDAY = any_of(words.HOLIDAY_WORDS)
UNFINISHED = re.compile(
    "(?:没有?|未|尚未|还没)(?:全部)?(?:完成|完工|做完|干完|搞完|弄完|装完|建完|铺完)|(?:还?差|只剩|还剩|就剩)最后"
)
PART_STOP = re.compile(r"局部|部分|个别|\d{1,2}号[一-鿿]|\d#|[一二三四五两\d]+(?:个|处|座|栋|标|号楼|家|段)|标段|段因")
LEAD = re.compile(r"完|未|没|不|因|受|由于|差|缺|等|才|就|已|施工单位|工地|现场|场地|了")
ACTIVE = any_of(word for word in words.ACTIVE_WORDS if len(word) > 1)
_VERBS = "[" + "".join(word for word in words.ACTIVE_WORDS if len(word) == 1) + "]"
ACTIVE_VERB = re.compile(
    rf"(?:正|在|已经?|刚|又|都|就|接着|继续|开始|抓紧|加紧|完成了?){_VERBS}|{_VERBS}(?:了|完|好|着|到|出|进|掉|通|成|过|中|清|齐|毕|起)"
    r"|在(?![建于理任岗职线家这那内外前后里中上下场])[一-鿿]{1,3}(?=[,。;]|$)"
    rf"|[一-鿿](?:好|完|成|了|过|到|出|入|进)\d|(?<![都累忙死烦饿困])(?<!说)(?<!打)[一-鿿](?<![断死坏错反晚累忙烦困了])(?:了|过)(?=$|[,。;!\s])"
    rf"|{_VERBS}[^,。;]{{0,8}}?\d|\d[^,。;]{{0,4}}{_VERBS}|^[\s〓]*{_VERBS}|〓{_VERBS}|{_VERBS}$|[都全]完了|[一-鿿]好了(?=$|[,。;])"
)
DENIED_ACT = re.compile(
    "(?:又|要|估计|恐怕|可能)?(?:延期|变|拖|耽误|耽搁)了|(?:资金|经费|钱|款|指标|材料)[^,。;]{0,4}(?:用|花|耗)(?:完|光)了"
    "|(?:没有?|未|无法|尚未|还没|不|难以?|缺|等待?|待|差|需要?|要|请|想|务必|必须)[^,。;了在]{0,6}|[一-鿿]不[成了动下起到去来出]"
)
NOT_YET = re.compile("未|没|无法|不能|才能?|难以|什么时候|何时|啥时|几时|等待?|待|再")
# work is left, so it is under way; people and things counted are work
STILL_OPEN = re.compile(
    r"(?:尚有|还有|还剩|剩下?|尚余|余下|仅剩)[^,。;%]{0,3}(?:\d|[一两三四五六七八九十几百]+[项件处个户家座人])"
    r"|\d(?:\.\d{1,2})?万?(?:人次?|户|家|件|项|处|座|座次|公里|米|亩|吨|方|万元|亿元|台|套|根|片|榀|栋|所|株|批次)"
)
PAST_STOP = re.compile(
    r"(?:前面|前头|早先|先前|之前|此前|前期|前段时间|前阵子?|前几天|前两天|曾|上周|上月|上个月|原来|原先|昨天|前天)[^,。;]{0,6}$"
)
FORMAL_END = re.compile("竣工|办结|印发|签约|投用|投产|投运|交付|移交|使用|通过|合格|验收完|销号")
LEFT_OVER = re.compile(
    "正在|还在|着手|开始[一-鿿]|接着"
    "|(?:还差|还剩|尚余|剩余|余下|剩|只等|就等|等着?|待|尚待|准备|正在|申请|报|组织|迎接|还要|尚需|还需|差)[^,。]{0,10}"
    "(?:验收|资料|收尾|扫尾|手续|备案|绿化|清理|整理|调试|检测|零星|尾工|移交|归档|结算|审计|路面|标线|竣工|文件|发文|印发|公示)"
    "|(?:资料|审计|结算|移交|验收|绿化|手续)[^,。]{0,8}(?:整编|整理|在编|后头|后面|再做|再办|还没|没做|未)"
    "|收尾|扫尾|(?:只剩|就剩|还剩|剩下?|余下|只差|就差|还差)[一-鿿\\d]"
)
OUR_SHARE = re.compile(
    "(?:我|本)们?(?:镇|乡|县|区|街道|局|村)?[^,。;]{0,6}(?:段|部分|辖区|境内|承担|负责|那截|这截|包的|清的)|分给[^,。;]{0,8}(?:截|段|部分|的)"
)
ALL_STOP = re.compile("全|均|都|统统|双双")
CAUSE_OF_STOP = re.compile(
    "因|由于|受|被|导致|造成|目前|现在|仍|还|一直|全|照旧|实际|说|已经|只能|只好|就|又|项目|工地|现场|施工|班组|队伍|工人|单位"
)
OURS = re.compile(
    "我们?(?:镇|乡|街道|村|社区|区|县|局|公司|办|中心)|本(?:镇|乡|街道|村|社区)|我[^,。;]{0,3}(?:境内|辖区)|我们?[这那][边段块]"
)
DENIED_STOP = re.compile("(?:没有?|未|并未|从未)(?:停|歇)")
RUMOUR = re.compile("(?:听说|据说|网传|外面传|都在传|有人[传说讲]|传言|谣传|都说)[^,。;]{0,20}")
MISTOLD = re.compile(
    "没有的事|没那回事|瞎传|有误|讹传|不要信|别信|谣传|谣言|不实|误传|误报|误写|不是事实|不属实|没这回事|假消息|报成|写成|错成|说成"
)
GOES_ON = re.compile(
    "(?:其他|其余|其它|别的|主体|剩下的|另外|加工|安装|机电|装修|设备|外业)[^,。;]{0,8}(?:正常|照常|继续|在[施干做]|没停|未停|不受影响|不影响)"
)
OF_A_PART = re.compile(
    r"(?<=[停了])(?:[一二两三四\d]+)(?:座|台|条|个(?!多?[来]?(?:礼拜|星期|月|半月|小时|工作日|钟头|季度))|栋|处|段|家)[一-鿿]|"
    "(?<=暂停)了?(?!施工|推进|建设|工程|实施|作业|办理|项目)[一-鿿]{2,6}?(?:作业|施工|安装|浇筑|开挖|工序|工作面)"
)
REPORT_WORD = re.compile(r"(?:等下|等会|稍后|回头|晚点|下来|随后|明天)再?[补报]|再报|[日周月]报|工作情况|通报|汇报")
