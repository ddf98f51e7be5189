"""Turn what is said about board and lodging into yes, no or not said."""

from __future__ import annotations

import re

from models.understand.clean import clean_text

_NOTHING = re.compile(r"^(?:无|没有|不提供|不包|否|自理|不含|都不包|不管)(?:[、,;].*)?$")
_NO_LODGING = re.compile(
    r"不(?:住|用住|消住|要求住|需要住)(?:家|我家|在?我们?家)|不(?:用|消|需要?)住(?=$|[,，。;；\s])|(?:各人|各自|自己|自家)回(?:各?家|屋)|各回各家|(?:天黑|晚上|下班)(?:就|可以|能|要|自己)*回(?:自己)?(?:家|屋)"
    r"|早来晚[回走]|早出晚归|住的?(?:地方|处)?(?:自己|各人)(?:找|想办法|解决)"
    r"|(?:不|无|没有|没得)(?:包|管|提供|含|安排)?(?:食宿|吃住|住宿|宿舍|住(?!院|家))|食宿自理|吃住自理|住宿自理|住自理|自理?住宿|自行解决(?:住|食)宿|不住宿|包吃不包住|只?(?:包|管)吃不(?:包|管)?住"
)
_LODGING = re.compile(
    r"(?:包|管|供|免费|有|提供|安排|含|可|住)(?:吃|食|工作)?(?:餐|饭)?\S{0,4}?(?:食宿|吃住|住宿|宿舍|住厂|公寓|员工房|住房(?!公积))|[包管]住|[包管]吃[包管]?住|吃住全[包管]|食宿(?:全包|免费)|吃住(?:免费|都包)"
    r"|(?:吃住|食宿)(?:都|全|也|就)*(?:在|由|归|跟)|住(?:处|的(?:地方?)?|宿|房)?(?:我们?|由|老板|厂里|单位|公司|主家)*(?:来|都|负责)?(?:管|包|提供|安排|解决)"
    r"|(?:住|歇)(?:到|在)?我们?(?:家|屋头)|[跟和]我?们?(?:老人|婆婆|老太太)?一起住|住(?:在|到)?(?:门卫室|值班室|工地|[场棚山]里|[场棚山]上)|有(?:铺|床|房间|地方)(?:住|睡)|给(?:一|个|两)*间?(?:房|屋)(?!钱|租)"
    r"|工棚|板房|夫妻房|人间|有住处|有地方住|住家(?!附近|旁|近|远)|住在?(?:店|厂)里?头?|配(?:有|备)?(?:员工|职工)?(?:宿舍|公寓)|住在?(?:这里|这边|我们?这)|(?<![不家])住(?:校(?!长|服)|场(?!地)(?:里头?|头)?)|(?:店|厂|场|家|屋|铺子|馆子|工地|山|校)(?:里头?|头|上)?(?:能|可以|可|都?有得|有地方)住(?!家)|住在?我们?家(?!附近|旁|隔壁)|宿舍(?:免费|有空调)|(?:单身|免费)宿舍|可住厂"
)
_NO_MEALS = re.compile(
    r"(?:不|无|没有|没得)(?:包|管|提供|含)?(?:食宿|吃住|吃|餐|饭|伙食)(?!补)|食宿自理|吃住自理|[三两一]?餐自理|伙食自理|吃自理|自带饭|自备(?:午|中)?餐|包住不包吃|(?:包|管)住不(?:包|管)?吃|吃饭自理|饭自理"
)
_MEALS = re.compile(
    r"[包管供含](?:一|两|二|三|四|早|中|午|晚|工作|员工|夜|[123])?(?:顿|餐|饭)|[包管]吃|[包管](?:早|中|午|晚)(?:餐|饭)|管(?:一|两|三)顿|吃住全[包管]|食宿(?:全包|免费)|包食宿|提供(?:食宿|工作餐|午餐|中餐|三餐|伙食)|包伙食"
    r"|免费(?:工作|员工|午|中|三)?(?:餐|用餐|伙食)|工作餐|员工餐|盒饭|夜宵|同吃|伙食(?:免费|全包)|(?:^|[,、;\s])(?:中午|早|午|中|晚|一|两|三)(?:顿|餐|饭)(?:$|[,、;\s])|包伙|开伙食|三餐全|提供吃住|住家"
)
_NOT_SURE = re.compile(r"公租房|可协调|代租|租房补")


def parse_lodging(text: str) -> bool | None:
    """Return whether free lodging is given; None when it is not said (餐补, 可申请公租房)."""
    cleaned = clean_text(text).replace(" ", "")
    if not cleaned:
        return None
    if _NOTHING.match(cleaned) or _NO_LODGING.search(cleaned):
        return False
    if _LODGING.search(cleaned) and not (_NOT_SURE.search(cleaned) and not re.search(r"[包管]住|宿舍", cleaned)):
        return True
    return None


def parse_meals(text: str) -> bool | None:
    """Return whether at least one free meal is given; None when it is not said. A meal allowance (餐补) is no meal."""
    cleaned = clean_text(text).replace(" ", "")
    if not cleaned:
        return None
    if _NOTHING.match(cleaned) or _NO_MEALS.search(cleaned):
        return False
    return True if _MEALS.search(cleaned) else None
