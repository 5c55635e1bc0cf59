"""XLS: read like any other table; a damaged one is a message, never the end of the program."""

from __future__ import annotations

import base64
import random
import struct
import zlib
from pathlib import Path

import pytest

from pipeline_tui.domain.errors import Unreadable
from pipeline_tui.exchange.sheets import open_sheet

# A workbook with an empty sheet and "Данные": Клиент, ИНН, Дата / Щит, 7707083893, 04.03.2025.
SMALL = zlib.decompress(
    base64.b85decode(
        "c-rk)O=uHA6#iy2+x(Ef##C&?5(-vZOHurxAZcu9%|TM47k?16u{mfpEuois&}z+55IiYf3iaTn>ZK}r(3^-*(Sslei5@)(3"
        "Les|Z(cT<#ugf=g_Qk<dGqGYyq&l2&EM|3h35Rs<4^%L=z|R<!-=LUnV{^fRQ#ZJ!%%FcbWk=dG!&c;3S^Ux=bpEA6+;#80y"
        "I35uZRL)D4)hShQ>1K@H!&KHVg}8LqtfLdm8Rh_M(;T3NSs#bQ9Bu-1i03LoB(;G(vsz;uIF5LtVY*JU*edbDNi_z!TQ_#F9"
        "N|!D}^-uig^nzB>A|=Z7ygSVNn1V-^(Bcsi5Ls=5#N;Q|H*dJ>7AlY~5i6z*C4G{V4-%DR3Tw&d$87a;ksrE>cUat8&mR(@N"
        "Pz!Z$LLQUozJUAd#i;lrd;}erPQoEq@+7>~%TSh1yk^5y4`=I(sUiBg*56WH=M`TReAhyVDlxW>4l^A7`byA0zbg5H-cMboN"
        "UBkm`$xU<wKIWTwMfu6-;)Cz+6RBkM3`?f?q$p#%G9Cu5DGgHg)|^9Ktg(yfb$;qr=0i+_^paF|BwI}8@HF?i!L1!M&R)ic="
        "#DCWC-J#&N1wLkzD7HVpNkhR2j@OUXV6aP+X(5aG>vZ2E$-e?cowac!rXa2Gj0867wXdjm{$z#L4UD!J`*eYj0dGtyYYPH(E"
        "O(DhI!HOVUc|X@`pmXro1Em)HKsqN?R<WEm&Lm!$uwwtPLdN?)hT>70tybN&u-hS~+G|E@l=iSg>Hhf&~j355l}T+RQHj-Mp"
        "FF&Hp-!luOock`0Sv7^5^npOk~hP?^PKUGrx%bWwShSfx(of1$#08a<0qq}Yzpy5}!_S%~WQS+$~n?Uqoz<Cp5O^FNRO8}E$"
        "z_5"
    )
)


def written(tmp_path: Path, content: bytes) -> Path:
    path = tmp_path / "old.xls"
    path.write_bytes(content)
    return path


def test_an_old_workbook_reads_as_typed(tmp_path: Path) -> None:
    table = open_sheet(written(tmp_path, SMALL))
    assert table.headers == ("Клиент", "ИНН", "Дата")
    assert list(table) == [(2, ("Щит", "7707083893", "2025-03-04"))]
    assert list(open_sheet(tmp_path / "old.xls", sheet="данные")) == list(table)
    with pytest.raises(Unreadable, match="sheet_unknown"):
        open_sheet(tmp_path / "old.xls", sheet="None")


def test_a_far_cell_does_not_take_the_memory(tmp_path: Path) -> None:
    number = struct.pack("<HHHH", 0x0203, 14, 1, 1)  # the record of the number in row 2, column B
    kind = number if number in SMALL else struct.pack("<HHHH", 0x027E, 10, 1, 1)
    assert SMALL.count(kind) == 1
    far = SMALL.replace(kind, kind[:4] + struct.pack("<HH", 65_535, 65_535))
    with pytest.raises(Unreadable, match="file_too_big"):
        open_sheet(written(tmp_path, far))


def test_damage_is_a_message(tmp_path: Path, capfd: pytest.CaptureFixture[str]) -> None:
    chance = random.Random(7)
    for _ in range(12):
        broken = bytearray(SMALL)
        for _ in range(40):
            broken[chance.randrange(8, len(broken))] = chance.choice(
                (0, 255, chance.randrange(256))
            )
        try:
            list(open_sheet(written(tmp_path, bytes(broken[: chance.randrange(600, len(broken))]))))
        except Unreadable as caught:
            assert caught.facts["file"] == "old.xls"
    assert capfd.readouterr().err == ""
