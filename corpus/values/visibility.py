"""What labels, values and remarks say on whether something is public: 公开属性：主动公开, 密级：机密, （此件不公开）.

Only what is known to mean public is public. A label counts by what it is made of, whatever stands around it; a value
counts by the direction of its label: 是 under 是否公开 is public, under 是否涉密 it is not.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from functools import lru_cache

from corpus.values.labels import fold

__all__ = ["is_about_reply", "is_yes_or_no", "names_visibility", "remarks", "says_public", "speaks_of_visibility"]


def _words(written: str) -> frozenset[str]:
    return frozenset(written.split())


_YES = _words("是 是的 同意 可 可以 能 允许 愿意 准予 yes y true t 1 1.0 on ok √ ✓ ✔ ☑ ■ ●")
_NO = _words("否 不是 不 无 没有 非 不涉及 未涉及 no n false f 0 0.0 off none nil × ✗")
#: Public under every label.
_PUBLIC = _words(
    "公开 主动公开 同意公开 全文公开 全部公开 完全公开 社会公开 向社会公开 对社会公开 面向社会 面向社会公开 对外公开 "
    "网上公开 上网公开 网站公开 公开发布 可公开 可以公开 已公开 应公开 应当公开 予以公开 准予公开 拟公开 公开全文 "
    "主动公开全文 全文主动公开 公开类 公开件 同意全文公开 同意主动公开 同意对外公开 同意向社会公开 同意上网 同意发布 "
    "主动 全文 全部 全社会 社会公众 公众 所有人 所有人可见 公众可见 互联网 网站 政府网站 门户网站 政府门户网站 "
    "政府公报 公报 已发布 发布 可发布 已公布 公布 上网 已上网 可上网 公示 已公示 开放 对外开放 "
    "public open published unclassified unrestricted everyone anyone all full released"
)
#: Public under a label that asks whether something is secret.
_NOT_SECRET = _words(
    "非涉密 不涉密 未涉密 非密 无密级 未定密 非保密 不保密 无需保密 无须保密 不需保密 非秘密 非密件 非涉密件 不敏感 "
    "不涉及国家秘密 未涉及国家秘密 不涉及秘密 不涉及敏感信息 非敏感 非内部 非内部资料 nonsecret nonconfidential"
)

_ASKS = "是否|可否|能否|是不是|可不可以|同意|愿意|允许|可以"
_BEFORE = (
    f"{_ASKS}|要求|申请|本人|委员|代表|提案人|提出者|提案者|承办单位|主办单位|单位|提案|建议|议案|答复|复函|复文|回复|"
    "办复|办理|结果|内容|文件|政府|信息|文档|文稿|公文|全文|正文|此件|本件|件|资料|对外|对|向|社会|网上|依申请|主动|"
    "不予|不宜|暂不|不|非|免予|部分|的|将|予以|拟|为|应|审核|审查|意见|处理|情况|涉及|涉|包含|含有|含|国家|工作|商业|个人|及其|及|和|与|或"
)
_CORE = "公开|密级|保密|涉密|机密|秘密|绝密|知悉|定密|私密"
#: Words that speak of visibility only where the label asks, or names a degree.
_WEAK = "发布|公布|公示|上网|可见|开放|披露|内部|敏感|隐私|阅读|阅知|传播|查看|访问"
_AFTER = (
    f"{_BEFORE}|属性|方式|类型|类别|选项|选择|状态|状况|范围|程度|性质|性|级别|等级|层级|级|标识|标志|标记|标注|代码|码|"
    "形式|种类|类|权限|设置|说明|备注|理由|原因|期限|年限|期|条件|事项|使用|项|值|限制|声明|意愿|是|否|吗|限|等|结论"
)
_DEGREE = "属性|范围|程度|性|级别|等级|权限|状态|选项|与否|资料|件|使用|限制"
_COMPOSED = re.compile(rf"(?:{_BEFORE})*(?:{_CORE})(?:{_CORE}|{_WEAK}|{_AFTER})*")
_COMPOSED_WEAK = re.compile(rf"(?:{_BEFORE})*(?:{_WEAK})(?:{_WEAK}|{_AFTER})*")
_ASKING = re.compile(rf"^(?:.*(?:{_ASKS})|(?:{_BEFORE})*(?:{_WEAK})(?:{_WEAK}|{_AFTER})*(?:{_DEGREE})$|内部$)")
#: Labels that hold a date, a unit, a telephone …: the characters are there, the matter is another.
_OTHER_MATTER = re.compile(
    r"(?:电话|传真|邮箱|邮编|地址|网址|网站|链接|平台|渠道|途径|载体|栏目|专栏|目录|指南|年报|年度报告|报告|制度|条例|规定|"
    r"办法|依据|办公室|办|局|厅|科|处|股|中心|小组|部门|单位|机构|机关|主体|责任人|负责人|联系人|人|人员|编号|文号|序号|"
    r"索引号|号|标题|题名|名称|次数|人数|份数|页码|费用|征求意见|征集|招聘|选拔|竞聘|听证|听证会|承诺|承诺书|附件|版本|格式|"
    r"电子版|宣传|培训|教育|工作|活动|数量|件数|率|法)$|^(?:政务|党务|村务|居务|厂务|财务|校务|院务|警务|检务|账目)公开$"
)
_DATED = re.compile(r"(?:日期|时间|年份|年度|年月日?|日|时限|期限)$")
_ON_REQUEST = re.compile("依申请.{0,2}公开|申请公开")
_WITHHELD = re.compile(r"(?:暂?不|非|免)(?:予以|予|宜|得|能|可|便|对外|主动|同意)*(?:公开|公布|发布|上网)")
_SECRET = re.compile("密|内部|敏感|隐私|限制")
_EXPLAINS = re.compile("说明|备注|依据|理由|原因|条件|期限|年限|期$")
#: A published text rather than a statement: 公开内容, 公开答复.
_TEXT_LABEL = re.compile("(?:内容|正文|全文|答复|回复|信息|事项)$")
_LONG = 40
#: Characters of the longest label that is taken apart into its words.
_LABEL = 24

_OPEN_WORDS = _words("public publicly open visible visibility disclosure disclose disclosable access publish")
_SHUT_WORDS = _words(
    "secret secrecy confidential confidentiality classified private privacy restricted restriction internal sensitive "
    "sensitivity hidden embargo embargoed nonpublic unpublished security"
)
_PINYIN_OPEN = _words("gongkai sfgk gksx gkfs gklx gkfw gkzt shifougongkai gongkaishuxing gongkaifangshi")
_PINYIN_SHUT = _words("miji mijidengji baomi shemi sfsm sfbm shifoushemi")
_OTHER_NOUNS = _words(
    "date time at on by phone tel telephone email url uri link office unit department bureau opinion hearing comment "
    "comments id count number name address works transport welfare affairs until from"
)
_TOKEN = re.compile(r"[A-Z]+(?![a-z])|[A-Z]?[a-z]+")
_REPLY = re.compile(r"答复|复函|复文|回复|办复|repl(?:y|ies)|answer|response")
_PROPOSAL = re.compile("提案(?!人|者)|议案|建议(?!人|者)|proposal|motion")

_TICKS = "☑✓✔√■●"
_OPTION = re.compile(rf"(?P<mark>[{_TICKS}☐□○◯])\s*(?P<option>[^{_TICKS}☐□○◯☒]*)")
_PART = re.compile(r"[^\w.]+|(?<!\d)\.|\.(?!\d)|_")
_BRACKETED = re.compile(r"[(（\[【〔].{0,80}?[)）\]】〕]")
_NUMBERING = re.compile(r"^\W*(?:\d{1,2}|[一二三四五六七八九十]{1,2})[、.．)）]")

_THIS = "(?:此|本|该)(?:件|文|函|复函|答复|提案|建议|议案|文件|信息|文稿|资料|复文|公文)"
_REMARK = re.compile(
    rf"(?:{_THIS}(?:内容|信息)?)?(?:暂时|拟|应|属于|属|系|为|作为)?(?:"
    r"(?:暂?不|暂缓|未|免)(?:予以|予|宜|便|能|可|得|应|应当|对外|向社会|主动|同意|全文|在?网上)*"
    r"(?:公开|公布|外传|上网|披露|传播)(?:发布|因.*|涉及.*|件|类)?"
    r"|非公开(?:件)?|依申请(?:予以)?公开(?:件)?|部分公开|有条件公开|限制公开|内部公开"
    r"|(?:仅供?|限|只供)?内部(?:资料|文件|使用|参考|传阅|掌握|件|材料)?(?:注意保[密存]|不得外传|请勿外传|严禁外传)?"
    r"|(?:请)?注意保密|请勿外传|不得外传|严禁外传"
    r"|(?:绝密|机密|秘密|涉密|保密)(?:件|文件|级|资料|材料|信息)?(?:★.*|\d+年|长期|启封前)?"
    r")(?:不公开)?"
)
#: Characters without which no line is such a remark: most lines need no closer look.
_REMARKABLE = re.compile("[公密内內传傳网網披]")
#: Lines at either end of a text where letterheads and closing remarks stand, and how long such a line may be.
_EDGE, _SHORT = 15, 60
_LABELLED = re.compile(r"(?P<label>[^：:。；\n]{1,40})[：:]\s*(?P<value>[^\n]*)")
#: Labels that no sentence begins with, however long their value is.
_CERTAIN = re.compile(rf"^(?:{_ASKS})|(?:属性|方式|类型|类别|选项|范围|级别|等级|密级|与否)$")
_SENTENCE = re.compile("[。；;]")
_NEXT_LABEL = re.compile(r"(?<!\s)\s++[^\s：:]{1,12}[：:].*$")
_CHUNK = re.compile(r"[(（\[【〔](?P<inner>[^()（）\[\]【】〔〕]{1,24})[)）\]】〕]")


@lru_cache(maxsize=4096)
def names_visibility(label: str) -> bool:
    """Whether this is a label of visibility and nothing else, so that it counts as a label where it is met in text.

    >>> [names_visibility(each) for each in ("是否同意公开：", "密　级", "公开日期", "主动公开", "is_public")]
    [True, True, False, False, True]
    """
    plain = _plain(label)
    if plain in _PUBLIC | _NOT_SECRET or _REMARK.fullmatch(plain):
        return False
    return _is_plainly_one(label)


@lru_cache(maxsize=4096)
def speaks_of_visibility(label: str) -> bool:
    """Whether a label of a record says that its value tells who may see the record.

    >>> [speaks_of_visibility(each) for each in ("提案公開選項（必填）", "保密期限", "公开日期", "政务公开办公室")]
    [True, True, False, False]
    """
    if _direction_of_key(label) is not None:
        return True
    bare = _plain(_BRACKETED.sub("", _named(label))) or _plain(label)
    asks = re.search(_ASKS, bare) or _WITHHELD.search(bare)
    if _DATED.search(bare) and "密" not in bare:
        return False
    if _OTHER_MATTER.search(bare) and not asks:
        return False
    return _composed(label) or bool(re.search(_CORE, _plain(label)))


def says_public(label: str, value: str) -> bool | None:
    """Return whether a value under a label of visibility is known to mean public; None where it says nothing.

    A value that is not understood, in part or at all, does not mean public.

    >>> says_public("公开属性", "主动公开。"), says_public("密级", "无"), says_public("是否涉密", "是")
    (True, True, False)
    >>> says_public("公开属性", "部分公开"), says_public("公开属性", "公开，但答复除外"), says_public("密级", "")
    (False, False, None)
    """
    forward, inverse, on_request = _directions(label)
    parts = _parts(value)
    if not parts:
        silent = inverse and not forward
        return None if silent or _EXPLAINS.search(_plain(label)) or not _is_plainly_one(label) else False
    if len(value) > _LONG and forward and _TEXT_LABEL.search(_plain(label)) and not re.search(_ASKS, label):
        return None
    known = set(_PUBLIC)
    if not on_request and forward != inverse:
        known |= _YES if forward else _NO | _NOT_SECRET
    whole = unicodedata.normalize("NFKC", value).strip().casefold()
    return whole in known or _plain(value) in known or all(part in known for part in parts)


def remarks(text: str) -> Iterator[tuple[str, str]]:
    """Yield what a text says at its beginning and end that is not known to mean public: label and value.

    A remark without a label has the label ``""``.

    >>> list(remarks("张委员：您好……\\n（此件依申请公开）")), list(remarks("公开属性：不予公开\\n关于停车的答复"))
    ([('', '此件依申请公开')], [('公开属性', '不予公开')])
    >>> list(remarks("加强政务公开：要让群众看得见。\\n（此件公开发布）"))
    []
    """
    lines = [line.strip() for line in text.splitlines() if line.strip()]
    for line in lines if len(lines) <= 2 * _EDGE else (*lines[:_EDGE], *lines[-_EDGE:]):
        yield from _remark(line)


def is_yes_or_no(value: str) -> bool:
    """Whether a value means something only under its label: 是, 否, 1, 无."""
    return unicodedata.normalize("NFKC", value).strip().casefold() in _YES | _NO


def is_about_reply(label: str) -> bool:
    """Whether a label speaks of the reply rather than of the proposal or of both.

    >>> is_about_reply("答复公开属性"), is_about_reply("是否公开提案及答复"), is_about_reply("replies[].is_public")
    (True, False, True)
    """
    plain = unicodedata.normalize("NFKC", fold(label))
    return bool(_REPLY.search(plain)) and not _PROPOSAL.search(plain)


def _remark(line: str) -> Iterator[tuple[str, str]]:
    pieces = [piece for piece in _SENTENCE.split(line) if piece.strip()]
    for piece in dict.fromkeys((line, *pieces[:1], *pieces[-1:])):
        if len(piece) <= _SHORT and _REMARKABLE.search(piece) and _REMARK.fullmatch(_plain(piece, keep="★")):
            yield "", piece.strip("()（）[]【】 。")
            return
        match = _LABELLED.fullmatch(piece.strip())
        if match and _composed(match["label"]) and (len(piece) <= _SHORT or _CERTAIN.search(_plain(match["label"]))):
            value = _NEXT_LABEL.sub("", match["value"]).strip()
            if value and says_public(match["label"], value) is False:
                yield match["label"].strip(), value
            return
    for chunk in _CHUNK.finditer(line):
        at_edge = not line[: chunk.start()].strip() or not line[chunk.end() :].strip(" 。；;.")
        if not _REMARKABLE.search(chunk["inner"]):
            continue
        inner = _plain(chunk["inner"], keep="★")
        if (at_edge or re.match(_THIS, inner)) and _REMARK.fullmatch(inner):
            yield "", chunk["inner"].strip()


def _plain(text: str, keep: str = "") -> str:
    """The words alone: no width, script, spaces, punctuation, invisible characters or decoration."""
    folded = fold("".join(each for each in text if unicodedata.category(each) != "Cf"))
    return "".join(each for each in folded if each.isalnum() or each in keep)


def _named(label: str) -> str:
    return _NUMBERING.sub("", label)


def _composed(label: str) -> bool:
    """Whether a label is made of words of visibility alone, with or without what stands in brackets."""
    for form in (_plain(_named(label)), _plain(_BRACKETED.sub("", _named(label)))):
        if len(form) > _LABEL:
            continue
        if _COMPOSED.fullmatch(form) or (_COMPOSED_WEAK.fullmatch(form) and _ASKING.match(form)):
            return not (_DATED.search(form) and "密" not in form) and not re.fullmatch("(?:提案|建议|意见)+公开", form)
    return False


def _is_plainly_one(label: str) -> bool:
    return _composed(label) or _direction_of_key(label) is not None


def _directions(label: str) -> tuple[bool, bool, bool]:
    """Whether a label asks for what is public, for what is secret, and for what is given on request."""
    key = _direction_of_key(label)
    if key is not None:
        return key, not key, False
    plain = _plain(label)
    on_request = bool(_ON_REQUEST.search(plain)) and "主动" not in plain
    rest, withheld = _WITHHELD.subn("", _ON_REQUEST.sub("", plain))
    inverse = bool(withheld or _SECRET.search(rest) or on_request)
    forward = bool(re.search("公开|公布|发布|公示|上网|可见|开放|披露|知悉|阅|传播|查看|访问", rest))
    return forward or not inverse, inverse, on_request


def _direction_of_key(label: str) -> bool | None:
    """For keys in Latin letters: True where they ask for what is public, False for what is secret, None for others."""
    path = unicodedata.normalize("NFKC", label).replace("[]", "").strip(" :：").split(".")
    known = (_direction_of_segment(segment) for segment in reversed(path))
    return next((each for each in known if each is not None), None)


def _direction_of_segment(segment: str) -> bool | None:
    if not segment.isascii():
        return None
    tokens = [_bare(token.casefold()) for token in _TOKEN.findall(segment)]
    if _OTHER_NOUNS & set(tokens):
        return None
    joined = "".join(tokens)
    if joined in _PINYIN_OPEN or joined in _PINYIN_SHUT:
        return joined in _PINYIN_OPEN
    if _SHUT_WORDS & set(tokens) or (_OPEN_WORDS & set(tokens) and {"not", "non", "no"} & set(tokens)):
        return False
    return True if _OPEN_WORDS & set(tokens) or {"is", "published"} <= set(tokens) else None


def _bare(token: str) -> str:
    bare = token.removeprefix("is")
    return bare if bare in _OPEN_WORDS | _SHUT_WORDS else token


def _parts(value: str) -> list[str]:
    """The words of a value, of ticked options only where it begins with a box."""
    normal = unicodedata.normalize("NFKC", value).strip()
    options = list(_OPTION.finditer(normal)) if _OPTION.match(normal) else []
    if any(each["option"].strip() for each in options):
        normal = "，".join(each["option"] for each in options if each["mark"] in _TICKS)
    elif normal in _YES:
        return [normal]
    return [folded for part in _PART.split(normal) if (folded := fold(part))]
