/**
 * The queue, in SQL because a claim, a fence and a slot must move in one transaction.
 *
 * Fairness: start-time fair queueing. A lane is one tenant's line; a job gets the virtual time one after the
 * last of its lane, or one after what is being served now when the lane is empty, and the lowest goes first.
 * So a lane with a thousand jobs and a lane with one are served in turn, without counting anything at claim.
 *
 * Concurrency keys: a job whose key is full is parked under that key (`blocked_on`) and leaves the index the
 * claim reads; whoever frees a slot brings one parked job back. Everyone locks slot rows sorted by key, so two
 * transactions never wait for each other in a circle.
 */
export const queueFunctions = `
CREATE FUNCTION executor.virtual_now() RETURNS bigint LANGUAGE sql STABLE AS $$
  SELECT coalesce(
    (SELECT max(vtime) FROM executor.jobs WHERE state = 'running'),
    (SELECT min(vtime) FROM executor.jobs WHERE state = 'ready'),
    0)
$$;

CREATE FUNCTION executor.lane_end(p_lane text) RETURNS bigint LANGUAGE sql STABLE AS $$
  SELECT greatest(
    executor.virtual_now(),
    (SELECT max(vtime) FROM executor.jobs WHERE lane = p_lane AND state IN ('ready', 'parked')))
$$;

CREATE FUNCTION executor.unpark(p_keys text[]) RETURNS void LANGUAGE plpgsql AS $$
DECLARE v_key text;
BEGIN
  FOREACH v_key IN ARRAY p_keys LOOP
    UPDATE executor.jobs SET state = 'ready', blocked_on = NULL WHERE id = (
      SELECT id FROM executor.jobs WHERE state = 'parked' AND blocked_on = v_key
      ORDER BY vtime, id LIMIT 1 FOR UPDATE SKIP LOCKED);
  END LOOP;
END $$;

CREATE FUNCTION executor.release(p_keys text[]) RETURNS void LANGUAGE plpgsql AS $$
BEGIN
  IF cardinality(p_keys) = 0 THEN RETURN; END IF;
  PERFORM 1 FROM executor.slots WHERE key = ANY (p_keys) ORDER BY key FOR UPDATE;
  UPDATE executor.slots s SET used = greatest(0, s.used - freed.n)
    FROM (SELECT k, count(*)::int AS n FROM unnest(p_keys) k GROUP BY k) freed WHERE s.key = freed.k;
  -- One job a freed slot: several slots of one key may be freed at once when a worker is lost.
  PERFORM executor.unpark(p_keys);
END $$;

-- Takes up to p_wanted ready jobs of the given functions for a worker; parks those whose key is full.
-- 'parked' counts them, so that the caller knows to ask again.
CREATE FUNCTION executor.claim(p_worker text, p_functions text[], p_wanted int, OUT taken bigint[], OUT parked int)
LANGUAGE plpgsql AS $$
DECLARE
  v_ids bigint[];
  v_job record;
  v_full text;
BEGIN
  taken := '{}';
  parked := 0;
  SELECT coalesce(array_agg(c.id), '{}') INTO v_ids FROM (
    SELECT id FROM executor.jobs WHERE state = 'ready' AND function_id = ANY (p_functions)
    ORDER BY vtime, id LIMIT p_wanted + 20 FOR UPDATE SKIP LOCKED) c;
  IF cardinality(v_ids) = 0 THEN RETURN; END IF;
  INSERT INTO executor.slots (key)
    SELECT DISTINCT k FROM executor.jobs j, unnest(j.slots) k WHERE j.id = ANY (v_ids) ORDER BY k
    ON CONFLICT DO NOTHING;
  PERFORM 1 FROM executor.slots WHERE key IN
    (SELECT k FROM executor.jobs j, unnest(j.slots) k WHERE j.id = ANY (v_ids)) ORDER BY key FOR UPDATE;
  FOR v_job IN
    SELECT j.id, j.slots, f.limits FROM executor.jobs j JOIN executor.functions f ON f.id = j.function_id
    WHERE j.id = ANY (v_ids) ORDER BY j.vtime, j.id
  LOOP
    EXIT WHEN cardinality(taken) = p_wanted;
    -- The last full key, so that the wider keys hold only jobs whose narrower key has room.
    SELECT s.key INTO v_full
      FROM unnest(v_job.slots, v_job.limits) WITH ORDINALITY AS want (key, most, place)
      JOIN executor.slots s ON s.key = want.key
      WHERE s.used >= want.most ORDER BY want.place DESC LIMIT 1;
    IF FOUND THEN
      parked := parked + 1;
      UPDATE executor.jobs SET state = 'parked', blocked_on = v_full WHERE id = v_job.id;
      -- The slot this job was woken for may still be free under its other key: pass it on, or nobody would.
      PERFORM executor.unpark(ARRAY(
        SELECT want.key FROM unnest(v_job.slots, v_job.limits) AS want (key, most)
        JOIN executor.slots s ON s.key = want.key WHERE s.used < want.most));
    ELSE
      taken := taken || v_job.id;
      UPDATE executor.slots SET used = used + 1 WHERE key = ANY (v_job.slots);
      UPDATE executor.jobs SET state = 'running', worker = p_worker, gen = gen + 1 WHERE id = v_job.id;
    END IF;
  END LOOP;
END $$;

-- Delayed calls whose time has come join the end of their lane. Answers how many.
CREATE FUNCTION executor.promote_delayed(p_limit int) RETURNS int LANGUAGE plpgsql AS $$
DECLARE v_count int;
BEGIN
  WITH due AS (
    SELECT id, lane FROM executor.jobs WHERE state = 'delayed' AND kind = 'call' AND ready_at <= now()
    ORDER BY ready_at LIMIT p_limit FOR UPDATE SKIP LOCKED),
  placed AS (
    SELECT due.id, ends.vtime + row_number() OVER (PARTITION BY due.lane ORDER BY due.id) AS vtime
    FROM due JOIN (SELECT lane, executor.lane_end(lane) AS vtime FROM (SELECT DISTINCT lane FROM due) l) ends
    USING (lane))
  UPDATE executor.jobs j SET state = 'ready', vtime = placed.vtime FROM placed WHERE j.id = placed.id;
  GET DIAGNOSTICS v_count = ROW_COUNT;
  RETURN v_count;
END $$;

-- Brings back one parked job of each key that has room: the net under unpark, and what makes a raised limit count.
CREATE FUNCTION executor.unpark_stranded() RETURNS int LANGUAGE plpgsql AS $$
DECLARE v_count int;
BEGIN
  -- The lock looks at the row again: by now it may be running, and a running job must not be touched.
  WITH stranded AS (
    SELECT id FROM executor.jobs WHERE state = 'parked' AND id IN (
      SELECT DISTINCT ON (j.blocked_on) j.id FROM executor.jobs j
      JOIN executor.functions f ON f.id = j.function_id
      LEFT JOIN executor.slots s ON s.key = j.blocked_on
      WHERE j.state = 'parked'
        AND coalesce(s.used, 0) < coalesce(f.limits[array_position(j.slots, j.blocked_on)], 2147483647)
      ORDER BY j.blocked_on, j.vtime, j.id)
    FOR UPDATE SKIP LOCKED)
  UPDATE executor.jobs j SET state = 'ready', blocked_on = NULL FROM stranded WHERE j.id = stranded.id;
  GET DIAGNOSTICS v_count = ROW_COUNT;
  RETURN v_count;
END $$;

-- Forgets slots nobody uses and counts the others anew; answers how many were counted wrong. They never should
-- be, but one that stays too high would hold a tenant back for ever.
CREATE FUNCTION executor.tidy_slots(p_limit int) RETURNS int LANGUAGE plpgsql AS $$
DECLARE
  v_keys text[];
  v_wrong int;
BEGIN
  SELECT coalesce(array_agg(key), '{}') INTO v_keys FROM (
    SELECT key FROM executor.slots ORDER BY key LIMIT p_limit FOR UPDATE SKIP LOCKED) locked;
  -- Whoever claims or releases locks the slot first, so what is committed now is what it must hold.
  UPDATE executor.slots s SET used = counted.n FROM (
    SELECT keys.key, count(held.key)::int AS n FROM unnest(v_keys) AS keys (key)
    LEFT JOIN (SELECT unnest(slots) AS key FROM executor.jobs WHERE state = 'running') held USING (key) GROUP BY keys.key) counted
  WHERE s.key = counted.key AND s.used <> counted.n;
  GET DIAGNOSTICS v_wrong = ROW_COUNT;
  DELETE FROM executor.slots WHERE key = ANY (v_keys) AND used = 0
    AND key NOT IN (SELECT unnest(slots) FROM executor.jobs);
  RETURN v_wrong;
END $$;

-- Gives back what workers held whose session is gone (their advisory lock is free) or that fell silent.
CREATE FUNCTION executor.reap(p_silence interval) RETURNS int LANGUAGE plpgsql AS $$
DECLARE
  v_keys text[];
  v_count int;
BEGIN
  WITH lost AS (
    SELECT id FROM executor.workers w WHERE lost_at IS NULL AND (beat_at < now() - p_silence OR NOT EXISTS (
      SELECT FROM pg_locks l WHERE l.locktype = 'advisory' AND l.classid = 7411 AND l.objid = w.lock_key AND l.objsubid = 2
        AND l.granted AND l.database = (SELECT oid FROM pg_database WHERE datname = current_database())))
    ORDER BY id FOR UPDATE SKIP LOCKED)
  UPDATE executor.workers w SET lost_at = now() FROM lost WHERE w.id = lost.id;
  -- Whoever is not a living worker: a claim may be committed after its worker was taken for lost, or has left.
  WITH held AS (
    SELECT id, lane, slots FROM executor.jobs j WHERE state = 'running'
      AND NOT EXISTS (SELECT FROM executor.workers w WHERE w.id = j.worker AND w.lost_at IS NULL)
    ORDER BY id FOR UPDATE SKIP LOCKED),
  back AS (
    -- A job that took two workers with it is likely the cause: it waits longer each time.
    UPDATE executor.jobs j SET worker = NULL, losses = losses + 1, state = CASE WHEN losses < 2 THEN 'ready' ELSE 'delayed' END,
      ready_at = now() + CASE WHEN losses < 2 THEN interval '0' ELSE least(interval '1 minute', interval '2 seconds' * (2 ^ (losses - 2))) END
    FROM held WHERE j.id = held.id RETURNING j.slots)
  SELECT count(*), coalesce((SELECT array_agg(k) FROM back, unnest(back.slots) k), '{}') INTO v_count, v_keys FROM back;
  PERFORM executor.release(v_keys);
  RETURN v_count;
END $$;

-- Jobs a worker holds without knowing, or holds no longer: they go back without counting as lost.
CREATE FUNCTION executor.give_back(p_worker text, p_known bigint[]) RETURNS void LANGUAGE plpgsql AS $$
DECLARE v_keys text[];
BEGIN
  WITH back AS (
    UPDATE executor.jobs SET worker = NULL, state = 'ready'
    WHERE state = 'running' AND worker = p_worker AND NOT id = ANY (p_known) RETURNING slots)
  SELECT coalesce(array_agg(k), '{}') INTO v_keys FROM back, unnest(back.slots) k;
  PERFORM executor.release(v_keys);
END $$;

-- A worker that leaves in good order.
CREATE FUNCTION executor.leave(p_worker text) RETURNS void LANGUAGE plpgsql AS $$
BEGIN
  PERFORM executor.give_back(p_worker, '{}');
  DELETE FROM executor.workers WHERE id = p_worker;
  UPDATE executor.registry SET version = version + 1;
END $$;
`
