"""What each problem says: one message per code.

A sentence starts in lower case, because the place goes before it ("clients.csv, row 12: …"). It may use
the facts that every raise of the code gives (a test compares them), and every code that is raised
anywhere has its sentence (another test).
"""

from __future__ import annotations

from pipeline_tui.i18n import N_

SENTENCES: dict[str, str] = {
    # -- a value that was entered
    "client_unpicked": N_("choose a client of the list that opens as you type"),
    "required": N_("this must be filled in"),
    "too_long": N_("at most {max_length} characters fit here; shorten it"),
    "not_a_number": N_("this is not a number; write it like 1 250,50"),
    "not_whole": N_("this is not a whole number; write it like 14"),
    "not_positive": N_("this must be more than zero"),
    "not_a_date": N_("this is not a date; write 13.03.2026, tomorrow or +3d"),
    "bad_inn": N_("“{value}” is not an INN: its check digits do not agree; look for a slip"),
    "bad_kpp": N_("“{value}” is not a KPP: it has nine signs, such as 773601001"),
    "bad_ogrn": N_(
        "“{value}” is not an OGRN: it has 13 digits, or 15 of a sole trader, and its check digit must agree; look for a slip"
    ),
    "bad_bik": N_("“{value}” is not a BIK: it has nine digits and begins with a zero"),
    "bad_account": N_("“{value}” is not an account: it has twenty digits"),
    "bad_iban": N_("“{value}” is not an IBAN: its check digits do not agree; look for a slip"),
    "account_not_of_bank": N_(
        "account {value} cannot be one of the bank with BIK {bik}: its key does not agree; look for a slip in either"
    ),
    "banks_unknown": N_(
        "{file} is no list of banks: it needs a column of BIKs and one of names, or to be the Bank of Russia’s ED807"
    ),
    "kpp_not_of_firm": N_("only a company has a KPP; clear it, or correct what the client is"),
    "ogrn_not_of_kind": N_(
        "a company’s OGRN has 13 digits, a sole trader’s 15, a person has none; correct the number or what the client is"
    ),
    "bad_phone": N_("this is not a phone number; write it with its code, +7 912 345-67-89"),
    "erased_number": N_(
        "this belongs to somebody whose data was erased at their wish; only their new consent brings it back (in the shell: contact allow)"
    ),
    "erase_company": N_(
        "“{title}” is kept as a company, not a person; erase the people at it one by one (X on the"
        " contacts tab), or change its kind where it is one"
    ),
    "not_erased": N_("“{text}” is not of anybody whose data was erased; just enter it"),
    "bad_email": N_("this is not an e-mail address; it needs a name, @ and a domain"),
    "unknown_choice": N_("there is no such choice; take one from the list"),
    "not_a_choice": N_("there is no such choice; take one from the list"),
    "unknown_field": N_("there is no such field; check the name"),
    "negative": N_("this must not be less than zero"),
    "too_large": N_("this is too large; look for a slip"),
    "country_unknown": N_("“{country}” is not a country code; write two letters, for example RU"),
    # -- a value in a file
    "not_date": N_("“{text}” is not a date; write 13.03.2026 or 2026-03-13"),
    "date_ambiguous": N_(
        '“{text}” may be day and month or month and day; --dates "{column}=dmy" or'
        ' --dates "{column}=mdy" says which'
    ),
    "decimal_ambiguous": N_(
        '“{text}” may be thousands or decimals; --decimals "{column}=comma" or'
        ' --decimals "{column}=dot" says what stands before the decimals'
    ),
    "not_money": N_("“{text}” is not a sum of money; write it like 1250,50"),
    "money_too_big": N_("“{text}” is more than a sum may be; look for a slip"),
    "not_percent": N_("“{text}” is not a percentage; write it like 15 %"),
    "not_yes_no": N_("“{text}” is neither yes nor no; write one of them"),
    # -- a time that was typed
    "when_empty": N_("say when: tomorrow 15, fri 10:00, +3d"),
    "day_nonsense": N_("this is not a day; write 31.03.2026, yesterday or +14d"),
    "when_nonsense": N_("this is not a time; write tomorrow 15, fri 10:00 or +3d"),
    "when_past": N_("this time has passed; choose a later one"),
    "when_ambiguous": N_(
        "this can be read as {options}; write the day and the time in full, 13.03.2026 15:00"
    ),
    # -- records
    "not_found": N_("not found: {kind} No. {id}; it may have been deleted"),
    "conflict": N_("this was changed elsewhere in the meantime; look at it again and repeat"),
    "changed_meanwhile": N_(
        "“{field}” was changed elsewhere in the meantime, to {now}; look at it again and repeat"
    ),
    "step_without_subject": N_("a step needs a client or a deal; choose whose it is"),
    "next_step_required": N_(
        "an open deal needs a next step: schedule one, snooze it with a reason, win it or lose it"
    ),
    "loss_reason_required": N_("say why the deal was lost: choose a reason"),
    "back_reason_required": N_("say why the deal goes back a stage"),
    "already_won": N_("the deal is won already"),
    "already_lost": N_("the deal is lost already"),
    "not_closed": N_("the deal is open: there is nothing to reopen"),
    "not_open": N_("the deal is closed; only an open deal can rest"),
    "not_of_client": N_("this contact belongs to another client; choose one of this client's"),
    "currency_unknown": N_("there is no currency {value}; write its code, for example RUB"),
    "bad_currency": N_("“{value}” is not a currency code; write three letters, for example RUB"),
    "do_not_call": N_(
        "do-not-call rule: {name} asked not to be called; only a new consent, recorded with its evidence, lifts it (on the card: Notes, a; in the shell: client consent)"
    ),
    "cold_without_consent": N_(
        "cold-call rule, 38-FZ art. 18: {name} is a person and has not agreed to calls; record the consent first (on the card: Notes, a; in the shell: client consent)"
    ),
    "cold_refused": N_(
        "cold-call rule, 38-FZ art. 18: {name} has refused calls with offers; record a new consent first (on the card: Notes, a; in the shell: client consent)"
    ),
    "debt_law_hours": N_(
        "230-FZ art. 7: {name} may not be called about the debt at this hour of theirs; again from {until}"
    ),
    "debt_law_day": N_(
        "230-FZ art. 7: one call a day about a person’s debt; {name} may be called again from {until}"
    ),
    "debt_law_week": N_(
        "230-FZ art. 7: two calls a week about a person’s debt; {name} may be called again from {until}"
    ),
    "debt_law_month": N_(
        "230-FZ art. 7: eight calls a month about a person’s debt; {name} may be called again from {until}"
    ),
    "call_running": N_("the call to {name} is not finished yet; finish it or drop it first"),
    "no_call_running": N_("no call is running; start one first"),
    "no_open_deal": N_("{name} has no open deal to win; open one first"),
    "already_corrected": N_("this entry was corrected already; correct the newer one"),
    "in_future": N_("this is in the future; a call is logged after it was made"),
    "request_closed": N_("this request is answered or put away already; inbound list shows it"),
    "hour_needed": N_("say the hour too, for example: yesterday 18:20"),
    "period_backwards": N_("the first day is after the last; swap them"),
    "before_request": N_("the answer cannot stand before the request; check the time"),
    "demo_not_empty": N_("the file holds clients already; made-up data goes into an empty one"),
    "nothing_to_undo": N_("there is nothing to undo"),
    "change_unknown": N_("there is no change No. {id}; pipeline-tui log lists them"),
    "nothing_to_redo": N_("there is nothing to redo"),
    "undo_blocked": N_("a later change stands on this one; undo the later one first"),
    # -- pipelines and their stages
    "nothing_to_set_pipeline": N_("say what to change: --name or --place"),
    "nothing_to_set_stage": N_("say what to change, for example --probability 60 --rot-days 5"),
    "pipeline_exists": N_("there is a pipeline “{name}” already; choose another name"),
    "pipeline_in_use": N_(
        "open deals stand in this pipeline ({count}); say to which stage of another one they go"
    ),
    "last_pipeline": N_("this is the last pipeline in use; add another one first"),
    "stage_exists": N_("there is a stage “{name}” in this pipeline already; choose another name"),
    "stage_in_use": N_("deals stand in this stage ({count}); say to which other stage they go"),
    "stage_needed": N_(
        "a pipeline needs its stages of won and lost deals; name them as you like, but keep them"
    ),
    "last_open_stage": N_("this is the last open stage of the pipeline; add another one first"),
    "stage_kind_fixed": N_(
        "only stages of work and of fulfilment can be added; choose one of these"
    ),
    "stage_closed_chance": N_(
        "a closed deal has no chance and does not rot; give these to stages of work"
    ),
    "not_such_stage": N_(
        "deals cannot go to that stage from here: open ones go to an open stage, won ones to a won one"
    ),
    "nothing_to_set_reason": N_("say what to change, for example --win-back 60"),
    "loss_reason_exists": N_("there is a loss reason “{name}” already; choose another name"),
    "last_loss_reason": N_("this is the last loss reason in use; add another one first"),
    "competitor_required": N_("say who got the deal (in the shell: --competitor)"),
    "invoice_of_nobody": N_("an invoice needs a client and a sum; give them to the deal first"),
    # -- checklists
    "checklist_open": N_(
        "not done yet at this stage: {items}; tick it on the deal (in the shell: deal check)"
    ),
    "checklist_ask": N_("not done yet at this stage: {items}; --anyway goes on all the same"),
    "checklist_long": N_("a checklist has at most {most} items; leave out what is always done"),
    "not_of_stage": N_("“{item}” is not on the checklist of the stage where the deal stands"),
    # -- outcomes of calls
    "nothing_to_set": N_("say what to change, for example --days 2 --title call"),
    "outcome_exists": N_("there is a call outcome “{name}” already; choose another name"),
    "last_outcome": N_("this is the last call outcome in use; add another one first"),
    "outcome_unknown": N_(
        "there is no call outcome “{text}”; pipeline-tui call outcomes lists them"
    ),
    "ladder_connected": N_(
        "another try is for calls that reached nobody; untick “reached somebody”, or schedule a step"
    ),
    "delay_twice": N_("give the delay in hours or in working days, not both"),
    "delay_of_nothing": N_(
        "a delay and a title go with a step, a callback or another try; clear them, or choose one of these"
    ),
    # -- clients
    "archive_open_deals": N_("there is an open deal; win it or lose it before putting this away"),
    "archive_debt": N_("money is owed; a client is put away once the debt is settled"),
    "nothing_to_change": N_("say what to change, for example --city Kazan"),
    "nothing_to_check": N_("say what to verify, for example --bik 044525225 --account …"),
    "nothing_to_correct": N_("say what to correct: --outcome or --note"),
    "bad_zone": N_("“{value}” is not a time zone; write a city, MSK+2 or Asia/Yekaterinburg"),
    "looks_known": N_("looks like {names}; save once more if it is another"),
    "needs_missing": N_(
        "not asked yet before an offer: {fields}; Q on the card of the client notes it (in the shell: client needs)"
    ),
    "field_exists": N_("there is a field “{name}” already; choose another name"),
    "own_field_unknown": N_("there is no field “{text}”; pipeline-tui field list shows them"),
    "field_options_few": N_("a choice needs at least two options"),
    "field_options_none": N_("only a choice has options; clear them, or make it a choice"),
    "own_required": N_("“{name}” must be filled in"),
    "own_text": N_("“{name}”: “{text}” is not a text"),
    "own_number": N_("“{name}”: “{text}” is not a number; write 120 or 120,5"),
    "own_money": N_("“{name}”: “{text}” is not a sum; write 15000 or 15 000,50"),
    "own_date": N_("“{name}”: “{text}” is not a date; write 11.03.2026"),
    "own_choice": N_("“{name}”: “{text}” is not offered; there are: {options}"),
    "own_yes_no": N_("“{name}”: “{text}” is neither yes nor no"),
    "custom_form": N_("“{text}” is no field of your own; write name = value"),
    "merge_with_itself": N_("two different clients are needed; choose the one to keep"),
    "reach_known": N_("{names} already has this phone or e-mail; --force enters it all the same"),
    "take_unknown": N_("“{text}” is no field to choose; these are: {names}"),
    "client_known": N_("there is one like it already ({names}); --force enters it all the same"),
    "do_not_call_final": N_("this client asked not to be called; record a new consent first"),
    "do_not_call_by_words": N_(
        "do-not-call needs the words of the refusal; choose “do not call” and write them down (in the shell: client do-not-call)"
    ),
    "filter_unknown_key": N_(
        "character {at}: there is no field “{text}”; F1 on the filter line lists them all"
    ),
    "filter_unknown_key_near": N_(
        "character {at}: there is no field “{text}”; did you mean “{near}”?"
    ),
    "filter_no_value": N_("character {at}: “{text}” needs a value here"),
    "filter_no_own_name": N_("character {at}: the name of your own field is expected here"),
    "filter_open_quote": N_("character {at}: a quotation mark is opened and never closed"),
    "filter_unknown_status": N_(
        "character {at}: there is no status “{text}”; there are lead, active, dormant, lost, nocall"
    ),
    "filter_unknown_class": N_("character {at}: there is no class “{text}”; there are A, B, C"),
    "filter_unknown_kind": N_(
        "character {at}: there is no kind “{text}”; there are company, trader, person"
    ),
    "filter_no_comparison": N_(
        "character {at}: this field is text; write a colon instead of “{op}”"
    ),
    "filter_bad_number": N_("character {at}: “{text}” is not a number"),
    "filter_bad_sum": N_(
        "character {at}: “{text}” is not a sum; write 100000, 100k, 1.5m or 500usd"
    ),
    "filter_bad_day": N_(
        "character {at}: “{text}” is not a day; write 30d, 2w, 2026, 2026-03-15 or today"
    ),
    "filter_nothing_after": N_("character {at}: a condition is expected after “{text}”"),
    "filter_expected": N_("character {at}: a condition is expected here"),
    "filter_open_parenthesis": N_("character {at}: a parenthesis is opened and never closed"),
    "filter_no_parenthesis": N_("character {at}: no parenthesis is open here"),
    "filter_too_long": N_("a filter has at most {most} characters"),
    "filter_too_deep": N_(
        "character {at}: at most {most} parentheses may stand inside one another"
    ),
    "filter_too_many": N_("character {at}: a filter has at most {most} words and conditions"),
    "client_or_filter": N_("name one client, or choose many with --filter"),
    "view_name_taken": N_("there is a view “{text}” already; take another name"),
    "client_unknown": N_("nobody is found by “{text}”; give a number, or part of a name or phone"),
    "client_ambiguous": N_("several clients match “{text}” ({names}); give the number of one"),
    # -- money owed
    "whose_unknown": N_("there is neither a client nor an invoice “{text}”"),
    "month_form": N_("“{text}” is not a month; write 2026-04, 4, or +1 for the next one"),
    "no_targets": N_("say what to plan, for example --calls 400 --wins 6 --money 2500000"),
    "number_taken": N_("there is an invoice {number} of that year already; take another number"),
    "instalments_disagree": N_(
        "the instalments do not add up to the sum of the invoice; correct one of them"
    ),
    "due_before_issue": N_("an instalment cannot be due before the invoice was issued"),
    "deal_of_another": N_("the deal “{name}” belongs to another client; choose one of this client"),
    "invoice_cancelled": N_("invoice {number} is cancelled; undo that first"),
    "invoice_has_payments": N_(
        "invoice {number} has been paid in part; take the payments off it first"
    ),
    "instalment_paid": N_(
        "more was paid on invoice {number} than this leaves; take the payment off it first"
    ),
    "invoice_of_another": N_(
        "invoice {number} is another client’s or in another currency; choose one that fits"
    ),
    "instalment_not_open": N_("nothing is owed there any more; look at the debt again"),
    "allocation_over_open": N_("this is more than is owed on invoice {number}"),
    "allocation_over_payment": N_("the parts come to more than the payment; correct one of them"),
    "not_stopped": N_("nothing holds shipping to “{name}” back"),
    "due_of_advance": N_("money paid ahead is not due; leave out --due"),
    "credit_over_invoice": N_("this is more than invoice {number} still asks for"),
    "write_off_over_open": N_("this is more than is owed on invoice {number}"),
    "write_off_stays": N_(
        "what is written off stays on its invoice; take the write-off out and enter another"
    ),
    "penalty_unknown": N_(
        "nothing says what your contracts ask for paying late; give --penalty, or set penalty_percent"
    ),
    "letter_disputed": N_(
        "“{name}” disputes what they owe: settle that before writing (e on the invoice)"
    ),
    "letter_promised": N_(
        "“{name}” promised to pay by {day}: wait, or name the step to write all the same"
    ),
    "letter_nothing": N_("“{name}” owes nothing that this letter would ask for"),
    "letter_form": N_(
        "{file} is no letter: it needs the subject in its first line, and the text below"
    ),
    "letter_done": N_(
        "this step was taken for “{name}” on {day}; name a step to write all the same"
    ),
    "letter_later": N_(
        "nothing is to be written to “{name}” before {day}; name a step to write now"
    ),
    "letter_law_hours": N_(
        "230-FZ art. 7: no message to {name} about the debt at this hour of theirs; again from {until}. On paper at any time"
    ),
    "letter_law_day": N_(
        "230-FZ art. 7: two messages a day about a person’s debt; to {name} again from {until}. On paper at any time"
    ),
    "letter_law_week": N_(
        "230-FZ art. 7: four messages a week about a person’s debt; to {name} again from {until}. On paper at any time"
    ),
    "letter_law_month": N_(
        "230-FZ art. 7: sixteen messages a month about a person’s debt; to {name} again from {until}. On paper at any time"
    ),
    "answer_field": N_("an answer has no field {{{name}}}; it may hold {known}"),
    "letter_field": N_("a letter has no field {name}; it may hold {known}"),
    "dispute_over_invoice": N_("invoice {number} is for less than that"),
    "rate_form": N_("“{text}” is not a rate; write percents a year such as 14.5"),
    "rate_unknown": N_("you have added no rate from {day}; debt rate list shows them"),
    "rates_none": N_("there are no key rates in it: each row needs a day and a percentage"),
    "rates_bad_row": N_("{file}, row {row}: no percentage beside the day; nothing was taken"),
    "penalty_form": N_("“{text}” is not a penalty; write 0.1 for 0.1 %"),
    "invoice_unknown": N_("there is no invoice {number}; debt show lists a client’s invoices"),
    "invoice_ambiguous": N_("there are several invoices {number}; say whose it is with --client"),
    "due_and_parts": N_("give either one due day or instalments, not both"),
    "part_form": N_("“{text}” is not an instalment; write its day and sum: 13.03.2026=1250,50"),
    "hand_form": N_("“{text}” is not a part; write invoice and sum: 17=1250,50"),
    "invoice_not_open": N_("nothing is owed on invoice {number}; look at its number"),
    "figure_missing": N_("say of which figure: {choices}"),
    "changes_until_today": N_("what changed is told until today only"),
    "choice_unknown": N_("there is no “{text}”; there are {choices}"),
    "no_products": N_(
        "there are no products yet; pipeline-tui product add enters one, import brings a list in"
    ),
    "competitor_exists": N_("this name is another competitor’s: {id} {name}; or merge the two"),
    "competitor_with_itself": N_("two different competitors are needed; choose the one to keep"),
    "no_competitors": N_("there are no competitors yet; pipeline-tui competitor add enters one"),
    "nothing_seen": N_("say what was seen: a price, an offer or a note"),
    "product_exists": N_("there is a product like this already: {id} {name}"),
    "list_of_another": N_("this price list is in {currency}; begin another one for other money"),
    "no_price": N_("“{name}” has no price in {currency} today; give one"),
    "offer_unknown": N_("there is no offer “{text}”; pipeline-tui offer list shows them"),
    "offer_sent": N_("offer {number} was sent and stays as it was; begin its next version"),
    "offer_empty": N_("there is nothing in offer {number} yet; add a line"),
    "offer_draft": N_("offer {number} is not sent yet; change or send it"),
    "offer_accepted": N_("offer {number} is accepted already"),
    "deal_not_forecast": N_(
        "the deal “{title}” is not open on that day: it has no chance to explain"
    ),
    "deal_closed": N_("the deal “{title}” is closed; reopen it first"),
    "below_floor": N_(
        "“{name}”: {margin} % would be earned, and the floor is {floor} %; up to {most} % can be given, or say why more"
    ),
    "below_floor_anyway": N_(
        "“{name}”: {margin} % would be earned even at the full price, and the floor is {floor} %; raise the price or say why"
    ),
    "signed_early": N_(
        "the statement goes further than the day it was signed; one of the two is a slip"
    ),
    "day_to_come": N_("this day is still to come; enter it when it has passed"),
    # -- objections
    "answer_of_another": N_("this answer belongs to another kind of objection; choose one of this"),
    "link_failed": N_("{command} could not open the mail program; write the letter to a file"),
    "dial_failed": N_(
        "“{command}” did not take the number; the setting dial says what does, y copies it"
    ),
    "editor_failed": N_("the editor “{editor}” failed; set EDITOR to one that runs"),
    "objection_unknown": N_(
        "no kind of objection is like “{text}”; pipeline-tui objection stats lists them"
    ),
    "kind_exists": N_("there is a kind of objection “{name}” already"),
    # -- files read
    "file_missing": N_("there is no such file; check the path"),
    "file_is_folder": N_("this is a folder; name a file in it"),
    "file_no_access": N_("you have no right to read this file; change its permissions"),
    "file_no_read": N_("the file cannot be read: {detail}"),
    "file_empty": N_("the file is empty; export it again"),
    "file_header_only": N_("there is a header but no row below it; nothing to import"),
    "file_binary": N_("this is not text in a known encoding; save it as CSV in UTF-8, or as XLSX"),
    "file_zero_byte": N_("a zero byte stands in the text; take it out, or export the file again"),
    "file_unclosed_quote": N_(
        "a quotation mark is opened and never closed; close it, or save the file again from the spreadsheet"
    ),
    "file_too_big": N_("this is more than one file may hold; split it and take the parts in turn"),
    "file_not_sheet": N_("this is not a spreadsheet; save it as XLSX or CSV"),
    "file_password": N_("the file is protected by a password; save a copy without one"),
    "sheet_unknown": N_("there is no sheet “{sheet}”; the file has {sheets}"),
    "columns_unknown": N_(
        "no column was recognised among {header}; name the columns in the first row"
    ),
    "columns_missing": N_(
        "no column reads as “{field}”; name it so in the first row, or say which one it is (--map)"
    ),
    "encoding_unknown": N_("there is no encoding “{encoding}”; try utf-8 or cp1251"),
    "column_unknown": N_("there is no column “{column}”; the file has {columns}"),
    "column_several": N_("several columns are called “{column}”; name one by its place, {places}"),
    "column_undated": N_("“{column}” is no column of dates; leave it out of --dates"),
    "column_unsummed": N_("“{column}” is no column of sums; leave it out of --decimals"),
    "field_unknown": N_("there is no field “{field_name}”; there are {fields}"),
    "field_twice": N_("two columns are meant for “{field_name}”; leave one of them"),
    "map_form": N_("“{text}” does not name a column and a field; write Column=field"),
    "kind_unknown": N_("there is no kind of table “{kind}”; there are {kinds}"),
    "row_too_long": N_("{cells} cells where the header has {columns}; quote the cell that was cut"),
    "row_unclosed_quote": N_("a quotation mark is opened and never closed; close it"),
    "cell_too_big": N_("a cell is too big to be text; shorten it"),
    "card_without_end": N_("the card is cut off: it has no END:VCARD"),
    "card_blank": N_("the card has no name, no phone and no e-mail"),
    "row_not_text": N_("this row is not text in the file’s encoding; save the file as UTF-8"),
    "folder_without_tables": N_("no table in this folder was recognised; name a file"),
    "dates_unknown": N_("there is no order of dates “{value}”; there are dmy, mdy and ymd"),
    "decimals_unknown": N_("there is no decimal mark “{value}”; there are comma and dot"),
    "id_repeated": N_("the number {text} stands in an earlier row with other values"),
    "contact_unknown": N_("nobody has the address {text}; import the contacts first"),
    "activity_of_nobody": N_("neither a client nor a contact is named"),
    "person_without_deals": N_("this seller has no deals; nothing to keep it with"),
    "import_cancelled": N_("the import was cancelled; nothing has changed"),
    # -- bank statements
    "statement_unknown": N_(
        "this is no bank statement that is known here: 1CClientBankExchange, CAMT.053 or MT940"
    ),
    "statement_columns": N_(
        "a statement needs a column of dates and one of sums; among {header} say which they are (--map COLUMN=date, --map COLUMN=amount)"
    ),
    "statement_file": N_("the file cannot be opened; check the path and your rights"),
    "statement_empty": N_("there is no statement in this file; export it again"),
    "statement_damaged": N_("the file is damaged here; export it again"),
    "statement_value": N_("“{text}” cannot be read as “{field}”"),
    "statement_missing": N_("“{field}” is empty"),
    "statement_cut": N_("the document breaks off before its end; export the statement again"),
    "take_alone": N_("--take goes with one file, and without --dry-run"),
    "take_form": N_("“{text}” does not say whose a line is; write 3=Client or 3=Client/Invoice"),
    "line_unknown": N_("there is no line {place}; the statement has {count}"),
    "line_taken": N_("line {place} is a payment already"),
    "line_went": N_("line {place} is money that went out"),
    "statement_direction": N_(
        "neither account is of this statement: whether the money came or went is not to be told"
    ),
    # -- files written
    "export_unknown": N_("there is nothing to export called “{text}”; there are {kinds}, all"),
    "archive_is_whole": N_("an archive holds the whole base; leave the filter out"),
    "view_unknown": N_("there is no view “{text}”; there are {views}"),
    "not_archive": N_(
        "this is not an archive of this program; export all --format archive writes one"
    ),
    "archive_newer": N_("a newer version of the program wrote this archive; update the program"),
    "archive_damaged": N_(
        "the archive is damaged (table {table}); nothing was made of it, take another copy"
    ),
    "folder_missing": N_("there is no folder {folder}; create it first"),
    "format_unknown": N_("there is no format “{text}”; there are {formats}"),
    "too_many_rows": N_("{format} holds {limit} rows at most; choose CSV, or fewer rows"),
    "file_no_write": N_("the file cannot be written: {detail}"),
    "file_exists": N_("there is a file already; choose another name, or move it away"),
    "file_unwritable": N_("the file cannot be written: {reason}"),
    # -- the database
    "busy": N_("another program is writing to the database; try again in a moment"),
    "already_open": N_(
        "the database is already open (process {pid}, since {since}); close it there, or read it here with: pipeline-tui --read-only"
    ),
    "missing_file": N_(
        "there is no database here; pipeline-tui begins one, pipeline-tui import FILE fills one from a spreadsheet, pipeline-tui demo shows made-up data"
    ),
    "missing_file_backups": N_("the database is gone, but its backups are here"),
    "foreign_file": N_("this file belongs to another program; it was left untouched, name another"),
    "damaged_file": N_("the database is damaged; it was left untouched, restore a backup"),
    "backup_unknown": N_("there is no backup “{text}”; pipeline-tui backup --list shows them"),
    "backup_broken": N_("this backup is damaged; choose an older one"),
    "newer_file": N_("a newer version of the program made this database; update the program"),
    "read_only_place": N_(
        "the place of the database can only be read; copy the file to where it can be written,"
        " or allow writing there"
    ),
    "read_only_mode": N_(
        "the database is open for reading only, nothing was changed; start without --read-only to work in it"
    ),
    "locked_file": N_(
        "the database is encrypted; its passphrase comes from --key-file FILE, PIPELINE_TUI_PASSPHRASE or the terminal"
    ),
    "wrong_key": N_("this is not the passphrase; the file was left untouched"),
    "wrong_copy_key": N_("this is not the passphrase of this copy; nothing was changed"),
    "crypto_missing": N_(
        "encryption needs an extra that is not installed: pip install 'pipeline-tui[crypto]'"
    ),
    "passphrase_short": N_("too short; take {least} characters or more, several words are best"),
    "passphrases_differ": N_("the two are not the same; nothing was changed"),
    "passphrase_needed": N_(
        "a passphrase is needed; without a terminal it comes from a file or the environment"
    ),
    "already_plain": N_("the database is not encrypted; pipeline-tui encryption on does that"),
    "already_encrypted": N_(
        "the database is encrypted already; pipeline-tui encryption change takes another passphrase"
    ),
    "dangling_link": N_(
        "this is a link to {target}, which is not there; mend the link, or plug in what it leads to"
    ),
    "away_missing": N_(
        "the folder for second copies is not there: {folder}; plug it in, the next backup goes there"
    ),
    "away_failed": N_("the second copy in {folder} failed: {reason}"),
    "away_slow": N_(
        "the folder for second copies does not answer: {folder}; the copy here is whole"
    ),
    "older_file": N_(
        "an older version of the program made this database; start once without --read-only, and it is brought up to date"
    ),
    "file_replaced": N_(
        "another file has taken the place of the database while it was open; nothing was saved, start the program anew"
    ),
    "file_unreadable": N_("the file cannot be read: {reason}"),
    "write_failed": N_("nothing was saved, the disk says: {reason}"),
    # -- the command line
    "verb_misspelt": N_("there is no command “{text}”; did you mean {near}?"),
    "verb_unknown": N_("there is no command “{text}”; {command} --help lists them"),
    "option_misspelt": N_("there is no option {text}; did you mean {near}?"),
    "option_unknown": N_("there is no option {text}; {command} --help lists them"),
    "option_bare": N_("{text} needs a value after it"),
    "option_with_value": N_("{text} takes no value; write it alone"),
    "word_missing": N_("something is missing: {what}; {command} --help shows how it is written"),
    "words_left": N_(
        "nothing is to stand here: {text}; put quotation marks around what belongs together"
    ),
    "record_form": N_("“{text}” names no record; write it like client:7"),
    "number_form": N_("“{text}” is not a whole number; write it like 50"),
    "number_small": N_("“{text}” is too small; the least is {least}"),
    "number_big": N_("“{text}” is too big; the most is {most}"),
    # -- the program itself
    "library_no_kinds": N_(
        "there are no objections in it; pipeline-tui objection export shows how they are written"
    ),
    "library_line_unknown": N_("{file}, line {row}: neither a heading, a key nor an answer"),
    "no_terminal": N_(
        "this needs a terminal window; in a pipe use the commands, pipeline-tui --help lists them"
    ),
    "pin_short": N_("the PIN needs {least} characters at least"),
    "dumb_terminal": N_(
        "this terminal ({terminal}) only writes lines; the commands work in it, pipeline-tui --help lists them"
    ),
    # -- settings
    "settings_broken": N_("this line is not TOML; write key = value, with text in quotes"),
    "settings_cut_off": N_(
        "the file breaks off in the middle; close the last bracket or quotation mark"
    ),
    "setting_unknown": N_("there is no setting “{key}”; remove the line or correct the name"),
    "setting_misspelt": N_("there is no setting “{key}”; did you mean “{near}”?"),
    "setting_wrong": N_("“{key}” must be {expected}"),
    "setting_order": N_("“{key}” must be later than “{other}”"),
    "theme_unknown": N_("there is no theme “{text}”, {used} is used; did you mean {near}?"),
    "action_unknown": N_("there is no action “{text}” to give a key; did you mean {near}?"),
    "key_unknown": N_("there is no key “{text}” for {action}; write it like z, f5 or ctrl+z"),
    "variable_wrong": N_("the environment variable {key} must be {expected}"),
}
"""Code of a problem → its sentence in English, still to be translated."""
