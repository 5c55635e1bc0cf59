-- The first schema. Money is integer minor units; moments are UTC text, days are ISO text.
-- Frozen once released: later changes are revisions of their own.

CREATE TABLE audit_entry (
    id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
    made_at TEXT NOT NULL,
    action TEXT NOT NULL,
    actor TEXT NOT NULL,
    subject_kind TEXT NOT NULL,
    subject_id INTEGER,
    words TEXT NOT NULL,
    previous_hash TEXT NOT NULL,
    entry_hash TEXT NOT NULL
) STRICT;

CREATE TABLE bank (
    id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
    bik TEXT NOT NULL,
    name TEXT NOT NULL,
    account TEXT NOT NULL,
    city TEXT NOT NULL,
    kpp TEXT NOT NULL
) STRICT;

CREATE TABLE competitor (
    name TEXT NOT NULL,
    also TEXT NOT NULL,
    site TEXT NOT NULL,
    strengths TEXT NOT NULL,
    weaknesses TEXT NOT NULL,
    battlecard TEXT NOT NULL,
    id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
    retired INTEGER NOT NULL
) STRICT;

CREATE TABLE erased_reach (
    id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
    way TEXT NOT NULL,
    digest TEXT NOT NULL,
    erased_at TEXT NOT NULL
) STRICT;

CREATE TABLE export_log (
    id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
    made_at TEXT NOT NULL,
    kind TEXT NOT NULL,
    format TEXT NOT NULL,
    rows INTEGER NOT NULL,
    filter TEXT NOT NULL,
    file TEXT NOT NULL,
    actor TEXT NOT NULL
) STRICT;

CREATE TABLE import_batch (
    id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
    imported_at TEXT NOT NULL,
    files TEXT NOT NULL,
    counts TEXT NOT NULL
) STRICT;

CREATE TABLE loss_reason (
    id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
    code TEXT NOT NULL,
    name TEXT,
    win_back_days INTEGER,
    asks_competitor INTEGER NOT NULL,
    win_back_text TEXT NOT NULL,
    position INTEGER NOT NULL,
    retired INTEGER NOT NULL
) STRICT;

CREATE TABLE memo (
    "key" TEXT NOT NULL,
    value TEXT NOT NULL,
    kept_at TEXT NOT NULL,
    PRIMARY KEY ("key")
) STRICT;

CREATE TABLE objection_type (
    id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
    code TEXT NOT NULL,
    name TEXT,
    heard TEXT NOT NULL,
    behind TEXT NOT NULL,
    probe TEXT NOT NULL,
    position INTEGER NOT NULL,
    retired INTEGER NOT NULL
) STRICT;

CREATE TABLE outcome (
    name TEXT,
    connected INTEGER NOT NULL,
    schedules TEXT NOT NULL,
    after_hours INTEGER,
    after_days INTEGER,
    title TEXT NOT NULL,
    id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
    code TEXT NOT NULL,
    position INTEGER NOT NULL,
    retired INTEGER NOT NULL
) STRICT;

CREATE TABLE pipeline (
    id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
    code TEXT NOT NULL,
    name TEXT,
    position INTEGER NOT NULL,
    retired INTEGER NOT NULL
) STRICT;

CREATE TABLE answer (
    type_id INTEGER NOT NULL,
    technique TEXT NOT NULL,
    text TEXT NOT NULL,
    follow_up TEXT NOT NULL,
    stages TEXT NOT NULL,
    segments TEXT NOT NULL,
    products TEXT NOT NULL,
    id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
    code TEXT NOT NULL,
    position INTEGER NOT NULL,
    retired INTEGER NOT NULL,
    FOREIGN KEY(type_id) REFERENCES objection_type (id) ON DELETE RESTRICT
) STRICT;

CREATE TABLE client (
    name TEXT NOT NULL,
    kind TEXT NOT NULL,
    status TEXT NOT NULL,
    abc TEXT,
    inn TEXT,
    kpp TEXT,
    ogrn TEXT,
    bik TEXT,
    account TEXT,
    industry TEXT NOT NULL,
    size TEXT NOT NULL,
    region TEXT NOT NULL,
    city TEXT NOT NULL,
    country TEXT NOT NULL,
    address TEXT NOT NULL,
    time_zone TEXT,
    website TEXT NOT NULL,
    source TEXT NOT NULL,
    owner TEXT NOT NULL,
    credit_limit_minor INTEGER,
    payment_terms_days INTEGER,
    touch_days INTEGER,
    verified_on TEXT,
    notes TEXT NOT NULL,
    custom TEXT NOT NULL,
    id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
    name_key TEXT NOT NULL,
    abc_computed INTEGER NOT NULL,
    stopped_on TEXT,
    stop_reason TEXT NOT NULL,
    snoozed_until TEXT,
    snooze_reason TEXT NOT NULL,
    created_at TEXT NOT NULL,
    archived_at TEXT,
    batch_id INTEGER,
    FOREIGN KEY(batch_id) REFERENCES import_batch (id) ON DELETE RESTRICT
) STRICT;

CREATE TABLE custom_field (
    entity TEXT NOT NULL,
    name TEXT NOT NULL,
    kind TEXT NOT NULL,
    options TEXT NOT NULL,
    required INTEGER NOT NULL,
    id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
    position INTEGER NOT NULL,
    retired INTEGER NOT NULL
) STRICT;

CREATE TABLE import_link (
    id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
    kind TEXT NOT NULL,
    foreign_key TEXT NOT NULL,
    record_id INTEGER NOT NULL,
    row_hash TEXT NOT NULL,
    batch_id INTEGER,
    FOREIGN KEY(batch_id) REFERENCES import_batch (id) ON DELETE RESTRICT
) STRICT;

CREATE TABLE plan (
    month TEXT NOT NULL,
    metric TEXT NOT NULL,
    currency TEXT NOT NULL,
    target INTEGER NOT NULL,
    id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT
) STRICT;

CREATE TABLE key_rate (
    begins_on TEXT NOT NULL,
    hundredths INTEGER NOT NULL,
    id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT
) STRICT;

CREATE TABLE product (
    name TEXT NOT NULL,
    code TEXT NOT NULL,
    series TEXT NOT NULL,
    unit TEXT NOT NULL,
    price_minor INTEGER,
    cost_minor INTEGER,
    currency TEXT NOT NULL,
    vat INTEGER,
    id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
    retired INTEGER NOT NULL,
    batch_id INTEGER,
    FOREIGN KEY(batch_id) REFERENCES import_batch (id) ON DELETE RESTRICT
) STRICT;

CREATE TABLE price_list (
    name TEXT NOT NULL,
    currency TEXT NOT NULL,
    valid_from TEXT NOT NULL,
    valid_to TEXT,
    id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT
) STRICT;

CREATE TABLE price (
    price_list_id INTEGER NOT NULL,
    product_id INTEGER NOT NULL,
    price_minor INTEGER NOT NULL,
    id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
    FOREIGN KEY(price_list_id) REFERENCES price_list (id) ON DELETE CASCADE,
    FOREIGN KEY(product_id) REFERENCES product (id) ON DELETE CASCADE
) STRICT;

CREATE TABLE row_change (
    id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
    entry_id INTEGER NOT NULL,
    table_name TEXT NOT NULL,
    row_id INTEGER NOT NULL,
    "before" TEXT,
    FOREIGN KEY(entry_id) REFERENCES audit_entry (id) DEFERRABLE INITIALLY DEFERRED
) STRICT;

CREATE TABLE saved_view (
    id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
    code TEXT NOT NULL,
    name TEXT NOT NULL,
    query TEXT NOT NULL,
    sort TEXT NOT NULL,
    descending INTEGER NOT NULL,
    columns TEXT NOT NULL,
    position INTEGER NOT NULL
) STRICT;

CREATE TABLE stage (
    id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
    pipeline_id INTEGER NOT NULL,
    code TEXT NOT NULL,
    name TEXT,
    kind TEXT NOT NULL,
    probability INTEGER NOT NULL,
    rot_days INTEGER,
    position INTEGER NOT NULL,
    retired INTEGER NOT NULL,
    FOREIGN KEY(pipeline_id) REFERENCES pipeline (id) ON DELETE RESTRICT
) STRICT;

CREATE TABLE checklist_item (
    id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
    stage_id INTEGER NOT NULL,
    name TEXT NOT NULL,
    position INTEGER NOT NULL,
    retired INTEGER NOT NULL,
    FOREIGN KEY(stage_id) REFERENCES stage (id) ON DELETE RESTRICT
) STRICT;

CREATE TABLE undo_step (
    id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
    entry_id INTEGER NOT NULL,
    undone_by INTEGER,
    FOREIGN KEY(entry_id) REFERENCES audit_entry (id) DEFERRABLE INITIALLY DEFERRED,
    FOREIGN KEY(undone_by) REFERENCES audit_entry (id) DEFERRABLE INITIALLY DEFERRED
) STRICT;

CREATE TABLE contact (
    last_name TEXT NOT NULL,
    first_name TEXT NOT NULL,
    patronymic TEXT NOT NULL,
    role TEXT,
    job_title TEXT NOT NULL,
    informal INTEGER NOT NULL,
    birthday TEXT,
    notes TEXT NOT NULL,
    attitude TEXT,
    influence TEXT,
    custom TEXT NOT NULL,
    id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
    client_id INTEGER NOT NULL,
    full_name TEXT NOT NULL,
    name_key TEXT NOT NULL,
    position INTEGER NOT NULL,
    created_at TEXT NOT NULL,
    archived_at TEXT,
    batch_id INTEGER,
    FOREIGN KEY(client_id) REFERENCES client (id) ON DELETE CASCADE,
    FOREIGN KEY(batch_id) REFERENCES import_batch (id) ON DELETE RESTRICT
) STRICT;

CREATE TABLE list_mark (
    id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
    client_id INTEGER NOT NULL,
    on_day TEXT NOT NULL,
    kind TEXT NOT NULL,
    reason TEXT NOT NULL,
    FOREIGN KEY(client_id) REFERENCES client (id) ON DELETE CASCADE
) STRICT;

CREATE TABLE payment (
    client_id INTEGER NOT NULL,
    paid_on TEXT NOT NULL,
    amount_minor INTEGER NOT NULL,
    currency TEXT NOT NULL,
    reference TEXT NOT NULL,
    id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
    kind TEXT NOT NULL CHECK (kind IN ('payment', 'credit_note', 'write_off', 'opening')),
    reason TEXT NOT NULL,
    invoice_id INTEGER,
    free_minor INTEGER NOT NULL CHECK (free_minor >= 0),
    created_at TEXT NOT NULL,
    batch_id INTEGER,
    FOREIGN KEY(client_id) REFERENCES client (id) ON DELETE RESTRICT,
    FOREIGN KEY(invoice_id) REFERENCES invoice (id) ON DELETE RESTRICT,
    FOREIGN KEY(batch_id) REFERENCES import_batch (id) ON DELETE RESTRICT
) STRICT;

CREATE TABLE tag (
    id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
    client_id INTEGER NOT NULL,
    name TEXT NOT NULL,
    FOREIGN KEY(client_id) REFERENCES client (id) ON DELETE CASCADE
) STRICT;

CREATE TABLE client_merge (
    id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
    kept_id INTEGER NOT NULL,
    gone_id INTEGER NOT NULL,
    name TEXT NOT NULL,
    merged_at TEXT NOT NULL,
    FOREIGN KEY(kept_id) REFERENCES client (id) ON DELETE CASCADE,
    FOREIGN KEY(gone_id) REFERENCES client (id) ON DELETE CASCADE
) STRICT;

CREATE TABLE distinct_pair (
    id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
    first_id INTEGER NOT NULL,
    second_id INTEGER NOT NULL,
    decided_at TEXT NOT NULL,
    FOREIGN KEY(first_id) REFERENCES client (id) ON DELETE CASCADE,
    FOREIGN KEY(second_id) REFERENCES client (id) ON DELETE CASCADE
) STRICT;

CREATE TABLE consent (
    id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
    client_id INTEGER NOT NULL,
    contact_id INTEGER,
    channel TEXT NOT NULL,
    purpose TEXT NOT NULL,
    given INTEGER NOT NULL,
    recorded_at TEXT NOT NULL,
    evidence TEXT NOT NULL,
    FOREIGN KEY(client_id) REFERENCES client (id) ON DELETE CASCADE,
    FOREIGN KEY(contact_id) REFERENCES contact (id) ON DELETE CASCADE
) STRICT;

CREATE TABLE deal (
    client_id INTEGER,
    contact_id INTEGER,
    title TEXT NOT NULL,
    amount_minor INTEGER,
    currency TEXT NOT NULL,
    expected_close TEXT,
    product_id INTEGER,
    source TEXT NOT NULL,
    owner TEXT NOT NULL,
    competitor TEXT NOT NULL,
    notes TEXT NOT NULL,
    custom TEXT NOT NULL,
    id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
    stage_id INTEGER NOT NULL,
    stage_since TEXT NOT NULL,
    opened_on TEXT,
    closed_on TEXT,
    loss_reason_id INTEGER,
    loss_note TEXT NOT NULL,
    snoozed_until TEXT,
    snooze_reason TEXT NOT NULL,
    created_at TEXT NOT NULL,
    archived_at TEXT,
    batch_id INTEGER,
    FOREIGN KEY(client_id) REFERENCES client (id) ON DELETE RESTRICT,
    FOREIGN KEY(contact_id) REFERENCES contact (id) ON DELETE RESTRICT,
    FOREIGN KEY(product_id) REFERENCES product (id) ON DELETE RESTRICT,
    FOREIGN KEY(stage_id) REFERENCES stage (id) ON DELETE RESTRICT,
    FOREIGN KEY(loss_reason_id) REFERENCES loss_reason (id) ON DELETE RESTRICT,
    FOREIGN KEY(batch_id) REFERENCES import_batch (id) ON DELETE RESTRICT
) STRICT;

CREATE TABLE needs (
    need TEXT NOT NULL,
    budget TEXT NOT NULL,
    authority TEXT NOT NULL,
    timing TEXT NOT NULL,
    supplier TEXT NOT NULL,
    buying_power TEXT NOT NULL,
    id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
    client_id INTEGER,
    deal_id INTEGER,
    FOREIGN KEY(client_id) REFERENCES client (id) ON DELETE CASCADE,
    FOREIGN KEY(deal_id) REFERENCES deal (id) ON DELETE CASCADE
) STRICT;

CREATE TABLE sighting (
    competitor_id INTEGER NOT NULL,
    seen_on TEXT NOT NULL,
    client_id INTEGER,
    deal_id INTEGER,
    product_id INTEGER,
    price_minor INTEGER,
    currency TEXT NOT NULL,
    offered TEXT NOT NULL,
    note TEXT NOT NULL,
    id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
    FOREIGN KEY(competitor_id) REFERENCES competitor (id) ON DELETE RESTRICT,
    FOREIGN KEY(client_id) REFERENCES client (id) ON DELETE RESTRICT,
    FOREIGN KEY(deal_id) REFERENCES deal (id) ON DELETE RESTRICT,
    FOREIGN KEY(product_id) REFERENCES product (id) ON DELETE RESTRICT
) STRICT;

CREATE TABLE email (
    id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
    client_id INTEGER NOT NULL,
    contact_id INTEGER,
    address TEXT NOT NULL,
    position INTEGER NOT NULL,
    FOREIGN KEY(client_id) REFERENCES client (id) ON DELETE CASCADE,
    FOREIGN KEY(contact_id) REFERENCES contact (id) ON DELETE CASCADE
) STRICT;

CREATE TABLE phone (
    id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
    client_id INTEGER NOT NULL,
    contact_id INTEGER,
    typed TEXT NOT NULL,
    e164 TEXT,
    digits TEXT NOT NULL,
    extension TEXT NOT NULL,
    position INTEGER NOT NULL,
    FOREIGN KEY(client_id) REFERENCES client (id) ON DELETE CASCADE,
    FOREIGN KEY(contact_id) REFERENCES contact (id) ON DELETE CASCADE
) STRICT;

CREATE TABLE activity (
    client_id INTEGER,
    contact_id INTEGER,
    deal_id INTEGER,
    kind TEXT NOT NULL,
    direction TEXT,
    outcome_id INTEGER,
    started_at TEXT NOT NULL,
    duration_s INTEGER,
    subject TEXT NOT NULL,
    note TEXT NOT NULL,
    owner TEXT NOT NULL,
    id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
    attempt INTEGER,
    corrects_id INTEGER,
    batch_id INTEGER,
    FOREIGN KEY(client_id) REFERENCES client (id) ON DELETE RESTRICT,
    FOREIGN KEY(contact_id) REFERENCES contact (id) ON DELETE RESTRICT,
    FOREIGN KEY(deal_id) REFERENCES deal (id) ON DELETE RESTRICT,
    FOREIGN KEY(outcome_id) REFERENCES outcome (id) ON DELETE RESTRICT,
    FOREIGN KEY(corrects_id) REFERENCES activity (id) ON DELETE RESTRICT,
    FOREIGN KEY(batch_id) REFERENCES import_batch (id) ON DELETE RESTRICT
) STRICT;

CREATE TABLE request (
    client_id INTEGER NOT NULL,
    activity_id INTEGER NOT NULL,
    way TEXT NOT NULL,
    arrived_at TEXT NOT NULL,
    id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
    answered_at TEXT,
    answer_id INTEGER,
    dismissed_at TEXT,
    dismissed_why TEXT NOT NULL,
    FOREIGN KEY(client_id) REFERENCES client (id) ON DELETE RESTRICT,
    FOREIGN KEY(activity_id) REFERENCES activity (id) ON DELETE RESTRICT,
    FOREIGN KEY(answer_id) REFERENCES activity (id) ON DELETE RESTRICT
) STRICT;

CREATE TABLE invoice (
    client_id INTEGER NOT NULL,
    deal_id INTEGER,
    number TEXT NOT NULL,
    issued_on TEXT NOT NULL,
    amount_minor INTEGER NOT NULL,
    currency TEXT NOT NULL,
    notes TEXT NOT NULL,
    id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
    opening INTEGER NOT NULL,
    disputed INTEGER NOT NULL,
    disputed_minor INTEGER,
    dispute_note TEXT NOT NULL,
    cancelled_on TEXT,
    created_at TEXT NOT NULL,
    batch_id INTEGER,
    FOREIGN KEY(client_id) REFERENCES client (id) ON DELETE RESTRICT,
    FOREIGN KEY(deal_id) REFERENCES deal (id) ON DELETE RESTRICT,
    FOREIGN KEY(batch_id) REFERENCES import_batch (id) ON DELETE RESTRICT
) STRICT;

CREATE TABLE stage_change (
    id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
    deal_id INTEGER NOT NULL,
    from_stage_id INTEGER,
    to_stage_id INTEGER NOT NULL,
    changed_at TEXT NOT NULL,
    amount_minor INTEGER,
    loss_reason_id INTEGER,
    reason TEXT NOT NULL,
    FOREIGN KEY(deal_id) REFERENCES deal (id) ON DELETE CASCADE,
    FOREIGN KEY(from_stage_id) REFERENCES stage (id) ON DELETE RESTRICT,
    FOREIGN KEY(to_stage_id) REFERENCES stage (id) ON DELETE RESTRICT,
    FOREIGN KEY(loss_reason_id) REFERENCES loss_reason (id) ON DELETE RESTRICT
) STRICT;

CREATE TABLE checklist_tick (
    id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
    deal_id INTEGER NOT NULL,
    item_id INTEGER NOT NULL,
    ticked_at TEXT NOT NULL,
    FOREIGN KEY(deal_id) REFERENCES deal (id) ON DELETE CASCADE,
    FOREIGN KEY(item_id) REFERENCES checklist_item (id) ON DELETE CASCADE
) STRICT;

CREATE TABLE task (
    client_id INTEGER,
    contact_id INTEGER,
    deal_id INTEGER,
    kind TEXT NOT NULL,
    origin TEXT NOT NULL,
    title TEXT NOT NULL,
    due_on TEXT NOT NULL,
    due_at TEXT,
    id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
    created_at TEXT NOT NULL,
    done_at TEXT,
    dropped_at TEXT,
    batch_id INTEGER,
    FOREIGN KEY(client_id) REFERENCES client (id) ON DELETE RESTRICT,
    FOREIGN KEY(contact_id) REFERENCES contact (id) ON DELETE RESTRICT,
    FOREIGN KEY(deal_id) REFERENCES deal (id) ON DELETE RESTRICT,
    FOREIGN KEY(batch_id) REFERENCES import_batch (id) ON DELETE RESTRICT
) STRICT;

CREATE TABLE offer (
    deal_id INTEGER NOT NULL,
    currency TEXT NOT NULL,
    vat_included INTEGER NOT NULL,
    valid_until TEXT NOT NULL,
    terms TEXT NOT NULL,
    id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
    number INTEGER NOT NULL,
    version INTEGER NOT NULL,
    made_at TEXT NOT NULL,
    sent_at TEXT,
    accepted_at TEXT,
    step_id INTEGER,
    FOREIGN KEY(deal_id) REFERENCES deal (id) ON DELETE RESTRICT,
    FOREIGN KEY(step_id) REFERENCES task (id) ON DELETE RESTRICT
) STRICT;

CREATE TABLE offer_line (
    product_id INTEGER,
    name TEXT NOT NULL,
    unit TEXT NOT NULL,
    quantity INTEGER NOT NULL,
    price_minor INTEGER NOT NULL,
    discount INTEGER NOT NULL,
    vat INTEGER NOT NULL,
    cost_minor INTEGER,
    floor_reason TEXT NOT NULL,
    id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
    offer_id INTEGER NOT NULL,
    deal_id INTEGER NOT NULL,
    position INTEGER NOT NULL,
    FOREIGN KEY(product_id) REFERENCES product (id) ON DELETE RESTRICT,
    FOREIGN KEY(offer_id) REFERENCES offer (id) ON DELETE CASCADE,
    FOREIGN KEY(deal_id) REFERENCES deal (id) ON DELETE RESTRICT
) STRICT;

CREATE TABLE instalment (
    id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
    invoice_id INTEGER NOT NULL,
    client_id INTEGER NOT NULL,
    currency TEXT NOT NULL,
    due_on TEXT NOT NULL,
    amount_minor INTEGER NOT NULL,
    open_minor INTEGER NOT NULL CHECK (open_minor >= 0),
    FOREIGN KEY(invoice_id) REFERENCES invoice (id) ON DELETE CASCADE,
    FOREIGN KEY(client_id) REFERENCES client (id) ON DELETE RESTRICT
) STRICT;

CREATE TABLE objection_event (
    type_id INTEGER NOT NULL,
    client_id INTEGER,
    deal_id INTEGER,
    activity_id INTEGER,
    stage_id INTEGER,
    answer_id INTEGER,
    verbatim TEXT NOT NULL,
    result TEXT NOT NULL,
    genuine INTEGER,
    id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
    met_at TEXT NOT NULL,
    batch_id INTEGER,
    FOREIGN KEY(type_id) REFERENCES objection_type (id) ON DELETE RESTRICT,
    FOREIGN KEY(client_id) REFERENCES client (id) ON DELETE RESTRICT,
    FOREIGN KEY(deal_id) REFERENCES deal (id) ON DELETE RESTRICT,
    FOREIGN KEY(activity_id) REFERENCES activity (id) ON DELETE RESTRICT,
    FOREIGN KEY(stage_id) REFERENCES stage (id) ON DELETE RESTRICT,
    FOREIGN KEY(answer_id) REFERENCES answer (id) ON DELETE RESTRICT,
    FOREIGN KEY(batch_id) REFERENCES import_batch (id) ON DELETE RESTRICT
) STRICT;

CREATE TABLE drill_grade (
    id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
    answer_id INTEGER NOT NULL,
    grade INTEGER NOT NULL,
    graded_at TEXT NOT NULL,
    FOREIGN KEY(answer_id) REFERENCES answer (id) ON DELETE RESTRICT
) STRICT;

CREATE TABLE promise (
    client_id INTEGER NOT NULL,
    invoice_id INTEGER,
    amount_minor INTEGER NOT NULL,
    currency TEXT NOT NULL,
    due_on TEXT NOT NULL,
    note TEXT NOT NULL,
    id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
    made_at TEXT NOT NULL,
    withdrawn_at TEXT,
    batch_id INTEGER,
    FOREIGN KEY(client_id) REFERENCES client (id) ON DELETE RESTRICT,
    FOREIGN KEY(invoice_id) REFERENCES invoice (id) ON DELETE RESTRICT,
    FOREIGN KEY(batch_id) REFERENCES import_batch (id) ON DELETE RESTRICT
) STRICT;

CREATE TABLE signed_statement (
    id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
    client_id INTEGER NOT NULL,
    until TEXT NOT NULL,
    signed_on TEXT NOT NULL,
    created_at TEXT NOT NULL,
    FOREIGN KEY(client_id) REFERENCES client (id) ON DELETE RESTRICT
) STRICT;

CREATE TABLE debt_step (
    id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
    client_id INTEGER NOT NULL,
    step TEXT NOT NULL,
    way TEXT NOT NULL,
    done_on TEXT NOT NULL,
    created_at TEXT NOT NULL,
    FOREIGN KEY(client_id) REFERENCES client (id) ON DELETE RESTRICT
) STRICT;

CREATE TABLE allocation (
    id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
    payment_id INTEGER NOT NULL,
    instalment_id INTEGER NOT NULL,
    amount_minor INTEGER NOT NULL CHECK (amount_minor > 0),
    FOREIGN KEY(payment_id) REFERENCES payment (id) ON DELETE CASCADE,
    FOREIGN KEY(instalment_id) REFERENCES instalment (id) ON DELETE CASCADE
) STRICT;

CREATE TABLE statement_line (
    id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
    line_key TEXT NOT NULL,
    file TEXT NOT NULL,
    own_account TEXT NOT NULL,
    booked_on TEXT NOT NULL,
    amount_minor INTEGER NOT NULL,
    currency TEXT NOT NULL,
    name TEXT NOT NULL,
    inn TEXT NOT NULL,
    kpp TEXT NOT NULL,
    account TEXT NOT NULL,
    bik TEXT NOT NULL,
    number TEXT NOT NULL,
    bank_id TEXT NOT NULL,
    purpose TEXT NOT NULL,
    taken_at TEXT NOT NULL,
    payment_id INTEGER,
    FOREIGN KEY(payment_id) REFERENCES payment (id) ON DELETE SET NULL
) STRICT;


-- Lists and look-ups
-- Ends with what a list in order of names is narrowed by, so that narrowing reads no table page.
CREATE INDEX client_by_name ON client (name_key, id, kind, verified_on, created_at)
    WHERE archived_at IS NULL;
CREATE INDEX client_by_status ON client (status, name_key, id) WHERE archived_at IS NULL;
CREATE INDEX client_by_city ON client (city, name_key, id) WHERE archived_at IS NULL;
CREATE INDEX client_by_region ON client (region, name_key, id) WHERE archived_at IS NULL;
CREATE INDEX client_by_country ON client (country, name_key, id) WHERE archived_at IS NULL;
CREATE INDEX client_by_owner ON client (owner, name_key, id) WHERE archived_at IS NULL;
CREATE INDEX client_by_industry ON client (industry, name_key, id) WHERE archived_at IS NULL;
CREATE INDEX client_by_source ON client (source, name_key, id) WHERE archived_at IS NULL;
CREATE INDEX client_by_abc ON client (abc, name_key, id) WHERE archived_at IS NULL;
CREATE INDEX client_by_created ON client (created_at, name_key, id) WHERE archived_at IS NULL;
CREATE INDEX client_archived ON client (name_key, id) WHERE archived_at IS NOT NULL;
CREATE INDEX client_cold ON client (id) WHERE status = 'lead' AND archived_at IS NULL;
CREATE INDEX client_stopped ON client (id) WHERE stopped_on IS NOT NULL;
CREATE INDEX client_by_class ON client (abc, status, id, touch_days)
    WHERE abc IS NOT NULL AND archived_at IS NULL;
CREATE INDEX client_unclassed ON client (status, id, touch_days)
    WHERE abc IS NULL AND archived_at IS NULL;
CREATE UNIQUE INDEX bank_by_bik ON bank (bik);
CREATE INDEX client_by_inn ON client (inn) WHERE inn IS NOT NULL;
CREATE INDEX client_by_website ON client (website) WHERE website <> '';
CREATE INDEX contact_own_fields ON contact (id) WHERE custom <> '{}';
CREATE INDEX deal_own_fields ON deal (id) WHERE custom <> '{}';
CREATE INDEX client_own_fields ON client (id) WHERE custom <> '{}';
CREATE UNIQUE INDEX tag_of_client ON tag (client_id, name);
CREATE INDEX tag_by_name ON tag (name, client_id);
CREATE INDEX contact_of_client ON contact (client_id, position, id);
CREATE INDEX phone_of_client ON phone (client_id, position, id);
CREATE INDEX phone_of_contact ON phone (contact_id);
CREATE INDEX phone_by_digits ON phone (digits);
CREATE INDEX email_of_client ON email (client_id, position, id);
CREATE INDEX email_of_contact ON email (contact_id);
CREATE INDEX email_by_address ON email (address);
CREATE INDEX client_merge_of_kept ON client_merge (kept_id, id);
CREATE INDEX client_merge_of_gone ON client_merge (gone_id);
CREATE UNIQUE INDEX distinct_pair_once ON distinct_pair (first_id, second_id);
CREATE INDEX distinct_pair_of_second ON distinct_pair (second_id);
CREATE UNIQUE INDEX needs_of_client ON needs (client_id) WHERE client_id IS NOT NULL;
CREATE UNIQUE INDEX needs_of_deal ON needs (deal_id) WHERE deal_id IS NOT NULL;
CREATE UNIQUE INDEX custom_field_by_name ON custom_field (entity, name);
CREATE INDEX consent_of_client ON consent (client_id, id);
CREATE UNIQUE INDEX pipeline_by_code ON pipeline (code);
CREATE UNIQUE INDEX stage_by_code ON stage (pipeline_id, code);
CREATE INDEX checklist_item_of_stage ON checklist_item (stage_id, position);
CREATE UNIQUE INDEX checklist_tick_once ON checklist_tick (deal_id, item_id);
CREATE INDEX checklist_tick_of_item ON checklist_tick (item_id);
CREATE UNIQUE INDEX loss_reason_by_code ON loss_reason (code);
CREATE UNIQUE INDEX outcome_by_code ON outcome (code);
CREATE UNIQUE INDEX objection_type_by_code ON objection_type (code);
CREATE INDEX product_by_name ON product (name);
CREATE UNIQUE INDEX import_link_by_key ON import_link (kind, foreign_key);
CREATE INDEX import_link_by_record ON import_link (kind, record_id);
CREATE INDEX import_link_of_batch ON import_link (batch_id);

-- Funnel
CREATE INDEX deal_of_client ON deal (client_id, closed_on);
CREATE INDEX deal_of_contact ON deal (contact_id) WHERE contact_id IS NOT NULL;
CREATE INDEX deal_open ON deal (
    stage_id, amount_minor, currency, client_id, owner, product_id, snoozed_until, stage_since,
    expected_close
) WHERE closed_on IS NULL AND archived_at IS NULL;
CREATE INDEX deal_open_sums ON deal (stage_id, currency, amount_minor)
    WHERE closed_on IS NULL AND archived_at IS NULL;
CREATE INDEX deal_by_entry ON deal (opened_on, stage_id, closed_on) WHERE archived_at IS NULL;
CREATE INDEX deal_archived ON deal (id) WHERE archived_at IS NOT NULL;
CREATE INDEX deal_by_stage ON deal (stage_id, stage_since, id) WHERE archived_at IS NULL;
CREATE INDEX deal_by_close ON deal (closed_on, stage_id, currency, amount_minor, opened_on)
    WHERE closed_on IS NOT NULL AND archived_at IS NULL;
CREATE INDEX deal_closed ON deal (stage_id, closed_on, currency, amount_minor, client_id)
    WHERE closed_on IS NOT NULL AND archived_at IS NULL;
CREATE INDEX deal_by_owner ON deal (owner) WHERE owner <> '';
-- Holds all that is asked of what a client has bought
CREATE INDEX deal_bought ON deal (client_id, product_id, stage_id)
    WHERE product_id IS NOT NULL AND closed_on IS NOT NULL AND archived_at IS NULL;
CREATE INDEX deal_of_product ON deal (product_id) WHERE product_id IS NOT NULL;
CREATE INDEX deal_by_competitor ON deal (competitor, archived_at) WHERE competitor <> '';
CREATE INDEX sighting_of_competitor ON sighting (competitor_id, seen_on, id);
CREATE INDEX sighting_of_client ON sighting (client_id) WHERE client_id IS NOT NULL;
CREATE INDEX sighting_of_deal ON sighting (deal_id, competitor_id) WHERE deal_id IS NOT NULL;
CREATE INDEX sighting_of_product ON sighting (product_id) WHERE product_id IS NOT NULL;
CREATE UNIQUE INDEX price_of_product ON price (product_id, price_list_id);
CREATE INDEX price_of_list ON price (price_list_id, product_id);
CREATE UNIQUE INDEX offer_by_number ON offer (number, version);
CREATE INDEX offer_of_deal ON offer (deal_id, number, version);
CREATE INDEX offer_of_step ON offer (step_id) WHERE step_id IS NOT NULL;
CREATE INDEX offer_line_of_offer ON offer_line (offer_id, position, id);
CREATE INDEX offer_line_of_deal ON offer_line (deal_id);
CREATE INDEX offer_line_of_product ON offer_line (product_id) WHERE product_id IS NOT NULL;
CREATE INDEX stage_change_of_deal ON stage_change (deal_id, id, to_stage_id, changed_at);
CREATE INDEX stage_change_by_stage ON stage_change (to_stage_id, changed_at, deal_id);

-- The day
-- Ends with what is asked of a client's calls, so that looking back at them reads no table page.
CREATE INDEX activity_of_client
    ON activity (client_id, started_at, id, kind, direction, outcome_id, attempt);
CREATE INDEX activity_of_deal ON activity (deal_id, started_at) WHERE deal_id IS NOT NULL;
CREATE INDEX activity_by_time
    ON activity (started_at, kind, direction, outcome_id, duration_s, client_id);
CREATE INDEX activity_of_contact ON activity (contact_id) WHERE contact_id IS NOT NULL;
CREATE INDEX activity_correction ON activity (corrects_id) WHERE corrects_id IS NOT NULL;
CREATE INDEX task_open_by_day ON task (due_on, due_at, client_id, deal_id)
    WHERE done_at IS NULL AND dropped_at IS NULL;
CREATE INDEX task_open_of_client ON task (client_id, due_on)
    WHERE done_at IS NULL AND dropped_at IS NULL;
CREATE INDEX task_open_of_deal ON task (deal_id, due_on)
    WHERE done_at IS NULL AND dropped_at IS NULL;
CREATE INDEX task_of_client ON task (client_id, id);
CREATE INDEX task_of_deal ON task (deal_id, id) WHERE deal_id IS NOT NULL;
CREATE INDEX request_open ON request (arrived_at, id, client_id)
    WHERE answered_at IS NULL AND dismissed_at IS NULL;
CREATE INDEX request_of_client ON request (client_id, arrived_at);
CREATE INDEX request_by_time ON request (arrived_at, id, answered_at, dismissed_at);
CREATE INDEX request_of_activity ON request (activity_id);
CREATE INDEX request_of_answer ON request (answer_id) WHERE answer_id IS NOT NULL;
CREATE UNIQUE INDEX list_mark_of_day ON list_mark (on_day, client_id);

-- Objections
CREATE INDEX answer_of_type ON answer (type_id, position, id);
CREATE INDEX objection_by_type
    ON objection_event (type_id, stage_id, answer_id, result, genuine);
CREATE INDEX objection_of_client ON objection_event (client_id, met_at);
CREATE INDEX objection_of_deal ON objection_event (deal_id, type_id, result)
    WHERE deal_id IS NOT NULL;
CREATE INDEX objection_by_time ON objection_event (met_at);
CREATE INDEX drill_grade_of_answer ON drill_grade (answer_id, graded_at);
CREATE INDEX objection_of_answer ON objection_event (answer_id) WHERE answer_id IS NOT NULL;

-- Money
CREATE INDEX invoice_of_client ON invoice (client_id, issued_on);
CREATE INDEX invoice_by_number ON invoice (number);
CREATE INDEX invoice_of_deal ON invoice (deal_id) WHERE deal_id IS NOT NULL;
CREATE INDEX invoice_cancelled_by_day ON invoice (cancelled_on) WHERE cancelled_on IS NOT NULL;
CREATE INDEX invoice_disputed ON invoice (client_id) WHERE disputed = 1;
CREATE INDEX invoice_by_day ON invoice (issued_on, currency, amount_minor, cancelled_on, opening);
CREATE INDEX instalment_of_invoice ON instalment (invoice_id, due_on);
CREATE INDEX instalment_open ON instalment (client_id, currency, due_on, open_minor)
    WHERE open_minor > 0;
CREATE INDEX instalment_open_by_day ON instalment (due_on, client_id, currency, open_minor, invoice_id)
    WHERE open_minor > 0;
CREATE INDEX payment_of_client ON payment (client_id, paid_on);
CREATE INDEX payment_by_day ON payment (paid_on, currency, client_id, amount_minor, kind);
CREATE INDEX payment_of_invoice ON payment (invoice_id) WHERE invoice_id IS NOT NULL;
CREATE INDEX payment_free ON payment (client_id, currency, free_minor) WHERE free_minor > 0;
CREATE UNIQUE INDEX statement_line_by_key ON statement_line (line_key);
CREATE INDEX statement_line_of_payment ON statement_line (payment_id);
CREATE INDEX allocation_of_payment ON allocation (payment_id, amount_minor);
CREATE INDEX allocation_of_instalment ON allocation (instalment_id, payment_id, amount_minor);
CREATE INDEX debt_step_of_client ON debt_step (client_id, done_on);
CREATE INDEX signed_statement_of_client ON signed_statement (client_id, signed_on);
CREATE INDEX promise_of_client ON promise (client_id, due_on);
CREATE INDEX promise_by_day ON promise (due_on) WHERE withdrawn_at IS NULL;
CREATE INDEX promise_by_moment ON promise (made_at) WHERE withdrawn_at IS NULL;
CREATE UNIQUE INDEX key_rate_of_day ON key_rate (begins_on);
CREATE UNIQUE INDEX plan_of_month ON plan (month, metric, currency);

-- Balances derive from allocations, whoever writes them
CREATE TRIGGER instalment_opens AFTER INSERT ON instalment BEGIN
    UPDATE instalment SET open_minor = amount_minor WHERE id = NEW.id;
END;
CREATE TRIGGER instalment_resized AFTER UPDATE OF amount_minor ON instalment
WHEN NEW.amount_minor <> OLD.amount_minor BEGIN
    UPDATE instalment SET open_minor = amount_minor - (
        SELECT coalesce(sum(amount_minor), 0) FROM allocation WHERE instalment_id = NEW.id
    ) WHERE id = NEW.id;
END;
CREATE TRIGGER payment_opens AFTER INSERT ON payment BEGIN
    UPDATE payment SET free_minor = amount_minor WHERE id = NEW.id;
END;
CREATE TRIGGER payment_resized AFTER UPDATE OF amount_minor ON payment
WHEN NEW.amount_minor <> OLD.amount_minor BEGIN
    UPDATE payment SET free_minor = amount_minor - (
        SELECT coalesce(sum(amount_minor), 0) FROM allocation WHERE payment_id = NEW.id
    ) WHERE id = NEW.id;
END;
CREATE TRIGGER allocation_laid AFTER INSERT ON allocation BEGIN
    UPDATE instalment SET open_minor = amount_minor - (
        SELECT coalesce(sum(amount_minor), 0) FROM allocation WHERE instalment_id = NEW.instalment_id
    ) WHERE id = NEW.instalment_id;
    UPDATE payment SET free_minor = amount_minor - (
        SELECT coalesce(sum(amount_minor), 0) FROM allocation WHERE payment_id = NEW.payment_id
    ) WHERE id = NEW.payment_id;
END;
CREATE TRIGGER allocation_lifted AFTER DELETE ON allocation BEGIN
    UPDATE instalment SET open_minor = amount_minor - (
        SELECT coalesce(sum(amount_minor), 0) FROM allocation WHERE instalment_id = OLD.instalment_id
    ) WHERE id = OLD.instalment_id;
    UPDATE payment SET free_minor = amount_minor - (
        SELECT coalesce(sum(amount_minor), 0) FROM allocation WHERE payment_id = OLD.payment_id
    ) WHERE id = OLD.payment_id;
END;
CREATE TRIGGER invoice_cancelled AFTER UPDATE OF cancelled_on ON invoice
WHEN NEW.cancelled_on IS NOT OLD.cancelled_on BEGIN
    UPDATE instalment SET open_minor = CASE WHEN NEW.cancelled_on IS NOT NULL THEN 0 ELSE amount_minor - (
        SELECT coalesce(sum(amount_minor), 0) FROM allocation WHERE instalment_id = instalment.id
    ) END WHERE invoice_id = NEW.id;
END;
CREATE TRIGGER allocation_moves_by_row BEFORE UPDATE ON allocation BEGIN
    SELECT raise(ABORT, 'an allocation is lifted and laid anew, not changed');
END;

-- What the funnel's figures derive from is not rewritten; only an undo takes it away
CREATE TRIGGER stage_change_stays BEFORE UPDATE ON stage_change BEGIN
    SELECT raise(ABORT, 'a stage change is append-only');
END;

-- What was sent to a client is not rewritten; only an undo takes it back
CREATE TRIGGER offer_sent_stays BEFORE UPDATE ON offer
WHEN OLD.sent_at IS NOT NULL AND NEW.sent_at IS NOT NULL AND (
    OLD.deal_id, OLD.currency, OLD.vat_included, OLD.valid_until, OLD.terms, OLD.number, OLD.version,
    OLD.sent_at
) IS NOT (
    NEW.deal_id, NEW.currency, NEW.vat_included, NEW.valid_until, NEW.terms, NEW.number, NEW.version,
    NEW.sent_at
) BEGIN
    SELECT raise(ABORT, 'an offer that was sent is not changed');
END;
CREATE TRIGGER offer_line_stays BEFORE UPDATE ON offer_line
WHEN (SELECT sent_at FROM offer WHERE id = OLD.offer_id) IS NOT NULL BEGIN
    SELECT raise(ABORT, 'an offer that was sent is not changed');
END;

-- The logs only grow
CREATE UNIQUE INDEX erased_reach_by_digest ON erased_reach (digest);
CREATE INDEX row_change_of_entry ON row_change (entry_id, id);
CREATE INDEX row_change_of_row ON row_change (table_name, row_id, entry_id);
CREATE UNIQUE INDEX undo_step_of_entry ON undo_step (entry_id);
CREATE INDEX undo_step_undone ON undo_step (undone_by);
CREATE INDEX audit_entry_of_subject ON audit_entry (subject_kind, subject_id, id);
CREATE TRIGGER audit_entry_stays BEFORE UPDATE ON audit_entry BEGIN
    SELECT raise(ABORT, 'the audit log is append-only');
END;
CREATE TRIGGER audit_entry_kept BEFORE DELETE ON audit_entry BEGIN
    SELECT raise(ABORT, 'the audit log is append-only');
END;
CREATE TRIGGER export_log_stays BEFORE UPDATE ON export_log BEGIN
    SELECT raise(ABORT, 'the log of exports is append-only');
END;
CREATE TRIGGER export_log_kept BEFORE DELETE ON export_log BEGIN
    SELECT raise(ABORT, 'the log of exports is append-only');
END;
CREATE TRIGGER row_change_stays BEFORE UPDATE ON row_change BEGIN
    SELECT raise(ABORT, 'the undo log is append-only');
END;
CREATE TRIGGER row_change_kept BEFORE DELETE ON row_change BEGIN
    SELECT raise(ABORT, 'the undo log is append-only');
END;

-- Search: names and titles by word prefixes, phones by any run of three digits or more
CREATE VIRTUAL TABLE client_names USING fts5 (
    name_key, content = 'client', content_rowid = 'id', prefix = '2 3',
    tokenize = 'unicode61 remove_diacritics 0'
);
CREATE TRIGGER client_named AFTER INSERT ON client BEGIN
    INSERT INTO client_names (rowid, name_key) VALUES (NEW.id, NEW.name_key);
END;
CREATE TRIGGER client_unnamed AFTER DELETE ON client BEGIN
    INSERT INTO client_names (client_names, rowid, name_key)
    VALUES ('delete', OLD.id, OLD.name_key);
END;
CREATE TRIGGER client_renamed AFTER UPDATE OF name_key ON client
WHEN NEW.name_key <> OLD.name_key BEGIN
    INSERT INTO client_names (client_names, rowid, name_key)
    VALUES ('delete', OLD.id, OLD.name_key);
    INSERT INTO client_names (rowid, name_key) VALUES (NEW.id, NEW.name_key);
END;
CREATE VIRTUAL TABLE contact_names USING fts5 (
    name_key, content = 'contact', content_rowid = 'id', prefix = '2 3',
    tokenize = 'unicode61 remove_diacritics 0'
);
CREATE TRIGGER contact_named AFTER INSERT ON contact BEGIN
    INSERT INTO contact_names (rowid, name_key) VALUES (NEW.id, NEW.name_key);
END;
CREATE TRIGGER contact_unnamed AFTER DELETE ON contact BEGIN
    INSERT INTO contact_names (contact_names, rowid, name_key)
    VALUES ('delete', OLD.id, OLD.name_key);
END;
CREATE TRIGGER contact_renamed AFTER UPDATE OF name_key ON contact
WHEN NEW.name_key <> OLD.name_key BEGIN
    INSERT INTO contact_names (contact_names, rowid, name_key)
    VALUES ('delete', OLD.id, OLD.name_key);
    INSERT INTO contact_names (rowid, name_key) VALUES (NEW.id, NEW.name_key);
END;
CREATE VIRTUAL TABLE deal_titles USING fts5 (
    title, prefix = '2 3', tokenize = 'unicode61 remove_diacritics 0'
);
CREATE TRIGGER deal_titled AFTER INSERT ON deal BEGIN
    INSERT INTO deal_titles (rowid, title)
    VALUES (NEW.id, replace(replace(NEW.title, 'ё', 'е'), 'Ё', 'Е'));
END;
CREATE TRIGGER deal_untitled AFTER DELETE ON deal BEGIN
    DELETE FROM deal_titles WHERE rowid = OLD.id;
END;
CREATE TRIGGER deal_retitled AFTER UPDATE OF title ON deal WHEN NEW.title <> OLD.title BEGIN
    UPDATE deal_titles SET title = replace(replace(NEW.title, 'ё', 'е'), 'Ё', 'Е')
    WHERE rowid = NEW.id;
END;
-- The words in use, for telling a slip of the keyboard from a name
CREATE VIRTUAL TABLE client_names_words USING fts5vocab (client_names, row);
CREATE VIRTUAL TABLE contact_names_words USING fts5vocab (contact_names, row);
CREATE VIRTUAL TABLE phone_digits USING fts5 (
    digits, content = 'phone', content_rowid = 'id', tokenize = 'trigram'
);
CREATE TRIGGER phone_listed AFTER INSERT ON phone BEGIN
    INSERT INTO phone_digits (rowid, digits) VALUES (NEW.id, NEW.digits);
END;
CREATE TRIGGER phone_unlisted AFTER DELETE ON phone BEGIN
    INSERT INTO phone_digits (phone_digits, rowid, digits) VALUES ('delete', OLD.id, OLD.digits);
END;
CREATE TRIGGER phone_relisted AFTER UPDATE OF digits ON phone
WHEN NEW.digits <> OLD.digits BEGIN
    INSERT INTO phone_digits (phone_digits, rowid, digits) VALUES ('delete', OLD.id, OLD.digits);
    INSERT INTO phone_digits (rowid, digits) VALUES (NEW.id, NEW.digits);
END;

-- Any part of a name or an address, from three characters on
CREATE VIRTUAL TABLE client_parts USING fts5 (
    name_key, content = 'client', content_rowid = 'id', tokenize = 'trigram'
);
CREATE TRIGGER client_parted AFTER INSERT ON client BEGIN
    INSERT INTO client_parts (rowid, name_key) VALUES (NEW.id, NEW.name_key);
END;
CREATE TRIGGER client_unparted AFTER DELETE ON client BEGIN
    INSERT INTO client_parts (client_parts, rowid, name_key) VALUES ('delete', OLD.id, OLD.name_key);
END;
CREATE TRIGGER client_reparted AFTER UPDATE OF name_key ON client
WHEN NEW.name_key <> OLD.name_key BEGIN
    INSERT INTO client_parts (client_parts, rowid, name_key) VALUES ('delete', OLD.id, OLD.name_key);
    INSERT INTO client_parts (rowid, name_key) VALUES (NEW.id, NEW.name_key);
END;
CREATE VIRTUAL TABLE email_parts USING fts5 (
    address, content = 'email', content_rowid = 'id', tokenize = 'trigram'
);
CREATE TRIGGER email_listed AFTER INSERT ON email BEGIN
    INSERT INTO email_parts (rowid, address) VALUES (NEW.id, NEW.address);
END;
CREATE TRIGGER email_unlisted AFTER DELETE ON email BEGIN
    INSERT INTO email_parts (email_parts, rowid, address) VALUES ('delete', OLD.id, OLD.address);
END;
CREATE TRIGGER email_relisted AFTER UPDATE OF address ON email
WHEN NEW.address <> OLD.address BEGIN
    INSERT INTO email_parts (email_parts, rowid, address) VALUES ('delete', OLD.id, OLD.address);
    INSERT INTO email_parts (rowid, address) VALUES (NEW.id, NEW.address);
END;
-- Words of what was written down, ё as е; a view, so that the index can be made anew from it. Old
-- words go before new ones come, in one trigger: of two, SQLite may fire the second first.
CREATE VIEW client_said AS
    SELECT id, replace(replace(notes, 'ё', 'е'), 'Ё', 'Е') AS said FROM client WHERE notes <> '';
CREATE VIRTUAL TABLE client_notes USING fts5 (
    said, content = 'client_said', content_rowid = 'id', prefix = '3', detail = 'none',
    tokenize = 'unicode61 remove_diacritics 0'
);
CREATE TRIGGER client_noted AFTER INSERT ON client WHEN NEW.notes <> '' BEGIN
    INSERT INTO client_notes (rowid, said) VALUES (NEW.id, replace(replace(NEW.notes, 'ё', 'е'), 'Ё', 'Е'));
END;
CREATE TRIGGER client_unnoted AFTER DELETE ON client WHEN OLD.notes <> '' BEGIN
    INSERT INTO client_notes (client_notes, rowid, said) VALUES ('delete', OLD.id, replace(replace(OLD.notes, 'ё', 'е'), 'Ё', 'Е'));
END;
CREATE TRIGGER client_renoted AFTER UPDATE OF notes ON client
WHEN NEW.notes <> OLD.notes BEGIN
    INSERT INTO client_notes (client_notes, rowid, said)
    SELECT 'delete', OLD.id, replace(replace(OLD.notes, 'ё', 'е'), 'Ё', 'Е') WHERE OLD.notes <> '';
    INSERT INTO client_notes (rowid, said) SELECT NEW.id, replace(replace(NEW.notes, 'ё', 'е'), 'Ё', 'Е') WHERE NEW.notes <> '';
END;
CREATE VIEW contact_said AS
    SELECT id, replace(replace(notes, 'ё', 'е'), 'Ё', 'Е') AS said FROM contact WHERE notes <> '';
CREATE VIRTUAL TABLE contact_notes USING fts5 (
    said, content = 'contact_said', content_rowid = 'id', prefix = '3', detail = 'none',
    tokenize = 'unicode61 remove_diacritics 0'
);
CREATE TRIGGER contact_noted AFTER INSERT ON contact WHEN NEW.notes <> '' BEGIN
    INSERT INTO contact_notes (rowid, said) VALUES (NEW.id, replace(replace(NEW.notes, 'ё', 'е'), 'Ё', 'Е'));
END;
CREATE TRIGGER contact_unnoted AFTER DELETE ON contact WHEN OLD.notes <> '' BEGIN
    INSERT INTO contact_notes (contact_notes, rowid, said) VALUES ('delete', OLD.id, replace(replace(OLD.notes, 'ё', 'е'), 'Ё', 'Е'));
END;
CREATE TRIGGER contact_renoted AFTER UPDATE OF notes ON contact
WHEN NEW.notes <> OLD.notes BEGIN
    INSERT INTO contact_notes (contact_notes, rowid, said)
    SELECT 'delete', OLD.id, replace(replace(OLD.notes, 'ё', 'е'), 'Ё', 'Е') WHERE OLD.notes <> '';
    INSERT INTO contact_notes (rowid, said) SELECT NEW.id, replace(replace(NEW.notes, 'ё', 'е'), 'Ё', 'Е') WHERE NEW.notes <> '';
END;
CREATE VIEW deal_said AS
    SELECT id, replace(replace(notes, 'ё', 'е'), 'Ё', 'Е') AS said FROM deal WHERE notes <> '';
CREATE VIRTUAL TABLE deal_notes USING fts5 (
    said, content = 'deal_said', content_rowid = 'id', prefix = '3', detail = 'none',
    tokenize = 'unicode61 remove_diacritics 0'
);
CREATE TRIGGER deal_noted AFTER INSERT ON deal WHEN NEW.notes <> '' BEGIN
    INSERT INTO deal_notes (rowid, said) VALUES (NEW.id, replace(replace(NEW.notes, 'ё', 'е'), 'Ё', 'Е'));
END;
CREATE TRIGGER deal_unnoted AFTER DELETE ON deal WHEN OLD.notes <> '' BEGIN
    INSERT INTO deal_notes (deal_notes, rowid, said) VALUES ('delete', OLD.id, replace(replace(OLD.notes, 'ё', 'е'), 'Ё', 'Е'));
END;
CREATE TRIGGER deal_renoted AFTER UPDATE OF notes ON deal
WHEN NEW.notes <> OLD.notes BEGIN
    INSERT INTO deal_notes (deal_notes, rowid, said)
    SELECT 'delete', OLD.id, replace(replace(OLD.notes, 'ё', 'е'), 'Ё', 'Е') WHERE OLD.notes <> '';
    INSERT INTO deal_notes (rowid, said) SELECT NEW.id, replace(replace(NEW.notes, 'ё', 'е'), 'Ё', 'Е') WHERE NEW.notes <> '';
END;
CREATE VIEW activity_said AS
    SELECT id, replace(replace(subject || ' ' || note, 'ё', 'е'), 'Ё', 'Е') AS said FROM activity WHERE subject <> '' OR note <> '';
CREATE VIRTUAL TABLE activity_notes USING fts5 (
    said, content = 'activity_said', content_rowid = 'id', prefix = '3', detail = 'none',
    tokenize = 'unicode61 remove_diacritics 0'
);
CREATE TRIGGER activity_noted AFTER INSERT ON activity WHEN NEW.subject <> '' OR NEW.note <> '' BEGIN
    INSERT INTO activity_notes (rowid, said) VALUES (NEW.id, replace(replace(NEW.subject || ' ' || NEW.note, 'ё', 'е'), 'Ё', 'Е'));
END;
CREATE TRIGGER activity_unnoted AFTER DELETE ON activity WHEN OLD.subject <> '' OR OLD.note <> '' BEGIN
    INSERT INTO activity_notes (activity_notes, rowid, said) VALUES ('delete', OLD.id, replace(replace(OLD.subject || ' ' || OLD.note, 'ё', 'е'), 'Ё', 'Е'));
END;
CREATE TRIGGER activity_renoted AFTER UPDATE OF subject, note ON activity
WHEN NEW.subject || ' ' || NEW.note <> OLD.subject || ' ' || OLD.note BEGIN
    INSERT INTO activity_notes (activity_notes, rowid, said)
    SELECT 'delete', OLD.id, replace(replace(OLD.subject || ' ' || OLD.note, 'ё', 'е'), 'Ё', 'Е') WHERE OLD.subject <> '' OR OLD.note <> '';
    INSERT INTO activity_notes (rowid, said) SELECT NEW.id, replace(replace(NEW.subject || ' ' || NEW.note, 'ё', 'е'), 'Ё', 'Е') WHERE NEW.subject <> '' OR NEW.note <> '';
END;
