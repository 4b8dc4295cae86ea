-- Signed requests are believed for minutes only: that one was taken need not be known for ever.
SELECT postino_open_door('webhook_event'::regclass, 'postino_system');
GRANT SELECT ("id", "tenant_id", "received_at"), DELETE ON "webhook_event" TO postino_system;
GRANT SELECT ("webhook_event_id"), DELETE ON "inbound_fetch" TO postino_system;
