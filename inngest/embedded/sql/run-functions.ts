/**
 * What a call may change about its run. Each function first checks the fence (job id and generation) and
 * answers 'stale' without writing anything when another worker has taken the job since.
 */
export const runFunctions = `
-- Locks a running job of this generation, or answers null. A run that was ended meanwhile (cancelled) gives
-- its slot back here, when the call that could not be interrupted has returned.
CREATE FUNCTION executor.fence(p_job bigint, p_gen int) RETURNS executor.jobs LANGUAGE plpgsql AS $$
DECLARE v_job executor.jobs;
BEGIN
  SELECT * INTO v_job FROM executor.jobs WHERE id = p_job AND gen = p_gen AND state = 'running' FOR UPDATE;
  IF NOT FOUND THEN RETURN NULL; END IF;
  PERFORM 1 FROM executor.runs WHERE id = v_job.run_id AND status = 'running' FOR UPDATE;
  IF FOUND THEN RETURN v_job; END IF;
  DELETE FROM executor.jobs WHERE id = v_job.id;
  PERFORM executor.release(v_job.slots);
  RETURN NULL;
END $$;

-- Keeps results of steps; a step that has one keeps it. Answers 'ok', 'too_many_steps' or 'state_too_large'.
CREATE FUNCTION executor.memoise(p_run text, p_ids text[], p_names text[], p_memos text[], p_max_steps int, p_max_bytes bigint)
RETURNS text LANGUAGE plpgsql AS $$
DECLARE
  v_count int;
  v_bytes bigint;
BEGIN
  IF cardinality(p_ids) = 0 THEN RETURN 'ok'; END IF;
  WITH kept AS (
    INSERT INTO executor.steps (run_id, step_id, name, memo)
    SELECT p_run, t.id, t.name, t.memo FROM unnest(p_ids, p_names, p_memos) WITH ORDINALITY AS t (id, name, memo, ord) ORDER BY t.ord
    ON CONFLICT DO NOTHING RETURNING octet_length(memo) AS bytes)
  UPDATE executor.runs SET
    step_count = step_count + (SELECT count(*) FROM kept),
    state_bytes = state_bytes + coalesce((SELECT sum(bytes) FROM kept), 0)
  WHERE id = p_run RETURNING step_count, state_bytes INTO v_count, v_bytes;
  IF v_count > p_max_steps THEN RETURN 'too_many_steps'; END IF;
  IF v_bytes > p_max_bytes THEN RETURN 'state_too_large'; END IF;
  RETURN 'ok';
END $$;

-- Puts a call at the end of the run's lane of continuations: apart from the tenant's new runs, so that a
-- started run does not wait behind a backlog of its own tenant.
CREATE FUNCTION executor.enqueue_call(p_run text, p_step text) RETURNS void LANGUAGE sql AS $$
  INSERT INTO executor.jobs (run_id, step_id, kind, state, function_id, slots, lane, vtime)
  SELECT r.id, p_step, 'call', 'ready', r.function_id, r.slots, r.lane || '+', executor.lane_end(r.lane || '+') + 1
  FROM executor.runs r WHERE r.id = p_run AND r.status = 'running'
  ON CONFLICT (run_id, step_id) DO NOTHING
$$;

-- One member of the open wave is done; the last one asks for the next discovery.
CREATE FUNCTION executor.close_wave_member(p_run text) RETURNS void LANGUAGE plpgsql AS $$
DECLARE v_pending int;
BEGIN
  UPDATE executor.runs SET pending = pending - 1 WHERE id = p_run AND status = 'running' RETURNING pending INTO v_pending;
  IF v_pending <= 0 THEN PERFORM executor.enqueue_call(p_run, 'step'); END IF;
END $$;

CREATE FUNCTION executor.checkpoint(p_job bigint, p_gen int, p_run text, p_ids text[], p_names text[], p_memos text[], p_max_steps int, p_max_bytes bigint)
RETURNS text LANGUAGE plpgsql AS $$
DECLARE v_job executor.jobs;
BEGIN
  v_job := executor.fence(p_job, p_gen);
  IF v_job.id IS NULL OR v_job.run_id <> p_run THEN RETURN 'stale'; END IF;
  RETURN executor.memoise(p_run, p_ids, p_names, p_memos, p_max_steps, p_max_bytes);
END $$;

-- The call made progress: keep its results and go on with the run.
CREATE FUNCTION executor.settle_continue(p_job bigint, p_gen int, p_ids text[], p_names text[], p_memos text[], p_max_steps int, p_max_bytes bigint)
RETURNS text LANGUAGE plpgsql AS $$
DECLARE
  v_job executor.jobs;
  v_kept text;
BEGIN
  v_job := executor.fence(p_job, p_gen);
  IF v_job.id IS NULL THEN RETURN 'stale'; END IF;
  v_kept := executor.memoise(v_job.run_id, p_ids, p_names, p_memos, p_max_steps, p_max_bytes);
  IF v_kept <> 'ok' THEN RETURN v_kept; END IF;
  DELETE FROM executor.jobs WHERE id = v_job.id;
  IF v_job.step_id = 'step' THEN PERFORM executor.enqueue_call(v_job.run_id, 'step');
  ELSE PERFORM executor.close_wave_member(v_job.run_id);
  END IF;
  PERFORM executor.release(v_job.slots);
  RETURN 'ok';
END $$;

-- The call found steps to run or to wait for: open a wave of them. A sleep has a delay, a call has none.
CREATE FUNCTION executor.settle_wave(p_job bigint, p_gen int, p_ids text[], p_names text[], p_memos text[], p_max_steps int, p_max_bytes bigint,
  p_wave_ids text[], p_sleep_ms bigint[])
RETURNS text LANGUAGE plpgsql AS $$
DECLARE
  v_job executor.jobs;
  v_run executor.runs;
  v_kept text;
  v_end bigint;
  v_opened int;
BEGIN
  v_job := executor.fence(p_job, p_gen);
  IF v_job.id IS NULL THEN RETURN 'stale'; END IF;
  v_kept := executor.memoise(v_job.run_id, p_ids, p_names, p_memos, p_max_steps, p_max_bytes);
  IF v_kept <> 'ok' THEN RETURN v_kept; END IF;
  DELETE FROM executor.jobs WHERE id = v_job.id;
  SELECT * INTO v_run FROM executor.runs WHERE id = v_job.run_id;
  v_end := executor.lane_end(v_run.lane || '+');
  INSERT INTO executor.jobs (run_id, step_id, kind, state, function_id, slots, lane, vtime, ready_at)
    SELECT v_run.id, t.id, k.kind, CASE k.kind WHEN 'call' THEN 'ready' ELSE 'delayed' END, v_run.function_id,
      CASE k.kind WHEN 'call' THEN v_run.slots ELSE '{}' END, v_run.lane || '+', v_end + t.ord,
      clock_timestamp() + coalesce(t.sleep_ms, 0) * interval '1 millisecond'
    FROM unnest(p_wave_ids, p_sleep_ms) WITH ORDINALITY AS t (id, sleep_ms, ord),
      LATERAL (SELECT CASE WHEN t.sleep_ms IS NULL THEN 'call' ELSE 'sleep' END AS kind) k
    ON CONFLICT (run_id, step_id) DO NOTHING;
  GET DIAGNOSTICS v_opened = ROW_COUNT;
  UPDATE executor.runs SET pending = v_opened WHERE id = v_run.id;
  PERFORM executor.release(v_job.slots);
  RETURN 'ok';
END $$;

-- The call failed and will be made again: as the next attempt, or (p_loss) as the same one because the app was not reached.
CREATE FUNCTION executor.settle_retry(p_job bigint, p_gen int, p_delay_ms bigint, p_loss boolean) RETURNS text LANGUAGE plpgsql AS $$
DECLARE v_job executor.jobs;
BEGIN
  v_job := executor.fence(p_job, p_gen);
  IF v_job.id IS NULL THEN RETURN 'stale'; END IF;
  UPDATE executor.jobs SET state = 'delayed', worker = NULL, ready_at = clock_timestamp() + p_delay_ms * interval '1 millisecond',
    attempt = attempt + CASE WHEN p_loss THEN 0 ELSE 1 END, losses = losses + CASE WHEN p_loss THEN 1 ELSE 0 END
  WHERE id = v_job.id;
  PERFORM executor.release(v_job.slots);
  RETURN 'ok';
END $$;

-- Ends a run whoever asks: calls in flight keep their job row (and slot) until they return.
CREATE FUNCTION executor.end_run(p_run text, p_status text, p_output text) RETURNS boolean LANGUAGE plpgsql AS $$
BEGIN
  UPDATE executor.runs SET status = p_status, output = p_output, ended_at = now() WHERE id = p_run AND status = 'running';
  IF NOT FOUND THEN RETURN false; END IF;
  DELETE FROM executor.jobs WHERE run_id = p_run AND state <> 'running';
  DELETE FROM executor.cancellations WHERE run_id = p_run;
  RETURN true;
END $$;

CREATE FUNCTION executor.settle_end(p_job bigint, p_gen int, p_status text, p_output text,
  p_ids text[], p_names text[], p_memos text[], p_max_steps int, p_max_bytes bigint)
RETURNS text LANGUAGE plpgsql AS $$
DECLARE
  v_job executor.jobs;
  v_kept text;
BEGIN
  v_job := executor.fence(p_job, p_gen);
  IF v_job.id IS NULL THEN RETURN 'stale'; END IF;
  v_kept := executor.memoise(v_job.run_id, p_ids, p_names, p_memos, p_max_steps, p_max_bytes);
  IF v_kept <> 'ok' THEN RETURN v_kept; END IF;
  DELETE FROM executor.jobs WHERE id = v_job.id;
  PERFORM executor.end_run(v_job.run_id, p_status, p_output);
  PERFORM executor.release(v_job.slots);
  RETURN 'ok';
END $$;

-- Ends sleeps that are over. Answers how many.
CREATE FUNCTION executor.end_sleeps(p_limit int, p_max_steps int, p_max_bytes bigint) RETURNS int LANGUAGE plpgsql AS $$
DECLARE
  v_due record;
  v_job record;
  v_count int := 0;
BEGIN
  FOR v_due IN
    SELECT id, run_id FROM executor.jobs WHERE state = 'delayed' AND kind = 'sleep' AND ready_at <= now()
    ORDER BY ready_at LIMIT p_limit
  LOOP
    -- The run before the job, as end_run does: the other way round the two would wait for each other.
    PERFORM 1 FROM executor.runs WHERE id = v_due.run_id FOR UPDATE SKIP LOCKED;
    CONTINUE WHEN NOT FOUND;
    DELETE FROM executor.jobs WHERE id = v_due.id RETURNING run_id, step_id INTO v_job;
    CONTINUE WHEN NOT FOUND;
    PERFORM executor.memoise(v_job.run_id, ARRAY[v_job.step_id], ARRAY['sleep'], ARRAY['{"data":null}'], p_max_steps, p_max_bytes);
    PERFORM executor.close_wave_member(v_job.run_id);
    v_count := v_count + 1;
  END LOOP;
  RETURN v_count;
END $$;
`
