"""Which encoding bytes are in."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from corpus.errors import ReadError
from corpus.readers.text.charset import charset_of, decode

SIMPLIFIED = "关于加强老旧小区停车管理的提案，建议由市公安局牵头办理，方便群众出行。"
TRADITIONAL = "關於加強老舊社區停車管理的提案，建議由縣政府主辦，方便民眾出行。"
common = st.text(alphabet=[chr(code) for code in range(0x4E00, 0x9FA6)] + list("，。0a \n"), max_size=60)


@pytest.mark.parametrize("charset", ["utf-8", "utf-8-sig", "gb18030", "utf-16", "utf-32"])
def test_simplified_text_decodes_from_every_charset(charset: str) -> None:
    assert decode(SIMPLIFIED.encode(charset)) == SIMPLIFIED


@pytest.mark.parametrize("charset", ["utf-8", "big5", "big5hkscs", "utf-16"])
def test_traditional_text_decodes_from_every_charset(charset: str) -> None:
    assert decode(TRADITIONAL.encode(charset)) == TRADITIONAL


@pytest.mark.parametrize("length", [4, 8, 16])
def test_a_few_characters_are_enough_to_tell_gb_from_big5(length: int) -> None:
    for start in range(len(SIMPLIFIED) - length):
        assert charset_of(SIMPLIFIED[start : start + length].encode("gb18030")) == "gb18030"
    for start in range(len(TRADITIONAL) - length):
        assert charset_of(TRADITIONAL[start : start + length].encode("big5")) == "big5hkscs"


@given(common)
def test_valid_utf8_is_read_as_utf8(text: str) -> None:
    assert decode(text.encode()) == text


@given(common)
def test_a_declared_charset_that_fits_is_believed(text: str) -> None:
    page = f"<meta charset='gb2312'>{text}"
    assert decode(page.encode("gb18030")) == page


@pytest.mark.parametrize("declared", ["utf-8", "big5", "no-such-charset", "utf-16", "base64"])
def test_a_declared_charset_that_does_not_fit_is_not_believed(declared: str) -> None:
    page = f"<meta charset={declared}>{SIMPLIFIED}镕䶮"
    assert decode(page.encode("gb18030")) == page


def test_a_damaged_byte_is_told_with_its_line_and_never_replaced() -> None:
    damaged = (SIMPLIFIED + "\n" + SIMPLIFIED).encode() + b"\xff\n" + SIMPLIFIED.encode()
    with pytest.raises(ReadError) as caught:
        decode(damaged)
    assert caught.value.place == "第 2 行"
    assert "utf-8" in caught.value.reason


@given(st.binary(max_size=200))
def test_any_bytes_are_decoded_whole_or_refused(content: bytes) -> None:
    try:
        text = decode(content)
    except ReadError:
        return
    assert "\ufffd" not in text or b"\xef\xbf\xbd" in content or b"\x84\x31\xa4\x37" in content or content[:2] in (
        b"\xff\xfe", b"\xfe\xff")  # fmt: skip
