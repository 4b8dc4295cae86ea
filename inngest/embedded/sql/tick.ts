/**
 * Everything that time alone makes due, in one round trip a second: a worker says it lives, lost workers' jobs
 * come back, sleeps end, delayed calls become ready. Answers whether the caller still counts as a worker, how
 * many others there are, whether events put aside or crons are due, and how long until the next thing is.
 */
export const tick = `
CREATE FUNCTION executor.tick(p_worker text, p_silence interval, p_max_steps int, p_max_bytes bigint,
  OUT is_member boolean, OUT others int, OUT taken_back int, OUT is_holding_due boolean, OUT next_ms double precision)
LANGUAGE plpgsql AS $$
DECLARE
  v_jobs timestamptz;
  v_held timestamptz;
BEGIN
  UPDATE executor.workers SET beat_at = now() WHERE id = p_worker AND lost_at IS NULL;
  is_member := FOUND;
  taken_back := executor.reap(p_silence);
  PERFORM executor.end_sleeps(500, p_max_steps, p_max_bytes);
  PERFORM executor.promote_delayed(1000);
  PERFORM executor.unpark_stranded();
  SELECT count(*) INTO others FROM executor.workers WHERE id <> p_worker AND lost_at IS NULL;
  SELECT min(ready_at) INTO v_jobs FROM executor.jobs WHERE state = 'delayed';
  SELECT least(
    (SELECT min(due_at) FROM executor.debounces),
    (SELECT min(due_at) FROM executor.batches),
    (SELECT min(next_at) FROM executor.crons c WHERE EXISTS (
      SELECT FROM executor.workers w WHERE c.function_id = ANY (w.functions)))) INTO v_held;
  is_holding_due := coalesce(v_held <= now(), false);
  next_ms := extract(epoch FROM least(v_jobs, v_held) - clock_timestamp()) * 1000;
END $$;
`
