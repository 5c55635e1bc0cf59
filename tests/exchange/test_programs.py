"""Exports of well-known programs: a header row as each writes it, and what its columns become."""

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
    "Pipedrive organizations": ("clients", {
        "Organization - ID": "external_id", "Organization - Name": "name",
        "Organization - Owner": "owner", "Organization - Address": "address",
        "Organization - Label": "tags", "Organization - Organization created": "created_on",
    }),
    "Pipedrive people": ("contacts", {
        "Person - ID": "external_id", "Person - Name": "full_name",
        "Person - Organization": "company", "Person - Phone - Work": "phone",
        "Person - Phone - Mobile": "phone_2", "Person - Email - Work": "email",
        "Person - Email - Home": "email_2", "Person - Owner": "owner", "Person - Label": "tags",
        "Person - Person created": "created_on",
    }),
    "Pipedrive deals": ("deals", {
        "Deal - ID": "external_id", "Deal - Title": "title", "Deal - Organization": "client",
        "Deal - Value": "amount", "Deal - Currency": "currency", "Deal - Stage": "stage",
        "Deal - Owner": "owner", "Deal - Deal created": "opened_on",
        "Deal - Deal closed on": "closed_on", "Deal - Expected close date": "expected_close",
        "Deal - Lost reason": "loss_reason", "Deal - Pipeline": "pipeline",
        "Deal - Next activity date": "-",
    }),
    "Pipedrive activities": ("activities", {
        "Activity - ID": "external_id", "Activity - Subject": "subject",
        "Activity - Type": "kind", "Activity - Due date": "at", "Activity - Note": "note",
        "Activity - Organization": "client", "Activity - Assigned to user": "owner",
    }),
    "amoCRM companies": ("clients", {
        "ID": "external_id", "Название компании": "name", "Дата создания": "created_on",
        "Кем создана": "-", "Ответственный": "owner", "Теги": "tags", "Рабочий телефон": "phone",
        "Рабочий email": "email", "Web": "website", "Адрес": "address", "Примечание": "notes",
    }),
    "amoCRM contacts": ("contacts", {
        "ID": "external_id", "Тип": "+", "Наименование": "full_name", "Имя": "first_name",
        "Фамилия": "last_name", "Компания": "company", "Дата создания": "created_on",
        "Кем создан": "-", "Ответственный": "owner", "Теги": "tags", "Примечание 1": "notes",
        "Рабочий телефон": "phone", "Мобильный телефон": "phone_2", "Другой телефон": "phone_3",
        "Рабочий email": "email", "Личный email": "email_2", "Должность": "job_title",
    }),
    "amoCRM deals": ("deals", {
        "ID": "external_id", "Название сделки": "title", "Компания": "client",
        "Основной контакт": "-", "Ответственный": "owner", "Этап сделки": "stage",
        "Воронка": "pipeline", "Бюджет ₽": "amount", "Дата создания сделки": "opened_on",
        "Дата закрытия": "closed_on", "Ближайшая задача": "next_step",
        "Примечание 1": "notes", "Причина отказа": "loss_reason",
    }),
    "Bitrix24 companies": ("clients", {
        "ID": "external_id", "Название компании": "name", "Тип компании": "kind",
        "Сфера деятельности": "industry", "Кол-во сотрудников": "size",
        "Рабочий телефон": "phone", "Мобильный телефон": "phone_2", "Рабочий e-mail": "email",
        "Корпоративный сайт": "website", "Комментарий": "notes", "Ответственный": "owner",
        "Источник": "source",
    }),
    "Bitrix24 contacts": ("contacts", {
        "ID": "external_id", "Имя": "first_name", "Отчество": "patronymic",
        "Фамилия": "last_name", "Дата рождения": "birthday", "Компания": "company",
        "Должность": "job_title", "Рабочий телефон": "phone", "Мобильный телефон": "phone_2",
        "Рабочий e-mail": "email", "Частный e-mail": "email_2", "Источник": "source",
        "Ответственный": "owner", "Комментарий": "notes",
    }),
    "Bitrix24 deals": ("deals", {
        "ID": "external_id", "Название": "title", "Стадия сделки": "stage", "Сумма": "amount",
        "Валюта": "currency", "Компания": "client", "Ответственный": "owner",
        "Дата начала": "opened_on", "Предполагаемая дата закрытия": "expected_close",
        "Тип": "deal_type", "Воронка": "pipeline", "Вероятность": "probability",
        "Комментарий": "notes", "Источник": "source",
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
