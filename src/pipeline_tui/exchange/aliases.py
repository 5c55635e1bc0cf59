"""Header words of each kind of table, English and Russian, and the field each of them means.

The order of the words is their rank: where two columns mean one field, the better word gets it.
Written as people write them; `headings.normalise` strips case, spaces and punctuation.
"""

from __future__ import annotations

from typing import Literal, get_args

Kind = Literal["clients", "contacts", "deals", "activities", "invoices", "products", "people"]
KINDS: tuple[Kind, ...] = get_args(Kind)

_OWNER = (
    "owner; sales agent; sales; sales rep; account manager; account owner; manager; responsible; "
    "assigned to; assigned user; owner id; sales owner; ответственный; ответственный менеджер; менеджер; "
    "владелец; ответственный сотрудник; куратор; assigned to user; ведущий менеджер; менеджер по продажам; "
    "responsible user; responsible person"
)
_SOURCE = (
    "source; lead source; original source; referral source; how did you hear about us; источник; "
    "источник лида; источник клиента; канал; канал привлечения; откуда узнали; откуда узнал; "
    "откуда узнали об услугах; откуда узнали о нас; откуда пришел; рекламный источник; "
    "source channel; источник сделки; original traffic source"
)
_NOTES = (
    "notes; note; description; comment; comments; background; remarks; memo; примечание; примечания; "
    "комментарий; комментарии; примечание 1; заметки; заметка; описание; доп информация; дополнительно"
)
_TAGS = (
    "tags; tag; labels; label; categories; group membership; groups; теги; тег; метки; метка; "
    "категории; группы; lead tags; теги сделки"
)
_CREATED = (
    "created on; create date; created; organization created; person created; created at; created date; date created; first seen; date added; "
    "дата создания; создан; создано; дата добавления; дата заведения; дата регистрации; "
    "creation date; add time; дата создания контакта; дата создания компании"
)
_CITY = (
    "city; town; billing city; business city; mailing city; home city; address 1 city; "
    "город; населенный пункт; нас пункт; н п; город раб адрес; город дом адрес; "
    "city town village locality of address; city town village locality of postal address"
)
_COUNTRY = (
    "country; office location; billing country; business country region; business country; "
    "mailing country; home country region; address 1 country; country region; страна; "
    "страна или регион раб адрес; страна раб адрес; страна дом адрес; "
    "страна или регион дом адрес; country of address; country of postal address"
)
_ADDRESS = (
    "address; street address; street; billing street; billing address; address line 1; business street; "
    "business address; mailing street; home address; home street; address 1 formatted; address 1 street; "
    "full address; legal address; other address; other street; адрес; почтовый адрес; фактический адрес; "
    "юридический адрес; адрес доставки; юр адрес; факт адрес; адрес клиента; улица; "
    "улица раб адрес; улица дом адрес; улица номер дома; full combined address of address; "
    "full combined address of postal address; postal address"
)
_WEBSITE = (
    "website; web site; website url; url; web page; site; homepage; website 1 value; web; "
    "сайт; корпоративный сайт; веб сайт; адрес сайта; интернет сайт; corporate website; веб страница"
)
_COMPANY = (
    "company name; company; account name; account; organization; organisation; organization name; "
    "organization 1 name; associated company; primary company; employer; client; customer; компания; организация; название компании; "
    "наименование компании; место работы; фирма; клиент; контрагент; предприятие; работодатель; "
    "associated company primary; contact s company; компания контакта; account id; organization id; "
    "primary associated company id; associated company id"
)
_PHONES = (
    "phone; phone number; telephone; tel; phone 1 value; phone 1; phone work; work phone; business phone; "
    "company phone; company main phone; primary phone; main phone; office phone; contact phone; mobile phone number; "
    "mobile phone; mobile; cell; cell phone; phone mobile; phone 2 value; phone 2; phone home; "
    "home phone; business phone 2; home phone 2; phone 3 value; phone 3; phone other; other phone; "
    "phones; car phone; телефон; телефоны; тел; номер телефона; телефон 1; контактный телефон; "
    "рабочий телефон; телефон рабочий; мобильный телефон; мобильный; сотовый; сотовый телефон; "
    "телефон мобильный; моб телефон; моб тел; раб телефон; раб тел; телефон 2; доп телефон; "
    "дополнительный телефон; второй телефон; телефон переносной; рабочий прямой телефон; "
    "телефон раб 2; основной телефон; домашний телефон; телефон дом 2; телефон 3; другой телефон; "
    "work direct phone; direct phone; other phone number"
)
_EMAILS = (
    "email; e mail; email address; e mail address; mail; e mail 1 value; email 1; email work; work email; "
    "primary email; email 2; email home; e mail 2 value; e mail 2 address; email 2 address; "
    "home email; personal email; email 3; email other; e mail 3 value; e mail 3 address; "
    "email 3 address; other email; emails; электронная почта; почта; эл почта; имейл; емейл; "
    "адрес электронной почты; рабочая почта; email 1 value; личная почта; рабочий email; личный email; "
    "частный e mail; адрес эл почты; адрес 2 эл почты; другой email; адрес 3 эл почты; private email"
)
_INDUSTRY = (
    "industry; sector; line of business; отрасль; сфера деятельности; сфера; вид деятельности; "
    "направление деятельности; оквэд; основной вид деятельности"
)

FIELDS: dict[Kind, dict[str, str]] = {
    "clients": {
        "name": "company name; account name; client name; customer name; account; company; client; "
        "customer; organization name; organization; organisation; name; full name; legal name; "
        "наименование контрагента; наименование клиента; название клиента; название компании; "
        "наименование компании; наименование организации; название организации; контрагент; клиент; "
        "компания; организация; наименование; название; полное наименование; краткое наименование; "
        "сокращенное наименование; юр лицо; юридическое лицо; покупатель; заказчик; фирма; предприятие",
        "kind": "client type; customer type; account type; company type; client kind; kind; type; "
        "тип контрагента; тип клиента; тип компании; вид контрагента; тип; форма собственности; "
        "юр физ лицо; правовая форма; организационно правовая форма; опф; вид клиента",
        "inn": "inn; tax id; tax identifier; tin; vat number; tax number; инн; инн контрагента; "
        "инн клиента; инн организации; инн кпп",
        "kpp": "kpp; кпп; кпп контрагента; кпп организации",
        "ogrn": "ogrn; огрн; огрнип; огрн огрнип; registration number",
        "bik": "bik; bic; бик; бик банка",
        "account": "bank account; bank account number; settlement account; iban; расчетный счет; р с; "
        "р сч; расч счет; номер расчетного счета; банковский счет",
        "phone": _PHONES,
        "email": _EMAILS,
        "website": "company domain name; domain; domain name; домен; " + _WEBSITE,
        "region": "region; state region; state; province; billing state; billing state province; "
        "territory; county; state county of address; region of address; регион; область; край; "
        "регион область; субъект рф; субъект федерации; "
        "область край; территория",
        "city": _CITY,
        "country": _COUNTRY,
        "address": _ADDRESS,
        "industry": _INDUSTRY,
        "size": "number of employees; employees; company size; headcount; employee count; size; "
        "численность; число сотрудников; количество сотрудников; кол во сотрудников; размер; "
        "размер компании; среднесписочная численность; штат",
        "source": _SOURCE,
        "owner": "company owner; client owner; " + _OWNER,
        "status": "client status; account status; customer status; status; lifecycle stage; "
        "lead status; статус; статус клиента; статус контрагента; состояние",
        "tags": _TAGS,
        "notes": _NOTES,
        "created_on": _CREATED,
        "class": "class; abc; abc class; client class; tier; rating; класс; класс abc; "
        "категория клиента; категория abc; авс; категория",
        "external_id": "company id; account id; client id; customer id; id; external id; record id; "
        "код контрагента; код клиента; ид; код; внешний код; гуид; guid; pipedrive system id",
        "contact": "contact; contact person; contact name; контакт; контактное лицо; фио; ф и о; "
        "фио контакта; фио контактного лица; имя контакта; представитель",
        "job_title": "job title; position; contact title; contact position; должность; должность контакта; должность лица",
        "parent": "subsidiary of; parent company; parent account; parent; parent account id; холдинг; "
        "головная компания; головная организация; головной контрагент; материнская компания; "
        "группа компаний",
        "opening_balance": "opening balance; opening debt; balance brought forward; starting balance; "
        "начальный остаток; начальное сальдо; начальный долг; сальдо на начало; входящее сальдо; "
        "долг на начало; задолженность на начало",
        "opening_on": "opening balance date; opening date; balance date; дата остатка; дата сальдо; "
        "дата начального остатка",
    },
    "contacts": {
        "full_name": "full name; contact name; display name; name; contact; contact person; "
        "person; file as; наименование; фио; ф и о; полное имя; контактное лицо; контакт; фио контакта; "
        "фамилия имя отчество; фио контактного лица; имя контакта; представитель; полное имя контакта; "
        "основной контакт; имя фамилия; first and last names; contact full name",
        "last_name": "last name; family name; surname; lastname; фамилия",
        "first_name": "first name; given name; firstname; forename; имя",
        "patronymic": "patronymic; middle name; additional name; second name; отчество",
        "company": _COMPANY,
        "company_domain": "associated company domain; company domain; company domain name; "
        "домен компании",
        "record": "type; record type; тип; тип записи",
        "role": "role; contact role; buying role; роль; роль контакта; роль в сделке",
        "job_title": "job title; title; position; organization 1 title; organization title; occupation; "
        "должность; позиция; профессия; должность контакта; job role",
        "phone": _PHONES,
        "email": _EMAILS,
        "birthday": "birthday; birth date; date of birth; dob; birthdate; день рождения; "
        "дата рождения; др; д р",
        "notes": _NOTES,
        "tags": _TAGS,
        "owner": "contact owner; " + _OWNER,
        "source": _SOURCE,
        "status": "lifecycle stage; contact status; status; lead status; статус; статус контакта",
        "created_on": _CREATED,
        "external_id": "contact id; id; external id; record id; ид; код; код контакта; внешний код; "
        "pipedrive system id",
        "city": _CITY,
        "country": _COUNTRY,
        "address": _ADDRESS,
        "website": _WEBSITE,
    },
    "deals": {
        "external_id": "deal id; opportunity id; id; external id; record id; deal number; "
        "ид сделки; номер сделки; id сделки; код сделки; ид; номер; код; lead id; pipedrive system id",
        "title": "deal name; opportunity name; deal title; title; name; deal; opportunity; subject; "
        "название сделки; сделка; тема; название; наименование сделки; наименование; предмет сделки; "
        "lead title; lead name; название лида",
        "client": "account name; company name; client name; customer name; associated company; "
        "account; company; client; customer; organization; account id; company id; customer id; "
        "клиент; компания; контрагент; организация; название компании; заказчик; "
        "покупатель; наименование контрагента; наименование клиента; associated company primary; "
        "lead company; компания контакта; contact s company; organization id; "
        "primary associated company id; associated company id",
        "client_domain": "associated company domain; company domain; company domain name; "
        "домен компании",
        "contact_email": "associated contact email; contact email; email контакта; почта контакта",
        "contact": "contact person; primary contact; contact name; contact; associated contact; "
        "полное имя контакта; основной контакт; контактное лицо; контакт; фио контакта; "
        "имя контакта; contact full name; full name; contacts; список контактов",
        "phone": "телефон контакта; " + _PHONES,
        "email": _EMAILS,
        "job_title": "contact title; contact position; должность контакта; должность",
        "stage": "deal stage; stage; stage name; stage pipeline; opportunity stage; sales stage; "
        "pipeline stage; этап; этап сделки; стадия; стадия сделки; этап воронки; этап продажи; "
        "status; deal status; lead status; статус сделки; статус; группа стадий",
        "amount": "amount; deal amount; close value; deal value; value; deal size; opportunity amount; "
        "revenue; total; price; budget; сумма; сумма сделки; бюджет; бюджет сделки; стоимость; "
        "цена; сумма руб; стоимость сделки; сумма договора; income; бюджет руб; lead budget; "
        "возможная сумма",
        "currency": "currency; currency code; currency iso code; deal currency; amount currency; "
        "валюта; код валюты; валюта сделки; currency of value",
        "product": "product; product name; products; item; товар; продукт; услуга; товар услуга; "
        "номенклатура; товары; наименование товара",
        "owner": "deal owner; opportunity owner; " + _OWNER,
        "source": _SOURCE,
        "pipeline": "pipeline; pipeline name; sales pipeline; воронка; направление; воронка продаж",
        "opened_on": "engage date; open date; opened on; created on; create date; deal creation date; "
        "creation date; lead created; "
        "created date; created; created at; date created; deal created; add time; start date; "
        "дата создания сделки; дата создания; дата открытия; дата начала; дата сделки; создана; дата",
        "closed_on": "closed on; deal closed on; closed date; close date; won date; date closed; closed at; "
        "дата закрытия; закрыта; дата завершения; дата закрытия сделки; дата выигрыша; "
        "фактическая дата закрытия; won time; lost time; date lost",
        "expected_close": "expected close; expected close date; expected closing; forecast close date; "
        "target date; estimated close date; assumed close date; планируемая дата закрытия; ожидаемая дата закрытия; "
        "план закрытия; предполагаемая дата закрытия; плановая дата закрытия; ожидаемое закрытие",
        "loss_reason": "closed lost reason; loss reason; lost reason; reason lost; reason for loss; "
        "причина отказа; причина проигрыша; причина потери; причина закрытия",
        "probability": "probability; deal probability; win probability; probability percent; вероятность; "
        "вероятность сделки; вероятность успеха",
        "next_step": "next step; next action; next activity; следующий шаг; следующее действие; "
        "ближайшая задача",
        "notes": _NOTES,
        "deal_type": "deal type; opportunity type; type; business type; тип сделки; тип; вид сделки",
    },
    "activities": {
        "external_id": "activity id; engagement id; call id; id; external id; ид; номер; "
        "pipedrive system id",
        "kind": "activity type; type; kind; engagement type; channel; тип активности; тип; "
        "вид активности; тип касания; тип дела; тип события; вид касания; вид",
        "at": "activity date; date; date and time; date time; datetime; activity time; timestamp; call date; start time; "
        "started; дата начала; at; when; happened at; due date; дата; дата и время; дата касания; дата звонка; "
        "дата активности; дата события; дата время; время; due time; time; время начала",
        "owner": "activity owner; " + _OWNER + "; user; caller; сотрудник; кто звонил; автор",
        "note": "notes description; note; notes; description; comment; comments; body; text; details; "
        "комментарий; заметка; описание; примечание; текст; содержание; суть",
        "subject": "call meeting title subject; subject; title; name; topic; тема; заголовок; название",
        "done": "done; is done; marked as done; выполнено; завершено; сделано",
        "outcome": "call outcome; outcome; result; call result; disposition; call status; call disposition; "
        "результат; результат звонка; итог; итог звонка; исход; статус звонка",
        "meeting_outcome": "meeting outcome; meeting status; meeting result; результат встречи; "
        "итог встречи; статус встречи",
        "task_status": "task status; статус задачи",
        "task_due": "task due date; task due; task deadline; срок задачи; крайний срок; "
        "срок выполнения",
        "contact_email": "associated contact email; contact email; email; email address; "
        "email контакта; почта контакта; почта",
        "client": "account name; company name; associated company; client; company; account; customer; "
        "organization; клиент; компания; контрагент; организация; кому звонили",
    },
    "invoices": {
        "external_id": "invoice number; invoice no; invoice id; invoice; number; document number; "
        "bill number; id; номер счета; номер; счет; номер документа; № счета; № документа; "
        "№; счет на оплату; номер накладной; реализация",
        "client": "customer name; client name; account name; company name; customer; client; "
        "account; company; bill to; customer id; client id; customer number; account id; "
        "клиент; контрагент; покупатель; заказчик; организация; плательщик; должник; дебитор; "
        "наименование контрагента; наименование клиента; компания",
        "issued_on": "invoice date; issued on; issue date; issued; date issued; billing date; date; "
        "document date; дата счета; дата выставления; дата; дата документа; выставлен; "
        "дата реализации; дата отгрузки",
        "due_on": "due date; due on; payment due; due; payment due date; date due; срок оплаты; срок; "
        "оплатить до; дата оплаты план; срок платежа; крайний срок оплаты; плановая дата оплаты",
        "amount": "invoice amount; amount; total; invoice total; amount due; total amount; sum; "
        "сумма; сумма счета; сумма документа; к оплате; сумма к оплате; итого; всего; "
        "сумма с ндс; сумма долга; долг; задолженность",
        "currency": "currency; currency code; валюта; код валюты",
        "disputed": "disputed; dispute; in dispute; оспаривается; спорный; спор; претензия",
        "paid": "paid amount; amount paid; paid sum; sum paid; total paid; paid; оплачено; "
        "оплачено сумма; сумма оплачено; оплаченная сумма; сумма оплаты; уплачено; оплачено всего",
        "settled_on": "settled date; settled on; paid on; payment date; paid date; date paid; "
        "date settled; дата оплаты; оплачен; дата погашения; фактическая дата оплаты; дата платежа",
        "notes": _NOTES,
    },
    "products": {
        "name": "product name; product; item name; item; name; title; наименование товара; товар; "
        "номенклатура; наименование; название; название товара; продукт; услуга; товар услуга",
        "series": "series; product series; category; product category; family; product family; line; "
        "group; серия; категория; категория товара; группа; товарная группа; группа товаров; линейка",
        "code": "product code; sku; code; item code; article; part number; product id; id; артикул; код; "
        "код товара; номенклатурный номер; штрихкод",
        "price": "sales price; price; unit price; list price; retail price; suggested retail price; "
        "цена; цена продажи; розничная цена; цена руб; стоимость; отпускная цена; цена с ндс",
        "currency": "currency; currency code; валюта; код валюты",
    },
    "people": {
        "name": "sales agent; agent; sales rep; representative; employee; salesperson; full name; name; "
        "сотрудник; менеджер; агент; продавец; торговый представитель; фио; фио сотрудника; "
        "менеджер по продажам; имя",
        "manager": "manager; supervisor; team lead; reports to; head; руководитель; начальник; "
        "супервайзер; глава отдела; начальник отдела; руководитель отдела",
        "region": "regional office; region; office; territory; branch; team; регион; филиал; "
        "региональный офис; офис; территория; отдел; подразделение",
    },
}

_REACH: dict[str, tuple[str, ...]] = {
    "phone": ("phone", "phone_2", "phone_3"),
    "email": ("email", "email_2", "email_3"),
}
# Slots that several columns share: the best word gets the first.
POOLS: dict[Kind, dict[str, tuple[str, ...]]] = {
    "clients": _REACH,
    "contacts": _REACH,
    # A deal's second column of the stage says whether it is won or lost, the second one of the
    # client stands in for a blank first, and won and lost deals may each have a day of their own.
    "deals": _REACH
    | {
        "client": ("client", "client_2"),
        "stage": ("stage", "stage_2"),
        "closed_on": ("closed_on", "closed_on_2"),
    },
    "activities": {"at": ("at", "at_time")},
}

# Fields that a kind reads, though their words speak for another kind.
SILENT: dict[Kind, frozenset[str]] = {
    "clients": frozenset({"contact", "job_title"}),
    "deals": frozenset({"contact", "job_title", "phone", "email"}),
    "contacts": frozenset({"record"}),
}

# A table is of this kind only if every group has at least one of its fields.
REQUIRED: dict[Kind, tuple[frozenset[str], ...]] = {
    "clients": (frozenset({"name", "inn"}),),
    "contacts": (frozenset({"full_name", "last_name", "first_name", "email", "phone"}),),
    "deals": (
        frozenset({"title", "external_id", "client", "product"}),
        frozenset({"stage", "amount"}),
    ),
    "activities": (frozenset({"at"}), frozenset({"kind", "note", "subject", "outcome"})),
    "invoices": (
        frozenset({"external_id", "client"}),
        frozenset({"amount"}),
        frozenset({"issued_on", "due_on"}),
    ),
    "products": (frozenset({"name"}), frozenset({"price"})),
    "people": (frozenset({"name"}), frozenset({"manager", "region"})),
}

# Columns no one wants as a custom field: other programs' book-keeping, and labels of columns.
NOISE = (
    "last modified date; last modified by id; system modstamp; last modified; modified date; "
    "created by id; is deleted; isdeleted; e mail 1 type; e mail 2 type; e mail 3 type; "
    "phone 1 type; phone 2 type; phone 3 type; e mail 1 label; e mail 2 label; e mail 3 label; "
    "phone 1 label; phone 2 label; phone 3 label; address 1 type; address 1 label; "
    "website 1 type; website 1 label; organization 1 type; № п п; № пп; п п; row; row number; "
    "кем создан; кем создана; кем создано; кем изменен; кем изменена; кем изменено; "
    "кем отредактирован; кем отредактирована; дата редактирования; дата изменения; "
    "import file; import row; import column; import problem; "
    "modified; modified by; created by; creator; updated; update time; visible to; followers; "
    "кем редактирован; кем редактирована; кем создан контакт; кем создана компания; кем создана сделка; сделки; ответственный за контакт; "
    "сделка закрыта; closed; новая сделка; new deal; создана crm формой; создан crm формой; "
    "created by crm form; доступен для всех; доступна для всех; available to everyone; экспорт; "
    "included in export; задан телефон; задан e mail; has phone; has e mail; логотип; фотография; "
    "photo; profile picture; лого; дела; activities; total activities; done activities; "
    "activities to do; email messages count; weighted value; currency of weighted value; "
    "source origin; source origin id; source channel id; archived; is archived; archive time; "
    "open deals; won deals; lost deals; closed deals; people; contact person id; organization id; "
    "associated contact ids; associated company ids; associated deal ids; associated contact id; "
    "associated company id; primary associated company id; тип эл почты; тип 2 эл почты; "
    "тип 3 эл почты; краткое имя эл почты; краткое 2 имя эл почты; краткое 3 имя эл почты"
)

# Programs that say in a header what it tells of: "Deal - Title", "Контакт: Рабочий телефон",
# "Рабочий телефон (контакт)".
PREFIXES: dict[str, Kind] = {
    "organization": "clients", "организация": "clients", "company": "clients",
    "компания": "clients", "account": "clients", "person": "contacts",
    "контактное лицо": "contacts", "contact": "contacts", "контакт": "contacts", "deal": "deals",
    "сделка": "deals", "lead": "deals", "лид": "deals", "activity": "activities",
    "действие": "activities",
}  # fmt: skip

# What a column of another kind is to a row of this one, by the field that it is to its own.
BORROWED: dict[Kind, dict[Kind, dict[str, str]]] = {
    "deals": {
        "clients": {"name": "client", "website": "client_domain"},
        "contacts": {
            "full_name": "contact", "phone": "phone", "email": "email", "job_title": "job_title",
            "company": "client",
        },
    },
    "contacts": {"clients": {"name": "company", "website": "company_domain"}},
    "activities": {
        "clients": {"name": "client"},
        "contacts": {"email": "contact_email", "company": "client"},
    },
}  # fmt: skip
