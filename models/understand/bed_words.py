"""Words for a place to sleep, shared by what employers offer and what workers ask for.

Source of the lists: our choice, from how people of Guizhou speak of beds (歇处, 铺, 工棚) and from postings.
"""

from __future__ import annotations

from typing import Final

# What is built, cleaned or looked after is the work itself: 搭板房, 打扫宿舍, 宿舍管理员.
_NO_WORK_BEFORE: Final = "(?<![搭装拆盖建修焊扫洁刷管卖生])"
_NO_WORK_AFTER: Final = (
    "(?!的?(?:管理|保洁|清洁|卫生|阿姨|大妈|楼|区|搭建|安装|装修|搭|拆|师傅|公积|部|证|[一二三四五六七八九十\\d]+间))"
)
DWELLING: Final = (
    rf"{_NO_WORK_BEFORE}(?:宿舍|寝室|工棚|窝棚|板房|彩钢房|集装箱房?|周转房|员工房|公寓|夫妻房|夫妻间|套间(?!服务)"
    rf"|(?:[一二两三四六八\d]|双|单|多)人(?:间|房)|单间|标间|上下铺|高低床|大?通铺){_NO_WORK_AFTER}"
)
"""A place that is for sleeping by its name alone."""
LODGING: Final = (
    r"(?:住宿(?!补|费|标准|管理)|食宿|吃住|住处|住所|住房(?!公积|改造|补)|歇处|歇脚处?|睡处|落脚(?:点|处|的?地方)|安身(?:处|的?地方)|床位|铺位|床铺|铺盖|合住房?|(?<=[个有给得])(?:睡|歇|落脚|安身|过夜)的(?=$|[，,。;；、])"
    r"|(?:住|睡|歇|过夜)(?:觉|宿)?的?(?:地方|地头|点点|处|房间?|屋)|住的(?=$|[，,。;；、就才都也不有要])|地铺)"
)
"""Words that mean a bed or having one."""
ROOM: Final = (
    r"(?:床|铺|屋子?|房间?|房子|平房|偏房|棚棚?|窝[窝棚]?|角角|旮旯|门房|阁楼|地方|地头|角落|位置"
    r"|[一两二三四]室[一两二]?厅|套房|门卫室|值班室)"
)
"""A thing that serves for sleeping when words say so: 有间屋给我睡."""
SLEEP: Final = (
    r"(?:住(?![院户址家在]|附近|的远|得[远近])|睡(?!不|过头)|歇(?!业|工|[两一二三四]?天|气)|过夜|落脚|安身|搭铺)"
)
HOST: Final = (
    r"(?:(?:主人|雇主|主|老板|东|别个|人|别人|客户?|老人)(?:家|屋头|那里|那点)"
    r"|人家|主人|雇主|东家|我们?家)(?:屋头|屋里头?|家头|家里头?)?"
)
WORKPLACE: Final = (
    r"(?:工地|厂|店|场|矿|山|棚|库房|仓库|门卫室|值班室|值班房|学校|校|园区?|公司|单位|馆子|饭店|饭馆|餐馆|酒店|酒楼|食堂|灶房"
    r"|院|站|塘边?|苗圃|基地|客栈|民宿|项目部|项目|铺子|铺头|档口|车间|船|窑|养老院|敬老院|楼)"
)
INSIDE: Final = r"(?:里头?|头|上|里面|那里|那点|边边?)"
EMPLOYER: Final = r"(?:我们?|我|公司|单位|厂[里头方]?|店[里头]?|老板|院里?|矿上|工地上?|学校|场[里头]?|主家|这[里边])"
KIN: Final = (
    r"(?:(?:大|小|幺|二|三|老)?(?:女儿|儿子|姑娘|女婿|媳妇|婆娘|老婆|老公|男人|老者|老汉|爹|爸|妈|娘)(?:妈|爸|老汉|他们)?|父母|公婆|爷爷|奶奶|外公|外婆"
    r"|娃儿?|孩子|孙子|孙女|亲戚|亲家|表?[姐哥弟妹](?:姐|哥|弟|妹|夫)?|嫂子|孃孃?|[舅叔姑姨]{1,2}|老乡|朋友|同学|对象|屋头人|家人|一家人|[他她]们?)"
)
"""Whom a person lives with at home."""
MASTER: Final = r"(?:客户|客人|雇主|主家|主人家?|东家|宝妈|产妇|老板娘?|别个|别人|人家|一群人|一帮人|好多人)"
"""Whom a person sleeps beside only for the work."""
