#!/bin/sh
# At the first start: a database and a user per service, with the password that stands in the service's address.
set -eu
for service in registration evaluation notifications reporting; do
    password=$(sed 's#.*://[^:]*:\([^@]*\)@.*#\1#' "/run/secrets/${service}_database_url")
    psql --username "$POSTGRES_USER" --dbname postgres --set ON_ERROR_STOP=1 \
        --set service="$service" --set password="$password" <<'SQL'
CREATE ROLE :"service" LOGIN PASSWORD :'password';
CREATE DATABASE :"service" OWNER :"service" ENCODING 'UTF8' TEMPLATE template0;
REVOKE CONNECT ON DATABASE :"service" FROM PUBLIC;
SQL
done
