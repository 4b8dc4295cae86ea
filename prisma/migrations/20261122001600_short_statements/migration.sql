-- Every statement here is over in milliseconds. The planner takes those that look for a conversation for long ones,
-- because it cannot know how few mails name each other, and a server that compiles long ones would spend a tenth of a
-- second on each.
ALTER ROLE postino_app SET jit = off;
ALTER ROLE postino_system SET jit = off;
