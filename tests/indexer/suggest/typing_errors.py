"""Typing errors made by rule over real titles, and whether a search or a correction makes up for them.

    title ──one rule──▶ Mistake ──search──▶ is the title's proposal among the first three?
                                └─correct─▶ or is the title as it was meant offered?

The look-alikes are from a list of their own, written by hand from proofreaders' lists of characters often confused;
the corrector's table was measured from fonts and does not know this one. Homophones are drawn from pypinyin's
default readings over all characters of GB 2312's first level, so that most were never in the archive.
"""

from __future__ import annotations

import random
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cache

import opencc
from pypinyin import lazy_pinyin

from corpus import Proposal
from indexer.analysis.fold import fold
from indexer.index.live import OpenGeneration
from indexer.search.request import parse
from indexer.search.service import SearchService
from indexer.suggest.results import Correction
from indexer.suggest.suggester import Suggester

__all__ = ["KINDS", "Mistake", "Outcome", "Searched", "evaluate", "mistakes", "table_of"]

#: Pairs and groups that people write one for another.
LOOKALIKES = """
治冶 未末 土士 己已 日曰 人入 千干 于干 天夫 午牛 大太 广厂 万方 今令 免兔 乌鸟 名各
问间 间闻 体休 住往 住佳 侍待 持待 微徽 幻幼 刀力 办为 折拆 拔拨 抱泡 抢枪 扬杨 场扬
坚竖 竞竟 博搏 傅博 密蜜 清请 请情 情晴 精情 睛晴 渴喝 渡度 流硫 浇烧 绕浇 饶绕 晓烧
注往 驻住 柱住 洁结 沽估 活话 治始 怡治 测侧 侧则 厕侧 准淮 推堆 难准 谁推 推椎 惟唯
维谁 堆维 建健 健键 廷延 庭廷 廷建 进讲 讲井 近折 远运 运这 迁迂 逐遂 途徐 通桶 道导
违连 连莲 迟尽 递弟 农衣 衣依 村材 材财 林材 杜社 机杭 杭航 抗杭 坑抗 权仅 极级 级圾
圾极 垃拉 技枝 支技 城诚 成戊 威咸 减咸 感惑 环坏 怀环 坏怀 境镜 竟境 保堡 护户 沪护
炉护 庐炉 污汚 汗污 江汪 江红 河何 何柯 湖糊 胡湖 海侮 侮悔 每海 教效 效郊 校较 较效
育盲 学字 字宇 师帅 老孝 考老 童章 章竟 意章 科料 技拔 医匠 匡医 疗辽 病疼 药约 约钓
养美 美差 差着 者都 都部 部陪 倍部 陪倍 培陪 发友 友反 反及 及乃 展屏 履展 业亚 亚严
产户 户尸 企全 全金 市巾 布市 加如 知和 强张 弹强 化比 比此 北比 花化 货贷 贸留 交文
父交 通诵 诵桶 车东 轨执 执热 热势 铁轶 路略 略络 络路 桥侨 娇桥 侨娇 完宗 善喜 提堤
堤题 升井 开并 升开 利刊 制刷 政攻 故政 策荣 设没 没投 投设 施拖 资贷 质资 贫贪 困因
固困 团困 围国 园围 圆园 居屋 层屋 区匹 楼搂 楼数 房户 宅宝 规现 视规 观视 视现 范泛
管官 理埋 监蓝 蓝篮 盐监 督睿 传转 专传 统充 承永 水永 文丈 旅族 旋族 安妥 食良 品晶
危厄 险脸 脸检 检险 检捡 急忽 应庆 助肋 动劝 扶抚 服报 务雾 务条 省看 看着 首省 县具
具真 真直 州洲 洲洒 南幸 京凉 苏办 徐除 新亲 析新 折析 创伦 抢创 仓创 高亭 享亭 享高
特待 持特 色包 包句 句勾 民氏 失矢 夫失 史吏 吏更 便更 使便 王玉 玉主 主王 注主
"""


def _confused() -> dict[str, str]:
    table: dict[str, str] = {}
    for group in LOOKALIKES.split():
        for character in group:
            table[character] = "".join(dict.fromkeys(table.get(character, "") + group.replace(character, "")))
    return table


_TABLE = _confused()


@cache
def _homophones() -> dict[str, str]:
    pairs = (bytes((high, low)) for high in range(0xB0, 0xD8) for low in range(0xA1, 0xFF))
    common = "".join(pair.decode("gb2312", "ignore") for pair in pairs)
    sounds: dict[str, str] = {}
    for character in common:
        (sound,) = lazy_pinyin(character)
        sounds[sound] = sounds.get(sound, "") + character
    return sounds


@dataclass(frozen=True, slots=True)
class Mistake:
    """What was typed for a title, and whose title it was."""

    kind: str
    typed: str
    meant: str
    id: str


def _han_places(title: str) -> list[int]:
    return [place for place, character in enumerate(title) if "\u4e00" <= character <= "\u9fff"]


def _homophone(title: str, random_: random.Random) -> str | None:
    places = []
    for place in _han_places(title):
        (sound,) = lazy_pinyin(title[place])
        if others := _homophones().get(sound, "").replace(title[place], ""):
            places.append((place, others))
    return _replaced(title, places, random_)


def _lookalike(title: str, random_: random.Random) -> str | None:
    return _replaced(
        title, [(place, _TABLE[title[place]]) for place in _han_places(title) if title[place] in _TABLE], random_
    )


def _replaced(title: str, places: Sequence[tuple[int, str]], random_: random.Random) -> str | None:
    if not places:
        return None
    place, others = random_.choice(places)
    return title[:place] + random_.choice(others) + title[place + 1 :]


def _dropped(title: str, random_: random.Random) -> str | None:
    place = random_.choice(_han_places(title))
    return title[:place] + title[place + 1 :]


def _doubled(title: str, random_: random.Random) -> str | None:
    place = random_.choice(_han_places(title))
    return title[:place] + title[place] + title[place:]


def _swapped(title: str, random_: random.Random) -> str | None:
    places = [place for place in _han_places(title)[:-1] if title[place] != title[place + 1]]
    if not places:
        return None
    place = random_.choice(places)
    return title[:place] + title[place + 1] + title[place] + title[place + 2 :]


@cache
def _to_traditional() -> opencc.OpenCC:
    return opencc.OpenCC("s2tw")


def _traditional(title: str, random_: random.Random) -> str | None:
    changed: str = _to_traditional().convert(title)
    return changed


def _pinyin(title: str, random_: random.Random) -> str | None:
    """The whole title in pinyin without tones, everything else as it is."""
    return "".join(lazy_pinyin(title, v_to_u=False))


KINDS: dict[str, Callable[[str, random.Random], str | None]] = {
    "同音": _homophone,
    "形近": _lookalike,
    "漏字": _dropped,
    "颠倒": _swapped,
    "重字": _doubled,
    "繁体": _traditional,
    "拼音": _pinyin,
}


def mistakes(proposals: Sequence[Proposal], count: int, seed: int, length: int | None = None) -> list[Mistake]:
    """Return this many mistakes, all kinds in turn, over titles drawn at random.

    Args:
        length: make the mistake in a piece of this many characters from within the title, not in all of it.
    """
    random_ = random.Random(seed)
    made: list[Mistake] = []
    kinds = list(KINDS.items())
    while len(made) < count:
        kind, rule = kinds[len(made) % len(kinds)]
        proposal = random_.choice(proposals)
        meant = proposal.title
        if length is not None:
            pieces = _pieces(meant, length)
            if not pieces:
                continue
            meant = random_.choice(pieces)
        typed = rule(meant, random_)
        if typed is not None and (typed != meant or kind == "繁体"):
            made.append(Mistake(kind, typed, meant, proposal.id))
    return made


def _pieces(title: str, length: int) -> list[str]:
    """The runs of so many Han characters in a title, without its formula."""
    core = title.removeprefix("关于")
    pieces = [core[start : start + length] for start in range(len(core) - length + 1)]
    return [piece for piece in pieces if all("\u4e00" <= each <= "\u9fff" for each in piece)]


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of one mistake."""

    mistake: Mistake
    found: bool
    offered: bool


@dataclass(frozen=True, slots=True)
class Searched:
    """An archive ready to be searched, with its suggestions."""

    service: SearchService
    suggester: Suggester
    live: OpenGeneration
    proposals: list[Proposal]

    def correct(self, query: str) -> tuple[Correction, ...]:
        """Return the corrections that the public is offered."""
        return self.service.search(parse({"q": [query]})).corrections


def evaluate(archive: Searched, made: Sequence[Mistake]) -> list[Outcome]:
    """Return for each mistake whether its proposal is in the first three, and whether what was meant was offered."""
    outcomes = []
    for mistake in made:
        hits = archive.service.search(parse({"q": [mistake.typed]})).hits[:3]
        found = any(hit.proposal.id == mistake.id for hit in hits)
        offered = any(plain(each.text) == plain(mistake.meant) for each in archive.correct(mistake.typed))
        outcomes.append(Outcome(mistake, found, offered))
    return outcomes


def plain(text: str) -> str:
    """Letters, digits and characters only, folded."""
    return "".join(each for each in fold(text) if each.isalnum())


def table_of(outcomes: Sequence[Outcome]) -> str:
    """Return the shares by kind of mistake, as text."""
    lines = []
    total = Counter(each.mistake.kind for each in outcomes)
    for kind in [*KINDS, "全部"]:
        chosen = [each for each in outcomes if kind in (each.mistake.kind, "全部")]
        top = sum(each.found for each in chosen)
        offered = sum(each.offered for each in chosen)
        either = sum(each.found or each.offered for each in chosen)
        number = total.get(kind, len(outcomes))
        lines.append(
            f"{kind} {number:5} 前三 {top / number:.1%} 改正 {offered / number:.1%} 其一 {either / number:.1%}"
        )
    return "\n".join(lines)
