#!/bin/sh
# Makes the secrets of an installation, each in a file of its own below secrets/; those that are there stay.
set -eu
umask 077
mkdir -p secrets/tls
chmod 755 secrets/tls

services="registration evaluation notifications reporting"

random() { od -An -N"${1:-24}" -tx1 /dev/urandom | tr -d ' \n'; }
# The folder is closed to others; the files are readable, because a container's user is not the one here.
keep() {
    [ -s "secrets/$1" ] || printf '%s' "$2" > "secrets/$1"
    chmod 444 "secrets/$1"
}
bytes() { for pair in $(printf '%s' "$1" | sed 's/../& /g'); do printf "\\$(printf '%03o' "0x$pair")"; done; }

# RabbitMQ is told a user's password as a salted hash: base64(salt, sha256(salt, password)).
user() {
    password=$(sed 's#.*://[^:]*:\([^@]*\)@.*#\1#' "secrets/$1_rabbitmq_url")
    salt=$(random 4)
    hash=$({ bytes "$salt"; printf '%s' "$password"; } | sha256sum | cut -d ' ' -f 1)
    printf '{"name": "%s", "password_hash": "%s", "hashing_algorithm": "rabbit_password_hashing_sha256", "tags": []}' \
        "$1" "$(bytes "$salt$hash" | base64 -w 0)"
}
# What a user may make, write to and read from, each as a regular expression.
may() {
    printf '{"user": "%s", "vhost": "/", "configure": "%s", "write": "%s", "read": "%s"}' "$1" "$2" "$3" "$4"
}
# Which events a user may publish, and bind a queue to.
may_events() {
    printf '{"user": "%s", "vhost": "/", "exchange": "kursforum", "write": "%s", "read": "%s"}' "$1" "$2" "$3"
}
# A service publishes its own events and reads its own queue. What stands on the broker is declared by the user
# `topology` alone, so nobody can bind a queue to events that are not meant for it.
definitions() {
    one=$(printf '%s' "$services" | tr ' ' '|')
    users=$(user topology)
    rights=$(may topology "^(kursforum|$one)([.]dead)?\$" "^(kursforum[.]dead|($one)([.]dead)?)\$" "^(kursforum|$one)([.]dead)?\$")
    events=$(may_events topology '^$' "^($one)[.]")
    for service in $services; do
        users="$users, $(user "$service")"
        rights="$rights, $(may "$service" '^$' '^kursforum$' "^$service([.]dead)?\$")"
        events="$events, $(may_events "$service" "^$service[.]" '^$')"
    done
    printf '{"vhosts": [{"name": "/"}],\n "users": [%s],\n "permissions": [%s],\n "topic_permissions": [%s]}\n' \
        "$users" "$rights" "$events"
}

keep secret_key "$(random)"
keep admin_password "$(random)"
keep postgresql_password "$(random)"
keep grafana_password "$(random)"
for service in $services; do
    keep "${service}_database_url" "postgresql+psycopg://$service:$(random)@postgresql/$service"
    keep "${service}_owner_database_url" "postgresql+psycopg://${service}_owner:$(random)@postgresql/$service"
    keep "${service}_rabbitmq_url" "amqp://$service:$(random)@rabbitmq:5672/%2F"
done
keep topology_rabbitmq_url "amqp://topology:$(random)@rabbitmq:5672/%2F"
keep smtp_url "${SMTP_URL:-smtp://mail:1025?tls=off}"
# Empty where staff have no accounts at a provider, or it gave us no secret.
[ -s secrets/oidc_client_secret ] || rm -f secrets/oidc_client_secret
keep oidc_client_secret "${OIDC_CLIENT_SECRET:-}"
# Made anew each time, so that a changed password takes effect at the broker's next start.
rm -f secrets/rabbitmq_definitions.json
keep rabbitmq_definitions.json "$(definitions)"
echo "Made in secrets/. Write your mail server into secrets/smtp_url; sign in first with what is in secrets/admin_password." >&2
