-- Announced mail that does not come is told to those who administer the tenant.
GRANT SELECT ("announced_at", "trouble") ON "inbound_fetch" TO postino_system;
CREATE INDEX "inbound_fetch_expired" ON "inbound_fetch" ("settled_at") WHERE "state" = 'expired';
