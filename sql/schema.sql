-- The schema as pg_dump shows it: a picture of what sql/migrate/ makes, for reading and comparing; nothing runs it.

CREATE FUNCTION public.match_class(n integer) RETURNS integer
    LANGUAGE sql IMMUTABLE PARALLEL SAFE
    AS $$
    SELECT (n >= 2)::int + (n >= 4)::int + (n >= 8)::int + (n >= 16)::int + (n >= 32)::int + (n >= 64)::int + (n >= 128)::int
         + (n >= 256)::int + (n >= 512)::int + (n >= 1024)::int + (n >= 2048)::int + (n >= 4096)::int
$$;

CREATE TABLE public.api_token (
    token_id text NOT NULL,
    partner_id text NOT NULL,
    secret_sha256 bytea,
    certificate_sha256 bytea,
    scopes text[] NOT NULL,
    created_at timestamp with time zone NOT NULL,
    expires_at timestamp with time zone NOT NULL,
    revoked_at timestamp with time zone,
    last_used_at timestamp with time zone,
    CONSTRAINT api_token_certificate_sha256_check CHECK ((length(certificate_sha256) = 32)),
    CONSTRAINT api_token_check CHECK (((secret_sha256 IS NULL) <> (certificate_sha256 IS NULL))),
    CONSTRAINT api_token_scopes_check CHECK ((cardinality(scopes) > 0)),
    CONSTRAINT api_token_secret_sha256_check CHECK ((length(secret_sha256) = 32)),
    CONSTRAINT api_token_token_id_check CHECK ((token_id ~ '^[0-9a-f]{16}$'::text))
);

CREATE TABLE public.audit_checkpoint (
    size bigint NOT NULL,
    root bytea NOT NULL,
    note text NOT NULL,
    made_at timestamp with time zone NOT NULL,
    CONSTRAINT audit_checkpoint_root_check CHECK ((length(root) = 32)),
    CONSTRAINT audit_checkpoint_size_check CHECK ((size >= 0))
);

CREATE TABLE public.audit_head (
    head integer DEFAULT 1 NOT NULL,
    size bigint NOT NULL,
    frontier bytea NOT NULL,
    CONSTRAINT audit_head_check CHECK ((length(frontier) = (32 * bit_count((size)::bit(64))))),
    CONSTRAINT audit_head_head_check CHECK ((head = 1)),
    CONSTRAINT audit_head_size_check CHECK ((size >= 0))
)
WITH (fillfactor='10');

CREATE TABLE public.audit_leaf (
    leaf_index bigint NOT NULL,
    at timestamp with time zone NOT NULL,
    actor text NOT NULL,
    action text NOT NULL,
    subject text NOT NULL,
    detail json,
    leaf_hash bytea NOT NULL,
    CONSTRAINT audit_leaf_leaf_hash_check CHECK ((length(leaf_hash) = 32)),
    CONSTRAINT audit_leaf_leaf_index_check CHECK ((leaf_index >= 0))
);

CREATE TABLE public.changed_endpoint (
    endpoint_id uuid NOT NULL
);

CREATE TABLE public.changed_site (
    site_id uuid NOT NULL
);

CREATE TABLE public.changed_value (
    bucket integer NOT NULL,
    hash bigint NOT NULL,
    kind smallint NOT NULL,
    value text NOT NULL,
    CONSTRAINT changed_value_bucket_check CHECK (((bucket >= 0) AND (bucket <= 65535)))
);

CREATE TABLE public.correlation (
    correlation_id smallint NOT NULL,
    model_id smallint NOT NULL,
    rules integer NOT NULL,
    regroup_all boolean DEFAULT true NOT NULL,
    CONSTRAINT correlation_correlation_id_check CHECK ((correlation_id = 1))
);

CREATE TABLE public.delivery_attempt (
    outbox_id bigint NOT NULL,
    attempt_number bigint NOT NULL,
    sender bigint NOT NULL,
    started_at timestamp with time zone NOT NULL,
    ended_at timestamp with time zone,
    outcome text,
    http_status integer,
    why text,
    CONSTRAINT delivery_attempt_check CHECK (((ended_at IS NULL) = (outcome IS NULL))),
    CONSTRAINT delivery_attempt_outcome_check CHECK ((outcome = ANY (ARRAY['received'::text, 'refused'::text, 'later'::text, 'unknown'::text])))
);

CREATE TABLE public.delivery_lane (
    partner_id text NOT NULL,
    claimed_at timestamp with time zone,
    not_before timestamp with time zone DEFAULT '-infinity'::timestamp with time zone NOT NULL,
    failures integer DEFAULT 0 NOT NULL
);

CREATE TABLE public.derivation (
    derivation_id smallint NOT NULL,
    version integer NOT NULL,
    endpoint_after uuid,
    site_after uuid,
    CONSTRAINT derivation_derivation_id_check CHECK ((derivation_id = 1))
);

CREATE TABLE public.endpoint (
    endpoint_id uuid NOT NULL,
    name text NOT NULL
);

CREATE TABLE public.endpoint_contrary (
    endpoint_id uuid NOT NULL,
    contrary integer NOT NULL
);

CREATE TABLE public.endpoint_trait (
    bucket integer NOT NULL,
    hash bigint NOT NULL,
    kind smallint NOT NULL,
    role smallint NOT NULL,
    value text NOT NULL,
    endpoint_id uuid NOT NULL,
    records integer NOT NULL,
    partners smallint[] NOT NULL,
    first_at timestamp with time zone NOT NULL,
    last_at timestamp with time zone NOT NULL,
    grade smallint NOT NULL,
    examples uuid[] NOT NULL,
    CONSTRAINT endpoint_trait_bucket_check CHECK (((bucket >= 0) AND (bucket <= 65535)))
)
WITH (fillfactor='90');

CREATE TABLE public.hold (
    hold_id bigint NOT NULL,
    endpoint_id uuid NOT NULL,
    endpoint text NOT NULL,
    authority text NOT NULL,
    reason text NOT NULL,
    until_at timestamp with time zone NOT NULL,
    placed_at timestamp with time zone NOT NULL,
    placed_by text NOT NULL,
    effective_at timestamp with time zone,
    released_at timestamp with time zone,
    released_by text,
    CONSTRAINT hold_check CHECK (((released_at IS NULL) = (released_by IS NULL)))
);

ALTER TABLE public.hold ALTER COLUMN hold_id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.hold_hold_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);

CREATE TABLE public.hub_override (
    override_id bigint NOT NULL,
    kind smallint NOT NULL,
    hash bigint NOT NULL,
    value text NOT NULL,
    is_hub boolean NOT NULL,
    endpoints uuid[] NOT NULL,
    sites uuid[] NOT NULL,
    programme_id uuid,
    reason text NOT NULL,
    placed_by text NOT NULL,
    placed_at timestamp with time zone NOT NULL,
    released_by text,
    released_at timestamp with time zone,
    CONSTRAINT hub_override_check CHECK (((released_at IS NULL) = (released_by IS NULL))),
    CONSTRAINT hub_override_reason_check CHECK ((reason <> ''::text))
);

ALTER TABLE public.hub_override ALTER COLUMN override_id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.hub_override_override_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);

CREATE TABLE public.idempotency_key (
    partner_id text NOT NULL,
    key text NOT NULL,
    fingerprint bytea NOT NULL,
    submission_id uuid NOT NULL,
    status integer NOT NULL,
    created_at timestamp with time zone NOT NULL,
    CONSTRAINT idempotency_key_fingerprint_check CHECK ((length(fingerprint) = 32)),
    CONSTRAINT idempotency_key_key_check CHECK (((length(key) >= 1) AND (length(key) <= 255)))
);

CREATE TABLE public.link (
    site_id uuid NOT NULL,
    endpoint_id uuid NOT NULL,
    weight_bits bigint NOT NULL,
    rules bigint NOT NULL,
    model_id smallint NOT NULL,
    hand_bits bigint DEFAULT 0 NOT NULL
);

CREATE TABLE public.link_decision (
    site_id uuid NOT NULL,
    endpoint_id uuid NOT NULL,
    decision_number integer NOT NULL,
    decision text NOT NULL,
    actor text NOT NULL,
    reason text NOT NULL,
    decided_at timestamp with time zone NOT NULL,
    CONSTRAINT link_decision_decision_check CHECK ((decision = ANY (ARRAY['confirmed'::text, 'rejected'::text]))),
    CONSTRAINT link_decision_reason_check CHECK ((reason <> ''::text))
);

CREATE TABLE public.link_hop (
    site_id uuid NOT NULL,
    endpoint_id uuid NOT NULL,
    weight_bits bigint NOT NULL,
    via_id uuid NOT NULL,
    via_site boolean NOT NULL,
    kind smallint NOT NULL,
    shared integer NOT NULL,
    link_bits bigint NOT NULL,
    model_id smallint NOT NULL,
    ruled boolean DEFAULT false NOT NULL
);

CREATE TABLE public.meeting_value (
    bucket integer NOT NULL,
    hash bigint NOT NULL,
    kind smallint NOT NULL,
    value text NOT NULL,
    endpoints integer NOT NULL,
    sites integer NOT NULL,
    CONSTRAINT meeting_value_bucket_check CHECK (((bucket >= 0) AND (bucket <= 65535))),
    CONSTRAINT meeting_value_endpoints_check CHECK ((endpoints > 0)),
    CONSTRAINT meeting_value_sites_check CHECK ((sites > 0))
);

CREATE TABLE public.model (
    model_id smallint NOT NULL,
    sha256 bytea NOT NULL,
    text text NOT NULL,
    origin text NOT NULL,
    created_at timestamp with time zone NOT NULL,
    active boolean DEFAULT false NOT NULL
);

ALTER TABLE public.model ALTER COLUMN model_id ADD GENERATED ALWAYS AS IDENTITY (
    SEQUENCE NAME public.model_model_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);

CREATE TABLE public.model_trial (
    model_id smallint NOT NULL,
    against_id smallint NOT NULL,
    confirmed integer NOT NULL,
    rejected integer NOT NULL,
    groups integer NOT NULL,
    old_surprise double precision NOT NULL,
    new_surprise double precision NOT NULL,
    error double precision NOT NULL,
    verdict text NOT NULL,
    made_at timestamp with time zone NOT NULL,
    lifted integer DEFAULT 0 NOT NULL,
    lifted_rejected integer DEFAULT 0 NOT NULL,
    CONSTRAINT model_trial_verdict_check CHECK ((verdict = ANY (ARRAY['unknown'::text, 'alike'::text, 'better'::text, 'worse'::text])))
);

CREATE TABLE public.outbox (
    outbox_id bigint NOT NULL,
    request_id bigint NOT NULL,
    kind text NOT NULL,
    partner_id text NOT NULL,
    endpoint_id uuid NOT NULL,
    idempotency_key uuid NOT NULL,
    body text NOT NULL,
    first_approver text NOT NULL,
    second_approver text NOT NULL,
    state text NOT NULL,
    queued_at timestamp with time zone NOT NULL,
    not_before timestamp with time zone NOT NULL,
    attempts integer DEFAULT 0 NOT NULL,
    claimed_by bigint,
    lease_until timestamp with time zone,
    failure text,
    CONSTRAINT outbox_check CHECK ((second_approver <> first_approver)),
    CONSTRAINT outbox_check1 CHECK (((state = 'sending'::text) = ((claimed_by IS NOT NULL) AND (lease_until IS NOT NULL)))),
    CONSTRAINT outbox_kind_check CHECK ((kind = ANY (ARRAY['request'::text, 'withdrawal'::text]))),
    CONSTRAINT outbox_state_check CHECK ((state = ANY (ARRAY['ready'::text, 'held'::text, 'sending'::text, 'sent'::text, 'failed'::text, 'cancelled'::text])))
);

ALTER TABLE public.outbox ALTER COLUMN outbox_id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.outbox_outbox_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);

CREATE TABLE public.partner (
    partner_id text NOT NULL,
    partner_number smallint NOT NULL,
    name text NOT NULL,
    kind text NOT NULL,
    country text NOT NULL,
    created_at timestamp with time zone NOT NULL,
    delivery_url text,
    delivery_key text,
    delivery_ca text,
    delivery_networks text[] DEFAULT '{}'::text[] NOT NULL,
    CONSTRAINT partner_country_check CHECK ((country ~ '^[A-Z]{2}$'::text)),
    CONSTRAINT partner_delivery_url_check CHECK ((delivery_url ~~ 'https://%'::text)),
    CONSTRAINT partner_partner_id_check CHECK ((partner_id ~ '^[a-z0-9][a-z0-9_-]{0,62}$'::text))
);

ALTER TABLE public.partner ALTER COLUMN partner_number ADD GENERATED ALWAYS AS IDENTITY (
    SEQUENCE NAME public.partner_partner_number_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);

CREATE TABLE public.partner_route (
    scheme text NOT NULL,
    prefix text NOT NULL,
    partner_id text NOT NULL
);

CREATE TABLE public.problem (
    submission_id uuid NOT NULL,
    problem_number bigint NOT NULL,
    line bigint NOT NULL,
    source_ref text,
    field text,
    code text NOT NULL,
    severity text NOT NULL,
    fix_kind text,
    fix_value text,
    fix_count integer DEFAULT 0 NOT NULL,
    CONSTRAINT problem_severity_check CHECK ((severity = ANY (ARRAY['error'::text, 'warning'::text])))
);

CREATE TABLE public.programme_bridge (
    site_id uuid NOT NULL,
    endpoint_id uuid NOT NULL,
    cut boolean NOT NULL,
    endpoints integer NOT NULL,
    sites integer NOT NULL
);

CREATE TABLE public.programme_change (
    change_number bigint NOT NULL,
    programme_id uuid NOT NULL,
    other_id uuid,
    change text NOT NULL,
    members uuid[] NOT NULL,
    changed_at timestamp with time zone NOT NULL,
    CONSTRAINT programme_change_change_check CHECK ((change = ANY (ARRAY['formed'::text, 'joined'::text, 'left'::text, 'merged'::text, 'split'::text, 'dissolved'::text])))
);

ALTER TABLE public.programme_change ALTER COLUMN change_number ADD GENERATED ALWAYS AS IDENTITY (
    SEQUENCE NAME public.programme_change_change_number_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);

CREATE TABLE public.programme_changed (
    node_id uuid NOT NULL,
    is_site boolean NOT NULL
);

CREATE TABLE public.programme_decision (
    decision_id bigint NOT NULL,
    decision text NOT NULL,
    change_number bigint NOT NULL,
    ones uuid[] NOT NULL,
    others uuid[] NOT NULL,
    reason text NOT NULL,
    placed_by text NOT NULL,
    placed_at timestamp with time zone NOT NULL,
    released_by text,
    released_at timestamp with time zone,
    CONSTRAINT programme_decision_check CHECK (((released_at IS NULL) = (released_by IS NULL))),
    CONSTRAINT programme_decision_decision_check CHECK ((decision = ANY (ARRAY['apart'::text, 'together'::text]))),
    CONSTRAINT programme_decision_reason_check CHECK ((reason <> ''::text))
);

ALTER TABLE public.programme_decision ALTER COLUMN decision_id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.programme_decision_decision_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);

CREATE TABLE public.programme_kin_bridge (
    one_id uuid NOT NULL,
    other_id uuid NOT NULL,
    kind smallint NOT NULL,
    hash bigint NOT NULL,
    is_site boolean NOT NULL,
    cut boolean NOT NULL,
    endpoints integer NOT NULL,
    sites integer NOT NULL
);

CREATE TABLE public.programme_member (
    member_id uuid NOT NULL,
    is_site boolean NOT NULL,
    programme_id uuid NOT NULL
);

CREATE TABLE public.purchase_candidate (
    site_id uuid NOT NULL,
    purchase text NOT NULL,
    endpoint_id uuid NOT NULL,
    payment text NOT NULL,
    slots integer NOT NULL,
    class smallint NOT NULL,
    evidence bigint NOT NULL,
    seconds bigint NOT NULL,
    permille bigint NOT NULL,
    same_acquirer boolean NOT NULL,
    odd boolean NOT NULL
);

CREATE TABLE public.purchase_settled (
    site_id uuid NOT NULL,
    purchase text NOT NULL,
    endpoint_id uuid NOT NULL,
    payment text NOT NULL,
    hash bigint NOT NULL,
    value text NOT NULL
);

CREATE TABLE public.quarantine (
    submission_id uuid NOT NULL,
    line bigint NOT NULL,
    content bytea NOT NULL,
    source_ref text,
    field text,
    code text,
    fix_kind text,
    tried_by uuid,
    settled_at timestamp with time zone,
    settled_by uuid,
    settlement text,
    CONSTRAINT quarantine_check CHECK (((settled_at IS NULL) = (settlement IS NULL))),
    CONSTRAINT quarantine_settlement_check CHECK ((settlement = ANY (ARRAY['corrected'::text, 'retried'::text, 'overtaken'::text, 'refused'::text])))
);

CREATE TABLE public.record (
    record_id uuid NOT NULL,
    revision integer NOT NULL,
    superseded boolean DEFAULT false NOT NULL,
    partner_number smallint NOT NULL,
    record_kind smallint NOT NULL,
    source_ref text NOT NULL,
    submission_id uuid NOT NULL,
    line bigint NOT NULL,
    received_at timestamp with time zone NOT NULL,
    event_at timestamp with time zone NOT NULL,
    grade smallint NOT NULL,
    endpoint_id uuid,
    site_id uuid,
    content_sha256 bytea NOT NULL,
    content json NOT NULL
);

CREATE TABLE public.reemergence (
    request_id bigint NOT NULL,
    endpoint_id uuid NOT NULL,
    kind smallint NOT NULL,
    hash bigint NOT NULL,
    site_id uuid,
    closed_at timestamp with time zone NOT NULL,
    first_at timestamp with time zone NOT NULL,
    found_at timestamp with time zone NOT NULL,
    CONSTRAINT reemergence_check CHECK ((first_at > closed_at))
);

CREATE TABLE public.request (
    request_id bigint NOT NULL,
    endpoint_id uuid NOT NULL,
    endpoint text NOT NULL,
    partner_id text NOT NULL,
    previous_id bigint,
    state text NOT NULL,
    events bigint DEFAULT 0 NOT NULL,
    proposed_at timestamp with time zone NOT NULL,
    proposed_by text NOT NULL,
    probability double precision NOT NULL,
    evidence json NOT NULL,
    message text NOT NULL,
    le_due_at timestamp with time zone,
    acknowledge_due_at timestamp with time zone,
    outcome_due_at timestamp with time zone,
    partner_reference text,
    closed_at timestamp with time zone,
    CONSTRAINT request_state_check CHECK ((state = ANY (ARRAY['draft'::text, 'approved'::text, 'le_check'::text, 'le_hold'::text, 'le_released'::text, 'sent'::text, 'acknowledged'::text, 'investigating'::text, 'overdue'::text, 'closed_terminated'::text, 'closed_suspended'::text, 'closed_frozen'::text, 'closed_ceased'::text, 'closed_restricted'::text, 'answered_not_ours'::text, 'answered_no_violation'::text, 'answered_already_closed'::text, 'answered_need_more'::text, 'answered_refused_legal'::text, 'verified'::text, 'reopened'::text, 'appealed'::text, 'withdrawn'::text])))
);

CREATE TABLE public.request_approval (
    request_id bigint NOT NULL,
    actor text NOT NULL,
    approval_number integer NOT NULL,
    at timestamp with time zone NOT NULL,
    CONSTRAINT request_approval_approval_number_check CHECK ((approval_number = ANY (ARRAY[1, 2])))
);

CREATE TABLE public.request_event (
    request_id bigint NOT NULL,
    event_number bigint NOT NULL,
    at timestamp with time zone NOT NULL,
    actor text NOT NULL,
    from_state text,
    to_state text NOT NULL,
    reason text,
    CONSTRAINT request_event_event_number_check CHECK ((event_number > 0))
);

ALTER TABLE public.request ALTER COLUMN request_id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.request_request_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);

CREATE TABLE public.schema_migration (
    number integer NOT NULL,
    name text NOT NULL,
    applied_at timestamp with time zone NOT NULL
);

CREATE TABLE public.site (
    site_id uuid NOT NULL,
    name text NOT NULL
);

CREATE TABLE public.site_trait (
    bucket integer NOT NULL,
    hash bigint NOT NULL,
    kind smallint NOT NULL,
    role smallint NOT NULL,
    value text NOT NULL,
    site_id uuid NOT NULL,
    records integer NOT NULL,
    partners smallint[] NOT NULL,
    first_at timestamp with time zone NOT NULL,
    last_at timestamp with time zone NOT NULL,
    grade smallint NOT NULL,
    examples uuid[] NOT NULL,
    CONSTRAINT site_trait_bucket_check CHECK (((bucket >= 0) AND (bucket <= 65535)))
)
WITH (fillfactor='90');

CREATE TABLE public.source (
    source_id text NOT NULL,
    partner_id text NOT NULL,
    kind text NOT NULL,
    place text NOT NULL,
    "position" json NOT NULL,
    circuit text NOT NULL,
    failures bigint NOT NULL,
    next_at timestamp with time zone NOT NULL,
    started_at timestamp with time zone,
    ended_at timestamp with time zone,
    success_at timestamp with time zone,
    data_at timestamp with time zone,
    backlog boolean DEFAULT false NOT NULL,
    failed_at timestamp with time zone,
    error text,
    CONSTRAINT source_circuit_check CHECK ((circuit = ANY (ARRAY['closed'::text, 'open'::text, 'half_open'::text]))),
    CONSTRAINT source_kind_check CHECK ((kind = ANY (ARRAY['feed'::text, 'taxii'::text, 'sftp'::text, 'folder'::text]))),
    CONSTRAINT source_source_id_check CHECK ((source_id ~ '^[a-z0-9][a-z0-9_-]{0,62}(\.[a-z0-9][a-z0-9_-]{0,62})?$'::text))
);

CREATE TABLE public.source_item (
    source_id text NOT NULL,
    name text NOT NULL,
    bytes bigint NOT NULL,
    modified_at timestamp with time zone NOT NULL,
    state text NOT NULL,
    profile_sha256 bytea NOT NULL,
    why text,
    at timestamp with time zone NOT NULL,
    CONSTRAINT source_item_profile_sha256_check CHECK ((length(profile_sha256) = 32)),
    CONSTRAINT source_item_state_check CHECK ((state = ANY (ARRAY['taken'::text, 'refused'::text])))
);

CREATE TABLE public.source_submission (
    source_id text NOT NULL,
    submission_id uuid NOT NULL,
    stored_at timestamp with time zone NOT NULL,
    decoded_at timestamp with time zone
);

CREATE TABLE public.submission (
    submission_id uuid NOT NULL,
    partner_id text NOT NULL,
    record_kind text NOT NULL,
    sha256 bytea NOT NULL,
    stored_sha256 bytea NOT NULL,
    bytes bigint NOT NULL,
    stored_bytes bigint NOT NULL,
    format text NOT NULL,
    source text NOT NULL,
    received_at timestamp with time zone NOT NULL,
    state text NOT NULL,
    line bigint DEFAULT 0 NOT NULL,
    records bigint DEFAULT 0 NOT NULL,
    accepted bigint DEFAULT 0 NOT NULL,
    duplicate bigint DEFAULT 0 NOT NULL,
    revised bigint DEFAULT 0 NOT NULL,
    quarantined bigint DEFAULT 0 NOT NULL,
    warnings bigint DEFAULT 0 NOT NULL,
    problems bigint DEFAULT 0 NOT NULL,
    records_sha256 bytea DEFAULT '\x'::bytea NOT NULL,
    ignored_columns text[] DEFAULT '{}'::text[] NOT NULL,
    receipt json,
    profile text,
    passed_over bigint DEFAULT 0 NOT NULL,
    left_out bigint DEFAULT 0 NOT NULL,
    members text[] DEFAULT '{}'::text[] NOT NULL,
    corrects uuid,
    replays uuid,
    replay_scope text,
    member_counts bigint[] DEFAULT '{}'::bigint[] NOT NULL,
    other_members text[] DEFAULT '{}'::text[] NOT NULL,
    other_kinds text[] DEFAULT '{}'::text[] NOT NULL,
    CONSTRAINT submission_check CHECK (((((accepted + duplicate) + revised) + quarantined) = records)),
    CONSTRAINT submission_check1 CHECK (((state = 'done'::text) = (receipt IS NOT NULL))),
    CONSTRAINT submission_check2 CHECK (((replays IS NULL) = (replay_scope IS NULL))),
    CONSTRAINT submission_check3 CHECK (((corrects IS NULL) OR (replays IS NULL))),
    CONSTRAINT submission_replay_scope_check CHECK (((replay_scope = 'all'::text) OR (replay_scope = 'quarantine'::text) OR (replay_scope ~~ 'code:_%'::text))),
    CONSTRAINT submission_state_check CHECK ((state = ANY (ARRAY['stored'::text, 'done'::text])))
);

CREATE TABLE public.submission_chunk (
    submission_id uuid NOT NULL,
    chunk_number integer NOT NULL,
    content bytea NOT NULL
);
ALTER TABLE ONLY public.submission_chunk ALTER COLUMN content SET STORAGE EXTERNAL;

CREATE TABLE public.taken_endpoint (
    endpoint_id uuid NOT NULL
);

CREATE TABLE public.taken_site (
    site_id uuid NOT NULL
);

CREATE TABLE public.taken_value (
    bucket integer NOT NULL,
    hash bigint NOT NULL,
    kind smallint NOT NULL,
    value text NOT NULL,
    CONSTRAINT taken_value_bucket_check CHECK (((bucket >= 0) AND (bucket <= 65535)))
);

ALTER TABLE ONLY public.api_token
    ADD CONSTRAINT api_token_pkey PRIMARY KEY (token_id);

ALTER TABLE ONLY public.audit_checkpoint
    ADD CONSTRAINT audit_checkpoint_pkey PRIMARY KEY (size, note);

ALTER TABLE ONLY public.audit_head
    ADD CONSTRAINT audit_head_pkey PRIMARY KEY (head);

ALTER TABLE ONLY public.audit_leaf
    ADD CONSTRAINT audit_leaf_pkey PRIMARY KEY (leaf_index);

ALTER TABLE ONLY public.changed_endpoint
    ADD CONSTRAINT changed_endpoint_pkey PRIMARY KEY (endpoint_id);

ALTER TABLE ONLY public.changed_site
    ADD CONSTRAINT changed_site_pkey PRIMARY KEY (site_id);

ALTER TABLE ONLY public.changed_value
    ADD CONSTRAINT changed_value_pkey PRIMARY KEY (bucket, hash, kind, value);

ALTER TABLE ONLY public.correlation
    ADD CONSTRAINT correlation_pkey PRIMARY KEY (correlation_id);

ALTER TABLE ONLY public.delivery_attempt
    ADD CONSTRAINT delivery_attempt_pkey PRIMARY KEY (outbox_id, attempt_number);

ALTER TABLE ONLY public.delivery_lane
    ADD CONSTRAINT delivery_lane_pkey PRIMARY KEY (partner_id);

ALTER TABLE ONLY public.derivation
    ADD CONSTRAINT derivation_pkey PRIMARY KEY (derivation_id);

ALTER TABLE ONLY public.endpoint_contrary
    ADD CONSTRAINT endpoint_contrary_pkey PRIMARY KEY (endpoint_id);

ALTER TABLE ONLY public.endpoint
    ADD CONSTRAINT endpoint_pkey PRIMARY KEY (endpoint_id);

ALTER TABLE ONLY public.endpoint_trait
    ADD CONSTRAINT endpoint_trait_pkey PRIMARY KEY (bucket, hash, kind, role, endpoint_id, value);

ALTER TABLE ONLY public.hold
    ADD CONSTRAINT hold_pkey PRIMARY KEY (hold_id);

ALTER TABLE ONLY public.hub_override
    ADD CONSTRAINT hub_override_pkey PRIMARY KEY (override_id);

ALTER TABLE ONLY public.idempotency_key
    ADD CONSTRAINT idempotency_key_pkey PRIMARY KEY (partner_id, key);

ALTER TABLE ONLY public.link_decision
    ADD CONSTRAINT link_decision_pkey PRIMARY KEY (site_id, endpoint_id, decision_number);

ALTER TABLE ONLY public.link_hop
    ADD CONSTRAINT link_hop_pkey PRIMARY KEY (site_id, endpoint_id);

ALTER TABLE ONLY public.link
    ADD CONSTRAINT link_pkey PRIMARY KEY (site_id, endpoint_id);

ALTER TABLE ONLY public.meeting_value
    ADD CONSTRAINT meeting_value_pkey PRIMARY KEY (bucket, hash, kind, value);

ALTER TABLE ONLY public.model
    ADD CONSTRAINT model_pkey PRIMARY KEY (model_id);

ALTER TABLE ONLY public.model
    ADD CONSTRAINT model_sha256_key UNIQUE (sha256);

ALTER TABLE ONLY public.model_trial
    ADD CONSTRAINT model_trial_pkey PRIMARY KEY (model_id, against_id);

ALTER TABLE ONLY public.outbox
    ADD CONSTRAINT outbox_idempotency_key_key UNIQUE (idempotency_key);

ALTER TABLE ONLY public.outbox
    ADD CONSTRAINT outbox_pkey PRIMARY KEY (outbox_id);

ALTER TABLE ONLY public.outbox
    ADD CONSTRAINT outbox_request_id_kind_key UNIQUE (request_id, kind);

ALTER TABLE ONLY public.partner
    ADD CONSTRAINT partner_partner_number_key UNIQUE (partner_number);

ALTER TABLE ONLY public.partner
    ADD CONSTRAINT partner_pkey PRIMARY KEY (partner_id);

ALTER TABLE ONLY public.partner_route
    ADD CONSTRAINT partner_route_pkey PRIMARY KEY (scheme, prefix, partner_id);

ALTER TABLE ONLY public.problem
    ADD CONSTRAINT problem_pkey PRIMARY KEY (submission_id, problem_number);

ALTER TABLE ONLY public.programme_bridge
    ADD CONSTRAINT programme_bridge_pkey PRIMARY KEY (site_id, endpoint_id);

ALTER TABLE ONLY public.programme_change
    ADD CONSTRAINT programme_change_pkey PRIMARY KEY (change_number);

ALTER TABLE ONLY public.programme_changed
    ADD CONSTRAINT programme_changed_pkey PRIMARY KEY (node_id);

ALTER TABLE ONLY public.programme_decision
    ADD CONSTRAINT programme_decision_pkey PRIMARY KEY (decision_id);

ALTER TABLE ONLY public.programme_kin_bridge
    ADD CONSTRAINT programme_kin_bridge_pkey PRIMARY KEY (one_id, other_id, kind, hash);

ALTER TABLE ONLY public.programme_member
    ADD CONSTRAINT programme_member_pkey PRIMARY KEY (member_id);

ALTER TABLE ONLY public.purchase_candidate
    ADD CONSTRAINT purchase_candidate_pkey PRIMARY KEY (site_id, purchase, endpoint_id, payment);

ALTER TABLE ONLY public.purchase_settled
    ADD CONSTRAINT purchase_settled_pkey PRIMARY KEY (site_id, purchase);

ALTER TABLE ONLY public.quarantine
    ADD CONSTRAINT quarantine_pkey PRIMARY KEY (submission_id, line);

ALTER TABLE ONLY public.record
    ADD CONSTRAINT record_pkey PRIMARY KEY (record_id, revision);

ALTER TABLE ONLY public.reemergence
    ADD CONSTRAINT reemergence_pkey PRIMARY KEY (request_id, endpoint_id, kind, hash);

ALTER TABLE ONLY public.request_approval
    ADD CONSTRAINT request_approval_pkey PRIMARY KEY (request_id, actor);

ALTER TABLE ONLY public.request_approval
    ADD CONSTRAINT request_approval_request_id_approval_number_key UNIQUE (request_id, approval_number);

ALTER TABLE ONLY public.request_event
    ADD CONSTRAINT request_event_pkey PRIMARY KEY (request_id, event_number);

ALTER TABLE ONLY public.request
    ADD CONSTRAINT request_pkey PRIMARY KEY (request_id);

ALTER TABLE ONLY public.schema_migration
    ADD CONSTRAINT schema_migration_pkey PRIMARY KEY (number);

ALTER TABLE ONLY public.site
    ADD CONSTRAINT site_pkey PRIMARY KEY (site_id);

ALTER TABLE ONLY public.site_trait
    ADD CONSTRAINT site_trait_pkey PRIMARY KEY (bucket, hash, kind, role, site_id, value);

ALTER TABLE ONLY public.source_item
    ADD CONSTRAINT source_item_pkey PRIMARY KEY (source_id, name, bytes, modified_at);

ALTER TABLE ONLY public.source
    ADD CONSTRAINT source_pkey PRIMARY KEY (source_id);

ALTER TABLE ONLY public.source_submission
    ADD CONSTRAINT source_submission_pkey PRIMARY KEY (source_id, submission_id);

ALTER TABLE ONLY public.submission_chunk
    ADD CONSTRAINT submission_chunk_pkey PRIMARY KEY (submission_id, chunk_number);

ALTER TABLE ONLY public.submission
    ADD CONSTRAINT submission_pkey PRIMARY KEY (submission_id);

ALTER TABLE ONLY public.taken_endpoint
    ADD CONSTRAINT taken_endpoint_pkey PRIMARY KEY (endpoint_id);

ALTER TABLE ONLY public.taken_site
    ADD CONSTRAINT taken_site_pkey PRIMARY KEY (site_id);

ALTER TABLE ONLY public.taken_value
    ADD CONSTRAINT taken_value_pkey PRIMARY KEY (bucket, hash, kind, value);

CREATE INDEX api_token_certificate ON public.api_token USING btree (certificate_sha256) WHERE (certificate_sha256 IS NOT NULL);

CREATE INDEX endpoint_trait_endpoint ON public.endpoint_trait USING btree (endpoint_id);

CREATE INDEX endpoint_trait_payment ON public.endpoint_trait USING btree (value COLLATE "C", endpoint_id) WHERE (kind = 17);

CREATE INDEX endpoint_trait_payment_hour ON public.endpoint_trait USING btree (((("left"(value, 4) || substr(value, 21, 7)) || substr(value, 4, 16))) COLLATE "C", endpoint_id) WHERE (kind = 17);

CREATE INDEX hold_active ON public.hold USING btree (endpoint_id) WHERE (released_at IS NULL);

CREATE INDEX idempotency_key_created ON public.idempotency_key USING btree (created_at);

CREATE INDEX link_endpoint ON public.link USING btree (endpoint_id);

CREATE INDEX link_hop_endpoint ON public.link_hop USING btree (endpoint_id);

CREATE INDEX link_weight ON public.link USING btree (weight_bits DESC) WHERE (weight_bits >= '-4247928'::integer);

CREATE UNIQUE INDEX model_active ON public.model USING btree (active) WHERE active;

CREATE INDEX outbox_held ON public.outbox USING btree (endpoint_id) WHERE (state = 'held'::text);

CREATE INDEX outbox_ready ON public.outbox USING btree (partner_id, not_before, outbox_id) WHERE (state = 'ready'::text);

CREATE INDEX outbox_sending ON public.outbox USING btree (endpoint_id) WHERE (state = 'sending'::text);

CREATE INDEX programme_change_programme ON public.programme_change USING btree (programme_id);

CREATE INDEX programme_member_programme ON public.programme_member USING btree (programme_id);

CREATE INDEX purchase_candidate_payment ON public.purchase_candidate USING btree (endpoint_id, payment);

CREATE INDEX quarantine_open ON public.quarantine USING btree (source_ref, submission_id) WHERE (settled_at IS NULL);

CREATE INDEX record_endpoint ON public.record USING btree (endpoint_id) WHERE (endpoint_id IS NOT NULL);

CREATE INDEX record_site ON public.record USING btree (site_id) WHERE (site_id IS NOT NULL);

CREATE INDEX request_closed ON public.request USING btree (request_id) WHERE ((state ~~ 'closed\_%'::text) OR (state = ANY (ARRAY['answered_already_closed'::text, 'verified'::text, 'reopened'::text])));

CREATE INDEX request_endpoint ON public.request USING btree (endpoint_id);

CREATE INDEX request_le_check ON public.request USING btree (le_due_at) WHERE (state = 'le_check'::text);

CREATE INDEX request_le_hold ON public.request USING btree (request_id) WHERE (state = 'le_hold'::text);

CREATE UNIQUE INDEX request_open ON public.request USING btree (endpoint_id) WHERE (closed_at IS NULL);

CREATE INDEX request_waiting ON public.request USING btree (outcome_due_at) WHERE (state = ANY (ARRAY['sent'::text, 'acknowledged'::text, 'investigating'::text]));

CREATE INDEX site_trait_paid ON public.site_trait USING btree (value COLLATE "C", site_id) WHERE (kind = 25);

CREATE INDEX site_trait_paid_hour ON public.site_trait USING btree (((("left"(value, 4) || substr(value, 21, 7)) || substr(value, 4, 16))) COLLATE "C", site_id) WHERE (kind = 25);

CREATE INDEX site_trait_value ON public.site_trait USING btree (site_id, hash);

CREATE INDEX source_submission_waiting ON public.source_submission USING btree (stored_at, submission_id) WHERE (decoded_at IS NULL);

CREATE INDEX submission_corrects ON public.submission USING btree (corrects) WHERE (corrects IS NOT NULL);

CREATE INDEX submission_partner ON public.submission USING btree (partner_id, received_at);

CREATE INDEX submission_replays ON public.submission USING btree (replays) WHERE (replays IS NOT NULL);

CREATE INDEX submission_stored ON public.submission USING btree (received_at) WHERE (state = 'stored'::text);

ALTER TABLE ONLY public.api_token
    ADD CONSTRAINT api_token_partner_id_fkey FOREIGN KEY (partner_id) REFERENCES public.partner(partner_id);

ALTER TABLE ONLY public.correlation
    ADD CONSTRAINT correlation_model_id_fkey FOREIGN KEY (model_id) REFERENCES public.model(model_id);

ALTER TABLE ONLY public.delivery_attempt
    ADD CONSTRAINT delivery_attempt_outbox_id_fkey FOREIGN KEY (outbox_id) REFERENCES public.outbox(outbox_id);

ALTER TABLE ONLY public.delivery_lane
    ADD CONSTRAINT delivery_lane_partner_id_fkey FOREIGN KEY (partner_id) REFERENCES public.partner(partner_id);

ALTER TABLE ONLY public.idempotency_key
    ADD CONSTRAINT idempotency_key_partner_id_fkey FOREIGN KEY (partner_id) REFERENCES public.partner(partner_id);

ALTER TABLE ONLY public.model_trial
    ADD CONSTRAINT model_trial_against_id_fkey FOREIGN KEY (against_id) REFERENCES public.model(model_id);

ALTER TABLE ONLY public.model_trial
    ADD CONSTRAINT model_trial_model_id_fkey FOREIGN KEY (model_id) REFERENCES public.model(model_id);

ALTER TABLE ONLY public.outbox
    ADD CONSTRAINT outbox_partner_id_fkey FOREIGN KEY (partner_id) REFERENCES public.partner(partner_id);

ALTER TABLE ONLY public.outbox
    ADD CONSTRAINT outbox_request_id_first_approver_fkey FOREIGN KEY (request_id, first_approver) REFERENCES public.request_approval(request_id, actor);

ALTER TABLE ONLY public.outbox
    ADD CONSTRAINT outbox_request_id_fkey FOREIGN KEY (request_id) REFERENCES public.request(request_id);

ALTER TABLE ONLY public.outbox
    ADD CONSTRAINT outbox_request_id_second_approver_fkey FOREIGN KEY (request_id, second_approver) REFERENCES public.request_approval(request_id, actor);

ALTER TABLE ONLY public.partner_route
    ADD CONSTRAINT partner_route_partner_id_fkey FOREIGN KEY (partner_id) REFERENCES public.partner(partner_id);

ALTER TABLE ONLY public.reemergence
    ADD CONSTRAINT reemergence_request_id_fkey FOREIGN KEY (request_id) REFERENCES public.request(request_id);

ALTER TABLE ONLY public.request_approval
    ADD CONSTRAINT request_approval_request_id_fkey FOREIGN KEY (request_id) REFERENCES public.request(request_id);

ALTER TABLE ONLY public.request_event
    ADD CONSTRAINT request_event_request_id_fkey FOREIGN KEY (request_id) REFERENCES public.request(request_id);

ALTER TABLE ONLY public.request
    ADD CONSTRAINT request_partner_id_fkey FOREIGN KEY (partner_id) REFERENCES public.partner(partner_id);

ALTER TABLE ONLY public.request
    ADD CONSTRAINT request_previous_id_fkey FOREIGN KEY (previous_id) REFERENCES public.request(request_id);

ALTER TABLE ONLY public.source_item
    ADD CONSTRAINT source_item_source_id_fkey FOREIGN KEY (source_id) REFERENCES public.source(source_id);

ALTER TABLE ONLY public.source
    ADD CONSTRAINT source_partner_id_fkey FOREIGN KEY (partner_id) REFERENCES public.partner(partner_id);

ALTER TABLE ONLY public.source_submission
    ADD CONSTRAINT source_submission_source_id_fkey FOREIGN KEY (source_id) REFERENCES public.source(source_id);

ALTER TABLE ONLY public.submission
    ADD CONSTRAINT submission_partner_id_fkey FOREIGN KEY (partner_id) REFERENCES public.partner(partner_id);

GRANT USAGE ON SCHEMA public TO efc_intake;
GRANT USAGE ON SCHEMA public TO efc_correlate;
GRANT USAGE ON SCHEMA public TO efc_review;
GRANT USAGE ON SCHEMA public TO efc_deliver;
GRANT USAGE ON SCHEMA public TO efc_audit;
GRANT USAGE ON SCHEMA public TO efc_admin;
GRANT USAGE ON SCHEMA public TO efc_collect;

GRANT SELECT ON TABLE public.api_token TO efc_audit;
GRANT SELECT,INSERT ON TABLE public.api_token TO efc_admin;
GRANT SELECT ON TABLE public.api_token TO efc_intake;

GRANT UPDATE(revoked_at) ON TABLE public.api_token TO efc_admin;

GRANT UPDATE(last_used_at) ON TABLE public.api_token TO efc_intake;

GRANT INSERT ON TABLE public.audit_checkpoint TO efc_intake;
GRANT INSERT ON TABLE public.audit_checkpoint TO efc_correlate;
GRANT INSERT ON TABLE public.audit_checkpoint TO efc_review;
GRANT INSERT ON TABLE public.audit_checkpoint TO efc_deliver;
GRANT SELECT,INSERT ON TABLE public.audit_checkpoint TO efc_audit;
GRANT INSERT ON TABLE public.audit_checkpoint TO efc_admin;

GRANT SELECT ON TABLE public.audit_head TO efc_intake;
GRANT SELECT ON TABLE public.audit_head TO efc_correlate;
GRANT SELECT ON TABLE public.audit_head TO efc_review;
GRANT SELECT ON TABLE public.audit_head TO efc_deliver;
GRANT SELECT ON TABLE public.audit_head TO efc_audit;
GRANT SELECT ON TABLE public.audit_head TO efc_admin;

GRANT UPDATE(size) ON TABLE public.audit_head TO efc_intake;
GRANT UPDATE(size) ON TABLE public.audit_head TO efc_correlate;
GRANT UPDATE(size) ON TABLE public.audit_head TO efc_review;
GRANT UPDATE(size) ON TABLE public.audit_head TO efc_deliver;
GRANT UPDATE(size) ON TABLE public.audit_head TO efc_audit;
GRANT UPDATE(size) ON TABLE public.audit_head TO efc_admin;

GRANT UPDATE(frontier) ON TABLE public.audit_head TO efc_intake;
GRANT UPDATE(frontier) ON TABLE public.audit_head TO efc_correlate;
GRANT UPDATE(frontier) ON TABLE public.audit_head TO efc_review;
GRANT UPDATE(frontier) ON TABLE public.audit_head TO efc_deliver;
GRANT UPDATE(frontier) ON TABLE public.audit_head TO efc_audit;
GRANT UPDATE(frontier) ON TABLE public.audit_head TO efc_admin;

GRANT INSERT ON TABLE public.audit_leaf TO efc_intake;
GRANT INSERT ON TABLE public.audit_leaf TO efc_correlate;
GRANT INSERT ON TABLE public.audit_leaf TO efc_review;
GRANT INSERT ON TABLE public.audit_leaf TO efc_deliver;
GRANT SELECT,INSERT ON TABLE public.audit_leaf TO efc_audit;
GRANT INSERT ON TABLE public.audit_leaf TO efc_admin;

GRANT SELECT,INSERT,UPDATE ON TABLE public.changed_endpoint TO efc_intake;
GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE public.changed_endpoint TO efc_correlate;
GRANT SELECT,INSERT,UPDATE ON TABLE public.changed_endpoint TO efc_review;

GRANT SELECT,INSERT,UPDATE ON TABLE public.changed_site TO efc_intake;
GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE public.changed_site TO efc_correlate;
GRANT SELECT,INSERT,UPDATE ON TABLE public.changed_site TO efc_review;

GRANT SELECT,INSERT,UPDATE ON TABLE public.changed_value TO efc_intake;
GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE public.changed_value TO efc_correlate;

GRANT SELECT,INSERT,UPDATE ON TABLE public.correlation TO efc_correlate;
GRANT SELECT ON TABLE public.correlation TO efc_review;

GRANT SELECT ON TABLE public.delivery_attempt TO efc_review;
GRANT SELECT,INSERT ON TABLE public.delivery_attempt TO efc_deliver;
GRANT SELECT ON TABLE public.delivery_attempt TO efc_audit;

GRANT UPDATE(ended_at) ON TABLE public.delivery_attempt TO efc_review;
GRANT UPDATE(ended_at) ON TABLE public.delivery_attempt TO efc_deliver;

GRANT UPDATE(outcome) ON TABLE public.delivery_attempt TO efc_review;
GRANT UPDATE(outcome) ON TABLE public.delivery_attempt TO efc_deliver;

GRANT UPDATE(http_status) ON TABLE public.delivery_attempt TO efc_review;
GRANT UPDATE(http_status) ON TABLE public.delivery_attempt TO efc_deliver;

GRANT UPDATE(why) ON TABLE public.delivery_attempt TO efc_review;
GRANT UPDATE(why) ON TABLE public.delivery_attempt TO efc_deliver;

GRANT SELECT,INSERT ON TABLE public.delivery_lane TO efc_review;
GRANT SELECT,INSERT ON TABLE public.delivery_lane TO efc_deliver;

GRANT UPDATE(claimed_at) ON TABLE public.delivery_lane TO efc_deliver;

GRANT UPDATE(not_before) ON TABLE public.delivery_lane TO efc_deliver;

GRANT UPDATE(failures) ON TABLE public.delivery_lane TO efc_deliver;

GRANT SELECT,INSERT ON TABLE public.endpoint TO efc_intake;
GRANT SELECT ON TABLE public.endpoint TO efc_correlate;
GRANT SELECT ON TABLE public.endpoint TO efc_review;

GRANT SELECT,INSERT,UPDATE ON TABLE public.endpoint_contrary TO efc_correlate;
GRANT SELECT ON TABLE public.endpoint_contrary TO efc_review;
GRANT SELECT ON TABLE public.endpoint_contrary TO efc_audit;

GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE public.endpoint_trait TO efc_intake;
GRANT SELECT,INSERT,DELETE ON TABLE public.endpoint_trait TO efc_correlate;
GRANT SELECT ON TABLE public.endpoint_trait TO efc_review;

GRANT SELECT,INSERT ON TABLE public.hold TO efc_review;
GRANT SELECT ON TABLE public.hold TO efc_audit;

GRANT SELECT(hold_id) ON TABLE public.hold TO efc_deliver;

GRANT SELECT(endpoint_id) ON TABLE public.hold TO efc_deliver;

GRANT SELECT(until_at) ON TABLE public.hold TO efc_deliver;

GRANT UPDATE(effective_at) ON TABLE public.hold TO efc_review;

GRANT UPDATE(released_at) ON TABLE public.hold TO efc_review;
GRANT SELECT(released_at) ON TABLE public.hold TO efc_deliver;

GRANT UPDATE(released_by) ON TABLE public.hold TO efc_review;

GRANT SELECT,INSERT ON TABLE public.hub_override TO efc_review;
GRANT SELECT ON TABLE public.hub_override TO efc_correlate;
GRANT SELECT ON TABLE public.hub_override TO efc_audit;

GRANT UPDATE(released_by) ON TABLE public.hub_override TO efc_review;

GRANT UPDATE(released_at) ON TABLE public.hub_override TO efc_review;

GRANT SELECT,INSERT,DELETE ON TABLE public.idempotency_key TO efc_intake;

GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE public.link TO efc_correlate;
GRANT SELECT ON TABLE public.link TO efc_review;
GRANT SELECT ON TABLE public.link TO efc_audit;

GRANT SELECT ON TABLE public.link_decision TO efc_correlate;
GRANT SELECT,INSERT ON TABLE public.link_decision TO efc_review;
GRANT SELECT ON TABLE public.link_decision TO efc_audit;

GRANT SELECT,INSERT,DELETE ON TABLE public.link_hop TO efc_correlate;
GRANT SELECT ON TABLE public.link_hop TO efc_review;
GRANT SELECT ON TABLE public.link_hop TO efc_audit;

GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE public.meeting_value TO efc_correlate;
GRANT SELECT ON TABLE public.meeting_value TO efc_review;

GRANT SELECT,INSERT,UPDATE ON TABLE public.model TO efc_correlate;
GRANT SELECT,INSERT ON TABLE public.model TO efc_review;
GRANT SELECT ON TABLE public.model TO efc_audit;

GRANT UPDATE(active) ON TABLE public.model TO efc_review;

GRANT SELECT,INSERT,UPDATE ON TABLE public.model_trial TO efc_review;

GRANT SELECT,INSERT ON TABLE public.outbox TO efc_review;
GRANT SELECT,INSERT ON TABLE public.outbox TO efc_deliver;
GRANT SELECT ON TABLE public.outbox TO efc_audit;

GRANT UPDATE(state) ON TABLE public.outbox TO efc_review;
GRANT UPDATE(state) ON TABLE public.outbox TO efc_deliver;

GRANT UPDATE(not_before) ON TABLE public.outbox TO efc_review;
GRANT UPDATE(not_before) ON TABLE public.outbox TO efc_deliver;

GRANT UPDATE(attempts) ON TABLE public.outbox TO efc_review;
GRANT UPDATE(attempts) ON TABLE public.outbox TO efc_deliver;

GRANT UPDATE(claimed_by) ON TABLE public.outbox TO efc_review;
GRANT UPDATE(claimed_by) ON TABLE public.outbox TO efc_deliver;

GRANT UPDATE(lease_until) ON TABLE public.outbox TO efc_review;
GRANT UPDATE(lease_until) ON TABLE public.outbox TO efc_deliver;

GRANT UPDATE(failure) ON TABLE public.outbox TO efc_review;
GRANT UPDATE(failure) ON TABLE public.outbox TO efc_deliver;

GRANT SELECT,INSERT,UPDATE ON TABLE public.partner TO efc_admin;
GRANT SELECT ON TABLE public.partner TO efc_deliver;
GRANT SELECT ON TABLE public.partner TO efc_audit;

GRANT SELECT(partner_id),INSERT(partner_id) ON TABLE public.partner TO efc_intake;
GRANT SELECT(partner_id) ON TABLE public.partner TO efc_review;
GRANT SELECT(partner_id) ON TABLE public.partner TO efc_collect;

GRANT SELECT(partner_number) ON TABLE public.partner TO efc_intake;
GRANT SELECT(partner_number) ON TABLE public.partner TO efc_review;
GRANT SELECT(partner_number) ON TABLE public.partner TO efc_collect;

GRANT SELECT(name),INSERT(name) ON TABLE public.partner TO efc_intake;
GRANT SELECT(name) ON TABLE public.partner TO efc_review;
GRANT SELECT(name) ON TABLE public.partner TO efc_collect;

GRANT SELECT(kind),INSERT(kind) ON TABLE public.partner TO efc_intake;
GRANT SELECT(kind) ON TABLE public.partner TO efc_review;
GRANT SELECT(kind) ON TABLE public.partner TO efc_collect;

GRANT SELECT(country),INSERT(country) ON TABLE public.partner TO efc_intake;
GRANT SELECT(country) ON TABLE public.partner TO efc_review;
GRANT SELECT(country) ON TABLE public.partner TO efc_collect;

GRANT SELECT(created_at),INSERT(created_at) ON TABLE public.partner TO efc_intake;
GRANT SELECT(created_at) ON TABLE public.partner TO efc_review;
GRANT SELECT(created_at) ON TABLE public.partner TO efc_collect;

GRANT SELECT,INSERT,DELETE ON TABLE public.partner_route TO efc_admin;
GRANT SELECT ON TABLE public.partner_route TO efc_correlate;
GRANT SELECT ON TABLE public.partner_route TO efc_review;
GRANT SELECT ON TABLE public.partner_route TO efc_audit;

GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE public.problem TO efc_intake;
GRANT SELECT ON TABLE public.problem TO efc_review;

GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE public.programme_bridge TO efc_correlate;
GRANT SELECT ON TABLE public.programme_bridge TO efc_review;

GRANT SELECT,INSERT ON TABLE public.programme_change TO efc_correlate;
GRANT SELECT ON TABLE public.programme_change TO efc_review;
GRANT SELECT ON TABLE public.programme_change TO efc_audit;

GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE public.programme_changed TO efc_correlate;

GRANT SELECT,INSERT ON TABLE public.programme_decision TO efc_review;
GRANT SELECT ON TABLE public.programme_decision TO efc_correlate;
GRANT SELECT ON TABLE public.programme_decision TO efc_audit;

GRANT UPDATE(released_by) ON TABLE public.programme_decision TO efc_review;

GRANT UPDATE(released_at) ON TABLE public.programme_decision TO efc_review;

GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE public.programme_kin_bridge TO efc_correlate;
GRANT SELECT ON TABLE public.programme_kin_bridge TO efc_review;

GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE public.programme_member TO efc_correlate;
GRANT SELECT ON TABLE public.programme_member TO efc_review;

GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE public.purchase_candidate TO efc_correlate;

GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE public.purchase_settled TO efc_correlate;

GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE public.quarantine TO efc_intake;
GRANT SELECT ON TABLE public.quarantine TO efc_review;

GRANT SELECT,INSERT,UPDATE ON TABLE public.record TO efc_intake;
GRANT SELECT ON TABLE public.record TO efc_correlate;
GRANT SELECT ON TABLE public.record TO efc_review;
GRANT SELECT ON TABLE public.record TO efc_audit;

GRANT SELECT,INSERT ON TABLE public.reemergence TO efc_correlate;
GRANT SELECT ON TABLE public.reemergence TO efc_review;
GRANT SELECT ON TABLE public.reemergence TO efc_audit;

GRANT SELECT(request_id) ON TABLE public.reemergence TO efc_deliver;

GRANT SELECT(found_at) ON TABLE public.reemergence TO efc_deliver;

GRANT SELECT,INSERT ON TABLE public.request TO efc_review;
GRANT SELECT ON TABLE public.request TO efc_audit;

GRANT SELECT(request_id) ON TABLE public.request TO efc_deliver;
GRANT SELECT(request_id) ON TABLE public.request TO efc_correlate;

GRANT SELECT(endpoint_id) ON TABLE public.request TO efc_deliver;
GRANT SELECT(endpoint_id) ON TABLE public.request TO efc_correlate;

GRANT SELECT(endpoint) ON TABLE public.request TO efc_deliver;

GRANT SELECT(partner_id) ON TABLE public.request TO efc_deliver;

GRANT UPDATE(state) ON TABLE public.request TO efc_review;
GRANT SELECT(state),UPDATE(state) ON TABLE public.request TO efc_deliver;
GRANT SELECT(state) ON TABLE public.request TO efc_correlate;

GRANT UPDATE(events) ON TABLE public.request TO efc_review;
GRANT SELECT(events),UPDATE(events) ON TABLE public.request TO efc_deliver;

GRANT SELECT(proposed_at) ON TABLE public.request TO efc_deliver;

GRANT SELECT(message) ON TABLE public.request TO efc_deliver;

GRANT UPDATE(le_due_at) ON TABLE public.request TO efc_review;
GRANT SELECT(le_due_at),UPDATE(le_due_at) ON TABLE public.request TO efc_deliver;

GRANT UPDATE(acknowledge_due_at) ON TABLE public.request TO efc_review;
GRANT SELECT(acknowledge_due_at),UPDATE(acknowledge_due_at) ON TABLE public.request TO efc_deliver;

GRANT UPDATE(outcome_due_at) ON TABLE public.request TO efc_review;
GRANT SELECT(outcome_due_at),UPDATE(outcome_due_at) ON TABLE public.request TO efc_deliver;

GRANT UPDATE(partner_reference) ON TABLE public.request TO efc_review;
GRANT SELECT(partner_reference),UPDATE(partner_reference) ON TABLE public.request TO efc_deliver;

GRANT UPDATE(closed_at) ON TABLE public.request TO efc_review;
GRANT SELECT(closed_at),UPDATE(closed_at) ON TABLE public.request TO efc_deliver;

GRANT SELECT,INSERT ON TABLE public.request_approval TO efc_review;
GRANT SELECT ON TABLE public.request_approval TO efc_deliver;
GRANT SELECT ON TABLE public.request_approval TO efc_audit;

GRANT SELECT,INSERT ON TABLE public.request_event TO efc_review;
GRANT INSERT ON TABLE public.request_event TO efc_deliver;
GRANT SELECT ON TABLE public.request_event TO efc_audit;

GRANT SELECT(request_id) ON TABLE public.request_event TO efc_correlate;
GRANT SELECT(request_id) ON TABLE public.request_event TO efc_deliver;

GRANT SELECT(event_number) ON TABLE public.request_event TO efc_correlate;

GRANT SELECT(at) ON TABLE public.request_event TO efc_correlate;
GRANT SELECT(at) ON TABLE public.request_event TO efc_deliver;

GRANT SELECT(to_state) ON TABLE public.request_event TO efc_correlate;
GRANT SELECT(to_state) ON TABLE public.request_event TO efc_deliver;

GRANT USAGE ON SEQUENCE public.request_request_id_seq TO efc_review;

GRANT SELECT ON TABLE public.schema_migration TO efc_intake;
GRANT SELECT ON TABLE public.schema_migration TO efc_correlate;
GRANT SELECT ON TABLE public.schema_migration TO efc_review;
GRANT SELECT ON TABLE public.schema_migration TO efc_deliver;
GRANT SELECT ON TABLE public.schema_migration TO efc_audit;
GRANT SELECT ON TABLE public.schema_migration TO efc_admin;
GRANT SELECT ON TABLE public.schema_migration TO efc_collect;

GRANT SELECT,INSERT ON TABLE public.site TO efc_intake;
GRANT SELECT ON TABLE public.site TO efc_correlate;
GRANT SELECT ON TABLE public.site TO efc_review;

GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE public.site_trait TO efc_intake;
GRANT SELECT,INSERT,DELETE ON TABLE public.site_trait TO efc_correlate;
GRANT SELECT ON TABLE public.site_trait TO efc_review;

GRANT SELECT,INSERT,UPDATE ON TABLE public.source TO efc_collect;

GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE public.source_item TO efc_collect;

GRANT SELECT,INSERT ON TABLE public.source_submission TO efc_collect;
GRANT SELECT ON TABLE public.source_submission TO efc_intake;

GRANT UPDATE(decoded_at) ON TABLE public.source_submission TO efc_intake;

GRANT SELECT,INSERT,UPDATE ON TABLE public.submission TO efc_intake;
GRANT SELECT ON TABLE public.submission TO efc_review;
GRANT SELECT ON TABLE public.submission TO efc_audit;
GRANT SELECT,INSERT ON TABLE public.submission TO efc_collect;

GRANT SELECT,INSERT,DELETE ON TABLE public.submission_chunk TO efc_intake;
GRANT SELECT ON TABLE public.submission_chunk TO efc_audit;
GRANT INSERT ON TABLE public.submission_chunk TO efc_collect;

GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE public.taken_endpoint TO efc_correlate;

GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE public.taken_site TO efc_correlate;

GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE public.taken_value TO efc_correlate;

