#!/bin/sh
# Makes the secrets of an installation, each in a file of its own below secrets/; those that are there stay.
set -eu
umask 077
mkdir -p secrets

random() { od -An -N24 -tx1 /dev/urandom | tr -d ' \n'; }
# The folder is closed to others; the files are readable, because a container's user is not the one here.
keep() {
    [ -s "secrets/$1" ] || printf '%s' "$2" > "secrets/$1"
    chmod 444 "secrets/$1"
}

keep secret_key "$(random)"
keep admin_password "$(random)"
keep postgresql_password "$(random)"
for service in registration evaluation notifications reporting; do
    keep "${service}_database_url" "postgresql+psycopg://$service:$(random)@postgresql/$service"
done
if [ ! -s secrets/rabbitmq_url ]; then
    password=$(random)
    keep rabbitmq_url "amqp://kursforum:$password@rabbitmq:5672/%2F"
    keep rabbitmq.conf "$(printf 'default_user = kursforum\ndefault_pass = %s' "$password")"
fi
keep smtp_url "${SMTP_URL:-smtp://mail:1025?tls=off}"
echo "Made in secrets/. Write your mail server into secrets/smtp_url; sign in first with what is in secrets/admin_password." >&2
