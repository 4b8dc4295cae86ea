/**
 * The tables of the executor. Payloads are TEXT holding JSON, not jsonb: `\u0000` and the order of keys
 * survive, and the body of a call is joined from strings without parsing.
 *
 * A job is one call to make (step_id 'step' discovers what is next, a hash runs one planned step) or one sleep
 * to end. Its row is the state of the run: `gen` rises with every claim and fences everything a call reports.
 */
export const tables = `
CREATE TABLE executor.keys (
  name text PRIMARY KEY,
  value text NOT NULL
);

CREATE TABLE executor.workers (
  id text PRIMARY KEY,
  lock_key int GENERATED ALWAYS AS IDENTITY,
  functions text[] NOT NULL DEFAULT '{}',
  joined_at timestamptz NOT NULL DEFAULT now(),
  beat_at timestamptz NOT NULL DEFAULT now(),
  lost_at timestamptz
);

CREATE TABLE executor.functions (
  id text PRIMARY KEY,
  config text NOT NULL,
  limits int[] NOT NULL,
  registered_at timestamptz NOT NULL DEFAULT now()
);

-- One row; rises whenever the set of functions that events may start changes.
CREATE TABLE executor.registry (version bigint NOT NULL);
INSERT INTO executor.registry VALUES (0);

CREATE TABLE executor.crons (
  function_id text NOT NULL,
  expression text NOT NULL,
  next_at timestamptz NOT NULL,
  PRIMARY KEY (function_id, expression)
);

CREATE TABLE executor.events (
  id text PRIMARY KEY,
  name text NOT NULL,
  received_at timestamptz NOT NULL DEFAULT now()
);
CREATE INDEX events_received ON executor.events (received_at);

CREATE TABLE executor.dedupe_keys (
  function_id text NOT NULL,
  kind text NOT NULL,
  key text NOT NULL,
  expires_at timestamptz NOT NULL,
  PRIMARY KEY (function_id, kind, key)
);
CREATE INDEX dedupe_keys_expiry ON executor.dedupe_keys (expires_at);

CREATE TABLE executor.runs (
  id text PRIMARY KEY,
  function_id text NOT NULL,
  status text NOT NULL DEFAULT 'running' CHECK (status IN ('running', 'completed', 'failed', 'cancelled')),
  event_ids text[] NOT NULL,
  events text NOT NULL,
  lane text NOT NULL,
  slots text[] NOT NULL,
  pending int NOT NULL DEFAULT 0,
  step_count int NOT NULL DEFAULT 0,
  state_bytes bigint NOT NULL DEFAULT 0,
  output text,
  created_at timestamptz NOT NULL DEFAULT now(),
  ended_at timestamptz
);
CREATE INDEX runs_event_ids ON executor.runs USING gin (event_ids);
CREATE INDEX runs_ended ON executor.runs (ended_at) WHERE ended_at IS NOT NULL;

CREATE TABLE executor.steps (
  run_id text NOT NULL REFERENCES executor.runs ON DELETE CASCADE,
  step_id text NOT NULL,
  position bigint GENERATED ALWAYS AS IDENTITY,
  name text NOT NULL,
  memo text NOT NULL,
  PRIMARY KEY (run_id, step_id)
);

CREATE TABLE executor.jobs (
  id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  run_id text NOT NULL REFERENCES executor.runs ON DELETE CASCADE,
  step_id text NOT NULL,
  kind text NOT NULL CHECK (kind IN ('call', 'sleep')),
  state text NOT NULL CHECK (state IN ('delayed', 'ready', 'parked', 'running')),
  function_id text NOT NULL,
  slots text[] NOT NULL,
  lane text NOT NULL,
  vtime bigint NOT NULL,
  attempt int NOT NULL DEFAULT 0,
  losses int NOT NULL DEFAULT 0,
  gen int NOT NULL DEFAULT 0,
  ready_at timestamptz NOT NULL DEFAULT now(),
  blocked_on text,
  worker text,
  UNIQUE (run_id, step_id)
) WITH (fillfactor = 70, autovacuum_vacuum_scale_factor = 0.02, autovacuum_vacuum_threshold = 500);
CREATE INDEX jobs_ready ON executor.jobs (vtime, id) WHERE state = 'ready';
CREATE INDEX jobs_lane ON executor.jobs (lane, vtime) WHERE state IN ('ready', 'parked');
CREATE INDEX jobs_delayed ON executor.jobs (ready_at) WHERE state = 'delayed';
CREATE INDEX jobs_parked ON executor.jobs (blocked_on, vtime, id) WHERE state = 'parked';
CREATE INDEX jobs_running ON executor.jobs (worker) WHERE state = 'running';

CREATE TABLE executor.slots (
  key text PRIMARY KEY,
  used int NOT NULL DEFAULT 0
);

CREATE TABLE executor.cancellations (
  run_id text NOT NULL REFERENCES executor.runs ON DELETE CASCADE,
  event_name text NOT NULL,
  match_path text,
  match_value text,
  expression text,
  expires_at timestamptz
);
CREATE INDEX cancellations_match ON executor.cancellations (event_name, match_path, match_value);
CREATE INDEX cancellations_run ON executor.cancellations (run_id);

CREATE TABLE executor.debounces (
  function_id text NOT NULL,
  key text NOT NULL,
  event text NOT NULL,
  due_at timestamptz NOT NULL,
  latest_at timestamptz,
  PRIMARY KEY (function_id, key)
);
CREATE INDEX debounces_due ON executor.debounces (due_at);

CREATE TABLE executor.batches (
  function_id text NOT NULL,
  key text NOT NULL,
  due_at timestamptz NOT NULL,
  PRIMARY KEY (function_id, key)
);
CREATE INDEX batches_due ON executor.batches (due_at);

CREATE TABLE executor.batch_events (
  function_id text NOT NULL,
  key text NOT NULL,
  position bigint GENERATED ALWAYS AS IDENTITY,
  event text NOT NULL,
  PRIMARY KEY (function_id, key, position)
);
`
