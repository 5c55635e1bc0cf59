"""Exports of well-known programs: a header row as each writes it, and what its columns become.

Where the headers come from:
- Google, Outlook, HubSpot, Salesforce: the sample exports that the project is tested on, and for
  Outlook in Russian the header row that exporters of its contacts write (java-libpst users).
- Pipedrive: programs that read its exports by their verbatim headers; the export of the list puts
  "Deal - " before each, a newer one does not; the names of a file to import are those of the sheet
  "All default Pipedrive fields" of its own sample workbook.
- amoCRM: the numbered header row of a lead export of 76 columns and of a contact export of 32, as
  Go and PHP programs that load them spell it out; newer ones say "(контакт)" after each column of
  the deal's contact, as the programs that load those do.
- Bitrix24: the captions in `crm.deal.list`, `crm.contact.list`, `crm.company.list` and
  `crm_field_multi.php` of its own source, Russian and English; a deal's export may carry columns
  of its contact and company, "Контакт: Рабочий телефон".
"""

from __future__ import annotations

import pytest

from pipeline_tui.exchange.recognise import recognise

# Program and table → kind, header: field; "+name" is kept as an own field, "-" is left out.
PROGRAMS: dict[str, tuple[str, dict[str, str]]] = {
    "Google Contacts": ("contacts", {
        "First Name": "first_name", "Middle Name": "patronymic", "Last Name": "last_name",
        "Nickname": "+", "Organization Name": "company", "Organization Title": "job_title",
        "Birthday": "birthday", "Notes": "notes", "Labels": "tags", "E-mail 1 - Label": "-",
        "E-mail 1 - Value": "email", "E-mail 2 - Value": "email_2", "Phone 1 - Label": "-",
        "Phone 1 - Value": "phone", "Phone 2 - Value": "phone_2", "Address 1 - City": "city",
        "Address 1 - Country": "country", "Website 1 - Value": "website",
    }),
    "Google Contacts, old": ("contacts", {
        "Name": "full_name", "Given Name": "first_name", "Additional Name": "patronymic",
        "Family Name": "last_name", "Birthday": "birthday", "Group Membership": "tags",
        "E-mail 1 - Type": "-", "E-mail 1 - Value": "email", "Phone 1 - Value": "phone",
        "Organization 1 - Name": "company", "Organization 1 - Title": "job_title",
    }),
    "Outlook": ("contacts", {
        "First Name": "first_name", "Middle Name": "patronymic", "Last Name": "last_name",
        "Company": "company", "Job Title": "job_title", "Business Phone": "phone",
        "Mobile Phone": "phone_2", "Home Phone": "phone_3", "Birthday": "birthday",
        "E-mail Address": "email", "E-mail 2 Address": "email_2", "Business City": "city",
        "Business Country/Region": "country", "Business Street": "address", "Categories": "tags",
        "Notes": "notes", "Web Page": "website",
    }),
    "HubSpot companies": ("clients", {
        "Record ID": "external_id", "Company name": "name", "Company owner": "owner",
        "Create Date": "created_on", "Phone Number": "phone", "City": "city",
        "Country/Region": "country", "Industry": "industry", "Company Domain Name": "website",
        "Lifecycle Stage": "status", "Number of Employees": "size",
    }),
    "HubSpot contacts": ("contacts", {
        "Record ID": "external_id", "First Name": "first_name", "Last Name": "last_name",
        "Email": "email", "Phone Number": "phone", "Contact owner": "owner",
        "Associated Company": "company", "Lead Status": "status", "Create Date": "created_on",
    }),
    "HubSpot deals": ("deals", {
        "Record ID": "external_id", "Deal Name": "title", "Deal Stage": "stage",
        "Close Date": "closed_on", "Deal owner": "owner", "Amount": "amount",
        "Associated Company": "client", "Create Date": "opened_on", "Pipeline": "pipeline",
        "Closed Lost Reason": "loss_reason",
    }),
    "Salesforce accounts": ("clients", {
        "Account ID": "external_id", "Account Name": "name", "Account Owner": "owner",
        "Billing Street": "address", "Billing City": "city", "Billing State/Province": "region",
        "Billing Country": "country", "Phone": "phone", "Website": "website",
        "Industry": "industry", "Employees": "size", "Type": "kind",
    }),
    "Salesforce contacts": ("contacts", {
        "Contact ID": "external_id", "First Name": "first_name", "Last Name": "last_name",
        "Account Name": "company", "Title": "job_title", "Phone": "phone", "Mobile": "phone_2",
        "Email": "email", "Contact Owner": "owner", "Mailing City": "city",
        "Mailing Country": "country", "Birthdate": "birthday",
    }),
    "Salesforce opportunities": ("deals", {
        "Opportunity ID": "external_id", "Opportunity Name": "title", "Account Name": "client",
        "Stage": "stage", "Amount": "amount", "Close Date": "closed_on",
        "Created Date": "opened_on", "Next Step": "next_step", "Lead Source": "source",
        "Opportunity Owner": "owner", "Probability (%)": "probability", "Type": "deal_type",
    }),
    "Outlook in Russian": ("contacts", {
        "Обращение": "+", "Имя": "first_name", "Отчество": "patronymic", "Фамилия": "last_name",
        "Организация": "company", "Отдел": "+", "Должность": "job_title",
        "Улица (раб. адрес)": "address", "Город (раб. адрес)": "city",
        "Страна или регион (раб. адрес)": "country", "Рабочий телефон": "phone",
        "Телефон переносной": "phone_2", "Телефон раб. 2": "phone_3", "Домашний факс": "+",
        "Веб-страница": "website", "День рождения": "birthday", "Заметки": "notes",
        "Категории": "tags", "Адрес эл. почты": "email", "Тип эл. почты": "-",
        "Краткое имя эл. почты": "-", "Адрес 2 эл. почты": "email_2",
    }),
    "HubSpot contacts, all default columns": ("contacts", {
        "Record ID": "external_id", "First Name": "first_name", "Last Name": "last_name",
        "Email": "email", "Phone Number": "phone", "Contact owner": "owner",
        "Primary Associated Company ID": "-", "Last Activity Date": "+", "Lead Status": "status",
        "Marketing contact status": "+", "Create Date": "created_on",
        "Associated Company": "company",
    }),
    "HubSpot deals with companies": ("deals", {
        "Record ID": "external_id", "Deal Name": "title", "Deal Stage": "stage",
        "Close Date": "closed_on", "Deal owner": "owner", "Amount": "amount",
        "Create Date": "opened_on", "Associated Company IDs": "-",
        "Associated Company (Primary)": "client", "Associated Contact": "contact",
        "Associated Contact IDs": "-",
    }),
    "Pipedrive organizations": ("clients", {
        "Organization - ID": "external_id", "Organization - Name": "name",
        "Organization - Owner": "owner", "Organization - Website": "website",
        "Organization - Industry": "industry", "Organization - Number of employees": "size",
        "Organization - Full/combined address of Address": "address",
        "Organization - City/town/village/locality of Address": "city",
        "Organization - Region of Address": "region", "Organization - Country of Address": "country",
        "Organization - Label": "tags", "Organization - Organization created": "created_on",
        "Organization - Update time": "-", "Organization - Open deals": "-",
        "Organization - Activities to do": "-", "Organization - Annual revenue": "+",
    }),
    "Pipedrive people": ("contacts", {
        "Person - ID": "external_id", "Person - Name": "full_name",
        "Person - Organization": "company", "Person - Organization ID": "-",
        "Person - Job title": "job_title", "Person - Phone - Work": "phone",
        "Person - Phone - Mobile": "phone_2", "Person - Phone - Home": "phone_3",
        "Person - Email - Work": "email", "Person - Email - Home": "email_2",
        "Person - Owner": "owner", "Person - Label": "tags", "Person - Notes": "notes",
        "Person - Person created": "created_on", "Person - Email messages count": "-",
    }),
    "Pipedrive people with their organizations": ("contacts", {
        "Person - First name": "first_name", "Person - Last name": "last_name",
        "Organization - Name": "company", "Organization - Website": "company_domain",
        "Person - Email - Work": "email", "Person - Phone - Work": "phone",
    }),
    "Pipedrive deals": ("deals", {
        "Deal - ID": "external_id", "Deal - Title": "title", "Deal - Creator": "-",
        "Deal - Organization": "client", "Deal - Contact person": "contact",
        "Deal - Value": "amount", "Deal - Currency": "currency", "Deal - Stage": "stage",
        "Deal - Status": "stage_2", "Deal - Owner": "owner", "Deal - Deal created": "opened_on",
        "Deal - Deal closed on": "closed_on", "Deal - Expected close date": "expected_close",
        "Deal - Lost reason": "loss_reason", "Deal - Pipeline": "pipeline",
        "Deal - Probability": "probability", "Deal - Label": "+",
        "Deal - Next activity date": "+", "Deal - Update time": "-",
    }),
    "Pipedrive deals with their contacts": ("deals", {
        "Deal - Title": "title", "Deal - Owner": "owner", "Person - Email - Work": "email",
        "Person - Email - Home": "email_2", "Person - Phone - Work": "phone",
        "Person - Phone - Mobile": "phone_2", "Deal - Deal created": "opened_on", "Deal - ID": "external_id",
        "Deal - Pipeline": "pipeline", "Deal - Source": "source", "Deal - Stage": "stage",
        "Person - Name": "contact", "Organization - Name": "client", "Deal - Status": "stage_2",
        "Deal - Won time": "closed_on", "Deal - Lost time": "closed_on_2",
    }),
    "Pipedrive deals, newer": ("deals", {
        "ID": "external_id", "Title": "title", "Organization": "client",
        "Contact person": "contact", "Value": "amount", "Currency": "currency",
        "Stage": "stage", "Status": "stage_2", "Owner": "owner", "Deal created": "opened_on",
        "Expected close date": "expected_close", "Lost reason": "loss_reason",
        "Pipeline": "pipeline",
    }),
    "Pipedrive people, newer": ("contacts", {
        "ID": "external_id", "Name": "full_name", "First name": "first_name",
        "Last name": "last_name", "Organization": "company", "Phone - Work": "phone",
        "Phone - Mobile": "phone_2", "Email - Work": "email", "Email - Home": "email_2",
        "Job Role": "job_title", "Owner": "owner", "Label": "tags",
    }),
    "Pipedrive deals, sheet to import": ("deals", {
        "Deal - Title": "title", "Deal - Value": "amount", "Organization": "client",
        "Contact person": "contact", "Deal - Owner": "owner", "Deal - Stage (pipeline)": "stage",
        "Deal - Expected close date": "expected_close", "Deal - Currency of value": "currency",
        "Deal - Creation date": "opened_on", "Deal - Closed on": "closed_on",
        "Deal - Lost reason": "loss_reason", "Deal - Status": "stage_2",
        "Deal - Visible to": "-", "Deal - Pipedrive System ID": "external_id",
    }),
    "Pipedrive activities": ("activities", {
        "Activity - Pipedrive System ID": "external_id", "Activity - Subject": "subject",
        "Activity - Type": "kind", "Activity - Due date": "at", "Activity - Due time": "at_time",
        "Activity - Done": "done", "Activity - Note": "note", "Organization": "client",
        "Activity - Assigned to user": "owner",
    }),
    "Pipedrive activities, newer": ("activities", {
        "ID": "external_id", "Subject": "subject", "Type": "kind", "Deal": "-",
        "Due date": "at", "Due time": "at_time", "Done": "done", "Organization": "client",
        "Note": "note", "Assigned to user": "owner", "Creator": "-",
    }),
    "amoCRM companies": ("clients", {
        "ID": "external_id", "Название компании": "name", "Дата создания компании": "created_on",
        "Кем создана компания": "-", "Ответственный": "owner", "Теги": "tags",
        "Рабочий телефон": "phone", "Рабочий прямой телефон": "phone_2",
        "Рабочий email": "email", "Web": "website", "Адрес": "address", "Примечание": "notes",
        "Факс": "+",
    }),
    "amoCRM contacts": ("contacts", {
        "ID": "external_id", "Тип": "record", "Полное имя контакта": "full_name", "Имя": "first_name",
        "Фамилия": "last_name", "Название компании": "company", "Ответственный": "owner",
        "Дата создания контакта": "created_on", "Кем создан контакт": "-", "Сделки": "-",
        "Дата редактирования": "-", "Кем редактирован": "-", "Теги": "tags",
        "Примечание 1": "notes", "Примечание 2": "+", "Рабочий телефон": "phone",
        "Рабочий прямой телефон": "phone_3", "Мобильный телефон": "phone_2", "Факс": "+",
        "Рабочий email": "email", "Личный email": "email_2", "Другой email": "email_3",
        "Web": "website", "Адрес": "address", "Должность": "job_title",
    }),
    "amoCRM deals": ("deals", {
        "ID": "external_id", "Название сделки": "title", "Бюджет ₽": "amount",
        "Ответственный": "owner", "Дата создания сделки": "opened_on",
        "Кем создана сделка": "-", "Дата редактирования": "-", "Кем редактирована": "-",
        "Дата закрытия": "closed_on", "Теги": "+", "Примечание": "notes", "Примечание 2": "+",
        "Этап сделки": "stage", "Воронка": "pipeline", "Полное имя контакта": "contact",
        "Компания контакта": "client_2", "Ответственный за контакт": "-", "Компания": "client",
        "Рабочий телефон": "phone", "Рабочий прямой телефон": "phone_3",
        "Мобильный телефон": "phone_2", "Факс": "+", "Рабочий email": "email",
        "Личный email": "email_2", "Другой email": "email_3", "Источник": "source",
        "Должность": "job_title", "Товар": "product", "utm_source": "+",
        "Причина отказа": "loss_reason",
    }),
    "amoCRM deals, newer": ("deals", {
        "ID": "external_id", "Название сделки": "title", "Основной контакт": "contact",
        "Бюджет ₽": "amount", "Ответственный": "owner", "Этап сделки": "stage",
        "Воронка": "pipeline", "Дата создания": "opened_on", "Кем создана": "-",
        "Теги сделки": "+", "Рабочий телефон (контакт)": "phone",
        "Мобильный телефон (контакт)": "phone_2", "Другой телефон (контакт)": "phone_3",
        "Рабочий email (контакт)": "email", "Личный email (контакт)": "email_2",
        "Должность (контакт)": "job_title", "Название (компания)": "client",
        "Факс (контакт)": "+", "Источник сделки": "source",
    }),
    "amoCRM contacts, sheet to import": ("contacts", {
        "Полное имя (контакт)": "full_name", "Должность (контакт)": "job_title",
        "Ответственный за контакт": "-", "Дата создания (контакт)": "created_on",
        "Рабочий телефон (контакт)": "phone", "Мобильный телефон (контакт)": "phone_2",
        "Домашний телефон (контакт)": "phone_3", "Рабочий email (контакт)": "email",
        "Личный email (контакт)": "email_2", "Название (компания)": "company",
    }),
    "amoCRM deals, earlier": ("deals", {
        "ID": "external_id", "Название сделки": "title", "Компания": "client",
        "Основной контакт": "contact", "Ответственный": "owner", "Этап сделки": "stage",
        "Воронка": "pipeline", "Бюджет, руб.": "amount", "Дата создания": "opened_on",
        "Дата закрытия": "closed_on", "Ближайшая задача": "next_step",
        "Примечание 1": "notes",
    }),
    "Bitrix24 companies": ("clients", {
        "ID": "external_id", "Логотип": "-", "Название компании": "name", "Тип компании": "kind",
        "Сфера деятельности": "industry", "Кол-во сотрудников": "size", "Годовой оборот": "+",
        "Рабочий телефон": "phone", "Мобильный телефон": "phone_2", "Рабочий e-mail": "email",
        "Корпоративный сайт": "website", "Фактический адрес": "address", "Комментарий": "notes",
        "Ответственный": "owner", "Дата создания": "created_on", "Кем создана": "-",
        "Создана CRM-формой": "-",
    }),
    "Bitrix24 companies in English": ("clients", {
        "Company Name": "name", "Logo": "+", "Company Type": "kind", "Industry": "industry",
        "Employees": "size", "Annual Revenue": "+", "Comment": "notes",
        "Responsible person": "owner", "Address": "address", "City": "city", "Region": "region",
        "Country": "country", "Work Phone": "phone", "Mobile": "phone_2",
        "Home Phone": "phone_3", "Corporate Website": "website", "Work E-mail": "email",
        "Home E-mail": "email_2", "Available to everyone": "-",
    }),
    "Bitrix24 contacts": ("contacts", {
        "ID": "external_id", "Обращение": "+", "Имя": "first_name", "Отчество": "patronymic",
        "Фамилия": "last_name", "Фотография": "-", "Дата рождения": "birthday",
        "Компания": "company", "Должность": "job_title", "Рабочий телефон": "phone",
        "Мобильный телефон": "phone_2", "Рабочий e-mail": "email", "Частный e-mail": "email_2",
        "Другой e-mail": "email_3", "Тип контакта": "+", "Источник": "source",
        "Дополнительно об источнике": "+", "Экспорт": "-", "Ответственный": "owner",
        "Кем создан": "-", "Дата создания": "created_on", "Комментарий": "notes",
    }),
    "Bitrix24 contacts in English": ("contacts", {
        "ID": "external_id", "Salutation": "+", "First Name": "first_name",
        "Middle Name": "patronymic", "Last Name": "last_name", "Photo": "-",
        "Birthday": "birthday", "Company": "company", "Position": "job_title",
        "Work Phone": "phone", "Mobile": "phone_2", "Other Phone Number": "phone_3",
        "Work E-mail": "email", "Home E-mail": "email_2", "Contact Type": "+",
        "Source": "source", "Included in export": "-", "Responsible": "owner",
        "Created": "created_on", "Modified": "-", "Comment": "notes",
    }),
    "Bitrix24 deals": ("deals", {
        "ID": "external_id", "Направление": "pipeline", "Название сделки": "title",
        "Стадия сделки": "stage", "Группа стадий": "stage_2", "Вероятность": "probability",
        "Сумма": "amount", "Валюта": "currency", "Компания": "client", "Контакт": "contact",
        "Сделка закрыта": "-", "Тип": "deal_type", "Источник": "source",
        "Дата начала": "+", "Предполагаемая дата закрытия": "expected_close",
        "Ответственный": "owner", "Дата создания": "opened_on", "Кем создана": "-",
        "Комментарий": "notes", "Товар": "product", "Повторная сделка": "+",
    }),
    "Bitrix24 deals with their contacts": ("deals", {
        "ID": "external_id", "Стадия сделки": "stage", "Название сделки": "title",
        "Сумма": "amount", "Контакт": "contact", "Дата создания": "opened_on",
        "Контакт: Рабочий телефон": "phone", "Контакт: Мобильный телефон": "phone_2",
        "Контакт: Рабочий e-mail": "email", "Компания: Название компании": "client",
    }),
    "Bitrix24 deals in English": ("deals", {
        "ID": "external_id", "Pipeline": "pipeline", "Deal Name": "title", "Stage": "stage",
        "Deal status": "stage_2", "Probability, %": "probability", "Income": "amount",
        "Currency": "currency", "Company": "client", "Contact": "contact", "Closed": "-",
        "Type": "deal_type", "Source": "source", "Start date": "+",
        "Assumed close date": "expected_close", "Responsible": "owner", "Created": "opened_on",
        "Created by": "-", "Modified": "-", "Comment": "notes", "Product": "product",
    }),
    "Bitrix24 activities": ("activities", {
        "ID": "external_id", "Тип дела": "kind", "Тема": "subject", "Дата начала": "at",
        "Крайний срок": "task_due", "Описание": "note", "Ответственный": "owner",
        "Компания": "client",
    }),
}  # fmt: skip


@pytest.mark.parametrize("program", PROGRAMS)
def test_columns_of_a_program_become_what_they_mean(program: str) -> None:
    kind, columns = PROGRAMS[program]
    headers = list(columns)
    mapped = recognise(headers)
    assert mapped.kind == kind
    found = {
        header: mapped.fields.get(index, "+" if index in mapped.extra else "-")
        for index, header in enumerate(headers)
    }
    assert found == columns
