"""What time it is at a client: from their region or city, and only then from their phone.

A Russian mobile says nothing of the region, and public tables put Kaliningrad wrong, so the table
of regions is our own. Nobody guesses: an unknown place gives no zone, and the caller says so.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import lru_cache
from zoneinfo import ZoneInfo

from pipeline_tui.domain.clients import fold

_REGIONS: Mapping[str, str] = {
    "Europe/Kaliningrad": "калининград kaliningrad",
    "Europe/Moscow": (
        "москва москов мск! мо! moscow подмосков петербург спб! питер ленинград ло! petersburg"
        " leningrad белгород брянск владимир воронеж иваново ивановск калуг калуж костром курск"
        " липецк орел! орлов рязан смоленск тамбов твер тула тульск ярослав карели петрозаводск"
        " коми! сыктывкар архангельск ненецк нарьян вологд вологод череповец мурманск новгород"
        " псков адыге майкоп калмык элист крым симферополь севастополь краснодар кубан сочи"
        " новороссийск ростов таганрог дагестан махачкал ингуш магас! назран кабардино нальчик"
        " карачаев черкесск осети владикавказ чечен чечн грозный ставропол пятигорск марий!"
        " йошкар мордов саранск татарстан казань казанск челны альметьевск чуваш чебоксар"
        " нижегород нн! дзержинск пенз киров вятк вятск волгоград волжский"
        " химки балашиха подольск мытищ королев люберц электросталь коломна одинцово красногорск"
        " серпухов щелково домодедово раменск жуковск пушкин долгопрудн реутов орехово зеленоград"
        " видное лобня дубна обнинск ивантеевк посад! воскресенск ногинск истра! коммунарка"
        " всеволожск гатчин выборг мурино кудрово тихвин кингисепп оскол! новомосковск"
        " северодвинск котлас ухта! воркута рыбинск ковров! муром! камышин волгодонск шахты!"
        " новочеркасск батайск азов! армавир адлер! ейск! анапа геленджик туапсе алушта ялта!"
        " евпатория керчь феодосия невинномысск ессентуки кисловодск дербент хасавюрт каспийск"
        " нижнекамск зеленодольск елабуга бугульма нурлат! арзамас! бор!"
        " belgorod bryansk vladimir voronezh ivanovo kaluga kostroma kursk lipetsk oryol ryazan"
        " smolensk tambov tver tula yaroslavl karelia arkhangelsk vologda murmansk novgorod pskov"
        " krasnodar sochi rostov dagestan stavropol tatarstan kazan chuvash penza kirov volgograd"
    ),
    "Europe/Samara": (
        "самар тольятти удмурт ижевск сызрань новокуйбышевск воткинск сарапул глазов!"
        " samara togliatti tolyatti udmurt izhevsk"
    ),
    "Europe/Astrakhan": "астрахан astrakhan",
    "Europe/Saratov": "саратов энгельс балаково балашов! saratov",
    "Europe/Ulyanovsk": "ульяновск димитровград ulyanovsk",
    "Asia/Yekaterinburg": (
        "екатеринбург екб! екат! свердлов тагил пермь пермск башк уфа! уфе! уфимск стерлитамак"
        " салават! нефтекамск оренбург орск! новотроицк бузулук челябинск магнитогорск миасс"
        " златоуст копейск озерск курган! курганск шадринск тюмень тюменск тобольск ишим! ханты"
        " сургут нижневартовск нефтеюганск когалым нягань хмао! югра! ямал янао! салехард уренгой"
        " ноябрьск первоуральск каменск_уральск серов! асбест! новоуральск ревда! кировград"
        " березники соликамск чайковск горнозаводск"
        " yekaterinburg ekaterinburg sverdlovsk perm! bashk ufa! orenburg chelyabinsk magnitogorsk"
        " kurgan tyumen khanty surgut yamal"
    ),
    "Asia/Omsk": "омск омска омская омской omsk",
    "Asia/Novosibirsk": "новосибирск нск! бердск искитим novosibirsk",
    "Asia/Barnaul": "барнаул алтай бийск рубцовск горно_алт barnaul altai",
    "Asia/Tomsk": "томск северск! tomsk",
    "Asia/Novokuznetsk": (
        "кемеров кузбасс новокузнецк прокопьевск междуреченск ленинск_кузнец киселевск белово!"
        " анжеро мариинск kemerovo kuzbass novokuznetsk"
    ),
    "Asia/Krasnoyarsk": (
        "красноярск норильск ачинск канск! минусинск лесосибирск хакас абакан саяногорск"
        " черногорск тыва! тува! тувин кызыл! krasnoyarsk norilsk khakas abakan tuva"
    ),
    "Asia/Irkutsk": (
        "иркутск братск ангарск усть_илимск усолье шелехов! тулун! тайшет бурят улан_удэ"
        " северобайкальск irkutsk bratsk angarsk buryat ulan_ude"
    ),
    "Asia/Chita": "чита! читинск забайкал краснокаменск chita zabaykal transbaikal",
    "Asia/Yakutsk": (
        "якут саха! нерюнгри амурская амурской благовещенск тында! свободный!"
        " yakut sakha amur blagoveshchensk"
    ),
    "Asia/Vladivostok": (
        "владивосток приморский! приморского! приморском! приморье уссурийск находка артем!"
        " хабаровск комсомольск! амурск! советская_гавань ванино! еврейск биробиджан"
        " vladivostok primor khabarovsk komsomolsk birobidzhan"
    ),
    "Asia/Ust-Nera": "верхоянск усть_нера",
    "Asia/Srednekolymsk": "среднеколымск",
    "Asia/Sakhalin": "сахалин курильск корсаков! sakhalin",
    "Asia/Magadan": "магадан колым magadan",
    "Asia/Kamchatka": "камчат петропавловск_камчат kamchat petropavlovsk_kamchat",
    "Asia/Anadyr": "чукот анадыр chukot anadyr",
    "Europe/Minsk": "минск гомел витебск гродно могилев брест minsk gomel vitebsk grodno",
    "Asia/Almaty": (
        "алматы алма_ата астана нур_султан нурсултан караганд шымкент almaty astana karaganda"
        " shymkent"
    ),
    "Asia/Oral": "уральск! орал! uralsk",
    "Asia/Aqtobe": "актобе актюбинск aktobe",
    "Asia/Tashkent": "ташкент самарканд tashkent samarkand",
    "Asia/Bishkek": "бишкек bishkek",
    "Asia/Tbilisi": "тбилиси tbilisi",
    "Asia/Yerevan": "ереван yerevan",
    "Asia/Baku": "баку! baku!",
    "Europe/Kyiv": "киев київ харьков одесса kyiv kiev kharkiv odesa",
}
"""Zone → stems of the regions and cities there. A place is there when it begins, at any of its words,
with a stem: `_` stands for a space, `!` for the end of a word. A name that is found in several zones
without being much larger in one of them is left out."""

_NAMESAKES = ("благовещенск", "киров", "артем", "северск", "свободный", "посад", "бор")
"""Cities that have namesakes in another zone: of these the region says more."""

_COUNTRIES: Mapping[str, str] = {
    "BY": "Europe/Minsk", "UA": "Europe/Kyiv", "KZ": "Asia/Almaty", "UZ": "Asia/Tashkent",
    "KG": "Asia/Bishkek", "TJ": "Asia/Dushanbe", "TM": "Asia/Ashgabat", "GE": "Asia/Tbilisi",
    "AM": "Asia/Yerevan", "AZ": "Asia/Baku", "MD": "Europe/Chisinau", "LT": "Europe/Vilnius",
    "LV": "Europe/Riga", "EE": "Europe/Tallinn", "FI": "Europe/Helsinki", "PL": "Europe/Warsaw",
    "DE": "Europe/Berlin", "FR": "Europe/Paris", "IT": "Europe/Rome", "GB": "Europe/London",
    "IE": "Europe/Dublin", "NL": "Europe/Amsterdam", "BE": "Europe/Brussels",
    "AT": "Europe/Vienna", "CH": "Europe/Zurich", "CZ": "Europe/Prague", "SK": "Europe/Bratislava",
    "HU": "Europe/Budapest", "RO": "Europe/Bucharest", "BG": "Europe/Sofia", "RS": "Europe/Belgrade",
    "GR": "Europe/Athens", "TR": "Europe/Istanbul", "IL": "Asia/Jerusalem", "AE": "Asia/Dubai",
    "SE": "Europe/Stockholm", "NO": "Europe/Oslo", "DK": "Europe/Copenhagen", "CN": "Asia/Shanghai",
    "JP": "Asia/Tokyo", "KR": "Asia/Seoul", "IN": "Asia/Kolkata", "SG": "Asia/Singapore",
    "VN": "Asia/Ho_Chi_Minh", "TH": "Asia/Bangkok",
}  # fmt: skip
"""Countries that a seller here meets and that keep one time, by ISO 3166 code."""

_CALLING = {
    "375": "BY", "380": "UA", "998": "UZ", "996": "KG", "992": "TJ", "993": "TM", "995": "GE",
    "374": "AM", "994": "AZ", "373": "MD", "370": "LT", "371": "LV", "372": "EE", "358": "FI",
    "48": "PL", "49": "DE", "33": "FR", "39": "IT", "44": "GB", "353": "IE", "31": "NL",
    "32": "BE", "43": "AT", "41": "CH", "420": "CZ", "421": "SK", "36": "HU", "40": "RO",
    "359": "BG", "381": "RS", "30": "GR", "90": "TR", "972": "IL", "971": "AE", "46": "SE",
    "47": "NO", "45": "DK", "86": "CN", "81": "JP", "82": "KR", "91": "IN", "65": "SG",
    "84": "VN", "66": "TH", "77": "KZ",
}  # fmt: skip

_AREA_CODES: Mapping[str, str] = {
    "Europe/Kaliningrad": "401",
    "Europe/Moscow": (
        "495 496 498 499 812 813 814 815 816 817 818 820 821 831 833 834 835 836 841 843 844"
        " 855 365 861 862 863 865 866 867 869 871 872 873 877 878 879 472 473 474 475 481 482 483 484"
        " 485 486 487 491 492 493 494 471 847"
    ),
    "Europe/Samara": "341 846 848",
    "Europe/Astrakhan": "851",
    "Europe/Saratov": "845",
    "Europe/Ulyanovsk": "842",
    "Asia/Yekaterinburg": "342 343 345 346 347 349 351 352 353",
    "Asia/Omsk": "381",
    "Asia/Novosibirsk": "383",
    "Asia/Barnaul": "385 388",
    "Asia/Tomsk": "382",
    "Asia/Novokuznetsk": "384",
    "Asia/Krasnoyarsk": "390 391 394",
    "Asia/Irkutsk": "301 395",
    "Asia/Chita": "302",
    "Asia/Yakutsk": "411 416",
    "Asia/Vladivostok": "421 423 426",
    "Asia/Sakhalin": "424",
    "Asia/Magadan": "413",
    "Asia/Kamchatka": "415",
    "Asia/Anadyr": "427",
}
"""Zone → the area codes of Russian landlines there."""

RUSSIAN = tuple(_AREA_CODES)
"""Every zone of Russia: where somebody may live of whom nothing is known."""

_WORDS = re.compile(r"\w+")
_BY_AREA = {code: zone for zone, codes in _AREA_CODES.items() for code in codes.split()}
_STEMS: dict[str, list[tuple[str, str]]] = {}
"""First letter → (what the rest of a place begins with, zone), the longest first."""
for _zone, _stems in _REGIONS.items():
    for _stem in _stems.split():
        _begin = _stem.replace("_", " ").replace("!", " ")
        _STEMS.setdefault(_begin[0], []).append((_begin, _zone))
for _found in _STEMS.values():
    _found.sort(key=lambda pair: -len(pair[0]))
_MOST_WORDS = max(begin.count(" ") + 1 for found in _STEMS.values() for begin, _zone in found)
"""Words of the longest stem: a pasted page is looked through once, not once for each of its words."""


@lru_cache(maxsize=4096)
def zone_of_place(place: str) -> str | None:
    """The IANA zone of a region or a city as people write it, or none.

    The first word that is known decides, by the longest stem that begins there: «Новокузнецк» is
    not «Новосибирск», and «Ямало-Ненецкий» not «Ненецкий».
    """
    words = _WORDS.findall(fold(place))
    for at, word in enumerate(words):
        rest = " ".join(words[at : at + _MOST_WORDS]) + " "
        for begin, zone in _STEMS.get(word[0], ()):
            if rest.startswith(begin):
                return zone
    return None


def zone_of_phone(digits: str) -> str | None:
    """The zone that the digits of an international number give, or none (every Russian mobile)."""
    if digits.startswith("7") and len(digits) == 11:
        return "Asia/Almaty" if digits[1] in "67" else _BY_AREA.get(digits[1:4])
    for size in (3, 2):
        country = _CALLING.get(digits[:size])
        if country is not None and len(digits) > size + 5:
            return _COUNTRIES[country]
    return None


RUSSIA = frozenset({"RU", "RUS", "РОССИЯ", "РФ", "RUSSIA", "РОССИЙСКАЯ ФЕДЕРАЦИЯ"})
"""Russia as it is written in capitals."""


def zone_name(
    *, own: str | None = None, region: str = "", city: str = "", country: str = "", digits: str = ""
) -> str | None:
    """The zone of a client by what is known best: their own, the city, the region, country, phone."""
    if own:
        return own
    code = country.strip().upper()
    if code and code not in RUSSIA:
        return _COUNTRIES.get(code) or (zone_of_phone(digits) if digits else None)
    first = (region, city) if fold(city).startswith(_NAMESAKES) else (city, region)
    for place in first:
        if place and (found := zone_of_place(place)):
            return found
    return zone_of_phone(digits) if digits else None


_BY_MOSCOW = (
    "Europe/Kaliningrad", "Europe/Moscow", "Europe/Samara", "Asia/Yekaterinburg", "Asia/Omsk",
    "Asia/Krasnoyarsk", "Asia/Irkutsk", "Asia/Yakutsk", "Asia/Vladivostok", "Asia/Magadan",
    "Asia/Kamchatka",
)  # fmt: skip
"""The zones of Russia from an hour before Moscow to nine after it."""
_FROM_MOSCOW = re.compile(r"(?:мск|msk)?\s*([+-])\s*(\d)(?:\s*ч\.?)?")


def read_zone(text: str) -> str:
    """The IANA zone that somebody means: its name, a city or a region, or hours from Moscow such as
    `МСК+2`; the text itself where it is none of these."""
    plain = " ".join(text.split())
    try:
        return ZoneInfo(plain).key
    except (OSError, ValueError, KeyError):
        pass
    found = _FROM_MOSCOW.fullmatch(fold(plain))
    if found is not None:
        at = int(found[2]) * (1 if found[1] == "+" else -1) + 1
        return _BY_MOSCOW[at] if 0 <= at < len(_BY_MOSCOW) else plain
    if any(one.isdigit() for one in plain):
        return plain
    return zone_of_place(plain) or plain


def zone_of(name: str | None, fallback: ZoneInfo) -> ZoneInfo:
    """The zone of this name; the user's own where there is none or it is misspelt."""
    try:
        return ZoneInfo(name) if name else fallback
    except (OSError, ValueError, KeyError):
        return fallback
