# As deploy/postgresql.sh, by the owner of the database: the user that the service runs as may reach this
# database and change its rows, and nobody else anything.
set -eu
owner_url=$(sed 's/+psycopg//' /run/secrets/database_url)
psql --quiet --set ON_ERROR_STOP=1 --set service="$SERVICE" "$owner_url" <<'SQL'
REVOKE ALL ON DATABASE :"service" FROM PUBLIC;
GRANT CONNECT ON DATABASE :"service" TO :"service";
REVOKE ALL ON SCHEMA public FROM PUBLIC;
GRANT USAGE ON SCHEMA public TO :"service";
ALTER DEFAULT PRIVILEGES GRANT USAGE ON SCHEMAS TO :"service";
ALTER DEFAULT PRIVILEGES GRANT SELECT, INSERT, UPDATE, DELETE ON TABLES TO :"service";
ALTER DEFAULT PRIVILEGES GRANT USAGE ON SEQUENCES TO :"service";
SQL
