"""Small plain texts and letters, each of which showed a fault of its own."""

from __future__ import annotations

from tests.corpus.layouts.letters import letter
from tests.corpus.layouts.model import Answer, Expected, Layout, as_value, seen

__all__ = ["CASES"]

_OPEN = ("proposers", "units", "outcome", "reply.outcome")


def _filed(name: str, written: str, day: str) -> Layout:
    text = f"关于修缮东亭的提案\n提案人：蒋三\n立案日期：{written}\n提案内容：\n东亭破旧。\n"
    return letter(
        name,
        text,
        Expected("关于修缮东亭的提案", ("东亭破旧。",), proposers=("蒋三",), filed=day),
        visible=seen("关于修缮东亭的提案", "提案人：", "蒋三", "立案日期：", as_value(written, day), "提案内容：",
                     "东亭破旧。"),
    )  # fmt: skip


_DATES = (
    _filed("date-in-chinese-with-letter-o", "二O二一年三月一日", "2021-03-01"),
    _filed("date-in-chinese-with-zero-sign", "二〇二一年三月一日", "2021-03-01"),
    _filed("date-with-half-of-day", "2021年3月1日上午", "2021-03-01"),
    _filed("date-with-weekday", "2021年3月1日（星期一）", "2021-03-01"),
)


def _reply(name: str, of: str, session: str, numbers: tuple[int, ...], body: str, signed: tuple[str, ...] = (),
day: str = "") -> Layout:  # fmt: skip
    title = f"对市政协{of}提案的答复" if not of.startswith(("政协", "中国")) else f"对{of}提案的答复"
    lines = (title, "", "沈四委员：", body, *signed)
    answer = Answer(("沈四委员：", body), signed[:1], day)
    return letter(
        name,
        "\n".join(lines) + "\n",
        Expected(title, session=session, numbers=numbers, replies=(answer,), open=_OPEN),
    )


_UNIT = "澄州市水利局"
_DONE = "您提出的提案收悉，现答复如下：已修。"
_REPLIES = (
    _reply("deadline-is-no-reply-date", "十二届五次会议第0124号", "12-5", (124,),
           "您提出的关于建设南库的提案收悉，现答复如下：工程已开工，计划于2035年12月31日全部建成。"),
    _reply("signature-date-with-dots", "十二届五次会议第0127号", "12-5", (127,), _DONE, (_UNIT, "2021.6.28"),
    "2021-06-28"),
    _reply("signature-date-with-slashes", "十二届五次会议第0128号", "12-5", (128,), _DONE, (_UNIT, "2021/6/28"),
    "2021-06-28"),
    _reply("signature-date-in-chinese", "十二届五次会议第0129号", "12-5", (129,), _DONE, (_UNIT,
           "二O二一年六月二十八日"),
           "2021-06-28"),
    _reply("reply-to-two-numbers", "十二届五次会议第0201号、第0202号", "12-5", (201, 202),
           "你们提出的关于建设南库、北库的提案收悉，现合并答复如下：已建。", (_UNIT, "2021年6月28日"), "2021-06-28"),
    _reply("session-names-the-committee", "政协第十三届澄州市委员会第二次会议第90号", "13-2", (90,), _DONE,
           (_UNIT, "2022年7月1日"), "2022-07-01"),
    _reply("session-names-the-conference", "中国人民政治协商会议第十三届澄州省委员会第二次会议第91号", "13-2",
           (91,), _DONE,
           (_UNIT, "2022年7月1日"), "2022-07-01"),
    _reply("session-is-a-plenary-meeting", "十三届二次全会第92号", "13-2", (92,), _DONE, (_UNIT, "2022年7月1日"),
           "2022-07-01"),
    _reply("session-is-a-meeting-of-all", "政协澄州市第十三届委员会第二次全体会议第93号", "13-2", (93,), _DONE,
           (_UNIT, "2022年7月1日"), "2022-07-01"),
)  # fmt: skip

_RADICALS = letter(
    "radicals-stand-for-characters",
    "关于⻓街停⻋的提案\n提案人：韩五\n提案内容：\n⻔前三包不落实。\n",
    # As published; that they are found as characters is the index's affair.
    Expected("关于⻓街停⻋的提案", ("⻔前三包不落实。",), proposers=("韩五",)),
)

_SEVERAL = letter(
    "label-that-comes-again",
    "提案号：21\n案由：关于修东亭的提案\n提案人：蒋三\n提案内容：东亭破旧。\n\n"
    "提案号：22\n案由：关于修西亭的提案\n提案人：沈四\n提案内容：西亭破旧。\n",
    Expected("关于修东亭的提案", ("东亭破旧。",), numbers=(21,), proposers=("蒋三",)),
    Expected("关于修西亭的提案", ("西亭破旧。",), numbers=(22,), proposers=("沈四",)),
    visible=seen("提案号：", "21", "案由：", "关于修东亭的提案", "提案人：", "蒋三", "提案内容：", "东亭破旧。",
    "提案号：", "22",
                 "案由：", "关于修西亭的提案", "提案人：", "沈四", "提案内容：", "西亭破旧。"),
)  # fmt: skip

_BARS = letter(
    "full-width-bars-part-values",
    "提案人：｜蒋三｜\n案由：｜关于修南亭的提案｜\n提案内容：｜南亭破旧。｜\n",
    Expected("关于修南亭的提案", ("南亭破旧。",), proposers=("蒋三",)),
    visible=seen("提案人：", "蒋三", "案由：", "关于修南亭的提案", "提案内容：", "南亭破旧。"),
)

CASES = (*_DATES, *_REPLIES, _RADICALS, _SEVERAL, _BARS)
