"""How days and spans of days are written: the one pattern, each way of saying a named group of it."""

from __future__ import annotations

import re

from handlers.reading.vocabulary import FIXED_FEASTS, MOVING_FEASTS

NUMBERED = "楼线桥泵机井门厂库标段路站台院墩车炉池棚仓地区片渠坝堤闸孔洞岛沟煤塔罐泊街坑问文"  # 25号楼 is no day
OF_A_DAY = frozenset("年月日号旬周期季天晚早前内底末右./-")  # no day is written without one of these
N = r"(?:\d{1,2}|[一二三四五六七八九十]{1,3})"
DAY = re.compile(
    rf"(?P<iso>20\d\d)[-./年](?P<iso_m>\d{{1,2}})[-./月](?P<iso_d>\d{{1,2}})[日号]?"
    rf"|(?:(?P<year>20\d\d)年|(?P<rel_year>明年|今年|本年))?(?P<month>{N})月份?(?:(?P<day>{N})[日号]?(?![个项%\d.万亿])|(?P<third>上旬|中旬|下旬|[底末初]|中(?![旬标央心])|份?内|(?=前|完|开|竣|投|全))?)"
    rf"|(?P<rel_month>本月|这个月|当月|下个?月|上个?月|月)(?P<rel_third>上旬|中旬|下旬|底|末|初|内)"
    r"|(?<![月\d])(?P<bare_third>[上中下]旬)"
    rf"|(?P<rel_month2>本月|这个月|下个?月)(?:(?P<rel_day>{N})[日号])?"
    r"|(?P<week>本周|这周|这个?星期|下周|下个?星期|下下周|上周|周|星期)(?P<weekday>[一二三四五六日天末内](?!期))"
    r"|(?P<bare_week>本周|这周|(?<!一)下周(?!报)|下个?星期)"
    r"|(?P<near>今天|今日|今晚|明天|明日|明早|后天|大后天|昨天|昨日|前天)"
    r"|(?P<year_end>(?:(?P<which>明|今|本)年)?(?:年内|年底|年末|年前)|(?:今年|本年)[内底末])"
    r"|(?P<next_year_end>明年[底末])"
    rf"|(?P<quarter_year>明年)?(?P<quarter>[一二三四1-4])季度(?:末|底|内)?|(?P<half>上半年)"
    r"|(?P<feast>"
    + "|".join(sorted([*FIXED_FEASTS, *MOVING_FEASTS], key=len, reverse=True))
    + r")(?:假期)?(?:节)?(?=之?前|以前|前夕)"
    rf"|(?P<within>{N}|半)(?P<unit>个工作日|个月|周|个?星期|天|日)(?:之?内|以内|左右)"
    r"|(?<![\d月./-])(?P<lone>\d{1,2}|[一二三]?十[一二三四五六七八九]?)[日号](?=并|点|试|举|揭|签|启|报|合|约|带|组|拿|出|来|进|做|装|浇|前|之前|以前|完|开|竣|投|全|通|交|上|召|到|挂|封|验|弄|能|可|干完|搞|就能|就可|才能|收尾|收工|复工|恢复|移交|办|结|左右|[,。;]|$)"
    r"|(?:(?<=于)|(?<=计划)|(?<=预计)|(?<=争取)|(?<=力争)|(?<=拟)|(?<=确保)|(?<=保证)"
    r"|(?<=估计)|(?<=大概)|(?<=最快)|(?<=最迟)|(?<=最晚)|(?<=要到)|(?<=得到)|(?<=等到)|(?<=拖到)|(?<=推到)|(?<=延到)|(?<=定在))"
    rf"(?P<intended>\d{{1,2}}|[一二三]?十[一二三四五六七八九]?)[日号](?![{NUMBERED}])"
    r"|(?<![\d月./-])(?P<slash_m>1[0-2]|[1-9])[./](?P<slash_d>[12]\d|3[01]|[1-9])(?![\d.%]|[万亿公米个])"
)
