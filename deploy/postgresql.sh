#!/bin/sh
# Per service a database with two users, whose passwords stand in their addresses: the owner, who changes the
# schema in the migration job, and the one that the service runs as, who only reads and writes rows.
# Runs by itself at the first start; run it again to change passwords (docs/guides/operating.md).
set -eu

password_in() { sed 's#.*://[^:]*:\([^@]*\)@.*#\1#' "/run/secrets/$1"; }
as_superuser() { psql --quiet --username "${POSTGRES_USER:-postgres}" --set ON_ERROR_STOP=1 "$@"; }

as_superuser --dbname postgres <<'SQL'
REVOKE CONNECT ON DATABASE postgres, template1 FROM PUBLIC;
SQL
for service in registration evaluation notifications reporting; do
    as_superuser --dbname postgres --set service="$service" --set owner="${service}_owner" \
        --set password="$(password_in "${service}_database_url")" \
        --set owner_password="$(password_in "${service}_owner_database_url")" <<'SQL'
SELECT format('CREATE ROLE %I LOGIN', name) FROM (VALUES (:'service'), (:'owner')) AS wanted(name)
WHERE name NOT IN (SELECT rolname FROM pg_roles) \gexec
ALTER ROLE :"service" PASSWORD :'password';
ALTER ROLE :"owner" PASSWORD :'owner_password';
SELECT format('CREATE DATABASE %I OWNER %I ENCODING ''UTF8'' TEMPLATE template0', :'service', :'owner')
WHERE :'service' NOT IN (SELECT datname FROM pg_database) \gexec
REVOKE ALL ON DATABASE :"service" FROM PUBLIC;
GRANT CONNECT ON DATABASE :"service" TO :"service";
\connect :service
REVOKE ALL ON SCHEMA public FROM PUBLIC;
GRANT USAGE ON SCHEMA public TO :"service";
ALTER DEFAULT PRIVILEGES FOR ROLE :"owner" GRANT USAGE ON SCHEMAS TO :"service";
ALTER DEFAULT PRIVILEGES FOR ROLE :"owner" GRANT SELECT, INSERT, UPDATE, DELETE ON TABLES TO :"service";
ALTER DEFAULT PRIVILEGES FOR ROLE :"owner" GRANT USAGE ON SEQUENCES TO :"service";
SQL
done
