"""Turn a record into one Chinese passage that is embedded and indexed; nothing personal or sensitive ever enters it."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

from models.records import Posting, PostingFacts, Seeker, SeekerFacts

TEXT_VERSION = 2
"""Raise it whenever a passage changes: vectors of another version are not comparable."""

# What people put between the groups of a number: 199 0000 0012, 199-0000-0012, 199.0000.0012.
_GAP = r"[\s\-—–－_.·•/]{0,2}"
_ID_NUMBER = re.compile(
    rf"(?<![0-9A-Za-z])[1-9１-９](?:{_GAP}\d){{14}}(?:(?:{_GAP}\d){{2}}{_GAP}[0-9０-９XxＸｘ]?)?(?![0-9A-Za-z])"
)
_PHONE = re.compile(
    rf"(?<!\d)(?:\+?86{_GAP})?[1１][3-9３-９](?:{_GAP}\d){{9}}(?!\d)|(?<!\d)[0０]\d{{2,3}}{_GAP}\d{{3,4}}{_GAP}\d{{4}}(?!\d)"
)
_LONG_NUMBER = re.compile(r"(?<![0-9A-Za-z])(?:\d[ \-—]?){9,}[0-9Xx]?")
_CONTACT = re.compile(r"(?:联系人|联系电话|电话|手机号?|微信号?|[Qq]{2}号?|联系方式)[:： ]{0,2}[^\s，。；;,]{0,20}")
# Below the township: village, group, house. 农村, 乡村 and the like are no addresses. Source: handbook section 4.
_VILLAGE = r"(?![农乡全]村)(?:(?![镇乡道区])[\u4e00-\u9fff]){2,4}村"
_BELOW_TOWNSHIP = re.compile(
    rf"{_VILLAGE}(?:[0-9一二三四五六七八九十]+组)|(?<=[镇乡道区]){_VILLAGE}|"
    rf"(?:(?<=^)|(?<=[，。；、\s])){_VILLAGE}(?=$|[，。；、\s])|"
    r"(?<=[路街巷])\d+号(?:附\d+号)?|\d+栋(?:\d+单元)?(?:\d+[室号])?"
)
# Tags of relief, poverty, health, family and records that stay in casework. Source: handbook sections 3 and 4.
_SENSITIVE = re.compile(
    r"(?:已?脱贫|贫困|监测|低保|特困|零就业|五保|建档立卡|边缘易致贫|突发严重困难|易地搬迁)(?:不稳定)?(?:家庭|户|对象|人口|劳动力)?|"
    r"三类户|搬迁户|刑满释放|刑释|解矫|社区矫正|戒毒(?:康复)?(?:人员)?|吸毒|残疾(?:证|人)?|慢性病|乙肝|艾滋|"
    r"已婚已育|已婚|未婚|离异|丧偶|怀孕|孕期|坐月子"
)
# A people's name, unless it is part of a place's name (务川仡佬族苗族自治县, 平正仡佬族乡).
_PEOPLES = "汉|苗|仡佬|土家|布依|侗|彝|水|回|壮|瑶|满|白|畲|毛南|蒙古|仫佬|羌|藏|维吾尔"
_ETHNICITY = re.compile(rf"(?:{_PEOPLES})族(?!(?:(?:{_PEOPLES})族)*(?:自治|乡))")
_SPACE = re.compile(r"\s+")


def posting_passage(posting: Posting) -> str:
    """Return the passage of a posting: title, occupations, duties, requirements, certificates, place, times and terms.

    Words that the posting check found unlawful (a wish for one sex, a household register …) are left out.
    """
    facts = posting.facts or PostingFacts()
    unlawful = {f.words for f in facts.findings if f.severity in {"review", "block"} and f.words}
    gig, order = posting.gig, posting.order
    parts: list[str] = [
        posting.title,
        "、".join(dict.fromkeys(link.name for link in facts.occupations)),
        posting.description,
        posting.requirements,
        "、".join(dict.fromkeys(certificate.name for certificate in facts.certificates)),
        posting.industry,
        facts.place.name if facts.place else posting.township,
        posting.schedule_text,
        posting.benefits,
        posting.major_text,
    ]
    if gig is not None:
        parts += [gig.hours_text, gig.settlement_text, gig.tools_text, gig.risk_text]
    if order is not None:
        parts += [order.destination]
    return _passage(parts, names=(posting.contact_name,), unlawful=unlawful)


def seeker_passage(seeker: Seeker) -> str:
    """Return the passage of a person: what they want, can do and have done, certificates, education and place."""
    facts = seeker.facts or SeekerFacts()
    parts = [
        seeker.desired_jobs_text,
        "、".join(dict.fromkeys(link.name for link in facts.wanted)),
        seeker.skills_text,
        "、".join(dict.fromkeys(link.name for link in facts.done)),
        seeker.experience_text,
        "、".join(dict.fromkeys(certificate.name for certificate in facts.certificates)),
        seeker.education,
        seeker.major,
        facts.place.name if facts.place else seeker.township,
        seeker.desired_regions_text,
        seeker.schedule_text,
    ]
    return _passage(parts, names=(seeker.name,))


def scrub(text: str, names: Sequence[str] = ()) -> str:
    """Return `text` without phones, ID numbers, contacts, given names, places below the township and sensitive tags.

    Names of one character are not looked for: they would take words apart.
    """
    for name in names:
        squeezed = _SPACE.sub("", name)
        if len(squeezed) >= 2:
            text = re.sub(r"\s*".join(map(re.escape, squeezed)), "", text)
    for pattern in (_ID_NUMBER, _PHONE, _LONG_NUMBER, _CONTACT, _SENSITIVE, _ETHNICITY, _BELOW_TOWNSHIP):
        text = pattern.sub("", text)
    return text


def _passage(parts: Iterable[str], *, names: Sequence[str], unlawful: Iterable[str] = ()) -> str:
    said = []
    for part in parts:
        for words in unlawful:
            part = part.replace(words, "")
        cleaned = _SPACE.sub(" ", scrub(part, names)).strip(" ，。；;、,")
        if cleaned:
            said.append(cleaned)
    return "。".join(dict.fromkeys(said))
