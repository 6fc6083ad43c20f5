"""Proposals of any number: proposal ``n`` is always the same, whatever came before it and in whichever process.

Lengths, vocabulary growth and the share of documents that hold the most frequent words and bigrams follow 430 real
proposals of 2019; see docs/benchmarks.md for both side by side.
"""

from __future__ import annotations

import re
from random import Random

from benchmarks.speed.phrasebook import SEED, TOPICS, Phrasebook
from corpus import Handling, PartialDate, Proposal, Reply, Role, Session

__all__ = ["proposal"]

#: How many phrases of its topic a proposal keeps coming back to.
_SUBJECTS = 28
_FIRST_TERM, _TERMS, _MEETINGS, _FIRST_YEAR = 10, 5, 5, 1998
_JOINTS = ("", "", "", "的", "和", "、", "与", "，", "，", "及", "对", "在")
_OPENINGS = ("一是", "二是", "三是", "同时，", "目前，", "为此，", "建议", "进一步", "切实", "此外，", "近年来，")
_NUMBERS = ("{}年", "{}%", "{}万元", "{}个", "{}人", "{}公里", "（{}）", "{}. ", "5G", "PPP", "第{}条", "{}.5亿元")
_PLACES = ("市", "东城区", "西湖区", "南山区", "北港区", "高新区", "江口县", "海安县", "新河县", "云岭市")
_BUREAUS = re.findall(
    r"\S+",
    "教育局 公安局 财政局 民政局 司法局 卫健委 发改委 住建局 交通运输局 城管局 农业农村局 生态环境局 水利局 商务局 "
    "文广旅局 市场监管局 人社局 应急管理局 工信局 科技局 自然资源局 审计局 统计局 医保局 体育局 行政审批局 大数据局 "
    "残联 妇联 总工会 税务局 供电公司",
)
_UNITS = [place + bureau for place in _PLACES for bureau in _BUREAUS]
_SURNAMES = "王李张刘陈杨黄赵周吴徐孙马朱胡林郭何高罗郑梁谢宋唐许韩冯邓曹彭曾肖田董潘袁蔡蒋余于杜叶程魏苏吕丁任卢姚"
_GIVEN = "伟芳娜敏静丽强磊军洋勇艳杰娟涛明超霞平刚桂英华玉兰建国文斌志红梅海燕晓东云飞鹏宁浩天宇欣怡梓轩雨晨思远"
_GROUPS = ("民盟市委", "民革市委", "民建市委", "九三学社市委", "致公党市委", "农工党市委", "工商联", "妇联界", "教育界")
_CATEGORIES = ("城建交通", "教科文卫", "财政经济", "农业农村", "社会法制", "生态环境", "工业商贸", "其他")


def proposal(number: int) -> Proposal:
    """Return generated proposal ``number`` (from 0), of about 2,100 characters with its reply.

    >>> first = proposal(0)
    >>> first == proposal(0), first.title == proposal(1).title, first.title.startswith("关于")
    (True, False, True)
    """
    random = Random(f"{SEED}/{number}")
    writer = _Writer(random)
    title = f"关于{writer.clause(2)}的{random.choice(('提案', '建议'))}"
    sitting = random.randrange(_TERMS * _MEETINGS)
    session = Session(_FIRST_TERM + sitting // _MEETINGS, sitting % _MEETINGS + 1)
    year = _FIRST_YEAR + sitting
    lead, *support = dict.fromkeys(_zipf_choice(random, _UNITS) for _ in range(random.choice((1, 2, 2, 3))))
    text = writer.text(_length(random, 1_330))
    reply = Reply(
        text=f"{title[2:]}收悉，现答复如下：\n{writer.text(_length(random, 720))}\n感谢对我们工作的关心和支持。",
        title=f"对第{number + 1:04d}号提案的答复",
        units=(lead,),
        replied=PartialDate(year, random.randrange(3, 12), random.randrange(1, 29)),
    )
    return Proposal(
        title=title,
        text=text,
        session=session,
        number=number + 1,
        number_written=f"{number + 1:04d}",
        proposers=_proposers(random),
        category=random.choice(_CATEGORIES),
        handlings=(Handling(lead, Role.LEAD), *(Handling(unit, Role.SUPPORT) for unit in support)),
        submitted=PartialDate(year, 1, random.randrange(1, 29)),
        replies=(reply,) if random.random() < 0.95 else (),
        id=f"b{number:07d}",
    )


class _Writer:
    """Writes the sentences of one proposal: of one main topic, touching another, coming back to the same things."""

    def __init__(self, random: Random) -> None:
        self._random = random
        self._book = Phrasebook.load()
        main, other = (self._book.topics[topic] for topic in random.sample(range(TOPICS), 2))
        self._subjects = main.draw(random, _SUBJECTS) + other.draw(random, _SUBJECTS // 4)
        self._main = main

    def clause(self, phrases: int) -> str:
        """Return a few phrases, joined."""
        random = self._random
        pieces: list[str] = []
        for position in range(phrases):
            if position:
                pieces.append(random.choice(_JOINTS))
            pieces += self._phrase()
        return "".join(pieces)

    def text(self, length: int) -> str:
        """Return paragraphs of at least ``length`` characters."""
        random, pieces, written = self._random, list[str](), 0
        while written < length:
            clauses = "，".join(self.clause(random.randrange(2, 5)) for _ in range(random.randrange(2, 5)))
            sentence = random.choice(_OPENINGS) + clauses + ("。\n" if random.random() < 0.15 else "。")
            pieces.append(sentence)
            written += len(sentence)
        return "".join(pieces).strip()

    def _phrase(self) -> list[str]:
        random, book = self._random, self._book
        lot = random.random()
        if lot < 0.05:
            return book.rare.draw(random, 1)
        if lot < 0.09:
            return [random.choice(_NUMBERS).format(int(10 ** random.uniform(0, 3.3)))]
        if lot < 0.40:
            return [random.choice(self._subjects)]
        if lot < 0.50:
            return self._main.draw(random, 1)
        return book.particles.draw(random, 1) + book.common.draw(random, 1)


def _length(random: Random, mean: int) -> int:
    """Log-normal, as lengths of real proposals are: most near the mean, a few several times as long."""
    return int(min(mean * random.lognormvariate(-0.125, 0.5), 8 * mean))


def _zipf_choice(random: Random, values: list[str]) -> str:
    """One of the values, the first ones far more often: rank ~ exp(uniform) has probability ∝ 1 / rank."""
    return values[int(len(values) ** random.random()) - 1]


def _proposers(random: Random) -> tuple[str, ...]:
    if random.random() < 0.15:
        return (random.choice(_GROUPS),)
    names = (_name(int(4_000 ** random.random() * random.random())) for _ in range(random.choice((1, 1, 1, 2, 3))))
    return tuple(dict.fromkeys(names))


def _name(person: int) -> str:
    random = Random(f"{SEED}:{person}")
    return random.choice(_SURNAMES) + "".join(random.choices(_GIVEN, k=random.choice((1, 2, 2))))
